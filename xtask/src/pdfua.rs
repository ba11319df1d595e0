//! `cargo xtask pdfua`: another program's opinion on every kind of PDF that the register makes.
//!
//! Typst writes PDF/UA-1 and refuses what is not. `pdfua` from PyPI, which shares no code with it,
//! checks the part of the standard that it knows, and says itself how small that part is. It needs
//! the network once, so it is no stage of `cargo xtask test`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{cargo, is_missing, run, run_quietly, shown_step, step};
use crate::fault::{Fault, Result, While};
use crate::site;
use crate::workspace::{Profile, Workspace};

const CHECKER: &str = "pdfua==0.1.3";

pub fn pdfua(workspace: &Workspace) -> Result<()> {
    site::build(workspace, Profile::Debug)?;
    let folder = workspace.path("target/pdf");
    if folder.exists() {
        fs::remove_dir_all(&folder).or_fault(folder.display())?;
    }
    shown_step("Making every kind of PDF", || {
        let test = "paper::every_kind_of_paper_for_an_outside_check";
        let mut tests = cargo(workspace, &["test", "-p", "server", "--test", "it", "--", "--ignored", "--exact", test]);
        tests.env("DSR_PRINT_SITE", workspace.site()).env("DSR_PRINT_TO", &folder);
        run(&mut tests)
    })?;
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .or_fault(folder.display())?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "pdf"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(Fault::new("No PDF was made"));
    }
    let checker = installed(workspace)?;
    // It ends with the gravity of what it found; what it printed says the same in words.
    let output = Command::new(&checker).arg("check").args(&files).output().or_fault(checker.display())?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let said = Said::read(&printed);
    println!("\n{}", said.covered);
    for skipped in &said.skipped {
        println!("Not evaluated: {skipped}");
    }
    println!(
        "{} PDFs in {}: {} passed, {} failed",
        files.len(),
        folder.display(),
        said.passed,
        files.len() - said.passed
    );
    if said.passed == files.len() {
        structure(&files);
        return Ok(());
    }
    Err(Fault::new(printed.into_owned()))
}

/// The checker, installed once in a folder of its own.
fn installed(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.path("target/pdfua");
    let checker = folder.join("bin/pdfua");
    if !checker.is_file() {
        if is_missing("python3") {
            return Err(Fault::new("python3 is missing: it runs the checker"));
        }
        step(format!("Installing {CHECKER} from PyPI (takes a minute)"), || {
            run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
            run_quietly(Command::new(folder.join("bin/pip")).args(["install", "--quiet", CHECKER])).map(|_| ())
        })?;
    }
    Ok(checker)
}

/// Poppler's own reading of the tags of the first PDF, where poppler is here.
fn structure(files: &[PathBuf]) {
    if is_missing("pdfinfo") {
        println!("pdfinfo (poppler-utils) is not here: the tags were not read a second time.");
        return;
    }
    for file in files {
        let tags = run_quietly(Command::new("pdfinfo").arg("-struct").arg(file)).unwrap_or_default();
        let count = |tag: &str| tags.lines().filter(|line| line.trim_start().starts_with(tag)).count();
        println!(
            "{:<46}{:>4} headings{:>5} list items{:>5} pictures",
            name(file),
            count("H1") + count("H2") + count("H3"),
            count("LI"),
            count("Figure")
        );
    }
}

fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What the checker printed.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    passed: usize,
    covered: String,
    skipped: BTreeSet<String>,
}

impl Said {
    fn read(printed: &str) -> Self {
        let mut said = Self::default();
        for line in printed.lines().map(str::trim) {
            if line.starts_with("checked against") {
                line.clone_into(&mut said.covered);
            } else if line.starts_with("result: PASS (no findings)") {
                said.passed += 1;
            } else if let Some(skipped) = line.strip_prefix("[skip ]") {
                said.skipped.insert(skipped.trim().to_owned());
            }
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_checker_says_is_read() {
        let said = Said::read(
            "/a.pdf\n  checked against 16 of 106 PDF/UA-1 rules (15%)\n  result: PASS (no findings)   errors=0\n  \
             [skip ] UA-14-001  not evaluated: a fault\n/b.pdf\n  checked against 16 of 106 PDF/UA-1 rules (15%)\n  \
             result: FAIL   errors=1\n",
        );
        assert_eq!(said.passed, 1);
        assert_eq!(said.covered, "checked against 16 of 106 PDF/UA-1 rules (15%)");
        assert_eq!(said.skipped.len(), 1);
    }
}
