//! Correcting details, and the people around somebody.

use crate::{
    acts::{count_of, fill, form, referral, rows_of_everything, send, text_of, texts_of, unseen},
    both,
    own_code::at_home,
    support::{Browser, World},
};

both!(details_are_saved_and_found_by_their_new_name, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/details");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let page = nurse.get(&path).await;
    let mut fields = form(&page, &path);
    fill(&mut fields, "family_name", "Boateng-Ofori");
    fill(&mut fields, "known_as", "Kay");
    fill(&mut fields, "communication", "Short sentences.\nTime to answer.");
    let page = send(&mut nurse, &path, &fields).await;
    assert_eq!((page.status, page.location.as_str()), (303, format!("/people/{person}").as_str()), "{}", page.text());
    let record = nurse.get(&page.location.clone()).await;
    assert_eq!(record.heading(), "Kwame Boateng-Ofori");
    assert!(record.says("Likes to be called Kay"));
    assert_eq!(
        text_of(&world, "select communication from person where person_id = $1", &person).await,
        "Short sentences.\nTime to answer."
    );
    for typed in ["Ofori", "Kay", "boateng ofori"] {
        assert!(nurse.post("/people/search", &[("q", typed)]).await.says("Kwame Boateng-Ofori"), "{typed}");
    }
});

both!(of_two_people_who_save_the_second_is_shown_both_and_nothing_is_lost, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/details");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut worker = world.signed_in("worker@asc.example").await;
    let mut theirs = form(&nurse.get(&path).await, &path);
    let mut mine = form(&worker.get(&path).await, &path);
    fill(&mut theirs, "phone", "01632 960771");
    fill(&mut mine, "phone", "01632 960772");
    fill(&mut mine, "what_matters", "My allotment");
    assert_eq!(send(&mut nurse, &path, &theirs).await.status, 303);

    let conflict = send(&mut worker, &path, &mine).await;
    assert_eq!(conflict.status, 409);
    assert!(conflict.says("Somebody else saved these details while you had them open"));
    assert!(conflict.says("01632 960771"), "what they saved");
    assert_eq!(conflict.value("phone"), "01632 960772", "what I typed");
    assert_eq!(conflict.value("what_matters").trim(), "My allotment");
    let phone = "select phone from person where person_id = $1";
    assert_eq!(text_of(&world, phone, &person).await, "01632 960771", "nothing is overwritten");

    let again = form(&conflict, &path);
    assert_eq!(send(&mut worker, &path, &again).await.status, 303);
    assert_eq!(text_of(&world, phone, &person).await, "01632 960772");
    assert_eq!(text_of(&world, "select what_matters from person where person_id = $1", &person).await, "My allotment");
    assert_eq!(count_of(&world, "select version from person where person_id = $1", &person).await, 3);
});

both!(details_with_faults_are_not_saved_and_come_back_as_typed, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/details");
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut fields = form(&nurse.get(&path).await, &path);
    fill(&mut fields, "given_name", " ");
    fill(&mut fields, "born_year", "2027");
    fill(&mut fields, "known_as", "Kay");
    let page = send(&mut nurse, &path, &fields).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.errors(), ["Enter a first name", "Date of birth must be in the past"]);
    assert_eq!(page.value("known_as"), "Kay");
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(whoever_does_not_see_all_details_cannot_change_them, world, {
    let person = world.person("Tomasz").await;
    let path = format!("/people/{person}/details");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let fields = unseen(form(&nurse.get(&path).await, &path));
    let before = rows_of_everything(&world).await;
    for name in ["officer@pol.example", "paramedic@amb.example"] {
        let mut browser = world.signed_in(name).await;
        assert_eq!(browser.get(&format!("/people/{person}")).await.status, 200, "{name} sees the record");
        let page = browser.get(&path).await;
        assert_eq!(page.status, 403, "{name}");
        assert!(page.says("Your agency does not see all of these details, so it cannot change them"));
        assert_eq!(send(&mut browser, &path, &fields).await.status, 403, "{name}");
    }
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(the_details_of_a_closed_record_cannot_be_changed, world, {
    let person = world.person("Agnieszka").await;
    let before = rows_of_everything(&world).await;
    let mut coordinator = world.signed_in("coordinator@lda.example").await;
    let path = format!("/people/{person}/details");
    assert_eq!(coordinator.get(&path).await.status, 403);
    let page = coordinator.post(&path, &[("version", "1"), ("given_name", "A"), ("family_name", "B")]).await;
    assert_eq!(page.status, 403);
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(a_professional_is_added_with_a_way_to_reach_them, world, {
    let person = world.person("Kwame").await;
    let (path, page) = (format!("/people/{person}/professionals"), format!("/people/{person}/professionals/new"));
    let mut nurse = world.signed_in("nia@lda.example").await;
    let before = rows_of_everything(&world).await;
    let mut fields = form(&nurse.get(&page).await, &path);
    fill(&mut fields, "name", "Dr Iqbal Noor");
    fill(&mut fields, "job", "Psychiatrist");
    let refused = send(&mut nurse, &path, &fields).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.errors(), ["Enter a phone number or an email address"]);
    assert_eq!(refused.value("name"), "Dr Iqbal Noor");
    assert_eq!(rows_of_everything(&world).await, before);

    let mut fields = form(&refused, &path);
    fill(&mut fields, "email", "iqbal.noor@mht.example");
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 303);
    let mut officer = world.signed_in("officer@pol.example").await;
    assert!(officer.get(&format!("/people/{person}")).await.says("Dr Iqbal Noor"), "whom to ring is for everybody");
});

both!(a_relative_is_added_with_who_they_are_and_the_police_do_not_see_them, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/relatives");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let before = rows_of_everything(&world).await;
    let refused = nurse.post(&path, &[("name", "Abena Boateng")]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.errors(), ["Enter who they are to the person"]);
    assert_eq!(refused.value("name"), "Abena Boateng");
    assert_eq!(rows_of_everything(&world).await, before);

    let mut fields = form(&refused, &path);
    fill(&mut fields, "relation", "Mother");
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 303);
    let record = nurse.get(&format!("/people/{person}")).await;
    assert!(record.says("Abena Boateng"));
    let mut officer = world.signed_in("officer@pol.example").await;
    assert!(!officer.get(&format!("/people/{person}")).await.says("Abena Boateng"));
});

