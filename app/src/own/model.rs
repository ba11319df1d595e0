//! Codes, what the person says and asks for, and the plain words for who looked and why. Pure.

use chrono::{DateTime, Months, NaiveDate, Utc};

use crate::{
    access::model::{Act, CodeHolder, List, Section},
    authority::model::Holder,
    base::{
        answers::{Answers, Fault, Form},
        dates,
        drawing::Drawing,
        error::Corrupt,
        ids::{ActionId, CapacityId, CodeId, HolderId, InterestsId, IssueId, StrategyId},
    },
    consent::model::Authority,
    words,
};

/// The letters of a code: no vowels, so that no code is a word; none that looks like another letter
/// or like a digit that nothing stands for.
const LETTERS: &[u8; 19] = b"BCDFGHJKMNPRSTVWXYZ";
/// How many letters a code has.
pub const LETTERS_OF_A_CODE: usize = 9;
/// In groups of so many.
const GROUP: usize = 3;

/// A short code: 9 letters of 19, in three groups. There are 3 × 10¹¹ of them.
#[derive(Clone, PartialEq, Eq)]
pub struct ShortCode(String);

/// No `Debug` of the letters: they let somebody in.
impl std::fmt::Debug for ShortCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ShortCode(hidden)")
    }
}

/// Something that cannot be a code, however it was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A code has 9 letters, like BCD FGH JKM. Check the code on your card")]
pub struct CodeFault;

impl ShortCode {
    /// From random bytes; `None` where too many of them had to be thrown away to stay fair.
    #[must_use]
    pub fn from_random(bytes: &[u8]) -> Option<Self> {
        let fair = 256 / LETTERS.len() * LETTERS.len();
        let letters: String = bytes
            .iter()
            .map(|byte| usize::from(*byte))
            .filter(|number| *number < fair)
            .filter_map(|number| LETTERS.get(number % LETTERS.len()))
            .map(|letter| char::from(*letter))
            .take(LETTERS_OF_A_CODE)
            .collect();
        (letters.len() == LETTERS_OF_A_CODE).then_some(Self(letters))
    }

    /// The letters without their spaces, for the address in a QR code and for the keyed hash.
    #[must_use]
    pub fn letters(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ShortCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, letter) in self.0.chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                f.write_str(" ")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
    }
}

impl std::str::FromStr for ShortCode {
    type Err = CodeFault;

    /// Forgives small letters, spaces and marks between the letters, and digits typed for letters.
    fn from_str(typed: &str) -> Result<Self, CodeFault> {
        let letters: String = typed
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_uppercase)
            .map(|c| match c {
                '8' => 'B',
                '6' => 'G',
                '5' => 'S',
                '2' => 'Z',
                other => other,
            })
            .collect();
        let known = letters.bytes().all(|letter| LETTERS.contains(&letter));
        if known && letters.len() == LETTERS_OF_A_CODE { Ok(Self(letters)) } else { Err(CodeFault) }
    }
}

/// After so many wrong dates of birth a code opens nothing more: whoever found a card must not have
/// all the time there is.
pub const FAILURES_MAX: i64 = 10;

/// Months for which a code is good, if nothing ends it sooner.
const CODE_MONTHS: u32 = 12;

/// The last day of a code given on a day. What a parent holds ends with their say: the day before
/// the young person turns 16, and again the day before 18, so that somebody looks at it anew. Nobody has
/// parental responsibility for an adult: a code that was given after that day opens nothing.
#[must_use]
pub fn expires_on(given_on: NaiveDate, authority: Authority, born_on: Option<NaiveDate>) -> NaiveDate {
    let usual = given_on.checked_add_months(Months::new(CODE_MONTHS)).unwrap_or(given_on);
    let before = |age| dates::birthday(born_on?, age)?.pred_opt();
    match authority {
        Authority::ParentalResponsibility => {
            before(16).filter(|day| *day >= given_on).into_iter().chain(before(18)).fold(usual, NaiveDate::min)
        }
        Authority::Person | Authority::HealthWelfareAttorney | Authority::CourtDeputy | Authority::BestInterests => {
            usual
        }
    }
}

