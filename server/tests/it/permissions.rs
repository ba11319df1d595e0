//! Who may do what: every route, for every kind of visitor, against the one policy.
//!
//! `server/tests/golden/permissions.txt` prints the same for people who do not read code. To accept
//! a change of it: `UPDATE_GOLDEN=1 cargo test -p server --test it permissions`.

use std::{collections::BTreeSet, fmt::Write};

use app::{
    access::{
        model::{Act, Actor, AgencyKind, Denied, Level, Role, Section},
        policy,
    },
    account::{
        session,
        store::{self as account, NewStaff},
    },
    base::ids::{AgencyId, ImportId, PaperFormId, PaperScanId, PersonId, StaffId},
    execute, fetch_all, fetch_one, fetch_optional, routes,
    web::{Route, Rule},
};

use crate::{
    both,
    support::{Browser, Page, World},
};

/// Somebody of the demo county signed in, without the slow hash of a password.
pub async fn come_in_as(world: &World, name: &str) -> Browser {
    let found = world.peek(async |house| account::credentials(house, name).await).await;
    come_in(world, &found.unwrap().staff_id).await
}

/// Somebody signed in, without the slow hash of a password.
pub async fn come_in(world: &World, staff: &StaffId) -> Browser {
    let token = session::start(&world.access, staff).await.unwrap();
    let mut browser = world.browser();
    browser.set_cookie("session", &token);
    browser
}

/// An account for each of these roles at an agency; those of the demo county are not reused, so
/// that signing one out everywhere disturbs nobody.
async fn staff_of(world: &World, code: &'static str, roles: &[Role]) -> Vec<Actor> {
    let agency: AgencyId = world.agency(code).await.parse().unwrap();
    let (name, kind, hosts): (String, AgencyKind, bool) = world
        .peek(async |house| {
            let row =
                fetch_optional!(house, "select name, kind, hosts_register from agency where agency_id = $1", &agency)?;
            Ok(row.unwrap())
        })
        .await;
    let mut staff = Vec::new();
    for role in roles {
        let staff_id = new_account(world, &agency, *role).await;
        staff.push(Actor {
            staff_id,
            display_name: format!("{} of {code}", role.label()),
            role: *role,
            agency: agency.clone(),
            agency_name: name.clone(),
            agency_kind: kind,
            hosts_register: hosts,
            agreement_in_force: true,
        });
    }
    staff
}

async fn new_account(world: &World, agency: &AgencyId, role: Role) -> StaffId {
    let now = world.now();
    let name = format!("{}@test.example", uuid::Uuid::now_v7());
    let new = NewStaff {
        agency,
        sign_in_name: &name,
        display_name: "Ada Bevan",
        job_title: "Tester",
        role,
        password_hash: "no password fits this",
        is_demo: false,
    };
    world.peek(async |house| account::add(house, &new, now).await).await
}

/// Somebody of the demo county, and what the addresses of their pages need.
struct Whose {
    given: &'static str,
    person: PersonId,
    /// A real issue of theirs, if there is one.
    issue: String,
    /// A real action of theirs, if there is one, and whose it is.
    action: String,
    owner: Option<AgencyId>,
    /// A real code and a real request of theirs, where a test made them.
    code: String,
    request: String,
    /// A form printed for them, and a signed page of it that nobody says they added.
    form: String,
    scan: String,
    /// The newest of their decisions, if anybody decided.
    decision: Option<i64>,
}

/// No such thing has this id.
const NOTHING: &str = "00000000-0000-7000-8000-00000000dead";

