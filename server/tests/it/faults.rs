//! What goes wrong every day: addresses and forms that make no sense, two people at once, a database
//! that does not answer. Never a page without words, never something half saved.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use app::{
    access::permit::{Access, Clock, Database},
    routes,
    web::{Rule, get, router},
};
use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use chrono::TimeDelta;
use sqlx::{Connection, Executor, SqliteConnection};

use crate::{
    acts::{Fields, fill, form},
    both,
    permissions::come_in_as,
    privacy::Listener,
    support::{Browser, Kind, Page, World, site_over},
};

const NOTHING: &str = "00000000-0000-7000-8000-00000000dead";

/// A page for people: the right status, one heading, and the way on.
fn is_a_page(page: &Page, status: u16, about: &str) {
    assert_eq!(page.status, status, "{about}: {}", page.text());
    assert_eq!(page.all("h1").len(), 1, "{about}: one heading");
    assert!(page.says("This is not an emergency service"), "{about}: a whole page");
}

const EVERYBODY: &[&str] = &["coordinator@lda.example", "admin@lda.example", "governance@lda.example"];

both!(an_address_that_leads_nowhere_is_a_page_that_says_so, world, {
    for name in EVERYBODY {
        let mut browser = come_in_as(&world, name).await;
        for id in [NOTHING, "1", "..", "%00", "%ff", "%2e%2e%2f", "' or 1=1 --", "ÿ", &"x".repeat(5000)] {
            let id = id.replace(' ', "%20").replace('ÿ', "%C3%BF");
            // The own page asks everybody else for the code first; its tests try its addresses.
            let of_staff = |route: &&app::web::Route| !matches!(route.rule, Rule::Own(_)) && route.path.contains('{');
            for route in routes::routes().iter().filter(of_staff) {
                let mut path = route.path.to_owned();
                while let (Some(from), Some(to)) = (path.find('{'), path.find('}')) {
                    path.replace_range(from..=to, &id);
                }
                if path.contains("/../") || path.ends_with("/..") {
                    continue;
                }
                let fields = [("version", "1"), ("number", "0"), ("tool", "adult"), ("tool_version", "1")];
                let page =
                    if route.method == "GET" { browser.get(&path).await } else { browser.post(&path, &fields).await };
                // An agency's or an account's form with nothing in it is refused before it is looked up.
                assert!(matches!(page.status, 404 | 403 | 422), "{} {path}: {}", route.method, page.status);
                assert_eq!(page.all("h1").len(), 1);
            }
        }
    }
    let mut nobody = world.browser();
    is_a_page(&nobody.get("/no/such/page").await, 404, "nobody signed in");
    assert_eq!(nobody.get("/no/such/page").await.heading(), "Page not found");
});

both!(another_method_than_the_pages_is_a_page_that_says_so, world, {
    let mut browser = come_in_as(&world, "coordinator@lda.example").await;
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"] {
        for path in ["/people", "/sign-in", "/refer"] {
            let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
            let page = browser.send(request).await;
            is_a_page(&page, 405, &format!("{method} {path}"));
            assert_eq!(page.heading(), "Page not found");
            let allowed = if path == "/people" { "GET,HEAD" } else { "GET,HEAD,POST" };
            assert_eq!(page.headers.get(header::ALLOW).unwrap(), allowed, "{method} {path}");
        }
    }
    is_a_page(&browser.post("/people", &[]).await, 405, "a form where there is only a page");
    let nowhere = Request::builder().method("PUT").uri("/no/such/page").body(Body::empty()).unwrap();
    let page = browser.send(nowhere).await;
    is_a_page(&page, 404, "where there is nothing at all");
    assert!(page.headers.get(header::ALLOW).is_none());
});

