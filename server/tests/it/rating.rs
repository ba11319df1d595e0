//! Setting the rating: the tool suggests, a human decides.

use app::rating::model::Rating;

use crate::{
    acts::{count_of, fill, form, ratings_of, rows_of_everything, send, text_of, unseen},
    both,
};

const ROWS: &str = "select count(*) from rating where person_id = $1";

both!(to_differ_from_the_tool_needs_a_reason, world, {
    let person = world.person("Tomasz").await;
    let path = format!("/people/{person}/rating");
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let opened = nurse.get(&path).await;
    assert!(opened.says("What the tool suggests"));
    let mut fields = form(&opened, &path);
    fill(&mut fields, "rating", "amber");
    for (reason, sentence) in [
        ("", "Say why you chose Amber when the tool suggests Red"),
        ("  ", "Say why you chose Amber when the tool suggests Red"),
        ("Better", "Say more about your reason, in 10 characters or more"),
    ] {
        fill(&mut fields, "reason", reason);
        let page = send(&mut nurse, &path, &fields).await;
        assert_eq!(page.status, 422);
        assert_eq!(page.errors(), [sentence]);
        assert_eq!(page.value("rating"), "amber", "the choice stays");
    }
    assert_eq!(rows_of_everything(&world).await, before);

    fill(&mut fields, "reason", "He moved home last week and sleeps again");
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 303);
    let stored = "select rating || ' ' || suggested || ' ' || reason || ' ' || cast(review_due_on as text)
                  from rating where person_id = $1 order by number desc limit 1";
    assert_eq!(
        text_of(&world, stored, &person).await,
        "amber red He moved home last week and sleeps again 2026-12-21",
        "with what was suggested, and four weeks until the next review"
    );
    let record = nurse.get(&format!("/people/{person}")).await;
    assert!(record.says("Next review 21 December 2026"));
});

both!(from_red_to_green_in_one_step_must_be_confirmed, world, {
    let person = world.person("Tomasz").await;
    let path = format!("/people/{person}/rating");
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut fields = form(&nurse.get(&path).await, &path);
    fill(&mut fields, "rating", "green");
    fill(&mut fields, "reason", "The tool was filled in for somebody else");
    let page = send(&mut nurse, &path, &fields).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.errors(), ["Confirm that you want to go from red to green in one step"]);
    assert_eq!(rows_of_everything(&world).await, before);
    let mut ratings = ratings_of(&world, &person).await;
    fill(&mut fields, "confirmed", "yes");
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 303);
    ratings.push("green".to_owned());
    assert_eq!(ratings_of(&world, &person).await, ratings, "the old ones are kept");
});

both!(of_two_who_rate_at_once_the_second_is_shown_the_rating_of_the_first, world, {
    let person = world.person("Tomasz").await;
    let path = format!("/people/{person}/rating");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut worker = world.signed_in("worker@asc.example").await;
    let mut theirs = form(&nurse.get(&path).await, &path);
    let mut mine = form(&worker.get(&path).await, &path);
    let mut ratings = ratings_of(&world, &person).await;
    fill(&mut theirs, "rating", "blue");
    fill(&mut mine, "rating", "amber");
    fill(&mut mine, "reason", "His sister has moved in with him");
    assert_eq!(send(&mut nurse, &path, &theirs).await.status, 303);
    let rows = count_of(&world, ROWS, &person).await;

    let conflict = send(&mut worker, &path, &mine).await;
    assert_eq!(conflict.status, 409);
    assert!(conflict.says("Nia Evans"), "who was faster");
    assert_eq!(conflict.value("rating"), "amber", "and what I chose");
    assert_eq!(conflict.value("reason").trim(), "His sister has moved in with him");
    assert_eq!(count_of(&world, ROWS, &person).await, rows, "nothing is written");

    let again = form(&conflict, &path);
    assert_eq!(send(&mut worker, &path, &again).await.status, 303);
    ratings.extend(["blue".to_owned(), "amber".to_owned()]);
    assert_eq!(ratings_of(&world, &person).await, ratings);
});

both!(the_next_review_follows_from_the_rating, world, {
    let today = app::base::dates::london(world.now()).date();
    for rating in Rating::ALL {
        let person = world.person("Kwame").await;
        let path = format!("/people/{person}/rating");
        let mut nurse = world.signed_in("nia@lda.example").await;
        let mut fields = form(&nurse.get(&path).await, &path);
        fill(&mut fields, "rating", rating.word());
        fill(&mut fields, "reason", "Agreed by the team today");
        fill(&mut fields, "confirmed", "yes");
        let page = send(&mut nurse, &path, &fields).await;
        assert_eq!(page.status, 303, "{rating:?} {}", page.text());
        let due = "select cast(review_due_on as text) from rating where person_id = $1 order by number desc limit 1";
        let days = match rating {
            Rating::Red => 7,
            Rating::Amber | Rating::Blue => 28,
            Rating::Green => 90,
        };
        assert_eq!(
            text_of(&world, due, &person).await,
            (today + chrono::TimeDelta::days(days)).to_string(),
            "{rating:?}"
        );
    }
});

both!(a_rating_that_nobody_chose_is_not_set, world, {
    let person = world.person("Tomasz").await;
    let path = format!("/people/{person}/rating");
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut fields = form(&nurse.get(&path).await, &path);
    for chosen in ["", "purple"] {
        fill(&mut fields, "rating", chosen);
        let page = send(&mut nurse, &path, &fields).await;
        assert_eq!((page.status, page.errors().len()), (422, 1), "{chosen}");
    }
    let mut support = world.signed_in("support@hav.example").await;
    fill(&mut fields, "rating", "red");
    assert_eq!(send(&mut support, &path, &unseen(fields)).await.status, 403, "not a provider's to set");
    assert_eq!(rows_of_everything(&world).await, before);
});