async fn whose(world: &World, given: &'static str) -> Whose {
    let person: PersonId = world.person(given).await.parse().unwrap();
    let now = world.now();
    world
        .peek(async |house| {
            let issue: Option<(String,)> =
                fetch_optional!(house, "select issue_id from issue where person_id = $1 order by 1 limit 1", &person)?;
            let action: Option<(String, AgencyId)> = fetch_optional!(
                house,
                "select action_id, owner_agency from action where person_id = $1 order by 1 limit 1",
                &person
            )?;
            let (action, owner) = action.unzip();
            let (decision,): (Option<i64>,) =
                fetch_one!(house, "select max(number) from consent_decision where person_id = $1", &person)?;
            let (form, scan) = (PaperFormId::new(), PaperScanId::new());
            execute!(
                house,
                "insert into paper_form (paper_form_id, person_id, kind, questions_version, code_hash, printed_at, expires_on)
                 values ($1, $2, 'adult', 1, $1, $3, $4)",
                &form,
                &person,
                now,
                now.date_naive()
            )?;
            execute!(
                house,
                "insert into paper_scan (paper_scan_id, paper_form_id, page, media_type, bytes, bytes_hash, uploaded_at)
                 values ($1, $2, 1, 'image/png', $3, '', $4)",
                &scan,
                &form,
                b"page".as_slice(),
                now
            )?;
            Ok(Whose {
                given,
                person: person.clone(),
                issue: issue.map_or(NOTHING.to_owned(), |(id,)| id),
                action: action.unwrap_or(NOTHING.to_owned()),
                owner,
                code: NOTHING.to_owned(),
                request: NOTHING.to_owned(),
                form: form.to_string(),
                scan: scan.to_string(),
                decision,
            })
        })
        .await
}

async fn level(world: &World, person: &PersonId, agency: &AgencyId) -> Option<Level> {
    world
        .peek(async |house| {
            let row: Option<(Level,)> = fetch_optional!(
                house,
                "select level from sharing where person_id = $1 and agency_id = $2",
                person,
                agency
            )?;
            Ok(row.map(|(level,)| level))
        })
        .await
}

/// The hidden fields of a form that was just opened; nothing that anybody would type.
const HIDDEN: &[(&str, &str)] =
    &[("version", "1"), ("number", "1"), ("tool", "adult"), ("tool_version", "1"), ("form-path", "/account")];

async fn visit(browser: &mut Browser, route: &Route, path: &str) -> Page {
    if route.method == "POST" { browser.post(path, HIDDEN).await } else { browser.get(path).await }
}

/// What a visitor met, in the policy's words.
#[derive(Debug, PartialEq, Eq)]
enum Met {
    Let(u16),
    Hidden,
    Forbidden,
    SentToSignIn,
    AskedForTheCode,
    Fault(u16),
}

fn met(page: &Page) -> Met {
    match page.status {
        404 => Met::Hidden,
        403 => Met::Forbidden,
        303 if page.location.starts_with("/sign-in?") => Met::SentToSignIn,
        303 if page.location.starts_with("/me?") => Met::AskedForTheCode,
        status @ 500.. => Met::Fault(status),
        status => Met::Let(status),
    }
}

/// Beyond the policy of acts, a page about a part of a record is kept from an agency that does not
/// see that part. What the page then answers: `None` where it shows itself.
fn kept_from(path: &str, actor: &Actor, level: Level, whose: &Whose) -> Option<Met> {
    let sees = |section| level == Level::Record && policy::may_see(actor.agency_kind, section);
    let (seen, answer) = match path {
        // Nobody made these here: what is not this person's is not found.
        "/people/{person}/codes/{code}/take-back" | "/people/{person}/asked/{request}" => (false, Met::Hidden),
        "/people/{person}/plan/issues/new" => (sees(Section::Issues), Met::Forbidden),
        "/people/{person}/plan/issues/{issue}/close" => (sees(Section::Issues), Met::Hidden),
        "/people/{person}/plan/strategies/new" => (sees(Section::Strategies), Met::Forbidden),
        "/people/{person}/actions/{action}" => {
            (sees(Section::Plan) || whose.owner.as_ref() == Some(&actor.agency), Met::Hidden)
        }
        "/people/{person}/consent/receipt/{number}" => {
            (sees(Section::Consent) && whose.decision.is_some(), Met::Hidden)
        }
        "/people/{person}/consent/receipt/{number}/receipt.pdf" => {
            let team = actor.hosts_register && level != Level::Record;
            ((team || sees(Section::Consent)) && whose.decision.is_some(), Met::Hidden)
        }
        "/people/{person}/paper/{form}/pages/{scan}" => (actor.hosts_register || sees(Section::Consent), Met::Hidden),
        "/people/{person}/review" => (sees(Section::Reviews) && sees(Section::Rating), Met::Forbidden),
        "/people/{person}/details" if level == Level::Record => (
            [Section::Home, Section::Diagnosis, Section::Communication, Section::Voice].into_iter().all(sees),
            Met::Forbidden,
        ),
        _ => (true, Met::Hidden),
    };
    (!seen).then_some(answer)
}

