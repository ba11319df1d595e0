//! What a new account of a colleague must say, and whose account may be managed. Pure.

use super::model::NewAccount;
use crate::{
    access::model::{Actor, Role},
    base::{
        answers::{Answers, Fault, Form},
        ids::{AgencyId, StaffId},
    },
};

/// A colleague's account, as typed and checked.
#[derive(Debug, Clone)]
pub struct NewColleague {
    /// Name, e-mail address, first password.
    pub account: NewAccount,
    /// For which agency.
    pub agency: AgencyId,
    /// What they do here.
    pub role: Role,
}

impl NewColleague {
    /// Reads the fields `agency`, `role` and those of [`NewAccount`].
    ///
    /// # Errors
    /// Every fault, with its field, in the order of the page.
    pub fn parse(answers: &Answers) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        let agency = form.choice("agency", "the agency they work for");
        let role = form.choice("role", "what they do here");
        match (form.finish(agency.zip(role)), NewAccount::parse(answers)) {
            (Ok((agency, role)), Ok(account)) => Ok(Self { account, agency, role }),
            (choices, account) => Err(choices.err().into_iter().chain(account.err()).flatten().collect()),
        }
    }
}

/// What a role means, for whoever gives it.
#[must_use]
pub const fn role_hint(role: Role) -> &'static str {
    match role {
        Role::Practitioner => "Works with people: refers, asks, rates, reviews, plans.",
        Role::Coordinator => "The same, and closes referrals, brings lists in and sees the dashboard.",
        Role::Manager => "The same as a coordinator: answers for a service.",
        Role::InformationGovernance => "Sees the audit log. Sees nobody\u{2019}s record.",
        Role::Administrator => "Manages agencies and accounts, and brings lists in. Sees nobody\u{2019}s record.",
    }
}

/// Why somebody may not end an account, or give it a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotManage {
    /// Whoever ends the last administrator's account locks everybody out; and one's own password is
    /// changed by whoever knows the present one.
    #[error(
        "You cannot do this to your own account. Change your password at \u{201c}Your account\u{201d}; to end the account, ask another administrator"
    )]
    OwnAccount,
}

/// May this administrator end this account, or give it a new password?
///
/// # Errors
/// [`CannotManage`], a sentence to show.
pub fn may_manage(actor: &Actor, staff: &StaffId) -> Result<(), CannotManage> {
    if actor.staff_id == *staff { Err(CannotManage::OwnAccount) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::model::AgencyKind;

    #[test]
    fn nobody_ends_their_own_account_or_gets_around_its_password() {
        let ada: StaffId = "00000000-0000-7000-8000-00000000a001".parse().unwrap();
        let ben: StaffId = "00000000-0000-7000-8000-00000000a002".parse().unwrap();
        let actor = Actor {
            staff_id: ada.clone(),
            display_name: "Ada Bevan".into(),
            role: Role::Administrator,
            agency: "00000000-0000-7000-8000-00000000b001".parse().unwrap(),
            agency_name: "Test".into(),
            agency_kind: AgencyKind::SocialCare,
            hosts_register: true,
            agreement_in_force: true,
        };
        assert_eq!(may_manage(&actor, &ada), Err(CannotManage::OwnAccount));
        assert_eq!(may_manage(&actor, &ben), Ok(()));
    }

    #[test]
    fn an_account_needs_an_agency_and_a_role_and_says_all_that_is_missing() {
        let answers = Answers::default().with("agency", "the moon").with("role", "admiral").with("display_name", "Ada");
        let fields: Vec<_> = NewColleague::parse(&answers).unwrap_err().into_iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["agency", "role", "job_title", "email", "password"]);
    }
}
