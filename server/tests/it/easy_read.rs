//! The words that a person meets, as the pages really show them, held against the rules of easy read.

use app::easy_read::lint::lint_texts;

use crate::{both, support::World};

/// Every page of the conversation that the person reads, or has read to them.
async fn pages(world: &World, person: &str) -> Vec<(String, Vec<String>)> {
    let mut nurse = world.signed_in("nia@lda.example").await;
    let base = format!("/people/{person}/consent");
    nurse.post(&format!("{base}/start"), &[("format", "easy-read")]).await;
    let names = world.column("select name from agency").await;
    let agencies = crate::acts::agencies(world).await.into_iter().map(|agency| format!("agency-{agency}"));
    let steps = [
        "read",
        "understood",
        "on_the_list",
        "cetr",
        "contact_family",
        "anonymous_planning",
        "exclusions",
        "not-sure-on_the_list",
        "not-sure-cetr",
    ];
    let mut pages = Vec::new();
    for step in steps.map(str::to_owned).into_iter().chain(agencies) {
        let page = nurse.get(&format!("{base}/{step}")).await;
        assert_eq!(page.status, 200, "{step}");
        let texts = page.all(".question h1, .question h2, .question p, .question label:not(.answer)");
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