fn expected(decided: Result<(), Denied>) -> Result<(), Met> {
    decided.map_err(|denied| match denied {
        Denied::Hidden => Met::Hidden,
        Denied::Forbidden(_) => Met::Forbidden,
    })
}

fn wrong(wanted: &Result<(), Met>, got: &Met) -> bool {
    match wanted {
        Ok(()) => !matches!(got, Met::Let(_)),
        Err(refusal) => got != refusal,
    }
}

/// Everybody whose record is tried, and why them.
const PEOPLE: &[&str] = &[
    "Callum",    // asked nobody yet; referred by education
    "Tomasz",    // on the register, every agency told yes
    "Gareth",    // told the police no
    "Rupert",    // told education no
    "Declan",    // refused
    "Agnieszka", // changed her mind
];

const EVERY: &[Role] = Role::ALL;
const TWO: &[Role] = &[Role::Practitioner, Role::Manager];

fn of_a_person() -> Vec<(Route, Act)> {
    let about = |route: Route| match route.rule {
        Rule::May(act) if route.path.contains("{person}") => Some((route, act)),
        Rule::May(_) | Rule::Own(_) | Rule::Anyone => None,
    };
    routes::routes().into_iter().filter_map(about).collect()
}

fn of_nobody() -> Vec<(Route, Act)> {
    let about = |route: Route| match route.rule {
        Rule::May(act) if !route.path.contains("{person}") => Some((route, act)),
        Rule::May(_) | Rule::Own(_) | Rule::Anyone => None,
    };
    routes::routes().into_iter().filter_map(about).collect()
}

fn path_of(route: &Route, whose: &Whose) -> String {
    route
        .path
        .replace("{person}", whose.person.as_str())
        .replace("{issue}", &whose.issue)
        .replace("{action}", &whose.action)
        // A holder of an authority goes by the id of the person they decide for, see HOLDERS.
        .replace("{holder}", whose.person.as_str())
        .replace("{step}", "on_the_list")
        .replace("{code}", &whose.code)
        .replace("{request}", &whose.request)
        .replace("{section}", "home")
        .replace("{kind}", "words")
        .replace("{about}", "home")
        .replace("{form}", &whose.form)
        .replace("{scan}", &whose.scan)
        .replace("{number}", &whose.decision.unwrap_or(1).to_string())
}

/// Somebody who may decide for each person, so that ending it can be tried.
const HOLDERS: &str = "insert into holder (holder_id, person_id, authority, name, relation, covers, reference, limits, added_at)
    select person_id, person_id, 'court_deputy', 'Ken', 'Uncle', 'not_known', '', '', '2026-11-01T00:00:00Z' from person";

/// Tries every page of a person's record as each of these and compares with the policy.
async fn try_records(world: &World, staff: &[Actor], people: &[Whose]) -> Vec<String> {
    let mut wrongs = Vec::new();
    for actor in staff {
        let mut browser = come_in(world, &actor.staff_id).await;
        for whose in people {
            let level = level(world, &whose.person, &actor.agency).await;
            for (route, act) in of_a_person() {
                let mut wanted = expected(policy::decide(actor, act, level));
                if wanted.is_ok()
                    && let Some(refusal) = level.and_then(|level| kept_from(route.path, actor, level, whose))
                {
                    wanted = Err(refusal);
                }
                let got = met(&visit(&mut browser, &route, &path_of(&route, whose)).await);
                if wrong(&wanted, &got) {
                    wrongs.push(format!(
                        "{} {} as {}, about {} (who is {level:?} there): the policy says {wanted:?} to {act:?}, the page {got:?}",
                        route.method, route.path, actor.display_name, whose.given
                    ));
                }
            }
        }
    }
    wrongs
}

