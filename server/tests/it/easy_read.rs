//! The words that a person meets, as the pages really show them, held against the rules of easy read.

use app::easy_read::lint::lint_texts;

use crate::{both, hand_over::handed_over, own_code::at_home, support::World};

/// Every page of the conversation that the person reads, or has read to them.
async fn pages(world: &World, person: &str) -> Vec<(String, Vec<String>)> {
    let mut nurse = world.signed_in("nia@lda.example").await;
    let base = format!("/people/{person}/consent");
    nurse.post(&format!("{base}/start"), &[("format", "easy-read")]).await;
    let names = world.column("select name from agency").await;
    let agencies = crate::acts::agencies(world).await.into_iter().map(|agency| format!("agency-{agency}"));
    let asked: Vec<String> = ["on_the_list", "cetr", "contact_family", "anonymous_planning"]
        .into_iter()
        .map(str::to_owned)
        .chain(agencies)
        .collect();
    // "Not sure" offers help at each of them.
    let not_sure = asked.iter().map(|step| format!("not-sure-{step}"));
    let steps: Vec<String> =
        ["read", "understood", "exclusions"].into_iter().map(str::to_owned).chain(not_sure).collect();
    let mut pages = Vec::new();
    for step in asked.into_iter().chain(steps) {
        let page = nurse.get(&format!("{base}/{step}")).await;
        assert_eq!(page.status, 200, "{step}");
        let texts =
            page.all(".question h1, .question h2, .question p, .question__stop a, .question label:not(.answer)");
        assert!(!texts.is_empty(), "{step}");
        // An agency is called as it calls itself.
        let unnamed = |text: String| names.iter().fold(text, |text, name| text.replace(name, "the group"));
        let texts = texts.into_iter().map(unnamed).collect();
        pages.push((step, texts));
    }
    // Their answers once more with their name under them, and the thanks.
    let answers = crate::acts::all_yes(world, &[]).await;
    crate::acts::send(&mut nurse, &format!("{base}/check"), &answers).await;
    for step in ["sign", "answered"] {
        let page = nurse.get(&format!("{base}/{step}")).await;
        assert_eq!(page.status, 200, "{step}");
        let mut texts = page.all("main h1, main h2, main legend, main .easy-read p, main .question p");
        // A link that says which of the lines it is about says the line again.
        texts.retain(|text| !text.starts_with("Change this"));
        assert!(texts.len() > 2, "{step}: {texts:?}");
        let unnamed = |text: String| {
            names
                .iter()
                .fold(text.replace("Do not tell my brother", "my diary"), |text, name| text.replace(name, "the group"))
        };
        pages.push((step.to_owned(), texts.into_iter().map(unnamed).collect()));
    }
    pages
}

both!(what_is_said_in_the_consent_conversation_is_easy_to_read_on_every_page, world, {
    let person = world.person("Mei").await;
    let mut findings = Vec::new();
    for (step, texts) in pages(&world, &person).await {
        findings.extend(lint_texts(&step, &texts));
    }
    for found in &findings {
        println!("{:?} at {}: {:?} ({})", found.rule, found.place, found.text, found.hint);
    }
    assert!(findings.is_empty(), "{} findings, printed above", findings.len());
});

both!(whom_to_ring_stands_on_every_page_that_somebody_reads_in_their_own_hands, world, {
    let (mei, tomasz) = (world.person("Mei").await, world.person("Tomasz").await);
    let consent = format!("/people/{mei}/consent");
    let mut lent = handed_over(&world, &mei).await;
    let mut own = at_home(&world, &tomasz).await;
    for (browser, paths) in [
        (&mut lent, vec![format!("{consent}/read"), format!("{consent}/understood"), format!("{consent}/on_the_list")]),
        (
            &mut own,
            ["page", "written", "who", "looks", "plan", "answers", "words", "talk", "asked", "change-mind"]
                .iter()
                .map(|page| format!("/me/{page}"))
                .collect(),
        ),
        (&mut world.browser(), ["/me", "/ask", "/ask/who", "/about/easy-read"].map(str::to_owned).to_vec()),
    ] {
        for path in paths {
            let page = browser.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            let said = page.all(".emergency").join(" ");
            for words in ["not an emergency service", "ring 999", "Ring 111", "option 2"] {
                assert!(said.contains(words), "{path}: {said}");
            }
        }
    }
});

both!(what_stands_around_the_questions_in_somebodys_own_hands_is_easy_to_read_too, world, {
    let person = world.person("Mei").await;
    let mut tablet = handed_over(&world, &person).await;
    let base = format!("/people/{person}/consent");
    // Back from the question whether they know what it is.
    let page = tablet.post(&format!("{base}/understood"), &[("understood", "no")]).await;
    assert_eq!(page.location, format!("{base}/read"), "{}", page.text());
    let page = tablet.get(&page.location.clone()).await;
    assert!(page.says("Let us look at it again."), "{}", page.text());
    let (around, said) =
        (".emergency strong, .emergency span, .closing p, .closing button", "main p, main .easy-read p");
    let mut texts = page.all(around);
    assert!(texts.iter().any(|text| text.contains("999")) && texts.iter().any(|text| text.contains("5 minutes")));
    texts.extend(page.all(said));
    let findings = lint_texts("read again", &texts);
    for found in &findings {
        println!("{:?} at {}: {:?} ({})", found.rule, found.place, found.text, found.hint);
    }
    assert!(findings.is_empty(), "{} findings, printed above", findings.len());
});
