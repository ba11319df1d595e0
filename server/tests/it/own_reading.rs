//! How the person's own page reads: its form, its words, and what a voice says.

use app::easy_read::lint;

use crate::{
    acts::{send, text_of},
    authority::{cannot_decide, checklist},
    both,
    own_code::{at_home, at_home_as},
    permissions::come_in_as,
    support::{Browser, Page, World},
};

const NURSE: &str = "nia@lda.example";

both!(it_looks_as_its_reader_likes, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let pictures = |page: &Page| page.attributes("main img", "src");
    assert!(pictures(&browser.get("/me/who").await).iter().all(|src| src.starts_with("/pictures/colour/")));
    let page = browser.submit("/me/format", &[("format", "symbols-grid")]).await;
    assert!(page.says("Your page looks like this from now on"));
    assert!(pictures(&browser.get("/me/who").await).iter().all(|src| src.starts_with("/pictures/symbol/")));
    // Also what they chose as a picture before.
    browser.post("/me/words/picture", &[("picture", "happy")]).await;
    let said = browser.get("/me/words").await.attributes("main .voice--picture img", "src");
    assert_eq!(said, ["/pictures/symbol/happy.svg"]);
    browser.post("/me/format", &[("format", "leaflet")]).await;
    assert!(pictures(&browser.get("/me/who").await).is_empty(), "in words only");
    assert_eq!(browser.post("/me/format", &[("format", "upside-down")]).await.status, 200, "nonsense changes nothing");
});

both!(whoever_chose_large_print_reads_the_whole_page_in_it, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    for (format, large) in [("large-print", 1), ("leaflet", 0)] {
        browser.post("/me/format", &[("format", format)]).await;
        for path in ["/me/page", "/me/written/identity", "/me/plan", "/me/who", "/me/answers"] {
            assert_eq!(browser.get(path).await.all(".own.large-print").len(), large, "{format} {path}");
        }
    }
});

both!(a_number_to_ring_is_said_digit_by_digit_wherever_it_stands, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    browser.post("/me/words/picture", &[("picture", "important")]).await;
    let mut found = 0;
    for path in [
        "/about/what-is-the-list/leaflet",
        "/about/what-is-the-list/large-print",
        "/about/your-rights/leaflet",
        "/about/what-is-the-list/easy-read",
        "/me/not-safe",
        "/me/talk",
        "/me/answers",
        "/me/written/identity",
        "/me/written/professionals",
        "/ask",
        "/ask/sent",
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        let html = scraper::Html::parse_document(&page.html);
        for each in html.select(&scraper::Selector::parse("main p, main li, main dd, .emergency p").unwrap()) {
            // What keeps a number together where a line ends is a space to whoever reads.
            let text = each.text().collect::<String>().replace('\u{a0}', " ");
            let number = ["999", "111", "85258", "0800 1111", "01632"].into_iter().find(|number| text.contains(number));
            // What holds other lines is read by those.
            let holds_lines = each.select(&scraper::Selector::parse("p, li, dd").unwrap()).next().is_some();
            let Some(number) = number.filter(|_| !holds_lines) else { continue };
            found += 1;
            let around = each.ancestors().filter_map(scraper::ElementRef::wrap).find_map(|one| one.attr("data-spoken"));
            let said = each.attr("data-spoken").or(around).unwrap_or_default();
            assert!(!said.is_empty() && !said.contains(number), "{path}: {text:?} is said {said:?}");
        }
    }
    assert!(found > 20, "{found}");
});

both!(a_child_is_spoken_to_as_one_speaks_to_a_child, world, {
    let (tomasz, lowri) = (world.person("Tomasz").await, world.person("Lowri").await);
    let mut tomaszs = at_home(&world, &tomasz).await;
    let mut mother = at_home_as(&world, &lowri, "Megan Jenkins", "parental_responsibility").await;
    let mut lowris = at_home(&world, &lowri).await;
    let (adult, young) = ("Your support stays the same.", "The people who help you still help you.");
    for (reader, said, other) in
        [(&mut tomaszs, adult, young), (&mut mother, adult, young), (&mut lowris, young, adult)]
    {
        let page = reader.get("/me/change-mind").await;
        assert!(page.says(said) && !page.says(other), "{}", page.text());
    }
    lowris.post("/me/words/picture", &[("picture", "important")]).await;
    assert!(lowris.get("/me/not-safe").await.says("Childline"), "whom a child may ring");
    assert!(!tomaszs.get("/me/not-safe").await.says("Childline"));
});

