//! What is counted, for whom, and what the numbers say. Pure.

use crate::{
    access::{
        model::{Actor, Section},
        policy,
    },
    rating::model::Rating,
};

/// Whose people somebody counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everybody on the register: the register's own team.
    County,
    /// The people shared with one's own agency.
    OwnAgency,
}

impl Reach {
    /// Whose people this actor counts.
    #[must_use]
    pub fn of(actor: &Actor) -> Self {
        if actor.is_register_team() { Self::County } else { Self::OwnAgency }
    }
}

/// Which counts a kind of agency may see, beside those of ratings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sees {
    /// Whether reviews are overdue.
    pub reviews: bool,
    /// Which other agencies are involved.
    pub agencies: bool,
    /// Everybody's actions; otherwise only its own agency's.
    pub all_actions: bool,
}

impl Sees {
    /// What this actor's kind of agency sees of one person, it sees counted.
    #[must_use]
    pub fn of(actor: &Actor) -> Self {
        let sees = |section| policy::may_see(actor.agency_kind, section);
        Self { reviews: sees(Section::Reviews), agencies: sees(Section::Consent), all_actions: sees(Section::Plan) }
    }
}

/// The people of one agency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_family = "wasm"), derive(sqlx::FromRow))]
pub struct AgencyCount {
    /// Its name.
    pub agency: String,
    /// How many people are shared with it.
    pub people: i64,
}

/// The open actions of one agency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_family = "wasm"), derive(sqlx::FromRow))]
pub struct ActionCount {
    /// The agency that owns them.
    pub agency: String,
    /// How many are open.
    pub open: i64,
    /// How many of those are overdue.
    pub overdue: i64,
}

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct Dashboard {
    /// Whose people are counted.
    pub reach: Reach,
    /// How many people stand at each rating; `None`: not rated yet.
    pub ratings: Vec<(Option<Rating>, i64)>,
    /// By agency involved, most people first; `None`: not for this reader.
    pub agencies: Option<Vec<AgencyCount>>,
    /// How many reviews are overdue; `None`: not for this reader.
    pub reviews_overdue: Option<i64>,
    /// The same of those alone who said yes to being counted, without their name, to plan services.
    pub planning: Vec<(Option<Rating>, i64)>,
    /// Open actions by owner, most overdue first.
    pub actions: Vec<ActionCount>,
    /// People referred and not asked yet.
    pub waiting: i64,
    /// Days since the oldest of those referrals.
    pub waiting_days: Option<i64>,
}

impl Dashboard {
    /// How many people are on the register.
    #[must_use]
    pub fn people(&self) -> i64 {
        self.ratings.iter().map(|(_, count)| count).sum()
    }

    /// How many people stand at a rating.
    #[must_use]
    pub fn rated(&self, rating: Option<Rating>) -> i64 {
        at_rating(&self.ratings, rating)
    }

    /// Every rating in the order shown, then those without one: also where nobody stands.
    #[must_use]
    pub fn by_rating(&self) -> Vec<(Option<Rating>, i64)> {
        every_rating().map(|rating| (rating, self.rated(rating))).collect()
    }

    /// How many people said yes to being counted for planning.
    #[must_use]
    pub fn agreed_to_planning(&self) -> i64 {
        self.planning.iter().map(|(_, count)| count).sum()
    }

    /// What may be passed on for planning: of those who said yes, how many stand at each rating, as [`for_planning`]
    /// writes it.
    #[must_use]
    pub fn planning_by_rating(&self) -> Vec<(Option<Rating>, String)> {
        every_rating().map(|rating| (rating, for_planning(at_rating(&self.planning, rating)))).collect()
    }

    /// Open actions of everybody.
    #[must_use]
    pub fn actions_open(&self) -> i64 {
        self.actions.iter().map(|each| each.open).sum()
    }

    /// Overdue actions of everybody.
    #[must_use]
    pub fn actions_overdue(&self) -> i64 {
        self.actions.iter().map(|each| each.overdue).sum()
    }

    /// What the chart of ratings shows.
    #[must_use]
    pub fn rating_title(&self) -> String {
        of_people(self.rated(Some(Rating::Red)), self.people(), "rated red")
    }

    /// What the chart of agencies shows.
    #[must_use]
    pub fn agency_title(&self) -> String {
        "How many people each agency is involved with".to_owned()
    }

    /// What the chart of actions shows.
    #[must_use]
    pub fn action_title(&self) -> String {
        match (self.actions_overdue(), self.actions_open()) {
            (_, 0) => "No action is open".to_owned(),
            (0, 1) => "The open action is on time".to_owned(),
            (0, open) => format!("All {open} open actions are on time"),
            (1, open) => format!("1 of {open} open actions is overdue"),
            (overdue, open) => format!("{overdue} of {open} open actions are overdue"),
        }
    }
}

fn every_rating() -> impl Iterator<Item = Option<Rating>> {
    Rating::ALL.iter().copied().map(Some).chain([None])
}

fn at_rating(counts: &[(Option<Rating>, i64)], rating: Option<Rating>) -> i64 {
    counts.iter().filter(|(each, _)| *each == rating).map(|(_, count)| count).sum()
}

