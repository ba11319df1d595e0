//! Tests that one idea is one thing wherever somebody meets it: said in both forms of a document, and
//! with one picture in the documents, in the consent conversation and on the own page.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Document, Line, Wording, consent_questions, documents_in, picture_alt, professionals};

fn all_documents() -> impl Iterator<Item = &'static Document> {
    Wording::ALL.iter().flat_map(|wording| documents_in(*wording))
}

/// Every line of the documents and of the conversation, the questions and the answers among them.
fn all_lines() -> Vec<Line> {
    let mut lines: Vec<Line> = all_documents().flat_map(|document| document.lines().cloned()).collect();
    for wording in Wording::ALL {
        let asked = consent_questions(*wording).unwrap();
        lines.extend(asked.before.iter().chain(&asked.after).cloned());
        for page in asked.pages() {
            lines.push(Line { alt: page.alt, ..Line::new(&page.picture, page.text) });
            lines.extend(page.lines);
        }
    }
    lines
}

/// The pictures and words that stand as two strings beside each other in a view's source: `line("key", "…")`.
/// Words made by `format!` count with their gaps.
fn lines_of_views() -> Vec<(String, String)> {
    let calls = ["line(\"", "Line::new(\""];
    let mut found = Vec::new();
    for source in views() {
        for call in calls {
            for after in source.split(call).skip(1) {
                let Some((key, rest)) = after.split_once("\", ") else { continue };
                let rest = rest.strip_prefix("format!(").unwrap_or(rest);
                let words = rest.strip_prefix('"').and_then(|rest| rest.split_once('"')).map(|(words, _)| words);
                found.extend(words.filter(|_| picture_alt(key).is_some()).map(|words| (key.to_owned(), words.into())));
            }
        }
    }
    found
}

/// The source of every view that puts pictures beside words.
const fn views() -> [&'static str; 12] {
    [
        include_str!("../own/view.rs"),
        include_str!("../own/read_view.rs"),
        include_str!("../own/who_view.rs"),
        include_str!("../own/say_view.rs"),
        include_str!("../own/stop_view.rs"),
        include_str!("../own/decides_view.rs"),
        include_str!("../own/disagree_view.rs"),
        include_str!("../own/tool_view.rs"),
        include_str!("../asking/view.rs"),
        include_str!("../consent/view.rs"),
        include_str!("../consent/receipt_view.rs"),
        include_str!("../consent/sign_view.rs"),
    ]
}

/// What has more than one picture.
fn torn(pairs: impl Iterator<Item = (String, String)>) -> BTreeMap<String, BTreeSet<String>> {
    let mut pictures: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (what, picture) in pairs {
        pictures.entry(what).or_default().insert(picture);
    }
    pictures.retain(|_, pictures| pictures.len() > 1);
    pictures
}

#[test]
fn the_same_idea_and_the_same_words_always_have_the_same_picture() {
    let lines = all_lines();
    let ideas = lines.iter().filter(|line| !line.idea.is_empty()).map(|line| (line.idea.clone(), line.picture.clone()));
    assert_eq!(torn(ideas), BTreeMap::new(), "ideas with two pictures");
    let said = lines.iter().map(|line| (line.text.clone(), line.picture.clone()));
    let views = lines_of_views();
    assert!(views.len() > 40, "{} lines found in the views", views.len());
    let shown = views.into_iter().map(|(picture, words)| (words, picture));
    assert_eq!(torn(said.chain(shown)), BTreeMap::new(), "words with two pictures");
}

#[test]
fn every_picture_that_a_view_asks_for_is_there() {
    let mut asked = 0;
    for source in views() {
        for call in ["reader.line(\"", "Line::new(\""] {
            for after in source.split(call).skip(1) {
                let key = after.split('"').next().unwrap_or_default();
                assert!(picture_alt(key).is_some(), "no picture is called {key}");
                asked += 1;
            }
        }
    }
    assert!(asked > 60, "{asked}");
}

#[test]
fn both_forms_of_a_document_say_the_same_ideas() {
    for document in all_documents() {
        let place = format!("{} {:?}", document.key, document.wording);
        let easy: BTreeSet<&str> = document.lines().map(|line| line.idea.as_str()).collect();
        let named: Vec<&str> = document.plain.iter().flat_map(|block| &block.ideas).map(String::as_str).collect();
        let plain: BTreeSet<&str> = named.iter().copied().collect();
        assert_eq!(plain.len(), named.len(), "{place}: an idea stands twice in the leaflet");
        let only =
            |one: &BTreeSet<&str>, other: &BTreeSet<&str>| one.difference(other).map(|it| (*it).to_owned()).collect();
        let (easy_only, plain_only): (Vec<String>, Vec<String>) = (only(&easy, &plain), only(&plain, &easy));
        assert_eq!((easy_only, plain_only), (Vec::new(), Vec::new()), "{place}: said in one form only");
        for block in &document.plain {
            assert!(!block.ideas.is_empty(), "{place}: {} says no idea of the easy-read form", block.heading);
        }
    }
    let page = professionals().unwrap();
    assert!(page.plain.iter().all(|block| block.ideas.is_empty()), "a leaflet alone has nothing to keep step with");
}

#[test]
fn what_matters_most_stands_in_both_forms_in_so_many_words() {
    let marks = [
        "28 days",
        "waiting list",
        "court",
        "ombudsman",
        "information commissioner",
        "12 months",
        "advocate",
        "complain",
        "hospital",
        "your own page",
        "emergency",
        "police",
    ];
    for document in all_documents() {
        let easy = document.lines().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n").to_lowercase();
        let plain = document.plain_texts().join("\n").to_lowercase().replace("a page of your own", "your own page");
        for mark in marks {
            let place = format!("{} {:?}: {mark}", document.key, document.wording);
            assert_eq!(easy.contains(mark), plain.contains(mark), "{place} is said in one form only");
        }
    }
}