both!(a_form_that_is_too_large_is_told_so, world, {
    let mut browser = come_in_as(&world, "coordinator@lda.example").await;
    let person = world.person("Tomasz").await;
    let before = world.count("select count(*) from issue").await;
    let huge = "x".repeat(10 * 1024 * 1024);
    let page = browser.post(&format!("/people/{person}/plan/issues/new"), &[("what", &huge)]).await;
    is_a_page(&page, 413, "ten megabytes in a field");
    assert!(page.says("Nothing was saved"));
    let page = browser.upload("/lists", "list", "list.csv", &vec![b'x'; 12 * 1024 * 1024], &[]).await;
    is_a_page(&page, 413, "twelve megabytes in a file");
    assert!(page.says("too large"));
    for (path, status) in [("/lists", 422), ("/paper", 422), (&format!("/people/{person}/paper/{NOTHING}"), 404)] {
        let page = browser.upload(path, "pages", "photo", &vec![b'x'; 5 * 1024 * 1024], &[]).await;
        is_a_page(&page, status, "five megabytes in a file, where a file is asked for");
    }
    // Just too long for the field, and not too large: shown again with the fault, nothing lost.
    let long = "x".repeat(10_001);
    let page = browser.post(&format!("/people/{person}/plan/issues/new"), &[("what", &long)]).await;
    is_a_page(&page, 422, "ten thousand and one letters");
    assert_eq!(page.value("what"), long);
    assert_eq!(world.count("select count(*) from issue").await, before);
});

/// A form with a file, sent piece by piece; and how many of its pieces anybody has asked for.
fn file_in_pieces(path: &str, pieces: usize) -> (Request<Body>, Arc<AtomicUsize>) {
    let asked_for = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked_for);
    let head = "--x\r\nContent-Disposition: form-data; name=\"list\"; filename=\"list.csv\"\r\n\r\n";
    let piece = move |at: usize| {
        count.fetch_add(1, Ordering::SeqCst);
        let bytes = if at == 0 { head.as_bytes().to_vec() } else { vec![b'x'; 1024 * 1024] };
        Ok::<_, std::io::Error>(bytes)
    };
    let body = Body::from_stream(futures_util::stream::iter((0..pieces).map(piece)));
    let kind = "multipart/form-data; boundary=x";
    (Request::post(path).header(header::CONTENT_TYPE, kind).body(body).unwrap(), asked_for)
}

both!(a_file_from_somebody_who_is_not_signed_in_is_not_read, world, {
    let form = format!("/people/{}/paper/{NOTHING}", world.person("Tomasz").await);
    for path in ["/lists", "/paper", &form] {
        for browser in [world.browser(), with_a_made_up_cookie(&world)] {
            let mut browser = browser;
            let (request, asked_for) = file_in_pieces(path, 9);
            let page = browser.send(request).await;
            assert!(page.location.starts_with("/sign-in"), "{path}: {} {}", page.status, page.location);
            assert_eq!(asked_for.load(Ordering::SeqCst), 0, "{path}");
        }
    }
});

fn with_a_made_up_cookie(world: &World) -> Browser {
    let mut browser = world.browser();
    browser.set_cookie("session", "made up");
    browser
}

both!(where_no_file_is_asked_for_nobody_can_send_one, world, {
    let mut coordinator = come_in_as(&world, "coordinator@lda.example").await;
    for path in ["/sign-in", "/me", "/ask/who", "/refer", "/no/such/page", "/about"] {
        for browser in [&mut world.browser(), &mut coordinator] {
            let (request, asked_for) = file_in_pieces(path, 9);
            is_a_page(&browser.send(request).await, 413, path);
            assert!(asked_for.load(Ordering::SeqCst) < 4, "{path}: no more is read than a form may hold");
        }
    }
});

