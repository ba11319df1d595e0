//! What was typed and not sent yet.

use chrono::TimeDelta;

use crate::{
    acts::{Fields, count_of, fill, form, referral, rows_of_everything, send, text_of},
    both,
    own_code::at_home,
    privacy::Listener,
    support::{Browser, Kind, World},
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
    leave_draft(&mut nurse, &path, stored.clone(), "what_matters", "My allotment").await;
    let page = nurse.get(&path).await;
    assert_eq!(page.value("what_matters").trim(), "My allotment");
    let given = &stored.iter().find(|(name, _)| name == "given_name").unwrap().1;
    assert_eq!(&page.value("given_name"), given);
});

/// Types into a field and leaves the page, which keeps the whole form as a draft.
async fn leave_draft(browser: &mut Browser, path: &str, mut fields: Fields, name: &str, value: &str) {
    fill(&mut fields, name, value);
    fill(&mut fields, "form-path", path);
    assert_eq!(send(browser, "/drafts", &fields).await.status, 204);
}

both!(a_draft_that_a_colleague_has_overtaken_is_shown_beside_theirs_and_overwrites_nothing, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/details");
    let phone = "select phone from person where person_id = $1";
    let mut nurse = world.signed_in("nia@lda.example").await;
    let opened = form(&nurse.get(&path).await, &path);
    leave_draft(&mut nurse, &path, opened, "what_matters", "My allotment").await;
    let mut worker = world.signed_in("worker@asc.example").await;
    let mut theirs = form(&worker.get(&path).await, &path);
    fill(&mut theirs, "phone", "01632 960771");
    assert_eq!(send(&mut worker, &path, &theirs).await.status, 303);

    let restored = nurse.get(&path).await;
    assert!(restored.says("We kept what you typed"));
    let conflict = send(&mut nurse, &path, &form(&restored, &path)).await;
    assert_eq!(conflict.status, 409);
    assert!(conflict.says("01632 960771"), "what they saved");
    assert_eq!(conflict.value("what_matters").trim(), "My allotment", "what I typed");
    assert_eq!(text_of(&world, phone, &person).await, "01632 960771", "nothing is overwritten");
    let mut again = form(&conflict, &path);
    fill(&mut again, "phone", "01632 960771");
    assert_eq!(send(&mut nurse, &path, &again).await.status, 303);
    assert_eq!(text_of(&world, "select what_matters from person where person_id = $1", &person).await, "My allotment");
});

both!(a_form_that_lost_its_version_comes_back_with_what_is_there_and_writes_nothing, world, {
    let person = world.person("Kwame").await;
    let at = |form: &str| format!("/people/{person}/{form}");
    let action = text_of(
        &world,
        "select min(action_id) from action where person_id = $1 and state = 'open' and owner_agency in
         (select agency_id from agency where code = 'LDA')",
        &person,
    )
    .await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let before = rows_of_everything(&world).await;
    for (form_of, version, typed, says) in [
        ("details", "version", "what_matters", "Somebody else saved these details"),
        (&format!("actions/{action}"), "version", "outcome", "Somebody else updated this action"),
        ("rating", "number", "reason", "Somebody else set"),
        ("review", "number", "how_things_are", "Somebody else set"),
        ("review", &format!("action_{action}_version"), "how_things_are", "Somebody else updated an action"),
    ] {
        let path = at(form_of);
        for garbled in [None, Some("x")] {
            let mut fields = form(&nurse.get(&path).await, &path);
            fields.retain(|(name, _)| name != version);
            match garbled {
                Some(garbled) => fill(&mut fields, version, garbled),
                // An action that the form does not have is left alone, as one that was agreed meanwhile.
                None if version.starts_with("action_") => continue,
                None => {}
            }
            fill(&mut fields, typed, "Ten minutes of work");
            let page = send(&mut nurse, &path, &fields).await;
            assert_eq!(page.status, 409, "{path}, {version}: {garbled:?}: {}", page.text());
            assert!(page.says(says), "{path}: {}", page.text());
            assert_eq!(page.value(typed).trim(), "Ten minutes of work", "{path}");
            assert_ne!(page.value(version), "x", "the next try is of what is there: {path}");
        }
    }
    assert_eq!(rows_of_everything(&world).await, before);
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

both!(what_was_kept_of_a_form_can_be_thrown_away_and_only_that, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    nurse.post("/drafts", &[("form-path", "/refer"), ("given_name", "Alma"), ("reason", TYPED)]).await;
    nurse.post("/drafts", &[("form-path", "/people/1/plan"), ("what", TYPED)]).await;
    let page = nurse.get("/refer").await;
    assert!(page.says("We kept what you typed") && page.says("start with an empty form"), "{}", page.text());
    let forgotten = nurse.submit("/drafts/forget", &[("form-path", "/refer")]).await;
    assert_eq!((forgotten.status, forgotten.heading().as_str()), (200, page.heading().as_str()));
    assert!(!forgotten.says("We kept what you typed") && forgotten.value("given_name").is_empty());
    assert_eq!(world.count("select count(*) from draft").await, 1, "another form keeps its own");
    for path in ["", "refer", "//elsewhere.example/", "https://evil.example/"] {
        let page = nurse.post("/drafts/forget", &[("form-path", path)]).await;
        assert!(page.status == 404 || page.location == "/", "{path}: {} {}", page.status, page.location);
    }
});

both!(what_was_typed_while_the_person_said_no_is_shown_to_be_copied_and_nothing_else, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/plan/issues/new");
    let mut worker = world.signed_in("worker@asc.example").await;
    let mut fields = form(&worker.get(&path).await, &path);
    fill(&mut fields, "what", TYPED);
    let mut nurse = world.signed_in("nia@lda.example").await;
    let no = nurse.post(&format!("/people/{person}/withdraw"), &[("decider", "person")]).await;
    assert!(no.status < 400, "{}", no.text());
    let page = send(&mut worker, &path, &fields).await;
    assert_eq!((page.status, page.heading().as_str()), (404, "Page not found"));
    assert_eq!(page.all("li.typed"), [TYPED], "what this form brought");
    assert!(!page.html.contains("Kwame"), "and nothing about the person");
    assert_eq!(worker.get(&path).await.all("li.typed").len(), 0, "nor on a page that nothing was sent to");
});

