//! The beginning of what somebody wrote, for a line about it: in the pages of a therapist, and where two look back.
//!
//! What must stay true: nothing that its author folded stands in it.

use crate::web::show::{Block, Content, Paragraphs, Shared};

/// So many letters are enough to know what it is about.
const LONGEST: usize = 220;

/// The beginning of a shared text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    /// The words that were chosen from a list.
    pub(crate) chosen: Vec<String>,
    /// What stands above the words; may be empty.
    pub(crate) heading: String,
    /// The beginning of the words; may be empty.
    pub(crate) words: String,
    /// Whether that is all there is.
    pub(crate) whole: bool,
}

impl Excerpt {
    /// A few words in which nothing is folded, after what was chosen with them.
    pub(crate) fn plain(chosen: Option<&str>, words: &str) -> Self {
        let (words, whole) = beginning(&Paragraphs::plain(words));
        let chosen = chosen.into_iter().map(ToOwned::to_owned).collect();
        Self { chosen, heading: String::new(), words, whole }
    }

    /// The beginning of this one.
    pub(crate) fn of(shared: &Shared) -> Self {
        let (chosen, parts) = match &shared.content {
            Content::Words { chosen, parts } => (chosen.clone(), parts.as_slice()),
            Content::Said { chosen, note } => {
                return Self {
                    chosen: chosen.clone(),
                    heading: note.clone(),
                    words: String::new(),
                    whole: true,
                };
            }
            Content::Withdrawn { .. } | Content::Broken => (Vec::new(), &[][..]),
        };
        let mut written = parts.iter().filter(|part| !part.text.is_empty());
        let Some(first) = written.next() else {
            return Self { chosen, heading: String::new(), words: String::new(), whole: true };
        };
        let (words, whole) = beginning(&first.text);
        Self {
            chosen,
            heading: first.heading.clone().unwrap_or_default(),
            words,
            whole: whole && written.next().is_none(),
        }
    }
}

/// The first words, and whether they are all.
fn beginning(text: &Paragraphs) -> (String, bool) {
    let mut folded = false;
    let mut words: Vec<&str> = Vec::new();
    for block in &text.0 {
        match block {
            Block::Lines(lines) => words.extend(lines.iter().flat_map(|line| line.split_whitespace())),
            Block::Asked(line) => words.extend(line.split_whitespace()),
            Block::Folded(_) => {
                folded = true;
                words.push("(folded)");
            }
        }
    }
    let mut all = String::new();
    for word in words {
        if !all.is_empty() && all.chars().count() + word.chars().count() >= LONGEST {
            return (format!("{all} …"), false);
        }
        if !all.is_empty() {
            all.push(' ');
        }
        all.push_str(word);
    }
    // one word without an end is cut where it has to be
    match all.char_indices().nth(LONGEST) {
        Some((at, _)) => (format!("{}…", all.get(..at).unwrap_or_default()), false),
        None => (all, !folded),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{couples::Seat, web::page::Who};

    fn of(text: &str) -> Excerpt {
        Excerpt::of(&Shared::text(Who::new("Sam", Seat::One), "wrote", "", text))
    }

    #[test]
    fn a_short_text_is_whole_and_a_long_one_ends_between_two_words() {
        let short = of("I slept badly.\n\nAgain.");
        assert_eq!((short.words.as_str(), short.whole), ("I slept badly. Again.", true));
        let long = of(&"evening ".repeat(60));
        assert!(!long.whole && long.words.ends_with("evening …"), "{}", long.words);
        assert!(long.words.chars().count() <= LONGEST + 2);
        let word = of(&"a".repeat(400));
        assert!(!word.whole && word.words.chars().count() == LONGEST + 1);
    }

    #[test]
    fn nothing_folded_stands_in_the_beginning_of_a_text() {
        let folded = of("Before [[what I saw\n\nthere]] and after");
        assert_eq!((folded.words.as_str(), folded.whole), ("Before (folded) and after", false));
    }
}
