//! The detail guard: a passage between `[[` and `]]` is folded for whoever reads it, until they open it.
//!
//! What must stay true: no word is ever lost, whatever was typed; what stands outside the marks is unchanged; a mark
//! without its pair stays as it was typed. A mark that closes belongs to the nearest one that is open, and a passage
//! within a passage is folded with the outer one, so that two marks too many never lay open what was to be folded.

/// Begins a passage.
pub const OPENS: &str = "[[";
/// Ends it.
pub const CLOSES: &str = "]]";

/// A stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch<'a> {
    /// Read as it is.
    Open(&'a str),
    /// Folded; without its marks.
    Folded(&'a str),
}

/// The text in stretches, in order. Put together again, with marks around the folded ones, they are the text.
#[must_use]
pub fn stretches(text: &str) -> Vec<Stretch<'_>> {
    let mut all = Vec::new();
    let mut end = 0;
    for (from, to) in passages(text) {
        let (before, inside) = (text.get(end..from), text.get(from + OPENS.len()..to - CLOSES.len()));
        let (Some(before), Some(inside)) = (before, inside) else { continue };
        if !before.is_empty() {
            all.push(Stretch::Open(before));
        }
        all.push(Stretch::Folded(inside));
        end = to;
    }
    match text.get(end..) {
        Some(rest) if !rest.is_empty() => all.push(Stretch::Open(rest)),
        _ => {}
    }
    all
}

/// Where the outermost passages stand, marks included, in bytes.
fn passages(text: &str) -> Vec<(usize, usize)> {
    let mut open: Vec<usize> = Vec::new();
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(OPENS) {
            open.push(at);
            at += OPENS.len();
        } else if rest.starts_with(CLOSES) {
            // Of three brackets the first belongs to what was written: "[[[so]]]" folds "[so]".
            at += rest.chars().take_while(|c| *c == ']').count() % 2;
            at += CLOSES.len();
            if let Some(from) = open.pop() {
                // Nothing between the marks is nothing to fold.
                let inside = text.get(from + OPENS.len()..at - CLOSES.len()).unwrap_or_default();
                if !inside.trim().is_empty() {
                    found.retain(|(inner, _)| *inner < from);
                    found.push((from, at));
                }
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// The text with a few words in place of every folded passage: for a line that is no place to open anything.
#[must_use]
pub fn without(text: &str) -> String {
    stretches(text)
        .into_iter()
        .map(|stretch| match stretch {
            Stretch::Open(text) => text,
            Stretch::Folded(_) => "(folded)",
        })
        .collect()
}

/// Whether anything in it is folded.
#[must_use]
pub fn folds(text: &str) -> bool {
    !passages(text).is_empty()
}

/// The first line of some words for a list: short, and with nothing that is folded.
#[must_use]
pub fn headline(words: &str) -> String {
    let words = without(words);
    let line = words.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    beginning(line, 90)
}

/// The beginning of a line: whole words, at most so many letters. A word without an end is cut where it has to be.
#[must_use]
pub fn beginning(line: &str, most: usize) -> String {
    let cut: String = line.chars().take(most).collect();
    if cut.len() == line.len() {
        return cut;
    }
    let whole =
        cut.rsplit_once(' ').map(|(whole, _)| whole).filter(|whole| whole.chars().count() * 2 >= most);
    format!("{}…", whole.unwrap_or(&cut).trim_end_matches([',', ';', ':', '.', ' ', '–', '-']))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Stretch::*, *};

    #[test]
    fn a_list_shows_the_first_line_and_nothing_folded() {
        assert_eq!(headline("\n  Was it [[that\nhotel]]?  \nSay."), "Was it (folded)?");
        assert_eq!(headline(&"long ".repeat(30)), format!("{}long…", "long ".repeat(17)));
    }

    #[test]
    fn a_beginning_ends_between_two_words_unless_one_has_no_end() {
        assert_eq!(beginning("One two, three four", 12), "One two…");
        assert_eq!(beginning("One two", 7), "One two");
        assert_eq!(beginning(&format!("I {}", "ä".repeat(30)), 10), format!("I {}…", "ä".repeat(8)));
    }

    #[test]
    fn what_stands_between_the_marks_is_folded_and_the_rest_is_unchanged() {
        assert_eq!(
            stretches("I went. [[What I did\n\nthere.]] I came back."),
            [Open("I went. "), Folded("What I did\n\nthere."), Open(" I came back.")]
        );
        assert_eq!(stretches("[[all]]"), [Folded("all")]);
        assert_eq!(stretches("[[a]][[b]]"), [Folded("a"), Folded("b")]);
        assert_eq!(stretches("a [[[so]]] b"), [Open("a "), Folded("[so]"), Open(" b")]);
        assert_eq!(stretches("none"), [Open("none")]);
        assert_eq!(stretches(""), []);
    }

    #[test]
    fn a_mark_without_its_pair_stays_as_it_was_typed() {
        for text in ["[[a", "a]]", "]]a[[", "[a]", "[[", "[[]]", "[[ \n ]]", "a [ [b] ]"] {
            assert_eq!(stretches(text), [Open(text)], "{text}");
            assert!(!folds(text));
        }
        assert_eq!(stretches("a]] [[b]]"), [Open("a]] "), Folded("b")]);
        assert_eq!(stretches("[[a [[b]] c"), [Open("[[a "), Folded("b"), Open(" c")]);
    }

    #[test]
    fn a_passage_within_a_passage_is_folded_with_it() {
        assert_eq!(stretches("x[[a [[b]] c [[d]] e]]y"), [Open("x"), Folded("a [[b]] c [[d]] e"), Open("y")]);
        assert_eq!(stretches("[[[[a]]]]"), [Folded("[[a]]")]);
    }

    #[test]
    fn a_line_says_that_something_is_folded_and_not_what() {
        assert_eq!(without("I went to [[the hotel]] twice"), "I went to (folded) twice");
        assert_eq!(without("plain"), "plain");
        assert!(folds("a [[b]]"));
    }

    fn put_together(text: &str) -> String {
        stretches(text)
            .into_iter()
            .map(|stretch| match stretch {
                Open(text) => text.to_owned(),
                Folded(text) => format!("{OPENS}{text}{CLOSES}"),
            })
            .collect()
    }

    /// Texts with many marks in them, and any other.
    fn texts() -> impl Strategy<Value = String> {
        let pieces = prop::collection::vec(
            prop_oneof![
                Just("[[".to_owned()),
                Just("]]".to_owned()),
                Just("[".to_owned()),
                Just("]".to_owned()),
                Just("\n\n".to_owned()),
                "\\PC{0,6}"
            ],
            0..20,
        );
        prop_oneof![pieces.prop_map(|pieces| pieces.concat()), "(?s).{0,80}"]
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_added(text in texts()) {
            prop_assert_eq!(put_together(&text), text);
        }

        #[test]
        fn a_passage_put_between_two_texts_is_folded(before in "[^\\[\\]]{0,30}", inside in "[^\\[\\]]{1,30}", after in "[^\\[\\]]{0,30}") {
            let text = format!("{before}[[{inside}]]{after}");
            let folded: Vec<_> = stretches(&text).into_iter().filter(|one| matches!(one, Folded(_))).collect();
            if inside.trim().is_empty() {
                prop_assert!(folded.is_empty());
            } else {
                prop_assert_eq!(folded, [Folded(inside.as_str())]);
                prop_assert_eq!(without(&text), format!("{before}(folded){after}"));
            }
        }
    }
}
