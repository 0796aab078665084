//! The real program, started as people start it, on a data folder and a port of its own.
//!
//! Nothing here measures time; the one limit only keeps a hanging program from hanging the tests.

use std::{
    fs::{self, File, Permissions},
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::mpsc,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal};
use tempfile::TempDir;

/// Far beyond what anything here takes on the slowest machine.
const HANGS: Duration = Duration::from_mins(4);

/// A folder for one test, which the account that PostgreSQL runs as can get to.
pub(crate) struct Place {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("toward-it-").tempdir_in("/tmp").unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let mut place = Self { folder, variables: Vec::new() };
        place.set("TOWARD_LISTEN", "127.0.0.1:0");
        let data = place.data().display().to_string();
        place.set("TOWARD_DATA_DIR", &data);
        place
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.retain(|(set, _)| set != name);
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// The program with these arguments; nothing of the tests' own environment reaches it but `PATH`.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_toward"));
        command.args(arguments).env_clear().env("HOME", self.path()).env("PATH", path_variable());
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let mut child =
            self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let said = std::thread::spawn(move || {
            let mut said = (Vec::new(), Vec::new());
            out.read_to_end(&mut said.0).unwrap();
            err.read_to_end(&mut said.1).unwrap();
            said
        });
        let status = wait(&mut child);
        let (stdout, stderr) = said.join().unwrap();
        Output { status, stdout, stderr }
    }

    /// Starts the program and returns when it is ready.
    pub(crate) fn start(&self) -> Program {
        self.try_start().unwrap_or_else(|said| panic!("the program did not start:\n{said}"))
    }

    /// Starts the program; when it ends instead of getting ready, what it said.
    pub(crate) fn try_start(&self) -> Result<Program, String> {
        let log = self.path().join(format!("log-{}", fs::read_dir(self.path()).unwrap().count()));
        let mut child =
            self.command(&[]).stdout(Stdio::piped()).stderr(File::create(&log).unwrap()).spawn().unwrap();
        let stdout = child.stdout.take().unwrap();
        let (send, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let _ = send.send(line);
            }
        });
        let mut program = Program { child, said: Vec::new(), log, data: self.data(), ready: false };
        loop {
            match lines.recv_timeout(HANGS) {
                Ok(line) if line == "Ctrl-C stops it." => {
                    program.ready = true;
                    return Ok(program);
                }
                Ok(line) => program.said.push(line),
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    let status = wait(&mut program.child);
                    assert!(!status.success(), "a refused start must not look like success");
                    return Err(program.log());
                }
                Err(mpsc::RecvTimeoutError::Timeout) => panic!("the program hangs:\n{}", program.log()),
            }
        }
    }
}

/// A running program. It and its PostgreSQL are gone when this is dropped, whatever the test did.
pub(crate) struct Program {
    child: Child,
    pub(crate) said: Vec<String>,
    log: PathBuf,
    data: PathBuf,
    /// Until then, a PostgreSQL on the folder may be another copy's.
    ready: bool,
}

impl Program {
    /// `http://127.0.0.1:<port>`, as printed.
    pub(crate) fn address(&self) -> String {
        let line = self.said.iter().find_map(|line| line.strip_prefix("Toward is ready: "));
        line.expect("the address is printed").to_owned()
    }

    /// The setup link's token, when one was printed.
    pub(crate) fn setup_token(&self) -> Option<String> {
        let start = format!("{}/start/", self.address());
        self.said.iter().find_map(|line| line.trim().strip_prefix(&start)).map(str::to_owned)
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    /// Status and body of a page.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        let mut stream = self.connect();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: it\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address().strip_prefix("http://").unwrap()).unwrap();
        stream.set_read_timeout(Some(HANGS)).unwrap();
        stream
    }

    /// Sends the program a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        rustix::process::kill_process(pid(self.child.id()), signal).unwrap();
    }

    /// Asks the program to end, and expects it to do so in order, with PostgreSQL stopped.
    pub(crate) fn stop(mut self) {
        let postgres = self.postgres();
        self.signal(Signal::TERM);
        assert_eq!(wait(&mut self.child).code(), Some(0), "{}", self.log());
        assert!(!self.pid_file().exists(), "PostgreSQL left its pid file behind");
        assert!(postgres.is_none_or(|postgres| !lives(postgres)), "PostgreSQL still runs");
    }

    /// Waits for the program to end.
    pub(crate) fn wait(&mut self) -> Option<i32> {
        wait(&mut self.child).code()
    }

    /// Ends the program without giving it a chance to do anything.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        wait(&mut self.child);
    }

    /// The private PostgreSQL's first process.
    pub(crate) fn postgres(&self) -> Option<Pid> {
        first_process(&self.pid_file())
    }

    fn pid_file(&self) -> PathBuf {
        self.data.join("cluster/postmaster.pid")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let postgres = self.postgres().filter(|_| self.ready);
        if self.child.try_wait().is_ok_and(|ended| ended.is_none()) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
        // The death signal stops PostgreSQL; the test's folder can go only then.
        if let Some(postgres) = postgres {
            until(|| !lives(postgres));
        }
    }
}

/// Another process of the test's, gone when the test is.
pub(crate) struct Other(pub(crate) Child);

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The process that a pid file of PostgreSQL names.
pub(crate) fn first_process(pid_file: &Path) -> Option<Pid> {
    let text = fs::read_to_string(pid_file).ok()?;
    Pid::from_raw(text.lines().next()?.trim().parse().ok()?)
}

/// Whether a process is there and is more than an entry that nobody has read yet.
pub(crate) fn lives(process: Pid) -> bool {
    let stat = fs::read_to_string(format!("/proc/{}/stat", process.as_raw_nonzero()));
    stat.is_ok_and(|stat| !stat.rsplit(") ").next().unwrap_or_default().starts_with('Z'))
}

/// Waits until it is so.
pub(crate) fn until(so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < HANGS, "this never comes to pass");
        std::thread::sleep(Duration::from_millis(10));
    }
}

pub(crate) fn pid(raw: u32) -> Pid {
    Pid::from_raw(raw.try_into().unwrap()).unwrap()
}

fn wait(child: &mut Child) -> std::process::ExitStatus {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if begun.elapsed() > HANGS {
            child.kill().unwrap();
            panic!("the program hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[expect(clippy::disallowed_methods, reason = "the tests pass PATH on, so that PostgreSQL is found")]
pub(crate) fn path_variable() -> std::ffi::OsString {
    std::env::var_os("PATH").unwrap_or_default()
}
