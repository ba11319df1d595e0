//! What the own page shows of what is written, and of whoever saw it.

use chrono::TimeDelta;

use crate::{
    acts::{fill, form, send, text_of},
    both,
    own_code::{at_home, at_home_as, nurse_looks},
    permissions::come_in_as,
    support::World,
};

const NURSE: &str = "nia@lda.example";
const TEAM: &str = "coordinator@lda.example";

async fn name_of(world: &World, sign_in: &str) -> String {
    text_of(world, "select display_name from staff where sign_in_name = $1", sign_in).await
}

both!(whoever_saw_my_name_in_a_list_is_named_to_me_with_the_list_and_the_last_day, world, {
    let gareth = world.person("Gareth").await;
    for name in [NURSE, TEAM, "officer@pol.example"] {
        let mut reader = come_in_as(&world, name).await;
        for list in ["/today", "/people", "/people?page=2", "/referrals"] {
            reader.get(list).await;
        }
        reader.post("/people/search", &[("q", "Gareth")]).await;
    }
    world.pass(TimeDelta::days(1));
    come_in_as(&world, NURSE).await.post("/people/search", &[("q", "Gareth")]).await;
    let (nia, team) = (name_of(&world, NURSE).await, name_of(&world, TEAM).await);
    let looks = at_home(&world, &gareth).await.get("/me/looks").await;
    assert!(looks.says("Who saw your name in a list"), "{}", looks.text());
    let says = |words: &str| assert!(looks.says(words), "{words}: {}", looks.text());
    says(&format!("{nia} looked for a person and saw your name."));
    says("On 2 days. The last was 24 November 2026");
    says(&format!("{team} saw your name in a list of people."));
    let officer = name_of(&world, "officer@pol.example").await;
    assert!(!looks.says(&officer), "he told the police no, so their lists show nothing of him: {}", looks.text());
    // The register's team can answer too, and the second page of the log does not say it once more.
    let staff = nurse_looks(&world, &gareth).await;
    assert!(staff.says("In lists") && staff.says(&nia) && staff.says("Search"), "{}", staff.text());
    let mut team = come_in_as(&world, TEAM).await;
    assert!(!team.get(&format!("/people/{gareth}/looks?before=5")).await.says("In lists"));
});

both!(who_is_not_on_a_page_of_a_list_was_not_seen_there, world, {
    // A search for one person is no look at another.
    let (gareth, tomasz) = (world.person("Gareth").await, world.person("Tomasz").await);
    come_in_as(&world, NURSE).await.post("/people/search", &[("q", "Tomasz")]).await;
    assert!(at_home(&world, &tomasz).await.get("/me/looks").await.says("looked for a person and saw your name"));
    assert!(!at_home(&world, &gareth).await.get("/me/looks").await.says("looked for a person and saw your name"));
});

both!(a_list_is_written_down_once_a_day_however_often_it_is_opened, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    nurse.get("/people").await;
    let once = world.count("select count(*) from glimpse where list = 'people'").await;
    assert!(once > 0);
    nurse.get("/people").await;
    assert_eq!(world.count("select count(*) from glimpse where list = 'people'").await, once);
});

both!(whoever_is_asked_whether_it_is_one_of_these_people_saw_them, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    let gareth = world.person("Gareth").await;
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &gareth).await;
    let family = text_of(&world, "select family_name from person where person_id = $1", &gareth).await;
    let parts: Vec<_> = born.split('-').map(str::to_owned).collect();
    let fields = crate::acts::referral("Gareth", &family, (&parts[2], &parts[1], &parts[0]));
    let asked = send(&mut nurse, "/refer", &fields).await;
    assert!(asked.says("Is it one of these people?"), "{}", asked.text());
    let looks = at_home(&world, &gareth).await.get("/me/looks").await;
    assert!(looks.says("checked that you are in the computer only once"), "{}", looks.text());
});

both!(a_day_with_more_looks_than_a_page_holds_is_told_whole, world, {
    let gareth = world.person("Gareth").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    for _ in 0..120 {
        nurse.get(&format!("/people/{gareth}/plan")).await;
    }
    let looks = at_home(&world, &gareth).await.get("/me/looks").await;
    assert!(looks.says("120 times. The last was 23 November 2026"), "{}", looks.text());
});

both!(one_look_at_my_notes_is_told_as_one, world, {
    let gareth = world.person("Gareth").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    nurse.get(&format!("/people/{gareth}")).await;
    let once = "select count(*) from audit_entry where person_id = $1 and act in ('view_record', 'view_referral')";
    assert_eq!(crate::acts::count_of(&world, once, &gareth).await, 1);
});

