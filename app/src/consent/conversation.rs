//! The conversation: its pages in order, and what its answers come to. Pure.

use chrono::NaiveDate;

use super::model::{self, AGENCY_FIELD, Answer, Authority, Decider, Decision, History, agency_field};
use crate::{
    authority::model::{self as authority, Facts},
    base::{
        answers::{Answers, Fault, Form},
        dates,
        drawing::Drawing,
        ids::AgencyId,
    },
    easy_read::model::{Format, Wording},
    words,
};

words! {
    /// What helped the person to understand, besides the form of the information.
    pub enum Explained {
        /// Read out and talked through.
        ReadOut = "read_out" => "Read out and talked through",
        /// An interpreter for another language.
        Interpreter = "interpreter" => "With an interpreter for another language",
        /// Signed.
        Signed = "signed" => "Signed (British Sign Language, Makaton)",
        /// With an advocate there.
        Advocate = "advocate" => "With an advocate there",
        /// With somebody they trust there.
        Trusted = "trusted" => "With somebody they trust there",
    }
}

words! {
    /// How whoever decided answered.
    pub enum Manner {
        /// In words.
        Spoke = "spoke" => "Spoke",
        /// In sign language or Makaton.
        Signed = "signed" => "Signed",
        /// By pointing at pictures or buttons.
        Pointed = "pointed" => "Pointed",
        /// With a communication device.
        Device = "device" => "Used a communication device",
        /// By gesture or expression.
        Gesture = "gesture" => "Gesture or expression",
        /// In writing.
        Wrote = "wrote" => "Wrote",
    }
}

words! {
    /// What shows that it was their decision.
    pub enum Signature {
        /// A name typed by them.
        Typed = "typed" => "They type their name",
        /// Drawn with a finger or a pen.
        Drawn = "drawn" => "They sign here, with a finger or a pen",
        /// A mark, or anything else they do, with somebody who saw it.
        Mark = "mark" => "They make a mark or show it in their way, and somebody saw it",
        /// They signed the paper form.
        Paper = "paper" => "They signed the form on paper",
        /// None: they said so.
        Said = "said" => "They said so and did not want to sign",
    }
}

words! {
    /// What the person wants, where somebody else decides.
    pub enum OwnView {
        /// They want it.
        Yes = "yes" => "They want to be on it",
        /// They do not.
        No = "no" => "They do not want to be on it",
        /// They are not sure.
        NotSure = "not_sure" => "They are not sure",
        /// Nobody could tell.
        NotKnown = "not_known" => "I could not tell",
    }
}

words! {
    /// Whether another holder of parental responsibility disagrees.
    pub enum OtherParent {
        /// Nobody does.
        No = "no" => "No",
        /// Somebody does.
        Yes = "yes" => "Yes",
        /// Nobody asked.
        NotAsked = "not_asked" => "Not asked",
    }
}

words! {
    /// Whether a lasting power of attorney is registered.
    pub enum Registered {
        /// It is.
        Yes = "yes" => "Yes, I saw that it is",
        /// It is not.
        No = "no" => "No",
    }
}

words! {
    /// Whether the person was given a copy of what was decided, and how.
    pub enum CopyGiven {
        /// On paper.
        Paper = "paper" => "Yes, on paper",
        /// By post or e-mail.
        Sent = "sent" => "Yes, sent to them",
        /// It is still to come.
        Later = "later" => "Not yet",
        /// They did not want one.
        NotWanted = "not_wanted" => "They did not want one",
    }
}

/// Before the key of a text in the field that says which version of it was on the page.
pub const SHOWN: &str = "shown-";

/// The field in which a kept conversation holds how many decisions there were when its answering began.
pub const BEGAN_AFTER: &str = "began_after";

/// How many decisions there were when somebody began to give these answers. What was decided since, they had not
/// decided yet. `now` is how many there are.
#[must_use]
pub fn began_after(answers: &Answers, now: usize) -> usize {
    match answers.get(BEGAN_AFTER).parse() {
        Ok(began) => began,
        // Nobody noted it, so an answer may be as old as can be.
        Err(_) if answers.has("on_the_list") => 0,
        Err(_) => now,
    }
}

/// Whether these answers are those of somebody who decides for the person.
#[must_use]
pub fn for_another(answers: &Answers) -> bool {
    !matches!(answers.get("decider"), "" | "person")
}

/// What else there is to read before deciding, without leaving the conversation.
pub const MORE: [&str; 4] = ["what-is-kept", "your-meeting", "changing-your-mind", "your-rights"];

