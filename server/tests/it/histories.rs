//! Random lives on the register: people with authority come and go, decide, differ and are reconciled, change
//! their minds here and at home, grow up, are born on another day than was thought, and time passes. After
//! each step every agency tries every door, and none may open that the narrowest decision in force
//! ([`Told::may_see`]) keeps shut.

use std::collections::{BTreeMap, BTreeSet};

use app::{
    access::model::{Actor, act::ViewRecord},
    base::ids::PersonId,
};
use chrono::{Datelike, Months, NaiveDate};

use crate::{
    acts::{Fields, count_of, fill, send, text_of},
    both,
    narrowest::{Able, Power, Told, Voice},
    permissions::come_in_as,
    support::{Browser, World},
};

const TEAM: &str = "coordinator@lda.example";
/// Somebody of each agency who works with people.
pub const STAFF: [(&str, &str); 7] = [
    ("LDA", "nia@lda.example"),
    ("ASC", "worker@asc.example"),
    ("MHT", "psychologist@mht.example"),
    ("HAV", "support@hav.example"),
    ("EDU", "senco@edu.example"),
    ("AMB", "paramedic@amb.example"),
    ("POL", "officer@pol.example"),
];
const RUNS_IT: &str = "LDA";

/// The same throws for the same seed.
pub struct Dice(u64);

impl Dice {
    pub fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    pub fn one_in(&mut self, sides: usize) -> bool {
        self.throw(sides) == 0
    }

    pub fn of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        if all.is_empty() { None } else { Some(all[self.throw(all.len())]) }
    }
}

