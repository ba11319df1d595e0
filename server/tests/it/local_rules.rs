//! What each register decides for itself, where the law may be read in two ways: who decides under 16, whether a parent
//! does at 16 and 17, after how many months a yes is asked again. And what the first page says when that time comes.

use std::{
    process::{Command, Stdio},
    sync::Arc,
};

use app::{
    authority::model::{LocalRule, Under16},
    web::Site,
};
use chrono::TimeDelta;
use clap::Parser;
use server::config::{self, Cli};

use crate::{
    acts::{Fields, all_yes, decide, fill, rows_of_everything, send, texts_of},
    authority::{add_holder, cannot_decide, child_of_two, decided_by, gillick, holder_value},
    both,
    permissions::come_in_as,
    support::{Browser, Page, World, site_over},
};

const NURSE: &str = "nia@lda.example";
const BY_PARENTS: &str = "On this register somebody with parental responsibility decides under 16.";
const UNTIL_18: &str = "On this register somebody with parental responsibility may decide for them until they are 18.";
const AUTHORITY: &str = "select authority from consent_decision where person_id = $1";

/// The nurse at the same register, where it is set to this rule.
async fn nurse_under(world: &World, rule: LocalRule) -> Browser {
    let site = Site { local_rule: rule, ..site_over(world.access.clone()) };
    let mut browser = Browser::new(server::app(Arc::new(site), &std::env::temp_dir()));
    let nurse = come_in_as(world, NURSE).await;
    browser.set_cookie("session", nurse.cookie("session").unwrap());
    browser
}

/// Mei with her mother, as a form sends her, after this was found out about whether Mei can decide.
async fn mei_and_her_mother(world: &World, browser: &mut Browser, assessed: &Fields) -> (String, String) {
    let mei = world.person("Mei").await;
    assert_eq!(send(browser, &format!("/people/{mei}/capacity"), assessed).await.status, 303);
    assert_eq!(add_holder(browser, &mei, "Lin Chen", "parental_responsibility").await.status, 303);
    (mei, holder_value(world, "Lin Chen").await)
}

const MEI_IS_13: &str = "update person set born_on = '2013-05-01' where given_name = 'Mei'";
const MEI_IS_16: &str = "update person set born_on = '2010-05-01' where given_name = 'Mei'";

/// Whom the conversation offers as the one who decides.
async fn offered(browser: &mut Browser, person: &str) -> Vec<String> {
    let who = browser.get(&format!("/people/{person}/consent/who")).await;
    assert_eq!(who.status, 200, "{}", who.text());
    who.attributes("input[name=decider]", "value")
}

async fn is_refused(world: &World, browser: &mut Browser, person: &str, answers: &Fields) {
    let before = rows_of_everything(world).await;
    let page = decide(browser, person, answers).await;
    assert_eq!(page.status, 422, "{}", page.text());
    assert_eq!(page.errors(), ["Select who decides. Look at the reasons: who may decide depends on the day"]);
    assert_eq!(rows_of_everything(world).await, before);
}

both!(a_child_who_understands_enough_decides_where_the_register_sets_nothing, world, {
    world.meddle(MEI_IS_13).await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let (mei, mother) = mei_and_her_mother(&world, &mut nurse, &gillick("yes")).await;
    assert_eq!(offered(&mut nurse, &mei).await, ["person"]);
    assert!(!nurse.get(&format!("/people/{mei}/authority")).await.says(BY_PARENTS));
    is_refused(&world, &mut nurse, &mei, &decided_by(&world, &mother).await).await;
    let done = decide(&mut nurse, &mei, &all_yes(&world, &[]).await).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(texts_of(&world, AUTHORITY, &mei).await, ["person"]);
});

