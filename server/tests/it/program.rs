//! The program itself, started as it is started for real: what it prints, and how it ends.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
};

use app::base::store::{Conn, OnDatabase};
use clap::{Parser, error::ErrorKind};
use server::config::Cli;

use crate::{
    both,
    setup::SENT,
    support::{Kind, World},
};

fn server() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command.env_clear().env("RUST_LOG", "warn").stdin(Stdio::null());
    command
}

/// Run to its end.
fn ended(words: &[&str]) -> Output {
    server().args(words).output().unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A program that is serving; it ends with the test.
struct Serving {
    child: Child,
    folder: PathBuf,
    /// What it printed until it could be reached.
    said: String,
}

impl Serving {
    fn start(database: &str, more: &[&str]) -> Self {
        let folder = std::env::temp_dir().join(format!("dsr-program-{}", uuid::Uuid::now_v7().simple()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("build.txt"), "test").unwrap();
        let mut child = server()
            .args(["serve", "--addr", "127.0.0.1:0", "--database-url", database, "--site"])
            .arg(&folder)
            .arg("--key-file")
            .arg(folder.join("register.key"))
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        while !said.contains("The register is at http://") {
            assert!(lines.read_line(&mut said).unwrap() > 0, "it ended: {said}");
        }
        Self { child, folder, said }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

both!(the_demo_sign_ins_are_printed_where_they_open_something, world, {
    let demo = Serving::start(world.url(), &["--demo"]);
    assert!(demo.said.contains("Demo sign-ins"), "{}", demo.said);
    for (_, name) in app::demo::SIGN_INS {
        assert!(demo.said.contains(name), "{name}: {}", demo.said);
    }
    drop(demo);
    let said = &Serving::start(world.url(), &[]).said;
    assert!(!said.contains("Demo sign-ins"), "nobody asked for them: {said}");
    assert!(!said.contains("Set-up code"), "{said}");
});

async fn a_register_in_use(kind: Kind) {
    let world = World::empty(kind).await;
    assert_eq!(world.browser().post("/set-up", &SENT).await.status, 303);
    let said = &Serving::start(world.url(), &["--demo"]).said;
    assert!(!said.contains("Demo sign-ins") && !said.contains(app::demo::PASSWORD), "{said}");
    assert!(said.contains("This database is in use and holds no demo accounts"), "{said}");
    assert_eq!(world.count("select count(*) from staff").await, 1, "and nothing was put into it");
}

#[tokio::test]
async fn no_demo_sign_ins_are_printed_for_a_register_in_use_on_sqlite() {
    a_register_in_use(Kind::Sqlite).await;
}

#[tokio::test]
async fn no_demo_sign_ins_are_printed_for_a_register_in_use_on_postgresql() {
    a_register_in_use(Kind::Postgres).await;
}

both!(checking_a_changed_audit_log_ends_with_a_failure, world, {
    let verify = ["audit", "verify", "--database-url", world.url()];
    let output = ended(&verify);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(printed(&output).starts_with("The audit log is whole: "), "{output:?}");
    world.meddle("update audit_entry set line = replace(line, 'allowed', 'refused') where seq = 3").await;
    let output = ended(&verify);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(complaint.contains("The audit log is broken at entry 3: "), "{complaint}");
});

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// An address under which there is no database yet, beside one that there is.
fn mistyped(world: &World) -> String {
    world.url().replace("register.db", "mistyped.db").replace("/t_", "/mistyped_")
}

both!(a_mistyped_database_is_neither_made_nor_vouched_for, world, {
    let nowhere = mistyped(&world);
    for words in [
        vec!["audit", "verify", "--database-url", &nowhere],
        vec!["import", "list.csv", "--agency", "LDA", "--database-url", &nowhere],
    ] {
        let output = ended(&words);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert_eq!(printed(&output), "", "{words:?}");
        let complaint = complaint(&output);
        assert!(complaint.starts_with("There is no register in this database. Check --database-url"), "{complaint}");
        assert_eq!(complaint.trim().lines().count(), 1, "{complaint}");
        assert!(!complaint.contains(&nowhere), "an address may hold a password: {complaint}");
    }
    if let Some(path) = nowhere.strip_prefix("sqlite://") {
        assert!(!std::path::Path::new(path).exists(), "nothing was made");
        std::fs::write(path, "").unwrap();
        assert_eq!(
            ended(&["audit", "verify", "--database-url", &nowhere]).status.code(),
            Some(1),
            "nor is an empty file"
        );
        assert_eq!(std::fs::read(path).unwrap(), b"", "and it stays one");
    }
});

both!(nothing_is_brought_into_a_register_of_an_older_version, world, {
    world.meddle("delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)").await;
    let before = world.count("select count(*) from _sqlx_migrations").await;
    let list = Listed::new("name,born\n");
    let output = ended(&["import", list.path(), "--agency", "LDA", "--database-url", world.url()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(complaint(&output).contains("Run `server migrate` first"), "{output:?}");
    let output = ended(&["audit", "verify", "--database-url", world.url()]);
    assert_eq!(output.status.code(), Some(0), "its log can be checked before anything is changed: {output:?}");
    assert!(before > 10);
    assert_eq!(world.count("select count(*) from _sqlx_migrations").await, before, "and was not");
});

/// A list on the disk, until the test is over.
struct Listed(PathBuf);

impl Listed {
    fn new(text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("dsr-list-{}.csv", uuid::Uuid::now_v7().simple()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

both!(a_list_is_brought_in_by_the_program_and_every_row_is_counted, world, {
    let list = Listed::new(
        "First name,Last name,Date of birth,NHS number\n\
         Marcus,Thistlewood,04/02/1988,\n\
         Ottoline,Quill,17/09/2001,\n\
         ,,,\n",
    );
    let before = world.count("select count(*) from person").await;
    let import = |agency: &str| ended(&["import", list.path(), "--agency", agency, "--database-url", world.url()]);
    let output = import("NOPE");
    assert_eq!((output.status.code(), printed(&output).as_str()), (Some(1), ""));
    let said = complaint(&output);
    assert_eq!(said.trim(), "There is no agency with the code NOPE. The page Agencies shows the codes.");
    assert_eq!(world.count("select count(*) from person").await, before, "nobody was added");

    let output = import("LDA");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = printed(&output);
    assert!(said.contains(": 2 added, 0 already here, 0 set aside, "), "{said}");
    assert_eq!(world.count("select count(*) from person").await, before + 2);
    let said = printed(&import("LDA"));
    assert!(said.contains(": 0 added, 0 already here, 2 set aside, "), "the same list again: {said}");

    let output = ended(&["import", "/no/such/list.csv", "--agency", "LDA", "--database-url", world.url()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(complaint(&output).starts_with("/no/such/list.csv cannot be read: "), "{output:?}");
});

/// Sends a form to a program that is serving, and answers the head of what comes back.
fn send_to(serving: &Serving, path: &str, fields: &[(&str, &str)]) -> String {
    let (_, address) = serving.said.rsplit_once("http://").unwrap();
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut stream = std::net::TcpStream::connect(address.trim()).unwrap();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        address.trim(),
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split("\r\n\r\n").next().unwrap_or_default().to_lowercase()
}

async fn a_new_register(kind: Kind) {
    let world = World::empty(kind).await;
    let serving = Serving::start(world.url(), &[]);
    let (_, after) = serving.said.split_once("Set-up code: ").expect("the code is printed");
    let code = after.lines().next().unwrap();
    assert_eq!(code.len(), 12, "{}", serving.said);
    let mut sent = SENT;
    let wrong = send_to(&serving, "/set-up", &sent);
    assert!(wrong.starts_with("http/1.1 422"), "another code opens nothing: {wrong}");
    assert_eq!(world.count("select count(*) from staff").await, 0);
    sent[0].1 = code;
    let made = send_to(&serving, "/set-up", &sent);
    assert!(made.starts_with("http/1.1 303") && made.contains("location: /agencies"), "{made}");
    assert_eq!(world.count("select count(*) from staff where role = 'administrator'").await, 1);
    let again = send_to(&serving, "/set-up", &sent);
    assert!(again.starts_with("http/1.1 404"), "only the first: {again}");
}

#[tokio::test]
async fn the_code_that_the_program_prints_makes_the_first_administrator_on_sqlite() {
    a_new_register(Kind::Sqlite).await;
}

#[tokio::test]
async fn the_code_that_the_program_prints_makes_the_first_administrator_on_postgresql() {
    a_new_register(Kind::Postgres).await;
}

/// What the program prints where somebody asks how it is used.
fn help(words: &[&str]) -> String {
    let asked = Cli::try_parse_from([&["server"], words, &["--help"]].concat()).unwrap_err();
    assert_eq!(asked.kind(), ErrorKind::DisplayHelp, "{words:?}");
    asked.to_string()
}

#[test]
fn every_subcommand_says_how_it_is_used() {
    for (words, says) in [
        (&[][..], "Serve the register"),
        (&["serve"], "--database-url"),
        (&["migrate"], "--database-url"),
        (&["demo"], "Fill an empty database with the demo county"),
        (&["import"], "--agency"),
        (&["audit"], "verify"),
        (&["audit", "verify"], "Prove that no entry was changed"),
    ] {
        assert!(help(words).contains(says), "{words:?}: {}", help(words));
    }
    assert!(Cli::try_parse_from(["server", "no-such-thing"]).is_err());
}

#[test]
fn every_setting_is_in_the_readme() {
    let readme = include_str!("../../../README.md");
    let help = help(&["serve"]);
    let settings: Vec<&str> = help.split("[env: ").skip(1).map(|rest| rest.split(['=', ']']).next().unwrap()).collect();
    assert!(settings.len() > 8, "{settings:?}");
    for setting in settings {
        assert!(readme.contains(&format!("`{setting}`")), "{setting} is not in the README");
    }
}

#[tokio::test]
async fn what_was_answered_as_saved_is_on_the_disk_of_an_sqlite_register() {
    let world = World::empty(Kind::Sqlite).await;
    world
        .peek(async |house| {
            let Conn::Sqlite(on) = house.conn() else { panic!("not SQLite") };
            for (pragma, wanted) in [("pragma foreign_keys", 1), ("pragma synchronous", 2)] {
                let (set,): (i64,) = sqlx::query_as(pragma).fetch_one(&mut **on).await?;
                assert_eq!(set, wanted, "{pragma}");
            }
            let (journal,): (String,) = sqlx::query_as("pragma journal_mode").fetch_one(&mut **on).await?;
            assert_eq!(journal, "wal");
            Ok(())
        })
        .await;
}
