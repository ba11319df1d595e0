//! What somebody typed and has not sent yet, or sent into an ended session: kept, sealed, given back.
//!
//! A draft belongs to one user and one form (the path the form is sent to, which names its subject).
//! It is saved by the autosave island, by a page that shows faults in a long conversation, and when
//! a form arrives after the session has ended. It is deleted when the form is done and forgotten 14
//! days later. It is encrypted with a key that is not in the database, and bound to its owner and form.
//!
//! *Deliberately absent*: drafts in the browser. A shared tablet must hold nothing in clear.

use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit, Nonce,
    aead::{Aead, Payload},
};

use crate::{
    account::session::Session,
    base::{answers::Answers, error::AppError, ids::StaffId},
    execute, fetch_optional,
    web::{Answer, Reply, Visit},
};

/// Seals drafts. 256 bits; never printed.
#[derive(Clone)]
pub struct Key {
    cipher: ChaCha20Poly1305,
    root: [u8; 32],
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(hidden)")
    }
}

/// How long a draft waits, in days.
const DAYS_KEPT: i64 = 14;
const NONCE_BYTES: usize = 12;

impl Key {
    /// From 32 bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self { cipher: ChaCha20Poly1305::new(&bytes.into()), root: bytes }
    }

    /// Another secret of this register, for one purpose: knowing it opens no draft.
    #[must_use]
    pub fn secret_for(&self, purpose: &str) -> [u8; 32] {
        use sha2::{Digest, Sha256};
        let mut hasher = Sha256::new();
        hasher.update(self.root);
        hasher.update(purpose.as_bytes());
        hasher.finalize().into()
    }

    fn seal(&self, owner: &str, answers: &Answers) -> Result<Vec<u8>, AppError> {
        let broken = |_| AppError::Broken("a draft cannot be sealed".to_owned());
        let text = serde_json::to_vec(answers).map_err(|error| AppError::Broken(error.to_string()))?;
        let mut nonce = [0_u8; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|error| AppError::Broken(error.to_string()))?;
        let payload = Payload { msg: &text, aad: owner.as_bytes() };
        let sealed = self.cipher.encrypt(&Nonce::from(nonce), payload).map_err(broken)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn open(&self, owner: &str, sealed: &[u8]) -> Option<Answers> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let text = self.cipher.decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad: owner.as_bytes() }).ok()?;
        serde_json::from_slice(&text).ok()
    }
}

fn owner(staff: &StaffId, form: &str) -> String {
    format!("{staff} {form}")
}

/// The draft of the signed-in user for a form, if there is one that can be read.
///
/// # Errors
/// Where the database does not answer. A draft sealed with another key is as good as none.
pub async fn load(visit: &Visit, form: &str) -> Result<Option<Answers>, AppError> {
    match visit.actor() {
        Ok(actor) => load_for(visit, &actor.staff_id, form).await,
        Err(_) => Ok(None),
    }
}

async fn load_for(visit: &Visit, staff: &StaffId, form: &str) -> Result<Option<Answers>, AppError> {
    let since = visit.now - chrono::TimeDelta::days(DAYS_KEPT);
    let sealed: Option<(Vec<u8>,)> = visit
        .access()
        .looking_up(async |house| {
            fetch_optional!(
                house,
                "select sealed from draft where staff_id = $1 and form = $2 and saved_at >= $3",
                staff,
                form,
                since
            )
        })
        .await?;
    Ok(sealed.and_then(|(sealed,)| visit.site.draft_key.open(&owner(staff, form), &sealed)))
}

/// Keeps what was typed so far into a form.
///
/// # Errors
/// Where the database does not answer.
pub async fn save(visit: &Visit, form: &str, answers: &Answers) -> Result<(), AppError> {
    let staff = visit.actor()?.staff_id.clone();
    save_for(visit, &staff, form, answers).await
}

async fn save_for(visit: &Visit, staff: &StaffId, form: &str, answers: &Answers) -> Result<(), AppError> {
    let sealed = visit.site.draft_key.seal(&owner(staff, form), answers)?;
    let sealed = sealed.as_slice();
    visit
        .access()
        .housekeeping(async |house| {
            let now = house.now();
            execute!(
                house,
                "insert into draft (staff_id, form, sealed, saved_at) values ($1, $2, $3, $4)
                 on conflict (staff_id, form) do update set sealed = excluded.sealed, saved_at = excluded.saved_at",
                staff,
                form,
                sealed,
                now
            )?;
            // Forgetting rides along with keeping: no job to forget to run.
            execute!(house, "delete from draft where saved_at < $1", now - chrono::TimeDelta::days(DAYS_KEPT))?;
            Ok(())
        })
        .await
}

