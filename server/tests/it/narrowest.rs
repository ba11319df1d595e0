//! Who may see somebody's record, said once more from the other side: from what a test saw happen, in the order
//! in which it did, and without a line of the register's own rules. Short enough to be read aloud.

use std::{collections::BTreeSet, fmt};

use chrono::{Datelike, Days, Months, NaiveDate};

/// Whose voice it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The person.
    Person,
    /// Whoever holds an authority, in the order in which they were written down.
    Holder(usize),
    /// A best-interests checklist, in the order in which they were filled in.
    Checklist(usize),
}

/// What gives somebody a say for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Power {
    Parent,
    Attorney,
    Deputy,
}

/// Somebody who was written down as deciding for the person.
#[derive(Debug, Clone)]
pub struct Holder {
    pub power: Power,
    /// When a professional saw the document, if one did.
    pub seen: Option<NaiveDate>,
    /// The last day, where the document has one.
    pub last_day: Option<NaiveDate>,
    /// When it was ended.
    pub ended: Option<NaiveDate>,
}

impl Holder {
    fn may_decide(&self, day: NaiveDate) -> bool {
        self.seen.is_some_and(|seen| seen <= day)
            && self.last_day.is_none_or(|last| day <= last)
            && self.ended.is_none_or(|ended| day < ended)
    }
}

/// What an assessment came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Able {
    Can,
    Cannot,
    /// Cannot now, and it can wait.
    Later,
}

/// An assessment of whether the person can decide this.
#[derive(Debug, Clone, Copy)]
pub struct Assessment {
    /// The day it speaks of.
    pub on: NaiveDate,
    /// The day on which it was written down.
    pub written: NaiveDate,
    /// Whether it was the one for children.
    pub of_a_child: bool,
    pub able: Able,
}

/// A best-interests checklist.
#[derive(Debug, Clone, Copy)]
pub struct Checklist {
    /// The assessment it stands on, by its place.
    pub stands_on: usize,
    pub yes: bool,
    pub on: NaiveDate,
    /// Looked at again by this day.
    pub until: NaiveDate,
}

/// A yes: to which agencies, and the last day on which it counts without being asked again.
#[derive(Debug, Clone)]
pub struct Yes {
    pub to: BTreeSet<&'static str>,
    pub last_day: NaiveDate,
}

/// What changes who may see.
#[derive(Debug, Clone)]
pub enum Happened {
    /// Somebody decided on a day: yes, or no. Numbered from 1 in this order. Whoever decided because the person could not
    /// stands on an assessment, by its place.
    Said { by: Voice, yes: Option<Yes>, on: NaiveDate, stands_on: Option<usize> },
    /// The register's team said which of several decisions stands, by its number.
    Settled { keeps: usize },
}

/// Why one of several decisions was said to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    Agreed,
    PersonDecides,
    Court,
    OthersMayNot,
}

/// Everything that a test saw happen to one person.
#[derive(Debug, Clone)]
pub struct Told {
    pub born: NaiveDate,
    pub holders: Vec<Holder>,
    pub assessments: Vec<Assessment>,
    pub checklists: Vec<Checklist>,
    pub happened: Vec<Happened>,
    /// The same in sentences, for whoever has to find out what went wrong.
    pub story: Vec<String>,
}

/// A decision that has a say.
#[derive(Debug, Clone, Copy)]
pub struct Word<'a> {
    pub number: usize,
    pub by: Voice,
    /// None for a no.
    pub yes: Option<&'a Yes>,
    pub on: NaiveDate,
    pub stands_on: Option<usize>,
}

fn age(born: NaiveDate, day: NaiveDate) -> i32 {
    day.year() - born.year() - i32::from((day.month(), day.day()) < (born.month(), born.day()))
}

impl Told {
    pub fn new(born: NaiveDate) -> Self {
        Self {
            born,
            holders: Vec::new(),
            assessments: Vec::new(),
            checklists: Vec::new(),
            happened: Vec::new(),
            story: Vec::new(),
        }
    }

    pub fn age(&self, day: NaiveDate) -> i32 {
        age(self.born, day)
    }

    /// Everything that was ever said, with its place in the history.
    fn words(&self) -> Vec<(usize, Word<'_>)> {
        let said = self.happened.iter().enumerate().filter_map(|(at, each)| match each {
            Happened::Said { by, yes, on, stands_on } => Some((at, *by, yes.as_ref(), *on, *stands_on)),
            Happened::Settled { .. } => None,
        });
        said.zip(1..)
            .map(|((at, by, yes, on, stands_on), number)| (at, Word { number, by, yes, on, stands_on }))
            .collect()
    }

    /// The newest assessment of some: about the latest day, of one day the one written down last.
    fn newest(&self, meant: impl Fn(&Assessment) -> bool) -> Option<usize> {
        let all = self.assessments.iter().enumerate().filter(|(_, each)| meant(each));
        all.max_by_key(|(at, each)| (each.on, *at)).map(|(at, _)| at)
    }

