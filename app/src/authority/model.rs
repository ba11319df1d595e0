//! Who may decide, worked out from what is known. Pure.
//!
//! | age | presumed | if an assessment says they cannot |
//! | --- | --- | --- |
//! | 18 and over | the person | attorney or deputy; if there is none, best interests |
//! | 16 and 17 | the person | deputy; where the local setting allows, a parent; else best interests |
//! | under 16 | nobody before a Gillick assessment, or a parent, by the local setting | a parent |
//!
//! Everything is as of the day of the decision. Sources: Mental Capacity Act 2005 (England and Wales), sections 1 to 5, 9
//! and 16; Children Act 1989, section 3; *Gillick v West Norfolk and Wisbech AHA* [1986] AC 112.

use chrono::NaiveDate;

use super::{
    capacity::{self, Assessment, Conclusion, Test, YesNo},
    interests::Interests,
};
use crate::{
    base::{
        answers::{Answers, Fault, Form},
        dates,
        ids::HolderId,
    },
    consent::model::{Answer, Assessed, Authority, Decider, Made, counts_until},
    words,
};

words! {
    /// What gives somebody parental responsibility.
    pub enum Basis {
        /// Gave birth to the child.
        Mother = "mother" => "Mother",
        /// Married to the mother, or in a civil partnership with her.
        Married = "married" => "Father or second parent, married to the mother or in a civil partnership",
        /// Named when the birth was registered, on or after 1 December 2003.
        Registered = "registered" => "Father or second parent, on the birth certificate (since 1 December 2003)",
        /// By an order or a formal agreement.
        Order = "order" => "A court order or a formal agreement",
        /// A special guardian, or an adopter.
        Guardian = "guardian" => "Special guardian, or adopted the child",
        /// The council shares it.
        Council = "council" => "The council, by a care order",
    }
}

words! {
    /// Whether an authority is about this decision.
    pub enum Covers {
        /// It is.
        Yes = "yes" => "Yes",
        /// It is about other things.
        No = "no" => "No",
        /// Nobody has looked.
        NotKnown = "not_known" => "Not known yet",
    }
}

words! {
    /// Who decides below 16: agencies differ, and each register says once.
    pub enum Under16 {
        /// A child who understands enough decides; else a parent.
        Gillick = "gillick" => "A child who understands enough decides for themselves",
        /// A parent decides; the child's own view is written down.
        Parent = "parent" => "A parent decides",
    }
}

/// What each register decides for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalRule {
    /// Who decides below 16.
    pub under_16: Under16,
    /// Whether a parent may decide for somebody of 16 or 17 who cannot.
    pub parent_at_16: bool,
    /// After how many months a yes is asked again.
    pub ask_again_months: u32,
}

/// A yes is asked again every year, where the register's settings say nothing else.
pub const ASK_AGAIN_MONTHS: u32 = 12;

impl Default for LocalRule {
    /// The readings that leave most to the young person, and the yearly check.
    fn default() -> Self {
        Self { under_16: Under16::Gillick, parent_at_16: false, ask_again_months: ASK_AGAIN_MONTHS }
    }
}

/// Somebody who may decide for the person, or says so.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_family = "wasm"), derive(sqlx::FromRow))]
pub struct Holder {
    /// Its id.
    pub holder_id: HolderId,
    /// As what.
    pub authority: Authority,
    /// Their name.
    pub name: String,
    /// Mother, solicitor, council.
    pub relation: String,
    /// Parental responsibility: by what.
    pub basis: Option<Basis>,
    /// Whether it is about this decision.
    pub covers: Covers,
    /// When a professional saw the document.
    pub seen_on: Option<NaiveDate>,
    /// Of the order or the registered power.
    pub reference: String,
    /// A court order that limits contact, conditions.
    pub limits: String,
    /// The last day, where there is one.
    pub expires_on: Option<NaiveDate>,
    /// When it came to an end.
    pub ended_on: Option<NaiveDate>,
}

