//! The demo county: enough of everything, and never for real people.

use app::{access::log::Verdict, base::nhs_number::NhsNumber};
use server::config::{Command, Serve, Store};

use crate::{
    acts::rows_of_everything,
    both,
    support::{Kind, World},
};

both!(the_demo_county_holds_something_for_every_page, world, {
    for (table, count) in rows_of_everything(&world).await {
        let none = ["relative", "consent_resolution", "import", "import_row", "left"].contains(&table);
        assert_eq!(count > 0, !none, "{table}: {count}");
    }
    assert_eq!(world.count("select count(*) from agency").await, 7);
    assert_eq!(world.count("select count(distinct kind) from agency").await, 7);
    assert_eq!(world.count("select count(distinct rating) from rating").await, 4);
    for (_, name) in app::demo::SIGN_INS {
        let page = world.signed_in(name).await.get("/account").await;
        assert_eq!(page.status, 200, "{name}");
    }
});

both!(the_audit_log_of_the_demo_county_is_whole, world, {
    match world.peek(async |house| house.verify_audit().await).await {
        Verdict::Whole { entries, .. } => {
            assert_eq!(entries.to_string(), world.count("select count(*) from audit_entry").await.to_string());
            assert!(entries > 100);
        }
        Verdict::Broken { seq, what } => panic!("{seq} {what}"),
    }
});

both!(every_nhs_number_of_the_demo_county_is_valid_and_nobodys, world, {
    let numbers = world.column("select nhs_number from person where nhs_number is not null").await;
    assert!(numbers.len() > 10);
    for number in &numbers {
        let parsed: NhsNumber = number.parse().unwrap();
        assert!(parsed.is_for_tests(), "{number}");
    }
    let mut once = numbers.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), numbers.len());
});

both!(real_people_are_not_served_beside_demo_accounts, world, {
    let folder = std::env::temp_dir().join(format!("dsr-demo-{}", uuid::Uuid::now_v7().simple()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("build.txt"), "test").unwrap();
    let serve = Command::Serve(Serve {
        store: Store { database_url: world.url().to_owned() },
        addr: "127.0.0.1:0".parse().unwrap(),
        site: folder.clone(),
        demo: false,
        production: true,
        key_file: folder.join("register.key"),
        public_url: String::new(),
        trusted_proxies: Vec::new(),
        list_name: "support list".to_owned(),
        picture_pack: None,
        tools: Vec::new(),
        under_16: app::authority::model::Under16::Gillick,
        parent_at_16: false,
        ask_again_months: 12,
    });
    let stop = server::serve::run(serve).await.unwrap_err().to_string();
    assert!(stop.starts_with("This database holds demo accounts, whose password everybody knows."), "{stop}");
    assert!(!folder.join("register.key").exists(), "it stopped before it made anything");
    std::fs::remove_dir_all(&folder).unwrap();
});

both!(the_demo_county_is_not_put_into_a_register_in_use, world, {
    let before = rows_of_everything(&world).await;
    let stop = server::serve::run(Command::Demo(Store { database_url: world.url().to_owned() })).await.unwrap_err();
    assert!(stop.to_string().starts_with("The database is not empty."), "{stop}");
    assert_eq!(rows_of_everything(&world).await, before);
});

/// Waits until the county has its accounts and its first few people.
async fn a_few_people(world: &World) {
    while world.count("select count(*) from person").await < 3 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

async fn broken_off(kind: Kind) {
    let world = World::empty(kind).await;
    tokio::select! {
        filled = app::demo::fill(&world.access) => panic!("it was not broken off: {filled:?}"),
        () = a_few_people(&world) => {}
    }
    let accounts = world.count("select count(*) from staff").await;
    assert_eq!(accounts, i64::try_from(app::demo::SIGN_INS.len()).unwrap());
    let fill = || Command::Demo(Store { database_url: world.url().to_owned() });
    server::serve::run(fill()).await.unwrap();
    assert_eq!(world.count("select count(*) from staff").await, accounts, "nobody twice");
    let whole = World::demo(kind).await;
    for sql in ["select count(*) from person", "select count(*) from agency"] {
        assert_eq!(world.count(sql).await, whole.count(sql).await, "{sql}");
    }
    assert!(server::serve::run(fill()).await.is_err(), "once it is whole, it is left alone");
}

#[tokio::test]
async fn a_county_whose_filling_was_broken_off_is_filled_by_the_next_start_on_sqlite() {
    broken_off(Kind::Sqlite).await;
}

#[tokio::test]
async fn a_county_whose_filling_was_broken_off_is_filled_by_the_next_start_on_postgresql() {
    broken_off(Kind::Postgres).await;
}
