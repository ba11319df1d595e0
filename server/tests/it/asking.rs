//! Asking for oneself or one's family without an account.

use app::{asking::store, easy_read::lint, own::model::FAILURES_MAX};
use chrono::TimeDelta;

use crate::{
    acts::{rows_of_everything, text_of, texts_of},
    both,
    own_code::at_home,
    own_reading::our_texts,
    permissions::come_in_as,
    support::{Browser, Page, site_over},
};

const PAGES: [(&str, &[(&str, &str)]); 4] = [
    ("who", &[("asker", "family"), ("asker_name", "Siân Quillfeather"), ("asker_relation", "mother")]),
    (
        "person",
        &[
            ("given_name", "Zoë"),
            ("family_name", "Quillfeather"),
            ("born_day", "6"),
            ("born_month", "8"),
            ("born_year", "1990"),
        ],
    ),
    ("contact", &[("phone", "01632 960777"), ("address", "14 Wistful Terrace"), ("best_time", "after 4")]),
    ("why", &[("reason", "She does not sleep and we are worn out")]),
];

async fn fill_in(browser: &mut Browser) -> Page {
    let mut page = browser.get("/ask").await;
    for (step, fields) in PAGES {
        page = browser.submit(&format!("/ask/{step}"), fields).await;
        assert_eq!(page.status, 200, "{step}: {}", page.text());
    }
    page
}

both!(a_mother_asks_and_the_registers_team_hears_it, world, {
    let mut mother = world.browser();
    assert!(mother.get("/ask").await.says("Ring 999"), "no emergency service");
    let check = fill_in(&mut mother).await;
    assert_eq!(check.heading(), "Check and send");
    assert!(check.says("Siân Quillfeather") && check.says("6 August 1990"), "{}", check.text());
    let sent = mother.submit("/ask/check", &[]).await;
    assert_eq!(sent.heading(), "We have got it");
    assert!(sent.says("Your support stays the same.") && sent.says("Ring 999"));
    assert!(!sent.says("Quillfeather"), "the receipt names nobody");
    assert_eq!(mother.cookie("asking"), None);
    let mut team = come_in_as(&world, "coordinator@lda.example").await;
    let referrals = team.get("/referrals").await;
    assert!(referrals.says("Zoë Quillfeather") && referrals.says("family or a friend"), "{}", referrals.text());
    let person = world.person("Zoë").await;
    let page = team.get(&format!("/people/{person}")).await;
    assert_eq!(page.heading(), "Referral: not asked yet");
    assert!(page.says("Asked by Siân Quillfeather (mother).") && page.says("She does not sleep"), "{}", page.text());
    let other = come_in_as(&world, "worker@asc.example").await.get(&format!("/people/{person}")).await;
    assert_eq!(other.status, 404, "nobody but the register's own agency before a decision");
    assert_eq!(
        world.count("select count(*) from asking where length(sealed) > 0").await,
        0,
        "what was typed is forgotten"
    );
    let lines = world.column("select line from audit_entry where act = 'refer_oneself' order by seq").await;
    assert_eq!(lines.len(), 2, "the person's, and the act's: {lines:?}");
    assert!(lines.iter().all(|line| line.contains("\"staff\":null")), "{lines:?}");
});

both!(the_words_of_asking_are_easy_read, world, {
    let mut findings = Vec::new();
    let names: Vec<String> = world.column("select name from agency").await;
    for asker in ["family", "myself"] {
        let mut mother = world.browser();
        findings.extend(lint::lint_texts("/ask", &our_texts(&mother.get("/ask").await, &names)));
        mother.post("/ask/who", PAGES[0].1).await;
        mother.post("/ask/who", &[("asker", asker), ("asker_name", "Sam"), ("asker_relation", "mother")]).await;
        for (step, fields) in PAGES.iter().skip(1) {
            findings.extend(lint::lint_texts(step, &our_texts(&mother.get(&format!("/ask/{step}")).await, &names)));
            mother.post(&format!("/ask/{step}"), fields).await;
        }
        for step in ["who", "check", "return", "sent"] {
            findings.extend(lint::lint_texts(step, &our_texts(&mother.get(&format!("/ask/{step}")).await, &names)));
        }
        let saved = mother.post("/ask/person", &[PAGES[1].1, &[("later", "yes")]].concat()).await;
        assert_eq!(saved.heading(), "Saved for later");
        findings.extend(lint::lint_texts("saved", &our_texts(&saved, &names)));
    }
    let shown: Vec<_> =
        findings.iter().map(|one| format!("{:?} {}: {} ({})", one.rule, one.place, one.text, one.hint)).collect();
    assert!(findings.is_empty(), "{shown:#?}");
});

