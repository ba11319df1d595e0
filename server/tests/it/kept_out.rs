//! One colleague finds nothing of a person who does not want them to look.

use app::{routes::routes, web::Rule};

use crate::{
    acts::{count_of, fill, form, referral, rows_of_everything, send, text_of, texts_of},
    both,
    own_code::{at_home, at_home_as},
    paper::code_on,
    permissions::come_in_as,
    support::{Browser, Page},
};

const NURSE: &str = "nia@lda.example";
const WORKER: &str = "worker@asc.example";
const HER_MANAGER: &str = "manager@asc.example";

/// Keeps somebody out as the page leads one: a name, then one of those that it may mean.
async fn keep_out(browser: &mut Browser, person: &str, name: &str, words: &str) {
    let path = format!("/people/{person}/kept-out");
    let which = browser.post(&path, &[("name", name), ("words", words)]).await;
    assert_eq!(which.status, 200, "{}", which.text());
    let staff = which.attributes("input[name=staff]", "value");
    assert_eq!(staff.len(), 1, "{}", which.text());
    let page = browser.post(&path, &[("name", name), ("words", words), ("staff", &staff[0])]).await;
    assert_eq!((page.status, page.location.as_str()), (303, path.as_str()), "{}", page.text());
}

async fn found(browser: &mut Browser, name: &str) -> Page {
    browser.post("/people/search", &[("q", name)]).await
}

/// Every page of the register that may name people: of one person, and lists.
async fn pages_that_name(browser: &mut Browser, person: &str, name: &str) -> Vec<String> {
    let mut naming = Vec::new();
    for route in routes() {
        if route.method != "GET" || !matches!(route.rule, Rule::May(_)) {
            continue;
        }
        let path = route.path.replace("{person}", person).replace("{number}", "1").replace("{step}", "on_the_list");
        if !path.contains('{') && browser.get(&path).await.says(name) {
            naming.push(path);
        }
    }
    if found(browser, name).await.says(name) {
        naming.push("search".to_owned());
    }
    naming
}

async fn counted(browser: &mut Browser) -> Vec<String> {
    let dashboard = browser.get("/dashboard").await;
    assert_eq!(dashboard.status, 200);
    dashboard.all("td, dd, .nhsuk-table__cell")
}

both!(a_colleague_whom_the_person_keeps_out_finds_nothing_of_them_anywhere, world, {
    let tomasz = world.person("Tomasz").await;
    let (mut worker, mut manager) = (come_in_as(&world, WORKER).await, come_in_as(&world, HER_MANAGER).await);
    let before = pages_that_name(&mut manager, &tomasz, "Zielinski").await;
    assert!(before.contains(&format!("/people/{tomasz}")) && before.contains(&"search".to_owned()), "{before:?}");
    assert!(pages_that_name(&mut worker, &tomasz, "Zielinski").await.len() > 10);
    let people = counted(&mut manager).await;

    let mut nurse = come_in_as(&world, NURSE).await;
    keep_out(&mut nurse, &tomasz, "mendes", "She is my aunt").await;
    assert_eq!(pages_that_name(&mut worker, &tomasz, "Zielinski").await, [""; 0]);
    for route in routes() {
        if !route.path.starts_with("/people/{person}") || !matches!(route.rule, Rule::May(_)) {
            continue;
        }
        let path = route.path.replace("{person}", &tomasz).replace("{number}", "1").replace("{step}", "on_the_list");
        let page = if route.method == "POST" { worker.post(&path, &[]).await } else { worker.get(&path).await };
        // What her role does not include anyway is told before whose record it is.
        let not_her_role = page.status == 403 && !page.says("Zielinski");
        assert!(page.status == 404 || not_her_role, "{} {path}: {}", route.method, page.status);
    }
    // Her agency sees what it saw, and counts whom it counted.
    assert_eq!(pages_that_name(&mut manager, &tomasz, "Zielinski").await, before);
    assert_eq!(counted(&mut manager).await, people);

    // Of a manager who is kept out the counts leave them out as well.
    keep_out(&mut nurse, &tomasz, "Graham Poole", "").await;
    assert_eq!(pages_that_name(&mut manager, &tomasz, "Zielinski").await, [""; 0]);
    assert_ne!(counted(&mut manager).await, people);
});