both!(every_page_of_a_record_is_open_to_those_the_policy_names_and_nobody_else, world, {
    world.meddle(HOLDERS).await;
    let mut people = Vec::new();
    for given in PEOPLE {
        people.push(whose(&world, given).await);
    }
    assert_ne!(people[1].issue, NOTHING, "Tomasz has an issue");
    assert_ne!(people[1].action, NOTHING, "Tomasz has an action");
    let mut staff = Vec::new();
    // The host, a clinical agency and one that sees little are tried in every role.
    for (code, roles) in
        [("LDA", EVERY), ("ASC", EVERY), ("POL", EVERY), ("MHT", TWO), ("HAV", TWO), ("EDU", TWO), ("AMB", TWO)]
    {
        staff.extend(staff_of(&world, code, roles).await);
    }
    // In one role each, all people; in the others those who tell the most apart.
    let mut wrongs = Vec::new();
    for actor in &staff {
        let sees_people = matches!(actor.role, Role::Practitioner | Role::Coordinator | Role::Manager);
        let tried = if sees_people { people.as_slice() } else { &people[..2] };
        wrongs.extend(try_records(&world, std::slice::from_ref(actor), tried).await);
    }
    assert!(wrongs.is_empty(), "{} differ:\n{}", wrongs.len(), wrongs.join("\n"));
});

both!(an_agency_whose_agreement_lapsed_opens_no_record_at_all, world, {
    world.meddle(HOLDERS).await;
    let tomasz = [whose(&world, "Tomasz").await];
    let mut staff = staff_of(&world, "HAV", EVERY).await;
    let wrongs = try_records(&world, &staff[..1], &tomasz).await;
    assert!(wrongs.is_empty(), "before: {}", wrongs.join("\n"));
    world
        .meddle(
            "update sharing_agreement set until_on = '2026-11-22'
             where agency_id = (select agency_id from agency where code = 'HAV')",
        )
        .await;
    for actor in &mut staff {
        actor.agreement_in_force = false;
    }
    let wrongs = try_records(&world, &staff, &tomasz).await;
    assert!(wrongs.is_empty(), "{}", wrongs.join("\n"));
    let mut browser = come_in(&world, &staff[0].staff_id).await;
    for path in ["/today", "/people", "/refer", "/referrals"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, 403, "{path}");
        assert!(page.says("sharing agreement is not in force"), "{path} says why");
    }
    assert_eq!(browser.get("/account").await.status, 200, "one's own account stays open");
});

/// Pages that answer somebody without the role in another way than "You cannot do this", and why
/// that is right.
const LED_ELSEWHERE: &[(&str, &str)] = &[
    ("/today", "the first page of the others is another one: they are led there"),
    ("/people/search", "a bookmark of a search leads to the list, which refuses"),
    ("/audit/verify", "a bookmark of a check leads to the log, which refuses"),
];

