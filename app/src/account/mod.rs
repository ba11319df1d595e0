//! Signing in and out, sessions, one's own account, and (the `staff_` files) administering accounts.
//!
//! *Who may.* Anybody may try to sign in. Whoever is signed in sees to their own account, also while their
//! agency's agreement is not in force. Administrators see to those of everybody else, of any agency.
//!
//! Passwords are argon2id with OWASP's parameters, checked on a blocking thread, two at a time.
//! Sessions are rows: idle for 30 minutes or 12 hours old, they have ended. An unknown name costs
//! the same time as a wrong password and gets the same answer. After five failures a name
//! waits, twice as long each time, up to 15 minutes. An address, which a whole hospital may share, waits
//! after fifty, of which one is forgiven every two minutes.
//!
//! An administrator makes and ends accounts, never their own: the last one would lock everybody out.
//! An ended account is signed out everywhere in the same transaction. A password that an administrator
//! gives, with a new account or to somebody who forgot theirs, starts no session: signing in with it asks
//! for a password of one's own first.
//!
//! *Deliberately absent*: a session library. A session here is part of the access check (role,
//! agency and agreement are read with it, and "sign out everywhere" is one statement); the kept
//! libraries need either an older sqlx or a copy in memory, which a revoked session would outlive.

pub mod model;
pub mod staff_model;

#[cfg(not(target_family = "wasm"))]
pub mod actions;
#[cfg(not(target_family = "wasm"))]
pub mod password;
#[cfg(not(target_family = "wasm"))]
pub mod proof;
#[cfg(not(target_family = "wasm"))]
pub mod session;
#[cfg(not(target_family = "wasm"))]
pub mod staff_actions;
#[cfg(not(target_family = "wasm"))]
pub mod staff_view;
#[cfg(not(target_family = "wasm"))]
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod view;
