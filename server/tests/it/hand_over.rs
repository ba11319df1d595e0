//! Handing the tablet over: nothing but the password leads back to what is the practitioner's.

use app::{demo, routes, web::Rule};
use chrono::TimeDelta;

use crate::{
    acts::{agencies, text_of},
    authority::child_of_two,
    both,
    own_code::{code_for, open},
    permissions::come_in_as,
    support::{Browser, Page, World},
};

const NURSE: &str = "nia@lda.example";

/// A nurse who gave the tablet to somebody, for the questions.
pub async fn handed_over(world: &World, person: &str) -> Browser {
    let mut tablet = come_in_as(world, NURSE).await;
    let consent = format!("/people/{person}/consent");
    tablet.post(&format!("{consent}/start"), &[("format", "easy-read")]).await;
    tablet.post(&format!("{consent}/who"), &[("decider", "person")]).await;
    let page = tablet.get(&format!("/people/{person}/hand-over?step=read")).await;
    assert!(page.says("Close every other tab"), "{}", page.text());
    let page = tablet.post(&format!("/people/{person}/hand-over"), &[("to", "conversation"), ("step", "read")]).await;
    assert_eq!((page.status, page.location.clone()), (303, format!("{consent}/read")), "{}", page.text());
    tablet
}

/// The page on which its owner finds themselves after unlocking.
async fn unlocked(tablet: &mut Browser) -> Page {
    let page = tablet.submit("/unlock", &[("password", demo::PASSWORD)]).await;
    if page.location.is_empty() { page } else { tablet.get(&page.location.clone()).await }
}

fn is_locked(page: &Page) -> bool {
    (page.status, page.location.as_str()) == (303, "/unlock")
}

both!(while_the_tablet_is_handed_over_every_page_of_staff_is_locked, world, {
    let callum = world.person("Callum").await;
    let mut tablet = handed_over(&world, &callum).await;
    for route in routes::routes() {
        let (Rule::May(_), false) = (route.rule, route.lent) else { continue };
        let path = [
            "{issue}",
            "{action}",
            "{import}",
            "{agency}",
            "{staff}",
            "{code}",
            "{request}",
            "{holder}",
            "{number}",
            "{professional}",
            "{relative}",
        ]
        .iter()
        .fold(route.path.replace("{person}", &callum), |path, name| path.replace(name, &callum));
        let page = if route.method == "POST" { tablet.post(&path, &[]).await } else { tablet.get(&path).await };
        assert!(is_locked(&page), "{} {path}: {} {}", route.method, page.status, page.location);
    }
});

both!(in_the_persons_hands_are_the_questions_and_no_more, world, {
    let callum = world.person("Callum").await;
    let tomasz = world.person("Tomasz").await;
    let mut tablet = handed_over(&world, &callum).await;
    let consent = format!("/people/{callum}/consent");
    for step in ["read", "understood", "on_the_list", "cetr", "exclusions", "sign", "not-sure-on_the_list"] {
        let page = tablet.get(&format!("{consent}/{step}")).await;
        assert_eq!(page.status, 200, "{step}: {}", page.text());
        assert!(
            page.attributes("header a", "href").iter().all(|href| href == "/unlock"),
            "{step}: no way into the rest"
        );
        for href in page.attributes("a[href^='/']", "href") {
            let theirs = href.starts_with(&format!("{consent}/")) || href == "/unlock" || href == "/reading";
            assert!(theirs, "{step} leads to {href}");
        }
        assert_eq!(page.headers.get("cache-control").unwrap(), "no-store");
    }
    for step in ["start", "who", "decision", "check", "own-view"] {
        assert!(is_locked(&tablet.get(&format!("{consent}/{step}")).await), "{step}");
        assert!(is_locked(&tablet.post(&format!("{consent}/{step}"), &[("decider", "person")]).await), "{step}");
    }
    assert!(is_locked(&tablet.get(&format!("/people/{tomasz}/consent/read")).await), "nor anybody else's");
    let page =
        tablet.post("/drafts", &[("form-path", &format!("/people/{callum}/details")), ("given_name", "X")]).await;
    assert!(is_locked(&page), "nor a draft of another form");
    let path = format!("{consent}/exclusions");
    assert_eq!(tablet.post("/drafts", &[("form-path", &path), ("exclusions", "my")]).await.status, 204);
});

