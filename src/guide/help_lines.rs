//! Help lines by country: a list that comes with the program, or the host's own file in its place.
//!
//! Every line says when, and by whom, it was last seen to be right, because a wrong number is worse than none. A
//! file that cannot be read stops the start: a page without help lines must never be a silent fallback.

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// What comes with the program.
const BUILT_IN: &str = include_str!("help-lines.json");

/// All lines, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HelpLines {
    /// Countries that have a line.
    pub countries: Vec<Country>,
}

/// The lines of one country.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// Its name, as the page shows it.
    pub country: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// One service.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What it is called.
    pub name: String,
    /// For whom, and when.
    pub what: String,
    /// How to reach it.
    pub ways: Vec<Way>,
    /// When, and from what source, this was last seen to be right.
    pub checked: String,
}

/// One way to reach a service.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// "Call", "Send a text message to".
    pub how: String,
    /// The number or address.
    pub to: String,
}

/// Why there are no help lines.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The file could not be opened.
    #[error("the help lines in {path} could not be read")]
    File {
        /// The host's file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not a list of help lines.
    #[error("the help lines in {place} are not as they should be: {source}")]
    Format {
        /// The host's file, or the one that comes with the program.
        place: String,
        /// Where it went wrong.
        source: serde_json::Error,
    },
    /// It has no lines, or one without a number or without a date.
    #[error(
        "the help lines in {place} need at least one line, and each a way to reach it and when it was checked"
    )]
    Incomplete {
        /// The host's file, or the one that comes with the program.
        place: String,
    },
}

impl HelpLines {
    /// The host's file if there is one, else what comes with the program.
    pub fn load(path: Option<&Path>) -> Result<Self, Unreadable> {
        let Some(path) = path else {
            return Self::parse(BUILT_IN, "the program");
        };
        let text = std::fs::read_to_string(path)
            .map_err(|source| Unreadable::File { path: path.to_owned(), source })?;
        Self::parse(&text, &path.display().to_string())
    }

    fn parse(text: &str, place: &str) -> Result<Self, Unreadable> {
        let all: Self = serde_json::from_str(text)
            .map_err(|source| Unreadable::Format { place: place.to_owned(), source })?;
        let lines = || all.countries.iter().flat_map(|country| &country.lines);
        let complete = |line: &Line| !line.ways.is_empty() && !line.checked.trim().is_empty();
        if lines().next().is_none() || !lines().all(complete) {
            return Err(Unreadable::Incomplete { place: place.to_owned() });
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_that_come_with_the_program_all_say_when_they_were_checked() {
        let all = HelpLines::load(None).unwrap();
        for line in all.countries.iter().flat_map(|country| &country.lines) {
            assert!(line.checked.contains("20"), "{} has no year", line.name);
        }
    }

    #[test]
    fn a_line_without_a_way_or_a_date_is_refused() {
        let line = |ways: &str, checked: &str| {
            format!(
                r#"{{"countries":[{{"country":"X","lines":[{{"name":"n","what":"w","ways":[{ways}],"checked":"{checked}"}}]}}]}}"#
            )
        };
        let way = r#"{"how":"Call","to":"1"}"#;
        assert!(HelpLines::parse(&line(way, "2026"), "x").is_ok());
        for bad in [line("", "2026"), line(way, " "), r#"{"countries":[]}"#.to_owned(), "{".to_owned()] {
            assert!(HelpLines::parse(&bad, "x").is_err(), "{bad}");
        }
    }

    #[test]
    fn a_file_that_is_not_there_is_an_error_that_names_it() {
        let error = HelpLines::load(Some(Path::new("/nowhere/lines.json"))).unwrap_err();
        assert!(error.to_string().contains("/nowhere/lines.json"));
    }
}
