//! How what people write is made ready to show: text stays text, and only its blank lines become paragraphs.
//!
//! Nothing here returns markup, so that a template never needs to trust a string.

use unicode_normalization::char::is_combining_mark;

use crate::{
    folding::{self, Stretch},
    web::page::Who,
};

/// Something in a text that is drawn as a block of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph: its lines.
    Lines(Vec<String>),
    /// A question of ours, above what was answered to it.
    Asked(String),
    /// A passage that stays folded until its reader opens it: its paragraphs.
    Folded(Vec<Vec<String>>),
}

/// A text as paragraphs of lines: split at blank lines, line breaks kept, marked passages folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraphs(pub Vec<Block>);

/// Splits at blank lines; a text of blanks has no paragraphs.
fn paragraphs(text: &str) -> Vec<Vec<String>> {
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
    all
}

impl Paragraphs {
    /// A text that somebody wrote to be read.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let blocks = folding::stretches(text).into_iter().flat_map(|stretch| match stretch {
            Stretch::Open(text) => paragraphs(text).into_iter().map(Block::Lines).collect(),
            Stretch::Folded(text) => vec![Block::Folded(paragraphs(text))],
        });
        Self(blocks.collect())
    }

    /// A text in which nothing is folded, such as the host's notice.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self(paragraphs(text).into_iter().map(Block::Lines).collect())
    }

    /// The same text where some of its lines are questions of ours: those that are a paragraph alone, and not folded.
    #[must_use]
    pub fn with_questions(self, is_question: impl Fn(&str) -> bool) -> Self {
        let told_apart = |block| match block {
            Block::Lines(lines) => match lines.as_slice() {
                [line] if is_question(line.trim()) => Block::Asked(line.trim().to_owned()),
                _ => Block::Lines(lines),
            },
            block => block,
        };
        Self(self.0.into_iter().map(told_apart).collect())
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn folded(&self) -> usize {
        self.0.iter().filter(|block| matches!(block, Block::Folded(_))).count()
    }

    fn has_loose_mark(&self) -> bool {
        let marks = |line: &String| line.contains(folding::OPENS) || line.contains(folding::CLOSES);
        self.0.iter().any(|block| matches!(block, Block::Lines(lines) if lines.iter().any(marks)))
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

/// The same with its weekday: "Monday, 2 March 2026".
#[must_use]
pub fn full_day(date: time::Date) -> String {
    format!("{}, {}", date.weekday(), day(date))
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

    /// Whether it is there, written or said aloud, and not only a line that stands in its place.
    #[must_use]
    pub const fn is_there(&self) -> bool {
        matches!(self.content, Content::Words { .. } | Content::Said { .. })
    }

    fn texts(&self) -> impl Iterator<Item = &Paragraphs> {
        let parts = match &self.content {
            Content::Words { parts, .. } => parts.as_slice(),
            Content::Said { .. } | Content::Withdrawn { .. } | Content::Broken => &[],
        };
        parts.iter().map(|part| &part.text)
    }

    /// How many passages are folded, for its author.
    #[must_use]
    pub fn folded(&self) -> usize {
        self.texts().map(Paragraphs::folded).sum()
    }

    /// Whether a mark stands alone, so that nothing is folded there, for its author.
    #[must_use]
    pub fn has_loose_mark(&self) -> bool {
        self.texts().any(Paragraphs::has_loose_mark)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn blank_lines_part_paragraphs_and_line_breaks_stay() {
        let text = "\n\nOne\n  two  \r\n\r\n \t\nthree\n";
        let lines = |lines: &[&str]| Block::Lines(lines.iter().map(|line| (*line).to_owned()).collect());
        let expected = Paragraphs(vec![lines(&["One", "  two"]), lines(&["three"])]);
        assert_eq!(Paragraphs::of(text), expected);
        assert_eq!(Paragraphs::plain(text), expected);
        assert!(Paragraphs::of(" \n\t\n").is_empty());
    }

    #[test]
    fn a_marked_passage_is_folded_over_paragraphs_and_the_rest_stays() {
        let text = "Before [[one\n\ntwo\nthree]] after\n\nlast ]]";
        let own = |lines: &[&str]| -> Vec<String> { lines.iter().map(|line| (*line).to_owned()).collect() };
        let made = Paragraphs::of(text);
        assert_eq!(
            made.0,
            [
                Block::Lines(own(&["Before"])),
                Block::Folded(vec![own(&["one"]), own(&["two", "three"])]),
                Block::Lines(own(&[" after"])),
                Block::Lines(own(&["last ]]"])),
            ]
        );
        let shared = Shared::text(Who::new("Sam", crate::couples::Seat::One), "wrote", "", text);
        assert_eq!((shared.folded(), shared.has_loose_mark()), (1, true));
        assert_eq!(Paragraphs::plain("[[a]]").folded(), 0);
    }

    #[test]
    fn a_question_of_ours_is_told_apart_where_it_stands_alone_and_open() {
        let made =
            Paragraphs::of("Why?\n\nWhy?\nSo.\n\n [[Why?]]\n\n Why? ").with_questions(|line| line == "Why?");
        let own = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        let asked = || Block::Asked("Why?".to_owned());
        let folded = Block::Folded(vec![own(&["Why?"])]);
        assert_eq!(made.0, [asked(), Block::Lines(own(&["Why?", "So."])), folded, asked()]);
    }

    /// Everything in a text that is not blank, in order.
    fn letters(text: &str) -> String {
        text.split_whitespace().collect()
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_shown_whole_and_in_order(
            pieces in prop::collection::vec(prop_oneof![Just("[[".to_owned()), Just("]]".to_owned()), Just("\n\n".to_owned()), "\\PC{0,8}"], 0..16)
        ) {
            let text = pieces.concat();
            let shown: String = Paragraphs::of(&text).0.iter().map(|block| match block {
                Block::Lines(lines) => lines.concat(),
                Block::Asked(line) => line.clone(),
                Block::Folded(all) => format!("[[{}]]", all.iter().flatten().cloned().collect::<String>()),
            }).collect();
            prop_assert_eq!(letters(&shown), letters(&text));
        }
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
