//! The answers beside those about agencies, each by itself: what is to stay private, a meeting, family, planning.

use app::{
    consent::conversation::FURTHER,
    easy_read::model::{Wording, consent_questions},
};

use crate::{
    acts::{all_yes, count_of, decide, fill},
    authority::{child_of_two, decided_by},
    both,
    own_code::at_home,
    permissions::come_in_as,
    support::{Page, World},
};

const NURSE: &str = "nia@lda.example";
const SENCO: &str = "senco@edu.example";
/// Somebody of each agency but for the police and the school.
const OTHERS: [&str; 5] =
    [NURSE, "worker@asc.example", "psychologist@mht.example", "support@hav.example", "paramedic@amb.example"];

const DECISIONS: &str = "select count(*) from consent_decision where person_id = $1";
const PLANNED: &str = "select count(*) from register_entry where person_id = $1 and planning and closed_on is null";

/// What `all_yes` wants to stay private.
const PRIVATE: &str = "Do not tell my brother";

/// What the record says at the reviews of an answer that is no yes.
fn no_meeting(said: &str) -> String {
    format!("\u{201c}{said}\u{201d} to a meeting about their care (C(E)TR). Ask the person before you plan one.")
}

/// What it says at the family.
fn no_family(said: &str) -> String {
    format!("\u{201c}{said}\u{201d} to talking with family. Ask the person before you do.")
}

/// What the record says was answered to one of the questions.
fn answered(record: &Page, wording: Wording, field: &str) -> String {
    let question = &consent_questions(wording).unwrap().question(field).unwrap().text;
    let at = record.all(".nhsuk-summary-list__key").iter().position(|key| key == question);
    let at = at.unwrap_or_else(|| panic!("not asked \u{201c}{question}\u{201d} on: {}", record.text()));
    record.all(".nhsuk-summary-list__value").remove(at)
}

/// Each of these reads on the record that this is to stay private.
async fn is_read_by(world: &World, names: &[&str], person: &str, private: &str) {
    for name in names {
        let record = come_in_as(world, name).await.get(&format!("/people/{person}")).await;
        assert!(record.says("To stay private") && record.says(private), "{name}: {}", record.text());
    }
}

both!(what_is_to_stay_private_is_still_read_after_agencies_were_stopped, world, {
    let mei = world.person("Mei").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    assert_eq!(decide(&mut nurse, &mei, &all_yes(&world, &[]).await).await.status, 303);
    let (police, school) = (world.agency("POL").await, world.agency("EDU").await);
    let stopped = nurse.post(&format!("/people/{mei}/withdraw/{police}"), &[("decider", "person")]).await;
    assert_eq!(stopped.status, 200, "{}", stopped.text());
    is_read_by(&world, &OTHERS, &mei, PRIVATE).await;
    is_read_by(&world, &[SENCO], &mei, PRIVATE).await;

    // Then another one at home: what was carried over once is carried over again.
    let mut browser = at_home(&world, &mei).await;
    assert_eq!(browser.post(&format!("/me/change-mind/{school}"), &[]).await.status, 303);
    assert_eq!(count_of(&world, DECISIONS, &mei).await, 3);
    is_read_by(&world, &OTHERS, &mei, PRIVATE).await;
    let answers = browser.get("/me/answers").await;
    assert!(answers.says(&format!("You want this to stay private: {PRIVATE}")), "{}", answers.text());
    let record = nurse.get(&format!("/people/{mei}")).await;
    assert!(record.says(&no_family("No")), "so is every other answer: {}", record.text());
});

both!(what_each_of_two_parents_wants_private_is_read_after_one_of_them_stopped_an_agency, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    let (person, mother, father) = child_of_two(&world, &mut nurse).await;
    for (decider, private) in [(&mother, PRIVATE), (&father, "Not in front of her class")] {
        let mut answers = decided_by(&world, decider).await;
        fill(&mut answers, "exclusions", private);
        assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
    }
    let police = world.agency("POL").await;
    let stop = [("decider", mother.as_str()), ("own_view", "not_known"), ("own_view_words", "She slept")];
    let stopped = nurse.post(&format!("/people/{person}/withdraw/{police}"), &stop).await;
    assert_eq!(stopped.status, 200, "{}", stopped.text());
    for private in [PRIVATE, "Not in front of her class"] {
        is_read_by(&world, &OTHERS, &person, private).await;
        is_read_by(&world, &[SENCO], &person, private).await;
    }
});

const ALL_THREE: &str = "a meeting, family, planning";

