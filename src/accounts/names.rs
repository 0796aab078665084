//! Names: the one to be called by, and the one to sign in with.

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;

/// What somebody is called here, 1 to 60 characters on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

impl DisplayName {
    /// The longest, in characters.
    pub const LONGEST: usize = 60;

    /// Reads what was typed; none when it is empty, too long or has control characters.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let name: String = typed.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
        let fits = (1..=Self::LONGEST).contains(&name.chars().count()) && !name.chars().any(char::is_control);
        fits.then_some(Self(name))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What somebody signs in with: an e-mail address or any other name, 1 to 254 characters. Case and width of the letters
/// do not matter (NFKC, lower case).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInName {
    typed: String,
    folded: String,
}

impl SignInName {
    /// The longest, in characters.
    pub const LONGEST: usize = 254;

    /// Reads what was typed; none when it is empty, too long or has control characters.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let typed: String = typed.trim().nfc().collect();
        let fits =
            (1..=Self::LONGEST).contains(&typed.chars().count()) && !typed.chars().any(char::is_control);
        let folded = typed.nfkc().collect::<String>().to_lowercase();
        fits.then_some(Self { typed, folded })
    }

    /// As it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// As names are compared.
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The digest that accounts are found by.
    #[must_use]
    pub fn key(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"toward/sign-in-name\0");
        hash.update(self.folded.as_bytes());
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_name_is_the_same_in_any_case_and_width() {
        let name = SignInName::parse(" Sam@Example.org ").unwrap();
        assert_eq!(name.key(), SignInName::parse("sam@example.ORG").unwrap().key());
        assert_eq!(name.key(), SignInName::parse("ｓam@example.org").unwrap().key());
        assert_eq!(name.as_str(), "Sam@Example.org");
        assert!(SignInName::parse("  ").is_none());
        assert!(SignInName::parse("sam\u{0}").is_none());
    }

    #[test]
    fn a_display_name_is_one_line_of_at_most_sixty_characters() {
        assert_eq!(DisplayName::parse("  Sam \n the  First ").unwrap().as_str(), "Sam the First");
        assert!(DisplayName::parse(&"ñ".repeat(60)).is_some());
        assert!(DisplayName::parse(&"n".repeat(61)).is_none());
        assert!(DisplayName::parse("").is_none());
    }
}