/// Who is given a code: the person, or somebody whose authority was seen. A best-interests decision is
/// of one day and many people; it gives nobody a way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHolder {
    /// As whom; none for the person themselves.
    pub holder: Option<HolderId>,
    /// Their name; empty for the person themselves.
    pub name: String,
    /// What they decide as.
    pub authority: Authority,
}

impl NewHolder {
    /// Everybody who may be given one on a day, for somebody born on another.
    #[must_use]
    pub fn choices(holders: &[Holder], born_on: Option<NaiveDate>, on: NaiveDate) -> Vec<Self> {
        let person = Self { holder: None, name: String::new(), authority: Authority::Person };
        let others = holders.iter().filter(|holder| holder.why_not(born_on, on).is_none()).map(|holder| Self {
            holder: Some(holder.holder_id.clone()),
            name: holder.name.clone(),
            authority: holder.authority,
        });
        std::iter::once(person).chain(others).collect()
    }

    /// As a form sends it.
    #[must_use]
    pub fn value(&self) -> String {
        self.holder.as_ref().map_or_else(|| "person".to_owned(), |holder| format!("holder-{holder}"))
    }

    /// As people read it.
    #[must_use]
    pub fn label(&self) -> String {
        let what = self.authority.label();
        if self.holder.is_none() { what.to_owned() } else { format!("{}: {what}", self.name) }
    }
}

words! {
    /// How somebody says something on their own page.
    pub enum WordsKind {
        /// In writing.
        Words = "words" => "Words",
        /// By choosing a picture.
        Picture = "picture" => "A picture",
        /// By drawing.
        Drawing = "drawing" => "A drawing",
    }
}

words! {
    /// A picture that says something by itself; the label is the sentence it stands for.
    pub enum Saying {
        /// All is well.
        Happy = "happy" => "I am happy.",
        /// All is not.
        Sad = "sad" => "I am sad.",
        /// Afraid of something.
        Worried = "worried" => "I am worried.",
        /// Angry.
        Angry = "angry" => "I am angry.",
        /// To stay at home.
        Home = "home" => "I want to stay at home.",
        /// More of their family.
        Family = "family" => "I want to see my family more.",
        /// Fewer words, more time.
        Listen = "listen" => "Please listen to me more.",
        /// More time.
        Time = "clock" => "I need more time.",
        /// Something to end.
        Stop = "stop" => "I want something to stop.",
        /// More help.
        Help = "help" => "I need more help.",
        /// Not safe.
        NotSafe = "important" => "I do not feel safe.",
        /// All is as it should be.
        Safe = "safe" => "I feel safe.",
    }
}

impl Saying {
    /// The picture's key: its word, but for those whose word is stored from the days of another picture.
    #[must_use]
    pub const fn picture(self) -> &'static str {
        match self {
            Self::NotSafe => "not-safe",
            Self::Time => "take-time",
            Self::Happy
            | Self::Sad
            | Self::Worried
            | Self::Angry
            | Self::Home
            | Self::Family
            | Self::Listen
            | Self::Stop
            | Self::Help
            | Self::Safe => self.word(),
        }
    }
}

/// What somebody said on their own page.
#[derive(Clone, PartialEq, Eq)]
pub enum Said {
    /// In writing.
    Words(String),
    /// By choosing a picture.
    Picture(Saying),
    /// By drawing.
    Drawing(Drawing),
}

/// No `Debug` of what was said: it is personal.
impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Said({})", self.kind().word())
    }
}

/// The most characters of one saying.
const SAID_MAX: usize = 2_000;

impl Said {
    /// How it was said.
    #[must_use]
    pub const fn kind(&self) -> WordsKind {
        match self {
            Self::Words(_) => WordsKind::Words,
            Self::Picture(_) => WordsKind::Picture,
            Self::Drawing(_) => WordsKind::Drawing,
        }
    }

    /// Whether somebody has to act on it, rather than read it some day.
    #[must_use]
    pub fn says_not_safe(&self) -> bool {
        *self == Self::Picture(Saying::NotSafe)
    }

