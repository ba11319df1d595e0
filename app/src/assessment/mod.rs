//! Assessment: the clinical support tool, which suggests a rating and says why.
//!
//! *What it is.* A versioned questionnaire, kept as data: questions with weights, rules that
//! outrank the sum, and the scores from which amber and red begin. It answers with a suggested
//! rating, its reasons, and what is not known. The answers a page collects and the suggestion are
//! stored together with the tool's id and version.
//!
//! *Who may.* People trained in the tool fill it in. Anybody who may see the person's rating may
//! read what was suggested, and those who may see the issues read why.
//!
//! *What must hold.* A definition never changes once released: a change is a new version. More risk
//! never lowers the suggestion. What is not known is never counted as "no" in silence: it lowers
//! completeness and is listed. A suggestion says for ever with which tool and version it was made, and
//! how far that one may be relied on: both are stored in it. The tools shipped here are this project's own and *not clinically
//! validated*; every page that shows a suggestion says so.
//!
//! *Deliberately absent.* A rating: the suggestion supports a human, who decides (`rating`). The
//! wording of anybody else's tool: an organisation that holds a licence gives it to the server as a
//! data file (`--tool`, see [`loaded`]), written like `tools/adult-1.json`. Blue, which is a fact and
//! not a risk.

pub mod island;
pub mod model;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod loaded;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
