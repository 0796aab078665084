//! Thirty-two secret bytes, and the three things done with them: derive, authenticate, compare.
//!
//! What must stay true: the bytes live on the heap, so that moving a key leaves no copy behind, and they are
//! wiped when the key goes. Nothing here can print, copy or serialise itself.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{bound::Bound, error::VaultError};

/// A secret of thirty-two bytes.
pub(super) struct Key(Box<[u8; 32]>);

impl Key {
    /// A new random one.
    pub(super) fn random() -> Result<Self, VaultError> {
        let mut key = Self::zero();
        fill(key.0.as_mut_slice())?;
        Ok(key)
    }

    /// Takes a copy of thirty-two bytes; any other number is an error that names `what` it should have been.
    pub(super) fn copy(bytes: &[u8], what: &'static str) -> Result<Self, VaultError> {
        let mut key = Self::zero();
        if bytes.len() != key.0.len() {
            return Err(VaultError::Length(what));
        }
        key.0.copy_from_slice(bytes);
        Ok(key)
    }

    /// The key that belongs to `bound` beneath this one.
    pub(super) fn derive(&self, bound: &Bound) -> Self {
        Self::stretch(self.bytes(), &[], bound)
    }

    /// The key that belongs to `bound`, from any secret and a salt (none: an empty one).
    pub(super) fn stretch(secret: &[u8], salt: &[u8], bound: &Bound) -> Self {
        let mut key = Self::zero();
        hkdf_into(secret, salt, bound, &mut key.0);
        key
    }

    /// The authentication code of `bound`, fields and all.
    pub(super) fn mac(&self, bound: &Bound) -> [u8; 32] {
        hmac_sha256(self.bytes(), bound.as_bytes())
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn zero() -> Self {
        Self(Box::new([0; 32]))
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl ZeroizeOnDrop for Key {}

/// Fills `bytes` from the system's randomness.
pub(super) fn fill(bytes: &mut [u8]) -> Result<(), VaultError> {
    getrandom::fill(bytes).map_err(|_| VaultError::Randomness)
}

/// That many random bytes, for what is no secret: salts and nonces.
pub(super) fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// HKDF with SHA-256 (RFC 5869), the list as its info.
pub(super) fn hkdf_into<const N: usize>(secret: &[u8], salt: &[u8], bound: &Bound, out: &mut [u8; N]) {
    const { assert!(N <= 255 * 32, "HKDF with SHA-256 gives no more than that") };
    #[expect(clippy::expect_used, reason = "the only error is a length that the line above rules out")]
    Hkdf::<Sha256>::new(Some(salt), secret)
        .expand(bound.as_bytes(), out)
        .expect("the length was checked when this was compiled");
}

/// HMAC with SHA-256 (RFC 2104).
pub(super) fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// SHA-256 over a list.
pub(super) fn digest(bound: &Bound) -> [u8; 32] {
    Sha256::digest(bound.as_bytes()).into()
}

/// Whether two byte strings are the same, without telling by the time taken where they differ.
pub(super) fn same(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}
