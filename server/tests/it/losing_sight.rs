//! Whoever holds open anything about somebody who changes their mind, loses sight of it at once: every page and
//! form of the record, every paper, every list that names them, every number that counts them.
//!
//! What is held open comes from the table of routes itself. A new page about a person is tried here without a
//! word; a new page or form about nobody in particular has to say here what it could tell, or this fails.

use std::collections::BTreeMap;

use app::{
    access::{
        model::{Act, Actor, Role},
        policy,
    },
    draft,
    paper::model::Code,
    web::Route,
};

use crate::{
    acts::{Fields, fill, form, rows_of_everything, send, text_of},
    both,
    own_code::at_home,
    permissions::{Whose, come_in_as, of_a_person, of_nobody, path_of, whose, with_a_network},
    support::{Browser, Page, World},
};

const NURSE: &str = "nia@lda.example";
const NAME: &str = "Zielinski";
const TYPED: &str = "What I had just typed";

/// Somebody of each agency who works with people, and whoever answers for its service.
const AFFECTED: [&str; 12] = [
    "worker@asc.example",
    "manager@asc.example",
    "psychologist@mht.example",
    "manager@mht.example",
    "support@hav.example",
    "manager@hav.example",
    "paramedic@amb.example",
    "manager@amb.example",
    "senco@edu.example",
    "manager@edu.example",
    "officer@pol.example",
    "manager@pol.example",
];

/// Pages of the conversation and views of a list: addresses that the table of routes does not tell apart.
const MORE_OF_A_PERSON: [&str; 5] =
    ["/consent/who", "/consent/read", "/consent/exclusions", "/consent/decision", "/consent/check"];
const MORE_OF_NOBODY: [&str; 5] =
    ["/people?rating=red", "/people?page=2", "/referrals?state=closed", "/lists/{import}?rows=matched", "/dashboard?"];

/// Whose own referral it was hears for ever what came of it, by name, and finds no way from there.
const HEARS_THE_OUTCOME: &str = "/referrals";

/// Somebody at a screen with everything open.
struct Screen {
    name: &'static str,
    actor: Actor,
    browser: Browser,
    /// Addresses that showed something.
    pages: Vec<String>,
    /// Forms that were open, filled in.
    forms: Vec<(String, Fields)>,
    /// Addresses of lists and the like, and whether the person stood there.
    lists: Vec<(String, bool)>,
    /// The numbers of the dashboard, by what they count.
    numbers: BTreeMap<String, i64>,
    /// The list that this agency brought in, with the person on it.
    import: Option<String>,
}

/// A page with words in all its text fields, as somebody left it; none where it has no such form.
fn filled_in(page: &Page, action: &str) -> Option<Fields> {
    if page.status != 200 || page.attributes(&format!("form[action='{action}']"), "action").is_empty() {
        return None;
    }
    let mut fields = form(page, action);
    for selector in ["textarea", "input[type=text]", "input:not([type])"] {
        for name in page.attributes(&format!("form[action='{action}'] {selector}"), "name") {
            fill(&mut fields, &name, TYPED);
        }
    }
    Some(fields)
}

/// What the dashboard counts: the people on the register, each rating, each agency's open actions.
fn numbers(page: &Page) -> BTreeMap<String, i64> {
    let mut numbers = BTreeMap::new();
    for stat in page.all("li.stat") {
        let (number, label) = stat.split_once(' ').unwrap();
        // "5 people", "1 person": what is counted is the same.
        numbers.insert(label.replace("person ", "people "), number.parse().unwrap_or_default());
    }
    for row in page.all("table tbody tr") {
        if let Some((rating, rest)) = row.strip_prefix("Rating ").and_then(|row| row.split_once(" People ")) {
            numbers.insert(rating.to_owned(), rest.split(' ').next().unwrap().parse().unwrap());
        }
    }
    numbers
}

fn is_there(page: &Page, person: &str) -> bool {
    page.html.contains(person) || page.says(NAME)
}

/// A list of the agency's own with the person on it, as a manager brings it in.
async fn bring_in(world: &World, browser: &mut Browser, person: &str) -> Page {
    let born = text_of(world, "select cast(born_on as text) from person where person_id = $1", person).await;
    let number = text_of(world, "select nhs_number from person where person_id = $1", person).await;
    let list = format!("First name,Surname,Date of birth,NHS number\nTomasz,{NAME},{born},{number}\n");
    browser.upload("/lists", "list", "ours.csv", list.as_bytes(), &[]).await
}

/// The address of a route about nobody in particular, with what is this person's in it.
fn address(route: &Route, import: Option<&str>, paper_code: &str) -> Option<String> {
    if route.path.contains("{import}") && import.is_none() {
        return None;
    }
    Some(route.path.replace("{import}", import.unwrap_or_default()).replace("{code}", paper_code))
}