both!(bytes_that_are_no_text_do_no_harm, world, {
    let mut browser = come_in_as(&world, "coordinator@lda.example").await;
    let person = world.person("Tomasz").await;
    let form = "application/x-www-form-urlencoded";
    for body in [&b"q=%00%00"[..], b"q=%ff%fe", b"q=\xff\xfe", b"%", b"&&&&", b"=", b"q", b"q=a&q=b", b"\x00"] {
        let page = browser.post_raw("/people/search", form, body.to_vec()).await;
        assert!(matches!(page.status, 200 | 422), "{body:?}: {}", page.status);
    }
    let path = format!("/people/{person}/plan/issues/new");
    let page = browser.post_raw(&path, form, b"what=caf%E9%00 \xf0\x9f\x92%99".to_vec()).await;
    assert_eq!(page.status, 303, "kept as far as it is text");
    for kind in ["text/plain", "application/json", ""] {
        let page = browser.post_raw(&path, kind, b"--y\r\nnonsense".to_vec()).await;
        is_a_page(&page, 422, kind);
    }
});

both!(a_form_that_broke_off_on_the_way_is_told_so_and_nothing_is_saved, world, {
    let mut browser = come_in_as(&world, "coordinator@lda.example").await;
    let path = format!("/people/{}/plan/issues/new", world.person("Tomasz").await);
    let before = world.count("select count(*) from issue").await;
    let part = "--x\r\nContent-Disposition: form-data; name=\"what\"\r\n\r\nA worry";
    for (kind, body) in [
        ("multipart/form-data", part),
        ("multipart/form-data; boundary=x", "--y\r\nnonsense"),
        ("multipart/form-data; boundary=x", part),
        ("multipart/form-data; boundary=x", &part[..30]),
        ("multipart/form-data; boundary=x", ""),
    ] {
        let page = browser.post_raw(&path, kind, body.as_bytes().to_vec()).await;
        is_a_page(&page, 400, body);
        assert_eq!(page.heading(), "What was sent could not be read");
        assert!(page.says("Nothing was saved. Go back and send it again."));
    }
    // Whoever sends it hangs up.
    for kind in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let pieces = [Ok("what=A"), Err(std::io::Error::other("gone"))];
        let body = Body::from_stream(futures_util::stream::iter(pieces));
        let page = browser.send(Request::post(&path).header(header::CONTENT_TYPE, kind).body(body).unwrap()).await;
        is_a_page(&page, 400, kind);
    }
    assert_eq!(world.count("select count(*) from issue").await, before);
});

both!(a_query_that_makes_no_sense_shows_the_page_as_ever, world, {
    let mut coordinator = come_in_as(&world, "coordinator@lda.example").await;
    let mut governance = come_in_as(&world, "governance@lda.example").await;
    let deep = format!("?{}", "a[b][c]=d&".repeat(3000));
    let queries = [
        "?page=-1",
        "?page=0",
        "?page=99999999999999999999999",
        "?page=abc",
        "?page=%00",
        "?rating=mauve",
        "?state=%ff",
        "?before=-5",
        "?before=9223372036854775807",
        "?outcome=%27",
        &deep,
    ];
    for query in queries {
        for path in ["/people", "/referrals", "/today", "/dashboard", "/lists", "/sign-in", "/about"] {
            let status = coordinator.get(&format!("{path}{query}")).await.status;
            assert!(matches!(status, 200 | 303), "{path}{query}: {status}");
        }
        assert_eq!(governance.get(&format!("/audit{query}")).await.status, 200, "/audit{query}");
    }
    let person = world.person("Tomasz").await;
    for query in ["?assessment=1", "?assessment=%ff", &format!("?assessment={NOTHING}")] {
        let page = coordinator.get(&format!("/people/{person}/rating{query}")).await;
        is_a_page(&page, 404, "a suggestion that is not this person's");
    }
});

