//! The conversation over days, on two devices, with somebody who decides for another, and on a bad day.

use app::consent::conversation::HOW_DECIDED;
use chrono::TimeDelta;

use crate::{
    acts::{Fields, all_yes, decide, fill, form, rows_of_everything, send, text_of, texts_of},
    authority::{add_holder, child_of_two, decided_by},
    both,
    own_code::at_home,
    support::{Kind, World},
};

const KINDS: &str = "select kind from consent_decision where person_id = $1 order by number";

/// Everything said yes to, dated on a day of November 2026.
async fn yes_on(world: &World, day: &str) -> Fields {
    let mut yes = all_yes(world, &[]).await;
    fill(&mut yes, "decided_day", day);
    yes
}

both!(a_yes_from_before_a_change_of_mind_is_not_recorded_after_it, world, {
    // Once they do it on their own page, once a nurse writes it down.
    for (given, whole, on_their_own) in [("Tomasz", "Tomasz Zielinski", true), ("Kwame", "Kwame Boateng", false)] {
        let (began, now) = (world.now(), |days| TimeDelta::days(days));
        let person = world.person(given).await;
        let base = format!("/people/{person}/consent");
        let monday = began.format("%-d").to_string();
        let changed = app::base::dates::long((began + now(2)).date_naive());
        let thursday = (began + now(3)).format("%-d").to_string();
        let mut team = world.signed_in("coordinator@lda.example").await;
        assert_eq!(send(&mut team, &format!("{base}/check"), &yes_on(&world, &monday).await).await.status, 303);
        let kept = form(&team.get(&format!("{base}/check")).await, &base);
        world.pass(now(2));
        if on_their_own {
            let page = at_home(&world, &person).await.post("/me/change-mind", &[]).await;
            assert_eq!(page.location, "/me/changed");
        } else {
            let mut nurse = world.signed_in("nia@lda.example").await;
            let page = nurse.post(&format!("/people/{person}/withdraw"), &[("decider", "person")]).await;
            assert_eq!(page.status, 200, "{}", page.text());
        }
        world.pass(now(1));
        let before = rows_of_everything(&world).await;
        let mut team = world.signed_in("coordinator@lda.example").await;
        let says = format!("{whole} changed their mind on {changed}.");
        for step in ["on_the_list", "decision", "check"] {
            let page = team.get(&format!("{base}/{step}")).await;
            assert!(page.says(&says), "{step}: {}", page.text());
            assert!(page.says("The answers from before that are not used"), "{step}: {}", page.text());
        }
        // Neither does a page go on that was open all the time, nor one that claims to have seen the change.
        let page = send(&mut team, &format!("{base}/decision"), &yes_on(&world, &thursday).await).await;
        assert_eq!((page.status, page.says(&says)), (409, true), "{}", page.text());
        for decisions in [kept, vec![("decisions".to_owned(), "2".to_owned())]] {
            let page = send(&mut team, &base, &decisions).await;
            assert_eq!((page.status, page.says(&says)), (409, true), "{}", page.text());
            assert!(page.attributes("main a", "href").contains(&base), "it leads to the beginning");
        }
        assert_eq!(rows_of_everything(&world).await, before, "nothing is recorded, and nothing shared");

        let start = team.get(&base).await;
        assert!(start.says(&says) && !start.says("You have begun this conversation"), "{}", start.text());
        let mut first = form(&start, &format!("{base}/start"));
        assert!(first.iter().all(|(name, _)| name != "format"), "nothing is left of the earlier answers");
        fill(&mut first, "format", "symbols");
        assert_eq!(send(&mut team, &format!("{base}/start"), &first).await.location, format!("{base}/who"));
        assert_eq!(team.get(&format!("{base}/on_the_list")).await.value("on_the_list"), "");
        // What they say today counts.
        let page = decide(&mut team, &person, &yes_on(&world, &thursday).await).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert_eq!(texts_of(&world, KINDS, &person).await, ["given", "withdrawn", "given"]);
        world.pass(now(1));
    }
});

