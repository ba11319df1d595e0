//! Asking, deciding, changing one's mind.

use app::{
    base::answers::Answers,
    easy_read::model::{Format, Wording},
};
use chrono::TimeDelta;

use crate::{
    acts::{agencies, all_yes, count_of, decide, fill, form, rows_of_everything, send, text_of, texts_of},
    both,
    support::{Browser, World},
};

/// How somebody answered who pointed and did not sign.
const SPOKEN: [(&str, &str); 3] = [("manner", "pointed"), ("signature", "said"), ("witness", "Her sister")];

/// Opens a page of the conversation, chooses, goes on; answers where that leads.
async fn answer(browser: &mut Browser, person: &str, step: &str, chosen: &[(&str, &str)]) -> String {
    let path = format!("/people/{person}/consent/{step}");
    let page = browser.get(&path).await;
    assert_eq!(page.status, 200, "{step}: {}", page.text());
    let mut fields = form(&page, &path);
    for (name, value) in chosen {
        fill(&mut fields, name, value);
    }
    let page = send(browser, &path, &fields).await;
    assert_eq!(page.status, 303, "{step}: {}", page.text());
    let base = format!("/people/{person}/consent/");
    page.location.strip_prefix(&base).unwrap_or_else(|| panic!("{step} led to {}", page.location)).to_owned()
}

both!(the_conversation_goes_page_by_page_and_keeps_what_was_chosen, world, {
    let person = world.person("Mei").await;
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let base = format!("/people/{person}/consent");
    let start = nurse.get(&base).await;
    assert_eq!(start.status, 200);
    let fields = form(&start, &format!("{base}/start"));
    assert!(fields.iter().all(|(name, _)| name != "format"), "nothing is chosen for anybody");
    let missing = send(&mut nurse, &format!("{base}/start"), &fields).await;
    assert_eq!(missing.status, 422, "a page cannot be left without an answer");

    let page = nurse.post(&format!("{base}/start"), &[("format", "symbols")]).await;
    assert_eq!(page.location, format!("{base}/who"));
    assert!(nurse.get(&page.location).await.says("The law takes it that they can decide"), "the route says why");
    assert_eq!(answer(&mut nurse, &person, "who", &[("decider", "person")]).await, "read");
    assert_eq!(answer(&mut nurse, &person, "read", &[]).await, "understood");
    assert_eq!(answer(&mut nurse, &person, "understood", &[("understood", "yes")]).await, "on_the_list");
    let mut next = answer(&mut nurse, &person, "on_the_list", &[("on_the_list", "yes")]).await;
    let mut asked = Vec::new();
    while let Some(agency) = next.clone().strip_prefix("agency-") {
        asked.push(agency.to_owned());
        let said = if asked.len() == 2 { "not_sure" } else { "yes" };
        next = answer(&mut nurse, &person, &next, &[(&next, said)]).await;
        if let Some(about) = next.strip_prefix("not-sure-") {
            let help = nurse.get(&format!("{base}/{next}")).await;
            assert!(help.says("It is OK not to be sure"), "not sure stops and offers help");
            let on = help
                .attributes("main a", "href")
                .into_iter()
                .find(|href| href.contains("/agency-") && !href.contains(about));
            next = on.unwrap().strip_prefix(&format!("{base}/")).unwrap().to_owned();
        }
    }
    assert_eq!(asked, agencies(&world).await, "each agency is asked about, by name, and the register's own is not");
    assert_eq!(next, "cetr");
    assert_eq!(answer(&mut nurse, &person, "cetr", &[("cetr", "yes")]).await, "contact_family");
    assert_eq!(answer(&mut nurse, &person, "contact_family", &[("contact_family", "no")]).await, "anonymous_planning");
    assert_eq!(answer(&mut nurse, &person, "anonymous_planning", &[("anonymous_planning", "yes")]).await, "exclusions");
    assert_eq!(answer(&mut nurse, &person, "exclusions", &[("exclusions", "Not my brother")]).await, "sign");
    let said = nurse.get(&format!("{base}/sign")).await;
    for line in ["You said yes to the support list.", "You want this to stay private: Not my brother"] {
        assert!(said.says(line), "{line}: {}", said.text());
    }
    assert_eq!(answer(&mut nurse, &person, "sign", &[]).await, "answered");
    assert!(nurse.get(&format!("{base}/answered")).await.says("Yes or no, your support stays the same."));
    assert_eq!(answer(&mut nurse, &person, "answered", &[]).await, "decision");
    assert_eq!(answer(&mut nurse, &person, "decision", &SPOKEN).await, "check");

    // Back shows what was chosen, on each page.
    for (step, field, value) in [
        ("understood", "understood", "yes"),
        ("on_the_list", "on_the_list", "yes"),
        (&format!("agency-{}", asked[1]), &format!("agency-{}", asked[1]), "not_sure"),
        ("contact_family", "contact_family", "no"),
        ("exclusions", "exclusions", "Not my brother"),
        ("decision", "manner", "pointed"),
        ("who", "decider", "person"),
    ] {
        assert_eq!(nurse.get(&format!("{base}/{step}")).await.value(field).trim(), value, "{step}");
    }
    let back = nurse.get(&format!("{base}/cetr")).await.attributes("a.nhsuk-back-link", "href");
    let last = asked.last().unwrap();
    assert_eq!(back, [format!("{base}/agency-{last}")], "the page before");
    assert_eq!(rows_of_everything(&world).await, before, "nothing is recorded before the end");

    let check = nurse.get(&format!("{base}/check")).await;
    assert!(check.says("Easy read with symbols"));
    assert!(check.says("Not my brother"));
    let fields = form(&check, &base);
    let page = send(&mut nurse, &base, &fields).await;
    assert_eq!((page.status, page.location.as_str()), (303, format!("{base}/receipt/1").as_str()), "{}", page.text());
    let receipt = nurse.get(&page.location.clone()).await;
    assert!(receipt.says("The decision is recorded. The person is on the support list"));
    assert!(receipt.says("You said yes to the support list."));
    assert!(receipt.says("Not my brother"));
    // The draft of the conversation is gone.
    assert_eq!(nurse.get(&format!("{base}/understood")).await.value("understood"), "");
    assert_eq!(
        count_of(&world, "select count(*) from sharing where person_id = $1 and level = 'record'", &person).await,
        i64::try_from(asked.len()).unwrap(),
        "every agency with a yes and the register's own; not the one that was not sure"
    );
});

