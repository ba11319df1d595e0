//! Printing documents and forms; signed forms that come back.

use std::sync::Arc;

use axum::response::IntoResponse;
use documents::{Contrast, Look};
use http::{HeaderValue, StatusCode, header};

use super::{
    booklet,
    form::{self, AskedAgency, Sheet},
    model::{Code, FormKind, MediaType},
    press::{Pdf, Reader},
    read::{self, Page},
    store::{self, Added, PaperForm, ScanLine},
    strip::strip,
    view,
};
use crate::{
    access::model::act::{FindPaperForm, RecordConsent},
    agency::{self, store::Agencies},
    base::{
        answers::{Answers, Fault},
        error::AppError,
        ids::{PaperFormId, PaperScanId, PersonId},
    },
    easy_read::model::{self as easy_read, Document, Format, PictureSet, Wording},
    person::store::{self as person, Banner},
    shell::Flash,
    ui::FormState,
    web::{
        Answer, Preferences, Reply, Visit,
        preferences::{Calm, Percent, Theme},
        visit::Upload,
    },
};

/// How a reader's settings look on paper. A dark page would cost ink and be no easier to read.
#[must_use]
pub fn look(liked: &Preferences) -> Look {
    let percent = |percent: Percent| percent.word().parse::<u16>().unwrap_or(100);
    let text = u32::from(percent(liked.scale)) * u32::from(percent(liked.font)) / 100;
    let contrast = match liked.theme {
        Theme::Contrast => Contrast::High,
        Theme::Default | Theme::Standard | Theme::Cream | Theme::Dark => Contrast::Usual,
    };
    let look = Look::default()
        .text(u16::try_from(text).unwrap_or(200))
        .lines(percent(liked.line))
        .spacing(percent(liked.spacing))
        .contrast(contrast);
    match liked.calm {
        Calm::On => look.words_only(),
        Calm::Off | Calm::Pictures => look,
    }
}

/// What a browser's own viewer of PDFs needs, and nothing else.
const PDF_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'";

/// A PDF, shown by the browser and not kept by it.
#[must_use]
pub fn pdf_reply(pdf: &Pdf, file_name: &str) -> Reply {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        // Shown, and called so when it is kept. The name is ours: it holds no word that anybody typed.
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{file_name}.pdf\"")),
        (header::CONTENT_SECURITY_POLICY, PDF_POLICY.to_owned()),
    ];
    Reply::raw((headers, pdf.to_vec()).into_response())
}

/// `GET /about/{document}/{format}/booklet.pdf`: a public document as a PDF, as the reader likes to read.
pub async fn document_pdf(visit: Arc<Visit>) -> Answer {
    let key: String = visit.id("document")?;
    let format: Format = visit.id("format")?;
    let wording: Wording = visit.query.get("wording").parse().unwrap_or(Wording::Adult);
    let document: &'static Document = easy_read::document_in(&key, wording).ok_or(AppError::NotFound)?;
    let (look, list) = (look(&visit.reading().liked), visit.site.list_name.clone());
    let name = format!("{}-{}", document.key, format.word());
    let kept = format!("{name} {} {look:?}", wording.word());
    let press = &visit.site.press;
    let pdf = press
        .print_public(reader(&visit), kept, move |pictures| booklet::pdf(document, format, &list, pictures, look))
        .await?;
    Ok(pdf_reply(&pdf, &name))
}

/// For whom a public paper is made.
fn reader(visit: &Visit) -> Reader {
    if visit.actor().is_ok() { Reader::SignedIn } else { Reader::Anybody }
}

/// `GET /forms`: consent forms to print.
pub async fn blank_forms(visit: Arc<Visit>) -> Answer {
    let list = visit.site.list_name.clone();
    Ok(visit.page("Forms to print", move || view::blank_forms(&list)))
}

/// `GET /forms/{kind}/form.pdf`: a consent form that is about nobody yet.
pub async fn blank_form(visit: Arc<Visit>) -> Answer {
    let kind: FormKind = visit.id("kind")?;
    let agencies = visit
        .access()
        .looking_up(async |house| {
            let today = house.today();
            agency::store::told_apart(house, today).await
        })
        .await?;
    let sheet = sheet(&visit, kind, agencies);
    let look = look_of(&visit);
    // Agencies come and go: they are part of what the paper is kept by.
    let kept = format!("form {sheet:?} {look:?}");
    let pdf =
        visit.site.press.print_public(reader(&visit), kept, move |pictures| form::pdf(&sheet, pictures, look)).await?;
    Ok(pdf_reply(&pdf, &format!("consent-form-{}", kind.word())))
}

