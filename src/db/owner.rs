//! The owner's login: reaches the database, waits for it where it may still be starting.
//!
//! Must stay true: no text that is shown or logged holds the address's password.

use std::{
    path::Path,
    str::FromStr,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail};
use secrecy::{ExposeSecret, SecretString};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions, PgSslMode},
};

use super::embedded::{DATABASE, OLDEST, OWNER};

const NO_SUCH_DATABASE: &str = "3D000";
const STARTING_UP: &str = "57P03";
/// "Already exists, skipping" is what a start is meant to find.
const QUIET: [(&str, &str); 1] = [("client_min_messages", "warning")];

/// How the owner logs in.
#[derive(Debug)]
pub(super) struct Login {
    options: PgConnectOptions,
    /// The private cluster's database is made when it is missing; somebody else's is not ours to make.
    makes_database: bool,
    wait: Duration,
}

impl Login {
    /// To the private cluster. Every setting is given, because the library would take the rest from `PG*` variables.
    pub(super) fn at_socket(socket: &Path) -> Self {
        let options = PgConnectOptions::new_without_pgpass()
            .socket(socket)
            .host("localhost")
            .port(5432)
            .username(OWNER)
            .database(DATABASE)
            .ssl_mode(PgSslMode::Disable)
            .application_name("toward")
            .options(QUIET)
            .disable_statement_logging();
        Self { options, makes_database: true, wait: Duration::ZERO }
    }

    /// To the server of `DATABASE_URL`.
    pub(super) fn at_server(url: &SecretString, wait: Duration) -> Result<Self> {
        // The library's own error may quote the address, and with it the password.
        let options = PgConnectOptions::from_str(url.expose_secret()).map_err(|_| {
            anyhow!("DATABASE_URL is not a PostgreSQL address (postgres://user:password@host:5432/database)")
        })?;
        let options = match options.get_application_name() {
            Some(_) => options,
            None => options.application_name("toward"),
        };
        Ok(Self { options: options.options(QUIET).disable_statement_logging(), makes_database: false, wait })
    }

    pub(super) fn options(&self) -> &PgConnectOptions {
        &self.options
    }

    /// A small pool that connects when it is first used.
    pub(super) fn pool(&self) -> PgPool {
        PgPoolOptions::new()
            .max_connections(2)
            .acquire_timeout(Duration::from_secs(10))
            .idle_timeout(Duration::from_mins(1))
            .connect_lazy_with(self.options.clone())
    }

    /// One connection, after waiting for a server that is not up yet.
    pub(super) async fn connect(&self) -> Result<PgConnection> {
        let begun = Instant::now();
        let mut told = false;
        loop {
            let error = match self.options.connect().await {
                Ok(conn) => return Ok(conn),
                Err(error) => error,
            };
            if self.makes_database && code(&error).as_deref() == Some(NO_SUCH_DATABASE) {
                self.make_database().await?;
                continue;
            }
            if !may_pass(&error) || begun.elapsed() >= self.wait {
                return Err(self.no_way_in(&error));
            }
            if !told {
                tracing::info!("waiting up to {} s for the database to answer", self.wait.as_secs());
                told = true;
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    }

    async fn make_database(&self) -> Result<()> {
        let mut conn = self.options.clone().database("postgres").connect().await?;
        conn.execute(AssertSqlSafe(format!("create database {DATABASE}"))).await?;
        conn.close().await.context("the new database")
    }

    fn no_way_in(&self, error: &sqlx::Error) -> anyhow::Error {
        let place = match self.options.get_socket() {
            Some(socket) => socket.display().to_string(),
            None => format!("{}:{}", self.options.get_host(), self.options.get_port()),
        };
        let which = if self.makes_database { "The private database" } else { "The database of DATABASE_URL" };
        anyhow!("{which} at {place} does not let Toward in as {}: {error}", self.options.get_username())
    }
}

/// Refuses a server that the migrations are not written for.
pub(super) async fn must_be_new_enough(conn: &mut PgConnection) -> Result<()> {
    let number: i32 =
        sqlx::query_scalar("select current_setting('server_version_num')::int4").fetch_one(conn).await?;
    if number / 10_000 < OLDEST {
        bail!("Toward needs PostgreSQL {OLDEST} or newer; the server is version {}.", number / 10_000);
    }
    Ok(())
}

/// A server that is still starting, or a name that is not known yet (containers start together).
fn may_pass(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(_)) || code(error).as_deref() == Some(STARTING_UP)
}

fn code(error: &sqlx::Error) -> Option<String> {
    error.as_database_error()?.code().map(std::borrow::Cow::into_owned)
}
