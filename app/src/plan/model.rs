//! The types and rules of a plan: pure.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    base::{
        answers::{Answers, Fault, Form},
        error::Corrupt,
        ids::{ActionId, AgencyId, IssueId, StrategyId},
    },
    words,
};

words! {
    /// Whether something that was tried helped.
    pub enum Helped {
        /// It did.
        Yes = "helped" => "Helped",
        /// In part, or for a time.
        ABit = "helped_a_bit" => "Helped a bit",
        /// It did not.
        No = "did_not_help" => "Did not help",
        /// Nobody can say.
        NotKnown = "not_known" => "Not known",
    }
}

words! {
    /// Which of the two a strategy is.
    pub enum StrategyWord {
        /// It has been tried.
        Tried = "tried" => "It has been tried",
        /// It could help.
        CouldHelp = "could_help" => "It could help",
    }
}

words! {
    /// When a service is needed.
    pub enum Horizon {
        /// It is needed now.
        Now = "now" => "Now",
        /// It will be needed.
        Later = "later" => "Later",
    }
}

words! {
    /// Where an action stands, as a word. [`ActionState`] has the facts too.
    pub enum ActionWord {
        /// Agreed, not finished.
        Open = "open" => "Open",
        /// Finished.
        Done = "done" => "Done",
        /// Something stands in the way.
        CannotYet = "cannot_yet" => "Cannot be done yet",
        /// It will not be done.
        Stopped = "stopped" => "Stopped",
    }
}

/// Where an action stands, with what only that state has.
#[derive(Clone, PartialEq, Eq)]
pub enum ActionState {
    /// Agreed, not finished.
    Open {
        /// What has happened so far; may be empty.
        so_far: String,
    },
    /// Finished.
    Done {
        /// The day.
        on: NaiveDate,
        /// What came of it.
        outcome: String,
    },
    /// Something stands in the way. It is still to be done, and still overdue once its day has passed.
    CannotYet {
        /// What.
        why: String,
    },
    /// It will not be done.
    Stopped {
        /// The day that was decided.
        on: NaiveDate,
        /// Why.
        why: String,
    },
}

/// No `Debug` of what came of it: it is personal.
impl std::fmt::Debug for ActionState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.word())
    }
}

/// Why an action cannot be put into a state, as a sentence to act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ActionFault {
    /// Done, without saying what came of it.
    #[error("Say what came of it")]
    OutcomeMissing,
    /// Not possible yet, without saying why.
    #[error("Say why it cannot be done yet")]
    ObstacleMissing,
    /// Stopped, without saying why.
    #[error("Say why it is stopped")]
    ReasonMissing,
}

impl ActionState {
    /// A new action's.
    #[must_use]
    pub const fn open() -> Self {
        Self::Open { so_far: String::new() }
    }

    /// The state somebody reports on a day.
    ///
    /// # Errors
    /// [`ActionFault`]: every state but open says what came of it or why.
    pub fn reported(word: ActionWord, text: &str, on: NaiveDate) -> Result<Self, ActionFault> {
        let text = text.trim();
        let some = |fault| if text.is_empty() { Err(fault) } else { Ok(text.to_owned()) };
        Ok(match word {
            ActionWord::Open => Self::Open { so_far: text.to_owned() },
            ActionWord::Done => Self::Done { on, outcome: some(ActionFault::OutcomeMissing)? },
            ActionWord::CannotYet => Self::CannotYet { why: some(ActionFault::ObstacleMissing)? },
            ActionWord::Stopped => Self::Stopped { on, why: some(ActionFault::ReasonMissing)? },
        })
    }

