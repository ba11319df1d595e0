//! One colleague finds nothing of a person who does not want them to look.

use app::{routes::routes, web::Rule};

use crate::{
    acts::{count_of, fill, form, referral, rows_of_everything, send, text_of, texts_of},
    both,
    own_code::{at_home, at_home_as, open},
    paper::code_on,
    permissions::{Whose, come_in_as, path_of, whose, with_a_network},
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

/// Every page of the register that may name people: of one person, with everything in it, and lists.
async fn pages_that_name(browser: &mut Browser, whose: &Whose, name: &str) -> Vec<String> {
    let mut naming = Vec::new();
    for route in routes() {
        if route.method != "GET" || !matches!(route.rule, Rule::May(_)) {
            continue;
        }
        let path = path_of(&route, whose);
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
    let whose = whose(&world, "Tomasz").await;
    let tomasz = whose.person.to_string();
    with_a_network(&world).await;
    let (mut worker, mut manager) = (come_in_as(&world, WORKER).await, come_in_as(&world, HER_MANAGER).await);
    let before = pages_that_name(&mut manager, &whose, "Zielinski").await;
    assert!(before.contains(&format!("/people/{tomasz}")) && before.contains(&"search".to_owned()), "{before:?}");
    // So that "not found" below says something: each of these is there for her beforehand.
    let mut there = Vec::new();
    for route in routes().into_iter().filter(|route| route.path.starts_with("/people/{person}")) {
        let path = path_of(&route, &whose);
        assert!(!path.contains('{'), "{path}");
        if route.method == "GET" && worker.get(&path).await.status == 200 {
            there.push(path);
        }
    }
    for path in ["/holder", "/professional", "/relative", "/issue", "/action", "/paper/", "/pages/"] {
        let part = match path {
            "/holder" => format!("/authority/{tomasz}/end"),
            "/professional" => format!("/professionals/{tomasz}/end"),
            "/relative" => format!("/relatives/{tomasz}/end"),
            "/issue" => format!("/issues/{}/close", whose.issue),
            "/action" => format!("/actions/{}", whose.action),
            "/paper/" => format!("/paper/{}", whose.form),
            _ => format!("/pages/{}", whose.scan),
        };
        assert!(there.iter().any(|there| there.ends_with(&part)), "{part} in {there:?}");
    }
    let people = counted(&mut manager).await;

    let mut nurse = come_in_as(&world, NURSE).await;
    keep_out(&mut nurse, &tomasz, "mendes", "She is my aunt").await;
    assert_eq!(pages_that_name(&mut worker, &whose, "Zielinski").await, [""; 0]);
    for route in routes().into_iter().filter(|route| route.path.starts_with("/people/{person}")) {
        let path = path_of(&route, &whose);
        let page = if route.method == "POST" { worker.post(&path, &[]).await } else { worker.get(&path).await };
        // What her role does not include anyway is told before whose record it is.
        let not_her_role = page.status == 403 && !page.says("Zielinski") && !there.contains(&path);
        assert!(page.status == 404 || not_her_role, "{} {path}: {}", route.method, page.status);
    }
    // Her agency sees what it saw, and counts whom it counted.
    assert_eq!(pages_that_name(&mut manager, &whose, "Zielinski").await, before);
    assert_eq!(counted(&mut manager).await, people);

    // Of a manager who is kept out the counts leave them out as well.
    keep_out(&mut nurse, &tomasz, "Graham Poole", "").await;
    assert_eq!(pages_that_name(&mut manager, &whose, "Zielinski").await, [""; 0]);
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

both!(a_colleague_who_is_kept_out_refers_the_person_like_somebody_new, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    keep_out(&mut nurse, &tomasz, "Mendes", "").await;
    let mut worker = come_in_as(&world, WORKER).await;
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &tomasz).await;
    let number = text_of(&world, "select nhs_number from person where person_id = $1", &tomasz).await;
    let mut fields = referral("Tomasz", "Zielinski", (&born[8..], &born[5..7], &born[..4]));
    fill(&mut fields, "nhs_number", &number);
    let page = send(&mut worker, "/refer", &fields).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/referrals"), "{}", page.text());
    let second = "select person_id from person where family_name = 'Zielinski' and person_id <> $1";
    let second = text_of(&world, second, &tomasz).await;
    // Her referral is listed and opens, as anybody's does; nothing leads to the record that was there.
    let list = worker.get("/referrals").await;
    assert!(list.html.contains(&second) && !list.html.contains(&tomasz), "{}", list.text());
    let hers = worker.get(&format!("/people/{second}")).await;
    assert!(hers.status == 200 && !hers.html.contains(&tomasz), "{}", hers.text());
    assert_eq!(worker.get(&format!("/people/{tomasz}")).await.status, 404);
    // The register's team is told on both.
    let mut team = come_in_as(&world, "coordinator@lda.example").await;
    let page = team.get(&format!("/people/{second}")).await;
    assert!(page.says("They may be here twice") && page.html.contains(&tomasz), "{}", page.text());
});

both!(a_list_does_not_tell_a_manager_whom_the_person_keeps_out_that_they_are_here, world, {
    let tomasz = world.person("Tomasz").await;
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &tomasz).await;
    let number = text_of(&world, "select nhs_number from person where person_id = $1", &tomasz).await;
    let list = format!("Surname,Forename,DOB,NHS No\nZielinski,Tomasz,{born},{number}\nQuill,Perpetua,1961-02-03,\n");
    // A colleague of the manager brings it in: one is here already, one is new.
    let mut manager = come_in_as(&world, HER_MANAGER).await;
    let sent = manager.upload("/lists", "list", "list.csv", list.as_bytes(), &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let all = sent.location;
    let list_of = |rows: &str| format!("{all}?rows={rows}");
    let page = manager.get(&list_of("matched")).await;
    assert!(page.says("1 added, 1 already here") && page.says("The same person"), "{}", page.text());

    let mut nurse = come_in_as(&world, NURSE).await;
    keep_out(&mut nurse, &tomasz, "Graham Poole", "").await;
    let page = manager.get(&list_of("matched")).await;
    assert!(page.says("2 added, 0 already here") && !page.says("The same person"), "{}", page.text());
    let page = manager.get(&list_of("added")).await;
    assert!(!page.html.contains(&tomasz) && page.says("Row 2") && page.says("Row 3"), "{}", page.text());
    let line = manager.get("/lists").await.all("tbody tr").remove(0);
    assert!(line.contains("Added 2") && line.contains("Already here 0"), "{line}");
    assert_eq!(manager.get(&all).await.status, 200);
});

both!(a_code_that_a_colleague_gave_opens_nothing_more_once_they_are_kept_out, world, {
    let tomasz = world.person("Tomasz").await;
    let mut worker = come_in_as(&world, WORKER).await;
    let given =
        worker.post(&format!("/people/{tomasz}/codes/new"), &[("holder", "person"), ("format", "easy-read")]).await;
    assert_eq!(given.status, 200, "{}", given.text());
    let code = given.all(".code-card__code").remove(0);
    let mut open_already = world.browser();
    assert_eq!(open(&world, &mut open_already, &tomasz, &code).await.status, 303);
    let mut own = at_home(&world, &tomasz).await;

    let mut nurse = come_in_as(&world, NURSE).await;
    keep_out(&mut nurse, &tomasz, "Mendes", "").await;
    assert_ne!(open_already.get("/me/page").await.status, 200);
    assert_eq!(open(&world, &mut world.browser(), &tomasz, &code).await.status, 422);
    // A code that somebody else gave stays.
    assert_eq!(own.get("/me/page").await.status, 200);
});

both!(keeping_a_colleague_out_is_followed_up_by_the_registers_team, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    keep_out(&mut nurse, &tomasz, "Mendes", "She is my aunt").await;
    let mut team = come_in_as(&world, "coordinator@lda.example").await;
    let today = team.get("/today").await;
    assert!(today.says("Keeps a colleague out"), "{}", today.text());
    let request =
        text_of(&world, "select request_id from request where kind = 'keeps_out' and person_id = $1", &tomasz);
    let page = team.get(&format!("/people/{tomasz}/asked/{}", request.await)).await;
    assert!(page.says("She is my aunt") && page.says("Nia Evans wrote it down"), "{}", page.text());
});

