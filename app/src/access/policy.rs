//! The whole policy, pure and in one place. Nothing else decides who may do what.
//!
//! Read from the top: the agreement, the role, the kind of agency, then how the person stands to
//! the agency. Every rule answers in the same three ways: yes, "not found", or a sentence. For a colleague whom
//! the person keeps out (`permit::not_kept_out`) nobody stands to the agency at all: the level is `None`.

use super::model::{Act, Actor, AgencyKind, Denied, Level, Role, Section};

const NO_AGREEMENT: &str =
    "Your agency's sharing agreement is not in force. Ask your information-governance lead to renew it.";
const NOT_YOUR_ROLE: &str = "Your role does not include this. Ask your register coordinator if you think it should.";
const NOT_YOUR_AGENCY: &str = "This is for health and social care staff who are trained in it.";
const NOT_YOUR_SECTION: &str = "Your agency does not see this part of the record, so it cannot add to it.";
const NOT_ASKED_YET: &str = "Nobody has recorded a decision yet, so there is only a referral. Ask the person first.";
const NOTHING_SHARED: &str = "Nothing is shared now, so there is nothing to stop.";

/// A closed record in words, wherever it is met: what the rules below answer at [`Level::Closed`].
pub const CLOSED_TO_OTHERS: &str =
    "Only the register\u{2019}s own team can still open it: it reads the name and the answers, and may ask again.";

/// May this actor do this to a person who stands at this level to the actor's agency?
/// `None`: the person is nothing to that agency, or does not exist.
///
/// # Errors
/// [`Denied`] says what to answer.
pub fn decide(actor: &Actor, act: Act, level: Option<Level>) -> Result<(), Denied> {
    if !actor.agreement_in_force {
        return Err(Denied::Forbidden(NO_AGREEMENT));
    }
    role_allows(actor.role, act)?;
    agency_allows(actor.agency_kind, act)?;
    // Whether the person exists comes first: no sentence may betray it.
    let level = level.ok_or(Denied::Hidden)?;
    let register_team = actor.is_register_team();
    match act {
        // Of somebody who stopped sharing only the register's own team still reads the name and the answers: the
        // person is told so (`changing-your-mind`, "few-people").
        Act::ViewReferral => match level {
            Level::Asking | Level::Record => Ok(()),
            Level::Closed if register_team => Ok(()),
            Level::Closed => Err(Denied::Closed),
        },
        Act::ViewAccessLog | Act::RecordConsent | Act::CloseReferral | Act::KeepOut => match level {
            Level::Asking | Level::Record => Ok(()),
            // The register's own team may record that somebody changed their mind back, answer a new
            // referral of somebody who said no, show who looked, and keep out whom the person names, even
            // when the record is closed.
            Level::Closed if register_team => Ok(()),
            Level::Closed => Err(Denied::Closed),
        },
        // A change of mind is answered by the register's own team: nobody else sees the person any more. Before
        // a decision those who ask answer what they wrote down themselves (`own::requests` shows no more).
        Act::AnswerRequest => match level {
            Level::Record | Level::Asking => Ok(()),
            Level::Closed if register_team => Ok(()),
            Level::Closed => Err(Denied::Closed),
        },
        // Only the register's own team weighs one person's decision against another's.
        Act::SettleConflict if !register_team => Err(Denied::Forbidden(NOT_YOUR_ROLE)),
        Act::SettleConflict => match level {
            Level::Record | Level::Closed => Ok(()),
            Level::Asking => Err(Denied::Forbidden(NOT_ASKED_YET)),
        },
        Act::EditDetails => match level {
            Level::Asking | Level::Record => Ok(()),
            Level::Closed => Err(Denied::Closed),
        },
        Act::WithdrawConsent => match level {
            Level::Record => Ok(()),
            Level::Asking => Err(Denied::Forbidden(NOT_ASKED_YET)),
            // Somebody's own yes under another's no: it must not come back when that is settled.
            Level::Closed if register_team => Ok(()),
            Level::Closed => Err(Denied::Closed),
        },
        Act::ViewRecord
        | Act::AssessRisk
        | Act::SetRating
        | Act::ChangePlan
        | Act::UpdateAction
        | Act::CompleteReview
        | Act::GiveCode => match level {
            Level::Record => Ok(()),
            Level::Asking => Err(Denied::Forbidden(NOT_ASKED_YET)),
            Level::Closed => Err(Denied::Closed),
        },
        Act::ReferPerson
        | Act::ReferOneself
        | Act::SearchPeople
        | Act::SeeToday
        | Act::SeeReferrals
        | Act::FindPaperForm
        | Act::SeeDashboard
        | Act::BringListIn
        | Act::ManageAgencies
        | Act::SeePictures
        | Act::ManageStaff
        | Act::SeeAuditLog
        | Act::OwnAccount
        | Act::SeeOwnPage
        | Act::ChangeOwnMind
        | Act::AddOwnWords
        | Act::Disagree
        | Act::AskToTalk
        | Act::CloseLapsed
        | Act::ForgetRefused => Err(Denied::Hidden),
    }
}

