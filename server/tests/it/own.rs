//! The person's own page: how it opens, what it shows, and what follows from what is said on it.

use app::{base::ids::PersonId, easy_read::lint, own::session as own_session};
use chrono::TimeDelta;

use crate::{
    acts::{Fields, count_of, fill, form, rows_of_everything, send, text_of, texts_of},
    both,
    permissions::come_in_as,
    privacy::Listener,
    support::{Browser, Page, World},
};

const NURSE: &str = "nia@lda.example";
const TEAM: &str = "coordinator@lda.example";

/// The date of birth of somebody, as three fields.
async fn born(world: &World, person: &str) -> [String; 3] {
    let on: String = text_of(world, "select cast(born_on as text) from person where person_id = $1", person).await;
    let day: chrono::NaiveDate = on.parse().unwrap();
    [day.format("%-d").to_string(), day.format("%-m").to_string(), day.format("%Y").to_string()]
}

/// A code that the nurse gives, as it stands on the card.
pub async fn code_for(world: &World, person: &str) -> String {
    code_held_by(world, person, "person").await
}

async fn code_held_by(world: &World, person: &str, holder: &str) -> String {
    let mut nurse = come_in_as(world, NURSE).await;
    let page = nurse.post(&format!("/people/{person}/codes/new"), &[("holder", holder), ("format", "easy-read")]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page.all(".code-card__code").remove(0)
}

async fn open(world: &World, browser: &mut Browser, person: &str, code: &str) -> Page {
    let [day, month, year] = born(world, person).await;
    let fields = [("code", code), ("born_day", &day), ("born_month", &month), ("born_year", &year)];
    browser.post("/me", &fields).await
}

/// A browser in which somebody's own page is open.
pub async fn at_home(world: &World, person: &str) -> Browser {
    let code = code_for(world, person).await;
    let mut browser = world.browser();
    let page = open(world, &mut browser, person, &code).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/me/page"), "{}", page.text());
    browser
}

fn refusal(page: &Page) -> (u16, Vec<String>) {
    (page.status, page.errors())
}

// Codes

both!(a_code_and_the_date_of_birth_open_one_persons_page_and_nothing_else, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let page = browser.get("/me/page").await;
    assert!(page.heading().contains("Tom"), "{}", page.heading());
    for path in ["/today", "/people", &format!("/people/{tomasz}"), "/account", "/audit"] {
        let page = browser.get(path).await;
        assert!(page.location.starts_with("/sign-in"), "{path}: {}", page.status);
    }
});

both!(a_wrong_code_and_a_wrong_birthday_are_answered_alike, world, {
    let tomasz = world.person("Tomasz").await;
    let code = code_for(&world, &tomasz).await;
    let [day, month, year] = born(&world, &tomasz).await;
    let mut answers = Vec::new();
    for (code, year) in [(code.as_str(), "1951"), ("BCD FGH JKM", year.as_str()), ("BCD FGH JKM", "1951")] {
        let fields = [("code", code), ("born_day", &day), ("born_month", &month), ("born_year", year)];
        let mut browser = world.browser();
        let page = browser.post("/me", &fields).await;
        assert_eq!(browser.cookie("own"), None);
        answers.push(refusal(&page));
    }
    assert_eq!(answers[0].0, 422);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
});

both!(a_code_may_be_typed_in_small_letters_without_gaps, world, {
    let tomasz = world.person("Tomasz").await;
    let code = code_for(&world, &tomasz).await.to_lowercase().replace(' ', "");
    assert_eq!(open(&world, &mut world.browser(), &tomasz, &code).await.status, 303);
});

both!(what_cannot_be_a_code_is_told_so_and_what_was_typed_stays, world, {
    let page = world.browser().post("/me", &[("code", "BCD FGH"), ("born_day", "31"), ("born_month", "2")]).await;
    assert_eq!(
        refusal(&page),
        (
            422,
            vec![
                "A code has 9 letters, like BCD FGH JKM. Check the code on your card".to_owned(),
                "Your date of birth must include a day, a month and a year".to_owned()
            ]
        )
    );
    assert_eq!((page.value("code"), page.value("born_day")), ("BCD FGH".to_owned(), "31".to_owned()));
});

