//! What the cookies of the register look like. None is for a script, and none goes to another site.

/// A cookie that leads to a session, gone when the browser closes; with an empty token, gone at once.
#[must_use]
pub fn session_cookie(name: &str, token: &str, secure: bool) -> String {
    let age = if token.is_empty() { "; Max-Age=0" } else { "" };
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}

/// A cookie that remembers what somebody chose, for a year.
#[must_use]
pub fn choice_cookie(name: &str, chosen: &str, secure: bool) -> String {
    const YEAR: u32 = 365 * 24 * 60 * 60;
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={chosen}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Lax{secure}")
}