impl Holder {
    /// Reads the form of a new one.
    ///
    /// # Errors
    /// Every fault with its field.
    pub fn parse(answers: &Answers, holder_id: HolderId, today: NaiveDate) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        let authority = form.choice::<Authority>("authority", "what they may decide as");
        let authority = authority.filter(|authority| match authority {
            Authority::ParentalResponsibility | Authority::HealthWelfareAttorney | Authority::CourtDeputy => true,
            Authority::Person | Authority::BestInterests => {
                form.fault("authority", "Select what they may decide as");
                false
            }
        });
        let name = form.line("name", "their name");
        let relation = form.line("relation", "who they are to the person");
        let basis = (authority == Some(Authority::ParentalResponsibility))
            .then(|| form.choice::<Basis>("basis", "what gives them parental responsibility"))
            .flatten();
        let covers = form.choice::<Covers>("covers", "whether it covers this decision");
        let seen_on = form.optional_date("seen", "The day on which you saw the document");
        if seen_on.is_some_and(|day| day > today) {
            form.fault("seen", "The day on which you saw the document must be today or in the past");
        }
        let reference = form.optional_line("reference", "the reference");
        let limits = form.optional_text("limits", "any limits");
        let expires_on = form.optional_date("expires", "The last day");
        form.finish(authority.zip(covers).map(|(authority, covers)| Self {
            holder_id,
            authority,
            name,
            relation,
            basis,
            covers,
            seen_on,
            reference,
            limits,
            expires_on,
            ended_on: None,
        }))
    }

    /// The same as somebody is shown it who may not see who it is: what they may decide as, and what
    /// the rules need. `which` tells several of them apart.
    #[must_use]
    pub fn unnamed(self, which: usize) -> Self {
        let limits = if self.limits.is_empty() { String::new() } else { UNNAMED.to_owned() };
        Self {
            name: format!("{UNNAMED} ({which})"),
            relation: String::new(),
            basis: None,
            reference: String::new(),
            limits,
            ..self
        }
    }

    /// Whether it is over by the person's age, whatever the papers say: nobody has parental responsibility for an
    /// adult.
    #[must_use]
    pub fn is_over_by_age(&self, born_on: Option<NaiveDate>, on: NaiveDate) -> bool {
        self.authority == Authority::ParentalResponsibility
            && born_on.is_some_and(|born_on| dates::age_on(born_on, on) >= 18)
    }

    /// Why they may not decide on a day for somebody born on another, in a sentence; none if they may, as far as
    /// the papers and the age go.
    #[must_use]
    pub fn why_not(&self, born_on: Option<NaiveDate>, on: NaiveDate) -> Option<String> {
        let name = &self.name;
        if self.ended_on.is_some_and(|ended| ended <= on) {
            Some(format!("{name} may no longer decide."))
        } else if self.expires_on.is_some_and(|expires| expires < on) {
            Some(format!("{name} may no longer decide: the authority has run out."))
        } else if self.is_over_by_age(born_on, on) {
            Some(format!("{name} may no longer decide: from 18 on nobody has parental responsibility."))
        } else if self.covers != Covers::Yes {
            Some(format!("{name} may not decide yet: nobody has seen that the authority covers this decision."))
        } else if self.seen_on.is_none_or(|seen| seen > on) {
            Some(format!(
                "{name} may not decide yet: the authority does not count before a professional has seen the document."
            ))
        } else {
            None
        }
    }
}

/// In place of a name that is not for the reader to see.
pub const UNNAMED: &str = "Somebody not named here";

/// A decider without the name.
#[must_use]
pub fn unnamed(decider: Decider) -> Decider {
    let name = UNNAMED.to_owned();
    match decider {
        Decider::Person { capacity } => Decider::Person { capacity },
        Decider::Holder { authority, holder, capacity, .. } => Decider::Holder { authority, holder, name, capacity },
        Decider::BestInterests { capacity, interests, .. } => Decider::BestInterests { name, capacity, interests },
    }
}

/// Everything the route looks at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Date of birth.
    pub born_on: Option<NaiveDate>,
    /// Every assessment, in order.
    pub assessments: &'a [Assessment],
    /// Everybody who holds an authority, or says so.
    pub holders: &'a [Holder],
    /// Every checklist, in order.
    pub interests: &'a [Interests],
    /// How this register reads the law where it may be read in two ways.
    pub rule: LocalRule,
}

/// Something to be done before somebody may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// Find out the date of birth.
    DateOfBirth,
    /// Assess a child's competence.
    Gillick,
    /// Write down who has parental responsibility: a parent or guardian, or the council.
    Holder,
    /// Fill in the best-interests checklist.
    BestInterests,
    /// Wait until the person can decide.
    Wait,
}

/// One who may decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct May {
    /// Who, with what shows that they may.
    pub decider: Decider,
    /// What a checklist came to: the only answer that may be recorded with it.
    pub outcome: Option<Answer>,
    /// When a checklist is looked at again: a decision on it lasts no longer.
    pub until: Option<NaiveDate>,
}

impl May {
    /// As a form sends it.
    #[must_use]
    pub fn value(&self) -> String {
        value(&self.decider)
    }

    /// As people read it.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.decider {
            Decider::Person { .. } => "The person".to_owned(),
            Decider::Holder { authority, name, .. } => format!("{name}: {}", lower_first(authority.label())),
            Decider::BestInterests { name, .. } => format!("{name}: a best-interests decision"),
        }
    }
}

/// A decider as a form sends it.
#[must_use]
pub fn value(decider: &Decider) -> String {
    match decider {
        Decider::Person { .. } => "person".to_owned(),
        Decider::Holder { holder, .. } => format!("holder-{holder}"),
        Decider::BestInterests { interests, .. } => format!("interests-{interests}"),
    }
}

fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Who may decide on a day, why, and what is to be done first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Route {
    /// The reasoning, a sentence each.
    pub reasons: Vec<String>,
    /// Who may decide; nobody while something is to be done first.
    pub may: Vec<May>,
    /// What is to be done first.
    pub first: Vec<First>,
}

