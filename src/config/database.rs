//! Which PostgreSQL: a private one in a data folder, or somebody's own.

use std::{path::PathBuf, time::Duration};

use secrecy::SecretString;

use super::source::Reader;

/// The two ways to a database.
#[derive(Clone, Debug)]
pub enum DatabaseConfig {
    /// No `DATABASE_URL`: a private cluster that starts and stops with Toward.
    Embedded(EmbeddedConfig),
    /// A PostgreSQL server that runs without us.
    Server {
        /// `DATABASE_URL` (or `DATABASE_URL_FILE`): the owner's login. Default: not set.
        url: SecretString,
        /// `TOWARD_DB_WAIT`: how long to wait for it to answer at the start, in seconds. Default `60`.
        wait: Duration,
    },
}

/// Where the private cluster lives and which programs run it.
#[derive(Clone, Debug)]
pub struct EmbeddedConfig {
    /// `TOWARD_DATA_DIR`. Default: `/var/lib/toward` for root, else `toward` under `$XDG_DATA_HOME` or
    /// `~/.local/share`; empty for an account without a home folder, which is refused once a folder is needed.
    pub folder: PathBuf,
    /// `PG_BIN`: the folder of `postgres` and `initdb`. Default: not set, they are looked for.
    pub bin: Option<PathBuf>,
    /// The folders of `PATH`.
    pub search: Vec<PathBuf>,
    /// A short folder of this account for the socket, where the data folder's path is too long for one.
    pub runtime: Option<PathBuf>,
    /// The `toward` program, where the process is another one (a test). It is what PostgreSQL is started through.
    pub toward: Option<PathBuf>,
}

impl DatabaseConfig {
    pub(super) fn read(from: &mut Reader) -> Self {
        let url = from.secret("DATABASE_URL");
        let wait = from.text("TOWARD_DB_WAIT").parse().unwrap_or_else(|_| {
            from.problem("TOWARD_DB_WAIT", "give a number of seconds");
            60
        });
        let embedded = EmbeddedConfig::read(from);
        match url {
            Some(url) => Self::Server { url, wait: Duration::from_secs(wait) },
            None => Self::Embedded(embedded),
        }
    }
}

impl EmbeddedConfig {
    fn read(from: &mut Reader) -> Self {
        let folder = from.path("TOWARD_DATA_DIR").or_else(|| {
            let usual = usual_folder(from)?;
            from.show_default("TOWARD_DATA_DIR", usual.display().to_string());
            Some(usual)
        });
        let bin = from.path("PG_BIN");
        let path = from.surroundings("PATH").unwrap_or_default();
        let search = std::env::split_paths(&path).filter(|folder| folder.is_absolute()).collect();
        let runtime = from.surroundings("XDG_RUNTIME_DIR").map(PathBuf::from);
        Self { folder: folder.unwrap_or_default(), bin, search, runtime, toward: None }
    }
}

/// Root's home is closed to the account that PostgreSQL runs as, so root's data lives under `/var/lib`.
fn usual_folder(from: &Reader) -> Option<PathBuf> {
    if rustix::process::geteuid().is_root() {
        return Some(PathBuf::from("/var/lib/toward"));
    }
    let shared = from.surroundings("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || from.surroundings("HOME").map(|home| PathBuf::from(home).join(".local/share"));
    Some(shared.or_else(home)?.join("toward"))
}
