//! Secret bytes, and the three things done with them: derive, authenticate, compare.
//!
//! What must stay true: the bytes live on the heap, so that moving a key leaves no copy behind, and they are
//! wiped when the key goes. Nothing here can print, copy or serialise itself.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{bound::Bound, error::VaultError};

/// A secret of so many bytes.
pub(super) struct Secret<const N: usize>(Box<[u8; N]>);

/// What everything is sealed under and derived from.
pub(super) type Key = Secret<32>;

impl<const N: usize> Secret<N> {
    /// A new random one.
    pub(super) fn random() -> Result<Self, VaultError> {
        let mut secret = Self::zero();
        fill(secret.bytes_mut())?;
        Ok(secret)
    }

    /// Takes a copy of as many bytes; any other number is an error that names `what` it should have been.
    pub(super) fn copy(bytes: &[u8], what: &'static str) -> Result<Self, VaultError> {
        let mut secret = Self::zero();
        if bytes.len() != N {
            return Err(VaultError::Length(what));
        }
        secret.0.copy_from_slice(bytes);
        Ok(secret)
    }

    /// All zeros, to be filled in place.
    pub(super) fn zero() -> Self {
        Self(Box::new([0; N]))
    }

    pub(super) fn bytes(&self) -> &[u8; N] {
        &self.0
    }

    pub(super) fn bytes_mut(&mut self) -> &mut [u8; N] {
        &mut self.0
    }
}

impl Key {
    /// The key that belongs to `bound` beneath this one.
    pub(super) fn derive(&self, bound: &Bound) -> Self {
        Self::stretch(self.bytes(), &[], bound)
    }

    /// The key that belongs to `bound`, from any secret and a salt (none: an empty one).
    pub(super) fn stretch(secret: &[u8], salt: &[u8], bound: &Bound) -> Self {
        let mut key = Self::zero();
        hkdf_into(secret, salt, bound.as_bytes(), key.bytes_mut());
        key
    }

    /// The authentication code of `bound`, fields and all.
    pub(super) fn mac(&self, bound: &Bound) -> [u8; 32] {
        hmac_sha256(self.bytes(), bound.as_bytes())
    }
}

impl<const N: usize> Drop for Secret<N> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<const N: usize> ZeroizeOnDrop for Secret<N> {}

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

/// HKDF with SHA-256 (RFC 5869).
pub(super) fn hkdf_into<const N: usize>(secret: &[u8], salt: &[u8], info: &[u8], out: &mut [u8; N]) {
    const { assert!(N <= 255 * 32, "HKDF with SHA-256 gives no more than that") };
    #[expect(clippy::expect_used, reason = "the only error is a length that the line above rules out")]
    Hkdf::<Sha256>::new(Some(salt), secret)
        .expand(info, out)
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
