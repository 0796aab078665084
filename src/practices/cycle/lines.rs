//! Words in lines for a picture, drawn by a server that has no fonts.
//!
//! What must stay true: no line is wider than the box, with a good deal to spare; an accent stays with its letter.

use unicode_normalization::char::is_combining_mark;

/// How much fits into a line, in tenths of an ordinary letter, and how many lines there are at most.
pub(super) const FITS: u32 = 170;
pub(super) const LINES: usize = 6;

/// About how wide a letter is, in tenths of an ordinary one. The server has no fonts, so this rather says too much.
fn tenths(letter: char) -> u32 {
    match letter {
        '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        _ if is_combining_mark(letter) => 0,
        ' ' | 'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '!' | '|'
        | '(' | ')' => 7,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' => 16,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{ffdc}' | '\u{1f000}'.. => 20,
        _ if letter.is_uppercase() => 13,
        _ => 10,
    }
}

pub(super) fn width(text: &str) -> u32 {
    text.chars().map(tenths).sum()
}

/// The text, or as much of it as fits, with a sign that there is more.
pub(super) fn within(text: &str, fits: u32) -> String {
    if width(text) <= fits {
        return text.to_owned();
    }
    let (start, _) = split(text, fits.saturating_sub(tenths('…')));
    format!("{}…", start.trim_end())
}

/// As many letters as fit, one at the least, and the rest. What belongs to a letter stays with it.
fn split(text: &str, fits: u32) -> (&str, &str) {
    let (mut used, mut joined) = (0, false);
    for (at, letter) in text.char_indices() {
        let wide = tenths(letter);
        if wide > 0 && !joined && at > 0 && used + wide > fits {
            return text.split_at(at);
        }
        used += if joined { 0 } else { wide };
        joined = letter == '\u{200d}';
    }
    (text, "")
}

/// The text in lines, and whether some of it is missing.
pub(super) fn wrap(text: &str) -> (Vec<String>, bool) {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let joined = lines.last().map(|line| format!("{line} {word}")).filter(|line| width(line) <= FITS);
        if let (Some(joined), Some(last)) = (joined, lines.last_mut()) {
            *last = joined;
            continue;
        }
        let mut rest = word;
        while !rest.is_empty() {
            let (piece, more) = split(rest, FITS);
            lines.push(piece.to_owned());
            rest = more;
        }
    }
    let is_cut = lines.len() > LINES;
    lines.truncate(LINES);
    if let Some(last) = lines.last_mut().filter(|_| is_cut) {
        let (start, _) = split(last, FITS - tenths('…'));
        *last = format!("{}…", start.trim_end());
    }
    (lines, is_cut)
}