/// The questions that follow the agencies, each with its own answer.
pub const FURTHER: [(&str, &str); 3] = [
    ("cetr", "an answer about the meeting"),
    ("contact_family", "an answer about family"),
    ("anonymous_planning", "an answer about planning"),
];

/// Asked on the screen and on paper in the same words.
pub const OTHER_PARENT: &str = "Does anybody else with parental responsibility disagree?";
/// The same.
pub const LPA_REGISTERED: &str = "Is the lasting power of attorney registered?";
/// The same.
pub const COPY_GIVEN: &str = "Was the person given a copy?";
/// The same.
pub const TIME_GIVEN: &str = "How long did they have to think about it?";

/// The questions of the page on which staff write down how it was decided, each asked on paper too.
pub const HOW_DECIDED: [&str; 12] = [
    "manner",
    "present",
    "signature",
    "signature_name",
    "signature_drawn",
    "witness",
    "witness_role",
    "other_parent",
    "other_parent_what",
    "lpa_registered",
    "copy_given",
    "time_given",
];

/// One page of the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Staff choose the form of the information.
    Start,
    /// Who decides, with the reasons.
    Who,
    /// The information itself.
    Read,
    /// A yes / no / not sure question; holds its field.
    Question(&'static str),
    /// The question about one agency: its place in the list, and its field.
    Agency(usize, String),
    /// What is to stay private.
    Exclusions,
    /// Their answers once more, and their name under them.
    Sign,
    /// Thank you, and that support stays as it is: the last page that is for the person.
    Answered,
    /// What the person wants, where somebody else decides.
    OwnView,
    /// How it was decided, with whom there.
    Decision,
    /// Everything once more.
    Check,
    /// Help for somebody who is not sure about the question with this field.
    NotSure(String),
}

/// What is kept while an answer is other than what was signed: it is signed again.
pub const SIGN_AGAIN: &str = "sign_again";

/// Whether somebody has signed, as it would be recorded: what was refused, or no wish to sign that nobody witnessed, is
/// no signature. Paper says what it says.
fn has_signed(answers: &Answers) -> bool {
    let mut form = Form::new(answers);
    signature(&mut form, answers);
    !answers.chosen("signature", Signature::Paper.word()) && form.finish(Some(())).is_ok()
}

/// Whether what is answered in this field is what somebody signs: the questions, and who answers them.
fn is_signed(field: &str) -> bool {
    matches!(field, "decider" | "understood" | "on_the_list" | "exclusions")
        || field.starts_with(AGENCY_FIELD)
        || FURTHER.iter().any(|(further, _)| *further == field)
}

/// Takes a page's answers over, sent or kept while they were typed. Where they change what somebody signed, the
/// signature is theirs no more.
pub fn take_over(kept: &mut Answers, page: &Answers) {
    const SIGNATURE: [&str; 5] = ["signature", "signature_name", "signature_drawn", "witness", "witness_role"];
    let signed = has_signed(kept);
    let asked = page.fields().filter(|(name, _)| is_signed(name));
    let changed = asked.map(|(name, value)| (name, value.trim())).any(|(name, value)| kept.get(name).trim() != value);
    if signed && changed {
        for field in SIGNATURE {
            kept.take(field);
        }
        kept.set(SIGN_AGAIN, "yes");
    }
    if page.has("signature") {
        kept.take(SIGN_AGAIN);
    }
    kept.merge(page);
}

/// Before the field of a question in the address of its help page.
const NOT_SURE: &str = "not-sure-";

impl Step {
    /// Every page, in order, for whoever was chosen to decide.
    #[must_use]
    pub fn all(agencies: &[AgencyId], answers: &Answers) -> Vec<Self> {
        let asked = agencies.iter().enumerate().map(|(at, agency)| Self::Agency(at, agency_field(agency)));
        let mut steps =
            vec![Self::Start, Self::Who, Self::Read, Self::Question("understood"), Self::Question("on_the_list")];
        if answers.get("on_the_list") != Answer::No.word() {
            steps.extend(asked);
            steps.extend(FURTHER.map(|(field, _)| Self::Question(field)));
            steps.push(Self::Exclusions);
        }
        // Who signed on paper has signed.
        if !answers.has("paper_form") {
            steps.push(Self::Sign);
        }
        steps.push(Self::Answered);
        if for_another(answers) {
            steps.push(Self::OwnView);
        }
        steps.extend([Self::Decision, Self::Check]);
        steps
    }

