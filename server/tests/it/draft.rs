//! What was typed and not sent yet.

use chrono::TimeDelta;

use crate::{
    acts::{form, referral, send},
    both,
};

const TYPED: &str = "Has stopped eating with the others";

both!(what_was_typed_is_there_again_and_only_for_who_typed_it, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    let saved = nurse.post("/drafts", &[("form-path", "/refer"), ("given_name", "Alma"), ("reason", TYPED)]).await;
    assert_eq!(saved.status, 204);
    let mut tablet = world.signed_in("nia@lda.example").await;
    let page = tablet.get("/refer").await;
    assert_eq!(page.value("given_name"), "Alma", "on another device too");
    assert_eq!(page.value("reason").trim(), TYPED);
    let mut colleague = world.signed_in("coordinator@lda.example").await;
    let page = colleague.get("/refer").await;
    assert!(!page.html.contains(TYPED));
    assert_eq!(page.value("given_name"), "");
});

both!(a_draft_is_not_stored_in_clear, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    nurse.post("/drafts", &[("form-path", "/refer"), ("given_name", "Alma"), ("reason", TYPED)]).await;
    let sealed: Vec<(Vec<u8>,)> =
        world.peek(async |house| app::fetch_all!(house, "select sealed from draft where form = '/refer'")).await;
    assert_eq!(sealed.len(), 1);
    let bytes = &sealed[0].0;
    for word in [TYPED, "Alma", "given_name", "stopped"] {
        assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
    }
});

both!(a_draft_is_forgotten_after_two_weeks, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    nurse.post("/drafts", &[("form-path", "/refer"), ("reason", TYPED)]).await;
    world.pass(TimeDelta::days(13));
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert_eq!(nurse.get("/refer").await.value("reason").trim(), TYPED);
    world.pass(TimeDelta::days(1) + TimeDelta::minutes(1));
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert_eq!(nurse.get("/refer").await.value("reason").trim(), "");
    // The next draft of anybody clears it away.
    let mut worker = world.signed_in("worker@asc.example").await;
    worker.post("/drafts", &[("form-path", "/refer"), ("reason", "Another")]).await;
    assert_eq!(world.count("select count(*) from draft").await, 1);
});

both!(a_draft_is_deleted_when_its_form_is_done, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    nurse.post("/drafts", &[("form-path", "/refer"), ("reason", TYPED)]).await;
    assert_eq!(world.count("select count(*) from draft").await, 1);
    let page = send(&mut nurse, "/refer", &referral("Alma", "Thistlewood", ("4", "2", "1988"))).await;
    assert_eq!(page.status, 303);
    assert_eq!(world.count("select count(*) from draft").await, 0);
    assert_eq!(nurse.get("/refer").await.value("reason").trim(), "");
});

both!(the_draft_of_a_page_is_offered_on_top_of_what_is_stored, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/details");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let stored = form(&nurse.get(&path).await, &path);
    nurse.post("/drafts", &[("form-path", &path), ("what_matters", "My allotment")]).await;
    let page = nurse.get(&path).await;
    assert_eq!(page.value("what_matters").trim(), "My allotment");
    let given = &stored.iter().find(|(name, _)| name == "given_name").unwrap().1;
    assert_eq!(&page.value("given_name"), given);
});

both!(a_draft_needs_somebody_signed_in_and_a_form_of_ours, world, {
    let mut nobody = world.browser();
    let page = nobody.post("/drafts", &[("form-path", "/refer"), ("reason", TYPED)]).await;
    assert_ne!(page.status, 204);
    let mut nurse = world.signed_in("nia@lda.example").await;
    for path in ["", "refer", "https://evil.example/"] {
        assert_eq!(nurse.post("/drafts", &[("form-path", path), ("reason", TYPED)]).await.status, 404, "{path}");
    }
    assert_eq!(world.count("select count(*) from draft").await, 0);
});
