//! Agencies, agreements, accounts.

use crate::{
    acts::{count_of, fill, form, rows_of_everything, send, text_of, texts_of},
    both,
    support::Browser,
};

/// A form in which an agency joins.
pub const NEW_AGENCY: &[(&str, &str)] = &[
    ("name", "West Moors Fire and Rescue"),
    ("code", "west-fire"),
    ("kind", "ambulance"),
    ("hosts", "no"),
    ("signed_by", "Chris Day, Chief"),
    ("from_day", "1"),
    ("from_month", "11"),
    ("from_year", "2026"),
    ("until_day", ""),
    ("until_month", ""),
    ("until_year", ""),
];

pub fn with(
    fields: &[(&'static str, &'static str)],
    name: &str,
    value: &'static str,
) -> Vec<(&'static str, &'static str)> {
    fields.iter().map(|(field, old)| (*field, if *field == name { value } else { *old })).collect()
}

both!(an_agency_joins_with_its_agreement_and_a_code_of_its_own, world, {
    let before = rows_of_everything(&world).await;
    let mut administrator = world.signed_in("admin@lda.example").await;
    for (field, value, sentence) in [
        ("code", "pol", "Another agency has this code. Choose a different one"),
        ("code", "a b", "Code must be 20 characters or fewer: letters, numbers and hyphens"),
        ("name", "", "Enter the agency's name"),
        ("signed_by", "", "Enter the name and post of who signed"),
    ] {
        let page = administrator.post("/agencies", &with(NEW_AGENCY, field, value)).await;
        assert_eq!((page.status, page.errors()), (422, vec![sentence.to_owned()]), "{field}");
        assert_eq!(page.value("kind"), "ambulance", "what was chosen stays");
    }
    assert_eq!(rows_of_everything(&world).await, before);
    let page = administrator.submit("/agencies", NEW_AGENCY).await;
    assert!(page.says("The agency is added") && page.says("WEST-FIRE"));
    assert_eq!(
        count_of(
            &world,
            "select count(*) from sharing_agreement where agency_id = (select agency_id from agency where code = $1)",
            "WEST-FIRE"
        )
        .await,
        1
    );
});

