//! The public pages, and how somebody likes to read them.

use app::easy_read::model::{Format, documents};

use crate::both;

both!(every_public_page_is_there_for_anybody_in_every_format, world, {
    let mut browser = world.browser();
    let mut paths: Vec<String> =
        ["/about", "/privacy", "/accessibility", "/credits", "/sign-in", "/"].map(str::to_owned).to_vec();
    for document in documents() {
        paths.push(format!("/about/{}", document.key));
        paths.extend(Format::ALL.iter().map(|format| format!("/about/{}/{}", document.key, format.word())));
    }
    paths.extend(Format::ALL.iter().map(|format| format!("/about/{}", format.word())));
    assert!(paths.len() > 10);
    for path in paths {
        let page = browser.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert_eq!(page.all("h1").len(), 1, "{path} has one heading");
        assert!(page.says("This is not an emergency service"), "{path}");
        assert!(page.attributes("script:not([src])", "nonce").len() <= page.all("script").len());
        assert!(!page.html.contains(" onclick=") && !page.html.contains("javascript:"), "{path}");
        assert!(!page.all("body").is_empty() && page.text().len() > 200, "{path} says all of it without script");
    }
    assert_eq!(browser.get("/about/no-such-document").await.status, 404);
    assert_eq!(browser.get("/about/what-is-the-list/braille").await.status, 404);
});

both!(pictures_come_in_the_easy_formats_and_each_has_its_words, world, {
    let mut browser = world.browser();
    for format in Format::ALL {
        let page = browser.get(&format!("/about/what-is-the-list/{}", format.word())).await;
        let pictures = page.attributes("main img, main svg, main use", "src");
        match format.pictures() {
            None => assert!(pictures.is_empty(), "{format:?}"),
            Some(set) => {
                assert!(pictures.len() > 5, "{format:?}");
                assert!(pictures.iter().all(|src| src.contains(set.set.word())), "{format:?}: {pictures:?}");
            }
        }
    }
});

both!(how_somebody_likes_to_read_is_kept_and_applied_by_the_server, world, {
    let mut browser = world.browser();
    let plain = browser.get("/about").await;
    let page = browser.post("/reading", &[("font", "150"), ("theme", "dark"), ("back", "/about")]).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/about"));
    assert_eq!(browser.cookie("reading"), Some("100.150.100.100.dark.off"));
    let dark = browser.get("/about").await;
    let tag = |html: &str| html.split_once("<html").unwrap().1.split_once('>').unwrap().0.to_owned();
    assert_ne!(tag(&plain.html), tag(&dark.html), "without any script");
    assert!(tag(&dark.html).contains("dark") && tag(&dark.html).contains("150"), "{}", tag(&dark.html));
    assert!(dark.says("Your reading settings are kept on this device"));
    // One tool at a time keeps the others.
    browser.post("/reading", &[("calm", "on"), ("back", "/about")]).await;
    assert_eq!(browser.cookie("reading"), Some("100.150.100.100.dark.on"));
    assert_eq!(browser.get("/privacy").await.value("theme"), "dark");
    browser.post("/reading", &[("reset", "1"), ("back", "/about")]).await;
    assert_eq!(browser.cookie("reading"), Some("100.100.100.100.default.off"));
});

both!(reading_settings_lead_back_only_to_a_page_of_ours, world, {
    for back in ["https://evil.example/", "//evil.example", "/\\evil.example", "", "about"] {
        let page = world.browser().post("/reading", &[("theme", "dark"), ("back", back)]).await;
        assert_eq!((page.status, page.location.as_str()), (303, "/"), "{back}");
    }
    // What is no setting changes nothing.
    let mut browser = world.browser();
    browser.post("/reading", &[("theme", "<script>"), ("font", "9999"), ("back", "/")]).await;
    assert_eq!(browser.cookie("reading"), Some("100.100.100.100.default.off"));
});