both!(a_parent_decides_under_16_where_the_register_is_set_so_though_the_child_understands_enough, world, {
    world.meddle(MEI_IS_13).await;
    let rule = LocalRule { under_16: Under16::Parent, ..LocalRule::default() };
    let mut nurse = nurse_under(&world, rule).await;
    let (mei, mother) = mei_and_her_mother(&world, &mut nurse, &gillick("yes")).await;
    assert_eq!(offered(&mut nurse, &mei).await, [mother.as_str()]);
    for page in ["authority", "consent/who"] {
        let page = nurse.get(&format!("/people/{mei}/{page}")).await;
        assert!(page.says(BY_PARENTS), "{}", page.text());
    }
    is_refused(&world, &mut nurse, &mei, &all_yes(&world, &[]).await).await;
    let done = decide(&mut nurse, &mei, &decided_by(&world, &mother).await).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(texts_of(&world, AUTHORITY, &mei).await, ["parental_responsibility"]);
});

both!(a_parent_of_somebody_of_16_who_cannot_decide_is_not_offered_where_the_register_sets_nothing, world, {
    world.meddle(MEI_IS_16).await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let (mei, mother) = mei_and_her_mother(&world, &mut nurse, &cannot_decide()).await;
    assert_eq!(offered(&mut nurse, &mei).await, [""; 0]);
    let who = nurse.get(&format!("/people/{mei}/consent/who")).await;
    assert!(who.says("Fill in the best-interests checklist") && !who.says(UNTIL_18), "{}", who.text());
    is_refused(&world, &mut nurse, &mei, &decided_by(&world, &mother).await).await;
});

both!(a_parent_decides_for_somebody_of_16_who_cannot_where_the_register_is_set_so, world, {
    world.meddle(MEI_IS_16).await;
    let mut nurse = nurse_under(&world, LocalRule { parent_at_16: true, ..LocalRule::default() }).await;
    let (mei, mother) = mei_and_her_mother(&world, &mut nurse, &cannot_decide()).await;
    assert_eq!(offered(&mut nurse, &mei).await, [mother.as_str()]);
    assert!(nurse.get(&format!("/people/{mei}/consent/who")).await.says(UNTIL_18));
    let done = decide(&mut nurse, &mei, &decided_by(&world, &mother).await).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(texts_of(&world, AUTHORITY, &mei).await, ["parental_responsibility"]);
    // It did not end with a birthday that was before it.
    let mut officer = come_in_as(&world, "officer@pol.example").await;
    assert_eq!(officer.get(&format!("/people/{mei}")).await.status, 200);

    // She takes it back by the same rule.
    let stop = format!("/people/{mei}/withdraw");
    let may = |page: Page| page.attributes("input[name=decider]", "value");
    assert_eq!(may(come_in_as(&world, NURSE).await.get(&stop).await), ["person"], "by no other");
    assert_eq!(may(nurse.get(&stop).await), ["person", mother.as_str()]);
    let fields = [("decider", mother.as_str()), ("own_view", "not_known"), ("own_view_words", "She slept")];
    assert_eq!(nurse.post(&stop, &fields).await.status, 200);
    assert_eq!(officer.get(&format!("/people/{mei}")).await.status, 404);
});

/// All yes, so that nothing is left to talk about again.
fn sure(mut answers: Fields) -> Fields {
    fill(&mut answers, "anonymous_planning", "yes");
    answers
}

/// The lines about Mei among the decisions to ask again, as the nurse reads them today.
async fn lines_about_mei(world: &World) -> Vec<String> {
    let today = come_in_as(world, NURSE).await.get("/today").await;
    let mut lines = today.all("section[aria-labelledby=ask-again] tbody tr");
    lines.retain(|line| line.contains("Mei Tanaka"));
    lines
}

both!(the_yearly_check_is_on_the_first_page_four_weeks_before_its_day, world, {
    let mei = world.person("Mei").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    assert_eq!(decide(&mut nurse, &mei, &sure(all_yes(&world, &[]).await)).await.status, 303);
    world.pass(TimeDelta::days(336));
    assert_eq!(lines_about_mei(&world).await, [""; 0], "a day too early");
    world.pass(TimeDelta::days(1));
    let line = "Name Mei Tanaka Ask by 23 November 2027 due in 28 days Why The decision is due to be looked at again";
    assert_eq!(lines_about_mei(&world).await, [line]);
});

