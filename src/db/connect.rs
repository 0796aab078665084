//! From the configuration to a database that pages may use.
//!
//! Must stay true: nothing is handed out before the migrations are in, the runtime role exists, and `verify` has found
//! nothing; two instances may start at once, and one of them does the work while the other waits.

use anyhow::{Context, Result};
use sqlx::PgPool;

use super::{
    embedded::{self, Embedded},
    instance::{self, InstanceRow},
    migrate, owner, runtime, verify,
};
use crate::config::{Config, DatabaseConfig};

/// An open database.
#[derive(Debug)]
pub struct Database {
    /// For pages: a role that owns nothing and cannot look past row-level security.
    pub runtime: PgPool,
    /// For jobs and the command line only: at most two connections, opened when first used.
    pub owner: PgPool,
    /// What this installation is.
    pub instance: InstanceRow,
    embedded: Option<Embedded>,
}

impl Database {
    /// The folder of the private cluster; `None` when PostgreSQL is somebody else's.
    #[must_use]
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.embedded.as_ref().map(Embedded::folder)
    }

    /// Gives the connections back and stops the private cluster, in this order.
    pub async fn close(self) {
        // A page that hangs must not hold the end up: PostgreSQL's own stop disconnects whoever is left.
        let pools = async { tokio::join!(self.runtime.close(), self.owner.close()) };
        if tokio::time::timeout(std::time::Duration::from_secs(2), pools).await.is_err() {
            tracing::warn!("some database connections were still busy at the end");
        }
        stop(self.embedded).await;
    }
}

/// Opens the database that the configuration names, brings its schema up to date and makes sure of the runtime role.
pub async fn open(config: &Config) -> Result<Database> {
    let (login, embedded) = match &config.database {
        DatabaseConfig::Embedded(config) => {
            let config = config.clone();
            let embedded = tokio::task::spawn_blocking(move || Embedded::start(&config)).await??;
            (owner::Login::at_socket(embedded.socket()), Some(embedded))
        }
        DatabaseConfig::Server { url, wait } => (owner::Login::at_server(url, *wait)?, None),
    };
    match prepare(&login).await {
        Ok((runtime, instance)) => Ok(Database { runtime, owner: login.pool(), instance, embedded }),
        Err(error) => {
            stop(embedded).await;
            Err(error)
        }
    }
}

/// The owner's way in, for a command that works beside a running copy as well as without one.
#[derive(Debug)]
pub struct OwnerAccess {
    /// The owner's connections.
    pub pool: PgPool,
    /// Set when no copy was running, so that the whole database had to be opened for this command.
    own: Option<Database>,
}

impl OwnerAccess {
    /// Uses the database of a running copy, or opens it for the length of one command.
    pub async fn open(config: &Config) -> Result<Self> {
        if let DatabaseConfig::Embedded(config) = &config.database
            && let Some(socket) = embedded::running_beside(config)?
        {
            return Ok(Self { pool: owner::Login::at_socket(&socket).pool(), own: None });
        }
        let database = open(config).await?;
        Ok(Self { pool: database.owner.clone(), own: Some(database) })
    }

    /// Ends what `open` began.
    pub async fn close(self) {
        match self.own {
            Some(database) => database.close().await,
            None => self.pool.close().await,
        }
    }
}

async fn prepare(login: &owner::Login) -> Result<(PgPool, InstanceRow)> {
    let mut conn = login.connect().await?;
    owner::must_be_new_enough(&mut conn).await?;
    migrate::lock(&mut conn).await?;
    migrate::run(&mut conn).await?;
    let instance = instance::row(&mut conn).await.context("the row of table `instance` cannot be read")?;
    let role = runtime::Role::of(&instance);
    role.ensure(&mut conn).await?;
    let pool = role.pool(login.options());
    {
        let mut runtime =
            pool.acquire().await.with_context(|| format!("the role {} cannot log in", role.name))?;
        verify::refuse_if_weak(&mut runtime).await?;
    }
    // The lock ends with its session.
    sqlx::Connection::close(conn).await?;
    Ok((pool, instance))
}

async fn stop(embedded: Option<Embedded>) {
    if let Some(embedded) = embedded
        && let Err(error) = tokio::task::spawn_blocking(move || embedded.stop()).await
    {
        tracing::error!("PostgreSQL could not be stopped in order: {error}");
    }
}