impl Route {
    /// The one that a form sent.
    #[must_use]
    pub fn chosen(&self, value: &str) -> Option<&May> {
        self.may.iter().find(|may| may.value() == value)
    }

    fn because(&mut self, reason: impl Into<String>) {
        self.reasons.push(reason.into());
    }

    fn person(&mut self, capacity: Option<&Assessment>) {
        let capacity = capacity.map(|made| made.capacity_id.clone());
        self.may.push(May { decider: Decider::Person { capacity }, outcome: None, until: None });
    }
}

/// Works out who may decide on a day.
#[must_use]
pub fn route(facts: &Facts<'_>, on: NaiveDate) -> Route {
    let mut route = Route::default();
    let Some(born_on) = facts.born_on else {
        route.because("The date of birth is not known. Who may decide depends on it.");
        route.first.push(First::DateOfBirth);
        return route;
    };
    let age = dates::age_on(born_on, on);
    if age < 16 {
        child(&mut route, facts, age, on)
    } else {
        grown(&mut route, facts, age, on)
    }
    route
}

/// The newest assessment of this kind that speaks for a decision on this day.
fn speaking<'a>(facts: &Facts<'a>, test: Test, on: NaiveDate) -> Option<&'a Assessment> {
    capacity::newest(facts.assessments, |made| made.test == test && made.speaks_for(on))
}

/// The test for somebody's age on a day.
#[must_use]
pub fn test_on(born_on: NaiveDate, on: NaiveDate) -> Test {
    if dates::age_on(born_on, on) < 16 { Test::Gillick } else { Test::MentalCapacity }
}

/// Whether somebody who decided still has a say on a day, so that nobody may settle their decision away as if they had
/// none. Unlike for a new decision, what was last found out about the person counts however long ago that was: that an
/// assessment is to be made anew takes nobody's say away.
#[must_use]
pub fn still_has_a_say(facts: &Facts<'_>, decided: &Made, on: NaiveDate) -> bool {
    let Some(born_on) = facts.born_on else { return true };
    let test = test_on(born_on, on);
    let found = capacity::newest(facts.assessments, |made| made.test == test && made.assessed_on <= on);
    let (can, cannot) = (
        found.is_some_and(|made| made.conclusion == Conclusion::CanDecide),
        found.is_some_and(|made| made.conclusion != Conclusion::CanDecide),
    );
    // What no longer spoke on the day on which the person decided takes nothing from what they said.
    let speaks = |made: &Assessment| made.assessed_on > decided.on || made.speaks_for(decided.on);
    match &decided.by {
        Decider::Person { .. } if test == Test::Gillick => facts.rule.under_16 == Under16::Gillick && can,
        Decider::Person { .. } => found.is_none_or(|made| made.conclusion != Conclusion::CannotDecide || !speaks(made)),
        Decider::BestInterests { .. } => cannot,
        Decider::Holder { authority, holder, .. } => {
            let holds = |each: &Holder| each.holder_id == *holder && each.why_not(facts.born_on, on).is_none();
            let decides = match authority {
                Authority::ParentalResponsibility if test == Test::Gillick => {
                    facts.rule.under_16 == Under16::Parent || !can
                }
                Authority::ParentalResponsibility => facts.rule.parent_at_16 && cannot,
                Authority::CourtDeputy | Authority::HealthWelfareAttorney => cannot,
                Authority::Person | Authority::BestInterests => false,
            };
            decides && facts.holders.iter().any(holds)
        }
    }
}

/// The day on which the person was found able to decide, later than what somebody would decide on because they were not:
/// then nobody decides for them any more, for whatever day.
#[must_use]
pub fn found_able_since(facts: &Facts<'_>, by: &Decider) -> Option<NaiveDate> {
    let basis = by.is_for_want_of_capacity().then(|| by.capacity()).flatten()?;
    let test = facts.assessments.iter().find(|made| made.capacity_id == *basis)?.test;
    let newest = capacity::newest(facts.assessments, |made| made.test == test)?;
    (newest.conclusion == Conclusion::CanDecide).then_some(newest.assessed_on)
}

fn child(route: &mut Route, facts: &Facts<'_>, age: i32, on: NaiveDate) {
    route.because(format!("They are {age}, so under 16."));
    match facts.rule.under_16 {
        Under16::Parent => {
            route.because(
                "On this register somebody with parental responsibility decides under 16. \
                 The child is asked too, and their own view is written down.",
            );
            parents(route, facts, None, on);
        }
        Under16::Gillick => gillick(route, facts, on),
    }
}