/// Adds a professional and a relative to somebody's record: the addresses at which each is ended.
async fn with_network(world: &World, nurse: &mut Browser, person: &str) -> (String, String) {
    let at = |page: &str| format!("/people/{person}/{page}");
    let professional = [("name", "Dr Iqbal Noor"), ("job", "Psychiatrist"), ("phone", "01632 960123")];
    assert_eq!(nurse.post(&at("professionals"), &professional).await.status, 303);
    let relative = [("name", "Abena Boateng"), ("relation", "Mother")];
    assert_eq!(nurse.post(&at("relatives"), &relative).await.status, 303);
    let sql = "select professional_id from professional where name = 'Dr Iqbal Noor' and person_id = $1 and removed_on is null";
    let professional = text_of(world, sql, person).await;
    let sql = "select relative_id from relative where name = 'Abena Boateng' and person_id = $1 and removed_on is null";
    let relative = text_of(world, sql, person).await;
    (at(&format!("professionals/{professional}/end")), at(&format!("relatives/{relative}/end")))
}

both!(whoever_is_no_longer_involved_is_shown_neither_on_the_record_nor_on_the_own_page, world, {
    let person = world.person("Tomasz").await;
    let record = format!("/people/{person}");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let (professional, relative) = with_network(&world, &mut nurse, &person).await;
    let mut own = at_home(&world, &person).await;
    let shown = nurse.get(&record).await;
    let links = shown.attributes("main table a", "href");
    for (path, name, section) in
        [(&professional, "Dr Iqbal Noor", "professionals"), (&relative, "Abena Boateng", "family")]
    {
        assert!(links.contains(path), "{path}");
        assert!(own.get(&format!("/me/written/{section}")).await.says(name));
        let asked = nurse.get(path).await;
        assert!(asked.says(name) && asked.says("They are no longer shown"), "{}", asked.text());
        assert!(nurse.get(&record).await.says(name), "asking ends nothing");
        let fields = form(&asked, path);
        let done = send(&mut nurse, path, &fields).await;
        assert_eq!((done.status, done.location), (303, format!("{record}#{section}")));
        assert!(!nurse.get(&record).await.says(name));
        assert!(!own.get(&format!("/me/written/{section}")).await.says(name));
        // A second press, or a colleague's, changes nothing; nor does another day.
        world.pass(chrono::TimeDelta::days(1));
        let mut colleague = world.signed_in("worker@asc.example").await;
        assert_eq!(send(&mut colleague, path, &unseen(fields)).await.status, 303);
        assert_eq!(colleague.get(path).await.location, format!("{record}#{section}"), "there is nothing left to ask");
        nurse = world.signed_in("nia@lda.example").await;
        own = at_home(&world, &person).await;
    }
    let days = "select cast(removed_on as text) from professional where person_id = $1 and removed_on is not null
                union all select cast(removed_on as text) from relative where person_id = $1 and removed_on is not null";
    assert_eq!(texts_of(&world, days, &person).await, ["2026-11-23", "2026-11-24"]);
    let log = world.column("select line from audit_entry order by seq").await.join("\n");
    for note in ["professional_ended", "professional_ended_before", "relative_ended", "relative_ended_before"] {
        assert!(log.contains(&format!("\"{note}\"")), "{note}");
    }
    // Somebody who comes back is added anew.
    with_network(&world, &mut nurse, &person).await;
    let shown = nurse.get(&record).await;
    assert!(shown.says("Dr Iqbal Noor") && shown.says("Abena Boateng"));
});

