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
