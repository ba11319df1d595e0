//! The words of the policy: who asks, for which kind of agency, to do what, about which sections.

use crate::{
    base::ids::{AgencyId, CodeId, HolderId, PersonId, StaffId},
    words,
};

words! {
    /// What somebody does here. One role each; a second hat is a second account.
    pub enum Role {
        /// Works with people: nurse, social worker, SENCO, paramedic, police officer.
        Practitioner = "practitioner" => "Practitioner",
        /// Runs the register day to day.
        Coordinator = "coordinator" => "Register coordinator",
        /// Answers for a service: what is overdue, what is missing.
        Manager = "manager" => "Manager",
        /// Answers for who saw what and why.
        InformationGovernance = "information_governance" => "Information-governance lead",
        /// Manages agencies and accounts; sees nobody's record.
        Administrator = "administrator" => "Administrator",
    }
}

words! {
    /// The seven kinds of agency that share the register.
    pub enum AgencyKind {
        /// NHS learning disability and autism services.
        NhsLearningDisability = "nhs_learning_disability" => "NHS learning disability and autism service",
        /// NHS mental health services.
        MentalHealth = "mental_health" => "NHS mental health service",
        /// Local-authority social care.
        SocialCare = "social_care" => "Council social care",
        /// Those who provide social care for the local authority.
        Provider = "provider" => "Care provider",
        /// Local-authority education.
        Education = "education" => "Council education",
        /// The ambulance service.
        Ambulance = "ambulance" => "Ambulance service",
        /// The police.
        Police = "police" => "Police",
    }
}

words! {
    /// A part of a record. What an agency may see is a set of these.
    pub enum Section {
        /// Name, date of birth, NHS number.
        Identity = "identity" => "Name, date of birth and NHS number",
        /// Where the person lives, and what kind of place it is.
        Home = "home" => "Where they live",
        /// Diagnosis and its evidence.
        Diagnosis = "diagnosis" => "Diagnosis",
        /// Communication needs and reasonable adjustments.
        Communication = "communication" => "Communication and adjustments",
        /// Family, and who holds which authority.
        Family = "family" => "Family",
        /// Key professionals with contact details.
        Professionals = "professionals" => "Professionals",
        /// What matters to the person, in their words.
        Voice = "voice" => "What matters to the person",
        /// Current concerns and how they may escalate.
        Issues = "issues" => "Issues",
        /// What has been tried and what could help.
        Strategies = "strategies" => "What has been tried and what could help",
        /// Every action.
        Plan = "plan" => "Action plan",
        /// Only the actions this agency owns.
        OwnActions = "own_actions" => "This agency's own actions",
        /// The rating and its history.
        Rating = "rating" => "Rating",
        /// The answers given to the clinical support tool.
        Assessments = "assessments" => "Clinical support tool answers",
        /// Reviews.
        Reviews = "reviews" => "Reviews",
        /// Decisions about being on the register.
        Consent = "consent" => "Consent decisions",
    }
}

/// Who asks: somebody signed in, with everything the policy needs to know of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub staff_id: StaffId,
    /// As colleagues see it.
    pub display_name: String,
    /// What they do here.
    pub role: Role,
    /// Who they work for.
    pub agency: AgencyId,
    /// Its name.
    pub agency_name: String,
    /// Its kind.
    pub agency_kind: AgencyKind,
    /// Whether it runs the register: its coordinators and managers are the register's own team.
    pub hosts_register: bool,
    /// Whether its sharing agreement is in force today. If not, it sees nobody; its administrator and its
    /// information-governance lead may still do their work.
    pub agreement_in_force: bool,
}

impl Actor {
    /// Whether they are of the register's own team: who coordinate or manage it, at an agency that runs it.
    #[must_use]
    pub fn is_register_team(&self) -> bool {
        self.hosts_register && matches!(self.role, Role::Coordinator | Role::Manager)
    }

    /// Whoever runs a command of the server for an agency: nobody with an account. The log shows the
    /// id of nought.
    ///
    /// # Errors
    /// Never, with the fixed id below; an id is only made by parsing.
    pub fn console(
        agency: AgencyId,
        agency_name: String,
        agency_kind: AgencyKind,
    ) -> Result<Self, crate::base::ids::NotAnId> {
        Ok(Self {
            staff_id: NOBODY.parse()?,
            display_name: "The server's console".to_owned(),
            role: Role::Administrator,
            agency,
            agency_name,
            agency_kind,
            hosts_register: false,
            agreement_in_force: true,
        })
    }