both!(not_sure_about_the_list_leads_to_help_and_cannot_be_recorded, world, {
    let person = world.person("Mei").await;
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert_eq!(
        answer(&mut nurse, &person, "on_the_list", &[("on_the_list", "not_sure")]).await,
        "not-sure-on_the_list"
    );
    let help = nurse.get(&format!("/people/{person}/consent/not-sure-on_the_list")).await;
    assert!(help.says("It is OK not to be sure"));
    assert!(help.says("Your support stays the same."));
    let mut answers = all_yes(&world, &[]).await;
    fill(&mut answers, "on_the_list", "not_sure");
    let page = decide(&mut nurse, &person, &answers).await;
    assert_eq!(page.status, 422);
    assert_eq!(
        page.errors(),
        ["\u{201c}Not sure\u{201d} is not a decision. Stop here, offer help, and ask again another day"]
    );
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(whoever_is_not_sure_may_have_somebody_come_to_talk_and_their_colleagues_know, world, {
    let person = world.person("Callum").await;
    let mut senco = world.signed_in("senco@edu.example").await;
    let base = format!("/people/{person}/consent");
    senco.post(&format!("{base}/on_the_list"), &[("on_the_list", "not_sure")]).await;
    let help = format!("{base}/not-sure-on_the_list");
    let page = senco.get(&help).await;
    let asked = send(&mut senco, &help, &form(&page, &help)).await;
    assert_eq!((asked.status, asked.location.as_str()), (303, help.as_str()));
    assert!(senco.get(&help).await.says("Somebody will be in touch"));
    // It stands on the first page of those who ask, and of nobody else.
    for (name, told) in [
        ("senco@edu.example", true),
        ("coordinator@lda.example", true),
        ("worker@asc.example", false),
        ("officer@pol.example", false),
    ] {
        let mut browser = world.signed_in(name).await;
        let today = browser.get("/today").await;
        assert_eq!(today.says("Would like somebody to talk with them") && today.says("Callum Reid"), told, "{name}");
    }
    let request = text_of(&world, "select request_id from request where person_id = $1", &person).await;
    let path = format!("/people/{person}/asked/{request}");
    let page = senco.get(&path).await;
    assert!(page.says("Not sure: Do you want to be on the support list?"), "{}", page.text());
    let mut worker = world.signed_in("worker@asc.example").await;
    assert_eq!(worker.get(&path).await.status, 404);
    assert!(senco.get(&format!("/people/{person}")).await.says("Would like somebody to talk with them"));
    assert_eq!(senco.post(&path, &[("outcome", "We talked. Ask again in May.")]).await.status, 303);
    assert!(!senco.get("/today").await.attributes("main a", "href").contains(&path), "it is answered");
});

both!(one_sees_what_an_agency_would_see_before_saying_yes, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let sees = async |nurse: &mut Browser, code: &'static str| {
        let agency = world.agency(code).await;
        nurse.get(&format!("/people/{person}/consent/agency-{agency}")).await.all("main details li")
    };
    let police = sees(&mut nurse, "POL").await;
    assert!(police.contains(&"How to talk with you.".to_owned()), "{police:?}");
    assert!(!police.contains(&"What doctors say about you.".to_owned()));
    assert!(sees(&mut nurse, "ASC").await.contains(&"What doctors say about you.".to_owned()));
});

