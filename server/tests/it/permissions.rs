//! Who may do what: every route, for every kind of visitor, against the one policy.
//!
//! `server/tests/golden/permissions.txt` prints the same for people who do not read code. To accept
//! a change of it: `UPDATE_GOLDEN=1 cargo test -p server --test it matrix`.

use std::collections::BTreeSet;

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
        password_given: false,
        is_demo: false,
    };
    world.peek(async |house| account::add(house, &new, now).await).await
}

/// Somebody of the demo county, and what the addresses of their pages need.
pub struct Whose {
    pub given: &'static str,
    pub person: PersonId,
    /// A real issue of theirs, if there is one.
    pub issue: String,
    /// A real action of theirs, if there is one, and whose it is.
    pub action: String,
    pub owner: Option<AgencyId>,
    /// A real code and a real request of theirs, where a test made them.
    pub code: String,
    pub request: String,
    /// A form printed for them, and a signed page of it that nobody says they added.
    pub form: String,
    pub scan: String,
    /// The newest of their decisions, if anybody decided.
    pub decision: Option<i64>,
    /// An agency that those on the register mostly said yes to.
    pub agency: String,
}

/// No such thing has this id.
const NOTHING: &str = "00000000-0000-7000-8000-00000000dead";
/// Nor this one.
const NO_SUCH: &str = "00000000-0000-7000-8000-00000000beef";

pub async fn whose(world: &World, given: &'static str) -> Whose {
    let person: PersonId = world.person(given).await.parse().unwrap();
    let (now, agency) = (world.now(), world.agency("AMB").await);
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
                code: NO_SUCH.to_owned(),
                request: NO_SUCH.to_owned(),
                form: form.to_string(),
                scan: scan.to_string(),
                decision,
                agency: agency.clone(),
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
        "/people/{person}/codes/{code}/take-back"
        | "/people/{person}/asked/{request}"
        | "/people/{person}/kept-out/{kept}/let-in" => (false, Met::Hidden),
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
        "/people/{person}/professionals" | "/people/{person}/professionals/new" => {
            (sees(Section::Professionals), Met::Forbidden)
        }
        "/people/{person}/relatives" | "/people/{person}/relatives/new" => {
            (policy::may_see_at(actor.agency_kind, level, Section::Family), Met::Forbidden)
        }
        "/people/{person}/professionals/{professional}/end" => (sees(Section::Professionals), Met::Hidden),
        "/people/{person}/relatives/{relative}/end" => {
            (policy::may_see_at(actor.agency_kind, level, Section::Family), Met::Hidden)
        }
        // The other pages of who may decide open, and say no more than their reader may see: says_too_much.
        "/people/{person}/authority/{holder}/end" => {
            (policy::may_read_to_ask(actor, level, Section::Family), Met::Hidden)
        }
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
        Denied::Forbidden(_) | Denied::Closed => Met::Forbidden,
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

pub fn of_a_person() -> Vec<(Route, Act)> {
    let about = |route: Route| match route.rule {
        Rule::May(act) if route.path.contains("{person}") => Some((route, act)),
        Rule::May(_) | Rule::Own(_) | Rule::Anyone => None,
    };
    routes::routes().into_iter().filter_map(about).collect()
}

pub fn of_nobody() -> Vec<(Route, Act)> {
    let about = |route: Route| match route.rule {
        Rule::May(act) if !route.path.contains("{person}") => Some((route, act)),
        Rule::May(_) | Rule::Own(_) | Rule::Anyone => None,
    };
    routes::routes().into_iter().filter_map(about).collect()
}

pub fn path_of(route: &Route, whose: &Whose) -> String {
    route
        .path
        .replace("/ask/{step}", "/ask/who")
        .replace("{person}", whose.person.as_str())
        .replace("{issue}", &whose.issue)
        .replace("{action}", &whose.action)
        // A holder of an authority goes by the id of the person they decide for, see HOLDERS.
        .replace("{holder}", whose.person.as_str())
        // So do a professional and a relative, see NETWORK.
        .replace("{professional}", whose.person.as_str())
        .replace("{relative}", whose.person.as_str())
        .replace("{step}", "on_the_list")
        .replace("{code}", &whose.code)
        .replace("{request}", &whose.request)
        .replace("{kept}", &whose.request)
        .replace("{section}", "home")
        .replace("/me/words/{kind}", "/me/words/words")
        .replace("{about}", "home")
        .replace("{form}", &whose.form)
        .replace("{scan}", &whose.scan)
        .replace("/withdraw/{agency}", &format!("/withdraw/{}", whose.agency))
        .replace("{number}", &whose.decision.unwrap_or(1).to_string())
}

/// Somebody who may decide for each person, so that ending it can be tried.
pub const HOLDERS: &str = "insert into holder (holder_id, person_id, authority, name, relation, covers, reference, limits, added_at)
    select person_id, person_id, 'court_deputy', 'Kenelm', 'Great-uncle', 'not_known', '', '', '2026-11-01T00:00:00Z' from person";

/// A professional and a relative of each person, so that ending it can be tried.
pub const NETWORK: [&str; 2] = [
    "insert into professional (professional_id, person_id, name, job, organisation, phone, email, added_at)
     select person_id, person_id, 'Iqbal', 'Nurse', '', '01632 960100', '', '2026-11-01T00:00:00Z' from person",
    "insert into relative (relative_id, person_id, name, relation, phone, added_at)
     select person_id, person_id, 'Abena', 'Mother', '', '2026-11-01T00:00:00Z' from person",
];

/// What was written for an earlier decision: words and names that only some agencies ever see.
const TOLD: &str = "Told in confidence";
const EARLIER: [&str; 3] = [
    "insert into capacity_assessment (capacity_id, person_id, number, test, conclusion, assessed_on, answers, recorded_at)
     select person_id, person_id, 90, 'mental_capacity', 'cannot_decide', '2026-11-20', '[[\"doubt\",\"Told in confidence\"]]',
            '2026-11-20T00:00:00Z' from person",
    "insert into best_interests (interests_id, person_id, number, capacity_id, outcome, decided_by, decided_on, review_on,
                                 answers, recorded_at)
     select person_id, person_id, 90, person_id, 'yes', 'Told in confidence', '2026-11-20', '2027-11-20',
            '[[\"wishes\",\"Told in confidence\"]]', '2026-11-20T00:00:00Z' from person",
    "update consent_decision set answers = '[[\"words\",\"Told in confidence\"]]'",
];

