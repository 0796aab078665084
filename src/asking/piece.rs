//! What is written: a question, an answer, and when or where somebody will answer.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{folding::headline, ids::EntryId, typed};

/// As it is sealed in an entry of the kind `question`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "piece", rename_all = "snake_case", deny_unknown_fields)]
pub enum Piece {
    /// A question.
    Question(Question),
    /// An answer to one.
    Answer(Answer),
    /// An answer that is to come.
    Later(Later),
}

/// What one of the two asks the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// In the asker's words.
    pub words: String,
}

/// What the other one says to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The question.
    pub to: EntryId,
    /// The revision of it that was before them.
    pub number: u32,
    /// In their words.
    pub words: String,
}

/// That it will be answered, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Later {
    /// The question.
    pub to: EntryId,
    /// The revision of it that was before them.
    pub number: u32,
    /// How.
    pub way: Way,
    /// A sentence to it. A day that moves has one; otherwise it may be empty.
    pub words: String,
}

/// How something will be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By a day.
    By {
        /// The day.
        day: Date,
        /// The one that the other knew of before.
        before: Option<Date>,
    },
    /// With a therapist.
    Therapist,
}

impl Piece {
    /// What it is, in a line: of a question, how it begins.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Question(question) => headline(&question.words),
            Self::Answer(_) => "An answer".to_owned(),
            Self::Later(Later { way: Way::By { .. }, .. }) => "A day for an answer".to_owned(),
            Self::Later(Later { way: Way::Therapist, .. }) => "To be answered with a therapist".to_owned(),
        }
    }

    /// What somebody did with it, after their name.
    #[must_use]
    pub const fn did(&self) -> &'static str {
        match self {
            Self::Question(_) => "asked a question",
            Self::Answer(_) => "answered a question",
            Self::Later(Later { way: Way::By { .. }, .. }) => "named a day for an answer",
            Self::Later(Later { way: Way::Therapist, .. }) => "will answer a question with a therapist",
        }
    }

    /// The question that it replies to, if it is a reply.
    #[must_use]
    pub const fn to(&self) -> Option<EntryId> {
        match self {
            Self::Question(_) => None,
            Self::Answer(Answer { to, .. }) | Self::Later(Later { to, .. }) => Some(*to),
        }
    }
}

impl Question {
    /// The longest one, in UTF-16 units as browsers count.
    pub const LONGEST: usize = 4_000;

    /// As it was typed.
    #[must_use]
    pub fn new(words: &str) -> Self {
        Self { words: typed::words(words) }
    }

    /// What is wrong with it, if anything is.
    #[must_use]
    pub fn problem(&self) -> Option<&'static str> {
        if self.words.trim().is_empty() {
            return Some("Write your question first. One sentence is enough.");
        }
        (typed::length(&self.words) > Self::LONGEST)
            .then_some("This is more than one question can hold. Ask the rest in a second one.")
    }
}

impl Answer {
    /// The longest one, in UTF-16 units as browsers count.
    pub const LONGEST: usize = 20_000;

    /// As it was typed.
    #[must_use]
    pub fn new(to: EntryId, number: u32, words: &str) -> Self {
        Self { to, number, words: typed::words(words) }
    }

    /// What is wrong with it, if anything is.
    #[must_use]
    pub fn problem(&self) -> Option<&'static str> {
        if self.words.trim().is_empty() {
            return Some("Write something first. If it cannot be today, choose a day instead.");
        }
        (typed::length(&self.words) > Self::LONGEST)
            .then_some("This is more than one answer can hold. A note of your own holds more.")
    }
}

impl Later {
    /// The longest sentence, in UTF-16 units as browsers count.
    pub const LONGEST: usize = 280;

    /// As it was typed, on one line.
    #[must_use]
    pub fn new(to: EntryId, number: u32, way: Way, words: &str) -> Self {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { to, number, way, words }
    }

    /// What is wrong with the sentence, if anything is. A day that the other one counts on is not moved without a word.
    #[must_use]
    pub fn problem(&self) -> Option<&'static str> {
        if typed::length(&self.words) > Self::LONGEST {
            return Some("Keep it to one sentence, 280 characters at most.");
        }
        let moves = matches!(self.way, Way::By { before: Some(_), .. });
        (moves && self.words.is_empty())
            .then_some("Add a sentence about the new day. A few words are enough.")
    }
}

impl Way {
    /// The day, if it is one.
    #[must_use]
    pub const fn day(self) -> Option<Date> {
        match self {
            Self::By { day, .. } => Some(day),
            Self::Therapist => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    const TO: EntryId = EntryId(Uuid::nil());

    #[test]
    fn a_day_that_moves_needs_a_sentence_and_a_first_one_does_not() {
        fn later(before: Option<Date>, words: &str) -> bool {
            Later::new(TO, 1, Way::By { day: date!(2026 - 03 - 09), before }, words).problem().is_some()
        }
        assert!(!later(None, " \n "));
        assert!(later(Some(date!(2026 - 03 - 07)), " \n "));
        assert!(!later(Some(date!(2026 - 03 - 07)), "I need the weekend"));
        assert!(later(None, &"ä".repeat(281)) && !later(None, &"ä".repeat(280)));
        assert!(Later::new(TO, 1, Way::Therapist, "").problem().is_none());
    }

    #[test]
    fn questions_and_answers_say_something_and_end_somewhere() {
        assert!(Question::new(" \r\n ").problem().is_some() && Answer::new(TO, 1, "").problem().is_some());
        assert_eq!(Question::new("Why?\r\nWhen? \n").words, "Why?\nWhen?");
        assert!(Question::new(&"?".repeat(4_001)).problem().is_some());
        assert!(Answer::new(TO, 1, &"a".repeat(20_001)).problem().is_some());
        assert!(Answer::new(TO, 1, &"a".repeat(20_000)).problem().is_none());
    }

    #[test]
    fn what_is_sealed_reads_back() {
        for piece in [
            Piece::Question(Question::new("Why?")),
            Piece::Answer(Answer::new(TO, 2, "Because.")),
            Piece::Later(Later::new(TO, 1, Way::Therapist, "")),
            Piece::Later(Later::new(TO, 1, Way::By { day: date!(2026 - 03 - 09), before: None }, "Soon")),
        ] {
            let sealed = serde_json::to_string(&piece).unwrap();
            assert_eq!(serde_json::from_str::<Piece>(&sealed).unwrap(), piece, "{sealed}");
        }
    }
}