both!(an_agency_whose_agreement_ends_has_no_access_from_that_moment_and_has_it_again_when_renewed, world, {
    let person = world.person("Tomasz").await;
    let path = format!("/people/{person}");
    let agency = world.agency("HAV").await;
    let mut administrator = world.signed_in("admin@lda.example").await;
    let mut support = world.signed_in("support@hav.example").await;
    assert_eq!(support.get(&path).await.status, 200);
    let page = administrator.get(&format!("/agencies/{agency}/end-agreement")).await;
    assert_eq!(page.status, 200, "what it means comes first");
    assert_eq!(support.get(&path).await.status, 200, "and ends nothing");
    let page = administrator.submit(&format!("/agencies/{agency}/end-agreement"), &[]).await;
    assert!(page.says("The sharing agreement is ended. The agency has no access any more"));

    let before = rows_of_everything(&world).await;
    for path in [path.as_str(), "/today", "/people", "/refer", "/referrals"] {
        assert_eq!(support.get(path).await.status, 403, "{path}");
    }
    assert_eq!(support.post("/people/search", &[("q", "Zielinski")]).await.status, 403);
    let withdraw = support.post(&format!("{path}/withdraw"), &[("decider", "person")]).await;
    assert_eq!(withdraw.status, 403);
    assert!(!withdraw.says("Tomasz"));
    assert_eq!(rows_of_everything(&world).await, before);

    let sign = format!("/agencies/{agency}/agreement");
    let refused = administrator.post(&sign, &[("signed_by", "Y Demir"), ("from_day", "23")]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(support.get(&path).await.status, 403);
    let mut fields = form(&administrator.get(&sign).await, &sign);
    for (name, value) in
        [("signed_by", "Yusuf Demir, manager"), ("from_day", "23"), ("from_month", "11"), ("from_year", "2026")]
    {
        fill(&mut fields, name, value);
    }
    assert_eq!(send(&mut administrator, &sign, &fields).await.status, 303);
    assert_eq!(support.get(&path).await.status, 200, "in the session it had");
});

both!(the_record_and_the_persons_page_tell_who_does_not_see_it_and_why, world, {
    let tomasz = world.person("Tomasz").await;
    let record = format!("/people/{tomasz}");
    let mut administrator = world.signed_in("admin@lda.example").await;
    let police = world.column("select agency_id from agency where kind = 'police'").await.remove(0);
    let name = world.column("select name from agency where kind = 'police'").await.remove(0);
    let ended = administrator.submit(&format!("/agencies/{police}/end-agreement"), &[]).await;
    assert!(ended.says("The agency has no access any more"));
    assert_eq!(administrator.post("/agencies", NEW_AGENCY).await.status, 303);
    let joined = NEW_AGENCY.iter().find(|(field, _)| *field == "name").unwrap().1;
    let page = world.signed_in("coordinator@lda.example").await.get(&record).await;
    let [sees, cannot] = [0, 1].map(|at| page.all("#who-sees ~ ul")[at].clone());
    assert!(!sees.contains(&name) && sees.contains("Moorland Council Social Care"), "{sees}");
    let told = "the answer was yes, but its sharing agreement is not in force";
    assert!(cannot.contains(&format!("{name}: {told}")), "{cannot}");
    assert!(cannot.contains(&format!("{joined}: not asked about yet")), "{cannot}");
    let own = crate::own_code::at_home(&world, &tomasz).await.get("/me/who").await;
    // The reason stands in the corner of the agency's picture too.
    assert_eq!(own.marked("rules"), [format!("{name}: they have not signed our rules.")], "{}", own.text());
    assert_eq!(own.marked("question"), [format!("{joined}: nobody has asked about them yet.")], "{}", own.text());
    // Who reads no decision reads no answer: not that it was no, and not that it was not.
    let page = world.signed_in("paramedic@amb.example").await.get(&record).await;
    assert!(page.says("Who can see this record") && !page.says("Who cannot"), "{}", page.text());
});

both!(an_agreement_is_in_force_until_the_end_of_its_last_day, world, {
    let person = world.person("Tomasz").await;
    world.meddle("update sharing_agreement set until_on = '2026-11-24'").await;
    let day = chrono::TimeDelta::days(1);
    for (days, status) in [(0, 200), (1, 200), (2, 403)] {
        world.pass(if days == 0 { chrono::TimeDelta::zero() } else { day });
        let mut support = world.signed_in("support@hav.example").await;
        assert_eq!(support.get(&format!("/people/{person}")).await.status, status, "after {days} days");
    }
});

both!(a_colleague_gets_an_account_and_a_taken_address_is_refused, world, {
    let agency = world.agency("ASC").await;
    let before = rows_of_everything(&world).await;
    let mut administrator = world.signed_in("admin@lda.example").await;
    let mut sent = vec![
        ("agency", agency.as_str()),
        ("role", "practitioner"),
        ("display_name", "Ama Owusu"),
        ("job_title", "Social worker"),
        ("email", "WORKER@asc.example"),
        ("password", "three random words"),
    ];
    let page = administrator.post("/staff", &sent).await;
    assert_eq!(
        (page.status, page.errors()),
        (422, vec!["Somebody has an account with this email address already".to_owned()])
    );
    sent[4].1 = "ama@asc.example";
    sent[5].1 = "short";
    let page = administrator.post("/staff", &sent).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.errors(), ["Password must be 12 characters or more. Three random words work well"]);
    assert!(!page.html.contains("value=\"short\""), "a password is not shown again");
    sent[0].1 = "00000000-0000-7000-8000-00000000ffff";
    sent[5].1 = "three random words";
    let page = administrator.post("/staff", &sent).await;
    assert_eq!((page.status, page.errors()), (422, vec!["Select the agency they work for".to_owned()]));
    assert_eq!(rows_of_everything(&world).await, before);

    sent[0].1 = &agency;
    let page = administrator.submit("/staff", &sent).await;
    assert!(page.says("The account is made") && page.says("Ama Owusu"));
    let mut ama = world.browser();
    with_own_password(&mut ama, "ama@asc.example", "three random words").await;
    assert_eq!(ama.get("/today").await.status, 200);
    assert!(
        texts_of(&world, "select password_hash from staff where sign_in_name = $1", "ama@asc.example").await[0]
            .starts_with("$argon2id$")
    );
});

/// Signs in with a password that was given: it opens nothing until there is another.
async fn with_own_password(browser: &mut Browser, email: &str, given: &str) {
    let page = browser.post("/sign-in", &[("email", email), ("password", given)]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.says("Choose your own password"));
    assert_eq!(browser.get("/today").await.status, 303, "nothing is open yet");
    let with = |new| [("email", email), ("password", given), ("new", new)];
    let page = browser.post("/sign-in/password", &with("short")).await;
    assert_eq!(page.errors(), ["Password must be 12 characters or more. Three random words work well"]);
    let same = [("email", email), ("password", given), ("new", given)];
    let page = browser.post("/sign-in/password", &same).await;
    assert_eq!(page.errors(), ["Choose another password than the one you were given"]);
    let wrong = [("email", email), ("password", "not the one given"), ("new", "my very own words")];
    let page = browser.post("/sign-in/password", &wrong).await;
    assert_eq!((page.status, page.errors()), (422, vec!["The email address or the password is wrong".to_owned()]));
    let page = browser.post("/sign-in/password", &with("my very own words")).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/"));
}

