//! What is written: that somebody asks for time, how somebody comes back, and a last word before parting.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{ids::ApartId, typed};

/// As it is sealed in an entry of the kind `apart`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "piece", rename_all = "snake_case", deny_unknown_fields)]
pub enum Piece {
    /// Asking for time apart.
    Asked(Asked),
    /// Coming back.
    Back(Back),
    /// A last word.
    Last(Last),
}

/// What somebody asks for. There is no reason in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Until which day.
    pub until: Date,
    /// A sentence that goes with it; may be empty.
    pub words: String,
}

/// How somebody comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Back {
    /// From which time apart.
    pub time: ApartId,
    /// In a line of ours.
    pub line: Line,
    /// And in a few words of theirs; may be empty.
    pub words: String,
}

/// What somebody writes to the other one before they part, to stay with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    /// In their words.
    pub words: String,
}

/// A line to come back with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// Back.
    Here,
    /// Back, and slowly.
    Slowly,
    /// Back, and would like to talk about the time first.
    Talk,
    /// Back, and does not know yet how to go on.
    Unsure,
}

impl Line {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Here, Self::Slowly, Self::Talk, Self::Unsure];

    /// As a form sends it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Slowly => "slowly",
            Self::Talk => "talk",
            Self::Unsure => "unsure",
        }
    }

    /// From how a form sends it.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|line| line.code() == code)
    }

    /// The line.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Here => "I am back.",
            Self::Slowly => "I am back. I would like to begin slowly.",
            Self::Talk => "I am back. First I would like to talk about how this time was.",
            Self::Unsure => "I am back. I do not know yet how to go on.",
        }
    }
}

/// The longest sentence that goes with something here, in UTF-16 units as browsers count.
pub(super) const LONGEST: usize = 500;

/// What is wrong with a sentence, if anything is.
pub(super) fn too_long(words: &str) -> Option<&'static str> {
    (typed::length(words) > LONGEST).then_some("Keep it to a few sentences, 500 characters at most.")
}

impl Asked {
    /// As it was typed.
    #[must_use]
    pub fn new(until: Date, words: &str) -> Self {
        Self { until, words: typed::words(words) }
    }
}

impl Back {
    /// As it was typed.
    #[must_use]
    pub fn new(time: ApartId, line: Line, words: &str) -> Self {
        Self { time, line, words: typed::words(words) }
    }
}

impl Last {
    /// The longest, in UTF-16 units as browsers count.
    pub const LONGEST: usize = 10_000;

    /// As it was typed.
    #[must_use]
    pub fn new(words: &str) -> Self {
        Self { words: typed::words(words) }
    }

    /// What is wrong with it, if anything is.
    #[must_use]
    pub fn problem(&self) -> Option<&'static str> {
        if self.words.trim().is_empty() {
            return Some("Write something first, or go back without.");
        }
        (typed::length(&self.words) > Self::LONGEST)
            .then_some("This is more than fits here. Make it shorter.")
    }
}

impl Piece {
    /// What it is, in a line.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Asked(_) => "Time apart",
            Self::Back(_) => "Coming back",
            Self::Last(_) => "Last words",
        }
    }

    /// What somebody did with it, after their name.
    #[must_use]
    pub const fn did(&self) -> &'static str {
        match self {
            Self::Asked(_) => "took time apart",
            Self::Back(_) => "came back from time apart",
            Self::Last(_) => "left a few words",
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_sealed_reads_back() {
        let time = ApartId(Uuid::nil());
        for piece in [
            Piece::Asked(Asked::new(date!(2026 - 05 - 03), "I go to my sister's.\r\n")),
            Piece::Back(Back::new(time, Line::Slowly, "")),
            Piece::Last(Last::new("Be well.")),
        ] {
            let sealed = serde_json::to_string(&piece).unwrap();
            assert_eq!(serde_json::from_str::<Piece>(&sealed).unwrap(), piece, "{sealed}");
        }
    }

    #[test]
    fn there_is_no_place_for_a_reason() {
        let asked = Piece::Asked(Asked::new(date!(2026 - 05 - 03), ""));
        let sealed = serde_json::to_value(&asked).unwrap();
        let fields: Vec<&String> = sealed.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["piece", "until", "words"]);
        for line in Line::ALL {
            assert_eq!(Line::parse(line.code()), Some(line));
            assert!(line.says().starts_with("I am back."));
        }
    }
}
