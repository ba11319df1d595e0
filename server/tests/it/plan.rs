//! Issues, what was tried, actions.

use crate::{
    acts::{count_of, fill, form, rows_of_everything, send, text_of, texts_of},
    both,
    support::World,
};

/// The action of an agency about somebody.
async fn action_of(world: &World, person: &str, code: &'static str) -> String {
    let agency = world.agency(code).await;
    let rows = texts_of(
        world,
        "select action_id || ' ' || owner_agency from action where person_id = $1 order by due_on, action_id",
        person,
    )
    .await;
    let row = rows.iter().find(|row| row.ends_with(&agency)).unwrap_or_else(|| panic!("no action of {code}"));
    row.split_once(' ').unwrap().0.to_owned()
}

both!(an_issue_needs_words_and_is_closed_once_and_with_a_reason, world, {
    let person = world.person("Tomasz").await;
    let new = format!("/people/{person}/plan/issues/new");
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let page = nurse.post(&new, &[("what", " "), ("escalation", "Shouts at night")]).await;
    assert_eq!((page.status, page.errors()), (422, vec!["Enter what the issue is".to_owned()]));
    assert_eq!(page.value("escalation").trim(), "Shouts at night");
    assert_eq!(rows_of_everything(&world).await, before);

    let page =
        nurse.post(&new, &[("what", "His flat is damp"), ("escalation", "He coughs, then does not sleep")]).await;
    assert_eq!(page.status, 303);
    let issue =
        text_of(&world, "select issue_id from issue where person_id = $1 and what = 'His flat is damp'", &person).await;
    assert!(nurse.get(&format!("/people/{person}")).await.says("His flat is damp"));
    let close = format!("/people/{person}/plan/issues/{issue}/close");
    let page = nurse.post(&close, &[("because", "")]).await;
    assert_eq!((page.status, page.errors()), (422, vec!["Enter why the issue is closed".to_owned()]));
    assert_eq!(nurse.post(&close, &[("because", "The landlord dried it out")]).await.status, 303);
    let again = nurse.post(&close, &[("because", "I say so")]).await;
    assert_eq!(again.status, 409);
    assert!(again.says("The landlord dried it out"), "what somebody else said");
    assert_eq!(
        text_of(&world, "select closed_because from issue where issue_id = $1", &issue).await,
        "The landlord dried it out"
    );
    // Nobody closes it by way of another person.
    let other = world.person("Kwame").await;
    assert_eq!(nurse.get(&format!("/people/{other}/plan/issues/{issue}/close")).await.status, 404);
});

both!(what_was_tried_says_whether_it_helped, world, {
    let person = world.person("Tomasz").await;
    let new = format!("/people/{person}/plan/strategies/new");
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let page = nurse.post(&new, &[("what", "Walks by the canal"), ("kind", "tried")]).await;
    assert_eq!((page.status, page.errors().len()), (422, 1));
    assert_eq!(page.value("kind"), "tried");
    assert_eq!(rows_of_everything(&world).await, before);
    let page = nurse.post(&new, &[("what", "Walks by the canal"), ("kind", "tried"), ("result", "helped_a_bit")]).await;
    assert_eq!(page.status, 303);
    assert!(nurse.get(&format!("/people/{person}/plan")).await.says("Helped a bit"));
    // The police do not read this part, so they cannot add to it.
    let mut officer = world.signed_in("officer@pol.example").await;
    let page = officer.post(&new, &[("what", "Handcuffs"), ("kind", "could_help")]).await;
    assert_eq!(page.status, 403);
    assert_eq!(
        count_of(&world, "select count(*) from strategy where what = 'Handcuffs' and person_id = $1", &person).await,
        0
    );
});

both!(an_action_has_an_owner_that_the_decision_covers_and_a_day_to_come, world, {
    let person = world.person("Gareth").await;
    let new = format!("/people/{person}/plan/actions/new");
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let page = nurse.get(&new).await;
    let offered = page.attributes("[name=owner_agency] option, input[name=owner_agency]", "value");
    let police = world.agency("POL").await;
    assert!(!offered.contains(&police), "he told the police no");
    let mut fields = form(&page, &new);
    for (name, value) in [
        ("what", "Meet at his front door"),
        ("horizon", "now"),
        ("owner_agency", police.as_str()),
        ("owner_name", "PC Hargreaves"),
        ("due_day", "22"),
        ("due_month", "11"),
        ("due_year", "2026"),
    ] {
        fill(&mut fields, name, value);
    }
    let page = send(&mut nurse, &new, &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.errors().contains(&"Select an agency that the person's record is shared with".to_owned()));
    assert!(page.errors().contains(&"Due date must be today or in the future".to_owned()));
    assert_eq!(rows_of_everything(&world).await, before);
    fill(&mut fields, "owner_agency", &world.agency("ASC").await);
    fill(&mut fields, "due_day", "23");
    let page = send(&mut nurse, &new, &fields).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let mut worker = world.signed_in("worker@asc.example").await;
    assert!(worker.get("/today").await.says("Meet at his front door"), "it is on their page today");
});

