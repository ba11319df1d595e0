//! Who may decide, what shows it, and decisions that differ.

use crate::{
    acts::{all_yes, count_of, decide, fill, rows_of_everything, send, text_of, texts_of},
    both,
    support::{Browser, Page, World},
};

pub type Filled = Vec<(String, String)>;

pub fn fields(pairs: &[(&str, &str)]) -> Filled {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A Mental Capacity Act assessment that says that somebody cannot weigh it up, and that it cannot wait.
pub fn cannot_decide() -> Filled {
    let mut filled = fields(&[
        ("doubt", "Could not say what the list was, three times"),
        ("not_assumed", "yes"),
        ("support", "Pictures, a quiet room, two visits"),
        ("impairment", "yes"),
        ("impairment_what", "Severe learning disability, see the letter of 2019"),
        ("because", "yes"),
        ("because_how", "Cannot hold two choices in mind"),
        ("wait", "no"),
        ("wait_why_not", "Nothing suggests that it will change"),
        ("role", "Community nurse"),
        ("assessed_day", "23"),
        ("assessed_month", "11"),
        ("assessed_year", "2026"),
    ]);
    for ability in ["understand", "retain", "weigh", "communicate"] {
        filled.push((ability.to_owned(), if ability == "weigh" { "no" } else { "yes" }.to_owned()));
        filled.push((format!("{ability}_evidence"), "Seen on both visits".to_owned()));
    }
    filled
}

/// A whole best-interests checklist that comes to a yes.
pub fn checklist() -> Filled {
    let mut filled = fields(&[
        ("less_restrictive", "no"),
        ("less_restrictive_what", "The GP alone cannot bring the plan together"),
        ("advocate", "yes"),
        ("advocate_what", "Ada Cole, IMCA"),
        ("outcome", "yes"),
        ("reason", "Nobody saw the last crisis coming"),
        ("decided_by", "Nia Evans, community nurse"),
        ("dissent", "no"),
        ("weighed_day", "23"),
        ("weighed_month", "11"),
        ("weighed_year", "2026"),
        ("looked_again_day", "23"),
        ("looked_again_month", "5"),
        ("looked_again_year", "2027"),
    ]);
    for question in ["circumstances", "regain", "participation", "wishes", "values", "consulted", "benefits", "burdens"]
    {
        filled.push((question.to_owned(), "Written down".to_owned()));
    }
    filled
}

/// A parent, attorney or deputy whose papers were seen.
pub async fn add_holder(browser: &mut Browser, person: &str, name: &str, authority: &str) -> Page {
    let holder = fields(&[
        ("name", name),
        ("relation", "Parent"),
        ("authority", authority),
        ("basis", "mother"),
        ("covers", "yes"),
        ("seen_day", "1"),
        ("seen_month", "11"),
        ("seen_year", "2026"),
    ]);
    send(browser, &format!("/people/{person}/authority/new"), &holder).await
}

pub async fn holder_value(world: &World, name: &str) -> String {
    format!("holder-{}", text_of(world, "select holder_id from holder where name = $1", name).await)
}

/// The answers of a conversation in which somebody else decides.
pub async fn decided_by(world: &World, decider: &str) -> Filled {
    let mut answers = all_yes(world, &[]).await;
    fill(&mut answers, "decider", decider);
    answers.extend(fields(&[("own_view", "not_known"), ("own_view_words", "Smiled at the picture of the team")]));
    answers
}

both!(a_best_interests_decision_cannot_be_recorded_without_a_capacity_assessment, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let path = format!("/people/{person}/best-interests");
    let before = rows_of_everything(&world).await;
    let closed = nurse.get(&path).await;
    assert_eq!(closed.status, 409);
    assert!(closed.says("There can be no best-interests decision now"));
    assert!(closed.says("The law takes it that they can decide"));
    let refused = send(&mut nurse, &path, &checklist()).await;
    assert_eq!(refused.status, 409, "nor by sending the form that is not shown");
    assert_eq!(rows_of_everything(&world).await, before);
    // The database itself refuses such a decision.
    let forged = "insert into consent_decision (consent_id, person_id, number, kind, authority, decided_by, decided_on,
                    answers, information, recorded_at)
                  select person_id, person_id, 99, 'refused', 'best_interests', 'Somebody', '2026-11-23', '{}', '{}',
                    '2026-11-23T00:00:00Z' from person where given_name = 'Mei'";
    assert!(world.try_meddle(forged).await.is_err());
});