/// The text size and pictures that were chosen for this paper, else the reader's own.
fn look_of(visit: &Visit) -> Look {
    match visit.query.get("text").parse::<Percent>() {
        Ok(chosen) => look(&Preferences { scale: chosen, font: Percent::P100, ..visit.reading().liked }),
        Err(_) => look(&visit.reading().liked),
    }
}

fn sheet(visit: &Visit, kind: FormKind, agencies: Agencies) -> Sheet {
    let Agencies { hosts, asked, .. } = agencies;
    Sheet {
        kind,
        name: String::new(),
        agencies: asked.into_iter().map(|agency| AskedAgency { name: agency.name, kind: agency.kind }).collect(),
        hosts: hosts.into_iter().map(|host| host.name).collect(),
        list: visit.site.list_name.clone(),
        set: visit.query.get("pictures").parse().unwrap_or(PictureSet::Colour),
        code: None,
    }
}

fn secret(visit: &Visit) -> [u8; 32] {
    visit.site.draft_key.secret_for("paper forms")
}

/// `GET /people/{person}/paper`: the forms printed for somebody, and one more.
pub async fn forms_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let form = FormState::default();
    show_forms(&visit, &person, form).await
}

async fn show_forms(visit: &Visit, person: &PersonId, mut form: FormState) -> Answer {
    let (banner, forms) = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, person, async |permit| {
            permit.note("paper_forms");
            Ok((person::banner(permit).await?, store::forms(permit).await?))
        })
        .await?;
    if !form.answers.has("kind")
        && let Some(kind) = view::kind_for(&banner)
    {
        form.answers.set("kind", kind.word());
    }
    let today = visit.today();
    Ok(visit.form_page("Paper forms", form, move || view::forms(&banner, &forms, today)))
}

/// `POST /people/{person}/paper`: notes that a form is printed, and leads to it.
pub async fn print(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let mut form = crate::base::answers::Form::new(&visit.form);
    let kind: Option<FormKind> = form.choice("kind", "which form to print");
    let kind = match form.finish(kind) {
        Ok(kind) => kind,
        Err(faults) => return show_forms(&visit, &person, visit.refused(faults)).await,
    };
    let secret = secret(&visit);
    let id = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, &person, async |permit| store::print(permit, kind, &secret).await)
        .await?;
    Ok(Reply::see(format!("/people/{person}/paper/{id}")))
}

/// `GET /people/{person}/paper/{form}`: a printed form, and the signed pages that came back.
pub async fn form_page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    show_form(&visit, &person, FormState::default()).await
}

async fn show_form(visit: &Visit, person: &PersonId, state: FormState) -> Answer {
    let id: PaperFormId = visit.id("form")?;
    let (banner, form, scans) = read_form(visit, person, &id).await?;
    let today = visit.today();
    Ok(visit.form_page("A paper form", state, move || view::form(&banner, &form, &scans, today)))
}

async fn read_form(
    visit: &Visit,
    person: &PersonId,
    id: &PaperFormId,
) -> Result<(Banner, PaperForm, Vec<ScanLine>), AppError> {
    visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, person, async |permit| {
            permit.note("paper_form");
            Ok((person::banner(permit).await?, store::form(permit, id).await?, store::scans(permit, id).await?))
        })
        .await
}

/// `GET /people/{person}/paper/{form}/form.pdf`: the form itself, with the name and the code.
pub async fn form_pdf(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let id: PaperFormId = visit.id("form")?;
    let (banner, printed, agencies) = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, &person, async |permit| {
            permit.note("paper_form_pdf");
            let printed = store::form(permit, &id).await?;
            let asked = store::asked_about(permit, id.as_str()).await?.unwrap_or_default();
            let today = permit.today();
            let mut agencies = agency::store::told_apart(permit, today).await?;
            agencies.asked.retain(|agency| asked.contains(&agency.agency_id));
            Ok((person::banner(permit).await?, printed, agencies))
        })
        .await?;
    let code = Code::of(&secret(&visit), id.as_str());
    // Another key, other questions or a day too late: the paper would lead nowhere, or to other words.
    if code.hash() != printed.code_hash || printed.expired(visit.today()) || printed.outdated() {
        return Ok(Reply::see(format!("/people/{person}/paper/{id}")));
    }
    let address = visit.whole_address(&format!("/paper/{code}"));
    let sheet = Sheet {
        name: banner.name,
        code: Some(documents::Code { address, text: code.to_string() }),
        ..sheet(&visit, printed.kind, agencies)
    };
    let look = look_of(&visit);
    let pdf = visit.site.press.print(move |pictures| form::pdf(&sheet, pictures, look)).await?;
    Ok(pdf_reply(&pdf, "consent-form"))
}