    /// The page at an address.
    #[must_use]
    pub fn at(word: &str, agencies: &[AgencyId], answers: &Answers) -> Option<Self> {
        let about = word.strip_prefix(NOT_SURE);
        // A page that these answers leave out is still there: somebody may come back to it.
        let further = FURTHER.map(|(field, _)| Self::Question(field));
        Self::all(agencies, answers)
            .into_iter()
            .chain(agencies.iter().enumerate().map(|(at, agency)| Self::Agency(at, agency_field(agency))))
            .chain(further)
            .chain([Self::Exclusions, Self::OwnView])
            .find(|step| match about {
                Some(about) => step.is_question() && step.word() == about,
                None => step.word() == word,
            })
            .map(|step| if about.is_some() { Self::NotSure(step.word()) } else { step })
    }

    /// Whether it asks yes, no or not sure.
    #[must_use]
    pub const fn is_question(&self) -> bool {
        matches!(self, Self::Question(_) | Self::Agency(..))
    }

    /// Whether it is for the person to read or to answer: what is open while the tablet is in their hands.
    #[must_use]
    pub const fn is_for_the_person(&self) -> bool {
        match self {
            Self::Read
            | Self::Question(_)
            | Self::Agency(..)
            | Self::Exclusions
            | Self::Sign
            | Self::Answered
            | Self::NotSure(_) => true,
            Self::Start | Self::Who | Self::OwnView | Self::Decision | Self::Check => false,
        }
    }

    /// As it stands in the address.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Start => "start".to_owned(),
            Self::Who => "who".to_owned(),
            Self::Read => "read".to_owned(),
            Self::Question(field) => (*field).to_owned(),
            Self::Agency(_, field) => field.clone(),
            Self::Exclusions => "exclusions".to_owned(),
            Self::Sign => "sign".to_owned(),
            Self::Answered => "answered".to_owned(),
            Self::OwnView => "own-view".to_owned(),
            Self::Decision => "decision".to_owned(),
            Self::Check => "check".to_owned(),
            Self::NotSure(field) => format!("{NOT_SURE}{field}"),
        }
    }

    /// Where an answer leads. "Not sure" stops and offers help.
    #[must_use]
    pub fn next(&self, answers: &Answers, agencies: &[AgencyId]) -> Self {
        let word = self.word();
        let said = if self.is_question() { answers.get(&word).parse::<Answer>().ok() } else { None };
        match (word.as_str(), said) {
            // They do not know yet what it is: look at it again.
            ("understood", Some(Answer::No)) => return Self::Read,
            (_, Some(Answer::NotSure)) => return Self::NotSure(word),
            (_, Some(Answer::Yes | Answer::No) | None) => {}
        }
        self.following(answers, agencies)
    }

    /// Which of two pages comes first.
    #[must_use]
    pub fn earlier(self, other: Self, answers: &Answers, agencies: &[AgencyId]) -> Self {
        let first = Self::all(agencies, answers).into_iter().find(|step| [&self, &other].contains(&step));
        first.unwrap_or(self)
    }

    /// The first page on which something is missing; the last one where nothing is.
    #[must_use]
    pub fn first_open(answers: &Answers, agencies: &[AgencyId], facts: &Facts<'_>, today: NaiveDate) -> Self {
        let mut all = Self::all(agencies, answers).into_iter();
        all.find(|step| !step.faults(answers, facts, today).is_empty()).unwrap_or(Self::Check)
    }

    /// The page after this one, whatever was answered.
    #[must_use]
    pub fn following(&self, answers: &Answers, agencies: &[AgencyId]) -> Self {
        let all = Self::all(agencies, answers);
        let word = if let Self::NotSure(field) = self { field.clone() } else { self.word() };
        all.iter()
            .position(|step| step.word() == word)
            .and_then(|at| all.into_iter().nth(at + 1))
            .unwrap_or(Self::Check)
    }

    /// The page before this one.
    #[must_use]
    pub fn before(&self, answers: &Answers, agencies: &[AgencyId]) -> Option<Self> {
        let all = Self::all(agencies, answers);
        if let Self::NotSure(field) = self {
            return all.into_iter().find(|step| step.word() == *field);
        }
        let at = all.iter().position(|step| step == self)?;
        at.checked_sub(1).and_then(|at| all.into_iter().nth(at))
    }

    /// What is missing on this page; the whole is checked again at the end.
    #[must_use]
    pub fn faults(&self, answers: &Answers, facts: &Facts<'_>, today: NaiveDate) -> Vec<Fault> {
        let mut form = Form::new(answers);
        match self {
            Self::Start => {
                let _: Option<Format> = form.choice("format", "how you will give the information");
            }
            Self::Who => {
                if authority::route(facts, today).chosen(answers.get("decider")).is_none() {
                    form.fault("decider", "Select who decides");
                }
            }
            Self::Question(_) | Self::Agency(..) => {
                let _: Option<Answer> = form.choice(&self.word(), "yes, no or not sure");
            }
            Self::OwnView => own_view(&mut form),
            // Nobody need sign here: staff write down how they did on a page of their own.
            Self::Sign => {
                if let Some(how) = form.optional_choice("signature") {
                    their_name(&mut form, answers, how, "your name");
                }
            }
            Self::Decision => {
                how_decided(&mut form, answers, decided_as(answers, facts, today));
                let _ = form.date("decided", "The date of the decision");
            }
            Self::Read | Self::Exclusions | Self::Answered | Self::Check | Self::NotSure(_) => {}
        }
        form.finish(Some(())).err().unwrap_or_default()
    }
}

