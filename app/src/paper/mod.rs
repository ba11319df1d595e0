//! Paper: every public document as a PDF, consent forms to sign by hand, and the signed pages back.
//!
//! *What it is.* [`press`] makes PDFs with the crate `documents`, away from the pages, a few at a
//! time. [`booklet`], [`form`] and [`receipt`] say what is on them. A consent form that is printed
//! from a record carries a code; whoever types it, photographs it or follows it comes to that
//! person's form, if they may record that person's decision, and adds the signed pages. The answers
//! are then copied in the consent conversation: a signature on paper decides nothing by itself.
//!
//! *Who may.* Documents and blank forms: anybody. Printing from a record and adding pages: whoever
//! may record a decision about that person. Looking at a signed page: besides, only an agency that
//! sees the decisions; before a decision, only the one that added it and the register's own team.
//!
//! *What must hold.* A code says nothing of whom it is about, and is kept as a hash. To whoever may
//! not see a person, their code is one that was never printed. What is uploaded is what its bytes
//! say, whatever it is called; it is served so that no browser runs it. A photo that shows another
//! form's code is refused: a signed page must not land in the wrong record. Where and with what a photo
//! was taken is not kept ([`strip`](mod@strip)); what a scanner wrote into a PDF is.
//!
//! *Deliberately absent.* Reading handwriting. Taking a page away again: pages are evidence, and are
//! kept like the decision they show.

pub mod actions;
pub mod booklet;
pub mod form;
pub mod model;
pub mod press;
pub mod read;
pub mod receipt;
pub mod store;
pub mod strip;
pub mod view;
