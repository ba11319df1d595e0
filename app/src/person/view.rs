//! The banner, the lists of people, and the details form.

use leptos::prelude::*;

use super::{
    model::{Details, Diagnosis, PlaceKind},
    network::Involved,
    store::{Banner, PersonLine},
};
use crate::{
    access::model::{Level, Section},
    base::{dates, ids::PersonId},
    rating::{model::Rating, view::rating_word},
    ui::*,
};

/// The top of every page about a person: who it is, and how to talk with them.
pub fn banner(banner: &Banner) -> impl IntoView + use<> {
    let born = banner.born_on.map_or_else(
        || "Date of birth not known".to_owned(),
        |born_on| format!("Born {} (aged {})", dates::long(born_on), dates::age_on(born_on, banner.today)),
    );
    let number = banner
        .nhs_number
        .as_ref()
        .map_or_else(|| "NHS number not known".to_owned(), |number| format!("NHS number {number}"));
    let known_as = (!banner.known_as.is_empty())
        .then(|| view! { <p class="person-banner__known">"Likes to be called " {banner.known_as.clone()}</p> });
    let talk = (!banner.communication.is_empty()).then(|| {
        view! {
            <p class="person-banner__talk">
                <strong>"How to talk with them: "</strong>
                {banner.communication.clone()}
            </p>
        }
    });
    view! {
        <div class="person-banner" data-person=banner.person.to_string()>
            <p class="person-banner__name">{banner.name.clone()}</p>
            <p class="person-banner__facts">
                <span>{born}</span>
                <span>{number}</span>
            </p>
            {known_as}
            {talk}
        </div>
    }
}

/// Over a form whose words the person reads on their own page.
pub fn they_read_this() -> impl IntoView {
    view! { <p class="quiet">"The person can read this on their own page. Write it as you would say it to them."</p> }
}

/// A page about a person: banner, back link, heading, content.
pub fn person_page(person: &Banner, back: (&str, String), title: &str, content: AnyView) -> impl IntoView + use<> {
    let (text, href) = (back.0.to_owned(), back.1);
    view! {
        <BackLink href=href text=text/>
        {banner(person)}
        <h1 class="nhsuk-heading-l" data-person=person.person.to_string()>{title.to_owned()}</h1>
        {content}
    }
}

/// Finding people, and the list of those open to one's agency.
pub fn people(lines: Vec<PersonLine>, count: i64, page: i64, rating: Option<Rating>) -> impl IntoView {
    let filters: Vec<_> = std::iter::once(("All".to_owned(), "/people".to_owned(), rating.is_none()))
        .chain(
            Rating::ALL.iter().map(|each| {
                (each.label().to_owned(), format!("/people?rating={}", each.word()), rating == Some(*each))
            }),
        )
        .map(|(text, href, current)| view! { <li><a href=href aria-current=current.then_some("true")>{text}</a></li> })
        .collect();
    let of_rating = rating.map(|rating| format!("&rating={}", rating.word())).unwrap_or_default();
    let (previous, next) =
        pages(page, count, super::store::PAGE_SIZE, |page| format!("/people?page={page}{of_rating}"));
    let caption = match count {
        0 => "Nobody yet".to_owned(),
        1 => "1 person open to your agency".to_owned(),
        _ => format!("{count} people open to your agency"),
    };
    view! {
        <h1 class="nhsuk-heading-l">"People"</h1>
        {search_form()}
        <nav aria-label="By rating"><ul class="filters">{filters}</ul></nav>
        {table(caption, lines)}
        <Pagination previous=previous next=next/>
        <p><a href="/paper">"A signed paper form has come back"</a></p>
    }
}

/// What a search found.
pub fn found(lines: Vec<PersonLine>) -> impl IntoView {
    let caption = match lines.len() {
        0 => "Nobody found".to_owned(),
        1 => "1 person found".to_owned(),
        count if count >= super::store::FOUND_MAX => format!("The first {count} found. Type more to narrow it"),
        count => format!("{count} people found"),
    };
    let nobody = lines.is_empty().then(|| {
        view! {
            <InsetText>
                <p>"Nobody open to your agency fits. Check the spelling, or try the date of birth, the NHS number or the postcode."</p>
                <p><a href="/refer">"Refer somebody new"</a></p>
            </InsetText>
        }
    });
    view! {
        <BackLink href="/people" text="All people"/>
        <h1 class="nhsuk-heading-l">"Search"</h1>
        {search_form()}
        {nobody}
        {(!lines.is_empty()).then(|| table(caption, lines))}
    }
}

/// One field for whatever somebody knows. A POST: what is typed is personal and stays out of URLs.
pub fn search_form() -> impl IntoView {
    view! {
        <FormTo action="/people/search" class="search-form" search=true>
            <TextField
                name="q"
                label="Find a person"
                hint="Name, date of birth, NHS number or postcode. A small spelling mistake does not matter."
                autocomplete="off"
                spellcheck=false
            />
            <Button>"Search"</Button>
        </FormTo>
    }
}

