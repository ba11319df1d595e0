//! One request, with everything a handler may need of it.

use std::{
    collections::HashMap,
    str::FromStr,
    sync::{Arc, OnceLock},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request},
};
use chrono::{DateTime, NaiveDate, Utc};
use http::{HeaderMap, Method, StatusCode};

use super::{
    preferences::{Holder, Preferences, Reading},
    proxy::TrustedProxy,
};
use crate::{
    access::{
        model::{Actor, CodeHolder},
        permit::Access,
    },
    account::session::{self, LentFor, Session},
    assessment::loaded::Tools,
    authority::model::LocalRule,
    base::{
        answers::{Answers, Fault},
        dates,
        error::AppError,
        ids::PersonId,
    },
    draft,
    easy_read::{model::ReadAs, pack::Pack},
    own::session::{self as own, OwnSession},
    paper::press::Press,
    ui::{FormState, PAGE_OF, PAGE_SESSION},
};

/// What is the same for every visit: the access door and how this register is set up.
#[derive(Debug)]
pub struct Site {
    /// The only way to the data.
    pub access: Access,
    /// Seals drafts.
    pub draft_key: draft::Key,
    /// Names the styles and scripts of this build, so that a browser may keep them for ever.
    pub build_id: String,
    /// Where people reach the register over HTTPS only: cookies are then `Secure`.
    pub secure: bool,
    /// What people call the register: "support list".
    pub list_name: String,
    /// The organisation's own pictures, where it has any.
    pub pictures: Pack,
    /// The clinical support tools of this register.
    pub tools: Tools,
    /// How this register reads the law about who decides, where it may be read in two ways.
    pub local_rule: LocalRule,
    /// Whether the demo county's sign-ins are shown on the sign-in page.
    pub demo: bool,
    /// Proves that whoever makes the first administrator can read the server's own output.
    pub setup_code: String,
    /// Where people reach the register, such as `https://register.example`: printed on paper forms.
    /// Empty: the address that the reader's own browser asked for.
    pub public_url: String,
    /// Whose word is taken for the address that a visit comes from.
    pub trusted_proxies: Vec<TrustedProxy>,
    /// Makes PDFs.
    pub press: Press,
}

impl Site {
    /// The key under which tries are counted: a hash under the server's own key, so that the table holds no
    /// names or addresses, and whoever steals it cannot try out which ones it holds.
    #[must_use]
    pub fn failure_key(&self, kind: &str, value: &str) -> String {
        self.draft_key.hash_code("tries", &format!("{kind} {value}"))
    }
}

/// The most that is read of a body, and how long it may take to come.
#[derive(Debug, Clone, Copy)]
struct Most {
    bytes: usize,
    patience: Duration,
}

/// Of an ordinary form. Free text of 10,000 characters fits many times. Five minutes: the slowest telephone network
/// carries all of it, at 30 kbit a second. Whoever stops half-way does not hold for ever what came.
const FORM: Most = Most { bytes: 1024 * 1024, patience: Duration::from_mins(5) };
/// Fields of a form: many times those of the longest one.
const FIELDS_MAX: usize = 2_000;
/// Of a form with files. Ten minutes: a scan of 10 MB from a tablet on a slow network, at 150 kbit a second.
const FILES: Most = Most { bytes: 11 * 1024 * 1024, patience: Duration::from_mins(10) };

