//! What the house does by itself: what follows from the passing of time, and letting go after a no.

use chrono::TimeDelta;

use crate::{
    acts::{all_yes, count_of, decide, fill, send, text_of, texts_of},
    both,
    own_code::at_home,
    support::World,
};

both!(four_weeks_after_a_no_only_who_they_are_and_that_they_said_no_is_left, world, {
    let declan = world.person("Declan").await;
    let details =
        "select address || postcode || phone || communication || what_matters from person where person_id = $1";
    assert!(!text_of(&world, details, &declan).await.is_empty());
    let kept =
        "select given_name || ' ' || family_name || ' ' || cast(born_on as text) from person where person_id = $1";
    let who = text_of(&world, kept, &declan).await;
    let tomasz = world.person("Tomasz").await;
    let others = text_of(&world, details, &tomasz).await;
    // Time is counted from the decision, not from the round.
    world.meddle("update consent_decision set decided_on = '2026-11-01', recorded_at = '2026-11-01T09:00:00Z' where kind = 'refused'").await;
    app::person::forget::forget_refused(&world.access).await.unwrap();
    assert!(!text_of(&world, details, &declan).await.is_empty(), "three weeks are not four");
    world.pass(TimeDelta::days(7));
    app::person::forget::forget_refused(&world.access).await.unwrap();
    let gone = "select address || coalesce(postcode, '') || phone || coalesce(diagnosis, '') || diagnosis_evidence
                || communication || what_matters || known_as from person where person_id = $1";
    assert_eq!(text_of(&world, gone, &declan).await, "");
    assert_eq!(texts_of(&world, "select reason from referral where person_id = $1", &declan).await.concat(), "");
    assert_eq!(text_of(&world, kept, &declan).await, who);
    assert_eq!(text_of(&world, details, &tomasz).await, others, "nobody else loses anything");
    // He is known again, so that nobody asks him every month.
    let mut team = world.signed_in("coordinator@lda.example").await;
    assert!(team.get(&format!("/people/{declan}")).await.says("Closed and restricted"));
    assert!(team.post("/people/search", &[("q", "Declan")]).await.says("Declan"));
});

both!(a_no_of_two_months_ago_that_is_written_down_today_is_kept_four_weeks_from_today, world, {
    let callum = world.person("Callum").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut answers = all_yes(&world, &[]).await;
    fill(&mut answers, "on_the_list", "no");
    fill(&mut answers, "decided_month", "9");
    assert_eq!(decide(&mut nurse, &callum, &answers).await.status, 200);
    let details = "select address from person where person_id = $1";
    let said = "select answers from consent_decision where person_id = $1";
    let (lives, answered) = (text_of(&world, details, &callum).await, text_of(&world, said, &callum).await);
    assert!(!lives.is_empty() && answered.contains("on_the_list"));
    for days in [0, 27] {
        world.pass(TimeDelta::days(days));
        app::person::forget::forget_refused(&world.access).await.unwrap();
        assert_eq!(text_of(&world, details, &callum).await, lives, "after {days} days");
        assert_eq!(text_of(&world, said, &callum).await, answered, "after {days} days");
    }
    world.pass(TimeDelta::days(1));
    app::person::forget::forget_refused(&world.access).await.unwrap();
    assert_eq!(text_of(&world, details, &callum).await, "");
    assert_eq!(text_of(&world, said, &callum).await, "[]");
});

