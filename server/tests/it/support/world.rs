//! Databases that are copied from one that was made once, and a clock that only the test moves.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use app::{
    access::{
        model::Actor,
        permit::{Access, Clock, Database, Housekeeping},
    },
    assessment::loaded::Tools,
    base::{error::AppError, store::OnDatabase},
    demo, draft,
    easy_read::{model as easy_read, pack::Pack},
    paper::press::Press,
    web::Site,
};
use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tokio::sync::OnceCell;

use super::Browser;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// The set-up code of every test register.
pub const SETUP_CODE: &str = "test-code";

/// A register of one's own.
pub struct World {
    pub kind: Kind,
    pub access: Access,
    pub app: Router,
    clock: Arc<Mutex<DateTime<Utc>>>,
    url: String,
    _folder: Folder,
}

/// Deleted when the test is over.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn start_of_test() -> DateTime<Utc> {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

static SQLITE_DEMO: OnceCell<PathBuf> = OnceCell::const_new();
static POSTGRES_DEMO: OnceCell<String> = OnceCell::const_new();
// One at a time: copying a database needs its template to itself.
static COPYING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

fn temporary(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("dsr-it-{}", std::process::id())).join(name);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn unique() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

/// The address of the server that `cargo xtask test` started.
fn postgres_server() -> String {
    std::env::var("TEST_POSTGRES_URL").expect(
        "TEST_POSTGRES_URL is not set. Run `cargo xtask test`, or `cargo xtask postgres` and set what it prints.",
    )
}

fn postgres_database(name: &str) -> String {
    let server = postgres_server();
    let (base, _) = server.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}

/// A site with a small drawing for every picture: papers can be made before the site is built.
pub fn stub_pictures() -> &'static Path {
    static FOLDER: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();
    FOLDER.get_or_init(|| {
        // `cargo xtask pdfua` prints with the real ones.
        if let Some(real) = std::env::var_os("DSR_PRINT_SITE") {
            return real.into();
        }
        let site = temporary("site");
        for (set, colour) in [("colour", "#005eb8"), ("symbol", "#000")] {
            let folder = site.join("pictures").join(set);
            std::fs::create_dir_all(&folder).unwrap();
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><circle cx=\"16\" cy=\"16\" r=\"14\" \
                 fill=\"{colour}\"/></svg>"
            );
            for key in easy_read::picture_keys() {
                std::fs::write(folder.join(format!("{key}.svg")), &svg).unwrap();
            }
        }
        site
    })
}

async fn postgres_do(statement: String) {
    let mut connection = PgConnection::connect(&postgres_server()).await.unwrap();
    connection.execute(AssertSqlSafe(statement)).await.unwrap();
    connection.close().await.unwrap();
}

async fn fill(url: &str) {
    let database = Database::open(url).await.unwrap();
    database.migrate().await.unwrap();
    demo::fill(&Access::new(database.clone(), Clock::Set(Arc::new(Mutex::new(start_of_test()))))).await.unwrap();
    database.close().await;
}

/// A register as every test has it, over one way to the data.
pub fn site_over(access: Access) -> Site {
    Site {
        access,
        draft_key: draft::Key::new([7; 32]),
        build_id: "test".to_owned(),
        secure: false,
        list_name: "support list".to_owned(),
        pictures: Pack::default(),
        tools: Tools::default(),
        local_rule: app::authority::model::LocalRule::default(),
        demo: false,
        setup_code: SETUP_CODE.to_owned(),
        public_url: "https://register.example".to_owned(),
        trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
        press: Press::new(stub_pictures(), &Pack::default()),
    }
}

impl World {
    /// With the demo county.
    pub async fn demo(kind: Kind) -> Self {
        let turn = COPYING.lock().await;
        let folder = temporary(&unique());
        let url = match kind {
            Kind::Sqlite => {
                let template = SQLITE_DEMO
                    .get_or_init(|| async {
                        let path = temporary("template").join("demo.db");
                        fill(&format!("sqlite://{}", path.display())).await;
                        path
                    })
                    .await;
                let path = folder.join("register.db");
                std::fs::copy(template, &path).unwrap();
                format!("sqlite://{}", path.display())
            }
            Kind::Postgres => {
                let template = POSTGRES_DEMO
                    .get_or_init(|| async {
                        let name = format!("demo_{}", unique());
                        postgres_do(format!("create database {name}")).await;
                        fill(&postgres_database(&name)).await;
                        name
                    })
                    .await;
                let name = format!("t_{}", unique());
                postgres_do(format!("create database {name} template {template}")).await;
                postgres_database(&name)
            }
        };
        drop(turn);
        Self::at(kind, url, folder).await
    }

    /// With nothing in it: nobody has an account.
    pub async fn empty(kind: Kind) -> Self {
        let folder = temporary(&unique());
        let url = match kind {
            Kind::Sqlite => format!("sqlite://{}", folder.join("register.db").display()),
            Kind::Postgres => {
                let name = format!("t_{}", unique());
                postgres_do(format!("create database {name}")).await;
                postgres_database(&name)
            }
        };
        Self::at(kind, url, folder).await
    }

