//! The file of refusals as it is written, and what makes it one that can be used.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Rule, Rules, Turns, fold};
use crate::wording::{phrase::Phrase, words::Spellings};

/// Why the file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// It is not a file of this kind.
    #[error("the list of refusals is not as it needs to be: {0}")]
    Format(#[from] toml::de::Error),
    /// A part of it does not say what it needs to.
    #[error("the list of refusals, “{about}”: {what}")]
    Part {
        /// Which one.
        about: String,
        /// What is not right.
        what: String,
    },
}

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    language: String,
    spellings: Spellings,
    pub(super) words: BTreeMap<String, String>,
    pub(super) not: Not,
    pub(super) rule: Vec<Written>,
}

/// What turns a sentence round.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Not {
    pub(super) before: Vec<String>,
    pub(super) after: Vec<String>,
    pub(super) nothing: Vec<String>,
}

/// A rule of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub(super) about: String,
    pub(super) title: String,
    pub(super) reason: String,
    pub(super) instead: String,
    pub(super) phrases: Vec<String>,
    #[serde(default)]
    pub(super) always: Vec<String>,
    pub(super) unless: Vec<String>,
    pub(super) refuses: Vec<String>,
    pub(super) holds: Vec<String>,
}

impl List {
    /// The rules, if all of them can be used.
    pub(super) fn ready(self) -> Result<Rules, Unusable> {
        if self.language != "en" {
            return Err(part("language", format!("“{}” is none that the program has", self.language)));
        }
        let read = |about: &str, phrases: &[String]| -> Result<Vec<Phrase>, Unusable> {
            phrases.iter().map(|text| self.phrase(text).map_err(|what| part(about, what))).collect()
        };
        let turns = Turns {
            before: read("not", &self.not.before)?,
            after: read("not", &self.not.after)?,
            nothing: read("not", &self.not.nothing)?,
        };
        let mut rules = Vec::new();
        for written in &self.rule {
            let says = [&written.title, &written.reason, &written.instead];
            let lists = [&written.phrases, &written.refuses, &written.holds];
            if says.iter().any(|text| text.trim().is_empty()) || lists.iter().any(|list| list.is_empty()) {
                return Err(part(&written.about, "something is empty".to_owned()));
            }
            rules.push(Rule {
                reason: written.reason.clone(),
                instead: written.instead.clone(),
                phrases: read(&written.about, &written.phrases)?,
                always: read(&written.about, &written.always)?,
                unless: read(&written.about, &written.unless)?,
            });
        }
        if rules.is_empty() {
            return Err(part("rule", "there is none".to_owned()));
        }
        Ok(Rules { spellings: self.spellings, turns, rules })
    }

    /// A phrase with its lists of words written out.
    fn phrase(&self, text: &str) -> Result<Phrase, String> {
        let mut full = text.to_owned();
        for (name, words) in &self.words {
            full = full.replace(&format!("<{name}>"), words);
        }
        if full.contains(['<', '>']) {
            return Err(format!("“{text}” names a list that is not there"));
        }
        Phrase::parse(&fold::plain(&full), &self.spellings)
            .ok_or_else(|| format!("“{text}” is no phrase that can be found"))
    }
}

fn part(about: &str, what: String) -> Unusable {
    Unusable::Part { about: about.to_owned(), what }
}