fn gillick(route: &mut Route, facts: &Facts<'_>, on: NaiveDate) {
    let Some(made) = speaking(facts, Test::Gillick, on) else {
        route.because(
            "A child who understands enough about this decision makes it themselves. \
             Find out first: fill in a Gillick assessment.",
        );
        route.first.push(First::Gillick);
        return;
    };
    let when = dates::long(made.assessed_on);
    match made.conclusion {
        Conclusion::CanDecide => {
            route.because(format!("The Gillick assessment of {when} says that they understand enough to decide."));
            route.person(Some(made));
        }
        // The form does not ask a child whether it can wait; what cannot be read as "cannot" is not read so.
        Conclusion::Wait => {
            route.because(format!("The Gillick assessment of {when} says that it can wait. So nobody decides now."));
            route.first.push(First::Wait);
        }
        Conclusion::CannotDecide => {
            route.because(format!(
                "The Gillick assessment of {when} says that they do not understand enough to decide yet. \
                 Somebody with parental responsibility decides, and the child's own view is written down."
            ));
            parents(route, facts, Some(made), on);
        }
    }
}

fn grown(route: &mut Route, facts: &Facts<'_>, age: i32, on: NaiveDate) {
    if age >= 18 {
        route.because(format!("They are {age}. From 18 on nobody has parental responsibility."));
    } else {
        route.because(format!("They are {age}. From 16 on the Mental Capacity Act applies."));
    }
    let Some(made) = speaking(facts, Test::MentalCapacity, on) else {
        route.because("The law takes it that they can decide. They need not prove it.");
        route.person(None);
        return;
    };
    let when = dates::long(made.assessed_on);
    match made.conclusion {
        Conclusion::CanDecide => {
            route.because(format!("The capacity assessment of {when} says that they can make this decision."));
            route.person(Some(made));
        }
        Conclusion::Wait => {
            route.because(format!(
                "The capacity assessment of {when} says that they cannot decide now, but that it can wait. \
                 So nobody decides for them now. Ask them again, and assess again if you must."
            ));
            route.first.push(First::Wait);
        }
        Conclusion::CannotDecide => {
            route.because(format!("The capacity assessment of {when} says that they cannot make this decision now."));
            for_somebody_who_cannot(route, facts, made, age, on);
        }
    }
}

fn for_somebody_who_cannot(route: &mut Route, facts: &Facts<'_>, made: &Assessment, age: i32, on: NaiveDate) {
    holders(route, facts, Authority::CourtDeputy, Some(made), on);
    if age >= 18 {
        holders(route, facts, Authority::HealthWelfareAttorney, Some(made), on);
    } else if facts.rule.parent_at_16 {
        route.because("On this register somebody with parental responsibility may decide for them until they are 18.");
        holders(route, facts, Authority::ParentalResponsibility, Some(made), on);
    }
    if !route.may.is_empty() {
        return;
    }
    let nobody = if age >= 18 {
        "No attorney for health and welfare and no deputy may decide, so it is a best-interests decision."
    } else {
        "Nobody else may decide, so it is a best-interests decision."
    };
    route.because(nobody);
    // As with assessments: what is written down late about an earlier day says nothing about what was weighed since.
    let speaks = |weighed: &&Interests| {
        weighed.capacity_id == made.capacity_id && weighed.decided_on <= on && on <= weighed.review_on
    };
    let checklist = facts.interests.iter().filter(speaks).max_by_key(|weighed| weighed.decided_on);
    match checklist {
        None => route.first.push(First::BestInterests),
        Some(weighed) => {
            let (outcome, word) = match weighed.outcome {
                YesNo::Yes => (Answer::Yes, "yes"),
                YesNo::No => (Answer::No, "no"),
            };
            route.because(format!(
                "The best-interests checklist of {} is filled in, and came to a {word}.",
                dates::long(weighed.decided_on)
            ));
            route.may.push(May {
                decider: Decider::BestInterests {
                    name: weighed.decided_by.clone(),
                    capacity: made.capacity_id.clone(),
                    interests: weighed.interests_id.clone(),
                },
                outcome: Some(outcome),
                until: Some(weighed.review_on),
            });
        }
    }
}

fn parents(route: &mut Route, facts: &Facts<'_>, made: Option<&Assessment>, on: NaiveDate) {
    holders(route, facts, Authority::ParentalResponsibility, made, on);
    if route.may.is_empty() {
        // A child is decided for by nobody else: below 16 there is no best-interests decision of this kind.
        for reason in [
            "Nobody with parental responsibility is written down whose papers were seen. \
             Find out who has it: a mother always has. Look at what shows it.",
            "Is there no parent or guardian? Then ask the council whether there is a care order. If there is, \
             the council has parental responsibility. Write down the child\u{2019}s social worker, as the council by \
             a care order, and look at the order.",
            "Does the council not have it either? Then ask your agency\u{2019}s legal team: a court can say who decides. \
             Until then nobody decides, nothing is shared, and the child\u{2019}s support goes on.",
        ] {
            route.because(reason);
        }
        route.first.push(First::Holder);
    }
}

