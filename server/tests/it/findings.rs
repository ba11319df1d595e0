//! What was found out about whether somebody can decide, and what follows for what others decided because they could
//! not: time alone opens nothing, and nothing that has ended comes back by itself. And: nothing happens twice, and
//! nothing is recorded that nobody checked.

use crate::{
    acts::{all_yes, count_of, decide, fill, form, send, text_of, texts_of},
    authority::{
        Filled, add_holder, can_decide, cannot_decide, checklist, decided_by, fields, holder_value, with_a_deputy,
    },
    both,
    histories::put_date,
    permissions::come_in_as,
    support::World,
};

const KINDS: &str = "select kind from consent_decision where person_id = $1 order by number";
const TO_ASK: &str = "select because from ask_again where person_id = $1 order by because";

/// The same assessment, about another day.
fn about(mut assessment: Filled, day: &str) -> Filled {
    put_date(&mut assessment, "assessed", day.parse().unwrap());
    assessment
}

async fn police_see(world: &World, person: &str) -> bool {
    come_in_as(world, "officer@pol.example").await.get(&format!("/people/{person}")).await.status == 200
}

both!(an_assessment_that_is_written_down_late_does_not_take_the_decision_from_somebody_found_able_since, world, {
    let person = world.person("Mei").await;
    let at = |page: &str| format!("/people/{person}/{page}");
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert_eq!(send(&mut nurse, &at("capacity"), &about(can_decide(), "2026-11-20")).await.status, 303);
    assert_eq!(send(&mut nurse, &at("capacity"), &about(cannot_decide(), "2026-11-05")).await.status, 303);
    let gate = nurse.get(&at("best-interests")).await;
    assert_eq!(gate.status, 409, "{}", gate.text());
    assert!(gate.says("20 November 2026 says that they can make this decision"), "{}", gate.text());
    assert_eq!(send(&mut nurse, &at("best-interests"), &checklist()).await.status, 409);
});

both!(nobody_decides_for_somebody_who_was_found_able_meanwhile_whatever_day_they_write_down, world, {
    let person = world.person("Mei").await;
    let at = |page: &str| format!("/people/{person}/{page}");
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert_eq!(send(&mut nurse, &at("capacity"), &about(cannot_decide(), "2026-11-05")).await.status, 303);
    let mut weighed = checklist();
    put_date(&mut weighed, "weighed", "2026-11-06".parse().unwrap());
    assert_eq!(send(&mut nurse, &at("best-interests"), &weighed).await.status, 303);
    let interests = text_of(&world, "select interests_id from best_interests where person_id = $1", &person).await;
    let mut answers = decided_by(&world, &format!("interests-{interests}")).await;
    put_date(&mut answers, "decided", "2026-11-10".parse().unwrap());
    assert_eq!(send(&mut nurse, &at("consent/check"), &answers).await.status, 303);
    let checked = form(&nurse.get(&at("consent/check")).await, &at("consent"));
    // While the page is open a colleague finds that the person can decide.
    let mut colleague = world.signed_in("coordinator@lda.example").await;
    assert_eq!(send(&mut colleague, &at("capacity"), &about(can_decide(), "2026-11-20")).await.status, 303);
    let refused = send(&mut nurse, &at("consent"), &checked).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("On 20 November 2026 they were found able to decide this"), "{}", refused.text());
    assert_eq!(texts_of(&world, KINDS, &person).await, [""; 0]);
});

both!(what_has_ended_because_somebody_was_found_able_comes_back_by_no_later_finding, world, {
    let dermot = world.person("Dermot").await;
    let capacity = format!("/people/{dermot}/capacity");
    world.meddle("update consent_decision set review_on = '2027-05-23' where authority = 'best_interests'").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert_eq!(send(&mut nurse, &capacity, &can_decide()).await.status, 303);
    world.pass(chrono::TimeDelta::days(29));
    app::consent::store::settle_lapsed(&world.access).await.unwrap();
    assert!(!police_see(&world, &dermot).await);
    for day in ["2026-12-22", "2026-11-24"] {
        let mut nurse = come_in_as(&world, "nia@lda.example").await;
        assert_eq!(send(&mut nurse, &capacity, &about(cannot_decide(), day)).await.status, 303);
        assert!(!police_see(&world, &dermot).await, "nothing but a decision puts anybody on the register: {day}");
        assert_eq!(texts_of(&world, TO_ASK, &dermot).await, ["lapsed"]);
    }
    let open = "select count(*) from register_entry where person_id = $1 and closed_on is null";
    assert_eq!(count_of(&world, open, &dermot).await, 0);
});

