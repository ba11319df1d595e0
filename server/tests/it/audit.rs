//! The log: one line for every look and every change, in a chain in which nothing can be changed unseen.

use app::{
    access::{
        log::Verdict,
        model::{
            Actor,
            act::{ChangePlan, ViewRecord},
        },
        permit::Housekeeping,
    },
    base::{error::AppError, ids::PersonId},
    execute, fetch_one,
    plan::{self, model::NewIssue},
};
use sha2::{Digest, Sha256};

use crate::{
    both, own_code,
    permissions::come_in_as,
    support::{Browser, World},
};

/// The entries after a place in the chain: act, outcome, and whether one is about a person.
async fn entries_after(world: &World, seq: i64) -> Vec<String> {
    let lines = world.column("select line from audit_entry order by seq").await;
    lines
        .into_iter()
        .skip(usize::try_from(seq).unwrap())
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(&line).unwrap();
            let about = if line["person"].is_null() { "" } else { " of a person" };
            format!("{} {}{about}", line["act"].as_str().unwrap(), line["outcome"].as_str().unwrap())
        })
        .collect()
}

async fn length(world: &World) -> i64 {
    world.count("select count(*) from audit_entry").await
}

async fn logged(world: &World, browser: &mut Browser, path: &str, fields: Option<&[(&str, &str)]>) -> Vec<String> {
    let before = length(world).await;
    let page = match fields {
        Some(fields) => browser.post(path, fields).await,
        None => browser.get(path).await,
    };
    assert!(page.status < 400 || page.status == 422, "{path}: {} {}", page.status, page.text());
    entries_after(world, before).await
}

both!(every_look_and_every_change_is_one_line_of_the_log, world, {
    let person = world.person("Tomasz").await;
    let at = |page: &str| format!("/people/{person}{page}");
    let mut nurse = come_in_as(&world, "nia@lda.example").await;
    for (page, act) in [
        ("/details", "edit_details"),
        ("/plan", "change_plan"),
        ("/plan/issues/new", "change_plan"),
        ("/plan/strategies/new", "change_plan"),
        ("/plan/actions/new", "change_plan"),
        ("/assessment", "assess_risk"),
        ("/rating", "set_rating"),
        ("/review", "complete_review"),
        ("/consent", "record_consent"),
        ("/withdraw", "withdraw_consent"),
        ("/professionals/new", "edit_details"),
        ("/relatives/new", "edit_details"),
    ] {
        let lines = logged(&world, &mut nurse, &at(page), None).await;
        assert_eq!(lines, [format!("{act} allowed of a person")], "GET {page}");
    }
    // A person reads how often somebody looked: one page is one look.
    assert_eq!(logged(&world, &mut nurse, &at(""), None).await, ["view_record allowed of a person"]);
    for (page, fields, act) in [
        ("/plan/issues/new", &[("what", "He no longer sleeps")][..], "change_plan"),
        ("/professionals", &[("name", "Ada Bevan"), ("job", "Nurse"), ("phone", "01632 960001")], "edit_details"),
        ("/relatives", &[("name", "Jan Zielinski"), ("relation", "Brother")], "edit_details"),
        ("/withdraw", &[("decider", "person")], "withdraw_consent"),
    ] {
        let lines = logged(&world, &mut nurse, &at(page), Some(fields)).await;
        assert_eq!(lines, [format!("{act} allowed of a person")], "POST {page}");
    }
    for path in ["/people", "/today", "/referrals", "/refer"] {
        let lines = logged(&world, &mut nurse, path, None).await;
        assert_eq!(lines.len(), 1, "GET {path}: {lines:?}");
        assert!(!lines[0].contains("of a person"), "{path} is about nobody in particular");
    }
    let lines = logged(&world, &mut nurse, "/people/search", Some(&[("q", "Zielinski")])).await;
    assert_eq!(lines, ["search_people allowed"]);
});

both!(a_referral_is_logged_for_the_person_it_made, world, {
    let mut nurse = come_in_as(&world, "nia@lda.example").await;
    let fields = [
        ("given_name", "Zoë"),
        ("family_name", "Quillfeather"),
        ("born_day", "6"),
        ("born_month", "8"),
        ("born_year", "1990"),
        ("reason", "Not sleeping"),
    ];
    let lines = logged(&world, &mut nurse, "/refer", Some(&fields)).await;
    assert_eq!(lines, ["refer_person allowed of a person", "refer_person allowed"]);
});

