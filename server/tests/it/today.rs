//! Who needs me today.

use chrono::TimeDelta;

use crate::{
    acts::{all_yes, count_of, decide, fill, texts_of},
    both,
    permissions::come_in_as,
    support::World,
};

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

/// Sixty others whom the register's own agency is to ask, each referred on a day of its own.
const WAITING: [&str; 3] = [
    "with recursive many (n) as (select 10 union all select n + 1 from many where n < 69)
     insert into person (person_id, given_name, family_name, known_as, address, address_restricted, phone,
                         diagnosis_evidence, communication, what_matters, version, created_at, listed_as)
     select '00000000-0000-7000-8000-0000000000' || n, 'Waiting', 'Number ' || n, '', '', address_restricted, '', '', '',
            '', 1, created_at, 'number ' || n
     from many cross join person where given_name = 'Tomasz'",
    "insert into referral (referral_id, person_id, agency_id, source, reason, received_at, state)
     select person_id, person_id, (select agency_id from agency where code = 'EDU'), 'professional', '', '2026-11-01T00:00:00Z',
            'waiting' from person where given_name = 'Waiting'",
    "insert into sharing (person_id, agency_id, level)
     select person_id, (select agency_id from agency where code = 'LDA'), 'asking' from person where given_name = 'Waiting'",
];

both!(a_decision_that_ran_out_is_on_the_first_page_until_somebody_asks_again, world, {
    let tomasz = world.person("Tomasz").await;
    // Of nobody else it runs out on this day.
    world
        .meddle(
            "update consent_decision set review_on = '2026-11-22', decided_on = '2025-11-22'
                 where kind = 'given' and person_id in (select person_id from person where given_name = 'Tomasz')",
        )
        .await;
    world
        .meddle("update sharing set until_on = '2026-11-22' where person_id in (select person_id from person where given_name = 'Tomasz')")
        .await;
    for waiting in WAITING {
        world.meddle(waiting).await;
    }
    app::consent::store::settle_lapsed(&world.access).await.unwrap();
    let because = "select because || ' ' || cast(due_on as text) from ask_again where person_id = $1";
    assert_eq!(texts_of(&world, because, &tomasz).await, ["lapsed 2026-11-22"]);
    let ran_out = "Their decision ran out on 22 November 2026";
    let mut team = come_in_as(&world, "coordinator@lda.example").await;
    let today = team.get("/today").await;
    let asked = today.all("section[aria-labelledby=ask-again] tbody tr");
    let row = asked.iter().find(|row| row.contains("Tomasz Zielinski")).cloned().unwrap_or_default();
    assert!(row.contains(&format!("{ran_out}. Ask again.")) && row.contains("1 day overdue"), "{row}: {asked:?}");
    // Nor does it sink below all those who wait, on whichever database.
    let nurse = come_in_as(&world, "nia@lda.example").await.get("/today").await;
    for page in [&today, &nurse] {
        let to_ask = page.all("section[aria-labelledby=to-ask] tbody tr");
        let row = to_ask.iter().find(|row| row.contains("Tomasz Zielinski")).cloned().unwrap_or_default();
        assert!(row.contains(ran_out), "{row}, of {} lines", to_ask.len());
    }
    assert!(nurse.all("section[aria-labelledby=ask-again] tbody tr").iter().all(|row| !row.contains("Tomasz")));
    // Their page says it, and who stopped seeing it.
    let page = team.get(&format!("/people/{tomasz}")).await;
    assert_eq!(page.heading(), ran_out);
    for said in ["Sharing has stopped by itself", "Moorland Police", "Haven Supported Living"] {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    let receipt = page.attributes("main table a[href$='receipt.pdf']", "href");
    assert_eq!(team.get(&receipt[0]).await.status, 200, "and what they decided before is there to print");
    // Another round changes nothing, a day later it is still there.
    world.pass(TimeDelta::days(1));
    app::consent::store::settle_lapsed(&world.access).await.unwrap();
    let mut team = come_in_as(&world, "coordinator@lda.example").await;
    assert!(team.get("/today").await.says(&format!("{ran_out}. Ask again.")));
    // Somebody asks, and it is done.
    let mut answers = all_yes(&world, &[]).await;
    fill(&mut answers, "decided_day", "24");
    assert_eq!(decide(&mut team, &tomasz, &answers).await.status, 303);
    assert!(!team.get("/today").await.says(ran_out));
    assert!(!texts_of(&world, because, &tomasz).await.iter().any(|because| because.starts_with("lapsed")));
});

both!(whoever_only_refers_does_not_read_that_a_decision_ran_out, world, {
    let tomasz = world.person("Tomasz").await;
    world.pass(TimeDelta::days(395));
    app::consent::store::settle_lapsed(&world.access).await.unwrap();
    world
        .meddle(
            "insert into referral (referral_id, person_id, agency_id, source, reason, received_at, state)
                 select person_id, person_id, (select agency_id from agency where code = 'EDU'), 'professional', '',
                        '2027-12-01T00:00:00Z', 'waiting' from person where given_name = 'Tomasz'",
        )
        .await;
    world
        .meddle("insert into sharing (person_id, agency_id, level)
                 select person_id, (select agency_id from agency where code = 'EDU'), 'asking' from person where given_name = 'Tomasz'")
        .await;
    let mut school = come_in_as(&world, "senco@edu.example").await;
    let (record, today) = (school.get(&format!("/people/{tomasz}")).await, school.get("/today").await);
    assert_eq!(record.heading(), "Referral: not asked yet");
    assert!(today.says("Tomasz Zielinski"));
    assert!(!record.says("ran out") && !today.says("ran out"), "{}", record.text());
});

both!(a_conversation_that_was_begun_is_led_back_to_from_today_and_the_record_by_whoever_began_it, world, {
    let mut team = come_in_as(&world, "coordinator@lda.example").await;
    let waits = team.get("/today").await.attributes("section[aria-labelledby=to-ask] tbody a", "href")[0].clone();
    let on_the_list = format!("/people/{}", world.person("Tomasz").await);
    for record in [&waits, &on_the_list] {
        let page = team.get(record).await;
        assert!(!page.says("Go on with the questions"), "{}", page.text());
        let begun = team.post(&format!("{record}/consent/start"), &[("format", "easy-read")]).await;
        assert_eq!(begun.status, 303);
        assert!(team.get(record).await.says("Go on with the questions"));
    }
    let leads = format!("section[aria-labelledby=to-ask] tbody a[href='{waits}/consent']");
    assert_eq!(team.get("/today").await.all(&leads).len(), 1);
    // It is nobody else's, and it waits for 14 days.
    let mut colleague = come_in_as(&world, "nia@lda.example").await;
    assert!(!colleague.get("/today").await.says("Go on with the questions"));
    assert!(!colleague.get(&waits).await.says("Go on with the questions"));
    world.pass(TimeDelta::days(15));
    let mut team = come_in_as(&world, "coordinator@lda.example").await;
    assert!(!team.get("/today").await.says("Go on with the questions"));
    assert!(!team.get(&waits).await.says("Go on with the questions"));
});