/// May whoever holds a personal code do this on that one person's own page? `level` is how far the
/// person is open to anybody at all: the page stays theirs to read after they said no.
///
/// # Errors
/// [`Denied`] says what to answer.
pub fn decide_own(act: Act, level: Level) -> Result<(), Denied> {
    match act {
        Act::SeeOwnPage | Act::AddOwnWords | Act::Disagree | Act::AskToTalk => Ok(()),
        // While somebody else's no holds, one's own yes may still be taken back (`consent::model::can_withdraw`).
        Act::ChangeOwnMind => match level {
            Level::Record | Level::Closed => Ok(()),
            Level::Asking => Err(Denied::Forbidden(NOTHING_SHARED)),
        },
        Act::ViewReferral
        | Act::ViewRecord
        | Act::EditDetails
        | Act::RecordConsent
        | Act::WithdrawConsent
        | Act::SettleConflict
        | Act::CloseReferral
        | Act::KeepOut
        | Act::AssessRisk
        | Act::SetRating
        | Act::ChangePlan
        | Act::UpdateAction
        | Act::CompleteReview
        | Act::ViewAccessLog
        | Act::GiveCode
        | Act::AnswerRequest
        | Act::ReferPerson
        | Act::ReferOneself
        | Act::SearchPeople
        | Act::SeeToday
        | Act::SeeReferrals
        | Act::FindPaperForm
        | Act::SeeDashboard
        | Act::BringListIn
        | Act::ManageAgencies
        | Act::ManageStaff
        | Act::SeePictures
        | Act::SeeAuditLog
        | Act::OwnAccount
        | Act::CloseLapsed
        | Act::ForgetRefused => Err(Denied::Hidden),
    }
}

/// What the own page shows: everything. But the tool's answers are for the person alone: it asks whether those
/// around them are a danger, and whoever else holds a code may be the one it speaks of.
#[must_use]
pub const fn may_see_of_oneself(section: Section, is_the_person: bool) -> bool {
    is_the_person || !matches!(section, Section::Assessments)
}

/// May somebody without an account do this? Only ask, and hear nothing of anybody.
///
/// # Errors
/// [`Denied::Hidden`] for everything else.
pub fn decide_without_account(act: Act) -> Result<(), Denied> {
    if act == Act::ReferOneself { Ok(()) } else { Err(Denied::Hidden) }
}

/// May this actor do this, where it is about no one person?
///
/// # Errors
/// [`Denied`] says what to answer.
pub fn decide_scope(actor: &Actor, act: Act) -> Result<(), Denied> {
    // Administrators and information-governance leads see no record, so they may work while an
    // agreement has lapsed: they are the ones who renew it.
    let sees_people =
        !matches!(act, Act::ManageAgencies | Act::ManageStaff | Act::SeePictures | Act::SeeAuditLog | Act::OwnAccount);
    if sees_people && !actor.agreement_in_force {
        return Err(Denied::Forbidden(NO_AGREEMENT));
    }
    if act.is_about_a_person() || act.is_ones_own() {
        return Err(Denied::Hidden);
    }
    role_allows(actor.role, act)
}