/// What is the same for every life.
pub struct County<'w> {
    pub world: &'w World,
    pub actors: Vec<(&'static str, Actor)>,
    /// Agencies that are asked about, by code.
    pub asked: Vec<(&'static str, String)>,
    /// What happened how often, and what was refused.
    pub seen: BTreeMap<&'static str, usize>,
}

impl<'w> County<'w> {
    async fn new(world: &'w World) -> Self {
        // Whose agreement ends is another test's.
        world.meddle("update sharing_agreement set until_on = null").await;
        let (mut actors, mut asked) = (Vec::new(), Vec::new());
        for (code, name) in STAFF {
            actors.push((code, world.actor(name).await));
            if code != RUNS_IT {
                asked.push((code, world.agency(code).await));
            }
        }
        Self { world, actors, asked, seen: BTreeMap::new() }
    }

    pub fn count(&mut self, what: &'static str) {
        *self.seen.entry(what).or_default() += 1;
    }

    pub fn today(&self) -> NaiveDate {
        app::base::dates::london(self.world.now()).date()
    }
}

/// What may happen.
#[derive(Debug, Clone, Copy)]
pub enum Act {
    Decide,
    AddHolder,
    EndHolder,
    Assess,
    FindUnable,
    Weigh,
    Withdraw,
    GiveCode,
    ChangeMindAtHome,
    StopOne,
    Settle,
    PassTime,
    KeepHouse,
    EditBirth,
    Refer,
    CloseReferrals,
}

/// How the life of a child begins, the last first: two parents decide, and time passes, or they are not as old as was
/// thought.
fn a_childhood(seed: u64) -> Vec<Act> {
    let then = if seed.is_multiple_of(2) { Act::PassTime } else { Act::EditBirth };
    vec![then, Act::Decide, Act::AddHolder, Act::Decide, Act::AddHolder, Act::FindUnable]
}

/// One person's life.
pub struct Life<'c, 'w> {
    pub county: &'c mut County<'w>,
    pub dice: Dice,
    pub seed: u64,
    pub family: String,
    pub person: String,
    pub told: Told,
    /// As forms name them, in the order of [`Told::holders`] and [`Told::checklists`].
    pub holders: Vec<String>,
    pub checklists: Vec<String>,
    /// Personal codes that were given, and to whom.
    pub codes: Vec<(Voice, String)>,
    /// Who ever referred them: they may be asked to talk with the person while nothing is decided.
    pub referred: BTreeSet<&'static str>,
    /// What is to happen next, the last first.
    pub begun: Vec<Act>,
    /// While what was begun goes on, nobody tries what they may not.
    pub plainly: bool,
}

pub fn put_date(fields: &mut Fields, name: &str, day: NaiveDate) {
    for (part, value) in [("day", day.day()), ("month", day.month())] {
        fill(fields, &format!("{name}_{part}"), &value.to_string());
    }
    fill(fields, &format!("{name}_year"), &day.year().to_string());
}

/// On the first of a month, so that no birthday falls on 29 February.
pub fn years_and_months_before(day: NaiveDate, years: u32, months: u32) -> NaiveDate {
    day.with_day(1).unwrap().checked_sub_months(Months::new(12 * years + months)).unwrap()
}

impl<'c, 'w> Life<'c, 'w> {
    /// Somebody new, whom education refers: nothing was decided about them yet.
    async fn begin(county: &'c mut County<'w>, seed: u64) -> Self {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let today = county.today();
        let (years, months) = [(15, 10), (15, 11), (14, 2), (17, 9), (24, 3), (41, 7)][dice.throw(6)];
        let born = years_and_months_before(today, years, months);
        // Names unlike each other, so that nobody is asked whether they are the same.
        let family: String = ["Quill", "Brae", "Tarn", "Wold", "Fenn", "Holt", "Lyng", "Pike"]
            [usize::try_from(seed % 8).unwrap()]
        .chars()
        .chain(["worth", "mere", "stead", "combe", "ridge"][usize::try_from(seed / 8 % 5).unwrap()].chars())
        .collect();
        let given = ["Orla", "Idris", "Sunniva", "Bram", "Zadie"][usize::try_from(seed % 5).unwrap()];
        let mut fields = crate::acts::referral(given, &family, ("1", "1", "2000"));
        put_date(&mut fields, "born", born);
        let mut senco = come_in_as(county.world, "senco@edu.example").await;
        let page = send(&mut senco, "/refer", &fields).await;
        assert_eq!(page.status, 303, "seed {seed}: {}", page.text());
        let person = text_of(county.world, "select person_id from person where family_name = $1", &family).await;
        let mut told = Told::new(born);
        told.story.push(format!("{today} {given} {family}, born {born}, is referred by EDU"));
        Self {
            county,
            dice,
            seed,
            family,
            person,
            told,
            holders: Vec::new(),
            checklists: Vec::new(),
            codes: Vec::new(),
            referred: BTreeSet::from(["EDU"]),
            begun: if years < 16 { a_childhood(seed) } else { Vec::new() },
            plainly: false,
        }
    }

    pub fn at(&self, page: &str) -> String {
        format!("/people/{}/{page}", self.person)
    }

    pub fn tell(&mut self, what: impl std::fmt::Display) {
        let today = self.county.today();
        self.told.story.push(format!("{today} {what}"));
    }

    /// Where something must hold; else the whole history is told.
    #[track_caller]
    pub fn hold(&self, holds: bool, why: impl std::fmt::Display) {
        assert!(holds, "{why}\nThe history of seed {}:\n{}", self.seed, self.told);
    }

    pub async fn team(&self) -> Browser {
        come_in_as(self.county.world, TEAM).await
    }

    /// Mostly the register's team, else somebody of any agency, who may not be allowed to.
    pub async fn somebody(&mut self) -> (&'static str, Browser) {
        let (code, name) =
            if !self.plainly && self.dice.one_in(8) { STAFF[self.dice.throw(STAFF.len())] } else { ("team", TEAM) };
        (code, come_in_as(self.county.world, name).await)
    }

    pub fn value(&self, by: Voice) -> String {
        match by {
            Voice::Person => "person".to_owned(),
            Voice::Holder(at) => format!("holder-{}", self.holders[at]),
            Voice::Checklist(at) => format!("interests-{}", self.checklists[at]),
        }
    }

    pub fn voices(&self) -> Vec<Voice> {
        let holders = (0..self.holders.len()).map(Voice::Holder);
        std::iter::once(Voice::Person).chain(holders).chain((0..self.checklists.len()).map(Voice::Checklist)).collect()
    }

    pub async fn decisions(&self) -> usize {
        let count = "select count(*) from consent_decision where person_id = $1";
        usize::try_from(count_of(self.county.world, count, &self.person).await).unwrap()
    }

    /// What happens next: what was begun goes on, a difference is likely to be settled, else anything.
    fn next(&mut self) -> Act {
        let begun = self.begun.pop();
        self.plainly = begun.is_some();
        let next = begun.unwrap_or_else(|| self.anything());
        let nobody_may = self.told.who_may_decide(self.county.today()).is_empty();
        if matches!(next, Act::Decide) && nobody_may && !self.plainly && self.dice.one_in(2) {
            self.begun.push(Act::Decide);
            return Act::Assess;
        }
        next
    }

    fn anything(&mut self) -> Act {
        let today = self.county.today();
        let in_force = self.told.in_force(today);
        let (differ, open) = (in_force.len() > 1, self.told.may_see(RUNS_IT, true, today));
        let of_parents = in_force.iter().any(|word| self.told.power(word.by) == Some(Power::Parent));
        match self.dice.throw(100) {
            0..25 if differ => Act::Settle,
            0..15 if of_parents => Act::EditBirth,
            0..20 => Act::Decide,
            20..40 => {
                // Somebody else gets a say, and has it.
                let nobody_holds = self.told.holders.iter().all(|holder| holder.ended.is_some());
                let weigh = nobody_holds && self.told.age(today) >= 16 && self.dice.one_in(2);
                self.begun = vec![Act::Decide, if weigh { Act::Weigh } else { Act::AddHolder }];
                Act::FindUnable
            }
            40..45 => Act::Assess,
            45..50 => Act::AddHolder,
            50..53 => Act::EndHolder,
            // There is something to take back, and a code is given only on the register.
            53..58 if open => Act::StopOne,
            58..62 if open => Act::Withdraw,
            62..70 if open => {
                self.begun = [vec![Act::ChangeMindAtHome], vec![Act::StopOne], Vec::new()][self.dice.throw(3)].clone();
                Act::GiveCode
            }
            53..58 => Act::ChangeMindAtHome,
            58..70 => Act::Decide,
            70..82 => Act::PassTime,
            82..88 => Act::KeepHouse,
            88..92 => Act::EditBirth,
            92..97 => Act::Refer,
            _ => Act::CloseReferrals,
        }
    }

    async fn step(&mut self) {
        let (what, done) = match self.next() {
            Act::Decide => ("somebody decides", self.decide().await),
            Act::AddHolder => ("a holder is added", self.add_holder().await),
            Act::EndHolder => ("a holder is ended", self.end_holder().await),
            Act::Assess => ("an assessment", self.assess(None).await),
            Act::FindUnable => ("an assessment", self.assess(Some(Able::Cannot)).await),
            Act::Weigh => ("a checklist", self.weigh().await),
            Act::Withdraw => ("a withdrawal told to staff", self.withdraw().await),
            Act::GiveCode => ("a code is given", self.give_code().await),
            Act::ChangeMindAtHome => ("a change of mind at home", self.change_mind_at_home().await),
            Act::StopOne => ("one agency is stopped", self.stop_one().await),
            Act::Settle => ("differing decisions are settled", self.settle().await),
            Act::PassTime => ("time passes", self.pass_time().await),
            Act::KeepHouse => ("the house makes its round", self.keep_house().await),
            Act::EditBirth => ("the date of birth is edited", self.edit_birth().await),
            Act::Refer => ("a referral", self.refer().await),
            Act::CloseReferrals => ("the referrals are closed", self.close_referrals().await),
        };
        self.county.count(if done { what } else { "refused" });
    }

    // What anybody sees.

    /// Who is given a permit for the record.
    pub async fn permits(&self) -> Vec<(&'static str, bool)> {
        let person: PersonId = self.person.parse().unwrap();
        let mut permits = Vec::new();
        for (code, actor) in &self.county.actors {
            let permit = self.county.world.access.with::<ViewRecord, _>(actor, &person, async |_| Ok(())).await;
            permits.push((*code, permit.is_ok()));
        }
        permits
    }

    /// Each agency asks for its permit; some try every page that would show the person.
    async fn look(&mut self, before: &[(&'static str, bool)], exactly: bool) -> Vec<(&'static str, bool)> {
        let today = self.county.today();
        let permits = self.permits().await;
        let nothing_is_decided = self.told.in_force(today).is_empty();
        let tried = self.dice.one_in(2).then(|| STAFF[self.dice.throw(STAFF.len())].0);
        for ((code, sees), (_, saw)) in permits.iter().zip(before) {
            let allowed = self.told.may_see(code, *code == RUNS_IT, today);
            self.hold(allowed || !sees, format!("{code} sees the record on {today}, which nothing allows"));
            self.hold(!exactly || *sees == allowed, format!("{code} should see the record on {today}"));
            if *sees {
                self.county.count("an agency sees the record");
            }
            // Whoever has just lost sight tries again, and one of the others.
            if Some(*code) == tried || (*saw && !allowed) {
                let may_ask = *code == RUNS_IT || (nothing_is_decided && self.referred.contains(code));
                self.try_pages(code, allowed, may_ask).await;
            }
        }
        if self.told.in_force(today).iter().any(|word| word.yes.is_none())
            && self.told.in_force(today).iter().any(|word| word.yes.is_some())
        {
            self.county.count("a no stands beside a yes");
        }
        if self.told.was_found_able() {
            self.county.count("found able after others decided");
        }
        permits
    }

    async fn try_pages(&mut self, code: &'static str, allowed: bool, may_ask: bool) {
        let name = STAFF.iter().find(|(each, _)| *each == code).unwrap().1;
        let mut browser = come_in_as(self.county.world, name).await;
        let record = browser.get(&format!("/people/{}", self.person)).await;
        let shut = ["Referral: not asked yet", "Closed and restricted", "Their decision ran out"];
        let opens = record.status == 200 && !shut.iter().any(|heading| record.heading().starts_with(heading));
        self.hold(allowed || !opens, format!("{code} reads the record, which nothing allows: {}", record.text()));
        self.hold(may_ask || allowed || record.status == 404, format!("{code} learns of the person"));
        let receipt = browser.get(&self.at("consent/receipt/1")).await;
        self.hold(allowed || receipt.status != 200, format!("{code} reads a receipt, which nothing allows"));
        let found = browser.post("/people/search", &[("q", &self.family)]).await;
        let (listed, today) = (browser.get("/people").await, browser.get("/today").await);
        for (door, page) in [("search", found), ("list of people", listed), ("first page", today)] {
            self.hold(page.status == 200, format!("{door}: {}", page.status));
            // A search repeats what was typed.
            let named = page.html.contains(&self.person) || (door != "search" && page.says(&self.family));
            self.hold(allowed || may_ask || !named, format!("the {door} of {code} shows the person"));
        }
        self.county.count("an agency tries the pages");
    }
}

async fn live(county: &mut County<'_>, seed: u64, steps: usize) {
    let mut life = Life::begin(county, seed).await;
    let mut saw = life.permits().await;
    for _ in 0..steps {
        let said = life.told.story.len();
        life.step().await;
        // Once the house has made its round, what is allowed is open too; before that less may be.
        let exactly = life.told.story.last().is_some_and(|line| line.ends_with("its round"));
        if life.told.story.len() > said {
            saw = life.look(&saw, exactly).await;
        }
    }
}

/// What the histories of all seeds together must hold, or they prove nothing.
fn must_have_happened(county: &County<'_>) {
    for what in [
        "somebody decides",
        "decided on paper",
        "decided in their best interests",
        "a holder is added",
        "a holder is ended",
        "an assessment",
        "a checklist",
        "a withdrawal told to staff",
        "a code is given",
        "a change of mind at home",
        "one agency is stopped",
        "one agency is stopped at home",
        "differing decisions are settled",
        "a no stands beside a yes",
        "found able after others decided",
        "time passes",
        "lapsed",
        "turned 16",
        "the house makes its round",
        "the date of birth is edited",
        "a referral",
        "the referrals are closed",
        "refused",
        "an agency sees the record",
        "an agency tries the pages",
    ] {
        assert!(county.seen.contains_key(what), "never: {what}, in {:?}", county.seen);
    }
}

both!(at_no_moment_does_an_agency_see_a_record_that_the_narrowest_decision_in_force_does_not_allow, world, {
    let mut county = County::new(&world).await;
    for seed in 1..=16 {
        live(&mut county, seed, 36).await;
    }
    must_have_happened(&county);
});
