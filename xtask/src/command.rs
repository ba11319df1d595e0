//! Running other programs, and saying what is being done and how long it took.

use std::fmt::Display;
use std::io::{BufRead, BufReader, ErrorKind, Write as _};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::fault::{Fault, Result, While};
use crate::workspace::Workspace;

/// Does one step of a build: its name first, so that nobody waits before a still screen without
/// knowing for what, and its time on the same line when it is done. The work itself prints nothing.
pub fn step<T>(name: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
    print!("{name:<44}");
    std::io::stdout().flush().or_fault("Writing to the terminal")?;
    let start = Instant::now();
    let result = work();
    match &result {
        Ok(_) => println!("{:>8.2} s", start.elapsed().as_secs_f64()),
        // What went wrong is told on a line of its own.
        Err(_) => println!(),
    }
    result
}

/// Does one step by a program that shows its own progress and time, as cargo does: the name on a line
/// above what it shows.
pub fn shown_step<T>(name: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("{name} …");
    work()
}

/// The cargo that started this tool, so that both use one toolchain.
pub fn cargo(workspace: &Workspace, arguments: &[&str]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.args(arguments).current_dir(workspace.root());
    command
}

/// Runs a command on the terminal; its failure is ours.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(Fault::new(format!("{} failed", shown(command)))) }
}

/// Runs a command that would only be noise, and shows what it printed if it fails.
pub fn run_quietly(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| cannot_start(command, &error))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(printed);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(Fault::new(format!("{} failed:\n{printed}{}", shown(command), complaint.trim_end())))
}

/// Runs a command whose output is wanted; what it says beside that (cargo's progress) is for the terminal.
pub fn run_for_output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| cannot_start(command, &error))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Fault::new(format!("{} failed", shown(command))))
    }
}

/// Runs a command, printing each line of its output as it comes and handing it on.
pub fn run_and_read(command: &mut Command, mut line_read: impl FnMut(&str)) -> Result<bool> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| cannot_start(command, &error))?;
    if let Some(output) = child.stdout.take() {
        let mut output = BufReader::new(output);
        let mut line = Vec::new();
        // Bytes and not strings: a test may print what is not UTF-8.
        while output.read_until(b'\n', &mut line).or_fault("Reading output")? > 0 {
            let text = String::from_utf8_lossy(&line);
            print!("{text}");
            line_read(text.trim_end());
            line.clear();
        }
    }
    let status = child.wait().or_fault(shown(command))?;
    Ok(status.success())
}

/// Tells a missing program from one that cannot run.
pub fn is_missing(program: &str) -> bool {
    let started = Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    matches!(started, Err(error) if error.kind() == ErrorKind::NotFound)
}

fn cannot_start(command: &Command, error: &std::io::Error) -> Fault {
    Fault::new(format!("{} could not start: {error}", shown(command)))
}

fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