both!(a_signed_form_does_not_lead_a_colleague_who_is_kept_out_to_the_person, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let path = format!("/people/{tomasz}/paper");
    let fields = form(&nurse.get(&path).await, &path);
    let printed = send(&mut nurse, &path, &fields).await.location;
    let code = code_on(&mut nurse, &printed).await.0;
    let mut worker = come_in_as(&world, WORKER).await;
    assert_eq!(worker.post("/paper", &[("code", &code)]).await.status, 303);
    keep_out(&mut nurse, &tomasz, "Mendes", "").await;
    let page = worker.post("/paper", &[("code", &code)]).await;
    assert!(page.status == 422 && page.location.is_empty(), "{} {}", page.status, page.location);
});

both!(a_colleague_who_is_kept_out_learns_nothing_by_referring_the_person_again, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    keep_out(&mut nurse, &tomasz, "Mendes", "").await;
    let mut worker = come_in_as(&world, WORKER).await;
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &tomasz).await;
    let number = text_of(&world, "select nhs_number from person where person_id = $1", &tomasz).await;
    let mut fields = referral("Tomasz", "Zielinski", (&born[8..], &born[5..7], &born[..4]));
    let everybody = "select count(*) from person where family_name = $1";

    // Surely the same: it comes to the record that is there, and she is told what everybody is told.
    fill(&mut fields, "nhs_number", &number);
    let page = send(&mut worker, "/refer", &fields).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/referrals"), "{}", page.text());
    assert_eq!(count_of(&world, everybody, "Zielinski").await, 1);
    assert_eq!(pages_that_name(&mut worker, &tomasz, "Zielinski").await, [""; 0]);

    // Only likely the same: no page says so to her, and the register's team is told of both.
    fill(&mut fields, "nhs_number", "");
    let page = send(&mut worker, "/refer", &fields).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/referrals"), "{}", page.text());
    assert_eq!(count_of(&world, everybody, "Zielinski").await, 2);
    assert_eq!(worker.get(&format!("/people/{tomasz}")).await.status, 404);
    let second = "select person_id from person where family_name = 'Zielinski' and person_id <> $1";
    let second = text_of(&world, second, &tomasz).await;
    assert!(!worker.get(&format!("/people/{second}")).await.html.contains(&tomasz));
    let mut team = come_in_as(&world, "coordinator@lda.example").await;
    let page = team.get(&format!("/people/{second}")).await;
    assert!(page.says("They may be here twice") && page.html.contains(&tomasz), "{}", page.text());
});