both!(two_presses_ask_once, world, {
    let mut mother = world.browser();
    fill_in(&mut mother).await;
    let mut again = mother.clone();
    let before = world.count("select count(*) from referral").await;
    assert_eq!(mother.post("/ask/check", &[]).await.location, "/ask/sent");
    assert_eq!(again.post("/ask/check", &[]).await.location, "/ask/sent", "the second hears the same");
    assert_eq!(world.count("select count(*) from referral").await, before + 1);
});

both!(nobody_learns_from_asking_that_somebody_is_here, world, {
    // Tomasz is on the register; Declan said no; nobody of the third name is here.
    let (mut pages, mut talked) = (Vec::new(), 0);
    for given in ["Tomasz", "Declan", "Zebedee"] {
        let [family, born, postcode] = if given == "Zebedee" {
            ["Quillfeather", "1990-08-06", "ZZ99 3VZ"].map(str::to_owned)
        } else {
            let person = world.person(given).await;
            [
                text_of(&world, "select family_name from person where person_id = $1", &person).await,
                text_of(&world, "select cast(born_on as text) from person where person_id = $1", &person).await,
                text_of(&world, "select postcode from person where person_id = $1", &person).await,
            ]
        };
        let date: Vec<String> = born.split('-').map(str::to_owned).collect();
        let mut browser = world.browser();
        browser.post("/ask/who", &[("asker", "myself")]).await;
        let person = [
            ("given_name", given),
            ("family_name", &family),
            ("born_year", &date[0]),
            ("born_month", &date[1]),
            ("born_day", &date[2]),
        ];
        browser.post("/ask/person", &person).await;
        browser.post("/ask/contact", &[("phone", "01632 960777"), ("postcode", &postcode)]).await;
        browser.post("/ask/why", &[("reason", "I need help")]).await;
        let people = world.count("select count(*) from person").await;
        let page = browser.submit("/ask/check", &[]).await;
        let talks = "select count(*) from request where kind = 'talk' and code_id is null and done_at is null";
        let wanted = i64::from(given == "Tomasz");
        assert_eq!(world.count(talks).await - talked, wanted, "{given}: who is on the list is talked with");
        talked += wanted;
        let joined = world.count("select count(*) from person").await == people;
        assert_eq!(joined, given != "Zebedee", "{given}: one record a person");
        // How to reach somebody stands once: in the record that begins, or beside one that is nobody's to touch.
        let reason = "select reason from referral where source = 'person' and person_id = $1";
        let reasons = texts_of(&world, reason, &world.person(given).await).await;
        assert!(reasons.iter().any(|reason| reason.contains("01632 960777") == joined), "{given}: {reasons:?}");
        pages.push((page.status, page.text()));
    }
    assert!(pages.iter().all(|page| *page == pages[0]), "{pages:?}");
});

both!(whoever_asks_for_somebody_on_the_list_is_promised_a_talk_and_gets_it, world, {
    let tomasz = world.person("Tomasz").await;
    let [family, born, postcode] = [
        text_of(&world, "select family_name from person where person_id = $1", &tomasz).await,
        text_of(&world, "select cast(born_on as text) from person where person_id = $1", &tomasz).await,
        text_of(&world, "select postcode from person where person_id = $1", &tomasz).await,
    ];
    let date: Vec<&str> = born.split('-').collect();
    for _ in 0..2 {
        let mut mother = world.browser();
        mother.post("/ask/who", PAGES[0].1).await;
        let person = [
            ("given_name", "Tomasz"),
            ("family_name", &family),
            ("born_year", date[0]),
            ("born_month", date[1]),
            ("born_day", date[2]),
        ];
        mother.post("/ask/person", &person).await;
        mother.post("/ask/contact", &[("phone", "01632 960777"), ("postcode", &postcode)]).await;
        mother.post("/ask/why", PAGES[3].1).await;
        assert!(mother.submit("/ask/check", &[]).await.says("Somebody will ring or write, and come to talk."));
    }
    let request = text_of(&world, "select request_id from request where person_id = $1", &tomasz).await;
    assert_eq!(world.count("select count(*) from request where code_id is null and raised_by is null").await, 1);
    let path = format!("/people/{tomasz}/asked/{request}");
    let mut team = come_in_as(&world, "coordinator@lda.example").await;
    assert!(team.get("/today").await.html.contains(&path), "it stands on Today");
    let page = team.get(&path).await;
    assert!(page.says("Siân Quillfeather (mother), on the page where everybody may ask"), "{}", page.text());
    assert!(page.says("01632 960777") && page.says("She does not sleep"), "{}", page.text());
    // As the page says: until somebody has talked, only the register's own team reads what was typed.
    let page = come_in_as(&world, "worker@asc.example").await.get(&path).await;
    assert!(page.says("Nobody has checked who it was") && !page.html.contains("960777"), "{}", page.text());
    let mut own = at_home(&world, &tomasz).await;
    let asked = own.get("/me/asked").await;
    assert!(asked.says("Somebody asked for help for you.") && !asked.html.contains("960777"), "{}", asked.text());
    assert!(!asked.says("You asked someone to talk to you."));
    assert_eq!(team.post(&path, &[("outcome", "We rang on 23 November.")]).await.status, 303);
});

