//! Being signed in: how it begins, how long it lasts, what ends it, and what is kept when it does.

use std::net::SocketAddr;

use app::{access::log::hex, account::session as sessions, demo};
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, header},
};
use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use crate::{
    acts::{count_of, form, send},
    both,
    permissions::come_in_as,
    support::{Browser, Page, World},
};

const NURSE: &str = "nia@lda.example";

async fn sign_in(browser: &mut Browser, name: &str, password: &str) -> Page {
    browser.post("/sign-in", &[("email", name), ("password", password)]).await
}

async fn is_in(browser: &mut Browser) -> bool {
    let page = browser.get("/account").await;
    assert!(matches!(page.status, 200 | 303), "{}", page.status);
    page.status == 200
}

both!(half_an_hour_without_a_page_ends_a_session, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    world.pass(TimeDelta::minutes(30));
    assert!(is_in(&mut nurse).await, "after half an hour to the minute");
    world.pass(TimeDelta::minutes(29));
    assert!(is_in(&mut nurse).await, "a page keeps it going");
    world.pass(TimeDelta::seconds(30 * 60 + 1));
    assert!(!is_in(&mut nurse).await, "after more than half an hour");
    let page = nurse.get("/sign-in").await;
    assert!(page.text().to_lowercase().contains("ended"), "the page says what happened: {}", page.text());
});

both!(twelve_hours_end_a_session_whatever_happened_in_it, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    for _ in 0..24 {
        assert!(is_in(&mut nurse).await);
        world.pass(TimeDelta::minutes(30));
    }
    assert!(is_in(&mut nurse).await, "at twelve hours to the minute");
    world.pass(TimeDelta::seconds(1));
    assert!(!is_in(&mut nurse).await);
});

both!(whoever_signs_out_is_out_even_with_the_old_cookie, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    let token = nurse.cookie("session").unwrap().to_owned();
    let page = nurse.post("/sign-out", &[]).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/sign-in"));
    assert_eq!(nurse.cookie("session"), None, "the browser forgets the cookie");
    assert!(!is_in(&mut nurse).await);
    nurse.set_cookie("session", &token);
    assert!(!is_in(&mut nurse).await, "a copy of the cookie is worth nothing");
});

both!(signing_out_everywhere_ends_every_device_of_mine_and_of_nobody_else, world, {
    let (mut tablet, mut laptop) = (come_in_as(&world, NURSE).await, come_in_as(&world, NURSE).await);
    let mut colleague = come_in_as(&world, "worker@asc.example").await;
    assert_eq!(tablet.post("/sign-out-everywhere", &[]).await.status, 303);
    assert!(!is_in(&mut tablet).await);
    assert!(!is_in(&mut laptop).await);
    assert!(is_in(&mut colleague).await);
});

both!(a_new_password_ends_the_other_devices_and_works, world, {
    let (mut tablet, mut laptop) = (come_in_as(&world, NURSE).await, come_in_as(&world, NURSE).await);
    const NEW: &str = "three random words";
    let page = tablet.post("/account/password", &[("current", "not mine"), ("new", NEW)]).await;
    assert_eq!(page.status, 422, "the present one must be right");
    assert!(!page.html.contains(NEW), "a password is not shown again");
    assert!(is_in(&mut laptop).await, "nothing has ended yet");
    let page = tablet.post("/account/password", &[("current", demo::PASSWORD), ("new", NEW)]).await;
    assert_eq!(page.status, 303);
    assert!(is_in(&mut tablet).await, "this device stays");
    assert!(!is_in(&mut laptop).await, "the other one is out");
    assert_eq!(sign_in(&mut world.browser(), NURSE, demo::PASSWORD).await.status, 422, "the old one is over");
    assert_eq!(sign_in(&mut world.browser(), NURSE, NEW).await.status, 303);
});