both!(what_was_refused_is_in_the_log, world, {
    let gareth = world.person("Gareth").await;
    let before = length(&world).await;
    let mut officer = come_in_as(&world, "officer@pol.example").await;
    assert_eq!(officer.get(&format!("/people/{gareth}")).await.status, 404);
    assert_eq!(officer.get(&format!("/people/{gareth}/rating")).await.status, 403);
    assert_eq!(officer.get("/audit").await.status, 403);
    assert_eq!(
        entries_after(&world, before).await,
        ["view_referral refused of a person", "set_rating refused of a person", "see_audit_log refused"]
    );
    let last = world.column("select line from audit_entry order by seq desc limit 3").await;
    assert!(last[2].contains("\"detail\":\"hidden\""), "{}", last[2]);
    assert!(last[1].contains("\"detail\":\"forbidden\""), "{}", last[1]);
});

both!(what_fails_half_way_leaves_neither_data_nor_a_line, world, {
    let actor: Actor = world.actor("nia@lda.example").await;
    let person: PersonId = world.person("Tomasz").await.parse().unwrap();
    let (issues, entries) = (world.count("select count(*) from issue").await, length(&world).await);
    let new = NewIssue { what: "A worry".into(), escalation: String::new() };
    let failed: Result<(), AppError> = world
        .access
        .with::<ChangePlan, _>(&actor, &person, async |permit| {
            plan::store::add_issue(permit, &new).await?;
            Err(AppError::Conflict)
        })
        .await;
    assert!(matches!(failed, Err(AppError::Conflict)));
    assert_eq!(world.count("select count(*) from issue").await, issues);
    assert_eq!(length(&world).await, entries);
    // And where it does not fail, both are there.
    world
        .access
        .with::<ChangePlan, _>(&actor, &person, async |permit| plan::store::add_issue(permit, &new).await)
        .await
        .unwrap();
    assert_eq!(world.count("select count(*) from issue").await, issues + 1);
    assert_eq!(length(&world).await, entries + 1);
});

both!(a_change_that_cannot_be_logged_is_not_made, world, {
    let mut nurse = come_in_as(&world, "nia@lda.example").await;
    let person = world.person("Tomasz").await;
    let issues = world.count("select count(*) from issue").await;
    // The next entry finds its place taken.
    world
        .meddle(
            "insert into audit_entry (seq, at, act, outcome, line, hash)
             select max(seq) + 1, max(at), 'view_record', 'allowed', '{}', '' from audit_entry",
        )
        .await;
    let page = nurse.post(&format!("/people/{person}/plan/issues/new"), &[("what", "He no longer sleeps")]).await;
    assert_eq!(page.status, 500);
    assert_eq!(world.count("select count(*) from issue").await, issues, "nothing was written");
});

both!(the_log_holds_no_name_and_nothing_that_was_typed, world, {
    let person = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, "nia@lda.example").await;
    nurse.post("/people/search", &[("q", "Zielinski")]).await;
    nurse.post(&format!("/people/{person}/plan/issues/new"), &[("what", "A worry about xylophones")]).await;
    nurse.post(&format!("/people/{person}/withdraw"), &[("decider", "person"), ("words", "xylophones")]).await;
    let names = world.column("select given_name from person union select family_name from person").await;
    for line in world.column("select line from audit_entry").await {
        let line = line.to_lowercase();
        for name in names.iter().map(String::as_str).chain(["xylophone", "Evans", "lda.example"]) {
            // Words of the policy may hold a short name: `"` and blanks stand around a whole one.
            let whole = line.split(|c: char| !c.is_alphanumeric()).any(|word| word == name.to_lowercase());
            assert!(!whole, "{name} in {line}");
        }
    }
});

/// What the newest entry of an act says, and who did it.
async fn newest(world: &World, act: &str) -> (String, String) {
    let lines = world.column("select line from audit_entry order by seq desc").await;
    let line = lines.iter().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let line = line.into_iter().find(|line| line["act"] == act).unwrap();
    let text = |field: &str| line[field].as_str().unwrap_or_default().to_owned();
    (text("detail"), text("staff"))
}

