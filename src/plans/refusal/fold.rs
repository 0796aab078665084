//! A text as its reader sees it: letters that only look like Latin ones, accents, digits in place of letters and letters
//! set apart are made plain, so that a word is the same word however it was typed.

use std::iter::Peekable;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The Latin letter that this one is seen as.
fn seen_as(c: char) -> char {
    match c {
        'А' | 'а' | 'Α' | 'α' | 'ɑ' | 'ᴀ' => 'a',
        'В' | 'Β' | 'ʙ' => 'b',
        'С' | 'с' | 'ϲ' | 'ᴄ' => 'c',
        'ᴅ' | 'ԁ' => 'd',
        'Е' | 'е' | 'Ε' | 'ε' | 'ᴇ' | 'Ё' | 'ё' => 'e',
        'ɡ' | 'ɢ' => 'g',
        'Н' | 'Η' | 'һ' | 'ʜ' => 'h',
        'І' | 'і' | 'Ι' | 'ι' | 'ı' | 'ɪ' | 'Ӏ' | 'ɩ' => 'i',
        'Ј' | 'ј' => 'j',
        'К' | 'к' | 'Κ' | 'κ' | 'ᴋ' => 'k',
        'ӏ' | 'ʟ' | 'ł' => 'l',
        'М' | 'м' | 'Μ' | 'ᴍ' => 'm',
        'Ν' | 'п' | 'η' | 'ɴ' => 'n',
        'О' | 'о' | 'Ο' | 'ο' | 'ᴏ' | 'ø' => 'o',
        'Р' | 'р' | 'Ρ' | 'ρ' | 'ᴘ' => 'p',
        'ʀ' => 'r',
        'Ѕ' | 'ѕ' | 'ꜱ' => 's',
        'Т' | 'т' | 'Τ' | 'τ' | 'ᴛ' => 't',
        'υ' | 'ᴜ' => 'u',
        'ν' | 'ѵ' | 'ᴠ' => 'v',
        'ԝ' | 'ѡ' | 'ᴡ' => 'w',
        'Х' | 'х' | 'Χ' | 'χ' => 'x',
        'У' | 'у' | 'Υ' | 'ʏ' => 'y',
        'Ζ' | 'ᴢ' => 'z',
        _ => framed(c).unwrap_or(c),
    }
}

/// White letters in a black circle or square, which no normal form makes plain.
fn framed(c: char) -> Option<char> {
    let at = u32::from(c);
    let offset = match at {
        0x1_f150..=0x1_f169 => at - 0x1_f150,
        0x1_f170..=0x1_f189 => at - 0x1_f170,
        _ => return None,
    };
    char::from_u32(u32::from('a') + offset)
}