both!(somebody_of_the_registers_team_is_always_left, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    keep_out(&mut nurse, &tomasz, "Priya Nair", "").await;
    let path = format!("/people/{tomasz}/kept-out");
    let which = nurse.post(&path, &[("name", "Helen Marsh")]).await;
    let staff = which.attributes("input[name=staff]", "value").remove(0);
    let page = nurse.post(&path, &[("name", "Helen Marsh"), ("staff", &staff), ("words", "Not her")]).await;
    assert_eq!(page.status, 422);
    assert!(page.errors()[0].starts_with("Nobody of the register\u{2019}s own team would be left"));
    assert_eq!(page.value("words").trim(), "Not her");
    assert_eq!(come_in_as(&world, "manager@lda.example").await.get(&format!("/people/{tomasz}")).await.status, 200);
});

both!(an_administrator_is_kept_out_too_and_sees_no_row_of_a_list, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    keep_out(&mut nurse, &tomasz, "Sam Ito", "").await;
    let mut administrator = come_in_as(&world, "admin@lda.example").await;
    let agency = world.agency("ASC").await;
    let list = b"Surname,Forename,DOB\nQuill,Perpetua,1961-02-03\n";
    let sent = administrator.upload("/lists", "list", "list.csv", list, &[("agency", &agency)]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let page = administrator.get(&sent.location).await;
    assert!(page.says("1 added") && !page.says("Row 2"), "{}", page.text());
    let manager = come_in_as(&world, HER_MANAGER).await.get(&sent.location).await;
    assert!(manager.says("Row 2"), "{}", manager.text());
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
    // Both said the same, so both are told the same.
    assert_eq!([one.status, other.status], [303, 303], "{} {}", one.text(), other.text());
    let rows = count_of(&world, "select count(*) from kept_out where person_id = $1", &tomasz).await;
    assert_eq!(rows, 1);
    // Whoever heard something else is shown what stands, and keeps their words.
    let fields = [("name", "Mendes"), ("staff", staff.as_str()), ("words", "She hurt him")];
    let page = coordinator.post(&path, &fields).await;
    assert_eq!(page.status, 409);
    assert!(page.says("Carla Mendes") && page.says("they are kept out, and nothing was added"), "{}", page.text());
    assert_eq!(page.value("words").trim(), "She hurt him");
});