/// `POST /people/{person}/paper/{form}`: adds signed pages.
pub async fn add_pages(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let id: PaperFormId = visit.id("form")?;
    let (_, printed, _) = read_form(&visit, &person, &id).await?;
    let refuse = |message: String| vec![Fault { field: "pages".to_owned(), message }];
    if printed.expired(visit.today()) {
        let fault = refuse("The time for this form is over. Print a new one and ask again".to_owned());
        return show_form(&visit, &person, visit.refused(fault)).await;
    }
    let pages = match look_at_all(&visit).await? {
        Ok(pages) => pages,
        Err(message) => return show_form(&visit, &person, visit.refused(refuse(message))).await,
    };
    let other = |(page, _): &(Page, Vec<u8>)| page.code.as_ref().is_some_and(|code| code.hash() != printed.code_hash);
    if pages.iter().any(other) {
        let fault = "A photo shows the code of another form. Check whose form it is before you send it";
        return show_form(&visit, &person, visit.refused(refuse(fault.to_owned()))).await;
    }
    keep(&visit, &person, &id, pages).await
}

async fn keep(visit: &Visit, person: &PersonId, id: &PaperFormId, pages: Vec<(Page, Vec<u8>)>) -> Answer {
    let pages: Vec<_> =
        pages.into_iter().map(|(page, bytes)| (page.media_type, strip(page.media_type, bytes, page.turned))).collect();
    let added = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, person, async |permit| store::add(permit, id, &pages).await)
        .await?;
    match added {
        Added::New(_) => Ok(Reply::done(format!("/people/{person}/paper/{id}"), Flash::PaperAdded)),
        Added::TooMany => {
            let message = "There are more pages than the form has. Send only its own pages".to_owned();
            let form = visit.refused(vec![Fault { field: "pages".to_owned(), message }]);
            let (banner, printed, scans) = read_form(visit, person, id).await?;
            let today = visit.today();
            Ok(visit.form_page("A paper form", form, move || view::form(&banner, &printed, &scans, today)))
        }
    }
}

/// Looks at every file that was sent, on a blocking thread. The outer error is ours, the inner a sentence.
async fn look_at_all(visit: &Visit) -> Result<Result<Vec<(Page, Vec<u8>)>, String>, AppError> {
    let files: Vec<Vec<u8>> = visit.uploads.iter().filter(|upload| upload.field == "pages").map(bytes_of).collect();
    if files.is_empty() {
        return Ok(Err("Choose the photo or scan of the signed form".to_owned()));
    }
    let several = files.len() > 1;
    let looked = visit
        .site
        .press
        .work(move || {
            files
                .into_iter()
                .enumerate()
                .map(|(at, bytes)| match read::look_at(&bytes) {
                    Ok(page) => Ok((page, bytes)),
                    Err(fault) if several => Err(format!("File {}: {fault}", at + 1)),
                    Err(fault) => Err(fault.to_string()),
                })
                .collect::<Result<Vec<_>, String>>()
        })
        .await?;
    Ok(looked)
}

fn bytes_of(upload: &Upload) -> Vec<u8> {
    upload.bytes.clone()
}

/// `GET /people/{person}/paper/{form}/pages/{scan}`: a signed page as it came, so that no browser runs it.
pub async fn page(visit: Arc<Visit>) -> Answer {
    let person: PersonId = visit.id("person")?;
    let (form, id): (PaperFormId, PaperScanId) = (visit.id("form")?, visit.id("scan")?);
    let scan = visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, &person, async |permit| store::scan(permit, &form, &id).await)
        .await?;
    // A PDF from outside may hold script: it is kept on the device, never opened here.
    let place = match scan.media_type {
        MediaType::Jpeg | MediaType::Png => "inline",
        MediaType::Pdf => "attachment",
    };
    let headers = [
        (header::CONTENT_TYPE, scan.media_type.word().to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("{place}; filename=\"form-page-{}.{}\"", scan.page, scan.media_type.extension()),
        ),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox; frame-ancestors 'none'".to_owned()),
    ];
    let mut response = (headers, scan.bytes).into_response();
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(Reply::raw(response))
}

