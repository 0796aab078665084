//! Which passphrases are taken: length and guessing, no rules of composition, nothing folded or trimmed.

use super::{DisplayName, SignInName};

/// The shortest own passphrase, in characters.
const SHORTEST: usize = 12;
/// The longest, in characters.
pub(super) const LONGEST: usize = 128;
/// Fewer guesses than this, as zxcvbn estimates them (USENIX Security 2016), and it stands on every list.
const FEWEST_GUESSES_LOG10: f64 = 9.0;

/// Why a passphrase is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Under twelve characters.
    TooShort,
    /// Over 128 characters.
    TooLong,
    /// A common one, or one made of the person's own names.
    Guessable,
}

impl Weakness {
    /// What to do about it.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::TooShort => "Make it twelve characters or more. A few unrelated words work well.",
            Self::TooLong => "Keep it to 128 characters.",
            Self::Guessable => {
                "This one is easy to guess. Leave out names and well-known words, or take the one offered."
            }
        }
    }
}

/// What speaks against a passphrase for this person, as far as their names are known; none when it is taken.
#[must_use]
pub fn weakness(passphrase: &str, sign_in: &SignInName, name: Option<&DisplayName>) -> Option<Weakness> {
    let length = passphrase.chars().count();
    if length < SHORTEST {
        return Some(Weakness::TooShort);
    }
    if length > LONGEST {
        return Some(Weakness::TooLong);
    }
    let local = sign_in.folded().split('@').next().unwrap_or_default();
    let context =
        [sign_in.folded(), local, name.map_or("", DisplayName::as_str), "toward", "passphrase", "password"];
    let estimate = zxcvbn::zxcvbn(passphrase, &context);
    (estimate.guesses_log10() < FEWEST_GUESSES_LOG10).then_some(Weakness::Guessable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(passphrase: &str) -> Option<Weakness> {
        let (sign_in, name) =
            (SignInName::parse("noor.haddad@example.org").unwrap(), DisplayName::parse("Noor").unwrap());
        weakness(passphrase, &sign_in, Some(&name))
    }

    #[test]
    fn common_ones_and_own_names_are_not_taken() {
        assert_eq!(of("passwordpassword"), Some(Weakness::Guessable));
        assert_eq!(of("qwertyuiop123"), Some(Weakness::Guessable));
        assert_eq!(of("noor.haddad12"), Some(Weakness::Guessable));
        assert_eq!(of("123456789012"), Some(Weakness::Guessable));
    }

    #[test]
    fn length_counts_characters_and_nothing_is_trimmed() {
        assert_eq!(of("tulip fern"), Some(Weakness::TooShort));
        assert_eq!(of(&"é💧".repeat(65)), Some(Weakness::TooLong));
        assert_eq!(of("   gravel umbrella tundra   "), None);
        assert_eq!(
            of(&crate::vault::generate_passphrase()
                .map(|p| secrecy::ExposeSecret::expose_secret(&p).to_owned())
                .unwrap()),
            None
        );
    }
}