    /// As it is stored.
    #[must_use]
    pub fn content(&self) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Picture(saying) => saying.word().to_owned(),
            Self::Drawing(drawing) => drawing.to_json(),
        }
    }

    /// From a stored row.
    ///
    /// # Errors
    /// [`Corrupt`] where the content is not of the kind.
    pub fn stored(kind: WordsKind, content: &str) -> Result<Self, Corrupt> {
        let corrupt = |what| Corrupt { table: "own_words", what };
        Ok(match kind {
            WordsKind::Words => Self::Words(content.to_owned()),
            WordsKind::Picture => Self::Picture(content.parse().map_err(|_| corrupt("an unknown picture"))?),
            WordsKind::Drawing => Self::Drawing(content.parse().map_err(|_| corrupt("an unreadable drawing"))?),
        })
    }

    /// Reads the field of this kind: `words`, `picture` or `drawing`.
    ///
    /// # Errors
    /// The fault, with its field.
    pub fn parse(kind: WordsKind, answers: &Answers) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        let said = match kind {
            WordsKind::Words => {
                let words = form.optional_text("words", "your words");
                if words.is_empty() {
                    form.fault("words", "Write something first");
                } else if words.chars().count() > SAID_MAX {
                    form.fault("words", "This is too long. Send it in two parts");
                }
                Some(Self::Words(words))
            }
            WordsKind::Picture => {
                let chosen: Option<Saying> = form.optional_choice("picture");
                if chosen.is_none() {
                    form.fault("picture", "Choose a picture");
                }
                chosen.map(Self::Picture)
            }
            WordsKind::Drawing => match answers.get("drawing").parse() {
                Ok(drawing) => Some(Self::Drawing(drawing)),
                Err(fault) => {
                    form.fault("drawing", fault.to_string());
                    None
                }
            },
        };
        form.finish(said)
    }
}

words! {
    /// What the person asks for.
    pub enum RequestKind {
        /// They are afraid: it stands before everything else.
        NotSafe = "not_safe" => "Does not feel safe",
        /// They stopped sharing.
        ChangedMind = "changed_mind" => "Changed their mind",
        /// One colleague must not look.
        KeepsOut = "keeps_out" => "Keeps a colleague out",
        /// Something written is wrong.
        Disagrees = "disagrees" => "Does not agree with something",
        /// Somebody to talk with.
        Talk = "talk" => "Would like somebody to talk with them",
    }
}

impl RequestKind {
    /// Whether it is kept from all others who hold a code: it may be about that very one, or a friend of theirs.
    #[must_use]
    pub const fn is_private(self) -> bool {
        match self {
            Self::NotSafe | Self::KeepsOut | Self::Talk => true,
            Self::ChangedMind | Self::Disagrees => false,
        }
    }
}

/// Whether something said on the own page is for one of its readers. What is private is for the person, and for
/// whoever said it.
#[must_use]
pub fn is_for(reader: &CodeHolder, private: bool, said_with: Option<&CodeId>) -> bool {
    !private || reader.is_the_person() || said_with == Some(&reader.code)
}

words! {
    /// How somebody would like to be talked with.
    pub enum How {
        /// At home or elsewhere.
        Visit = "visit" => "Come to see me",
        /// By telephone.
        Phone = "phone" => "Ring me",
        /// By letter.
        Letter = "letter" => "Write to me",
        /// By video.
        Video = "video" => "Talk on a screen",
    }
}

impl How {
    /// The picture's key.
    #[must_use]
    pub const fn picture(self) -> &'static str {
        match self {
            Self::Visit => "talk-to-someone",
            Self::Phone => "phone",
            Self::Letter => "letter",
            Self::Video => "computer",
        }
    }

    /// What was chosen, said back.
    #[must_use]
    pub const fn said_back(self) -> &'static str {
        match self {
            Self::Visit => "You want someone to come to see you.",
            Self::Phone => "You want someone to ring you.",
            Self::Letter => "You want someone to write to you.",
            Self::Video => "You want to talk on a screen.",
        }
    }
}