/// `GET /paper`: a signed form has come back.
pub async fn back_page(visit: Arc<Visit>) -> Answer {
    // Asks for leave, so that the page is not there for those who may not use it.
    visit.access().within::<FindPaperForm, _>(visit.actor()?, async |_| Ok(())).await?;
    Ok(visit.form_page("A signed paper form", FormState::default(), view::back))
}

/// `GET /paper/{code}`: where the square code on a form leads.
pub async fn follow(visit: Arc<Visit>) -> Answer {
    let typed = visit.params.get("code").cloned().unwrap_or_default();
    find(&visit, &typed, Vec::new()).await
}

/// `POST /paper`: by the code that was typed, or the one that a photo shows.
pub async fn back(visit: Arc<Visit>) -> Answer {
    let typed = visit.form.get("code").trim().to_owned();
    let sent = visit.uploads.iter().any(|upload| upload.field == "pages" && !upload.bytes.is_empty());
    let pages = if sent {
        match look_at_all(&visit).await? {
            Ok(pages) => pages,
            Err(message) => return not_found(&visit, "pages", &message).await,
        }
    } else {
        Vec::new()
    };
    find(&visit, &typed, pages).await
}

async fn find(visit: &Visit, typed: &str, pages: Vec<(Page, Vec<u8>)>) -> Answer {
    let mut codes: Vec<Code> = Vec::new();
    for code in pages.iter().filter_map(|(page, _)| page.code.clone()) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    if codes.len() > 1 {
        return not_found(visit, "pages", "The photos show different forms. Send one form at a time").await;
    }
    let code = match (typed, codes.pop()) {
        ("", Some(read)) => read,
        ("", None) if !pages.is_empty() => {
            let message = "No code could be read in the photo. Type the code at the foot of the form";
            return not_found(visit, "code", message).await;
        }
        (typed, read) => match (typed.parse::<Code>(), read) {
            (Ok(code), Some(read)) if code != read => {
                return not_found(visit, "code", "The code is not the one in the photo. Check both").await;
            }
            (Ok(code), _) => code,
            (Err(fault), _) => return not_found(visit, "code", &fault.to_string()).await,
        },
    };
    let found = visit
        .access()
        .within::<FindPaperForm, _>(visit.actor()?, async |scope| store::find(scope, &code).await)
        .await?;
    let Some((person, form)) = found else {
        let message = "There is no form with this code that you may open. Check each letter and number";
        return not_found(visit, "code", message).await;
    };
    if pages.is_empty() {
        return Ok(Reply::see(format!("/people/{person}/paper/{form}")));
    }
    let (_, printed, _) = read_form(visit, &person, &form).await?;
    if printed.expired(visit.today()) {
        return Ok(Reply::see(format!("/people/{person}/paper/{form}")));
    }
    keep(visit, &person, &form, pages).await
}

async fn not_found(visit: &Visit, field: &str, message: &str) -> Answer {
    // The same leave as for a code that is there: somebody without it learns nothing from the fault.
    visit.access().within::<FindPaperForm, _>(visit.actor()?, async |_| Ok(())).await?;
    let mut answers: Answers = visit.form.clone();
    if let Some(code) = visit.params.get("code") {
        answers.set("code", code.clone());
    }
    let faults = vec![Fault { field: field.to_owned(), message: message.to_owned() }];
    let form = FormState { answers, faults, restored: false, form: "/paper".to_owned() };
    let page = visit.form_page("A signed paper form", form, view::back);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// What the conversation shows of the paper form whose answers are copied into it.
///
/// # Errors
/// Where the database does not answer.
pub async fn copied_from(visit: &Visit, person: &PersonId, form: &str) -> Result<Option<PaperForm>, AppError> {
    let Ok(id) = form.parse::<PaperFormId>() else { return Ok(None) };
    visit
        .access()
        .with::<RecordConsent, _>(visit.actor()?, person, async |permit| {
            permit.note("paper_copied");
            match store::form(permit, &id).await {
                Err(AppError::NotFound) => Ok(None),
                form => form.map(Some),
            }
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_follows_how_somebody_likes_to_read() {
        assert_eq!(look(&Preferences::default()), Look::default());
        let liked = Preferences {
            scale: Percent::P150,
            font: Percent::P150,
            line: Percent::P175,
            theme: Theme::Contrast,
            ..Preferences::default()
        };
        assert_eq!(look(&liked), Look::default().text(200).lines(175).contrast(Contrast::High));
        let calm = |calm| look(&Preferences { calm, ..Preferences::default() });
        assert_eq!(calm(Calm::On), Look::default().words_only());
        assert_eq!(calm(Calm::Pictures), Look::default());
    }
}