/// A file that was sent with a form.
pub struct Upload {
    /// The field it came in.
    pub field: String,
    /// What the sender called it.
    pub file_name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// One request.
pub struct Visit {
    /// What is the same for every visit.
    pub site: Arc<Site>,
    /// GET, POST.
    pub method: Method,
    /// The path, which holds ids and no names.
    pub path: String,
    /// The path's parameters.
    pub params: HashMap<String, String>,
    /// The query's fields: filters and page numbers, never names.
    pub query: Answers,
    /// The fields of the form that was sent.
    pub form: Answers,
    /// The files that were sent.
    pub uploads: Vec<Upload>,
    /// Who is signed in, and since when.
    pub session: Session,
    /// Whose own page is open here, if one is.
    pub own: OwnSession,
    /// Whether what was handed over with the tablet is what is asked for.
    lent: bool,
    /// In which words and format they like the documents.
    pub read_as: ReadAs,
    /// How whoever uses this browser likes to read.
    browser: Preferences,
    /// With whom the page is read, and how they like it.
    read_with: OnceLock<(PersonId, Option<Preferences>)>,
    /// For this page's scripts only.
    pub nonce: String,
    /// A word from the page before: what has just been done.
    pub flash: Option<crate::shell::Flash>,
    /// The moment it came in.
    pub now: DateTime<Utc>,
    cookies: HashMap<String, String>,
    /// A hash of the address it came from under the server's key, for slowing down guessing.
    pub from_key: String,
    /// Whose page the form stood on that was sent, as [`Visit::user`] gave it.
    pub page_of: Option<String>,
    /// In which session that page was made, as [`Visit::session_mark`] gave it.
    page_session: Option<String>,
    /// Whether the database said who is here.
    known: bool,
    /// The name under which the browser asked for the register, for an address to scan; empty where
    /// what it sent is no name.
    pub host: String,
}

/// What is known of a request before its body is read.
pub struct Head {
    /// The path's parameters.
    pub params: HashMap<String, String>,
    /// The address it came from, if known.
    pub from: String,
    /// Whether the form there brings files.
    pub files: bool,
}

impl Visit {
    /// Reads a request.
    ///
    /// # Errors
    /// `TooLarge`, `Unreadable`, or a database that does not answer. The visit is returned either way, so that
    /// the error can be shown on a page with the reader's own settings.
    pub async fn read(site: Arc<Site>, head: Head, request: Request) -> (Self, Result<(), AppError>) {
        let now = site.access.now();
        let (parts, body) = request.into_parts();
        let cookies = cookies(&parts.headers);
        let cookie = |name: &str| cookies.get(name).map_or("", String::as_str);
        let mut visit = Self {
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            params: head.params,
            query: urlencoded(parts.uri.query().unwrap_or_default().as_bytes()),
            form: Answers::default(),
            uploads: Vec::new(),
            session: Session::Nobody,
            own: OwnSession::Nobody,
            lent: false,
            read_as: ReadAs::from_cookie(cookie("read_as")),
            browser: Preferences::from_words(cookie("reading")),
            read_with: OnceLock::new(),
            nonce: random_token(),
            flash: cookie("done").parse().ok(),
            now,
            cookies: HashMap::new(),
            host: host(&parts.headers),
            from_key: site.failure_key("from", &head.from),
            page_of: None,
            page_session: None,
            known: false,
            site,
        };
        let token = cookie(session::cookie_name(visit.site.secure)).to_owned();
        let own_token = cookie(own::cookie_name(visit.site.secure)).to_owned();
        visit.cookies = cookies;
        let read = async {
            if !head.files {
                // First, so that what was typed can be shown to be copied whatever the database answers.
                let body_read = visit.read_form(&parts.headers, body, FORM).await;
                visit.look_who_is_here(&token, &own_token).await?;
                return body_read;
            }
            // Last: nobody who is not signed in keeps the server busy with a file. It is refused unread.
            visit.look_who_is_here(&token, &own_token).await?;
            match visit.session {
                Session::Nobody => Ok(()),
                Session::Ended { .. } | Session::SignedIn { .. } | Session::HandedOver { .. } => {
                    visit.read_form(&parts.headers, body, FILES).await
                }
            }
        };
        let outcome = read.await;
        (visit, outcome)
    }

    async fn look_who_is_here(&mut self, token: &str, own_token: &str) -> Result<(), AppError> {
        self.session = session::find(&self.site.access, token).await?;
        self.own = own::find(&self.site.access, own_token).await?;
        self.known = true;
        Ok(())
    }

    async fn read_form(&mut self, headers: &HeaderMap, body: Body, most: Most) -> Result<(), AppError> {
        if self.method == Method::POST {
            (self.form, self.uploads) = read_body(headers, body, most).await?;
            self.page_of = self.form.take(PAGE_OF);
            self.page_session = self.form.take(PAGE_SESSION);
        }
        Ok(())
    }

