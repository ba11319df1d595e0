//! Referring somebody, the same person twice, hearing what came of it.

use crate::{
    acts::{all_yes, count_of, decide, fill, form, referral, rows_of_everything, send, text_of},
    both,
    support::World,
};

const NEVER_BEFORE: (&str, &str, (&str, &str, &str)) = ("Marcus", "Thistlewood", ("4", "2", "1988"));

both!(whoever_reads_the_issues_of_a_record_reads_why_somebody_was_referred, world, {
    let path = format!("/people/{}", world.person("Tomasz").await);
    let why = "stopped eating with others";
    for name in ["nia@lda.example", "worker@asc.example", "support@hav.example", "paramedic@amb.example"] {
        let page = world.signed_in(name).await.get(&path).await;
        assert!(page.says("Who referred, and why") && page.says(why), "{name}: {}", page.text());
    }
    let page = world.signed_in("officer@pol.example").await.get(&path).await;
    assert!(page.status == 200 && !page.says("Who referred, and why") && !page.says(why), "{}", page.text());
});

both!(nobody_is_on_the_register_by_a_referral, world, {
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let (given, family, born) = NEVER_BEFORE;
    let page = send(&mut nurse, "/refer", &referral(given, family, born)).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/referrals"), "{}", page.text());
    let list = nurse.get("/referrals").await;
    assert!(list.says("Referral sent. You will see here what comes of it"));
    assert!(list.says("Marcus Thistlewood"));

    let person = world.person("Marcus").await;
    assert_eq!(count_of(&world, "select count(*) from register_entry where person_id = $1", &person).await, 0);
    assert_eq!(count_of(&world, "select count(*) from consent_decision where person_id = $1", &person).await, 0);
    assert_eq!(
        text_of(&world, "select level from sharing where person_id = $1", &person).await,
        "asking",
        "only the least needed to ask, and only for the agency that referred, which runs the register too"
    );
    assert_eq!(count_of(&world, "select count(*) from sharing where person_id = $1", &person).await, 1);
    let open = |rows: &[(&str, i64)]| rows.iter().find(|(name, _)| *name == "open entries").unwrap().1;
    assert_eq!(open(&rows_of_everything(&world).await), open(&before));

    let path = format!("/people/{person}");
    assert!(nurse.get(&path).await.says("Referral: not asked yet"));
    let mut council = world.signed_in("worker@asc.example").await;
    assert_eq!(council.get(&path).await.status, 404);
    assert!(!council.post("/people/search", &[("q", "Thistlewood")]).await.says("Marcus"));
    for act in ["assessment", "rating", "review", "plan", "withdraw"] {
        assert_eq!(nurse.get(&format!("{path}/{act}")).await.status, 403, "{act} before a decision");
    }
});

both!(the_referrer_hears_that_the_person_said_no_and_finds_no_way_to_them, world, {
    let person = world.person("Declan").await;
    let mut officer = world.signed_in("officer@pol.example").await;
    let page = officer.get("/referrals?state=closed").await;
    assert!(page.says("Declan Moss"));
    assert!(page.says("The person said no"));
    assert!(!page.html.contains(&person), "no link, and not even the id");
    assert_eq!(officer.get(&format!("/people/{person}")).await.status, 404);
    // An agency that did not refer them hears nothing at all.
    let mut paramedic = world.signed_in("paramedic@amb.example").await;
    assert!(!paramedic.get("/referrals?state=closed").await.says("Declan"));
});

both!(a_referrer_that_was_told_no_hears_on_the_register_and_finds_no_way_to_the_person, world, {
    let person = world.person("Harpreet").await;
    let mut paramedic = world.signed_in("paramedic@amb.example").await;
    assert!(paramedic.get("/referrals").await.html.contains(&person), "beforehand there is a page to open");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let told_no = [world.agency("AMB").await];
    let page = decide(&mut nurse, &person, &all_yes(&world, &told_no).await).await;
    assert_eq!(page.status, 303, "{}", page.text());

    let page = paramedic.get("/referrals?state=closed").await;
    assert!(page.says("Harpreet Gill"));
    assert!(page.says("Went on the register"));
    assert!(!page.html.contains(&person));
    assert_eq!(paramedic.get(&format!("/people/{person}")).await.status, 404);
});

