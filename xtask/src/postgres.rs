//! A PostgreSQL of our own for the tests: real, empty, on a free port, gone afterwards.

use std::fs;
use std::io::Read as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::command::{run_quietly, step};
use crate::fault::{Fault, Result, While};
use crate::prerequisites::{apt_install, in_path, is_root, major_version, temporary_folder};

const OLDEST: u32 = 15;
const SUPERUSER: &str = "dsr";

/// Durability is switched off: these data outlive no test. So is what tidies up by itself, which goes
/// round every database there is, and each test has its own.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
max_connections = 300
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = '4GB'
autovacuum = off
";

/// Stops the server and deletes its folder when this program ends, however it ends: the pipe
/// it reads closes with us, even on Ctrl-C or kill -9, when nothing of ours could still run.
const GUARDIAN: &str = r#"
trap '' INT TERM HUP
cat > /dev/null
"$@" > /dev/null 2>&1
rm -rf "$FOLDER"
"#;

pub struct Postgres {
    url: String,
    guardian: Child,
}

impl Postgres {
    pub fn start() -> Result<Self> {
        let programs = find_or_install()?;
        step("Starting PostgreSQL", || Self::start_from(&programs))
    }

    /// The address of its database `postgres`, for a superuser.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn start_from(programs: &Path) -> Result<Self> {
        let account = Account::choose()?;
        let folder = temporary_folder("postgres")?;
        let data = folder.join("data");
        let port = free_port()?;

        let pg_ctl = |words: &[&str]| {
            let mut command = account.command(&programs.join("pg_ctl"));
            command.arg("--pgdata").arg(&data).args(words).current_dir(&folder);
            command
        };
        // The guardian comes first, so that a failed start is cleared away as well.
        let stop = pg_ctl(&["--mode=immediate", "--wait", "stop"]);
        let guardian = start_guardian(&folder, &stop)?;
        let running = Self { url: format!("postgres://{SUPERUSER}@127.0.0.1:{port}/postgres"), guardian };

        account.give(&folder)?;
        run_quietly(
            account
                .command(&programs.join("initdb"))
                .arg("--pgdata")
                .arg(&data)
                .args(["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"])
                .args(["--username", SUPERUSER])
                .current_dir(&folder),
        )?;
        let options = format!("{SETTINGS}port = {port}\nunix_socket_directories = '{}'\n", folder.display());
        // PostgreSQL reads the last of several settings, and this file after its own.
        let path = data.join("postgresql.auto.conf");
        fs::write(&path, options).or_fault(path.display())?;

        let log = folder.join("log");
        let log_name = log.display().to_string();
        run_quietly(&mut pg_ctl(&["--wait", "--silent", "--log", &log_name, "start"])).map_err(|fault| {
            match fs::read_to_string(&log) {
                Ok(printed) => Fault::new(format!("{fault}\n{printed}")),
                Err(_) => fault,
            }
        })?;
        Ok(running)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Closing the pipe is the sign to stop. Nothing is left to do about a failure.
        drop(self.guardian.stdin.take());
        let _ = self.guardian.wait();
    }
}

/// `cargo xtask postgres`: one to work with by hand.
pub fn run_until_interrupted() -> Result<()> {
    let postgres = Postgres::start()?;
    println!("export TEST_POSTGRES_URL={}", postgres.url());
    println!("Ctrl-C stops it and deletes what is in it.");
    // Also ends with the input, for a script that starts this one.
    let mut ignored = [0_u8; 256];
    while std::io::stdin().read(&mut ignored).or_fault("Reading the terminal")? > 0 {}
    Ok(())
}

pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").or_fault("Looking for a free port")?;
    Ok(listener.local_addr().or_fault("Looking for a free port")?.port())
}

fn start_guardian(folder: &Path, stop: &Command) -> Result<Child> {
    let mut guardian = Command::new("sh");
    guardian
        .args(["-c", GUARDIAN, "guardian"])
        .arg(stop.get_program())
        .args(stop.get_args())
        .env("FOLDER", folder)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // Ctrl-C reaches the terminal's group of processes; this one is not of it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut guardian, 0);
    guardian.spawn().or_fault("Starting a shell")
}

/// PostgreSQL refuses to run as root, so root lends it another account.
enum Account {
    Own,
    Other(&'static str),
}

impl Account {
    fn choose() -> Result<Self> {
        if !is_root() {
            return Ok(Self::Own);
        }
        for name in ["postgres", "dsr-test"] {
            if run_quietly(Command::new("id").arg(name)).is_ok() {
                return Ok(Self::Other(name));
            }
        }
        run_quietly(Command::new("useradd").args(["--system", "--no-create-home", "dsr-test"]))?;
        Ok(Self::Other("dsr-test"))
    }

    fn command(&self, program: &Path) -> Command {
        match self {
            Self::Own => Command::new(program),
            Self::Other(name) => {
                let mut command = Command::new("runuser");
                command.args(["-u", name, "--"]).arg(program);
                command
            }
        }
    }

    fn give(&self, folder: &Path) -> Result<()> {
        match self {
            Self::Own => Ok(()),
            Self::Other(name) => run_quietly(Command::new("chown").arg(name).arg(folder)).map(drop),
        }
    }
}

fn find_or_install() -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    let purpose = format!("PostgreSQL {OLDEST} or newer");
    apt_install("postgresql", &purpose)?;
    find().ok_or_else(|| Fault::new(format!("{purpose} is missing: put its initdb and pg_ctl in the path.")))
}

/// The folder with the newest initdb that is new enough.
fn find() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let debian = versions.flatten().map(|version| version.path().join("bin"));
    let path = in_path("initdb").and_then(|file| Some(file.parent()?.to_path_buf()));
    path.into_iter()
        .chain(debian)
        .filter(|folder| folder.join("pg_ctl").is_file())
        .filter_map(|folder| {
            let printed = run_quietly(Command::new(folder.join("initdb")).arg("--version")).ok()?;
            Some((major_version(&printed)?, folder))
        })
        .filter(|(version, _)| *version >= OLDEST)
        .max()
        .map(|(_, folder)| folder)
}
