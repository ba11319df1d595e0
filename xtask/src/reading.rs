//! How hard the texts are to read, by a tool that is not ours: textstat, from PyPI, in a Python
//! environment of its own below `target`. Not a part of the tests, which need no network.

use std::fs;
use std::process::Command;

use crate::command::{cargo, is_missing, run, run_for_output, run_quietly, shown_step, step};
use crate::fault::{Fault, Result, While};
use crate::workspace::Workspace;

const REPORT: &str = "docs/reading-grade.md";

/// Measures every text and writes the report, which a test compares with the texts.
pub fn reading(workspace: &Workspace) -> Result<()> {
    let folder = workspace.path("target/reading");
    fs::create_dir_all(&folder).or_fault(folder.display())?;
    let texts = folder.join("texts.json");
    let json = shown_step("Texts", || {
        run_for_output(&mut cargo(workspace, &["run", "--package", "server", "--example", "easy_read_text"]))
    })?;
    fs::write(&texts, json).or_fault(texts.display())?;

    let wanted = workspace.path("xtask/reading/requirements.txt");
    let list = fs::read_to_string(&wanted).or_fault(wanted.display())?;
    let environment = folder.join("python");
    let python = environment.join("bin/python");
    let stamp = environment.join("requirements.txt");
    if fs::read_to_string(&stamp).map_or(true, |there| there != list) {
        if is_missing("python3") {
            return Err(Fault::new("python3 is missing: install Python 3.10 or newer, with venv."));
        }
        step("Installing textstat from PyPI (takes a minute)", || {
            run_quietly(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
            run_quietly(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&wanted))
        })?;
        fs::write(&stamp, &list).or_fault(stamp.display())?;
    }
    run(Command::new(&python).arg(workspace.path("xtask/reading/grade.py")).arg(&texts).arg(workspace.path(REPORT)))?;
    println!("{REPORT} is written");
    Ok(())
}
