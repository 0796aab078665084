//! Help lines by country: a list that comes with the program, or the host's own file in its place.
//!
//! A wrong number is worse than none. So every line says where it was read, and either for which day that source shows
//! it or, plainly, that nobody has checked; and a file with a mistake stops the start and names the line, because a page
//! without help lines must never be a silent fallback. What a file may hold is written at the top of the built-in one.

use std::{
    collections::HashSet,
    ops::Range,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use time::{Date, Month, macros::format_description};
use toml::{Spanned, value::Datetime};

/// What comes with the program.
const BUILT_IN: &str = include_str!("../../../content/help-lines.toml");

/// All lines, in the order of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLines {
    /// Countries that have a line.
    pub countries: Vec<Country>,
    /// For readers whose country is not there.
    pub anywhere: Vec<Line>,
}

/// The lines of one country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// Two small letters: where the page jumps to.
    pub code: String,
    /// Its name, as people say it.
    pub name: String,
    /// Its lines, in the order of [`For`].
    pub lines: Vec<Line>,
}

/// One service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is called.
    pub name: String,
    /// What it is there for.
    pub what: For,
    /// For whom, in a sentence; empty when that says nothing more.
    pub who: String,
    /// How to reach it.
    pub ways: Vec<Way>,
    /// When somebody answers; empty when nobody has said.
    pub hours: String,
    /// In which languages; empty when nobody has said.
    pub languages: String,
    /// Where this was read.
    pub source: String,
    /// The day for which the source shows it.
    pub checked: Option<Date>,
}

/// What a line is there for, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum For {
    /// Somebody is in danger now.
    Emergency,
    /// Violence or control at home.
    Violence,
    /// Thoughts of suicide, or another crisis.
    Crisis,
    /// Sexual violence.
    SexualViolence,
    /// Men who are hurt.
    Men,
    /// Somebody who hurts their partner.
    OwnViolence,
    /// Counselling for couples.
    Relationship,
}

impl For {
    /// As the page says it.
    #[must_use]
    pub const fn says(&self) -> &'static str {
        match self {
            Self::Emergency => "In danger now",
            Self::Violence => "Violence or control at home",
            Self::Crisis => "Thoughts of suicide, or a crisis",
            Self::SexualViolence => "Sexual violence",
            Self::Men => "Men who are hurt",
            Self::OwnViolence => "Somebody who hurts their partner",
            Self::Relationship => "Relationships",
        }
    }
}

/// One way to reach a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// "Call", "Text START to".
    pub how: String,
    /// The number or address, as people read it.
    pub to: String,
    /// Where a tap leads; a number that a phone cannot dial by itself has none.
    pub href: Option<String>,
}

impl Way {
    /// Whether a tap opens a page of somebody else.
    #[must_use]
    pub fn leads_away(&self) -> bool {
        self.href.as_ref().is_some_and(|href| href.starts_with("https:"))
    }
}

impl Line {
    /// "20 January 2022".
    #[must_use]
    pub fn checked_on(&self) -> Option<String> {
        let date = format_description!("[day padding:none] [month repr:long] [year]");
        self.checked.and_then(|day| day.format(date).ok())
    }
}

