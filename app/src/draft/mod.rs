//! What somebody typed and has not sent yet, or sent into an ended session: kept, sealed, given back.
//!
//! A draft belongs to one user and one form (the path the form is sent to, which names its subject);
//! on a person's own page, to one personal code and one form.
//! It is saved by the browser while one types, by a page that shows faults in a long conversation, and when
//! a form arrives after the session has ended. It is deleted when the form is done and forgotten 14
//! days later. It is encrypted with a key that is not in the database, and bound to its owner and form.
//!
//! *Who may.* Whoever typed it, and nobody else, whatever their role.
//!
//! *Deliberately absent*: drafts in the browser. A shared tablet must hold nothing in clear.

use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::{
    access::log::hex,
    account::session::{Session, page_of_lent},
    base::{
        answers::Answers,
        error::AppError,
        ids::{CodeId, StaffId},
        store::OnDatabase,
    },
    consent::conversation::take_over,
    execute, fetch_all, fetch_one, fetch_optional,
    own::session::{self as own, OwnSession},
    web::{Answer, Reply, Visit},
};

/// Seals drafts. 256 bits; never printed.
#[derive(Clone)]
pub struct Key {
    cipher: ChaCha20Poly1305,
    codes: Hmac<Sha256>,
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

fn derived(root: &[u8; 32], purpose: &str) -> [u8; 32] {
    Sha256::digest([purpose.as_bytes(), b" ", root].concat()).into()
}

impl Key {
    /// From 32 bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        // A key of its own for codes: what is proven about either cipher holds for one use of a key.
        let of_codes = derived(&bytes, "codes");
        // HMAC fills a short key up to its block with noughts; done here, it cannot have a wrong length.
        let mut block = [0_u8; 64];
        block.iter_mut().zip(of_codes).for_each(|(to, from)| *to = from);
        let codes = Hmac::new(&block.into());
        Self { cipher: ChaCha20Poly1305::new(&bytes.into()), codes, root: bytes }
    }

    /// Another secret of this register, for one purpose: knowing it opens no draft.
    #[must_use]
    pub fn secret_for(&self, purpose: &str) -> [u8; 32] {
        derived(&self.root, purpose)
    }

    /// What is kept of a short code. A code must be found by itself, so a slow hash with a salt of its
    /// own will not do; and a plain hash of so few letters is tried out in an hour. Under a key that
    /// is not in the database, whoever steals the database cannot even begin.
    #[must_use]
    pub fn hash_code(&self, kind: &str, letters: &str) -> String {
        let mut hmac = self.codes.clone();
        hmac.update(kind.as_bytes());
        hmac.update(b" ");
        hmac.update(letters.as_bytes());
        hex(&hmac.finalize().into_bytes())
    }

    /// Seals answers for their owner.
    ///
    /// # Errors
    /// Where the machine has no randomness.
    pub fn seal(&self, owner: &str, answers: &Answers) -> Result<Vec<u8>, AppError> {
        let broken = |_| AppError::Broken("a draft cannot be sealed".to_owned());
        let text = serde_json::to_vec(answers).map_err(|error| AppError::Broken(error.to_string()))?;
        let mut nonce = [0_u8; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|error| AppError::Broken(error.to_string()))?;
        let payload = Payload { msg: &text, aad: owner.as_bytes() };
        let sealed = self.cipher.encrypt(&Nonce::from(nonce), payload).map_err(broken)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was sealed for this owner; `None` for any other.
    #[must_use]
    pub fn open(&self, owner: &str, sealed: &[u8]) -> Option<Answers> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let text = self.cipher.decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad: owner.as_bytes() }).ok()?;
        serde_json::from_slice(&text).ok()
    }
}

/// Whose a draft is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Owner {
    Staff(StaffId),
    Code(CodeId),
}

impl Owner {
    /// What a draft of this owner is bound to.
    fn of(&self, form: &str) -> String {
        match self {
            Self::Staff(staff) => format!("{staff} {form}"),
            Self::Code(code) => format!("own {code} {form}"),
        }
    }
}

/// Whose drafts this visit reads and writes: on the own page those of the personal code.
fn owner_of(visit: &Visit) -> Result<Owner, AppError> {
    if visit.is_on_own_page() {
        return visit.holder().map(|holder| Owner::Code(holder.code.clone()));
    }
    visit.actor().map(|actor| Owner::Staff(actor.staff_id.clone()))
}

