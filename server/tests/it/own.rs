//! The person's own page: what it shows, and what follows from what is said on it.

use app::base::ids::PersonId;

use crate::{
    acts::{Fields, count_of, decide, fill, form, rows_of_everything, send, text_of, texts_of},
    authority::{cannot_decide, checklist, child_of_two, decided_by},
    both,
    own_code::{at_home, at_home_as, at_home_of, nurse_looks, refusal},
    permissions::come_in_as,
    support::Browser,
};

const NURSE: &str = "nia@lda.example";
const TEAM: &str = "coordinator@lda.example";

// What it shows

both!(every_page_of_it_opens, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let action = text_of(&world, "select min(action_id) from action where person_id = $1", &tomasz).await;
    for path in [
        "/me/page",
        "/me/written",
        "/me/written/identity",
        "/me/written/home",
        "/me/written/diagnosis",
        "/me/written/communication",
        "/me/written/voice",
        "/me/written/family",
        "/me/written/professionals",
        "/me/written/issues",
        "/me/written/strategies",
        "/me/written/assessments",
        "/me/written/rating",
        "/me/written/reviews",
        "/me/who",
        "/me/looks",
        "/me/plan",
        "/me/answers",
        "/me/words",
        "/me/words/words",
        "/me/words/picture",
        "/me/words/drawing",
        "/me/disagree/diagnosis",
        &format!("/me/disagree/action-{action}"),
        "/me/talk",
        "/me/asked",
        "/me/change-mind",
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        assert!(!page.heading().is_empty(), "{path}");
    }
});

both!(it_shows_what_is_written_who_sees_it_and_the_plan, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let what = text_of(&world, "select min(what) from issue where person_id = $1 and closed_on is null", &tomasz).await;
    assert!(browser.get("/me/written/issues").await.says(&what));
    let action = text_of(&world, "select min(what) from action where person_id = $1", &tomasz).await;
    let plan = browser.get("/me/plan").await;
    assert!(plan.says(&action) && plan.says("What people will do"), "{}", plan.text());
    let who = browser.get("/me/who").await;
    let sees = texts_of(
        &world,
        "select agency.name from sharing join agency on agency.agency_id = sharing.agency_id
         where person_id = $1 and level = 'record'",
        &tomasz,
    )
    .await;
    assert!(sees.len() > 2);
    for name in &sees {
        assert!(who.says(name), "{name}");
    }
    assert!(who.says("Your diagnosis") || who.says("What doctors say about you"), "with which parts");
});

both!(it_shows_why_somebody_was_referred_and_tells_nobody_what_their_family_said_in_confidence, world, {
    let tomasz = world.person("Tomasz").await;
    let (heading, why) = ("Why people told us about you", "stopped eating with others");
    let mut browser = at_home(&world, &tomasz).await;
    let page = browser.get("/me/written/issues").await;
    assert!(page.says(heading) && page.says(why), "{}", page.text());
    let from = [
        ("update referral set source = 'family'", false),
        ("update referral set source = 'list'", false),
        ("update referral set source = 'person'", true),
    ];
    for (source, says) in from {
        world.meddle(source).await;
        let page = browser.get("/me/written/issues").await;
        assert_eq!(page.says(heading), says, "{source}: {}", page.text());
    }
    // What the child said is for the child; what professionals wrote, for whoever decides for the child too.
    let mut nurse = world.signed_in(NURSE).await;
    let (mei, _, father) = child_of_two(&world, &mut nurse).await;
    assert_eq!(decide(&mut nurse, &mei, &decided_by(&world, &father).await).await.status, 303);
    let mut father = at_home_of(&world, &mei, "Wei Chen").await;
    let from =
        [("update referral set source = 'person'", false), ("update referral set source = 'professional'", true)];
    for (source, says) in from {
        world.meddle(source).await;
        assert_eq!(father.get("/me/written/issues").await.says(heading), says, "{source}");
    }
});

both!(what_people_wrote_before_sharing_stopped_is_not_shown_as_what_happens_now, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let now = "This is from before. Nobody works with this now.";
    let pages = ["/me/written/rating", "/me/written/issues", "/me/written/strategies", "/me/plan"];
    for page in pages {
        assert!(!browser.get(page).await.says(now), "{page}");
    }
    browser.post("/me/change-mind", &[]).await;
    for page in pages {
        assert!(browser.get(page).await.says(now), "{page}");
    }
    let plan = browser.get("/me/plan").await;
    assert!(!plan.says("What people will do") && !plan.says("should have done it by now"), "{}", plan.text());
});

