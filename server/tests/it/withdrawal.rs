//! Changing one's mind, and what follows it up.

use chrono::TimeDelta;

use crate::{
    acts::{all_yes, decide, fill, form, rows_of_everything, send, text_of, texts_of, unseen},
    authority::{add_holder, child_of_two, decided_by, holder_value},
    both,
    own_code::at_home,
};

// That it cuts every agency off at once, whatever it holds open, is a test of its own: losing_sight.rs.

both!(a_withdrawal_says_who_lost_sight_and_the_registers_team_follows_it_up, world, {
    let person = world.person("Tomasz").await;
    let path = format!("/people/{person}");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let page = nurse.post(&format!("{path}/withdraw"), &[("decider", "person"), ("words", "I do not want this")]).await;
    assert_eq!(page.status, 200);
    assert!(page.says("Sharing has stopped"));
    assert!(page.says("Haven Supported Living"), "the agencies that lost sight are listed");
    assert!(page.says("Only the register\u{2019}s own team can still open it"), "{}", page.text());
    // Said to a nurse it needs the same from the register's team as on the own page: a task, in the same transaction.
    let mut team = world.signed_in("coordinator@lda.example").await;
    let today = team.get("/today").await;
    assert!(today.says("Changed their mind") && today.says("Tomasz Zielinski"), "{}", today.text());
    let task = text_of(&world, "select request_id from request where person_id = $1", &person).await;
    let task = team.get(&format!("{path}/asked/{task}")).await;
    assert!(task.says("I do not want this") && task.says("The person. Nia Evans wrote it down"), "{}", task.text());

    assert_eq!(nurse.get(&path).await.status, 403, "only the team reads the name and the answers now");
    let record = team.get(&path).await;
    assert!(record.says("Closed and restricted") && record.says("I do not want this"));
    // The receipt comes as the last one did, and says who stopped seeing it.
    let pdf = team.get(&format!("{path}/consent/receipt/2/receipt.pdf")).await;
    assert_eq!(pdf.status, 200);
    let kept =
        text_of(&world, "select answers from consent_decision where person_id = $1 and kind = 'withdrawn'", &person);
    assert!(kept.await.contains("Haven Supported Living"));
});

both!(any_agency_that_sees_the_record_may_record_a_change_of_mind, world, {
    for (given, name) in [
        ("Tomasz", "officer@pol.example"),
        ("Aaliyah", "paramedic@amb.example"),
        ("Esme", "senco@edu.example"),
        ("Josiah", "support@hav.example"),
    ] {
        let person = world.person(given).await;
        let mut browser = world.signed_in(name).await;
        let page = browser.get(&format!("/people/{person}/withdraw")).await;
        assert_eq!(page.status, 200, "{name}");
        let path = format!("/people/{person}/withdraw");
        let fields = form(&page, &path);
        assert_eq!(send(&mut browser, &path, &fields).await.status, 200, "{name}");
        assert_eq!(
            texts_of(&world, "select level from sharing where person_id = $1", &person).await,
            ["closed"],
            "{name}"
        );
        assert_eq!(browser.get(&format!("/people/{person}")).await.status, 404, "{name}");
        let closed = "select closed_because from register_entry where person_id = $1";
        assert_eq!(text_of(&world, closed, &person).await, "withdrawn");
    }
});

both!(stop_sharing_pressed_again_after_its_answer_was_lost_says_that_sharing_has_stopped, world, {
    // Another agency, whose record is closed since; a practitioner of the register's own, who may no more; its team.
    for (given, family, name, colleague, refused) in [
        ("Tomasz", "Zielinski", "officer@pol.example", "paramedic@amb.example", 404),
        ("Kwame", "Boateng", "nia@lda.example", "manager@lda.example", 409),
        ("Josiah", "Mensah", "coordinator@lda.example", "nia@lda.example", 403),
    ] {
        let person = world.person(given).await;
        let path = format!("/people/{person}/withdraw");
        let mut browser = world.signed_in(name).await;
        let pressed = form(&browser.get(&path).await, &path);
        assert_eq!(send(&mut browser, &path, &pressed).await.status, 200, "{name}");
        let after = rows_of_everything(&world).await;
        let again = send(&mut browser, &path, &pressed).await;
        assert_eq!((again.status, again.heading().as_str()), (200, "Sharing has stopped"), "{name}: {}", again.text());
        assert!(again.says("It stopped the first time that you pressed the button"), "{name}: {}", again.text());
        assert!(!again.html.contains(given) && !again.html.contains(family), "{name}: it names nobody");
        assert_eq!(rows_of_everything(&world).await, after, "{name}: it is recorded once");
        // Whoever did not press it is told what they were told before.
        let mut colleague = world.signed_in(colleague).await;
        assert_eq!(send(&mut colleague, &path, &unseen(pressed)).await.status, refused, "{name}");
    }
});