both!(whoever_has_not_understood_is_told_again, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert_eq!(answer(&mut nurse, &person, "understood", &[("understood", "no")]).await, "read");
    assert_eq!(answer(&mut nurse, &person, "understood", &[("understood", "not_sure")]).await, "not-sure-understood");
});

both!(a_no_asks_nothing_further_opens_nothing_and_shares_nothing, world, {
    let person = world.person("Callum").await;
    let before = world.count("select count(*) from register_entry").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let base = format!("/people/{person}/consent");
    nurse.post(&format!("{base}/start"), &[("format", "easy-read")]).await;
    assert_eq!(answer(&mut nurse, &person, "who", &[("decider", "person")]).await, "read");
    assert_eq!(answer(&mut nurse, &person, "on_the_list", &[("on_the_list", "no")]).await, "sign");
    let decision = nurse.get(&format!("{base}/decision")).await;
    assert_eq!(decision.attributes("a.nhsuk-back-link", "href"), [format!("{base}/answered")]);
    assert_eq!(answer(&mut nurse, &person, "decision", &SPOKEN).await, "check");
    let check = nurse.get(&format!("{base}/check")).await;
    assert!(!check.says("Moorland Police"), "no agency is asked about");
    assert!(check.says("Nothing will be shared and nobody is added"));
    let fields = form(&check, &base);
    let page = send(&mut nurse, &base, &fields).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.says("You said no to the support list."), "the receipt comes at once");
    assert!(page.says("Your support stays the same."));

    assert_eq!(text_of(&world, "select kind from consent_decision where person_id = $1", &person).await, "refused");
    assert_eq!(
        text_of(&world, "select state || ' ' || closed_because from referral where person_id = $1", &person).await,
        "closed said_no"
    );
    assert_eq!(world.count("select count(*) from register_entry").await, before);
    assert_eq!(
        texts_of(&world, "select level from sharing where person_id = $1", &person).await,
        ["closed"],
        "the register's own team knows that it is so, and nobody else"
    );
    let mut senco = world.signed_in("senco@edu.example").await;
    assert_eq!(senco.get(&format!("/people/{person}")).await.status, 404, "the referrer too");
});