    /// The account, unless it is the console.
    #[must_use]
    pub fn staff(&self) -> Option<StaffId> {
        (self.staff_id.as_str() != NOBODY).then(|| self.staff_id.clone())
    }
}

const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// Who asks with a personal code: the person themselves, or who decides for them. A code is for one
/// person, so their id comes with the holder and is never read from an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeHolder {
    /// Which code.
    pub code: CodeId,
    /// Whose page it opens.
    pub person: PersonId,
    /// As whom somebody else holds it; none for the person themselves.
    pub holder: Option<HolderId>,
    /// Their name; empty for the person themselves.
    pub name: String,
    /// Mother, deputy; empty for the person themselves.
    pub relation: String,
}

impl CodeHolder {
    /// Whether it is the person themselves.
    #[must_use]
    pub fn is_the_person(&self) -> bool {
        self.holder.is_none()
    }
}

words! {
    /// How far a person's information is open to one agency at this moment (table `sharing`).
    pub enum Level {
        /// Before a decision: the least needed to ask, for the referrer's agency and the register's own team.
        Asking = "asking" => "Before a decision",
        /// A decision in force covers this agency.
        Record = "record" => "On the register",
        /// Refused, withdrawn or closed: to the register's own team the name and the answers, to nobody else anything.
        Closed = "closed" => "Closed and restricted",
    }
}

words! {
    /// The kinds of list in which a name can be read (table `glimpse`).
    pub enum List {
        /// Everybody open to an agency, or those with one rating.
        People = "people" => "List of people",
        /// What a search found.
        Found = "found" => "Search",
        /// What is to be done today.
        Today = "today" => "Today",
        /// Who was referred.
        Referrals = "referrals" => "Referrals",
        /// Who may be the same person as somebody else.
        Alike = "alike" => "Who may be the same person",
    }
}

/// Why something is not allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// As far as the asker can tell, there is no such person.
    Hidden,
    /// The asker may know that it exists; the sentence says why not this.
    Forbidden(&'static str),
    /// The asker may know that it exists, and a decision closed it to all but the register's own team.
    Closed,
}

/// An act about one person, whoever does it, in the type of its permit.
pub trait AboutPerson: Send + 'static {
    /// Its name in the policy and the log.
    const ACT: Act;
}

/// An act of somebody signed in about one person.
pub trait PersonAct: AboutPerson {}

/// An act of the person, or of who decides for them, on the person's own page.
pub trait OwnAct: AboutPerson {}

/// What the house does to one person's record by itself, because time has passed: nobody may.
pub trait HouseAct: Send + 'static {
    /// Its name in the log.
    const ACT: Act;
}

/// An act about no one person in particular, in the type of its scope.
pub trait ScopeAct: Send + 'static {
    /// Its name in the policy and the log.
    const ACT: Act;
}

