//! Who may decide, what shows it, and decisions that differ.

use crate::{
    acts::{all_yes, count_of, decide, fill, form, rows_of_everything, send, text_of, texts_of},
    both,
    own_code::at_home,
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

/// The same questions, each ability found.
pub fn can_decide() -> Filled {
    let mut filled = cannot_decide();
    fill(&mut filled, "weigh", "yes");
    filled
}

/// A Gillick assessment with the same answer in each of its parts.
pub fn gillick(understands: &str) -> Filled {
    let mut filled = fields(&[
        ("support", "A story about it, with her cat in it"),
        ("own_words", "I like it when you all talk"),
        ("role", "Community nurse"),
        ("assessed_day", "23"),
        ("assessed_month", "11"),
        ("assessed_year", "2026"),
    ]);
    for part in ["nature", "risks", "alternatives", "free"] {
        filled.push((part.to_owned(), understands.to_owned()));
        filled.push((format!("{part}_evidence"), "In her own words".to_owned()));
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
    assert_eq!(
        page.errors(),
        [
            "Enter what you saw or heard that answers \u{201c}Can they keep it in mind long enough to decide?\u{201d}",
            "Enter how the impairment leads to it"
        ]
    );
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
    let mut not_yet = gillick("yes");
    fill(&mut not_yet, "risks", "no");
    assert_eq!(send(&mut nurse, &at("capacity"), &not_yet).await.status, 303);
    assert!(nurse.get(&at("consent/who")).await.says("Write down who has parental responsibility"));
    assert_eq!(add_holder(&mut nurse, &person, "Lin Chen", "parental_responsibility").await.status, 303);
    let mother = holder_value(&world, "Lin Chen").await;
    let answers = decided_by(&world, &mother).await;
    let done = decide(&mut nurse, &person, &answers).await;
    assert_eq!(done.status, 303, "{}", done.text());
    // The mother was asked in words for adults; the receipt is the child's.
    let information = text_of(&world, "select information from consent_decision where person_id = $1", &person).await;
    assert!(information.contains(r#""wording":"adult""#), "{information}");
});

both!(a_child_for_whom_nobody_has_parental_responsibility_is_no_dead_end, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    let person = child_who_cannot(&world, &mut nurse).await;
    for page in ["authority", "consent/who"] {
        let page = nurse.get(&format!("/people/{person}/{page}")).await;
        for said in [
            "Find out who has it: a mother always has.",
            "ask the council whether there is a care order",
            "Write down the child\u{2019}s social worker, as the council by a care order",
            "ask your agency\u{2019}s legal team",
            "Until then nobody decides, nothing is shared, and the child\u{2019}s support goes on.",
            "Write down who has parental responsibility, or the council\u{2019}s social worker",
        ] {
            assert!(page.says(said), "{said}: {}", page.text());
        }
    }
    let form = nurse.get(&format!("/people/{person}/authority/new")).await;
    assert!(form.says("Name the child\u{2019}s social worker"), "{}", form.text());
    let mut council = fields(&[
        ("name", "Dana Okoro"),
        ("relation", "Social worker, Moorland Council"),
        ("authority", "parental_responsibility"),
        ("basis", "council"),
        ("covers", "yes"),
    ]);
    council.extend(fields(&[("seen_day", "20"), ("seen_month", "11"), ("seen_year", "2026")]));
    assert_eq!(send(&mut nurse, &format!("/people/{person}/authority/new"), &council).await.status, 303);
    let council = holder_value(&world, "Dana Okoro").await;
    let done = decide(&mut nurse, &person, &decided_by(&world, &council).await).await;
    assert_eq!(done.status, 303, "{}", done.text());
});

/// A child who does not understand enough to decide.
async fn child_who_cannot(world: &World, nurse: &mut Browser) -> String {
    let person = world.person("Mei").await;
    world.meddle("update person set born_on = '2013-05-01' where given_name = 'Mei'").await;
    assert_eq!(send(nurse, &format!("/people/{person}/capacity"), &gillick("no")).await.status, 303);
    person
}

/// A child whose two parents may both decide.
pub async fn child_of_two(world: &World, nurse: &mut Browser) -> (String, String, String) {
    let person = child_who_cannot(world, nurse).await;
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
    let settled = |explanation: &str, decisions: &str| {
        fields(&[("keeps", "1"), ("because", "agreed"), ("explanation", explanation), ("decisions", decisions)])
    };
    let page = send(&mut coordinator, &settle, &settled("", "2")).await;
    assert_eq!(page.errors(), ["Enter how you know"]);
    assert_eq!(texts_of(&world, shared, &person).await, narrow);
    // A decision that came while the page was open is not settled away unseen: what was typed stays.
    let page = send(&mut coordinator, &settle, &settled("They rang before the father\u{2019}s no", "1")).await;
    assert_eq!(page.status, 409);
    assert!(page.says("Something changed while this page was open"), "{}", page.text());
    assert_eq!(page.value("explanation").trim(), "They rang before the father\u{2019}s no");
    assert_eq!(page.value("decisions"), "2", "now they have seen it");
    assert_eq!(texts_of(&world, shared, &person).await, narrow);
    let settled = settled("Both rang on 23 November", "2");
    assert_eq!(send(&mut coordinator, &settle, &settled).await.status, 303);
    assert_eq!(texts_of(&world, shared, &person).await, wide);
    assert_eq!(officer.get(&format!("/people/{person}")).await.status, 200);
    let record = coordinator.get(&format!("/people/{person}")).await;
    assert!(record.says("They talked, and agree on this one. Both rang on 23 November"));
    assert!(!record.says("Decisions differ"));
    // It was settled; there is nothing left to settle.
    assert_eq!(send(&mut coordinator, &settle, &settled).await.status, 409);
});

both!(decisions_that_differ_stand_each_with_whose_it_is_by_what_authority_and_its_day, world, {
    let person = world.person("Mei").await;
    let mut team = world.signed_in("coordinator@lda.example").await;
    let mut hers = all_yes(&world, &[]).await;
    fill(&mut hers, "decided_day", "21");
    assert_eq!(decide(&mut team, &person, &hers).await.status, 303);
    with_a_deputy(&mut team, &person).await;
    let mut deputys = decided_by(&world, &holder_value(&world, "Hana Tanaka").await).await;
    fill(&mut deputys, &format!("agency-{}", world.agency("POL").await), "no");
    assert_eq!(decide(&mut team, &person, &deputys).await.status, 303);
    let hers = ("The person", "21 November 2026", true);
    let deputys = ("A deputy appointed by the Court of Protection: Hana Tanaka", "23 November 2026", false);
    for path in ["", "/settle"] {
        let page = team.get(&format!("/people/{person}{path}")).await;
        let rows = page.all("tbody tr");
        for (who, on, police) in [hers, deputys] {
            let told = format!("Who decided {who} Date {on} Decision Yes Agencies with a yes ");
            let row = rows.iter().find(|row| row.starts_with(&told)).unwrap_or_else(|| panic!("{told}: {rows:?}"));
            assert_eq!(row.contains("Moorland Police"), police, "{row}");
            assert!(path.is_empty() || page.says(&format!("{who}, {on}: Yes")), "{}", page.text());
        }
    }
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
    let settled = fields(&[
        ("keeps", "1"),
        ("because", "court"),
        ("explanation", "Order of 20 November seen"),
        ("decisions", "2"),
    ]);
    assert_eq!(send(&mut coordinator, &format!("/people/{person}/settle"), &settled).await.status, 303);
    assert_eq!(coordinator.get(&format!("/people/{person}")).await.status, 200);
    let open = "select count(*) from register_entry where person_id = $1 and closed_on is null";
    assert_eq!(count_of(&world, open, &person).await, 1);
});

both!(what_somebody_decided_who_can_decide_is_settled_away_by_nobody_but_a_court, world, {
    let person = world.person("Mei").await;
    let mut coordinator = world.signed_in("coordinator@lda.example").await;
    let at = |page: &str| format!("/people/{person}/{page}");
    let mut no = all_yes(&world, &[]).await;
    fill(&mut no, "on_the_list", "no");
    assert_eq!(decide(&mut coordinator, &person, &no).await.status, 200);
    assert_eq!(send(&mut coordinator, &at("capacity"), &cannot_decide()).await.status, 303);
    assert_eq!(add_holder(&mut coordinator, &person, "Ken Tanaka", "court_deputy").await.status, 303);
    let deputys = decided_by(&world, &holder_value(&world, "Ken Tanaka").await).await;
    assert_eq!(decide(&mut coordinator, &person, &deputys).await.status, 200);
    // She can decide again, and her own no still stands.
    assert_eq!(send(&mut coordinator, &at("capacity"), &can_decide()).await.status, 303);
    let settle = |keeps: &str, because: &str| {
        fields(&[("keeps", keeps), ("because", because), ("explanation", "Ken rang"), ("decisions", "2")])
    };
    let page = send(&mut coordinator, &at("settle"), &settle("2", "agreed")).await;
    assert_eq!(page.status, 422);
    assert_eq!(
        page.errors(),
        ["The person can decide this, and decided otherwise. If they see it differently now, ask them again"]
    );
    assert_eq!(send(&mut coordinator, &at("settle"), &settle("2", "person_decides")).await.status, 422);
    assert_eq!(texts_of(&world, "select level from sharing where person_id = $1", &person).await, ["closed"]);
    assert_eq!(send(&mut coordinator, &at("settle"), &settle("1", "person_decides")).await.status, 303);
    assert_eq!(texts_of(&world, "select level from sharing where person_id = $1", &person).await, ["closed"]);
});

both!(a_person_takes_their_own_yes_back_also_while_somebody_elses_no_holds, world, {
    let person = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let at = |page: &str| format!("/people/{person}/{page}");
    let yes = all_yes(&world, &[]).await;
    assert_eq!(decide(&mut nurse, &person, &yes).await.status, 303);
    let mut mei = at_home(&world, &person).await;
    assert_eq!(send(&mut nurse, &at("capacity"), &cannot_decide()).await.status, 303);
    assert_eq!(add_holder(&mut nurse, &person, "Ken Tanaka", "court_deputy").await.status, 303);
    let mut no = decided_by(&world, &holder_value(&world, "Ken Tanaka").await).await;
    fill(&mut no, "on_the_list", "no");
    assert_eq!(decide(&mut nurse, &person, &no).await.status, 200);
    let mut coordinator = world.signed_in("coordinator@lda.example").await;
    let page = coordinator.get(&format!("/people/{person}")).await;
    assert!(page.says("Decisions differ"), "hers would stand if it were settled so");
    assert!(mei.get("/me/page").await.says("I changed my mind"));
    let before = mei.get("/me/change-mind").await;
    assert!(before.says("Take back my yes") && !before.says("Who will not see it any more"), "{}", before.text());
    let page = mei.submit("/me/change-mind", &[("words", "")]).await;
    assert!(page.heading() == "Your yes does not count any more" && !page.says("Who cannot"), "{}", page.text());
    assert!(!coordinator.get(&format!("/people/{person}")).await.says("Decisions differ"));
    assert!(!mei.get("/me/page").await.says("I changed my mind"), "nothing is left to take back");
    let kinds = "select kind from consent_decision where person_id = $1 order by number";
    assert_eq!(texts_of(&world, kinds, &person).await, ["given", "refused", "withdrawn"]);
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
    assert!(nurse.get(&end).await.says("Somebody else has ended this authority"), "it ended before");
    let before = rows_of_everything(&world).await;
    let late = send(&mut nurse, &end, &fields(&[("because", "He moved to Spain")])).await;
    assert_eq!(late.status, 409);
    assert!(late.says("Order discharged") && late.says("23 November 2026"), "how it ended: {}", late.text());
    assert!(late.says("He moved to Spain"), "and what was typed");
    assert_eq!(rows_of_everything(&world).await, before);
    let reason = "select ended_because from holder where name = $1 and ended_on is not null";
    assert_eq!(text_of(&world, reason, "Ken Tanaka").await, "Order discharged", "nothing is overwritten");
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
    let read = format!("/people/{person}/consent/read");
    let shown = form(&nurse.get(&read).await, &read);
    assert_eq!(send(&mut nurse, &read, &shown).await.status, 303);
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

/// The pages on which somebody asks, or writes down a change of mind.
const ASKING: [&str; 7] =
    ["authority", "authority/new", "capacity", "best-interests", "consent", "consent/who", "consent/check"];

/// None of these pages says what was decided before, what was filled in, or who holds an authority.
async fn keeps_it(browser: &mut Browser, person: &str, pages: &[&str]) {
    for page in pages {
        let shown = browser.get(&format!("/people/{person}/{page}")).await;
        assert!(matches!(shown.status, 200 | 409), "{page}: {}", shown.status);
        for said in ["Hana Tanaka", "Uncle of hers", "Severe learning disability", "Decisions so far", "I told you why"]
        {
            assert!(!shown.says(said), "{page} says {said}: {}", shown.text());
        }
    }
}

/// Somebody who cannot decide, for whom a deputy may, with what the deputy said before.
pub async fn with_a_deputy(nurse: &mut Browser, person: &str) {
    assert_eq!(send(nurse, &format!("/people/{person}/capacity"), &cannot_decide()).await.status, 303);
    let deputy = fields(&[
        ("name", "Hana Tanaka"),
        ("relation", "Uncle of hers"),
        ("authority", "court_deputy"),
        ("covers", "yes"),
        ("limits", "Not on Sundays"),
        ("seen_day", "1"),
        ("seen_month", "11"),
        ("seen_year", "2026"),
    ]);
    assert_eq!(send(nurse, &format!("/people/{person}/authority/new"), &deputy).await.status, 303);
}

both!(the_police_and_the_ambulance_ask_without_reading_what_was_written_before, world, {
    let person = world.person("Tomasz").await;
    world.meddle("update consent_decision set answers = '[[\"words\",\"I told you why\"]]'").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    with_a_deputy(&mut nurse, &person).await;
    let at = |page: &str| format!("/people/{person}/{page}");
    assert!(nurse.get(&at("consent")).await.says("I told you why"), "whoever sees decisions reads them");
    assert!(nurse.get(&at("authority")).await.says("Uncle of hers"));
    let deputy = holder_value(&world, "Hana Tanaka").await;
    let end = at(&format!("authority/{}/end", deputy.trim_start_matches("holder-")));
    for name in ["officer@pol.example", "paramedic@amb.example"] {
        let mut browser = world.signed_in(name).await;
        keeps_it(&mut browser, &person, &ASKING).await;
        keeps_it(&mut browser, &person, &["withdraw"]).await;
        let overview = browser.get(&at("authority")).await;
        assert!(overview.says("Somebody not named here (1): a deputy appointed by the Court of Protection"));
        assert!(overview.says("ask the register's team first"), "{}", overview.text());
        assert!(overview.says("Who they are is not for your agency to see."));
        assert!(overview.says("What was filled in before is not for your agency to see."));
        assert!(browser.get(&at("consent")).await.says("that is not for your agency to see"));
        let before = rows_of_everything(&world).await;
        assert_eq!(browser.get(&end).await.status, 404, "{name}");
        assert_eq!(send(&mut browser, &end, &fields(&[("because", "I say so")])).await.status, 404, "{name}");
        assert_eq!(rows_of_everything(&world).await, before);
        // They still assess and ask, and what is recorded is whole.
        assert_eq!(send(&mut browser, &at("capacity"), &cannot_decide()).await.status, 303, "{name}");
        let answers = decided_by(&world, &deputy).await;
        let done = decide(&mut browser, &person, &answers).await;
        assert_eq!(done.status, 200, "the receipt at once: {}", done.text());
        assert!(done.says("The decision is recorded. The person is on the support list"));
        assert!(!done.says("Hana Tanaka"), "{}", done.text());
        let by = "select decided_by from consent_decision where person_id = $1 order by number desc limit 1";
        assert_eq!(text_of(&world, by, &person).await, "Hana Tanaka");
    }
    let mut officer = world.signed_in("officer@pol.example").await;
    let stopped = send(
        &mut officer,
        &at("withdraw"),
        &fields(&[("decider", &deputy), ("words", ""), ("own_view", "not_sure"), ("own_view_words", "He looked away")]),
    )
    .await;
    assert_eq!(stopped.status, 200, "{}", stopped.text());
    let by = "select kind || ' ' || decided_by from consent_decision where person_id = $1 order by number desc limit 1";
    assert_eq!(text_of(&world, by, &person).await, "withdrawn Hana Tanaka");
});

both!(whoever_asks_anew_after_a_yes_has_lapsed_does_not_read_what_was_written_for_it, world, {
    let person = world.person("Tomasz").await;
    world.meddle("update consent_decision set answers = '[[\"words\",\"I told you why\"]]'").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    with_a_deputy(&mut nurse, &person).await;
    world.pass(chrono::TimeDelta::days(395));
    app::consent::store::settle_lapsed(&world.access).await.unwrap();
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &person).await;
    let number = text_of(&world, "select coalesce(nhs_number, '') from person where person_id = $1", &person).await;
    let mut born = born.split('-');
    let (year, month, day) = (born.next().unwrap(), born.next().unwrap(), born.next().unwrap());
    for name in ["officer@pol.example", "paramedic@amb.example", "worker@asc.example"] {
        let mut browser = world.signed_in(name).await;
        let mut referral = crate::acts::referral("Tomasz", "Zielinski", (day, month, year));
        fill(&mut referral, "nhs_number", &number);
        assert_eq!(send(&mut browser, "/refer", &referral).await.status, 303, "{name}");
        assert!(browser.get("/referrals").await.html.contains(&person), "{name} may ask now");
        // Council social care sees family, and names are of that part.
        if name.contains("asc") {
            let overview = browser.get(&format!("/people/{person}/authority")).await;
            assert!(
                overview.says("Hana Tanaka") && !overview.says("Severe learning disability"),
                "{}",
                overview.text()
            );
            let start = browser.get(&format!("/people/{person}/consent")).await;
            assert!(!start.says("I told you why") && start.says("that is not for your agency to see"));
        } else {
            keeps_it(&mut browser, &person, &ASKING).await;
        }
    }
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert!(
        nurse.get(&format!("/people/{person}/consent")).await.says("I told you why"),
        "who runs the register asks again"
    );
    assert!(nurse.get(&format!("/people/{person}/authority")).await.says("Severe learning disability"));
});

both!(what_was_decided_in_somebodys_best_interests_ends_once_they_can_decide_and_they_are_asked, world, {
    let dermot = world.person("Dermot").await;
    let record = format!("/people/{dermot}");
    let because = "select because from ask_again where person_id = $1";
    // By its own date it counts on for half a year.
    world.meddle("update consent_decision set review_on = '2027-05-23' where authority = 'best_interests'").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let police =
        || async { crate::permissions::come_in_as(&world, "officer@pol.example").await.get(&record).await.status };
    assert_eq!(police().await, 200);
    assert!(!nurse.get(&record).await.says("The person can decide now"));
    assert_eq!(send(&mut nurse, &format!("{record}/capacity"), &can_decide()).await.status, 303);
    // Nothing is taken away on the day, and it is the first thing to do.
    let page = nurse.get(&record).await;
    assert!(
        page.says("The person can decide now") && page.says("counts until 21 December 2026 at most"),
        "{}",
        page.text()
    );
    assert!(nurse.get("/today").await.says("Was found able to decide for themselves"));
    assert!(texts_of(&world, because, &dermot).await.contains(&"can_decide".to_owned()));
    assert_eq!(police().await, 200);
    // A finding that says otherwise takes it back.
    assert_eq!(send(&mut nurse, &format!("{record}/capacity"), &cannot_decide()).await.status, 303);
    assert!(!nurse.get(&record).await.says("The person can decide now"));
    assert!(!texts_of(&world, because, &dermot).await.contains(&"can_decide".to_owned()));
    assert_eq!(send(&mut nurse, &format!("{record}/capacity"), &can_decide()).await.status, 303);
    // Where nobody asks, it is over after 4 weeks, at once and by the round of the house.
    world.pass(chrono::TimeDelta::days(28));
    assert_eq!(police().await, 200, "the last day");
    world.pass(chrono::TimeDelta::days(1));
    assert_eq!(police().await, 404);
    app::consent::store::settle_lapsed(&world.access).await.unwrap();
    assert_eq!(police().await, 404);
    assert_eq!(texts_of(&world, because, &dermot).await, ["lapsed"]);
});