both!(a_record_that_somebody_closed_is_led_to_from_its_referral_only_for_those_whom_it_opens_to, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut no = all_yes(&world, &[]).await;
    fill(&mut no, "on_the_list", "no");
    assert_eq!(decide(&mut nurse, &person, &no).await.status, 200);
    let path = format!("/people/{person}");
    for (name, opens) in [("nia@lda.example", false), ("coordinator@lda.example", true)] {
        let mut browser = world.signed_in(name).await;
        let list = browser.get("/referrals?state=closed").await;
        assert!(list.says("Mei Tanaka"), "{name}: {}", list.text());
        assert_eq!(list.attributes("main a", "href").contains(&path), opens, "{name}");
        assert_eq!(browser.get(&path).await.status == 200, opens, "{name}");
    }
});

both!(a_referral_closed_by_hand_tells_its_agency_why, world, {
    let person = world.person("Callum").await;
    let path = format!("/people/{person}/close");
    let mut manager = world.signed_in("manager@lda.example").await;
    let page = manager.post(&path, &[("outcome", "could_not_reach")]).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/referrals?state=closed"), "{}", page.text());

    let mut senco = world.signed_in("senco@edu.example").await;
    let heard = senco.get("/referrals?state=closed").await;
    assert!(heard.says("Callum Reid"));
    assert!(heard.says("Could not be reached"));
    assert!(!heard.html.contains(&person));
    assert_eq!(senco.get(&format!("/people/{person}")).await.status, 404);
    assert!(manager.get(&format!("/people/{person}")).await.says("Closed and restricted"));
    // There is nothing left to close.
    let again = manager.post(&path, &[("outcome", "mistake")]).await;
    assert_eq!(again.status, 403);
    assert_eq!(
        text_of(&world, "select closed_because from referral where person_id = $1", &person).await,
        "could_not_reach"
    );
});

both!(a_referral_is_not_closed_without_a_reason_or_as_if_the_person_had_decided, world, {
    let person = world.person("Callum").await;
    let path = format!("/people/{person}/close");
    let before = rows_of_everything(&world).await;
    let mut manager = world.signed_in("manager@lda.example").await;
    for outcome in ["", "on_register", "said_no", "because"] {
        let page = manager.post(&path, &[("outcome", outcome)]).await;
        assert_eq!(page.status, 422, "{outcome}: {}", page.text());
        assert_eq!(page.all(".nhsuk-error-summary__list li").len(), 1, "{outcome}");
    }
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert_eq!(nurse.post(&path, &[("outcome", "mistake")]).await.status, 403, "not a practitioner's to close");
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(somebody_much_like_the_one_referred_is_shown_before_a_second_record_is_made, world, {
    let before = rows_of_everything(&world).await;
    let tomasz = world.person("Tomasz").await;
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &tomasz).await;
    let (year, month, day) = (&born[0..4], &born[5..7], &born[8..10]);
    let mut nurse = world.signed_in("nia@lda.example").await;
    let sent = referral("Tomasz", "Zielinsky", (day, month, year));

    let page = send(&mut nurse, "/refer", &sent).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.heading(), "Is it one of these people?");
    assert!(page.says("Tomasz Zielinski, born"));
    assert!(page.says("Nothing has been sent yet"));
    assert_eq!(rows_of_everything(&world).await, before, "nothing is written by asking");

    // Going on without choosing.
    let fields = form(&page, "/refer");
    let page = send(&mut nurse, "/refer", &fields).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.errors(), ["Select whether it is one of these people"]);
    assert_eq!(rows_of_everything(&world).await, before);

    // A browser sends the empty field that goes with the radios before the chosen one.
    let mut same = form(&page, "/refer");
    same.push(("same_as".to_owned(), tomasz.clone()));
    let page = send(&mut nurse, "/refer", &same).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/referrals"), "{}", page.text());
    let people = "select count(*) from person where given_name = $1";
    assert_eq!(count_of(&world, people, "Tomasz").await, 1, "no second record");
    let referrals =
        "select count(*) from referral where person_id = $1 and state = 'closed' and closed_because = 'on_register'";
    assert_eq!(count_of(&world, referrals, &tomasz).await, 2, "the new referral has its outcome at once");

    let page = send(&mut nurse, "/refer", &sent).await;
    let mut new = form(&page, "/refer");
    new.push(("same_as".to_owned(), "new".to_owned()));
    assert_eq!(send(&mut nurse, "/refer", &new).await.status, 303);
    assert_eq!(count_of(&world, people, "Tomasz").await, 2, "it is somebody else, so there are two");
    let second = "select count(*) from person join sharing on sharing.person_id = person.person_id
                  where family_name = $1 and level = 'asking'";
    assert_eq!(count_of(&world, second, "Zielinsky").await, 1);
});

