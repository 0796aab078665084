//! Who PostgreSQL runs as: ourselves, or for root (which PostgreSQL refuses) an account without rights.
//!
//! Must stay true: for root, everything that PostgreSQL touches belongs to that account, and it can reach it.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::Path,
    process::Command,
};

use anyhow::{Context, Result, bail};

/// The account of the PostgreSQL processes.
#[derive(Clone, Debug)]
pub(super) struct Account {
    /// Set when we are root and have to become somebody else.
    other: Option<Other>,
}

#[derive(Clone, Debug)]
struct Other {
    name: &'static str,
    uid: u32,
    gid: u32,
}

impl Account {
    /// `postgres` first: it exists for this. `nobody` is shared by other services, so it comes second and is said.
    pub(super) fn choose() -> Result<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self { other: None });
        }
        let accounts = fs::read_to_string("/etc/passwd").context("/etc/passwd cannot be read")?;
        for name in ["postgres", "nobody"] {
            if let Some((uid, gid)) = accounts.lines().find_map(|line| ids(line, name)) {
                if name == "nobody" {
                    tracing::warn!(
                        "there is no account `postgres`, so the data belongs to `nobody`, which other services may use too"
                    );
                }
                return Ok(Self { other: Some(Other { name, uid, gid }) });
            }
        }
        bail!(
            "Toward was started by root, PostgreSQL refuses to run as root, and there is neither an account `postgres` \
             nor `nobody` to run it as. Start Toward as an ordinary user."
        )
    }

    /// The uid that files of the cluster belong to.
    pub(super) fn uid(&self) -> u32 {
        self.other.as_ref().map_or_else(|| rustix::process::geteuid().as_raw(), |other| other.uid)
    }

    /// Hands a file or folder to the account.
    pub(super) fn give(&self, path: &Path) -> Result<()> {
        if let Some(other) = &self.other {
            chown(path, Some(other.uid), Some(other.gid))
                .with_context(|| format!("{} cannot be handed to {}", path.display(), other.name))?;
        }
        Ok(())
    }

    /// Lets a command run as the account. The standard library drops our other groups when it does so.
    pub(super) fn take(&self, command: &mut Command) {
        if let Some(other) = &self.other {
            command.uid(other.uid).gid(other.gid);
        }
    }

    /// Refuses a folder that the account cannot get to, with the parent that is in the way.
    pub(super) fn must_reach(&self, folder: &Path) -> Result<()> {
        let Some(other) = &self.other else { return Ok(()) };
        let mut parents: Vec<&Path> = folder.ancestors().collect();
        parents.reverse();
        for parent in parents {
            let Ok(meta) = fs::metadata(parent) else { continue };
            let bit = if meta.uid() == other.uid {
                0o100
            } else if meta.gid() == other.gid {
                0o010
            } else {
                0o001
            };
            if meta.mode() & bit == 0 {
                bail!(
                    "Toward was started by root and runs PostgreSQL as the account `{}`, which cannot pass through {} \
                     on the way to {}. Choose another folder (TOWARD_DATA_DIR, PG_BIN), or start Toward as an \
                     ordinary user.",
                    other.name,
                    parent.display(),
                    folder.display()
                );
            }
        }
        Ok(())
    }
}

fn ids(line: &str, name: &str) -> Option<(u32, u32)> {
    let mut fields = line.split(':');
    if fields.next()? != name {
        return None;
    }
    let _secret = fields.next()?;
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        assert_eq!(
            ids("postgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash", "postgres"),
            Some((101, 104))
        );
        assert_eq!(ids("postgres2:x:101:104::/:/bin/sh", "postgres"), None);
        assert_eq!(ids("postgres:x", "postgres"), None);
    }

    #[test]
    fn a_closed_parent_is_named() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        let stranger = Account { other: Some(Other { name: "nobody", uid: 4_000_000, gid: 4_000_000 }) };
        let refused = stranger.must_reach(&folder.path().join("data")).unwrap_err().to_string();
        assert!(refused.contains(&folder.path().display().to_string()), "{refused}");
    }
}