both!(an_agency_that_asked_and_hears_no_gets_the_receipt_and_sees_what_came_of_its_referral, world, {
    let person = world.person("Callum").await;
    let mut senco = world.signed_in("senco@edu.example").await;
    let mut answers = all_yes(&world, &[]).await;
    fill(&mut answers, "on_the_list", "no");
    let page = decide(&mut senco, &person, &answers).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.says("Nothing is shared, and present support does not change"));
    assert_eq!(senco.get(&format!("/people/{person}")).await.status, 404);
    let page = senco.get("/referrals?state=closed").await;
    assert!(page.says("Callum Reid"));
    // The answer was lost on the way, and the button is pressed again: it was recorded, once.
    let path = format!("/people/{person}/consent");
    let page = senco.post(&path, &[("decisions", "0")]).await;
    assert_eq!(page.status, 200);
    assert!(page.says("It was recorded the first time that you sent it") && !page.says("Callum"), "{}", page.text());
    assert_eq!(count_of(&world, "select count(*) from consent_decision where person_id = $1", &person).await, 1);
    let mut officer = world.signed_in("officer@pol.example").await;
    assert_eq!(officer.post(&path, &[("decisions", "0")]).await.status, 404, "nobody else hears of it");
    // Another conversation, begun while the record was open and closed since, was not recorded.
    senco.post("/drafts", &[("form-path", &path), ("on_the_list", "yes")]).await;
    assert_eq!(senco.post(&path, &[("decisions", "1")]).await.status, 404, "an older decision is not taken for it");
});

both!(whoever_sees_anything_reads_what_is_to_stay_private, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let answers = all_yes(&world, &[]).await;
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
    for name in ["officer@pol.example", "paramedic@amb.example", "worker@asc.example"] {
        let mut browser = world.signed_in(name).await;
        let record = browser.get(&format!("/people/{person}")).await;
        assert!(record.says("To stay private") && record.says("Do not tell my brother"), "{name}");
    }
});

both!(a_yes_shares_with_exactly_the_agencies_that_got_one_in_one_go, world, {
    let person = world.person("Harpreet").await;
    let asked = agencies(&world).await;
    let told_no = [world.agency("POL").await, world.agency("EDU").await];
    let audit = world.count("select count(*) from audit_entry where act = 'record_consent'").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut answers = all_yes(&world, &told_no).await;
    let not_sure = world.agency("HAV").await;
    fill(&mut answers, &format!("agency-{not_sure}"), "not_sure");
    let page = decide(&mut nurse, &person, &answers).await;
    assert_eq!(page.status, 303, "{}", page.text());

    let mut expected: Vec<String> =
        asked.iter().filter(|agency| !told_no.contains(agency) && **agency != not_sure).cloned().collect();
    expected.push(world.agency("LDA").await);
    expected.sort();
    let shared = "select agency_id from sharing where person_id = $1 and level = 'record' order by agency_id";
    assert_eq!(texts_of(&world, shared, &person).await, expected);
    assert_eq!(
        count_of(&world, "select count(*) from sharing where person_id = $1", &person).await,
        i64::try_from(expected.len()).unwrap(),
        "and no row besides"
    );
    assert_eq!(
        texts_of(&world, "select distinct cast(until_on as text) from sharing where person_id = $1", &person).await,
        ["2027-11-23"],
        "until it must be asked again"
    );
    let entries = "select count(*) from register_entry where person_id = $1 and closed_on is null";
    assert_eq!(count_of(&world, entries, &person).await, 1);
    assert_eq!(
        text_of(&world, "select state || ' ' || closed_because from referral where person_id = $1", &person).await,
        "closed on_register"
    );
    assert_eq!(count_of(&world, "select count(*) from consent_decision where person_id = $1", &person).await, 1);
    let answers = "select count(*) from consent_agency join consent_decision
                   on consent_decision.consent_id = consent_agency.consent_id where person_id = $1";
    assert_eq!(count_of(&world, answers, &person).await, i64::try_from(asked.len()).unwrap());
    let recorded = "select count(*) from audit_entry where act = 'record_consent' and person_id = $1
                    and outcome = 'allowed' and line like '%given%'";
    assert_eq!(count_of(&world, recorded, &person).await, 1);
    assert!(world.count("select count(*) from audit_entry where act = 'record_consent'").await > audit);
    for (name, status) in [
        ("worker@asc.example", 200),
        ("psychologist@mht.example", 200),
        ("paramedic@amb.example", 200),
        ("support@hav.example", 404),
        ("senco@edu.example", 404),
        ("officer@pol.example", 404),
    ] {
        let mut browser = world.signed_in(name).await;
        assert_eq!(browser.get(&format!("/people/{person}")).await.status, status, "{name}");
    }
});