fn table(caption: String, lines: Vec<PersonLine>) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|line| {
            let href = format!("/people/{}", line.person_id);
            let name = super::model::full_name(&line.given_name, &line.family_name);
            let status = match (line.level, line.rating) {
                (Level::Record, rating) => rating_word(rating),
                (Level::Asking, _) => view! { <Tag colour=TagColour::Grey text="Referral: not asked yet"/> }.into_any(),
                (Level::Closed, _) => view! { <Tag colour=TagColour::White text="Closed"/> }.into_any(),
            };
            vec![
                view! { <a href=href>{name}</a> }.into_any(),
                cell(line.born_on.map(dates::long).unwrap_or_else(|| "Not known".to_owned())),
                cell(line.nhs_number.map(|number| number.to_string()).unwrap_or_else(|| "Not known".to_owned())),
                status,
                cell(line.review_due_on.map(dates::long).unwrap_or_else(|| "–".to_owned())),
            ]
        })
        .collect();
    view! { <DataTable caption=caption head=["Name", "Born", "NHS number", "Rating", "Next review"] rows=rows first_is_header=true/> }
}

/// The fields that say who somebody is: shared by a referral and by correcting details.
pub fn identity_fields() -> impl IntoView {
    view! {
        <TextField name="given_name" label="First name" autocomplete="off" spellcheck=false/>
        <TextField name="family_name" label="Last name" autocomplete="off" spellcheck=false/>
        <DateField name="born" legend="Date of birth" hint="For example, 15 3 1984"/>
        <TextField
            name="nhs_number"
            label="NHS number, if you know it"
            hint="10 digits, like 999 000 0018. You can go on without it."
            kind=InputKind::Numeric
            width=20
            autocomplete="off"
            spellcheck=false
        />
    }
}

/// The fields that say where somebody lives and how to reach them.
pub fn home_fields() -> impl IntoView {
    let places = PlaceKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind.label())).collect();
    view! {
        <TextArea name="address" label="Address (optional)" rows=3/>
        <TextField name="postcode" label="Postcode (optional)" hint="If they have no fixed home, leave it empty or use ZZ99 3VZ." width=10 autocomplete="off" spellcheck=false/>
        <Checkboxes
            name="address_restricted"
            legend="Does the address need protecting?"
            hint="A restricted address stays out of lists, exports and letters."
            choices=vec![Choice::new("yes", "Yes, restrict it")]
            small=true
        />
        <Select name="place_kind" label="What kind of place is it? (optional)" choices=places/>
        <TextField name="phone" label="Phone number (optional)" kind=InputKind::Tel width=20 autocomplete="off"/>
    }
}

/// Correcting details, of these sections.
pub fn edit(person: &Banner, sections: &[Section], newer: Option<Details>) -> impl IntoView + use<> {
    let sees = |section| sections.contains(&section);
    let action = format!("/people/{}/details", person.person);
    let diagnoses = Diagnosis::ALL.iter().map(|each| Choice::new(each.word(), each.label())).collect();
    let newer = newer.map(both_versions);
    let home = sees(Section::Home).then(home_fields);
    let diagnosis = sees(Section::Diagnosis).then(|| {
        view! {
            <Select name="diagnosis" label="Diagnosis (optional)" choices=diagnoses/>
            <TextArea name="diagnosis_evidence" label="Evidence of the diagnosis (optional)" hint="Who diagnosed it, and when." rows=2/>
        }
    });
    let communication = sees(Section::Communication).then(|| {
        view! {
            <TextArea
                name="communication"
                label="How to talk with them, and what adjustments they need (optional)"
                hint="This is shown at the top of every page about them."
                rows=3
            />
        }
    });
    let voice = sees(Section::Voice).then(|| {
        view! { <TextArea name="what_matters" label="What matters to them, in their own words (optional)" rows=4/> }
    });
    let content = view! {
        {newer}
        <FormTo action=action>
            <Hidden name="version"/>
            {identity_fields()}
            <TextField name="known_as" label="What do they like to be called? (optional)" autocomplete="off" spellcheck=false/>
            {home}
            {diagnosis}
            {communication}
            {voice}
            <Button>"Save"</Button>
        </FormTo>
    };
    person_page(
        person,
        ("Back to the record", format!("/people/{}", person.person)),
        "Change details",
        content.into_any(),
    )
}

