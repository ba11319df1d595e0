//! Settings, by flag or environment, with safe defaults.

use std::{net::SocketAddr, path::PathBuf};

use app::{
    authority::model::{LocalRule, Under16},
    web::proxy::TrustedProxy,
};
use clap::{Args, Parser, Subcommand};

/// The Dynamic Support Register.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the register (migrates the database first)
    Serve(Serve),
    /// Bring the database's tables up to date, and stop
    Migrate(Store),
    /// Fill an empty database with the demo county
    Demo(Store),
    /// Bring a list in for an agency, from a CSV, TSV, XLSX or ODS file
    Import(Import),
    /// Check the audit log
    Audit {
        /// What to do with it.
        #[command(subcommand)]
        command: Audit,
    },
}

/// Where the register is kept.
#[derive(Debug, Clone, Args)]
pub struct Store {
    /// The database: sqlite://PATH (made by serve, migrate and demo if it is missing) or postgres://USER@HOST/NAME
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://register.db", hide_env_values = true)]
    pub database_url: String,
}

/// How to serve it.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    #[command(flatten)]
    pub store: Store,
    /// The address to listen on
    #[arg(long, env = "DSR_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,
    /// The folder of styles, scripts and pictures that `cargo xtask build` makes
    #[arg(long, env = "DSR_SITE", default_value = "target/site")]
    pub site: PathBuf,
    /// Fill an empty database with the demo county, and show its sign-ins. Never in production
    #[arg(long, env = "DSR_DEMO")]
    pub demo: bool,
    /// For real people: cookies need HTTPS, and the server refuses to start with demo accounts
    #[arg(long, env = "DSR_PRODUCTION", conflicts_with = "demo")]
    pub production: bool,
    /// The file of the key that seals drafts (made if missing, readable by its owner only)
    #[arg(long, env = "DSR_KEY_FILE", default_value = "register.key")]
    pub key_file: PathBuf,
    /// Where people reach the register, such as https://register.example: printed on paper forms, and
    /// where forms may come from, whatever name a proxy asks under.
    /// Without it, the address that the browser of whoever prints asked for
    #[arg(long, env = "DSR_PUBLIC_URL", default_value = "")]
    pub public_url: String,
    /// The address or network (10.0.0.0/8) of a proxy whose X-Forwarded-For is believed; several are given
    /// one by one, or with commas. Without it, all who come through a proxy share its patience with guesses
    #[arg(long = "trusted-proxy", env = "DSR_TRUSTED_PROXY", value_name = "ADDRESS", value_delimiter = ',')]
    pub trusted_proxies: Vec<TrustedProxy>,
    /// What people call the register
    #[arg(long, env = "DSR_LIST_NAME", default_value = "support list")]
    pub list_name: String,
    /// A folder of the organisation's own pictures: colour/KEY.png (or photo/), symbol/KEY.svg …
    #[arg(long, env = "DSR_PICTURE_PACK")]
    pub picture_pack: Option<PathBuf>,
    /// A clinical support tool of the organisation's own, as a data file; several are given one by one, or with commas
    #[arg(long = "tool", env = "DSR_TOOL", value_name = "FILE", value_delimiter = ',')]
    pub tools: Vec<PathBuf>,
    /// Who decides under 16: "gillick" (a child who understands enough decides) or "parent"
    #[arg(long, env = "DSR_UNDER_16", default_value = "gillick")]
    pub under_16: Under16,
    /// Let somebody with parental responsibility decide for a 16 or 17 year old who cannot
    #[arg(long, env = "DSR_PARENT_AT_16")]
    pub parent_at_16: bool,
    /// After how many months a yes is asked again, at most 12
    #[arg(long, env = "DSR_ASK_AGAIN_MONTHS", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=12))]
    pub ask_again_months: u32,
}

impl Serve {
    /// What this register decides for itself.
    #[must_use]
    pub const fn local_rule(&self) -> LocalRule {
        LocalRule { under_16: self.under_16, parent_at_16: self.parent_at_16, ask_again_months: self.ask_again_months }
    }
}

/// What to bring in.
#[derive(Debug, Clone, Args)]
pub struct Import {
    #[command(flatten)]
    pub store: Store,
    /// The list
    pub file: PathBuf,
    /// The code of the agency whose list it is (see the page Agencies)
    #[arg(long)]
    pub agency: String,
}

/// What to do with the audit log.
#[derive(Debug, Clone, Subcommand)]
pub enum Audit {
    /// Prove that no entry was changed, removed or put in between
    Verify(Store),
}