async fn sit_down(world: &World, name: &'static str, tomasz: &Whose, paper_code: &str) -> Screen {
    let person = tomasz.person.as_str();
    let actor = world.actor(name).await;
    let mut browser = come_in_as(world, name).await;
    let manager = actor.role == Role::Manager;
    let import = if manager { Some(bring_in(world, &mut browser, person).await) } else { None };
    let import = import.map(|page| {
        assert_eq!(page.status, 303, "{name}: {}", page.text());
        page.location.trim_start_matches("/lists/").to_owned()
    });
    let mut screen = Screen {
        name,
        actor,
        browser,
        pages: Vec::new(),
        forms: Vec::new(),
        lists: Vec::new(),
        numbers: BTreeMap::new(),
        import,
    };
    let extra = MORE_OF_A_PERSON.map(|page| format!("/people/{person}{page}"));
    let pages: Vec<String> = of_a_person()
        .iter()
        .filter(|(route, _)| route.method == "GET")
        .map(|(route, _)| path_of(route, tomasz))
        .collect();
    for path in pages.into_iter().chain(extra) {
        assert!(!path.contains('{'), "{path}: this test does not know what stands there");
        // Without optimisation a paper takes half a second: one of each agency holds them.
        if manager && path.ends_with(".pdf") {
            continue;
        }
        let page = screen.browser.get(&path).await;
        // Adding somebody is sent to the address of all of them.
        for action in [path.clone(), path.trim_end_matches("/new").to_owned()] {
            screen.forms.extend(filled_in(&page, &action).map(|fields| (action, fields)));
        }
        if page.status == 200 {
            screen.pages.push(path);
        }
    }
    for (route, act) in of_nobody().iter().filter(|(route, _)| route.method == "GET") {
        if policy::role_allows(screen.actor.role, *act).is_ok()
            && let Some(path) = address(route, screen.import.as_deref(), paper_code)
        {
            hold(&mut screen, path, person).await;
        }
    }
    for path in MORE_OF_NOBODY {
        match (path.contains("{import}"), screen.import.clone()) {
            (true, None) => {}
            (true, Some(import)) => hold(&mut screen, path.replace("{import}", &import), person).await,
            (false, _) => hold(&mut screen, path.to_owned(), person).await,
        }
    }
    if manager {
        screen.numbers = numbers(&screen.browser.get("/dashboard").await);
    }
    screen
}

async fn hold(screen: &mut Screen, path: String, person: &str) {
    assert!(!path.contains('{'), "{path}: this test does not know what stands there");
    let page = screen.browser.get(&path).await;
    let there = is_there(&page, person) || page.location.contains(person);
    screen.lists.push((path, there));
}

/// Every form about nobody in particular that these roles may send, and what it answers about the person
/// now: the page that it led to. None where its answer is not about anybody.
async fn ask(world: &World, screen: &mut Screen, route: &Route, person: &str, paper_code: &str) -> Option<Page> {
    let browser = &mut screen.browser;
    match route.path {
        "/people/search" => Some(browser.post(route.path, &[("q", NAME)]).await),
        "/paper" => Some(browser.post(route.path, &[("code", paper_code)]).await),
        "/refer" => {
            let born = text_of(world, "select cast(born_on as text) from person where person_id = $1", person).await;
            let mut parts = born.split('-').rev();
            let born = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
            let mut fields = crate::acts::referral("Tomasz", NAME, born);
            let number = text_of(world, "select nhs_number from person where person_id = $1", person).await;
            fill(&mut fields, "nhs_number", &number);
            Some(send(browser, route.path, &fields).await)
        }
        "/lists" => {
            let list = bring_in(world, browser, person).await.location;
            let here_already = browser.get(&format!("{list}?rows=matched")).await;
            let added = browser.get(&format!("{list}?rows=added")).await;
            Some(if is_there(&here_already, person) { here_already } else { added })
        }
        // Kept for whoever typed it, and shown to them alone.
        "/drafts" => {
            let form = format!("/people/{person}/plan/issues/new");
            let page = browser.post(route.path, &[("form-path", form.as_str()), ("what", TYPED)]).await;
            assert_eq!((page.status, page.html.as_str()), (204, ""));
            None
        }
        "/account/password" | "/sign-out-everywhere" | "/drafts/forget" => None,
        path => panic!("POST {path}: say here what it could tell of somebody"),
    }
}

fn forms_of_nobody(actor: &Actor) -> Vec<Route> {
    let may = |act: &Act| policy::role_allows(actor.role, *act).is_ok();
    of_nobody().into_iter().filter(|(route, act)| route.method == "POST" && may(act)).map(|(route, _)| route).collect()
}