both!(guessing_gets_slow_and_eases_again, world, {
    for _ in 0..5 {
        let page = sign_in(&mut world.browser(), NURSE, "a wrong guess").await;
        assert_eq!(page.status, 422);
    }
    let page = sign_in(&mut world.browser(), NURSE, demo::PASSWORD).await;
    assert_eq!(page.status, 429, "even the right one must wait now");
    assert!(page.says("Too many tries. Wait 1 minute and try again"), "{}", page.text());
    let colleague = sign_in(&mut world.browser(), "worker@asc.example", demo::PASSWORD).await;
    assert_eq!(colleague.status, 303, "nobody else waits");
    world.pass(TimeDelta::seconds(31));
    assert_eq!(sign_in(&mut world.browser(), NURSE, "a wrong guess").await.status, 422, "one more try");
    world.pass(TimeDelta::seconds(31));
    assert_eq!(sign_in(&mut world.browser(), NURSE, demo::PASSWORD).await.status, 429, "longer each time");
    world.pass(TimeDelta::seconds(30));
    assert_eq!(sign_in(&mut world.browser(), NURSE, demo::PASSWORD).await.status, 303);
    for _ in 0..4 {
        assert_eq!(sign_in(&mut world.browser(), NURSE, "a wrong guess").await.status, 422, "counted from nought");
    }
});

/// A password that cannot be right, which costs no time to refuse.
const TOO_LONG: &str = concat!(
    "this is a wrong guess, and what it is does not matter, because nobody has a password of more than two hundred ",
    "characters, so it is refused as any other wrong one is, but without the time that comparing it would take"
);

both!(a_site_where_people_mistype_now_and_then_is_never_locked_out, world, {
    for typo in 0..60 {
        let name = format!("{typo}@lda.example");
        assert_eq!(sign_in(&mut world.browser(), &name, TOO_LONG).await.status, 422, "{typo}");
        world.pass(TimeDelta::hours(12));
    }
    for _ in 0..2 {
        assert_eq!(sign_in(&mut world.browser(), NURSE, demo::PASSWORD).await.status, 303);
    }
});

both!(somebody_who_signs_in_makes_nobody_else_wait, world, {
    for typo in 0..49 {
        let name = format!("{typo}@lda.example");
        assert_eq!(sign_in(&mut world.browser(), &name, TOO_LONG).await.status, 422, "{typo}");
    }
    for _ in 0..3 {
        assert_eq!(sign_in(&mut world.browser(), NURSE, demo::PASSWORD).await.status, 303);
        world.pass(TimeDelta::seconds(50));
    }
    // After two and a half minutes one was forgiven, whoever signed in meanwhile.
    assert_eq!(sign_in(&mut world.browser(), "a@lda.example", TOO_LONG).await.status, 422);
    assert_eq!(sign_in(&mut world.browser(), "b@lda.example", TOO_LONG).await.status, 422);
    let page = sign_in(&mut world.browser(), NURSE, demo::PASSWORD).await;
    assert_eq!(page.status, 429);
    assert!(page.says("Too many tries. Wait 2 minutes and try again"), "{}", page.text());
    world.pass(TimeDelta::minutes(2));
    assert_eq!(sign_in(&mut world.browser(), NURSE, demo::PASSWORD).await.status, 303, "and not for longer");
});