both!(whoever_holds_the_tablet_is_not_told_what_was_decided_meanwhile, world, {
    let person = world.person("Tomasz").await;
    let base = format!("/people/{person}/consent");
    let mut tablet = world.signed_in("nia@lda.example").await;
    tablet.post(&format!("{base}/start"), &[("format", "easy-read")]).await;
    tablet.post(&format!("{base}/on_the_list"), &[("on_the_list", "yes")]).await;
    let handed = tablet.post(&format!("/people/{person}/hand-over"), &[("to", "conversation"), ("step", "cetr")]).await;
    assert_eq!(handed.location, format!("{base}/cetr"));
    let mut senior = world.signed_in("manager@lda.example").await;
    let mut no = all_yes(&world, &[]).await;
    fill(&mut no, "on_the_list", "no");
    assert_eq!(decide(&mut senior, &person, &no).await.status, 200);
    // A no closes the record to nobody who runs the register but the practitioner; a yes leaves it open.
    let mut yes = all_yes(&world, &[]).await;
    fill(&mut yes, "cetr", "no");
    assert_eq!(decide(&mut senior, &person, &yes).await.status, 303);
    let page = tablet.get(&format!("{base}/cetr")).await;
    assert!(page.says("Something has changed") && page.says("Please give the tablet back"), "{}", page.text());
    assert!(!page.says("recorded for") && !page.says("Priya"), "{}", page.text());
    assert!(page.attributes("main a", "href").iter().all(|href| href == "/unlock"), "{}", page.html);
});

/// From now on the database does not keep the note that a press is known by when it comes again.
async fn refuse_the_note(world: &World) {
    match world.kind {
        Kind::Sqlite => {
            world
                .meddle(
                    "create trigger unnoted before insert on draft when new.form like '%/recorded'
                     begin select raise(abort, 'unnoted'); end",
                )
                .await;
        }
        Kind::Postgres => {
            world
                .meddle("create function unnoted() returns trigger language plpgsql as $$ begin raise 'no'; end $$")
                .await;
            world
                .meddle(
                    "create trigger unnoted before insert on draft for each row
                     when (new.form like '%/recorded') execute function unnoted()",
                )
                .await;
        }
    }
}

both!(a_no_that_was_recorded_is_never_called_a_failure, world, {
    let person = world.person("Callum").await;
    let mut senco = world.signed_in("senco@edu.example").await;
    let mut no = all_yes(&world, &[]).await;
    fill(&mut no, "on_the_list", "no");
    let before = rows_of_everything(&world).await;
    refuse_the_note(&world).await;
    let page = decide(&mut senco, &person, &no).await;
    assert_eq!(page.status, 500, "{}", page.text());
    assert_eq!(rows_of_everything(&world).await, before, "what failed is not recorded");
    let tomasz = world.person("Tomasz").await;
    let stop = format!("/people/{tomasz}/withdraw");
    let mut officer = world.signed_in("officer@pol.example").await;
    assert_eq!(officer.post(&stop, &[("decider", "person")]).await.status, 500);
    assert_eq!(rows_of_everything(&world).await, before);
    // Sent once more, it is recorded: nothing that was answered is lost.
    world
        .meddle(match world.kind {
            Kind::Sqlite => "drop trigger unnoted",
            Kind::Postgres => "drop trigger unnoted on draft",
        })
        .await;
    let base = format!("/people/{person}/consent");
    let check = form(&senco.get(&format!("{base}/check")).await, &base);
    assert_eq!(send(&mut senco, &base, &check).await.status, 200);
    assert_eq!(texts_of(&world, KINDS, &person).await, ["refused"]);
    assert_eq!(officer.post(&stop, &[("decider", "person")]).await.status, 200);
});

both!(a_no_that_the_registers_own_practitioner_sends_twice_is_said_to_be_recorded, world, {
    let person = world.person("Callum").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut no = all_yes(&world, &[]).await;
    fill(&mut no, "on_the_list", "no");
    assert_eq!(decide(&mut nurse, &person, &no).await.status, 200);
    let again = nurse.post(&format!("/people/{person}/consent"), &[("decisions", "0")]).await;
    assert_eq!(again.status, 200, "{}", again.text());
    assert!(again.says("It was recorded the first time that you sent it") && !again.says("Callum"), "{}", again.text());
    assert_eq!(texts_of(&world, KINDS, &person).await, ["refused"]);
});

both!(two_devices_of_one_colleague_lose_none_of_each_others_answers, world, {
    let person = world.person("Mei").await;
    let base = format!("/people/{person}/consent");
    let mut tablet = world.signed_in("nia@lda.example").await;
    let mut desk = world.signed_in("nia@lda.example").await;
    tablet.post(&format!("{base}/start"), &[("format", "easy-read")]).await;
    for (one, other) in
        [("understood", "cetr"), ("on_the_list", "contact_family"), ("exclusions", "anonymous_planning")]
    {
        let (first, second) = (format!("{base}/{one}"), format!("{base}/{other}"));
        let (answer, further) = ([(one, "yes")], [(other, "no")]);
        let (here, there) = tokio::join!(tablet.post(&first, &answer), desk.post(&second, &further));
        assert_eq!((here.status, there.status), (303, 303));
        assert_eq!(tablet.get(&first).await.value(one).trim(), "yes", "{one}");
        assert_eq!(tablet.get(&second).await.value(other), "no", "{other}");
    }
});

