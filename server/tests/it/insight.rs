//! The register in numbers.

use crate::{acts::texts_of, both, support::World};

/// The people counted for an agency, or for the whole county.
async fn people(world: &World, code: Option<&'static str>) -> Vec<String> {
    let agency = match code {
        Some(code) => world.agency(code).await,
        None => String::new(),
    };
    texts_of(
        world,
        "select distinct sharing.person_id from sharing join register_entry on register_entry.person_id = sharing.person_id
         where closed_on is null and level = 'record' and until_on >= '2026-11-23' and ($1 = '' or agency_id = $1)",
        &agency,
    )
    .await
}

both!(the_dashboard_counts_what_is_there_for_the_county_and_for_each_agency, world, {
    for (name, code, sees_reviews) in [
        ("manager@lda.example", None, true),
        ("manager@hav.example", Some("HAV"), true),
        ("manager@pol.example", Some("POL"), false),
    ] {
        let people = people(&world, code).await;
        let page = world.signed_in(name).await.get("/dashboard").await;
        assert_eq!(page.status, 200, "{name}");
        let stats = page.all("li.stat");
        assert_eq!(stats[0], format!("{} people on the register", people.len()), "{name}");
        let mut ratings = std::collections::BTreeMap::<String, usize>::new();
        let mut overdue = 0;
        for person in &people {
            let row = texts_of(
                &world,
                "select rating || ' ' || cast(review_due_on as text) from rating where person_id = $1 order by number desc limit 1",
                person,
            )
            .await;
            let word = row.first().map_or("none", |row| row.split_once(' ').unwrap().0);
            *ratings.entry(word.to_owned()).or_default() += 1;
            overdue += usize::from(row.first().is_some_and(|row| row.split_once(' ').unwrap().1 < "2026-11-23"));
        }
        for (word, label) in
            [("red", "Red"), ("amber", "Amber"), ("green", "Green"), ("blue", "Blue"), ("none", "Not rated yet")]
        {
            let row = format!("Rating {label} People {} ", ratings.get(word).copied().unwrap_or_default());
            let rows = page.all("table tbody tr");
            assert!(rows.iter().any(|each| each.starts_with(&row)), "{name}: {row} in {rows:?}");
        }
        let says = stats.iter().any(|stat| stat.contains("overdue") && stat.contains("review"));
        assert_eq!(says, sees_reviews, "{name}");
        if sees_reviews {
            let label = if overdue == 1 { "review overdue" } else { "reviews overdue" };
            assert!(stats.contains(&format!("{overdue} {label}")), "{name}: {overdue} in {stats:?}");
        }
    }
});

both!(the_police_count_their_own_actions_and_nobody_elses, world, {
    let page = world.signed_in("manager@pol.example").await.get("/dashboard").await;
    assert!(page.says("No action is open"), "the police own none");
    let county = world.signed_in("manager@lda.example").await.get("/dashboard").await;
    let open = world
        .count(
            "select count(*) from action where finished_on is null and person_id in
             (select person_id from sharing where level = 'record')",
        )
        .await;
    assert!(open > 0);
    assert!(county.all("li.stat").iter().any(|stat| stat.ends_with(&format!("{open} open"))));
});

both!(whoever_waits_to_be_asked_is_counted_and_whoever_said_no_is_not, world, {
    let waiting = world.count("select count(distinct person_id) from referral where state = 'waiting'").await;
    let page = world.signed_in("manager@lda.example").await.get("/dashboard").await;
    let planning = world.count("select count(*) from register_entry where planning and closed_on is null").await;
    let people = world.count("select count(*) from register_entry where closed_on is null").await;
    assert!(planning > 0 && planning < people, "the demo county has both: {planning} of {people}");
    let rounded = app::insight::model::for_planning(planning);
    assert!(page.says(&format!("Said yes to being counted, without their name, to plan services: {rounded}.")));
    assert!(!page.says(&format!("{planning} of {people}")), "an exact number beside the rounded ones would undo them");
    // Those alone are in the numbers for planning, and no number there is small enough to find somebody in.
    let rows = page.all("table:has(caption) tbody tr");
    let rows: Vec<_> = rows.iter().filter(|row| row.contains("Fewer than 5")).collect();
    assert!(!rows.is_empty(), "{}", page.text());
    let stat = page.all("li.stat").into_iter().find(|stat| stat.contains("waiting to be asked")).unwrap();
    assert!(stat.starts_with(&format!("{waiting} people waiting to be asked")), "{stat}");
    assert!(stat.contains("The oldest referral is 9 days old"), "{stat}");
});
