//! Starts PostgreSQL as a direct child, starts it again when it ends, and stops it when we are done.
//!
//! Must stay true:
//! - One thread starts the child and waits for it, and lives until the end: the child's death signal fires when the
//!   *thread* that started it ends, not only when the process does.
//! - A pid is signalled only while the child is not yet reaped, so the signal cannot hit a stranger.

use std::{
    fs::{self, File, OpenOptions},
    os::fd::AsRawFd,
    os::unix::{fs::OpenOptionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions};

use super::{account::Account, create::plain_surroundings};

/// How long PostgreSQL may take to answer; after a crash it first reads its journal again.
const READY_WITHIN: Duration = Duration::from_mins(5);
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// A PostgreSQL that ran this long counts as well again.
const STEADY: Duration = Duration::from_secs(30);
/// How long the processes of a killed PostgreSQL may keep the next one out.
const LEFTOVERS_END_WITHIN: Duration = Duration::from_mins(1);
/// Disconnecting everybody and writing what is left takes milliseconds; after this it has to end without that.
const STOP_WITHIN: Duration = Duration::from_secs(8);

/// What to run, and where.
#[derive(Debug)]
pub(super) struct Plan {
    /// Our own program, open.
    pub(super) toward: File,
    pub(super) postgres: PathBuf,
    pub(super) cluster: PathBuf,
    pub(super) socket: PathBuf,
    pub(super) log: PathBuf,
    pub(super) account: Account,
}

/// The running thread. Dropping it stops PostgreSQL.
#[derive(Debug)]
pub(super) struct Supervisor {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// The child that is not yet reaped.
    child: Option<Pid>,
    stopping: bool,
    ended: bool,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Supervisor {
    /// Returns when PostgreSQL answers, or with the reason why it does not.
    pub(super) fn start(plan: Plan) -> Result<Self> {
        let shared = Arc::new(Shared::default());
        let (report, first) = mpsc::channel();
        let watched = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("postgres".to_owned())
            .spawn(move || {
                plan.watch(&watched, report);
                watched.lock().ended = true;
                watched.changed.notify_all();
            })
            .context("no thread for PostgreSQL")?;
        let supervisor = Self { shared, thread: Some(thread) };
        first.recv().map_err(|_| anyhow!("PostgreSQL's thread ended"))??;
        Ok(supervisor)
    }

    /// Stops PostgreSQL and waits until it has ended.
    pub(super) fn stop(&mut self) {
        let Some(thread) = self.thread.take() else { return };
        let mut state = self.shared.lock();
        state.stopping = true;
        self.shared.changed.notify_all();
        // SIGINT: disconnect everybody, write everything, end. SIGQUIT: end now, recover at the next start.
        for signal in [Signal::INT, Signal::QUIT] {
            if let Some(child) = state.child {
                let _ = rustix::process::kill_process(child, signal);
            }
            let waited = self.shared.changed.wait_timeout_while(state, STOP_WITHIN, |state| !state.ended);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            if state.ended {
                break;
            }
        }
        let ended = state.ended;
        drop(state);
        if !ended {
            tracing::error!("PostgreSQL does not end; its own files say how far it came");
        } else if thread.join().is_err() {
            tracing::error!("PostgreSQL's thread did not end in order");
        }
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Plan {
    fn watch(&self, shared: &Shared, report: mpsc::Sender<Result<()>>) {
        let mut report = Some(report);
        let mut pause = FIRST_PAUSE;
        let begun = Instant::now();
        for attempt in 1_u32.. {
            let started = Instant::now();
            match self.run_once(shared, &mut report) {
                Ok(()) if shared.lock().stopping => return,
                Ok(()) => tracing::error!("PostgreSQL ended by itself; starting it again"),
                Err(error) => {
                    let passing = attempt < 3
                        || (is_leftover(&error.to_string()) && begun.elapsed() < LEFTOVERS_END_WITHIN);
                    if let Some(first) = report.take_if(|_| !passing) {
                        // Nobody waits for the answer once we were told to stop.
                        let _ = first.send(Err(error));
                        return;
                    }
                    if report.is_none() {
                        tracing::error!("{error:#}");
                    }
                }
            }
            if started.elapsed() > STEADY {
                pause = FIRST_PAUSE;
            }
            let state = shared.lock();
            let waited = shared.changed.wait_timeout_while(state, pause, |state| !state.stopping);
            if waited.unwrap_or_else(PoisonError::into_inner).0.stopping {
                return;
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// One life of PostgreSQL. `Ok` when it had been ready, or was told to stop.
    fn run_once(&self, shared: &Shared, report: &mut Option<mpsc::Sender<Result<()>>>) -> Result<()> {
        let said_before = fs::metadata(&self.log).map_or(0, |meta| meta.len());
        let (mut child, pid) = {
            let mut state = shared.lock();
            if state.stopping {
                return Ok(());
            }
            let child = self.spawn()?;
            let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw).context("no pid")?;
            state.child = Some(pid);
            (child, pid)
        };
        let ready = self.wait_until_ready(&child, pid);
        if matches!(ready, Ok(true)) {
            if let Some(first) = report.take() {
                // Nobody waits for the answer once the start was given up.
                drop(first.send(Ok(())));
            } else {
                tracing::info!("PostgreSQL is back");
            }
        }
        if ready.is_err() {
            let _ = rustix::process::kill_process(pid, Signal::QUIT);
        }
        let reaped = reap(shared, &mut child, pid);
        if ready? || shared.lock().stopping {
            return Ok(());
        }
        bail!("PostgreSQL ended at its start ({}): {}", reaped?, said_since(&self.log, said_before))
    }

    fn spawn(&self) -> Result<Child> {
        let mut command = if cfg!(target_os = "linux") {
            // By the magic link, so that the account need not be able to reach our own path.
            let mut command = Command::new(format!("/proc/self/fd/{}", self.toward.as_raw_fd()));
            command.arg("__postgres").arg(std::process::id().to_string()).arg(&self.postgres);
            command
        } else {
            Command::new(&self.postgres)
        };
        command.arg("-D").arg(&self.cluster);
        for setting in self.settings() {
            command.arg("-c").arg(setting);
        }
        plain_surroundings(&mut command);
        let log = OpenOptions::new().create(true).append(true).mode(0o600).open(&self.log);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log.context("postgres.log")?);
        self.account.take(&mut command);
        // A group of its own: Ctrl-C at the terminal reaches only us, and we stop it in order.
        command.process_group(0);
        command.spawn().with_context(|| format!("{} cannot be started", self.postgres.display()))
    }

    fn settings(&self) -> Vec<String> {
        let socket = self.socket.to_string_lossy().replace('"', "\"\"");
        let mut settings = vec![
            "listen_addresses=".to_owned(),
            format!("unix_socket_directories=\"{socket}\""),
            "unix_socket_permissions=0700".to_owned(),
            "port=5432".to_owned(),
            "logging_collector=off".to_owned(),
            "max_connections=50".to_owned(),
            "timezone=UTC".to_owned(),
            "log_timezone=UTC".to_owned(),
            "cluster_name=toward".to_owned(),
            // The detail of a refused row would show what is in it.
            "log_error_verbosity=terse".to_owned(),
        ];
        if cfg!(target_os = "linux") {
            // After a crash: one call for the whole disk in place of one for each file (seconds, on a busy disk).
            settings.push("recovery_init_sync_method=syncfs".to_owned());
        }
        settings
    }

    /// As `pg_ctl` does: line 8 of `postmaster.pid` says `ready` and line 1 is our child. `false`: it ended.
    fn wait_until_ready(&self, child: &Child, pid: Pid) -> Result<bool> {
        let file = self.cluster.join("postmaster.pid");
        let own = child.id().to_string();
        let begun = Instant::now();
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        loop {
            if rustix::process::waitid(WaitId::Pid(pid), look)?.is_some() {
                return Ok(false);
            }
            let text = fs::read_to_string(&file).unwrap_or_default();
            let mut lines = text.lines().map(str::trim);
            if lines.next() == Some(&own) && lines.nth(6) == Some("ready") {
                return Ok(true);
            }
            if begun.elapsed() > READY_WITHIN {
                bail!("PostgreSQL was not ready after {} seconds", READY_WITHIN.as_secs());
            }
            std::thread::sleep(Duration::from_millis(3));
        }
    }
}

/// Waits for the child's end without reaping it, then reaps it under the lock that `stop` signals under.
fn reap(shared: &Shared, child: &mut Child, pid: Pid) -> Result<std::process::ExitStatus> {
    while let Err(error) =
        rustix::process::waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)
    {
        if error != rustix::io::Errno::INTR {
            break;
        }
    }
    let mut state = shared.lock();
    let status = child.wait();
    state.child = None;
    status.context("PostgreSQL's end could not be seen")
}

/// The processes of a killed PostgreSQL take a moment to end, and keep the next one out as long.
fn is_leftover(said: &str) -> bool {
    said.contains("shared memory") || said.contains("lock file")
}

fn said_since(log: &Path, before: u64) -> String {
    let all = fs::read(log).unwrap_or_default();
    let new = usize::try_from(before).ok().and_then(|before| all.get(before..)).unwrap_or_default();
    let text = String::from_utf8_lossy(new);
    let lines: Vec<&str> = text.lines().collect();
    lines.get(lines.len().saturating_sub(8)..).unwrap_or_default().join("\n")
}
