//! Wording help: phrases that may land harder than they are meant, shown to their author before anything is shared.
//!
//! What must stay true: it is an offer in the author's view and nowhere else. It changes no text, writes none for
//! anybody, blocks nothing, and leaves no trace: nothing is stored, counted or logged. It never corrects pain: what the
//! one who was hurt writes is looked at for contempt alone (decision 0022).
//!
//! The list is `content/en/wording.toml`, compiled in and read once at the start, so that one which cannot be used stops
//! the start instead of helping nobody in silence. Its own head explains it to whoever edits it.

mod list;
pub(crate) mod phrase;
pub(crate) mod words;

use std::collections::{BTreeSet, HashSet};

use serde::Deserialize;

use list::{Entry, List};
use words::{Spellings, Word};

/// What comes with the program.
const ENGLISH: &str = include_str!("../../content/en/wording.toml");

/// What a text is, as far as wording help is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Voice {
    /// What the person who caused the hurt writes about it.
    OwnPart,
    /// Anybody saying back what they heard.
    SayBack,
    /// What was felt, and whatever the one who was hurt writes.
    Hurt,
    /// A note from one's own pages.
    Note,
    /// A question to the other one.
    Question,
    /// An answer to one.
    Answer,
}

/// What is offered about some phrases of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The phrases as they were typed, each once.
    pub quotes: Vec<String>,
    /// Why they may land hard.
    pub why: String,
    /// What to try.
    pub instead: String,
}

/// What a page offers to the author of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// What it is about, in a sentence.
    pub lede: &'static str,
    /// At least one.
    pub offers: Vec<Offer>,
}

impl Voice {
    /// What the offers to this voice are about.
    const fn lede(self) -> &'static str {
        match self {
            Self::OwnPart | Self::SayBack | Self::Note | Self::Answer => {
                "Some of these words may land harder than you mean them."
            }
            Self::Question => "You may ask anything. This is about what an answer can leave behind.",
            Self::Hurt => {
                "What you feel has its place here, in words as strong as it is. One thing may keep it from being heard."
            }
        }
    }
}

/// The list of one language, ready to be used.
#[derive(Debug)]
pub struct Wording {
    spellings: Spellings,
    /// Words that do not tell what a question is about.
    small: HashSet<String>,
    entries: Vec<Entry>,
}

/// Why a list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// It is not a list of this kind.
    #[error("the wording list is not as it needs to be: {0}")]
    Format(#[from] toml::de::Error),
    /// An entry does not say what it needs to.
    #[error("the wording list, entry “{about}”: {what}")]
    Entry {
        /// The name of the entry.
        about: String,
        /// What is not right.
        what: String,
    },
}

/// Where something of an entry was found, in words of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    entry: usize,
    from: usize,
    to: usize,
}

impl Place {
    const fn covers(self, other: Self) -> bool {
        self.from <= other.from && self.to >= other.to
    }
}

impl Wording {
    /// The list that comes with the program.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn english() -> Result<Self, Unusable> {
        Self::parse(ENGLISH)
    }

    fn parse(text: &str) -> Result<Self, Unusable> {
        let list: List = toml::from_str(text)?;
        list.ready()
    }

    /// What a page offers about these texts of one author; none when there is nothing to offer.
    #[must_use]
    pub fn help<S: AsRef<str>>(&self, voice: Voice, texts: &[S]) -> Option<Help> {
        let offers = self.offers(voice, texts);
        (!offers.is_empty()).then(|| Help { lede: voice.lede(), offers })
    }

    /// What may be offered about these texts of one author, in the order in which it was found.
    fn offers<S: AsRef<str>>(&self, voice: Voice, texts: &[S]) -> Vec<Offer> {
        let mut offers: Vec<(usize, Offer)> = Vec::new();
        for text in texts.iter().map(AsRef::as_ref) {
            let all = words::words(text, &self.spellings);
            for place in self.places(voice, &all) {
                let Some(quote) = quote(text, &all, place) else { continue };
                let Some(entry) = self.entries.get(place.entry) else { continue };
                let at = offers.iter().position(|(number, _)| *number == place.entry);
                match at.and_then(|at| offers.get_mut(at)) {
                    Some((_, offer)) if offer.quotes.iter().any(|old| same(old, &quote)) => {}
                    Some((_, offer)) => offer.quotes.push(quote),
                    None => {
                        let offer = Offer {
                            quotes: vec![quote],
                            why: entry.why.clone(),
                            instead: entry.instead.clone(),
                        };
                        offers.push((place.entry, offer));
                    }
                }
            }
        }
        offers.into_iter().map(|(_, offer)| offer).collect()
    }

    /// The words of a text that tell what it is about, as they are compared; all of them where it has no others.
    #[must_use]
    pub fn telling(&self, text: &str) -> BTreeSet<String> {
        let all: BTreeSet<String> =
            words::words(text, &self.spellings).into_iter().map(|word| word.text).collect();
        let telling: BTreeSet<String> =
            all.iter().filter(|word| !self.small.contains(*word)).cloned().collect();
        if telling.is_empty() { all } else { telling }
    }

    /// Everything found, in the order of the text; what lies within something longer is left out.
    fn places(&self, voice: Voice, all: &[Word]) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for (number, entry) in
            self.entries.iter().enumerate().filter(|(_, entry)| entry.voices.contains(&voice))
        {
            let spans = |phrases: &[phrase::Phrase]| -> Vec<Place> {
                let starts = (0..all.len()).flat_map(|from| phrases.iter().map(move |phrase| (from, phrase)));
                starts
                    .filter_map(|(from, phrase)| {
                        phrase.found(all, from).map(|to| Place { entry: number, from, to })
                    })
                    .collect()
            };
            let near = spans(&entry.unless);
            places.extend(
                spans(&entry.phrases)
                    .into_iter()
                    .filter(|found| !near.iter().any(|near| near.covers(*found))),
            );
        }
        places.sort_by_key(|place| (place.from, std::cmp::Reverse(place.to), place.entry));
        let mut kept: Vec<Place> = Vec::new();
        for place in places {
            if !kept.iter().any(|longer| longer.covers(place)) {
                kept.push(place);
            }
        }
        kept
    }
}

/// The words at `place` as they were typed, on one line.
fn quote(text: &str, all: &[Word], place: Place) -> Option<String> {
    let (first, last) = (all.get(place.from)?, all.get(place.to.checked_sub(1)?)?);
    let typed = text.get(first.from..last.to)?;
    Some(typed.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether two quotes would look like the same one twice.
fn same(one: &str, other: &str) -> bool {
    one.replace('’', "'").to_lowercase() == other.replace('’', "'").to_lowercase()
}

#[cfg(test)]
mod tests;
