//! Reviews: notes, actions and the rating, all of it or nothing.

use crate::{
    acts::{Fields, count_of, fill, form, ratings_of, rows_of_everything, send, text_of, unseen},
    both,
    support::{Browser, Kind, World},
};

async fn opened(browser: &mut Browser, person: &str) -> Fields {
    let path = format!("/people/{person}/review");
    let page = browser.get(&path).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let mut fields = form(&page, &path);
    fill(&mut fields, "present", "Kwame and Nia Evans");
    fill(&mut fields, "person_said", "I like the new day centre");
    fill(&mut fields, "how_things_are", "Calmer, and out every day");
    fields
}

fn first_action(fields: &Fields) -> String {
    let (name, _) = fields.iter().find(|(name, _)| name.ends_with("_version")).unwrap();
    name.strip_prefix("action_").unwrap().strip_suffix("_version").unwrap().to_owned()
}

both!(a_review_writes_notes_actions_and_rating_and_counts_from_the_day_it_was_held, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/review");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut fields = opened(&mut nurse, &person).await;
    let action = first_action(&fields);
    fill(&mut fields, "held_day", "20");
    fill(&mut fields, &format!("action_{action}_state"), "done");
    fill(&mut fields, &format!("action_{action}_outcome"), "Visited twice");
    let ratings = count_of(&world, "select count(*) from rating where person_id = $1", &person).await;
    let page = send(&mut nurse, &path, &fields).await;
    assert_eq!((page.status, page.location.as_str()), (303, format!("/people/{person}").as_str()), "{}", page.text());
    let record = nurse.get(&page.location.clone()).await;
    assert!(record.says("The review is recorded"));
    assert!(record.says("I like the new day centre"));
    assert_eq!(
        text_of(&world, "select state || ' ' || outcome from action where action_id = $1", &action).await,
        "done Visited twice"
    );
    assert_eq!(
        count_of(&world, "select count(*) from rating where person_id = $1", &person).await,
        ratings + 1,
        "the rating is decided anew, also where it stays"
    );
    let last = "select rating || ' ' || cast(review_due_on as text) from rating where person_id = $1
                order by number desc limit 1";
    assert_eq!(text_of(&world, last, &person).await, "amber 2026-12-18", "four weeks after 20 November");
    let rests_on = "select number from rating join review on review.rating_id = rating.rating_id
                    where review.person_id = $1 and held_on = '2026-11-20'";
    assert_eq!(count_of(&world, rests_on, &person).await, ratings + 1);
});

both!(a_review_without_the_persons_own_view_or_in_the_future_is_not_recorded, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/review");
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut fields = opened(&mut nurse, &person).await;
    let action = first_action(&fields);
    fill(&mut fields, "held_day", "24");
    fill(&mut fields, "person_said", "");
    fill(&mut fields, &format!("action_{action}_state"), "done");
    let page = send(&mut nurse, &path, &fields).await;
    assert_eq!(page.status, 422);
    let errors = page.errors();
    assert!(errors.contains(&"The day of the review must be today or in the past".to_owned()), "{errors:?}");
    assert!(errors.contains(&"Enter what the person said, or why they could not be asked".to_owned()), "{errors:?}");
    assert_eq!(errors.len(), 3, "and the action that is done without an outcome: {errors:?}");
    assert_eq!(page.value("how_things_are").trim(), "Calmer, and out every day");
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(a_review_opened_before_somebody_else_rated_is_not_recorded_over_them, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/review");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut worker = world.signed_in("worker@asc.example").await;
    let fields = opened(&mut nurse, &person).await;
    let rating = format!("/people/{person}/rating");
    let mut theirs = form(&worker.get(&rating).await, &rating);
    fill(&mut theirs, "rating", "blue");
    assert_eq!(send(&mut worker, &rating, &theirs).await.status, 303);
    let before = rows_of_everything(&world).await;

    let conflict = send(&mut nurse, &path, &fields).await;
    assert_eq!(conflict.status, 409);
    assert!(conflict.says("Carla Mendes"), "who rated meanwhile");
    assert_eq!(conflict.value("person_said").trim(), "I like the new day centre");
    assert_eq!(rows_of_everything(&world).await, before);
    let reviews = "select count(*) from review where person_id = $1";
    let held = count_of(&world, reviews, &person).await;
    let mut again = form(&conflict, &path);
    fill(&mut again, "rating", "blue");
    let page = send(&mut nurse, &path, &again).await;
    assert_eq!(page.status, 303, "{}", page.text());
    assert_eq!(count_of(&world, reviews, &person).await, held + 1);
});