/// What a page says that is not for its reader's agency, whatever the page is for.
fn says_too_much(page: &Page, actor: &Actor, level: Option<Level>) -> Vec<&'static str> {
    let reads = |section| level.is_some_and(|level| policy::may_read_to_ask(actor, level, section));
    [
        ("Kenelm", Section::Family),
        ("Great-uncle", Section::Family),
        ("Abena", Section::Family),
        (TOLD, Section::Consent),
    ]
    .into_iter()
    .filter(|(words, section)| page.html.contains(words) && !reads(*section))
    .map(|(words, _)| words)
    .collect()
}

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
                let page = visit(&mut browser, &route, &path_of(&route, whose)).await;
                let got = met(&page);
                for words in says_too_much(&page, actor, level) {
                    wrongs.push(format!(
                        "{} {} says \u{201c}{words}\u{201d} to {}, about {} (who is {level:?} there)",
                        route.method, route.path, actor.display_name, whose.given
                    ));
                }
                if route.method == "POST" && route.path.ends_with("/hand-over") {
                    // The tablet is out of their hands now: they come in again.
                    browser = come_in(world, &actor.staff_id).await;
                }
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

/// Somebody to decide for each person, a professional and a relative: without them half the pages are not there.
pub async fn with_a_network(world: &World) {
    world.meddle(HOLDERS).await;
    for named in NETWORK {
        world.meddle(named).await;
    }
}

both!(every_page_of_a_record_is_open_to_those_the_policy_names_and_nobody_else, world, {
    with_a_network(&world).await;
    for named in EARLIER {
        world.meddle(named).await;
    }
    let mut people = Vec::new();
    for given in PEOPLE {
        people.push(whose(&world, given).await);
    }
    assert_ne!(people[1].issue, NOTHING, "Tomasz has an issue");
    assert_ne!(people[1].action, NOTHING, "Tomasz has an action");
    let mut staff = Vec::new();
    for code in ["LDA", "ASC", "POL", "MHT", "HAV", "EDU", "AMB"] {
        staff.extend(staff_of(&world, code, EVERY).await);
    }
    // Everybody's record by the roles that work with records; by the two that never see one, one that
    // is nobody's yet and one that is everybody's.
    let mut wrongs = Vec::new();
    for actor in &staff {
        let sees_people = matches!(actor.role, Role::Practitioner | Role::Coordinator | Role::Manager);
        let tried = if sees_people { people.as_slice() } else { &people[..2] };
        wrongs.extend(try_records(&world, std::slice::from_ref(actor), tried).await);
    }
    assert!(wrongs.is_empty(), "{} differ:\n{}", wrongs.len(), wrongs.join("\n"));
});

both!(an_agency_whose_agreement_lapsed_opens_no_record_at_all, world, {
    with_a_network(&world).await;
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
        agency: gareth.agency.clone(),
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
            "/drafts" | "/me/drafts" | "/ask/drafts" => "sent by a script",
            "/drafts/forget" | "/me/drafts/forget" => "leads on to the form whose draft it was",
            "/sign-out" | "/reading" | "/me/finish" => "answered for anybody, so it never leads to signing in",
            _ => "",
        };
        assert!(page || !none.is_empty(), "POST {} has no page to come back to", route.path);
    }
}