both!(what_was_typed_while_the_agreement_ended_is_shown_to_be_copied, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/plan/issues/new");
    let mut worker = world.signed_in("worker@asc.example").await;
    let mut fields = form(&worker.get(&path).await, &path);
    fill(&mut fields, "what", TYPED);
    world
        .meddle(
            "update sharing_agreement set until_on = '2026-11-01' where agency_id in
                  (select agency_id from agency where code = 'ASC')",
        )
        .await;
    let page = send(&mut worker, &path, &fields).await;
    assert_eq!(page.status, 403, "{}", page.text());
    assert_eq!(page.all("li.typed"), [TYPED]);
});

both!(a_password_or_a_code_that_leads_nowhere_is_not_shown_again, world, {
    let page = world.browser().post("/set-up", &[("code", "set-up code"), ("password", "three random words")]).await;
    assert_eq!(page.status, 404);
    assert_eq!(page.all("li.typed").len(), 0, "{}", page.text());
});

/// The database refuses to forget any draft.
async fn refuse_to_forget(world: &World) {
    match world.kind {
        Kind::Sqlite => {
            let refuse = "create trigger kept before delete on draft begin select raise(abort, 'kept'); end";
            world.meddle(refuse).await;
            let refuse = "create trigger kept_own before delete on own_draft begin select raise(abort, 'kept'); end";
            world.meddle(refuse).await;
        }
        Kind::Postgres => {
            let refuse = "create function kept() returns trigger language plpgsql as $$ begin raise 'kept'; end $$";
            world.meddle(refuse).await;
            world.meddle("create trigger kept before delete on draft for each row execute function kept()").await;
            world.meddle("create trigger kept before delete on own_draft for each row execute function kept()").await;
        }
    }
}

both!(what_was_saved_is_called_saved_even_where_its_draft_cannot_be_forgotten, world, {
    let listener = Listener::new();
    let person = world.person("Kwame").await;
    let (issue, withdraw) = (format!("/people/{person}/plan/issues/new"), format!("/people/{person}/withdraw"));
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut own = at_home(&world, &person).await;
    for path in ["/refer", &issue, &withdraw] {
        assert_eq!(nurse.post("/drafts", &[("form-path", path), ("reason", TYPED)]).await.status, 204, "{path}");
    }
    assert_eq!(own.post("/me/drafts", &[("form-path", "/me/words/words"), ("words", TYPED)]).await.status, 204);
    refuse_to_forget(&world).await;
    let issues = "select count(*) from issue where person_id = $1";
    let before = count_of(&world, issues, &person).await;
    let page = nurse.post(&issue, &[("what", TYPED)]).await;
    assert_eq!((page.status, page.location), (303, format!("/people/{person}/plan")));
    assert_eq!(count_of(&world, issues, &person).await, before + 1);
    let page = send(&mut nurse, "/refer", &referral("Alma", "Thistlewood", ("4", "2", "1988"))).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let page = own.post("/me/words/words", &[("words", TYPED)]).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/me/words"));
    let page = nurse.post(&withdraw, &[("decider", "person")]).await;
    assert_eq!((page.status, page.heading().as_str()), (200, "Sharing has stopped"));
    let heard = listener.heard();
    assert_eq!(heard.matches("a draft could not be forgotten").count(), 4, "the log says so");
    assert!(!heard.contains(TYPED), "and not what was typed");
});
