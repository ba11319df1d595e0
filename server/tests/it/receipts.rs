//! What a person takes home of a decision: each is reached from the page on which it is talked about.

use app::easy_read::model::{self as easy_read, Wording};

use crate::{
    acts::{all_yes, decide, fill, form, send, text_of},
    authority::{child_of_two, decided_by, fields},
    both,
    own_code::{at_home, at_home_as},
    permissions::come_in_as,
    support::{Browser, Page, pdf::Read},
};

const NURSE: &str = "nia@lda.example";
const TEAM: &str = "coordinator@lda.example";

/// The receipts that a page leads to, the newest first.
fn receipts(page: &Page) -> Vec<String> {
    let mut links = page.attributes("main table a", "href");
    links.retain(|href| href.contains("/consent/receipt/"));
    links
}

async fn paper(browser: &mut Browser, href: &str) -> Read {
    let page = browser.get(href).await;
    assert_eq!(page.status, 200, "{href}: {}", page.text());
    Read::pdf(&page.bytes)
}

both!(each_of_two_parents_has_a_receipt_that_the_record_leads_to, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    let (person, mother, father) = child_of_two(&world, &mut nurse).await;
    for decider in [&mother, &father] {
        assert_eq!(decide(&mut nurse, &person, &decided_by(&world, decider).await).await.status, 303);
    }
    let record = nurse.get(&format!("/people/{person}")).await;
    let led = receipts(&record);
    assert_eq!(led.len(), 2, "{led:?}");
    for (href, name) in led.iter().zip(["Wei Chen", "Lin Chen"]) {
        let receipt = nurse.get(href).await;
        assert!(receipt.says(&format!("{name} said yes to the support list for you.")), "{}", receipt.text());
    }
});

both!(the_registers_team_finds_the_receipt_of_a_refusal_and_of_a_change_of_mind_in_the_closed_record, world, {
    for (given, said) in [("Declan", "You said no to the support list."), ("Agnieszka", "You changed your mind.")] {
        let person = world.person(given).await;
        let mut team = come_in_as(&world, TEAM).await;
        let closed = team.get(&format!("/people/{person}")).await;
        assert_eq!(closed.heading(), "Closed and restricted");
        let led = receipts(&closed);
        assert!(!led.is_empty(), "{given}: {}", closed.text());
        assert!(paper(&mut team, &led[0]).await.says(said), "{given}");
        // A colleague who is not of the team is led nowhere that is shut to them.
        let mut nurse = come_in_as(&world, NURSE).await;
        assert_eq!(receipts(&nurse.get(&format!("/people/{person}")).await), [""; 0], "{given}");
    }
});

both!(whoever_tells_staff_that_they_changed_their_mind_is_given_the_receipt_at_once, world, {
    let person = world.person("Mei").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let mut answers = all_yes(&world, &[]).await;
    fill(&mut answers, "format", "symbols-grid");
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
    let path = format!("/people/{person}/withdraw");
    let page = nurse.get(&path).await;
    let page = send(&mut nurse, &path, &form(&page, &path)).await;
    assert_eq!((page.status, page.heading().as_str()), (200, "Sharing has stopped"));
    assert_eq!(page.all("h1").len(), 1);
    for said in [
        "You changed your mind. You said no.",
        "Your support stays the same.",
        "Who stopped seeing it",
        "Moorland Police",
    ] {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    assert_eq!(page.attributes("main ul.easy-read--grid", "role"), ["list"], "as they like to read");
    // An agency that loses sight by it gives it too.
    let tomasz = world.person("Tomasz").await;
    let mut officer = come_in_as(&world, "officer@pol.example").await;
    let page = officer.post(&format!("/people/{tomasz}/withdraw"), &[("decider", "person")]).await;
    assert!(page.says("You changed your mind. You said no."), "{}", page.text());
});

both!(the_receipt_names_the_questions_and_the_information_in_the_very_versions_that_were_shown, world, {
    let person = world.person("Mei").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    // As a page sends them that was opened before both texts were changed.
    let questions = easy_read::consent_questions(Wording::Adult).unwrap().version - 1;
    let document = easy_read::document("what-is-the-list").unwrap().version - 1;
    let shown = fields(&[
        ("shown-consent_questions", &questions.to_string()),
        ("shown-what-is-the-list", &document.to_string()),
    ]);
    assert_eq!(send(&mut nurse, &format!("/people/{person}/consent/read"), &shown).await.status, 303);
    let done = decide(&mut nurse, &person, &all_yes(&world, &[]).await).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let information = text_of(&world, "select information from consent_decision where person_id = $1", &person).await;
    let information: serde_json::Value = serde_json::from_str(&information).unwrap();
    let kept = serde_json::json!({ "consent_questions": questions, "what-is-the-list": document });
    assert_eq!(information["shown"], kept);

    let texts = format!("The questions, version {questions}; What is the support list?, version {document}");
    let receipt = nurse.get(&done.location).await;
    assert!(receipt.says(&format!("Texts that were shown {texts}")), "{}", receipt.text());
    assert!(paper(&mut nurse, &format!("/people/{person}/consent/receipt/1/receipt.pdf")).await.says(&texts));
});

both!(the_own_page_says_which_texts_were_shown_and_prints_the_answers, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let path = format!("/people/{tomasz}/consent/read");
    let shown = form(&nurse.get(&path).await, &path);
    assert_eq!(send(&mut nurse, &path, &shown).await.status, 303);
    assert_eq!(decide(&mut nurse, &tomasz, &all_yes(&world, &[]).await).await.status, 303);
    let mut browser = at_home(&world, &tomasz).await;
    let page = browser.get("/me/answers").await;
    assert!(page.says("What is the support list?, version"), "{}", page.text());
    let led = page.attributes("main a[href$='.pdf']", "href");
    assert_eq!(led, ["/me/answers/receipt.pdf"]);
    let printed = paper(&mut browser, &led[0]).await;
    assert!(printed.says("You said yes to the support list.") && printed.says("version"));
    assert!(printed.says("Moorland Police can see your information."));

    // Of one agency less, and of a change of mind, it says so.
    let police = world.agency("POL").await;
    let page = browser.submit(&format!("/me/change-mind/{police}"), &[]).await;
    let led = page.attributes("main a[href$='.pdf']", "href");
    assert!(paper(&mut browser, &led[0]).await.says("You stopped sharing with Moorland Police."));
    assert!(browser.get("/me/answers").await.says("What is the support list?, version"), "what was read then");
    let page = browser.submit("/me/change-mind", &[("words", "My own words")]).await;
    let led = page.attributes("main a[href$='.pdf']", "href");
    let printed = paper(&mut browser, &led[0]).await;
    assert!(printed.says("You changed your mind. You said no.") && printed.says("Your support stays the same."));
    let page = browser.get("/me/answers").await;
    assert!(page.says("What people showed you when they asked you"), "not before the stop: {}", page.text());
});