/// Makes the database refuse the last of the things that a decision writes.
async fn break_sharing(world: &World) {
    match world.kind {
        crate::support::Kind::Sqlite => {
            world
                .meddle("create trigger broken before insert on sharing begin select raise(abort, 'broken'); end")
                .await;
        }
        crate::support::Kind::Postgres => {
            world
                .meddle("create function broken() returns trigger language plpgsql as $$ begin raise 'broken'; end $$")
                .await;
            world.meddle("create trigger broken before insert on sharing execute function broken()").await;
        }
    }
}

both!(a_decision_that_cannot_be_made_so_is_not_recorded_either, world, {
    let person = world.person("Harpreet").await;
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let answers = all_yes(&world, &[]).await;
    break_sharing(&world).await;
    let page = decide(&mut nurse, &person, &answers).await;
    assert_eq!(page.status, 500);
    assert_eq!(rows_of_everything(&world).await, before, "the decision, the entry, the referral and the sharing: none");
    // A withdrawal is as much of one piece.
    let tomasz = world.person("Tomasz").await;
    let page = nurse.post(&format!("/people/{tomasz}/withdraw"), &[("decider", "person")]).await;
    assert_eq!(page.status, 500);
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(what_was_shown_is_stored_with_its_version_and_every_answer, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let answers = all_yes(&world, &[]).await;
    // She reads the information, and what is kept besides; nobody opens the other documents.
    answer(&mut nurse, &person, "read", &[]).await;
    let more = nurse.get(&format!("/people/{person}/consent/read?more=what-is-kept")).await;
    let read = format!("/people/{person}/consent/read");
    let back = send(&mut nurse, &read, &form(&more, &read)).await;
    assert_eq!(back.location, read, "back to where she was");
    // A version that never was is nobody's.
    nurse.post(&format!("/people/{person}/consent/check"), &[("shown-your-rights", "99")]).await;
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
    let information = text_of(&world, "select information from consent_decision where person_id = $1", &person).await;
    let information: serde_json::Value = serde_json::from_str(&information).unwrap();
    assert_eq!(information["format"], serde_json::to_value(Format::PictureList).unwrap());
    let document = app::easy_read::model::document("what-is-the-list").unwrap();
    assert_eq!(information["shown"]["what-is-the-list"], document.version);
    let questions = app::easy_read::model::consent_questions(Wording::Adult).unwrap();
    assert_eq!(information["shown"]["consent_questions"], questions.version);
    let kept = app::easy_read::model::document("what-is-kept").unwrap();
    assert_eq!(information["shown"]["what-is-kept"], kept.version);
    assert_eq!(information["shown"].as_object().unwrap().len(), 3, "and nothing that she did not see");
    let stored = text_of(&world, "select answers from consent_decision where person_id = $1", &person).await;
    let stored: Answers = serde_json::from_str(&stored).unwrap();
    for (name, value) in &answers {
        assert_eq!(stored.get(name), value, "{name}");
    }
});

both!(a_button_pressed_twice_records_one_decision, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let answers = all_yes(&world, &[]).await;
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
    let again = nurse.post(&format!("/people/{person}/consent"), &[("decisions", "0")]).await;
    assert_eq!((again.status, again.location), (303, format!("/people/{person}")));
    assert_eq!(count_of(&world, "select count(*) from consent_decision where person_id = $1", &person).await, 1);
});

