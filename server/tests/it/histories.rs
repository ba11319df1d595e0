//! Random lives on the register: people with authority come and go, decide, differ and are reconciled, change
//! their minds here and at home, grow up, are born on another day than was thought, and time passes. After
//! each step every agency tries every door, and none may open that the narrowest decision in force
//! ([`Told::may_see`]) keeps shut.

use std::collections::{BTreeMap, BTreeSet};

use app::{
    access::model::{
        Actor,
        act::{ReferPerson, ViewRecord},
    },
    base::ids::PersonId,
    consent::store as consent,
    referral::{
        model::{Request, Source},
        store as referral,
    },
};
use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta};

use crate::{
    acts::{Fields, count_of, fill, form, send, text_of, texts_of},
    authority::{cannot_decide, checklist, fields},
    both,
    narrowest::{Able, Assessment, Checklist, Happened, Holder, Power, Told, Voice, Why, Yes},
    own_code::open,
    permissions::come_in_as,
    support::{Browser, Page, World},
};

const TEAM: &str = "coordinator@lda.example";
/// Somebody of each agency who works with people.
const STAFF: [(&str, &str); 7] = [
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
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.throw(sides) == 0
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        if all.is_empty() { None } else { Some(all[self.throw(all.len())]) }
    }
}

/// What is the same for every life.
struct County<'w> {
    world: &'w World,
    actors: Vec<(&'static str, Actor)>,
    /// Agencies that are asked about, by code.
    asked: Vec<(&'static str, String)>,
    /// What happened how often, and what was refused.
    seen: BTreeMap<&'static str, usize>,
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

    fn count(&mut self, what: &'static str) {
        *self.seen.entry(what).or_default() += 1;
    }

    fn today(&self) -> NaiveDate {
        app::base::dates::london(self.world.now()).date()
    }
}

/// What may happen.
#[derive(Debug, Clone, Copy)]
enum Act {
    Decide,
    AddHolder,
    EndHolder,
    Assess,
    FindUnable,
    Weigh,
    Withdraw,
    GiveCode,
    ChangeMindAtHome,
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
struct Life<'c, 'w> {
    county: &'c mut County<'w>,
    dice: Dice,
    seed: u64,
    family: String,
    person: String,
    told: Told,
    /// As forms name them, in the order of [`Told::holders`] and [`Told::checklists`].
    holders: Vec<String>,
    checklists: Vec<String>,
    /// Personal codes that were given, and to whom.
    codes: Vec<(Voice, String)>,
    /// Who ever referred them: they may be asked to talk with the person while nothing is decided.
    referred: BTreeSet<&'static str>,
    /// What is to happen next, the last first.
    begun: Vec<Act>,
}

fn put_date(fields: &mut Fields, name: &str, day: NaiveDate) {
    for (part, value) in [("day", day.day()), ("month", day.month())] {
        fill(fields, &format!("{name}_{part}"), &value.to_string());
    }
    fill(fields, &format!("{name}_year"), &day.year().to_string());
}

/// On the first of a month, so that no birthday falls on 29 February.
fn years_and_months_before(day: NaiveDate, years: u32, months: u32) -> NaiveDate {
    day.with_day(1).unwrap().checked_sub_months(Months::new(12 * years + months)).unwrap()
}

impl<'c, 'w> Life<'c, 'w> {
    /// Somebody new, whom education refers: nothing was decided about them yet.
    async fn begin(county: &'c mut County<'w>, seed: u64) -> Self {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let today = county.today();
        let (years, months) = [(15, 10), (15, 11), (17, 9), (24, 3), (41, 7)][dice.throw(5)];
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
        }
    }

    fn at(&self, page: &str) -> String {
        format!("/people/{}/{page}", self.person)
    }

    fn tell(&mut self, what: impl std::fmt::Display) {
        let today = self.county.today();
        self.told.story.push(format!("{today} {what}"));
    }

    /// Where something must hold; else the whole history is told.
    #[track_caller]
    fn hold(&self, holds: bool, why: impl std::fmt::Display) {
        assert!(holds, "{why}\nThe history of seed {}:\n{}", self.seed, self.told);
    }

    async fn team(&self) -> Browser {
        come_in_as(self.county.world, TEAM).await
    }

    /// Mostly the register's team, else somebody of any agency, who may not be allowed to.
    async fn somebody(&mut self) -> (&'static str, Browser) {
        let (code, name) = if self.dice.one_in(8) { STAFF[self.dice.throw(STAFF.len())] } else { ("team", TEAM) };
        (code, come_in_as(self.county.world, name).await)
    }

    fn value(&self, by: Voice) -> String {
        match by {
            Voice::Person => "person".to_owned(),
            Voice::Holder(at) => format!("holder-{}", self.holders[at]),
            Voice::Checklist(at) => format!("interests-{}", self.checklists[at]),
        }
    }

    fn voices(&self) -> Vec<Voice> {
        let holders = (0..self.holders.len()).map(Voice::Holder);
        std::iter::once(Voice::Person).chain(holders).chain((0..self.checklists.len()).map(Voice::Checklist)).collect()
    }

    async fn decisions(&self) -> usize {
        let count = "select count(*) from consent_decision where person_id = $1";
        usize::try_from(count_of(self.county.world, count, &self.person).await).unwrap()
    }

    // What may happen; each answers whether it did.

    async fn add_holder(&mut self) -> bool {
        let today = self.county.today();
        let power = match (self.told.age(today), self.dice.throw(6)) {
            (..16, 0..5) | (_, 0) => Power::Parent,
            (_, 1 | 2) => Power::Attorney,
            _ => Power::Deputy,
        };
        let last_day = self.dice.one_in(4).then(|| today + Days::new(u64::try_from(self.dice.throw(120)).unwrap()));
        let seen = (!self.dice.one_in(4)).then_some(today);
        let at = self.holders.len();
        let name = format!("{} {}", ["Aldous", "Beatrix", "Cyprian", "Delphine", "Evander"][at % 5], self.family);
        let authority = match power {
            Power::Parent => "parental_responsibility",
            Power::Attorney => "health_welfare_attorney",
            Power::Deputy => "court_deputy",
        };
        let mut holder = fields(&[
            ("name", &name),
            ("relation", "Family"),
            ("authority", authority),
            ("basis", "mother"),
            ("covers", "yes"),
        ]);
        for (field, day) in [("seen", seen), ("expires", last_day)] {
            if let Some(day) = day {
                put_date(&mut holder, field, day);
            }
        }
        let (_, mut browser) = self.somebody().await;
        if send(&mut browser, &self.at("authority/new"), &holder).await.status != 303 {
            return false;
        }
        let all = "select holder_id from holder where person_id = $1";
        let ids = texts_of(self.county.world, all, &self.person).await;
        let new: Vec<String> = ids.into_iter().filter(|id| !self.holders.contains(id)).collect();
        self.hold(new.len() == 1, "one form makes one holder");
        self.holders.extend(new);
        self.told.holders.push(Holder { power, seen, last_day, ended: None });
        let papers = if seen.is_some() { "whose papers were seen" } else { "whose papers nobody saw" };
        let until = last_day.map(|day| format!(", until {day}")).unwrap_or_default();
        self.tell(format!("{} is written down, {papers}{until}", self.told.name(Voice::Holder(at))));
        true
    }

    async fn end_holder(&mut self) -> bool {
        let there: Vec<usize> = (0..self.holders.len()).filter(|at| self.told.holders[*at].ended.is_none()).collect();
        let Some(at) = self.dice.of(&there) else { return false };
        let path = self.at(&format!("authority/{}/end", self.holders[at]));
        if send(&mut self.team().await, &path, &fields(&[("because", "It is over")])).await.status != 303 {
            return false;
        }
        self.told.holders[at].ended = Some(self.county.today());
        self.tell(format!("{} may no longer decide", self.told.name(Voice::Holder(at))));
        true
    }

    async fn assess(&mut self, able: Option<Able>) -> bool {
        let (today, of_a_child) = (self.county.today(), self.told.age(self.county.today()) < 16);
        let able = match (able, self.dice.throw(5)) {
            (Some(able), _) => able,
            (None, 0) if !of_a_child => Able::Later,
            (None, 0 | 1) => Able::Cannot,
            (None, _) => Able::Can,
        };
        let mut filled = cannot_decide();
        fill(&mut filled, "weigh", if able == Able::Can { "yes" } else { "no" });
        fill(&mut filled, "wait", if able == Able::Later { "yes" } else { "no" });
        filled.extend(fields(&[("wait_until", "After the weekend"), ("own_words", "Help")]));
        for part in ["nature", "risks", "alternatives", "free"] {
            fill(&mut filled, part, if able == Able::Can { "yes" } else { "no" });
            fill(&mut filled, &format!("{part}_evidence"), "Seen");
        }
        put_date(&mut filled, "assessed", today);
        let (who, mut browser) = self.somebody().await;
        if send(&mut browser, &self.at("capacity"), &filled).await.status != 303 {
            return false;
        }
        self.told.assessments.push(Assessment { on: today, of_a_child, able });
        self.tell(format!("{who} assesses whether they are able: {able:?}"));
        true
    }

    async fn weigh(&mut self) -> bool {
        let today = self.county.today();
        let yes = !self.dice.one_in(3);
        let until = today + Days::new(u64::try_from(20 + self.dice.throw(300)).unwrap());
        let mut filled = checklist();
        fill(&mut filled, "outcome", if yes { "yes" } else { "no" });
        put_date(&mut filled, "weighed", today);
        put_date(&mut filled, "looked_again", until);
        let (_, mut browser) = self.somebody().await;
        if send(&mut browser, &self.at("best-interests"), &filled).await.status != 303 {
            return false;
        }
        let ids = texts_of(
            self.county.world,
            "select interests_id from best_interests where person_id = $1 order by number",
            &self.person,
        )
        .await;
        self.checklists = ids;
        let newest = self.told.assessments.len().checked_sub(1);
        self.hold(newest.is_some(), "a checklist stands on an assessment");
        self.told.checklists.push(Checklist { stands_on: newest.unwrap(), yes, on: today, until });
        self.hold(self.checklists.len() == self.told.checklists.len(), "one form makes one checklist");
        let came_to = if yes { "yes" } else { "no" };
        self.tell(format!("checklist {} comes to a {came_to}, until {until}", self.checklists.len()));
        true
    }

    /// A form printed for them, for a decision that was made on paper.
    async fn printed(&self) -> String {
        let page = self.team().await.post(&self.at("paper"), &[("kind", "adult")]).await;
        page.location.rsplit('/').next().unwrap_or_default().to_owned()
    }

    async fn decide(&mut self) -> bool {
        let today = self.county.today();
        let ago = if self.dice.one_in(6) { self.dice.throw(25) } else { 0 };
        let on = today - Days::new(u64::try_from(ago).unwrap());
        let paper = if ago > 0 && self.dice.one_in(2) { self.printed().await } else { String::new() };
        let may = self.told.who_may_decide(on);
        // Now and then somebody who may not.
        let voices = if self.dice.one_in(5) || may.is_empty() { self.voices() } else { may };
        let Some(by) = self.dice.of(&voices) else { return false };
        let yes = match by {
            Voice::Checklist(at) if !self.dice.one_in(8) => self.told.checklists[at].yes,
            Voice::Person | Voice::Holder(_) | Voice::Checklist(_) => !self.dice.one_in(4),
        };
        let mut answers = fields(&[
            ("format", "easy-read"),
            ("understood", "yes"),
            ("on_the_list", if yes { "yes" } else { "no" }),
            ("cetr", "yes"),
            ("contact_family", "yes"),
            ("anonymous_planning", "yes"),
            ("exclusions", ""),
            ("decider", &self.value(by)),
            ("own_view", "not_known"),
            ("own_view_words", "Smiled"),
            ("signature", if paper.is_empty() { "typed" } else { "paper" }),
            ("signature_name", "Somebody"),
            ("manner", "spoke"),
            ("present", ""),
            ("paper_form", &paper),
        ]);
        put_date(&mut answers, "decided", on);
        let mut to = BTreeSet::new();
        for (code, id) in self.county.asked.clone() {
            let said = ["yes", "yes", "yes", "no", "not_sure"][self.dice.throw(5)];
            fill(&mut answers, &format!("agency-{id}"), said);
            if said == "yes" {
                to.insert(code);
            }
        }
        let (who, mut browser) = self.somebody().await;
        if send(&mut browser, &self.at("consent/check"), &answers).await.status != 303 {
            return false;
        }
        let shown = [("decisions", self.told.said().to_string())];
        let shown: Vec<(&str, &str)> = shown.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = browser.post(&self.at("consent"), &shown).await;
        let recorded = page.location.contains("/consent/receipt/") || page.says("The decision is recorded");
        let last_day = on.checked_add_months(Months::new(12)).unwrap();
        let last_day = match by {
            Voice::Checklist(at) => last_day.min(self.told.checklists[at].until),
            Voice::Person | Voice::Holder(_) => last_day,
        };
        let said = match yes {
            true => format!("yes to {}, until {last_day}", to.iter().copied().collect::<Vec<_>>().join(" ")),
            false => "no".to_owned(),
        };
        let (dated, on_paper) = if ago > 0 { (format!(" on {on}"), !paper.is_empty()) } else { (String::new(), false) };
        let how = if on_paper { " on paper" } else { "" };
        let refused = if recorded { "" } else { " (refused)" };
        let name = self.told.name(by);
        self.tell(format!("{name} says {said}{dated}{how}, written down by {who}{refused}"));
        if recorded {
            self.hold(self.told.who_may_decide(on).contains(&by), format!("{name} may not decide this on {on}"));
            self.told.happened.push(Happened::Said { by, yes: yes.then_some(Yes { to, last_day }) });
            if on_paper {
                self.county.count("decided on paper");
            }
            if matches!(by, Voice::Checklist(_)) {
                self.county.count("decided in their best interests");
            }
        }
        recorded
    }

    async fn withdraw(&mut self) -> bool {
        // Mostly somebody who has a say.
        let today = self.county.today();
        let in_force: Vec<Voice> = self.told.in_force(today).iter().map(|word| word.by).collect();
        let voices = if self.dice.one_in(3) { self.voices() } else { in_force };
        let Some(by) = self.dice.of(&voices) else { return false };
        let (who, mut browser) = self.somebody().await;
        let decider = self.value(by);
        let page = browser.post(&self.at("withdraw"), &[("decider", decider.as_str()), ("words", "")]).await;
        if page.status != 200 {
            return false;
        }
        let name = self.told.name(by);
        self.told.happened.push(Happened::Said { by, yes: None });
        self.tell(format!("{name} changed their mind, written down by {who}"));
        self.must_have_stopped(&page).await;
        true
    }

    /// Where a page says that sharing has stopped, it has.
    async fn must_have_stopped(&mut self, page: &Page) {
        self.hold(page.says("Sharing has stopped"), format!("the page says so: {}", page.text()));
        for (code, sees) in self.permits().await {
            self.hold(!sees, format!("The page says that sharing has stopped, and {code} sees the record"));
        }
    }

    async fn give_code(&mut self) -> bool {
        let voices = self.voices();
        let Some(to) = self.dice.of(&voices) else { return false };
        let holder = self.value(to);
        let mut browser = self.team().await;
        let page = browser.post(&self.at("codes/new"), &[("holder", holder.as_str()), ("format", "easy-read")]).await;
        let Some(code) = page.all(".code-card__code").pop() else { return false };
        let name = self.told.name(to);
        self.codes.push((to, code));
        self.tell(format!("{name} gets a code for the own page"));
        true
    }

    async fn change_mind_at_home(&mut self) -> bool {
        let Some(at) = self.codes.len().checked_sub(1).map(|last| self.dice.throw(last + 1)) else { return false };
        let (by, code) = self.codes[at].clone();
        let mut browser = self.county.world.browser();
        if open(self.county.world, &mut browser, &self.person, &code).await.location != "/me/page" {
            return false;
        }
        let page = browser.submit("/me/change-mind", &[("words", "")]).await;
        let recorded = self.decisions().await > self.told.said();
        let name = self.told.name(by);
        self.tell(format!(
            "{name} presses \u{201c}I changed my mind\u{201d} at home{}",
            if recorded { "" } else { " (nothing to stop)" }
        ));
        if recorded {
            self.told.happened.push(Happened::Said { by, yes: None });
        }
        if page.heading() == "Sharing has stopped" {
            self.must_have_stopped(&page).await;
        }
        recorded
    }

    async fn settle(&mut self) -> bool {
        let today = self.county.today();
        let in_force: Vec<usize> = self.told.in_force(today).iter().map(|word| word.number).collect();
        if in_force.len() < 2 {
            return false;
        }
        let Some(keeps) = self.dice.of(&in_force) else { return false };
        let whys = [
            (Why::Agreed, "agreed"),
            (Why::PersonDecides, "person_decides"),
            (Why::Court, "court"),
            (Why::OthersMayNot, "authority_ended"),
        ];
        let fitting: Vec<_> = whys.into_iter().filter(|(why, _)| self.told.may_settle(keeps, *why, today)).collect();
        // Now and then for a reason that does not hold.
        let (why, word) =
            if self.dice.one_in(3) { whys[self.dice.throw(4)] } else { fitting[self.dice.throw(fitting.len())] };
        let filled = fields(&[
            ("keeps", &keeps.to_string()),
            ("because", word),
            ("explanation", "They rang"),
            ("decisions", &self.told.said().to_string()),
        ]);
        let settled = send(&mut self.team().await, &self.at("settle"), &filled).await.status == 303;
        let refused = if settled { "" } else { " (refused)" };
        let may = self.told.may_settle(keeps, why, today);
        self.tell(format!("the team settles that decision {keeps} stands: {why:?}{refused}"));
        if settled {
            self.hold(may, "Nobody may settle that away");
            self.told.happened.push(Happened::Settled { keeps });
        }
        settled
    }

    async fn pass_time(&mut self) -> bool {
        let today = self.county.today();
        let days = match (self.dice.throw(5), self.told.next_change(today)) {
            // To the very day on which something changes by itself, or the day before.
            (0, Some(change)) => (change - today).num_days(),
            (1, Some(change)) => (change - today).num_days() - 1,
            (2, _) => i64::try_from(self.dice.throw(70)).unwrap(),
            _ => i64::try_from(1 + self.dice.throw(9)).unwrap(),
        };
        let (before, was) = (self.told.age(today), self.told.in_force(today).len());
        self.county.world.pass(TimeDelta::days(days));
        let today = self.county.today();
        self.tell(format!("{days} days have passed"));
        // Until the house has made its round, what has lapsed is open to nobody at all.
        if !self.dice.one_in(3) {
            self.begun.push(Act::KeepHouse);
        }
        if before < 16 && self.told.age(today) >= 16 {
            self.county.count("turned 16");
        }
        if self.told.in_force(today).len() < was {
            self.county.count("lapsed");
        }
        days > 0
    }

    async fn keep_house(&mut self) -> bool {
        consent::settle_lapsed(&self.county.world.access).await.unwrap();
        self.tell("the house makes its round");
        true
    }

    async fn edit_birth(&mut self) -> bool {
        let today = self.county.today();
        let (years, months) = [(15, 11), (14, 0), (16, 0), (17, 11), (30, 5)][self.dice.throw(5)];
        let born = years_and_months_before(today, years, months);
        let (mut browser, path) = (self.team().await, self.at("details"));
        let page = browser.get(&path).await;
        if page.status != 200 {
            return false;
        }
        let mut filled = form(&page, &path);
        put_date(&mut filled, "born", born);
        if send(&mut browser, &path, &filled).await.status != 303 {
            return false;
        }
        self.told.born = born;
        self.tell(format!("they were born on {born}, it turns out"));
        true
    }

    async fn refer(&mut self) -> bool {
        let (code, actor) = &self.county.actors[self.dice.throw(STAFF.len())];
        let person: PersonId = self.person.parse().unwrap();
        let request = Request { reason: "Worried".to_owned(), indicative: None };
        let work = async |scope: &mut app::access::permit::Scope<ReferPerson>| {
            referral::add(scope, &person, Source::Professional, &request).await.map(|_| ())
        };
        self.county.world.access.within::<ReferPerson, _>(actor, work).await.unwrap();
        self.referred.insert(*code);
        let code = *code;
        self.tell(format!("{code} refers them"));
        true
    }

    async fn close_referrals(&mut self) -> bool {
        let closed = self.team().await.post(&self.at("close"), &[("outcome", "could_not_reach")]).await.status == 303;
        if closed {
            self.tell("the team closes what waits");
        }
        closed
    }

    /// What happens next: what was begun goes on, a difference is likely to be settled, else anything.
    fn next(&mut self) -> Act {
        let next = self.begun.pop().unwrap_or_else(|| self.anything());
        let nobody_may = self.told.who_may_decide(self.county.today()).is_empty();
        if matches!(next, Act::Decide) && nobody_may && !self.dice.one_in(4) {
            self.begun.push(Act::Decide);
            return Act::Assess;
        }
        next
    }

    fn anything(&mut self) -> Act {
        let today = self.county.today();
        let (differ, open) = (self.told.in_force(today).len() > 1, self.told.may_see(RUNS_IT, true, today));
        match self.dice.throw(100) {
            0..25 if differ => Act::Settle,
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
            53..62 if open => Act::Withdraw,
            62..70 if open => {
                self.begun = if self.dice.one_in(2) { vec![Act::ChangeMindAtHome] } else { Vec::new() };
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
    async fn permits(&self) -> Vec<(&'static str, bool)> {
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
        let tried = STAFF[self.dice.throw(STAFF.len())].0;
        for ((code, sees), (_, saw)) in permits.iter().zip(before) {
            let allowed = self.told.may_see(code, *code == RUNS_IT, today);
            self.hold(allowed || !sees, format!("{code} sees the record on {today}, which nothing allows"));
            self.hold(!exactly || *sees == allowed, format!("{code} should see the record on {today}"));
            if *sees {
                self.county.count("an agency sees the record");
            }
            // Whoever has just lost sight tries again, and one of the others.
            if *code == tried || (*saw && !allowed) {
                let may_ask = *code == RUNS_IT || (nothing_is_decided && self.referred.contains(code));
                self.try_pages(code, allowed, may_ask).await;
            }
        }
        if self.told.in_force(today).iter().any(|word| word.yes.is_none())
            && self.told.in_force(today).iter().any(|word| word.yes.is_some())
        {
            self.county.count("a no stands beside a yes");
        }
        permits
    }

    async fn try_pages(&mut self, code: &'static str, allowed: bool, may_ask: bool) {
        let name = STAFF.iter().find(|(each, _)| *each == code).unwrap().1;
        let mut browser = come_in_as(self.county.world, name).await;
        let record = browser.get(&format!("/people/{}", self.person)).await;
        let opens = record.status == 200
            && !["Referral: not asked yet", "Closed and restricted"].contains(&record.heading().as_str());
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
        "differing decisions are settled",
        "a no stands beside a yes",
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
    for seed in 1..=12 {
        live(&mut county, seed, 36).await;
    }
    must_have_happened(&county);
});