both!(an_action_is_done_only_with_what_came_of_it_and_a_stale_update_is_refused, world, {
    let person = world.person("Tomasz").await;
    let action = action_of(&world, &person, "LDA").await;
    let path = format!("/people/{person}/actions/{action}");
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut coordinator = world.signed_in("coordinator@lda.example").await;
    let mut fields = form(&nurse.get(&path).await, &path);
    let mut late = form(&coordinator.get(&path).await, &path);
    fill(&mut fields, "state", "done");
    let page = send(&mut nurse, &path, &fields).await;
    assert_eq!((page.status, page.errors().len()), (422, 1), "{:?}", page.errors());
    assert_eq!(page.value("state"), "done");
    assert_eq!(rows_of_everything(&world).await, before);
    fill(&mut fields, "outcome", "The plan hangs on his fridge");
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 303);
    let stored = "select state || ' ' || outcome || ' ' || cast(finished_on as text) from action where action_id = $1";
    assert_eq!(text_of(&world, stored, &action).await, "done The plan hangs on his fridge 2026-11-23");

    fill(&mut late, "state", "stopped");
    fill(&mut late, "outcome", "He did not want it");
    let conflict = send(&mut coordinator, &path, &late).await;
    assert_eq!(conflict.status, 409);
    assert!(conflict.says("The plan hangs on his fridge"), "what was saved");
    assert_eq!(conflict.value("outcome").trim(), "He did not want it", "what was typed");
    assert_eq!(text_of(&world, "select state from action where action_id = $1", &action).await, "done");
    let again = form(&conflict, &path);
    assert_eq!(send(&mut coordinator, &path, &again).await.status, 303);
    assert_eq!(text_of(&world, "select state from action where action_id = $1", &action).await, "stopped");
});

both!(police_and_ambulance_see_only_their_own_actions, world, {
    let person = world.person("Tomasz").await;
    let new = format!("/people/{person}/plan/actions/new");
    let mut nurse = world.signed_in("nia@lda.example").await;
    for (code, what) in [("POL", "Flag the address"), ("AMB", "Write a care plan for crews")] {
        let mut fields = form(&nurse.get(&new).await, &new);
        for (name, value) in [
            ("what", what),
            ("horizon", "now"),
            ("owner_agency", world.agency(code).await.as_str()),
            ("owner_name", "Duty team"),
            ("due_day", "30"),
            ("due_month", "11"),
            ("due_year", "2026"),
        ] {
            fill(&mut fields, name, value);
        }
        assert_eq!(send(&mut nurse, &new, &fields).await.status, 303, "{code}");
    }
    let before = rows_of_everything(&world).await;
    let theirs = action_of(&world, &person, "LDA").await;
    for (name, own, what, not) in [
        ("officer@pol.example", "POL", "Flag the address", "Write a care plan for crews"),
        ("paramedic@amb.example", "AMB", "Write a care plan for crews", "Flag the address"),
    ] {
        let mut browser = world.signed_in(name).await;
        let page = browser.get(&format!("/people/{person}")).await;
        assert_eq!(page.status, 200, "{name}");
        assert!(page.says(what), "{name}");
        assert!(!page.says(not) && !page.says("Draw up a one-page plan"), "{name}");
        assert_eq!(browser.get(&format!("/people/{person}/plan")).await.status, 403, "{name} changes no plan");
        let path = format!("/people/{person}/actions/{theirs}");
        assert_eq!(browser.get(&path).await.status, 404, "{name}");
        let sent = [("version", "1"), ("state", "done"), ("outcome", "We did it")];
        assert_eq!(browser.post(&path, &sent).await.status, 404, "{name}");
        assert_eq!(rows_of_everything(&world).await, before, "{name}");
        let own = action_of(&world, &person, own).await;
        assert_eq!(browser.get(&format!("/people/{person}/actions/{own}")).await.status, 200, "{name}");
    }
});

/// How often it stands in the plan.
async fn rows(world: &World, person: &str, what: &'static str) -> i64 {
    let sql = match what {
        "issue" => "select count(*) from issue where person_id = $1 and what like 'Twice%'",
        "strategy" => "select count(*) from strategy where person_id = $1 and what like 'Twice%'",
        _ => "select count(*) from action where person_id = $1 and what like 'Twice%'",
    };
    count_of(world, sql, person).await
}

