//! How somebody likes to read: kept where it belongs, applied by the server, without any script.

use axum::http::header;

use crate::{
    both,
    permissions::come_in_as,
    support::{Browser, Page},
};

const NURSE: &str = "nia@lda.example";
const OFFICER: &str = "officer@pol.example";

/// The settings that a page carries for its style sheet.
fn tag(page: &Page) -> String {
    page.html.split_once("<html").unwrap().1.split_once('>').unwrap().0.to_owned()
}

async fn sign_in(browser: &mut Browser, name: &str) {
    let page = browser.post("/sign-in", &[("email", name), ("password", app::demo::PASSWORD)]).await;
    assert_eq!(page.status, 303);
}

both!(a_browser_keeps_how_its_reader_likes_it, world, {
    let mut browser = world.browser();
    let plain = browser.get("/about").await;
    let page = browser.post("/reading", &[("font", "150"), ("theme", "dark"), ("back", "/about")]).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/about"));
    assert_eq!(browser.cookie("reading"), Some("100.150.100.100.dark.off.off.normal.off"));
    assert!(
        page.headers.get_all(header::SET_COOKIE).iter().any(|set| {
            let set = set.to_str().unwrap();
            set.starts_with("reading=") && set.contains("; Max-Age=31536000;")
        }),
        "for a year"
    );
    let dark = browser.get("/about").await;
    assert_ne!(tag(&plain), tag(&dark), "without any script");
    assert!(tag(&dark).contains("data-theme=\"dark\"") && tag(&dark).contains("data-font=\"150\""), "{}", tag(&dark));
    assert!(dark.says("Your reading settings are kept on this device"));
    // One tool at a time keeps the others.
    browser.post("/reading", &[("calm", "on"), ("back", "/about")]).await;
    assert_eq!(browser.cookie("reading"), Some("100.150.100.100.dark.on.off.normal.off"));
    browser.post("/reading", &[("aloud", "on"), ("speed", "slow"), ("ruler", "on")]).await;
    assert_eq!(browser.cookie("reading"), Some("100.150.100.100.dark.on.on.slow.on"));
    assert_eq!(browser.get("/privacy").await.value("theme"), "dark");
    browser.post("/reading", &[("reset", "1"), ("back", "/about")]).await;
    assert_eq!(browser.cookie("reading"), Some("100.100.100.100.default.off.off.normal.off"));
});

both!(reading_settings_lead_back_only_to_a_page_of_ours, world, {
    for back in ["https://evil.example/", "//evil.example", "/\\evil.example", "", "about"] {
        let page = world.browser().post("/reading", &[("theme", "dark"), ("back", back)]).await;
        assert_eq!((page.status, page.location.as_str()), (303, "/"), "{back}");
    }
    // What is no setting changes nothing.
    let mut browser = world.browser();
    browser.post("/reading", &[("theme", "<script>"), ("font", "9999"), ("back", "/")]).await;
    assert_eq!(browser.cookie("reading"), Some("100.100.100.100.default.off.off.normal.off"));
});

both!(what_staff_choose_comes_with_them_and_stays_off_the_shared_tablet, world, {
    let mut tablet = world.browser();
    tablet.post("/reading", &[("theme", "cream")]).await;
    sign_in(&mut tablet, NURSE).await;
    assert!(tag(&tablet.get("/account").await).contains("data-theme=\"cream\""), "nothing chosen: the tablet's own");

    let page = tablet.submit("/reading", &[("theme", "dark"), ("scale", "125"), ("back", "/account")]).await;
    assert!(page.says("Your reading settings are kept with your account"));
    assert!(tag(&page).contains("data-theme=\"dark\""));
    assert_eq!(
        tablet.cookie("reading"),
        Some("100.100.100.100.cream.off.off.normal.off"),
        "the tablet's is left alone"
    );
    tablet.post("/sign-out", &[]).await;
    assert!(tag(&tablet.get("/sign-in").await).contains("data-theme=\"cream\""), "back to the tablet's own");

    let mut elsewhere = come_in_as(&world, NURSE).await;
    let there = elsewhere.get("/today").await;
    assert!(tag(&there).contains("data-theme=\"dark\"") && tag(&there).contains("data-scale=\"125\""));
    assert_eq!(elsewhere.get("/today").await.value("theme"), "dark", "the tools say so too");
    // Somebody else on the same tablet has their own.
    sign_in(&mut tablet, OFFICER).await;
    assert!(tag(&tablet.get("/account").await).contains("data-theme=\"cream\""));
    // Back to usual is a choice of its own: it does not fall back to what the tablet keeps.
    tablet.post("/sign-out", &[]).await;
    sign_in(&mut tablet, NURSE).await;
    tablet.post("/reading", &[("reset", "1")]).await;
    assert!(tag(&tablet.get("/account").await).contains("data-theme=\"default\""));
});

both!(the_conversation_opens_as_the_person_likes_to_read, world, {
    let person = world.person("Tomasz").await;
    let base = format!("/people/{person}");
    let mut nurse = come_in_as(&world, NURSE).await;
    nurse.post("/reading", &[("theme", "dark")]).await;

    let page = nurse.get(&format!("{base}/reading")).await;
    assert!(page.says("Nobody has written down yet how this person likes to read"));
    assert!(tag(&page).contains("data-theme=\"dark\""), "until then the nurse's own");

    let fields = [("theme", "cream"), ("font", "150"), ("calm", "pictures"), ("back", base.as_str())];
    let back = nurse.submit(&format!("{base}/reading"), &fields).await;
    assert!(back.says("How this person likes to read is kept with their record"));
    assert!(tag(&back).contains("data-theme=\"dark\""), "the record is the nurse's page");

    let mut colleague = come_in_as(&world, "coordinator@lda.example").await;
    let asked = colleague.get(&format!("{base}/consent")).await;
    let tag_of_theirs = tag(&asked);
    for expected in ["data-theme=\"cream\"", "data-font=\"150\"", "data-calm=\"pictures\""] {
        assert!(tag_of_theirs.contains(expected), "{tag_of_theirs}");
    }
    // The tools of that page change how the person reads, not the colleague.
    assert!(asked.html.contains(&format!("action=\"{base}/reading\"")));
    colleague.post(&format!("{base}/reading"), &[("line", "125"), ("back", base.as_str())]).await;
    assert!(tag(&colleague.get(&format!("{base}/consent")).await).contains("data-line=\"125\""));
    assert!(tag(&colleague.get("/today").await).contains("data-line=\"100\""));
});

both!(how_a_person_likes_to_read_is_hidden_from_strangers, world, {
    let person = world.person("Tomasz").await;
    let path = format!("/people/{person}/reading");
    let before = world.column("select coalesce(reading, '') from person").await;
    let mut admin = come_in_as(&world, "admin@lda.example").await;
    assert_eq!(admin.post(&path, &[("theme", "dark")]).await.status, 403);
    let page = world.browser().post(&path, &[("theme", "dark")]).await;
    assert_eq!(page.status, 303, "to sign in");
    assert!(page.location.starts_with("/sign-in"), "{}", page.location);
    assert_eq!(world.column("select coalesce(reading, '') from person").await, before, "nothing was written");
});