/// The texts of a page that are ours: not what staff or the person typed, and no names.
pub fn our_texts(page: &Page, names: &[String]) -> Vec<String> {
    let html = scraper::Html::parse_document(&page.html);
    let selector = |text: &str| scraper::Selector::parse(text).unwrap();
    let ours = selector(
        ".own h1, .own h2, .own h3, .own p, .own li, .own dt, .own legend, .own label, .own summary, .own th, \
         .own caption, .own button, .own a, .own .nhsuk-hint, .own .answer span",
    );
    let (lines, typed) = (selector("p, li, dt, legend, label, summary, button, a"), "typed");
    let theirs = |one: scraper::ElementRef| {
        one.value().classes().any(|class| [typed, "voice", "own-words", "own-list", "code-card"].contains(&class))
            || ["blockquote", "dd", "nav"].contains(&one.value().name())
            || one.attr("data-silent").is_some()
    };
    html.select(&ours)
        .filter(|one| one.select(&lines).next().is_none() || ["legend", "p"].contains(&one.value().name()))
        .filter(|one| !theirs(*one) && !one.ancestors().filter_map(scraper::ElementRef::wrap).any(theirs))
        .map(|one| {
            let typed: Vec<String> = one.select(&selector(".typed")).map(|typed| typed.text().collect()).collect();
            let text = one.text().collect::<String>();
            let text = typed.iter().fold(text, |text, typed| text.replace(typed.as_str(), ""));
            let text = text.replace("BCD FGH JKM", "this");
            let text = names.iter().fold(text, |text, name| text.replace(name.as_str(), "Sam"));
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .filter(|text| !text.is_empty())
        .collect()
}

async fn look_over(browser: &mut Browser, path: &str, names: &[String], found: &mut Vec<lint::Finding>) -> usize {
    let page = browser.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.location);
    let texts = our_texts(&page, names);
    found.extend(lint::lint_texts(path, &texts));
    texts.len()
}

const EVERY_PAGE: [&str; 27] = [
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
    "/me/decides",
    "/me/who",
    "/me/looks",
    "/me/plan",
    "/me/answers",
    "/me/words",
    "/me/words/words",
    "/me/words/picture",
    "/me/words/drawing",
    "/me/not-safe",
    "/me/disagree/diagnosis",
    "/me/talk",
    "/me/asked",
    "/me/change-mind",
];

/// Everybody's and every agency's name, job and relation: they are what they are.
async fn every_name(world: &World) -> Vec<String> {
    let mut names = Vec::new();
    for sql in [
        "select name from agency",
        "select display_name from staff",
        "select job_title from staff",
        "select name || ', ' || job from professional",
        "select name from holder",
        "select organisation from professional",
        "select given_name from person",
        "select known_as from person",
    ] {
        names.extend(world.column(sql).await);
    }
    names.retain(|name| !name.trim().is_empty());
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

both!(the_words_of_its_pages_are_easy_read, world, {
    let (tomasz, lowri) = (world.person("Tomasz").await, world.person("Lowri").await);
    let (mut findings, mut texts) = (Vec::new(), 0);
    let mut nurse = come_in_as(&world, NURSE).await;
    let mut browser = at_home(&world, &tomasz).await;
    send(&mut nurse, &format!("/people/{tomasz}/capacity"), &cannot_decide()).await;
    send(&mut nurse, &format!("/people/{tomasz}/best-interests"), &checklist()).await;
    let mut deputy = at_home_as(&world, &tomasz, "Wanda Zielinska", "court_deputy").await;
    let names = every_name(&world).await;
    texts += look_over(&mut browser, "/me/written/assessments", &names, &mut findings).await;
    // As one finds it, and after everything was asked for; adults, children and who decides for them.
    for path in EVERY_PAGE {
        texts += look_over(&mut browser, path, &names, &mut findings).await;
    }
    browser.post("/me/talk", &[("who", "anybody"), ("how", "phone")]).await;
    browser.post("/me/words/picture", &[("picture", "important")]).await;
    for about in ["diagnosis", "consent", "identity"] {
        browser.post(&format!("/me/disagree/{about}"), &[]).await;
    }
    let request = text_of(&world, "select min(request_id) from request where person_id = $1", &tomasz).await;
    nurse.post(&format!("/people/{tomasz}/asked/{request}"), &[("outcome", "We rang you.")]).await;
    for path in EVERY_PAGE {
        texts += look_over(&mut browser, path, &names, &mut findings).await;
        texts += look_over(&mut deputy, path, &names, &mut findings).await;
    }
    let mut lowris = at_home(&world, &lowri).await;
    let mut mother = at_home_as(&world, &lowri, "Megan Jenkins", "parental_responsibility").await;
    for path in EVERY_PAGE {
        texts += look_over(&mut lowris, path, &names, &mut findings).await;
        texts += look_over(&mut mother, path, &names, &mut findings).await;
    }
    // Before and after one agency is stopped; one that sees nothing, one that runs the register, one that another said yes to.
    let (police, host) = (world.agency("POL").await, world.agency("LDA").await);
    for reader in [&mut browser, &mut lowris, &mut deputy, &mut mother] {
        for path in [&police, &host].map(|agency| format!("/me/change-mind/{agency}")) {
            texts += look_over(reader, &path, &names, &mut findings).await;
        }
        reader.post(&format!("/me/change-mind/{police}"), &[]).await;
        texts += look_over(reader, &format!("/me/change-mind/{police}"), &names, &mut findings).await;
    }
    for reader in [&mut browser, &mut deputy] {
        texts += look_over(reader, &format!("/me/stopped/{police}"), &names, &mut findings).await;
    }
    // When nothing is shared any more.
    browser.post("/me/change-mind", &[]).await;
    lowris.post("/me/change-mind", &[]).await;
    for path in EVERY_PAGE.iter().chain(&["/me/changed"]) {
        texts += look_over(&mut browser, path, &names, &mut findings).await;
    }
    browser.post("/me/finish", &[]).await;
    for path in ["/me/finished", "/me"] {
        texts += look_over(&mut browser, path, &names, &mut findings).await;
    }
    findings.sort_by(|one, other| (&one.text, one.rule).cmp(&(&other.text, other.rule)));
    findings.dedup_by(|one, other| (&one.text, one.rule) == (&other.text, other.rule));
    assert!(texts > 2000, "{texts} texts");
    let shown: Vec<_> =
        findings.iter().map(|one| format!("{:?} {}: {} ({})", one.rule, one.place, one.text, one.hint)).collect();
    assert!(findings.is_empty(), "{shown:#?}");
});
