//! An earlier run that did not end in order: its lock files are still there, perhaps its PostgreSQL as well.
//!
//! Must stay true: called only while we hold the folder's lock, so no other copy of Toward can own what we find.

use std::{
    fs,
    os::unix::fs::{MetadataExt, chown},
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal};

const PATIENCE: Duration = Duration::from_mins(1);

/// Stops a PostgreSQL that was left alone, and takes the force out of a pid that by now belongs to something else.
pub(super) fn settle(cluster: &Path, socket: &Path) -> Result<()> {
    settle_cluster(cluster)?;
    settle_socket(cluster, socket)
}

fn settle_cluster(cluster: &Path) -> Result<()> {
    let file = cluster.join("postmaster.pid");
    let Ok(text) = fs::read_to_string(&file) else { return Ok(()) };
    let Some(pid) = first_pid(&text) else { return Ok(()) };
    if is_ours(pid, cluster) {
        tracing::info!(
            pid = pid.as_raw_nonzero().get(),
            "stopping a PostgreSQL that an earlier run left behind"
        );
        // It may be ending already: then the signal comes too late, which is fine.
        let _ = rustix::process::kill_process(pid, Signal::INT);
        let begun = Instant::now();
        while is_ours(pid, cluster) && !is_zombie(pid) {
            if begun.elapsed() > PATIENCE {
                bail!("a PostgreSQL of an earlier run (process {}) does not end", pid.as_raw_nonzero());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    if file.exists() && rustix::process::test_kill_process(pid).is_ok() {
        disarm(&file, &text)?;
    }
    Ok(())
}

/// The socket has a lock file of its own, with the same weakness and without a second check behind it.
fn settle_socket(cluster: &Path, socket: &Path) -> Result<()> {
    let file = socket.join(".s.PGSQL.5432.lock");
    let Ok(text) = fs::read_to_string(&file) else { return Ok(()) };
    if first_pid(&text).is_some_and(|pid| is_ours(pid, cluster)) {
        bail!("a PostgreSQL of an earlier run still has the socket in {}", socket.display());
    }
    fs::remove_file(&file).with_context(|| format!("{} cannot be removed", file.display()))
}

/// PostgreSQL takes the file for a rival's while any process of that number lives, a zombie or a stranger included.
/// With its own parent's number (ours) it goes on to the check that counts, the one on shared memory.
fn disarm(file: &Path, text: &str) -> Result<()> {
    let meta = fs::metadata(file)?;
    let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
    fs::write(file, format!("{}\n{rest}", std::process::id()))
        .and_then(|()| chown(file, Some(meta.uid()), Some(meta.gid())))
        .with_context(|| format!("{} cannot be written", file.display()))
}

fn first_pid(text: &str) -> Option<Pid> {
    // A stand-alone backend writes its number as a negative one.
    let number: i32 = text.lines().next()?.trim().parse().ok()?;
    Pid::from_raw(number.checked_abs()?)
}

/// Whether the process is a PostgreSQL on this very cluster.
#[cfg(target_os = "linux")]
fn is_ours(pid: Pid, cluster: &Path) -> bool {
    let Ok(line) = fs::read(format!("/proc/{}/cmdline", pid.as_raw_nonzero())) else { return false };
    let mut words = line.split(|byte| *byte == 0);
    let program = words.next().map(|word| String::from_utf8_lossy(word).into_owned()).unwrap_or_default();
    program.contains("postgres") && words.any(|word| word == cluster.as_os_str().as_encoded_bytes())
}

#[cfg(target_os = "linux")]
fn is_zombie(pid: Pid) -> bool {
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap_or_default();
    stat.rsplit(") ").next().is_some_and(|state| state.starts_with('Z'))
}

#[cfg(not(target_os = "linux"))]
fn is_ours(pid: Pid, cluster: &Path) -> bool {
    let line = ps(pid, "command=");
    line.contains("postgres") && line.contains(&*cluster.to_string_lossy())
}

#[cfg(not(target_os = "linux"))]
fn is_zombie(pid: Pid) -> bool {
    ps(pid, "stat=").trim_start().starts_with('Z')
}

#[cfg(not(target_os = "linux"))]
fn ps(pid: Pid, column: &str) -> String {
    let pid = pid.as_raw_nonzero().to_string();
    let output = std::process::Command::new("ps").args(["-ww", "-o", column, "-p", &pid]).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_belongs_to_a_stranger_is_replaced_by_our_own() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("postmaster.pid");
        let socket_lock = folder.path().join(".s.PGSQL.5432.lock");
        let mut stranger = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        fs::write(&file, format!("{}\n{}\n123\n", stranger.id(), folder.path().display())).unwrap();
        fs::write(&socket_lock, format!("{}\n", stranger.id())).unwrap();
        settle(folder.path(), folder.path()).unwrap();
        assert!(!socket_lock.exists());
        let text = fs::read_to_string(&file).unwrap();
        assert!(
            text.starts_with(&format!("{}\n", std::process::id())) && text.ends_with("\n123\n"),
            "{text}"
        );
        assert!(stranger.try_wait().unwrap().is_none(), "the stranger was left alone");
        stranger.kill().unwrap();
        stranger.wait().unwrap();
    }

    #[test]
    fn a_number_that_nobody_has_is_left_to_postgresql() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("postmaster.pid");
        fs::write(&file, "2147483646\nrest\n").unwrap();
        settle(folder.path(), folder.path()).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "2147483646\nrest\n");
    }

    #[test]
    fn a_file_without_a_number_is_left_to_postgresql() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("postmaster.pid"), "").unwrap();
        settle(folder.path(), folder.path()).unwrap();
    }
}
