//! Filling in the clinical support tool.

use app::assessment::model::{self, Answer, Audience, ToolAnswers};

use crate::{
    acts::{count_of, fill, form, rows_of_everything, send, text_of, texts_of},
    both,
};

both!(every_answer_is_stored_with_the_version_of_the_tool_and_what_it_suggests, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/assessment");
    let ratings = count_of(&world, "select count(*) from rating where person_id = $1", &person).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let tool = model::tool_for(Audience::Adult).unwrap();
    let mut fields = form(&nurse.get(&path).await, &path);
    let mut expected = Vec::new();
    for (at, item) in tool.definition().items.iter().enumerate() {
        let answer = Answer::ALL[at % Answer::ALL.len()];
        fill(&mut fields, &item.answer_field(), answer.word());
        fill(&mut fields, &item.evidence_field(), &format!("Seen {at}"));
        expected.push((item.id.clone(), answer, format!("Seen {at}")));
    }
    let page = send(&mut nurse, &path, &fields).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let id = page.location.rsplit_once("assessment=").unwrap().1.to_owned();
    let stored = text_of(&world, "select answers from assessment where assessment_id = $1", &id).await;
    let stored: ToolAnswers = serde_json::from_str(&stored).unwrap();
    assert_eq!((stored.tool.as_str(), stored.version), (tool.definition().id.as_str(), tool.definition().version));
    for (item, answer, evidence) in &expected {
        let given = &stored.items[item];
        assert_eq!((given.answer, given.evidence.as_deref()), (Some(*answer), Some(evidence.as_str())), "{item}");
    }
    assert_eq!(
        text_of(&world, "select tool || ' ' || tool_version from assessment where assessment_id = $1", &id).await,
        format!("{} {}", tool.definition().id, tool.definition().version)
    );
    let suggestion = text_of(&world, "select suggestion from assessment where assessment_id = $1", &id).await;
    let suggestion: model::Suggestion = serde_json::from_str(&suggestion).unwrap();
    assert_eq!(suggestion, tool.score(&stored));
    assert!(!suggestion.missing.is_empty(), "what is not known is listed, not counted as no");
    assert_eq!(
        count_of(&world, "select count(*) from rating where person_id = $1", &person).await,
        ratings,
        "a suggestion rates nobody"
    );
    let rating = nurse.get(&page.location.clone()).await;
    assert!(rating.says("What the tool suggests"));
    assert!(rating.says("not clinically validated") || rating.says("Not clinically validated"));
    // The next time starts from these answers, and is a row of its own.
    let again = nurse.get(&path).await;
    assert_eq!(again.value(&tool.definition().items[1].answer_field()), expected[1].1.word());
    let fields = form(&again, &path);
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 303);
    assert_eq!(texts_of(&world, "select tool from assessment where person_id = $1", &person).await.len(), 3);
});

both!(the_tool_is_for_health_and_council_staff_and_only_after_a_yes, world, {
    let (tomasz, mei) = (world.person("Tomasz").await, world.person("Mei").await);
    let before = rows_of_everything(&world).await;
    let tool = model::tool_for(Audience::Adult).unwrap().definition();
    let version = tool.version.to_string();
    let sent = [("tool", tool.id.as_str()), ("tool_version", version.as_str())];
    for (name, person, status) in [
        ("support@hav.example", &tomasz, 403),
        ("senco@edu.example", &tomasz, 403),
        ("paramedic@amb.example", &tomasz, 403),
        ("officer@pol.example", &tomasz, 403),
        ("nia@lda.example", &mei, 403),
        ("worker@asc.example", &mei, 404),
    ] {
        let mut browser = world.signed_in(name).await;
        let path = format!("/people/{person}/assessment");
        assert_eq!(browser.get(&path).await.status, status, "{name}");
        assert_eq!(browser.post(&path, &sent).await.status, status, "{name}");
    }
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(evidence_that_is_far_too_long_comes_back_and_is_not_stored, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/assessment");
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let item = &model::tool_for(Audience::Adult).unwrap().definition().items[0];
    let mut fields = form(&nurse.get(&path).await, &path);
    let long = "a".repeat(10_001);
    fill(&mut fields, &item.evidence_field(), &long);
    let page = send(&mut nurse, &path, &fields).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.value(&item.evidence_field()).trim(), long);
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(answers_to_a_version_that_is_not_loaded_are_refused, world, {
    let person = world.person("Kwame").await;
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let tool = &model::tool_for(Audience::Adult).unwrap().definition().id;
    let page = nurse.post(&format!("/people/{person}/assessment"), &[("tool", tool), ("tool_version", "4000")]).await;
    assert_eq!(page.status, 404);
    assert_eq!(rows_of_everything(&world).await, before);
});
