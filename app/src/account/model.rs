//! Rules of accounts: sign-in names and passwords.

use crate::base::answers::{Answers, Fault, Form};

/// The fewest characters of a password. NCSC: length over composition rules, no forced change.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// The most: an unbounded password is a cheap way to keep the server busy.
pub const PASSWORD_CHARS_MAX: usize = 200;

/// A sign-in name as it is compared: an e-mail address in lower case.
#[must_use]
pub fn sign_in_name(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// A new account, as typed and checked.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// An e-mail address in lower case.
    pub sign_in_name: String,
    /// As colleagues see it.
    pub display_name: String,
    /// Nurse, social worker.
    pub job_title: String,
    /// To be hashed.
    pub password: String,
}

impl NewAccount {
    /// Reads the fields `display_name`, `job_title`, `email` and `password`.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn parse(answers: &Answers) -> Result<Self, Vec<Fault>> {
        let mut form = Form::new(answers);
        let display_name = form.line("display_name", "a name");
        let job_title = form.line("job_title", "a job title");
        let name = sign_in_name(&form.line("email", "an email address"));
        if !name.is_empty() && !looks_like_email(&name) {
            form.fault("email", "Enter an email address in the format name@example.org");
        }
        let password = answers.get("password").to_owned();
        check_password(&mut form, "password", &password);
        form.finish(Some(Self { sign_in_name: name, display_name, job_title, password }))
    }
}

/// Notes what is wrong with a new password.
pub fn check_password(form: &mut Form<'_>, field: &str, password: &str) {
    let length = password.chars().count();
    if length < PASSWORD_CHARS_MIN {
        form.fault(
            field,
            format!("Password must be {PASSWORD_CHARS_MIN} characters or more. Three random words work well"),
        );
    } else if length > PASSWORD_CHARS_MAX {
        form.fault(field, format!("Password must be {PASSWORD_CHARS_MAX} characters or fewer"));
    }
}

fn looks_like_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    }) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_password_is_refused_with_advice() {
        let answers = Answers::default()
            .with("display_name", "Ada Bevan")
            .with("job_title", "Nurse")
            .with("email", " Ada.Bevan@Example.org ")
            .with("password", "short");
        let faults = NewAccount::parse(&answers).unwrap_err();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].field, "password");
        let account = NewAccount::parse(&answers.with("password", "three random words")).unwrap();
        assert_eq!(account.sign_in_name, "ada.bevan@example.org");
    }
}