both!(it_shows_who_has_looked_and_why_refusals_too, world, {
    let gareth = world.person("Gareth").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    nurse.get(&format!("/people/{gareth}")).await;
    let mut police = come_in_as(&world, "officer@pol.example").await;
    police.get(&format!("/people/{gareth}")).await; // he told them no
    let mut browser = at_home(&world, &gareth).await;
    let looks = browser.get("/me/looks").await;
    let nia = text_of(&world, "select display_name from staff where sign_in_name = $1", NURSE).await;
    assert!(looks.says(&format!("{nia} looked at your notes, to know how you are.")), "{}", looks.text());
    assert!(looks.says("Community learning disability nurse, Moorland NHS"), "who that is");
    assert!(looks.says("tried to look. The computer said no."), "the police tried");
    assert!(looks.says("made or looked at the codes for your page"));
    let looks = browser.get("/me/looks").await;
    assert!(looks.says("You opened your page"), "and their own visits: {}", looks.text());
    let staff = nurse_looks(&world, &gareth).await;
    assert!(staff.says("The person, with a personal code"), "{}", staff.text());
    assert_eq!(
        world.count("select count(*) from audit_entry where code_id is not null and staff_id is not null").await,
        0
    );
});

both!(the_audit_chain_stays_whole_with_the_persons_own_acts_in_it, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    browser.post("/me/words/picture", &[("picture", "happy")]).await;
    let verdict = world.access.looking_up(async |house| house.verify_audit().await).await.unwrap();
    assert!(matches!(verdict, app::access::log::Verdict::Whole { .. }), "{verdict:?}");
    world.meddle("update audit_entry set code_id = null where code_id is not null").await;
    let verdict = world.access.looking_up(async |house| house.verify_audit().await).await.unwrap();
    assert!(matches!(verdict, app::access::log::Verdict::Broken { .. }), "who it was cannot be taken out unseen");
});

both!(whoever_does_not_feel_safe_is_heard_also_when_their_decision_has_lapsed, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    world.meddle("update consent_decision set review_on = '2026-11-01' where kind = 'given'").await;
    world.meddle("update sharing set until_on = '2026-11-01' where level = 'record'").await;
    app::consent::store::settle_lapsed(&world.access).await.unwrap();
    assert_eq!(browser.post("/me/words/picture", &[("picture", "important")]).await.location, "/me/not-safe");
    let mut team = come_in_as(&world, TEAM).await;
    assert!(team.get("/today").await.says("Does not feel safe"));
    let request = "select request_id from request where person_id = $1 and kind = 'not_safe'";
    let path = format!("/people/{tomasz}/asked/{}", text_of(&world, request, &tomasz).await);
    assert_eq!(team.get(&path).await.status, 200);
    let mut worker = come_in_as(&world, "worker@asc.example").await;
    assert_eq!(worker.get(&path).await.status, 404, "whoever sees nothing of him any more");
});

both!(another_persons_ids_in_the_address_are_not_found, world, {
    let (tomasz, gareth) = (world.person("Tomasz").await, world.person("Gareth").await);
    let mut browser = at_home(&world, &gareth).await;
    let before = rows_of_everything(&world).await;
    for (kind, sql) in [
        ("issue", "select min(issue_id) from issue where person_id = $1"),
        ("action", "select min(action_id) from action where person_id = $1"),
    ] {
        let id = text_of(&world, sql, &tomasz).await;
        let path = format!("/me/disagree/{kind}-{id}");
        assert_eq!(browser.get(&path).await.status, 404, "{path}");
        assert_eq!(browser.post(&path, &[("words", "no")]).await.status, 404, "{path}");
    }
    assert_eq!(browser.get("/me/disagree/nonsense").await.status, 404);
    assert_eq!(rows_of_everything(&world).await, before);
    // Nor can staff answer one person's request on another's page.
    browser.post("/me/talk", &[("who", "anybody"), ("how", "phone")]).await;
    let request = text_of(&world, "select request_id from request where person_id = $1", &gareth).await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let path = format!("/people/{tomasz}/asked/{request}");
    assert_eq!(nurse.get(&path).await.status, 404);
    assert_eq!(nurse.post(&path, &[("outcome", "done")]).await.status, 404);
});

// The answers

/// What the page of answers says in force, and of the reader's own answer.
async fn answers(browser: &mut Browser) -> (String, String) {
    let text = browser.get("/me/answers").await.text();
    let text = text.split_once("Your answers").map(|(_, rest)| rest.to_owned()).unwrap_or(text);
    for title in ["Your own answer", "What you said last"] {
        if let Some((counts, own)) = text.split_once(title) {
            return (counts.to_owned(), own.to_owned());
        }
    }
    (text, String::new())
}

