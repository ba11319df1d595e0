//! The demo county: invented people and agencies to try the register with.

/// The password of every demo account.
pub const PASSWORD: &str = "demo county only";

/// Who is who, for the sign-in page and the console.
pub const SIGN_INS: &[(&str, &str)] = &[];

/// Fills an empty database.
///
/// # Errors
/// Where the database does not answer.
pub async fn fill(_: &crate::access::permit::Access) -> Result<(), crate::base::error::AppError> {
    Ok(())
}