both!(guessing_birthdays_gets_slow_and_ends_the_code, world, {
    let tomasz = world.person("Tomasz").await;
    let code = code_for(&world, &tomasz).await;
    let guess = [("code", code.as_str()), ("born_day", "1"), ("born_month", "1"), ("born_year", "1950")];
    for _ in 0..5 {
        assert_eq!(world.browser().post("/me", &guess).await.status, 422);
    }
    let page = world.browser().post("/me", &guess).await;
    assert_eq!(page.status, 429);
    assert!(page.errors()[0].starts_with("Too many tries. Wait 1 minute"), "{:?}", page.errors());
    assert_eq!(open(&world, &mut world.browser(), &tomasz, &code).await.status, 429, "also with the right birthday");
    for _ in 0..5 {
        world.pass(TimeDelta::minutes(16));
        assert_eq!(world.browser().post("/me", &guess).await.status, 422);
    }
    world.pass(TimeDelta::minutes(16));
    let page = open(&world, &mut world.browser(), &tomasz, &code).await;
    assert_eq!(page.status, 422, "after ten wrong birthdays the code opens nothing more");
    let page = come_in_as(&world, NURSE).await.get(&format!("/people/{tomasz}/codes")).await;
    assert!(page.says("Locked: too many wrong dates of birth"), "{}", page.text());
});

both!(one_persons_guesses_do_not_lock_anybody_else_out, world, {
    let (tomasz, gareth) = (world.person("Tomasz").await, world.person("Gareth").await);
    let (his, other) = (code_for(&world, &tomasz).await, code_for(&world, &gareth).await);
    let guess = [("code", his.as_str()), ("born_day", "1"), ("born_month", "1"), ("born_year", "1950")];
    for _ in 0..7 {
        world.browser().post("/me", &guess).await;
    }
    assert_eq!(open(&world, &mut world.browser(), &gareth, &other).await.status, 303);
});

both!(a_code_is_kept_nowhere_but_on_the_card, world, {
    let listener = Listener::new();
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let page = nurse.post(&format!("/people/{tomasz}/codes/new"), &[("holder", "person"), ("format", "symbols")]).await;
    let code = page.all(".code-card__code").remove(0);
    let letters = code.replace(' ', "");
    // In the QR code it stands behind the `#`, which no browser sends.
    for (selector, name) in [("[href]", "href"), ("[action]", "action"), ("[src]", "src")] {
        for target in page.attributes(selector, name) {
            assert!(!target.contains(&letters), "{target}");
        }
    }
    let mut browser = world.browser();
    let opened = open(&world, &mut browser, &tomasz, &code).await;
    assert!(!opened.location.contains(&letters), "{}", opened.location);
    browser.get("/me/page").await;
    let heard = listener.heard();
    drop(listener);
    assert!(!heard.contains(&letters) && !heard.contains(&code), "not in the log of the server");
    let kept = world.column("select code_hash from personal_code").await;
    assert!(kept.iter().all(|hash| hash.len() == 64 && !hash.to_uppercase().contains(&letters)));
    let lines = world.column("select line from audit_entry").await;
    assert!(!lines.iter().any(|line| line.contains(&letters)), "nor in the audit log");
    assert!(!nurse.get(&format!("/people/{tomasz}/codes")).await.html.contains(&code), "nor shown a second time");
});

both!(a_code_that_is_taken_back_closes_the_page_at_once, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let list = nurse.get(&format!("/people/{tomasz}/codes")).await;
    let href = list.attributes("main td a", "href").remove(0);
    assert!(nurse.get(&href).await.says("opens nothing more, at once"));
    let page = nurse.submit(&href, &[]).await;
    assert!(page.says("The code is taken back"), "{}", page.text());
    let page = browser.get("/me/plan").await;
    assert_eq!((page.status, page.location.as_str()), (303, "/me?next=%2Fme%2Fplan"));
    assert_eq!(nurse.post(&href, &[]).await.status, 409, "a second time there is nothing to take back");
});

both!(a_code_ends_by_its_day, world, {
    let tomasz = world.person("Tomasz").await;
    let code = code_for(&world, &tomasz).await;
    world.pass(TimeDelta::days(365));
    assert_eq!(open(&world, &mut world.browser(), &tomasz, &code).await.status, 303, "its last day");
    world.pass(TimeDelta::days(1));
    assert_eq!(open(&world, &mut world.browser(), &tomasz, &code).await.status, 422);
});