both!(of_two_parents_each_reads_what_counts_and_their_own_answer_and_not_the_others_as_theirs, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    let (person, mother, father) = child_of_two(&world, &mut nurse).await;
    let mothers = decided_by(&world, &mother).await;
    assert_eq!(decide(&mut nurse, &person, &mothers).await.status, 303);
    let mut mum = at_home_of(&world, &person, "Lin Chen").await;
    let mut dad = at_home_of(&world, &person, "Wei Chen").await;
    let mut mei = at_home(&world, &person).await;
    let (counts, own) = answers(&mut mum).await;
    assert!(counts.contains("Lin Chen said yes to the support list for you.") && own.is_empty(), "{counts}");
    let mut fathers = decided_by(&world, &father).await;
    let police = world.agency("POL").await;
    fill(&mut fathers, &format!("agency-{police}"), "no");
    assert_eq!(decide(&mut nurse, &person, &fathers).await.status, 303);
    let police = text_of(&world, "select name from agency where agency_id = $1", &police).await;
    for (reader, said, others) in [(&mut mum, "Yes", "Wei Chen"), (&mut dad, "No", "Lin Chen")] {
        let (counts, own) = answers(reader).await;
        assert!(counts.contains("People who decide for you said different things."), "{counts}");
        assert!(counts.contains(&format!("{police} cannot see your information.")), "the narrowest: {counts}");
        assert!(
            counts.contains("We cannot talk to your family about you.") && !counts.contains("family? No"),
            "{counts}"
        );
        assert!(own.contains(&format!("About {police}: {said}.")) && own.contains("It counts"), "{own}");
        assert!(!own.contains(others), "{own}");
    }
    let (counts, own) = answers(&mut mei).await;
    assert!(counts.contains("You are on the support list.") && own.is_empty(), "she decided nothing: {own}");
});

both!(after_a_settlement_the_answers_say_what_is_in_force_and_not_what_came_last, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    let (person, mother, father) = child_of_two(&world, &mut nurse).await;
    let mothers = decided_by(&world, &mother).await;
    assert_eq!(decide(&mut nurse, &person, &mothers).await.status, 303);
    let mut dad = at_home_of(&world, &person, "Wei Chen").await;
    let mut mei = at_home(&world, &person).await;
    let mut no = decided_by(&world, &father).await;
    fill(&mut no, "on_the_list", "no");
    assert_eq!(decide(&mut nurse, &person, &no).await.status, 200);
    let (counts, own) = answers(&mut dad).await;
    assert!(counts.contains("You are not on the support list now."), "{counts}");
    assert!(counts.contains("We share nothing about you now.") && own.contains("Wei Chen said no"), "{own}");
    let settled =
        [("keeps", "1"), ("because", "court"), ("explanation", "Order of 20 November seen"), ("decisions", "2")];
    let mut team = come_in_as(&world, TEAM).await;
    assert_eq!(team.post(&format!("/people/{person}/settle"), &settled).await.status, 303);
    let (counts, own) = answers(&mut mei).await;
    assert!(counts.contains("Lin Chen said yes to the support list for you.") && own.is_empty(), "{counts}");
    assert!(!counts.contains("said no"), "while agencies see it: {counts}");
    let (counts, own) = answers(&mut dad).await;
    assert!(counts.contains("Lin Chen said yes") && !counts.contains("Wei Chen"), "{counts}");
    assert!(own.contains("Wei Chen said no") && own.contains("Another answer counts now."), "{own}");
});

