//! Where a mail may go, and the two things that only whoever reads it can show: the code that confirms an address and
//! the token that ends the mails.
//!
//! What must stay true: an address is one line of plain characters, so it can never become a header; both secrets are
//! made from a random nonce and the server's secret, so the database holds neither; a new address gives new ones.

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use sha2::{Digest, Sha256};

use crate::vault::ServerSecret;

/// A mail address.
#[derive(Clone, PartialEq, Eq)]
pub struct MailAddress(String);

impl MailAddress {
    /// The longest one, in characters.
    pub const LONGEST: usize = 254;

    /// Reads one: printable ASCII without quotes and comments, with a domain of ordinary labels.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@')?;
        let plain = |c: char| c.is_ascii_graphic() && !"\"(),:;<>@[\\]".contains(c);
        let dots = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let fine = (1..=64).contains(&local.len())
            && local.chars().all(plain)
            && dots
            && domain.len() <= 189
            && domain.contains('.')
            && domain.split('.').all(label);
        fine.then(|| Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// It as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the secrets of one address are made from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Nonce(pub [u8; 16]);

impl Nonce {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// The code that is mailed to the address, as it is shown: "ABCD EFGH".
    #[must_use]
    pub fn code(&self, secret: &ServerSecret) -> String {
        let mac = secret.mac("reminder code", &[&self.0]);
        let code = BASE32_NOPAD.encode(mac.get(..5).unwrap_or_default());
        let (one, two) = code.split_at(4);
        format!("{one} {two}")
    }

    /// Whether this was typed in for the code. Spaces, hyphens and small letters do not matter.
    #[must_use]
    pub fn is_code(&self, secret: &ServerSecret, typed: &str) -> bool {
        use subtle::ConstantTimeEq as _;
        let plain = |text: &str| -> Vec<u8> {
            text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_uppercase()).collect()
        };
        plain(typed).ct_eq(&plain(&self.code(secret))).into()
    }

    /// The token in the link that ends the mails.
    #[must_use]
    pub fn stop_token(&self, secret: &ServerSecret) -> String {
        let mac = secret.mac("reminder stop", &[&self.0]);
        BASE64URL_NOPAD.encode(mac.get(..18).unwrap_or_default())
    }
}

/// How the database knows the token that ends the mails.
#[must_use]
pub fn stop_digest(token: &str) -> [u8; 32] {
    Sha256::new().chain_update(b"toward stop 1\0").chain_update(token).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_plain_line() {
        for fine in ["sam@example.org", " Sam.O'Neil+x@Mail.Example.ORG ", "a@b.c"] {
            assert!(MailAddress::parse(fine).is_some(), "{fine}");
        }
        assert_eq!(MailAddress::parse("Sam@Example.ORG").unwrap().as_str(), "Sam@example.org");
        for bad in [
            "",
            "sam",
            "sam@",
            "@example.org",
            "sam@localhost",
            "sam@example..org",
            "sam@-a.org",
            "s am@example.org",
            "sam@example.org\r\nBcc: all@example.org",
            "sam\r\n@example.org",
            "sam@example.org\n",
            "<sam@example.org>",
            "a@b@example.org",
            "sam@[127.0.0.1]",
            "sám@example.org",
            ".sam@example.org",
        ] {
            let read = MailAddress::parse(bad);
            assert!(read.is_none() || bad.trim() != bad, "{bad:?}");
            assert!(read.is_none_or(|read| !read.as_str().contains(char::is_whitespace)), "{bad:?}");
        }
    }

    #[test]
    fn a_code_belongs_to_one_address_and_is_typed_as_people_type() {
        let secret = ServerSecret::generate().unwrap();
        let (one, two) = (Nonce([1; 16]), Nonce([2; 16]));
        let code = one.code(&secret);
        assert_eq!(code.len(), 9);
        assert!(one.is_code(&secret, &code.to_lowercase().replace(' ', "-")));
        assert!(!one.is_code(&secret, &two.code(&secret)));
        assert!(!one.is_code(&secret, ""));
        assert_ne!(one.stop_token(&secret), two.stop_token(&secret));
        assert_ne!(one.code(&secret), one.code(&ServerSecret::generate().unwrap()));
    }
}