    async fn at(kind: Kind, url: String, folder: PathBuf) -> Self {
        let database = Database::open(&url).await.unwrap();
        database.migrate().await.unwrap();
        let clock = Arc::new(Mutex::new(start_of_test()));
        let access = Access::new(database, Clock::Set(Arc::clone(&clock)));
        let site = Arc::new(site_over(access.clone()));
        let app = server::app(site, &folder);
        Self { kind, access, app, clock, url, _folder: Folder(folder) }
    }

    /// Now, in this world.
    pub fn now(&self) -> DateTime<Utc> {
        *self.clock.lock().unwrap()
    }

    /// Lets time pass.
    pub fn pass(&self, time: TimeDelta) {
        *self.clock.lock().unwrap() += time;
    }

    /// The address of this world's database, for opening it from outside.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A browser with nobody signed in.
    pub fn browser(&self) -> Browser {
        Browser::new(self.app.clone())
    }

    /// A browser with somebody of the demo county signed in.
    pub async fn signed_in(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        let page = browser.post("/sign-in", &[("email", name), ("password", demo::PASSWORD)]).await;
        assert_eq!(page.status, 303, "{name} could not sign in: {}", page.text());
        browser
    }

    /// Looks into the database, past every permit. For tests only: that is why it is here.
    pub async fn peek<T>(&self, work: impl AsyncFnOnce(&mut Housekeeping) -> Result<T, AppError>) -> T {
        self.access.housekeeping(work).await.unwrap()
    }

    /// A count by SQL, past every permit.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut rows = self.rows(sql).await;
        rows.pop().unwrap().pop().unwrap().parse().unwrap()
    }

    /// Runs a statement past every permit, to meddle.
    pub async fn meddle(&self, sql: &'static str) {
        self.try_meddle(sql).await.unwrap();
    }

    /// The same where the database may refuse.
    pub async fn try_meddle(&self, sql: &'static str) -> Result<(), AppError> {
        let meddled = async |house: &mut Housekeeping| {
            match house.conn() {
                app::base::store::Conn::Sqlite(tx) => {
                    sqlx::query(sql).execute(&mut **tx).await?;
                }
                app::base::store::Conn::Postgres(tx) => {
                    sqlx::query(sql).execute(&mut **tx).await?;
                }
            }
            Ok(())
        };
        self.access.housekeeping(meddled).await
    }

    /// One column of text (cast it in the statement) from every row.
    pub async fn column(&self, sql: &'static str) -> Vec<String> {
        self.peek(async |house| {
            let rows: Vec<(String,)> = match house.conn() {
                app::base::store::Conn::Sqlite(tx) => sqlx::query_as(sql).fetch_all(&mut **tx).await?,
                app::base::store::Conn::Postgres(tx) => sqlx::query_as(sql).fetch_all(&mut **tx).await?,
            };
            Ok(rows.into_iter().map(|(text,)| text).collect())
        })
        .await
    }

    async fn rows(&self, sql: &'static str) -> Vec<Vec<String>> {
        self.peek(async |house| {
            let rows: Vec<(i64,)> = match house.conn() {
                app::base::store::Conn::Sqlite(tx) => sqlx::query_as(sql).fetch_all(&mut **tx).await?,
                app::base::store::Conn::Postgres(tx) => sqlx::query_as(sql).fetch_all(&mut **tx).await?,
            };
            Ok(rows.into_iter().map(|(count,)| vec![count.to_string()]).collect())
        })
        .await
    }

    /// The id of somebody of the demo county, by name.
    pub async fn person(&self, given: &'static str) -> String {
        self.peek(async |house| {
            let row: (String,) = app::fetch_one!(house, "select person_id from person where given_name = $1", given)?;
            Ok(row.0)
        })
        .await
    }

    /// The id of an agency, by code.
    pub async fn agency(&self, code: &'static str) -> String {
        self.peek(async |house| {
            let row: (String,) = app::fetch_one!(house, "select agency_id from agency where code = $1", code)?;
            Ok(row.0)
        })
        .await
    }

    /// The actor behind an account, for calling stores directly.
    pub async fn actor(&self, name: &str) -> Actor {
        let staff =
            self.peek(async |house| Ok(app::account::store::credentials(house, name).await?.unwrap().staff_id)).await;
        let token = app::account::session::start(&self.access, &staff).await.unwrap();
        match app::account::session::find(&self.access, &token).await.unwrap() {
            app::account::session::Session::SignedIn { actor, .. } => *actor,
            other @ (app::account::session::Session::Nobody
            | app::account::session::Session::Ended { .. }
            | app::account::session::Session::HandedOver { .. }) => {
                panic!("{name} is not signed in: {other:?}")
            }
        }
    }
}