both!(each_answer_that_is_said_back_shows_whom_it_is_about_and_what_was_said, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let police = world.agency("POL").await;
    let done = decide(&mut nurse, &tomasz, &all_yes(&world, &[police]).await).await;
    let receipt = nurse.get(&done.location).await;
    let mut browser = at_home(&world, &tomasz).await;
    for page in [receipt, browser.get("/me/answers").await] {
        let lines = page.all("main .easy-read > li");
        for (says, pictures) in [
            ("You said yes to the support list.", ["list", "yes"]),
            ("Moorland Police cannot see your information.", ["police", "no"]),
            ("North Moors Ambulance Service can see your information.", ["ambulance", "yes"]),
            ("We can have a meeting with you about your care, if you need one.", ["meeting", "yes"]),
            ("We cannot talk to your family about you.", ["family", "no"]),
            ("Not sure: we cannot learn from your answers.", ["learn", "not-sure"]),
        ] {
            let at = lines.iter().position(|line| line == says).unwrap_or_else(|| panic!("{says}: {lines:?}"));
            let shown = page.attributes(&format!("main .easy-read > li:nth-child({}) img", at + 1), "src");
            let named: Vec<_> = shown.iter().filter_map(|path| path.rsplit('/').next()).collect();
            assert_eq!(named, pictures.map(|key| format!("{key}.svg")), "{says}");
        }
        let runs = lines.iter().position(|line| line.ends_with("Service runs the support list.")).unwrap();
        assert_eq!(lines[runs + 1], "They can see your information.", "by the yes to the list alone");
        assert!(page.says("We make a plan with you."), "what comes next: {}", page.text());
    }
});

both!(whoever_else_holds_a_code_prints_what_their_page_of_answers_says_and_no_more, world, {
    let lowri = world.person("Lowri").await;
    let mut mother = at_home_as(&world, &lowri, "Megan Jenkins", "parental_responsibility").await;
    let mut lowris = at_home(&world, &lowri).await;
    lowris.submit("/me/change-mind", &[("words", "Because of my mother")]).await;
    let page = mother.get("/me/answers").await;
    let printed = paper(&mut mother, "/me/answers/receipt.pdf").await;
    for words in ["Because of my mother", "Written down", "Who was there"] {
        assert!(!page.says(words) && !printed.says(words), "{words}");
    }
    assert!(page.says("Not everybody who decides for you said yes."), "{}", page.text());
    assert!(printed.says("Not everybody who decides for you said yes."), "the same as the page");
    // Whose page is not open reads nothing.
    let mut stranger = world.browser();
    assert_ne!(stranger.get("/me/answers/receipt.pdf").await.status, 200);
});