both!(putting_ones_own_password_in_place_of_a_given_one_is_in_the_log, world, {
    let worker = world.actor("worker@asc.example").await.staff_id.to_string();
    let mut administrator = come_in_as(&world, "admin@lda.example").await;
    let given = "four random words here";
    assert_eq!(administrator.post(&format!("/staff/{worker}/password"), &[("password", given)]).await.status, 303);
    let before = length(&world).await;
    let mut carla = world.browser();
    let with = |new| [("email", "worker@asc.example"), ("password", given), ("new", new)];
    assert_eq!(carla.post("/sign-in/password", &with("short")).await.status, 422);
    assert_eq!(length(&world).await, before, "what is refused changes nothing");
    assert_eq!(carla.post("/sign-in/password", &with("my very own words")).await.status, 303);
    assert_eq!(entries_after(&world, before).await, ["own_account allowed"]);
    let newest = newest(&world, "own_account").await;
    assert_eq!(newest, ("replaced a given password by their own".to_owned(), worker));
});

both!(a_tablet_that_is_locked_because_somebody_opened_their_own_page_on_it_is_in_the_log, world, {
    let nurse = world.actor("nia@lda.example").await.staff_id.to_string();
    let person = world.person("Tomasz").await;
    let code = own_code::code_for(&world, &person).await;
    let mut tablet = come_in_as(&world, "nia@lda.example").await;
    let before = length(&world).await;
    assert_eq!(own_code::open(&world, &mut tablet, &person, &code).await.status, 303);
    assert_eq!(entries_after(&world, before).await, ["own_account allowed"]);
    assert_eq!(newest(&world, "own_account").await, ("handed over for own_page".to_owned(), nurse));
    let before = length(&world).await;
    let mut phone = world.browser();
    assert_eq!(own_code::open(&world, &mut phone, &person, &code).await.status, 303);
    assert_eq!(length(&world).await, before, "on a phone of their own nothing is handed over");
});

both!(the_log_of_a_whole_county_is_whole, world, {
    let entries = length(&world).await;
    assert!(entries > 50);
    let verdict = world.peek(Housekeeping::verify_audit).await;
    assert!(matches!(verdict, Verdict::Whole { entries: found, .. } if found == entries), "{verdict:?}");
    // And as its reader sees it.
    let mut governance = come_in_as(&world, "governance@lda.example").await;
    let page = governance.post("/audit/verify", &[]).await;
    assert_eq!(page.status, 200);
    assert!(page.says("whole"), "{}", page.text());
});

/// Meddles in a transaction that is then undone, and answers what checking the chain found in it.
async fn after(world: &World, meddle: impl AsyncFnOnce(&mut Housekeeping) -> Result<(), AppError>) -> Verdict {
    let mut verdict = None;
    let undone: Result<(), AppError> = world
        .access
        .housekeeping(async |house| {
            meddle(house).await?;
            verdict = Some(house.verify_audit().await?);
            Err(AppError::Conflict)
        })
        .await;
    assert!(matches!(undone, Err(AppError::Conflict)), "{undone:?}");
    verdict.unwrap()
}

