//! The public pages.

use std::sync::Arc;

use super::{model::Format, view};
use crate::{
    base::error::AppError,
    easy_read::model::{self as easy_read, Document},
    shell::capital,
    web::{Answer, Visit},
};

/// The document that somebody means who names none.
const FIRST_DOCUMENT: &str = "what-is-the-list";

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