    /// The state of a stored row.
    ///
    /// # Errors
    /// [`Corrupt`] where word, text and day do not belong together.
    pub fn stored(word: ActionWord, text: String, finished_on: Option<NaiveDate>) -> Result<Self, Corrupt> {
        let corrupt = |what| Corrupt { table: "action", what };
        let finished = finished_on.ok_or_else(|| corrupt("finished without a day"));
        if finished_on.is_some() && !matches!(word, ActionWord::Done | ActionWord::Stopped) {
            return Err(corrupt("a day of finishing on an action that is not finished"));
        }
        if text.is_empty() && word != ActionWord::Open {
            return Err(corrupt("a state without its text"));
        }
        Ok(match word {
            ActionWord::Open => Self::Open { so_far: text },
            ActionWord::Done => Self::Done { on: finished?, outcome: text },
            ActionWord::CannotYet => Self::CannotYet { why: text },
            ActionWord::Stopped => Self::Stopped { on: finished?, why: text },
        })
    }

    /// The word of the state.
    #[must_use]
    pub const fn word(&self) -> ActionWord {
        match self {
            Self::Open { .. } => ActionWord::Open,
            Self::Done { .. } => ActionWord::Done,
            Self::CannotYet { .. } => ActionWord::CannotYet,
            Self::Stopped { .. } => ActionWord::Stopped,
        }
    }

    /// What came of it, so far or in the end, or why not.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Open { so_far: text }
            | Self::Done { outcome: text, .. }
            | Self::CannotYet { why: text }
            | Self::Stopped { why: text, .. } => text,
        }
    }

    /// The day it was done or stopped.
    #[must_use]
    pub const fn finished_on(&self) -> Option<NaiveDate> {
        match self {
            Self::Done { on, .. } | Self::Stopped { on, .. } => Some(*on),
            Self::Open { .. } | Self::CannotYet { .. } => None,
        }
    }

    /// Whether nothing more is to be done.
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.finished_on().is_some()
    }

    /// Whether the other says the same, whatever the day it was said.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        self.word() == other.word() && self.text() == other.text()
    }

    /// Reads the fields `{prefix}state` and `{prefix}outcome`; notes what is missing.
    pub fn read(form: &mut Form<'_>, prefix: &str, today: NaiveDate) -> Option<Self> {
        let outcome_field = format!("{prefix}outcome");
        let word = form.choice(&format!("{prefix}state"), "where the action stands");
        let text = form.optional_text(&outcome_field, "what came of it");
        match Self::reported(word?, &text, today) {
            Ok(state) => Some(state),
            Err(fault) => {
                form.fault(&outcome_field, fault.to_string());
                None
            }
        }
    }

    /// The two fields, filled in.
    #[must_use]
    pub fn to_answers(&self, prefix: &str) -> Answers {
        Answers::default()
            .with(&format!("{prefix}state"), self.word().word())
            .with(&format!("{prefix}outcome"), self.text())
    }
}

/// Something that will be done, by somebody, by a date.
#[derive(Clone, PartialEq, Eq)]
pub struct Action {
    /// Which.
    pub action_id: ActionId,
    /// What will be done.
    pub what: String,
    /// The service recommended, where one is; it may not exist yet.
    pub service: String,
    /// When that is needed.
    pub horizon: Horizon,
    /// The agency that owns it.
    pub owner_agency: AgencyId,
    /// Its name.
    pub owner_agency_name: String,
    /// Who in it.
    pub owner_name: String,
    /// By when.
    pub due_on: NaiveDate,
    /// Where it stands.
    pub state: ActionState,
    /// Who agreed it; `None`: it came in with a list.
    pub agreed_by: Option<String>,
    /// When it was agreed.
    pub agreed_at: DateTime<Utc>,
    /// What a save must name.
    pub version: i64,
}

/// No `Debug` of the texts: they are personal.
impl std::fmt::Debug for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Action({} {:?})", self.action_id, self.state)
    }
}

impl Action {
    /// Whether its day has passed and it is still to be done.
    #[must_use]
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        !self.state.is_finished() && self.due_on < today
    }
}

