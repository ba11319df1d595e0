//! Whose name was meant, and what may be chosen. Pure.

use crate::{
    base::{
        answers::{Answers, Fault, Form},
        ids::StaffId,
    },
    matching::{fold, within_one_edit},
};

/// The most colleagues that are offered to choose from.
pub const OFFERED_MAX: usize = 20;

/// From how many letters on a word may have one typing mistake.
const LONG_ENOUGH: usize = 4;

/// Somebody with an account that may see people.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Colleague {
    /// Which account.
    pub staff_id: StaffId,
    /// As colleagues see it.
    pub display_name: String,
    /// Nurse, police officer; may be empty.
    pub job_title: String,
    /// For whom they work.
    pub agency_name: String,
}

/// What came of looking for a colleague by what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// Somebody was chosen among those who may be meant.
    Chosen {
        /// Whom.
        who: Colleague,
        /// What the person said about it.
        words: String,
    },
    /// These have such a name: which one is it?
    Which(Vec<Colleague>),
}

/// Reads the form: a name, then one of those who are called so.
///
/// # Errors
/// What is wrong, by field.
pub fn parse(answers: &Answers, colleagues: Vec<Colleague>) -> Result<Meant, Vec<Fault>> {
    let mut form = Form::new(answers);
    let name = form.line("name", "the colleague\u{2019}s name");
    let words = form.optional_text("words", "what the person said");
    let mut called_so: Vec<Colleague> = Vec::new();
    if !name.is_empty() {
        called_so = colleagues.into_iter().filter(|each| could_be(&name, &each.display_name)).collect();
        if called_so.is_empty() {
            form.fault(
                "name",
                "Nobody else with an account has a name like this. Check the spelling, or type only a last name",
            );
        } else if called_so.len() > OFFERED_MAX {
            form.fault("name", "Many colleagues have a name like this. Type the first and the last name");
        }
    }
    let which = form.finish(Some(called_so))?;
    let chosen = answers.get("staff");
    Ok(match which.iter().find(|each| each.staff_id.as_str() == chosen) {
        Some(who) => Meant::Chosen { who: who.clone(), words },
        None => Meant::Which(which),
    })
}

/// Whether what was typed could be this name: each word of it begins a word of the name, or is one typing
/// mistake away from one. Accents, capitals and order do not matter.
#[must_use]
pub fn could_be(typed: &str, name: &str) -> bool {
    let words = |text: &str| -> Vec<String> { fold(text).split_whitespace().map(ToOwned::to_owned).collect() };
    let (typed, name) = (words(typed), words(name));
    let fits = |word: &String| {
        let one_mistake = |of: &String| word.chars().count() >= LONG_ENOUGH && within_one_edit(word, of);
        name.iter().any(|of| of.starts_with(word.as_str()) || one_mistake(of))
    };
    !typed.is_empty() && typed.iter().all(fits)
}

/// Why somebody is let in again: the person's wish, or a mistake, in a sentence.
///
/// # Errors
/// What is wrong, by field.
pub fn parse_letting_in(answers: &Answers) -> Result<String, Vec<Fault>> {
    let mut form = Form::new(answers);
    let because = form.text("because", "why they may look again");
    form.finish(Some(because))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colleague(number: u8, name: &str) -> Colleague {
        Colleague {
            staff_id: format!("00000000-0000-7000-8000-0000000000{number:02}").parse().unwrap(),
            display_name: name.to_owned(),
            job_title: String::new(),
            agency_name: "Test".to_owned(),
        }
    }

    #[test]
    fn a_colleague_is_found_by_a_part_of_the_name_without_accents_and_with_a_mistake() {
        for typed in ["dean", "ASHWORTH", "ashworth dean", "Dean Ashwort", "Dean Ashwroth", "Déan"] {
            assert!(could_be(typed, "Dean Ashworth"), "{typed}");
        }
        for typed in ["", "  ", "Joan Ash", "worth", "Dean Smith"] {
            assert!(!could_be(typed, "Dean Ashworth"), "{typed}");
        }
    }

    #[test]
    fn nobody_is_kept_out_before_one_was_chosen_among_those_with_such_a_name() {
        let all = vec![colleague(1, "Dean Ashworth"), colleague(2, "Dean Brook"), colleague(3, "Mary Cole")];
        let typed = Answers::default().with("name", "dean");
        let Ok(Meant::Which(which)) = parse(&typed, all.clone()) else { panic!("not asked which") };
        assert_eq!(which, all[..2]);
        let chosen = typed.with("staff", all[1].staff_id.as_str()).with("words", " not him ");
        let meant = Meant::Chosen { who: all[1].clone(), words: "not him".to_owned() };
        assert_eq!(parse(&chosen, all.clone()), Ok(meant));
        // A name that was changed after the choice is asked about anew.
        let other = chosen.with("name", "mary");
        assert_eq!(parse(&other, all.clone()), Ok(Meant::Which(vec![all[2].clone()])));
    }

    #[test]
    fn a_name_that_nobody_or_half_the_county_has_is_a_fault_of_the_name() {
        let fault_of = |answers: &Answers, all| parse(answers, all).unwrap_err().remove(0).field;
        assert_eq!(fault_of(&Answers::default(), Vec::new()), "name");
        assert_eq!(fault_of(&Answers::default().with("name", "Zebedee"), vec![colleague(1, "Mary Cole")]), "name");
        let marys = (0..=20).map(|number| colleague(number, "Mary Cole")).collect();
        assert_eq!(fault_of(&Answers::default().with("name", "mary"), marys), "name");
    }

    #[test]
    fn letting_somebody_in_again_has_a_reason() {
        assert_eq!(parse_letting_in(&Answers::default()).unwrap_err()[0].field, "because");
        assert_eq!(
            parse_letting_in(&Answers::default().with("because", "They made up")),
            Ok("They made up".to_owned())
        );
    }
}
