//! The first administrator of an empty register.

use crate::{
    acts::rows_of_everything,
    both,
    support::{Kind, World},
};

pub const SENT: [(&str, &str); 7] = [
    ("code", "test-code"),
    ("agency_name", "Moorland NHS"),
    ("agency_kind", "nhs_learning_disability"),
    ("display_name", "Ada Bevan"),
    ("job_title", "Systems administrator"),
    ("email", "ada@lda.example"),
    ("password", "three random words"),
];

async fn set_up(kind: Kind) {
    let world = World::empty(kind).await;
    let before = rows_of_everything(&world).await;
    let mut ada = world.browser();
    let home = ada.get("/").await;
    assert_eq!((home.status, home.location.as_str()), (303, "/set-up"));
    assert_eq!(ada.get("/set-up").await.status, 200);
    for (at, value, sentence) in [
        (0, "wrong", "This is not the set-up code. The server printed it when it started"),
        (0, "", "This is not the set-up code. The server printed it when it started"),
        (6, "short", "Password must be 12 characters or more. Three random words work well"),
        (5, "ada", "Enter an email address in the format name@example.org"),
    ] {
        let mut sent = SENT;
        sent[at].1 = value;
        let page = ada.post("/set-up", &sent).await;
        assert_eq!((page.status, page.errors()), (422, vec![sentence.to_owned()]));
        assert_eq!(page.value("agency_name"), "Moorland NHS", "what was typed stays");
    }
    assert_eq!(rows_of_everything(&world).await, before);

    let page = ada.post("/set-up", &SENT).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/agencies"), "{}", page.text());
    assert!(ada.get("/agencies").await.says("Moorland NHS"), "signed in as the administrator");
    assert_eq!(ada.get("/people").await.status, 403, "who sees nobody's record");

    let after = rows_of_everything(&world).await;
    let mut eve = world.browser();
    assert_eq!(eve.get("/set-up").await.status, 404);
    let mut sent = SENT;
    sent[5].1 = "eve@lda.example";
    assert_eq!(eve.post("/set-up", &sent).await.status, 404, "also with the right code");
    assert_eq!(rows_of_everything(&world).await, after);
}

#[tokio::test]
async fn the_first_administrator_sets_the_register_up_once_on_sqlite() {
    set_up(Kind::Sqlite).await;
}

#[tokio::test]
async fn the_first_administrator_sets_the_register_up_once_on_postgresql() {
    set_up(Kind::Postgres).await;
}

both!(a_register_in_use_cannot_be_set_up_again, world, {
    let before = rows_of_everything(&world).await;
    assert_eq!(world.browser().get("/set-up").await.status, 404);
    assert_eq!(world.browser().post("/set-up", &SENT).await.status, 404);
    assert_eq!(rows_of_everything(&world).await, before);
});