both!(somebody_reads_who_decides_for_them_and_why_and_can_say_that_they_do_not_agree, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    assert!(browser.get("/me/decides").await.says("Nobody else is on our list to decide for you."));
    let mut nurse = come_in_as(&world, NURSE).await;
    let at = |page: &str| format!("/people/{tomasz}/{page}");
    assert_eq!(send(&mut nurse, &at("capacity"), &cannot_decide()).await.status, 303);
    assert_eq!(send(&mut nurse, &at("best-interests"), &checklist()).await.status, 303);
    let mut deputy = at_home_as(&world, &tomasz, "Wanda Zielinska", "court_deputy").await;
    let written = browser.get("/me/written").await;
    assert!(written.says("Who decides, and why") && written.html.contains("/me/decides"));
    for reader in [&mut browser, &mut deputy] {
        let page = reader.get("/me/decides").await;
        for said in [
            "They found: you cannot decide this now.",
            "They decided yes, because they think it is best for you.",
            "Nobody saw the last crisis coming",
            "Wanda Zielinska, Parent",
            "A court chose them",
        ] {
            assert!(page.says(said), "{said}: {}", page.text());
        }
    }
    // What the nurse saw and heard may have been with him alone.
    for (reader, reads) in [(&mut browser, true), (&mut deputy, false)] {
        let page = reader.get("/me/decides").await;
        for said in ["Could not say what the list was", "Cannot hold two choices in mind"] {
            assert_eq!(page.says(said), reads, "{said}: {}", page.text());
        }
    }
    let mut about: Vec<String> = Vec::new();
    for (kind, sql) in [
        ("capacity", "select min(capacity_id) from capacity_assessment where person_id = $1"),
        ("interests", "select min(interests_id) from best_interests where person_id = $1"),
        ("holder", "select min(holder_id) from holder where person_id = $1"),
    ] {
        about.push(format!("{kind}-{}", text_of(&world, sql, &tomasz).await));
    }
    let gareth = world.person("Gareth").await;
    let mut other = at_home(&world, &gareth).await;
    for path in about.iter().map(|about| format!("/me/disagree/{about}")) {
        assert_eq!(other.get(&path).await.status, 404, "another person's: {path}");
        assert_eq!(browser.get(&path).await.status, 200, "{path}");
        assert_eq!(browser.submit(&path, &[("words", "I can decide")]).await.heading(), "What you asked for");
    }
    assert_eq!(browser.submit("/me/disagree/consent", &[("words", "")]).await.status, 200);
    assert!(browser.get("/me/answers").await.says("that this is not right"));
    // Of her own papers and of what was found about him the deputy hears nothing; of the rest, that he does not agree.
    let asked = deputy.get("/me/asked").await;
    assert!(!asked.says("I can decide"), "{}", asked.text());
    assert_eq!(asked.text().matches("The person said that something is not right").count(), 1, "{}", asked.text());
    assert!(!deputy.get("/me/decides").await.says("that this is not right"));
    assert_eq!(count_of(&world, "select count(*) from request where person_id = $1", &tomasz).await, 4);
    let page = nurse.get(&at("authority")).await;
    assert_eq!(page.all(".disputed").len(), 3, "beside each on the page of staff: {}", page.text());
    assert!(nurse.get("/today").await.says("Does not agree with something"));
});

// Saying something

both!(own_words_stand_on_the_record_as_the_persons_own_with_the_day, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let page = browser.submit("/me/words/words", &[("words", "I like <b>trains</b>")]).await;
    assert!(page.says("Your words are added") && page.says("I like <b>trains</b>"), "{}", page.text());
    assert!(page.says("Haven Supported Living can read it."), "who reads it, by name: {}", page.text());
    assert!(!page.says("Moorland Police can read it."), "{}", page.text());
    browser.post("/me/words/picture", &[("picture", "home")]).await;
    let page = browser.submit("/me/words/drawing", &[("drawing", "[[[10,10],[200,300]],[[5,5]]]")]).await;
    assert_eq!(page.attributes("svg.drawing path", "d"), ["M10 10L200 300", "M5 5L5 5"]);
    let record = come_in_as(&world, NURSE).await.get(&format!("/people/{tomasz}")).await;
    assert!(record.says("I like <b>trains</b>") && record.says("I want to stay at home."), "{}", record.text());
    assert!(record.says("In their own words, on their own page, on 23 November 2026"));
    assert_eq!(record.attributes("svg.drawing path", "d").len(), 2);
    let police = come_in_as(&world, "officer@pol.example").await.get(&format!("/people/{tomasz}")).await;
    assert!(!police.says("trains"), "not for an agency that does not see what matters to them");
});

both!(whoever_says_that_they_do_not_feel_safe_reads_whom_to_ring_and_stands_first_on_today, world, {
    let (tomasz, gareth) = (world.person("Tomasz").await, world.person("Gareth").await);
    at_home(&world, &gareth).await.post("/me/talk", &[("who", "anybody"), ("how", "phone")]).await;
    let mut browser = at_home(&world, &tomasz).await;
    for number in 0..50 {
        browser.post("/me/words/words", &[("words", &format!("The {number}th thing"))]).await;
    }
    browser.post("/me/words/picture", &[("picture", "sad")]).await;
    assert_eq!(count_of(&world, "select count(*) from request where person_id = $1", &tomasz).await, 0);
    for _ in 0..2 {
        let page = browser.submit("/me/words/picture", &[("picture", "important")]).await;
        assert_eq!((page.status, page.heading().as_str()), (200, "Somebody will help you"), "{}", page.text());
        for said in
            ["Somebody will answer you", "not an emergency service", "Ring 999", "Ring 111", "option 2", "85258"]
        {
            assert!(page.says(said), "{said}: {}", page.text());
        }
    }
    assert_eq!(count_of(&world, "select count(*) from own_words where person_id = $1", &tomasz).await, 51);
    assert_eq!(count_of(&world, "select count(*) from request where person_id = $1", &tomasz).await, 1);
    for (name, hears) in [(NURSE, true), (TEAM, true), ("officer@pol.example", false)] {
        let today = come_in_as(&world, name).await.get("/today").await;
        let text = today.text();
        let (afraid, other) = (text.find("Does not feel safe"), text.find("Would like somebody to talk"));
        assert_eq!(afraid.is_some(), hears, "{name}: {text}");
        assert!(!hears || afraid < other, "{name}: {text}");
    }
    let request = text_of(&world, "select request_id from request where person_id = $1", &tomasz).await;
    let page = come_in_as(&world, NURSE).await.get(&format!("/people/{tomasz}/asked/{request}")).await;
    assert!(page.says("Get in touch today") && page.says("safeguarding lead"), "{}", page.text());
    let asked = browser.get("/me/asked").await;
    assert!(asked.says("You said that you do not feel safe.") && asked.html.contains("/me/not-safe"));
});