/// The draft of whoever is here for a form, if there is one that can be read.
///
/// # Errors
/// Where the database does not answer. A draft sealed with another key is as good as none.
pub async fn load(visit: &Visit, form: &str) -> Result<Option<Answers>, AppError> {
    match owner_of(visit) {
        Ok(owner) => load_for(visit, &owner, form).await,
        Err(_) => Ok(None),
    }
}

/// The forms of this kind that a user has begun, as an SQL pattern says it.
///
/// # Errors
/// Where the database does not answer.
pub async fn begun(
    on: &mut impl OnDatabase,
    staff: &StaffId,
    like: &str,
    now: DateTime<Utc>,
) -> Result<Vec<String>, AppError> {
    let forms: Vec<(String,)> = fetch_all!(
        on,
        "select form from draft where staff_id = $1 and form like $2 and saved_at >= $3",
        staff,
        like,
        now - TimeDelta::days(DAYS_KEPT)
    )?;
    Ok(forms.into_iter().map(|(form,)| form).collect())
}

async fn load_for(visit: &Visit, owner: &Owner, form: &str) -> Result<Option<Answers>, AppError> {
    let since = visit.now - TimeDelta::days(DAYS_KEPT);
    let sealed: Option<(Vec<u8>,)> = visit
        .access()
        .looking_up(async |house| match owner {
            Owner::Staff(staff) => fetch_optional!(
                house,
                "select sealed from draft where staff_id = $1 and form = $2 and saved_at >= $3",
                staff,
                form,
                since
            ),
            Owner::Code(code) => fetch_optional!(
                house,
                "select sealed from own_draft where code_id = $1 and form = $2 and saved_at >= $3",
                code,
                form,
                since
            ),
        })
        .await?;
    Ok(sealed.and_then(|(sealed,)| visit.site.draft_key.open(&owner.of(form), &sealed)))
}

/// Keeps what was typed so far into a form.
///
/// # Errors
/// Where the database does not answer.
pub async fn save(visit: &Visit, form: &str, answers: &Answers) -> Result<(), AppError> {
    save_for(visit, &owner_of(visit)?, form, answers).await
}

async fn save_for(visit: &Visit, owner: &Owner, form: &str, answers: &Answers) -> Result<(), AppError> {
    visit
        .access()
        .housekeeping(async |house| {
            write(house, visit, owner, form, answers).await?;
            forget_old(house, visit).await
        })
        .await
}

/// Keeps something in the very transaction of an act: it is kept where the act is done, and nowhere else.
///
/// # Errors
/// Where the database does not answer; nothing of the act is done then.
pub async fn save_with(on: &mut impl OnDatabase, visit: &Visit, form: &str, answers: &Answers) -> Result<(), AppError> {
    write(on, visit, &owner_of(visit)?, form, answers).await
}

async fn write(
    on: &mut impl OnDatabase,
    visit: &Visit,
    owner: &Owner,
    form: &str,
    answers: &Answers,
) -> Result<(), AppError> {
    let sealed = visit.site.draft_key.seal(&owner.of(form), answers)?;
    let (sealed, now) = (sealed.as_slice(), visit.now);
    match owner {
        Owner::Staff(staff) => execute!(
            on,
            "insert into draft (staff_id, form, sealed, saved_at) values ($1, $2, $3, $4)
             on conflict (staff_id, form) do update set sealed = excluded.sealed, saved_at = excluded.saved_at",
            staff,
            form,
            sealed,
            now
        )?,
        Owner::Code(code) => execute!(
            on,
            "insert into own_draft (code_id, form, sealed, saved_at) values ($1, $2, $3, $4)
             on conflict (code_id, form) do update set sealed = excluded.sealed, saved_at = excluded.saved_at",
            code,
            form,
            sealed,
            now
        )?,
    };
    Ok(())
}

/// Forgetting rides along with keeping: no job to forget to run.
async fn forget_old(on: &mut impl OnDatabase, visit: &Visit) -> Result<(), AppError> {
    let old = visit.now - TimeDelta::days(DAYS_KEPT);
    execute!(on, "delete from draft where saved_at < $1", old)?;
    execute!(on, "delete from own_draft where saved_at < $1", old)?;
    Ok(())
}

