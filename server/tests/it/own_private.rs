//! What somebody says on their own page, or alone, is read by nobody else who holds a code for them.

use crate::{
    acts::{Fields, all_yes, decide, fill, send, text_of},
    both,
    own_code::{at_home, at_home_as, at_home_of, born},
    paper::pdf,
    permissions::come_in_as,
};

const NURSE: &str = "nia@lda.example";

both!(whom_i_ask_to_talk_and_about_what_nobody_else_with_a_code_reads, world, {
    let lowri = world.person("Lowri").await;
    let mut mother = at_home_as(&world, &lowri, "Megan Jenkins", "parental_responsibility").await;
    let mut lowris = at_home(&world, &lowri).await;
    assert!(lowris.get("/me/talk").await.says("Other people with a code for your page cannot read it."));
    let asked = [("who", "anybody"), ("how", "phone"), ("phone", "01632 960124"), ("words", "It is about Mum")];
    assert_eq!(lowris.post("/me/talk", &asked).await.status, 303);
    for path in ["/me/asked", "/me/page", "/me/looks"] {
        let page = mother.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        let hidden = !page.says("It is about Mum") && !page.says("960124");
        assert!(
            hidden && !page.says("waits for an answer") && !page.says("asked for somebody"),
            "{path}: {}",
            page.text()
        );
    }
    assert!(lowris.get("/me/asked").await.says("It is about Mum"));
    assert!(lowris.get("/me/page").await.says("1 thing waits for an answer"));
    assert!(lowris.get("/me/looks").await.says("asked for somebody to talk"));
    // What the mother asks is hers, and her daughter's to read.
    assert_eq!(mother.post("/me/talk", &[("who", "team"), ("how", "visit")]).await.status, 303);
    assert!(mother.get("/me/asked").await.says("You asked someone to talk to you."));
    assert!(mother.get("/me/looks").await.says("asked for somebody to talk"));
    assert!(lowris.get("/me/asked").await.says("Megan Jenkins (Parent) asked someone to talk."));
});

both!(that_somebody_asked_for_help_for_me_is_told_to_me_alone, world, {
    let lowri = world.person("Lowri").await;
    let mut father = at_home_as(&world, &lowri, "Huw Jenkins", "parental_responsibility").await;
    let family = text_of(&world, "select family_name from person where person_id = $1", &lowri).await;
    let [day, month, year] = born(&world, &lowri).await;
    let mut aunt = world.browser();
    aunt.submit("/ask/who", &[("asker", "family"), ("asker_name", "Siân Rees"), ("asker_relation", "aunt")]).await;
    let who = [("given_name", "Lowri"), ("family_name", &family), ("born_day", &day), ("born_month", &month)];
    aunt.submit("/ask/person", &[&who[..], &[("born_year", &year)]].concat()).await;
    let postcode = text_of(&world, "select postcode from person where person_id = $1", &lowri).await;
    aunt.submit("/ask/contact", &[("phone", "01632 960125"), ("postcode", &postcode)]).await;
    aunt.submit("/ask/why", &[("reason", "She is afraid at home")]).await;
    assert_eq!(aunt.submit("/ask/check", &[]).await.heading(), "We have got it");
    for path in ["/me/asked", "/me/page", "/me/looks"] {
        let page = father.get(path).await;
        let told = page.text().matches("asked for help for you").count();
        let before = usize::from(path == "/me/looks");
        assert!(told == before && !page.says("waits for an answer"), "{path}: only the school's: {}", page.text());
    }
    let mut lowris = at_home(&world, &lowri).await;
    assert!(lowris.get("/me/asked").await.says("Somebody asked for help for you."));
    let looks = lowris.get("/me/looks").await.text();
    assert_eq!(looks.matches("asked for help for you").count(), 2, "{looks}");
});

both!(what_is_to_stay_private_is_not_told_to_another_with_a_code, world, {
    let tomasz = world.person("Tomasz").await;
    let mut ada = at_home_as(&world, &tomasz, "Ada Bevan", "court_deputy").await;
    let mut browser = at_home(&world, &tomasz).await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let mut answers = all_yes(&world, &[]).await;
    fill(&mut answers, "exclusions", "Nothing of my girlfriend to Ada");
    assert_eq!(decide(&mut nurse, &tomasz, &answers).await.status, 303);
    let police = world.agency("POL").await;
    assert!(browser.get("/me/answers").await.says("Nothing of my girlfriend to Ada"));
    let page = ada.get("/me/answers").await;
    assert!(page.says("You said yes to the support list."), "{}", page.text());
    assert!(!page.says("girlfriend"), "{}", page.text());
    assert_eq!(browser.post(&format!("/me/change-mind/{police}"), &[]).await.status, 303);
    let stopped = format!("/me/stopped/{police}");
    assert!(browser.get(&stopped).await.says("Nothing of my girlfriend to Ada"));
    assert!(!ada.get(&stopped).await.says("girlfriend"));
    let theirs = browser.get("/me/answers/receipt.pdf").await;
    let hers = ada.get("/me/answers/receipt.pdf").await;
    assert!(pdf(&theirs).says("girlfriend") && !pdf(&hers).says("girlfriend"));
});

