//! Promises to start from: offered in the form for a promise, never put into a plan by themselves.
//!
//! What must stay true: each can be seen or heard when it happens, and none of them is one that the plan would refuse.

use std::{collections::HashSet, sync::LazyLock};

use serde::Deserialize;
use time::Weekday;

use super::{HowOften, Kind};

/// What comes with the program.
const ENGLISH: &str = include_str!("../../content/en/commitments.toml");

static ALL: LazyLock<Result<Vec<Starting>, Unusable>> = LazyLock::new(|| parse(ENGLISH));

/// The longest one: what stands in a list on a phone is short.
const LONGEST: usize = 140;

/// A promise to start from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Starting {
    /// Its name in an address; it says nothing of anybody.
    pub code: String,
    /// What sort of promise it is.
    pub kind: Kind,
    /// What can be seen.
    pub act: String,
    /// How often.
    pub how_often: HowOften,
}

/// Why the list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// It is not a list of this kind.
    #[error("the list of promises to start from is not as it needs to be: {0}")]
    Format(#[from] toml::de::Error),
    /// One of them does not say what it needs to.
    #[error("the list of promises to start from, “{code}”: {what}")]
    Item {
        /// Which one.
        code: String,
        /// What is not right.
        what: &'static str,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    language: String,
    item: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    code: String,
    kind: Kind,
    act: String,
    how_often: Often,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Often {
    Once,
    Daily,
    Weekly,
    Weekdays,
    Monthly,
    WhenItHappens,
}

impl From<Often> for HowOften {
    fn from(often: Often) -> Self {
        match often {
            Often::Once => Self::Once,
            Often::Daily => Self::Daily,
            Often::Weekly => Self::Weekly,
            Often::Weekdays => Self::Weekdays(vec![
                Weekday::Monday,
                Weekday::Tuesday,
                Weekday::Wednesday,
                Weekday::Thursday,
                Weekday::Friday,
            ]),
            Often::Monthly => Self::Monthly,
            Often::WhenItHappens => Self::WhenItHappens,
        }
    }
}

fn parse(text: &str) -> Result<Vec<Starting>, Unusable> {
    let list: List = toml::from_str(text)?;
    let unusable = |code: &str, what| Unusable::Item { code: code.to_owned(), what };
    if list.language != "en" {
        return Err(unusable(&list.language, "this language is none that the program has"));
    }
    let mut codes = HashSet::new();
    let mut all = Vec::new();
    for item in list.item {
        if item.code.is_empty() || !item.code.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
            return Err(unusable(&item.code, "a code is small letters and hyphens"));
        }
        if !codes.insert(item.code.clone()) {
            return Err(unusable(&item.code, "there are two of this code"));
        }
        if item.act.trim().is_empty() || item.act.chars().count() > LONGEST {
            return Err(unusable(&item.code, "it needs one or two short sentences"));
        }
        if super::refusal::check(&item.act).is_some() {
            return Err(unusable(&item.code, "the plan would not hold it"));
        }
        let (kind, how_often) = (item.kind, item.how_often.into());
        all.push(Starting { code: item.code, kind, act: item.act, how_often });
    }
    Ok(all)
}

/// Whether the list that comes with the program can be used; asked at the start.
///
/// # Errors
/// When it cannot be used.
pub fn ready() -> Result<(), &'static Unusable> {
    ALL.as_ref().map(|_| ())
}

/// All of them, by kind.
#[must_use]
pub fn all() -> &'static [Starting] {
    ALL.as_deref().unwrap_or_default()
}

/// The one with this code.
#[must_use]
pub fn of(code: &str) -> Option<&'static Starting> {
    all().iter().find(|starting| starting.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_something_to_start_from_of_every_kind() {
        ready().unwrap();
        for kind in [Kind::Action, Kind::Boundary, Kind::Support, Kind::Openness] {
            assert!(all().iter().filter(|one| one.kind == kind).count() >= 3, "{kind:?}");
        }
        let kinds: Vec<Kind> = all().iter().map(|one| one.kind).collect();
        let mut once = kinds.clone();
        once.dedup();
        assert_eq!(once.len(), 4, "those of one kind stand together: {kinds:?}");
        assert_eq!(of("decide-together").unwrap().kind, Kind::Boundary);
        assert_eq!(of("nothing"), None);
    }

    #[test]
    fn one_that_the_plan_would_refuse_is_no_start() {
        let bad = ENGLISH.replace("I come home when I said I would,", "I give you my PIN,");
        assert!(parse(&bad).unwrap_err().to_string().contains("home-when"));
        let twice = ENGLISH.replace("\"quiet-nights\"", "\"home-when\"");
        assert!(parse(&twice).is_err());
    }
}