both!(every_page_about_nobody_in_particular_is_open_to_those_the_policy_names, world, {
    let agency: AgencyId = world.agency("AMB").await.parse().unwrap();
    let mut staff = Vec::new();
    for (code, roles) in [("LDA", EVERY), ("ASC", EVERY), ("POL", EVERY), ("HAV", TWO)] {
        staff.extend(staff_of(&world, code, roles).await);
    }
    let mut wrongs = Vec::new();
    for actor in &staff {
        let import = ImportId::new();
        let (own, now) = (actor.agency.clone(), world.now());
        world
            .peek(async |house| {
                execute!(
                    house,
                    "insert into import (import_id, agency_id, file_hash, brought_at, added, matched, set_aside, not_a_row)
                     values ($1, $2, '', $3, 0, 0, 0, 0)",
                    &import,
                    &own,
                    now
                )
            })
            .await;
        for (route, act) in of_nobody() {
            // Ending an account and signing out everywhere end what the next try needs: anew each time.
            let leaver = new_account(&world, &agency, Role::Practitioner).await;
            let mut browser = come_in(&world, &actor.staff_id).await;
            let path = route
                .path
                .replace("{import}", import.as_str())
                .replace("{agency}", agency.as_str())
                .replace("{staff}", leaver.as_str())
                .replace("{code}", "ABCDE-12345");
            let wanted = expected(policy::decide_scope(actor, act));
            let got = met(&visit(&mut browser, &route, &path).await);
            let led = route.method == "GET"
                && got == Met::Let(303)
                && LED_ELSEWHERE.iter().any(|(path, _)| *path == route.path);
            if wrong(&wanted, &got) && !led {
                wrongs.push(format!(
                    "{} {} as {}: the policy says {wanted:?} to {act:?}, the page {got:?}",
                    route.method, route.path, actor.display_name
                ));
            }
        }
    }
    assert!(wrongs.is_empty(), "{} differ:\n{}", wrongs.len(), wrongs.join("\n"));
});

both!(nobody_signed_in_is_sent_to_sign_in_from_every_page_that_has_a_rule, world, {
    let tomasz = whose(&world, "Tomasz").await;
    for route in routes::routes() {
        let path = path_of(&route, &tomasz)
            .replace("{import}", NOTHING)
            .replace("{agency}", NOTHING)
            .replace("{staff}", NOTHING)
            .replace("{document}", "what-is-the-list")
            .replace("{format}", "leaflet")
            .replace("{kind}", "adult")
            .replace("{code}", "ABCDE-12345");
        let got = met(&visit(&mut world.browser(), &route, &path).await);
        match route.rule {
            Rule::May(_) => assert_eq!(got, Met::SentToSignIn, "{} {}", route.method, route.path),
            Rule::Own(_) => assert_eq!(got, Met::AskedForTheCode, "{} {}", route.method, route.path),
            // Setting up is over: that page is not there any more.
            Rule::Anyone if route.path == "/set-up" => assert_eq!(got, Met::Hidden),
            Rule::Anyone => assert!(matches!(got, Met::Let(_)), "{} {}: {got:?}", route.method, route.path),
        }
    }
});

/// A page without what differs between any two: the nonce, and the address itself.
fn without_chance(page: &Page, id: &str) -> String {
    let nonces: BTreeSet<String> = page.attributes("script", "nonce").into_iter().collect();
    let mut html = page.html.replace(id, "ID");
    for nonce in nonces {
        html = html.replace(&nonce, "NONCE");
    }
    html
}

both!(another_agency_cannot_tell_that_the_person_exists, world, {
    // Gareth told the police no; the other id is nobody's.
    let gareth = whose(&world, "Gareth").await;
    let nobody = Whose {
        given: "nobody",
        person: NOTHING.parse().unwrap(),
        issue: gareth.issue.clone(),
        action: gareth.action.clone(),
        owner: None,
        code: gareth.code.clone(),
        request: gareth.request.clone(),
        form: gareth.form.clone(),
        scan: gareth.scan.clone(),
        decision: None,
    };
    let staff = staff_of(&world, "POL", TWO).await;
    for actor in &staff {
        let mut browser = come_in(&world, &actor.staff_id).await;
        for (route, _) in of_a_person() {
            let stranger = visit(&mut browser, &route, &path_of(&route, &gareth)).await;
            let nothing = visit(&mut browser, &route, &path_of(&route, &nobody)).await;
            assert_eq!(stranger.status, nothing.status, "{} {}", route.method, route.path);
            assert!(matches!(stranger.status, 403 | 404), "{} {}", route.method, route.path);
            let (stranger, nothing) =
                (without_chance(&stranger, gareth.person.as_str()), without_chance(&nothing, nobody.person.as_str()));
            assert!(stranger == nothing, "{} {} tells the two apart", route.method, route.path);
        }
    }
});