both!(what_a_child_said_alone_when_assessed_is_not_read_to_a_parent, world, {
    let mei = world.person("Mei").await;
    world.meddle("update person set born_on = '2013-05-04' where given_name = 'Mei'").await;
    let mut gillick: Fields = [
        ("support", "Pictures, and time alone"),
        ("assessed_day", "23"),
        ("assessed_month", "11"),
        ("assessed_year", "2026"),
        ("own_words", "I want the nurse to know about school"),
        ("role", "Community nurse"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    for (part, seen) in [
        ("nature", "Told me what it is for"),
        ("risks", "Named two"),
        ("alternatives", "Knows the clinic"),
        ("free", "Alone she said that Dad tells her what to say"),
    ] {
        gillick.push((part.to_owned(), "yes".to_owned()));
        gillick.push((format!("{part}_evidence"), seen.to_owned()));
    }
    let mut nurse = come_in_as(&world, NURSE).await;
    let page = send(&mut nurse, &format!("/people/{mei}/capacity"), &gillick).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let answers = all_yes(&world, &[]).await;
    assert_eq!(decide(&mut nurse, &mei, &answers).await.status, 303, "she decides herself");
    let mut father = at_home_as(&world, &mei, "Wei Chen", "parental_responsibility").await;
    let page = father.get("/me/decides").await;
    assert!(
        page.says("They found: you can decide this yourself.") && page.says("Pictures, and time alone"),
        "{}",
        page.text()
    );
    assert!(page.says("What was said in private is not shown here."));
    for alone in ["Dad tells her", "know about school", "Do you decide this freely?", "Knows the clinic"] {
        assert!(!page.says(alone), "{alone}: {}", page.text());
    }
    let page = at_home(&world, &mei).await.get("/me/decides").await;
    assert!(page.says("Dad tells her") && page.says("know about school"), "{}", page.text());
    assert!(!page.says("What was said in private"));
});

both!(a_mothers_no_to_what_is_written_is_not_her_daughters, world, {
    let lowri = world.person("Lowri").await;
    let mut mother = at_home_as(&world, &lowri, "Megan Jenkins", "parental_responsibility").await;
    let mut lowris = at_home(&world, &lowri).await;
    mother.post("/me/disagree/diagnosis", &[("words", "There is no such thing in our family")]).await;
    let page = lowris.get("/me/written/diagnosis").await;
    assert!(page.says("Megan Jenkins (Parent) said on 23 November 2026 that this is not right."), "{}", page.text());
    assert!(!page.says("You said") && page.says("I do not agree with this"), "her own way to say so: {}", page.text());
    lowris.post("/me/disagree/diagnosis", &[("words", "It is autism")]).await;
    let page = lowris.get("/me/written/diagnosis").await;
    assert!(page.says("You said on 23 November 2026 that this is not right."), "{}", page.text());
    assert!(!page.says("I do not agree with this"), "said, and not answered yet");
    let page = mother.get("/me/written/diagnosis").await;
    assert!(page.says("The person said on 23 November 2026 that this is not right."), "{}", page.text());
    let page = mother.get("/me/asked").await;
    assert!(page.says("The person said that something is not right"), "{}", page.text());
    assert!(page.says("There is no such thing") && !page.says("It is autism"), "the words are hers: {}", page.text());
    assert!(lowris.get("/me/asked").await.says("It is autism"));
    let mut nurse = come_in_as(&world, NURSE).await;
    let said = nurse.get(&format!("/people/{lowri}")).await.all(".disputed");
    let of = |who: &str, words: &str| said.iter().any(|each| each.starts_with(who) && each.contains(words));
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(of("Megan Jenkins (Parent) does not agree", "no such thing"), "{said:?}");
    assert!(of("The person does not agree", "It is autism"), "{said:?}");
});

both!(whoever_stops_sharing_for_me_on_my_page_is_asked_what_i_want, world, {
    let tomasz = world.person("Tomasz").await;
    let mut nurse = come_in_as(&world, NURSE).await;
    let at = format!("/people/{tomasz}/capacity");
    assert_eq!(send(&mut nurse, &at, &crate::authority::cannot_decide()).await.status, 303);
    let mut ada = at_home_as(&world, &tomasz, "Ada Bevan", "court_deputy").await;
    let mut answers = all_yes(&world, &[]).await;
    let holder = text_of(&world, "select holder_id from holder where name = $1", "Ada Bevan").await;
    fill(&mut answers, "decider", &format!("holder-{holder}"));
    for (name, value) in [("own_view", "yes"), ("own_view_words", "He smiled at the picture")] {
        answers.push((name.to_owned(), value.to_owned()));
    }
    let page = decide(&mut nurse, &tomasz, &answers).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let record = format!("/people/{tomasz}");
    let police = world.agency("POL").await;
    for path in [format!("/me/change-mind/{police}"), "/me/change-mind".to_owned()] {
        assert!(ada.get(&path).await.says("want?"), "{path}");
        let page = ada.post(&path, &[("own_view_words", "He pushed the phone away")]).await;
        assert_eq!((page.status, page.errors()), (422, vec!["Select what they want themselves".to_owned()]), "{path}");
        assert_eq!(page.value("own_view_words").trim(), "He pushed the phone away", "{path}");
        let said = [("own_view", "not_sure"), ("own_view_words", "He pushed the phone away")];
        assert_eq!(ada.post(&path, &said).await.status, 303, "{path}");
        let told = "select answers from consent_decision where person_id = $1 order by number desc limit 1";
        let told = text_of(&world, told, &tomasz).await;
        assert!(told.contains("not_sure") && told.contains("He pushed the phone away"), "{path}: {told}");
        assert!(!told.contains("He smiled"), "said of another decision: {told}");
    }
    let mut team = come_in_as(&world, "coordinator@lda.example").await;
    assert!(team.get(&record).await.says("He pushed the phone away"));
    // The person is not asked what they want: they say it.
    let mut gareth = at_home(&world, &world.person("Gareth").await).await;
    assert!(!gareth.get("/me/change-mind").await.html.contains("own_view"));
});

both!(what_somebody_who_decides_for_me_is_not_sure_of_with_the_nurse_is_on_their_page_too, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    let (person, mother, _) = crate::authority::child_of_two(&world, &mut nurse).await;
    let answers = crate::authority::decided_by(&world, &mother).await;
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
    let base = format!("/people/{person}/consent");
    nurse.post(&format!("{base}/start"), &[("format", "easy-read")]).await;
    nurse.post(&format!("{base}/who"), &[("decider", &mother)]).await;
    let page = nurse.post(&format!("{base}/not-sure-cetr"), &[("talk", "yes")]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    assert_eq!(
        text_of(&world, "select kind from request where person_id = $1", &person).await,
        "talk",
        "help was asked for"
    );
    let hers = at_home_of(&world, &person, "Lin Chen").await.get("/me/asked").await;
    assert!(hers.says("asked someone to talk"), "{}", hers.text());
    let his = at_home_of(&world, &person, "Wei Chen").await.get("/me/asked").await;
    assert!(!his.says("asked someone to talk"), "{}", his.text());
});

both!(what_i_want_myself_is_told_to_me_and_to_whoever_decided_with_it, world, {
    let mut nurse = come_in_as(&world, NURSE).await;
    let (person, mother, _) = crate::authority::child_of_two(&world, &mut nurse).await;
    let mut answers = crate::authority::decided_by(&world, &mother).await;
    fill(&mut answers, "own_view", "no");
    assert_eq!(decide(&mut nurse, &person, &answers).await.status, 303);
    let told = "You told us that you do not want to be on it.";
    let mut mei = at_home(&world, &person).await;
    let mut mum = at_home_of(&world, &person, "Lin Chen").await;
    assert!(mei.get("/me/answers").await.says(told) && mum.get("/me/answers").await.says(told));
    let mut dad = at_home_of(&world, &person, "Wei Chen").await;
    let page = dad.get("/me/answers").await;
    assert!(page.says("Lin Chen said yes to the support list for you.") && !page.says(told), "{}", page.text());
    // What her mother says that she wants is not told to her as what she said.
    let police = world.agency("POL").await;
    let said = [("own_view", "not_sure")];
    assert_eq!(mum.post(&format!("/me/change-mind/{police}"), &said).await.status, 303);
    let page = mei.get("/me/answers").await;
    assert!(page.says("Lin Chen says that you are not sure.") && !page.says("You told us"), "{}", page.text());
});