/// Why there are no help lines.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The file could not be opened.
    #[error("the help lines in {path} could not be read: {source}")]
    File {
        /// The host's file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not as described at the top of the built-in file.
    #[error("the help lines in {place} cannot be used: line {line}: {what}")]
    Line {
        /// The host's file, or the one that comes with the program.
        place: String,
        /// Counted from one.
        line: usize,
        /// What is wrong there.
        what: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    country: Vec<RawCountry>,
    #[serde(default)]
    anywhere: Vec<RawLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCountry {
    code: Spanned<String>,
    name: Spanned<String>,
    #[serde(default)]
    line: Vec<RawLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLine {
    name: Spanned<String>,
    #[serde(rename = "for")]
    what: For,
    #[serde(default)]
    who: String,
    ways: Spanned<Vec<RawWay>>,
    #[serde(default)]
    hours: String,
    #[serde(default)]
    languages: String,
    source: Spanned<String>,
    checked: Option<Spanned<Datetime>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWay {
    by: By,
    to: Spanned<String>,
    word: Option<Spanned<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum By {
    Call,
    Text,
    Whatsapp,
    Textphone,
    Web,
}

/// What is wrong, and where in the text.
type Wrong = (Range<usize>, String);

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
        let parsed = toml::from_str::<RawFile>(text)
            .map_err(|error| (error.span().unwrap_or_default(), error.message().replace('\n', ", ")))
            .and_then(file);
        parsed.map_err(|(span, what)| {
            let before = text.get(..span.start).unwrap_or(text);
            let line = before.matches('\n').count() + 1;
            Unreadable::Line { place: place.to_owned(), line, what }
        })
    }
}

fn file(raw: RawFile) -> Result<HelpLines, Wrong> {
    let mut codes = HashSet::new();
    let countries: Vec<Country> =
        raw.country.into_iter().map(|raw| country(raw, &mut codes)).collect::<Result<_, _>>()?;
    if countries.is_empty() {
        return Err((0..0, "there is no country in it; write at least one [[country]]".to_owned()));
    }
    Ok(HelpLines { countries, anywhere: lines(raw.anywhere)? })
}

fn country(raw: RawCountry, codes: &mut HashSet<String>) -> Result<Country, Wrong> {
    let span = raw.code.span();
    let code = raw.code.into_inner();
    if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Err((span, format!("the code \"{code}\" is not two small letters, such as \"nz\"")));
    }
    if !codes.insert(code.clone()) {
        return Err((span, format!("the country \"{code}\" is in the file twice")));
    }
    if raw.line.is_empty() {
        return Err((span, format!("the country \"{code}\" has no [[country.line]]")));
    }
    Ok(Country { code, name: said(raw.name, "name")?, lines: lines(raw.line)? })
}

fn lines(raw: Vec<RawLine>) -> Result<Vec<Line>, Wrong> {
    let mut lines: Vec<Line> = raw.into_iter().map(line).collect::<Result<_, _>>()?;
    lines.sort_by_key(|line| line.what);
    Ok(lines)
}

fn line(raw: RawLine) -> Result<Line, Wrong> {
    let span = raw.ways.span();
    let ways: Vec<Way> = raw.ways.into_inner().into_iter().map(way).collect::<Result<_, _>>()?;
    if ways.is_empty() {
        return Err((span, "ways has no way to reach it".to_owned()));
    }
    Ok(Line {
        name: said(raw.name, "name")?,
        what: raw.what,
        who: raw.who,
        ways,
        hours: raw.hours,
        languages: raw.languages,
        source: said(raw.source, "source")?,
        checked: raw.checked.map(day).transpose()?,
    })
}

fn way(raw: RawWay) -> Result<Way, Wrong> {
    if let Some(word) = raw.word.as_ref().filter(|_| raw.by != By::Text) {
        return Err((word.span(), "a word can only be sent by = \"text\"".to_owned()));
    }
    let span = raw.to.span();
    let to = said(raw.to, "to")?;
    if raw.by == By::Web {
        let shown = to.strip_prefix("https://").filter(|rest| rest.contains('.') && !rest.contains(' '));
        let Some(shown) = shown else {
            return Err((span, format!("\"{to}\" is not an address that begins with https://")));
        };
        let shown = shown.trim_start_matches("www.").trim_end_matches('/').to_owned();
        return Ok(Way { how: "On the web".to_owned(), to: shown, href: Some(to) });
    }
    let digits: String = to.chars().filter(|char| char.is_ascii_digit() || *char == '+').collect();
    if digits.len() < 2 || !to.chars().all(|char| char.is_ascii_digit() || " +-()/.".contains(char)) {
        return Err((span, format!("\"{to}\" is not a number that can be called")));
    }
    let (how, href) = match (raw.by, raw.word) {
        (By::Text, Some(word)) => (format!("Text {} to", said(word, "word")?), Some(format!("sms:{digits}"))),
        (By::Text, None) => ("Text".to_owned(), Some(format!("sms:{digits}"))),
        (By::Whatsapp, _) => ("WhatsApp".to_owned(), None),
        (By::Textphone, _) => ("By text telephone (TTY)".to_owned(), None),
        (By::Call | By::Web, _) => ("Call".to_owned(), Some(format!("tel:{digits}"))),
    };
    Ok(Way { how, to, href })
}

/// A text that must not be empty.
fn said(text: Spanned<String>, key: &str) -> Result<String, Wrong> {
    let span = text.span();
    let text = text.into_inner();
    if text.trim().is_empty() { Err((span, format!("{key} is empty"))) } else { Ok(text) }
}

fn day(given: Spanned<Datetime>) -> Result<Date, Wrong> {
    let span = given.span();
    let wrong = || (span.clone(), "checked is not a day, such as 2026-03-01".to_owned());
    let given = given.into_inner();
    let date = given.date.filter(|_| given.time.is_none()).ok_or_else(wrong)?;
    let month = Month::try_from(date.month).map_err(|_| wrong())?;
    Date::from_calendar_date(i32::from(date.year), month, date.day).map_err(|_| wrong())
}

#[cfg(test)]
mod tests;
