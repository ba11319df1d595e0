//! Dates as people write and read them: 6 August 2026, day before month, never ambiguous.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

/// `6 August 2026`: the only way a date is shown.
#[must_use]
pub fn long(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// `6 August 2026 at 3:04pm`, in the time of the United Kingdom.
#[must_use]
pub fn long_time(at: DateTime<Utc>) -> String {
    let local = london(at);
    let (afternoon, hour) = chrono::Timelike::hour12(&local);
    format!(
        "{} at {hour}:{:02}{}",
        long(local.date()),
        chrono::Timelike::minute(&local),
        if afternoon { "pm" } else { "am" }
    )
}

/// The wall clock in London. British Summer Time runs from 01:00 UTC on the last Sunday of March
/// to 01:00 UTC on the last Sunday of October (Summer Time Order 2002); a time-zone database
/// would be larger than the rest of the browser's code.
#[must_use]
pub fn london(at: DateTime<Utc>) -> chrono::NaiveDateTime {
    let summer = last_sunday(at.year(), 3).zip(last_sunday(at.year(), 10)).is_some_and(|(from, to)| {
        let one = chrono::TimeDelta::hours(1);
        let at = at.naive_utc();
        at >= from.and_time(chrono::NaiveTime::MIN) + one && at < to.and_time(chrono::NaiveTime::MIN) + one
    });
    at.naive_utc() + chrono::TimeDelta::hours(i64::from(summer))
}

fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    Some(last - chrono::TimeDelta::days(i64::from(last.weekday().num_days_from_sunday())))
}

/// Whole years of age on a day. Somebody born on 29 February has their birthday on 1 March in
/// years without one, as the law of England reckons age.
#[must_use]
pub fn age_on(born_on: NaiveDate, today: NaiveDate) -> i32 {
    let had_birthday = (today.month(), today.day()) >= (born_on.month(), born_on.day());
    today.year() - born_on.year() - i32::from(!had_birthday)
}

/// The day on which somebody turns so many years old: the first on which [`age_on`] says so.
#[must_use]
pub fn birthday(born_on: NaiveDate, age: u32) -> Option<NaiveDate> {
    let day = born_on.checked_add_months(Months::new(age.checked_mul(12)?))?;
    if day.day() < born_on.day() { day.succ_opt() } else { Some(day) }
}

/// How far off a day is, in words: `today`, `tomorrow`, `in 5 days`, `3 days ago`.
#[must_use]
pub fn distance(day: NaiveDate, today: NaiveDate) -> String {
    match (day - today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        days if days > 0 => format!("in {days} days"),
        days => format!("{} days ago", -days),
    }
}

/// What is wrong with a date typed into three fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateFault {
    /// Nothing was typed.
    #[error("must be filled in")]
    Missing,
    /// One or two of the fields are empty.
    #[error("must include a day, a month and a year")]
    Incomplete,
    /// There is no such day, such as 31 June.
    #[error("must be a real date")]
    NotADate,
    /// A year of two digits, or far away.
    #[error("must have a year with 4 digits, like 1987")]
    Year,
}

/// Reads a day, a month (number, name or its first three letters) and a year.
///
/// # Errors
/// [`DateFault`] says what to tell the person who typed it.
pub fn from_parts(day: &str, month: &str, year: &str) -> Result<NaiveDate, DateFault> {
    let (day, month, year) = (day.trim(), month.trim(), year.trim());
    match (day.is_empty(), month.is_empty(), year.is_empty()) {
        (true, true, true) => return Err(DateFault::Missing),
        (false, false, false) => {}
        _ => return Err(DateFault::Incomplete),
    }
    if year.len() != 4 {
        return Err(DateFault::Year);
    }
    let year: i32 = year.parse().map_err(|_| DateFault::Year)?;
    if !(1880..=2200).contains(&year) {
        return Err(DateFault::Year);
    }
    let day: u32 = day.parse().map_err(|_| DateFault::NotADate)?;
    let month = month_number(month).ok_or(DateFault::NotADate)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DateFault::NotADate)
}

/// A month by number or by an English name of at least three letters.
#[must_use]
pub fn month_number(text: &str) -> Option<u32> {
    if let Ok(number) = text.parse::<u32>() {
        return (1..=12).contains(&number).then_some(number);
    }
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.to_lowercase();
    let found = (text.len() >= 3).then(|| NAMES.iter().position(|name| name.starts_with(&text)))??;
    u32::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_is_shown_with_the_month_in_words() {
        assert_eq!(long(day("2026-08-06")), "6 August 2026");
    }

    #[test]
    fn somebody_born_on_29_february_turns_18_on_1_march() {
        assert_eq!(age_on(day("2008-02-29"), day("2026-02-28")), 17);
        assert_eq!(age_on(day("2008-02-29"), day("2026-03-01")), 18);
        assert_eq!(birthday(day("2008-02-29"), 18), Some(day("2026-03-01")));
        assert_eq!(birthday(day("2008-02-29"), 16), Some(day("2024-02-29")));
    }

    proptest! {
        #[test]
        fn a_birthday_is_the_first_day_of_an_age(days in 0_i64..60_000, age in 1_u32..110) {
            let born_on = day("1900-01-01") + chrono::TimeDelta::days(days);
            let birthday = birthday(born_on, age).unwrap();
            let age = i32::try_from(age).unwrap();
            prop_assert_eq!(age_on(born_on, birthday), age);
            prop_assert_eq!(age_on(born_on, birthday.pred_opt().unwrap()), age - 1);
        }
    }

    #[test]
    fn summer_time_starts_and_ends_at_one_in_the_morning() {
        let at = |text: &str| london(text.parse().unwrap()).to_string();
        assert_eq!(at("2026-03-29T00:59:00Z"), "2026-03-29 00:59:00");
        assert_eq!(at("2026-03-29T01:00:00Z"), "2026-03-29 02:00:00");
        assert_eq!(at("2026-10-25T00:59:00Z"), "2026-10-25 01:59:00");
        assert_eq!(at("2026-10-25T01:00:00Z"), "2026-10-25 01:00:00");
    }

    #[test]
    fn a_month_may_be_typed_as_a_number_or_a_name() {
        assert_eq!(from_parts("6", "Aug", "2026"), Ok(day("2026-08-06")));
        assert_eq!(from_parts(" 06", "8", "2026 "), Ok(day("2026-08-06")));
    }

    #[test]
    fn each_fault_of_a_date_is_told_apart() {
        assert_eq!(from_parts("", "", ""), Err(DateFault::Missing));
        assert_eq!(from_parts("1", "", "2026"), Err(DateFault::Incomplete));
        assert_eq!(from_parts("31", "6", "2026"), Err(DateFault::NotADate));
        assert_eq!(from_parts("29", "2", "2025"), Err(DateFault::NotADate));
        assert_eq!(from_parts("1", "1", "87"), Err(DateFault::Year));
        assert_eq!(from_parts("1", "ju", "1987"), Err(DateFault::NotADate));
    }
}