/// A count that may leave the register: fewer than 5 is not said, and everything else is rounded to the nearest 5, so
/// that nobody can be found in a number, or in the difference of two.
#[must_use]
pub fn for_planning(count: i64) -> String {
    match count {
        ..=0 => "0".to_owned(),
        1..=4 => "Fewer than 5".to_owned(),
        count => ((count + 2) / 5 * 5).to_string(),
    }
}

fn of_people(some: i64, all: i64, what: &str) -> String {
    match (some, all) {
        (0, _) => format!("Nobody is {what}"),
        (1, 1) => format!("The only person is {what}"),
        (1, all) => format!("1 of {all} people is {what}"),
        (some, all) => format!("{some} of {all} people are {what}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::model::{AgencyKind, Role};

    fn actor(role: Role, kind: AgencyKind, hosts_register: bool) -> Actor {
        Actor {
            staff_id: "00000000-0000-7000-8000-00000000a001".parse().unwrap(),
            display_name: "Ada Bevan".into(),
            role,
            agency: "00000000-0000-7000-8000-00000000b001".parse().unwrap(),
            agency_name: "Test".into(),
            agency_kind: kind,
            hosts_register,
            agreement_in_force: true,
        }
    }

    fn dashboard(ratings: &[(Option<Rating>, i64)], actions: &[(i64, i64)]) -> Dashboard {
        Dashboard {
            reach: Reach::County,
            ratings: ratings.to_vec(),
            agencies: None,
            reviews_overdue: None,
            actions: actions
                .iter()
                .map(|(open, overdue)| ActionCount { agency: "Council".into(), open: *open, overdue: *overdue })
                .collect(),
            planning: Vec::new(),
            waiting: 0,
            waiting_days: None,
        }
    }

    #[test]
    fn only_the_registers_own_team_counts_the_county() {
        let nhs = AgencyKind::NhsLearningDisability;
        assert_eq!(Reach::of(&actor(Role::Coordinator, nhs, true)), Reach::County);
        assert_eq!(Reach::of(&actor(Role::Manager, nhs, true)), Reach::County);
        assert_eq!(Reach::of(&actor(Role::Practitioner, nhs, true)), Reach::OwnAgency);
        assert_eq!(Reach::of(&actor(Role::Manager, nhs, false)), Reach::OwnAgency);
    }

    #[test]
    fn a_police_manager_sees_no_count_of_reviews_or_of_others_actions() {
        let sees = Sees::of(&actor(Role::Manager, AgencyKind::Police, false));
        assert_eq!(sees, Sees { reviews: false, agencies: false, all_actions: false });
    }

    #[test]
    fn every_rating_is_shown_even_where_nobody_stands() {
        let page = dashboard(&[(Some(Rating::Amber), 2), (None, 1)], &[]);
        assert_eq!(
            page.by_rating(),
            [
                (Some(Rating::Red), 0),
                (Some(Rating::Amber), 2),
                (Some(Rating::Green), 0),
                (Some(Rating::Blue), 0),
                (None, 1)
            ]
        );
        assert_eq!(page.people(), 3);
    }

    #[test]
    fn nobody_can_be_found_in_a_number_for_planning() {
        let written: Vec<_> = [0, 1, 4, 5, 7, 8, 12, 13, 1_003].map(for_planning).to_vec();
        assert_eq!(written, ["0", "Fewer than 5", "Fewer than 5", "5", "5", "10", "10", "15", "1005"]);
    }

    #[test]
    fn only_those_who_said_yes_are_counted_for_planning() {
        let page = Dashboard {
            planning: vec![(Some(Rating::Amber), 6), (None, 1)],
            ..dashboard(&[(Some(Rating::Red), 9), (Some(Rating::Amber), 8), (None, 1)], &[])
        };
        assert_eq!((page.agreed_to_planning(), page.people()), (7, 18));
        let rows: Vec<_> = page.planning_by_rating().into_iter().map(|(_, count)| count).collect();
        assert_eq!(rows, ["0", "5", "0", "0", "Fewer than 5"]);
    }

    #[test]
    fn titles_say_what_is_so_in_ten_words_or_fewer() {
        for (page, rated, late) in [
            (dashboard(&[], &[]), "Nobody is rated red", "No action is open"),
            (
                dashboard(&[(Some(Rating::Red), 1)], &[(1, 0)]),
                "The only person is rated red",
                "The open action is on time",
            ),
            (
                dashboard(&[(Some(Rating::Red), 1), (None, 3)], &[(3, 1), (2, 0)]),
                "1 of 4 people is rated red",
                "1 of 5 open actions is overdue",
            ),
            (
                dashboard(&[(Some(Rating::Red), 2000), (None, 3000)], &[(3000, 2000)]),
                "2000 of 5000 people are rated red",
                "2000 of 3000 open actions are overdue",
            ),
        ] {
            assert_eq!((page.rating_title().as_str(), page.action_title().as_str()), (rated, late));
            for title in [page.rating_title(), page.action_title(), page.agency_title()] {
                assert!(title.split_whitespace().count() <= crate::ui::TITLE_WORDS_MAX, "{title}");
            }
        }
    }
}
