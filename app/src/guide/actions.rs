//! The public pages.

use std::sync::Arc;

use super::{pictures_view, view};
use crate::{
    access::model::act::SeePictures,
    base::error::AppError,
    easy_read::model::{self as easy_read, Format, ReadAs},
    shell::capital,
    web::{Answer, Reply, Visit, cookie::choice_cookie},
};

/// The document that somebody means who names none.
const FIRST_DOCUMENT: &str = "what-is-the-list";

/// `GET /about`: which document, in which words and format. `?wording=` and `?format=` choose.
pub async fn about(visit: Arc<Visit>) -> Answer {
    let mut read_as = wanted(&visit);
    read_as.format = visit.query.get("format").parse().unwrap_or(read_as.format);
    let list = visit.site.list_name.clone();
    let page = visit.page(&format!("About the {list}"), move || view::about(read_as, &list));
    Ok(kept(&visit, page, read_as))
}

/// `GET /about/{document}`: a document in the format somebody likes, or the first document in a format.
pub async fn about_one(visit: Arc<Visit>) -> Answer {
    let named: String = visit.id("document")?;
    match named.parse::<Format>() {
        Ok(format) => show(&visit, FIRST_DOCUMENT, format),
        Err(_) => show(&visit, &named, visit.read_as.format),
    }
}

/// `GET /about/{document}/{format}`
pub async fn about_in_format(visit: Arc<Visit>) -> Answer {
    let named: String = visit.id("document")?;
    show(&visit, &named, visit.id("format")?)
}

fn show(visit: &Visit, key: &str, format: Format) -> Answer {
    let read_as = ReadAs { format, ..wanted(visit) };
    let document = easy_read::document_in(key, read_as.wording).ok_or(AppError::NotFound)?;
    // A leaflet only: whoever likes pictures gets the leaflet and keeps their liking.
    let format = if document.formats().any(|each| each == format) { format } else { Format::Leaflet };
    let list = visit.site.list_name.clone();
    let title = capital(&easy_read::fill(&document.title, &list));
    let page_title = format!("{title} ({})", format.label().to_lowercase());
    let page = visit.page(&page_title, move || view::document(document, format, &title, &list));
    Ok(kept(visit, page, read_as))
}

/// What the address asks for, else what somebody chose before.
fn wanted(visit: &Visit) -> ReadAs {
    ReadAs { wording: visit.query.get("wording").parse().unwrap_or(visit.read_as.wording), ..visit.read_as }
}

/// Keeps on the device what somebody has just chosen, if it is not what it keeps already.
fn kept(visit: &Visit, page: Reply, read_as: ReadAs) -> Reply {
    if read_as == visit.read_as {
        page
    } else {
        page.cookie(choice_cookie("read_as", &read_as.to_cookie(), visit.site.secure))
    }
}

/// `GET /privacy`
pub async fn privacy(visit: Arc<Visit>) -> Answer {
    let list = visit.site.list_name.clone();
    Ok(visit.page("Privacy and cookies", move || view::privacy(&list)))
}

/// `GET /accessibility`
pub async fn accessibility(visit: Arc<Visit>) -> Answer {
    let list = visit.site.list_name.clone();
    Ok(visit.page("Accessibility", move || view::accessibility(&list)))
}

/// `GET /credits`
pub async fn credits(visit: Arc<Visit>) -> Answer {
    Ok(visit.page("Pictures and credits", view::credits))
}

/// `GET /picture-pack`: which pictures the organisation's own pack has, lacks or holds in vain.
pub async fn picture_pack(visit: Arc<Visit>) -> Answer {
    visit
        .access()
        .within::<SeePictures, _>(visit.actor()?, async |scope| {
            scope.note("listed");
            Ok(())
        })
        .await?;
    let site = Arc::clone(&visit.site);
    Ok(visit.page("Pictures", move || pictures_view::picture_pack(&site.pictures)))
}