both!(each_page_says_what_is_missing_and_keeps_what_was_typed, world, {
    let mut browser = world.browser();
    let page = browser.post("/ask/who", &[]).await;
    assert_eq!((page.status, page.errors()), (422, vec!["Select who it is for".to_owned()]));
    let page = browser.post("/ask/who", &[("asker", "family")]).await;
    assert_eq!(page.errors(), ["Enter your name", "Enter who you are to them"]);
    browser.post("/ask/who", &[("asker", "myself")]).await;
    let page = browser
        .post("/ask/person", &[("given_name", "Zoë"), ("born_day", "31"), ("born_month", "2"), ("born_year", "1990")])
        .await;
    assert_eq!((page.status, page.value("given_name").as_str()), (422, "Zoë"));
    assert_eq!(page.errors(), ["Enter a last name", "Date of birth must be a real date"]);
    let page = browser.post("/ask/contact", &[("best_time", "never")]).await;
    assert_eq!(page.errors(), ["Enter a phone number or an address, so that we can reach you"]);
    let page = browser.post("/ask/why", &[("reason", "x".repeat(2001).as_str())]).await;
    assert_eq!(page.errors(), ["This is too long. Write less"]);
    // Whoever opens the last page too early reads what is missing, and is offered nothing that would not work.
    let page = browser.get("/ask/check").await;
    assert!(page.says("You cannot send it yet.") && page.says("Enter a last name"), "{}", page.text());
    assert!(!page.says("Send it"), "{}", page.text());
    let before = world.count("select count(*) from referral").await;
    let page = browser.post("/ask/check", &[]).await;
    assert_eq!((page.status, page.heading().as_str()), (422, "Who are you?"), "nothing incomplete is sent");
    assert!(page.errors().contains(&"Enter a last name".to_owned()), "{:?}", page.errors());
    assert_eq!(world.count("select count(*) from referral").await, before);
});

both!(it_is_saved_and_gone_on_with_elsewhere, world, {
    let mut phone = world.browser();
    phone.post("/ask/who", PAGES[0].1).await;
    let page = phone.post("/ask/contact", &[("phone", "01632 960777"), ("later", "yes")]).await;
    assert_eq!(page.status, 422, "without a date of birth nobody could come back: {}", page.text());
    let mut fields = PAGES[1].1.to_vec();
    fields.push(("later", "yes"));
    let page = phone.post("/ask/person", &fields).await;
    assert_eq!(page.heading(), "Saved for later", "{}", page.text());
    let code = page.all(".code-card__code").remove(0);
    let kept = world.column("select return_hash from asking").await;
    assert!(!kept[0].to_uppercase().contains(&code.replace(' ', "")));

    let mut library = world.browser();
    // Nobody has a card here: the code stood on the page that saved it.
    assert!(library.get("/ask/return").await.says("The page \u{201c}Saved for later\u{201d} showed it."));
    for (typed, fault) in
        [("", "Enter your code"), ("BCD", "A code has 9 letters, like BCD FGH JKM. Check what you wrote down")]
    {
        let page = library.post("/ask/return", &[("code", typed)]).await;
        assert_eq!(page.errors().first().map(String::as_str), Some(fault));
        assert!(!page.says("your card"), "{}", page.text());
    }
    let wrong = [("code", code.as_str()), ("born_day", "6"), ("born_month", "8"), ("born_year", "1991")];
    let page = library.post("/ask/return", &wrong).await;
    let answer = (page.status, page.errors());
    let other = [("code", "BCD FGH JKM"), ("born_day", "6"), ("born_month", "8"), ("born_year", "1990")];
    let page = library.post("/ask/return", &other).await;
    assert_eq!((page.status, page.errors()), answer, "whichever of the two is wrong");
    let right = [("code", code.as_str()), ("born_day", "6"), ("born_month", "8"), ("born_year", "1990")];
    let page = library.submit("/ask/return", &right).await;
    assert!(page.says("Siân Quillfeather") && page.says("01632 960777"), "{}", page.text());
    assert_eq!(phone.get("/ask/check").await.location, "/ask", "the first browser opens it no more");
    // The browser of the library was closed, and with it its cookie: what was typed is not lost.
    let mut again = world.browser();
    assert!(again.submit("/ask/return", &right).await.says("01632 960777"));
    assert_eq!(library.get("/ask/check").await.location, "/ask", "one browser at a time");
    let mut library = again;
    world.pass(TimeDelta::days(15));
    assert_eq!(library.get("/ask/check").await.location, "/ask", "after two weeks it is forgotten");
});