/// The most that a conversation comes to, page upon page.
const BYTES_MAX: usize = 1024 * 1024;

/// Changes what is kept of a form, and answers how it is now. It is read, changed and kept in one transaction, and
/// no other change of the same draft comes between: two devices of one user lose nothing of each other's.
///
/// # Errors
/// `TooLarge` where it came to more than anybody types; or where the database does not answer.
pub async fn change(visit: &Visit, form: &str, change: impl FnOnce(&mut Answers)) -> Result<Answers, AppError> {
    change_for(visit, &owner_of(visit)?, form, change).await
}

async fn change_for(
    visit: &Visit,
    owner: &Owner,
    form: &str,
    change: impl FnOnce(&mut Answers),
) -> Result<Answers, AppError> {
    let (key, bound) = (&visit.site.draft_key, owner.of(form));
    let nothing = key.seal(&bound, &Answers::default())?;
    visit
        .access()
        .housekeeping(async |house| {
            forget_old(house, visit).await?;
            let (nothing, now) = (nothing.as_slice(), visit.now);
            // Written before it is read, so that whoever changes the same draft waits here until this is kept.
            let (sealed,): (Vec<u8>,) = match owner {
                Owner::Staff(staff) => fetch_one!(
                    house,
                    "insert into draft (staff_id, form, sealed, saved_at) values ($1, $2, $3, $4)
                     on conflict (staff_id, form) do update set saved_at = excluded.saved_at returning sealed",
                    staff,
                    form,
                    nothing,
                    now
                ),
                Owner::Code(code) => fetch_one!(
                    house,
                    "insert into own_draft (code_id, form, sealed, saved_at) values ($1, $2, $3, $4)
                     on conflict (code_id, form) do update set saved_at = excluded.saved_at returning sealed",
                    code,
                    form,
                    nothing,
                    now
                ),
            }?;
            // Sealed with another key, it is as good as none.
            let mut answers = key.open(&bound, &sealed).unwrap_or_default();
            change(&mut answers);
            if answers.bytes() > BYTES_MAX {
                return Err(AppError::TooLarge);
            }
            write(house, visit, owner, form, &answers).await?;
            Ok(answers)
        })
        .await
}

/// Keeps one form that was interrupted. A page of a conversation comes on top of what was kept
/// before; a form that is sent as a whole takes its place, or an unticked box would be ticked again.
async fn keep(visit: &Visit, owner: &Owner, path: &str, typed: &Answers) -> Result<(), AppError> {
    let Some(conversation) = conversation_of(path) else { return save_for(visit, owner, path, typed).await };
    change_for(visit, owner, conversation, |answers| {
        if path == format!("{conversation}/start") {
            // The one page with boxes to tick: one that was unticked is not sent.
            answers.set("explained", "");
        }
        take_over(answers, typed);
    })
    .await
    .map(|_| ())
}

/// A conversation goes over many pages and is one draft.
fn conversation_of(path: &str) -> Option<&str> {
    const PAGES: &str = "/consent";
    let (person, page) = path.split_once(PAGES)?;
    (page.is_empty() || page.starts_with('/')).then(|| path.get(..person.len() + PAGES.len()))?
}

/// Forgets a draft: its form is done. What the form asked for is saved by then, and the page says so: a
/// failure here is logged and no more, or somebody would be told to send again what was saved. The draft then
/// waits with its form until it is sent again, or is too old.
pub async fn done(visit: &Visit, form: &str) {
    let Ok(owner) = owner_of(visit) else { return };
    let forgotten = visit.access().housekeeping(async |house| forget_of(house, &owner, form).await).await;
    if let Err(error) = forgotten {
        tracing::error!(%error, "a draft could not be forgotten");
    }
}

/// Forgets a draft in the very transaction of the act that it was for, so that nobody ever finds both.
///
/// # Errors
/// Where the database does not answer; nothing of the act is done then.
pub async fn done_with(on: &mut impl OnDatabase, visit: &Visit, form: &str) -> Result<(), AppError> {
    forget_of(on, &owner_of(visit)?, form).await
}