    /// The one that speaks for a decision on a day: an assessment does so for four weeks.
    pub fn speaking(&self, day: NaiveDate) -> Option<usize> {
        let child = self.age(day) < 16;
        self.newest(|each| each.of_a_child == child && each.on <= day && day <= each.on + Days::new(28))
    }

    /// Whether the last that was found out, however long ago, was that they can.
    pub fn last_found(&self, of_a_child: bool, day: NaiveDate) -> Option<Able> {
        self.newest(|each| each.of_a_child == of_a_child && each.on <= day).map(|at| self.assessments[at].able)
    }

    /// What somebody who takes a yes back for another stands on: what was last found, where that is that they cannot.
    pub fn unable(&self, by: Voice, day: NaiveDate) -> Option<usize> {
        let child = self.age(day) < 16;
        let newest = self.newest(|each| each.of_a_child == child && each.on <= day)?;
        (by != Voice::Person && self.assessments[newest].able == Able::Cannot).then_some(newest)
    }

    /// When the person was found able to decide what others decided because they were not, and nobody found otherwise
    /// within the four weeks after.
    fn found_able(&self, at: usize, word: &Word<'_>) -> Option<NaiveDate> {
        let basis = word.stands_on?;
        let own: Vec<NaiveDate> = self
            .words()
            .into_iter()
            .filter(|(later, each)| *later > at && each.by == Voice::Person)
            .map(|(_, each)| each.on)
            .collect();
        let mut latest = self.assessments[basis].on;
        let mut news = Vec::new();
        for each in &self.assessments[basis + 1..] {
            if each.on >= latest {
                latest = each.on;
                news.push(each);
            }
        }
        // Found otherwise in time: a yes has four weeks, a no all the time, until the person has decided.
        let taken_back = |at: usize, can: &Assessment| {
            news[at + 1..].iter().any(|each| {
                each.able != Able::Can
                    && (word.yes.is_none() || each.written <= can.on + Days::new(28))
                    && !own.iter().any(|on| can.on <= *on && *on <= each.written)
            })
        };
        let found = news.iter().enumerate().find(|(at, each)| each.able == Able::Can && !taken_back(*at, each));
        found.map(|(_, each)| each.on)
    }

    /// How many decisions there are.
    pub fn said(&self) -> usize {
        self.words().len()
    }

    /// Whether the person was found able after others decided for them.
    pub fn was_found_able(&self) -> bool {
        self.words().iter().any(|(at, word)| self.found_able(*at, word).is_some())
    }