both!(that_somebody_does_not_feel_safe_is_kept_from_whoever_else_holds_a_code, world, {
    let lowri = world.person("Lowri").await;
    let mut mother = at_home_as(&world, &lowri, "Megan Jenkins", "parental_responsibility").await;
    let mut lowris = at_home(&world, &lowri).await;
    lowris.post("/me/words/picture", &[("picture", "important")]).await;
    lowris.post("/me/words/picture", &[("picture", "happy")]).await;
    let mut nurse = come_in_as(&world, NURSE).await;
    nurse.get("/today").await;
    let asked = text_of(&world, "select request_id from request where person_id = $1", &lowri).await;
    assert!(nurse.get(&format!("/people/{lowri}/asked/{asked}")).await.says("Does not feel safe"));
    let looks = mother.get("/me/looks").await;
    for tells in ["The person added words", "worked on what you asked for", "saw your name in a list of things to do"] {
        assert!(!looks.says(tells), "{tells}: {}", looks.text());
    }
    let looks = lowris.get("/me/looks").await;
    for tells in ["You added words", "worked on what you asked for", "saw your name in a list of things to do"] {
        assert!(looks.says(tells), "{tells}: {}", looks.text());
    }
    for path in ["/me/words", "/me/written/voice", "/me/asked", "/me/page"] {
        let page = mother.get(path).await;
        assert!(!page.says("I do not feel safe") && !page.says("You said that you do not feel safe"), "{path}");
        assert!(!page.says("1 thing waits"), "{path}");
    }
    assert!(mother.get("/me/words").await.says("I am happy."));
    assert!(lowris.get("/me/words").await.says("I do not feel safe."));
    // What she says herself she reads again.
    mother.post("/me/words/picture", &[("picture", "important")]).await;
    assert!(mother.get("/me/words").await.says("I do not feel safe."));
    assert_eq!(mother.get("/me/asked").await.all(".own-card").len(), 1, "and what came of hers");
    assert_eq!(count_of(&world, "select count(*) from request where person_id = $1", &lowri).await, 2);
});

both!(a_restricted_address_is_kept_from_whoever_else_holds_a_code, world, {
    let lowri = world.person("Lowri").await;
    world.meddle("update person set phone = '01632 960444' where given_name = 'Lowri'").await;
    let mut mother = at_home_as(&world, &lowri, "Megan Jenkins", "parental_responsibility").await;
    let mut lowris = at_home(&world, &lowri).await;
    let postcode = text_of(&world, "select postcode from person where person_id = $1", &lowri).await;
    let page = lowris.get("/me/written/home").await;
    for said in ["Hillcrest School", postcode.as_str(), "01632 960444"] {
        assert!(page.says(said), "{said}: {}", page.text());
        for path in ["/me/written/home", "/me/written/identity", "/me/page", "/me/disagree/home"] {
            let page = mother.get(path).await;
            assert_eq!(page.status, 200);
            assert!(!page.html.contains(said), "{path}: {said}");
        }
    }
    assert!(mother.get("/me/written/home").await.says("Where you live stays private."));
    // An address that nobody restricted is no secret from who decides.
    world.meddle("update person set address_restricted = false where given_name = 'Lowri'").await;
    assert!(mother.get("/me/written/home").await.says("Hillcrest School"));
});

both!(it_says_who_else_holds_a_code_for_it, world, {
    let lowri = world.person("Lowri").await;
    let mut lowris = at_home(&world, &lowri).await;
    assert!(lowris.get("/me/who").await.says("Nobody else has a code for your page."));
    assert!(!lowris.get("/me/words").await.says("has a code"));
    at_home_as(&world, &lowri, "Megan Jenkins", "parental_responsibility").await;
    assert!(lowris.get("/me/who").await.says("Megan Jenkins, Parent"));
    let words = lowris.get("/me/words").await;
    assert!(words.says("Megan Jenkins (Parent) has a code. They can read it too."), "{}", words.text());
    world.meddle("update personal_code set revoked_at = made_at where holder_id is not null").await;
    assert!(lowris.get("/me/who").await.says("Nobody else has a code for your page."), "one taken back opens nothing");
});