/// As what whoever was chosen decides.
fn decided_as(answers: &Answers, facts: &Facts<'_>, today: NaiveDate) -> Option<Authority> {
    authority::route(facts, today).chosen(answers.get("decider")).map(|may| may.decider.authority())
}

/// What staff write down about how it was decided, as it fits who decided.
fn how_decided(form: &mut Form<'_>, answers: &Answers, authority: Option<Authority>) {
    let _: Option<Manner> = form.choice("manner", "how they answered");
    form.optional_text("present", "who was there");
    signature(form, answers);
    if authority == Some(Authority::ParentalResponsibility)
        && form.optional_choice("other_parent") == Some(OtherParent::Yes)
    {
        form.text("other_parent_what", "who disagrees, and with what");
    }
    if authority == Some(Authority::HealthWelfareAttorney)
        && form.optional_choice("lpa_registered") == Some(Registered::No)
    {
        form.fault(
            "lpa_registered",
            "A power of attorney gives no say before it is registered. Ask again who may decide",
        );
    }
    form.optional_line("time_given", "how long they had");
}

/// Without what was answered about a parent or an attorney before somebody else was chosen to decide.
fn fitting(mut answers: Answers, authority: Option<Authority>) -> Answers {
    let parent: &[&str] = &["other_parent", "other_parent_what"];
    for (fields, of) in
        [(parent, Authority::ParentalResponsibility), (&["lpa_registered"], Authority::HealthWelfareAttorney)]
    {
        for field in fields.iter().filter(|_| authority != Some(of)) {
            answers.take(field);
        }
    }
    answers
}

/// What stands beside who was there and how they signed: the field, its name, and what was answered.
#[must_use]
pub fn further_facts(answers: &Answers, authority: Authority) -> Vec<(&'static str, &'static str, String)> {
    fn label<T: std::str::FromStr>(answers: &Answers, field: &str, label: impl Fn(T) -> &'static str) -> String {
        answers.get(field).parse().map(|value| label(value).to_owned()).unwrap_or_default()
    }
    let mut facts = Vec::new();
    if authority == Authority::ParentalResponsibility {
        let said = label(answers, "other_parent", OtherParent::label);
        let what = Some(answers.get("other_parent_what"))
            .filter(|what| answers.chosen("other_parent", OtherParent::Yes.word()) && !what.is_empty());
        facts.push(("other_parent", OTHER_PARENT, what.map_or(said.clone(), |what| format!("{said}: {what}"))));
    }
    if authority == Authority::HealthWelfareAttorney {
        facts.push(("lpa_registered", LPA_REGISTERED, label(answers, "lpa_registered", Registered::label)));
    }
    facts.push(("copy_given", COPY_GIVEN, label(answers, "copy_given", CopyGiven::label)));
    facts.push(("time_given", TIME_GIVEN, answers.get("time_given").to_owned()));
    facts
}