/// An action somebody wants to agree.
#[derive(Clone, PartialEq, Eq)]
pub struct NewAction {
    /// What will be done.
    pub what: String,
    /// The service recommended; may be empty.
    pub service: String,
    /// When that is needed.
    pub horizon: Horizon,
    /// The agency that owns it.
    pub owner_agency: AgencyId,
    /// Who in it.
    pub owner_name: String,
    /// By when.
    pub due_on: NaiveDate,
}

impl NewAction {
    /// Reads the form. `owners` are the agencies that may own an action of this person.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn parse(answers: &Answers, owners: &[AgencyId], today: NaiveDate) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        let what = form.text("what", "what will be done");
        let service = form.optional_line("service", "the service");
        let horizon = form.choice("horizon", "when it is needed");
        let owner_agency =
            form.choice("owner_agency", "the agency that will do it").filter(|owner: &AgencyId| owners.contains(owner));
        if owner_agency.is_none() && answers.get("owner_agency").parse::<AgencyId>().is_ok() {
            form.fault("owner_agency", "Select an agency that the person's record is shared with");
        }
        let owner_name = form.line("owner_name", "who will do it");
        let due_on = form.date("due", "Due date");
        if due_on.is_some_and(|due_on| due_on < today) {
            form.fault("due", "Due date must be today or in the future");
        }
        let action = horizon.zip(owner_agency).zip(due_on).map(|((horizon, owner_agency), due_on)| Self {
            what,
            service,
            horizon,
            owner_agency,
            owner_name,
            due_on,
        });
        form.finish(action)
    }
}

/// A current concern that bears on risk.
#[derive(Clone, PartialEq, Eq)]
pub struct Issue {
    /// Which.
    pub issue_id: IssueId,
    /// What is the matter.
    pub what: String,
    /// How it may get worse, and the signs.
    pub escalation: String,
    /// Who raised it; `None`: it came in with a list.
    pub raised_by: Option<String>,
    /// When.
    pub raised_at: DateTime<Utc>,
    /// How it stands.
    pub standing: IssueStanding,
}

/// Whether a concern is still one.
#[derive(Clone, PartialEq, Eq)]
pub enum IssueStanding {
    /// It is.
    Current,
    /// It is no longer.
    Closed {
        /// Since when.
        on: NaiveDate,
        /// Why.
        because: String,
    },
}

impl IssueStanding {
    /// The standing of a stored row.
    ///
    /// # Errors
    /// [`Corrupt`] where one of the two is missing.
    pub fn stored(closed_on: Option<NaiveDate>, because: Option<String>) -> Result<Self, Corrupt> {
        match (closed_on, because) {
            (None, None) => Ok(Self::Current),
            (Some(on), Some(because)) if !because.is_empty() => Ok(Self::Closed { on, because }),
            (Some(_), _) | (None, Some(_)) => Err(Corrupt { table: "issue", what: "closed without a day or a reason" }),
        }
    }
}

/// A concern somebody wants to raise.
#[derive(Clone, PartialEq, Eq)]
pub struct NewIssue {
    /// What is the matter.
    pub what: String,
    /// How it may get worse, and the signs.
    pub escalation: String,
}

impl NewIssue {
    /// Reads the form.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn parse(answers: &Answers) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        let what = form.text("what", "what the issue is");
        let escalation = form.optional_text("escalation", "how it may get worse");
        form.finish(Some(Self { what, escalation }))
    }
}

/// Reads why an issue is closed.
///
/// # Errors
/// That no reason was given, or that it is too long.
pub fn parse_closing(answers: &Answers) -> Result<String, Vec<Fault>> {
    let mut form = Form::new(answers);
    let because = form.text("because", "why the issue is closed");
    form.finish(Some(because))
}

/// Something that has been tried, or could help.
#[derive(Clone, PartialEq, Eq)]
pub struct Strategy {
    /// Which.
    pub strategy_id: StrategyId,
    /// What it is.
    pub what: String,
    /// Which of the two, with whether it helped.
    pub kind: StrategyKind,
    /// Who recorded it; `None`: it came in with a list.
    pub recorded_by: Option<String>,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// Tried, with whether it helped; or not yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StrategyKind {
    /// It has been tried.
    Tried(Helped),
    /// It could help.
    CouldHelp,
}

