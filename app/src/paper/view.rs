//! Pages of forms on paper.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::{
    model::FormKind,
    store::{PaperForm, ScanLine},
};
use crate::{
    base::dates,
    easy_read::model::PictureSet,
    person::{store::Banner, view::banner},
    ui::*,
};

/// The form that fits somebody's age, where that is known.
#[must_use]
pub fn kind_for(person: &Banner) -> Option<FormKind> {
    let age = dates::age_on(person.born_on?, person.today);
    Some(if age < 18 { FormKind::Child } else { FormKind::Adult })
}

/// The ways in which a form can be printed: pictures or symbols, in the usual or in large text.
fn print_links(base: &str) -> impl IntoView + use<> {
    let links: Vec<_> = [
        ("Colour pictures", PictureSet::Colour, "100"),
        ("Symbols", PictureSet::Symbol, "100"),
        ("Colour pictures, large print", PictureSet::Colour, "150"),
        ("Symbols, large print", PictureSet::Symbol, "150"),
    ]
    .into_iter()
    .map(|(text, set, size)| {
        let href = format!("{base}?pictures={}&text={size}", set.word());
        view! { <li><a href=href data-full>{text}" (PDF)"</a></li> }
    })
    .collect();
    view! { <ul class="nhsuk-list">{links}</ul> }
}

/// Forms that are about nobody yet.
pub fn blank_forms(list: &str) -> impl IntoView + use<> {
    let forms: Vec<_> = FormKind::ALL
        .iter()
        .map(|kind| {
            view! {
                <h2 class="nhsuk-heading-m">{kind.label()}</h2>
                {print_links(&format!("/forms/{}/form.pdf", kind.word()))}
            }
        })
        .collect();
    view! {
        <BackLink href="/about" text=format!("About the {list}")/>
        <h1 class="nhsuk-heading-l">"Forms to print"</h1>
        <p>{format!(
            "You can answer the questions about the {list} on paper. Somebody from one of the services goes through them with \
             you. You can say yes, no or not sure to each one.",
        )}</p>
        <p>"If you say no, your support stays the same."</p>
        {forms}
        <p>{format!("A form alone puts nobody on the {list}. Give it to somebody who supports you.")}</p>
    }
}

/// The forms printed for somebody, and one more.
pub fn forms(person: &Banner, forms: &[PaperForm], today: NaiveDate) -> impl IntoView + use<> {
    let id = person.person.clone();
    let kinds = FormKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind.label())).collect();
    let rows: Vec<_> = forms
        .iter()
        .map(|form| {
            let link = format!("/people/{id}/paper/{}", form.paper_form_id);
            let printed = dates::long_time(form.printed_at);
            vec![
                view! { <a href=link>{printed}</a> }.into_any(),
                cell(form.kind.label()),
                cell(form.printed_by.clone().unwrap_or_else(|| "–".to_owned())),
                cell(state(form, today)),
            ]
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        view! { <DataTable caption="Forms printed so far" head=["Printed", "Form", "By", "State"] rows=rows first_is_header=true/> }
    });
    view! {
        <BackLink href=format!("/people/{id}/consent") text="Ask for a decision"/>
        {banner(person)}
        <h1 class="nhsuk-heading-l" data-person=id.to_string()>"Ask on paper"</h1>
        <p>"The form has the same questions as the conversation, with pictures. It carries a code that brings the signed \
            form back to this record. The code says nothing about the person."</p>
        <FormTo action=format!("/people/{id}/paper") draft=false>
            <Radios name="kind" legend="Which form?" choices=kinds/>
            <Button>"Make the form"</Button>
        </FormTo>
        {table}
    }
}

fn state(form: &PaperForm, today: NaiveDate) -> String {
    match form.pages {
        0 if form.expired(today) => format!("Not awaited any more since {}", dates::long(form.expires_on)),
        0 => format!("Awaited until {}", dates::long(form.expires_on)),
        1 => "1 page has come back".to_owned(),
        pages => format!("{pages} pages have come back"),
    }
}

