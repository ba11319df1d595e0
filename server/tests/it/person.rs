//! Correcting details, and the people around somebody.

use crate::{
    acts::{count_of, fill, form, rows_of_everything, send, text_of, unseen},
    both,
};

both!(details_are_saved_and_found_by_their_new_name, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/details");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let page = nurse.get(&path).await;
    let mut fields = form(&page, &path);
    fill(&mut fields, "family_name", "Boateng-Ofori");
    fill(&mut fields, "known_as", "Kay");
    fill(&mut fields, "communication", "Short sentences.\nTime to answer.");
    let page = send(&mut nurse, &path, &fields).await;
    assert_eq!((page.status, page.location.as_str()), (303, format!("/people/{person}").as_str()), "{}", page.text());
    let record = nurse.get(&page.location.clone()).await;
    assert_eq!(record.heading(), "Kwame Boateng-Ofori");
    assert!(record.says("Likes to be called Kay"));
    assert_eq!(
        text_of(&world, "select communication from person where person_id = $1", &person).await,
        "Short sentences.\nTime to answer."
    );
    for typed in ["Ofori", "Kay", "boateng ofori"] {
        assert!(nurse.post("/people/search", &[("q", typed)]).await.says("Kwame Boateng-Ofori"), "{typed}");
    }
});

both!(of_two_people_who_save_the_second_is_shown_both_and_nothing_is_lost, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/details");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut worker = world.signed_in("worker@asc.example").await;
    let mut theirs = form(&nurse.get(&path).await, &path);
    let mut mine = form(&worker.get(&path).await, &path);
    fill(&mut theirs, "phone", "01632 960771");
    fill(&mut mine, "phone", "01632 960772");
    fill(&mut mine, "what_matters", "My allotment");
    assert_eq!(send(&mut nurse, &path, &theirs).await.status, 303);

    let conflict = send(&mut worker, &path, &mine).await;
    assert_eq!(conflict.status, 409);
    assert!(conflict.says("Somebody else saved these details while you had them open"));
    assert!(conflict.says("01632 960771"), "what they saved");
    assert_eq!(conflict.value("phone"), "01632 960772", "what I typed");
    assert_eq!(conflict.value("what_matters").trim(), "My allotment");
    let phone = "select phone from person where person_id = $1";
    assert_eq!(text_of(&world, phone, &person).await, "01632 960771", "nothing is overwritten");

    let again = form(&conflict, &path);
    assert_eq!(send(&mut worker, &path, &again).await.status, 303);
    assert_eq!(text_of(&world, phone, &person).await, "01632 960772");
    assert_eq!(text_of(&world, "select what_matters from person where person_id = $1", &person).await, "My allotment");
    assert_eq!(count_of(&world, "select version from person where person_id = $1", &person).await, 3);
});

both!(details_with_faults_are_not_saved_and_come_back_as_typed, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/details");
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut fields = form(&nurse.get(&path).await, &path);
    fill(&mut fields, "given_name", " ");
    fill(&mut fields, "born_year", "2027");
    fill(&mut fields, "known_as", "Kay");
    let page = send(&mut nurse, &path, &fields).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.errors(), ["Enter a first name", "Date of birth must be in the past"]);
    assert_eq!(page.value("known_as"), "Kay");
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(whoever_does_not_see_all_details_cannot_change_them, world, {
    let person = world.person("Tomasz").await;
    let path = format!("/people/{person}/details");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let fields = unseen(form(&nurse.get(&path).await, &path));
    let before = rows_of_everything(&world).await;
    for name in ["officer@pol.example", "paramedic@amb.example"] {
        let mut browser = world.signed_in(name).await;
        assert_eq!(browser.get(&format!("/people/{person}")).await.status, 200, "{name} sees the record");
        let page = browser.get(&path).await;
        assert_eq!(page.status, 403, "{name}");
        assert!(page.says("Your agency does not see all of these details, so it cannot change them"));
        assert_eq!(send(&mut browser, &path, &fields).await.status, 403, "{name}");
    }
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(the_details_of_a_closed_record_cannot_be_changed, world, {
    let person = world.person("Agnieszka").await;
    let before = rows_of_everything(&world).await;
    let mut coordinator = world.signed_in("coordinator@lda.example").await;
    let path = format!("/people/{person}/details");
    assert_eq!(coordinator.get(&path).await.status, 403);
    let page = coordinator.post(&path, &[("version", "1"), ("given_name", "A"), ("family_name", "B")]).await;
    assert_eq!(page.status, 403);
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(a_professional_is_added_with_a_way_to_reach_them, world, {
    let person = world.person("Kwame").await;
    let (path, page) = (format!("/people/{person}/professionals"), format!("/people/{person}/professionals/new"));
    let mut nurse = world.signed_in("nia@lda.example").await;
    let before = rows_of_everything(&world).await;
    let mut fields = form(&nurse.get(&page).await, &path);
    fill(&mut fields, "name", "Dr Iqbal Noor");
    fill(&mut fields, "job", "Psychiatrist");
    let refused = send(&mut nurse, &path, &fields).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.errors(), ["Enter a phone number or an email address"]);
    assert_eq!(refused.value("name"), "Dr Iqbal Noor");
    assert_eq!(rows_of_everything(&world).await, before);

    let mut fields = form(&refused, &path);
    fill(&mut fields, "email", "iqbal.noor@mht.example");
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 303);
    let mut officer = world.signed_in("officer@pol.example").await;
    assert!(officer.get(&format!("/people/{person}")).await.says("Dr Iqbal Noor"), "whom to ring is for everybody");
});

both!(a_relative_is_added_with_who_they_are_and_the_police_do_not_see_them, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/relatives");
    let mut nurse = world.signed_in("nia@lda.example").await;
    let before = rows_of_everything(&world).await;
    let refused = nurse.post(&path, &[("name", "Abena Boateng")]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.errors(), ["Enter who they are to the person"]);
    assert_eq!(refused.value("name"), "Abena Boateng");
    assert_eq!(rows_of_everything(&world).await, before);

    let mut fields = form(&refused, &path);
    fill(&mut fields, "relation", "Mother");
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 303);
    let record = nurse.get(&format!("/people/{person}")).await;
    assert!(record.says("Abena Boateng"));
    let mut officer = world.signed_in("officer@pol.example").await;
    assert!(!officer.get(&format!("/people/{person}")).await.says("Abena Boateng"));
});