/// What the person does not agree with: a whole section, or one statement in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// All of a section.
    Section(Section),
    /// A concern.
    Issue(IssueId),
    /// What was tried or could help.
    Strategy(StrategyId),
    /// What is to be done.
    Action(ActionId),
    /// Whether they can decide.
    Capacity(CapacityId),
    /// What was decided as best for them.
    Interests(InterestsId),
    /// Who may decide for them.
    Holder(HolderId),
}

impl std::fmt::Display for About {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Section(section) => f.write_str(section.word()),
            Self::Issue(id) => write!(f, "issue-{id}"),
            Self::Strategy(id) => write!(f, "strategy-{id}"),
            Self::Action(id) => write!(f, "action-{id}"),
            Self::Capacity(id) => write!(f, "capacity-{id}"),
            Self::Interests(id) => write!(f, "interests-{id}"),
            Self::Holder(id) => write!(f, "holder-{id}"),
        }
    }
}

/// Something that nothing on the page is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nothing on the page is called that")]
pub struct NotAbout;

impl std::str::FromStr for About {
    type Err = NotAbout;

    fn from_str(text: &str) -> Result<Self, NotAbout> {
        if let Ok(section) = text.parse() {
            return Ok(Self::Section(section));
        }
        let (kind, id) = text.split_once('-').ok_or(NotAbout)?;
        match kind {
            "issue" => id.parse().map(Self::Issue).map_err(|_| NotAbout),
            "strategy" => id.parse().map(Self::Strategy).map_err(|_| NotAbout),
            "action" => id.parse().map(Self::Action).map_err(|_| NotAbout),
            "capacity" => id.parse().map(Self::Capacity).map_err(|_| NotAbout),
            "interests" => id.parse().map(Self::Interests).map_err(|_| NotAbout),
            "holder" => id.parse().map(Self::Holder).map_err(|_| NotAbout),
            _ => Err(NotAbout),
        }
    }
}

impl About {
    /// Whether what is said about it is kept from all others who hold a code: it is about them, or about where the
    /// person lives, which may be kept from that very one.
    #[must_use]
    pub fn is_private(&self) -> bool {
        match self {
            Self::Capacity(_) | Self::Interests(_) | Self::Holder(_) => true,
            Self::Section(section) => *section == Section::Home,
            Self::Issue(_) | Self::Strategy(_) | Self::Action(_) => false,
        }
    }

    /// The section that holds it.
    #[must_use]
    pub const fn section(&self) -> Section {
        match self {
            Self::Section(section) => *section,
            Self::Issue(_) => Section::Issues,
            Self::Strategy(_) => Section::Strategies,
            Self::Action(_) => Section::Plan,
            Self::Capacity(_) | Self::Interests(_) | Self::Holder(_) => Section::Consent,
        }
    }

    /// What it is about, to staff.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Section(_) | Self::Issue(_) | Self::Strategy(_) | Self::Action(_) => self.section().label(),
            Self::Capacity(_) => "Whether they can decide",
            Self::Interests(_) => "The best-interests decision",
            Self::Holder(_) => "Who may decide for them",
        }
    }

    /// What it is about, to the person.
    #[must_use]
    pub const fn in_plain_words(&self) -> &'static str {
        match self {
            Self::Section(_) | Self::Issue(_) | Self::Strategy(_) | Self::Action(_) => {
                section_in_plain_words(self.section())
            }
            Self::Capacity(_) | Self::Interests(_) | Self::Holder(_) => "Who decides for you",
        }
    }

    /// The page on which it stands.
    #[must_use]
    pub fn page(&self) -> String {
        match self {
            Self::Action(_) => "/me/plan".to_owned(),
            Self::Capacity(_) | Self::Interests(_) | Self::Holder(_) => "/me/decides".to_owned(),
            Self::Section(Section::Consent) => "/me/answers".to_owned(),
            Self::Section(_) | Self::Issue(_) | Self::Strategy(_) => {
                format!("/me/written/{}", self.section().word())
            }
        }
    }
}

