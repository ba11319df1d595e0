//! How the person's own page opens and closes: its codes and its session.

use std::collections::BTreeSet;

use app::{
    easy_read::lint,
    own::{model::FAILURES_MAX, session as own_session},
};
use chrono::TimeDelta;

use crate::{
    acts::{Fields, count_of, fill, form, rows_of_everything, send, text_of, texts_of},
    both,
    own_reading::our_texts,
    permissions::come_in_as,
    privacy::Listener,
    support::{Browser, Page, World},
};

const NURSE: &str = "nia@lda.example";
const TEAM: &str = "coordinator@lda.example";

/// The date of birth of somebody, as three fields.
pub async fn born(world: &World, person: &str) -> [String; 3] {
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

pub async fn open(world: &World, browser: &mut Browser, person: &str, code: &str) -> Page {
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

/// A browser in which somebody's page is open to another, as a parent or deputy whose papers the nurse saw.
pub async fn at_home_as(world: &World, person: &str, name: &str, authority: &str) -> Browser {
    let mut nurse = come_in_as(world, NURSE).await;
    let seen = [("seen_day", "1"), ("seen_month", "11"), ("seen_year", "2026")];
    let holder =
        [("name", name), ("relation", "Parent"), ("authority", authority), ("basis", "mother"), ("covers", "yes")];
    let page = nurse.post(&format!("/people/{person}/authority/new"), &[&holder[..], &seen[..]].concat()).await;
    assert_eq!(page.status, 303, "{}", page.text());
    at_home_of(world, person, name).await
}

/// The same for one who is written down already.
pub async fn at_home_of(world: &World, person: &str, name: &str) -> Browser {
    let holder = text_of(world, "select holder_id from holder where name = $1", name).await;
    let code = code_held_by(world, person, &format!("holder-{holder}")).await;
    let mut browser = world.browser();
    assert_eq!(open(world, &mut browser, person, &code).await.status, 303);
    browser
}

/// The status, and what the page says is wrong.
pub fn refusal(page: &Page) -> (u16, Vec<String>) {
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

both!(the_square_on_the_card_leads_a_phone_to_my_page_with_the_code_where_no_log_sees_it, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let new = format!("/people/{tomasz}/codes/new");
    let page = nurse.post(&new, &[("holder", "person"), ("format", "easy-read")]).await;
    let code = page.all(".code-card__code").remove(0).replace(' ', "");
    let side = page.attributes(".code-card__qr rect", "width").remove(0).parse::<usize>().unwrap();
    let squares: BTreeSet<String> = page
        .attributes(".code-card__qr path", "d")
        .remove(0)
        .split('M')
        .filter_map(|square| square.split_once('h').map(|(at, _)| at.to_owned()))
        .collect();
    const PIXELS: usize = 6;
    let dark = |x: usize, y: usize| squares.contains(&format!("{} {}", x / PIXELS, y / PIXELS));
    let (wide, high) = (side * PIXELS, side * PIXELS);
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(wide, high, |x, y| if dark(x, y) { 0 } else { 255 });
    let (_, link) = seen.detect_grids().remove(0).decode().expect("a phone can read it");
    let (address, behind) = link.split_once('#').expect("a browser sends nothing that is behind this");
    assert!(address.starts_with("http") && address.ends_with("/me") && !address.contains('?'), "{link}");
    assert_eq!(behind, code);
});

both!(the_card_has_the_pictures_that_its_holder_reads_with, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    for (format, set) in [("easy-read", "colour"), ("symbols-grid", "symbol"), ("leaflet", ""), ("large-print", "")] {
        let fields = [("holder", "person"), ("format", format)];
        let page = nurse.post(&format!("/people/{tomasz}/codes/new"), &fields).await;
        assert_eq!(page.status, 200, "{format}: {}", page.text());
        let said = page.all(".code-card__said");
        assert!(said.len() == 6 && said[0].starts_with("Point the camera"), "{format}: {said:?}");
        let keys = ["scan-code", "sign-in", "birthday", "calendar", "lock", "ring-999"];
        let shown = keys.map(|key| format!("/pictures/{set}/{key}.svg"));
        let shown = if set.is_empty() { Vec::new() } else { shown.to_vec() };
        assert_eq!(page.attributes(".code-card img", "src"), shown, "{format}");
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

both!(of_wrong_birthdays_that_come_at_the_same_moment_no_more_are_tried_than_end_the_code, world, {
    let tomasz = world.person("Tomasz").await;
    code_for(&world, &tomasz).await;
    let hash = text_of(&world, "select code_hash from personal_code where person_id = $1", &tomasz).await;
    let wrong = "1950-01-01".parse().unwrap();
    let tries = (0..20).map(|_| own_session::open(&world.access, &hash, wrong));
    for tried in futures_util::future::join_all(tries).await {
        assert!(tried.unwrap().is_none());
    }
    assert_eq!(
        count_of(&world, "select failures from personal_code where person_id = $1", &tomasz).await,
        FAILURES_MAX
    );
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

/// Words of their own, typed on an own page, as a browser would send them.
async fn typed_at_home(browser: &mut Browser) -> Fields {
    let path = "/me/words/words";
    let mut typed = form(&browser.get(path).await, path);
    fill(&mut typed, "words", "I want to live by the sea");
    typed
}

both!(what_somebody_writes_while_their_code_ends_is_shown_to_be_copied_and_to_nobody_else, world, {
    let tomasz = world.person("Tomasz").await;
    let path = "/me/words/words";
    let names: Vec<String> = world.column("select name from agency").await;
    for ends in ["taken back", "over"] {
        let mut browser = at_home(&world, &tomasz).await;
        let typed = typed_at_home(&mut browser).await;
        if ends == "over" {
            world.pass(TimeDelta::days(366));
        } else {
            let mut nurse = come_in_as(&world, NURSE).await;
            let list = nurse.get(&format!("/people/{tomasz}/codes")).await;
            nurse.submit(&list.attributes("main td a", "href").remove(0), &[]).await;
        }
        let before = rows_of_everything(&world).await;
        let page = send(&mut browser, path, &typed).await;
        assert_eq!((page.status, page.heading().as_str()), (409, "Your page has closed"), "{ends}: {}", page.location);
        assert_eq!(page.all("li.typed"), ["I want to live by the sea"], "{ends}");
        assert!(!page.html.contains("Tomasz"), "{ends}: and nothing of the record");
        let on = page.attributes("main a", "href");
        assert_eq!(on, ["/me?next=%2Fme%2Fwords%2Fwords"], "{ends}: the way on");
        let findings = lint::lint_texts(path, &our_texts(&page, &names));
        assert!(findings.is_empty(), "{:?}", findings.iter().map(|one| &one.text).collect::<Vec<_>>());
        // Whoever comes to the same screen without that cookie, or with another, is only asked for a code.
        let mut finished = browser.clone();
        assert_eq!(finished.post("/me/finish", &[]).await.status, 303);
        let mut another = world.browser();
        another.set_cookie("own", &"0".repeat(64));
        for next in [&mut finished, &mut another, &mut world.browser()] {
            let page = send(next, path, &typed).await;
            assert_eq!((page.status, page.location.as_str()), (303, "/me?next=%2Fme%2Fwords%2Fwords"), "{ends}");
        }
        assert_eq!(rows_of_everything(&world).await, before, "{ends}: nothing is stored");
        assert_eq!(world.count("select count(*) from own_draft").await, 0, "{ends}");
        assert_eq!(browser.get(path).await.status, 303, "{ends}: a page that nothing was sent to asks for a code");
    }
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

both!(a_parent_of_an_adult_is_given_no_code_whatever_their_papers_say, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let new = format!("/people/{tomasz}/authority/new");
    let seen = [("seen_day", "1"), ("seen_month", "11"), ("seen_year", "2026")];
    let mother = [
        ("name", "Ewa Zielinska"),
        ("relation", "mother"),
        ("authority", "parental_responsibility"),
        ("basis", "mother"),
        ("covers", "yes"),
    ];
    assert_eq!(nurse.post(&new, &[&mother[..], &seen[..]].concat()).await.status, 303);
    let page = nurse.get(&format!("/people/{tomasz}/authority")).await;
    let row = page.all("main table tbody tr").concat();
    assert!(
        row.contains("Ewa Zielinska may no longer decide: from 18 on nobody has parental responsibility."),
        "{row}"
    );
    assert!(!row.contains("Yes."), "{row}");
    let codes = format!("/people/{tomasz}/codes/new");
    assert_eq!(nurse.get(&codes).await.attributes("input[name=holder]", "value"), ["person"]);
    let holder = text_of(&world, "select holder_id from holder where person_id = $1", &tomasz).await;
    let before = rows_of_everything(&world).await;
    let chosen = format!("holder-{holder}");
    let page = nurse.post(&codes, &[("holder", chosen.as_str()), ("format", "easy-read")]).await;
    assert_eq!(refusal(&page), (422, vec!["Select who the code is for".to_owned()]));
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(a_date_of_birth_that_is_put_right_moves_the_last_day_of_a_parents_code, world, {
    let poppy = world.person("Poppy").await;
    let mut own = at_home(&world, &poppy).await;
    let mut mother = at_home_as(&world, &poppy, "Rosa Marsh", "parental_responsibility").await;
    assert_eq!(mother.get("/me/page").await.status, 200);
    let ends =
        "select cast(expires_on as text) from personal_code where person_id = $1 order by coalesce(holder_id, '')";
    let before = texts_of(&world, ends, &poppy).await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let path = format!("/people/{poppy}/details");
    let mut put_right = async |year: &str, month: &str, day: &str| {
        let mut fields = form(&nurse.get(&path).await, &path);
        for (name, value) in [("born_year", year), ("born_month", month), ("born_day", day)] {
            fill(&mut fields, name, value);
        }
        assert_eq!(send(&mut nurse, &path, &fields).await.status, 303);
    };
    // She turns 16 sooner than was known: her own code stays as it is.
    put_right("2010", "12", "10").await;
    assert_eq!(texts_of(&world, ends, &poppy).await, [before[0].clone(), "2026-12-09".to_owned()]);
    assert_eq!(mother.get("/me/page").await.status, 200);
    // She was 18 already when it was given.
    put_right("2008", "11", "20").await;
    assert_eq!(texts_of(&world, ends, &poppy).await, [before[0].clone(), "2026-11-19".to_owned()]);
    assert_eq!(mother.get("/me/page").await.location, "/me?next=%2Fme%2Fpage", "the page closes");
    assert_eq!(own.get("/me/page").await.status, 200);
    // What has ended does not come back by itself.
    put_right("2013", "5", "1").await;
    assert_eq!(texts_of(&world, ends, &poppy).await, [before[0].clone(), "2026-11-19".to_owned()]);
});

both!(the_card_leads_to_the_address_under_which_people_know_the_register, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let fields = [("holder", "person"), ("format", "easy-read")];
    let card = nurse.post(&format!("/people/{tomasz}/codes/new"), &fields).await;
    // Not the name under which this browser asked, which behind a proxy is nobody's business.
    assert!(card.says("register.example/me"), "{}", card.text());
});

/// The page of who has looked, as the register's team sees it.
pub async fn nurse_looks(world: &World, person: &str) -> Page {
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
    assert!(page.says("Your page has closed") && page.says("We keep what you typed"), "{}", page.text());
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
    assert_eq!(page.heading(), "Your page has closed");
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
