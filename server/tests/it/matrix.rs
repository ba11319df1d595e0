//! The printed permissions: `golden/permissions.txt`, for people who do not read code, is the rules.

use std::fmt::Write;

use app::{
    access::{
        model::{Act, Actor, AgencyKind, Level, Role, Section},
        policy,
    },
    routes,
    web::{Route, Rule},
};

const NOTHING: &str = "00000000-0000-7000-8000-00000000dead";

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
    let gap = if name.len() < width { "" } else { "  " };
    writeln!(text, "{}", format!("  {name:<width$}{gap}{}", cells.join("  ")).trim_end()).unwrap();
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
    assert!(Role::ALL.iter().all(|role| ROLES.iter().any(|(each, _)| each == role)), "a role has no column");
    assert!(AgencyKind::ALL.iter().all(|kind| KINDS.iter().any(|(each, _)| each == kind)), "a kind has no column");
    let mut text = String::from(
        "WHO MAY DO WHAT\n\
         \n\
         Printed from the rules themselves by a test (server/tests/it/matrix.rs). Do not edit it by\n\
         hand. A change of this file is a change of who may do what: read it first.\n\
         \n\
         Before all else: an agency whose sharing agreement is not in force opens no record, no list and\n\
         no dashboard. Its administrator still manages agencies and accounts, and its information-\n\
         governance lead still reads the audit log.\n\
         A colleague whom a person keeps out (by name, since that person does not want them to look) finds\n\
         nothing of that person anywhere, whatever else stands here.\n\
         \n\
         \n\
         1. BY ROLE\n\
         What a role includes. About a person, it takes part 2 and part 3 as well.\n\n",
    );
    let names: Vec<String> = ROLES.iter().map(|(_, name)| (*name).to_owned()).collect();
    row(&mut text, "", 42, &names, 13);
    for act in Act::ALL.iter().filter(|act| !act.is_ones_own() && !act.is_of_the_house() && **act != Act::ReferOneself)
    {
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
        // As one that runs the register: what is its own team's alone depends on that, not on the kind.
        let may = |kind| policy::decide(&actor(Role::Manager, kind, true), *act, Some(Level::Record)).is_ok();
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
         Everybody else: there is no such person, as far as they can tell. But whoever refers somebody hears \n\
         what came of it (on the register, said no), also where the decision keeps the person from them.\n\n"
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
            policy::decide(&actor, *act, level).is_ok()
        };
        // Some acts are the register's own team's alone, whatever the level.
        let open = |level| match (may(false, level), may(true, level)) {
            (true, _) => "yes",
            (false, true) => "own team",
            (false, false) => "-",
        };
        let cells = [
            open(Some(Level::Asking)),
            open(Some(Level::Record)),
            mark(may(false, Some(Level::Closed))),
            mark(may(true, Some(Level::Closed))),
            mark(may(true, None)),
        ]
        .map(str::to_owned);
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
        "\n  Before a decision, and no more than it would see after a yes: name, date of birth and NHS number;\n  \
         where they live; communication; family. When closed: who it is, that it is closed and why, and\n  \
         nothing else. Whoever asks for a decision without seeing family or consent decisions is shown who\n  \
         may decide as a role: no name, no earlier decision, no filled-in form. The agency that runs the\n  \
         register reads those at any time, since it asks again.\n\
         \n\n4. WITH A PERSONAL CODE\n\
         The person themselves, or who decides for them, on the one record the code is for; in the audit\n\
         log as \"the person, with a personal code\". No role of staff has any of these.\n\n",
    );
    row(&mut text, "", 42, &["while shared".to_owned(), "not shared".to_owned()], 18);
    for act in Act::ALL.iter().filter(|act| act.is_ones_own()) {
        let may = |level| mark(policy::decide_own(*act, level).is_ok()).to_owned();
        row(&mut text, act.label(), 42, &[may(Level::Record), may(Level::Closed)], 18);
    }
    let kept = |is_the_person| {
        let kept = Section::ALL.iter().filter(|each| !policy::may_see_of_oneself(**each, is_the_person));
        kept.map(|each| each.label()).collect::<Vec<_>>().join("; ").to_lowercase()
    };
    assert_eq!(kept(true), "", "nothing that is written of somebody is kept from them");
    writeln!(text, "\n  The person sees every section. Who decides for them does too, but for: {}.", kept(false))
        .unwrap();
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
         If that is meant: UPDATE_GOLDEN=1 cargo test -p server --test it matrix",
        differs.join("\n")
    );
}