both!(what_is_being_typed_is_kept_and_comes_back_only_until_it_is_sent, world, {
    let mut mother = world.browser();
    let typing = |page: &'static str, name: &'static str, text: &'static str| [("form-path", page), (name, text)];
    // Nothing was begun: nothing to add to.
    assert_eq!(mother.post("/ask/drafts", &typing("/ask/why", "reason", "She does")).await.status, 409);
    let (who, rest) = PAGES.split_first().unwrap();
    mother.submit(&format!("/ask/{}", who.0), who.1).await;
    assert_eq!(mother.post("/ask/drafts", &typing("/ask/person", "given_name", "Zo")).await.status, 204);
    assert_eq!(mother.get("/ask/person").await.value("given_name"), "Zo");
    // A page keeps its own fields and no others.
    assert_eq!(mother.post("/ask/drafts", &typing("/ask/why", "asker_name", "Somebody else")).await.status, 204);
    assert_eq!(mother.get("/ask/who").await.value("asker_name"), "Siân Quillfeather");
    for page in ["/ask/why/more", "/people/1/plan", "/ask/", ""] {
        assert_eq!(mother.post("/ask/drafts", &typing(page, "reason", "x")).await.status, 409, "{page}");
    }
    let long = "a".repeat(30_000);
    let too_long = [("form-path", "/ask/why"), ("reason", long.as_str())];
    assert_eq!(mother.post("/ask/drafts", &too_long).await.status, 413);
    for (step, fields) in rest {
        mother.submit(&format!("/ask/{step}"), fields).await;
    }
    let token = mother.cookie("asking").unwrap().to_owned();
    assert_eq!(mother.submit("/ask/check", &[]).await.heading(), "We have got it");
    // One that was on its way when it was sent comes too late.
    mother.set_cookie("asking", &token);
    assert_eq!(mother.post("/ask/drafts", &typing("/ask/why", "reason", "She does not sl")).await.status, 409);
    assert_eq!(mother.get("/ask/why").await.location, "/ask");
});

both!(whoever_comes_next_to_a_shared_computer_finds_nothing, world, {
    let mut library = world.browser();
    library.post("/ask/who", PAGES[0].1).await;
    assert!(library.get("/ask/person").await.says("Stop. Throw away what I typed"));
    let page = library.submit("/ask/stop", &[]).await;
    assert!(page.says("What you typed is thrown away. Nothing was sent") && !page.says("You have started already"));
    assert_eq!(world.count("select count(*) from asking").await, 0);
    library.post("/ask/who", PAGES[0].1).await;
    let mut fields = PAGES[1].1.to_vec();
    fields.push(("later", "yes"));
    assert!(library.post("/ask/person", &fields).await.says("This computer has forgotten what you typed"));
    assert!(!library.get("/ask").await.says("You have started already"));
    assert_eq!(library.get("/ask/check").await.location, "/ask", "from now on it takes the code");
});

both!(two_presses_at_the_same_moment_ask_once_too, world, {
    let mut browser = world.browser();
    fill_in(&mut browser).await;
    let before = world.count("select count(*) from referral").await;
    let mut other = browser.clone();
    let (one, two) = tokio::join!(browser.post("/ask/check", &[]), other.post("/ask/check", &[]));
    assert_eq!((one.location.as_str(), two.location.as_str()), ("/ask/sent", "/ask/sent"));
    assert_eq!(world.count("select count(*) from referral").await, before + 1);
});

both!(a_return_code_cannot_be_guessed_at_leisure, world, {
    let mut phone = world.browser();
    phone.post("/ask/who", &[("asker", "myself")]).await;
    let mut fields = PAGES[1].1.to_vec();
    fields.push(("later", "yes"));
    let code = phone.post("/ask/person", &fields).await.all(".code-card__code").remove(0);
    let guess = [("code", code.as_str()), ("born_day", "1"), ("born_month", "1"), ("born_year", "1950")];
    for _ in 0..5 {
        assert_eq!(world.browser().post("/ask/return", &guess).await.status, 422);
    }
    assert_eq!(world.browser().post("/ask/return", &guess).await.status, 429);
});