/// What a role includes, whatever the agency.
///
/// # Errors
/// [`Denied::Forbidden`] where it does not include the act.
pub fn role_allows(role: Role, act: Act) -> Result<(), Denied> {
    use Role::{Administrator, Coordinator, InformationGovernance, Manager, Practitioner};
    let allowed = match act {
        Act::OwnAccount => true,
        Act::ViewReferral
        | Act::ViewRecord
        | Act::EditDetails
        | Act::RecordConsent
        | Act::WithdrawConsent
        | Act::KeepOut
        | Act::AssessRisk
        | Act::SetRating
        | Act::ChangePlan
        | Act::UpdateAction
        | Act::CompleteReview
        | Act::GiveCode
        | Act::AnswerRequest
        | Act::ReferPerson
        | Act::SearchPeople
        | Act::SeeToday
        | Act::SeeReferrals
        | Act::FindPaperForm => matches!(role, Practitioner | Coordinator | Manager),
        Act::SettleConflict | Act::CloseReferral | Act::SeeDashboard | Act::ViewAccessLog => {
            matches!(role, Coordinator | Manager)
        }
        Act::BringListIn => matches!(role, Coordinator | Manager | Administrator),
        Act::ManageAgencies | Act::ManageStaff | Act::SeePictures => matches!(role, Administrator),
        Act::SeeAuditLog => matches!(role, InformationGovernance),
        // With a personal code, without any account, or by the house itself; no role has these.
        Act::SeeOwnPage
        | Act::ChangeOwnMind
        | Act::AddOwnWords
        | Act::Disagree
        | Act::AskToTalk
        | Act::ReferOneself
        | Act::CloseLapsed
        | Act::ForgetRefused => false,
    };
    if allowed { Ok(()) } else { Err(Denied::Forbidden(NOT_YOUR_ROLE)) }
}

/// What a kind of agency does, whoever asks: the tool is for health and social care, and nobody adds
/// to a part of the record that they cannot see.
fn agency_allows(kind: AgencyKind, act: Act) -> Result<(), Denied> {
    let clinical = match kind {
        AgencyKind::NhsLearningDisability | AgencyKind::MentalHealth | AgencyKind::SocialCare => true,
        AgencyKind::Provider | AgencyKind::Education | AgencyKind::Ambulance | AgencyKind::Police => false,
    };
    if matches!(act, Act::AssessRisk | Act::SetRating) && !clinical {
        return Err(Denied::Forbidden(NOT_YOUR_AGENCY));
    }
    // Whoever does not read what the person says cannot answer it, nor explain their own page to them.
    let unseen = (act == Act::CompleteReview && !may_see(kind, Section::Reviews))
        || (act == Act::ChangePlan && !may_see(kind, Section::Plan))
        || (act == Act::KeepOut && !may_see(kind, Section::Consent))
        || (matches!(act, Act::GiveCode | Act::AnswerRequest) && !may_see(kind, Section::Voice));
    if unseen { Err(Denied::Forbidden(NOT_YOUR_SECTION)) } else { Ok(()) }
}

/// What each kind of agency needs to know of somebody whose decision covers it: relevant,
/// appropriate and proportionate, as the sharing agreement says.
#[must_use]
pub fn sections(kind: AgencyKind) -> &'static [Section] {
    use Section::{
        Assessments, Communication, Consent, Diagnosis, Family, Home, Identity, Issues, OwnActions, Plan,
        Professionals, Rating, Reviews, Strategies, Voice,
    };
    match kind {
        AgencyKind::NhsLearningDisability | AgencyKind::MentalHealth | AgencyKind::SocialCare => &[
            Identity,
            Home,
            Diagnosis,
            Communication,
            Family,
            Professionals,
            Voice,
            Issues,
            Strategies,
            Plan,
            Rating,
            Assessments,
            Reviews,
            Consent,
        ],
        AgencyKind::Provider => &[
            Identity,
            Home,
            Diagnosis,
            Communication,
            Family,
            Professionals,
            Voice,
            Issues,
            Strategies,
            Plan,
            Rating,
            Reviews,
            Consent,
        ],
        AgencyKind::Education => &[
            Identity,
            Home,
            Diagnosis,
            Communication,
            Family,
            Professionals,
            Voice,
            Issues,
            Strategies,
            Plan,
            Rating,
            Consent,
        ],
        AgencyKind::Ambulance => {
            &[Identity, Home, Diagnosis, Communication, Professionals, Issues, Strategies, OwnActions, Rating]
        }
        // A name, how to talk with the person, whom to ring, and how worried everyone is: no
        // diagnosis, no history, nothing that was said in confidence.
        AgencyKind::Police => &[Identity, Communication, Professionals, OwnActions, Rating],
    }
}