async fn forget_of(on: &mut impl OnDatabase, owner: &Owner, form: &str) -> Result<(), AppError> {
    match owner {
        Owner::Staff(staff) => execute!(on, "delete from draft where staff_id = $1 and form = $2", staff, form),
        Owner::Code(code) => execute!(on, "delete from own_draft where code_id = $1 and form = $2", code, form),
    }
    .map(|_| ())
}

/// Keeps a form that arrived after its session ended, for the one whose session it was. A failure
/// is logged and no more: the visitor is on the way to the sign-in page either way.
pub async fn keep_for_ended_session(visit: &Visit) {
    let Some(owner) = owner_of_ended(visit) else { return };
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
    // A draft that was on its way belongs to its form, where it is looked for.
    let form = match visit.path.as_str() {
        "/drafts" | "/me/drafts" => match take_form(&visit.path, &mut typed) {
            Ok(form) => form,
            Err(_) => return,
        },
        path => path.to_owned(),
    };
    if let Err(error) = keep(visit, &owner, &form, &typed).await {
        tracing::error!(%error, "a draft of an ended session could not be kept");
    }
}

/// Whose a form is that came too late: only theirs on whose page it stood. On a shared tablet the
/// session that ended may be another's.
fn owner_of_ended(visit: &Visit) -> Option<Owner> {
    let from = |owner: &str| visit.page_of.as_deref().is_none_or(|page| page == owner);
    if visit.is_on_own_page() {
        return match &visit.own {
            OwnSession::Ended { code } if from(&own::page_of(code)) => Some(Owner::Code(code.clone())),
            OwnSession::Ended { .. } | OwnSession::Nobody | OwnSession::Open { .. } => None,
        };
    }
    match &visit.session {
        Session::Ended { staff_id } if from(staff_id.as_str()) || from(&page_of_lent(staff_id)) => {
            Some(Owner::Staff(staff_id.clone()))
        }
        // From a page that its owner had opened before the tablet was handed over, and from no other.
        Session::HandedOver { actor, .. } if visit.page_of.as_deref() == Some(actor.staff_id.as_str()) => {
            Some(Owner::Staff(actor.staff_id.clone()))
        }
        Session::Nobody | Session::SignedIn { .. } | Session::Ended { .. } | Session::HandedOver { .. } => None,
    }
}

/// Which form a draft is of, taken out of what was sent to the address of drafts.
fn take_form(drafts: &str, answers: &mut Answers) -> Result<String, AppError> {
    let begins = if drafts.starts_with("/me/") { "/me/" } else { "/" };
    let form = answers.take("form-path").unwrap_or_default();
    if form.starts_with(begins) && form.len() <= 200 { Ok(form) } else { Err(AppError::NotFound) }
}

/// Keeps what is in a form of the person's own page (`POST /me/drafts`).
///
/// # Errors
/// Where the page is closed or the database does not answer.
pub async fn autosave_own(visit: std::sync::Arc<Visit>) -> Answer {
    let mut answers = visit.form.clone();
    let form = take_form(&visit.path, &mut answers)?;
    save(&visit, &form, &answers).await?;
    Ok(Reply::heard())
}

/// Keeps what is in a form at this moment (`POST /drafts`, sent by the browser every few
/// seconds). The path
/// of the form comes in the field `form-path`.
///
/// # Errors
/// Where nobody is signed in or the database does not answer.
pub async fn autosave(visit: std::sync::Arc<Visit>) -> Answer {
    let mut answers = visit.form.clone();
    let form = take_form(&visit.path, &mut answers)?;
    let staff = visit.actor()?.staff_id.clone();
    // In the person's hands there are only the pages of their conversation.
    if let Some(person) = visit.lent_to()
        && !form.starts_with(&format!("/people/{person}/consent/"))
    {
        return Err(AppError::HandedOver);
    }
    keep(&visit, &Owner::Staff(staff), &form, &answers).await?;
    Ok(Reply::heard())
}

/// `POST /drafts/forget` and `POST /me/drafts/forget`: throws away what was kept of a form, and shows the form as it
/// is without.
///
/// # Errors
/// `NotFound` for what is no form's address.
pub async fn forget(visit: std::sync::Arc<Visit>) -> Answer {
    let form = take_form(&visit.path, &mut visit.form.clone())?;
    done(&visit, &form).await;
    Ok(Reply::see(crate::routes::page_of(&form)))
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
