//! The PostgreSQL cluster of a test run: the one that `TEST_DATABASE_URL` names (a superuser's URL), or a private one
//! started for this run. Every test gets a database of its own, cloned from a migrated template.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, postgres::PgConnectOptions};
use tokio::sync::{Mutex, OnceCell};
use toward::{config::Config, db};

/// Cloned databases are one installation to the cluster, so their runtime role is one too: two starts at the same moment
/// would both write its row.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

const TEMPLATE: &str = "toward_template";

/// The superuser's URL without a database name, split at where the name goes.
struct Server {
    before: String,
    after: String,
    #[expect(dead_code, reason = "its input stays open as long as it is held")]
    private: Option<Child>,
}

impl Server {
    fn url(&self, database: &str) -> String {
        format!("{}/{database}{}", self.before, self.after)
    }

    fn from_url(url: &str) -> Self {
        let (base, query) =
            url.split_once('?').map_or((url, String::new()), |(base, query)| (base, format!("?{query}")));
        let scheme = base.find("://").expect("a URL") + 3;
        let before = base[scheme..].find('/').map_or(base, |at| &base[..scheme + at]);
        Self { before: before.to_owned(), after: query, private: None }
    }

    /// The script's own cluster. It ends, and tidies up, when this process does: its command waits for the end of a pipe
    /// that we hold.
    fn private() -> Self {
        let mut script = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/test-db"))
            .args(["sh", "-c", "echo \"$TEST_DATABASE_URL\"; cat >/dev/null"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("scripts/test-db");
        let mut url = String::new();
        let said = script.stdout.take().expect("its output");
        BufReader::new(said).read_line(&mut url).expect("an address");
        let server = Self::from_url(url.trim());
        Self { private: Some(script), ..server }
    }
}

#[expect(clippy::disallowed_methods, reason = "a test run has no other configuration")]
fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| match std::env::var("TEST_DATABASE_URL") {
        Ok(url) => Server::from_url(&url),
        Err(_) => Server::private(),
    })
}

async fn admin() -> PgConnection {
    let options: PgConnectOptions = server().url("postgres").parse().expect("a URL");
    PgConnection::connect_with(&options).await.expect("the test cluster answers")
}

/// The configuration for a database of this name.
pub fn config_for(database: &str, more: &[(&str, &str)]) -> Config {
    let url = server().url(database);
    let mut variables = vec![("DATABASE_URL", url.as_str()), ("TOWARD_EXIT_URL", "https://weather.example/")];
    variables.extend(more);
    Config::from_map(variables).expect("a configuration")
}

/// A superuser's address of a database.
pub fn url(database: &str) -> String {
    server().url(database)
}

/// A new empty database.
pub async fn empty_database() -> String {
    let name = format!("toward_test_{}", uuid::Uuid::new_v4().simple());
    let sql = format!("create database {name}");
    sqlx::query(AssertSqlSafe(sql)).execute(&mut admin().await).await.expect("a database");
    name
}

/// Opens a database as the program does.
pub async fn open(config: &Config) -> db::Database {
    let _one = ONE_AT_A_TIME.lock().await;
    db::open(config).await.expect("a database")
}

/// A new database with the schema in it.
pub async fn database() -> String {
    static READY: OnceCell<()> = OnceCell::const_new();
    READY.get_or_init(template).await;
    let name = format!("toward_test_{}", uuid::Uuid::new_v4().simple());
    let mut admin = admin().await;
    // one clone at a time: the template must have no other session
    let _one = ONE_AT_A_TIME.lock().await;
    let sql = format!("create database {name} template {TEMPLATE}_{}", std::process::id());
    sqlx::query(AssertSqlSafe(sql)).execute(&mut admin).await.expect("a database");
    name
}

async fn template() {
    let mut admin = admin().await;
    // databases of runs that ended before they could tidy up
    let old: Vec<String> = sqlx::query_scalar(
        "select datname from pg_database d where datname like 'toward\\_te%'
         and not exists (select from pg_stat_activity a where a.datname = d.datname)
         and (pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification < now() - interval '1 hour'",
    )
    .fetch_all(&mut admin)
    .await
    .expect("a list");
    for name in old {
        let sql = format!("drop database if exists {name}");
        drop(sqlx::query(AssertSqlSafe(sql)).execute(&mut admin).await);
    }
    let name = format!("{TEMPLATE}_{}", std::process::id());
    let sql = format!("create database {name}");
    sqlx::query(AssertSqlSafe(sql)).execute(&mut admin).await.expect("a template");
    let database = db::open(&config_for(&name, &[])).await.expect("a migrated template");
    database.close().await;
}
