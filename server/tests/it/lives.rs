//! What may happen in one of the random lives of [`histories`](crate::histories), through the real pages. Each act
//! answers whether it happened, and tells of it.

use std::collections::BTreeSet;

use app::{
    access::model::act::ReferPerson,
    base::ids::PersonId,
    consent::store as consent,
    referral::{
        model::{Request, Source},
        store as referral,
    },
};
use chrono::{Days, Months, TimeDelta};

use crate::{
    acts::{fill, form, send, texts_of},
    authority::{cannot_decide, checklist, fields},
    histories::{Act, Life, STAFF, put_date, years_and_months_before},
    narrowest::{Able, Assessment, Checklist, Happened, Holder, Power, Voice, Why, Yes},
    own_code::open,
    support::Page,
};

impl Life<'_, '_> {
    pub async fn add_holder(&mut self) -> bool {
        let today = self.county.today();
        let power = match (self.told.age(today), self.dice.throw(6)) {
            (..16, 0..5) | (_, 0 | 5) => Power::Parent,
            (_, 1 | 2) => Power::Attorney,
            _ => Power::Deputy,
        };
        let last_day = self.dice.one_in(4).then(|| today + Days::new(u64::try_from(self.dice.throw(120)).unwrap()));
        let seen = (self.plainly || !self.dice.one_in(4)).then_some(today);
        let at = self.holders.len();
        // Each by a name of their own: the same one written down twice is one.
        let given = ["Aldous", "Beatrix", "Cyprian", "Delphine", "Evander"][at % 5];
        let name = format!("{given} {} {}", ["Ash", "Birk", "Carr", "Dene"][at / 5 % 4], self.family);
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

    pub async fn end_holder(&mut self) -> bool {
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

    pub async fn assess(&mut self, able: Option<Able>) -> bool {
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
        // Now and then one is written down late, about an earlier day.
        let late = if self.plainly || !self.dice.one_in(4) { 0 } else { self.dice.throw(20) };
        let on = today - Days::new(u64::try_from(late).unwrap());
        put_date(&mut filled, "assessed", on);
        let (who, mut browser) = self.somebody().await;
        if send(&mut browser, &self.at("capacity"), &filled).await.status != 303 {
            return false;
        }
        self.told.assessments.push(Assessment { on, written: today, of_a_child, able });
        self.tell(format!("{who} assesses whether they were able on {on}: {able:?}"));
        true
    }

    pub async fn weigh(&mut self) -> bool {
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
        let newest = self.told.speaking(today);
        self.hold(newest.is_some(), "a checklist stands on an assessment");
        self.told.checklists.push(Checklist { stands_on: newest.unwrap(), yes, on: today, until });
        self.hold(self.checklists.len() == self.told.checklists.len(), "one form makes one checklist");
        let came_to = if yes { "yes" } else { "no" };
        self.tell(format!("checklist {} comes to a {came_to}, until {until}", self.checklists.len()));
        true
    }

    /// A form printed for them, for a decision that was made on paper.
    pub async fn printed(&self) -> String {
        let page = self.team().await.post(&self.at("paper"), &[("kind", "adult")]).await;
        page.location.rsplit('/').next().unwrap_or_default().to_owned()
    }

    pub async fn decide(&mut self) -> bool {
        let today = self.county.today();
        let ago = if self.dice.one_in(6) { self.dice.throw(25) } else { 0 };
        let on = today - Days::new(u64::try_from(ago).unwrap());
        let paper = if ago > 0 && self.dice.one_in(2) { self.printed().await } else { String::new() };
        let may = self.told.who_may_decide(on);
        // Now and then somebody who may not.
        let outsider = may.is_empty() || (!self.plainly && self.dice.one_in(6));
        let voices = match (outsider, self.holders.len().checked_sub(1)) {
            (true, Some(newest)) if self.dice.one_in(2) => vec![Voice::Holder(newest)],
            (true, _) => self.voices(),
            (false, _) => may,
        };
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
            let stands_on = self.told.speaking(on).filter(|_| by != Voice::Person);
            let found = stands_on.and_then(|at| self.told.last_found(self.told.assessments[at].of_a_child, today));
            self.hold(found != Some(Able::Can), format!("{name} may not decide for somebody who was found able since"));
            self.told.happened.push(Happened::Said { by, yes: yes.then_some(Yes { to, last_day }), on, stands_on });
            if on_paper {
                self.county.count("decided on paper");
            }
            if matches!(by, Voice::Checklist(_)) {
                self.county.count("decided in their best interests");
            }
        }
        recorded
    }

    pub async fn withdraw(&mut self) -> bool {
        // Mostly somebody who has a say.
        let today = self.county.today();
        let in_force: Vec<Voice> = self.told.in_force(today).iter().map(|word| word.by).collect();
        let voices = if self.dice.one_in(2) { self.voices() } else { in_force };
        let Some(by) = self.dice.of(&voices) else { return false };
        let (who, mut browser) = self.somebody().await;
        let decider = self.value(by);
        let page = browser
            .post(
                &self.at("withdraw"),
                &[
                    ("decider", decider.as_str()),
                    ("words", ""),
                    ("own_view", "not_sure"),
                    ("own_view_words", "He looked away"),
                ],
            )
            .await;
        if page.status != 200 {
            return false;
        }
        let name = self.told.name(by);
        let stands_on = self.told.unable(by, today);
        self.told.happened.push(Happened::Said { by, yes: None, on: today, stands_on });
        self.tell(format!("{name} changed their mind, written down by {who}"));
        self.must_have_stopped(&page).await;
        true
    }

    /// At home, where whoever has a say holds a code, else told to staff: the same yes once more, but for one agency.
    pub async fn stop_one(&mut self) -> bool {
        let today = self.county.today();
        let in_force: Vec<(Voice, Option<Yes>, Option<usize>)> =
            self.told.in_force(today).iter().map(|word| (word.by, word.yes.cloned(), word.stands_on)).collect();
        let Some(last) = in_force.len().checked_sub(1) else { return false };
        let (by, yes, stands_on) = in_force[self.dice.throw(last + 1)].clone();
        let mut held = self.codes.iter().rev().find(|(to, _)| *to == by).map(|(_, code)| code.clone());
        if held.is_none() && self.dice.one_in(2) {
            held = self.code_for(by).await;
        }
        // Mostly an agency that they said yes to.
        let to: Vec<&str> = yes.iter().flat_map(|yes| yes.to.iter().copied()).collect();
        let named = self.dice.of(&to).filter(|_| !self.dice.one_in(4));
        let anybody = self.dice.throw(self.county.asked.len());
        let asked = self.county.asked.iter();
        let (code, id) = asked.clone().find(|(code, _)| Some(*code) == named).unwrap_or(&self.county.asked[anybody]);
        let (code, id) = (*code, id.clone());
        let said = self.told.said();
        let (name, how) = match held {
            Some(letters) => {
                let mut browser = self.county.world.browser();
                if open(self.county.world, &mut browser, &self.person, &letters).await.location != "/me/page" {
                    return false;
                }
                browser.submit(&format!("/me/change-mind/{id}"), &[]).await;
                (self.told.name(by), "at home")
            }
            None => {
                let decider = self.value(by);
                let path = self.at(&format!("withdraw/{id}"));
                self.team().await.post(&path, &[("decider", decider.as_str()), ("words", "")]).await;
                (self.told.name(by), "told to the team")
            }
        };
        let recorded = self.decisions().await > said;
        let refused = if recorded { "" } else { " (refused)" };
        self.tell(format!("{name} stops {code}, {how}{refused}"));
        if recorded {
            self.hold(yes.as_ref().is_some_and(|yes| yes.to.contains(code)), "It was a yes to that agency");
            if how == "at home" {
                self.county.count("one agency is stopped at home");
            }
            let yes = yes.map(|mut yes| {
                yes.to.remove(code);
                yes
            });
            self.told.happened.push(Happened::Said { by, yes, on: today, stands_on });
        }
        recorded
    }

    /// Where a page says that sharing has stopped, it has.
    pub async fn must_have_stopped(&mut self, page: &Page) {
        self.hold(page.says("Sharing has stopped"), format!("the page says so: {}", page.text()));
        for (code, sees) in self.permits().await {
            self.hold(!sees, format!("The page says that sharing has stopped, and {code} sees the record"));
        }
    }

    pub async fn give_code(&mut self) -> bool {
        // Mostly to somebody who has a say.
        let in_force: Vec<Voice> = self.told.in_force(self.county.today()).iter().map(|word| word.by).collect();
        let voices = if self.dice.one_in(3) { self.voices() } else { in_force };
        let Some(to) = self.dice.of(&voices) else { return false };
        self.code_for(to).await.is_some()
    }

    async fn code_for(&mut self, to: Voice) -> Option<String> {
        let holder = self.value(to);
        let mut browser = self.team().await;
        let page = browser.post(&self.at("codes/new"), &[("holder", holder.as_str()), ("format", "easy-read")]).await;
        let code = page.all(".code-card__code").pop()?;
        let name = self.told.name(to);
        self.codes.push((to, code.clone()));
        self.tell(format!("{name} gets a code for the own page"));
        Some(code)
    }

    pub async fn change_mind_at_home(&mut self) -> bool {
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
            let on = self.county.today();
            let stands_on = self.told.unable(by, on);
            self.told.happened.push(Happened::Said { by, yes: None, on, stands_on });
        }
        if page.heading() == "Sharing has stopped" {
            self.must_have_stopped(&page).await;
        }
        recorded
    }

    pub async fn settle(&mut self) -> bool {
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

    pub async fn pass_time(&mut self) -> bool {
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

    pub async fn keep_house(&mut self) -> bool {
        consent::settle_lapsed(&self.county.world.access).await.unwrap();
        self.tell("the house makes its round");
        true
    }

    pub async fn edit_birth(&mut self) -> bool {
        let today = self.county.today();
        // Mostly to the other side of 16.
        let years_and_months = match self.told.age(today) {
            ..16 => [(16, 0), (17, 11), (30, 5), (14, 0)],
            _ => [(15, 11), (14, 0), (17, 11), (30, 5)],
        };
        let (years, months) = years_and_months[self.dice.throw(4)];
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

    pub async fn refer(&mut self) -> bool {
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

    pub async fn close_referrals(&mut self) -> bool {
        let closed = self.team().await.post(&self.at("close"), &[("outcome", "could_not_reach")]).await.status == 303;
        if closed {
            self.tell("the team closes what waits");
        }
        closed
    }
}
