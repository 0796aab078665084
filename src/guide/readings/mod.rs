//! The guide: short pages to read, for anybody, signed in or not. Each says where it comes from.
//!
//! What must stay true: every page is one file of `content/en/guide/`, its address is a number that names no subject, and
//! its links lead to pages that anybody may open. It names the routes where it helps (`helps_at`), so that those
//! pages can lead here.

pub(super) mod pages;

use std::{collections::HashSet, sync::LazyLock};

use serde::Deserialize;
use time::{Date, Month};
use toml::value::Datetime;

use crate::content::{
    self, File, Unusable,
    words::{self, Block},
};

static ALL: LazyLock<Result<Vec<Reading>, Unusable>> = LazyLock::new(|| parse(content::GUIDE));

/// A page to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its address.
    pub number: u16,
    /// Its heading.
    pub title: String,
    /// What it says, in a sentence.
    pub summary: String,
    /// Where it stands in the guide.
    pub part: Part,
    /// The routes of the pages on which it helps.
    pub helps_at: Vec<String>,
    /// Where it comes from; at least one.
    pub sources: Vec<Source>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A part of the guide, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// What is happening to the two.
    Understanding,
    /// What passes between them.
    Between,
    /// Who else there is.
    Around,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Understanding, Self::Between, Self::Around];

    /// As the list is headed.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Understanding => "What is happening to you",
            Self::Between => "What you say to each other",
            Self::Around => "Other people, and this app",
        }
    }
}

/// Something that a page rests on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawSource")]
pub struct Source {
    /// Who wrote it.
    pub who: String,
    /// What it is called, and where it came out.
    pub what: String,
    /// "2007", or "read on 21 August 2026".
    pub when: String,
    /// Its address, where it is a page that can be opened.
    pub at: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    who: String,
    what: String,
    year: Option<u16>,
    read: Option<Datetime>,
    at: Option<String>,
}

impl TryFrom<RawSource> for Source {
    type Error = String;

    fn try_from(raw: RawSource) -> Result<Self, String> {
        let RawSource { who, what, year, read, at } = raw;
        if who.trim().is_empty() || what.trim().is_empty() {
            return Err("a source says who wrote it and what it is".to_owned());
        }
        let when = match (year, read) {
            (Some(year @ 1900..=2100), None) => year.to_string(),
            (None, Some(read)) => read_on(&read).ok_or("read is not a day, such as 2026-03-01")?,
            _ => return Err(format!("the source “{what}” needs either its year or the day it was read")),
        };
        if at.as_ref().is_some_and(|at| !at.starts_with("https://") || at.contains(' ')) {
            return Err(format!("the address of “{what}” does not begin with https://"));
        }
        Ok(Self { who, what, when, at })
    }
}

fn read_on(given: &Datetime) -> Option<String> {
    let date = given.date.filter(|_| given.time.is_none())?;
    let month = Month::try_from(date.month).ok()?;
    Date::from_calendar_date(i32::from(date.year), month, date.day).ok()?;
    Some(format!("read on {} {month} {}", date.day, date.year))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Front {
    title: String,
    summary: String,
    part: Part,
    helps_at: Vec<String>,
    source: Vec<Source>,
}

/// Where a link of a page may lead beside another page: what anybody may open.
fn public(route: &str) -> bool {
    super::LIST.contains(&("GET", route)) && !route.contains('{')
}

fn reading(file: &File, all: &[File]) -> Result<Reading, Unusable> {
    let number = file.number(".md")?;
    let (front, body) = file.front::<Front>()?;
    file.short("title", &front.title, 60)?;
    file.short("summary", &front.summary, 140)?;
    if front.source.is_empty() {
        return Err(file.unusable("it does not say where it comes from"));
    }
    if front.helps_at.is_empty() {
        return Err(file.unusable("it does not say where it helps"));
    }
    let leads = |to: &str| {
        let beside = all.iter().find(|other| other.name == to && other.name != file.name);
        match beside {
            Some(other) => other.number(".md").ok().map(|number| format!("/guide/{number}")),
            None => public(to).then(|| to.to_owned()),
        }
    };
    let blocks = words::read(body, leads).map_err(|what| file.unusable(what))?;
    if !matches!(blocks.first(), Some(Block::Paragraph(_))) {
        return Err(file.unusable("it does not begin with a paragraph"));
    }
    let Front { title, summary, part, helps_at, source: sources } = front;
    Ok(Reading { number, title, summary, part, helps_at, sources, blocks })
}

fn parse(files: &[File]) -> Result<Vec<Reading>, Unusable> {
    let mut numbers = HashSet::new();
    let mut all = Vec::new();
    for file in files {
        let reading = reading(file, files)?;
        if !numbers.insert(reading.number) {
            return Err(file.unusable("there are two of this number"));
        }
        all.push(reading);
    }
    Ok(all)
}

/// That every page can be used; asked once, at the start.
///
/// # Errors
/// When one cannot.
pub fn ready() -> Result<(), &'static Unusable> {
    ALL.as_ref().map(|_| ())
}

/// All pages, in the order of their numbers; none before [`ready`] said that they are.
#[must_use]
pub fn all() -> &'static [Reading] {
    ALL.as_ref().map_or(&[], Vec::as_slice)
}

/// The page with this number.
#[must_use]
pub fn numbered(number: u16) -> Option<&'static Reading> {
    all().iter().find(|reading| reading.number == number)
}

/// What helps on the page of this route, for a template to link to.
#[must_use]
pub fn helping_at(route: &str) -> Vec<&'static Reading> {
    all().iter().filter(|reading| reading.helps_at.iter().any(|place| place == route)).collect()
}

#[cfg(test)]
mod tests;