both!(choosing_somebody_who_is_not_on_the_page_is_asked_again, world, {
    let tomasz = world.person("Tomasz").await;
    let mei = world.person("Mei").await;
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &tomasz).await;
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut sent = referral("Tomasz", "Zielinski", (&born[8..10], &born[5..7], &born[0..4]));
    fill(&mut sent, "same_as", &mei);
    let page = send(&mut nurse, "/refer", &sent).await;
    assert_eq!(page.heading(), "Is it one of these people?");
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(somebody_surely_here_but_closed_to_the_referrer_is_joined_without_a_word, world, {
    let declan = world.person("Declan").await;
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &declan).await;
    // He came without an NHS number: his name, his date of birth and his home say who he is.
    let home = text_of(&world, "select address from person where person_id = $1", &declan).await;
    let postcode = text_of(&world, "select postcode from person where person_id = $1", &declan).await;
    let people = world.count("select count(*) from person").await;
    let mut worker = world.signed_in("worker@asc.example").await;

    // Somebody new, to compare with.
    let (given, family, new_born) = NEVER_BEFORE;
    let new = send(&mut worker, "/refer", &referral(given, family, new_born)).await;
    let mut sent = referral("Declan", "Moss", (&born[8..10], &born[5..7], &born[0..4]));
    fill(&mut sent, "address", &home);
    fill(&mut sent, "postcode", &postcode);
    let joined = send(&mut worker, "/refer", &sent).await;
    assert_eq!((joined.status, &joined.location), (new.status, &new.location));
    assert_eq!(joined.html, new.html, "the same answer as for somebody new");
    assert_eq!(world.count("select count(*) from person").await, people + 1, "no second Declan");
    assert_eq!(count_of(&world, "select count(*) from referral where person_id = $1", &declan).await, 2);

    let list = worker.get("/referrals").await;
    assert!(list.says("Declan Moss"));
    assert!(!list.html.contains(&declan), "nothing leads to the record");
    assert!(!list.says("said no"));
    assert_eq!(worker.get(&format!("/people/{declan}")).await.status, 404, "their no stands");
    assert!(!worker.post("/people/search", &[("q", "Declan Moss")]).await.says("Declan Moss"));
    assert_eq!(
        count_of(&world, "select count(*) from sharing where person_id = $1", &declan).await,
        1,
        "only the register's own team knows that it is so"
    );
});

both!(twins_are_two_people, world, {
    let people = world.count("select count(*) from person").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    for given in ["Alasdair", "Rhiannon"] {
        let mut sent = referral(given, "Thistlewood", ("4", "2", "1988"));
        fill(&mut sent, "address", "3 Mill Lane\nAbbots Green");
        fill(&mut sent, "postcode", "ZZ99 3VZ");
        let page = send(&mut nurse, "/refer", &sent).await;
        assert_eq!(page.status, 303, "{given}: {}", page.text());
    }
    assert_eq!(world.count("select count(*) from person").await, people + 2);
});

