//! Reading settings in the database. A browser's own are in its cookie.

use crate::{
    access::{
        model::{
            AboutPerson,
            act::{OwnAccount, RecordConsent, SeeOwnPage},
        },
        permit::{Permit, Scope},
    },
    base::error::AppError,
    execute_one, fetch_one,
    web::Preferences,
};

/// Keeps how whoever is signed in likes to read, on every device they sign in on.
///
/// # Errors
/// Where the database does not answer.
pub async fn keep_for_account(scope: &mut Scope<OwnAccount>, liked: Preferences) -> Result<(), AppError> {
    scope.note("how they like to read");
    let staff = scope.actor().staff_id;
    execute_one!(scope, "update staff set reading = $1 where staff_id = $2", liked.to_words(), &staff)
}

/// How the permit's person likes to read, if anybody has noted it. For `Visit::read_with`.
///
/// # Errors
/// Where the database does not answer.
pub async fn of_person<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Option<Preferences>, AppError> {
    let person = permit.person();
    let (reading,): (Option<String>,) = fetch_one!(permit, "select reading from person where person_id = $1", &person)?;
    Ok(reading.as_deref().map(Preferences::from_words))
}

/// The acts under which it is noted: by whoever asks the person, and by the person.
pub trait NotesReading: AboutPerson {}
impl NotesReading for RecordConsent {}
impl NotesReading for SeeOwnPage {}

/// Notes how the permit's person likes to read.
///
/// # Errors
/// Where the database does not answer.
pub async fn keep_for_person<A: NotesReading>(permit: &mut Permit<A>, liked: Preferences) -> Result<(), AppError> {
    permit.note("how they like to read");
    let person = permit.person();
    execute_one!(permit, "update person set reading = $1 where person_id = $2", liked.to_words(), &person)
}
