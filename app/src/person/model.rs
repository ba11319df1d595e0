//! What is held about who a person is.

use chrono::NaiveDate;

use crate::{
    access::model::Section,
    base::{
        answers::{Answers, Fault, Form},
        nhs_number::NhsNumber,
        postcode::Postcode,
    },
    words,
};

words! {
    /// What kind of place somebody lives in.
    pub enum PlaceKind {
        /// With family.
        FamilyHome = "family_home" => "Family home",
        /// A home of their own.
        OwnTenancy = "own_tenancy" => "Own home or tenancy",
        /// With support that comes with the home.
        SupportedLiving = "supported_living" => "Supported living",
        /// A care home.
        ResidentialCare = "residential_care" => "Residential care",
        /// A care home with nurses.
        NursingHome = "nursing_home" => "Nursing home",
        /// With a family that is paid to share its home.
        SharedLives = "shared_lives" => "Shared Lives",
        /// A foster home.
        FosterCare = "foster_care" => "Foster care",
        /// A school with beds.
        ResidentialSchool = "residential_school" => "Residential school or college",
        /// A hospital.
        Hospital = "hospital" => "Hospital",
        /// Prison or another secure place.
        Custody = "custody" => "Prison or custody",
        /// Somewhere for now.
        Temporary = "temporary" => "Temporary accommodation",
        /// Nowhere fixed.
        NoFixedHome = "no_fixed_home" => "No fixed home",
        /// Somewhere else.
        Other = "other" => "Somewhere else",
    }
}

words! {
    /// Learning disability, autism, both; or on the way to knowing.
    pub enum Diagnosis {
        /// A learning disability.
        LearningDisability = "learning_disability" => "Learning disability",
        /// Autism.
        Autism = "autism" => "Autism",
        /// Both.
        Both = "both" => "Learning disability and autism",
        /// On the diagnostic pathway.
        Waiting = "waiting" => "Waiting for a diagnosis",
        /// Neither has been diagnosed.
        Neither = "neither" => "No diagnosis",
    }
}

/// Who a person is and how to reach and talk with them. Empty text means "not provided".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// What they like to be called.
    pub known_as: String,
    /// Date of birth; a list may not have said.
    pub born_on: Option<NaiveDate>,
    /// Asked for, never required.
    pub nhs_number: Option<NhsNumber>,
    /// Where they live.
    pub address: String,
    /// Its postcode.
    pub postcode: Option<Postcode>,
    /// Hidden from lists, exports and letters.
    pub address_restricted: bool,
    /// What kind of place it is.
    pub place_kind: Option<PlaceKind>,
    /// How to ring them.
    pub phone: String,
    /// Learning disability, autism or both.
    pub diagnosis: Option<Diagnosis>,
    /// Who diagnosed it, when.
    pub diagnosis_evidence: String,
    /// How to talk with them, and reasonable adjustments.
    pub communication: String,
    /// What matters to them, in their own words.
    pub what_matters: String,
}

impl Details {
    /// The parts of a record that they hold, besides who it is.
    pub const SECTIONS: [Section; 4] = [Section::Home, Section::Diagnosis, Section::Communication, Section::Voice];

    /// Takes a section over from other details of the same person.
    pub fn take(&mut self, section: Section, from: &Self) {
        match section {
            Section::Home => {
                self.address.clone_from(&from.address);
                self.postcode.clone_from(&from.postcode);
                self.address_restricted = from.address_restricted;
                self.place_kind = from.place_kind;
                self.phone.clone_from(&from.phone);
            }
            Section::Diagnosis => {
                self.diagnosis = from.diagnosis;
                self.diagnosis_evidence.clone_from(&from.diagnosis_evidence);
            }
            Section::Communication => self.communication.clone_from(&from.communication),
            Section::Voice => self.what_matters.clone_from(&from.what_matters),
            // Who it is, everybody who may change details sees; the others are held elsewhere.
            Section::Identity
            | Section::Family
            | Section::Professionals
            | Section::Issues
            | Section::Strategies
            | Section::Plan
            | Section::OwnActions
            | Section::Rating
            | Section::Assessments
            | Section::Reviews
            | Section::Consent => {}
        }
    }

