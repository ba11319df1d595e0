//! Hashing passwords: argon2id, m = 19 MiB, t = 2, p = 1 (OWASP's minimum, argon2's default).

use std::sync::LazyLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::base::error::AppError;

// Each hash takes 19 MiB: a flood of sign-ins must queue, not fill the memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
// Checked when the name is unknown, so that it takes as long as a wrong password.
static NOBODYS: LazyLock<String> = LazyLock::new(|| hash_now("nobody's password").unwrap_or_default());

fn hash_now(password: &str) -> Result<String, AppError> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash: PasswordHash| hash.to_string())
        .map_err(|error| AppError::Broken(format!("password hash: {error}")))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    let broken = |error: &dyn std::fmt::Display| AppError::Broken(format!("password task: {error}"));
    let _turn = AT_ONCE.acquire().await.map_err(|error| broken(&error))?;
    // The error of a thread that panicked quotes the panic, which could hold what was typed.
    tokio::task::spawn_blocking(work).await.map_err(|_| broken(&"its thread panicked"))
}

/// Hashes a password for keeping.
///
/// # Errors
/// Where the machine has no randomness to give.
pub async fn hash(password: String) -> Result<String, AppError> {
    blocking(move || hash_now(&password)).await?
}

/// Whether a password is the one that was hashed; `None` for an unknown name, which takes as long.
///
/// # Errors
/// Where the machine cannot start a thread.
pub async fn is_right(password: String, kept: Option<String>) -> Result<bool, AppError> {
    blocking(move || {
        let known = kept.is_some();
        let kept = kept.unwrap_or_else(|| NOBODYS.clone());
        let right = PasswordHash::new(&kept)
            .is_ok_and(|kept| Argon2::default().verify_password(password.as_bytes(), &kept).is_ok());
        right && known
    })
    .await
}
