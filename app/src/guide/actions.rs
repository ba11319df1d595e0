//! The public pages, and keeping how somebody likes to read.

use std::sync::Arc;

use super::view;
use crate::{
    base::error::AppError,
    easy_read::model::{self as easy_read, Document, Format},
    shell::{Flash, capital},
    web::{Answer, Reply, Visit, reply::local_path},
};

/// The document that somebody means who names none.
const FIRST_DOCUMENT: &str = "what-is-the-list";
/// How long a device keeps the reading settings: a year.
const READING_SECONDS: u32 = 365 * 24 * 60 * 60;

/// `GET /about`: which document, in which format.
pub async fn about(visit: Arc<Visit>) -> Answer {
    let list = visit.site.list_name.clone();
    Ok(visit.page(&format!("About the {list}"), move || view::about(&list)))
}

/// `GET /about/{document}`: a document as a leaflet, or the first document in a format.
pub async fn about_one(visit: Arc<Visit>) -> Answer {
    let named: String = visit.id("document")?;
    match named.parse::<Format>() {
        Ok(format) => show(&visit, FIRST_DOCUMENT, format),
        Err(_) => show(&visit, &named, Format::Leaflet),
    }
}

/// `GET /about/{document}/{format}`
pub async fn about_in_format(visit: Arc<Visit>) -> Answer {
    let named: String = visit.id("document")?;
    show(&visit, &named, visit.id("format")?)
}

fn show(visit: &Visit, key: &str, format: Format) -> Answer {
    let document: &'static Document = easy_read::document(key).ok_or(AppError::NotFound)?;
    let list = visit.site.list_name.clone();
    let title = capital(&easy_read::fill(&document.title, &list));
    let page_title = format!("{title} ({})", format.label().to_lowercase());
    Ok(visit.page(&page_title, move || view::document(document, format, &title, &list)))
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

/// `POST /reading`: how somebody likes to read, kept on their device.
pub async fn set_reading(visit: Arc<Visit>) -> Answer {
    let liked = visit.preferences.from_form(&visit.form);
    let back = local_path(visit.form.get("back")).unwrap_or("/").to_owned();
    let secure = if visit.site.secure { "; Secure" } else { "" };
    let cookie =
        format!("reading={}; Path=/; Max-Age={READING_SECONDS}; HttpOnly; SameSite=Lax{secure}", liked.to_cookie());
    Ok(Reply::done(back, Flash::ReadingSet).cookie(cookie))
}
