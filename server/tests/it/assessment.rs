//! Filling in the clinical support tool.

use std::{path::PathBuf, sync::Arc};

use app::{
    assessment::{
        loaded::{LoadFault, Tools},
        model::{self, Answer, Audience, Definition, Tool, ToolAnswers},
    },
    web::Site,
};
use server::config::{Command, Serve, Store};

use crate::{
    acts::{count_of, fill, form, rows_of_everything, send, text_of, texts_of},
    both,
    support::{Browser, World, site_over},
};

/// Data files of an organisation's own tools. Deleted with the test.
struct Files(PathBuf);

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Files {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("dsr-tools-{}", uuid::Uuid::now_v7().simple()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// A file with the county's own tool: two questions, one of them under an id that the shipped tool has too.
    fn county(&self, version: u32, change: impl FnOnce(&mut Definition)) -> PathBuf {
        let mut tool = model::tool_for(Audience::Adult).unwrap().definition().clone();
        (tool.id, tool.version) = ("county".to_owned(), version);
        tool.title = "The county's tool".to_owned();
        tool.status = "Approved by the county's clinical lead".to_owned();
        tool.items.retain(|item| ["mental-health", "home"].contains(&item.id.as_str()));
        tool.items[0].question = "Did <they> sleep?".to_owned();
        tool.hard_rules.clear();
        (tool.thresholds.amber_from, tool.thresholds.red_from) = (2, 8);
        change(&mut tool);
        self.file(&format!("county-{version}.json"), &serde_json::to_string(&tool).unwrap())
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

/// Somebody signed in to the world's register with tools of its own.
async fn signed_in_with(world: &World, tools: &[PathBuf], name: &str) -> Browser {
    let site = Site { tools: Tools::read(tools).unwrap(), ..site_over(world.access.clone()) };
    let mut browser = Browser::new(server::app(Arc::new(site), &std::env::temp_dir()));
    let page = browser.post("/sign-in", &[("email", name), ("password", app::demo::PASSWORD)]).await;
    assert_eq!(page.status, 303, "{name}");
    browser
}

both!(every_answer_is_stored_with_the_version_of_the_tool_and_what_it_suggests, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/assessment");
    let ratings = count_of(&world, "select count(*) from rating where person_id = $1", &person).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let tool = model::tool_for(Audience::Adult).unwrap();
    let mut fields = form(&nurse.get(&path).await, &path);
    let mut expected = Vec::new();
    for (at, item) in tool.definition().items.iter().enumerate() {
        let answer = Answer::ALL[at % Answer::ALL.len()];
        fill(&mut fields, &item.answer_field(), answer.word());
        fill(&mut fields, &item.evidence_field(), &format!("Seen {at}"));
        expected.push((item.id.clone(), answer, format!("Seen {at}")));
    }
    let page = send(&mut nurse, &path, &fields).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let id = page.location.rsplit_once("assessment=").unwrap().1.to_owned();
    let stored = text_of(&world, "select answers from assessment where assessment_id = $1", &id).await;
    let stored: ToolAnswers = serde_json::from_str(&stored).unwrap();
    assert_eq!((stored.tool.as_str(), stored.version), (tool.definition().id.as_str(), tool.definition().version));
    for (item, answer, evidence) in &expected {
        let given = &stored.items[item];
        assert_eq!((given.answer, given.evidence.as_deref()), (Some(*answer), Some(evidence.as_str())), "{item}");
    }
    assert_eq!(
        text_of(&world, "select tool || ' ' || tool_version from assessment where assessment_id = $1", &id).await,
        format!("{} {}", tool.definition().id, tool.definition().version)
    );
    let suggestion = text_of(&world, "select suggestion from assessment where assessment_id = $1", &id).await;
    let suggestion: model::Suggestion = serde_json::from_str(&suggestion).unwrap();
    assert_eq!(suggestion, tool.score(&stored));
    assert!(!suggestion.missing.is_empty(), "what is not known is listed, not counted as no");
    assert_eq!(
        count_of(&world, "select count(*) from rating where person_id = $1", &person).await,
        ratings,
        "a suggestion rates nobody"
    );
    let rating = nurse.get(&page.location.clone()).await;
    assert!(rating.says("What the tool suggests"));
    assert!(rating.says("not clinically validated") || rating.says("Not clinically validated"));
    // The next time starts from these answers, and is a row of its own.
    let again = nurse.get(&path).await;
    assert_eq!(again.value(&tool.definition().items[1].answer_field()), expected[1].1.word());
    let fields = form(&again, &path);
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 303);
    assert_eq!(texts_of(&world, "select tool from assessment where person_id = $1", &person).await.len(), 3);
});

both!(the_tool_is_for_health_and_council_staff_and_only_after_a_yes, world, {
    let (tomasz, mei) = (world.person("Tomasz").await, world.person("Mei").await);
    let before = rows_of_everything(&world).await;
    let tool = model::tool_for(Audience::Adult).unwrap().definition();
    let version = tool.version.to_string();
    let sent = [("tool", tool.id.as_str()), ("tool_version", version.as_str())];
    for (name, person, status) in [
        ("support@hav.example", &tomasz, 403),
        ("senco@edu.example", &tomasz, 403),
        ("paramedic@amb.example", &tomasz, 403),
        ("officer@pol.example", &tomasz, 403),
        ("nia@lda.example", &mei, 403),
        ("worker@asc.example", &mei, 404),
    ] {
        let mut browser = world.signed_in(name).await;
        let path = format!("/people/{person}/assessment");
        assert_eq!(browser.get(&path).await.status, status, "{name}");
        assert_eq!(browser.post(&path, &sent).await.status, status, "{name}");
    }
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(evidence_that_is_far_too_long_comes_back_and_is_not_stored, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/assessment");
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let item = &model::tool_for(Audience::Adult).unwrap().definition().items[0];
    let mut fields = form(&nurse.get(&path).await, &path);
    let long = "a".repeat(10_001);
    fill(&mut fields, &item.evidence_field(), &long);
    let page = send(&mut nurse, &path, &fields).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.value(&item.evidence_field()).trim(), long);
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(answers_to_a_version_that_is_not_loaded_are_shown_beside_the_questions_of_now, world, {
    let person = world.person("Kwame").await;
    let before = rows_of_everything(&world).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let tool = &model::tool_for(Audience::Adult).unwrap().definition().id;
    let path = format!("/people/{person}/assessment");
    let item = &model::tool_for(Audience::Adult).unwrap().definition().items[0];
    for version in ["4000", "one", ""] {
        let typed = [("tool", tool.as_str()), ("tool_version", version), (&item.evidence_field(), "Seen on Monday")];
        let page = nurse.post(&path, &typed).await;
        assert_eq!(page.status, 409, "{version}");
        assert!(page.says("The questions are others than when this page was opened"), "{}", page.text());
        assert_eq!(page.value(&item.evidence_field()).trim(), "Seen on Monday");
        let now = page.attributes("input[name=tool_version]", "value");
        assert_ne!(now, [version.to_owned()], "it can be saved from there");
    }
    // A question of another tool may have the same id and mean something else.
    let other = nurse.post(&path, &[("tool", "another"), ("tool_version", "1")]).await;
    assert_eq!(other.status, 404);
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(a_tool_of_the_organisations_own_is_offered_scored_and_named_for_ever, world, {
    let person = world.person("Kwame").await;
    let (path, rating) = (format!("/people/{person}/assessment"), format!("/people/{person}/rating"));
    let files = Files::new();
    // A mark before the text, as some editors write it.
    let text = std::fs::read_to_string(files.county(1, |_| ())).unwrap();
    let file = files.file("county.json", &format!("\u{feff}{text}"));
    let mut nurse = signed_in_with(&world, &[file], "nia@lda.example").await;
    let page = nurse.get(&path).await;
    assert_eq!(page.heading(), "The county's tool");
    assert!(page.says("Did <they> sleep?") && page.says("Approved by the county's clinical lead"));
    assert!(!page.says("Not clinically validated") && !page.says("It was last filled in on"));
    assert_eq!(page.value("answer_home"), "", "an answer to another tool is none to this one");
    let before = nurse.get(&rating).await;
    assert!(before.says("Clinical support tool for adults, version 1. Not clinically validated."), "{}", before.text());
    // The browser has only the shipped tools: this one goes with the page.
    let own = page.attributes("leptos-island[data-component^=SuggestionNow]", "data-props").concat();
    let props: serde_json::Value = serde_json::from_str(&own).unwrap();
    let sent: Option<Tool> = serde_json::from_value(props["own"].clone()).unwrap();
    assert_eq!(sent, Some(Tool::from_json(&text).unwrap()), "as the browser will read it");

    let mut fields = form(&page, &path);
    fill(&mut fields, "answer_home", Answer::YesNotManaged.word());
    let saved = send(&mut nurse, &path, &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let id = saved.location.rsplit_once("assessment=").unwrap().1.to_owned();
    let sql = "select tool || ' ' || tool_version from assessment where assessment_id = $1";
    assert_eq!(text_of(&world, sql, &id).await, "county 1");
    let shown = nurse.get(&saved.location.clone()).await;
    assert!(shown.says("4 of 8 points. 50 percent of the questions have a known answer."), "{}", shown.text());
    let made_with = "The county's tool, version 1. Approved by the county's clinical lead.";
    assert!(shown.says(made_with));
    assert!(nurse.get(&path).await.says("It was last filled in on"));
    // Also where the file is no longer given.
    let mut elsewhere = world.signed_in("nia@lda.example").await;
    let shown = elsewhere.get(&saved.location.clone()).await;
    assert!(shown.says(made_with), "{}", shown.text());
    assert_eq!(elsewhere.get(&path).await.heading(), "Clinical support tool for adults");
});

both!(the_newest_version_is_offered_and_a_page_of_the_older_one_is_still_saved, world, {
    let person = world.person("Kwame").await;
    let path = format!("/people/{person}/assessment");
    let files = Files::new();
    let first = files.county(1, |_| ());
    let second = files.county(2, |tool| tool.title = "The county's new tool".to_owned());
    let tomorrow = files.county(3, |tool| tool.effective_from = "2026-11-24".parse().unwrap());
    let mut nurse = signed_in_with(&world, std::slice::from_ref(&first), "nia@lda.example").await;
    let mut old = form(&nurse.get(&path).await, &path);
    let mut nurse = signed_in_with(&world, &[tomorrow, second, first], "nia@lda.example").await;
    assert_eq!(nurse.get(&path).await.heading(), "The county's new tool");
    fill(&mut old, "answer_home", Answer::No.word());
    assert_eq!(send(&mut nurse, &path, &old).await.status, 303);
    let versions = "select tool_version from assessment where person_id = $1 and tool = 'county'";
    assert_eq!(texts_of(&world, versions, &person).await, ["1"]);
    let again = nurse.get(&path).await;
    assert_eq!((again.heading(), again.value("answer_home")), ("The county's new tool".to_owned(), "no".to_owned()));
});

/// A register to be served with one tool of its own.
fn served_with(folder: &std::path::Path, tool: PathBuf) -> Command {
    std::fs::write(folder.join("build.txt"), "test").unwrap();
    Command::Serve(Serve {
        store: Store { database_url: format!("sqlite://{}", folder.join("register.db").display()) },
        addr: "127.0.0.1:0".parse().unwrap(),
        site: folder.to_owned(),
        demo: false,
        production: false,
        key_file: folder.join("register.key"),
        public_url: String::new(),
        trusted_proxies: Vec::new(),
        list_name: "support list".to_owned(),
        picture_pack: None,
        tools: vec![tool],
        under_16: app::authority::model::Under16::Gillick,
        parent_at_16: false,
        ask_again_months: 12,
    })
}

#[tokio::test]
async fn a_broken_tool_keeps_the_register_from_starting_and_says_why() {
    let files = Files::new();
    let twice = files.county(1, |tool| tool.items[1].number = tool.items[0].number.clone());
    let reach = files.county(2, |tool| tool.thresholds.red_from = 9);
    let misspelt = files.file("misspelt.json", "{\"naem\": 1}");
    for (file, why) in [
        (&twice, "cannot be used: the number 1 occurs twice."),
        (&reach, "cannot be used: the limits must rise from 1 over amber to red, and red must be within reach."),
        (&misspelt, "cannot be used: the file cannot be read: unknown field `naem`, "),
        (&files.0.join("nowhere.json"), "cannot be read: No such file or directory (os error 2)."),
    ] {
        let stop = server::serve::run(served_with(&files.0, file.clone())).await.unwrap_err().to_string();
        assert!(stop.starts_with(&format!("The tool in {} {why}", file.display())), "{stop}");
        assert!(!files.0.join("register.db").exists(), "it stopped before it made anything");
    }
    let sound = files.county(3, |_| ());
    let same = LoadFault::ThereAlready { file: sound.display().to_string(), id: "county".to_owned(), version: 3 };
    assert_eq!(Tools::read(&[sound.clone(), sound]), Err(same));
}
