//! A private PostgreSQL cluster in a data folder: unix socket only, run as a direct child that ends when we end.
//!
//! Must stay true:
//! - Nobody else's files are touched: a folder that holds other things is refused, and one copy of Toward holds the
//!   lock of a folder at a time.
//! - No TCP, no download, `fsync` and data checksums on.
//! - After any kill, of us or of PostgreSQL or of both, the next start recovers without help.
//!
//! The parts: `find` (the programs), `account` (who runs them), `folder` (lock, layout, socket), `create` (the first
//! start), `leftover` (an earlier run that did not end in order), `supervisor` (the thread that starts it again and
//! stops it), `child` (our own process turning into PostgreSQL).

mod account;
pub mod child;
mod create;
mod find;
mod folder;
mod leftover;
mod supervisor;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use self::{account::Account, folder::Folder, supervisor::Supervisor};
use crate::config::EmbeddedConfig;

/// The superuser of the private cluster: the owner of everything in it.
pub const OWNER: &str = "owner";
/// The one database in it.
pub const DATABASE: &str = "toward";

/// The oldest major version that the migrations are written for.
pub const OLDEST: i32 = 14;

/// A running cluster. Dropping it stops PostgreSQL; [`Embedded::stop`] does so at a moment of one's choice.
#[derive(Debug)]
pub struct Embedded {
    supervisor: Supervisor,
    /// Held until PostgreSQL has ended: fields are dropped in the order in which they stand here.
    folder: Folder,
    socket: PathBuf,
}

impl Embedded {
    /// Starts the cluster, making it first where there is none. Blocks for about 40 ms, or 0.6 s at the first start.
    ///
    /// May be called from any thread, short-lived ones too: a thread of its own starts and watches PostgreSQL.
    pub fn start(config: &EmbeddedConfig) -> Result<Self> {
        let account = Account::choose()?;
        let programs = find::programs(config)?;
        let folder = Folder::open(&config.folder, &account)?;
        let version = folder.version()?;
        let programs = find::fitting(&programs, version, config)?;
        account.must_reach(&programs.folder)?;
        if version.is_none() {
            create::cluster(&programs, &folder, &account)?;
        }
        let socket = folder::socket(config, folder.path(), &account, folder::Make::Yes)?;
        leftover::settle(&folder.cluster(), &socket)?;
        folder.rotate_log()?;
        let toward = config.toward.as_deref().unwrap_or(Path::new("/proc/self/exe"));
        let supervisor = Supervisor::start(supervisor::Plan {
            toward: std::fs::File::open(toward).with_context(|| toward.display().to_string())?,
            postgres: programs.postgres(),
            cluster: folder.cluster(),
            socket: socket.clone(),
            log: folder.log(),
            account,
        })?;
        Ok(Self { supervisor, folder, socket })
    }

    /// The folder of the socket.
    #[must_use]
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Ends PostgreSQL in order and waits for it.
    pub fn stop(mut self) {
        self.supervisor.stop();
        if !self.socket.starts_with(self.folder.path()) {
            // A short folder of its own. It stays when something else is in it, and the next start uses it again.
            let _ = std::fs::remove_dir(&self.socket);
        }
    }
}

/// The socket of the cluster that a running copy of Toward has started on this folder, or `None` when no copy runs.
pub fn running_beside(config: &EmbeddedConfig) -> Result<Option<PathBuf>> {
    let Ok(path) = config.folder.canonicalize() else { return Ok(None) };
    if !folder::is_in_use(&path)? {
        return Ok(None);
    }
    let account = Account::choose()?;
    folder::socket(config, &path, &account, folder::Make::No).map(Some).context("the running copy's socket")
}
