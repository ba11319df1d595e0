//! The tree of the source itself: what must not be in it, and what must hang together how.
//!
//! Each rule here was first a sentence in the style guide. A new exception is a line with its reason.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    path::{Path, PathBuf},
};

/// A file of the source, without its tests.
struct Source {
    /// From the root of the repository.
    path: String,
    /// As it stands.
    whole: String,
    /// Without comments and without `mod tests`.
    code: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default()
}

fn sources(folders: &[&str]) -> Vec<Source> {
    let mut files = Vec::new();
    for folder in folders {
        collect(&root().join(folder), &mut files);
    }
    assert!(!files.is_empty());
    files
        .into_iter()
        .map(|file| {
            let whole = std::fs::read_to_string(&file).unwrap();
            let code = without_tests(&whole)
                .lines()
                // An address in a string is no comment.
                .map(|line| if line.trim_start().starts_with("//") { "" } else { line.split(" // ").next().unwrap() })
                .collect::<Vec<_>>()
                .join("\n");
            Source { path: file.strip_prefix(root()).unwrap().to_string_lossy().into_owned(), whole, code }
        })
        .collect()
}

/// Every place with a word, except in these files; each of those must have it, or it is no exception.
fn only_in(folders: &[&str], word: &str, allowed: &[(&str, &str)]) {
    let mut used = BTreeSet::new();
    for source in sources(folders) {
        for (at, line) in source.code.lines().enumerate() {
            if !line.contains(word) {
                continue;
            }
            let exception = allowed.iter().find(|(path, _)| source.path == *path);
            assert!(exception.is_some(), "{}:{}: `{word}` does not belong here\n{line}", source.path, at + 1);
            used.extend(exception.map(|(path, _)| *path));
        }
    }
    for (path, _) in allowed {
        assert!(used.contains(path), "{path} has no `{word}` any more: take it off the list");
    }
}

const ALL: &[&str] = &["app/src", "documents/src", "server/src", "frontend/src", "islands/src", "xtask/src"];

/// What makes pages, on the server or in the browser.
const PAGES: &[&str] = &["app/src", "islands/src"];

#[test]
fn a_textarea_comes_only_from_the_field_that_keeps_its_first_line_break() {
    only_in(
        PAGES,
        "<textarea",
        &[
            ("app/src/ui/fields.rs", "the one that escapes and keeps line breaks"),
            ("app/src/ui/fixtures.rs", "a test of this rule"),
        ],
    );
}

#[test]
fn raw_html_is_written_in_one_place_only() {
    only_in(PAGES, "inner_html", &[("app/src/ui/fields.rs", "what a textarea holds, escaped there")]);
}

#[test]
fn no_page_has_an_inline_style() {
    // The Content-Security-Policy would drop it silently.
    only_in(PAGES, " style=", &[]);
    only_in(PAGES, "<style", &[]);
}

#[test]
fn only_access_holds_a_pool() {
    for word in ["SqlitePool", "PgPool", "sqlx::Pool", "SqliteConnection", "PgConnection"] {
        let door = [("app/src/access/database.rs", "behind the only door to the database")];
        only_in(ALL, word, if word.ends_with("Pool") && word != "sqlx::Pool" { &door } else { &[] });
    }
}

