//! `cargo xtask serve`: everything built, then the demo.

use std::process::Command;

use crate::command::{cargo, run, shown_step};
use crate::fault::Result;
use crate::site;
use crate::workspace::{Profile, Workspace};

pub fn serve(workspace: &Workspace, profile: Profile, arguments: &[String]) -> Result<()> {
    site::build(workspace, profile)?;
    build_server(workspace, profile)?;
    let mut server = Command::new(workspace.server(profile));
    server.args(["serve", "--demo", "--site", "target/site"]).args(arguments).current_dir(workspace.root());
    become_command(server)
}

/// A cargo call of its own: asking for server and browser module together would unite their
/// features and build both anew.
pub fn build_server(workspace: &Workspace, profile: Profile) -> Result<()> {
    let mut arguments = vec!["build", "--package", "server"];
    match profile {
        Profile::Debug => {}
        Profile::Release => arguments.push("--release"),
    }
    shown_step("Server: compile", || run(&mut cargo(workspace, &arguments)))
}

/// Becomes the server, so that Ctrl-C and the exit code are the server's own.
#[cfg(unix)]
fn become_command(mut command: Command) -> Result<()> {
    use crate::fault::Fault;
    use std::os::unix::process::CommandExt as _;

    let error = command.exec();
    Err(Fault::new(format!("The server could not start: {error}")))
}

#[cfg(not(unix))]
fn become_command(mut command: Command) -> Result<()> {
    run(&mut command)
}