/// Guesses from a peer that says for whom it speaks.
async fn guess_through(world: &World, peer: [u8; 4], forwarded: &str, name: &str) -> u16 {
    let typed = [("email", name), ("password", TOO_LONG)];
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(typed).finish();
    let request = Request::post("/sign-in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("x-forwarded-for", forwarded)
        .extension(ConnectInfo(SocketAddr::from((peer, 4000))))
        .body(Body::from(body))
        .unwrap();
    world.browser().send(request).await.status
}

both!(an_address_that_somebody_made_up_changes_nothing, world, {
    for guess in 0..50 {
        let (made_up, name) = (format!("198.51.100.{guess}"), format!("{guess}@lda.example"));
        assert_eq!(guess_through(&world, [203, 0, 113, 9], &made_up, &name).await, 422);
    }
    assert_eq!(guess_through(&world, [203, 0, 113, 9], "198.51.100.99", "x@lda.example").await, 429);
    assert_eq!(guess_through(&world, [203, 0, 113, 10], "198.51.100.99", "x@lda.example").await, 422, "nobody else");
});

both!(who_comes_through_our_own_proxy_waits_only_for_their_own_guesses, world, {
    for guess in 0..50 {
        let (made_up, name) = (format!("1.2.3.{guess}, 198.51.100.1"), format!("{guess}@lda.example"));
        assert_eq!(guess_through(&world, [10, 0, 0, 1], &made_up, &name).await, 422);
    }
    assert_eq!(guess_through(&world, [10, 0, 0, 2], "198.51.100.1", "x@lda.example").await, 429);
    assert_eq!(guess_through(&world, [10, 0, 0, 1], "198.51.100.2", "x@lda.example").await, 422);
});

/// How many names, codes and addresses tries are counted for.
async fn counted_for(world: &World) -> i64 {
    world.count("select count(*) from sign_in_failure").await
}

both!(a_stolen_count_of_guesses_says_nobodys_name_and_no_address, world, {
    let asked = "select count(*) from sign_in_failure where failure_key = $1";
    assert_eq!(guess_through(&world, [203, 0, 113, 9], "", NURSE).await, 422);
    assert_eq!(counted_for(&world).await, 2, "the name and the address");
    for known in [format!("name {NURSE}"), "from 203.0.113.9".to_owned()] {
        let tried_out = hex(&Sha256::digest(known.as_bytes()));
        assert_eq!(count_of(&world, asked, &tried_out).await, 0, "{known} can be tried out");
    }
});

both!(whoever_signs_in_leaves_no_trace_among_the_guesses, world, {
    assert_eq!(sign_in(&mut world.browser(), NURSE, demo::PASSWORD).await.status, 303);
    assert_eq!(counted_for(&world).await, 0);
});

both!(whoever_has_to_wait_fills_no_table_with_names, world, {
    for guess in 0..50 {
        sign_in(&mut world.browser(), &format!("{guess}@lda.example"), TOO_LONG).await;
    }
    let before = counted_for(&world).await;
    for guess in 50..60 {
        let page = sign_in(&mut world.browser(), &format!("{guess}@lda.example"), TOO_LONG).await;
        assert_eq!(page.status, 429);
    }
    assert_eq!(counted_for(&world).await, before);
});

both!(guesses_are_forgotten_when_they_make_nobody_wait_any_more, world, {
    assert_eq!(sign_in(&mut world.browser(), NURSE, TOO_LONG).await.status, 422);
    world.pass(TimeDelta::hours(24));
    sessions::forget_tries(&world.access).await.unwrap();
    assert_eq!(counted_for(&world).await, 2, "a day later they may still count");
    world.pass(TimeDelta::hours(25));
    sessions::forget_tries(&world.access).await.unwrap();
    assert_eq!(counted_for(&world).await, 0);
});

both!(guesses_at_a_code_made_at_the_same_moment_are_counted, world, {
    let person = world.person("Tomasz").await;
    let code = crate::own_code::code_for(&world, &person).await;
    let wrong = [("code", code.as_str()), ("born_day", "1"), ("born_month", "1"), ("born_year", "1950")];
    let mut browsers: Vec<_> = (0..20).map(|_| world.browser()).collect();
    let answers = futures_util::future::join_all(browsers.iter_mut().map(|browser| browser.post("/me", &wrong))).await;
    assert_eq!(answers.iter().filter(|page| page.status == 422).count(), 5);
    assert_eq!(answers.iter().filter(|page| page.status == 429).count(), 15);
});

/// Half a second: less than anybody is told to wait.
const HALF_A_SECOND: TimeDelta = TimeDelta::milliseconds(500);

both!(no_guess_is_free_in_the_last_second_of_a_wait, world, {
    for _ in 0..5 {
        assert_eq!(sign_in(&mut world.browser(), NURSE, "a wrong guess").await.status, 422);
    }
    world.pass(TimeDelta::seconds(30) - HALF_A_SECOND);
    for _ in 0..3 {
        let page = sign_in(&mut world.browser(), NURSE, demo::PASSWORD).await;
        assert_eq!(page.status, 429, "a burst then is refused like any other");
        assert!(page.says("Too many tries. Wait 1 minute and try again"), "{}", page.text());
    }
    world.pass(HALF_A_SECOND);
    assert_eq!(sign_in(&mut world.browser(), NURSE, demo::PASSWORD).await.status, 303, "and not for longer");
});

both!(no_guess_at_a_code_is_free_in_the_last_second_of_a_wait, world, {
    for path in ["/me", "/ask/return"] {
        let wrong = [("code", "BCD FGH JKM"), ("born_day", "1"), ("born_month", "1"), ("born_year", "1950")];
        for _ in 0..5 {
            assert_eq!(world.browser().post(path, &wrong).await.status, 422, "{path}");
        }
        world.pass(TimeDelta::seconds(30) - HALF_A_SECOND);
        let page = world.browser().post(path, &wrong).await;
        assert_eq!(page.status, 429, "{path}");
        assert_eq!(page.errors(), ["Too many tries. Wait 1 minute. Then try again"], "{path}");
    }
});

fn answer(page: &Page) -> (u16, String) {
    (page.status, page.text())
}

both!(nobody_can_find_out_who_has_an_account, world, {
    let wrong = sign_in(&mut world.browser(), NURSE, "a wrong guess").await;
    let unknown = sign_in(&mut world.browser(), "nobody@nowhere.example", "a wrong guess").await;
    assert_eq!(answer(&wrong), answer(&unknown));
    assert_eq!(wrong.errors(), ["The email address or the password is wrong"]);
    for page in [&wrong, &unknown] {
        assert!(!page.html.contains("a wrong guess"), "what was typed as a password is not shown");
    }
    // Waiting starts for both alike.
    for _ in 0..4 {
        sign_in(&mut world.browser(), NURSE, "a wrong guess").await;
        sign_in(&mut world.browser(), "nobody@nowhere.example", "a wrong guess").await;
    }
    let wrong = sign_in(&mut world.browser(), NURSE, "a wrong guess").await;
    let unknown = sign_in(&mut world.browser(), "nobody@nowhere.example", "a wrong guess").await;
    assert_eq!(wrong.status, 429);
    assert_eq!(answer(&wrong), answer(&unknown));
});

both!(somebody_who_left_is_out_and_stays_out, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    let staff = world.actor(NURSE).await.staff_id;
    let mut administrator = come_in_as(&world, "admin@lda.example").await;
    assert_eq!(administrator.post(&format!("/staff/{staff}/leave"), &[]).await.status, 303);
    assert!(!is_in(&mut nurse).await, "at once");
    let left = sign_in(&mut world.browser(), NURSE, demo::PASSWORD).await;
    let unknown = sign_in(&mut world.browser(), "nobody@nowhere.example", demo::PASSWORD).await;
    assert_eq!(left.status, 422);
    assert_eq!(answer(&left), answer(&unknown), "as if there had never been an account");
});