both!(a_review_opened_before_an_action_changed_is_not_recorded_over_it, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/review");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut coordinator = world.signed_in("coordinator@lda.example").await;
    let mut fields = opened(&mut nurse, &person).await;
    let action = first_action(&fields);
    let update = format!("/people/{person}/actions/{action}");
    let mut theirs = form(&coordinator.get(&update).await, &update);
    fill(&mut theirs, "state", "cannot_yet");
    fill(&mut theirs, "outcome", "Nobody has a car");
    assert_eq!(send(&mut coordinator, &update, &theirs).await.status, 303);
    let before = rows_of_everything(&world).await;
    fill(&mut fields, &format!("action_{action}_state"), "done");
    fill(&mut fields, &format!("action_{action}_outcome"), "Visited twice");
    let conflict = send(&mut nurse, &path, &fields).await;
    assert_eq!(conflict.status, 409);
    assert!(conflict.says("Nobody has a car"));
    assert_eq!(conflict.value(&format!("action_{action}_outcome")).trim(), "Visited twice");
    assert_eq!(rows_of_everything(&world).await, before);
    let again = form(&conflict, &path);
    assert_eq!(send(&mut nurse, &path, &again).await.status, 303);
    assert_eq!(text_of(&world, "select state from action where action_id = $1", &action).await, "done");
});

async fn break_reviews(world: &World) {
    match world.kind {
        Kind::Sqlite => {
            world
                .meddle("create trigger broken before insert on review begin select raise(abort, 'broken'); end")
                .await;
        }
        Kind::Postgres => {
            world
                .meddle("create function broken() returns trigger language plpgsql as $$ begin raise 'broken'; end $$")
                .await;
            world.meddle("create trigger broken before insert on review execute function broken()").await;
        }
    }
}

both!(a_review_that_fails_at_its_last_step_leaves_nothing, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/review");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut fields = opened(&mut nurse, &person).await;
    let action = first_action(&fields);
    fill(&mut fields, &format!("action_{action}_state"), "done");
    fill(&mut fields, &format!("action_{action}_outcome"), "Visited twice");
    let before = rows_of_everything(&world).await;
    break_reviews(&world).await;
    let page = send(&mut nurse, &path, &fields).await;
    assert_eq!(page.status, 500);
    assert_eq!(rows_of_everything(&world).await, before, "neither action nor rating");
});

both!(a_provider_reviews_and_keeps_the_rating_in_force, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/review");
    let mut support = world.signed_in("support@hav.example").await;
    let mut fields = opened(&mut support, &person).await;
    let mut ratings = ratings_of(&world, &person).await;
    // Whatever is sent: a provider does not rate.
    fill(&mut fields, "rating", "red");
    let page = send(&mut support, &path, &fields).await;
    assert_eq!(page.status, 303, "{}", page.text());
    ratings.push("amber".to_owned());
    assert_eq!(ratings_of(&world, &person).await, ratings);
});

both!(who_does_not_see_reviews_cannot_record_one, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/review");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let fields = unseen(opened(&mut nurse, &person).await);
    let before = rows_of_everything(&world).await;
    for name in ["senco@edu.example", "paramedic@amb.example", "officer@pol.example"] {
        let mut browser = world.signed_in(name).await;
        assert_eq!(browser.get(&path).await.status, 403, "{name}");
        assert_eq!(send(&mut browser, &path, &fields).await.status, 403, "{name}");
        assert!(!browser.get(&format!("/people/{person}")).await.says("Reviews"), "{name}");
    }
    assert_eq!(rows_of_everything(&world).await, before);
});
