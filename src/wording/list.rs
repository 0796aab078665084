//! The list as its file holds it, and what makes it one that can be used.

use std::collections::HashSet;

use serde::Deserialize;

use super::{
    Unusable, Voice, Wording,
    phrase::Phrase,
    words::{self, Spellings},
};

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    /// What language it is for.
    language: String,
    /// Words that do not tell what a question is about.
    #[serde(default)]
    small: Vec<String>,
    spellings: Spellings,
    pub(super) entry: Vec<Written>,
}

/// An entry of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub(super) about: String,
    pub(super) r#in: Vec<Voice>,
    pub(super) why: String,
    pub(super) instead: String,
    phrases: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    /// Examples in which something is found.
    pub(super) marks: Vec<String>,
    /// Examples in which nothing is.
    pub(super) leaves: Vec<String>,
}

/// An entry, ready to be looked for.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) voices: Vec<Voice>,
    pub(super) why: String,
    pub(super) instead: String,
    pub(super) phrases: Vec<Phrase>,
    pub(super) unless: Vec<Phrase>,
}

/// The longest explanation: what is read on a phone at night is short.
const LONGEST: usize = 100;

impl List {
    /// The list, if all of it can be used.
    pub(super) fn ready(self) -> Result<Wording, Unusable> {
        let unusable = |about: &str, what: String| Unusable::Entry { about: about.to_owned(), what };
        if self.language != "en" {
            return Err(unusable("language", format!("“{}” is none that the program has", self.language)));
        }
        let mut names = HashSet::new();
        let mut entries = Vec::new();
        for written in self.entry {
            let about = written.about.clone();
            if !names.insert(about.clone()) {
                return Err(unusable(&about, "there are two of this name".to_owned()));
            }
            entries.push(written.ready(&self.spellings).map_err(|what| unusable(&about, what))?);
        }
        if entries.is_empty() {
            return Err(unusable("entry", "there is none".to_owned()));
        }
        let small = self.small.iter().flat_map(|word| words::words(word, &self.spellings));
        let small = small.map(|word| word.text).collect();
        Ok(Wording { spellings: self.spellings, small, entries })
    }
}

impl Written {
    fn ready(self, spellings: &Spellings) -> Result<Entry, String> {
        for (what, text) in [("why", &self.why), ("instead", &self.instead)] {
            if text.trim().is_empty() || text.chars().count() > LONGEST {
                return Err(format!("“{what}” needs one sentence of at most {LONGEST} characters"));
            }
        }
        for (what, empty) in [
            ("in", self.r#in.is_empty()),
            ("phrases", self.phrases.is_empty()),
            ("marks", self.marks.is_empty()),
            ("leaves", self.leaves.is_empty()),
        ] {
            if empty {
                return Err(format!("“{what}” is empty"));
            }
        }
        let read = |phrases: &[String]| -> Result<Vec<Phrase>, String> {
            phrases
                .iter()
                .map(|text| {
                    Phrase::parse(text, spellings)
                        .ok_or_else(|| format!("“{text}” is no phrase that can be found"))
                })
                .collect()
        };
        Ok(Entry {
            phrases: read(&self.phrases)?,
            unless: read(&self.unless)?,
            voices: self.r#in,
            why: self.why,
            instead: self.instead,
        })
    }
}
