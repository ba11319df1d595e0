//! Rules of accounts: sign-in names, passwords, and how long a guess has to wait.

use chrono::{DateTime, TimeDelta, Utc};

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

/// How patient the register is with tries: strict about what is guessed, mild about where the guesses
/// come from, since a whole hospital may share one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// For one name.
    Name,
    /// For one personal code or return code.
    Code,
    /// For one address.
    Address,
    /// For asking without an account, from one address: each counts, right or wrong.
    Asking,
}

/// How long tries are kept: by then all are forgiven, whatever they were for.
pub const TRIES_KEPT: TimeDelta = TimeDelta::days(2);

/// How tries are forgiven.
enum Easing {
    /// All at once, after a day without one. Each further try waits longer than the one before.
    AfterADay,
    /// One after the other, at this pace, whatever else happens: so a busy site, where somebody always
    /// mistypes, waits for minutes and never for good.
    OneEvery(TimeDelta),
}

impl Patience {
    /// How many tries are free.
    const fn free(self) -> i64 {
        match self {
            Self::Name | Self::Code => 5,
            Self::Address | Self::Asking => 50,
        }
    }

    const fn easing(self) -> Easing {
        match self {
            Self::Name | Self::Code => Easing::AfterADay,
            Self::Address => Easing::OneEvery(TimeDelta::minutes(2)),
            Self::Asking => Easing::OneEvery(TimeDelta::minutes(15)),
        }
    }
}

/// The tries that are counted under one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// How many.
    pub failures: i64,
    /// When the last one was; where they ease one by one, the moment up to which they have eased.
    pub last_at: DateTime<Utc>,
}

impl Tries {
    /// None yet.
    #[must_use]
    pub const fn none(now: DateTime<Utc>) -> Self {
        Self { failures: 0, last_at: now }
    }

    /// What is left of them by now.
    #[must_use]
    pub fn eased(self, patience: Patience, now: DateTime<Utc>) -> Self {
        match patience.easing() {
            Easing::AfterADay if now - self.last_at > TimeDelta::hours(24) => Self::none(now),
            Easing::AfterADay => self,
            Easing::OneEvery(pace) => {
                let forgiven = ((now - self.last_at).num_seconds() / pace.num_seconds()).max(0);
                match self.failures.min(patience.free()) - forgiven {
                    left if left > 0 => {
                        let until = TimeDelta::seconds(pace.num_seconds() * forgiven);
                        Self { failures: left, last_at: self.last_at + until }
                    }
                    _ => Self::none(now),
                }
            }
        }
    }

    /// How long the next one has to wait; zero if it may be made now. To be asked of what is left.
    #[must_use]
    pub fn wait(self, patience: Patience, now: DateTime<Utc>) -> TimeDelta {
        let over = self.failures - patience.free();
        if over < 0 {
            return TimeDelta::zero();
        }
        let wait = match patience.easing() {
            // 30 seconds after the last free try, doubling, up to 15 minutes.
            Easing::AfterADay => TimeDelta::seconds((30_i64 << over.min(5)).min(900)),
            Easing::OneEvery(pace) => pace,
        };
        (self.last_at + wait - now).max(TimeDelta::zero())
    }

    /// With one more.
    #[must_use]
    pub fn and_one(self, patience: Patience, now: DateTime<Utc>) -> Self {
        let last_at = match patience.easing() {
            Easing::AfterADay => now,
            // A try does not put off what is about to be forgiven, or a busy site would never be.
            Easing::OneEvery(_) => self.last_at,
        };
        Self { failures: self.failures + 1, last_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::<Utc>::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    /// Tries `failures` times at one moment and answers how many seconds the next one has to wait.
    fn wait_after(failures: i64, patience: Patience) -> i64 {
        let tries = (0..failures).fold(Tries::none(at(0)), |tries, _| tries.and_one(patience, at(0)));
        tries.eased(patience, at(0)).wait(patience, at(0)).num_seconds()
    }

    #[test]
    fn guessing_gets_slower_and_never_locks_anybody_out_for_long() {
        let seconds = |failures| wait_after(failures, Patience::Name);
        assert_eq!([4, 5, 6, 7, 10, 100].map(seconds), [0, 30, 60, 120, 900, 900]);
        let seconds = |failures| wait_after(failures, Patience::Address);
        assert_eq!([49, 50, 51, 5000].map(seconds), [0, 120, 120, 120]);
        assert_eq!(wait_after(50, Patience::Asking), 900);
    }

    #[test]
    fn guesses_at_a_name_are_forgiven_by_a_day_without_one_and_by_nothing_else() {
        let tries = Tries { failures: 9, last_at: at(0) };
        assert_eq!(tries.eased(Patience::Name, at(24 * 60)), tries);
        assert_eq!(tries.eased(Patience::Name, at(24 * 60 + 1)).failures, 0);
        assert_eq!(tries.and_one(Patience::Name, at(5)), Tries { failures: 10, last_at: at(5) });
    }

    #[test]
    fn by_the_time_tries_are_thrown_away_they_count_no_more() {
        let now = at(0) + TRIES_KEPT;
        for patience in [Patience::Name, Patience::Code, Patience::Address, Patience::Asking] {
            // One by one they ease from the moment of the first, so they may be written down as old as that.
            let tries = Tries { failures: 1000, last_at: at(0) - TimeDelta::milliseconds(1) };
            assert_eq!(tries.eased(patience, now).failures, 0, "{patience:?}");
        }
    }

    #[test]
    fn a_site_where_somebody_always_mistypes_never_waits() {
        let mut tries = Tries::none(at(0));
        for minute in (0..60 * 24 * 30).step_by(3) {
            tries = tries.eased(Patience::Address, at(minute));
            assert_eq!(tries.wait(Patience::Address, at(minute)), TimeDelta::zero(), "after {minute} minutes");
            tries = tries.and_one(Patience::Address, at(minute));
        }
    }

    #[test]
    fn whoever_never_stops_guessing_gets_one_try_every_two_minutes() {
        let (mut tries, mut made) = (Tries::none(at(0)), 0);
        for minute in 0..600 {
            tries = tries.eased(Patience::Address, at(minute));
            for _ in 0..1000 {
                if tries.wait(Patience::Address, at(minute)).is_zero() {
                    tries = tries.and_one(Patience::Address, at(minute));
                    made += 1;
                }
            }
        }
        assert_eq!(made, 50 + 299);
    }

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