both!(the_cookie_is_only_for_this_site_and_for_no_script, world, {
    let page = sign_in(&mut world.browser(), NURSE, demo::PASSWORD).await;
    let cookie = page.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert!(!cookie.contains("Max-Age"), "it goes when the browser is closed: {cookie}");
});

#[test]
fn over_https_the_cookie_is_bound_to_this_host() {
    let cookie = sessions::cookie(true, "token");
    assert!(cookie.starts_with("__Host-session=token; "), "{cookie}");
    for flag in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
}

both!(a_session_that_was_planted_beforehand_is_not_taken_over, world, {
    let mut victim = world.browser();
    victim.set_cookie("session", "planted");
    assert_eq!(sign_in(&mut victim, NURSE, demo::PASSWORD).await.status, 303);
    assert_ne!(victim.cookie("session"), Some("planted"));
    let mut thief = world.browser();
    thief.set_cookie("session", "planted");
    assert!(!is_in(&mut thief).await);
});

both!(a_stolen_database_signs_nobody_in, world, {
    let nurse = come_in_as(&world, NURSE).await;
    let token = nurse.cookie("session").unwrap();
    let kept = world.column("select token_hash from session").await;
    assert!(!kept.is_empty());
    for hash in kept {
        assert_ne!(hash, token);
        let mut thief = world.browser();
        thief.set_cookie("session", &hash);
        assert!(!is_in(&mut thief).await);
    }
});

