//! The first start: makes the cluster under another name and gives it its own name when it is whole.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};

use super::{OWNER, account::Account, find::Programs, folder::Folder};

/// glibc and musl always have it; elsewhere only `C` is certain.
const LOCALE: &str = if cfg!(target_os = "linux") { "C.UTF-8" } else { "C" };

/// Makes the cluster. Local logins need no password: only the account itself and root get to the socket.
pub(super) fn cluster(programs: &Programs, folder: &Folder, account: &Account) -> Result<()> {
    let unfinished = folder.unfinished();
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished)
            .with_context(|| format!("{} cannot be removed", unfinished.display()))?;
    }
    let mut command = Command::new(programs.initdb());
    command.arg("-D").arg(&unfinished).args(["-U", OWNER, "--auth-local=trust", "--auth-host=reject"]);
    command.args(["--encoding=UTF8", &format!("--locale={LOCALE}"), "--data-checksums"]);
    plain_surroundings(&mut command);
    account.take(&mut command);
    let output = command.output().with_context(|| programs.initdb().display().to_string())?;
    if !output.status.success() {
        bail!(
            "PostgreSQL could not make a new cluster in {}: {}",
            folder.path().display(),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    fs::rename(&unfinished, folder.cluster()).context("the new cluster could not be put in its place")?;
    fs::File::open(folder.path())?.sync_all().context("the data folder could not be written to the disk")
}

/// Nothing of our own environment reaches PostgreSQL, secrets least of all.
pub(super) fn plain_surroundings(command: &mut Command) {
    command.current_dir(Path::new("/")).env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", LOCALE);
    command.env("TZ", "UTC");
}