both!(the_list_shows_exactly_the_people_whose_page_would_open, world, {
    let mut staff = Vec::new();
    for (code, roles) in [
        ("LDA", &[Role::Practitioner, Role::Coordinator, Role::Manager][..]),
        ("ASC", TWO),
        ("POL", TWO),
        ("MHT", TWO),
        ("HAV", TWO),
        ("EDU", TWO),
        ("AMB", TWO),
    ] {
        staff.extend(staff_of(&world, code, roles).await);
    }
    let everybody: Vec<(PersonId,)> =
        world.peek(async |house| fetch_all!(house, "select person_id from person order by 1")).await;
    let mut listed_somewhere = BTreeSet::new();
    for actor in &staff {
        let team = actor.hosts_register && matches!(actor.role, Role::Coordinator | Role::Manager);
        let mut opens = BTreeSet::new();
        for (person,) in &everybody {
            let level = level(&world, person, &actor.agency).await;
            let listed = level != Some(Level::Closed) || team;
            if listed && policy::decide(actor, Act::ViewReferral, level).is_ok() {
                opens.insert(format!("/people/{person}"));
            }
        }
        let mut browser = come_in(&world, &actor.staff_id).await;
        let mut shown = BTreeSet::new();
        for page in 1.. {
            let page = browser.get(&format!("/people?page={page}")).await;
            assert_eq!(page.status, 200);
            let before = shown.len();
            let links = page.attributes("main a[href^='/people/']", "href");
            shown.extend(links.into_iter().filter(|href| href.len() == "/people/".len() + 36));
            if shown.len() == before {
                break;
            }
        }
        assert_eq!(shown, opens, "as {}", actor.display_name);
        listed_somewhere.extend(shown);
    }
    assert_eq!(listed_somewhere.len(), everybody.len(), "everybody is on somebody's list");
});

// The printed matrix

fn actor(role: Role, kind: AgencyKind, hosts_register: bool) -> Actor {
    Actor {
        staff_id: NOTHING.parse().unwrap(),
        display_name: String::new(),
        role,
        agency: NOTHING.parse().unwrap(),
        agency_name: String::new(),
        agency_kind: kind,
        hosts_register,
        agreement_in_force: true,
    }
}

fn mark(yes: bool) -> &'static str {
    if yes { "yes" } else { "-" }
}

fn row(text: &mut String, name: &str, width: usize, cells: &[String], cell: usize) {
    let cells: Vec<String> = cells.iter().map(|text| format!("{text:<cell$}")).collect();
    writeln!(text, "{}", format!("  {name:<width$}{}", cells.join("  ")).trim_end()).unwrap();
}

const ROLES: &[(Role, &str)] = &[
    (Role::Practitioner, "practitioner"),
    (Role::Coordinator, "coordinator"),
    (Role::Manager, "manager"),
    (Role::InformationGovernance, "governance"),
    (Role::Administrator, "administrator"),
];

const KINDS: &[(AgencyKind, &str)] = &[
    (AgencyKind::NhsLearningDisability, "NHS LD"),
    (AgencyKind::MentalHealth, "NHS MH"),
    (AgencyKind::SocialCare, "social"),
    (AgencyKind::Provider, "provider"),
    (AgencyKind::Education, "educat."),
    (AgencyKind::Ambulance, "ambul."),
    (AgencyKind::Police, "police"),
];

