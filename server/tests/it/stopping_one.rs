//! Stopping one agency only: it loses sight at once, and nothing else changes.

use chrono::TimeDelta;

use crate::{
    acts::{all_yes, count_of, decide, fill, form, rows_of_everything, send, text_of, texts_of},
    authority::{add_holder, cannot_decide, checklist, child_of_two, decided_by, holder_value},
    both,
    own_code::{at_home, at_home_of},
    permissions::come_in_as,
    support::{Browser, Page, World},
};

const NURSE: &str = "nia@lda.example";
const TEAM: &str = "coordinator@lda.example";
const OFFICER: &str = "officer@pol.example";
const POLICE: &str = "Moorland Police";
/// Somebody of each agency that Tomasz said yes to, but for the police.
const OTHERS: [&str; 4] = [NURSE, "worker@asc.example", "psychologist@mht.example", "support@hav.example"];

const SEES: &str = "select agency.code from sharing join agency on agency.agency_id = sharing.agency_id
                    where person_id = $1 and level = 'record' order by agency.code";
const DECISIONS: &str = "select count(*) from consent_decision where person_id = $1";
const REQUESTS: &str = "select count(*) from request where person_id = $1";

/// Follows the link with these words, as somebody does who reads the page.
async fn follow(browser: &mut Browser, page: &Page, words: &str) -> (String, Page) {
    let html = scraper::Html::parse_document(&page.html);
    let links = scraper::Selector::parse("main a").unwrap();
    let href = html
        .select(&links)
        .find(|link| link.text().collect::<String>().contains(words))
        .and_then(|link| link.attr("href").map(str::to_owned))
        .unwrap_or_else(|| panic!("no link \u{201c}{words}\u{201d} on: {}", page.text()));
    let led = browser.get(&href).await;
    assert_eq!(led.status, 200, "{href}: {}", led.location);
    (href, led)
}