    /// The access door.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.site.access
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// `NotSignedIn`: the visitor is sent to sign in and back.
    pub fn actor(&self) -> Result<&Actor, AppError> {
        match &self.session {
            Session::SignedIn { actor, .. } => Ok(actor),
            Session::HandedOver { actor, .. } if self.lent => Ok(actor),
            Session::HandedOver { .. } => Err(AppError::HandedOver),
            Session::Nobody | Session::Ended { .. } => Err(AppError::NotSignedIn),
        }
    }

    /// The settings this page follows. The nearest wins: how the person likes to read with whom it is
    /// read, else what is kept with the account of whoever is signed in, else what this browser keeps.
    /// So a shared tablet goes back to its own settings when somebody signs out.
    #[must_use]
    pub fn reading(&self) -> Reading {
        let account = match &self.session {
            Session::SignedIn { reading, .. } => Some(*reading),
            // In the person's hands it is not the account's reader who reads.
            Session::HandedOver { .. } | Session::Nobody | Session::Ended { .. } => None,
        };
        let own = account.flatten().unwrap_or(self.browser);
        match (self.read_with.get(), account) {
            (Some((person, liked)), _) => {
                Reading { liked: liked.unwrap_or(own), holder: Holder::Person(person.clone()) }
            }
            (None, Some(_)) => Reading { liked: own, holder: Holder::Account },
            (None, None) => Reading { liked: own, holder: Holder::Browser },
        }
    }

    /// This page is read with a person: it follows how they like to read, where somebody has noted it
    /// (`reading::store::of_person`), and its tools change that.
    pub fn read_with(&self, person: &PersonId, liked: Option<Preferences>) {
        // A page is read with one person; the first who says so is right.
        let _ = self.read_with.set((person.clone(), liked));
    }

    /// Whose own page is open here: the person, or who decides for them.
    ///
    /// # Errors
    /// `PageClosed`: the visitor is asked for the code, and led back.
    pub fn holder(&self) -> Result<&CodeHolder, AppError> {
        match &self.own {
            OwnSession::Open { holder, .. } => Ok(holder),
            OwnSession::Nobody | OwnSession::Ended { .. } => Err(AppError::PageClosed),
        }
    }

    /// A cookie's value; empty where the browser sent none.
    #[must_use]
    pub fn cookie(&self, name: &str) -> &str {
        self.cookies.get(name).map_or("", String::as_str)
    }

    /// Whether the address is one of the person's own page.
    #[must_use]
    pub fn is_on_own_page(&self) -> bool {
        self.path == "/me" || self.path.starts_with("/me/")
    }

    /// Opens what was handed over with the tablet, where this is it: a page of the conversation with
    /// the one person in whose hands it is. To be called by the router alone, for routes that say so.
    pub(super) fn lend(&mut self) {
        if let Session::HandedOver { lent, .. } = &self.session
            && lent.lent_for == LentFor::Conversation
        {
            self.lent = self.params.get("person").is_none_or(|person| person == lent.person.as_str());
        }
    }

    /// Whether the tablet is out of its owner's hands, whatever page is shown.
    #[must_use]
    pub fn is_handed_over(&self) -> bool {
        matches!(self.session, Session::HandedOver { .. })
    }

    /// In whose hands the tablet is, while a page that was handed over is shown.
    #[must_use]
    pub fn lent_to(&self) -> Option<&PersonId> {
        match &self.session {
            Session::HandedOver { lent, .. } if self.lent => Some(&lent.person),
            Session::HandedOver { .. } | Session::SignedIn { .. } | Session::Ended { .. } | Session::Nobody => None,
        }
    }

    /// Whose pages these are, as the document and its forms say it: the navigator takes no page of one to another.
    #[must_use]
    pub fn user(&self) -> String {
        if self.is_on_own_page() {
            return self.holder().map_or_else(|_| String::new(), |holder| own::page_of(&holder.code));
        }
        match &self.session {
            Session::SignedIn { actor, .. } => actor.staff_id.to_string(),
            Session::HandedOver { actor, .. } => session::page_of_lent(&actor.staff_id),
            Session::Nobody | Session::Ended { .. } => String::new(),
        }
    }

    /// Refuses a form of one user that arrives in the session of the next: on a shared tablet an old
    /// tab must not act, or leave a draft, as whoever signed in after.
    ///
    /// # Errors
    /// `OtherUser`.
    pub fn check_whose_page(&self) -> Result<(), AppError> {
        match &self.page_of {
            Some(user) if self.method == Method::POST && self.user() != *user => Err(AppError::OtherUser),
            Some(_) | None => Ok(()),
        }
    }