both!(only_those_who_see_the_record_may_give_a_code, world, {
    let (tomasz, callum) = (world.person("Tomasz").await, world.person("Callum").await);
    let before = rows_of_everything(&world).await;
    let fields = [("holder", "person"), ("format", "easy-read")];
    for (name, person, status) in [
        ("officer@pol.example", &tomasz, 403),
        ("paramedic@amb.example", &tomasz, 403),
        ("admin@lda.example", &tomasz, 403),
        ("governance@lda.example", &tomasz, 403),
        (NURSE, &callum, 403), // nobody has asked him yet
        ("officer@pol.example", &callum, 403),
    ] {
        let mut browser = come_in_as(&world, name).await;
        let page = browser.post(&format!("/people/{person}/codes/new"), &fields).await;
        assert_eq!(page.status, status, "{name}");
    }
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(only_somebody_whose_authority_was_seen_is_given_a_code, world, {
    let tomasz = world.person("Tomasz").await;
    let page = come_in_as(&world, NURSE)
        .await
        .post(
            &format!("/people/{tomasz}/codes/new"),
            &[("holder", "holder-00000000-0000-7000-8000-00000000dead"), ("format", "easy-read")],
        )
        .await;
    assert_eq!(refusal(&page), (422, vec!["Select who the code is for".to_owned()]));
});

both!(a_deputys_code_is_theirs_and_ends_with_their_authority, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let new = format!("/people/{tomasz}/authority/new");
    let page = nurse
        .post(
            &new,
            &[
                ("authority", "court_deputy"),
                ("name", "Wanda Zielinska"),
                ("relation", "aunt"),
                ("covers", "yes"),
                ("seen_day", "20"),
                ("seen_month", "11"),
                ("seen_year", "2026"),
            ],
        )
        .await;
    assert_eq!(page.status, 303, "{}", page.text());
    let holder =
        text_of(&world, "select holder_id from holder where person_id = $1 and name = 'Wanda Zielinska'", &tomasz)
            .await;
    let code = code_held_by(&world, &tomasz, &format!("holder-{holder}")).await;
    let mut browser = world.browser();
    assert_eq!(open(&world, &mut browser, &tomasz, &code).await.status, 303);
    let page = browser.get("/me/page").await;
    assert!(page.says("Hello Wanda Zielinska") && page.says("You are here for"), "{}", page.text());
    let looks = nurse_looks(&world, &tomasz).await;
    assert!(looks.says("Wanda Zielinska (aunt), with a personal code"), "{}", looks.text());
    nurse.post(&format!("/people/{tomasz}/authority/{holder}/end"), &[("because", "The order was discharged")]).await;
    assert_eq!(browser.get("/me/page").await.location, "/me?next=%2Fme%2Fpage", "the page closes with it");
    assert_eq!(open(&world, &mut world.browser(), &tomasz, &code).await.status, 422);
});

both!(a_code_of_somebody_whose_authority_ran_out_is_shown_to_nobody_as_in_force, world, {
    let tomasz = world.person("Tomasz").await;
    world
        .meddle(
            "insert into holder (holder_id, person_id, authority, name, relation, covers, seen_on, reference, limits,
                                 expires_on, added_at)
             select person_id, person_id, 'court_deputy', 'Wanda Zielinska', 'aunt', 'yes', '2026-11-20', '', '',
                    '2026-11-30', '2026-11-20T00:00:00Z' from person where given_name = 'Tomasz'",
        )
        .await;
    let code = code_held_by(&world, &tomasz, &format!("holder-{tomasz}")).await;
    let codes = format!("/people/{tomasz}/codes");
    assert!(come_in_as(&world, NURSE).await.get(&codes).await.says("Wanda Zielinska"));
    world.pass(TimeDelta::days(8));
    assert_eq!(open(&world, &mut world.browser(), &tomasz, &code).await.status, 422, "it opens nothing");
    let listed = come_in_as(&world, NURSE).await.get(&codes).await;
    assert!(!listed.all("main table").concat().contains("Wanda Zielinska"), "{}", listed.text());
});

both!(the_card_leads_to_the_address_under_which_people_know_the_register, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let fields = [("holder", "person"), ("format", "easy-read")];
    let card = nurse.post(&format!("/people/{tomasz}/codes/new"), &fields).await;
    // Not the name under which this browser asked, which behind a proxy is nobody's business.
    assert!(card.says("register.example/me"), "{}", card.text());
});

async fn nurse_looks(world: &World, person: &str) -> Page {
    come_in_as(world, TEAM).await.get(&format!("/people/{person}/looks")).await
}

