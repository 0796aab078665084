//! The data folder: whose it is, who holds it, what lies where.
//!
//! Must stay true: a folder is only taken over when it is empty or already ours, because taking it over changes its
//! owner and closes it to everybody else.
//!
//! ```text
//! toward.lock   held by the running copy; also says "this folder is Toward's"
//! cluster/      PostgreSQL's files        cluster.new/   a cluster in the making
//! s/            the socket                postgres.log   what PostgreSQL says
//! ```

use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use rustix::fs::FlockOperation;
use sha2::{Digest, Sha256};

use super::account::Account;
use crate::config::EmbeddedConfig;

const LOCK: &str = "toward.lock";
/// The longest path that fits a unix socket's address.
const LONGEST_SOCKET: usize = 107;
const LARGEST_LOG: u64 = 8 * 1024 * 1024;

/// A data folder whose lock we hold.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// The lock lasts as long as this file is open; the kernel ends it with the process, however that ends.
    _lock: File,
}

impl Folder {
    /// Makes the folder if need be, hands it to the account and takes its lock.
    pub(super) fn open(path: &Path, account: &Account) -> Result<Self> {
        if path.as_os_str().is_empty() {
            bail!("This account has no home folder. Say with TOWARD_DATA_DIR where the data may live.");
        }
        let cannot = || {
            format!("The data folder {} cannot be used. TOWARD_DATA_DIR chooses another one.", path.display())
        };
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(cannot)?;
        }
        if !path.exists() {
            DirBuilder::new().mode(0o700).create(path).with_context(cannot)?;
        }
        let path = path.canonicalize().with_context(cannot)?;
        must_be_ours(&path).with_context(cannot)?;
        account.must_reach(path.parent().unwrap_or(&path))?;
        let mut options = OpenOptions::new();
        let lock = options.create(true).truncate(false).write(true).mode(0o600).open(path.join(LOCK));
        let lock = lock.with_context(cannot)?;
        if rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive).is_err() {
            bail!(
                "Another copy of Toward is already running on the data folder {}. Stop that one first, or give this \
                 one a folder of its own with TOWARD_DATA_DIR.",
                path.display()
            );
        }
        close(&path, account).with_context(cannot)?;
        Ok(Self { path, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// PostgreSQL's own folder.
    pub(super) fn cluster(&self) -> PathBuf {
        self.path.join("cluster")
    }

    /// Where a new cluster is made before it gets its name: a crash in between leaves no half cluster.
    pub(super) fn unfinished(&self) -> PathBuf {
        self.path.join("cluster.new")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.path.join("postgres.log")
    }

    /// The major version that made the cluster; `None` where there is no cluster yet.
    pub(super) fn version(&self) -> Result<Option<i32>> {
        let cluster = self.cluster();
        if !cluster.exists() {
            return Ok(None);
        }
        let file = cluster.join("PG_VERSION");
        let damaged = || format!("{} is damaged: its file PG_VERSION cannot be read", cluster.display());
        let text = fs::read_to_string(&file).with_context(damaged)?;
        text.trim().parse().map(Some).with_context(damaged)
    }

    /// Keeps the log from growing for ever: one older one is kept.
    pub(super) fn rotate_log(&self) -> Result<()> {
        let log = self.log();
        if fs::metadata(&log).is_ok_and(|meta| meta.len() > LARGEST_LOG) {
            fs::rename(&log, self.path.join("postgres.log.1")).context("postgres.log cannot be renamed")?;
        }
        Ok(())
    }
}

fn must_be_ours(path: &Path) -> Result<()> {
    if !path.is_dir() {
        bail!("it is not a folder");
    }
    let mut others = fs::read_dir(path)?.flatten().filter(|entry| entry.file_name() != "lost+found");
    if !path.join(LOCK).exists() && others.next().is_some() {
        bail!("it holds files that are not Toward's, and it would be closed to everybody else");
    }
    Ok(())
}

/// Hands a folder to the account and closes it to everybody else.
fn close(path: &Path, account: &Account) -> Result<()> {
    account.give(path)?;
    let meta = fs::metadata(path)?;
    if meta.mode() & 0o777 != 0o700 {
        fs::set_permissions(path, Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Whether a running copy holds the lock.
pub(super) fn is_in_use(path: &Path) -> Result<bool> {
    let lock = path.join(LOCK);
    if !lock.exists() {
        return Ok(false);
    }
    let lock = File::open(&lock).with_context(|| format!("{} belongs to another account", path.display()))?;
    Ok(rustix::fs::flock(&lock, FlockOperation::NonBlockingLockShared).is_err())
}

/// Whether the socket's folder may be made, or has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Make {
    /// Make it.
    Yes,
    /// Somebody has made it.
    No,
}

/// The folder of the socket: `s` in the data folder, or a short one of its own where that path is too long.
///
/// Both are found again from the data folder's path alone, so that `toward invite` finds a running copy's.
pub(super) fn socket(config: &EmbeddedConfig, data: &Path, account: &Account, make: Make) -> Result<PathBuf> {
    let inside = data.join("s");
    if fits(&inside) {
        if make == Make::Yes {
            if !inside.exists() {
                DirBuilder::new().mode(0o700).create(&inside)?;
            }
            close(&inside, account)?;
        }
        return Ok(inside);
    }
    let sum = Sha256::digest(data.as_os_str().as_encoded_bytes());
    let mark = data_encoding::HEXLOWER.encode(sum.get(..8).unwrap_or_default());
    let parent = if rustix::process::geteuid().is_root() {
        Path::new("/run")
    } else {
        config.runtime.as_deref().filter(|path| path.is_dir()).unwrap_or(Path::new("/tmp"))
    };
    let short = parent.join(format!("toward-{mark}"));
    if !fits(&short) {
        bail!(
            "The path of the data folder {} is too long for a socket in it. Choose a shorter one.",
            data.display()
        );
    }
    if make == Make::Yes {
        match DirBuilder::new().mode(0o700).create(&short) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                return Err(error).with_context(|| format!("{} cannot be made", short.display()));
            }
            Ok(()) => account.give(&short)?,
            Err(_) => {}
        }
    }
    // In /tmp anybody could have made a folder of that name first: then whoever did would be our database.
    let meta = fs::symlink_metadata(&short).with_context(|| short.display().to_string())?;
    if !meta.is_dir() || meta.uid() != account.uid() || meta.mode() & 0o777 != 0o700 {
        bail!(
            "{} is not a closed folder of our own; remove it, or choose a shorter TOWARD_DATA_DIR",
            short.display()
        );
    }
    Ok(short)
}

fn fits(folder: &Path) -> bool {
    folder.join(".s.PGSQL.5432").as_os_str().len() <= LONGEST_SOCKET
}