/// The name of a section in the words of the own page.
#[must_use]
pub const fn section_in_plain_words(section: Section) -> &'static str {
    match section {
        Section::Identity => "Your name and birthday",
        Section::Home => "Where you live",
        Section::Diagnosis => "What doctors say about you",
        Section::Communication => "How to talk with you",
        Section::Family => "Your family",
        Section::Professionals => "People who work with you",
        Section::Voice => "What matters to you",
        Section::Issues => "What worries people",
        Section::Strategies => "What helps and what does not",
        Section::Plan => "Your plan",
        Section::OwnActions => "Their own jobs in your plan",
        Section::Rating => "How worried people are",
        Section::Assessments => "Answers about how safe you are",
        Section::Reviews => "How things are going",
        Section::Consent => "Your answers",
    }
}

/// A picture for a section.
#[must_use]
pub const fn section_picture(section: Section) -> &'static str {
    match section {
        Section::Identity => "person",
        Section::Home => "home",
        Section::Diagnosis => "diagnosis",
        Section::Communication => "communicate",
        Section::Family => "family",
        Section::Professionals => "support-worker",
        Section::Voice => "feelings",
        Section::Issues => "worried",
        Section::Strategies => "helps-you",
        Section::Plan | Section::OwnActions => "plan",
        Section::Rating => "four-colours",
        Section::Assessments => "notes-safe",
        Section::Reviews => "plan-checked",
        Section::Consent => "choose",
    }
}

/// What somebody did with the record, and why, in words that follow their name. An act is of whoever opens
/// its page too, so the words never say that something was finished.
#[must_use]
pub const fn act_in_plain_words(act: Act) -> &'static str {
    match act {
        Act::ViewReferral | Act::ViewRecord => "looked at your notes, to know how you are",
        Act::EditDetails => "looked at your details, to keep them right",
        Act::RecordConsent => "asked you the questions, or looked at your answers",
        Act::WithdrawConsent => "worked on your change of mind",
        Act::SettleConflict => "looked at answers that were different",
        Act::CloseReferral => "worked on a request to help you",
        Act::AssessRisk => "worked on questions about how safe you are",
        Act::SetRating => "looked at how worried people are, to plan the right help",
        Act::ChangePlan => "worked on your plan",
        Act::UpdateAction => "worked on a job in your plan",
        Act::CompleteReview => "looked at how things are going for you",
        Act::ViewAccessLog => "checked who has looked",
        Act::GiveCode => "made or looked at the codes for your page",
        Act::KeepOut => "worked on who must not look at your notes",
        Act::AnswerRequest => "worked on what you asked for",
        Act::SeeOwnPage => "opened your page",
        Act::ChangeOwnMind => "used \u{201c}I changed my mind\u{201d}",
        Act::AddOwnWords => "added words to your page",
        Act::Disagree => "said that something is not right",
        Act::AskToTalk => "asked for somebody to talk",
        Act::ReferPerson | Act::ReferOneself => "asked for help for you",
        Act::BringListIn => "had you on a list of their own",
        Act::FindPaperForm => "had a signed form of yours",
        Act::CloseLapsed => "closed your notes, because nobody asked you again in time",
        Act::ForgetRefused => "removed your notes, because you said no",
        Act::SearchPeople
        | Act::SeeToday
        | Act::SeeReferrals
        | Act::SeeDashboard
        | Act::ManageAgencies
        | Act::SeePictures
        | Act::ManageStaff
        | Act::SeeAuditLog
        | Act::OwnAccount => "used the computer",
    }
}

/// In which list somebody saw the name, after who it was.
#[must_use]
pub fn list_in_plain_words(list: List) -> &'static str {
    match list {
        List::People => "saw your name in a list of people",
        List::Found => "looked for a person and saw your name",
        List::Today => "saw your name in a list of things to do",
        List::Referrals => "saw your name in a list of new people",
        List::Alike => "checked that you are in the computer only once",
    }
}

/// One attempt of somebody to do something with the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// Who: a name, or "you".
    pub who: String,
    /// Their job, where they have one.
    pub job: String,
    /// Their agency, where they have one.
    pub agency: String,
    /// To do what.
    pub act: Act,
    /// Whether the register let them.
    pub allowed: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// The same thing done by the same one on one day, however often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// The last time of that day.
    pub last: Glance,
    /// How often.
    pub times: usize,
}