    /// Reads the fields of the details form.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn parse(answers: &Answers, today: NaiveDate) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        let given_name = form.line("given_name", "a first name");
        let family_name = form.line("family_name", "a last name");
        let known_as = form.optional_line("known_as", "what they like to be called");
        let born_on = form.date("born", "Date of birth");
        if let Some(born_on) = born_on {
            if born_on > today {
                form.fault("born", "Date of birth must be in the past");
            } else if crate::base::dates::age_on(born_on, today) > 120 {
                form.fault("born", "Date of birth must be less than 120 years ago");
            }
        }
        let nhs_number = form.parsed("nhs_number");
        let address = form.optional_text("address", "the address");
        let postcode = form.parsed("postcode");
        let phone = form.optional_line("phone", "the phone number");
        let diagnosis_evidence = form.optional_text("diagnosis_evidence", "the evidence");
        let communication = form.optional_text("communication", "communication and adjustments");
        let what_matters = form.optional_text("what_matters", "what matters to them");
        let details = Self {
            given_name,
            family_name,
            known_as,
            born_on,
            nhs_number,
            address,
            postcode,
            address_restricted: answers.chosen("address_restricted", "yes"),
            place_kind: form.optional_choice("place_kind"),
            phone,
            diagnosis: form.optional_choice("diagnosis"),
            diagnosis_evidence,
            communication,
            what_matters,
        };
        form.finish(Some(details))
    }

    /// The form's fields, filled in.
    #[must_use]
    pub fn to_answers(&self) -> Answers {
        let number = self.nhs_number.as_ref().map(ToString::to_string).unwrap_or_default();
        let postcode = self.postcode.as_ref().map(ToString::to_string).unwrap_or_default();
        Answers::default()
            .with("given_name", &self.given_name)
            .with("family_name", &self.family_name)
            .with("known_as", &self.known_as)
            .with_date("born", self.born_on)
            .with("nhs_number", number.replace('\u{a0}', " "))
            .with("address", &self.address)
            .with("postcode", postcode)
            .with("address_restricted", if self.address_restricted { "yes" } else { "" })
            .with("place_kind", self.place_kind.map_or("", PlaceKind::word))
            .with("phone", &self.phone)
            .with("diagnosis", self.diagnosis.map_or("", Diagnosis::word))
            .with("diagnosis_evidence", &self.diagnosis_evidence)
            .with("communication", &self.communication)
            .with("what_matters", &self.what_matters)
    }

    /// First and last name.
    #[must_use]
    pub fn name(&self) -> String {
        full_name(&self.given_name, &self.family_name)
    }
}

/// First and last name, as lists and headings show it.
#[must_use]
pub fn full_name(given: &str, family: &str) -> String {
    format!("{given} {family}").trim().to_owned()
}

/// Reads the form of a professional: `name`, `job`, `organisation`, `phone`, `email`.
///
/// # Errors
/// Every fault, with its field.
pub fn parse_professional(answers: &Answers) -> Result<(String, String, String, String, String), Vec<Fault>> {
    let mut form = Form::new(answers);
    let name = form.line("name", "a name");
    let job = form.line("job", "a job");
    let organisation = form.optional_line("organisation", "the organisation");
    let phone = form.optional_line("phone", "the phone number");
    let email = form.optional_line("email", "the email address");
    if phone.is_empty() && email.is_empty() {
        form.fault("phone", "Enter a phone number or an email address");
    }
    form.finish(Some((name, job, organisation, phone, email)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Answers {
        Answers::default()
            .with("given_name", " Zoë ")
            .with("family_name", "O\u{2019}Connor")
            .with("born_day", "6")
            .with("born_month", "8")
            .with("born_year", "1990")
    }

    fn today() -> NaiveDate {
        "2026-11-22".parse().unwrap()
    }

    #[test]
    fn only_a_name_and_a_date_of_birth_are_required() {
        let details = Details::parse(&typed(), today()).unwrap();
        assert_eq!(details.name(), "Zoë O\u{2019}Connor");
        assert_eq!(details.nhs_number, None);
    }

    #[test]
    fn a_birth_in_the_future_is_refused() {
        let faults = Details::parse(&typed().with("born_year", "2027"), today()).unwrap_err();
        assert_eq!(faults[0].message, "Date of birth must be in the past");
    }

    #[test]
    fn details_shown_in_the_form_are_read_back_the_same() {
        let typed = typed()
            .with("nhs_number", "999 000 0018")
            .with("postcode", "st1 4ab")
            .with("address_restricted", "yes")
            .with("place_kind", "supported_living")
            .with("diagnosis", "both")
            .with("communication", "Short sentences.\nTime to answer.");
        let details = Details::parse(&typed, today()).unwrap();
        assert_eq!(Details::parse(&details.to_answers(), today()).unwrap(), details);
    }
}