both!(somebody_who_said_no_and_was_forgotten_is_known_again_and_has_one_record, world, {
    let declan = world.person("Declan").await;
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &declan).await;
    world.meddle("update consent_decision set decided_on = '2026-10-01', recorded_at = '2026-10-01T09:00:00Z' where kind = 'refused'").await;
    app::person::forget::forget_refused(&world.access).await.unwrap();
    let people = world.count("select count(*) from person").await;
    let forgotten = "select count(*) from person where person_id = $1 and forgotten_on is not null";
    assert_eq!(count_of(&world, forgotten, &declan).await, 1);
    // By hand, where he lives is said too, which nobody knows any more.
    let mut worker = world.signed_in("worker@asc.example").await;
    let mut sent = crate::acts::referral("Declan", "Moss", (&born[8..10], &born[5..7], &born[0..4]));
    fill(&mut sent, "address", "12 Ropewalk");
    fill(&mut sent, "postcode", "ZZ99 3VZ");
    assert_eq!(send(&mut worker, "/refer", &sent).await.status, 303);
    assert_eq!(world.count("select count(*) from person").await, people, "no second Declan");
    let list = worker.get("/referrals").await;
    assert!(list.says("Declan Moss") && !list.html.contains(&declan), "it reads like that of somebody new");
    assert_eq!(worker.get(&format!("/people/{declan}")).await.status, 404);
    // And by a list.
    let rows = format!("First name,Surname,Date of birth\nDeclan,Moss,{born}\n");
    let mut education = world.signed_in("manager@edu.example").await;
    let page = education.upload("/lists", "list", "ours.csv", rows.as_bytes(), &[]).await;
    let page = education.get(&page.location.clone()).await;
    assert!(page.says("1 added, 0 already here, 0 set aside"), "{}", page.text());
    assert!(!page.html.contains(&declan));
    assert_eq!(world.count("select count(*) from person").await, people);
    assert_eq!(texts_of(&world, "select level from sharing where person_id = $1", &declan).await, ["closed"]);
    // The team answers both; what they say goes in its turn.
    let mut team = world.signed_in("coordinator@lda.example").await;
    assert!(team.get(&format!("/people/{declan}")).await.says("A new referral waits"));
    assert_eq!(team.post(&format!("/people/{declan}/close"), &[("outcome", "mistake")]).await.status, 303);
    app::person::forget::forget_refused(&world.access).await.unwrap();
    assert!(worker.get("/referrals?state=closed").await.says("Made by mistake"), "its referrer hears the outcome");
    world.pass(TimeDelta::days(29));
    app::person::forget::forget_refused(&world.access).await.unwrap();
    assert_eq!(texts_of(&world, "select reason from referral where person_id = $1", &declan).await.concat(), "");
});

/// Takes away the one thing that a round needs of somebody: their decisions cannot be read any more.
const CORRUPT: &str = "update consent_decision set kind = 'nonsense'
                       where person_id = (select person_id from person where given_name = 'Tomasz')";

both!(the_house_writes_down_what_it_does_and_one_that_fails_stops_nobody_else, world, {
    let (tomasz, aaliyah) = (world.person("Tomasz").await, world.person("Aaliyah").await);
    world.pass(TimeDelta::days(395));
    world.meddle(CORRUPT).await;
    let lapsed = "select count(*) from sharing where person_id = $1 and level = 'record'";
    app::consent::store::settle_lapsed(&world.access).await.unwrap();
    assert_eq!(count_of(&world, lapsed, &aaliyah).await, 0, "she is settled");
    assert!(count_of(&world, lapsed, &tomasz).await > 0, "he cannot be read, and is tried again");
    let written = "select count(*) from audit_entry where person_id = $1 and act = 'close_lapsed'
                     and staff_id is null and agency_id is null and outcome = 'allowed'";
    assert_eq!(count_of(&world, written, &aaliyah).await, 1);
    assert_eq!(count_of(&world, written, &tomasz).await, 0, "nothing was done, so nothing is written");
    let all = world.count("select count(*) from audit_entry").await;
    app::consent::store::settle_lapsed(&world.access).await.unwrap();
    assert_eq!(world.count("select count(*) from audit_entry").await, all, "once is enough");
    let verdict = world.access.looking_up(async |house| house.verify_audit().await).await.unwrap();
    assert!(matches!(verdict, app::access::log::Verdict::Whole { .. }), "{verdict:?}");
    let mut team = world.signed_in("coordinator@lda.example").await;
    let looks = team.get(&format!("/people/{aaliyah}/looks")).await;
    assert!(looks.says("The register itself") && looks.says("Close what nobody asked about again in time"));

    // The same with whoever said no.
    let declan = world.person("Declan").await;
    app::person::forget::forget_refused(&world.access).await.unwrap();
    let written = "select count(*) from audit_entry where person_id = $1 and act = 'forget_refused'";
    assert_eq!(count_of(&world, written, &declan).await, 1);
});

both!(a_person_reads_on_their_own_page_that_the_computer_closed_their_notes, world, {
    let person = world.person("Tomasz").await;
    let mut tomasz = at_home(&world, &person).await;
    // Time was up yesterday.
    world.meddle("update consent_decision set review_on = '2026-11-22', decided_on = '2025-11-22'").await;
    world.meddle("update sharing set until_on = '2026-11-22' where level = 'record'").await;
    app::consent::store::settle_lapsed(&world.access).await.unwrap();
    let looks = tomasz.get("/me/looks").await;
    assert!(looks.says("The computer closed your notes, because nobody asked you again in time."), "{}", looks.text());
});