both!(what_is_no_drawing_is_kept_from_the_record, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    for (sent, sentence) in [
        ("", "Draw something first"),
        ("<svg onload=alert(1)>", "The drawing could not be read. Clear it and draw it again"),
        ("[[[9999,1]]]", "The drawing could not be read. Clear it and draw it again"),
    ] {
        let page = browser.post("/me/words/drawing", &[("drawing", sent)]).await;
        assert_eq!(refusal(&page), (422, vec![sentence.to_owned()]));
    }
    let page = browser.post("/me/words/words", &[("words", "  ")]).await;
    assert_eq!(refusal(&page), (422, vec!["Write something first".to_owned()]));
    let page = browser.post("/me/words/picture", &[("picture", "skull")]).await;
    assert_eq!(refusal(&page), (422, vec!["Choose a picture".to_owned()]));
    assert_eq!(browser.get("/me/words/song").await.status, 404);
    assert_eq!(count_of(&world, "select count(*) from own_words where person_id = $1", &tomasz).await, 0);
});

both!(two_presses_add_the_words_once, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    for _ in 0..2 {
        browser.post("/me/words/words", &[("words", "I like trains")]).await;
        browser.post("/me/talk", &[("who", "anybody"), ("how", "phone")]).await;
        browser.post("/me/disagree/diagnosis", &[("words", "")]).await;
    }
    assert_eq!(count_of(&world, "select count(*) from own_words where person_id = $1", &tomasz).await, 1);
    assert_eq!(count_of(&world, "select count(*) from request where person_id = $1", &tomasz).await, 2);
});

both!(a_disagreement_stands_beside_the_statement_until_somebody_answers, world, {
    let tomasz = world.person("Tomasz").await;
    let action = text_of(&world, "select min(action_id) from action where person_id = $1", &tomasz).await;
    let mut browser = at_home(&world, &tomasz).await;
    let page = browser.submit(&format!("/me/disagree/action-{action}"), &[("words", "I never said that")]).await;
    assert!(page.says("You said that it is not right") && page.says("I never said that"), "{}", page.text());
    assert!(browser.get("/me/plan").await.says("Somebody will answer you"));
    let mut nurse = come_in_as(&world, NURSE).await;
    for path in [format!("/people/{tomasz}"), format!("/people/{tomasz}/plan")] {
        let page = nurse.get(&path).await;
        assert!(page.says("The person does not agree") && page.says("I never said that"), "{path}");
    }
    let today = nurse.get("/today").await;
    assert!(today.says("Does not agree with something"), "{}", today.text());
    let request = text_of(&world, "select request_id from request where person_id = $1", &tomasz).await;
    let path = format!("/people/{tomasz}/asked/{request}");
    let page = nurse.get(&path).await;
    let mut fields: Fields = form(&page, &path);
    let page = send(&mut nurse, &path, &fields).await;
    assert_eq!(refusal(&page), (422, vec!["Enter what was done".to_owned()]));
    fill(&mut fields, "outcome", "You are right. We took it out.");
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 303);
    // A colleague who had it open meanwhile loses nothing, and reads what was answered.
    let mut colleague = come_in_as(&world, "worker@asc.example").await;
    let before = rows_of_everything(&world).await;
    let late = [("outcome", "I will ask <b>Nia</b>.\nThen I ring you.")];
    let page = colleague.post(&path, &late).await;
    assert_eq!(page.status, 409, "somebody was faster");
    assert!(page.says("This was answered before your answer was sent"), "{}", page.text());
    assert!(page.says("You are right. We took it out."));
    assert!(page.says("Moorland NHS Learning Disability and Autism Service, answered on 23 November 2026"));
    assert_eq!(page.value("outcome").trim(), late[0].1);
    assert!(!colleague.get(&path).await.says("What you typed"), "only where something was typed");
    assert_eq!(rows_of_everything(&world).await, before);
    let outcome = text_of(&world, "select outcome from request where person_id = $1", &tomasz).await;
    assert_eq!(outcome, "You are right. We took it out.");
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 409, "nor does a second press answer twice");
    assert!(!nurse.get(&format!("/people/{tomasz}")).await.says("The person does not agree"));
    assert!(!nurse.get("/today").await.says("Does not agree with something"));
    let asked = browser.get("/me/asked").await;
    assert!(asked.says("You are right. We took it out."), "the person reads the answer: {}", asked.text());
});