/// Who saw it, with their role where it is known.
#[must_use]
pub fn witness(answers: &Answers) -> String {
    [answers.get("witness"), answers.get("witness_role")]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// What the person wants, where somebody else decides: which, and what they said or showed.
pub const OWN_VIEW: [&str; 2] = ["own_view", "own_view_words"];

pub(super) fn own_view(form: &mut Form<'_>) {
    let _: Option<OwnView> = form.choice("own_view", "what the person wants");
    form.text("own_view_words", "what the person said or showed");
}

/// What is missing of what the person wants, where somebody else stops sharing for them; nothing, where they do themselves.
#[must_use]
pub fn own_view_missing(by: &Decider, answers: &Answers) -> Vec<Fault> {
    let mut form = Form::new(answers);
    if by.authority() != Authority::Person {
        own_view(&mut form);
    }
    form.finish(Some(())).err().unwrap_or_default()
}

fn signature(form: &mut Form<'_>, answers: &Answers) {
    let Some(how) = form.choice::<Signature>("signature", "how they signed") else { return };
    their_name(form, answers, how, "their name, typed by them");
    if matches!(how, Signature::Mark | Signature::Said) {
        form.line("witness", "the name of somebody who saw it");
        form.optional_line("witness_role", "their role");
    }
}

/// What they wrote or drew themselves.
fn their_name(form: &mut Form<'_>, answers: &Answers, how: Signature, name: &str) {
    match how {
        Signature::Typed => {
            form.line("signature_name", name);
        }
        Signature::Drawn => {
            if let Err(fault) = answers.get("signature_drawn").parse::<Drawing>() {
                form.fault("signature_drawn", fault.to_string());
            }
        }
        Signature::Mark | Signature::Paper | Signature::Said => {}
    }
}

/// What is wrong with the day of a decision; nothing, where it can be recorded.
///
/// Somebody who decided again has spoken since: a form signed before that must not come after it. And a yes
/// that has lapsed by its own date opens nothing, so the person is asked again instead.
fn fault_of_day(
    on: NaiveDate,
    by: Option<&Decider>,
    facts: &Facts<'_>,
    history: &History,
    today: NaiveDate,
) -> Option<String> {
    if on > today {
        return Some("The date of the decision must be today or in the past".to_owned());
    }
    if facts.born_on.is_some_and(|born_on| on < born_on) {
        return Some("The date of the decision must be after the date of birth".to_owned());
    }
    if let Some(able_on) = by.and_then(|by| authority::found_able_since(facts, by)) {
        let able_on = dates::long(able_on);
        return Some(format!("On {able_on} they were found able to decide this. Nobody decides it for them: ask them"));
    }
    let since = history.decisions.iter().filter(|made| by.is_some_and(|by| by.replaces(&made.by)));
    if let Some(newest) = since.map(|made| made.on).max().filter(|newest| on < *newest) {
        let newest = dates::long(newest);
        return Some(format!("They decided again on {newest}. What was decided before that no longer counts"));
    }
    (model::review_on(on, facts.rule.ask_again_months) < today)
        .then(|| "This was decided so long ago that it no longer counts. Ask them again".to_owned())
}

/// Who runs the register, in words; of those by these names.
#[must_use]
pub fn runs_it(hosts: &[impl AsRef<str>], list: &str) -> String {
    let names: Vec<&str> = hosts.iter().map(AsRef::as_ref).collect();
    let runs = if names.len() == 1 { "runs" } else { "run" };
    format!("{} {runs} the {list}.", names.join(" and "))
}

/// What a yes to the register means for who runs it, said before the answer.
pub const RUNS_IT_SEES: &str = "They can see your information if you say yes.";

/// In which words somebody is spoken to.
#[must_use]
pub fn wording(born_on: Option<NaiveDate>, today: NaiveDate) -> Wording {
    if born_on.is_some_and(|born_on| dates::age_on(born_on, today) < 18) {
        Wording::YoungPerson
    } else {
        Wording::Adult
    }
}

/// In which words these questions are put: whoever decides for a child is no child. What was asked on paper was
/// asked in the words of that paper, which go by the person's age.
#[must_use]
pub fn asked_in(answers: &Answers, born_on: Option<NaiveDate>, today: NaiveDate) -> Wording {
    let on_paper = !answers.get("paper_form").is_empty();
    if for_another(answers) && !on_paper { Wording::Adult } else { wording(born_on, today) }
}

/// A whole conversation, checked and ready to record.
#[derive(Debug, Clone)]
pub struct Conversation {
    /// Who decided, with what shows that they may.
    pub by: Decider,
    /// When.
    pub on: NaiveDate,
    /// What was decided.
    pub decision: Decision,
    /// In which form the information was given.
    pub format: Format,
    /// In which words.
    pub wording: Wording,
    /// Every answer, for the record.
    pub answers: Answers,
}

impl Conversation {
    /// Reads the answers of a conversation about these agencies.
    ///
    /// After a no to the register nothing further is asked. "Not sure" whether to be on it is no
    /// decision and cannot be recorded. Who decides must be one whom the route allows *on the day of
    /// the decision*, and what a best-interests checklist came to is the only answer it gives. `history` is
    /// what was decided before: nothing from before one's own newest decision is recorded after it.
    ///
    /// # Errors
    /// Every fault, with the field of the question it belongs to.
    pub fn parse(
        answers: &Answers,
        agencies: &[AgencyId],
        facts: &Facts<'_>,
        history: &History,
        today: NaiveDate,
    ) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        let format: Option<Format> = form.choice("format", "how the information was given");
        let on = form.date("decided", "The date of the decision");
        let may = authority::route(facts, on.unwrap_or(today)).chosen(answers.get("decider")).cloned();
        let by = may.as_ref().map(|may| &may.decider);
        if let Some(fault) = on.and_then(|on| fault_of_day(on, by, facts, history, today)) {
            form.fault("decided", fault);
        }
        if may.is_none() {
            form.fault("decider", "Select who decides. Look at the reasons: who may decide depends on the day");
        }
        let on_the_list: Option<Answer> = form.choice("on_the_list", "yes or no to being on the list");
        if on_the_list == Some(Answer::NotSure) {
            form.fault(
                "on_the_list",
                "\u{201c}Not sure\u{201d} is not a decision. Stop here, offer help, and ask again another day",
            );
        }
        if let Some(outcome) = may.as_ref().and_then(|may| may.outcome)
            && on_the_list.is_some_and(|answer| answer != outcome)
        {
            form.fault("on_the_list", "The best-interests checklist came to the other answer. Fill in a new one first");
        }
        // A yes of somebody who does not know to what is no yes.
        let decides = may.as_ref().is_some_and(|may| may.decider.authority() == Authority::Person);
        if decides && on_the_list == Some(Answer::Yes) && !answers.chosen("understood", Answer::Yes.word()) {
            form.fault("understood", "They must know what it is before they say yes. Go through the information again");
        }
        let mut scope = std::collections::BTreeMap::new();
        if on_the_list == Some(Answer::Yes) {
            for agency in agencies {
                let field = agency_field(agency);
                if let Some(answer) = form.choice::<Answer>(&field, "yes, no or not sure for each agency") {
                    scope.insert(agency.clone(), answer);
                }
            }
            for (field, label) in FURTHER {
                let _: Option<Answer> = form.choice(field, label);
            }
            form.optional_text("exclusions", "what is to stay private");
        }
        if may.as_ref().is_some_and(|may| may.decider.authority() != Authority::Person) {
            own_view(&mut form);
        }
        let authority = may.as_ref().map(|may| may.decider.authority());
        how_decided(&mut form, answers, authority);
        let whole = format.zip(on).zip(on_the_list).zip(may);
        form.finish(whole.map(|(((format, on), answer), may)| Self {
            on,
            decision: match answer {
                Answer::Yes => {
                    let usual = model::review_on(on, facts.rule.ask_again_months);
                    let review_on = may.until.map_or(usual, |until| until.min(usual));
                    Decision::Given { review_on, agencies: scope }
                }
                Answer::No | Answer::NotSure => Decision::Refused,
            },
            by: may.decider,
            format,
            wording: asked_in(answers, facts.born_on, today),
            answers: fitting(answers.clone(), authority),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        authority::{
            capacity::{Assessment, Conclusion, Test, YesNo},
            interests::Interests,
            model::LocalRule,
        },
        consent::model::{Kind, Made},
    };

    fn agency(n: u8) -> AgencyId {
        format!("00000000-0000-7000-8000-0000000000{n:02x}").parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn adult() -> Facts<'static> {
        Facts {
            born_on: Some(day("1990-03-15")),
            assessments: &[],
            holders: &[],
            interests: &[],
            rule: LocalRule::default(),
        }
    }

    fn said(on_the_list: &str) -> Answers {
        Answers::default()
            .with("format", "easy-read")
            .with("decider", "person")
            .with("understood", "yes")
            .with("on_the_list", on_the_list)
            .with("manner", "pointed")
            .with("signature", "typed")
            .with("signature_name", "Mei")
            .with_date("decided", Some(day("2026-11-22")))
    }

    fn parsed(answers: &Answers, facts: &Facts<'_>) -> Result<Conversation, Vec<Fault>> {
        Conversation::parse(answers, &[], facts, &History::default(), day("2026-11-22"))
    }

    fn fields(answers: &Answers, facts: &Facts<'_>) -> Vec<String> {
        let faults = Conversation::parse(answers, &[], facts, &History::default(), day("2026-11-22")).unwrap_err();
        faults.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn what_is_changed_after_it_was_signed_is_signed_again() {
        let signed = Answers::default()
            .with("on_the_list", "yes")
            .with("agency-1", "not_sure")
            .with("signature", "typed")
            .with("signature_name", "Mei")
            .with("present", "Her sister");
        let after = |page: Answers| {
            let mut kept = signed.clone();
            take_over(&mut kept, &page);
            kept
        };
        let changed = after(Answers::default().with("agency-1", "yes"));
        assert!(!changed.has("signature") && !changed.has("signature_name") && changed.has(SIGN_AGAIN));
        assert_eq!((changed.get("agency-1"), changed.get("present")), ("yes", "Her sister"));
        // Nothing changed: looked at again, or only the version of a text came along.
        let same = Answers::default().with("agency-1", "not_sure").with("shown-consent_questions", "7");
        assert_eq!(after(same).get("signature_name"), "Mei");
        // What staff write beside the answers is not what was signed.
        let beside = Answers::default().with("own_view_words", "She nodded");
        assert_eq!(after(beside).get("signature"), "typed");
        let mut again = changed;
        take_over(&mut again, &Answers::default().with("signature", "mark"));
        assert!(again.has("signature") && !again.has(SIGN_AGAIN));
        // What was chosen and refused, or not wanted, was no signature.
        for chosen in [("signature", "typed"), ("signature", "drawn"), ("signature", "said")] {
            let mut none = Answers::default().with("on_the_list", "no").with(chosen.0, chosen.1);
            take_over(&mut none, &Answers::default().with("on_the_list", "yes"));
            assert!(!none.has(SIGN_AGAIN) && none.has("signature"), "{chosen:?}");
        }
        // A form on paper says what it says: who copies it may mend a slip.
        let mut paper = signed.clone().with("signature", "paper");
        take_over(&mut paper, &Answers::default().with("on_the_list", "no"));
        assert_eq!(paper.get("signature"), "paper");
    }

    #[test]
    fn they_sign_what_they_see_once_more_or_not_at_all() {
        let sign = |answers: &Answers| {
            Step::Sign
                .faults(answers, &adult(), day("2026-11-22"))
                .into_iter()
                .map(|fault| fault.field)
                .collect::<Vec<_>>()
        };
        let yes = Answers::default().with("on_the_list", "yes");
        assert_eq!(sign(&yes), [""; 0], "nobody need sign");
        assert_eq!(sign(&yes.clone().with("signature", "said")), [""; 0], "who saw it is for staff to write");
        assert_eq!(sign(&yes.clone().with("signature", "typed")), ["signature_name"]);
        assert_eq!(sign(&yes.clone().with("signature", "drawn")), ["signature_drawn"]);
        // An answer that changed after they signed is signed again, by them or beside staff.
        let mut again = yes.clone().with(SIGN_AGAIN, "yes");
        take_over(&mut again, &Answers::default());
        assert!(again.has(SIGN_AGAIN));
        take_over(&mut again, &Answers::default().with("signature", "typed").with("signature_name", "Mei"));
        assert!(!again.has(SIGN_AGAIN) && again.has("signature"));
        // On paper they signed the paper.
        assert!(Step::all(&[], &yes).contains(&Step::Sign));
        assert!(!Step::all(&[], &yes.with("paper_form", "1")).contains(&Step::Sign));
    }

    #[test]
    fn not_sure_is_no_decision() {
        assert_eq!(fields(&said("not_sure"), &adult()), ["on_the_list"]);
    }

    #[test]
    fn a_yes_of_somebody_who_does_not_know_what_it_is_cannot_be_recorded() {
        let yes = said("yes").with("cetr", "no").with("contact_family", "no").with("anonymous_planning", "no");
        for understood in ["", "no", "not_sure"] {
            assert_eq!(fields(&yes.clone().with("understood", understood), &adult()), ["understood"]);
            let no = said("no").with("understood", understood);
            assert!(parsed(&no, &adult()).is_ok(), "a no needs no reason");
        }
        assert!(parsed(&yes, &adult()).is_ok());
    }

    #[test]
    fn a_refusal_asks_nothing_about_agencies() {
        let none = History::default();
        let conversation = Conversation::parse(&said("no"), &[agency(1)], &adult(), &none, day("2026-11-22")).unwrap();
        assert_eq!(conversation.decision.kind(), Kind::Refused);
    }

    #[test]
    fn a_form_signed_before_somebody_changed_their_mind_does_not_undo_that() {
        let made = |by: Decider, on: &str| Made::new(1, by, day(on), Decision::Withdrawn);
        let faults = |by: Decider, on: &str| {
            let history = History { decisions: vec![made(by, "2026-11-20")], ..History::default() };
            let answers = said("no").with_date("decided", Some(day(on)));
            let parsed = Conversation::parse(&answers, &[], &adult(), &history, day("2026-11-22"));
            parsed.map_or_else(|faults| faults.into_iter().map(|fault| fault.message).collect(), |_| Vec::new())
        };
        let person = || Decider::Person { capacity: None };
        let late = ["They decided again on 20 November 2026. What was decided before that no longer counts"];
        assert_eq!(faults(person(), "2026-11-01"), late);
        assert_eq!(faults(person(), "2026-11-20"), [""; 0], "again on the same day");
        let deputy = Decider::Holder {
            authority: Authority::CourtDeputy,
            holder: "00000000-0000-7000-8000-000000000200".parse().unwrap(),
            name: "Deputy".to_owned(),
            capacity: None,
        };
        assert_eq!(faults(deputy, "2026-11-01"), [""; 0], "theirs stays beside it");
    }

    #[test]
    fn a_decision_from_before_birth_or_long_ago_is_none() {
        let on = |on: &str| fields(&said("no").with_date("decided", Some(day(on))), &adult());
        assert!(on("1990-03-14").contains(&"decided".to_owned()));
        assert_eq!(on("2025-11-21"), ["decided"]);
        assert!(parsed(&said("no").with_date("decided", Some(day("2025-11-22"))), &adult()).is_ok());
    }

    #[test]
    fn nobody_decides_who_may_not() {
        assert_eq!(fields(&said("no").with("decider", "holder-somebody"), &adult()), ["decider"]);
    }

    #[test]
    fn a_mark_and_a_spoken_answer_need_somebody_who_saw_it() {
        for signature in ["mark", "said"] {
            assert_eq!(fields(&said("no").with("signature", signature), &adult()), ["witness"]);
        }
        assert_eq!(fields(&said("no").with("signature_name", ""), &adult()), ["signature_name"]);
    }

    #[test]
    fn a_best_interests_decision_is_what_the_checklist_came_to_with_the_persons_own_view() {
        let assessments = [Assessment {
            capacity_id: "00000000-0000-7000-8000-000000000001".parse().unwrap(),
            test: Test::MentalCapacity,
            conclusion: Conclusion::CannotDecide,
            assessed_on: day("2026-11-20"),
        }];
        let interests = [Interests {
            interests_id: "00000000-0000-7000-8000-000000000003".parse().unwrap(),
            capacity_id: assessments[0].capacity_id.clone(),
            outcome: YesNo::No,
            decided_by: "Nia Evans".to_owned(),
            decided_on: day("2026-11-21"),
            review_on: day("2027-05-20"),
        }];
        let facts = Facts { assessments: &assessments, interests: &interests, ..adult() };
        let answers = said("yes").with("decider", "interests-00000000-0000-7000-8000-000000000003");
        let faults = fields(&answers, &facts);
        assert!(faults.contains(&"on_the_list".to_owned()), "{faults:?}");
        let answers = answers.with("on_the_list", "no");
        assert_eq!(fields(&answers, &facts), ["own_view", "own_view_words"]);
        let answers = answers.with("own_view", "not_known").with("own_view_words", "Turned away");
        let conversation = parsed(&answers, &facts).unwrap();
        assert_eq!(conversation.by.authority(), Authority::BestInterests);
        // The day before the checklist there was none.
        assert!(fields(&answers.with_date("decided", Some(day("2026-11-20"))), &facts).contains(&"decider".to_owned()));
    }

    #[test]
    fn not_sure_leads_to_help_and_from_there_back_or_on() {
        let agencies = [agency(1), agency(2)];
        let answers = said("yes").with(&agency_field(&agency(1)), "not_sure");
        let first = Step::Agency(0, agency_field(&agency(1)));
        let help = first.next(&answers, &agencies);
        assert_eq!(help, Step::NotSure(agency_field(&agency(1))));
        assert_eq!(help.before(&answers, &agencies), Some(first));
        assert_eq!(help.following(&answers, &agencies), Step::Agency(1, agency_field(&agency(2))));
        assert_eq!(Step::at(&help.word(), &agencies, &answers), Some(help));
        assert_eq!(Step::at("not-sure-decision", &agencies, &answers), None);
    }

    #[test]
    fn the_persons_own_view_is_asked_where_somebody_else_decides() {
        let pages = |decider: &str| Step::all(&[], &said("no").with("decider", decider));
        assert!(!pages("person").contains(&Step::OwnView));
        assert!(pages("holder-1").contains(&Step::OwnView));
    }
}
