//! Who may decide about being on the register, and what shows that they may.
//!
//! # What it is
//!
//! The *route* ([`model::route`]): from somebody's age, the assessments of their capacity, whoever
//! holds an authority, and two local settings it works out who may decide, with its reasons in
//! sentences, and what is to be done first. Around it the records it looks at: holders of an
//! authority, capacity assessments (the Mental Capacity Act's test from 16 on, Gillick's below), and
//! the best-interests checklist. What the law asks is said where it is applied: in [`model`], [`capacity`] and
//! [`interests`].
//!
//! # Who may
//!
//! Whoever may record a decision about the person (`RecordConsent`) assesses, fills in the checklist and writes
//! down who holds an authority. How much of it they read is told below.
//!
//! # What must hold
//!
//! * *Everybody from 16 on is taken to be able to decide* until an assessment of this decision, at
//!   this time, says otherwise. An assessment counts for [`capacity::HOLDS_DAYS`] days.
//! * *No best-interests decision without an assessment that says "cannot", nor while somebody with
//!   an authority can decide, nor if it can wait.* The route does not offer it, the conversation does
//!   not accept it, the type [`Decider`](crate::consent::model::Decider) cannot express it, and the
//!   database has a check.
//! * *An authority counts only once a professional has seen the document.*
//! * *Everybody who may ask sees the route, not everybody what it stands on.* Who holds an authority is of
//!   the section *family*; what was decided before, and every assessment and checklist that was filled in,
//!   of the section *consent*. Whoever does not see the section is shown who may decide as a role, and is
//!   told that the rest is not theirs to see ([`store::shown`]). They still ask, assess, and record a yes, a
//!   no or a withdrawal: what is recorded stands on the whole, never on what is shown
//!   ([`may_read_to_ask`](crate::access::policy::may_read_to_ask) is the rule).
//! * *Assessments and checklists are appended, never edited*, and read back whole. A checklist that
//!   an assessment has overtaken is not recorded: it is shown, and kept as a draft of whoever wrote it.
//!
//! # Deliberately absent
//!
//! Legal advice. Where the route finds nobody it says whom to ask. And a best-interests decision below 16:
//! the Mental Capacity Act gives no power to make one (section 2(5)). Somebody has parental responsibility for
//! every child, the council under a care order or else whom the family court gives it to; until that is
//! written down nobody decides, and nothing is shared.

pub mod capacity;
pub mod interests;
pub mod model;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