/// Whatever somebody held open of the person is shut, and every form of theirs writes nothing.
async fn sees_nothing(screen: &mut Screen, person: &str) {
    let name = screen.name;
    for path in &screen.pages {
        let page = screen.browser.get(path).await;
        assert_eq!(page.status, 404, "{name} {path}");
        assert!(!page.says(NAME), "{name} {path}");
    }
    for (action, fields) in &screen.forms {
        let page = send(&mut screen.browser, action, fields).await;
        assert_eq!(page.status, 404, "{name} sends {action}: {}", page.text());
        let typed = fields.iter().any(|(_, value)| value == TYPED);
        assert_eq!(page.all("li.typed").contains(&TYPED.to_owned()), typed, "{name} {action}: {}", page.text());
    }
    for (path, _) in &screen.lists {
        let page = screen.browser.get(path).await;
        assert!(page.status < 500 && !page.location.contains(person), "{name} {path}: {}", page.status);
        assert!(!page.html.contains(person), "{name} {path} leads to the person");
        let named = page.says(NAME);
        assert!(!named || path.starts_with(HEARS_THE_OUTCOME), "{name} {path} names the person");
    }
    if screen.actor.role == Role::Manager {
        let now = numbers(&screen.browser.get("/dashboard").await);
        for counted in ["people on the register", "Red"] {
            assert_eq!(now[counted], screen.numbers[counted] - 1, "{name}: {counted}, of {:?}", screen.numbers);
        }
    }
}

both!(whoever_has_anything_open_of_somebody_who_changes_their_mind_loses_sight_of_it_at_once, world, {
    with_a_network(&world).await;
    let mut tomasz = whose(&world, "Tomasz").await;
    let person = tomasz.person.to_string();
    let record = format!("/people/{person}");
    // A code and a wish of his own, and a form whose code leads to it.
    at_home(&world, &person).await.post("/me/talk", &[("who", "anybody"), ("how", "phone")]).await;
    tomasz.request = text_of(&world, "select request_id from request where person_id = $1", &person).await;
    tomasz.code =
        text_of(&world, "select code_id from personal_code where person_id = $1 order by made_at desc", &person).await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let printed = form(&nurse.get(&format!("{record}/paper")).await, &format!("{record}/paper"));
    let paper = send(&mut nurse, &format!("{record}/paper"), &printed).await.location;
    tomasz.form = paper.rsplit('/').next().unwrap().to_owned();
    let its_form = tomasz.form.clone();
    world
        .peek(async |house| app::execute!(house, "update paper_scan set paper_form_id = $1", &its_form).map(|_| ()))
        .await;
    let paper_code = Code::of(&draft::Key::new([7; 32]).secret_for("paper forms"), &tomasz.form).to_string();

    let mut screens = Vec::new();
    for name in AFFECTED {
        let mut screen = sit_down(&world, name, &tomasz, &paper_code).await;
        assert!(screen.pages.contains(&record), "{name} sees the record beforehand");
        assert!(!screen.forms.is_empty(), "{name} has forms open");
        let leads = |path: &str| screen.lists.iter().any(|(each, there)| each.starts_with(path) && *there);
        assert!(leads("/people") && leads("/paper/"), "{name} finds the person beforehand: {:?}", screen.lists);
        if screen.import.is_some() {
            assert!(leads("/lists/") && leads("/referrals"), "{name} finds the person beforehand: {:?}", screen.lists);
        }
        for route in forms_of_nobody(&screen.actor) {
            // Bringing the list in once more, or referring again, changes nothing for who sees him.
            if let Some(page) = ask(&world, &mut screen, &route, &person, &paper_code).await {
                let found = is_there(&page, &person) || page.location.contains(&person);
                assert!(found, "{name} {}: {}", route.path, page.text());
            }
        }
        screens.push(screen);
    }
    let held = |end: &str| screens.iter().filter(|screen| screen.pages.iter().any(|page| page.ends_with(end))).count();
    assert!(held("receipt.pdf") >= 4 && held("form.pdf") >= 6, "papers are held open");
    assert!(screens.iter().any(|screen| screen.lists.iter().any(|(path, there)| path == "/today" && *there)));

    let page = nurse.post(&format!("{record}/withdraw"), &[("decider", "person"), ("words", "")]).await;
    assert!(page.says("Sharing has stopped"), "{}", page.text());

    let before = rows_of_everything(&world).await;
    for screen in &mut screens {
        sees_nothing(screen, &person).await;
    }
    // A form without its page, sent by whoever knows the address: nothing either.
    for screen in screens.iter_mut().filter(|screen| screen.actor.role == Role::Practitioner) {
        for (route, _) in of_a_person().iter().filter(|(route, _)| route.method == "POST") {
            let path = path_of(route, &tomasz);
            let page = screen.browser.post(&path, &[("what", TYPED)]).await;
            assert!(matches!(page.status, 403 | 404), "{} POST {path}: {}", screen.name, page.status);
            assert!(page.all("li.typed").contains(&TYPED.to_owned()), "{} {path}: {}", screen.name, page.text());
        }
    }
    assert_eq!(rows_of_everything(&world).await, before, "nothing was written");
    for screen in &mut screens {
        for route in forms_of_nobody(&screen.actor) {
            if let Some(page) = ask(&world, screen, &route, &person, &paper_code).await {
                let found = page.html.contains(&person) || page.location.contains(&person) || page.says("Tomasz");
                assert!(!found, "{} POST {}: {}", screen.name, route.path, page.text());
            }
        }
    }
    let seen = "select level from sharing where person_id = $1";
    assert_eq!(crate::acts::texts_of(&world, seen, &person).await, ["closed"], "referred again, and still closed");
});

