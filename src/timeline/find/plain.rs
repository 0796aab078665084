//! A text without case, accents and the shape of its blanks, and where each letter of it came from.
//!
//! What must stay true: what is shown is the text as it was written, cut between its letters.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// A text made plain.
#[derive(Clone, Debug)]
pub(super) struct Plain {
    letters: Vec<char>,
    /// For each letter, the bytes of the text that it came from.
    from: Vec<(usize, usize)>,
}

impl PartialEq for Plain {
    fn eq(&self, other: &Self) -> bool {
        self.letters == other.letters
    }
}

impl Eq for Plain {}

/// Letters that no accent makes of others.
const fn spelled(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        '’' | '‘' | '`' | '´' | 'ʼ' => "'",
        '‐' | '‑' | '–' | '—' => "-",
        _ => return None,
    })
}

impl Plain {
    pub(super) fn of(text: &str) -> Self {
        let mut plain =
            Self { letters: Vec::with_capacity(text.len()), from: Vec::with_capacity(text.len()) };
        for (at, c) in text.char_indices() {
            let from = (at, at + c.len_utf8());
            if c.is_ascii() && !c.is_whitespace() {
                plain.put(c.to_ascii_lowercase(), from);
            } else if c.is_whitespace() {
                plain.blank(from);
            } else {
                plain.letter(c, from);
            }
        }
        plain
    }

    fn put(&mut self, letter: char, from: (usize, usize)) {
        self.letters.push(letter);
        self.from.push(from);
    }

    /// Blanks that follow each other are one.
    fn blank(&mut self, from: (usize, usize)) {
        match self.from.last_mut().filter(|_| self.letters.last() == Some(&' ')) {
            Some(last) => last.1 = from.1,
            None => self.put(' ', from),
        }
    }

    fn letter(&mut self, c: char, from: (usize, usize)) {
        let lower: String = c.to_lowercase().collect();
        let mut any = false;
        for part in lower.nfkd().filter(|part| !is_combining_mark(*part)) {
            any = true;
            if part.is_whitespace() {
                self.blank(from);
                continue;
            }
            match spelled(part) {
                Some(other) => other.chars().for_each(|other| self.put(other, from)),
                None => self.put(part, from),
            }
        }
        // an accent that is written apart belongs to the letter before it
        if !any && let Some(last) = self.from.last_mut() {
            last.1 = from.1;
        }
    }

    /// Without blanks around it.
    pub(super) fn trimmed(mut self) -> Self {
        while self.letters.last() == Some(&' ') {
            self.letters.pop();
            self.from.pop();
        }
        if self.letters.first() == Some(&' ') {
            self.letters.remove(0);
            self.from.remove(0);
        }
        self
    }

    pub(super) fn has_letters(&self) -> bool {
        self.letters.iter().any(|letter| letter.is_alphanumeric())
    }

    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    /// Where `word` stands at `from` or after it: its first letter, and the one after its last.
    pub(super) fn find(&self, word: &Self, from: usize) -> Option<(usize, usize)> {
        let rest = self.letters.get(from..)?;
        let size = word.letters.len();
        let at = rest.windows(size.max(1)).position(|here| here == word.letters.as_slice())?;
        Some((from + at, from + at + size))
    }

    /// The text between two letters, as it was written.
    pub(super) fn original<'a>(&self, text: &'a str, from: usize, to: usize) -> &'a str {
        let (Some(first), Some(last)) = (self.from.get(from), self.from.get(to.saturating_sub(1))) else {
            return "";
        };
        if from >= to { "" } else { text.get(first.0..last.1).unwrap_or_default() }
    }

    /// Where the next word begins, or the end.
    pub(super) fn next_word(&self, from: usize) -> usize {
        let rest = self.letters.iter().skip(from);
        let blank = rest.clone().position(|letter| *letter == ' ');
        blank.map_or(self.len(), |blank| from + blank + 1)
    }
}
