//! A text as words: what is compared, and where it stands in what was typed.
//!
//! Case, the shape of an apostrophe, letters put together from parts, invisible characters and the kind of blank make
//! no difference. A word is whole: letters, digits and what stands inside it, so that no phrase is found in the middle
//! of one.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Words that stand for several: "didn't" for "did not".
pub(crate) type Spellings = BTreeMap<String, String>;

/// One word, or one of the words that a contraction stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// As it is compared.
    pub(crate) text: String,
    /// Where it stands in the text, in bytes.
    pub(crate) from: usize,
    /// Where it ends.
    pub(crate) to: usize,
    /// What stands between it and the word before.
    pub(crate) after: Gap,
    /// It is the first, or the only one, of what was typed as one word.
    pub(crate) first: bool,
    /// It is the last, or the only one.
    pub(crate) last: bool,
}

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Blanks, a comma, a dash, a quotation mark: the sentence goes on.
    Small,
    /// A line break: the sentence may go on, or a new one begins.
    Line,
    /// The end of a sentence or of a paragraph, or the beginning of the text.
    Sentence,
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇' | '′' | '`' | '´')
}

/// Soft hyphens and marks of no width: they may stand anywhere and are not seen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// One word as it is compared.
fn plain(word: &str) -> String {
    let seen = word.chars().filter(|c| !is_invisible(*c));
    let straight = seen.map(|c| if is_apostrophe(c) { '\'' } else { c });
    straight.nfkc().collect::<String>().to_lowercase().nfc().collect()
}

fn gap(between: &str) -> Gap {
    let mut dots = 0;
    for c in between.chars() {
        match c {
            '.' => dots += 1,
            '!' | '?' | ';' | ':' | '。' | '！' | '？' => return Gap::Sentence,
            _ => {}
        }
    }
    // Two dots and more are somebody hesitating; one is the end of a sentence.
    if dots == 1 || between.matches('\n').count() > 1 {
        return Gap::Sentence;
    }
    if between.contains(['\n', '\r', '\u{2028}', '\u{2029}']) { Gap::Line } else { Gap::Small }
}

/// The words of `text`, contractions taken apart.
pub(crate) fn words(text: &str, spellings: &Spellings) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((from, c)) = chars.next() {
        if !is_of_a_word(c) {
            continue;
        }
        let mut to = from + c.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            // An apostrophe belongs to a word where another letter follows it.
            let inside = is_of_a_word(next)
                || ((is_apostrophe(next) || is_invisible(next))
                    && text.get(at + next.len_utf8()..).is_some_and(|rest| rest.starts_with(is_of_a_word)));
            if !inside {
                break;
            }
            to = at + next.len_utf8();
            chars.next();
        }
        let before = text.get(end..from).unwrap_or_default();
        let after = if all.is_empty() { Gap::Sentence } else { gap(before) };
        let word = plain(text.get(from..to).unwrap_or_default());
        let several = spellings.get(&word).cloned().unwrap_or(word);
        let count = several.split(' ').count();
        all.extend(several.split(' ').enumerate().map(|(at, one)| Word {
            text: one.to_owned(),
            from,
            to,
            after: if at == 0 { after } else { Gap::Small },
            first: at == 0,
            last: at + 1 == count,
        }));
        end = to;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let spellings = Spellings::from([("didn't".to_owned(), "did not".to_owned())]);
        words(text, &spellings).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn case_apostrophes_blanks_and_invisible_characters_make_no_difference() {
        let expected = ["at", "least", "i", "did", "not"];
        for text in [
            "At least I didn't",
            "AT LEAST I DIDN’T",
            "at\u{a0}least\r\n  I didnʼt!",
            "“At least”, I didn`t",
            "at le\u{ad}ast I did\u{200b}n't",
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn letters_with_accents_are_letters_however_they_are_put_together() {
        assert_eq!(read("E\u{301}lodie ＡＴ straße"), ["élodie", "at", "straße"]);
        assert_eq!(read("naïveté"), read("nai\u{308}vete\u{301}"));
    }

    #[test]
    fn a_quotation_mark_is_no_apostrophe() {
        assert_eq!(read("'at least' 'I'"), ["at", "least", "i"]);
        assert_eq!(read(""), [""; 0]);
        assert_eq!(read("… — !"), [""; 0]);
    }

    #[test]
    fn a_sentence_ends_at_its_mark_and_at_a_blank_line_and_not_at_a_comma() {
        let gaps = |text: &str| -> Vec<Gap> {
            words(text, &Spellings::new()).into_iter().skip(1).map(|word| word.after).collect()
        };
        let inside = [Gap::Small; 6];
        assert_eq!(gaps("a, b — c “d” e ... f … g"), inside);
        assert_eq!(gaps("a. b? c! d: e; f\n\ng"), [Gap::Sentence; 6]);
        assert_eq!(gaps("a\nb\r\nc"), [Gap::Line, Gap::Line]);
    }
}