fn holders(route: &mut Route, facts: &Facts<'_>, authority: Authority, made: Option<&Assessment>, on: NaiveDate) {
    for holder in facts.holders.iter().filter(|holder| holder.authority == authority) {
        if let Some(why_not) = holder.why_not(facts.born_on, on) {
            route.because(why_not);
            continue;
        }
        let by = holder.basis.map_or(authority.label(), Basis::label);
        route.because(format!("{} may decide: {}.", holder.name, lower_first(by)));
        if !holder.limits.is_empty() {
            let how = if holder.limits == UNNAMED { "ask the register's team" } else { "read them" };
            route.because(format!("There are limits on what {} may do: {how} first.", holder.name));
        }
        let decider = Decider::Holder {
            authority,
            holder: holder.holder_id.clone(),
            name: holder.name.clone(),
            capacity: made.map(|made| made.capacity_id.clone()),
        };
        route.may.push(May { decider, outcome: None, until: None });
    }
}

/// Those who may take a yes back: the person always, and whoever holds an authority, seen or not, for as long as
/// their no would count. Stopping is the careful answer, so nothing else is asked for first.
#[must_use]
pub fn may_withdraw(facts: &Facts<'_>, on: NaiveDate) -> Vec<May> {
    let holders = facts.holders.iter().filter(|holder| holder.ended_on.is_none_or(|ended| ended > on));
    std::iter::once(Decider::Person { capacity: None })
        .chain(holders.filter_map(|holder| taking_back(facts, holder, on)))
        .map(|decider| May { decider, outcome: None, until: None })
        .chain(route(facts, on).may.into_iter().filter(|may| may.outcome.is_some()))
        .collect()
}

