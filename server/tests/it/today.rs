//! Who needs me today.

use crate::{acts::count_of, both, support::World};

const OPEN: &str =
    "sharing.agency_id = $1 and sharing.level = 'record' and (until_on is null or until_on >= '2026-11-23')";

/// What the page must say, counted by statements of our own: reviews, actions, to ask, with overdue.
async fn counts(world: &World, code: &'static str) -> [i64; 5] {
    let agency = world.agency(code).await;
    let sql = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    let latest = "rating.number = (select max(number) from rating other where other.person_id = rating.person_id)";
    let reviews = format!(
        "select count(*) from rating join sharing on sharing.person_id = rating.person_id where {OPEN} and {latest}"
    );
    let actions = format!(
        "select count(*) from action join sharing on sharing.person_id = action.person_id
         where {OPEN} and owner_agency = $1 and state in ('open', 'cannot_yet')"
    );
    let to_ask = "select count(*) from sharing where agency_id = $1 and level = 'asking'".to_owned();
    [
        count_of(world, sql(format!("{reviews} and review_due_on <= '2026-11-30'")), &agency).await,
        count_of(world, sql(format!("{reviews} and review_due_on < '2026-11-23'")), &agency).await,
        count_of(world, sql(format!("{actions} and due_on <= '2026-11-30'")), &agency).await,
        count_of(world, sql(format!("{actions} and due_on < '2026-11-23'")), &agency).await,
        count_of(world, sql(to_ask), &agency).await,
    ]
}

fn stat([one, many]: [&str; 2], count: i64, overdue: i64) -> String {
    let label = if count == 1 { one } else { many };
    let overdue = if overdue > 0 { format!(" {overdue} overdue") } else { String::new() };
    format!("{count} {label}{overdue}")
}

both!(the_numbers_at_the_top_are_those_of_the_records, world, {
    // The provider has time yet for what it owns, but for this.
    world
        .meddle(
            "update action set due_on = '2026-11-20' where person_id in
             (select person_id from person where given_name = 'Tomasz')",
        )
        .await;
    for (name, code) in [("nia@lda.example", "LDA"), ("worker@asc.example", "ASC"), ("support@hav.example", "HAV")] {
        let [reviews, late_reviews, actions, late_actions, to_ask] = counts(&world, code).await;
        assert!(reviews > 0 && actions > 0, "{name}: the county has something to count");
        let page = world.signed_in(name).await.get("/today").await;
        // What somebody asks for on their own page stands before the numbers of work, where there is any.
        let stats: Vec<String> = page.all("a.stat").into_iter().filter(|stat| !stat.contains("request")).collect();
        assert_eq!(stats[0], stat(["review to do", "reviews to do"], reviews, late_reviews), "{name}");
        assert_eq!(stats[1], stat(["action of ours to do", "actions of ours to do"], actions, late_actions), "{name}");
        assert_eq!(stats[2], stat(["person to ask", "people to ask"], to_ask, 0), "{name}");
        // As many lines as the number says.
        let lines = |part: &str| page.all(&format!("section[aria-labelledby={part}] tbody tr")).len();
        assert_eq!(lines("reviews"), usize::try_from(reviews).unwrap(), "{name}");
        assert_eq!(lines("actions"), usize::try_from(actions).unwrap(), "{name}");
        assert_eq!(lines("to-ask"), usize::try_from(to_ask).unwrap(), "{name}");
        let overdue = page.all("section[aria-labelledby=reviews] tbody .overdue");
        assert_eq!(overdue.len(), usize::try_from(late_reviews).unwrap(), "{name}");
        assert!(overdue.iter().all(|words| words.ends_with("day overdue") || words.ends_with("days overdue")));
    }
});

both!(how_late_a_review_is_stands_in_words, world, {
    world
        .meddle(
            "update rating set review_due_on = '2026-11-22' where person_id in
             (select person_id from person where given_name = 'Tomasz')",
        )
        .await;
    world
        .meddle(
            "update rating set review_due_on = '2026-11-23' where person_id in
             (select person_id from person where given_name = 'Kwame')",
        )
        .await;
    let page = world.signed_in("nia@lda.example").await.get("/today").await;
    let rows = page.all("section[aria-labelledby=reviews] tbody tr");
    let row = |name: &str| rows.iter().find(|row| row.contains(name)).unwrap().clone();
    assert!(row("Tomasz Zielinski").contains("22 November 2026 1 day overdue"), "{}", row("Tomasz"));
    assert!(row("Kwame Boateng").contains("23 November 2026 due today"), "{}", row("Kwame"));
});

both!(each_agency_is_told_only_of_what_it_may_see, world, {
    let mut officer = world.signed_in("officer@pol.example").await;
    let page = officer.get("/today").await;
    assert!(page.all("section[aria-labelledby=reviews], section[aria-labelledby=unrated]").is_empty());
    assert!(!page.says("reviews to do") && !page.says("Amber"));
    assert!(!page.says("Gareth"), "he told the police no");
    let mut senco = world.signed_in("senco@edu.example").await;
    let page = senco.get("/today").await;
    assert!(page.says("Callum Reid"), "whom the school referred");
    assert!(!page.says("Mei Tanaka") && !page.says("Rupert"));
    for (name, leads_to) in [("admin@lda.example", "/agencies"), ("governance@lda.example", "/audit")] {
        let page = world.signed_in(name).await.get("/today").await;
        assert_eq!((page.status, page.location.as_str()), (303, leads_to));
    }
});