// The session

both!(the_page_closes_after_an_hour_without_a_page_and_says_so, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    world.pass(TimeDelta::minutes(own_session::IDLE_MINUTES));
    assert_eq!(browser.get("/me/page").await.status, 200, "after an hour to the minute");
    world.pass(TimeDelta::seconds(own_session::IDLE_MINUTES * 60 + 1));
    let page = browser.get("/me/plan").await;
    assert_eq!(page.location, "/me?next=%2Fme%2Fplan");
    let page = browser.get("/me?next=%2Fme%2Fplan").await;
    assert!(page.says("Your page has closed") && page.says("What you typed is kept"), "{}", page.text());
    assert_eq!(page.value("next"), "/me/plan");
});

both!(the_page_closes_after_eight_hours_whatever_happens, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    for _ in 0..16 {
        assert_eq!(browser.get("/me/page").await.status, 200);
        world.pass(TimeDelta::minutes(30));
    }
    world.pass(TimeDelta::seconds(1));
    assert_eq!(browser.get("/me/page").await.status, 303);
});

both!(i_am_finished_closes_it_even_for_a_copy_of_the_cookie, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let token = browser.cookie("own").unwrap().to_owned();
    let page = browser.submit("/me/finish", &[]).await;
    assert_eq!(page.heading(), "Your page is closed");
    assert_eq!(browser.cookie("own"), None);
    browser.set_cookie("own", &token);
    assert_eq!(browser.get("/me/page").await.status, 303);
});

both!(what_was_typed_into_a_page_that_closed_is_given_back, world, {
    let tomasz = world.person("Tomasz").await;
    let code = code_for(&world, &tomasz).await;
    let mut browser = world.browser();
    open(&world, &mut browser, &tomasz, &code).await;
    world.pass(TimeDelta::hours(2));
    let page = browser.post("/me/words/words", &[("words", "I like the trains at Alderley")]).await;
    assert_eq!(page.location, "/me?next=%2Fme%2Fwords%2Fwords");
    let kept = "select count(*) from own_words where person_id = $1";
    assert_eq!(count_of(&world, kept, &tomasz).await, 0);
    open(&world, &mut browser, &tomasz, &code).await;
    let page = browser.get("/me/words/words").await;
    assert_eq!(page.value("words").trim(), "I like the trains at Alderley");
    assert!(page.says("We kept what you typed"));
    // Sealed: whoever has the database reads nothing of it.
    let gareth = world.person("Gareth").await;
    let mut other = at_home(&world, &gareth).await;
    assert_eq!(other.get("/me/words/words").await.value("words").trim(), "", "and it is given to nobody else");
});

both!(the_cookie_is_for_this_site_and_for_no_script, world, {
    let tomasz = world.person("Tomasz").await;
    let code = code_for(&world, &tomasz).await;
    let page = open(&world, &mut world.browser(), &tomasz, &code).await;
    let cookie = page.headers.get("set-cookie").unwrap().to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert!(
        own_session::cookie(true, "x").starts_with("__Host-own=x; ")
            && own_session::cookie(true, "x").contains("Secure")
    );
    assert_eq!(page.headers.get("cache-control").unwrap(), "no-store");
});

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
    assert!(browser.get("/me/plan").await.says(&action));
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
    assert_eq!(browser.get("/me/written/assessments").await.status, 404, "the tool's answers are not shown");
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
    let request = text_of(&world, "select request_id from own_request where person_id = $1", &gareth).await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let path = format!("/people/{tomasz}/asked/{request}");
    assert_eq!(nurse.get(&path).await.status, 404);
    assert_eq!(nurse.post(&path, &[("outcome", "done")]).await.status, 404);
});

both!(it_looks_as_its_reader_likes, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let pictures = |page: &Page| page.attributes("main img", "src");
    assert!(pictures(&browser.get("/me/who").await).iter().all(|src| src.starts_with("/pictures/colour/")));
    let page = browser.submit("/me/format", &[("format", "symbols-grid")]).await;
    assert!(page.says("Your page looks like this from now on"));
    assert!(pictures(&browser.get("/me/who").await).iter().all(|src| src.starts_with("/pictures/symbol/")));
    browser.post("/me/format", &[("format", "leaflet")]).await;
    assert!(pictures(&browser.get("/me/who").await).is_empty(), "in words only");
    assert_eq!(browser.post("/me/format", &[("format", "upside-down")]).await.status, 200, "nonsense changes nothing");
});