/// A printed form, and the signed pages that came back.
pub fn form(person: &Banner, form: &PaperForm, scans: &[ScanLine], today: NaiveDate) -> impl IntoView + use<> {
    let id = person.person.clone();
    let base = format!("/people/{id}/paper/{}", form.paper_form_id);
    let by = match (&form.printed_by, &form.printed_agency) {
        (Some(name), Some(agency)) => format!("{name}, {agency}"),
        (Some(name), None) => name.clone(),
        (None, _) => "–".to_owned(),
    };
    let rows = vec![
        SummaryRow::new("Form", form.kind.label().to_owned()),
        SummaryRow::new("Printed", dates::long_time(form.printed_at)),
        SummaryRow::new("By", by),
        SummaryRow::new("Questions", format!("Version {}", form.questions_version)),
        SummaryRow::new("State", state(form, today)),
    ];
    let (expired, outdated) = (form.expired(today), form.outdated());
    let print = (!expired && !outdated).then(|| {
        view! {
            <h2 class="nhsuk-heading-m">"Print it"</h2>
            <p>"Choose what this person reads best. It is the same form each time."</p>
            {print_links(&format!("{base}/form.pdf"))}
        }
    });
    let old = outdated.then(|| {
        view! {
            <WarningCallout heading="This form has older questions">
                <p>"The questions have changed since it was printed. Keep the signed pages here, and ask again whatever the \
                    form does not ask."</p>
            </WarningCallout>
        }
    });
    let (until, again) = (dates::long(form.expires_on), format!("/people/{id}/paper"));
    let late = expired.then(|| {
        view! {
            <WarningCallout heading="The time for this form is over">
                <p>"It was awaited until "{until}". A signed form that is older may not be what the \
                    person wants now. "<a href=again>"Print a new one and ask again."</a></p>
            </WarningCallout>
        }
    });
    let add = (!expired).then(|| {
        view! {
            <FormTo action=base.clone() files=true draft=false>
                <FileField
                    name="pages"
                    label="Photo or scan of the signed pages"
                    hint="JPEG, PNG or PDF, up to 10 MB at a time. Choose several files at once, or send one after the other."
                    accept="image/jpeg,image/png,application/pdf"
                    multiple=true
                />
                <Button>"Keep these pages"</Button>
            </FormTo>
        }
    });
    let copy = (form.pages > 0).then(|| {
        view! {
            <h2 class="nhsuk-heading-m">"Copy the answers"</h2>
            <p>"Pages alone decide nothing. Nothing is shared and nobody is on the register before the answers are copied."</p>
            <ButtonLink href=format!("/people/{id}/consent?paper={}", form.paper_form_id)>"Copy the answers into the record"</ButtonLink>
        }
    });
    view! {
        <BackLink href=format!("/people/{id}/paper") text="Forms on paper"/>
        {banner(person)}
        <h1 class="nhsuk-heading-l" data-person=id.to_string()>"A paper form"</h1>
        {old}
        {late}
        <SummaryList rows=rows/>
        {print}
        <h2 class="nhsuk-heading-m">"The signed form has come back"</h2>
        {pages(&base, form, scans)}
        {add}
        {copy}
    }
}

fn pages(base: &str, form: &PaperForm, scans: &[ScanLine]) -> AnyView {
    if form.pages == 0 {
        return view! { <p>"No page has come back yet."</p> }.into_any();
    }
    if scans.is_empty() {
        let text = "Pages are kept with the record. Your agency does not see decisions, so it cannot look at them.";
        return view! { <p>{text}</p> }.into_any();
    }
    let rows = scans
        .iter()
        .map(|scan| {
            let href = format!("{base}/pages/{}", scan.paper_scan_id);
            let link = view! { <a href=href data-full>{format!("Page {}", scan.page)}</a> }.into_any();
            vec![
                link,
                cell(scan.media_type.label()),
                cell(scan.uploaded_by.clone().unwrap_or_else(|| "–".to_owned())),
                cell(dates::long_time(scan.uploaded_at)),
            ]
        })
        .collect();
    view! { <DataTable caption="Signed pages" head=["Page", "Kind", "Added by", "When"] rows=rows first_is_header=true/> }
        .into_any()
}

/// A signed form has come back: whose is it?
pub fn back() -> impl IntoView {
    view! {
        <BackLink href="/people" text="People"/>
        <h1 class="nhsuk-heading-l">"A signed paper form has come back"</h1>
        <p>"Each page has a code at its foot. It leads to the right record. Type it, or send a photo that shows the square code."</p>
        <FormTo action="/paper" files=true draft=false>
            <TextField name="code" label="Code on the form" hint="10 letters and numbers, such as ABCDE-12345." autocomplete="off" spellcheck=false/>
            <FileField
                name="pages"
                label="Photo or scan of the signed pages"
                hint="JPEG, PNG or PDF, up to 10 MB. In some PDFs the square code cannot be read: then type the code too."
                accept="image/jpeg,image/png,application/pdf"
                multiple=true
            />
            <Button>"Find the record"</Button>
        </FormTo>
    }
}

/// Above the conversation while answers are copied from paper.
pub fn copied_from(form: &PaperForm) -> impl IntoView + use<> {
    let printed = dates::long(dates::london(form.printed_at).date());
    let old = form.outdated().then_some(" Its questions are older: ask again whatever it does not ask.");
    view! {
        <InsetText>
            <p>{format!("You are copying the answers from the paper form printed on {printed}.")}{old}</p>
        </InsetText>
    }
}
