//! What never leaves a page: nobody's name in a log or an address, nothing fetched from elsewhere,
//! nothing left behind in a browser.

use std::sync::{Arc, Mutex};

use app::{routes, web::Site};
use axum::http::header;
use tracing_subscriber::fmt::MakeWriter;

use crate::{
    both,
    permissions::come_in_as,
    support::{Browser, Kind, Page, World, site_over},
};

/// Hears all that is logged on this thread, down to the last detail, until it is dropped. Each test
/// has a thread of its own.
pub struct Listener {
    heard: Heard,
    _while: tracing::subscriber::DefaultGuard,
}

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Heard {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl Listener {
    pub fn new() -> Self {
        let heard = Heard::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(heard.clone())
            .finish();
        Self { heard, _while: tracing::subscriber::set_default(subscriber) }
    }

    pub fn heard(&self) -> String {
        String::from_utf8_lossy(&self.heard.0.lock().unwrap()).into_owned()
    }
}

/// What must be found nowhere: everybody's names, numbers and addresses, and what the journey types.
async fn secrets(world: &World) -> Vec<String> {
    let mut secrets = world
        .column(
            "select given_name from person union select family_name from person union select nhs_number from person
             where nhs_number is not null union select phone from person union select sign_in_name from staff",
        )
        .await;
    // An address is a house, a street and a town; each is one.
    for address in world.column("select address from person").await {
        secrets.extend(address.lines().map(str::to_owned));
    }
    secrets.extend(TYPED.map(str::to_owned));
    secrets.retain(|secret| secret.chars().count() > 2);
    secrets
}

const TYPED: [&str; 8] = [
    "Quillfeather",
    "999 000 0018",
    "9990000018",
    "14 Wistful Terrace",
    "He collects xylophones",
    "wistful@home.example",
    "01632 960777",
    "a wrong guess",
];

/// As a whole word: "Art" is a name and part of "start".
fn holds(text: &str, secret: &str) -> bool {
    let (text, secret) = (text.to_lowercase(), secret.to_lowercase());
    text.match_indices(&secret).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// A day's work, with mistakes; every page that came back.
async fn journey(world: &World) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut nurse = come_in_as(world, "nia@lda.example").await;
    let tomasz = world.person("Tomasz").await;
    let at = |page: &str| format!("/people/{tomasz}{page}");
    pages.push(
        world.browser().post("/sign-in", &[("email", "wistful@home.example"), ("password", "a wrong guess")]).await,
    );
    for typed in ["Zielinski", "Quillfeather", "999 000 0018", "14 Wistful Terrace", "31 February 1990"] {
        pages.push(nurse.post("/people/search", &[("q", typed)]).await);
    }
    let person = [
        ("given_name", "Zoë"),
        ("family_name", "Quillfeather"),
        ("nhs_number", "999 000 0018"),
        ("address", "14 Wistful Terrace"),
        ("phone", "01632 960777"),
        ("born_day", "6"),
        ("born_month", "8"),
        ("born_year", "1990"),
        ("reason", "He collects xylophones"),
    ];
    pages.push(nurse.post("/refer", &person[..5]).await);
    pages.push(nurse.submit("/refer", &person).await);
    let gone = [("given_name", "Zoë"), ("family_name", "Quillfeather"), ("born_day", "31"), ("born_month", "2")];
    pages.push(nurse.post(&at("/details"), &[&gone[..], &[("version", "1"), ("born_year", "1990")]].concat()).await);
    pages.push(nurse.post(&at("/plan/issues/new"), &[("escalation", "He collects xylophones")]).await);
    pages.push(nurse.submit(&at("/plan/issues/new"), &[("what", "He collects xylophones")]).await);
    pages.push(nurse.post(&at("/professionals"), &[("name", "Quillfeather"), ("email", "wistful@home.example")]).await);
    pages.push(
        nurse.post("/drafts", &[("form-path", &at("/plan/issues/new")), ("what", "He collects xylophones")]).await,
    );
    for page in ["", "/details", "/plan", "/rating", "/assessment", "/review", "/consent", "/withdraw"] {
        pages.push(nurse.get(&at(page)).await);
    }
    for (step, field, value) in [
        ("start", "format", "easy-read"),
        ("on_the_list", "on_the_list", "yes"),
        ("exclusions", "exclusions", "He collects xylophones"),
        ("decision", "signature_name", "Quillfeather"),
    ] {
        pages.push(nurse.post(&at(&format!("/consent/{step}")), &[(field, value)]).await);
    }
    pages.push(nurse.post(&at("/withdraw"), &[("decider", "person"), ("words", "He collects xylophones")]).await);
    pages.push(nurse.get("/no/such/Page").await);
    // A database with a row that cannot be, and one that refuses to write.
    let siobhan = world.person("Aaliyah").await;
    world.meddle("update rating set rating = 'mauve'").await;
    pages.push(nurse.get(&format!("/people/{siobhan}")).await);
    world.meddle("update rating set rating = 'green'").await;
    world
        .meddle(
            "insert into audit_entry (seq, at, act, outcome, line, hash)
             select max(seq) + 1, max(at), 'view_record', 'allowed', '{}', '' from audit_entry",
        )
        .await;
    pages.push(nurse.post(&format!("/people/{siobhan}/plan/issues/new"), &[("what", "He collects xylophones")]).await);
    pages
}

both!(nothing_about_anybody_is_in_the_log_of_the_server, world, {
    let secrets = secrets(&world).await;
    let listener = Listener::new();
    let pages = journey(&world).await;
    let heard = listener.heard();
    drop(listener);
    assert!(pages.iter().any(|page| page.status == 500), "something went wrong on the way");
    assert!(heard.contains("a fault of ours"), "it was heard");
    // SQLite's statements run, and are logged, on a thread of their own; they are the same.
    assert!(heard.contains("sqlx") || world.kind == Kind::Sqlite, "so were the statements");
    for secret in secrets {
        let line = heard.lines().find(|line| holds(line, &secret));
        assert!(line.is_none(), "{secret} is in the log: {}", line.unwrap_or_default());
    }
});

fn targets(page: &Page) -> Vec<String> {
    let mut targets = vec![page.location.clone()];
    for (selector, name) in
        [("[href]", "href"), ("[src]", "src"), ("[action]", "action"), ("[data-draft]", "data-draft")]
    {
        targets.extend(page.attributes(selector, name));
    }
    targets
}

both!(no_address_holds_anything_about_anybody, world, {
    let secrets = secrets(&world).await;
    let pages = journey(&world).await;
    let mut addresses: Vec<String> = pages.iter().flat_map(targets).collect();
    for name in ["coordinator@lda.example", "manager@asc.example"] {
        let mut browser = come_in_as(&world, name).await;
        for path in ["/today", "/people", "/referrals", "/dashboard", "/lists"] {
            addresses.extend(targets(&browser.get(path).await));
        }
    }
    addresses.sort();
    addresses.dedup();
    assert!(addresses.len() > 50);
    for address in addresses {
        // Somebody's number or mail may be rung or written to from the page that shows it.
        if address.starts_with("tel:") || address.starts_with("mailto:") {
            continue;
        }
        let plain = form_urlencoded::parse(address.as_bytes())
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("&");
        for secret in &secrets {
            assert!(!holds(&address, secret) && !holds(&plain, secret), "{secret} is in {address}");
        }
    }
});

/// Every page there is, as those who may see it; and those that say no.
async fn every_page(world: &World) -> Vec<(String, Page)> {
    let person = world.person("Tomasz").await;
    let agency = world.agency("AMB").await;
    let staff = world.actor("paramedic@amb.example").await.staff_id;
    let mut pages = Vec::new();
    let mut browsers: Vec<Browser> = vec![world.browser()];
    for name in ["coordinator@lda.example", "admin@lda.example", "governance@lda.example"] {
        browsers.push(come_in_as(world, name).await);
    }
    for route in routes::routes().iter().filter(|route| route.method == "GET") {
        let steps = if route.path.contains("{step}") {
            &["start", "read", "on_the_list", "exclusions", "decision", "check"][..]
        } else {
            &[""]
        };
        for step in steps {
            let path = route
                .path
                .replace("{person}", &person)
                .replace("{agency}", &agency)
                .replace("{staff}", staff.as_str())
                .replace("{step}", step)
                .replace("{document}", "what-is-the-list")
                .replace("{format}", "symbol-grid")
                .replace("{section}", "home")
                .replace("{kind}", "words")
                .replace("{about}", "home")
                .replace("{code}", &person)
                .replace("{request}", &person);
            for browser in &mut browsers {
                pages.push((path.clone(), browser.get(&path).await));
            }
        }
    }
    for given in ["Callum", "Declan"] {
        let path = format!("/people/{}", world.person(given).await);
        pages.push((path.clone(), browsers[1].get(&path).await));
    }
    pages.push(("a search".into(), browsers[1].post("/people/search", &[("q", "Zielinski")]).await));
    pages.push(("a fault".into(), browsers[1].post("/refer", &[]).await));
    pages.push(("nowhere".into(), browsers[1].get("/no/such/page").await));
    pages.push(("a wrong sign-in".into(), browsers[0].post("/sign-in", &[("email", "x"), ("password", "y")]).await));
    pages
}

fn header_of<'a>(page: &'a Page, name: &str) -> &'a str {
    page.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

