//! A note: what somebody writes outside a talk. A title is optional; the text is theirs.

use serde::{Deserialize, Serialize};

use crate::folding;

/// What a note holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// A title, if the author gave one.
    pub title: String,
    /// The text.
    pub text: String,
}

impl Note {
    /// The longest title, in UTF-16 units as browsers count.
    pub const LONGEST_TITLE: usize = 120;
    /// The longest text, likewise: about forty printed pages.
    pub const LONGEST_TEXT: usize = 80_000;

    /// What stands in a list: the title, or the beginning of the text. Nothing that is folded.
    #[must_use]
    pub fn headline(&self) -> String {
        if !self.title.is_empty() {
            return folding::without(&self.title);
        }
        let text = folding::without(&self.text);
        let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
        folding::beginning(line, 70)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_without_a_title_is_known_by_its_first_words() {
        let note =
            |title: &str, text: &str| Note { title: title.to_owned(), text: text.to_owned() }.headline();
        assert_eq!(note("", "\n\n I slept badly.\nAgain."), "I slept badly.");
        assert_eq!(note("The drive home", "I slept badly."), "The drive home");
        assert_eq!(note("", "[[what I saw\n\nthere]] and after"), "(folded) and after");
        assert_eq!(note("The [[hotel]]", ""), "The (folded)");
        assert_eq!(note("", &"long ".repeat(30)), format!("{}long…", "long ".repeat(13)));
    }
}