both!(an_adult_who_can_decide_is_decided_for_by_nobody, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut able = cannot_decide();
    fill(&mut able, "weigh", "yes");
    assert_eq!(send(&mut nurse, &format!("/people/{person}/capacity"), &able).await.status, 303);
    assert_eq!(add_holder(&mut nurse, &person, "Hana Tanaka", "court_deputy").await.status, 303);
    assert_eq!(nurse.get(&format!("/people/{person}/best-interests")).await.status, 409);
    let deputy = holder_value(&world, "Hana Tanaka").await;
    let answers = decided_by(&world, &deputy).await;
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 422);
    assert_eq!(count_of(&world, "select count(*) from consent_decision where person_id = $1", &person).await, 0);
});

both!(somebody_who_cannot_decide_is_decided_for_in_their_best_interests_with_their_own_view, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let at = |page: &str| format!("/people/{person}/{page}");
    let mut half = cannot_decide();
    fill(&mut half, "because_how", " ");
    fill(&mut half, "retain_evidence", "");
    let page = send(&mut nurse, &at("capacity"), &half).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.errors(), ["Enter what you saw or heard that shows it", "Enter how the impairment leads to it"]);
    assert_eq!(page.value("doubt").trim(), "Could not say what the list was, three times", "nothing typed is lost");
    assert_eq!(send(&mut nurse, &at("capacity"), &cannot_decide()).await.status, 303);

    // The conversation now waits for the checklist.
    let who = nurse.get(&at("consent/who")).await;
    assert!(who.says("No attorney for health and welfare and no deputy may decide"));
    assert!(who.says("Fill in the best-interests checklist"));
    assert_eq!(nurse.get(&at("best-interests")).await.status, 200);
    assert_eq!(send(&mut nurse, &at("best-interests"), &checklist()).await.status, 303);
    let overview = nurse.get(&at("authority")).await;
    assert!(overview.says("Nia Evans, community nurse: a best-interests decision"));
    assert!(overview.says("Severe learning disability, see the letter of 2019"), "what was written can be read again");
    assert!(overview.says("or from a choice that I find unwise Yes"), "{}", overview.text());
    assert!(overview.says("When was it decided? 23 November 2026"));
    assert!(overview.says("When is it looked at again? 23 May 2027"));

    let interests = text_of(&world, "select interests_id from best_interests where person_id = $1", &person).await;
    let mut answers = decided_by(&world, &format!("interests-{interests}")).await;
    fill(&mut answers, "own_view_words", "");
    assert_eq!(decide(&mut nurse, &person, &answers).await.errors(), ["Enter what the person said or showed"]);
    fill(&mut answers, "own_view_words", "Pointed at the team, then at home");
    fill(&mut answers, "on_the_list", "no");
    let other = decide(&mut nurse, &person, &answers).await;
    assert_eq!(other.errors(), ["The best-interests checklist came to the other answer. Fill in a new one first"]);
    fill(&mut answers, "on_the_list", "yes");
    let done = decide(&mut nurse, &person, &answers).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let stands_on = "select authority || ' ' || decision.decided_by || ' ' || cast(decision.review_on as text)
                     from consent_decision decision
                     join best_interests on best_interests.interests_id = decision.interests_id
                       and best_interests.capacity_id = decision.capacity_id
                     where decision.person_id = $1";
    assert_eq!(
        text_of(&world, stands_on, &person).await,
        "best_interests Nia Evans, community nurse 2027-05-23",
        "asked again when the checklist is looked at again"
    );
    // What the person wants is on the record and on the receipt; what is to stay private is on top.
    let record = nurse.get(&format!("/people/{person}")).await;
    let (top, words) =
        (record.text().find("Do not tell my brother"), record.text().find("Pointed at the team, then at home"));
    assert!(top.is_some() && top < words, "{}", record.text());
    assert!(record.says("\u{201c}No\u{201d} to talking with family. Ask the person before you do."));
    let receipt = nurse.get(&at("consent/receipt/1")).await;
    assert!(receipt.says("Nobody could tell what you want.") && receipt.says("Ring 999 if someone is in danger now."));
});