both!(of_two_tablets_the_second_is_shown_the_decision_of_the_first, world, {
    let person = world.person("Mei").await;
    let base = format!("/people/{person}/consent");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut coordinator = world.signed_in("coordinator@lda.example").await;
    let yes = all_yes(&world, &[]).await;
    let mut no = yes.clone();
    fill(&mut no, "on_the_list", "no");
    assert_eq!(send(&mut nurse, &format!("{base}/check"), &yes).await.status, 303);
    assert_eq!(send(&mut coordinator, &format!("{base}/check"), &no).await.status, 303);
    let mine = form(&nurse.get(&format!("{base}/check")).await, &base);
    let theirs = form(&coordinator.get(&format!("{base}/check")).await, &base);
    assert_eq!(send(&mut coordinator, &base, &theirs).await.status, 200);
    let after_no = rows_of_everything(&world).await;

    // The nurse may not touch a closed record any more, so the no stands.
    assert_eq!(send(&mut nurse, &base, &mine).await.status, 403);
    assert_eq!(rows_of_everything(&world).await, after_no);

    // Two of the register's team: the second is shown the first's decision, and may record after it.
    let mut manager = world.signed_in("manager@lda.example").await;
    assert_eq!(send(&mut manager, &format!("{base}/check"), &yes).await.status, 303);
    let stale = vec![("decisions".to_owned(), "0".to_owned())];
    let conflict = send(&mut manager, &base, &stale).await;
    assert_eq!(conflict.status, 409);
    assert!(conflict.says("Somebody else recorded a decision meanwhile"));
    assert!(conflict.says("\u{201c}No\u{201d} was recorded for 23 November 2026, by Priya Nair"));
    assert_eq!(rows_of_everything(&world).await, after_no);
    let again = form(&conflict, &base);
    assert_eq!(send(&mut manager, &base, &again).await.status, 303);
    let kinds = "select kind from consent_decision where person_id = $1 order by number";
    assert_eq!(texts_of(&world, kinds, &person).await, ["refused", "given"]);
});