both!(of_wrong_birthdays_that_come_at_the_same_moment_no_more_are_tried_than_end_a_return_code, world, {
    let mut phone = world.browser();
    phone.post("/ask/who", &[("asker", "myself")]).await;
    phone.post("/ask/person", &[PAGES[1].1, &[("later", "yes")]].concat()).await;
    let (hash, key) = (world.column("select return_hash from asking").await.remove(0), site_over(world.access.clone()));
    let wrong = "1950-01-01".parse().unwrap();
    let tries = (0..20).map(|_| store::come_back(&world.access, &key.draft_key, &hash, wrong));
    for tried in futures_util::future::join_all(tries).await {
        assert!(tried.unwrap().is_none());
    }
    assert_eq!(world.count("select failures from asking").await, FAILURES_MAX);
});

both!(what_is_half_typed_is_nobodys_record_and_readable_to_nobody, world, {
    let before = rows_of_everything(&world).await;
    let mut mother = world.browser();
    for (step, fields) in PAGES {
        mother.post(&format!("/ask/{step}"), fields).await;
    }
    assert_eq!(rows_of_everything(&world).await, before);
    let sealed: Vec<(Vec<u8>,)> = world.peek(async |house| app::fetch_all!(house, "select sealed from asking")).await;
    assert_eq!(sealed.len(), 1);
    assert!(!String::from_utf8_lossy(&sealed[0].0).contains("Quillfeather"), "sealed");
    assert_eq!(world.browser().get("/ask/check").await.location, "/ask", "another browser has begun nothing");
});

both!(a_flood_from_one_address_has_to_wait, world, {
    for _ in 0..50 {
        assert_eq!(world.browser().post("/ask/who", &[("asker", "myself")]).await.status, 303);
    }
    world.pass(TimeDelta::minutes(15) - TimeDelta::milliseconds(500));
    let page = world.browser().post("/ask/who", &[("asker", "myself")]).await;
    assert_eq!(page.status, 429);
    assert!(page.says("ring 999"), "whoever needs help now is told whom to ring");
});

both!(what_was_typed_into_a_page_of_asking_that_is_gone_is_shown_to_be_copied, world, {
    let reason = PAGES[3].1[0].1;
    let begun = async || {
        let mut tab = world.browser();
        for (step, fields) in PAGES.iter().take(3) {
            tab.post(&format!("/ask/{step}"), fields).await;
        }
        tab
    };
    let mut stopped = begun().await;
    assert_eq!(stopped.clone().post("/ask/stop", &[]).await.status, 303);
    let mut saved = begun().await;
    let later = [PAGES[2].1, &[("later", "yes")]].concat();
    assert_eq!(saved.clone().post("/ask/contact", &later).await.heading(), "Saved for later");
    let kept = world.count("select count(*) from asking").await;
    let mut old = begun().await;
    let names: Vec<String> = world.column("select name from agency").await;
    for (why, tab, days) in [
        ("stopped in another tab", &mut stopped, 0),
        ("nothing was begun here", &mut world.browser(), 0),
        ("two weeks are over", &mut old, 15),
    ] {
        world.pass(TimeDelta::days(days));
        let page = tab.post("/ask/why", PAGES[3].1).await;
        assert_eq!((page.status, page.heading().as_str()), (409, "Your words were not kept"), "{why}");
        assert_eq!(page.all("li.typed"), [reason], "{why}");
        assert!(page.says("Ring 999 if you are in danger now."), "{why}");
        assert!(page.says("Or ring Childline on 0800 1111"), "{why}");
        assert_eq!(page.attributes("main a[href='/ask']", "href").len(), 1, "{why}: the way on");
        let findings = lint::lint_texts("/ask/why", &our_texts(&page, &names));
        assert!(findings.is_empty(), "{:?}", findings.iter().map(|one| &one.text).collect::<Vec<_>>());
        assert!(!tab.get("/ask").await.html.contains(reason), "{why}: nothing of it is kept");
        assert_eq!(tab.post("/ask/why", &[("reason", " ")]).await.location, "/ask", "{why}: where nothing was typed");
        assert_eq!(tab.post("/ask/check", &[]).await.location, "/ask", "{why}: where nothing can be typed");
    }
    // What is saved waits for its code, and the tab that is still open writes nothing into it.
    let page = saved.post("/ask/why", PAGES[3].1).await;
    assert_eq!((page.status, page.all("li.typed")), (409, vec![reason.to_owned()]));
    assert_eq!(world.count("select count(*) from asking").await, kept + 1);
});