    /// Those that have a say on a day. A decision has none any more
    /// * once the same voice decided again; a best-interests one, once anybody did;
    /// * once the team said that another one stands;
    /// * that a parent made, from the 16th birthday on;
    /// * that was a yes and was not asked again in time;
    /// * that others made because the person could not, once they were found able: when the person has decided, a yes
    ///   also after four weeks.
    pub fn in_force(&self, day: NaiveDate) -> Vec<Word<'_>> {
        self.counting(day, false)
    }

    /// The same; with those, if `narrowing`, that ended after four weeks and that the person has not been asked about
    /// since: what they kept shut stays shut.
    fn counting(&self, day: NaiveDate, narrowing: bool) -> Vec<Word<'_>> {
        let words = self.words();
        let gone = |at: usize, word: &Word<'_>| {
            let of_a_checklist = matches!(word.by, Voice::Checklist(_));
            let decided_again = words.iter().any(|(later, each)| *later > at && (of_a_checklist || each.by == word.by));
            let settled_away = self
                .happened
                .iter()
                .skip(at)
                .any(|each| matches!(each, Happened::Settled { keeps } if *keeps != word.number));
            let grown_up = self.power(word.by) == Some(Power::Parent) && self.age(day) >= 16;
            let not_asked_again = word.yes.is_some_and(|yes| yes.last_day < day);
            let able = self.found_able(at, word);
            let asked = able.is_some_and(|able| {
                words.iter().any(|(later, each)| *later > at && each.by == Voice::Person && each.on >= able)
            });
            let after = word.yes.is_some() && able.is_some_and(|able| able + Days::new(28) < day);
            if narrowing && after {
                return decided_again || settled_away || asked;
            }
            decided_again || settled_away || grown_up || not_asked_again || asked || after
        };
        words.iter().filter(|(at, word)| !gone(*at, word)).map(|(_, word)| *word).collect()
    }

    /// Whether the narrowest of them lets an agency see the record: there is a yes, there is no no, and every
    /// yes is one to this agency too. Who runs the register is not asked about.
    pub fn may_see(&self, agency: &str, runs_it: bool, day: NaiveDate) -> bool {
        let says_yes = |word: &Word<'_>| word.yes.is_some_and(|yes| runs_it || yes.to.contains(agency));
        !self.in_force(day).is_empty() && self.counting(day, true).iter().all(says_yes)
    }

    pub fn power(&self, by: Voice) -> Option<Power> {
        match by {
            Voice::Holder(at) => Some(self.holders[at].power),
            Voice::Person | Voice::Checklist(_) => None,
        }
    }

    /// Who may decide on a day, by the law as this register reads it where nobody set it otherwise.
    pub fn who_may_decide(&self, day: NaiveDate) -> Vec<Voice> {
        let (age, child) = (self.age(day), self.age(day) < 16);
        let holding = |powers: &[Power]| -> Vec<Voice> {
            let all = self.holders.iter().enumerate();
            all.filter(|(_, holder)| powers.contains(&holder.power) && holder.may_decide(day))
                .map(|(at, _)| Voice::Holder(at))
                .collect()
        };
        let newest = self.speaking(day);
        match (newest.map(|at| self.assessments[at].able), child) {
            // A child is assessed first; everybody else is taken to be able.
            (None, true) | (Some(Able::Later), _) => Vec::new(),
            (None, false) | (Some(Able::Can), _) => vec![Voice::Person],
            (Some(Able::Cannot), true) => holding(&[Power::Parent]),
            (Some(Able::Cannot), false) => {
                let powers: &[Power] = if age >= 18 { &[Power::Deputy, Power::Attorney] } else { &[Power::Deputy] };
                let holders = holding(powers);
                if !holders.is_empty() {
                    return holders;
                }
                let fits = |each: &Checklist| Some(each.stands_on) == newest && each.on <= day && day <= each.until;
                self.checklists.iter().rposition(fits).map(Voice::Checklist).into_iter().collect()
            }
        }
    }

    /// Whether somebody who decided still has a say, though they might have to wait for a new assessment to decide again.
    fn still_has_a_say(&self, word: &Word<'_>, day: NaiveDate) -> bool {
        let child = self.age(day) < 16;
        let newest = self.newest(|each| each.of_a_child == child && each.on <= day);
        let found = newest.map(|at| self.assessments[at].able);
        // What no longer spoke when the person decided takes nothing from what they said.
        let spoke = newest.is_some_and(|at| word.on <= self.assessments[at].on + Days::new(28));
        match word.by {
            Voice::Person if child => found == Some(Able::Can),
            Voice::Person => !(found == Some(Able::Cannot) && spoke),
            Voice::Checklist(_) => matches!(found, Some(Able::Cannot | Able::Later)),
            Voice::Holder(at) if self.holders[at].may_decide(day) => match self.holders[at].power {
                Power::Parent => child && found != Some(Able::Can),
                Power::Attorney | Power::Deputy => matches!(found, Some(Able::Cannot | Able::Later)),
            },
            Voice::Holder(_) => false,
        }
    }

    /// Whether the team may say that one of those that differ stands. What the person decided who can decide is
    /// settled away by a court alone, and nobody is said to have no say who has one.
    pub fn may_settle(&self, keeps: usize, why: Why, day: NaiveDate) -> bool {
        let has = |word: &Word<'_>| self.still_has_a_say(word, day);
        let kept = self.words().into_iter().find(|(_, word)| word.number == keeps).map(|(_, word)| word);
        let others: Vec<Word<'_>> = self.in_force(day).into_iter().filter(|word| word.number != keeps).collect();
        let persons = |word: &Word<'_>| word.by == Voice::Person;
        match why {
            Why::Court => true,
            Why::PersonDecides => kept.is_some_and(|word| persons(&word) && has(&word)),
            Why::Agreed => !others.iter().any(|word| persons(word) && has(word)),
            Why::OthersMayNot => !others.iter().any(has),
        }
    }

    /// The next day on which what counts changes by itself: a yes lapses or ends with a finding, or a birthday.
    pub fn next_change(&self, day: NaiveDate) -> Option<NaiveDate> {
        let in_force = self.in_force(day);
        let ends = self.words().into_iter().filter_map(|(at, word)| Some(self.found_able(at, &word)? + Days::new(29)));
        let lapses = in_force.iter().filter_map(|word| word.yes?.last_day.succ_opt()).chain(ends);
        let birthdays = [16, 18].into_iter().filter_map(|years| self.born.checked_add_months(Months::new(12 * years)));
        lapses.chain(birthdays).filter(|change| *change > day).min()
    }

    pub fn name(&self, by: Voice) -> String {
        match by {
            Voice::Person => "the person".to_owned(),
            Voice::Holder(at) => format!("{} {}", format!("{:?}", self.holders[at].power).to_lowercase(), at + 1),
            Voice::Checklist(at) => format!("checklist {}", at + 1),
        }
    }
}

/// The history, a sentence a line.
impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.story.iter().try_for_each(|line| writeln!(f, "  {line}"))
    }
}