impl StrategyKind {
    /// The kind of a stored row.
    ///
    /// # Errors
    /// [`Corrupt`] where the result is missing, or is there without a try.
    pub fn stored(word: StrategyWord, result: Option<Helped>) -> Result<Self, Corrupt> {
        match (word, result) {
            (StrategyWord::Tried, Some(helped)) => Ok(Self::Tried(helped)),
            (StrategyWord::CouldHelp, None) => Ok(Self::CouldHelp),
            (StrategyWord::Tried, None) | (StrategyWord::CouldHelp, Some(_)) => {
                Err(Corrupt { table: "strategy", what: "a result that does not belong to its kind" })
            }
        }
    }

    /// The word that is stored.
    #[must_use]
    pub const fn word(self) -> StrategyWord {
        match self {
            Self::Tried(_) => StrategyWord::Tried,
            Self::CouldHelp => StrategyWord::CouldHelp,
        }
    }

    /// Whether it helped, where it was tried.
    #[must_use]
    pub const fn result(self) -> Option<Helped> {
        match self {
            Self::Tried(helped) => Some(helped),
            Self::CouldHelp => None,
        }
    }
}

/// A strategy somebody wants to note.
#[derive(Clone, PartialEq, Eq)]
pub struct NewStrategy {
    /// What it is.
    pub what: String,
    /// Which of the two, with whether it helped.
    pub kind: StrategyKind,
}

impl NewStrategy {
    /// Reads the form. The result is read only for what was tried.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn parse(answers: &Answers) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        let what = form.text("what", "what it is");
        let kind = match form.choice("kind", "whether it has been tried") {
            None => None,
            Some(StrategyWord::CouldHelp) => Some(StrategyKind::CouldHelp),
            Some(StrategyWord::Tried) => form.choice("result", "whether it helped").map(StrategyKind::Tried),
        };
        form.finish(kind.map(|kind| Self { what, kind }))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn today() -> NaiveDate {
        "2026-11-22".parse().unwrap()
    }

    fn owner() -> AgencyId {
        "00000000-0000-7000-8000-00000000b001".parse().unwrap()
    }

    fn typed() -> Answers {
        Answers::default()
            .with("what", "Find a short-break place")
            .with("horizon", "now")
            .with("owner_agency", owner().as_str())
            .with("owner_name", "Ada Bevan")
            .with_date("due", Some(today()))
    }

    fn fields(faults: &[Fault]) -> Vec<&str> {
        faults.iter().map(|fault| fault.field.as_str()).collect()
    }

    #[test]
    fn an_action_may_be_due_today_and_not_yesterday() {
        assert_eq!(NewAction::parse(&typed(), &[owner()], today()).ok().map(|action| action.due_on), Some(today()));
        let late = typed().with_date("due", today().pred_opt());
        let faults = NewAction::parse(&late, &[owner()], today()).err().unwrap();
        assert_eq!(faults[0].message, "Due date must be today or in the future");
    }

    #[test]
    fn an_agency_that_the_decision_does_not_cover_cannot_own_an_action() {
        let faults = NewAction::parse(&typed(), &[], today()).err().unwrap();
        assert_eq!(fields(&faults), ["owner_agency"]);
        assert_eq!(faults[0].message, "Select an agency that the person's record is shared with");
    }

    #[test]
    fn every_fault_of_an_action_is_told_at_once_and_each_once() {
        let faults = NewAction::parse(&Answers::default(), &[owner()], today()).err().unwrap();
        assert_eq!(fields(&faults), ["what", "horizon", "owner_agency", "owner_name", "due"]);
    }

