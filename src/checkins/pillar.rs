//! The three questions about trust, and an answer from 0 to 10. They are never added up.

use serde::{Deserialize, Serialize};

/// One of the three questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pillar {
    /// Reliability: can I lean on you?
    Lean,
    /// Feeling cared for: do I matter to you?
    Matter,
    /// Confidence in the future: will we make it?
    Make,
}

impl Pillar {
    /// All three, in the order in which they are asked.
    pub const ALL: [Self; 3] = [Self::Lean, Self::Matter, Self::Make];

    /// The word in forms, in the ids of a chart and in stored text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lean => "lean",
            Self::Matter => "matter",
            Self::Make => "make",
        }
    }

    /// The question, as one partner asks it of the other.
    #[must_use]
    pub const fn question(self) -> &'static str {
        match self {
            Self::Lean => "Can I lean on you?",
            Self::Matter => "Do I matter to you?",
            Self::Make => "Will we make it?",
        }
    }
}

/// An answer from 0, not at all, to 10, fully.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Score(u8);

impl Score {
    /// The most there is.
    pub const MOST: u8 = 10;

    /// A whole number from 0 to 10.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if number <= Self::MOST { Some(Self(number)) } else { None }
    }

    /// Reads what a form sends. An empty field, which means "skip", is none here: see [`Score::field`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL_WORDS.iter().position(|word| *word == text).and_then(|at| u8::try_from(at).ok()).map(Self)
    }

    /// Reads a field that may be skipped: none where it is empty, and what to do where it is no answer at all.
    pub fn field(text: &str) -> Result<Option<Self>, &'static str> {
        if text.is_empty() {
            return Ok(None);
        }
        Self::parse(text).map(Some).ok_or("Choose a number from 0 to 10, or skip")
    }

    // one spelling each: no sign, no zero in front, no white space
    const ALL_WORDS: [&str; 11] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];

    /// It as a number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Score {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        Self::new(number).ok_or("not a number from 0 to 10")
    }
}

impl From<Score> for u8 {
    fn from(score: Score) -> Self {
        score.0
    }
}
