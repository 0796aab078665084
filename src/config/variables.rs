//! Every variable there is. `.env.example` mirrors this list; a test compares the two, names and defaults.

/// One variable that can be set.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// The default as `.env.example` shows it; empty where the default is "not set" or depends on the machine.
    pub default: &'static str,
    /// A secret is never shown, and may be given as `<NAME>_FILE`, the path of a file that holds it.
    pub secret: bool,
}

const fn plain(name: &'static str, default: &'static str) -> Variable {
    Variable { name, default, secret: false }
}

const fn secret(name: &'static str) -> Variable {
    Variable { name, default: "", secret: true }
}

/// All variables, in the order in which `.env.example` explains them.
pub const ALL: &[Variable] = &[
    plain("TOWARD_LISTEN", "127.0.0.1:3000"),
    plain("TOWARD_BASE_URL", ""),
    plain("TOWARD_ALLOW_HTTP", "false"),
    plain("TOWARD_EXIT_URL", "https://www.wikipedia.org/"),
    plain("TOWARD_HOST_NOTICE", ""),
    plain("TOWARD_HELP_LINES", ""),
    plain("TOWARD_SIGN_UP", "first-couple"),
    plain("TOWARD_DATA_DIR", ""),
    plain("PG_BIN", ""),
    secret("DATABASE_URL"),
    plain("TOWARD_DB_WAIT", "60"),
    plain("TOWARD_KDF", "standard"),
    plain("TOWARD_PEPPER_FILE", ""),
    plain("TOWARD_SMTP_HOST", ""),
    plain("TOWARD_SMTP_PORT", ""),
    plain("TOWARD_SMTP_TLS", "starttls"),
    plain("TOWARD_SMTP_ALLOW_PLAIN", "false"),
    plain("TOWARD_SMTP_CA", ""),
    plain("TOWARD_SMTP_USER", ""),
    secret("TOWARD_SMTP_PASSWORD"),
    plain("TOWARD_SMTP_TIMEOUT", "30"),
    plain("TOWARD_MAIL_FROM", ""),
    plain("TOWARD_LOG", "info"),
    plain("TOWARD_LOG_FORMAT", "text"),
];