fn printed() -> String {
    let mut text = String::from(
        "WHO MAY DO WHAT\n\
         \n\
         Printed from the rules themselves by a test (server/tests/it/permissions.rs). Do not edit it by\n\
         hand. A change of this file is a change of who may do what: read it first.\n\
         \n\
         Before all else: an agency whose sharing agreement is not in force opens no record, no list and\n\
         no dashboard. Its administrator still manages agencies and accounts, and its information-\n\
         governance lead still reads the audit log.\n\
         \n\
         \n\
         1. BY ROLE\n\
         What a role includes. About a person, it takes part 2 and part 3 as well.\n\n",
    );
    let names: Vec<String> = ROLES.iter().map(|(_, name)| (*name).to_owned()).collect();
    row(&mut text, "", 42, &names, 13);
    for act in Act::ALL.iter().filter(|act| !act.is_ones_own() && **act != Act::ReferOneself) {
        let cells: Vec<String> =
            ROLES.iter().map(|(role, _)| mark(policy::role_allows(*role, *act).is_ok()).to_owned()).collect();
        row(&mut text, act.label(), 42, &cells, 13);
    }
    text.push_str(
        "\n  Some of these are for some kinds of agency only, whatever the role: nobody rates without the\n  \
         training, and nobody adds to a part of a record that they cannot see.\n\n",
    );
    let kinds: Vec<String> = KINDS.iter().map(|(_, name)| (*name).to_owned()).collect();
    row(&mut text, "", 42, &kinds, 8);
    for act in Act::ALL.iter().filter(|act| act.is_about_a_person()) {
        let may = |kind| policy::decide(&actor(Role::Manager, kind, false), *act, Some(Level::Record)).is_ok();
        let cells: Vec<String> = KINDS.iter().map(|(kind, _)| mark(may(*kind)).to_owned()).collect();
        if cells.iter().any(|cell| cell == "-") {
            row(&mut text, act.label(), 42, &cells, 8);
        }
    }
    text.push_str(
        "\n\n2. BY HOW THE PERSON STANDS TO THE AGENCY\n\
         Before a decision: only the referrer's agency and the agency that runs the register.\n\
         On the register: only agencies that the person's decision covers, and the one that runs it.\n\
         Closed: refused, withdrawn, or closed by hand; only the agency that runs the register. Its \n\
         coordinators and managers are the register's own team.\n\
         Everybody else: there is no such person, as far as they can tell.\n\n"
            .replace(" \n", "\n")
            .as_str(),
    );
    let standings: Vec<String> =
        ["before a decision", "on the register", "closed", "closed, own team", "everybody else"]
            .map(str::to_owned)
            .into();
    row(&mut text, "", 42, &standings, 18);
    for act in Act::ALL.iter().filter(|act| act.is_about_a_person()) {
        let may = |hosts, level| {
            let actor = actor(Role::Manager, AgencyKind::NhsLearningDisability, hosts);
            mark(policy::decide(&actor, *act, level).is_ok()).to_owned()
        };
        let cells = [
            may(false, Some(Level::Asking)),
            may(false, Some(Level::Record)),
            may(false, Some(Level::Closed)),
            may(true, Some(Level::Closed)),
            may(true, None),
        ];
        row(&mut text, act.label(), 42, &cells, 18);
    }
    text.push_str("\n\n3. WHAT EACH KIND OF AGENCY SEES OF A RECORD\nOf somebody whose decision covers it.\n\n");
    row(&mut text, "", 42, &kinds, 8);
    for section in Section::ALL {
        let cells: Vec<String> =
            KINDS.iter().map(|(kind, _)| mark(policy::may_see(*kind, *section)).to_owned()).collect();
        row(&mut text, section.label(), 42, &cells, 8);
    }
    text.push_str(
        "\n  Before a decision, whatever the agency: name, date of birth and NHS number; where they live;\n  \
         communication; family. When closed: who it is, that it is closed and why, and nothing else.\n\
         \n\n4. WITH A PERSONAL CODE\n\
         The person themselves, or who decides for them, on the one record the code is for; in the audit\n\
         log as \"the person, with a personal code\". No role of staff has any of these.\n\n",
    );
    row(&mut text, "", 42, &["while shared".to_owned(), "not shared".to_owned()], 18);
    for act in Act::ALL.iter().filter(|act| act.is_ones_own()) {
        let may = |level| mark(policy::decide_own(*act, level).is_ok()).to_owned();
        row(&mut text, act.label(), 42, &[may(Level::Record), may(Level::Closed)], 18);
    }
    let kept: Vec<&str> =
        Section::ALL.iter().filter(|each| !policy::may_see_of_oneself(**each)).map(|each| each.label()).collect();
    writeln!(text, "\n  They see every section, but for: {}.", kept.join("; ").to_lowercase()).unwrap();
    let public: Vec<&str> =
        Act::ALL.iter().filter(|act| policy::decide_without_account(**act).is_ok()).map(|act| act.label()).collect();
    writeln!(text, "  Without an account or a code: {}; nothing is read back.", public.join("; ").to_lowercase())
        .unwrap();
    text.push_str(
        "\n  While the tablet is handed over, whatever the role: only the pages marked * of the one person\n  \
         in whose hands it is, and of those only the questions; everything else asks for the password.\n\
         \n\n5. EVERY PAGE AND FORM\n\
         GET shows a page, POST sends a form. P practitioner, C coordinator, M manager, G information\n\
         governance, A administrator. About a person, parts 2 and 3 apply too.\n\n",
    );
    row(&mut text, "", 54, &["P C M G A".to_owned(), "what it is for".to_owned()], 10);
    for Route { method, path, rule, lent, .. } in routes::routes() {
        let (who, what) = match rule {
            Rule::Anyone => ("anybody".to_owned(), "-"),
            Rule::Own(act) => ("own page".to_owned(), act.label()),
            Rule::May(act) => {
                let letters: Vec<&str> = ROLES
                    .iter()
                    .zip(["P", "C", "M", "G", "A"])
                    .map(|((role, _), letter)| if policy::role_allows(*role, act).is_ok() { letter } else { "-" })
                    .collect();
                (letters.join(" "), act.label())
            }
        };
        let hands = if lent { " *" } else { "" };
        row(&mut text, &format!("{:<5}{path}{hands}", method.as_str()), 54, &[who, what.to_owned()], 10);
    }
    text
}

