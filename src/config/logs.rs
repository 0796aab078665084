//! What is logged, and how. Nothing that people write is ever logged, at any level.

use super::source::Reader;

/// Settings about logs, which go to standard error.
#[derive(Clone, Debug)]
pub struct LogsConfig {
    /// `TOWARD_LOG`: a level (`error`, `warn`, `info`, `debug`) or a filter such as `info,toward::web=debug`.
    /// Default `info`.
    pub filter: String,
    /// `TOWARD_LOG_FORMAT`: `text` or `json`. Default `text`.
    pub format: LogFormat,
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object on each line, for collectors.
    Json,
}

impl LogsConfig {
    pub(super) fn read(from: &mut Reader) -> Self {
        let filter = from.text("TOWARD_LOG");
        if tracing_subscriber::EnvFilter::try_new(&filter).is_err() {
            from.problem(
                "TOWARD_LOG",
                "give error, warn, info or debug, or a filter such as info,toward=debug",
            );
        }
        let format = match from.text("TOWARD_LOG_FORMAT").as_str() {
            "text" => LogFormat::Text,
            "json" => LogFormat::Json,
            _ => {
                from.problem("TOWARD_LOG_FORMAT", "give text or json");
                LogFormat::Text
            }
        };
        Self { filter, format }
    }
}
