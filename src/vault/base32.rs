//! The thirty-two characters in which codes are written: digits and letters without I, L, O and U.
//!
//! What must stay true: reading is kinder than writing. Spaces, hyphens and case do not matter, O is read as zero,
//! I and L as one.

use zeroize::Zeroizing;

use super::error::CodeError;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The character of a value; only its low five bits count.
pub(super) fn character(value: u8) -> char {
    #[expect(clippy::indexing_slicing, reason = "five bits are always below thirty-two")]
    char::from(ALPHABET[usize::from(value & 31)])
}

/// The values of a typed code of exactly `N` characters.
pub(super) fn values<const N: usize>(text: &str) -> Result<Zeroizing<[u8; N]>, CodeError> {
    let mut values = Zeroizing::new([0; N]);
    let mut places = values.iter_mut();
    for typed in text.chars().filter(|&typed| !separates(typed)) {
        let value = value(typed).ok_or(CodeError::Character)?;
        *places.next().ok_or(CodeError::Length)? = value;
    }
    if places.next().is_some() {
        return Err(CodeError::Length);
    }
    Ok(values)
}

/// Spaces, and hyphens of any length: a word processor exchanges them as it likes.
fn separates(typed: char) -> bool {
    typed.is_whitespace() || typed == '-' || ('\u{2010}'..='\u{2015}').contains(&typed)
}

fn value(typed: char) -> Option<u8> {
    let plain = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    (0..32).find(|&value| character(value) == plain)
}