/// Every field of every form, as far as a wrong value may do harm.
fn nonsense(value: &str) -> Vec<(&'static str, String)> {
    const FIELDS: &[&str] = &[
        "given_name",
        "family_name",
        "known_as",
        "nhs_number",
        "address",
        "postcode",
        "address_restricted",
        "place_kind",
        "phone",
        "diagnosis",
        "diagnosis_evidence",
        "communication",
        "what_matters",
        "reason",
        "indicative",
        "same_as",
        "name",
        "job",
        "organisation",
        "email",
        "relation",
        "authority",
        "decided_by",
        "decider",
        "explained",
        "own_view",
        "own_view_words",
        "signature",
        "signature_name",
        "witness",
        "keeps",
        "explanation",
        "basis",
        "covers",
        "reference",
        "limits",
        "doubt",
        "not_assumed",
        "support",
        "understand",
        "understand_evidence",
        "retain",
        "retain_evidence",
        "weigh",
        "weigh_evidence",
        "communicate",
        "communicate_evidence",
        "impairment",
        "impairment_what",
        "because_how",
        "wait",
        "wait_until",
        "wait_why_not",
        "nature",
        "nature_evidence",
        "own_words",
        "circumstances",
        "wishes",
        "consulted",
        "less_restrictive",
        "advocate",
        "dissent",
        "words",
        "outcome",
        "format",
        "understood",
        "on_the_list",
        "cetr",
        "contact_family",
        "anonymous_planning",
        "exclusions",
        "manner",
        "present",
        "rating",
        "what",
        "escalation",
        "because",
        "kind",
        "result",
        "service",
        "horizon",
        "owner_agency",
        "owner_name",
        "state",
        "how_things_are",
        "what_changed",
        "person_said",
        "code",
        "hosts",
        "signed_by",
        "agency",
        "role",
        "display_name",
        "job_title",
        "password",
        "current",
        "new",
        "agency_name",
        "agency_kind",
        "q",
        "scale",
        "theme",
        "back",
        "next",
    ];
    let mut fields: Vec<(&str, String)> = FIELDS.iter().map(|name| (*name, value.to_owned())).collect();
    for (part, value) in [
        ("born_day", "31"),
        ("born_month", "2"),
        ("born_year", "1990"),
        ("decided_day", "0"),
        ("decided_month", "13"),
        ("decided_year", "2026"),
        ("due_day", "1"),
        ("due_month", "1"),
        ("due_year", "99999999999999"),
        ("held_day", "-1"),
        ("held_month", "x"),
        ("held_year", "2026"),
        ("from_day", "29"),
        ("from_month", "2"),
        ("from_year", "2025"),
        ("until_day", "1"),
        ("until_month", ""),
        ("until_year", ""),
        ("finished_day", "31"),
        ("finished_month", "June"),
        ("finished_year", "2026"),
        ("version", "1"),
        ("number", "1"),
        ("tool", "adult"),
        ("tool_version", "1"),
        ("decisions", "1"),
    ] {
        fields.push((part, value.to_owned()));
    }
    fields
}

both!(no_form_breaks_whatever_is_sent_in_it, world, {
    let person = world.person("Tomasz").await;
    let agency = world.agency("AMB").await;
    let staff = world.actor("paramedic@amb.example").await.staff_id;
    let ids = world
        .column(
            "select issue_id from issue union all select action_id from action
             where person_id = (select person_id from person where given_name = 'Tomasz')",
        )
        .await;
    let at_home = crate::own_code::at_home(&world, &person).await;
    let long = "ü".repeat(10_001);
    for value in
        ["\u{2603}", "'; drop table person; --", "<script>alert(1)</script>", "-1", "\u{202e}\u{0}\u{feff}", &long]
    {
        let fields = nonsense(value);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for route in routes::routes().iter().filter(|route| route.method == "POST") {
            let name = match route.rule {
                // Its only field is its button.
                _ if ["/sign-out-everywhere", "/staff/{staff}/leave", "/agencies/{agency}/end-agreement"]
                    .contains(&route.path) =>
                {
                    continue;
                }
                Rule::May(_) if ["/agencies", "/staff"].iter().any(|start| route.path.starts_with(start)) => {
                    EVERYBODY[1]
                }
                Rule::May(_) if route.path.starts_with("/audit") => EVERYBODY[2],
                Rule::May(_) | Rule::Own(_) | Rule::Anyone => EVERYBODY[0],
            };
            let mut browser = match route.rule {
                Rule::Own(_) => at_home.clone(),
                Rule::May(_) | Rule::Anyone => come_in_as(&world, name).await,
            };
            let path = route
                .path
                .replace("{person}", &person)
                .replace("{agency}", &agency)
                .replace("{staff}", staff.as_str())
                .replace("{issue}", &ids[0])
                .replace("{action}", ids.last().unwrap())
                .replace("{step}", "decision");
            let page = browser.post(&path, &fields).await;
            assert!(page.status < 500, "POST {path} with {value:.20?}: {}", page.status);
            assert!(!page.html.contains("<script>alert"), "POST {path} shows it unescaped");
            assert!(page.status != 422 || !page.errors().is_empty(), "POST {path}: 422 without a fault to read");
        }
    }
    assert!(world.count("select count(*) from person").await > 20, "everybody is still there");
});

