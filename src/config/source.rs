//! Reads variables by name, keeps where each value came from, and collects what is wrong with them.
//!
//! Must stay true: a secret's value never reaches a [`Setting`] or a [`Problem`].

use std::{collections::BTreeMap, ffi::OsString, fmt, path::PathBuf};

use secrecy::SecretString;

use super::variables::{ALL, Variable};

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Nobody set it.
    Default,
    /// The environment.
    Environment,
    /// A file that `<NAME>_FILE` named.
    File(PathBuf),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Environment => f.write_str("environment"),
            Self::File(path) => write!(f, "file {}", path.display()),
        }
    }
}

/// One variable's value in force, ready to be shown.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The variable.
    pub name: &'static str,
    /// The value; for a secret only whether there is one.
    pub shown: String,
    /// Where the value came from.
    pub source: Source,
}

/// What is wrong with one variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The variable as it was written.
    pub variable: String,
    /// One sentence.
    pub what: String,
}

/// Why the configuration cannot be used: at least one problem.
#[derive(Clone, Debug, thiserror::Error)]
pub struct Problems(Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Toward cannot start with this configuration:")?;
        for problem in &self.0 {
            write!(f, "\n  {}: {}", problem.variable, problem.what)?;
        }
        f.write_str("\n`.env.example` explains every variable; `toward config` shows the values in force.")
    }
}

/// Hands out values and remembers what was asked for.
pub(super) struct Reader {
    variables: BTreeMap<OsString, OsString>,
    settings: Vec<Setting>,
    problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn new(variables: BTreeMap<OsString, OsString>) -> Self {
        Self { variables, settings: Vec::new(), problems: Vec::new() }
    }

    /// The value of a variable of [`ALL`], or its default.
    pub(super) fn text(&mut self, name: &'static str) -> String {
        self.optional(name).unwrap_or_else(|| listed(name).map_or("", |v| v.default).to_owned())
    }

    /// The value that somebody set. Empty counts as not set: that is how compose files leave things out.
    pub(super) fn optional(&mut self, name: &'static str) -> Option<String> {
        let value = self.environment(name);
        let (shown, source) = match &value {
            Some(value) => (value.clone(), Source::Environment),
            None => (listed(name).map_or("", |v| v.default).to_owned(), Source::Default),
        };
        self.settings.push(Setting { name, shown, source });
        value
    }

    /// A path, which may hold bytes that are not text.
    pub(super) fn path(&mut self, name: &'static str) -> Option<PathBuf> {
        let value = self.variables.get(&OsString::from(name)).filter(|value| !value.is_empty());
        let path = value.map(PathBuf::from);
        let (shown, source) = match &path {
            Some(path) => (path.display().to_string(), Source::Environment),
            None => (String::new(), Source::Default),
        };
        self.settings.push(Setting { name, shown, source });
        path
    }

    /// A secret, from the variable itself or from the file that `<NAME>_FILE` names (its last line break left out).
    pub(super) fn secret(&mut self, name: &'static str) -> Option<SecretString> {
        let by_file = format!("{name}_FILE");
        let direct = self.environment(name);
        let file = self.environment(&by_file).map(PathBuf::from);
        let (value, source) = match (direct, file) {
            (Some(_), Some(_)) => {
                self.problem(&by_file, format!("{name} is set too; keep one of the two"));
                (None, Source::Default)
            }
            (Some(value), None) => (Some(value), Source::Environment),
            (None, Some(path)) => match std::fs::read_to_string(&path) {
                Ok(text) => (Some(text.trim_end_matches(['\r', '\n']).to_owned()), Source::File(path)),
                Err(error) => {
                    self.problem(&by_file, format!("{} cannot be read: {error}", path.display()));
                    (None, Source::Default)
                }
            },
            (None, None) => (None, Source::Default),
        };
        let shown = if value.is_some() { "(set, not shown)" } else { "" };
        self.settings.push(Setting { name, shown: shown.to_owned(), source });
        value.map(SecretString::from)
    }

    /// Something that is no setting of ours but shapes a default, such as `HOME` or `PATH`.
    pub(super) fn surroundings(&self, name: &str) -> Option<OsString> {
        self.variables.get(&OsString::from(name)).filter(|value| !value.is_empty()).cloned()
    }

    /// Shows a default that depends on the machine in place of the empty one.
    pub(super) fn show_default(&mut self, name: &'static str, shown: String) {
        if let Some(setting) = self.settings.iter_mut().find(|setting| setting.name == name)
            && setting.source == Source::Default
        {
            setting.shown = shown;
        }
    }

    pub(super) fn problem(&mut self, variable: &str, what: impl Into<String>) {
        self.problems.push(Problem { variable: variable.to_owned(), what: what.into() });
    }

    /// What was read, unless something is wrong or a `TOWARD_*` variable is not ours.
    pub(super) fn finish(mut self) -> Result<Vec<Setting>, Problems> {
        let unknown: Vec<String> = self
            .variables
            .keys()
            .map(|name| name.to_string_lossy().into_owned())
            .filter(|name| name.starts_with("TOWARD_") && !known(name))
            .collect();
        for name in unknown {
            self.problem(&name, "no such variable; its name may be misspelled");
        }
        if self.problems.is_empty() { Ok(self.settings) } else { Err(Problems(self.problems)) }
    }

    fn environment(&mut self, name: &str) -> Option<String> {
        let Ok(value) = self.variables.get(&OsString::from(name))?.clone().into_string() else {
            self.problem(name, "the value is not readable text (UTF-8)");
            return None;
        };
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    }
}

fn listed(name: &str) -> Option<&'static Variable> {
    ALL.iter().find(|variable| variable.name == name)
}

fn known(name: &str) -> bool {
    listed(name).is_some()
        || name.strip_suffix("_FILE").and_then(listed).is_some_and(|variable| variable.secret)
}
