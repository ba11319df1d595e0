//! The subcommands.

use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use app::{
    access::{
        log::Verdict,
        permit::{Access, Clock, Database, Tables},
    },
    account,
    assessment::{loaded::Tools, model::Tool},
    base::dates,
    consent, demo, draft,
    easy_read::{model::PictureSet, pack::Pack},
    lists,
    paper::press::Press,
    person,
    web::{Site, visit::random_token},
};

use crate::{
    config::{Audit, Command, Import, Serve, Store},
    listen,
    site::{self, Build},
};

/// Why the program stops, as a sentence for whoever started it.
pub type Stop = Box<dyn std::error::Error + Send + Sync>;

/// Runs a subcommand.
///
/// # Errors
/// A sentence for whoever started it.
pub async fn run(command: Command) -> Result<(), Stop> {
    match command {
        Command::Serve(options) => serve(options).await,
        Command::Migrate(store) => {
            open(&store).await?;
            println!("The database is up to date.");
            Ok(())
        }
        Command::Demo(store) => {
            let access = open(&store).await?;
            if !fill_with_demo(&access).await? {
                return Err("The database is not empty. The demo county is only put into an empty one.".into());
            }
            print_sign_ins();
            Ok(())
        }
        Command::Import(options) => import(options).await,
        Command::Audit { command: Audit::Verify(store) } => verify(&store).await,
    }
}

async fn open(store: &Store) -> Result<Access, Stop> {
    let database =
        Database::open(&store.database_url).await.map_err(|error| format!("The database cannot be opened: {error}"))?;
    database.migrate().await?;
    Ok(Access::new(database, Clock::System))
}

/// Opens a register that is there. What is mistyped must not become a new and empty one, which would be
/// vouched for; and only `serve` and `migrate` change the tables of one.
async fn open_existing(store: &Store) -> Result<(Access, Tables), Stop> {
    const NONE: &str = "There is no register in this database. Check --database-url or DATABASE_URL. Nothing was made.";
    let opened = Database::open_existing(&store.database_url).await;
    let database = opened.map_err(|error| format!("{NONE} (The database cannot be opened: {error})"))?;
    match database.tables().await? {
        Tables::None => Err(NONE.into()),
        tables @ (Tables::Older | Tables::Current | Tables::Newer) => {
            Ok((Access::new(database, Clock::System), tables))
        }
    }
}

/// Why a list cannot be brought into a register with these tables.
fn must_be_current(tables: Tables) -> Result<(), Stop> {
    match tables {
        Tables::Current => Ok(()),
        Tables::None | Tables::Older => {
            Err("The tables of this database are of an older version. Run `server migrate` first.".into())
        }
        Tables::Newer => Err("The tables of this database are of a newer version than this program.".into()),
    }
}

async fn fill_with_demo(access: &Access) -> Result<bool, Stop> {
    let anybody = access.looking_up(async |house| account::store::anybody(house).await).await?;
    if anybody && !demo::is_unfinished(access).await? {
        return Ok(false);
    }
    println!("Filling the database with the demo county …");
    demo::fill(access).await?;
    Ok(true)
}

fn print_sign_ins() {
    println!("\nDemo sign-ins (everybody is invented; the password of each is \"{}\"):", demo::PASSWORD);
    for (who, name) in demo::SIGN_INS {
        println!("  {name:<34} {who}");
    }
    println!();
}

async fn serve(options: Serve) -> Result<(), Stop> {
    let build = Build::read(&options.site)?;
    let tools = read_tools(&options.tools)?;
    let access = open(&options.store).await?;
    if options.demo {
        fill_with_demo(&access).await?;
    }
    let (any_demo, anybody) = access
        .looking_up(async |house| Ok((account::store::any_demo(house).await?, account::store::anybody(house).await?)))
        .await?;
    if options.production && any_demo {
        return Err("This database holds demo accounts, whose password everybody knows. \
                    Start with an empty database, or without --production."
            .into());
    }
    let pictures = read_pictures(options.picture_pack.as_deref())?;
    let press = Press::new(&options.site, &pictures);
    let setup_code = random_token().chars().take(12).collect::<String>();
    if setup_code.is_empty() {
        return Err("The machine has no randomness to give.".into());
    }
    let local_rule = options.local_rule();
    let site = Arc::new(Site {
        access,
        draft_key: draft::Key::new(read_or_make_key(&options.key_file)?),
        build_id: build.id,
        secure: options.production,
        list_name: options.list_name,
        pictures: pictures.clone(),
        tools,
        local_rule,
        demo: options.demo && any_demo,
        setup_code: setup_code.clone(),
        public_url: options.public_url,
        trusted_proxies: options.trusted_proxies,
        press,
    });
    let listener = tokio::net::TcpListener::bind(options.addr)
        .await
        .map_err(|error| format!("Cannot listen on {}: {error}. Choose another with --addr.", options.addr))?;
    let addr = listener.local_addr()?;
    // On a database that is not the demo's they would open nothing.
    if options.demo && any_demo {
        print_sign_ins();
    } else if options.demo {
        println!("This database is in use and holds no demo accounts: nothing of the demo was put into it.");
    }
    if !anybody {
        println!("Nobody has an account yet. Open the address below and make the first administrator.");
        println!("Set-up code: {setup_code}");
    }
    println!("The register is at http://{addr}");
    std::io::stdout().flush()?;
    tokio::spawn(keep_house(site.access.clone()));
    listen::serve(listener, site::app(site, &options.site), listen::HEAD_PATIENCE, asked_to_stop()).await;
    Ok(())
}