both!(a_yes_is_asked_again_after_as_many_months_as_the_register_is_set_to, world, {
    let mei = world.person("Mei").await;
    let mut nurse = nurse_under(&world, LocalRule { ask_again_months: 3, ..LocalRule::default() }).await;
    let mut answers = sure(all_yes(&world, &[]).await);
    for (part, value) in [("day", "22"), ("month", "8")] {
        fill(&mut answers, &format!("decided_{part}"), value);
    }
    let late = decide(&mut nurse, &mei, &answers).await;
    assert_eq!(late.status, 422);
    assert_eq!(late.errors(), ["This was decided so long ago that it no longer counts. Ask them again"]);

    let done = decide(&mut nurse, &mei, &sure(all_yes(&world, &[]).await)).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(nurse.get(&done.location).await.says("We ask you again before 23 February 2027."));
    let until = "select distinct cast(until_on as text) from sharing where person_id = $1";
    assert_eq!(texts_of(&world, until, &mei).await, ["2027-02-23"]);
    world.pass(TimeDelta::days(63));
    assert_eq!(lines_about_mei(&world).await, [""; 0], "a day too early");
    world.pass(TimeDelta::days(1));
    let line = "Name Mei Tanaka Ask by 23 February 2027 due in 28 days Why The decision is due to be looked at again";
    assert_eq!(lines_about_mei(&world).await, [line]);
});

both!(a_sixteenth_birthday_is_on_the_first_page_twelve_weeks_before_its_day, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    let (person, mother, _) = child_of_two(&world, &mut nurse).await;
    world.meddle("update person set born_on = '2011-03-01' where given_name = 'Mei'").await;
    let answers = sure(decided_by(&world, &mother).await);
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
    world.pass(TimeDelta::days(13));
    assert_eq!(lines_about_mei(&world).await, [""; 0], "a day too early");
    world.pass(TimeDelta::days(1));
    let line =
        "Name Mei Tanaka Ask by 1 March 2027 due in 84 days Why Turns 16, and decides for themselves from then on";
    assert_eq!(lines_about_mei(&world).await, [line]);
});

/// How the program is asked to serve.
fn asked_to_serve(words: &[&str]) -> config::Serve {
    match Cli::try_parse_from([&["server", "serve"], words].concat()).unwrap().command {
        config::Command::Serve(serve) => serve,
        other @ (config::Command::Migrate(_)
        | config::Command::Demo(_)
        | config::Command::Import(_)
        | config::Command::Audit { .. }) => panic!("not serving: {other:?}"),
    }
}

#[test]
fn a_register_that_sets_nothing_leaves_most_to_the_young_person_and_asks_every_year() {
    let nothing_set = LocalRule { under_16: Under16::Gillick, parent_at_16: false, ask_again_months: 12 };
    assert_eq!(asked_to_serve(&[]).local_rule(), nothing_set);
    let set = ["--under-16", "parent", "--parent-at-16", "--ask-again-months", "1"];
    let other = LocalRule { under_16: Under16::Parent, parent_at_16: true, ask_again_months: 1 };
    assert_eq!(asked_to_serve(&set).local_rule(), other);
}

fn server() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command.env_clear().env("RUST_LOG", "warn").stdin(Stdio::null());
    command
}

#[test]
fn a_setting_that_says_nothing_known_stops_the_program_and_is_named() {
    for (setting, value, flag) in [
        ("DSR_UNDER_16", "child", "--under-16"),
        ("DSR_PARENT_AT_16", "perhaps", "--parent-at-16"),
        ("DSR_ASK_AGAIN_MONTHS", "0", "--ask-again-months"),
        ("DSR_ASK_AGAIN_MONTHS", "13", "--ask-again-months"),
    ] {
        let output = server().env(setting, value).args(["serve", "--site", "/no/such/site"]).output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{setting}={value}: {complaint}");
        assert!(complaint.contains(&format!("invalid value '{value}' for '{flag}")), "{complaint}");
    }
}