/// How many entries a page has at least, where there are as many: the rest of their last day comes with them.
const PAGE_ROWS: usize = 100;

/// Cuts entries, the newest first, where a day ends, so that no day is told in two halves; says whether there is
/// more. Where they are all of one day, nothing is cut; where they are then as many as were asked for, the rest of that
/// day is still to come.
pub fn whole_days<T>(newest_first: &mut Vec<T>, asked_for: usize, day: impl Fn(&T) -> NaiveDate) -> bool {
    let ends = newest_first.windows(2).enumerate().skip(PAGE_ROWS - 1);
    let end = ends.into_iter().find_map(|(at, pair)| match pair {
        [one, earlier] if day(one) != day(earlier) => Some(at + 1),
        _ => None,
    });
    match end {
        Some(end) => {
            newest_first.truncate(end);
            true
        }
        None => newest_first.len() >= asked_for,
    }
}

/// Gathers what one did on one day into a line: a working day is a hundred page views, and whoever
/// reads this wants to know who and why.
#[must_use]
pub fn gathered(newest_first: Vec<Glance>) -> Vec<Looked> {
    let mut lines: Vec<Looked> = Vec::new();
    for glance in newest_first {
        let day = |at| dates::london(at).date();
        let words = act_in_plain_words(glance.act);
        let same = lines.iter_mut().find(|line| {
            day(line.last.at) == day(glance.at)
                && (&line.last.who, &line.last.agency, line.last.allowed)
                    == (&glance.who, &glance.agency, glance.allowed)
                && act_in_plain_words(line.last.act) == words
        });
        match same {
            Some(line) => line.times += 1,
            None => lines.push(Looked { last: glance, times: 1 }),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        authority::model::Covers,
        easy_read::{lint, model::picture_keys},
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn code() -> ShortCode {
        ShortCode::from_random(&[0, 1, 2, 3, 4, 5, 6, 7, 8]).unwrap()
    }

    #[test]
    fn a_code_is_three_groups_of_three_letters() {
        assert_eq!(code().to_string(), "BCD FGH JKM");
        assert_eq!(format!("{:?}", code()), "ShortCode(hidden)");
    }

    #[test]
    fn a_code_may_be_typed_in_any_case_with_any_gaps() {
        for typed in ["bcdfghjkm", "BCD-FGH-JKM", " bcd fgh  jkm ", "Bcd.Fgh/Jkm", "8CD FGH JKM", "8CD F6H JKM"] {
            assert_eq!(typed.parse(), Ok(code()), "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_a_code_is_told_at_once() {
        for typed in ["", "BCD FGH JK", "BCD FGH JKMM", "ACD FGH JKM", "BCD FGH JK1", "ßCDFGHJKM"] {
            assert_eq!(typed.parse::<ShortCode>(), Err(CodeFault), "{typed}");
        }
    }

    #[test]
    fn no_letter_of_a_code_looks_like_another_or_makes_a_word() {
        for letter in "AEIOULQ01".bytes() {
            assert!(!LETTERS.contains(&letter));
        }
    }

    proptest! {
        #[test]
        fn a_code_is_read_back_as_it_is_shown(bytes in proptest::collection::vec(any::<u8>(), 9..40)) {
            if let Some(code) = ShortCode::from_random(&bytes) {
                prop_assert_eq!(code.to_string().parse(), Ok(code.clone()));
                prop_assert_eq!(code.to_string().to_lowercase().parse(), Ok(code));
            }
        }
    }

    #[test]
    fn bytes_that_would_favour_some_letters_are_thrown_away() {
        assert_eq!(ShortCode::from_random(&[255; 9]), None);
        assert_eq!(ShortCode::from_random(&[0; 8]), None);
    }

    #[test]
    fn a_code_is_good_for_a_year() {
        let given = day("2026-11-23");
        assert_eq!(expires_on(given, Authority::Person, Some(day("2011-01-01"))), day("2027-11-23"));
        assert_eq!(expires_on(given, Authority::CourtDeputy, Some(day("2011-01-01"))), day("2027-11-23"));
    }

    #[test]
    fn a_parents_code_ends_before_the_16th_and_the_18th_birthday() {
        let given = day("2026-11-23");
        let parents = |born: &str| expires_on(given, Authority::ParentalResponsibility, Some(day(born)));
        assert_eq!(parents("2011-03-10"), day("2027-03-09"));
        assert_eq!(parents("2009-03-10"), day("2027-03-09"));
        assert_eq!(parents("2015-03-10"), day("2027-11-23"));
        assert_eq!(expires_on(given, Authority::ParentalResponsibility, None), day("2027-11-23"));
        let leap = |given| expires_on(day(given), Authority::ParentalResponsibility, Some(day("2008-02-29")));
        assert_eq!(leap("2025-11-23"), day("2026-02-28"), "18 on 1 March");
    }

    #[test]
    fn a_parents_code_for_an_adult_is_over_before_it_is_given() {
        let given = day("2026-11-23");
        for born in ["2008-11-23", "1990-01-01"] {
            assert!(expires_on(given, Authority::ParentalResponsibility, Some(day(born))) < given, "{born}");
            assert_eq!(expires_on(given, Authority::CourtDeputy, Some(day(born))), day("2027-11-23"), "{born}");
        }
    }

    #[test]
    fn only_the_person_and_whose_authority_was_seen_may_be_given_a_code() {
        let mother = Holder {
            holder_id: "00000000-0000-7000-8000-00000000a001".parse().unwrap(),
            authority: Authority::ParentalResponsibility,
            name: "Si\u{e2}n".into(),
            relation: "mother".into(),
            basis: None,
            covers: Covers::Yes,
            seen_on: Some(day("2026-11-01")),
            reference: String::new(),
            limits: String::new(),
            expires_on: None,
            ended_on: None,
        };
        let unseen = Holder { seen_on: None, ..mother.clone() };
        let ended = Holder { ended_on: Some(day("2026-11-20")), ..mother.clone() };
        let holders = [unseen, mother, ended];
        let values = |born: &str| -> Vec<String> {
            let choices = NewHolder::choices(&holders, Some(day(born)), day("2026-11-23"));
            choices.iter().map(NewHolder::value).collect()
        };
        assert_eq!(values("2008-11-24"), ["person", "holder-00000000-0000-7000-8000-00000000a001"]);
        assert_eq!(values("2008-11-23"), ["person"], "nobody has parental responsibility for an adult");
    }

    #[test]
    fn what_was_said_is_read_back_as_it_was_stored() {
        for said in [
            Said::Words("I like trains".into()),
            Said::Picture(Saying::Home),
            Said::Drawing("[[[1,2],[3,4]]]".parse().unwrap()),
        ] {
            assert_eq!(Said::stored(said.kind(), &said.content()).unwrap(), said);
        }
        assert!(Said::stored(WordsKind::Picture, "unheard-of").is_err());
    }

    #[test]
    fn what_somebody_does_not_agree_with_is_read_back_from_its_address() {
        for text in ["diagnosis", "issue-00000000-0000-7000-8000-00000000dead"] {
            assert_eq!(text.parse::<About>().unwrap().to_string(), text);
        }
        for text in ["", "issue-1", "person-00000000-0000-7000-8000-00000000dead", "issue"] {
            assert_eq!(text.parse::<About>(), Err(NotAbout), "{text}");
        }
    }

    fn glance(who: &str, act: Act, at: &str) -> Glance {
        Glance {
            who: who.into(),
            job: String::new(),
            agency: String::new(),
            act,
            allowed: true,
            at: at.parse().unwrap(),
        }
    }

    #[test]
    fn a_day_of_looking_is_one_line() {
        let lines = gathered(vec![
            glance("Nia", Act::ViewRecord, "2026-11-23T12:00:00Z"),
            glance("Nia", Act::SetRating, "2026-11-23T11:00:00Z"),
            glance("Nia", Act::ViewReferral, "2026-11-23T10:00:00Z"),
            glance("Sam", Act::ViewRecord, "2026-11-23T09:00:00Z"),
            glance("Nia", Act::ViewRecord, "2026-11-22T10:00:00Z"),
        ]);
        assert_eq!(lines.iter().map(|line| line.times).collect::<Vec<_>>(), [2, 1, 1, 1]);
        assert_eq!(lines[0].last.at, "2026-11-23T12:00:00Z".parse::<DateTime<Utc>>().unwrap());
    }

    #[test]
    fn a_page_of_looks_ends_where_a_day_ends() {
        let of_days = |days: &[(u32, usize)]| -> Vec<NaiveDate> {
            let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
            days.iter().flat_map(|(which, times)| std::iter::repeat_n(day(*which), *times)).collect()
        };
        for (days, kept, more) in [
            (&[(23, 30), (22, 40)][..], 70, false),
            (&[(23, 60), (22, 60), (21, 1)], 120, true),
            (&[(23, 100), (22, 1)], 100, true),
            (&[(23, 101)], 101, false),
            (&[(23, 99), (22, 300), (21, 300)], 399, true),
        ] {
            let mut rows = of_days(days);
            assert_eq!((whole_days(&mut rows, 1_000, |day| *day), rows.len()), (more, kept), "{days:?}");
        }
        let mut busy = of_days(&[(23, 200)]);
        assert!(whole_days(&mut busy, 200, |day| *day), "the rest of a day that is longer than what was asked for");
    }

    #[test]
    fn somebody_who_was_refused_is_not_told_as_if_they_had_looked() {
        let refused = Glance { allowed: false, ..glance("Nia", Act::ViewRecord, "2026-11-23T12:00:00Z") };
        assert_eq!(gathered(vec![glance("Nia", Act::ViewRecord, "2026-11-23T12:00:00Z"), refused]).len(), 2);
    }

    #[test]
    fn the_words_of_the_own_page_are_easy() {
        let sections = Section::ALL.iter().map(|section| section_in_plain_words(*section).to_owned());
        let acts = Act::ALL.iter().map(|act| format!("Sam {}.", act_in_plain_words(*act)));
        let lists = List::ALL.iter().map(|list| format!("Sam {}.", list_in_plain_words(*list)));
        let sayings = Saying::ALL.iter().map(|saying| saying.label().to_owned());
        let hows = How::ALL.iter().flat_map(|how| [how.label(), how.said_back()]).map(str::to_owned);
        let findings: Vec<_> = sections
            .chain(acts)
            .chain(lists)
            .chain(sayings)
            .chain(hows)
            .flat_map(|text| lint::lint_text("own", &text))
            .filter(|found| found.rule != lint::Rule::TwoIdeas)
            .collect();
        assert!(findings.is_empty(), "{findings:#?}");
    }

    #[test]
    fn who_does_not_feel_safe_has_a_picture_that_says_so_and_what_was_stored_is_still_read() {
        assert_eq!(Said::stored(WordsKind::Picture, "important").unwrap(), Said::Picture(Saying::NotSafe));
        assert_eq!(Said::Picture(Saying::NotSafe).content(), "important");
        assert_eq!(Saying::NotSafe.picture(), "not-safe");
        for saying in Saying::ALL {
            let of_old = matches!(saying, Saying::NotSafe | Saying::Time);
            assert_eq!(saying.picture() == saying.word(), !of_old, "{}", saying.word());
        }
    }

    #[test]
    fn no_two_parts_of_the_record_that_stand_beside_each_other_have_the_same_picture() {
        let own = Section::ALL.iter().filter(|section| **section != Section::OwnActions);
        let pictures: std::collections::BTreeSet<_> = own.clone().map(|section| section_picture(*section)).collect();
        assert_eq!(pictures.len(), own.count());
    }

    #[test]
    fn every_picture_of_the_own_page_is_there() {
        let all = Saying::ALL
            .iter()
            .map(|saying| saying.picture())
            .chain(How::ALL.iter().map(|how| how.picture()))
            .chain(Section::ALL.iter().map(|section| section_picture(*section)));
        for picture in all {
            assert!(picture_keys().any(|key| key == picture), "{picture}");
        }
    }
}
