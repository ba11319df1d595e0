//! The public pages, and how somebody likes to read them.

use app::{
    access::{
        model::{AgencyKind, Section},
        policy,
    },
    easy_read::model::{Format, Wording, documents},
};

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

both!(whoever_made_the_pictures_is_named_with_the_licence, world, {
    let page = world.browser().get("/credits").await;
    for said in ["Fluent Emoji", "Microsoft Corporation", "Health Icons", "Resolve to Save Lives", "MIT licence"] {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    assert!(page.says("People with a learning disability have not yet tested them"), "{}", page.text());
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

both!(the_words_and_the_format_somebody_chose_are_kept_and_nothing_else_is, world, {
    let mut browser = world.browser();
    let first = browser.get("/about").await;
    assert_eq!(browser.cookie("read_as"), None, "nothing is kept before anybody chooses");
    assert!(first.says("Saying yes or no"));

    let young = browser.get("/about/saying-yes-or-no/symbols?wording=young_person").await;
    assert_eq!(young.heading(), "Your yes or no");
    assert!(young.says("Are you 16 or 17? You choose for yourself."));
    assert_eq!(browser.cookie("read_as"), Some("young_person.symbols"));
    // From now on everywhere, without saying so again.
    let about = browser.get("/about").await;
    assert!(about.says("Your yes or no") && !about.says("Saying yes or no"));
    let links = about.attributes(".guide__documents a", "href");
    assert!(links.iter().all(|link| link.ends_with("/symbols")), "{links:?}");
    assert_eq!(browser.get("/about/changing-your-mind").await.heading(), "If you change your mind");

    browser.get("/about?wording=adult&format=large-print").await;
    assert_eq!(browser.cookie("read_as"), Some("adult.large-print"));
    assert!(browser.get("/about").await.says("Saying yes or no"));
    // What is no choice changes nothing.
    browser.get("/about?wording=%3Cscript%3E&format=braille").await;
    assert_eq!(browser.cookie("read_as"), Some("adult.large-print"));
});

both!(large_print_is_the_leaflet_in_large_letters, world, {
    let mut browser = world.browser();
    let leaflet = browser.get("/about/your-rights/leaflet").await;
    let large = browser.get("/about/your-rights/large-print").await;
    assert_eq!(leaflet.all(".leaflet p, .leaflet li"), large.all(".leaflet--large p, .leaflet--large li"));
    assert!(leaflet.all(".leaflet--large").is_empty());
});

both!(the_page_for_professionals_is_a_leaflet_whatever_format_somebody_likes, world, {
    let mut browser = world.browser();
    let page = browser.get("/about/for-professionals/symbols-grid").await;
    assert_eq!(page.status, 200);
    assert!(page.says("not clinically validated") && page.says("Gillick"));
    assert!(page.attributes("main section img", "src").is_empty());
    assert_eq!(page.all("nav[aria-label='How to read it'] a"), ["Leaflet", "Large print"]);
    assert!(browser.get("/about").await.attributes("main a", "href").contains(&"/about/for-professionals".to_owned()));
});

both!(every_line_of_easy_read_tells_a_voice_what_to_say_where_the_words_do_not, world, {
    let mut browser = world.browser();
    for wording in Wording::ALL {
        let page = browser.get(&format!("/about/your-meeting/easy-read?wording={}", wording.word())).await;
        let spoken = page.attributes("[data-spoken]", "data-spoken").join("\n");
        assert!(spoken.contains("nine, nine, nine") && spoken.contains("T R"), "{spoken}");
    }
});

both!(the_privacy_page_counts_its_cookies_and_says_who_sees_what_as_the_policy_has_it, world, {
    let page = world.browser().get("/privacy").await;
    let first: Vec<String> = page.all("main tbody th").into_iter().map(|text| text.trim().to_owned()).collect();
    let (cookies, kinds): (Vec<_>, Vec<_>) =
        first.into_iter().partition(|text| AgencyKind::ALL.iter().all(|kind| !text.ends_with(kind.label())));
    assert_eq!(kinds.len(), AgencyKind::ALL.len());
    assert!(page.says(&format!("We use {}, all of them needed", cookies.len())), "{}: {cookies:?}", cookies.len());
    for name in ["session", "own", "asking", "reading", "read_as", "voice", "done"] {
        assert!(cookies.iter().any(|text| text.ends_with(name)), "{name}: {cookies:?}");
    }
    let rows = page.all("main tbody tr");
    let row = |kind: AgencyKind| rows.iter().find(|row| row.contains(kind.label())).unwrap();
    assert!(row(AgencyKind::NhsLearningDisability).contains("Everything"));
    for section in Section::ALL.iter().filter(|section| **section != Section::OwnActions) {
        let named = row(AgencyKind::Police).contains(section.label());
        assert_eq!(named, policy::may_see(AgencyKind::Police, *section), "{}", section.label());
        let named = row(AgencyKind::Provider).contains(section.label());
        assert_eq!(named, !policy::may_see(AgencyKind::Provider, *section), "all but: {}", section.label());
    }
});

both!(the_accessibility_page_names_what_needs_script, world, {
    let page = world.browser().get("/accessibility").await;
    for said in [
        "reading aloud",
        "ruler",
        "drawing something",
        "signing with a finger",
        "scanning the code",
        "while you type it",
    ] {
        assert!(page.says(said), "{said}");
    }
});

both!(no_document_promises_what_the_register_does_not_do, world, {
    let mut browser = world.browser();
    for wording in Wording::ALL {
        for document in documents() {
            for format in ["easy-read", "leaflet"] {
                let path = format!("/about/{}/{format}?wording={}", document.key, wording.word());
                let page = browser.get(&path).await;
                for untrue in
                    ["look before they ask", "When that time is over", "After that, we throw it away", "at night"]
                {
                    assert!(!page.says(untrue), "{path}: {untrue}");
                }
            }
        }
        let kept = browser.get(&format!("/about/what-is-kept/easy-read?wording={}", wording.word())).await;
        assert!(kept.says("after 28 days") && kept.says("even in an emergency"), "{wording:?}");
    }
});