both!(i_read_what_was_answered_about_me_in_the_tool_and_nobody_else_with_a_code_does, world, {
    let tomasz = world.person("Tomasz").await;
    let path = format!("/people/{tomasz}/assessment");
    let mut nurse = come_in_as(&world, NURSE).await;
    let mut fields = form(&nurse.get(&path).await, &path);
    let evidence = fields.iter().map(|(name, _)| name.clone()).find(|name| name.starts_with("evidence_")).unwrap();
    let answer = evidence.replace("evidence_", "answer_");
    fill(&mut fields, &answer, "yes_not_managed");
    fill(&mut fields, &evidence, "He told his sister so on the phone");
    let sent = send(&mut nurse, &path, &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let mut browser = at_home(&world, &tomasz).await;
    assert!(browser.get("/me/written").await.says("Answers about how safe you are"));
    let page = browser.get("/me/written/assessments").await;
    let nia = name_of(&world, NURSE).await;
    for words in ["He told his sister so on the phone", "A person decides in the end", &nia, "The computer said"] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    assert!(page.all("details summary").iter().any(|text| text.contains("Answers of")), "the earlier ones too");
    assert_eq!(browser.get("/me/disagree/assessments").await.status, 200);
    let mut sister = at_home_as(&world, &tomasz, "Ada Bevan", "court_deputy").await;
    assert_eq!(
        sister.get("/me/written/assessments").await.status,
        404,
        "it asks whether those around him are a danger"
    );
    assert_eq!(sister.get("/me/disagree/assessments").await.status, 404);
    assert!(!sister.get("/me/written").await.says("Answers about how safe you are"));
    // That he does not agree with it is for those who may read it.
    let words = "It is not true what my sister said";
    assert_eq!(browser.post("/me/disagree/assessments", &[("words", words)]).await.status, 303);
    assert!(browser.get("/me/asked").await.says(words));
    assert!(!sister.get("/me/asked").await.says(words) && !sister.get("/me/asked").await.says("not right"));
    let record = format!("/people/{tomasz}");
    assert!(nurse.get(&record).await.says(words), "beside what is written");
    let asked = text_of(&world, "select max(request_id) from request where person_id = $1", &tomasz).await;
    let mut carer = come_in_as(&world, "support@hav.example").await;
    assert!(!carer.get(&record).await.says(words));
    assert_eq!(carer.get(&format!("{record}/asked/{asked}")).await.status, 404);
    assert!(!carer.get("/today").await.html.contains(&asked), "nor a task that leads nowhere");
    assert!(come_in_as(&world, TEAM).await.get("/today").await.html.contains(&asked));
});

both!(nobody_reads_as_their_own_what_another_with_a_code_asked_for, world, {
    let lowri = world.person("Lowri").await;
    let mut mother = at_home_as(&world, &lowri, "Megan Jenkins", "parental_responsibility").await;
    let mut lowris = at_home(&world, &lowri).await;
    let ring = [("who", "anybody"), ("how", "phone"), ("phone", "01632 960123")];
    assert_eq!(mother.post("/me/talk", &ring).await.status, 303);
    let hers = mother.get("/me/asked").await;
    assert!(hers.says("You asked someone to talk to you."), "{}", hers.text());
    let page = lowris.get("/me/asked").await;
    assert!(page.says("Megan Jenkins (Parent) asked someone to talk."), "{}", page.text());
    assert!(!page.says("You asked someone") && !page.says("You want someone to ring you"), "{}", page.text());
    lowris.post("/me/disagree/diagnosis", &[]).await;
    assert!(mother.get("/me/asked").await.says("The person said that something is not right"));
});

both!(i_read_what_worried_people_before_and_how_worried_they_were, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let issue =
        text_of(&world, "select min(issue_id) from issue where person_id = $1 and closed_on is null", &tomasz).await;
    let what = text_of(&world, "select what from issue where issue_id = $1", &issue).await;
    let close = format!("/people/{tomasz}/plan/issues/{issue}/close");
    assert_eq!(nurse.post(&close, &[("because", "The landlord dried it out")]).await.status, 303);
    let path = format!("/people/{tomasz}/rating");
    let mut fields = form(&nurse.get(&path).await, &path);
    fill(&mut fields, "rating", "amber");
    fill(&mut fields, "reason", "He moved home last week and sleeps again");
    let reason = text_of(&world, "select max(reason) from rating where person_id = $1 and reason <> ''", &tomasz).await;
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 303);
    let mut browser = at_home(&world, &tomasz).await;
    let page = browser.get("/me/written/issues").await;
    for words in ["What worried people before", &what, "The landlord dried it out"] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    let page = browser.get("/me/written/rating").await;
    for words in ["He moved home last week and sleeps again", "What people said before", &reason] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
});

both!(nobody_can_disagree_with_what_is_not_written, world, {
    let tomasz = world.person("Tomasz").await;
    world.meddle("delete from relative").await;
    let mut browser = at_home(&world, &tomasz).await;
    let page = browser.get("/me/written/family").await;
    assert!(page.says("Nobody wrote anything here") && !page.says("I do not agree with this"), "{}", page.text());
    assert!(browser.get("/me/written/communication").await.says("I do not agree with this"));
});