/// Whether a kind of agency sees a section.
#[must_use]
pub fn may_see(kind: AgencyKind, section: Section) -> bool {
    sections(kind).contains(&section)
}

/// Whether a kind of agency sees a section of somebody who stands to it at a level. Before a decision
/// it is the least needed to ask, and of that nothing that the agency would not see after a yes.
#[must_use]
pub fn may_see_at(kind: AgencyKind, level: Level, section: Section) -> bool {
    let least = matches!(section, Section::Identity | Section::Home | Section::Communication | Section::Family);
    match level {
        Level::Record => may_see(kind, section),
        Level::Asking => least && may_see(kind, section),
        Level::Closed => false,
    }
}

/// Whether somebody reads a section in order to ask for a decision: who holds an authority, what was
/// decided before, and what was filled in for it. Whoever sees the section does; and the agency that runs
/// the register at any level, since it is the one that asks again after a no or when a yes has lapsed.
#[must_use]
pub fn may_read_to_ask(actor: &Actor, level: Level, section: Section) -> bool {
    let runs_it = actor.hosts_register && may_see(actor.agency_kind, section);
    runs_it || may_see_at(actor.agency_kind, level, section)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(role: Role, kind: AgencyKind) -> Actor {
        Actor {
            staff_id: "00000000-0000-7000-8000-00000000a001".parse().unwrap(),
            display_name: "Ada Bevan".into(),
            role,
            agency: "00000000-0000-7000-8000-00000000b001".parse().unwrap(),
            agency_name: "Test".into(),
            agency_kind: kind,
            hosts_register: false,
            agreement_in_force: true,
        }
    }

    #[test]
    fn without_a_sharing_agreement_in_force_nobody_may_do_anything_about_a_person() {
        for &role in Role::ALL {
            for &act in Act::ALL.iter().filter(|act| act.is_about_a_person()) {
                for level in [None, Some(Level::Asking), Some(Level::Record), Some(Level::Closed)] {
                    let lapsed = Actor { agreement_in_force: false, ..actor(role, AgencyKind::SocialCare) };
                    assert_eq!(decide(&lapsed, act, level), Err(Denied::Forbidden(NO_AGREEMENT)));
                }
            }
        }
    }

    #[test]
    fn no_agency_sees_more_before_a_decision_than_after_it() {
        for &kind in AgencyKind::ALL {
            for &section in Section::ALL {
                assert!(!may_see_at(kind, Level::Asking, section) || may_see(kind, section), "{kind:?} {section:?}");
                assert!(!may_see_at(kind, Level::Closed, section), "{kind:?} {section:?}");
            }
        }
    }

    #[test]
    fn what_was_decided_before_is_read_by_who_sees_decisions_and_by_who_runs_the_register() {
        let reads = |kind, hosts_register, level| {
            let actor = Actor { hosts_register, ..actor(Role::Practitioner, kind) };
            may_read_to_ask(&actor, level, Section::Consent)
        };
        for &level in Level::ALL {
            assert!(!reads(AgencyKind::Police, false, level), "{level:?}");
            assert!(!reads(AgencyKind::Ambulance, false, level), "{level:?}");
            assert_eq!(reads(AgencyKind::SocialCare, false, level), level == Level::Record);
            assert!(reads(AgencyKind::NhsLearningDisability, true, level), "{level:?}");
        }
    }

    #[test]
    fn a_personal_code_opens_the_acts_of_the_own_page_and_no_other() {
        for &act in Act::ALL {
            for &level in Level::ALL {
                assert_eq!(decide_own(act, level) != Err(Denied::Hidden), act.is_ones_own(), "{act:?}");
            }
        }
        assert_eq!(decide_own(Act::SeeOwnPage, Level::Closed), Ok(()), "a no does not lock oneself out");
        assert_eq!(decide_own(Act::ChangeOwnMind, Level::Closed), Ok(()), "one's own yes, under another's no");
        assert!(decide_own(Act::ChangeOwnMind, Level::Asking).is_err());
    }

    #[test]
    fn no_role_has_the_acts_of_the_own_page() {
        for &role in Role::ALL {
            for &act in Act::ALL.iter().filter(|act| act.is_ones_own()) {
                assert!(role_allows(role, act).is_err());
                let actor = actor(role, AgencyKind::NhsLearningDisability);
                assert!(decide(&actor, act, Some(Level::Record)).is_err());
                assert!(decide_scope(&actor, act).is_err());
            }
        }
    }

    #[test]
    fn without_an_account_one_may_only_ask() {
        let allowed: Vec<Act> = Act::ALL.iter().copied().filter(|act| decide_without_account(*act).is_ok()).collect();
        assert_eq!(allowed, [Act::ReferOneself]);
    }

    #[test]
    fn a_strangers_record_is_hidden_for_every_act_that_the_role_includes() {
        for &role in Role::ALL {
            for &kind in AgencyKind::ALL {
                for &act in Act::ALL.iter().filter(|act| act.is_about_a_person()) {
                    assert_ne!(decide(&actor(role, kind), act, None), Ok(()), "{role:?} {kind:?} {act:?}");
                }
            }
        }
        assert_eq!(decide(&actor(Role::Practitioner, AgencyKind::Police), Act::ViewRecord, None), Err(Denied::Hidden));
    }

    #[test]
    fn before_a_decision_there_is_only_a_referral() {
        let nurse = actor(Role::Practitioner, AgencyKind::NhsLearningDisability);
        assert_eq!(decide(&nurse, Act::ViewReferral, Some(Level::Asking)), Ok(()));
        assert_eq!(decide(&nurse, Act::RecordConsent, Some(Level::Asking)), Ok(()));
        for act in [Act::ViewRecord, Act::AssessRisk, Act::SetRating, Act::ChangePlan, Act::CompleteReview] {
            assert_eq!(decide(&nurse, act, Some(Level::Asking)), Err(Denied::Forbidden(NOT_ASKED_YET)));
        }
    }

    #[test]
    fn a_closed_record_can_only_be_reopened_by_the_registers_own_team() {
        let nurse = actor(Role::Practitioner, AgencyKind::NhsLearningDisability);
        let team = Actor { hosts_register: true, ..actor(Role::Coordinator, AgencyKind::NhsLearningDisability) };
        assert!(decide(&nurse, Act::RecordConsent, Some(Level::Closed)).is_err());
        assert!(decide(&nurse, Act::ViewReferral, Some(Level::Closed)).is_err(), "the person is told so");
        assert_eq!(decide(&team, Act::ViewReferral, Some(Level::Closed)), Ok(()));
        assert_eq!(decide(&team, Act::RecordConsent, Some(Level::Closed)), Ok(()));
        assert!(decide(&team, Act::ViewRecord, Some(Level::Closed)).is_err());
    }

    #[test]
    fn nobody_adds_to_a_part_of_the_record_that_they_cannot_see() {
        for (kind, act) in [(AgencyKind::Police, Act::ChangePlan), (AgencyKind::Education, Act::CompleteReview)] {
            let denied = decide(&actor(Role::Practitioner, kind), act, Some(Level::Record));
            assert_eq!(denied, Err(Denied::Forbidden(NOT_YOUR_SECTION)));
        }
        assert_eq!(
            decide(&actor(Role::Practitioner, AgencyKind::Provider), Act::CompleteReview, Some(Level::Record)),
            Ok(())
        );
    }

    #[test]
    fn administrators_and_governance_leads_see_nobodys_record() {
        for role in [Role::Administrator, Role::InformationGovernance] {
            for &act in Act::ALL.iter().filter(|act| act.is_about_a_person()) {
                assert!(decide(&actor(role, AgencyKind::SocialCare), act, Some(Level::Record)).is_err(), "{act:?}");
            }
        }
    }

    #[test]
    fn police_never_see_diagnosis_home_or_history() {
        for section in [
            Section::Diagnosis,
            Section::Home,
            Section::Assessments,
            Section::Reviews,
            Section::Strategies,
            Section::Family,
        ] {
            assert!(!may_see(AgencyKind::Police, section), "{section:?}");
        }
    }
}