both!(keeping_somebody_out_asks_which_colleague_is_meant_and_loses_nothing, world, {
    let tomasz = world.person("Tomasz").await;
    let path = format!("/people/{tomasz}/kept-out");
    let before = rows_of_everything(&world).await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let unknown = nurse.post(&path, &[("name", "Zebedee"), ("words", "Not him")]).await;
    assert_eq!(unknown.status, 422);
    assert_eq!(unknown.errors().len(), 1);
    assert_eq!((unknown.value("name").as_str(), unknown.value("words").trim()), ("Zebedee", "Not him"));
    // One typing mistake, and no job or agency known.
    let which = nurse.post(&path, &[("name", "carla mendez"), ("words", "Not her")]).await;
    assert_eq!(which.status, 200);
    assert!(which.says("Is it this colleague?") && which.says("Social worker"), "{}", which.text());
    assert_eq!(which.value("words").trim(), "Not her");
    // Nobody was chosen, or somebody who is not among them: asked again.
    let other = nurse.post(&path, &[("name", "carla mendez"), ("staff", "00000000-0000-7000-8000-000000000001")]).await;
    assert!(other.status == 200 && other.says("Is it this colleague?"));
    let nobody = nurse.post(&path, &[]).await;
    assert_eq!((nobody.status, nobody.errors()), (422, vec!["Enter the colleague\u{2019}s name".to_owned()]));
    // Oneself is not among those who are offered.
    assert_eq!(nurse.post(&path, &[("name", "Nia Evans")]).await.status, 422);
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(two_who_keep_the_same_colleague_out_at_once_make_one_entry, world, {
    let tomasz = world.person("Tomasz").await;
    let path = format!("/people/{tomasz}/kept-out");
    let (mut nurse, mut coordinator) =
        (come_in_as(&world, NURSE).await, come_in_as(&world, "coordinator@lda.example").await);
    let which = nurse.post(&path, &[("name", "Mendes")]).await;
    let staff = which.attributes("input[name=staff]", "value").remove(0);
    let fields = [("name", "Mendes"), ("staff", staff.as_str())];
    let (one, other) = tokio::join!(nurse.post(&path, &fields), coordinator.post(&path, &fields));
    // Whoever was slower is told that nobody *else* is called so, with the one entry above.
    let mut met = [one.status, other.status];
    met.sort_unstable();
    assert!(met == [303, 303] || met == [303, 422], "{met:?}");
    let rows = count_of(&world, "select count(*) from kept_out where person_id = $1", &tomasz).await;
    assert_eq!(rows, 1);
    assert!(coordinator.get(&path).await.says("Carla Mendes"));
});

both!(a_colleague_is_let_in_again_only_with_a_reason_and_by_somebody_else, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    keep_out(&mut nurse, &tomasz, "Mendes", "We quarrelled").await;
    let page = nurse.get(&format!("/people/{tomasz}/kept-out")).await;
    assert!(page.says("Carla Mendes") && page.says("We quarrelled") && page.says("Nia Evans"), "{}", page.text());
    let href = page.attributes("a[href$='/let-in']", "href").remove(0);
    let mut worker = come_in_as(&world, WORKER).await;
    assert_eq!(worker.get(&href).await.status, 404);
    assert_eq!(worker.post(&href, &[("because", "I want to")]).await.status, 404);
    let empty = nurse.post(&href, &[("because", " ")]).await;
    assert_eq!((empty.status, empty.errors()), (422, vec!["Enter why they may look again".to_owned()]));
    assert_eq!(worker.get(&format!("/people/{tomasz}")).await.status, 404);
    assert_eq!(nurse.post(&href, &[("because", "They made up")]).await.status, 303);
    assert_eq!(worker.get(&format!("/people/{tomasz}")).await.status, 200);
    // A slower colleague finds it done.
    assert_eq!(nurse.post(&href, &[("because", "They made up")]).await.status, 303);
    assert_eq!(nurse.get(&href).await.status, 404);
    let reasons = texts_of(&world, "select ended_because from kept_out where person_id = $1", &tomasz).await;
    assert_eq!(reasons, ["They made up"]);
    // What was done to whose record stands in the log, without names or words.
    let log = "select line from audit_entry where person_id = $1 and act = 'keep_out' order by seq";
    let log = texts_of(&world, log, &tomasz).await;
    assert!(
        log.iter().any(|line| line.contains("kept_out")) && log.iter().any(|line| line.contains("let_in")),
        "{log:?}"
    );
    assert!(
        !log.iter().any(|line| ["Mendes", "quarrelled", "made up"].iter().any(|word| line.contains(word))),
        "{log:?}"
    );
});

both!(who_reads_no_decisions_neither_keeps_out_nor_sees_who_is, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    keep_out(&mut nurse, &tomasz, "Mendes", "").await;
    for name in ["officer@pol.example", "paramedic@amb.example"] {
        let mut browser = come_in_as(&world, name).await;
        let record = browser.get(&format!("/people/{tomasz}")).await;
        assert!(record.status == 200 && !record.says("Carla Mendes"), "{name}");
        let page = browser.get(&format!("/people/{tomasz}/kept-out")).await;
        assert!(page.status == 403 && page.says("does not see this part"), "{name}");
    }
    assert!(nurse.get(&format!("/people/{tomasz}")).await.says("Carla Mendes"));
});

both!(the_person_reads_whom_they_keep_out_and_nobody_else_with_a_code_does, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    keep_out(&mut nurse, &tomasz, "Mendes", "She is my aunt").await;
    let mut own = at_home(&world, &tomasz).await;
    let page = own.get("/me/who").await;
    assert!(
        page.says("Who must not look") && page.says("Carla Mendes, Moorland Council Social Care"),
        "{}",
        page.text()
    );
    assert!(page.says("You said: She is my aunt"), "{}", page.text());
    let mut mother = at_home_as(&world, &tomasz, "Ewa Zielinska", "health_welfare_attorney").await;
    let page = mother.get("/me/who").await;
    assert_eq!(page.status, 200);
    assert!(!page.says("Mendes") && !page.says("must not look"), "{}", page.text());
});
