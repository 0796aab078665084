//! Words from the large list of the EFF (7776 of them): a passphrase to offer, and the phrase two people compare.
//!
//! What must stay true: each word of a passphrase is as likely as any other. The key phrase is the same whoever
//! asks, and slow to search: somebody in the middle, who may choose both of their own keys, needs two phrases that
//! meet, which is the square root of the phrases there are. The rounds make each try dear.

use eff_wordlist::large::LIST;
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::{
    bound::Bound,
    error::VaultError,
    identity::PublicKey,
    labels::Purpose,
    secret::{digest, fill, hmac_sha256},
};

const WORDS: usize = 7776;
const _: () = assert!(LIST.len() == WORDS, "the large list has five dice to a word");

/// How often the key phrase is hashed: little for one page, dear for a search.
const ROUNDS: usize = 1 << 14;

/// Two bytes below this are spread over the list evenly; from here on they would favour its beginning.
const FAIR: u16 = 62_208;

/// Five words, joined by spaces: some 64 bits.
pub fn generate_passphrase() -> Result<SecretString, VaultError> {
    let mut passphrase = Zeroizing::new(String::with_capacity(64));
    for place in 0..5 {
        if place > 0 {
            passphrase.push(' ');
        }
        passphrase.push_str(random_word()?);
    }
    Ok(SecretString::from(passphrase.as_str()))
}

fn random_word() -> Result<&'static str, VaultError> {
    let mut bytes = Zeroizing::new([0; 2]);
    loop {
        fill(&mut *bytes)?;
        let number = u16::from_be_bytes(*bytes);
        if number < FAIR {
            return Ok(word(usize::from(number)));
        }
    }
}

/// Six words from two public keys, the same on both sides.
#[must_use]
pub fn key_phrase(a: &PublicKey, b: &PublicKey) -> [&'static str; 6] {
    let (first, second) = if a.0 <= b.0 { (a, b) } else { (b, a) };
    let start = Bound::keyed(Purpose::KeyPhrase).key(first).key(second);
    let mut hash = digest(&start);
    for _ in 0..ROUNDS {
        hash = hmac_sha256(&hash, start.as_bytes());
    }
    let number = |place: usize| {
        hash.iter().skip(4 * place).take(4).fold(0, |all, &byte| (all << 8) | usize::from(byte))
    };
    std::array::from_fn(|place| word(number(place)))
}

fn word(number: usize) -> &'static str {
    #[expect(clippy::indexing_slicing, reason = "the number is taken modulo the length")]
    LIST[number % WORDS].1
}
