//! The second factor: its own key, sealed under the root, and under that key what a code is checked against.
//!
//! What must stay true: whoever has only the database learns neither the seed nor a spare code, nor when one was used.
//! The key is made anew each time the second factor is switched on, and the root is needed to reach it: a session that
//! waits for a code holds this key and no root, and a session that is signed in holds neither.

use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::{
    base32,
    bound::{Bound, Subject},
    envelope,
    error::{CodeError, VaultError},
    labels::Purpose,
    padding,
    root::Root,
    secret::{Key, Secret, random},
};

/// Which second factor this is, and whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactorFields {
    /// The person.
    pub subject: Subject,
    /// Sixteen random bytes, made anew each time it is switched on.
    pub factor: [u8; 16],
}

impl FactorFields {
    pub(super) fn bound(&self, purpose: Purpose) -> Bound {
        Bound::of(purpose, &self.subject).field(&self.factor)
    }
}

/// The key of one second factor.
#[derive(ZeroizeOnDrop)]
pub struct FactorKey(Key);

impl FactorKey {
    /// A new one.
    pub fn generate() -> Result<Self, VaultError> {
        Key::random().map(Self)
    }

    /// Out of the record of a session that waits for a code.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        Key::copy(bytes, "the key of a second factor").map(Self)
    }

    /// For the record of a session that waits for a code.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(*self.0.bytes())
    }

    /// Seals what codes are checked against, padded: its length does not tell how many spare codes are left.
    pub fn seal(&self, fields: &FactorFields, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.seal_with(fields, plain, &random()?)
    }

    /// As [`Self::seal`], with the nonce from outside, for the golden file.
    pub(super) fn seal_with(
        &self,
        fields: &FactorFields,
        plain: &[u8],
        nonce: &[u8; envelope::NONCE],
    ) -> Result<Vec<u8>, VaultError> {
        envelope::seal(&self.0, &fields.bound(Purpose::Factor), &padding::pad(plain), nonce)
    }

    /// Opens it.
    pub fn open(&self, fields: &FactorFields, bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        padding::unpad(&envelope::open(&self.0, &fields.bound(Purpose::Factor), bytes)?)
    }

    /// What is kept of a spare code.
    #[must_use]
    pub fn spare(&self, code: &SpareCode) -> [u8; 32] {
        self.0.mac(&Bound::keyed(Purpose::SpareCode).field(code.0.bytes()))
    }
}

impl Root {
    /// Seals the key of a second factor.
    pub fn seal_factor(&self, fields: &FactorFields, key: &FactorKey) -> Result<Vec<u8>, VaultError> {
        self.seal_factor_with(fields, key, &random()?)
    }

    /// As [`Self::seal_factor`], with the nonce from outside, for the golden file.
    pub(super) fn seal_factor_with(
        &self,
        fields: &FactorFields,
        key: &FactorKey,
        nonce: &[u8; envelope::NONCE],
    ) -> Result<Vec<u8>, VaultError> {
        envelope::seal(&self.factor_key(), &fields.bound(Purpose::FactorKey), key.0.bytes(), nonce)
    }

    /// Opens it.
    pub fn open_factor(&self, fields: &FactorFields, bytes: &[u8]) -> Result<FactorKey, VaultError> {
        let key = envelope::open(&self.factor_key(), &fields.bound(Purpose::FactorKey), bytes)?;
        FactorKey::from_bytes(&key)
    }

    pub(super) fn factor_key(&self) -> Key {
        self.key().derive(&Bound::keyed(Purpose::RootFactor))
    }
}

/// Characters of a spare code: fifty random bits, and nobody can try them without the key.
const SPARE: usize = 10;

/// A code for when the device with the app is not there. It works once.
#[derive(ZeroizeOnDrop)]
pub struct SpareCode(Secret<SPARE>);

impl SpareCode {
    /// A new one.
    pub fn generate() -> Result<Self, VaultError> {
        let mut secret = Secret::random()?;
        secret.bytes_mut().iter_mut().for_each(|value| *value &= 31);
        Ok(Self(secret))
    }

    /// As it is shown: two groups of five characters.
    #[must_use]
    pub fn shown(&self) -> String {
        let group = |values: &[u8]| values.iter().map(|&value| base32::character(value)).collect::<String>();
        let (first, second) = self.0.bytes().split_at(SPARE / 2);
        [group(first), group(second)].join("-")
    }

    /// Reads a typed one.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let values = base32::values::<SPARE>(text)?;
        Secret::copy(&*values, "a spare code").map(Self).map_err(|_| CodeError::Length)
    }
}