both!(they_see_their_answers_and_sign_them_with_nothing_of_staff_behind_the_page, world, {
    let callum = world.person("Callum").await;
    let mut tablet = handed_over(&world, &callum).await;
    let consent = format!("/people/{callum}/consent");
    let agency = format!("agency-{}", world.agency("POL").await);
    for (step, value) in [("on_the_list", "yes"), (&agency, "no"), ("cetr", "not_sure"), ("exclusions", "My diary")] {
        assert_eq!(tablet.post(&format!("{consent}/{step}"), &[(step, value)]).await.status, 303, "{step}");
    }
    // The question first, then what helps to answer it.
    let asked = tablet.get(&format!("{consent}/exclusions")).await;
    let (text, question) = (asked.text(), asked.heading());
    let (question, help) = (text.find(&question), text.find("Tell us in your own words."));
    assert!(question.is_some() && question < help, "{text}");
    let page = tablet.get(&format!("{consent}/sign")).await;
    assert_eq!(page.heading(), "Your answers");
    for said in [
        "You said yes to the support list.",
        "Moorland Police cannot see your information.",
        "Not sure: we cannot have a meeting with you about your care.",
        "You want this to stay private: My diary",
    ] {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    // Without a name there is nothing to sign with; what was chosen stays.
    let refused = tablet.post(&format!("{consent}/sign"), &[("signature", "typed"), ("signature_name", " ")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("Enter your name"), "{}", refused.text());
    let typed = [("signature", "typed"), ("signature_name", "Callum")];
    let next = tablet.post(&format!("{consent}/sign"), &typed).await.location;
    assert_eq!(next, format!("{consent}/answered"));
    // Who changes an answer comes back to all of them, and signs again.
    let from = format!("{consent}/{agency}?from=sign");
    assert!(page.attributes("main a", "href").contains(&from), "each answer can be changed");
    assert_eq!(tablet.get(&from).await.value(&agency), "no");
    // What comes first and is not answered yet comes first; then all of them again.
    let next = tablet.post(&from, &[(agency.as_str(), "yes")]).await.location;
    assert_eq!(next, format!("{consent}/understood?from=sign"));
    let next = tablet.post(&next, &[("understood", "yes")]).await.location;
    assert!(next.contains("/agency-") && next.ends_with("?from=sign"), "{next}");
    let page = tablet.get(&format!("{consent}/sign")).await;
    assert!(page.says("Moorland Police can see your information."), "{}", page.text());
    assert!(page.says("You changed an answer. Do you want to sign again?"), "{}", page.text());
    assert_eq!(page.value("signature_name"), "");
    assert_eq!(tablet.post(&format!("{consent}/sign"), &typed).await.status, 303);
    // Also what is kept while it is typed is no longer what they signed, before anybody presses a button.
    let exclusions = format!("{consent}/exclusions");
    let draft = |words| [("form-path", exclusions.as_str()), ("exclusions", words)];
    assert_eq!(tablet.post("/drafts", &draft("My diary")).await.status, 204);
    assert_eq!(tablet.get(&format!("{consent}/sign")).await.value("signature_name"), "Callum", "nothing has changed");
    assert_eq!(tablet.post("/drafts", &draft("My diary, my letters")).await.status, 204);
    assert_eq!(tablet.post(&exclusions, &[("exclusions", "My diary, my letters")]).await.status, 303);
    let page = tablet.get(&format!("{consent}/sign")).await;
    assert!(page.says("You changed an answer. Do you want to sign again?"), "{}", page.text());
    assert_eq!(tablet.post(&format!("{consent}/sign"), &typed).await.status, 303);
    // A wrong turn leads back to where they were, once all is answered.
    assert_eq!(tablet.get("/unlock").await.attributes(".own a", "href"), [format!("{consent}/on")]);
    let open = tablet.get(&format!("{consent}/on")).await.location;
    assert!(open.starts_with(&format!("{consent}/agency-")), "{open}");
    for agency in agencies(&world).await {
        let field = format!("agency-{agency}");
        tablet.post(&format!("{consent}/{field}"), &[(field.as_str(), "no")]).await;
    }
    for field in ["contact_family", "anonymous_planning"] {
        tablet.post(&format!("{consent}/{field}"), &[(field, "no")]).await;
    }
    assert_eq!(tablet.get(&format!("{consent}/on")).await.location, format!("{consent}/sign"));
    assert_eq!(tablet.post(&format!("{consent}/sign"), &typed).await.status, 303);
    let page = unlocked(&mut tablet).await;
    assert_eq!(page.heading(), "How the decision was made", "{}", page.text());
    assert_eq!((page.value("signature"), page.value("signature_name")), ("typed".to_owned(), "Callum".to_owned()));
    let sign = format!("/people/{callum}/hand-over?step=sign");
    assert!(page.attributes("main a", "href").contains(&sign), "or they sign later");
});

both!(what_the_person_answers_is_kept_and_the_end_asks_for_the_tablet, world, {
    let callum = world.person("Callum").await;
    let mut tablet = handed_over(&world, &callum).await;
    let consent = format!("/people/{callum}/consent");
    for (step, field, value) in [("read", "", ""), ("understood", "understood", "yes")] {
        assert_eq!(tablet.post(&format!("{consent}/{step}"), &[(field, value)]).await.status, 303, "{step}");
    }
    let page = tablet.post(&format!("{consent}/on_the_list"), &[("on_the_list", "no")]).await;
    assert_eq!(page.location, format!("{consent}/sign"));
    let page = tablet.post(&page.location, &[]).await;
    assert_eq!(page.location, format!("{consent}/answered"), "nobody need sign");
    assert!(tablet.get(&page.location).await.says("Yes or no, your support stays the same."), "said after asking too");
    let page = tablet.post(&page.location, &[]).await;
    assert!(is_locked(&page), "the questions are at an end: {}", page.location);
    let page = tablet.get("/unlock").await;
    assert_eq!(page.heading(), "Please give the tablet back");
    let before = tablet.cookie("session").unwrap().to_owned();
    let page = unlocked(&mut tablet).await;
    assert_eq!(page.heading(), "How the decision was made", "{}", page.text());
    assert!(page.says("The tablet is yours again"));
    let check = tablet.get(&format!("{consent}/check")).await;
    assert!(check.says("No"), "{}", check.text());
    let mut copy = world.browser();
    copy.set_cookie("session", &before);
    assert_ne!(copy.get("/account").await.status, 200, "the token of the handed-over session is worth nothing");
});

both!(only_the_password_of_its_owner_unlocks_the_tablet_and_guessing_is_slow, world, {
    let callum = world.person("Callum").await;
    let mut tablet = handed_over(&world, &callum).await;
    for _ in 0..5 {
        let page = tablet.post("/unlock", &[("password", "a wrong guess here")]).await;
        assert_eq!((page.status, page.errors()), (422, vec!["The password is wrong".to_owned()]));
    }
    let page = tablet.post("/unlock", &[("password", demo::PASSWORD)]).await;
    assert_eq!(page.status, 429, "even the right one has to wait now");
    assert!(is_locked(&tablet.get("/today").await));
});

both!(the_session_from_before_is_worth_nothing, world, {
    let callum = world.person("Callum").await;
    let mut tablet = come_in_as(&world, NURSE).await;
    let before = tablet.cookie("session").unwrap().to_owned();
    tablet.post(&format!("/people/{callum}/hand-over"), &[("to", "conversation"), ("step", "read")]).await;
    assert_ne!(tablet.cookie("session"), Some(before.as_str()), "the cookie is another");
    let mut copy = world.browser();
    copy.set_cookie("session", &before);
    assert!(copy.get("/today").await.location.starts_with("/sign-in"), "and the old one opens nothing");
});

both!(whoever_may_not_ask_a_person_cannot_hand_the_tablet_over_to_them, world, {
    let gareth = world.person("Gareth").await;
    let mut police = come_in_as(&world, "officer@pol.example").await; // he told them no
    let page = police.post(&format!("/people/{gareth}/hand-over"), &[("to", "conversation")]).await;
    assert_eq!(page.status, 404);
    assert_eq!(police.get("/today").await.status, 200, "their session goes on as it was");
});

both!(opening_ones_page_on_a_tablet_of_staff_locks_their_session, world, {
    let tomasz = world.person("Tomasz").await;
    let code = code_for(&world, &tomasz).await;
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &tomasz).await;
    let mut parts = born.split('-').map(str::to_owned);
    let (year, month, day) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    let fields = [("code", code.as_str()), ("born_day", &day), ("born_month", &month), ("born_year", &year)];
    let mut tablet = come_in_as(&world, NURSE).await;
    assert_eq!(tablet.post("/me", &fields).await.location, "/me/page");
    assert_eq!(tablet.get("/me/plan").await.status, 200);
    assert!(is_locked(&tablet.get("/today").await), "nobody walks back into the nurse's pages");
    assert!(is_locked(&tablet.get(&format!("/people/{tomasz}/consent/read")).await), "nor into a conversation");
    let page = tablet.submit("/me/finish", &[]).await;
    assert_eq!(page.heading(), "Please give the tablet back");
    let page = unlocked(&mut tablet).await;
    assert_eq!(page.heading(), "Who needs me today");
    assert_eq!(tablet.get("/me/page").await.location, "/me?next=%2Fme%2Fpage", "and their page is closed");
});

both!(a_page_that_somebody_left_open_is_closed_for_whoever_comes_next_to_the_tablet, world, {
    let (tomasz, gareth) = (world.person("Tomasz").await, world.person("Gareth").await);
    let code = code_for(&world, &tomasz).await;
    let left_open = async |tablet: &mut Browser| {
        assert_eq!(open(&world, tablet, &tomasz, &code).await.status, 303);
        assert_eq!(tablet.get("/me/page").await.status, 200);
    };
    let closed = async |tablet: &mut Browser| tablet.get("/me/page").await.location.starts_with("/me?next");
    let sign_in = [("email", "worker@asc.example"), ("password", demo::PASSWORD)];

    // Staff who sign in where nobody was signed in.
    let mut tablet = world.browser();
    left_open(&mut tablet).await;
    assert_eq!(tablet.post("/sign-in", &sign_in).await.status, 303);
    assert!(closed(&mut tablet).await);
    // A colleague who takes the tablet over, and hands it to somebody else.
    let mut tablet = come_in_as(&world, NURSE).await;
    left_open(&mut tablet).await;
    tablet.post("/sign-out", &[]).await;
    assert!(closed(&mut tablet).await);
    tablet.post("/sign-in", &sign_in).await;
    tablet.post(&format!("/people/{gareth}/hand-over"), &[("to", "own_page")]).await;
    assert!(closed(&mut tablet).await);
    // The one it is given back to.
    let mut tablet = come_in_as(&world, NURSE).await;
    left_open(&mut tablet).await;
    tablet.post("/unlock", &[("password", demo::PASSWORD)]).await;
    assert!(closed(&mut tablet).await);
    assert_eq!(world.count("select count(*) from own_session where ended_at is null").await, 0);
});

both!(handing_over_is_written_in_the_audit_log, world, {
    let callum = world.person("Callum").await;
    handed_over(&world, &callum).await;
    let lines = world.column("select line from audit_entry order by seq desc").await;
    assert!(lines.iter().take(3).any(|line| line.contains("handed over for conversation")), "{lines:?}");
});

both!(whoever_holds_the_tablet_has_two_hours_to_read_and_is_told_before_it_closes, world, {
    let person = world.person("Tomasz").await;
    let mut tablet = world.signed_in("nia@lda.example").await;
    let minutes = |page: &Page| page.attributes("[data-warn-after]", "data-warn-after");
    assert_eq!(minutes(&tablet.get("/today").await), [(25 * 60).to_string()]);
    tablet.post(&format!("/people/{person}/hand-over"), &[("to", "conversation"), ("step", "read")]).await;
    let read = format!("/people/{person}/consent/read");
    let page = tablet.get(&read).await;
    assert_eq!(minutes(&page), [(115 * 60).to_string()]);
    assert!(page.says("Are you still there?"), "{}", page.text());
    world.pass(TimeDelta::minutes(119));
    assert_eq!(tablet.get("/still").await.status, 204, "who says so goes on");
    world.pass(TimeDelta::minutes(119));
    assert_eq!(tablet.get(&read).await.status, 200);
    world.pass(TimeDelta::minutes(121));
    assert!(tablet.get(&read).await.location.starts_with("/sign-in"), "and no longer");
    // Nobody else has anything that could end.
    assert_eq!(minutes(&world.browser().get("/about").await), Vec::<String>::new());
});

both!(what_the_person_wants_is_asked_once_where_somebody_else_decides, world, {
    let mut nurse = world.signed_in(NURSE).await;
    let (mei, mother, _) = child_of_two(&world, &mut nurse).await;
    let consent = format!("/people/{mei}/consent");
    for (step, fields) in [
        ("start", vec![("format", "easy-read")]),
        ("who", vec![("decider", mother.as_str())]),
        ("understood", vec![("understood", "yes")]),
        ("on_the_list", vec![("on_the_list", "no")]),
    ] {
        assert_eq!(nurse.post(&format!("{consent}/{step}"), &fields).await.status, 303, "{step}");
    }
    let give = format!("/people/{mei}/hand-over");
    let handed = [("to", "conversation"), ("step", "sign")];
    assert_eq!(nurse.post(&give, &handed).await.location, format!("{consent}/sign"));
    let page = unlocked(&mut nurse).await;
    assert_eq!(page.heading(), "What the person wants", "{}", page.text());
    let wants = [("own_view", "yes"), ("own_view_words", "She nodded")];
    assert_eq!(nurse.post(&format!("{consent}/own-view"), &wants).await.status, 303);
    assert_eq!(nurse.post(&give, &handed).await.status, 303);
    let page = unlocked(&mut nurse).await;
    assert_eq!(page.heading(), "How the decision was made", "{}", page.text());
});

both!(whoever_takes_the_tablet_back_goes_on_where_the_person_stopped, world, {
    let callum = world.person("Callum").await;
    let mut tablet = handed_over(&world, &callum).await;
    let consent = format!("/people/{callum}/consent");
    for step in ["understood", "on_the_list"] {
        tablet.post(&format!("{consent}/{step}"), &[(step, "yes")]).await;
    }
    let page = unlocked(&mut tablet).await;
    assert!(
        page.heading().starts_with("Can ") && page.heading().ends_with(" see your information?"),
        "{}",
        page.text()
    );
    assert!(page.says("The tablet is yours again"));
    let handed = [("to", "conversation"), ("step", "on_the_list")];
    assert_eq!(tablet.post(&format!("/people/{callum}/hand-over"), &handed).await.status, 303);
    tablet.post(&format!("{consent}/on_the_list"), &[("on_the_list", "no")]).await;
    assert_eq!(unlocked(&mut tablet).await.heading(), "How the decision was made");
});