both!(asking_for_a_talk_reaches_those_who_may_answer, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let page = browser.post("/me/talk", &[("words", "x".repeat(2001).as_str())]).await;
    assert_eq!(
        page.errors(),
        ["Choose who you want to talk to", "Choose how you want to talk", "This is too long. Write less"]
    );
    let page = browser.submit("/me/talk", &[("who", "team"), ("how", "visit"), ("words", "About my flat")]).await;
    assert!(page.says("You asked someone to talk to you"), "{}", page.text());
    assert!(page.says("You want someone to come to see you."), "{}", page.text());
    let mut worker = come_in_as(&world, "worker@asc.example").await;
    for path in ["/today".to_owned(), format!("/people/{tomasz}")] {
        assert!(worker.get(&path).await.says("How: Come to see me"), "{path}");
    }
    for (name, hears) in [(NURSE, true), ("worker@asc.example", true), ("officer@pol.example", false)] {
        let today = come_in_as(&world, name).await.get("/today").await;
        assert_eq!(today.says("Would like somebody to talk with them"), hears, "{name}");
    }
    // A name that the page did not offer is nobody.
    browser.post("/me/talk", &[("who", "<script>"), ("how", "phone")]).await;
    let who = texts_of(&world, "select who from request where person_id = $1 order by who", &tomasz).await;
    assert_eq!(who, ["Anybody", "The register\u{2019}s team"]);
});

both!(whoever_wants_to_be_rung_is_asked_for_a_number_where_nobody_knows_one, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    assert!(!browser.get("/me/talk").await.says("Your phone number"), "his is written down");
    world.meddle("update person set phone = '' where given_name = 'Tomasz'").await;
    assert!(browser.get("/me/talk").await.says("Your phone number"));
    let asked = [("who", "anybody"), ("how", "phone"), ("words", "About my flat")];
    for (number, fault) in [
        ("", "Enter your phone number, so that someone can ring you"),
        ("12", "This phone number is too short. Check it"),
    ] {
        let page = browser.post("/me/talk", &[asked.as_slice(), &[("phone", number)]].concat()).await;
        assert_eq!((page.status, page.errors()), (422, vec![fault.to_owned()]));
        assert_eq!((page.value("phone").as_str(), page.value("words").trim()), (number, "About my flat"));
    }
    assert_eq!(count_of(&world, "select count(*) from request where person_id = $1", &tomasz).await, 0);
    // Whoever wants a visit need not have a telephone.
    assert_eq!(browser.post("/me/talk", &[("who", "anybody"), ("how", "visit")]).await.status, 303);
    let page = browser.submit("/me/talk", &[asked.as_slice(), &[("phone", "01632 960555")]].concat()).await;
    assert!(page.says("You want someone to ring you.") && page.says("01632 960555"), "{}", page.text());
    let request = "select request_id from request where person_id = $1 and how = 'phone'";
    let path = format!("/people/{tomasz}/asked/{}", text_of(&world, request, &tomasz).await);
    let page = come_in_as(&world, TEAM).await.get(&path).await;
    assert!(page.says("About my flat My phone number: 01632 960555"), "the team rings it: {}", page.text());
});

// Changing one's mind

