//! Our own process on its way to becoming PostgreSQL: `toward __postgres <parent> <program> <arguments>`.
//!
//! Linux can send a process a signal when its parent dies. Only the process itself can ask for that, and only after it
//! has changed its account, which resets the wish. So the supervisor starts us again under the other account, and here
//! we ask, look whether the parent is still there, and turn into PostgreSQL. All of it is safe code.

use std::{ffi::OsString, process::ExitCode};

/// Never returns when all goes well; the exit code says what went wrong.
#[cfg(target_os = "linux")]
#[must_use]
pub fn become_postgres(parent: i32, program: &OsString, arguments: &[OsString]) -> ExitCode {
    use std::os::unix::process::CommandExt;

    if let Err(error) = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::INT)) {
        eprintln!("toward: no signal at the parent's death: {error}");
        return ExitCode::from(3);
    }
    // The parent may have died before we asked.
    if rustix::process::getppid().map(|pid| pid.as_raw_nonzero().get()) != Some(parent) {
        return ExitCode::from(4);
    }
    let error = std::process::Command::new(program).args(arguments).exec();
    eprintln!("toward: {}: {error}", program.display());
    ExitCode::from(127)
}

/// Only Linux has such a signal. Elsewhere the supervisor starts PostgreSQL directly.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn become_postgres(_parent: i32, _program: &OsString, _arguments: &[OsString]) -> ExitCode {
    eprintln!("toward: not on this system");
    ExitCode::from(3)
}