/// Keeps one form that was interrupted. A page of a conversation comes on top of what was kept
/// before; a form that is sent as a whole takes its place, or an unticked box would be ticked again.
async fn keep(visit: &Visit, staff: &StaffId, path: &str, typed: &Answers) -> Result<(), AppError> {
    let Some(conversation) = conversation_of(path) else { return save_for(visit, staff, path, typed).await };
    let mut answers = load_for(visit, staff, conversation).await?.unwrap_or_default();
    answers.merge(typed);
    save_for(visit, staff, conversation, &answers).await
}

/// A conversation goes over many pages and is one draft.
fn conversation_of(path: &str) -> Option<&str> {
    const PAGES: &str = "/consent";
    let (person, page) = path.split_once(PAGES)?;
    (page.is_empty() || page.starts_with('/')).then(|| path.get(..person.len() + PAGES.len()))?
}

/// Forgets a draft: its form is done.
///
/// # Errors
/// Where the database does not answer.
pub async fn forget(visit: &Visit, form: &str) -> Result<(), AppError> {
    let staff = visit.actor()?.staff_id.clone();
    visit
        .access()
        .housekeeping(async |house| {
            execute!(house, "delete from draft where staff_id = $1 and form = $2", &staff, form).map(|_| ())
        })
        .await
}

/// Keeps a form that arrived after its session ended, for the one whose session it was. A failure
/// is logged and no more: the visitor is on the way to the sign-in page either way.
pub async fn keep_for_ended_session(visit: &Visit) {
    let Session::Ended { staff_id } = &visit.session else { return };
    if visit.method != http::Method::POST || visit.form.is_empty() {
        return;
    }
    // A password is for the moment only.
    let mut typed = visit.form.clone();
    for secret in ["password", "current", "new"] {
        if typed.has(secret) {
            typed.set(secret, "");
        }
    }
    if typed.is_empty() {
        return;
    }
    if let Err(error) = keep(visit, staff_id, &visit.path, &typed).await {
        tracing::error!(%error, "a draft of an ended session could not be kept");
    }
}

/// Keeps what is in a form at this moment (`POST /drafts`, sent by the autosave island). The path
/// of the form comes in the field `form-path`.
///
/// # Errors
/// Where nobody is signed in or the database does not answer.
pub async fn autosave(visit: std::sync::Arc<Visit>) -> Answer {
    let mut answers = visit.form.clone();
    let form = answers.get("form-path").to_owned();
    if !form.starts_with('/') || form.len() > 200 {
        return Err(AppError::NotFound);
    }
    answers.set("form-path", "");
    let staff = visit.actor()?.staff_id.clone();
    keep(&visit, &staff, &form, &answers).await?;
    Ok(Reply::raw(axum::response::IntoResponse::into_response(http::StatusCode::NO_CONTENT)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_a_conversation_is_one_draft() {
        assert_eq!(conversation_of("/people/1/consent/exclusions"), Some("/people/1/consent"));
        assert_eq!(conversation_of("/people/1/consent"), Some("/people/1/consent"));
        assert_eq!(conversation_of("/people/1/consents"), None);
        assert_eq!(conversation_of("/people/1/plan/issues/new"), None);
    }

    #[test]
    fn a_draft_opens_only_for_its_owner_and_form() {
        let key = Key::new([7; 32]);
        let answers = Answers::default().with("what", "a worry");
        let sealed = key.seal("ada /people/1/plan", &answers).unwrap();
        assert_eq!(key.open("ada /people/1/plan", &sealed), Some(answers));
        assert_eq!(key.open("ada /people/2/plan", &sealed), None);
        assert_eq!(key.open("bob /people/1/plan", &sealed), None);
        assert_eq!(Key::new([8; 32]).open("ada /people/1/plan", &sealed), None);
        assert!(!String::from_utf8_lossy(&sealed).contains("worry"));
    }
}