/// The letter for which a digit or a sign stands inside a word.
fn stands_for(c: char) -> char {
    match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        _ => c,
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇' | '′' | '`' | '´')
}

/// No mark that is not seen may part a word.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e007f}')
}

/// The same text in plain letters. Line breaks stay, one for each run of them; other blanks become one.
pub(super) fn plain(text: &str) -> String {
    let seen =
        text.chars().filter(|c| !is_unseen(*c)).map(|c| if is_apostrophe(c) { '\'' } else { seen_as(c) });
    let parts = seen.nfkd().filter(|c| !is_combining_mark(*c) && !is_unseen(*c));
    let letters: String = parts.map(|c| if is_apostrophe(c) { '\'' } else { seen_as(c) }).collect();
    let mut plain = String::new();
    for line in letters.to_lowercase().lines().filter(|line| !line.trim().is_empty()) {
        if !plain.is_empty() {
            plain.push('\n');
        }
        let words: Vec<String> = line.split_whitespace().map(word).collect();
        plain.push_str(&words.join(" "));
    }
    plain
}

/// One word between blanks: signs that stand for letters, and whose something is as a word of its own.
fn word(typed: &str) -> String {
    let has = |what: fn(char) -> bool| typed.chars().any(what);
    let mixed = has(char::is_alphabetic) && has(|c| c.is_ascii_digit() || c == '@' || c == '$');
    let read: String = if mixed { typed.chars().map(stands_for).collect() } else { typed.to_owned() };
    own(&read)
}

/// "Sam's" as "sam s", "others'" as "others".
fn own(word: &str) -> String {
    let mut made = String::new();
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\'' && is_own(chars.clone()) { made.push(' ') } else { made.push(c) }
    }
    made
}

/// Whether what follows an apostrophe is the "s" of an owner.
fn is_own(mut rest: Peekable<impl Iterator<Item = char>>) -> bool {
    rest.next() == Some('s') && !rest.peek().is_some_and(|c| c.is_alphanumeric())
}

/// Letters that were set apart, three or more, as the word they are read as: "P.I.N." as "pin".
pub(super) fn put_together(text: &str) -> String {
    let mut made = String::new();
    let mut run: Vec<(&str, &str)> = Vec::new();
    for (word, gap) in pieces(text) {
        if word.chars().count() == 1 {
            run.push((word, gap));
            // No more than a sign and a blank stand between letters of one word.
            if gap.chars().count() <= 2 {
                continue;
            }
            end(&mut run, &mut made);
        } else {
            end(&mut run, &mut made);
            made.push_str(word);
            made.push_str(gap);
        }
    }
    end(&mut run, &mut made);
    made
}

fn end(run: &mut Vec<(&str, &str)>, made: &mut String) {
    let word = run.len() > 2;
    let last = run.last().map(|(_, gap)| *gap);
    for (letter, gap) in run.drain(..) {
        made.push_str(letter);
        if !word {
            made.push_str(gap);
        }
    }
    if word {
        // What ends a word that was set apart is no end of a sentence: "P.I.N. of his phone".
        made.push_str(if last.is_some_and(|gap| gap.contains('\n')) { "\n" } else { " " });
    }
}

/// The text as words and what stands after each; what stands before the first comes with an empty word.
fn pieces(text: &str) -> Vec<(&str, &str)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '\'').unwrap_or(rest.len());
        let (word, after) = rest.split_at(word);
        let gap = after.find(char::is_alphanumeric).unwrap_or(after.len());
        let (gap, after) = after.split_at(gap);
        // A text of nothing but apostrophes would stand still.
        let (word, gap, after) =
            if word.is_empty() && gap.is_empty() { (rest, "", "") } else { (word, gap, after) };
        pieces.push((word, gap));
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_looks_alike_is_alike() {
        for typed in ["pin", "ＰＩＮ", "ріn", "PÍN", "p\u{200b}i\u{ad}n", "p1n", "🅿🅸🅽", "𝗣𝗜𝗡", "ᴘɪɴ", "ⓟⓘⓝ"]
        {
            assert_eq!(plain(typed), "pin", "{typed}");
        }
        assert_eq!(plain("p@$$w0rd"), "password");
        assert_eq!(plain("at 8 or 10 pm, 3 times"), "at 8 or 10 pm, 3 times");
    }

    #[test]
    fn letters_that_were_set_apart_are_one_word() {
        for typed in ["my p i n.", "my p.i.n.", "my p-i-n", "my p _ i _ n ."] {
            assert!(
                put_together(typed).starts_with("my pin") || put_together(typed).contains(" p _ "),
                "{typed}"
            );
        }
        assert_eq!(put_together("I a b"), "Iab ");
        assert_eq!(put_together("a cup and i am"), "a cup and i am");
    }

    #[test]
    fn whose_it_is_is_a_word_and_lines_stay() {
        assert_eq!(plain("Sam’s phone\n\n \nothers' mail"), "sam s phone\nothers' mail");
    }

    proptest! {
        #[test]
        fn any_text_comes_to_an_end_and_keeps_its_plain_words(text in "[a-z ,.'\n]{0,60}|\\PC{0,30}") {
            let made = put_together(&plain(&text));
            prop_assert!(made.chars().count() <= plain(&text).chars().count() + 1);
        }
    }
}