both!(the_agency_that_runs_the_register_reads_that_it_is_closed_and_nothing_that_was_shared, world, {
    let tomasz = whose(&world, "Tomasz").await;
    let record = format!("/people/{}", tomasz.person);
    let secrets = ["My dog Bruno", "Short sentences. Give him time", "Lime Tree Walk", "stopped eating with others"];
    let mut nurse = come_in_as(&world, NURSE).await;
    let shown = nurse.get(&record).await;
    assert!(secrets.iter().any(|words| shown.says(words)), "{}", shown.text());
    assert_eq!(nurse.post(&format!("{record}/withdraw"), &[("decider", "person"), ("words", "")]).await.status, 200);
    for name in [NURSE, "coordinator@lda.example", "manager@lda.example"] {
        let mut browser = come_in_as(&world, name).await;
        for (route, _) in of_a_person().iter().filter(|(route, _)| route.method == "GET") {
            let path = path_of(route, &tomasz);
            let page = browser.get(&path).await;
            for words in secrets {
                assert!(!page.says(words), "{name} reads \u{201c}{words}\u{201d} at {path}");
            }
        }
        let page = browser.get(&record).await;
        // A nurse of that agency is not of the register's own team, so not even the name is left to her.
        let (status, words) =
            if name == NURSE { (403, "closed and restricted") } else { (200, "Closed and restricted") };
        assert!(page.status == status && page.says(words), "{name}: {} {}", page.status, page.text());
        // Told what has happened, and not that she did something wrong.
        assert_eq!(page.heading() == "This record is closed", name == NURSE, "{name}: {}", page.heading());
        assert_eq!(page.says(NAME), name != NURSE, "{name}");
        assert!(!browser.get("/today").await.says("Review overdue"));
    }
});

both!(the_one_agency_that_somebody_stops_loses_sight_at_once_and_the_others_keep_it, world, {
    with_a_network(&world).await;
    let tomasz = whose(&world, "Tomasz").await;
    let person = tomasz.person.to_string();
    let mut nurse = come_in_as(&world, NURSE).await;
    let printed = form(&nurse.get(&format!("/people/{person}/paper")).await, &format!("/people/{person}/paper"));
    let paper = send(&mut nurse, &format!("/people/{person}/paper"), &printed).await.location;
    let paper_code = Code::of(&draft::Key::new([7; 32]).secret_for("paper forms"), paper.rsplit('/').next().unwrap());
    let mut mine = at_home(&world, &person).await;
    let mut screens = Vec::new();
    for name in ["officer@pol.example", "manager@pol.example", "worker@asc.example"] {
        let screen = sit_down(&world, name, &tomasz, &paper_code.to_string()).await;
        assert!(screen.pages.contains(&format!("/people/{person}")) && !screen.forms.is_empty(), "{name}");
        screens.push(screen);
    }
    let police = world.agency("POL").await;
    assert_eq!(mine.post(&format!("/me/change-mind/{police}"), &[]).await.status, 303);
    let before = rows_of_everything(&world).await;
    let mut worker = screens.pop().unwrap();
    for screen in &mut screens {
        sees_nothing(screen, &person).await;
    }
    assert_eq!(rows_of_everything(&world).await, before, "nothing was written");
    for path in &worker.pages {
        assert_eq!(worker.browser.get(path).await.status, 200, "{path}");
    }
    for (path, there) in &worker.lists {
        let page = worker.browser.get(path).await;
        assert_eq!(is_there(&page, &person) || page.location.contains(&person), *there, "{path}");
    }
});
