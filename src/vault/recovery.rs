//! The recovery code, and the root sealed under it.
//!
//! 130 random bits as 26 characters, then two characters that catch a slip of the pen. The code has so many bits
//! that HKDF is enough; no Argon2 and no pepper, so that it still works after a move to another machine. What must
//! stay true: the last two characters are for people's typing only and add nothing to the key.

use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::{
    base32,
    bound::{Bound, Subject},
    envelope::{self, Unopened},
    error::{CodeError, OpenError, VaultError},
    labels::Purpose,
    root::Root,
    secret::{Key, Secret, random},
};

const SECRET: usize = 26;
const WHOLE: usize = SECRET + 2;

/// The largest prime below 32 * 32. Being prime it catches every single wrong character and every two that
/// changed places, not only most of them.
const PRIME: u32 = 1021;

/// The code that opens a root when the passphrase is lost.
#[derive(ZeroizeOnDrop)]
pub struct RecoveryCode(Secret<SECRET>);

impl RecoveryCode {
    /// A new one.
    pub fn generate() -> Result<Self, VaultError> {
        let mut secret = Secret::random()?;
        secret.bytes_mut().iter_mut().for_each(|value| *value &= 31);
        Ok(Self(secret))
    }

    /// The code as it is shown: seven groups of four characters.
    #[must_use]
    pub fn groups(&self) -> Vec<String> {
        let check = check(self.0.bytes());
        let whole = Zeroizing::new([&self.0.bytes()[..], &check].concat());
        whole.chunks(4).map(|group| group.iter().map(|&value| base32::character(value)).collect()).collect()
    }

    /// Reads a typed code.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let whole = base32::values::<WHOLE>(text)?;
        let (secret, typed) = whole.split_first_chunk::<SECRET>().ok_or(CodeError::Length)?;
        if check(secret) != *typed {
            return Err(CodeError::Checksum);
        }
        Secret::copy(secret, "a recovery code").map(Self).map_err(|_| CodeError::Length)
    }

    pub(super) fn key(&self, salt: &[u8; 16]) -> Key {
        Key::stretch(self.0.bytes(), salt, &Bound::keyed(Purpose::RecoveryKey))
    }
}

/// The two values that make the whole code, read as one number, leave one when divided by [`PRIME`].
fn check(secret: &[u8; SECRET]) -> [u8; 2] {
    let push = |rest: u32, value: u8| (rest * 32 + u32::from(value)) % PRIME;
    let shifted = [0, 0].into_iter().fold(secret.iter().copied().fold(0, push), push);
    let check = (PRIME + 1 - shifted) % PRIME;
    [(check / 32).to_be_bytes()[3], (check % 32).to_be_bytes()[3]]
}

/// A root, sealed under a recovery code: the columns of a row.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryWrap {
    /// Which code this is, counted from the first the person was given.
    pub number: u32,
    /// The salt of the derivation.
    pub salt: [u8; 16],
    /// The envelope that holds the root.
    pub sealed: Vec<u8>,
}

impl RecoveryWrap {
    /// Seals a root under the person's code of that number.
    pub fn seal(
        root: &Root,
        code: &RecoveryCode,
        subject: &Subject,
        number: u32,
    ) -> Result<Self, VaultError> {
        Self::seal_with(root, code, subject, number, (random()?, &random()?))
    }

    /// As [`Self::seal`], with the salt and the nonce from outside, for the golden file.
    pub(super) fn seal_with(
        root: &Root,
        code: &RecoveryCode,
        subject: &Subject,
        number: u32,
        (salt, nonce): ([u8; 16], &[u8; envelope::NONCE]),
    ) -> Result<Self, VaultError> {
        let mut wrap = Self { number, salt, sealed: Vec::new() };
        wrap.sealed = envelope::seal(&code.key(&salt), &wrap.bound(subject), root.bytes(), nonce)?;
        Ok(wrap)
    }

    /// Opens the wrap.
    ///
    /// A wrong code and a row that belongs to somebody else look the same from here: both are a wrong secret.
    pub fn open(&self, code: &RecoveryCode, subject: &Subject) -> Result<Root, OpenError> {
        let root = envelope::open(&code.key(&self.salt), &self.bound(subject), &self.sealed).map_err(
            |why| match why {
                Unopened::Commitment => OpenError::WrongSecret,
                Unopened::Version(_) => OpenError::Refused("the wrap has a version that is not known"),
                Unopened::Altered | Unopened::Short => OpenError::Damaged,
            },
        )?;
        Root::from_bytes(&root).map_err(|_| OpenError::Damaged)
    }

    pub(super) fn bound(&self, subject: &Subject) -> Bound {
        Bound::of(Purpose::WrapRecovery, subject).field(&self.salt).number(self.number)
    }
}