/// Sends a form after the session has ended, signs in again where that leads, and answers the page
/// one comes back to.
async fn interrupted(world: &World, path: &str, fields: &[(&str, &str)]) -> Page {
    let mut nurse = come_in_as(world, NURSE).await;
    world.pass(TimeDelta::minutes(31));
    let page = nurse.post(path, fields).await;
    assert_eq!(page.status, 303);
    assert!(page.location.starts_with("/sign-in?next="), "{}", page.location);
    let page = nurse.get(&page.location.clone()).await;
    let next = page.value("next");
    let page = nurse.submit("/sign-in", &[("email", NURSE), ("password", demo::PASSWORD), ("next", &next)]).await;
    assert_eq!(page.status, 200, "{next}");
    page
}

both!(what_was_typed_into_an_ended_session_is_given_back, world, {
    let person = world.person("Tomasz").await;
    for (form, field) in [
        ("details", "address"),
        ("plan/issues/new", "what"),
        ("plan/strategies/new", "what"),
        ("plan/actions/new", "what"),
        ("professionals", "name"),
        ("relatives", "relation"),
        ("withdraw", "words"),
        ("review", "how_things_are"),
        ("rating", "reason"),
    ] {
        let path = format!("/people/{person}/{form}");
        let page = interrupted(&world, &path, &[(field, "What took ten minutes to write")]).await;
        assert_eq!(page.value(field), "What took ten minutes to write", "{form}");
        assert!(page.says("We kept what you typed"), "{form} says so");
    }
});

both!(a_conversation_that_was_interrupted_goes_on_where_it_was, world, {
    let person = world.person("Callum").await;
    let at = |step: &str| format!("/people/{person}/consent{step}");
    let mut nurse = come_in_as(&world, NURSE).await;
    nurse.post(&at("/start"), &[("format", "easy-read")]).await;
    nurse.post(&at("/understood"), &[("understood", "yes")]).await;
    let page = interrupted(&world, &at("/exclusions"), &[("exclusions", "Not my ex-partner")]).await;
    assert_eq!(page.value("exclusions"), "Not my ex-partner", "the page that was interrupted");
    let mut nurse = come_in_as(&world, NURSE).await;
    assert_eq!(nurse.get(&at("/understood")).await.value("understood"), "yes", "and those before it");
    // Interrupted at the very last button, nothing of it is lost either.
    interrupted(&world, &at(""), &[("decisions", "0")]).await;
    let mut nurse = come_in_as(&world, NURSE).await;
    assert_eq!(nurse.get(&at("/understood")).await.value("understood"), "yes");
    assert_eq!(nurse.get(&at("/exclusions")).await.value("exclusions"), "Not my ex-partner");
});

both!(what_was_typed_is_given_back_to_nobody_else, world, {
    let person = world.person("Tomasz").await;
    let path = format!("/people/{person}/plan/issues/new");
    interrupted(&world, &path, &[("what", "What took ten minutes to write")]).await;
    let mut colleague = come_in_as(&world, "worker@asc.example").await;
    let page = colleague.get(&path).await;
    assert_eq!((page.status, page.value("what").as_str()), (200, ""));
});