both!(a_checklist_that_came_too_late_is_shown_and_kept, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let at = |page: &str| format!("/people/{person}/{page}");
    assert_eq!(send(&mut nurse, &at("capacity"), &cannot_decide()).await.status, 303);
    assert_eq!(nurse.get(&at("best-interests")).await.status, 200);
    // Meanwhile a colleague finds that she can decide.
    let mut colleague = world.signed_in("coordinator@lda.example").await;
    let mut able = cannot_decide();
    fill(&mut able, "weigh", "yes");
    assert_eq!(send(&mut colleague, &at("capacity"), &able).await.status, 303);
    let before = rows_of_everything(&world).await;
    let mut typed = checklist();
    fill(&mut typed, "values", "Her <faith>, and her cat");
    fill(&mut typed, "looked_again_month", "");
    let late = send(&mut nurse, &at("best-interests"), &typed).await;
    assert_eq!(late.status, 409);
    assert!(late.says("There can be no best-interests decision now"));
    assert!(late.says("Your checklist was not recorded"));
    for said in [
        "Her <faith>, and her cat",
        "Ada Cole, IMCA",
        "Nobody saw the last crisis coming",
        "23 November 2026",
        "23 2027",
    ] {
        assert!(late.says(said), "{said}: {}", late.text());
    }
    assert_eq!(rows_of_everything(&world).await, before);
    // Hers alone, there when she comes back, and in the form as soon as there is one.
    assert!(nurse.get(&at("best-interests")).await.says("Her <faith>, and her cat"));
    assert!(!colleague.get(&at("best-interests")).await.says("Your checklist was not recorded"));
    world.meddle("delete from capacity_assessment where conclusion = 'can_decide'").await;
    let again = nurse.get(&at("best-interests")).await;
    assert_eq!(again.status, 200);
    assert_eq!(again.value("values").trim(), "Her <faith>, and her cat");
    assert_eq!(again.value("outcome"), "yes");
});