both!(a_deputys_no_stands_after_somebody_was_found_able_until_they_are_asked, world, {
    let tomasz = world.person("Tomasz").await;
    let at = |page: &str| format!("/people/{tomasz}/{page}");
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert!(police_see(&world, &tomasz).await, "his own yes");
    with_a_deputy(&mut nurse, &tomasz).await;
    let mut no = decided_by(&world, &holder_value(&world, "Hana Tanaka").await).await;
    fill(&mut no, "on_the_list", "no");
    assert_eq!(decide(&mut nurse, &tomasz, &no).await.status, 200);
    world.pass(chrono::TimeDelta::days(1));
    // The record is closed, to all but the register's own team.
    let mut team = come_in_as(&world, "coordinator@lda.example").await;
    assert_eq!(send(&mut team, &at("capacity"), &about(can_decide(), "2026-11-24")).await.status, 303);
    assert!(texts_of(&world, TO_ASK, &tomasz).await.contains(&"can_decide".to_owned()), "he is to be asked");
    assert!(team.get("/today").await.says("Was found able to decide for themselves"));
    world.pass(chrono::TimeDelta::days(40));
    app::consent::store::settle_lapsed(&world.access).await.unwrap();
    assert!(!police_see(&world, &tomasz).await, "time alone opens nothing");
    // He says yes himself, and his own answer counts.
    let mut team = come_in_as(&world, "coordinator@lda.example").await;
    let mut yes = all_yes(&world, &[]).await;
    put_date(&mut yes, "decided", "2027-01-03".parse().unwrap());
    assert_eq!(send(&mut team, &at("consent/check"), &yes).await.status, 303);
    let check = team.get(&at("consent/check")).await;
    assert!(!check.says("Somebody else has a say too"), "what ends with it is not promised: {}", check.text());
    assert_eq!(decide(&mut team, &tomasz, &yes).await.status, 303);
    assert!(police_see(&world, &tomasz).await);
});

both!(what_a_deputys_yes_kept_shut_stays_shut_after_it_ended_until_the_person_is_asked, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert!(police_see(&world, &tomasz).await, "his own yes");
    with_a_deputy(&mut nurse, &tomasz).await;
    let mut narrower = decided_by(&world, &holder_value(&world, "Hana Tanaka").await).await;
    fill(&mut narrower, &format!("agency-{}", world.agency("POL").await), "no");
    assert_eq!(decide(&mut nurse, &tomasz, &narrower).await.status, 303);
    assert!(!police_see(&world, &tomasz).await, "the narrower answer");
    let capacity = format!("/people/{tomasz}/capacity");
    assert_eq!(send(&mut nurse, &capacity, &can_decide()).await.status, 303);
    for days in [1, 27, 1, 30] {
        world.pass(chrono::TimeDelta::days(days));
        app::consent::store::settle_lapsed(&world.access).await.unwrap();
        assert!(!police_see(&world, &tomasz).await, "time alone opens nothing: {days}");
    }
    let council = come_in_as(&world, "worker@asc.example").await.get(&format!("/people/{tomasz}")).await;
    assert_eq!(council.status, 200, "what all allowed goes on");
});

both!(a_no_in_somebodys_best_interests_is_a_task_on_the_day_it_is_looked_at_again, world, {
    let person = world.person("Mei").await;
    let at = |page: &str| format!("/people/{person}/{page}");
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert_eq!(send(&mut nurse, &at("capacity"), &cannot_decide()).await.status, 303);
    let mut weighed = checklist();
    fill(&mut weighed, "outcome", "no");
    assert_eq!(send(&mut nurse, &at("best-interests"), &weighed).await.status, 303);
    let interests = text_of(&world, "select interests_id from best_interests where person_id = $1", &person).await;
    let mut no = decided_by(&world, &format!("interests-{interests}")).await;
    fill(&mut no, "on_the_list", "no");
    assert_eq!(decide(&mut nurse, &person, &no).await.status, 200);
    let due = "select because || ' ' || cast(due_on as text) from ask_again where person_id = $1";
    assert_eq!(texts_of(&world, due, &person).await, ["review 2027-05-23"]);
    world.pass(chrono::TimeDelta::days(181));
    let today = come_in_as(&world, "coordinator@lda.example").await.get("/today").await;
    assert!(today.html.contains(&person), "{}", today.text());
});