both!(what_stood_on_an_old_tab_is_not_kept_for_whoever_signed_in_after, world, {
    let nurse = world.actor(NURSE).await.staff_id.to_string();
    let mut worker = come_in_as(&world, "worker@asc.example").await;
    world.pass(TimeDelta::minutes(31));
    let fields = [("page_of", nurse.as_str()), ("given_name", "Ada")];
    assert!(worker.post("/refer", &fields).await.location.starts_with("/sign-in"));
    assert_eq!(world.count("select count(*) from draft").await, 0);
    let person = world.person("Tomasz").await;
    let code = crate::own_code::code_for(&world, &person).await;
    let mut browser = world.browser();
    crate::own_code::open(&world, &mut browser, &person, &code).await;
    world.pass(TimeDelta::hours(2));
    browser.post("/me/words/words", &[("page_of", "own-another"), ("words", "Not yours to read")]).await;
    assert_eq!(world.count("select count(*) from own_draft").await, 0);
});

both!(a_draft_that_comes_after_the_session_has_ended_is_kept_with_its_form, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    world.pass(TimeDelta::minutes(31));
    let fields = [("form-path", "/refer"), ("given_name", "Ada")];
    assert!(nurse.post("/drafts", &fields).await.location.starts_with("/sign-in"));
    assert_eq!(come_in_as(&world, NURSE).await.get("/refer").await.value("given_name"), "Ada");
});

both!(a_help_that_was_unticked_stays_unticked_when_the_conversation_is_interrupted, world, {
    let person = world.person("Callum").await;
    let start = format!("/people/{person}/consent/start");
    let mut nurse = come_in_as(&world, NURSE).await;
    nurse.post(&start, &[("format", "easy-read"), ("explained", "advocate")]).await;
    interrupted(&world, &start, &[("format", "easy-read")]).await;
    let page = come_in_as(&world, NURSE).await.get(&format!("/people/{person}/consent")).await;
    assert_eq!(page.all("input[name=explained][checked]").len(), 0);
});

both!(guesses_made_at_the_same_moment_are_counted_like_any_other, world, {
    let mut browsers: Vec<_> = (0..20).map(|_| world.browser()).collect();
    let wrong = [("email", NURSE), ("password", "a wrong guess again")];
    let tries = browsers.iter_mut().map(|browser| browser.post("/sign-in", &wrong));
    let answers = futures_util::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|page| page.status == 422).count(), 5);
    assert_eq!(answers.iter().filter(|page| page.status == 429).count(), 15);
});

both!(a_box_that_was_unticked_stays_unticked, world, {
    let person = world.person("Lowri").await;
    let path = format!("/people/{person}/details");
    interrupted(&world, &path, &[("address", "First"), ("address_restricted", "yes")]).await;
    let page = interrupted(&world, &path, &[("address", "Second")]).await;
    assert_eq!(page.value("address"), "Second");
    // Nor where it is ticked in what is stored.
    world.meddle("update person set address_restricted = true where given_name = 'Lowri'").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    world.meddle("delete from draft").await;
    let mut fields = form(&nurse.get(&path).await, &path);
    assert!(fields.contains(&("address_restricted".to_owned(), "yes".to_owned())), "ticked to begin with");
    fields.retain(|(name, _)| name != "address_restricted");
    fields.push(("form-path".to_owned(), path.clone()));
    assert_eq!(send(&mut nurse, "/drafts", &fields).await.status, 204);
    let page = nurse.get(&path).await;
    assert!(page.says("We kept what you typed"), "{}", page.text());
    assert_eq!(page.all("input[name=address_restricted][checked]").len(), 0);
});

both!(a_password_that_was_typed_too_late_is_not_kept, world, {
    let page = interrupted(&world, "/account/password", &[("current", "my old words"), ("new", "my new words")]).await;
    assert_eq!(page.heading(), "Your account");
    assert_eq!(world.count("select count(*) from draft").await, 0);
});

async fn foreign(world: &World, host: &'static str, name: &'static str, value: &'static str) -> (u16, bool) {
    let mut nurse = come_in_as(world, NURSE).await;
    let request = Request::post("/sign-out-everywhere")
        .header(header::HOST, host)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(name, value)
        .body(Body::empty())
        .unwrap();
    let page = nurse.send(request).await;
    if page.status == 403 {
        assert!(page.says("This was not sent") && page.says("load the page again"), "{}", page.text());
    }
    (page.status, is_in(&mut nurse).await)
}

