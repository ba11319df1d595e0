//! Builds, serves, tests and measures the register: `cargo xtask help` lists what it can do.
//!
//! It needs Rust, a C compiler, Node and npm; what else is missing it fetches (the WebAssembly target, npm packages, and
//! on Debian PostgreSQL, Chromium and poppler-utils). `reading` and `pdfua` need Python 3.

mod bench;
mod command;
mod fault;
mod pdfua;
mod pictures;
mod postgres;
mod prerequisites;
mod reading;
mod serve;
mod site;
mod test;
mod workspace;

use std::process::ExitCode;

use fault::{Fault, Result};
use test::{Choice, Stage};
use workspace::{Profile, Workspace};

const HELP: &str = "\
cargo xtask build [--release]                   Build the browser's files into target/site
cargo xtask serve [--release] [-- ARGUMENTS]    Build everything and start the demo
                                                (cargo xtask serve -- --addr 0.0.0.0:3000)
cargo xtask test [--only STAGE] [--no-browser]  Check everything
                                                (stages: format, lints, rust, site, browser)
cargo xtask pdfua                               Let another program check every kind of PDF
cargo xtask bench                               Measure sizes and speed of a release build
cargo xtask reading                             Measure how hard the texts are to read (needs PyPI)
cargo xtask postgres                            Start a PostgreSQL to try things on, until Ctrl-C";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    let (name, rest) = match arguments.split_first() {
        Some((name, rest)) => (name.as_str(), rest),
        None => ("help", arguments),
    };
    match name {
        "build" => site::build(&workspace, profile(rest)?)?,
        "serve" => {
            let (ours, servers) = split_at_dashes(rest);
            serve::serve(&workspace, profile(ours)?, servers)?;
        }
        "test" => return test::test(&workspace, choice(rest)?),
        "bench" => {
            refuse_arguments(rest)?;
            bench::bench(&workspace)?;
        }
        "reading" => {
            refuse_arguments(rest)?;
            reading::reading(&workspace)?;
        }
        "pdfua" => {
            refuse_arguments(rest)?;
            pdfua::pdfua(&workspace)?;
        }
        "postgres" => {
            refuse_arguments(rest)?;
            postgres::run_until_interrupted()?;
        }
        "help" | "--help" | "-h" => println!("{HELP}"),
        other => return Err(unknown(other)),
    }
    Ok(ExitCode::SUCCESS)
}

fn profile(arguments: &[String]) -> Result<Profile> {
    let mut profile = Profile::Debug;
    for argument in arguments {
        match argument.as_str() {
            "--release" => profile = Profile::Release,
            other => return Err(unknown(other)),
        }
    }
    Ok(profile)
}

fn choice(arguments: &[String]) -> Result<Choice> {
    let mut choice = Choice::Everything;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        choice = match argument.as_str() {
            "--no-browser" => Choice::AllButBrowser,
            "--only" => match arguments.next() {
                Some(stage) => Choice::Only(Stage::named(stage)?),
                None => return Err(Fault::new("Name a stage after --only")),
            },
            other => return Err(unknown(other)),
        };
    }
    Ok(choice)
}

/// What stands before `--` is for this tool, what stands after it for the server.
fn split_at_dashes(arguments: &[String]) -> (&[String], &[String]) {
    match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[]),
    }
}

fn refuse_arguments(arguments: &[String]) -> Result<()> {
    match arguments.first() {
        Some(argument) => Err(unknown(argument)),
        None => Ok(()),
    }
}

fn unknown(argument: &str) -> Fault {
    Fault::new(format!("{argument} is not known here.\n\n{HELP}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(String::from).collect()
    }

    #[test]
    fn the_servers_arguments_stand_after_the_dashes() {
        let line = words("--release -- --addr 0.0.0.0:3000");
        let (ours, servers) = split_at_dashes(&line);
        assert_eq!(ours, words("--release"));
        assert_eq!(servers, words("--addr 0.0.0.0:3000"));
    }

    #[test]
    fn a_mistyped_option_is_refused() {
        assert!(profile(&words("--relaese")).is_err());
        assert!(choice(&words("--only")).is_err());
        assert!(choice(&words("--only everything")).is_err());
    }
}
