//! The program itself, started as it is started for real: what it prints, and how it ends.

use std::{
    io::{BufRead, BufReader},
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