both!(another_site_cannot_send_our_forms, world, {
    const HOST: &str = "register.example";
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        assert_eq!(foreign(&world, HOST, name, value).await, (403, true), "{name}: {value}");
    }
    for (name, value) in [("sec-fetch-site", "same-origin"), ("origin", "http://register.example")] {
        assert_eq!(foreign(&world, HOST, name, value).await, (303, false), "{name}: {value}");
    }
    // A proxy asked under a name of its own: the address that people know is ours all the same.
    for (origin, answer) in [("https://register.example", (303, false)), ("https://evil.example", (403, true))] {
        assert_eq!(foreign(&world, "inside:3000", "origin", origin).await, answer, "{origin}");
    }
});

both!(nobody_is_led_to_another_site, world, {
    const ELSEWHERE: &[&str] = &[
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: session=planted",
        "people",
    ];
    for next in ELSEWHERE {
        let fields = [("email", NURSE), ("password", demo::PASSWORD), ("next", *next)];
        let page = world.browser().post("/sign-in", &fields).await;
        assert_eq!((page.status, page.location.as_str()), (303, "/"), "{next}");
        let page = world.browser().post("/reading", &[("back", next)]).await;
        assert_eq!((page.status, page.location.as_str()), (303, "/"), "{next}");
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        let page = come_in_as(&world, NURSE).await.get(&format!("/sign-in?{query}")).await;
        assert_eq!((page.status, page.location.as_str()), (303, "/"), "{next}");
    }
    let page = world.browser().get("//evil.example/people").await;
    assert!(!page.location.contains("evil"), "{}", page.location);
    let fields = [("email", NURSE), ("password", demo::PASSWORD), ("next", "/people?page=2")];
    assert_eq!(world.browser().post("/sign-in", &fields).await.location, "/people?page=2", "a page of ours is");
});

both!(an_old_tab_cannot_act_as_whoever_signed_in_after, world, {
    let nurse = world.actor(NURSE).await.staff_id.to_string();
    let mut worker = world.signed_in("worker@asc.example").await;
    let before = world.count("select count(*) from draft").await;
    for path in ["/drafts", "/refer", "/people/search"] {
        // As a form sends it, with script or without.
        let page = worker.post(path, &[("page_of", &nurse), ("form-path", "/refer"), ("reason", "mine")]).await;
        assert_eq!(page.status, 409, "{path}");
        assert!(page.says("Somebody else is signed in now"));
        assert!(path == "/people/search" || page.all("li.typed").contains(&"mine".to_owned()), "to be copied");
    }
    assert_eq!(world.count("select count(*) from draft").await, before, "and leaves no draft");
});

both!(every_form_of_a_page_says_whose_it_is_and_nothing_of_that_is_kept, world, {
    let mut nurse = world.signed_in(NURSE).await;
    let staff = world.actor(NURSE).await.staff_id.to_string();
    let person = world.person("Tomasz").await;
    for path in
        ["/people".to_owned(), "/refer".to_owned(), "/account".to_owned(), format!("/people/{person}/plan/issues/new")]
    {
        let page = nurse.get(&path).await;
        let forms = page.all("form[method=post]:not([action='/sign-out'])").len();
        let saying = page.all(&format!("form[method=post] > input[name=page_of][value='{staff}']")).len();
        assert!(forms > 0 && forms == saying, "{path}: {saying} of {forms}");
    }
    let fields = [("page_of", staff.as_str()), ("form-path", "/refer"), ("given_name", "Ada")];
    assert_eq!(nurse.post("/drafts", &fields).await.status, 204);
    let page = nurse.get("/refer").await;
    assert_eq!(page.all("#given_name[value=Ada]").len(), 1);
    assert_eq!(page.all("form[data-draft] [name=page_of]").len(), 1, "it is no answer that a draft would bring back");
});