#[test]
fn no_list_forgets_whom_a_person_keeps_out() {
    // Reads of `sharing` that are for nobody in particular, or stand under the permit's own question.
    let for_nobody = [
        (
            "app/src/access/permit.rs",
            0,
            "the rule itself, and whether a person is open to anybody at all, for their own page",
        ),
        (
            "app/src/consent/store.rs",
            5,
            "names of agencies, rewriting it, an agency that comes to run the register, and what has lapsed",
        ),
        ("app/src/insight/store.rs", 1, "agencies of the people counted"),
        ("app/src/kept_out/store.rs", -2, "who of the staff is kept out, whatever is shared"),
        ("app/src/lists/store.rs", -1, "the counts of rows ask it without `sharing`"),
        ("app/src/plan/store.rs", 1, "names of agencies"),
        ("app/src/referral/store.rs", 1, "what a referral came to"),
        ("app/src/today/store.rs", 5, "seven queries with two rules, `shared!` and `shared_or_closed!`"),
    ];
    for source in sources(&["app/src"]) {
        let reads = [" from sharing", "join sharing"].map(|read| {
            let ends = |rest: &str| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_');
            source.code.replace("\"from sharing", " from sharing").split(read).skip(1).filter(|rest| ends(rest)).count()
        });
        let asks = ["not_kept_out!(", "open_to!("].map(|asks| source.code.matches(asks).count());
        let asks = i32::try_from(asks.iter().sum::<usize>()).unwrap();
        let allowed = for_nobody.iter().find(|(path, ..)| source.path == *path).map_or(0, |(_, count, _)| *count);
        let message = "a query that reads `sharing` for somebody asks `open_to!` or `not_kept_out!`";
        let reads = i32::try_from(reads.iter().sum::<usize>()).unwrap();
        assert_eq!(reads, asks + allowed, "{}: {message}", source.path);
    }
}

#[test]
fn only_the_house_itself_works_without_an_actor() {
    only_in(
        ALL,
        "housekeeping(",
        &[
            ("app/src/account/actions.rs", "the first administrator"),
            ("app/src/asking/store.rs", "what somebody without an account typed so far, sealed"),
            ("app/src/account/session.rs", "signing in and out, and slowing down guessing"),
            ("app/src/demo/county.rs", "the demo county's agencies and accounts"),
            ("app/src/draft/mod.rs", "drafts, sealed with a key that is not in the database"),
            ("app/src/own/session.rs", "opening and closing one's own page"),
        ],
    );
    only_in(
        ALL,
        ".round::<",
        &[
            ("app/src/consent/store.rs", "what lapsed, and whom to ask again"),
            ("app/src/person/forget.rs", "what was said by those who refused"),
        ],
    );
    only_in(
        ALL,
        "looking_up(",
        &[
            ("app/src/access/actions.rs", "walking the audit chain, after leave was asked"),
            ("app/src/access/house.rs", "whose time has passed"),
            ("app/src/account/actions.rs", "passwords; whether anybody has an account"),
            ("app/src/account/session.rs", "who is signed in"),
            ("app/src/asking/store.rs", "what one typed oneself; which agency is asked"),
            ("app/src/hand_over/actions.rs", "the password of whoever takes the tablet back"),
            ("app/src/demo/county.rs", "how far filling an empty database with invented people came"),
            ("app/src/draft/mod.rs", "one's own draft"),
            ("app/src/lists/actions.rs", "the agency a list is brought in for"),
            ("app/src/own/session.rs", "whose own page is open"),
            ("app/src/paper/actions.rs", "the agencies that a blank form asks about"),
            ("server/src/serve.rs", "starting, and checking the chain from the console"),
            ("server/src/site.rs", "whether the database answers"),
        ],
    );
}

#[test]
fn nothing_is_left_half_done() {
    for word in ["todo!", "unimplemented!", "dbg!", "FIXME", "XXX", "TBC"] {
        only_in(ALL, word, &[]);
    }
    for source in sources(ALL) {
        assert!(!source.whole.contains("TODO"), "{}: a TODO", source.path);
    }
}

#[test]
fn nobody_reads_the_clock_but_the_clock() {
    only_in(
        &["app/src", "server/src", "islands/src"],
        "Utc::now()",
        &[("app/src/access/permit.rs", "the one place where the machine's clock is read")],
    );
}

#[test]
fn a_failed_read_has_no_default() {
    for source in sources(&["app/src", "server/src"]) {
        for (at, line) in source.code.lines().enumerate() {
            let reads = line.contains(".await") && (line.contains("unwrap_or") || line.contains(".ok()"));
            // An `Option` that was read, after `?`, may have a default: the read did not fail.
            assert!(
                !reads || line.contains(".await?"),
                "{}:{}: what if the database did not answer?\n{line}",
                source.path,
                at + 1
            );
        }
    }
}

const LINES_MAX: usize = 700;