both!(whoever_decides_for_another_is_asked_in_words_for_grown_ups_and_told_whom_you_means, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    let (person, mother, _) = child_of_two(&world, &mut nurse).await;
    let base = format!("/people/{person}/consent");
    let called = "You answer for Mei. \u{201c}You\u{201d} means Mei.";
    nurse.post(&format!("{base}/start"), &[("format", "easy-read")]).await;
    world.meddle("update person set known_as = 'Mei' where given_name = 'Mei'").await;
    let theirs = nurse.get(&format!("{base}/on_the_list")).await;
    assert!(theirs.says("we make a plan with you. Your family can help") && !theirs.says(called), "{}", theirs.text());
    assert_eq!(nurse.post(&format!("{base}/who"), &[("decider", &mother)]).await.status, 303);
    let agency = format!("agency-{}", world.agency("POL").await);
    let steps =
        ["read", "understood", "on_the_list", &agency, "cetr", "exclusions", "not-sure-cetr", "sign", "answered"];
    for step in steps.into_iter().chain(["read?more=your-rights"]) {
        let page = nurse.get(&format!("{base}/{step}")).await;
        assert!(page.says(called), "{step}: {}", page.text());
        assert!(!page.says("we make a plan with you. Your family can help"), "{step}");
    }
    assert!(nurse.get(&format!("{base}/sign")).await.says("The name that you sign is your own."));
    for step in ["who", "own-view", "decision"] {
        assert!(!nurse.get(&format!("{base}/{step}")).await.says(called), "{step} is not asked of the mother");
    }
    // What the child wants is still asked before it is written down how it was decided.
    assert_eq!(nurse.post(&format!("{base}/answered"), &[]).await.location, format!("{base}/own-view"));
    assert_eq!(decide(&mut nurse, &person, &decided_by(&world, &mother).await).await.status, 303);
    let information = text_of(&world, "select information from consent_decision where person_id = $1", &person).await;
    assert!(information.contains(r#""wording":"adult""#), "{information}");
});

both!(what_is_asked_in_large_print_is_large_from_the_first_question_to_the_receipt, world, {
    let person = world.person("Mei").await;
    let base = format!("/people/{person}/consent");
    let mut nurse = world.signed_in("nia@lda.example").await;
    for (format, large) in [("easy-read", 0), ("large-print", 1)] {
        nurse.post(&format!("{base}/start"), &[("format", format)]).await;
        for step in ["read", "on_the_list", "exclusions", "not-sure-cetr", "answered", "read?more=your-rights"] {
            let page = nurse.get(&format!("{base}/{step}")).await;
            assert_eq!(page.attributes(".question.large-print", "class").len(), large, "{format}, {step}");
        }
    }
    let mut yes = all_yes(&world, &[]).await;
    fill(&mut yes, "format", "large-print");
    let receipt = decide(&mut nurse, &person, &yes).await.location;
    let page = nurse.get(&receipt).await;
    assert_eq!(page.attributes(".receipt.large-print dl", "class").len(), 1, "with what is for the record");
});

both!(how_a_parent_decided_is_written_down_as_the_paper_asks_it_and_shown_again, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    let (person, mother, _) = child_of_two(&world, &mut nurse).await;
    let base = format!("/people/{person}/consent");
    let path = format!("{base}/decision");
    nurse.post(&format!("{base}/start"), &[("format", "easy-read")]).await;
    nurse.post(&format!("{base}/who"), &[("decider", &mother)]).await;
    let mut typed = form(&nurse.get(&path).await, &path);
    let how = [
        ("signature", "said"),
        ("witness", "Sam Okoro"),
        ("witness_role", "Teaching assistant"),
        ("other_parent", "yes"),
        ("other_parent_what", "Her father wants to wait"),
        ("copy_given", "paper"),
        ("time_given", "Two visits, a week apart"),
    ];
    for (name, value) in how {
        fill(&mut typed, name, value);
    }
    let refused = send(&mut nurse, &path, &typed).await;
    assert_eq!((refused.status, refused.errors()), (422, vec!["Select how they answered".to_owned()]));
    for (name, value) in how {
        assert_eq!(refused.value(name), value, "{name} is shown again");
    }
    // Who disagrees with what must be said, where somebody does.
    fill(&mut typed, "other_parent_what", "");
    fill(&mut typed, "manner", "spoke");
    let refused = send(&mut nurse, &path, &typed).await;
    assert_eq!(refused.errors(), ["Enter who disagrees, and with what"]);
    let mut answers = decided_by(&world, &mother).await;
    for (name, value) in how {
        fill(&mut answers, name, value);
    }
    let done = decide(&mut nurse, &person, &answers).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let receipt = nurse.get(&done.location).await;
    for said in [
        "Sam Okoro, Teaching assistant",
        "Her father wants to wait",
        "Yes, on paper",
        "Two visits, a week apart",
        "Does anybody else with parental responsibility disagree?",
    ] {
        assert!(receipt.says(said), "{said}: {}", receipt.text());
    }
});