fn link(previous: &str, line: &str) -> String {
    let digest = Sha256::digest([previous, line].concat().as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes another line and the hash that fits it, as a meddler who knows the method would.
async fn rewrite(house: &mut Housekeeping, seq: i64) -> Result<(), AppError> {
    let (previous,): (String,) = fetch_one!(house, "select hash from audit_entry where seq = $1", seq - 1)?;
    let (line,): (String,) = fetch_one!(house, "select line from audit_entry where seq = $1", seq)?;
    let line = line.replace("\"detail\":\"", "\"detail\":\"not ");
    let hash = link(&previous, &line);
    execute!(house, "update audit_entry set line = $1, hash = $2 where seq = $3", &line, &hash, seq)?;
    Ok(())
}

both!(meddling_with_the_log_shows_at_its_place, world, {
    let last = length(&world).await;
    let broken = |seq, what| Verdict::Broken { seq, what };
    const HASH: &str = "its hash does not follow from the entry before";
    const COLUMNS: &str = "its columns were changed";
    const MISSING: &str = "this entry is missing";

    let verdict = after(&world, async |house| {
        execute!(house, "update audit_entry set line = replace(line, 'allowed', 'refused') where seq = 10").map(|_| ())
    })
    .await;
    assert_eq!(verdict, broken(10, HASH), "a line was changed");

    // Whatever the log's reader is shown from a column must agree with the line that was hashed.
    let verdict = after(&world, async |house| {
        execute!(house, "update audit_entry set outcome = 'refused' where seq = 10").map(|_| ())
    })
    .await;
    assert_eq!(verdict, broken(10, COLUMNS), "what came of it was changed");
    let verdict = after(&world, async |house| {
        execute!(house, "update audit_entry set staff_id = null where seq = 10").map(|_| ())
    })
    .await;
    assert_eq!(verdict, broken(10, COLUMNS), "who did it was removed");
    let now = world.now();
    let verdict =
        after(&world, async |house| execute!(house, "update audit_entry set at = $1 where seq = 10", now).map(|_| ()))
            .await;
    assert_eq!(verdict, broken(10, COLUMNS), "the moment was changed");

    let verdict =
        after(&world, async |house| execute!(house, "delete from audit_entry where seq = 10").map(|_| ())).await;
    assert_eq!(verdict, broken(10, MISSING), "one was taken from the middle");
    let verdict =
        after(&world, async |house| execute!(house, "delete from audit_entry where seq = 1").map(|_| ())).await;
    assert_eq!(verdict, broken(1, MISSING), "the first was taken");
    let verdict =
        after(&world, async |house| execute!(house, "delete from audit_entry where seq = $1", last).map(|_| ())).await;
    assert_eq!(verdict, broken(last, MISSING), "the last was taken");

    assert_eq!(after(&world, async |house| rewrite(house, 10).await).await, broken(11, HASH), "one was hashed anew");
    let verdict = after(&world, async |house| rewrite(house, last).await).await;
    assert_eq!(verdict, broken(last, "it is not the head of the chain"), "the last was hashed anew");

    let verdict = after(&world, async |house| {
        execute!(
            house,
            "insert into audit_entry (seq, at, act, outcome, line, hash)
             select $1, at, act, outcome, line, hash from audit_entry where seq = $2",
            last + 1,
            last
        )
        .map(|_| ())
    })
    .await;
    assert_eq!(verdict, broken(last + 1, "it lies beyond the head of the chain"), "one was added");
    // All of that was undone.
    assert!(matches!(world.peek(Housekeeping::verify_audit).await, Verdict::Whole { .. }));
});

both!(twenty_at_once_do_not_fork_the_chain, world, {
    let person: PersonId = world.person("Tomasz").await.parse().unwrap();
    let before = length(&world).await;
    let actor = world.actor("nia@lda.example").await;
    let looks = (0..20).map(|_| async {
        world.access.with::<ViewRecord, _>(&actor, &person, async |_| Ok(())).await.unwrap();
    });
    futures_util::future::join_all(looks).await;
    let mut browsers = Vec::new();
    for _ in 0..20 {
        browsers.push(come_in_as(&world, "worker@asc.example").await);
    }
    let path = format!("/people/{person}");
    let pages = futures_util::future::join_all(browsers.iter_mut().map(|browser| browser.get(&path))).await;
    assert!(pages.iter().all(|page| page.status == 200));
    assert_eq!(length(&world).await, before + 20 + 20);
    let verdict = world.peek(Housekeeping::verify_audit).await;
    assert!(matches!(verdict, Verdict::Whole { entries, .. } if entries == before + 40), "{verdict:?}");
});

both!(a_person_may_be_told_who_looked, world, {
    let person = world.person("Tomasz").await;
    let mut worker = come_in_as(&world, "worker@asc.example").await;
    worker.get(&format!("/people/{person}")).await;
    let mut coordinator = come_in_as(&world, "coordinator@lda.example").await;
    let page = coordinator.get(&format!("/people/{person}/looks")).await;
    assert_eq!(page.status, 200);
    assert!(page.says("Carla Mendes"), "{}", page.text());
});