both!(a_deputy_whose_order_is_valid_is_not_settled_away_because_an_assessment_is_old, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    with_a_deputy(&mut nurse, &tomasz).await;
    let mut no = decided_by(&world, &holder_value(&world, "Hana Tanaka").await).await;
    fill(&mut no, "on_the_list", "no");
    assert_eq!(decide(&mut nurse, &tomasz, &no).await.status, 200);
    let his = "select min(number) from consent_decision where person_id = $1";
    let keeps = count_of(&world, his, &tomasz).await.to_string();
    let count =
        count_of(&world, "select count(*) from consent_decision where person_id = $1", &tomasz).await.to_string();
    world.pass(chrono::TimeDelta::days(40));
    let mut manager = come_in_as(&world, "manager@lda.example").await;
    for (because, why) in [
        ("authority_ended", "Somebody who decided otherwise still has a say"),
        ("person_decides", "The person was found unable to decide this"),
    ] {
        let settle = fields(&[("keeps", &keeps), ("because", because), ("explanation", "So"), ("decisions", &count)]);
        let page = send(&mut manager, &format!("/people/{tomasz}/settle"), &settle).await;
        assert_eq!(page.status, 422, "{because}");
        assert!(page.says(why), "{}", page.text());
    }
    assert!(!police_see(&world, &tomasz).await);
});

both!(the_same_holder_sent_twice_is_one_holder, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut second = nurse.clone();
    let (one, two) = tokio::join!(
        add_holder(&mut nurse, &person, "Hana Tanaka", "court_deputy"),
        add_holder(&mut second, &person, "Hana Tanaka", "court_deputy")
    );
    assert_eq!((one.status, two.status), (303, 303));
    let count = "select count(*) from holder where person_id = $1";
    assert_eq!(count_of(&world, count, &person).await, 1);
    assert_eq!(add_holder(&mut nurse, &person, "Hana Tanaka", "health_welfare_attorney").await.status, 303);
    assert_eq!(count_of(&world, count, &person).await, 2, "another authority is another");
});

both!(a_button_pressed_again_before_the_first_answer_is_there_records_one_decision_and_says_so, world, {
    for (name, answer) in [("Mei", "yes"), ("Callum", "no")] {
        let person = world.person(name).await;
        let (check, path) = (format!("/people/{person}/consent/check"), format!("/people/{person}/consent"));
        let mut senco = world.signed_in("nia@lda.example").await;
        let mut answers = all_yes(&world, &[]).await;
        fill(&mut answers, "on_the_list", answer);
        assert_eq!(send(&mut senco, &check, &answers).await.status, 303);
        let checked = form(&senco.get(&check).await, &path);
        let mut again = senco.clone();
        let (one, two) = tokio::join!(send(&mut senco, &path, &checked), send(&mut again, &path, &checked));
        for page in [&one, &two] {
            assert!([200, 303].contains(&page.status), "{name}: {} {}", page.status, page.text());
            assert!(!page.says("nothing of them was recorded"), "{name}: {}", page.text());
        }
        assert_eq!(texts_of(&world, KINDS, &person).await.len(), 1, "{name}");
    }
});

both!(an_answer_that_was_changed_after_the_page_was_checked_is_not_recorded_unseen, world, {
    let person = world.person("Mei").await;
    let (check, path) = (format!("/people/{person}/consent/check"), format!("/people/{person}/consent"));
    let mut tablet = world.signed_in("nia@lda.example").await;
    let mut answers = all_yes(&world, &[]).await;
    // What was signed on paper is not signed again when somebody who copies it mends a slip.
    fill(&mut answers, "signature", "paper");
    assert_eq!(send(&mut tablet, &check, &answers).await.status, 303);
    let checked = form(&tablet.get(&check).await, &path);
    let mut desk = world.signed_in("nia@lda.example").await;
    assert_eq!(desk.post(&format!("{path}/contact_family"), &[("contact_family", "yes")]).await.status, 303);
    let shown = send(&mut tablet, &path, &checked).await;
    assert_eq!(shown.status, 409, "{}", shown.text());
    assert!(shown.says("An answer was changed") && shown.says("Nothing is recorded yet"), "{}", shown.text());
    assert_eq!(texts_of(&world, KINDS, &person).await, [""; 0]);
    assert_eq!(send(&mut tablet, &path, &form(&shown, &path)).await.status, 303);
    assert_eq!(texts_of(&world, KINDS, &person).await, ["given"]);
});