/// A holder as the one who takes a yes back. Nobody, where their no would have no say: a parent's of somebody who has
/// turned 16, but for those who decide on an assessment until 18. To record it would stop nothing and say that it did.
fn taking_back(facts: &Facts<'_>, holder: &Holder, on: NaiveDate) -> Option<Decider> {
    let counts =
        |assessed| counts_until(holder.authority, facts.born_on, assessed).is_none_or(|last_day| last_day >= on);
    // What was last found, where that is that they cannot: their no then ends once the person is found able and decides.
    let unable = |test| {
        let newest = capacity::newest(facts.assessments, |made| made.test == test && made.assessed_on <= on)?;
        (newest.conclusion == Conclusion::CannotDecide).then(|| newest.capacity_id.clone())
    };
    let capacity = if counts(Assessed::Otherwise) {
        facts.born_on.and_then(|born_on| unable(test_on(born_on, on)))
    } else if facts.rule.parent_at_16 && counts(Assessed::MentalCapacity) {
        Some(unable(Test::MentalCapacity)?)
    } else {
        return None;
    };
    let (authority, name) = (holder.authority, holder.name.clone());
    Some(Decider::Holder { authority, holder: holder.holder_id.clone(), name, capacity })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const ON: &str = "2026-11-22";

    fn assessed(test: Test, conclusion: Conclusion) -> Assessment {
        Assessment {
            capacity_id: "00000000-0000-7000-8000-000000000001".parse().unwrap(),
            test,
            conclusion,
            assessed_on: day("2026-11-15"),
        }
    }

    fn holder(authority: Authority) -> Holder {
        Holder {
            holder_id: "00000000-0000-7000-8000-000000000002".parse().unwrap(),
            authority,
            name: "Hana Tanaka".to_owned(),
            relation: "Mother".to_owned(),
            basis: (authority == Authority::ParentalResponsibility).then_some(Basis::Mother),
            covers: Covers::Yes,
            seen_on: Some(day("2026-11-01")),
            reference: String::new(),
            limits: String::new(),
            expires_on: None,
            ended_on: None,
        }
    }

    fn weighed() -> Interests {
        Interests {
            interests_id: "00000000-0000-7000-8000-000000000003".parse().unwrap(),
            capacity_id: "00000000-0000-7000-8000-000000000001".parse().unwrap(),
            outcome: YesNo::Yes,
            decided_by: "Nia Evans".to_owned(),
            decided_on: day("2026-11-20"),
            review_on: day("2027-05-20"),
        }
    }

    struct Case {
        age: u32,
        assessments: Vec<Assessment>,
        holders: Vec<Holder>,
        interests: Vec<Interests>,
        rule: LocalRule,
    }

    fn case(age: u32) -> Case {
        Case { age, assessments: vec![], holders: vec![], interests: vec![], rule: LocalRule::default() }
    }

    impl Case {
        fn facts(&self) -> Facts<'_> {
            Facts {
                born_on: day(ON).checked_sub_months(chrono::Months::new(12 * self.age)),
                assessments: &self.assessments,
                holders: &self.holders,
                interests: &self.interests,
                rule: self.rule,
            }
        }
    }

    fn routed(case: &Case) -> Route {
        route(&case.facts(), day(ON))
    }

    fn who(case: &Case) -> Vec<Authority> {
        routed(case).may.iter().map(|may| may.decider.authority()).collect()
    }

    const CANNOT: Conclusion = Conclusion::CannotDecide;

    #[test]
    fn an_adult_decides_even_if_somebody_holds_an_authority() {
        let holders = vec![holder(Authority::HealthWelfareAttorney), holder(Authority::CourtDeputy)];
        assert_eq!(who(&Case { holders, ..case(30) }), [Authority::Person]);
    }

    #[test]
    fn an_adult_who_cannot_decide_has_their_attorney_or_deputy_decide() {
        let assessments = vec![assessed(Test::MentalCapacity, CANNOT)];
        let holders = vec![holder(Authority::HealthWelfareAttorney)];
        assert_eq!(who(&Case { assessments, holders, ..case(30) }), [Authority::HealthWelfareAttorney]);
    }

    #[test]
    fn a_parent_never_decides_for_an_adult() {
        let assessments = vec![assessed(Test::MentalCapacity, CANNOT)];
        let holders = vec![holder(Authority::ParentalResponsibility)];
        let rule = LocalRule { under_16: Under16::Parent, parent_at_16: true, ..LocalRule::default() };
        let routed = routed(&Case { assessments, holders, rule, ..case(18) });
        assert!(routed.may.is_empty());
        assert_eq!(routed.first, [First::BestInterests]);
    }

    #[test]
    fn best_interests_needs_the_assessment_and_the_checklist_and_nobody_who_may_decide() {
        let assessments = vec![assessed(Test::MentalCapacity, CANNOT)];
        let with = |assessments: &Vec<Assessment>, holders: Vec<Holder>, interests: Vec<Interests>| {
            who(&Case { assessments: assessments.clone(), holders, interests, ..case(30) })
        };
        assert_eq!(with(&assessments, vec![], vec![]), []);
        assert_eq!(with(&assessments, vec![], vec![weighed()]), [Authority::BestInterests]);
        assert_eq!(with(&vec![], vec![], vec![weighed()]), [Authority::Person]);
        let deputy = vec![holder(Authority::CourtDeputy)];
        assert_eq!(with(&assessments, deputy, vec![weighed()]), [Authority::CourtDeputy]);
    }

    #[test]
    fn what_can_wait_waits() {
        let assessments = vec![assessed(Test::MentalCapacity, Conclusion::Wait)];
        let adult = routed(&Case { assessments, interests: vec![weighed()], ..case(30) });
        assert_eq!((adult.may.len(), adult.first), (0, vec![First::Wait]));
        let assessments = vec![assessed(Test::Gillick, Conclusion::Wait)];
        let holders = vec![holder(Authority::ParentalResponsibility)];
        let child = routed(&Case { assessments, holders, ..case(13) });
        assert_eq!((child.may.len(), child.first), (0, vec![First::Wait]));
    }

    #[test]
    fn a_newer_assessment_that_says_they_can_gives_the_decision_back() {
        let assessments =
            vec![assessed(Test::MentalCapacity, CANNOT), assessed(Test::MentalCapacity, Conclusion::CanDecide)];
        assert_eq!(who(&Case { assessments, interests: vec![weighed()], ..case(30) }), [Authority::Person]);
    }

    /// Found out about a day, each with an id of its own in the order in which it was written down.
    fn found(test: Test, all: &[(Conclusion, &str)]) -> Vec<Assessment> {
        let each = all.iter().enumerate();
        each.map(|(n, (conclusion, on))| Assessment {
            capacity_id: format!("00000000-0000-7000-8000-00000000001{n:x}").parse().unwrap(),
            assessed_on: day(on),
            ..assessed(test, *conclusion)
        })
        .collect()
    }

    #[test]
    fn what_is_written_down_late_about_an_earlier_day_does_not_take_the_decision_away() {
        let late = [(Conclusion::CanDecide, "2026-11-20"), (CANNOT, "2026-11-05")];
        let assessments = found(Test::MentalCapacity, &late);
        assert_eq!(who(&Case { assessments, interests: vec![weighed()], ..case(30) }), [Authority::Person]);
        let on_one_day = [(Conclusion::CanDecide, "2026-11-20"), (CANNOT, "2026-11-20")];
        let assessments = found(Test::MentalCapacity, &on_one_day);
        assert_eq!(who(&Case { assessments, ..case(30) }), [], "of one day, what was written down last");
    }

    #[test]
    fn nobody_decides_for_somebody_who_was_found_able_since_whatever_the_day() {
        let since = |all: &[(Conclusion, &str)]| {
            let case = Case { assessments: found(Test::MentalCapacity, all), ..case(30) };
            let by = Decider::Holder {
                authority: Authority::CourtDeputy,
                holder: "00000000-0000-7000-8000-000000000002".parse().unwrap(),
                name: String::new(),
                capacity: Some(case.assessments[0].capacity_id.clone()),
            };
            found_able_since(&case.facts(), &by)
        };
        let can = (Conclusion::CanDecide, "2026-11-20");
        assert_eq!(since(&[(CANNOT, "2026-11-05")]), None);
        assert_eq!(since(&[(CANNOT, "2026-11-05"), can]), Some(day("2026-11-20")));
        assert_eq!(since(&[(CANNOT, "2026-11-21"), can]), None, "they cannot any more");
        assert_eq!(since(&[(CANNOT, "2026-11-05"), can, (CANNOT, "2026-11-22")]), None);
    }

    #[test]
    fn nobody_loses_their_say_because_an_assessment_is_to_be_made_anew() {
        let made = |by: &Decider, on: &str| Made::new(1, by.clone(), day(on), crate::consent::model::Decision::Refused);
        let says = |case: &Case, by: &Decider| still_has_a_say(&case.facts(), &made(by, "2026-06-10"), day(ON));
        let person = Decider::Person { capacity: None };
        let held = |authority| Decider::Holder {
            authority,
            holder: holder(authority).holder_id,
            name: String::new(),
            capacity: None,
        };
        // Found unable long ago, and nothing since: the law would ask for a new assessment before anybody decides anew.
        let with = |all: &[(Conclusion, &str)], authority: Authority, age: u32| {
            let test = if age < 16 { Test::Gillick } else { Test::MentalCapacity };
            Case { assessments: found(test, all), holders: vec![holder(authority)], ..case(age) }
        };
        let (old, can) = ((CANNOT, "2026-06-01"), (Conclusion::CanDecide, "2026-07-01"));
        let deputy = with(&[old], Authority::CourtDeputy, 30);
        assert_eq!(who(&deputy), [Authority::Person]);
        assert!(says(&deputy, &held(Authority::CourtDeputy)) && !says(&deputy, &person));
        let later = made(&person, "2026-10-01");
        assert!(still_has_a_say(&deputy.facts(), &later, day(ON)), "nothing spoke any more on the day they decided");
        let able = with(&[old, can], Authority::CourtDeputy, 30);
        assert!(!says(&able, &held(Authority::CourtDeputy)) && says(&able, &person));
        let over = Case {
            holders: vec![Holder { ended_on: Some(day("2026-11-01")), ..holder(Authority::CourtDeputy) }],
            ..with(&[old], Authority::CourtDeputy, 30)
        };
        assert!(!says(&over, &held(Authority::CourtDeputy)), "the order has ended");
        // A child who was found able keeps their say against a parent.
        let parent = Authority::ParentalResponsibility;
        let child =
            Case { rule: LocalRule { under_16: Under16::Gillick, ..LocalRule::default() }, ..with(&[can], parent, 13) };
        assert!(who(&child).is_empty() && says(&child, &person) && !says(&child, &held(parent)));
        let unable =
            Case { rule: LocalRule { under_16: Under16::Gillick, ..LocalRule::default() }, ..with(&[old], parent, 13) };
        assert!(!says(&unable, &person) && says(&unable, &held(parent)));
    }

    #[test]
    fn at_16_and_17_nobody_holds_a_power_of_attorney_and_a_parent_decides_only_by_the_local_rule() {
        let assessments = vec![assessed(Test::MentalCapacity, CANNOT)];
        let holders = vec![holder(Authority::HealthWelfareAttorney), holder(Authority::ParentalResponsibility)];
        assert_eq!(who(&Case { holders: holders.clone(), ..case(16) }), [Authority::Person]);
        let cannot = Case { assessments, holders, ..case(17) };
        assert_eq!(routed(&cannot).first, [First::BestInterests]);
        let rule = LocalRule { parent_at_16: true, ..LocalRule::default() };
        assert_eq!(who(&Case { rule, ..cannot }), [Authority::ParentalResponsibility]);
    }

    #[test]
    fn a_child_who_understands_enough_decides_and_else_a_parent() {
        let holders = vec![holder(Authority::ParentalResponsibility)];
        assert_eq!(routed(&Case { holders: holders.clone(), ..case(13) }).first, [First::Gillick]);
        let can = vec![assessed(Test::Gillick, Conclusion::CanDecide)];
        assert_eq!(who(&Case { holders: holders.clone(), assessments: can.clone(), ..case(13) }), [Authority::Person]);
        let cannot = vec![assessed(Test::Gillick, CANNOT)];
        let parent = [Authority::ParentalResponsibility];
        assert_eq!(who(&Case { holders: holders.clone(), assessments: cannot.clone(), ..case(13) }), parent);
        assert_eq!(routed(&Case { assessments: cannot, ..case(13) }).first, [First::Holder]);
        let rule = LocalRule { under_16: Under16::Parent, ..LocalRule::default() };
        assert_eq!(who(&Case { holders, assessments: can, rule, ..case(13) }), parent);
    }

    #[test]
    fn a_parent_takes_a_yes_back_only_while_their_no_would_count() {
        let holders = || vec![Holder { seen_on: None, ..holder(Authority::ParentalResponsibility) }];
        let assessments =
            || vec![Assessment { assessed_on: day("2026-03-01"), ..assessed(Test::MentalCapacity, CANNOT) }];
        let taking_back = |case: &Case| -> Vec<(Authority, bool)> {
            let on_an_assessment = |by: &Decider| matches!(by, Decider::Holder { capacity: Some(_), .. });
            let may = may_withdraw(&case.facts(), day(ON)).into_iter().map(|may| may.decider);
            may.map(|by| (by.authority(), on_an_assessment(&by))).collect()
        };
        let (person, parent) = ((Authority::Person, false), Authority::ParentalResponsibility);
        assert_eq!(taking_back(&Case { holders: holders(), ..case(15) }), [person, (parent, false)], "papers unseen");
        assert_eq!(taking_back(&Case { holders: holders(), assessments: assessments(), ..case(16) }), [person]);
        // Where a parent may decide until 18, and only on an assessment, however long ago: so may they take it back.
        let rule = LocalRule { parent_at_16: true, ..LocalRule::default() };
        assert_eq!(taking_back(&Case { holders: holders(), rule, ..case(17) }), [person]);
        let at = |age| Case { holders: holders(), assessments: assessments(), rule, ..case(age) };
        assert_eq!(taking_back(&at(17)), [person, (parent, true)]);
        assert_eq!(taking_back(&at(18)), [person]);
        let deputy = Case { holders: vec![holder(Authority::CourtDeputy)], ..case(40) };
        assert_eq!(taking_back(&deputy), [person, (Authority::CourtDeputy, false)]);
    }

    #[test]
    fn papers_that_nobody_saw_or_that_ran_out_give_no_say() {
        let assessments = vec![assessed(Test::MentalCapacity, CANNOT)];
        let deputy = holder(Authority::CourtDeputy);
        for useless in [
            Holder { seen_on: None, ..deputy.clone() },
            Holder { covers: Covers::NotKnown, ..deputy.clone() },
            Holder { covers: Covers::No, ..deputy.clone() },
            Holder { expires_on: Some(day("2026-11-21")), ..deputy.clone() },
            Holder { ended_on: Some(day("2026-11-22")), ..deputy },
        ] {
            let case = Case { assessments: assessments.clone(), holders: vec![useless], ..case(30) };
            assert!(routed(&case).may.is_empty());
            assert_eq!(routed(&case).first, [First::BestInterests]);
        }
    }

    #[test]
    fn without_a_date_of_birth_nobody_can_say_who_decides() {
        let facts = Facts { born_on: None, assessments: &[], holders: &[], interests: &[], rule: LocalRule::default() };
        assert_eq!(route(&facts, day(ON)).first, [First::DateOfBirth]);
    }

    #[test]
    fn a_checklist_written_down_late_about_an_earlier_day_says_nothing_about_what_was_weighed_since() {
        let late = Interests { outcome: YesNo::No, decided_on: day("2026-11-19"), ..weighed() };
        let outcome = |interests: Vec<Interests>| {
            let case = Case { assessments: vec![assessed(Test::MentalCapacity, CANNOT)], interests, ..case(30) };
            routed(&case).may[0].outcome
        };
        assert_eq!(outcome(vec![weighed(), late.clone()]), Some(Answer::Yes));
        let same_day = Interests { decided_on: weighed().decided_on, ..late };
        assert_eq!(outcome(vec![weighed(), same_day]), Some(Answer::No), "of one day the one written down last");
    }

    proptest! {
        #[test]
        fn a_best_interests_decision_never_comes_without_an_assessment_that_says_they_cannot(
            age in 0_u32..90,
            conclusions in proptest::collection::vec((any::<bool>(), 0_usize..3, 0_i64..80), 0..4),
            authorities in proptest::collection::vec(0_usize..3, 0..3),
            seen in any::<bool>(),
            checklist in any::<bool>(),
            parent_at_16 in any::<bool>(),
        ) {
            let kinds = [Authority::ParentalResponsibility, Authority::HealthWelfareAttorney, Authority::CourtDeputy];
            let assessments: Vec<Assessment> = conclusions
                .into_iter()
                .map(|(gillick, conclusion, days)| Assessment {
                    assessed_on: day(ON) - chrono::TimeDelta::days(days),
                    ..assessed(if gillick { Test::Gillick } else { Test::MentalCapacity }, Conclusion::ALL[conclusion])
                })
                .collect();
            let holders = authorities
                .into_iter()
                .map(|kind| Holder { seen_on: seen.then_some(day(ON)), ..holder(kinds[kind]) })
                .collect();
            let interests = if checklist { vec![weighed()] } else { vec![] };
            let rule = LocalRule { parent_at_16, ..LocalRule::default() };
            let case = Case { age, assessments, holders, interests, rule };
            let routed = routed(&case);
            for may in &routed.may {
                if may.decider.authority() != Authority::Person {
                    prop_assert!(case.assessments.iter().any(|made| made.conclusion == CANNOT && made.speaks_for(day(ON))));
                }
                if may.decider.authority() == Authority::BestInterests {
                    prop_assert!(checklist && age >= 16 && routed.may.len() == 1);
                }
                prop_assert!(age < 18 || may.decider.authority() != Authority::ParentalResponsibility);
            }
            prop_assert_eq!(routed.may.is_empty(), !routed.first.is_empty());
            prop_assert!(!routed.reasons.is_empty());
        }
    }
}