/// What somebody wrote about Declan, with a word of each that must be gone.
const WRITTEN: [&str; 7] = [
    "insert into holder (holder_id, person_id, authority, name, relation, covers, reference, limits, ended_because, added_at)
     select person_id, person_id, 'court_deputy', 'Gone-1', 'Gone-2', 'yes', 'Gone-3', 'Gone-4', 'Gone-5', '2026-10-01T00:00:00Z'
     from person where given_name = 'Declan'",
    "insert into capacity_assessment (capacity_id, person_id, number, test, conclusion, assessed_on, answers, recorded_at)
     select person_id, person_id, 90, 'mental_capacity', 'can_decide', '2026-10-01', '[[\"doubt\",\"Gone-6\"]]', '2026-10-01T00:00:00Z'
     from person where given_name = 'Declan'",
    "insert into best_interests (interests_id, person_id, number, capacity_id, outcome, decided_by, decided_on, review_on, answers, recorded_at)
     select person_id, person_id, 90, person_id, 'no', 'Gone-7', '2026-10-01', '2026-12-01', '[[\"wishes\",\"Gone-8\"]]', '2026-10-01T00:00:00Z'
     from person where given_name = 'Declan'",
    "insert into paper_form (paper_form_id, person_id, kind, questions_version, code_hash, printed_at, expires_on)
     select person_id, person_id, 'adult', 1, person_id, '2026-10-01T00:00:00Z', '2026-10-02' from person where given_name = 'Declan'",
    "insert into paper_scan (paper_scan_id, paper_form_id, page, media_type, bytes, bytes_hash, uploaded_at)
     select person_id, person_id, 1, 'image/png', '', 'Gone-9', '2026-10-01T00:00:00Z' from person where given_name = 'Declan'",
    "insert into request (request_id, person_id, asked_by, kind, about, words, who, how, raised_at, outcome)
     select person_id, person_id, 'Gone-10', 'talk', 'Gone-11', 'Gone-12', 'Gone-13', '', '2026-10-01T00:00:00Z', 'Gone-14'
     from person where given_name = 'Declan'",
    "update consent_decision set decided_on = '2026-10-01', recorded_at = '2026-10-01T09:00:00Z', decided_by = 'Gone-15', answers = '[[\"words\",\"Gone-16\"]]'
     where person_id = (select person_id from person where given_name = 'Declan')",
];

/// Everything that can be read of somebody, in one text.
const ALL_OF_THEM: [&str; 7] = [
    "select name || relation || reference || limits || coalesce(ended_because, '') from holder where person_id = $1",
    "select answers from capacity_assessment where person_id = $1",
    "select decided_by || answers from best_interests where person_id = $1",
    "select bytes_hash from paper_scan where paper_form_id = $1",
    "select asked_by || about || words || who || outcome from request where person_id = $1",
    "select decided_by || answers from consent_decision where person_id = $1",
    "select reason from referral where person_id = $1",
];

async fn all_of(world: &World, person: &str) -> String {
    let mut all = String::new();
    for sql in ALL_OF_THEM {
        all += &texts_of(world, sql, person).await.concat();
    }
    all
}

both!(what_was_said_and_photographed_goes_with_the_details_of_who_said_no, world, {
    let declan = world.person("Declan").await;
    for written in WRITTEN {
        world.meddle(written).await;
    }
    for number in 1..=16 {
        assert!(all_of(&world, &declan).await.contains(&format!("Gone-{number}")), "{number} was written");
    }
    // Somebody refers him before the round comes to him: nothing goes.
    world.meddle("update referral set state = 'waiting' where person_id = (select person_id from person where given_name = 'Declan')").await;
    app::person::forget::forget_refused(&world.access).await.unwrap();
    assert!(all_of(&world, &declan).await.contains("Gone-1"));
    world.meddle("update referral set state = 'closed' where person_id = (select person_id from person where given_name = 'Declan')").await;
    app::person::forget::forget_refused(&world.access).await.unwrap();
    assert!(!all_of(&world, &declan).await.contains("Gone"), "{}", all_of(&world, &declan).await);
    // That he said no, and when, stays, and can be read.
    let stays = "select kind || ' ' || cast(decided_on as text) from consent_decision where person_id = $1";
    assert_eq!(text_of(&world, stays, &declan).await, "refused 2026-10-01");
    let mut team = world.signed_in("coordinator@lda.example").await;
    assert!(team.get(&format!("/people/{declan}")).await.says("Closed and restricted"));
    for page in ["consent", "authority", "paper"] {
        assert_eq!(team.get(&format!("/people/{declan}/{page}")).await.status, 200, "{page}");
    }
});