#[test]
fn the_printed_permissions_are_the_rules() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/permissions.txt");
    let now = printed();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let differs: Vec<String> = now
        .lines()
        .filter(|line| !kept.lines().any(|old| old == *line))
        .map(|line| format!("+ {line}"))
        .chain(kept.lines().filter(|old| !now.lines().any(|line| line == *old)).map(|old| format!("- {old}")))
        .collect();
    assert!(
        kept == now,
        "server/tests/golden/permissions.txt no longer says who may do what:\n{}\n\
         If that is meant: UPDATE_GOLDEN=1 cargo test -p server --test it permissions",
        differs.join("\n")
    );
}

#[test]
fn a_route_about_a_person_names_an_act_about_a_person() {
    for route in routes::routes() {
        match route.rule {
            Rule::May(act) => {
                assert_eq!(route.path.contains("{person}"), act.is_about_a_person(), "{} {}", route.method, route.path);
                assert!(!act.is_ones_own(), "{} {}", route.method, route.path);
            }
            Rule::Own(act) => {
                // The person comes with the code: an address that names one would be a second way in.
                assert!(route.path.starts_with("/me/") && !route.path.contains("{person}"), "{}", route.path);
                assert!(act.is_ones_own(), "{} {}", route.method, route.path);
            }
            Rule::Anyone => {}
        }
    }
}

#[test]
fn every_form_has_a_page_at_its_own_address() {
    // A form that was sent after the session ended leads back to its address, with GET.
    for route in routes::routes().iter().filter(|route| route.method == "POST") {
        let page = routes::routes().iter().any(|page| page.method == "GET" && page.path == route.path);
        let none = match route.path {
            "/drafts" | "/me/drafts" => "sent by a script",
            "/sign-out" | "/reading" | "/me/finish" => "answered for anybody, so it never leads to signing in",
            _ => "",
        };
        assert!(page || !none.is_empty(), "POST {} has no page to come back to", route.path);
    }
}