/// Two parents say yes to everything, and then the mother no to one question: first hers is the newer answer, then
/// the older one, and at last she agrees. `without` is what her other yeses are called, `shows` what the record says
/// besides where there is a no to mind.
async fn the_no_holds(world: &World, field: &str, without: &str, shows: Option<String>) {
    let mut nurse = come_in_as(world, NURSE).await;
    let (person, mother, father) = child_of_two(world, &mut nurse).await;
    for (decider, no_to, differ) in
        [(&mother, "", false), (&father, "", false), (&mother, field, true), (&father, "", true), (&mother, "", false)]
    {
        let mut answers = decided_by(world, decider).await;
        for (each, _) in FURTHER {
            fill(&mut answers, each, if each == no_to { "no" } else { "yes" });
        }
        let done = decide(&mut nurse, &person, &answers).await;
        assert_eq!(done.status, 303, "{}", done.text());

        let record = nurse.get(&format!("/people/{person}")).await;
        for (each, _) in FURTHER {
            let holds = if differ && each == field { "No" } else { "Yes" };
            assert_eq!(answered(&record, Wording::YoungPerson, each), holds, "{each}");
        }
        let planned = !(differ && field == "anonymous_planning");
        assert_eq!(count_of(world, PLANNED, &person).await, i64::from(planned));
        if let Some(shows) = &shows {
            assert_eq!(record.says(shows), differ, "{}", record.text());
        }

        assert_eq!(record.says("Decisions differ"), differ, "{}", record.text());
        let rows = record.all("tbody tr");
        let mut also: Vec<&str> =
            rows.iter().filter_map(|row| row.rsplit_once("Also a yes to ")).map(|(_, to)| to).collect();
        also.sort_unstable();
        let mut expected = if differ { vec![without, ALL_THREE] } else { Vec::new() };
        expected.sort_unstable();
        assert_eq!(also, expected);
        let receipt = nurse.get(&done.location).await;
        assert_eq!(receipt.says("We share only what all of you said yes to."), differ, "{}", receipt.text());
    }
}

both!(where_of_two_parents_one_alone_says_no_to_a_meeting_the_no_holds_and_is_said_to_differ, world, {
    the_no_holds(&world, "cetr", "family, planning", Some(no_meeting("No"))).await;
});

both!(where_of_two_parents_one_alone_says_no_to_talking_with_family_the_no_holds_and_is_said_to_differ, world, {
    the_no_holds(&world, "contact_family", "a meeting, planning", Some(no_family("No"))).await;
});

both!(where_of_two_parents_one_alone_says_no_to_planning_the_child_is_not_counted_and_it_is_said_to_differ, world, {
    the_no_holds(&world, "anonymous_planning", "a meeting, family", None).await;
});

both!(not_sure_is_no_yes_to_a_meeting_to_talking_with_family_or_to_planning, world, {
    let mei = world.person("Mei").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    for (word, label) in [("not_sure", "Not sure"), ("yes", "Yes"), ("not_sure", "Not sure")] {
        let mut answers = all_yes(&world, &[]).await;
        for (field, _) in FURTHER {
            fill(&mut answers, field, word);
        }
        assert_eq!(decide(&mut nurse, &mei, &answers).await.status, 303);
        assert_eq!(count_of(&world, PLANNED, &mei).await, i64::from(word == "yes"), "{word}");
        let record = nurse.get(&format!("/people/{mei}")).await;
        for (field, _) in FURTHER {
            assert_eq!(answered(&record, Wording::Adult, field), label, "{field}");
        }
        for notice in [no_meeting("Not sure"), no_family("Not sure")] {
            assert_eq!(record.says(&notice), word == "not_sure", "{notice} {}", record.text());
        }
    }
    let own = at_home(&world, &mei).await.get("/me/answers").await;
    for said in [
        "we cannot have a meeting with you about your care",
        "we cannot talk to your family about you",
        "we cannot learn from your answers",
    ] {
        assert!(own.says(&format!("Not sure: {said}.")), "{said}: {}", own.text());
    }
});

both!(where_one_of_two_parents_is_not_sure_nothing_is_taken_for_a_yes_of_both, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    let (person, mother, father) = child_of_two(&world, &mut nurse).await;
    // What is not sure and what is no both open nothing, so those two do not differ.
    for (decider, word, holds, differ) in
        [(&mother, "not_sure", "Not sure", false), (&father, "yes", "Not sure", true), (&father, "no", "No", false)]
    {
        let mut answers = decided_by(&world, decider).await;
        for (field, _) in FURTHER {
            fill(&mut answers, field, word);
        }
        assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
        let record = nurse.get(&format!("/people/{person}")).await;
        for (field, _) in FURTHER {
            assert_eq!(answered(&record, Wording::YoungPerson, field), holds, "{word}: {field}");
        }
        assert!(record.says(&no_meeting(holds)) && record.says(&no_family(holds)), "{word}: {}", record.text());
        assert_eq!(record.says("Decisions differ"), differ, "{word}: {}", record.text());
        assert_eq!(count_of(&world, PLANNED, &person).await, 0, "{word}");
    }
});

both!(whoever_plans_a_meeting_reads_on_the_record_that_the_person_said_no_to_one, world, {
    let mei = world.person("Mei").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    for word in ["no", "yes"] {
        let mut answers = all_yes(&world, &[]).await;
        fill(&mut answers, "cetr", word);
        assert_eq!(decide(&mut nurse, &mei, &answers).await.status, 303);
        for name in [NURSE, "worker@asc.example", "psychologist@mht.example", "support@hav.example"] {
            let record = come_in_as(&world, name).await.get(&format!("/people/{mei}")).await;
            assert_eq!(record.says(&no_meeting("No")), word == "no", "{name}, {word}: {}", record.text());
            assert_eq!(record.says("to a meeting about their care"), word == "no", "{name}, {word}");
        }
    }
});