    /// Names the session whose cookie came, and says nothing of it: forms send it along, so that theirs is
    /// known again without the database. Empty where no cookie came.
    #[must_use]
    pub fn session_mark(&self) -> String {
        let name = if self.is_on_own_page() { own::cookie_name } else { session::cookie_name };
        match self.cookie(name(self.site.secure)) {
            "" => String::new(),
            token => self.site.draft_key.hash_code("page", token),
        }
    }

    /// Whether the form that was sent stands on a page of the very session whose cookie came with it.
    #[must_use]
    pub fn came_with_its_cookie(&self) -> bool {
        self.page_session.as_ref().is_some_and(|mark| !mark.is_empty() && *mark == self.session_mark())
    }

    /// Whether what was sent is whoever's who is here, or was typed on nobody's page: else it is not shown to
    /// them. Where the database did not say who is here, the cookie has to be that of the form.
    #[must_use]
    pub fn is_of_who_is_here(&self) -> bool {
        match &self.page_of {
            None => true,
            Some(user) if self.known => self.user() == *user,
            Some(_) => self.came_with_its_cookie(),
        }
    }

    /// The whole address of a path of this site, for what leaves the screen: paper, a code to scan.
    #[must_use]
    pub fn whole_address(&self, path: &str) -> String {
        let scheme = if self.site.secure { "https" } else { "http" };
        match self.site.public_url.trim_end_matches('/') {
            "" => format!("{scheme}://{}{path}", self.host),
            base => format!("{base}{path}"),
        }
    }

    /// An id from the path. What is not an id is nobody's.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn id<T: FromStr>(&self, name: &str) -> Result<T, AppError> {
        self.params.get(name).and_then(|text| text.parse().ok()).ok_or(AppError::NotFound)
    }

    /// Which page of a long list is asked for, from 0.
    #[must_use]
    pub fn page_of_list(&self) -> i64 {
        self.query.get("page").parse::<i64>().unwrap_or(1).clamp(1, 100_000) - 1
    }

    /// Today in London.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        dates::london(self.now).date()
    }

    /// The state of a form that is opened: the draft, if there is one, on top of what is stored.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub async fn opened(&self, form: &str, stored: Answers) -> Result<FormState, AppError> {
        let draft = draft::load(self, form).await?;
        let restored = draft.is_some();
        let mut answers = stored;
        if let Some(draft) = draft {
            answers.merge(&draft);
        }
        Ok(FormState { answers, faults: Vec::new(), restored, form: form.to_owned() })
    }

    /// The same for a form with boxes to tick: the draft in place of what is stored. A box that was unticked
    /// is not sent, so from what is stored it would come back ticked.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub async fn opened_with_boxes(&self, form: &str, stored: Answers) -> Result<FormState, AppError> {
        let draft = draft::load(self, form).await?;
        let restored = draft.is_some();
        Ok(FormState { answers: draft.unwrap_or(stored), faults: Vec::new(), restored, form: form.to_owned() })
    }

    /// The state of a form that was sent and cannot be accepted: every answer as typed, every fault.
    #[must_use]
    pub fn refused(&self, faults: Vec<Fault>) -> FormState {
        FormState { answers: self.form.clone(), faults, restored: false, form: self.path.clone() }
    }
}

/// 128 random bits, as text.
#[must_use]
pub fn random_token() -> String {
    let mut bytes = [0_u8; 16];
    // Without the operating system's randomness nothing here is safe; an empty token signs nobody in.
    match getrandom::fill(&mut bytes) {
        Ok(()) => crate::access::log::hex(&bytes),
        Err(_) => String::new(),
    }
}

/// The host a browser asked for; nothing that is not one.
fn host(headers: &HeaderMap) -> String {
    let named = headers.get(http::header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let fits = named.len() < 200 && named.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    if fits { named.to_owned() } else { String::new() }
}

fn cookies(headers: &HeaderMap) -> HashMap<String, String> {
    headers
        .get_all(http::header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(cookie::Cookie::split_parse)
        .filter_map(Result::ok)
        .map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned()))
        .collect()
}