both!(every_form_shows_its_faults_and_what_was_typed, world, {
    let person = world.person("Tomasz").await;
    let mut browser = come_in_as(&world, "coordinator@lda.example").await;
    for (path, field, missing) in [
        ("/refer".to_owned(), "reason", "given_name"),
        (format!("/people/{person}/plan/issues/new"), "escalation", "what"),
        (format!("/people/{person}/plan/actions/new"), "what", "owner_name"),
        (format!("/people/{person}/professionals"), "name", "job"),
        (format!("/people/{person}/relatives"), "name", "relation"),
    ] {
        let page = browser.post(&path, &[(field, "What I had written")]).await;
        is_a_page(&page, 422, &path);
        assert_eq!(page.value(field), "What I had written", "{path}");
        assert!(page.html.contains("<title>Error: "), "{path}");
        let links = page.attributes(".nhsuk-error-summary__list a", "href");
        assert!(links.contains(&format!("#{missing}")), "{path}: {links:?}");
        for link in links {
            assert!(
                !page.attributes(&format!("[id='{}']", &link[1..]), "id").is_empty(),
                "{path}: {link} leads nowhere"
            );
        }
    }
});

fn tomasz(address: &str, version: &str) -> Vec<(&'static str, String)> {
    [
        ("given_name", "Tomasz"),
        ("family_name", "Zielinski"),
        ("born_day", "6"),
        ("born_month", "8"),
        ("born_year", "2002"),
        ("address", address),
        ("version", version),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into()
}

async fn send<N: AsRef<str>>(browser: &mut Browser, path: &str, fields: &[(N, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_ref(), value.as_str())).collect();
    browser.post(path, &fields).await
}

both!(whoever_saves_second_is_shown_both_versions_and_loses_nothing, world, {
    let path = format!("/people/{}/details", world.person("Tomasz").await);
    let mut nurse = come_in_as(&world, "nia@lda.example").await;
    let mut worker = come_in_as(&world, "worker@asc.example").await;
    let version = nurse.get(&path).await.value("version");
    assert_eq!(worker.get(&path).await.value("version"), version);
    assert_eq!(send(&mut worker, &path, &tomasz("1 Worker Road", &version)).await.status, 303);
    let page = send(&mut nurse, &path, &tomasz("2 Nurse Lane", &version)).await;
    is_a_page(&page, 409, "the second");
    assert_eq!(page.value("address"), "2 Nurse Lane", "what I typed");
    assert!(page.says("1 Worker Road"), "what the other saved: {}", page.text());
    assert_eq!(world.column("select address from person where given_name = 'Tomasz'").await, ["1 Worker Road"]);
    // Having seen both, one may save.
    let seen = page.value("version");
    assert_ne!(seen, version);
    assert_eq!(send(&mut nurse, &path, &tomasz("2 Nurse Lane", &seen)).await.status, 303);
    assert_eq!(world.column("select address from person where given_name = 'Tomasz'").await, ["2 Nurse Lane"]);
});

/// The same register behind another connection to the same database.
async fn reopened(world: &World, wait: Duration) -> (Database, Router) {
    let database = Database::open_waiting(world.url(), wait).await.unwrap();
    let clock = Clock::Set(Arc::new(Mutex::new(world.now())));
    let site = Arc::new(site_over(Access::new(database.clone(), clock)));
    let folder = std::env::temp_dir();
    (database, server::app(site, &folder))
}

/// A form with a worry typed into it, as a browser would send it.
async fn a_worry(browser: &mut Browser, path: &str) -> Fields {
    let mut typed = form(&browser.get(path).await, path);
    fill(&mut typed, "what", "A worry");
    typed
}

fn with_cookie(app: Router, signed_in: &Browser) -> Browser {
    let mut browser = Browser::new(app);
    browser.set_cookie("session", signed_in.cookie("session").unwrap());
    browser
}

both!(when_the_database_is_gone_the_page_says_that_the_register_is_busy, world, {
    let nurse = come_in_as(&world, "nia@lda.example").await;
    let person = world.person("Tomasz").await;
    let listener = Listener::new();
    let (database, app) = reopened(&world, Duration::from_secs(5)).await;
    let mut browser = with_cookie(app, &nurse);
    assert_eq!(browser.get("/today").await.status, 200);
    assert_eq!(browser.get("/health/ready").await.status, 200);
    let worry = format!("/people/{person}/plan/issues/new");
    let typed = a_worry(&mut browser, &worry).await;
    let mut colleague = with_cookie(browser.app(), &come_in_as(&world, "worker@asc.example").await);
    database.close().await;
    for path in ["/today", "/people", &format!("/people/{person}"), "/sign-in", "/"] {
        let page = browser.get(path).await;
        is_a_page(&page, 503, path);
        assert_eq!(page.heading(), "The register is busy");
        let logged = format!("the database did not answer reference={} cause=", reference_on(&page));
        assert!(listener.heard().contains(&logged), "{path}: {}", listener.heard());
    }
    let page = send(&mut browser, &worry, &typed).await;
    is_a_page(&page, 503, "a form");
    assert!(page.says("Nothing you sent was half saved"));
    assert_eq!(page.all("li.typed"), ["A worry"], "what was typed, to be copied");
    let page = send(&mut colleague, &worry, &typed).await;
    is_a_page(&page, 503, "an old tab of the nurse's, in a colleague's session");
    assert!(!page.html.contains("A worry"), "nothing is shown there that was typed in the nurse's");
    let page = send(&mut Browser::new(browser.app()), &worry, &typed).await;
    assert!(page.status == 303 && page.location.starts_with("/sign-in"), "nor where nobody is signed in");
    let secrets = [("email", "nia@lda.example"), ("password", "three random words"), ("code", "BCD FGH JKM")];
    let page = Browser::new(browser.app()).post("/sign-in", &secrets).await;
    assert_eq!(page.all("li.typed"), ["nia@lda.example"], "no password and no code");
    assert_eq!(browser.get("/health/ready").await.status, 503);
    assert_eq!(browser.get("/health/live").await.status, 200, "the server itself lives");
});

#[tokio::test]
async fn while_somebody_else_holds_the_database_the_page_says_busy_and_then_works() {
    let world = World::demo(Kind::Sqlite).await;
    let nurse = come_in_as(&world, "nia@lda.example").await;
    let path = format!("/people/{}/plan/issues/new", world.person("Tomasz").await);
    let mut other = SqliteConnection::connect(world.url()).await.unwrap();
    // At once the form is what cannot be saved; a minute later that the session is in use cannot be noted.
    for minutes in [0, 2] {
        let (_, app) = reopened(&world, Duration::from_millis(50)).await;
        let mut browser = with_cookie(app, &nurse);
        let mut typed = a_worry(&mut browser, &path).await;
        fill(&mut typed, "escalation", &format!("After {minutes} minutes"));
        world.pass(TimeDelta::minutes(minutes));
        let (_, app) = reopened(&world, Duration::from_millis(50)).await;
        let mut browser = with_cookie(app, &nurse);
        other.execute("begin immediate").await.unwrap();
        let page = send(&mut browser, &path, &typed).await;
        is_a_page(&page, 503, "while it is held");
        let shown = page.all("li.typed");
        assert_eq!(shown, ["A worry".to_owned(), format!("After {minutes} minutes")], "what was typed, to be copied");
        other.execute("rollback").await.unwrap();
        assert_eq!(send(&mut browser, &path, &typed).await.status, 303, "afterwards");
    }
}

/// The reference that a page of a fault shows.
fn reference_on(page: &Page) -> String {
    let text = page.text();
    let (_, reference) = text.split_once("give this reference: ").unwrap();
    let reference = &reference[..8];
    assert!(reference.chars().all(|c| c.is_ascii_hexdigit()), "{reference}");
    reference.to_owned()
}

both!(a_fault_of_ours_shows_a_reference_that_the_log_has_too, world, {
    let listener = Listener::new();
    let mut nurse = come_in_as(&world, "nia@lda.example").await;
    let person = world.person("Tomasz").await;
    // A row that the rules say cannot be.
    world.meddle("update rating set rating = 'mauve'").await;
    let page = nurse.get(&format!("/people/{person}")).await;
    is_a_page(&page, 500, "a row that cannot be");
    let reference = reference_on(&page);
    let heard = listener.heard();
    assert!(heard.contains(&reference), "the log has the reference: {heard}");
    assert!(heard.contains("a fault of ours"));
    assert!(!page.html.contains("mauve") && !page.html.contains("decode"), "the cause is not on the page");
    let page = nurse.post(&format!("/people/{person}/rating"), &[("reason", "Sleeps badly")]).await;
    is_a_page(&page, 500, "a form");
    assert_eq!(page.all("li.typed"), ["Sleeps badly"], "what was typed, to be copied");
});

/// Hears panics on this thread as the program does, and leaves those of other tests to the hook before.
struct PanicsHeard(Arc<AtomicBool>);

impl PanicsHeard {
    fn new() -> Self {
        let (here, before) = (std::thread::current().id(), std::panic::take_hook());
        let on = Arc::new(AtomicBool::new(true));
        let heard = Arc::clone(&on);
        std::panic::set_hook(Box::new(move |panic| {
            if heard.load(Ordering::SeqCst) && std::thread::current().id() == here {
                server::panics::log(panic);
            } else {
                before(panic);
            }
        }));
        Self(on)
    }
}

impl Drop for PanicsHeard {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

both!(a_panic_is_a_plain_page, world, {
    async fn panics() -> app::web::Answer {
        panic!("Quillfeather collects xylophones")
    }
    let site = Arc::new(site_over(world.access.clone()));
    let app = server::site::around(router(vec![get("/panic", Rule::Anyone, |_| panics())], Arc::clone(&site)), &site);
    let listener = Listener::new();
    let panics_heard = PanicsHeard::new();
    let page = Browser::new(app).get("/panic").await;
    drop(panics_heard);
    assert_eq!((page.status, page.heading().as_str()), (500, "Something went wrong"));
    assert_eq!(page.headers.get(header::X_FRAME_OPTIONS).unwrap(), "DENY", "with the headers of every answer");
    let heard = listener.heard();
    let logged = format!("a panic reference={} place=server/tests/it/faults.rs:", reference_on(&page));
    assert!(heard.contains(&logged), "where it was, under the reference of the page: {heard}");
    for word in ["Quillfeather", "xylophones"] {
        assert!(!page.html.contains(word), "what a panic says is not on the page");
        assert!(!heard.contains(word), "nor in the log: {heard}");
    }
});
