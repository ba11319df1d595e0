//! The one program: `server serve`, `migrate`, `demo`, `import`, `audit verify`.

use std::process::ExitCode;

use clap::Parser;
use server::{config::Cli, panics, serve};

#[tokio::main]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,sqlx=warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    panics::log_without_message();
    match serve::run(Cli::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            eprintln!("{stop}");
            ExitCode::FAILURE
        }
    }
}