/// Everything of the newest decision that must be as it was in the one before.
async fn stayed(world: &World, person: &str) -> (Vec<String>, Vec<String>) {
    let of = async |newest: &'static str| texts_of(world, newest, person).await;
    let before =
        of("select authority || cast(review_on as text) || coalesce(holder_id, '') || coalesce(capacity_id, '')
                     from consent_decision where person_id = $1 and number =
                       (select max(number) - 1 from consent_decision latest where latest.person_id = $1)")
        .await;
    let after =
        of("select authority || cast(review_on as text) || coalesce(holder_id, '') || coalesce(capacity_id, '')
                    from consent_decision where person_id = $1 and number =
                      (select max(number) from consent_decision latest where latest.person_id = $1)")
        .await;
    (before, after)
}

both!(a_person_stops_one_agency_on_their_own_page_and_nothing_else_changes, world, {
    let tomasz = world.person("Tomasz").await;
    let record = format!("/people/{tomasz}");
    let mut browser = at_home(&world, &tomasz).await;
    let mut officer = come_in_as(&world, OFFICER).await;
    assert_eq!(officer.get(&record).await.status, 200);
    let saw = texts_of(&world, SEES, &tomasz).await;
    let planning = "select cast(planning as text) from register_entry where person_id = $1 and closed_on is null";
    let counted = text_of(&world, planning, &tomasz).await;
    // By its name, on both pages that say who sees it.
    let page = browser.get("/me/change-mind").await;
    // Both ways are at the top, and lead to where each of them is on the page.
    let ways = ["Stop sharing with everybody", "Stop sharing with just 1 group"];
    assert_eq!(page.all("main .own-tiles a"), ways);
    assert_eq!(page.attributes("main .own-tiles a", "href"), ["#everybody", "#one"]);
    assert_eq!([page.all("h2#everybody"), page.all("h2#one")].concat(), ways);
    let (path, _) = follow(&mut browser, &page, &format!("Stop sharing with {POLICE}")).await;
    let page = browser.get("/me/who").await;
    let (same, before) = follow(&mut browser, &page, &format!("Stop sharing with {POLICE}")).await;
    assert_eq!(path, same);
    assert!(before.says("Your support stays the same.") && before.says("The others can still see it."));
    assert_eq!(before.marked("stop"), [format!("{POLICE} cannot see it any more.")], "{}", before.html);
    assert_eq!(texts_of(&world, SEES, &tomasz).await, saw, "to look at the page stops nothing");

    let fields = form(&before, &path);
    let done = send(&mut browser, &path, &fields).await;
    let page = browser.get(&done.location).await;
    assert_eq!(page.heading(), format!("{POLICE} can no longer see it"), "{}", page.text());
    assert_eq!(page.marked("stop"), [format!("{POLICE} can no longer see it.")], "{}", page.html);
    for said in
        ["Nothing else changes.", "Your support stays the same.", &format!("{POLICE} cannot see your information.")]
    {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    assert!(page.says("Council social care") || page.says("can see your information."), "the receipt: {}", page.text());

    let kept: Vec<String> = saw.iter().filter(|code| *code != "POL").cloned().collect();
    assert_eq!(texts_of(&world, SEES, &tomasz).await, kept);
    assert_eq!(officer.get(&record).await.status, 404, "at once");
    assert!(!officer.post("/people/search", &[("q", "Zielinski")]).await.html.contains(&record));
    for name in OTHERS {
        assert_eq!(come_in_as(&world, name).await.get(&record).await.status, 200, "{name}");
    }
    let (before, after) = stayed(&world, &tomasz).await;
    assert_eq!(before, after, "who decided, by what, and when it is asked again");
    assert_eq!(text_of(&world, planning, &tomasz).await, counted);
    let by = "select coalesce(recorded_by, 'nobody') from consent_decision where person_id = $1 order by number desc";
    assert_eq!(texts_of(&world, by, &tomasz).await[0], "nobody", "nobody but the person wrote it down");
    let written =
        "select count(*) from audit_entry where person_id = $1 and act = 'change_own_mind' and outcome = 'allowed'";
    assert_eq!(count_of(&world, written, &tomasz).await, 1);
    let who = browser.get("/me/who").await;
    assert!(who.says("Stop sharing with") && !who.says(&format!("Stop sharing with {POLICE}")), "{}", who.text());
    assert!(who.says("Who cannot see it"), "{}", who.text());
    assert_eq!(who.marked("stop"), [format!("{POLICE}: you stopped sharing with them.")], "{}", who.html);
    assert!(!who.says("the answer was no"), "it was yes: {}", who.text());
    assert!(who.says("Do you want one of them to see it?"), "a mind is changed both ways: {}", who.text());
    assert_eq!(who.all("main a[href='/me/talk']").len(), 1, "{}", who.html);
    let told = format!("{POLICE}: sharing was stopped after a yes");
    let page = come_in_as(&world, NURSE).await.get(&record).await;
    assert!(page.says(&told), "{}", page.text());
    assert!(page.says("The person, on their own page") && !page.says("on their own page, –"), "{}", page.text());
    assert!(browser.get("/me/answers").await.says(&format!("{POLICE} cannot see your information.")));

    // The register's team follows it up as any change of mind, and reads which agency to tell.
    let mut team = come_in_as(&world, TEAM).await;
    assert!(team.get("/today").await.says("Changed their mind"));
    let task = text_of(&world, "select request_id from request where person_id = $1", &tomasz).await;
    let task = team.get(&format!("{record}/asked/{task}")).await;
    assert!(task.says("Tell each of them") && task.says(POLICE) && !task.says("Haven"), "{}", task.text());

    for name in [NURSE, "worker@asc.example"] {
        let mut colleague = come_in_as(&world, name).await;
        let today = colleague.get("/today").await;
        assert!(!today.all("section[aria-labelledby=requests] tr").iter().any(|row| row.contains("Changed")), "{name}");
    }
    let mut worker = come_in_as(&world, "worker@asc.example").await;
    assert!(!worker.get(&record).await.says("They asked for something"), "nor is it for them to answer");

    // A second press is no second decision.
    let rows = rows_of_everything(&world).await;
    let again = send(&mut browser, &path, &fields).await;
    assert_eq!(browser.get(&again.location).await.heading(), format!("{POLICE} can no longer see it"));
    assert_eq!(rows_of_everything(&world).await, rows);
    assert!(browser.get(&path).await.says(&format!("{POLICE} cannot see it now.")));
});

both!(two_agencies_that_are_stopped_one_after_the_other_stand_both_on_the_task, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    for code in ["POL", "AMB"] {
        let agency = world.agency(code).await;
        assert_eq!(browser.post(&format!("/me/change-mind/{agency}"), &[]).await.status, 303);
    }
    let mut team = come_in_as(&world, TEAM).await;
    let tasks = texts_of(&world, "select request_id from request where person_id = $1", &tomasz).await;
    assert_eq!(tasks.len(), 1, "one is enough");
    let who = browser.get("/me/who").await;
    assert!(who.says(&format!("{POLICE}: you stopped sharing with them.")), "the first too: {}", who.text());
    // What was said of the others when the first stopped is true no more.
    let first = browser.get(&format!("/me/stopped/{}", world.agency("POL").await)).await;
    assert!(first.says("can no longer see it") && !first.says("can see your information."), "{}", first.text());
    assert!(!first.says("Nothing else changes"), "{}", first.text());
    let asked = browser.get("/me/asked").await;
    assert!(asked.says(&format!("We stopped sharing with {POLICE} on 23 November 2026.")), "{}", asked.text());
    let task = team.get(&format!("/people/{tomasz}/asked/{}", tasks[0])).await;
    let ambulance = text_of(&world, "select name from agency where code = $1", "AMB").await;
    assert!(task.says(POLICE) && task.says(&ambulance), "{}", task.text());
});

both!(what_a_person_stopped_is_called_by_its_name_and_nobody_makes_them_wait_for_it, world, {
    let tomasz = world.person("Tomasz").await;
    let mut browser = at_home(&world, &tomasz).await;
    let police = world.agency("POL").await;
    assert_eq!(browser.post(&format!("/me/change-mind/{police}"), &[]).await.status, 303);
    assert_eq!(browser.post("/me/change-mind", &[("words", "I want it to stop")]).await.status, 303);
    let page = browser.get("/me/page").await;
    assert!(!page.says("for an answer"), "both are done: {}", page.text());
    let asked = browser.get("/me/asked").await;
    for said in [
        "We stopped sharing with everybody.",
        "We stopped sharing on 23 November 2026.",
        &format!("We stopped sharing with {POLICE}."),
    ] {
        assert!(asked.says(said), "{said}: {}", asked.text());
    }
    assert!(!asked.says("Somebody will answer you."), "{}", asked.text());
    let page = browser.get(&format!("/me/stopped/{police}")).await;
    assert_eq!(page.location, "/me/changed", "the others cannot see it any more either");
    let mut team = come_in_as(&world, TEAM).await;
    for path in ["/today".to_owned(), format!("/people/{tomasz}")] {
        let page = team.get(&path).await;
        for whom in [POLICE, "everybody"] {
            let said = format!("Sharing with {whom} stopped on 23 November 2026");
            assert!(page.says(&said), "{path}: {said}: {}", page.text());
        }
    }
});

both!(a_person_tells_staff_to_stop_one_agency_and_takes_a_receipt_home, world, {
    let tomasz = world.person("Tomasz").await;
    let record = format!("/people/{tomasz}");
    let mut nurse = come_in_as(&world, NURSE).await;
    let page = nurse.get(&record).await;
    let (_, page) = follow(&mut nurse, &page, "They changed their mind").await;
    let (path, page) = follow(&mut nurse, &page, &format!("Stop sharing with {POLICE}")).await;
    assert!(page.says("Nothing else changes"), "{}", page.text());
    let mut fields = form(&page, &path);
    let rows = rows_of_everything(&world).await;
    fill(&mut fields, "decider", "court_deputy");
    fill(&mut fields, "words", "Not the police");
    let refused = send(&mut nurse, &path, &fields).await;
    assert_eq!((refused.status, refused.errors()), (422, vec!["Select who wants this".to_owned()]));
    assert_eq!(refused.value("words").trim(), "Not the police");
    assert_eq!(rows_of_everything(&world).await, rows);
    fill(&mut fields, "decider", "person");
    // What a form brings besides is nothing that happened.
    fill(&mut fields, "stopped", "Everybody");
    for _ in 0..2 {
        let page = send(&mut nurse, &path, &fields).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(
            page.says(&format!("{POLICE} can no longer see it"))
                && page.says(&format!("You stopped sharing with {POLICE}."))
        );
        assert!(page.says("Nothing else changes") && !page.says("Everybody"), "{}", page.text());
    }
    assert!(!texts_of(&world, SEES, &tomasz).await.contains(&"POL".to_owned()));
    assert_eq!(count_of(&world, REQUESTS, &tomasz).await, 1, "two presses make one");
    let mut team = come_in_as(&world, TEAM).await;
    let task = text_of(&world, "select request_id from request where person_id = $1", &tomasz).await;
    let task = team.get(&format!("{record}/asked/{task}")).await;
    assert!(
        task.says("Not the police") && task.says(POLICE) && task.says("Nia Evans wrote it down"),
        "{}",
        task.text()
    );
    assert!(nurse.get(&record).await.says(&format!("Yes, but no more to {POLICE}")));
    assert_eq!(nurse.get(&path).await.status, 303, "there is nothing left to stop");
});

both!(an_agency_writes_down_that_it_is_stopped_itself_and_reads_no_decision, world, {
    let tomasz = world.person("Tomasz").await;
    let police = world.agency("POL").await;
    let mut officer = come_in_as(&world, OFFICER).await;
    let path = format!("/people/{tomasz}/withdraw/{police}");
    let page = officer.get(&path).await;
    let page = send(&mut officer, &path, &form(&page, &path)).await;
    assert!(page.says("can no longer see it") && page.says("team can print a receipt"), "{}", page.text());
    assert!(!page.says("Haven") && !page.says("can see your information"), "nor who else sees it: {}", page.text());
    assert_eq!(officer.get(&format!("/people/{tomasz}")).await.status, 404);
});

both!(who_runs_the_register_cannot_be_stopped_by_itself_nor_one_that_does_not_see_it, world, {
    let gareth = world.person("Gareth").await;
    let mut browser = at_home(&world, &gareth).await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let (host, police) = (world.agency("LDA").await, world.agency("POL").await);
    let rows = rows_of_everything(&world).await;
    let page = browser.get(&format!("/me/change-mind/{host}")).await;
    assert!(page.says("You can stop sharing with everybody."), "{}", page.text());
    assert!(page.all("main form[method=post] button").iter().all(|button| !button.contains("Stop")), "no button");
    for agency in [&host, &police] {
        let page = browser.submit(&format!("/me/change-mind/{agency}"), &[]).await;
        assert_eq!(page.status, 303, "it leads back to the page that says why");
        assert_eq!(page.location, format!("/me/change-mind/{agency}"));
        let path = format!("/people/{gareth}/withdraw/{agency}");
        assert_eq!(nurse.get(&path).await.location, format!("/people/{gareth}/withdraw"));
        let status = nurse.post(&path, &[("decider", "person")]).await.status;
        assert_eq!(status, 409, "{agency}");
    }
    assert!(browser.get(&format!("/me/change-mind/{police}")).await.says("cannot see it now"));
    // One that there is not.
    for agency in ["00000000-0000-7000-8000-00000000dead", "nonsense"] {
        for path in [format!("/me/change-mind/{agency}"), format!("/me/stopped/{agency}")] {
            assert_eq!(browser.get(&path).await.status, 404, "{path}");
        }
        assert_eq!(browser.post(&format!("/me/change-mind/{agency}"), &[]).await.status, 404);
        assert_eq!(nurse.get(&format!("/people/{gareth}/withdraw/{agency}")).await.status, 404);
        assert_eq!(
            nurse.post(&format!("/people/{gareth}/withdraw/{agency}"), &[("decider", "person")]).await.status,
            404
        );
    }
    assert_eq!(rows_of_everything(&world).await, rows);
});

both!(of_two_parents_each_stops_an_agency_for_their_own_answer_and_the_narrowest_still_holds, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    let (person, mother, father) = child_of_two(&world, &mut nurse).await;
    for decider in [&mother, &father] {
        assert_eq!(decide(&mut nurse, &person, &decided_by(&world, decider).await).await.status, 303);
    }
    let (police, school) = (world.agency("POL").await, world.agency("EDU").await);
    let mut mum = at_home_of(&world, &person, "Lin Chen").await;
    let mut mei = at_home(&world, &person).await;
    // She decided nothing herself: she may stop everything, and somebody talks with her about one.
    let page = mei.get("/me/change-mind").await;
    assert!(
        page.says("Ask someone to talk to you.") && !page.says("Stop sharing with Moorland Police"),
        "{}",
        page.text()
    );
    let rows = rows_of_everything(&world).await;
    let page = mei.submit(&format!("/me/change-mind/{police}"), &[]).await;
    let page = mei.get(&page.location.clone()).await;
    assert!(page.says("Somebody else has a say in this too."), "{}", page.text());
    assert_eq!(rows_of_everything(&world).await, rows);

    let page = mum.submit(&format!("/me/change-mind/{police}"), &[("own_view", "not_known")]).await;
    assert!(page.says("For you, Lin Chen stopped sharing with Moorland Police."), "{}", page.text());
    let sees = texts_of(&world, SEES, &person).await;
    assert!(!sees.contains(&"POL".to_owned()) && sees.contains(&"EDU".to_owned()), "{sees:?}");
    let (before, after) = stayed(&world, &person).await;
    assert_ne!(before, after, "hers follows hers, and not the father's, which is newer");
    let yes = "select count(*) from consent_agency join consent_decision
               on consent_decision.consent_id = consent_agency.consent_id
               where agency_id = $1 and answer = 'yes' and decided_by = 'Wei Chen'";
    assert_eq!(count_of(&world, yes, &police).await, 1, "his answer is his");
    // For the father, told to staff.
    let path = format!("/people/{person}/withdraw/{school}");
    let fields = [("decider", father.as_str()), ("own_view", "not_known"), ("own_view_words", "She slept")];
    assert_eq!(nurse.post(&path, &fields).await.status, 200);
    let sees = texts_of(&world, SEES, &person).await;
    assert!(!sees.contains(&"EDU".to_owned()) && !sees.contains(&"POL".to_owned()), "{sees:?}");
});

both!(to_stop_one_agency_opens_nothing_that_a_best_interests_decision_keeps_shut, world, {
    let person = world.person("Mei").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let at = |page: &str| format!("/people/{person}/{page}");
    assert_eq!(decide(&mut nurse, &person, &all_yes(&world, &[]).await).await.status, 303);
    let mut mei = at_home(&world, &person).await;
    assert_eq!(send(&mut nurse, &at("capacity"), &cannot_decide()).await.status, 303);
    assert_eq!(send(&mut nurse, &at("best-interests"), &checklist()).await.status, 303);
    let weighed = text_of(&world, "select interests_id from best_interests where person_id = $1", &person).await;
    let (police, school) = (world.agency("POL").await, world.agency("EDU").await);
    let mut best = decided_by(&world, &format!("interests-{weighed}")).await;
    fill(&mut best, &format!("agency-{police}"), "no");
    assert_eq!(decide(&mut nurse, &person, &best).await.status, 303);
    let sees = texts_of(&world, SEES, &person).await;
    assert!(!sees.contains(&"POL".to_owned()), "{sees:?}");
    // Her next decision would take the place of that one too, and the police would see it again.
    let page = mei.submit(&format!("/me/change-mind/{school}"), &[]).await;
    assert!(mei.get(&page.location.clone()).await.says("Ask someone to talk to you."));
    assert_eq!(texts_of(&world, SEES, &person).await, sees);
    // Whoever decided in her best interests stops it.
    let stop = [("decider", format!("interests-{weighed}"))];
    let page = nurse
        .post(
            &at(&format!("withdraw/{school}")),
            &[("decider", stop[0].1.as_str()), ("own_view", "not_sure"), ("own_view_words", "He looked away")],
        )
        .await;
    assert_eq!(page.status, 200, "{}", page.text());
    let now = texts_of(&world, SEES, &person).await;
    assert_eq!(now, sees.into_iter().filter(|code| code != "EDU").collect::<Vec<_>>());
});

both!(where_nothing_is_shared_there_is_no_agency_to_stop, world, {
    let tomasz = world.person("Tomasz").await;
    let police = world.agency("POL").await;
    let path = format!("/me/change-mind/{police}");
    let mut browser = at_home(&world, &tomasz).await;
    let mut team = come_in_as(&world, TEAM).await;
    assert_eq!(browser.submit("/me/change-mind", &[("words", "")]).await.heading(), "Sharing has stopped");
    let rows = rows_of_everything(&world).await;
    assert!(browser.get(&path).await.says("cannot see it now"));
    assert_eq!(browser.submit(&path, &[]).await.location, path);
    assert!(!browser.get("/me/change-mind").await.says("just 1 group"), "there is no choice to make");
    assert!(browser.get("/me/changed").await.says(POLICE), "the receipt of the whole is still there");
    assert!(!browser.get("/me/disagree/diagnosis").await.says("everybody who reads it"), "nobody does");
    assert_eq!(team.post(&format!("/people/{tomasz}/withdraw/{police}"), &[("decider", "person")]).await.status, 409);
    assert_eq!(rows_of_everything(&world).await, rows);
    // Nor when a decision has lapsed.
    let aaliyah = world.person("Aaliyah").await;
    let mut hers = at_home(&world, &aaliyah).await;
    world
        .meddle("update consent_decision set review_on = '2026-11-22', decided_on = '2025-11-22' where kind = 'given'")
        .await;
    world.meddle("update sharing set until_on = '2026-11-22' where level = 'record'").await;
    app::consent::store::settle_lapsed(&world.access).await.unwrap();
    let rows = rows_of_everything(&world).await;
    let page = hers.submit(&path, &[]).await;
    assert_eq!((page.status, page.location.as_str()), (303, path.as_str()), "{}", page.text());
    assert!(hers.get(&path).await.says("cannot see it now"));
    assert_eq!(rows_of_everything(&world).await, rows);
});

both!(a_new_decision_that_takes_a_yes_from_an_agency_is_followed_up_for_that_one, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let police = world.agency("POL").await;
    let answers = all_yes(&world, std::slice::from_ref(&police)).await;
    assert_eq!(decide(&mut nurse, &tomasz, &answers).await.status, 303);
    let mut team = come_in_as(&world, TEAM).await;
    assert!(team.get("/today").await.says("Changed their mind"));
    let task = text_of(&world, "select request_id from request where person_id = $1", &tomasz).await;
    let task = team.get(&format!("/people/{tomasz}/asked/{task}")).await;
    assert!(task.says("Tell each of them") && task.says(POLICE) && !task.says("Haven"), "{}", task.text());
    let number = count_of(&world, DECISIONS, &tomasz).await;
    let receipt = nurse.get(&format!("/people/{tomasz}/consent/receipt/{number}")).await;
    assert!(receipt.says(&format!("Who stopped seeing it {POLICE}")), "{}", receipt.text());
    // The same answers once more take nothing from anybody.
    assert_eq!(decide(&mut nurse, &tomasz, &answers).await.status, 303);
    assert_eq!(count_of(&world, REQUESTS, &tomasz).await, 1);
});