both!(whoever_is_kept_out_while_they_look_sees_nothing_from_that_moment, world, {
    let tomasz = world.person("Tomasz").await;
    let path = format!("/people/{tomasz}/kept-out");
    let record = format!("/people/{tomasz}");
    let plan = format!("{record}/plan");
    let mut nurse = come_in_as(&world, NURSE).await;
    let (mut one, mut two, mut three) =
        (come_in_as(&world, WORKER).await, come_in_as(&world, WORKER).await, come_in_as(&world, WORKER).await);
    let which = nurse.post(&path, &[("name", "Mendes")]).await;
    let staff = which.attributes("input[name=staff]", "value").remove(0);
    let fields = [("name", "Mendes"), ("staff", staff.as_str())];
    let (kept, ..) = tokio::join!(nurse.post(&path, &fields), one.get(&record), two.get(&plan), three.get(&record));
    assert_eq!(kept.status, 303);
    let looked_after = "select count(*) from audit_entry looked
         where person_id = $1 and outcome = 'allowed'
           and staff_id = (select staff_id from staff where sign_in_name = 'worker@asc.example')
           and seq > (select max(seq) from audit_entry kept where kept.person_id = $1 and kept.act = 'keep_out')";
    assert_eq!(count_of(&world, looked_after, &tomasz).await, 0);
    for browser in [&mut one, &mut two, &mut three] {
        assert_eq!(browser.get(&record).await.status, 404);
    }
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
    // A slower colleague is shown the reason that stands, with their own to copy; the same button twice is one.
    assert_eq!(nurse.post(&href, &[("because", "They made up")]).await.status, 303);
    let mut slower = come_in_as(&world, "coordinator@lda.example").await;
    let page = slower.post(&href, &[("because", "He asked me to")]).await;
    assert_eq!(page.status, 409);
    assert!(page.says("Nia Evans wrote:") && page.says("They made up"), "{}", page.text());
    assert_eq!(page.value("because").trim(), "He asked me to");
    let page = nurse.get(&format!("/people/{tomasz}/kept-out")).await;
    assert!(page.says("Let in again") && page.says("They made up"), "{}", page.text());
    let own = at_home(&world, &tomasz).await.get("/me/who").await;
    assert!(own.says("They can look again since") && own.says("They made up"), "{}", own.text());
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

both!(nobody_else_with_a_code_reads_that_a_colleague_is_kept_out_or_was_turned_away, world, {
    let tomasz = world.person("Tomasz").await;
    let mut worker = come_in_as(&world, WORKER).await;
    assert_eq!(worker.get(&format!("/people/{tomasz}")).await.status, 200);
    let mut nurse = come_in_as(&world, NURSE).await;
    keep_out(&mut nurse, &tomasz, "Mendes", "She is my aunt").await;
    assert_eq!(worker.get(&format!("/people/{tomasz}")).await.status, 404);
    let (kept_out, turned_away) = ("worked on who must not look at your notes", "tried to look. The computer said no.");
    let own = at_home(&world, &tomasz).await.get("/me/looks").await;
    assert!(own.says(kept_out) && own.says(turned_away), "{}", own.text());
    let mut mother = at_home_as(&world, &tomasz, "Ewa Zielinska", "health_welfare_attorney").await;
    let looks = mother.get("/me/looks").await;
    assert!(!looks.says(kept_out) && !looks.says(turned_away), "{}", looks.text());
    assert!(looks.says("looked at your notes, to know how you are"), "what else was done is hers to read");
    assert!(looks.says("opened your page"), "and who opened the page");
});