    #[test]
    fn an_action_is_not_done_without_saying_what_came_of_it() {
        let report = |word| ActionState::reported(word, " \n", today());
        assert_eq!(report(ActionWord::Done), Err(ActionFault::OutcomeMissing));
        assert_eq!(report(ActionWord::CannotYet), Err(ActionFault::ObstacleMissing));
        assert_eq!(report(ActionWord::Stopped), Err(ActionFault::ReasonMissing));
        assert_eq!(report(ActionWord::Open), Ok(ActionState::open()));
    }

    #[test]
    fn what_cannot_be_done_yet_is_still_overdue_and_what_is_stopped_is_not() {
        let action = |word| Action {
            action_id: "00000000-0000-7000-8000-00000000c001".parse().unwrap(),
            what: "Ring".into(),
            service: String::new(),
            horizon: Horizon::Now,
            owner_agency: owner(),
            owner_agency_name: "Test".into(),
            owner_name: "Ada".into(),
            due_on: today().pred_opt().unwrap(),
            state: ActionState::reported(word, "text", today()).unwrap(),
            agreed_by: None,
            agreed_at: DateTime::UNIX_EPOCH,
            version: 1,
        };
        let overdue: Vec<_> = ActionWord::ALL.iter().filter(|word| action(**word).is_overdue(today())).collect();
        assert_eq!(overdue, [&ActionWord::Open, &ActionWord::CannotYet]);
    }

    #[test]
    fn a_row_that_cannot_be_is_corrupt_and_not_repaired() {
        let text = || "text".to_owned();
        assert!(ActionState::stored(ActionWord::Done, text(), None).is_err());
        assert!(ActionState::stored(ActionWord::Stopped, text(), None).is_err());
        assert!(ActionState::stored(ActionWord::Open, text(), Some(today())).is_err());
        assert!(ActionState::stored(ActionWord::Done, String::new(), Some(today())).is_err());
        assert!(ActionState::stored(ActionWord::CannotYet, String::new(), None).is_err());
        assert!(IssueStanding::stored(Some(today()), None).is_err());
        assert!(IssueStanding::stored(None, Some(text())).is_err());
        assert!(StrategyKind::stored(StrategyWord::Tried, None).is_err());
        assert!(StrategyKind::stored(StrategyWord::CouldHelp, Some(Helped::Yes)).is_err());
    }

    #[test]
    fn an_issue_is_closed_only_with_a_reason() {
        assert_eq!(parse_closing(&Answers::default()).unwrap_err()[0].message, "Enter why the issue is closed");
        assert_eq!(parse_closing(&Answers::default().with("because", " He moved ")), Ok("He moved".to_owned()));
    }

    #[test]
    fn whether_it_helped_is_asked_only_of_what_was_tried() {
        let typed = Answers::default().with("what", "Walks").with("kind", "tried");
        assert_eq!(fields(&NewStrategy::parse(&typed).err().unwrap()), ["result"]);
        let could = typed.with("kind", "could_help").with("result", "helped");
        assert_eq!(NewStrategy::parse(&could).ok().map(|new| new.kind), Some(StrategyKind::CouldHelp));
    }

    #[test]
    fn a_log_cannot_show_what_came_of_an_action() {
        let state = ActionState::reported(ActionWord::Done, "secret", today()).unwrap();
        assert!(!format!("{state:?}").contains("secret"));
    }

    proptest! {
        #[test]
        fn what_was_reported_is_stored_and_shown_again_the_same(
            word in prop::sample::select(ActionWord::ALL),
            text in "[a-z ]{0,20}",
        ) {
            let Ok(state) = ActionState::reported(word, &text, today()) else { return Ok(()) };
            let stored = ActionState::stored(state.word(), state.text().to_owned(), state.finished_on()).unwrap();
            prop_assert_eq!(&stored, &state);
            let answers = state.to_answers("action_1_");
            let mut form = Form::new(&answers);
            let read = ActionState::read(&mut form, "action_1_", today());
            prop_assert_eq!(form.finish(read).unwrap(), state);
        }
    }
}
