//! `cargo xtask test`: everything that must hold before a change goes in.
//!
//! A failed stage does not stop the ones after it, so that one run shows all faults.

use std::fs;
use std::num::NonZero;
use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::command::{cargo, run, run_and_read, shown_step};
use crate::fault::{Fault, Result, While};
use crate::pictures;
use crate::postgres::Postgres;
use crate::prerequisites::{chromium, npm_packages, pdf_readers};
use crate::site;
use crate::workspace::{Profile, Workspace};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Format,
    Lints,
    Rust,
    Site,
    Browser,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Everything,
    AllButBrowser,
    Only(Stage),
}

impl Stage {
    const ALL: [Self; 5] = [Self::Format, Self::Lints, Self::Rust, Self::Site, Self::Browser];

    pub fn named(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            Fault::new(format!("There is no stage {name}: choose one of {names}"))
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lints => "lints",
            Self::Rust => "rust",
            Self::Site => "site",
            Self::Browser => "browser",
        }
    }

    fn run(self, workspace: &Workspace) -> Tally {
        match self {
            Self::Format => Tally::of_check(format(workspace)),
            Self::Lints => Tally::of_check(lints(workspace)),
            Self::Rust => rust(workspace),
            Self::Site => Tally::of_check(site(workspace)),
            Self::Browser => browser(workspace),
        }
    }
}

impl Choice {
    fn includes(self, stage: Stage) -> bool {
        match self {
            Self::Everything => true,
            Self::AllButBrowser => stage != Stage::Browser,
            Self::Only(chosen) => stage == chosen,
        }
    }
}

/// What passed and what failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

impl Tally {
    fn of_check(result: Result<()>) -> Self {
        match result {
            Ok(()) => Self { passed: 1, failed: 0 },
            Err(fault) => {
                eprintln!("{fault}");
                Self { passed: 0, failed: 1 }
            }
        }
    }