both!(the_page_asks_how_it_was_decided_and_nothing_that_does_not_fit_who_decided, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    let (child, mother, _) = child_of_two(&world, &mut nurse).await;
    let adult = world.person("Callum").await;
    let asked = async |nurse: &mut crate::support::Browser, person: &str, decider: &str| {
        let base = format!("/people/{person}/consent");
        nurse.post(&format!("{base}/start"), &[("format", "easy-read")]).await;
        nurse.post(&format!("{base}/who"), &[("decider", decider)]).await;
        let page = nurse.get(&format!("{base}/decision")).await;
        // The date is asked everywhere; whose page it is is no question.
        let mut names = page.attributes("form[action$='/decision'] [name]", "name");
        names.retain(|name| !name.starts_with("page_") && !name.starts_with("decided_"));
        let known = |name: &String| HOW_DECIDED.contains(&name.as_str());
        assert!(names.iter().all(known), "each question on it is on the list, and so on paper: {names:?}");
        names
    };
    let of_mother = asked(&mut nurse, &child, &mother).await;
    let of_person = asked(&mut nurse, &adult, "person").await;
    assert!(of_mother.contains(&"other_parent".to_owned()) && !of_person.contains(&"other_parent".to_owned()));
    assert!(!of_mother.contains(&"lpa_registered".to_owned()) && !of_person.contains(&"lpa_registered".to_owned()));
    // One whom an attorney decides for.
    let person = world.person("Mei").await;
    world.meddle("update person set born_on = '1990-05-01' where given_name = 'Mei'").await;
    let assessment = crate::authority::cannot_decide();
    assert_eq!(send(&mut nurse, &format!("/people/{person}/capacity"), &assessment).await.status, 303);
    assert_eq!(add_holder(&mut nurse, &person, "Jo Chen", "health_welfare_attorney").await.status, 303);
    let attorney = crate::authority::holder_value(&world, "Jo Chen").await;
    let of_attorney = asked(&mut nurse, &person, &attorney).await;
    assert!(of_attorney.contains(&"lpa_registered".to_owned()) && !of_attorney.contains(&"other_parent".to_owned()));
    let all = [of_mother, of_person, of_attorney].concat();
    for field in HOW_DECIDED {
        assert!(all.contains(&field.to_owned()), "{field} is asked of somebody");
    }
    // One that is not registered gives no say.
    let mut answers = decided_by(&world, &attorney).await;
    fill(&mut answers, "lpa_registered", "no");
    let page = decide(&mut nurse, &person, &answers).await;
    assert_eq!(page.errors(), ["A power of attorney gives no say before it is registered. Ask again who may decide"]);
    fill(&mut answers, "lpa_registered", "yes");
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
});