both!(a_change_of_mind_ends_sight_at_once_of_pages_that_are_open_elsewhere, world, {
    let tomasz = world.person("Tomasz").await;
    let record = format!("/people/{tomasz}");
    let mut browser = at_home(&world, &tomasz).await;
    let mut elsewhere = Vec::new();
    for name in ["worker@asc.example", "psychologist@mht.example", "support@hav.example", "officer@pol.example", NURSE]
    {
        let mut staff = come_in_as(&world, name).await;
        assert_eq!(staff.get(&record).await.status, 200, "{name}");
        elsewhere.push((name, staff));
    }
    let plan = elsewhere[0].1.get(&format!("{record}/plan/issues/new")).await;
    assert_eq!(plan.status, 200);

    let before = browser.get("/me/change-mind").await;
    // All that follows is said before the button, also who still sees a little.
    for said in [
        "Your support stays the same.",
        "You come off the support list.",
        "You can say yes again later.",
        "looks after the support list. Only the support list team there can still see your name and your answers.",
    ] {
        assert!(before.says(said), "said before: {said}: {}", before.text());
    }
    let sees = texts_of(
        &world,
        "select agency.name from sharing join agency on agency.agency_id = sharing.agency_id
         where person_id = $1 and level = 'record'",
        &tomasz,
    )
    .await;
    let page = browser.submit("/me/change-mind", &[("words", "I want it to stop")]).await;
    assert_eq!(page.heading(), "Sharing has stopped");
    assert!(
        page.says("Your support stays the same.") && page.says("You are not on the support list now."),
        "and after"
    );
    // Everybody who saw it, with a sign that they do not any more; but the one whose team still sees a little.
    let hosts = world.column("select name from agency where hosts_register").await;
    let mut wanted: Vec<String> = sees.iter().filter(|name| !hosts.contains(name)).cloned().collect();
    assert!(wanted.len() > 2 && wanted.len() < sees.len(), "{sees:?} with {hosts:?}");
    wanted.sort();
    for shown in [&before, &page] {
        let mut lost = shown.marked("stop");
        lost.sort();
        assert_eq!(lost, wanted);
    }

    for (name, staff) in &mut elsewhere {
        let page = staff.get(&record).await;
        let wanted = if *name == NURSE { 403 } else { 404 };
        assert_eq!(page.status, wanted, "{name}");
        assert!(!page.says("What matters to them"), "{name} sees nothing of the record");
        let found = staff.post("/people/search", &[("q", "Zielinski")]).await;
        assert!(!found.html.contains(&record), "{name} finds nobody");
    }
    let (_, social) = &mut elsewhere[0];
    let late = social.post(&format!("{record}/plan/issues/new"), &[("what", "Typed before it stopped")]).await;
    assert_eq!(late.status, 404, "a form that was open writes nothing");
    assert_eq!(
        count_of(&world, "select count(*) from register_entry where person_id = $1 and closed_on is null", &tomasz)
            .await,
        0
    );
    let (by,): (Option<String>,) = world
        .peek(async |house| {
            let person: PersonId = tomasz.parse().unwrap();
            Ok(app::fetch_one!(
                house,
                "select recorded_by from consent_decision where person_id = $1 order by number desc limit 1",
                &person
            )?)
        })
        .await;
    assert_eq!(by, None, "nobody but the person wrote it down");

    // The register's own team, and nobody else, hears of it and answers.
    let mut team = come_in_as(&world, TEAM).await;
    assert!(team.get("/today").await.says("Changed their mind"));
    assert!(team.get(&record).await.says("They asked for something"));
    for name in [NURSE, "worker@asc.example"] {
        assert!(!come_in_as(&world, name).await.get("/today").await.says("Changed their mind"), "{name}");
    }
    let request = text_of(&world, "select request_id from request where person_id = $1", &tomasz).await;
    let path = format!("{record}/asked/{request}");
    assert_eq!(team.post(&path, &[("outcome", "We rang you and said thank you.")]).await.status, 303);
    assert_eq!(come_in_as(&world, NURSE).await.post(&path, &[("outcome", "x")]).await.status, 403);
    assert!(browser.get("/me/asked").await.says("We rang you and said thank you."));
});

both!(after_a_change_of_mind_the_page_stays_theirs, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    browser.post("/me/change-mind", &[]).await;
    let page = browser.get("/me/page").await;
    assert!(page.says("We share nothing about you.") && page.says("Your support stays the same."), "{}", page.text());
    assert!(!page.html.contains("href=\"/me/change-mind\""), "there is nothing to stop any more");
    let who = browser.get("/me/who").await;
    let team = "Only the support list team can still see your name and your answers.";
    assert!(who.says("Nobody can see your notes.") && who.says(team), "{}", who.text());
    let team =
        "looks after the support list. Only the support list team there can still see your name and your answers.";
    assert!(browser.get("/me/changed").await.says(team));
    assert!(browser.get("/me/answers").await.says("You changed your mind."));
    let words = browser.get("/me/words").await;
    assert!(words.says("Nobody who works with you can read it now."), "{}", words.text());
    assert!(!words.says("can read it.") && !words.says("The people who support you"), "{}", words.text());
    let afraid = browser.get("/me/not-safe").await;
    assert!(afraid.says("The support list team reads this."), "{}", afraid.text());
    assert!(!afraid.says("The people who support you"), "{}", afraid.text());
    assert_eq!(browser.get("/me/written/home").await.status, 200, "what is written can still be read by them");
    assert_eq!(browser.get("/me/changed").await.heading(), "Sharing has stopped", "the receipt can be seen again");
});

both!(two_presses_stop_sharing_once, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let decisions = "select count(*) from consent_decision where person_id = $1";
    let before = count_of(&world, decisions, &tomasz).await;
    for _ in 0..2 {
        let page = browser.submit("/me/change-mind", &[("words", "")]).await;
        assert_eq!(page.heading(), "Sharing has stopped", "{}", page.text());
    }
    assert_eq!(count_of(&world, decisions, &tomasz).await, before + 1);
    assert_eq!(count_of(&world, "select count(*) from request where person_id = $1", &tomasz).await, 1);
});