both!(a_child_is_assessed_first_and_a_parent_decides_where_the_child_cannot, world, {
    let person = world.person("Mei").await;
    world.meddle("update person set born_on = '2013-05-01' where given_name = 'Mei'").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let at = |page: &str| format!("/people/{person}/{page}");
    let who = nurse.get(&at("consent/who")).await;
    assert!(who.says("They are 13, so under 16."));
    assert!(who.says("Fill in a Gillick assessment"));
    assert_eq!(decide(&mut nurse, &person, &all_yes(&world, &[]).await).await.status, 422);
    let mut gillick = fields(&[
        ("support", "A story about it, with her cat in it"),
        ("own_words", "I like it when you all talk"),
        ("role", "Community nurse"),
        ("assessed_day", "23"),
        ("assessed_month", "11"),
        ("assessed_year", "2026"),
    ]);
    for part in ["nature", "risks", "alternatives", "free"] {
        gillick.push((part.to_owned(), if part == "risks" { "no" } else { "yes" }.to_owned()));
        gillick.push((format!("{part}_evidence"), "In her own words".to_owned()));
    }
    assert_eq!(send(&mut nurse, &at("capacity"), &gillick).await.status, 303);
    assert!(nurse.get(&at("consent/who")).await.says("Write down who has parental responsibility"));
    assert_eq!(add_holder(&mut nurse, &person, "Lin Chen", "parental_responsibility").await.status, 303);
    let mother = holder_value(&world, "Lin Chen").await;
    let answers = decided_by(&world, &mother).await;
    assert!(nurse.get(&at("consent/on_the_list")).await.says("we make a plan with you and your family"));
    let done = decide(&mut nurse, &person, &answers).await;
    assert_eq!(done.status, 303, "{}", done.text());
    // The information, the questions and the receipt were in a child's words.
    let information = text_of(&world, "select information from consent_decision where person_id = $1", &person).await;
    assert!(information.contains(r#""wording":"young_person""#), "{information}");
});

/// A child whose two parents may both decide.
pub async fn child_of_two(world: &World, nurse: &mut Browser) -> (String, String, String) {
    let person = world.person("Mei").await;
    world.meddle("update person set born_on = '2013-05-01' where given_name = 'Mei'").await;
    let mut gillick = fields(&[
        ("support", "A story"),
        ("own_words", "Help"),
        ("role", "Nurse"),
        ("assessed_day", "23"),
        ("assessed_month", "11"),
        ("assessed_year", "2026"),
    ]);
    for part in ["nature", "risks", "alternatives", "free"] {
        gillick.push((part.to_owned(), "no".to_owned()));
        gillick.push((format!("{part}_evidence"), "Seen".to_owned()));
    }
    assert_eq!(send(nurse, &format!("/people/{person}/capacity"), &gillick).await.status, 303);
    for name in ["Lin Chen", "Wei Chen"] {
        assert_eq!(add_holder(nurse, &person, name, "parental_responsibility").await.status, 303);
    }
    let (mother, father) = (holder_value(world, "Lin Chen").await, holder_value(world, "Wei Chen").await);
    (person, mother, father)
}

both!(where_two_parents_differ_only_what_both_allow_is_shared_until_it_is_settled, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    let (person, mother, father) = child_of_two(&world, &mut nurse).await;
    let shared = "select agency.code from sharing join agency on agency.agency_id = sharing.agency_id
                  where person_id = $1 and level = 'record' order by agency.code";
    let mothers = decided_by(&world, &mother).await;
    assert_eq!(decide(&mut nurse, &person, &mothers).await.status, 303);
    let wide = texts_of(&world, shared, &person).await;
    assert!(wide.contains(&"POL".to_owned()));

    let mut fathers = decided_by(&world, &father).await;
    let police = world.agency("POL").await;
    fill(&mut fathers, &format!("agency-{police}"), "no");
    assert_eq!(decide(&mut nurse, &person, &fathers).await.status, 303);
    let narrow = texts_of(&world, shared, &person).await;
    assert!(!narrow.contains(&"POL".to_owned()));
    let mut officer = world.signed_in("officer@pol.example").await;
    assert_eq!(officer.get(&format!("/people/{person}")).await.status, 404);
    let record = nurse.get(&format!("/people/{person}")).await;
    assert!(record.says("Decisions differ"));
    assert!(record.says("Lin Chen") && record.says("Wei Chen"));
    assert!(record.says("Until this is settled, only what all of them allow is shared."));

    // Only the register's own team settles it, and with a reason.
    let settle = format!("/people/{person}/settle");
    assert_eq!(nurse.get(&settle).await.status, 403);
    let mut other = world.signed_in("manager@asc.example").await;
    assert_eq!(other.get(&settle).await.status, 403);
    let mut coordinator = world.signed_in("coordinator@lda.example").await;
    assert_eq!(coordinator.get(&settle).await.status, 200);
    let settled = fields(&[("keeps", "1"), ("because", "agreed"), ("explanation", "")]);
    let page = send(&mut coordinator, &settle, &settled).await;
    assert_eq!(page.errors(), ["Enter how you know"]);
    assert_eq!(texts_of(&world, shared, &person).await, narrow);
    let settled = fields(&[("keeps", "1"), ("because", "agreed"), ("explanation", "Both rang on 23 November")]);
    assert_eq!(send(&mut coordinator, &settle, &settled).await.status, 303);
    assert_eq!(texts_of(&world, shared, &person).await, wide);
    assert_eq!(officer.get(&format!("/people/{person}")).await.status, 200);
    let record = coordinator.get(&format!("/people/{person}")).await;
    assert!(record.says("They talked, and agree on this one. Both rang on 23 November"));
    assert!(!record.says("Decisions differ"));
    // It was settled; there is nothing left to settle.
    assert_eq!(send(&mut coordinator, &settle, &settled).await.status, 409);
});

both!(one_parents_no_closes_what_the_others_yes_opened, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    let (person, mother, father) = child_of_two(&world, &mut nurse).await;
    let mothers = decided_by(&world, &mother).await;
    assert_eq!(decide(&mut nurse, &person, &mothers).await.status, 303);
    let mut no = decided_by(&world, &father).await;
    fill(&mut no, "on_the_list", "no");
    let receipt = decide(&mut nurse, &person, &no).await;
    assert_eq!(receipt.status, 200);
    assert!(receipt.says("Wei Chen said no to the support list for you."));
    assert_eq!(texts_of(&world, "select level from sharing where person_id = $1", &person).await, ["closed"]);
    let mut coordinator = world.signed_in("coordinator@lda.example").await;
    let page = coordinator.get(&format!("/people/{person}")).await;
    assert!(page.says("Closed and restricted") && page.says("Decisions differ"));
    let settled = fields(&[("keeps", "1"), ("because", "court"), ("explanation", "Order of 20 November seen")]);
    assert_eq!(send(&mut coordinator, &format!("/people/{person}/settle"), &settled).await.status, 303);
    assert_eq!(coordinator.get(&format!("/people/{person}")).await.status, 200);
    let open = "select count(*) from register_entry where person_id = $1 and closed_on is null";
    assert_eq!(count_of(&world, open, &person).await, 1);
});