both!(whoever_changes_one_answer_comes_back_to_the_check_and_it_is_signed_again, world, {
    let person = world.person("Tomasz").await;
    let base = format!("/people/{person}/consent");
    let mut nurse = world.signed_in("nia@lda.example").await;
    // Nothing chosen: the page itself comes back, with the fault on it.
    let page = nurse.post(&format!("{base}/start"), &[]).await;
    assert_eq!((page.status, page.heading().as_str()), (422, "Ask for a decision"));
    assert_eq!(page.errors(), ["Select how you will give the information"]);
    assert_eq!(nurse.get(&format!("{base}/start")).await.heading(), "Ask for a decision");

    let yes = all_yes(&world, &[]).await;
    assert_eq!(send(&mut nurse, &format!("{base}/check"), &yes).await.status, 303);
    let start = nurse.get(&base).await;
    assert!(
        start.attributes("main a", "href").contains(&format!("{base}/check")),
        "it goes on where nothing is missing"
    );
    let check = nurse.get(&format!("{base}/check")).await;
    let change = format!("{base}/cetr?from=check");
    assert!(check.attributes("main a", "href").contains(&change), "{}", check.html);
    let question = nurse.get(&change).await;
    assert!(question.attributes("form", "action").contains(&change), "{}", question.html);
    let same = nurse.post(&change, &[("cetr", "yes")]).await;
    assert_eq!(same.location, format!("{base}/check"), "nothing is asked again");
    // Not sure is still helped first.
    let unsure = nurse.post(&change, &[("cetr", "not_sure")]).await;
    assert_eq!(unsure.location, format!("{base}/not-sure-cetr"));
    let changed = nurse.post(&change, &[("cetr", "no")]).await;
    assert_eq!(changed.location, format!("{base}/decision?from=check"), "what was signed is not what it says now");
    let decision = nurse.get(&changed.location).await;
    assert!(decision.says("Ask them to sign again") && decision.value("signature").is_empty(), "{}", decision.text());
    let page = nurse.post(&base, &[("decisions", "1")]).await;
    assert_eq!(page.errors(), ["Select how they signed"], "{}", page.text());
    let again = form(&decision, &changed.location);
    let mut again: Fields = again.into_iter().filter(|(name, _)| !name.starts_with("signature")).collect();
    fill(&mut again, "signature", "typed");
    fill(&mut again, "signature_name", "Tom");
    assert_eq!(send(&mut nurse, &changed.location, &again).await.location, format!("{base}/check"));
    assert!(!nurse.get(&format!("{base}/decision")).await.says("Ask them to sign again"));
    assert_eq!(nurse.post(&base, &[("decisions", "1")]).await.status, 303);
});

both!(the_check_promises_nothing_before_every_question_has_an_answer_and_names_each_that_has_none, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mei = world.person("Mei").await;
    let base = format!("/people/{mei}/consent");
    let check = format!("{base}/check");
    let promised = "As soon as you record this";
    let all = all_yes(&world, &[]).await;
    let (open, rest): (Fields, Fields) =
        all.into_iter().partition(|(name, _)| name.starts_with("agency-") || name == "cetr");
    send(&mut nurse, &check, &rest).await;
    let page = nurse.get(&check).await;
    assert!(!page.says(promised) && page.says("There are questions without an answer."), "{}", page.text());
    let on = nurse.get(&format!("{base}/on")).await.location;
    assert_eq!(on, format!("{base}/{}", open.iter().find(|(name, _)| name.starts_with("agency-")).unwrap().0));
    let refused = send(&mut nurse, &base, &form(&page, &base)).await;
    assert_eq!(refused.status, 422);
    for name in world.column("select name from agency where not hosts_register").await {
        assert!(refused.says(&format!("Select yes, no or not sure for {name}")), "{name}: {}", refused.text());
    }
    // Whoever is not sure decides nothing.
    send(&mut nurse, &check, &vec![("on_the_list".to_owned(), "not_sure".to_owned())]).await;
    let page = nurse.get(&check).await;
    assert!(!page.says(promised) && page.says("is not a decision, so nothing is recorded"), "{}", page.text());
    send(&mut nurse, &check, &vec![("on_the_list".to_owned(), "yes".to_owned())]).await;
    send(&mut nurse, &check, &open).await;
    assert!(nurse.get(&check).await.says(promised));
    // Who will see it, and who will not, stand beside the button.
    let police = world.agency("POL").await;
    send(&mut nurse, &check, &vec![(format!("agency-{police}"), "no".to_owned())]).await;
    let page = nurse.get(&check).await;
    let (can, cannot) =
        (page.all(".nhsuk-inset-text ul:first-of-type li"), page.all(".nhsuk-inset-text ul:last-of-type li"));
    assert_eq!(cannot, ["Moorland Police"], "{}", page.text());
    assert!(!can.contains(&"Moorland Police".to_owned()) && can.len() > 1, "{can:?}");
    // A yes opens nothing to an agency that has not signed the rules.
    world
        .meddle(
            "update sharing_agreement set until_on = '2026-11-22'
             where agency_id = (select agency_id from agency where code = 'ASC')",
        )
        .await;
    let page = nurse.get(&check).await;
    let social = "Moorland Council Social Care: no sharing agreement is in force";
    let mut cannot = page.all(".nhsuk-inset-text ul:last-of-type li");
    cannot.sort();
    assert_eq!(cannot, [social, "Moorland Police"], "{}", page.text());
    let left: Vec<String> = can.into_iter().filter(|name| name != "Moorland Council Social Care").collect();
    assert_eq!(page.all(".nhsuk-inset-text ul:first-of-type li"), left);
});
