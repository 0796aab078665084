//! What this installation was told: read once at the start, checked, and then only handed around.
//!
//! Must stay true: nothing else reads the environment; every variable is in [`ALL`] (which `.env.example` mirrors);
//! an unknown `TOWARD_*` variable or a bad value is a [`Problem`] that names it, and all problems come at once.
//! The default run needs no variable.

mod accounts;
mod database;
mod logs;
mod mail;
mod origin;
mod source;
mod variables;
mod vault;
mod web;

pub use self::{
    accounts::{AccountsConfig, SignUp},
    database::{DatabaseConfig, EmbeddedConfig},
    logs::{LogFormat, LogsConfig},
    mail::{MailConfig, SmtpConfig, SmtpTls},
    origin::{ExitUrl, Origin},
    source::{Problem, Problems, Setting, Source},
    variables::{ALL, Variable},
    vault::{Kdf, Pepper, VaultConfig},
    web::WebConfig,
};

use std::{collections::BTreeMap, ffi::OsString};

use self::source::Reader;

/// Everything that can be set, one struct for each concern.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it listens, what its address is, and what its public pages say.
    pub web: WebConfig,
    /// Which PostgreSQL.
    pub database: DatabaseConfig,
    /// Who may sign up.
    pub accounts: AccountsConfig,
    /// Where mails are handed over, if anywhere.
    pub mail: MailConfig,
    /// What is logged, and how.
    pub logs: LogsConfig,
    /// How passphrases are stretched.
    pub vault: VaultConfig,
    /// Every variable with the value in force and where it came from; secrets are already left out.
    pub settings: Vec<Setting>,
}

impl Config {
    /// The configuration that this process was started with.
    pub fn from_env() -> Result<Self, Problems> {
        Self::from_map(std::env::vars_os())
    }

    /// The configuration that these variables give. Tests use it in place of the process's own environment.
    pub fn from_map<K: Into<OsString>, V: Into<OsString>>(
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Self, Problems> {
        let variables: BTreeMap<OsString, OsString> =
            variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        let mut from = Reader::new(variables);
        let config = Self {
            web: WebConfig::read(&mut from),
            database: DatabaseConfig::read(&mut from),
            accounts: AccountsConfig::read(&mut from),
            mail: MailConfig::read(&mut from),
            logs: LogsConfig::read(&mut from),
            vault: VaultConfig::read(&mut from),
            settings: Vec::new(),
        };
        let settings = from.finish()?;
        Ok(Self { settings, ..config })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn none() -> [(&'static str, &'static str); 0] {
        []
    }

    #[test]
    fn the_default_run_needs_no_variable() {
        let config = Config::from_map(none()).unwrap();
        assert_eq!(config.web.listen.to_string(), "127.0.0.1:3000");
        assert_eq!(config.web.base_url.as_str(), "http://127.0.0.1:3000");
        assert_eq!(config.accounts.sign_up, SignUp::FirstCouple);
    }

    #[test]
    fn every_variable_is_read_by_some_concern() {
        let config = Config::from_map(none()).unwrap();
        let mut read: Vec<_> = config.settings.iter().map(|setting| setting.name).collect();
        let mut listed: Vec<_> = ALL.iter().map(|variable| variable.name).collect();
        read.sort_unstable();
        listed.sort_unstable();
        assert_eq!(read, listed);
    }

    #[test]
    fn all_problems_come_at_once_and_each_names_its_variable() {
        let problems = Config::from_map([
            ("TOWARD_LISTN", "127.0.0.1:1"),
            ("TOWARD_SIGN_UP", "everyone"),
            ("TOWARD_DB_WAIT", "soon"),
            ("TOWARD_KDF", "tiny"),
            ("TOWARD_LOG_FORMAT", "xml"),
            ("TOWARD_EXIT_URL", "javascript:alert(1)"),
            ("TOWARD_LOG", "toward=loudly"),
            ("TOWARD_ALLOW_HTTP", "maybe"),
            ("TOWARD_LISTEN", "3000"),
        ])
        .unwrap_err()
        .to_string();
        for name in [
            "TOWARD_LISTN",
            "TOWARD_SIGN_UP",
            "TOWARD_DB_WAIT",
            "TOWARD_KDF",
            "TOWARD_LOG_FORMAT",
            "TOWARD_EXIT_URL",
            "TOWARD_LOG:",
            "TOWARD_ALLOW_HTTP",
            "TOWARD_LISTEN",
        ] {
            assert!(problems.contains(name), "{name} is missing in\n{problems}");
        }
    }

    #[test]
    fn an_address_over_an_open_network_needs_https_or_a_decision() {
        let open = ("TOWARD_BASE_URL", "http://toward.example.org");
        assert!(Config::from_map([open]).unwrap_err().to_string().contains("TOWARD_ALLOW_HTTP"));
        assert!(Config::from_map([open, ("TOWARD_ALLOW_HTTP", "true")]).is_ok());
        assert!(Config::from_map([("TOWARD_BASE_URL", "https://toward.example.org")]).is_ok());
        assert!(Config::from_map([("TOWARD_LISTEN", "0.0.0.0:3000")]).is_err(), "no address was given");
    }

    #[test]
    fn secrets_are_neither_printed_nor_in_the_settings() {
        let config =
            Config::from_map([("DATABASE_URL", "postgres://someone:very-hidden@db.example/toward")]).unwrap();
        assert!(!format!("{config:?}").contains("very-hidden"));
    }

    #[test]
    fn a_secret_may_come_from_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("url");
        std::fs::write(&file, "postgres://someone:hidden@db.example/toward\n").unwrap();
        let config = Config::from_map([("DATABASE_URL_FILE", file.as_os_str())]).unwrap();
        assert!(matches!(config.database, DatabaseConfig::Server { .. }));
        let both = Config::from_map([
            ("DATABASE_URL_FILE", file.as_os_str()),
            ("DATABASE_URL", "postgres://x@y/z".as_ref()),
        ]);
        assert!(both.unwrap_err().to_string().contains("DATABASE_URL_FILE"));
    }

    #[test]
    fn an_empty_value_is_the_same_as_none() {
        let config = Config::from_map([("TOWARD_HOST_NOTICE", ""), ("DATABASE_URL", " ")]).unwrap();
        assert_eq!(config.web.host_notice, None);
        assert!(matches!(config.database, DatabaseConfig::Embedded(_)));
    }
}
