//! Who does not see a record that others see, and why. Pure.

use std::collections::BTreeMap;

use super::model::{Answer, Standing};
use crate::{agency::store::Agency, base::ids::AgencyId};

/// Why an agency does not see a record that others see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unseen {
    /// No, by at least one who has a say.
    No,
    /// Yes, and stopped since.
    Stopped {
        /// By whom; empty for the person.
        by: String,
    },
    /// Not sure, which never counts as yes.
    NotSure,
    /// It joined after the questions were asked.
    NotAsked,
    /// Yes, but its sharing agreement is not in force.
    NoAgreement,
}

impl Unseen {
    /// Beside its name, for staff.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::No => "the answer was no",
            Self::Stopped { .. } => "sharing was stopped after a yes",
            Self::NotSure => "the answer was not sure",
            Self::NotAsked => "not asked about yet",
            Self::NoAgreement => "the answer was yes, but its sharing agreement is not in force",
        }
    }
}

/// Who of the agencies that are asked about does not see the record, and why. Nobody where nothing is shared: there it is
/// so for all of them. `sees` are those that do, `stopped` those that did, each with who stopped it
/// (`Decided::stopped_since`).
#[must_use]
pub fn unseen(
    standing: &Standing,
    asked: &[Agency],
    sees: &[AgencyId],
    stopped: &BTreeMap<AgencyId, String>,
) -> Vec<(Agency, Unseen)> {
    let Standing::Given { agencies, .. } = standing else { return Vec::new() };
    let why = |id: &AgencyId| match agencies.get(id) {
        Some(Answer::No) => Some(stopped.get(id).map_or(Unseen::No, |by| Unseen::Stopped { by: by.clone() })),
        Some(Answer::NotSure) => Some(Unseen::NotSure),
        Some(Answer::Yes) => (!sees.contains(id)).then_some(Unseen::NoAgreement),
        None => Some(Unseen::NotAsked),
    };
    asked.iter().filter_map(|agency| why(&agency.agency_id).map(|why| (agency.clone(), why))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::model::AgencyKind;

    fn agency(at: u8) -> AgencyId {
        format!("00000000-0000-7000-8000-0000000000{at:02}").parse().unwrap()
    }

    fn named(at: u8) -> Agency {
        Agency {
            agency_id: agency(at),
            code: format!("A{at}"),
            name: format!("Agency {at}"),
            kind: AgencyKind::Provider,
            hosts_register: false,
        }
    }

    #[test]
    fn who_does_not_see_it_is_told_and_nobody_where_nothing_is_shared() {
        let asked = (1..=4).map(named).collect::<Vec<_>>();
        let agencies = [(1, Answer::No), (2, Answer::Yes), (3, Answer::NotSure)].map(|(at, said)| (agency(at), said));
        let given = Standing::Given { until: "2027-11-22".parse().unwrap(), agencies: agencies.into() };
        let of = |standing: &Standing, sees: &[AgencyId]| {
            let lines = unseen(standing, &asked, sees, &BTreeMap::new()).into_iter();
            lines.map(|(agency, why)| format!("{}: {why:?}", agency.name)).collect::<Vec<_>>()
        };
        let told = ["Agency 1: No", "Agency 3: NotSure", "Agency 4: NotAsked"];
        assert_eq!(of(&given, &[agency(2), agency(9)]), told);
        assert_eq!(of(&given, &[agency(9)])[1], "Agency 2: NoAgreement", "a yes, and yet it sees nothing");
        let stopped = BTreeMap::from([(agency(1), String::new()), (agency(2), String::new())]);
        let lines = unseen(&given, &asked, &[agency(2)], &stopped);
        assert_eq!(lines[0], (named(1), Unseen::Stopped { by: String::new() }), "it was yes before");
        assert!(!lines.iter().any(|(asked, _)| asked.agency_id == agency(2)), "and is yes again");
        for nothing in [Standing::NotAsked, Standing::Lapsed, Standing::Ended] {
            assert!(of(&nothing, &[]).is_empty(), "{nothing:?}");
        }
    }
}
