//! What a line is.

use serde::{Deserialize, Serialize};

use crate::{ids::CommitmentId, typed};

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// "I noticed": something the other one did.
    Noticed,
    /// Something the other one did that helped.
    Helped,
    /// One thing I appreciate.
    Thanks,
    /// Something small and kind that I did myself.
    Did,
    /// A moment in which I turned toward the other one.
    Toward,
    /// A moment in which I wish I had.
    Wish,
}

impl LineKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Noticed, Self::Helped, Self::Thanks, Self::Did, Self::Toward, Self::Wish];

    /// Its name in a form and in an address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Noticed => "noticed",
            Self::Helped => "helped",
            Self::Thanks => "thanks",
            Self::Did => "did",
            Self::Toward => "toward",
            Self::Wish => "wish",
        }
    }

    /// What a form said.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What is chosen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Noticed => "I noticed",
            Self::Helped => "It helped",
            Self::Thanks => "Thank you",
            Self::Did => "I did something kind",
            Self::Toward => "I turned toward you",
            Self::Wish => "I wish I had",
        }
    }

    /// What it says after a name.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Noticed => "noticed",
            Self::Helped => "says what helped",
            Self::Thanks => "says thank you",
            Self::Did => "did something small",
            Self::Toward => "turned toward you",
            Self::Wish => "wishes to have turned toward you",
        }
    }

    /// Lines to begin with, in words of ours: they only stand in the field, to be changed.
    #[must_use]
    pub const fn beginnings(self) -> &'static [&'static str] {
        match self {
            Self::Noticed => &[
                "You told me how you felt today.",
                "You hugged me and did not say anything.",
                "You said something good about me, out of nowhere.",
            ],
            Self::Helped => &[
                "You saw that it was too much, and you stayed.",
                "You asked in the middle of the day how I was.",
            ],
            Self::Thanks => &["For tea in bed.", "For listening without an answer ready."],
            Self::Did => &[
                "I hugged you before we left the house.",
                "I called, because your day was a hard one.",
                "I told you what I like about you.",
            ],
            Self::Toward => &[
                "You told me something small, and I put my phone away.",
                "You were quiet, and I asked and waited.",
            ],
            Self::Wish => {
                &["You showed me something, and I did not look up.", "You sighed at dinner, and I talked on."]
            }
        }
    }
}

/// One line, as it is sealed in an entry of the kind `line`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it is for.
    pub kind: LineKind,
    /// The line itself. With a promise it may be empty: "I noticed" is enough.
    pub words: String,
    /// The promise of the plan that it is about.
    #[serde(default)]
    pub about: Option<CommitmentId>,
}

impl Line {
    /// The longest one, in UTF-16 units as browsers count.
    pub const LONGEST: usize = 280;

    /// A line of these words, on one line whatever was typed.
    #[must_use]
    pub fn new(kind: LineKind, words: &str, about: Option<CommitmentId>) -> Self {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { kind, words, about }
    }

    /// What is wrong with it, if anything is.
    #[must_use]
    pub fn problem(&self) -> Option<&'static str> {
        if self.words.is_empty() && self.about.is_none() {
            return Some("Write one line first. A few words are enough.");
        }
        (typed::length(&self.words) > Self::LONGEST).then_some("Keep it to one line, 280 characters at most.")
    }

    /// The words as they are read: a line about a promise may say no more than that.
    #[must_use]
    pub fn read(&self) -> &str {
        match (self.words.as_str(), self.kind) {
            ("", LineKind::Noticed) => "I noticed.",
            ("", LineKind::Helped) => "It helped.",
            ("", LineKind::Thanks) => "Thank you.",
            ("", LineKind::Did) => "I did it.",
            ("", LineKind::Toward) => "I turned toward you.",
            ("", LineKind::Wish) => "I wish I had.",
            (words, _) => words,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_and_says_something() {
        let line = Line::new(LineKind::Helped, "  You\n made\ttea \r\n", None);
        assert_eq!((line.words.as_str(), line.problem()), ("You made tea", None));
        assert!(Line::new(LineKind::Thanks, " \n ", None).problem().is_some());
        let about = Some(CommitmentId(uuid::Uuid::nil()));
        let noticed = Line::new(LineKind::Noticed, "", about);
        assert_eq!((noticed.problem(), noticed.read()), (None, "I noticed."));
        assert_eq!(Line::new(LineKind::Thanks, &"ä".repeat(280), None).problem(), None);
        assert!(Line::new(LineKind::Thanks, &"ä".repeat(281), None).problem().is_some());
    }

    #[test]
    fn every_kind_is_found_by_its_name() {
        for kind in LineKind::ALL {
            assert_eq!(LineKind::parse(kind.code()), Some(kind));
        }
        assert_eq!(LineKind::parse(""), None);
    }

    #[test]
    fn what_was_sealed_before_there_were_more_kinds_still_reads() {
        let line: Line = serde_json::from_str(r#"{"kind":"helped","words":"You listened"}"#).unwrap();
        assert_eq!(line, Line::new(LineKind::Helped, "You listened", None));
        for kind in LineKind::ALL {
            let line = Line::new(kind, "Words", None);
            assert_eq!(serde_json::from_str::<Line>(&serde_json::to_string(&line).unwrap()).unwrap(), line);
            for words in kind.beginnings() {
                assert_eq!(Line::new(kind, words, None).problem(), None, "{words}");
            }
        }
    }
}