both!(an_authority_that_nobody_saw_or_that_ended_gives_no_say, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let at = |page: &str| format!("/people/{person}/{page}");
    assert_eq!(send(&mut nurse, &at("capacity"), &cannot_decide()).await.status, 303);
    let unseen =
        fields(&[("name", "Hana Tanaka"), ("relation", "Aunt"), ("authority", "court_deputy"), ("covers", "yes")]);
    assert_eq!(send(&mut nurse, &at("authority/new"), &unseen).await.status, 303);
    assert!(nurse.get(&at("authority")).await.says("does not count before a professional has seen the document"));
    let unseen = holder_value(&world, "Hana Tanaka").await;
    let answers = decided_by(&world, &unseen).await;
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 422);
    assert_eq!(add_holder(&mut nurse, &person, "Ken Tanaka", "court_deputy").await.status, 303);
    let seen = holder_value(&world, "Ken Tanaka").await;
    let end = at(&format!("authority/{}/end", seen.trim_start_matches("holder-")));
    assert_eq!(nurse.get(&end).await.status, 200);
    assert_eq!(send(&mut nurse, &end, &fields(&[("because", "")])).await.status, 422);
    assert_eq!(send(&mut nurse, &end, &fields(&[("because", "Order discharged")])).await.status, 303);
    assert_eq!(nurse.get(&end).await.status, 404, "it ended before");
    let answers = decided_by(&world, &seen).await;
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 422);
});

both!(a_birthday_that_changes_who_decides_is_on_the_first_page_beforehand, world, {
    let person = world.person("Mei").await;
    world.meddle("update person set born_on = '2009-02-01' where given_name = 'Mei'").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let answers = all_yes(&world, &[]).await;
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
    let today = nurse.get("/today").await;
    assert!(today.says("Turns 18, and parental responsibility ends"), "{}", today.text());
    assert!(today.says("1 February 2027"));
    assert_eq!(
        text_of(&world, "select because from ask_again where person_id = $1 and because like 'turns_%'", &person).await,
        "turns_18"
    );
});

both!(the_receipt_is_in_the_form_that_was_chosen_and_only_for_those_who_may_see_decisions, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut answers = all_yes(&world, &[]).await;
    fill(&mut answers, "format", "symbols-grid");
    let done = decide(&mut nurse, &person, &answers).await;
    let receipt = nurse.get(&done.location).await;
    assert!(receipt.says("Moorland Police can see your information."));
    assert!(receipt.says("Your support stays the same."));
    assert!(receipt.says("version"), "with the versions of the texts");
    assert_eq!(receipt.attributes("main ul.easy-read--grid", "role"), ["list"]);
    let mut officer = world.signed_in("officer@pol.example").await;
    assert_eq!(officer.get(&done.location).await.status, 404);
    assert_eq!(nurse.get(&format!("/people/{person}/consent/receipt/9")).await.status, 404);
});