both!(the_words_of_its_pages_are_easy_read, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let mut findings = Vec::new();
    let mut texts = 0;
    for path in ["/me/page", "/me/written", "/me/words", "/me/change-mind", "/me/talk", "/ask", "/ask/sent"] {
        let page = browser.get(path).await;
        // What staff wrote, and what agencies are called, is theirs; these are our own words.
        for text in page.all(".own h1, .own .nhsuk-lede-text, .own .easy-read p, .own-tile span, .own .nhsuk-button") {
            texts += 1;
            findings.extend(lint::lint_text(
                path,
                &text.replace("Moorland NHS Learning Disability and Autism Service", "We"),
            ));
        }
    }
    assert!(texts > 40, "{texts} texts");
    assert!(findings.is_empty(), "{findings:#?}");
});

// Saying something

both!(own_words_stand_on_the_record_as_the_persons_own_with_the_day, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let page = browser.submit("/me/words/words", &[("words", "I like <b>trains</b>")]).await;
    assert!(page.says("Your words are added") && page.says("I like <b>trains</b>"), "{}", page.text());
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
    assert_eq!(refusal(&page), (422, vec!["Select a picture".to_owned()]));
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
    assert_eq!(count_of(&world, "select count(*) from own_request where person_id = $1", &tomasz).await, 2);
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
    let request = text_of(&world, "select request_id from own_request where person_id = $1", &tomasz).await;
    let path = format!("/people/{tomasz}/asked/{request}");
    let page = nurse.get(&path).await;
    let mut fields: Fields = form(&page, &path);
    let page = send(&mut nurse, &path, &fields).await;
    assert_eq!(refusal(&page), (422, vec!["Enter what was done".to_owned()]));
    fill(&mut fields, "outcome", "You are right. We took it out.");
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 303);
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 409, "somebody was faster");
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
    for (name, hears) in [(NURSE, true), ("worker@asc.example", true), ("officer@pol.example", false)] {
        let today = come_in_as(&world, name).await.get("/today").await;
        assert_eq!(today.says("Would like somebody to talk with them"), hears, "{name}");
    }
    // A name that the page did not offer is nobody.
    browser.post("/me/talk", &[("who", "<script>"), ("how", "phone")]).await;
    let who = texts_of(&world, "select who from own_request where person_id = $1 order by who", &tomasz).await;
    assert_eq!(who, ["Anybody", "The register\u{2019}s team"]);
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
    assert!(before.says("Your support stays the same."), "said before: {}", before.text());
    let sees = texts_of(
        &world,
        "select agency.name from sharing join agency on agency.agency_id = sharing.agency_id
         where person_id = $1 and level = 'record'",
        &tomasz,
    )
    .await;
    let page = browser.submit("/me/change-mind", &[("words", "I want it to stop")]).await;
    assert_eq!(page.heading(), "Sharing has stopped");
    assert!(page.says("Your support stays the same."), "and after");
    for name in &sees {
        assert!(before.says(name) && page.says(name), "{name} is listed before and after");
    }

    for (name, staff) in &mut elsewhere {
        let page = staff.get(&record).await;
        let wanted = if *name == NURSE { 200 } else { 404 };
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
    let request = text_of(&world, "select request_id from own_request where person_id = $1", &tomasz).await;
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
    assert!(page.says("Nothing about you is shared.") && page.says("Your support stays the same."), "{}", page.text());
    assert!(!page.html.contains("href=\"/me/change-mind\""), "there is nothing to stop any more");
    assert!(browser.get("/me/who").await.says("Nobody can see what is written about you."));
    assert!(browser.get("/me/answers").await.says("You changed your mind."));
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
    assert_eq!(count_of(&world, "select count(*) from own_request where person_id = $1", &tomasz).await, 1);
});

both!(somebody_who_is_not_on_the_list_has_nothing_to_stop, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let mut nurse = come_in_as(&world, NURSE).await;
    nurse.post(&format!("/people/{tomasz}/withdraw"), &[("decider", "person")]).await;
    let before = rows_of_everything(&world).await;
    assert!(browser.get("/me/change-mind").await.says("Nothing about you is shared now."));
    let page = browser.submit("/me/change-mind", &[]).await;
    assert_eq!(page.heading(), "Sharing has stopped", "it has, by another way");
    assert_eq!(rows_of_everything(&world).await, before);
});
