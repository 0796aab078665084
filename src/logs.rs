//! Logs to standard error, and nothing of what people write in any of them.
//!
//! Must stay true: a panic says where it happened and not what it was about, because its text may quote a value; and
//! no memory is ever written to a core file.

use std::sync::atomic::{AtomicBool, Ordering};

use rustix::process::{Resource, Rlimit};
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, LogsConfig};

/// Starts logging. A second call in the same process changes nothing.
pub fn start(config: &LogsConfig) {
    // The configuration has refused a filter that cannot be read.
    let filter = EnvFilter::try_new(&config.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_writer(std::io::stderr).with_env_filter(filter);
    let started = match config.format {
        LogFormat::Text => lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
    if started.is_err() {
        tracing::debug!("logging had already been started");
    }
}

/// What holds from the first line on, whatever is configured: quiet panics and no core files.
pub fn keep_quiet() {
    static DONE: AtomicBool = AtomicBool::new(false);
    if DONE.swap(true, Ordering::SeqCst) {
        return;
    }
    if let Err(error) =
        rustix::process::setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })
    {
        eprintln!("toward: core files could not be turned off: {error}");
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let thread = std::thread::current().name().unwrap_or("unnamed").to_owned();
        tracing::error!(place, thread, "a part of Toward failed in a way it should not");
    }));
}