both!(a_forgotten_password_is_replaced_by_one_that_opens_nothing_but_the_choice_of_another, world, {
    let mut administrator = world.signed_in("admin@lda.example").await;
    let mut carla = world.signed_in("worker@asc.example").await;
    let worker = text_of(&world, "select staff_id from staff where sign_in_name = $1", "worker@asc.example").await;
    let own = text_of(&world, "select staff_id from staff where sign_in_name = $1", "admin@lda.example").await;
    let path = format!("/staff/{worker}/password");
    assert!(administrator.get(&path).await.says("Carla"));
    let page = administrator.post(&path, &[("password", "short")]).await;
    assert_eq!(page.errors(), ["Password must be 12 characters or more. Three random words work well"]);
    let given = [("password", "four random words here")];
    assert_eq!(administrator.post(&format!("/staff/{own}/password"), &given).await.status, 403, "one's own is changed");
    let page = administrator.submit(&path, &given).await;
    assert!(page.says("The new password is set"));
    assert!(carla.get("/today").await.location.starts_with("/sign-in"), "signed out everywhere");
    let old = [("email", "worker@asc.example"), ("password", app::demo::PASSWORD)];
    assert_eq!(carla.post("/sign-in", &old).await.status, 422, "the forgotten one stops working");
    with_own_password(&mut carla, "worker@asc.example", "four random words here").await;
    assert_eq!(carla.get("/today").await.status, 200);
    let mut again = world.browser();
    let own = [("email", "worker@asc.example"), ("password", "my very own words")];
    assert_eq!(again.post("/sign-in", &own).await.status, 303);
    // Nobody changes a password that is their own already by this way.
    let once_more = [("email", "worker@asc.example"), ("password", "my very own words"), ("new", "another one still")];
    assert_eq!(again.post("/sign-in/password", &once_more).await.location, "/sign-in");
    assert_eq!(again.post("/sign-in", &own).await.status, 303);
});

both!(a_session_begun_with_the_old_password_does_not_outlive_a_new_one, world, {
    let staff = world.actor("worker@asc.example").await.staff_id;
    let hash = "select password_hash from staff where sign_in_name = $1";
    let old = text_of(&world, hash, "worker@asc.example").await;
    let mut administrator = world.signed_in("admin@lda.example").await;
    administrator.post(&format!("/staff/{staff}/password"), &[("password", "four random words here")]).await;
    // What was under way when the new one was given: proven with the old one, and not yet stored.
    assert!(app::account::session::start_with(&world.access, &staff, &old).await.is_err());
    let late = world.access.housekeeping(async |house| {
        app::account::store::set_password(house, &staff, &old, "$argon2id$of the thief").await
    });
    assert!(late.await.is_err());
    assert_ne!(text_of(&world, hash, "worker@asc.example").await, "$argon2id$of the thief");
});

both!(an_account_that_is_ended_is_signed_out_at_once_and_nobody_ends_their_own, world, {
    let mut administrator = world.signed_in("admin@lda.example").await;
    let own = text_of(&world, "select staff_id from staff where sign_in_name = $1", "admin@lda.example").await;
    let worker = text_of(&world, "select staff_id from staff where sign_in_name = $1", "worker@asc.example").await;
    let before = rows_of_everything(&world).await;
    for page in [
        administrator.get(&format!("/staff/{own}/leave")).await,
        administrator.post(&format!("/staff/{own}/leave"), &[]).await,
    ] {
        assert_eq!(page.status, 403);
        assert!(page.says("You cannot do this to your own account."));
    }
    assert_eq!(rows_of_everything(&world).await, before);

    let mut carla = world.signed_in("worker@asc.example").await;
    assert_eq!(carla.get("/today").await.status, 200);
    assert_eq!(administrator.post(&format!("/staff/{worker}/leave"), &[]).await.status, 303);
    let page = carla.get("/today").await;
    assert_eq!(page.status, 303);
    assert!(page.location.starts_with("/sign-in"), "{}", page.location);
    let mut again = world.browser();
    let sign_in = [("email", "worker@asc.example"), ("password", app::demo::PASSWORD)];
    assert_eq!(again.post("/sign-in", &sign_in).await.status, 422);
});

both!(nobody_but_an_administrator_manages_agencies_and_accounts, world, {
    let agency = world.agency("HAV").await;
    let worker = text_of(&world, "select staff_id from staff where sign_in_name = $1", "worker@asc.example").await;
    let before = rows_of_everything(&world).await;
    for name in ["nia@lda.example", "coordinator@lda.example", "manager@lda.example", "governance@lda.example"] {
        let mut browser = world.signed_in(name).await;
        for path in ["/agencies", "/staff"] {
            assert_eq!(browser.get(path).await.status, 403, "{name} {path}");
        }
        assert_eq!(browser.post("/agencies", NEW_AGENCY).await.status, 403, "{name}");
        for path in [format!("/agencies/{agency}/end-agreement"), format!("/staff/{worker}/leave")] {
            assert_eq!(browser.post(&path, &[]).await.status, 403, "{name} {path}");
        }
    }
    assert_eq!(rows_of_everything(&world).await, before);
});