/// Longer files, with the reason: one subject that does not come apart.
const LONG: &[(&str, &str)] = &[
    ("app/src/assessment/model.rs", "the tool's grammar, its checks and its score are one rule each of the other"),
    ("app/src/lists/model.rs", "the readers of every kind of cell, each a few lines"),
    ("app/src/matching/model.rs", "keys, comparison and weights of one published method"),
    ("app/src/ui/fixtures.rs", "only compiled for tests: the NHS design system's own examples"),
];

#[test]
fn a_file_is_no_longer_than_one_can_hold_in_mind() {
    let mut long = BTreeSet::new();
    for source in sources(&[ALL, &["server/tests/it"]].concat()) {
        let lines = without_tests(&source.whole).lines().count();
        if lines <= LINES_MAX {
            continue;
        }
        let known = LONG.iter().find(|(path, _)| source.path == *path);
        assert!(known.is_some(), "{}: {lines} lines without its tests, more than {LINES_MAX}", source.path);
        long.extend(known.map(|(path, _)| *path));
    }
    for (path, _) in LONG {
        assert!(long.contains(path), "{path} is short now: take it off the list");
    }
}

fn folders() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(root().join("app/src"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(names.len() > 15, "the capabilities are where they were");
    names
}

#[test]
fn each_capability_begins_by_saying_what_it_is() {
    for name in folders() {
        let text = std::fs::read_to_string(root().join(format!("app/src/{name}/mod.rs"))).unwrap();
        assert!(text.starts_with("//! "), "app/src/{name}/mod.rs begins with what it is, who may, what must hold");
    }
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`.
fn paths_of(tree: &str, before: &str, paths: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((head, rest)) = tree.split_once('{') else {
        if !tree.is_empty() {
            paths.push(format!("{before}{}", tree.split(" as ").next().unwrap().trim()));
        }
        return;
    };
    let before = format!("{before}{}", head.trim());
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    let (mut depth, mut from) = (0, 0);
    for (at, letter) in inside.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                paths_of(&inside[from..at], &before, paths);
                from = at + 1;
            }
            _ => {}
        }
    }
    paths_of(&inside[from..], &before, paths);
}

fn words_after<'a>(text: &'a str, prefix: &str) -> Vec<&'a str> {
    text.match_indices(prefix)
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
        .map(|(at, _)| {
            let rest = &text[at + prefix.len()..];
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(rest.len());
            &rest[..end]
        })
        .collect()
}

/// Which module of another folder each module uses.
fn uses() -> Uses {
    let folders = folders();
    let modules: BTreeMap<String, Source> = sources(&["app/src"])
        .into_iter()
        .filter_map(|source| {
            let name = source.path.strip_prefix("app/src/")?.strip_suffix(".rs")?.to_owned();
            name.contains('/').then(|| (name.strip_suffix("/mod").unwrap_or(&name).to_owned(), source))
        })
        .collect();
    let mut uses = BTreeMap::new();
    for (name, source) in &modules {
        let mut paths = Vec::new();
        for (at, start) in source.code.match_indices("use crate::") {
            let rest = &source.code[at + start.len()..];
            paths_of(rest.split(';').next().unwrap(), "", &mut paths);
        }
        paths.extend(words_after(&source.code, "crate::").into_iter().map(str::to_owned));
        let mut used = BTreeSet::new();
        for path in paths {
            let mut parts = path.split("::");
            let Some(folder) = parts.next().filter(|first| folders.iter().any(|folder| folder == first)) else {
                continue;
            };
            let named = |part: &str| Some(format!("{folder}/{part}")).filter(|module| modules.contains_key(module));
            match parts.next() {
                Some(part) => {
                    used.insert(named(part).unwrap_or_else(|| folder.to_owned()));
                }
                // `use crate::person;` and then `person::store::banner(…)`.
                None => {
                    let called = words_after(&source.code, &format!("{folder}::"));
                    let parts = called.iter().filter_map(|rest| rest.split("::").next());
                    used.extend(parts.map(|part| named(part).unwrap_or_else(|| folder.to_owned())));
                }
            }
        }
        // Within the folder: what it names by `super`, and what a `mod.rs` passes on.
        let own = name.split('/').next().unwrap();
        let mut near = Vec::new();
        for (at, start) in source.code.match_indices("use super::") {
            paths_of(source.code[at + start.len()..].split(';').next().unwrap(), "", &mut near);
        }
        if name == own {
            near.extend(words_after(&source.code, "pub use ").into_iter().map(str::to_owned));
        }
        let near = near.iter().map(|path| format!("{own}/{}", path.split("::").next().unwrap()));
        used.extend(near.filter(|module| modules.contains_key(module)));
        used.remove(name);
        uses.insert(name.clone(), used);
    }
    uses
}

type Uses = BTreeMap<String, BTreeSet<String>>;

/// The shortest way from one module to another, if there is one.
fn way(uses: &Uses, from: &str, to: &str) -> Option<Vec<String>> {
    let mut ways = VecDeque::from([vec![from.to_owned()]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        for next in uses.get(way.last()?).into_iter().flatten() {
            let mut longer = way.clone();
            longer.push(next.clone());
            if next == to {
                return Some(longer);
            }
            if seen.insert(next.clone()) {
                ways.push_back(longer);
            }
        }
    }
    None
}

/// Uses that close a circle, with the reason why they stay.
const CIRCLES: &[(&str, &str, &str)] = &[
    ("draft", "web", "a draft is kept for a visit, and opening a form on a visit looks for its draft"),
    ("account/session", "web/visit", "a visit finds its session, and the session's token is made where nonces are"),
    ("person/view", "rating/view", "the list of people shows ratings; the page of a rating shows the person's banner"),
];

/// One circle that leaves its folder, told from its start to its start.
fn circle(uses: &Uses) -> Option<Vec<String>> {
    let folder = |module: &str| module.split('/').next().unwrap().to_owned();
    for (module, used) in uses {
        for next in used.iter().filter(|next| folder(next) != folder(module)) {
            if let Some(back) = way(uses, next, module) {
                return Some([vec![module.clone()], back].concat());
            }
        }
    }
    None
}

#[test]
fn modules_of_different_capabilities_form_no_circle() {
    let mut uses = uses();
    assert!(uses["consent/actions"].contains("person/store"), "uses are found: {:?}", uses["consent/actions"]);
    assert!(uses["record/actions"].contains("plan/store"), "so are those by the folder's name");
    for (one, other, _) in CIRCLES {
        assert!(way(&uses, other, one).is_some(), "{other} does not lead back to {one} any more: take it off the list");
        let there = uses.get_mut(*one).unwrap().remove(*other);
        assert!(there, "{one} does not use {other} any more: take it off the list");
    }
    let found = circle(&uses);
    assert!(found.is_none(), "a circle: {}", found.unwrap_or_default().join(" uses "));
}

#[test]
fn a_rule_does_no_reading_or_writing() {
    for source in sources(&["app/src"]).iter().filter(|source| source.path.ends_with("/model.rs")) {
        for word in ["sqlx", "fetch_", "execute!", "execute_one!", ".await", "tracing::", "std::fs", "crate::web"] {
            // What derives the reading of a row is no query.
            let code = source.code.replace("sqlx::FromRow", "").replace("sqlx(flatten)", "");
            assert!(!code.contains(word), "{}: a model only decides, it has `{word}`", source.path);
        }
    }
}

#[test]
fn what_is_logged_is_an_id_a_number_or_an_error() {
    for source in sources(&["app/src", "server/src"]) {
        for (at, line) in source.code.lines().enumerate() {
            for word in ["name", "typed", "answers", "form", "details", "address", "nhs"] {
                let logs = line.contains("tracing::") && !line.contains("use ");
                let fields = line.split('"').next().unwrap_or_default();
                assert!(!logs || !fields.contains(word), "{}:{}: logs {word}?\n{line}", source.path, at + 1);
            }
        }
    }
}

#[test]
fn the_program_says_where_it_panicked_and_never_with_what_words() {
    let main = &sources(&["server/src"]).into_iter().find(|source| source.path == "server/src/main.rs").unwrap().code;
    let (before, _) = main.split_once("serve::run(").unwrap();
    assert!(before.contains("panics::log_without_message();"), "before anything is done");
    only_in(ALL, "set_hook(", &[("server/src/panics.rs", "the one that leaves the message out")]);
}