/// Two people saved the same details: the second sees what the first saved beside what they typed.
fn both_versions(newer: Details) -> impl IntoView {
    let theirs = newer.to_answers();
    let mine = form_state().answers;
    let rows: Vec<Vec<AnyView>> = theirs
        .fields()
        .filter(|(name, value)| mine.get(name).trim() != value.trim())
        .map(|(name, value)| vec![cell(field_label(name)), cell(value), cell(mine.get(name))])
        .collect();
    view! {
        <WarningCallout heading="Somebody else saved these details while you had them open">
            <p>"Nothing of yours is lost and nothing of theirs is overwritten. The form below holds what you typed. \
                Check the differences, put right what needs it, and save."</p>
        </WarningCallout>
        <DataTable caption="What differs" head=["What", "Saved by somebody else", "What you typed"] rows=rows first_is_header=true/>
    }
}

fn field_label(name: &str) -> &'static str {
    match name {
        "given_name" => "First name",
        "family_name" => "Last name",
        "known_as" => "Likes to be called",
        "born_day" => "Day of birth",
        "born_month" => "Month of birth",
        "born_year" => "Year of birth",
        "nhs_number" => "NHS number",
        "address" => "Address",
        "postcode" => "Postcode",
        "address_restricted" => "Address restricted",
        "place_kind" => "Kind of place",
        "phone" => "Phone number",
        "diagnosis" => "Diagnosis",
        "diagnosis_evidence" => "Evidence of the diagnosis",
        "communication" => "How to talk with them",
        "what_matters" => "What matters to them",
        _ => "Other",
    }
}

/// Who is added to a person's network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// A professional.
    Professional,
    /// Family or a friend.
    Relative,
}

impl Network {
    /// The page's title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Professional => "Add a professional",
            Self::Relative => "Add family or a friend",
        }
    }

    /// The part of the record they are.
    #[must_use]
    pub const fn section(self) -> Section {
        match self {
            Self::Professional => Section::Professionals,
            Self::Relative => Section::Family,
        }
    }

    /// Where they stand on the record.
    #[must_use]
    pub fn on_the_record(self, person: &PersonId) -> String {
        match self {
            Self::Professional => format!("/people/{person}#professionals"),
            Self::Relative => format!("/people/{person}#family"),
        }
    }

    /// The link beside one of them on the record, to say that they are no longer involved.
    #[must_use]
    pub fn end_link(self, person: &PersonId, id: &str, name: &str) -> AnyView {
        let kind = match self {
            Self::Professional => "professionals",
            Self::Relative => "relatives",
        };
        let href = format!("/people/{person}/{kind}/{id}/end");
        let name = format!(": {name}");
        view! { <a href=href>{NO_LONGER}<span class="nhsuk-u-visually-hidden">{name}</span></a> }.into_any()
    }
}

pub(super) const NO_LONGER: &str = "No longer involved";

/// Adding somebody to a person's network.
pub fn network(person: &Banner, which: Network) -> impl IntoView + use<> {
    let id = person.person.clone();
    let content = match which {
        Network::Professional => view! {
            <FormTo action=format!("/people/{id}/professionals")>
                <TextField name="name" label="Name" autocomplete="off" spellcheck=false/>
                <TextField name="job" label="Job" autocomplete="off"/>
                <TextField name="organisation" label="Where they work (optional)" autocomplete="off"/>
                <TextField name="phone" label="Phone number" kind=InputKind::Tel width=20 autocomplete="off"/>
                <TextField name="email" label="Email address" kind=InputKind::Email autocomplete="off" spellcheck=false/>
                <Button>"Save"</Button>
            </FormTo>
        }
        .into_any(),
        Network::Relative => {
            view! {
                <FormTo action=format!("/people/{id}/relatives")>
                    <TextField name="name" label="Name" autocomplete="off" spellcheck=false/>
                    <TextField name="relation" label="Who are they to the person?" hint="For example, mother or friend" autocomplete="off"/>
                    <TextField name="phone" label="Phone number (optional)" kind=InputKind::Tel width=20 autocomplete="off"/>
                    <Button>"Save"</Button>
                </FormTo>
            }
            .into_any()
        }
    };
    person_page(person, ("Back to the record", format!("/people/{id}")), which.title(), content)
}

/// Asks whether somebody is no longer involved.
pub fn no_longer(person: &Banner, who: &Involved, which: Network, action: String) -> impl IntoView + use<> {
    let named = format!("{} ({})", who.name, who.role);
    let stays = match which {
        Network::Professional => {
            "They are no longer shown as somebody to ring, here and on the person's own page. What they wrote on the \
             record stays, and so does their account, if they have one."
        }
        Network::Relative => {
            "They are no longer shown among family and friends, here and on the person's own page. If they may decide \
             for the person, end that under \u{201c}Who may decide\u{201d}."
        }
    };
    let content = view! {
        <p>{named}</p>
        <p>{stays}" If something about them changed, say here that they are no longer involved, and add them again as it is now."</p>
        <FormTo action=action draft=false>
            <Button>"They are no longer involved"</Button>
        </FormTo>
    };
    person_page(person, ("Back to the record", which.on_the_record(&person.person)), NO_LONGER, content.into_any())
}