both!(to_stop_one_agency_puts_off_no_day_on_which_somebody_is_asked_again, world, {
    let person = world.person("Mei").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let mut answers = all_yes(&world, &[]).await;
    fill(&mut answers, "cetr", "not_sure");
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
    let asked = "select because || ' ' || cast(due_on as text) from ask_again where person_id = $1 order by because";
    let before = texts_of(&world, asked, &person).await;
    assert_eq!(before.len(), 2, "{before:?}");
    world.pass(TimeDelta::days(5));
    let mut nurse = come_in_as(&world, NURSE).await;
    let police = world.agency("POL").await;
    assert_eq!(nurse.post(&format!("/people/{person}/withdraw/{police}"), &[("decider", "person")]).await.status, 200);
    assert_eq!(texts_of(&world, asked, &person).await, before);
});

both!(a_form_signed_before_one_agency_was_stopped_does_not_open_it_again, world, {
    let person = world.person("Tomasz").await;
    let mut browser = at_home(&world, &person).await;
    let police = world.agency("POL").await;
    assert_eq!(browser.post(&format!("/me/change-mind/{police}"), &[]).await.status, 303);
    let mut nurse = come_in_as(&world, NURSE).await;
    let mut answers = all_yes(&world, &[]).await;
    fill(&mut answers, "decided_day", "22");
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 422);
    assert!(!texts_of(&world, SEES, &person).await.contains(&"POL".to_owned()));
});

both!(a_deputy_whose_papers_were_seen_stops_one_agency_by_the_papers_they_decided_with, world, {
    let person = world.person("Mei").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    assert_eq!(send(&mut nurse, &format!("/people/{person}/capacity"), &cannot_decide()).await.status, 303);
    assert_eq!(add_holder(&mut nurse, &person, "Ken Tanaka", "court_deputy").await.status, 303);
    let deputy = holder_value(&world, "Ken Tanaka").await;
    assert_eq!(decide(&mut nurse, &person, &decided_by(&world, &deputy).await).await.status, 303);
    let mut ken = at_home_of(&world, &person, "Ken Tanaka").await;
    let police = world.agency("POL").await;
    let page = ken.submit(&format!("/me/change-mind/{police}"), &[("own_view", "not_known")]).await;
    assert!(page.says("For you, Ken Tanaka stopped sharing with Moorland Police."), "{}", page.text());
    let (before, after) = stayed(&world, &person).await;
    assert_eq!(before, after);
});