fn urlencoded(bytes: &[u8]) -> Answers {
    // Browsers never send NUL and PostgreSQL cannot store it.
    Answers::new(
        form_urlencoded::parse(bytes).map(|(name, value)| (name.into_owned(), value.replace('\0', ""))).collect(),
    )
}

/// Reads a body, if it comes in time.
async fn read_body(headers: &HeaderMap, body: Body, most: Most) -> Result<(Answers, Vec<Upload>), AppError> {
    tokio::time::timeout(most.patience, read_whole(headers, body, most.bytes))
        .await
        .map_err(|_| AppError::Unreadable)?
}

async fn read_whole(headers: &HeaderMap, body: Body, bytes_max: usize) -> Result<(Answers, Vec<Upload>), AppError> {
    let kind = headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let in_parts = kind.starts_with("multipart/form-data");
    let mut request = Request::new(body);
    *request.headers_mut() = headers.clone();
    // Parts are counted below; the whole is bounded here too, before it is read.
    let bytes_max = if in_parts { bytes_max } else { bytes_max.min(FORM.bytes) };
    DefaultBodyLimit::apply(DefaultBodyLimit::max(bytes_max), &mut request);
    if !in_parts {
        let bytes = Bytes::from_request(request, &()).await.map_err(|error| not_read(error.status()))?;
        return Ok((few_enough(urlencoded(&bytes))?, Vec::new()));
    }
    let mut parts = Multipart::from_request(request, &()).await.map_err(|error| not_read(error.status()))?;
    let (mut fields, mut uploads, mut total) = (Vec::new(), Vec::new(), 0_usize);
    while let Some(part) = parts.next_field().await.map_err(|error| not_read(error.status()))? {
        let field = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|error| not_read(error.status()))?;
        total += bytes.len();
        if total > bytes_max {
            return Err(AppError::TooLarge);
        }
        match file_name {
            // An empty name with no bytes is a file field that was left empty.
            Some(file_name) if file_name.is_empty() && bytes.is_empty() => {}
            Some(file_name) => uploads.push(Upload { field, file_name, bytes: bytes.to_vec() }),
            None => fields.push((field, String::from_utf8_lossy(&bytes).replace('\0', ""))),
        }
    }
    Ok((few_enough(Answers::new(fields))?, uploads))
}

fn few_enough(form: Answers) -> Result<Answers, AppError> {
    if form.fields().nth(FIELDS_MAX).is_some() { Err(AppError::TooLarge) } else { Ok(form) }
}

/// Why a body could not be read. Axum tells what is too large from what broke off or is no form.
fn not_read(status: StatusCode) -> AppError {
    if status == StatusCode::PAYLOAD_TOO_LARGE { AppError::TooLarge } else { AppError::Unreadable }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn more_fields_than_any_form_has_are_refused() {
        fn urlencoded(fields: usize) -> String {
            "a=&".repeat(fields)
        }
        fn in_parts(fields: usize) -> String {
            "--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n\r\n".repeat(fields) + "--x--\r\n"
        }
        type Made = fn(usize) -> String;
        let bodies: [(&str, Made); 2] =
            [("application/x-www-form-urlencoded", urlencoded), ("multipart/form-data; boundary=x", in_parts)];
        for (kind, body) in bodies {
            let mut headers = HeaderMap::new();
            headers.insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(kind));
            let read = async |fields| read_body(&headers, Body::from(body(fields)), FORM).await;
            assert_eq!(read(FIELDS_MAX).await.map(|(form, _)| form.fields().count()).ok(), Some(FIELDS_MAX), "{kind}");
            assert!(matches!(read(FIELDS_MAX + 1).await, Err(AppError::TooLarge)), "{kind}");
        }
    }

    #[tokio::test]
    async fn a_body_that_does_not_come_is_given_up() {
        let never = || Body::from_stream(futures_util::stream::pending::<Result<Bytes, std::io::Error>>());
        let most = Most { bytes: FORM.bytes, patience: Duration::ZERO };
        for kind in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
            let mut headers = HeaderMap::new();
            headers.insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(kind));
            let read = read_body(&headers, never(), most).await;
            assert!(matches!(read, Err(AppError::Unreadable)), "{kind}");
        }
    }
}