    /// A program that fails without a failed test (it did not compile, say) is one failure.
    fn with_outcome(mut self, outcome: Result<bool>) -> Self {
        match outcome {
            Ok(true) => {}
            Ok(false) => self.failed = self.failed.max(1),
            Err(fault) => {
                eprintln!("{fault}");
                self.failed = self.failed.max(1);
            }
        }
        self
    }

    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

pub fn test(workspace: &Workspace, choice: Choice) -> Result<ExitCode> {
    let mut total = Tally::default();
    let mut failed_stages = Vec::new();
    for stage in Stage::ALL {
        if !choice.includes(stage) {
            continue;
        }
        println!("\n== {} ==", stage.name());
        if stage == Stage::Browser && failed_stages.contains(&Stage::Site.name()) {
            println!("Not run, because the site could not be built.");
            continue;
        }
        let start = Instant::now();
        let tally = stage.run(workspace);
        println!(
            "-- {}: {} passed, {} failed, in {:.1} s",
            stage.name(),
            tally.passed,
            tally.failed,
            start.elapsed().as_secs_f64()
        );
        if tally.failed > 0 {
            failed_stages.push(stage.name());
        }
        total.add(tally);
    }
    if !failed_stages.is_empty() {
        println!("\nFailed: {}", failed_stages.join(", "));
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn format(workspace: &Workspace) -> Result<()> {
    run(&mut cargo(workspace, &["fmt", "--all", "--check"]))
}

fn lints(workspace: &Workspace) -> Result<()> {
    crate::prerequisites::wasm_target(workspace)?;
    let commands = [
        cargo(workspace, &["clippy", "--package", "xtask", "--all-targets"]),
        of_the_register(workspace, &["clippy", "--all-targets"]),
        // The same code for the browser, where other parts of it are compiled.
        cargo(
            workspace,
            &["clippy", "--package", "frontend", "--package", "islands", "--target", "wasm32-unknown-unknown"],
        ),
    ];
    let results = commands.map(|mut command| run(command.args(["--", "-D", "warnings"])));
    results.into_iter().collect()
}

/// Cargo for every crate of the register itself. The browser's two are empty but for WebAssembly.
fn of_the_register(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = cargo(workspace, arguments);
    command.args(["--workspace", "--exclude", "xtask", "--exclude", "frontend", "--exclude", "islands"]);
    command
}

fn rust(workspace: &Workspace) -> Tally {
    const URL: &str = "TEST_POSTGRES_URL";
    // Apart, since what this tool takes of the crates that both use is not what the register takes: together
    // they would all be compiled once more.
    let mut tool = cargo(workspace, &["test", "--package", "xtask", "--no-fail-fast"]);
    let mut register = of_the_register(workspace, &["test", "--no-fail-fast"]);
    // Each waits for its database now and then: two for each core leave none idle.
    if std::env::var_os("RUST_TEST_THREADS").is_none() {
        let cores = std::thread::available_parallelism().map_or(2, NonZero::get);
        register.env("RUST_TEST_THREADS", (cores * 2).to_string());
    }
    // Whoever names a PostgreSQL wants that one.
    let own = if std::env::var_os(URL).is_some() {
        None
    } else {
        match Postgres::start() {
            Ok(postgres) => {
                register.env(URL, postgres.url());
                Some(postgres)
            }
            // The tests fail where they need it; the others are still worth knowing.
            Err(fault) => {
                eprintln!("{fault}");
                return Tally { passed: 0, failed: 1 };
            }
        }
    };
    let mut tally = Tally::default();
    for tests in [&mut tool, &mut register] {
        let mut some = Tally::default();
        let outcome = run_and_read(tests, |line| {
            if let Some(more) = rust_result(line) {
                some.add(more);
            }
        });
        tally.add(some.with_outcome(outcome));
    }
    drop(own);
    tally
}

/// Reads `test result: ok. 3 passed; 1 failed; 0 ignored; …`.
fn rust_result(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let count = |ending: &str| counts.split("; ").find_map(|part| part.strip_suffix(ending)?.trim().parse().ok());
    Some(Tally { passed: count(" passed")?, failed: count(" failed")? })
}

fn site(workspace: &Workspace) -> Result<()> {
    // Before the build, which would write them anew.
    let credits = pictures::check_credits(workspace);
    site::build(workspace, Profile::Debug)?;
    credits
}

fn browser(workspace: &Workspace) -> Tally {
    let mut tally = Tally::default();
    let outcome = run_playwright(workspace, &mut tally);
    tally.with_outcome(outcome)
}

fn run_playwright(workspace: &Workspace, tally: &mut Tally) -> Result<bool> {
    let folder = workspace.path("end2end");
    npm_packages(&folder)?;
    let chromium = chromium()?;
    pdf_readers()?;
    // Again, for a run of this stage alone: an old site would test old code.
    site::build(workspace, Profile::Debug)?;
    // With the tests, as they were built: alone it would take a feature less of one crate, and with it half of what
    // there is would be compiled once more.
    shown_step("Server: compile", || run(&mut of_the_register(workspace, &["build", "--bins", "--tests"])))?;

    let report = workspace.path("target/playwright.json");
    // An old report must not stand for a run that wrote none.
    if report.exists() {
        fs::remove_file(&report).or_fault(report.display())?;
    }
    let passed = run_and_read(
        Command::new("npx")
            .args(["--no-install", "playwright", "test", "--reporter=list,json"])
            .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
            .env("DSR_SERVER", workspace.server(Profile::Debug))
            .env("DSR_SITE", workspace.site())
            .env("CHROMIUM", chromium)
            .current_dir(&folder),
        |_line| {},
    )?;
    let text = fs::read_to_string(&report).or_fault("Playwright wrote no report")?;
    tally.add(playwright_result(&text)?);
    Ok(passed)
}

/// Reads the totals of Playwright's JSON report. A flaky test passed at last, and is told of.
fn playwright_result(report: &str) -> Result<Tally> {
    let report: serde_json::Value = serde_json::from_str(report).or_fault("Playwright's report")?;
    let count = |name: &str| {
        report["stats"][name]
            .as_u64()
            .ok_or_else(|| Fault::new(format!("Playwright's report has no number stats.{name}")))
    };
    let flaky = count("flaky")?;
    if flaky > 0 {
        println!("{flaky} browser tests passed only when tried again.");
    }
    Ok(Tally { passed: count("expected")? + flaky, failed: count("unexpected")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_of_rust_tests_are_read() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(rust_result(line), Some(Tally { passed: 12, failed: 3 }));
        assert_eq!(rust_result("test result_is_kept ... ok"), None);
    }

    #[test]
    fn the_counts_of_browser_tests_are_read() {
        let report = r#"{"stats":{"expected":5,"unexpected":2,"flaky":1,"skipped":4}}"#;
        assert_eq!(playwright_result(report).unwrap(), Tally { passed: 6, failed: 2 });
        assert!(playwright_result("{}").is_err());
    }

    #[test]
    fn a_run_that_failed_without_a_failed_test_counts_as_one() {
        let tally = Tally { passed: 4, failed: 0 };
        assert_eq!(tally.with_outcome(Ok(false)).failed, 1);
        let tally = Tally { passed: 4, failed: 3 };
        assert_eq!(tally.with_outcome(Ok(false)).failed, 3);
    }

    #[test]
    fn one_stage_can_be_chosen() {
        let choice = Choice::Only(Stage::named("rust").unwrap());
        assert!(choice.includes(Stage::Rust));
        assert!(!choice.includes(Stage::Browser));
        assert!(!Choice::AllButBrowser.includes(Stage::Browser));
    }
}