both!(nobody_is_ended_on_another_persons_page_or_by_whom_it_is_not_shown_to, world, {
    let (kwame, tomasz) = (world.person("Kwame").await, world.person("Tomasz").await);
    let mut nurse = world.signed_in("nia@lda.example").await;
    let (professional, relative) = with_network(&world, &mut nurse, &kwame).await;
    let before = rows_of_everything(&world).await;
    for path in [&professional, &relative] {
        let elsewhere = path.replace(&kwame, &tomasz);
        assert_eq!(nurse.get(&elsewhere).await.status, 404, "{elsewhere}");
        assert_eq!(nurse.post(&elsewhere, &[]).await.status, 404, "{elsewhere}");
    }
    // The police see whom to ring, and not the family. Governance reads the log, and changes no details.
    let mut officer = world.signed_in("officer@pol.example").await;
    assert_eq!(officer.get(&relative).await.status, 404);
    assert_eq!(officer.post(&relative, &[]).await.status, 404);
    assert_eq!(officer.get(&professional).await.status, 200);
    let mut governance = world.signed_in("governance@lda.example").await;
    let record = governance.get(&format!("/people/{kwame}")).await;
    assert!(!record.says("No longer involved"));
    for path in [&professional, &relative] {
        assert_eq!(governance.get(path).await.status, 403);
        assert_eq!(governance.post(path, &[]).await.status, 403);
    }
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(before_a_decision_only_what_is_needed_to_ask_is_read_and_put_right, world, {
    // Her yes of last year has lapsed, and each of these refers her anew.
    let person = world.person("Tomasz").await;
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &person).await;
    let number = text_of(&world, "select nhs_number from person where person_id = $1", &person).await;
    world.meddle("update person set diagnosis_evidence = 'Letter of 2019', phone = '01632 960111' where given_name = 'Tomasz'").await;
    let others = "select diagnosis || diagnosis_evidence || what_matters from person where person_id = $1";
    let home = "select address || phone from person where person_id = $1";
    let (kept, lived) = (text_of(&world, others, &person).await, text_of(&world, home, &person).await);
    world.pass(chrono::TimeDelta::days(395));
    app::consent::store::settle_lapsed(&world.access).await.unwrap();
    let path = format!("/people/{person}/details");
    for (name, sees_home) in [
        ("officer@pol.example", false),
        ("paramedic@amb.example", true),
        ("worker@asc.example", true),
        ("nia@lda.example", true),
    ] {
        let mut browser = world.signed_in(name).await;
        let mut referral = referral("Tomasz", "Zielinski", (&born[8..10], &born[5..7], &born[0..4]));
        fill(&mut referral, "nhs_number", &number);
        if name != "nia@lda.example" {
            assert_eq!(send(&mut browser, "/refer", &referral).await.status, 303, "{name}");
        }
        let page = browser.get(&path).await;
        assert_eq!(page.status, 200, "{name}: {}", page.text());
        for hidden in ["Letter of 2019", "My dog Bruno", "diagnosis_evidence", "what_matters"] {
            assert!(!page.html.contains(hidden), "{name} is shown {hidden}");
        }
        assert_eq!(page.html.contains("01632 960111"), sees_home, "{name}");
        let mut fields = form(&page, &path);
        for (field, typed) in [
            ("diagnosis", "autism"),
            ("diagnosis_evidence", "I say so"),
            ("what_matters", "Nothing"),
            ("communication", "Slowly, please"),
            ("known_as", name),
        ] {
            fill(&mut fields, field, typed);
        }
        if !sees_home {
            fill(&mut fields, "address", "Police station");
        }
        assert_eq!(send(&mut browser, &path, &fields).await.status, 303, "{name}");
        assert_eq!(text_of(&world, others, &person).await, kept, "{name} changes nothing that they do not see");
        assert_eq!(text_of(&world, home, &person).await, lived, "{name}");
        let changed = "select communication || known_as from person where person_id = $1";
        assert_eq!(text_of(&world, changed, &person).await, format!("Slowly, please{name}"));
    }
});

both!(nobody_is_added_to_a_part_of_the_record_that_is_not_seen, world, {
    let person = world.person("Tomasz").await;
    let before = rows_of_everything(&world).await;
    let path = format!("/people/{person}/relatives");
    for name in ["officer@pol.example", "paramedic@amb.example"] {
        let mut browser = world.signed_in(name).await;
        assert_eq!(browser.get(&format!("{path}/new")).await.status, 403, "{name}");
        let page = browser.post(&path, &[("name", "Abena Boateng"), ("relation", "Mother"), ("phone", "")]).await;
        assert_eq!(page.status, 403, "{name}");
        assert!(page.says("so it cannot add to it"));
    }
    // Before a decision nobody but the referrer is to be rung, and no professional is shown.
    let callum = world.person("Callum").await;
    let mut senco = world.signed_in("senco@edu.example").await;
    let path = format!("/people/{callum}/professionals");
    let page = senco.post(&path, &[("name", "Iqbal Noor"), ("job", "GP"), ("phone", "01632 960101")]).await;
    assert_eq!(page.status, 403);
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(people_are_listed_by_last_name_whatever_its_capitals_and_accents, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    let born = ["1951", "1963", "1975", "1987", "1999"];
    for (family, year) in ["Zaman", "\u{c9}vans", "Ewing", "de Souza", "O\u{2019}Brien"].into_iter().zip(born) {
        let page = send(&mut nurse, "/refer", &referral("Quentin", family, ("4", "2", year))).await;
        assert_eq!(page.status, 303, "{}", page.text());
    }
    let mut listed = Vec::new();
    for page in 1..=3 {
        let list = nurse.get(&format!("/people?page={page}")).await;
        listed.extend(list.all("main td a, main th a").into_iter().filter(|name| name.starts_with("Quentin")));
    }
    assert_eq!(
        listed,
        ["Quentin de Souza", "Quentin \u{c9}vans", "Quentin Ewing", "Quentin O\u{2019}Brien", "Quentin Zaman"]
    );
});

both!(two_presses_add_somebody_to_the_network_once, world, {
    let (person, other) = (world.person("Kwame").await, world.person("Tomasz").await);
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut second = nurse.clone();
    let professional = [("name", "Dr Twice"), ("job", "Psychiatrist"), ("phone", "01632 960123")];
    let at_once = [("name", "Dr Twice at once"), ("job", "Psychiatrist"), ("phone", "01632 960123")];
    let relative = [("name", "Abena Twice"), ("relation", "Mother")];
    let relative_at_once = [("name", "Abena Twice at once"), ("relation", "Mother")];
    for (page, fields, at_once, changed, sql) in [
        (
            "professionals",
            &professional[..],
            &at_once[..],
            ("phone", "01632 960124"),
            "select count(*) from professional where name like 'Dr Twice%' and person_id = $1",
        ),
        (
            "relatives",
            &relative[..],
            &relative_at_once[..],
            ("relation", "Aunt"),
            "select count(*) from relative where name like 'Abena Twice%' and person_id = $1",
        ),
    ] {
        let path = format!("/people/{person}/{page}");
        let first = nurse.post(&path, fields).await;
        let again = second.post(&path, fields).await;
        assert_eq!((first.status, again.status), (303, 303), "{page}: the second hears the same");
        assert_eq!(again.location, first.location, "{page}");
        assert_eq!(count_of(&world, sql, &person).await, 1, "{page}");
        let (one, two) = tokio::join!(nurse.post(&path, at_once), second.post(&path, at_once));
        assert_eq!((one.status, two.status), (303, 303), "{page}");
        assert_eq!(count_of(&world, sql, &person).await, 2, "{page}: pressed twice at the same moment");
        let different: Vec<_> =
            fields.iter().map(|field| if field.0 == changed.0 { changed } else { *field }).collect();
        assert_eq!(nurse.post(&path, &different).await.status, 303);
        assert_eq!(count_of(&world, sql, &person).await, 3, "{page}: another {}", changed.0);
        assert_eq!(nurse.post(&format!("/people/{other}/{page}"), fields).await.status, 303);
        assert_eq!(count_of(&world, sql, &other).await, 1, "{page}: with somebody else");
    }
    // Who was no longer involved and comes back is added anew.
    let ended = with_network(&world, &mut nurse, &other).await;
    assert_eq!(nurse.post(&ended.0, &[]).await.status, 303);
    assert_eq!(nurse.post(&ended.1, &[]).await.status, 303);
    with_network(&world, &mut nurse, &other).await;
    for sql in [
        "select count(*) from professional where name = 'Dr Iqbal Noor' and person_id = $1",
        "select count(*) from relative where name = 'Abena Boateng' and person_id = $1",
    ] {
        assert_eq!(count_of(&world, sql, &other).await, 2, "{sql}");
    }
});

both!(where_no_address_is_known_the_record_says_so_as_it_says_it_of_the_postcode, world, {
    let person = world.person("Tomasz").await;
    world.meddle("update person set address = '', postcode = null where given_name = 'Tomasz'").await;
    let page = world.signed_in("nia@lda.example").await.get(&format!("/people/{person}")).await;
    assert!(page.says("Address Not provided Postcode Not provided"), "{}", page.text());
});