macro_rules! acts {
    (person { $($(#[$pm:meta])* $p:ident = $pw:literal => $pl:literal),+ $(,)? }
     own { $($(#[$om:meta])* $o:ident = $ow:literal => $ol:literal),+ $(,)? }
     scope { $($(#[$sm:meta])* $s:ident = $sw:literal => $sl:literal),+ $(,)? }
     house { $($(#[$hm:meta])* $h:ident = $hw:literal => $hl:literal),+ $(,)? }) => {
        words! {
            /// Everything that can be done here, by name.
            pub enum Act { $($(#[$pm])* $p = $pw => $pl,)+ $($(#[$om])* $o = $ow => $ol,)+ $($(#[$sm])* $s = $sw => $sl,)+ $($(#[$hm])* $h = $hw => $hl),+ }
        }

        /// The acts as types: what a permit or a scope is for.
        pub mod act {
            use super::{AboutPerson, Act, HouseAct, OwnAct, PersonAct, ScopeAct};
            $($(#[$pm])* #[derive(Debug)] pub struct $p; impl AboutPerson for $p { const ACT: Act = Act::$p; } impl PersonAct for $p {})+
            $($(#[$om])* #[derive(Debug)] pub struct $o; impl AboutPerson for $o { const ACT: Act = Act::$o; } impl OwnAct for $o {})+
            $($(#[$sm])* #[derive(Debug)] pub struct $s; impl ScopeAct for $s { const ACT: Act = Act::$s; })+
            $($(#[$hm])* #[derive(Debug)] pub struct $h; impl HouseAct for $h { const ACT: Act = Act::$h; })+
        }

        impl Act {
            /// Whether somebody signed in does it to one person.
            #[must_use]
            pub const fn is_about_a_person(self) -> bool {
                match self { $(Self::$p)|+ => true, $(Self::$o)|+ => false, $(Self::$s)|+ => false, $(Self::$h)|+ => false }
            }

            /// Whether the person does it, or who decides for them.
            #[must_use]
            pub const fn is_ones_own(self) -> bool {
                match self { $(Self::$o)|+ => true, $(Self::$p)|+ => false, $(Self::$s)|+ => false, $(Self::$h)|+ => false }
            }

            /// Whether the house does it by itself, because time has passed.
            #[must_use]
            pub const fn is_of_the_house(self) -> bool {
                match self { $(Self::$h)|+ => true, $(Self::$p)|+ => false, $(Self::$o)|+ => false, $(Self::$s)|+ => false }
            }
        }
    };
}

acts! {
    person {
        /// See who was referred and why.
        ViewReferral = "view_referral" => "See a referral",
        /// See a person's record.
        ViewRecord = "view_record" => "See a record",
        /// Correct who a person is and how to reach them.
        EditDetails = "edit_details" => "Change details",
        /// Explain the register, ask, and record the answers.
        RecordConsent = "record_consent" => "Record a consent decision",
        /// Record that the person changed their mind.
        WithdrawConsent = "withdraw_consent" => "Record a withdrawal",
        /// Settle which of several decisions that differ stands.
        SettleConflict = "settle_conflict" => "Settle decisions that differ",
        /// Close a referral that leads nowhere.
        CloseReferral = "close_referral" => "Close a referral",
        /// Fill in the clinical support tool.
        AssessRisk = "assess_risk" => "Fill in the clinical support tool",
        /// Set the rating.
        SetRating = "set_rating" => "Set the rating",
        /// Note issues, what was tried, what could help, and agree actions.
        ChangePlan = "change_plan" => "Change the plan",
        /// Say what came of an action.
        UpdateAction = "update_action" => "Update an action",
        /// Record a review.
        CompleteReview = "complete_review" => "Complete a review",
        /// Keep one colleague out of the record because the person wants it, or let them in again.
        KeepOut = "keep_out" => "Keep a colleague out of a record",
        /// See who has looked at a record, and why.
        ViewAccessLog = "view_access_log" => "See who looked at a record",
        /// Give a personal code to the person, or to who decides for them, and take it back.
        GiveCode = "give_code" => "Give a personal code",
        /// Say what was done about what the person asked for.
        AnswerRequest = "answer_request" => "Answer what the person asked for",
    }
    own {
        /// See what is written, who sees it, who has looked, and what happens next.
        SeeOwnPage = "see_own_page" => "See their own page",
        /// Stop sharing at once.
        ChangeOwnMind = "change_own_mind" => "Change their mind on their own page",
        /// Add words, a picture or a drawing.
        AddOwnWords = "add_own_words" => "Add their own words",
        /// Say that something is wrong.
        Disagree = "disagree" => "Say that they do not agree",
        /// Ask somebody to talk with them.
        AskToTalk = "ask_to_talk" => "Ask somebody to talk with them",
    }
    scope {
        /// Refer somebody.
        ReferPerson = "refer_person" => "Refer a person",
        /// Ask to be added, or for one of one's family, without an account.
        ReferOneself = "refer_oneself" => "Ask for oneself or one's family",
        /// Find a person.
        SearchPeople = "search_people" => "Search for people",
        /// Who needs me today.
        SeeToday = "see_today" => "See who needs me today",
        /// One's agency's referrals and what came of them.
        SeeReferrals = "see_referrals" => "See referrals",
        /// Whose paper form a code belongs to, among those one may see.
        FindPaperForm = "find_paper_form" => "Find whose paper form it is",
        /// Counts, not people.
        SeeDashboard = "see_dashboard" => "See the dashboard",
        /// Bring a list in.
        BringListIn = "bring_list_in" => "Bring a list in",
        /// Agencies and their sharing agreements.
        ManageAgencies = "manage_agencies" => "Manage agencies",
        /// Accounts.
        ManageStaff = "manage_staff" => "Manage accounts",
        /// The picture pack: which pictures it has, lacks or holds in vain.
        SeePictures = "see_pictures" => "See the picture pack",
        /// The log of everything, without names.
        SeeAuditLog = "see_audit_log" => "See the audit log",
        /// One's own account.
        OwnAccount = "own_account" => "Use one's own account",
    }
    house {
        /// Close the record of somebody whose yes has lapsed.
        CloseLapsed = "close_lapsed" => "Close what nobody asked about again in time",
        /// Let go of the details of somebody who said no.
        ForgetRefused = "forget_refused" => "Let go of the details, four weeks after a no",
    }
}