/// Between two rounds of what follows from the passing of time.
const ROUND: Duration = Duration::from_secs(60 * 60);

/// Makes what lapsed meanwhile so, at the start and every hour. Nothing waits for it: a decision that
/// lapsed shows nothing from the first minute of the day, because every look checks the date; this
/// closes the entry and lets the register's team ask again. And the details of those who refused four
/// weeks ago go, and the count of guesses that make nobody wait any more.
async fn keep_house(access: Access) {
    let mut rounds = tokio::time::interval(ROUND);
    loop {
        rounds.tick().await;
        // One does not wait for the other to succeed.
        for round in [
            consent::store::settle_lapsed(&access).await,
            person::forget::forget_refused(&access).await,
            account::session::forget_tries(&access).await,
        ] {
            if let Err(error) = round {
                tracing::error!(%error, "the hourly round failed; trying again in an hour");
            }
        }
    }
}

async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}

fn read_tools(files: &[PathBuf]) -> Result<Tools, Stop> {
    let tools = Tools::read(files).map_err(|fault| format!("{fault}."))?;
    for tool in tools.given().iter().map(Tool::definition) {
        println!(
            "The tool {}, version {}, is in use from {} ({}).",
            tool.title,
            tool.version,
            dates::long(tool.effective_from),
            tool.audience.label().to_lowercase()
        );
    }
    Ok(tools)
}

fn read_pictures(folder: Option<&Path>) -> Result<Pack, Stop> {
    let Some(folder) = folder else { return Ok(Pack::default()) };
    let pack = Pack::read(folder)
        .map_err(|error| format!("The picture pack in {} cannot be read: {error}", folder.display()))?;
    println!(
        "The picture pack in {} has {} pictures in use, lacks {}, and holds {} files that are not used. \
         The page Pictures says which.",
        folder.display(),
        pack.pictures().count(),
        PictureSet::ALL.iter().map(|set| pack.missing(*set).count()).sum::<usize>(),
        pack.refused().len(),
    );
    Ok(pack)
}

/// The key lies beside the database, not in it: a stolen copy of the database opens no draft.
fn read_or_make_key(path: &Path) -> Result<[u8; 32], Stop> {
    if let Ok(bytes) = std::fs::read(path) {
        return bytes.try_into().map_err(|_| format!("{} is not a key of 32 bytes.", path.display()).into());
    }
    let text = format!("{}{}", random_token(), random_token());
    let bytes: [u8; 32] = text
        .as_bytes()
        .chunks(2)
        .map(|pair| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect::<Option<Vec<u8>>>()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or("The machine has no randomness to give.")?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(&bytes)?;
    Ok(bytes)
}

async fn import(options: Import) -> Result<(), Stop> {
    let (access, tables) = open_existing(&options.store).await?;
    must_be_current(tables)?;
    let bytes =
        std::fs::read(&options.file).map_err(|error| format!("{} cannot be read: {error}", options.file.display()))?;
    let name = options.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let counts = lists::actions::from_console(&access, &options.agency, &name, bytes).await?;
    println!(
        "{} rows: {} added, {} already here, {} set aside, {} not a person. The page Lists says why, row by row.",
        counts.rows(),
        counts.added,
        counts.matched,
        counts.set_aside,
        counts.not_a_row
    );
    Ok(())
}

async fn verify(store: &Store) -> Result<(), Stop> {
    let (access, _) = open_existing(store).await?;
    match access.looking_up(async |house| house.verify_audit().await).await? {
        Verdict::Whole { entries, head } => {
            println!("The audit log is whole: {entries} entries, head {head}");
            Ok(())
        }
        Verdict::Broken { seq, what } => Err(format!("The audit log is broken at entry {seq}: {what}.").into()),
    }
}