both!(that_sharing_stopped_once_is_not_said_of_a_later_yes_that_goes_on, world, {
    let person = world.person("Tomasz").await;
    let path = format!("/people/{person}/withdraw");
    let mut officer = world.signed_in("officer@pol.example").await;
    let pressed = form(&officer.get(&path).await, &path);
    assert_eq!(send(&mut officer, &path, &pressed).await.status, 200);
    let mut team = world.signed_in("coordinator@lda.example").await;
    let answers = all_yes(&world, &[]).await;
    assert_eq!(decide(&mut team, &person, &answers).await.status, 303, "they said yes again");
    let pressed = form(&officer.get(&path).await, &path);
    let police = world.agency("POL").await;
    let stopped = at_home(&world, &person).await.post(&format!("/me/change-mind/{police}"), &[]).await;
    assert_eq!(stopped.status, 303);
    let late = send(&mut officer, &path, &pressed).await;
    assert_eq!(late.status, 404, "{}", late.text());
    assert!(!late.says("Sharing has stopped"), "with the others it has not: {}", late.text());
    let sees = "select agency_id from sharing where person_id = $1 and level = 'record'";
    assert!(texts_of(&world, sees, &person).await.len() > 3);
});

both!(an_agency_that_was_told_no_cannot_record_a_change_of_mind, world, {
    let person = world.person("Gareth").await;
    let before = rows_of_everything(&world).await;
    let mut officer = world.signed_in("officer@pol.example").await;
    let path = format!("/people/{person}/withdraw");
    assert_eq!(officer.get(&path).await.status, 404);
    assert_eq!(officer.post(&path, &[("decider", "person")]).await.status, 404);
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(a_change_of_mind_comes_from_the_person_or_one_who_is_written_down, world, {
    let person = world.person("Tomasz").await;
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let path = format!("/people/{person}/withdraw");
    let page = nurse.post(&path, &[("decider", "court_deputy"), ("words", "Not for him")]).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.errors(), ["Select who changed their mind"]);
    assert_eq!(page.value("words").trim(), "Not for him");
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(nobody_reads_that_sharing_has_stopped_where_a_parent_has_no_say_any_more, world, {
    // Tomasz is 24: whatever his mother decides, nothing follows from it.
    let person = world.person("Tomasz").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert_eq!(add_holder(&mut nurse, &person, "Anna Zielinska", "parental_responsibility").await.status, 303);
    let before = rows_of_everything(&world).await;
    let path = format!("/people/{person}/withdraw");
    assert!(!nurse.get(&path).await.says("Anna Zielinska"));
    let mother = holder_value(&world, "Anna Zielinska").await;
    let page = nurse.post(&path, &[("decider", &mother), ("words", "Leave him alone")]).await;
    assert_eq!((page.status, page.errors()), (422, vec!["Select who changed their mind".to_owned()]));
    assert_eq!(page.value("words").trim(), "Leave him alone");
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(what_is_withdrawn_or_refused_cannot_be_withdrawn_again, world, {
    for given in ["Agnieszka", "Declan"] {
        let person = world.person(given).await;
        let before = rows_of_everything(&world).await;
        for name in ["nia@lda.example", "coordinator@lda.example", "manager@lda.example"] {
            let mut browser = world.signed_in(name).await;
            let path = format!("/people/{person}/withdraw");
            let page = browser.post(&path, &[("decider", "person")]).await;
            // The team may take back a yes that stands under somebody's no; here there is none.
            let team = name != "nia@lda.example";
            assert_eq!(page.status, if team { 409 } else { 403 }, "{name} {given}");
            let page = browser.get(&path).await;
            assert_eq!((page.status, page.location.is_empty()), if team { (303, false) } else { (403, true) });
        }
        assert_eq!(rows_of_everything(&world).await, before, "{given}");
    }
});

both!(a_no_to_the_yearly_check_is_followed_up_like_any_other_change_of_mind, world, {
    let person = world.person("Tomasz").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut answers = all_yes(&world, &[]).await;
    fill(&mut answers, "on_the_list", "no");
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 200);
    let mut team = world.signed_in("coordinator@lda.example").await;
    assert!(team.get("/today").await.says("Changed their mind"));
    let task = text_of(&world, "select request_id from request where person_id = $1", &person).await;
    let task = team.get(&format!("/people/{person}/asked/{task}")).await;
    assert!(task.says("Tell each of them") && task.says("Moorland Police"), "{}", task.text());
    // Who never said yes has nothing that would have to be stopped.
    let asked = world.count("select count(*) from request").await;
    let mei = world.person("Mei").await;
    assert_eq!(decide(&mut nurse, &mei, &answers).await.status, 200);
    assert_eq!(world.count("select count(*) from request").await, asked);
});

both!(whoever_was_not_sure_about_an_agency_is_talked_with_again, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut answers = all_yes(&world, &[]).await;
    fill(&mut answers, "anonymous_planning", "yes");
    let first = answers.iter().find(|(name, _)| name.starts_with("agency-")).unwrap().0.clone();
    fill(&mut answers, &first, "not_sure");
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
    let asked = "select because from ask_again where person_id = $1 order by because";
    assert_eq!(texts_of(&world, asked, &person).await, ["not_sure", "review"]);
    fill(&mut answers, &first, "no");
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
    assert_eq!(texts_of(&world, asked, &person).await, ["review"], "they have made up their mind");
    // The other questions are no different.
    fill(&mut answers, "cetr", "not_sure");
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
    assert_eq!(texts_of(&world, asked, &person).await, ["not_sure", "review"]);
    assert!(!nurse.get("/today").await.says("Was not sure about something"), "they are left some time to think");
    world.pass(TimeDelta::days(10));
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert!(nurse.get("/today").await.says("Was not sure about something"));
});

both!(what_a_child_wants_is_written_down_where_a_parent_stops_sharing, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    let (person, mother, _) = child_of_two(&world, &mut nurse).await;
    let record = format!("/people/{person}");
    let decided = decided_by(&world, &mother).await;
    assert_eq!(decide(&mut nurse, &person, &decided).await.status, 303);
    let police = world.agency("POL").await;
    let one = format!("{record}/withdraw/{police}");
    for path in [&one, &format!("{record}/withdraw")] {
        let page = nurse.get(path).await;
        // On the page for all of it the child herself may be chosen too.
        let asks = if path == &one { "What does the person want?" } else { "what do they want themselves?" };
        assert!(page.says(asks), "{}", page.text());
        let missing = nurse.post(path, &[("decider", mother.as_str()), ("words", "It is too much")]).await;
        assert_eq!(missing.status, 422);
        assert!(missing.says("Select what the person wants"), "{}", missing.text());
        assert!(missing.html.contains("It is too much"), "nothing that was typed is lost");
        let said = if path == &one { "She nodded at the police officer" } else { "She wants them all to stay" };
        let fields = [("decider", mother.as_str()), ("own_view", "yes"), ("own_view_words", said)];
        assert_eq!(nurse.post(path, &fields).await.status, 200);
        let kept = "select answers from consent_decision where person_id = $1 order by number desc";
        assert!(texts_of(&world, kept, &person).await[0].contains(said), "{path}");
    }
});

both!(somebody_who_is_not_on_the_list_has_nothing_to_stop, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    nurse.post(&format!("/people/{tomasz}/withdraw"), &[("decider", "person")]).await;
    let before = rows_of_everything(&world).await;
    assert!(browser.get("/me/change-mind").await.says("We share nothing about you now."));
    let page = browser.submit("/me/change-mind", &[]).await;
    assert_eq!(page.heading(), "Sharing has stopped", "it has, by another way");
    assert_eq!(rows_of_everything(&world).await, before);
});