async fn action_fields(world: &World, what: &str) -> Vec<(String, String)> {
    [
        ("what", what),
        ("horizon", "now"),
        ("owner_agency", world.agency("LDA").await.as_str()),
        ("owner_name", "Nia Evans"),
        ("due_day", "30"),
        ("due_month", "11"),
        ("due_year", "2026"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

/// Everything that is added to a plan, as its form sends it.
async fn additions(world: &World, what: &str) -> [(&'static str, &'static str, Vec<(String, String)>); 3] {
    let fields = |fields: &[(&str, &str)]| -> Vec<(String, String)> {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    [
        ("issue", "issues/new", fields(&[("what", what), ("escalation", "Stops answering")])),
        ("strategy", "strategies/new", fields(&[("what", what), ("kind", "tried"), ("result", "helped")])),
        ("action", "actions/new", action_fields(world, what).await),
    ]
}

both!(two_presses_write_a_line_of_the_plan_once, world, {
    let (person, other) = (world.person("Tomasz").await, world.person("Kwame").await);
    let at = |person: &str, page: &str| format!("/people/{person}/plan/{page}");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut second = nurse.clone();
    for (thing, page, fields) in additions(&world, "Twice pressed").await {
        let path = at(&person, page);
        let first = send(&mut nurse, &path, &fields).await;
        assert_eq!(first.status, 303, "{thing}: {}", first.text());
        let again = send(&mut second, &path, &fields).await;
        assert_eq!((again.status, &again.location), (303, &first.location), "{thing}: the second hears the same");
        assert_eq!(again.headers.get("set-cookie"), first.headers.get("set-cookie"), "{thing}: in the same words");
        assert_eq!(rows(&world, &person, thing).await, 1, "{thing}");
    }
    for (thing, page, fields) in additions(&world, "Twice at once").await {
        let path = at(&person, page);
        let (one, two) = tokio::join!(send(&mut nurse, &path, &fields), send(&mut second, &path, &fields));
        assert_eq!((one.status, two.status), (303, 303), "{thing}");
        assert_eq!(rows(&world, &person, thing).await, 2, "{thing}: pressed twice at the same moment");
    }
    // Other words, and the same words about somebody else, are something else.
    for (thing, page, mut fields) in additions(&world, "Twice pressed").await {
        assert_eq!(send(&mut nurse, &at(&other, page), &fields).await.status, 303, "{thing}");
        assert_eq!(rows(&world, &other, thing).await, 1, "{thing}");
        let (name, value) = match thing {
            "issue" => ("escalation", "Leaves the house"),
            "strategy" => ("result", "helped_a_bit"),
            _ => ("due_day", "29"),
        };
        fill(&mut fields, name, value);
        assert_eq!(send(&mut nurse, &at(&person, page), &fields).await.status, 303, "{thing}");
        assert_eq!(rows(&world, &person, thing).await, 3, "{thing}: {name} differs");
    }
    let noted =
        world.column("select line from audit_entry where act = 'change_plan' and line like '%is there already%'").await;
    assert_eq!(noted.len(), 6, "the log tells a second press from a first");
});

both!(the_same_words_after_the_first_are_over_are_a_line_of_their_own, world, {
    let person = world.person("Tomasz").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    for (thing, page, fields) in additions(&world, "Twice in a life").await {
        let path = format!("/people/{person}/plan/{page}");
        assert_eq!(send(&mut nurse, &path, &fields).await.status, 303, "{thing}");
        match thing {
            "issue" => {
                let sql = "select issue_id from issue where person_id = $1 and what = 'Twice in a life'";
                let close = format!("/people/{person}/plan/issues/{}/close", text_of(&world, sql, &person).await);
                assert_eq!(nurse.post(&close, &[("because", "It went away")]).await.status, 303);
            }
            "action" => {
                let sql = "select action_id from action where person_id = $1 and what = 'Twice in a life'";
                let update = format!("/people/{person}/actions/{}", text_of(&world, sql, &person).await);
                let done = [("version", "1"), ("state", "done"), ("outcome", "It is done")];
                assert_eq!(nurse.post(&update, &done).await.status, 303);
            }
            // What was tried is never closed: tried again another day, it is said again.
            _ => {
                world.pass(chrono::TimeDelta::days(1));
                nurse = world.signed_in("nia@lda.example").await;
            }
        }
        assert_eq!(send(&mut nurse, &path, &fields).await.status, 303, "{thing}");
        assert_eq!(rows(&world, &person, thing).await, 2, "{thing}");
    }
});