both!(each_fault_of_an_nhs_number_has_its_sentence, world, {
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    for (typed, sentence) in [
        (
            "QQ 12 34 56 C",
            "This looks like a National Insurance number. An NHS number has 10 digits, like 999 000 0018",
        ),
        ("999 OOO 0018", "NHS number must only have digits, spaces and dashes"),
        ("999 000 001", "NHS number is too short. It has 10 digits, like 999 000 0018"),
        ("999 000 00188", "NHS number is too long. It has 10 digits, like 999 000 0018"),
        ("999 000 0019", "Check the NHS number: one of its digits is wrong"),
    ] {
        let (given, family, born) = NEVER_BEFORE;
        let mut sent = referral(given, family, born);
        fill(&mut sent, "nhs_number", typed);
        let page = send(&mut nurse, "/refer", &sent).await;
        assert_eq!(page.status, 422, "{typed}");
        assert_eq!(page.errors(), [sentence]);
        assert_eq!(page.value("nhs_number"), typed, "as it was typed");
        assert!(page.says(sentence));
        assert_eq!(page.all("#nhs_number-error").len(), 1, "and beside its field");
    }
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(a_form_with_faults_comes_back_with_everything_that_was_typed, world, {
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let typed = [
        ("given_name", ""),
        ("family_name", "Thistlewood <b>"),
        ("born_day", "31"),
        ("born_month", "2"),
        ("born_year", "1988"),
        ("nhs_number", "12"),
        ("reason", ""),
        ("indicative", "amber"),
        ("address", "3 Mill Lane\nAbbots Green"),
        ("postcode", "nowhere"),
        ("address_restricted", "yes"),
        ("place_kind", "supported_living"),
        ("phone", "01632 960999"),
        ("communication", "Short \"sentences\" & time"),
    ];
    let page = nurse.post("/refer", &typed).await;
    assert_eq!(page.status, 422);
    for (name, value) in typed {
        assert_eq!(page.value(name).trim_start_matches('\n'), value, "{name}");
    }
    assert_eq!(page.errors().len(), 5, "{:?}", page.errors());
    assert_eq!(
        page.attributes(".nhsuk-error-summary__list a", "href"),
        ["#given_name", "#born_day", "#nhs_number", "#postcode", "#reason"]
    );
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(a_second_referral_by_the_same_agency_while_the_first_waits_makes_no_second_one, world, {
    let mei = world.person("Mei").await;
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &mei).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut sent = referral("Mei", "Tanaka", (&born[8..10], &born[5..7], &born[0..4]));
    fill(&mut sent, "same_as", &mei);
    assert_eq!(send(&mut nurse, "/refer", &sent).await.status, 303);
    assert_eq!(count_of(&world, "select count(*) from referral where person_id = $1", &mei).await, 1);
});

both!(somebody_referred_again_after_a_no_is_answered_by_the_register_team, world, {
    let person = world.person("Declan").await;
    let row: Vec<String> = world
        .column("select given_name || '|' || family_name || '|' || cast(born_on as text) || '|' || address || '|' || postcode from person where given_name = 'Declan'")
        .await;
    let parts: Vec<&str> = row[0].split('|').collect();
    let (year, rest) = parts[2].split_at(4);
    let (month, day) = (&rest[1..3], &rest[4..6]);
    let mut worker = world.signed_in("worker@asc.example").await;
    let sent = worker
        .post(
            "/refer",
            &[
                ("given_name", parts[0]),
                ("family_name", parts[1]),
                ("born_day", day),
                ("born_month", month),
                ("born_year", year),
                ("address", parts[3]),
                ("postcode", parts[4]),
                ("reason", "A new worry"),
            ],
        )
        .await;
    assert_eq!(sent.status, 303);
    assert_eq!(world.count("select count(*) from person where given_name = 'Declan'").await, 1, "one record a person");
    assert_eq!(worker.get(&format!("/people/{person}")).await.status, 404, "the no still holds");

    let mut nurse = world.signed_in("nia@lda.example").await;
    assert_eq!(nurse.post(&format!("/people/{person}/close"), &[("outcome", "moved_away")]).await.status, 403);
    let mut coordinator = world.signed_in("coordinator@lda.example").await;
    assert!(coordinator.get(&format!("/people/{person}")).await.says("A new referral waits"));
    assert_eq!(coordinator.post(&format!("/people/{person}/close"), &[("outcome", "moved_away")]).await.status, 303);
    assert!(worker.get("/referrals?state=closed").await.says("Moved away"), "the referrer hears the outcome");
});

/// A referral of Tomasz with his last name misspelt, as somebody guesses where he lives.
async fn guess(world: &World, of: &str, postcode: &str) -> Vec<(String, String)> {
    let born = text_of(world, "select cast(born_on as text) from person where person_id = $1", of).await;
    let mut sent = referral("Tomasz", "Zielinsky", (&born[8..10], &born[5..7], &born[0..4]));
    fill(&mut sent, "postcode", postcode);
    sent
}

both!(nobody_is_told_that_a_home_is_right_who_may_not_see_it, world, {
    const SAME: &str = "The address or postcode is the same";
    let tomasz = world.person("Tomasz").await;
    let home = text_of(&world, "select postcode from person where person_id = $1", &tomasz).await;
    let right = guess(&world, &tomasz, &home).await;
    let wrong = guess(&world, &tomasz, "ZZ99 3VZ").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert!(send(&mut nurse, "/refer", &right).await.says(SAME), "whoever sees the home is told");
    let mut officer = world.signed_in("officer@pol.example").await;
    let (told, not) = (send(&mut officer, "/refer", &right).await, send(&mut officer, "/refer", &wrong).await);
    for page in [&told, &not] {
        assert_eq!(page.heading(), "Is it one of these people?");
        assert!(!page.says(SAME), "{}", page.text());
    }
    assert_eq!(told.all(".nhsuk-hint"), not.all(".nhsuk-hint"), "right or wrong, it reads alike");
    // His name alone is too little; his name and his home would be enough for those who may know it.
    let mut by_home = right.clone();
    fill(&mut by_home, "family_name", "Zielinski");
    fill(&mut by_home, "born_year", "1961");
    fill(&mut by_home, "born_month", "9");
    fill(&mut by_home, "born_day", "29");
    assert_eq!(send(&mut officer, "/refer", &by_home).await.status, 303, "found by nothing but his home");

    world.meddle("update person set address_restricted = true where given_name = 'Tomasz'").await;
    let page = send(&mut nurse, "/refer", &right).await;
    assert!(page.says("Tomasz Zielinski, born") && !page.says(SAME), "{}", page.text());
});

both!(two_who_refer_the_same_person_at_one_moment_make_one_record, world, {
    let people = world.count("select count(*) from person").await;
    let mut sent = referral(NEVER_BEFORE.0, NEVER_BEFORE.1, NEVER_BEFORE.2);
    fill(&mut sent, "nhs_number", "999 700 0013");
    let (mut nurse, mut worker, mut senco) = (
        world.signed_in("nia@lda.example").await,
        world.signed_in("worker@asc.example").await,
        world.signed_in("senco@edu.example").await,
    );
    let (one, two, three) = tokio::join!(
        send(&mut nurse, "/refer", &sent),
        send(&mut worker, "/refer", &sent),
        send(&mut senco, "/refer", &sent)
    );
    // The nurse sees who another referred a moment before, and is asked whether it is the same.
    assert!([200, 303].contains(&one.status), "{}", one.text());
    assert_eq!((two.status, three.status), (303, 303));
    assert_eq!(world.count("select count(*) from person").await, people + 1);
});

both!(whoever_has_waited_longest_is_first_and_nobody_is_left_off_the_list, world, {
    world
        .meddle(
            "insert into referral (referral_id, person_id, agency_id, source, reason, received_at, state)
             with recursive count (number) as (select 1 union all select number + 1 from count where number < 120)
             select 'another-' || number, person.person_id, agency_id, 'professional', 'Not sleeping',
                    (select min(received_at) from referral), 'waiting'
             from count, person, agency
             where person.given_name = 'Callum' and agency.code = 'LDA'",
        )
        .await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let (given, family, born) = NEVER_BEFORE;
    assert_eq!(send(&mut nurse, "/refer", &referral(given, family, born)).await.status, 303);
    let waiting = world.count("select count(*) from referral where state = 'waiting'").await;
    let first = nurse.get("/referrals").await;
    assert!(first.says(&format!("{waiting} referrals")), "{}", first.text());
    assert!(!first.says("Marcus Thistlewood"), "the newest is last");
    let mut listed = 0;
    let mut page = first;
    loop {
        listed += page.all("tbody tr").len();
        let next = page.attributes("a[rel=next]", "href");
        let Some(next) = next.first() else { break };
        page = nurse.get(next).await;
    }
    assert_eq!(listed, usize::try_from(waiting).unwrap());
    assert!(page.says("Marcus Thistlewood"), "{}", page.text());
    assert_eq!(page.attributes("a[rel=prev]", "href"), ["/referrals?state=waiting&page=2"]);
});