both!(every_page_lets_only_its_own_scripts_and_styles_run, world, {
    let pages = every_page(&world).await;
    assert!(pages.iter().filter(|(_, page)| page.status == 200).count() > 60, "most are pages");
    let mut nonces = std::collections::BTreeSet::new();
    for (path, page) in &pages {
        let policy = header_of(page, "content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains("http"));
        let nonce =
            policy.split_once("'nonce-").and_then(|(_, rest)| rest.split_once('\'')).map_or("", |(nonce, _)| nonce);
        assert!(nonce.len() >= 16, "{path}: {policy}");
        assert!(nonces.insert(nonce.to_owned()), "{path}: a nonce twice");
        if page.html.is_empty() {
            // Nothing to see: it leads on, or only says that it was heard.
            let heard = path == "/still" && page.status == 204;
            assert!(heard || page.status == 303, "{path}: {}", page.status);
            continue;
        }
        for script in page.attributes("script", "nonce") {
            assert_eq!(script, nonce, "{path}");
        }
        let scripts = page.all("script");
        assert_eq!(scripts.len(), page.attributes("script[nonce]", "nonce").len(), "{path}: a script without a nonce");
        for script in scripts {
            // Leptos may put its own start-up there; it too carries the nonce.
            assert!(script.len() < 5_000, "{path}");
        }
        assert!(page.all("style").is_empty() && page.attributes("[style]", "style").is_empty(), "{path}: a style");
        for event in ["onclick", "onload", "onchange", "onsubmit", "onerror", "oninput"] {
            assert!(page.attributes(&format!("[{event}]"), event).is_empty(), "{path}: {event}");
        }
    }
});

both!(no_page_fetches_or_sends_anything_elsewhere, world, {
    for (path, page) in every_page(&world).await {
        let fetched = [
            ("[src]", "src"),
            ("link[href]", "href"),
            ("form[action]", "action"),
            ("use[href]", "href"),
            ("[srcset]", "srcset"),
        ];
        for (selector, name) in fetched {
            for target in page.attributes(selector, name) {
                let ours = target.starts_with('/') && !target.starts_with("//");
                assert!(ours || target.starts_with('#') || target.starts_with("data:"), "{path}: {target}");
            }
        }
        for link in page.attributes("a[href]", "href") {
            // A link to elsewhere, which a reader follows, tells nothing: referrer-policy below.
            assert!(!link.starts_with("//") && !link.starts_with("javascript:"), "{path}: {link}");
        }
    }
});

both!(every_answer_carries_the_headers_that_keep_it_to_itself, world, {
    let mut answers = every_page(&world).await;
    let mut nobody = world.browser();
    for path in ["/health/live", "/health/ready", "/pkg/no-such-file.js", "/pictures/none.svg"] {
        answers.push((path.to_owned(), nobody.get(path).await));
    }
    for (path, page) in answers {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(header_of(&page, name), value, "{path}: {name}");
        }
        assert!(header_of(&page, "permissions-policy").contains("geolocation=()"), "{path}");
        assert!(!header_of(&page, "content-security-policy").is_empty(), "{path}");
        if !path.starts_with("/health") && !path.starts_with("/p") || path.starts_with("/people") {
            let kept = page.headers.get(header::CACHE_CONTROL).map_or("", |value| value.to_str().unwrap());
            assert_eq!(kept, "no-store", "{path}: a page in an old tab must not come from a cache");
        }
    }
});

both!(where_there_is_https_a_browser_never_asks_without_it_again, world, {
    let name = "strict-transport-security";
    assert_eq!(
        header_of(&world.browser().get("/sign-in").await, name),
        "",
        "without HTTPS there is nothing to keep to"
    );
    let site = Site { secure: true, ..site_over(world.access.clone()) };
    let mut browser = Browser::new(server::app(Arc::new(site), &std::env::temp_dir()));
    for path in ["/sign-in", "/health/live", "/no/such/page"] {
        assert_eq!(header_of(&browser.get(path).await, name), "max-age=31536000; includeSubDomains", "{path}");
    }
});

both!(a_page_for_nobody_in_particular_says_nothing_of_anybody, world, {
    let secrets = secrets(&world).await;
    let mut nobody = world.browser();
    for path in ["/", "/sign-in", "/about", "/privacy", "/accessibility", "/credits", "/no/such/page"] {
        let page = nobody.get(path).await;
        let text = page.text();
        let numbers_and_addresses = secrets.iter().filter(|secret| secret.contains(' ') || secret.contains('@'));
        for secret in numbers_and_addresses {
            assert!(!holds(&text, secret), "{path}: {secret}");
        }
    }
});