both!(nobody_else_decides_for_an_adult_who_can, world, {
    let person = world.person("Mei").await;
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut answers = all_yes(&world, &[]).await;
    for decider in ["best_interests", "court_deputy", "interests-0198c0de-0000-7000-8000-000000000001"] {
        fill(&mut answers, "decider", decider);
        let step = format!("/people/{person}/consent/who");
        assert_eq!(send(&mut nurse, &step, &answers).await.status, 422, "{decider}");
        let page = decide(&mut nurse, &person, &answers).await;
        assert_eq!(page.status, 422, "{decider}: it is checked again at the end");
    }
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(a_decision_cannot_be_dated_in_the_future, world, {
    let person = world.person("Mei").await;
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut answers = all_yes(&world, &[]).await;
    fill(&mut answers, "decided_day", "24");
    let page = decide(&mut nurse, &person, &answers).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.errors(), ["The date of the decision must be today or in the past"]);
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(a_decision_that_was_not_asked_again_lapses_and_nobody_sees_the_record, world, {
    let person = world.person("Tomasz").await;
    world.pass(TimeDelta::days(395));
    // The session of before is long over, so whoever looks has signed in, which settles it.
    for name in [
        "nia@lda.example",
        "worker@asc.example",
        "psychologist@mht.example",
        "support@hav.example",
        "senco@edu.example",
        "paramedic@amb.example",
        "officer@pol.example",
    ] {
        let mut browser = world.signed_in(name).await;
        let page = browser.get(&format!("/people/{person}")).await;
        assert_ne!(page.status, 500);
        assert!(!page.says("What matters to them") && !page.says("Next review"), "{name}");
        if name != "nia@lda.example" {
            assert_eq!(page.status, 404, "{name}");
            assert!(!browser.post("/people/search", &[("q", "Zielinski")]).await.says("Tomasz Zielinski"), "{name}");
        }
        let today = browser.get("/today").await;
        assert_eq!(today.status, 200);
        assert!(
            !today.all("#reviews ~ table a, #actions ~ table a").iter().any(|text| text.contains("Tomasz")),
            "{name}"
        );
    }
});

both!(after_a_decision_lapsed_the_team_of_the_register_asks_again, world, {
    let person = world.person("Tomasz").await;
    world.pass(TimeDelta::days(395));
    app::consent::store::settle_lapsed(&world.access).await.unwrap();
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert!(nurse.post("/people/search", &[("q", "Zielinski")]).await.says("Referral: not asked yet"));
    let mut answers = all_yes(&world, &[]).await;
    fill(&mut answers, "decided_day", "20");
    fill(&mut answers, "decided_month", "12");
    fill(&mut answers, "decided_year", "2027");
    let page = decide(&mut nurse, &person, &answers).await;
    assert_eq!(page.status, 303, "{}", page.text());
    assert!(nurse.get(&format!("/people/{person}")).await.says("Next review"));
    let entries = "select coalesce(closed_because, 'open') from register_entry where person_id = $1
                   order by opened_on, entry_id";
    assert_eq!(texts_of(&world, entries, &person).await, ["lapsed", "open"]);
});

both!(only_the_team_of_the_register_asks_again_after_a_no, world, {
    let person = world.person("Agnieszka").await;
    let before = rows_of_everything(&world).await;
    let answers = all_yes(&world, &[]).await;
    for (name, status) in [
        ("nia@lda.example", 403),
        ("manager@asc.example", 404),
        ("officer@pol.example", 404),
        ("admin@lda.example", 403),
    ] {
        let mut browser = world.signed_in(name).await;
        let path = format!("/people/{person}/consent");
        assert_eq!(browser.get(&path).await.status, status, "{name}");
        assert_eq!(send(&mut browser, &format!("{path}/check"), &answers).await.status, status, "{name}");
        assert_eq!(browser.post(&path, &[("decisions", "2")]).await.status, status, "{name}");
    }
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(a_new_yes_opens_a_new_entry_and_the_old_one_stays, world, {
    let person = world.person("Agnieszka").await;
    let rating = count_of(&world, "select count(*) from rating where person_id = $1", &person).await;
    assert!(rating > 0, "she was rated before");
    let mut coordinator = world.signed_in("coordinator@lda.example").await;
    let answers = all_yes(&world, &[]).await;
    assert_eq!(decide(&mut coordinator, &person, &answers).await.status, 303);
    let entries = "select coalesce(closed_because, 'open') from register_entry where person_id = $1
                   order by opened_on, entry_id";
    assert_eq!(texts_of(&world, entries, &person).await, ["withdrawn", "open"]);
    let kinds = "select kind from consent_decision where person_id = $1 order by number";
    assert_eq!(texts_of(&world, kinds, &person).await, ["given", "withdrawn", "given"]);
    assert_eq!(count_of(&world, "select count(*) from rating where person_id = $1", &person).await, rating, "kept");
    let mut worker = world.signed_in("worker@asc.example").await;
    assert_eq!(worker.get(&format!("/people/{person}")).await.status, 200);
});

both!(a_decision_that_was_not_asked_again_in_time_ends_the_time_on_the_register, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let answers = all_yes(&world, &[]).await;
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
    world.pass(TimeDelta::days(366));
    let mut worker = world.signed_in("worker@asc.example").await;
    assert_eq!(worker.get(&format!("/people/{person}")).await.status, 404, "at once, before any round");
    app::consent::store::settle_lapsed(&world.access).await.unwrap();
    let entry = "select closed_because from register_entry where person_id = $1";
    assert_eq!(text_of(&world, entry, &person).await, "lapsed");
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert!(nurse.get(&format!("/people/{person}")).await.says("Their decision ran out on"), "the team may ask again");
});

both!(a_date_of_birth_that_is_put_right_changes_who_may_decide_and_for_how_long, world, {
    let person = world.person("Poppy").await;
    let shared = "select count(*) from sharing where person_id = $1 and level = 'record'";
    assert!(count_of(&world, shared, &person).await > 1, "her mother said yes when she was under 16");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let path = format!("/people/{person}/details");
    let mut fields = form(&nurse.get(&path).await, &path);
    fill(&mut fields, "born_year", "2009");
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 303);
    assert_eq!(count_of(&world, shared, &person).await, 0, "she is 17, and nobody asked her");
});
