//! How what people write is made ready to show: text stays text, and only its blank lines become paragraphs.
//!
//! Nothing here returns markup, so that a template never needs to trust a string.

use unicode_normalization::char::is_combining_mark;

use crate::web::page::Who;

/// A text as paragraphs of lines: split at blank lines, line breaks kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraphs(pub Vec<Vec<String>>);

impl Paragraphs {
    /// Splits `text`; a text of blanks has no paragraphs.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut all = Vec::new();
        let mut open: Vec<String> = Vec::new();
        for line in text.lines() {
            if line.trim().is_empty() {
                if !open.is_empty() {
                    all.push(std::mem::take(&mut open));
                }
            } else {
                open.push(line.trim_end().to_owned());
            }
        }
        if !open.is_empty() {
            all.push(open);
        }
        Self(all)
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A day as people write it: "2 March 2026".
#[must_use]
pub fn day(date: time::Date) -> String {
    format!("{} {} {}", date.day(), date.month(), date.year())
}

/// A day of a form, `YYYY-MM-DD`, as people write it; anything else as it is.
#[must_use]
pub fn written_day(text: &str) -> String {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    time::Date::parse(text, format).map_or_else(|_| text.to_owned(), day)
}

/// A day with its weekday: "Monday 2 March".
#[must_use]
pub fn weekday(date: time::Date) -> String {
    format!("{} {} {}", date.weekday(), date.day(), date.month())
}

/// The letter for an avatar: the first letter with its accents, in upper case.
#[must_use]
pub fn initial(name: &str) -> String {
    let mut chars = name.trim().chars();
    let Some(first) = chars.next() else {
        return "?".to_owned();
    };
    first.to_uppercase().chain(chars.take_while(|c| is_combining_mark(*c))).collect()
}

/// One part of a shared text, under its own heading if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The prompt it answers.
    pub heading: Option<String>,
    /// What was written.
    pub text: Paragraphs,
}

/// What a reader gets in place of, or as, a shared text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The words chosen from a list, and what was written.
    Words {
        /// Chosen from a list; may be none.
        chosen: Vec<String>,
        /// Written; may be none.
        parts: Vec<Part>,
    },
    /// It was said aloud: nothing of it is written down.
    Said {
        /// Chosen from a list; may be none.
        chosen: Vec<String>,
        /// What there is to know about it, in a sentence of ours.
        note: String,
    },
    /// It was taken back on this day, after it had been opened.
    Withdrawn {
        /// The day, ready to show.
        on: String,
    },
    /// It does not match its seal, so it is not shown.
    Broken,
}

/// A shared text as its reader sees it. The preview before sharing is this very thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Who wrote it.
    pub who: Who,
    /// What it is, after the name: "felt", "heard you say".
    pub what: String,
    /// A short line about when or where: "Shared with you at 19:58".
    pub when: String,
    /// The text, or what stands in its place.
    pub content: Content,
}

impl Shared {
    /// One text without chosen words.
    #[must_use]
    pub fn text(who: Who, what: impl Into<String>, when: impl Into<String>, text: &str) -> Self {
        let parts = vec![Part { heading: None, text: Paragraphs::of(text) }];
        Self {
            who,
            what: what.into(),
            when: when.into(),
            content: Content::Words { chosen: Vec::new(), parts },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_part_paragraphs_and_line_breaks_stay() {
        let text = "\n\nOne\n  two  \r\n\r\n \t\nthree\n";
        let expected = Paragraphs(vec![vec!["One".to_owned(), "  two".to_owned()], vec!["three".to_owned()]]);
        assert_eq!(Paragraphs::of(text), expected);
        assert!(Paragraphs::of(" \n\t\n").is_empty());
    }

    #[test]
    fn an_initial_keeps_its_accents_and_is_upper_case() {
        assert_eq!(initial("noor"), "N");
        assert_eq!(initial("  e\u{301}lodie"), "E\u{301}");
        assert_eq!(initial("ßen"), "SS");
        assert_eq!(initial("李"), "李");
        assert_eq!(initial(" "), "?");
    }
}
