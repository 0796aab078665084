//! The envelope: `version (1) | nonce (24) | commitment (32) | ciphertext and tag`.
//!
//! `(ek, cm) = HKDF(key, salt = nonce, info = purpose and fields)`. XChaCha20-Poly1305 alone does not commit to
//! its key: one ciphertext can be made to open under two keys, to two texts. So the commitment is compared
//! first, in constant time, and only then is the text opened. The same purpose and fields are the associated
//! data. What must stay true: an unknown version is an error and nothing is tried instead; a nonce is used once.

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{AeadInOut, KeyInit},
};
use zeroize::Zeroizing;

use super::{
    bound::Bound,
    error::VaultError,
    secret::{Key, hkdf_into, same},
};

/// The version this program writes, and the only one it reads.
pub(super) const VERSION: u8 = 1;
/// Bytes of the nonce, which is also the salt of the derivation.
pub(super) const NONCE: usize = 24;
const TAG: usize = 16;
/// How much longer an envelope is than what it holds.
pub(super) const OVERHEAD: usize = 1 + NONCE + 32 + TAG;

/// Why an envelope did not open; the wraps tell the first case from the others.
pub(super) enum Unopened {
    /// The key or the fields are not those it was sealed with.
    Commitment,
    /// The key is right; the ciphertext is not.
    Altered,
    /// Too short to be an envelope.
    Short,
    /// A version that is not ours.
    Version(u8),
}

impl From<Unopened> for VaultError {
    fn from(why: Unopened) -> Self {
        match why {
            Unopened::Commitment | Unopened::Altered | Unopened::Short => Self::Integrity,
            Unopened::Version(version) => Self::Version(version),
        }
    }
}

/// Seals `plain` under `key`, bound to `bound`. The nonce must be random and never used twice; it comes from
/// outside so that the golden files can fix it.
pub(super) fn seal(
    key: &Key,
    bound: &Bound,
    plain: &[u8],
    nonce: &[u8; NONCE],
) -> Result<Vec<u8>, VaultError> {
    let derived = derive(key, nonce, bound);
    let (encryption, commitment) = derived.split_at(32);
    let mut text = Zeroizing::new(Vec::with_capacity(plain.len() + TAG));
    text.extend_from_slice(plain);
    cipher(encryption)?
        .encrypt_in_place(&XNonce::from(*nonce), bound.as_bytes(), &mut *text)
        .map_err(|_| VaultError::Length("a text to seal"))?;
    Ok([&[VERSION][..], nonce, commitment, &text].concat())
}

/// Opens an envelope, if it was sealed under `key` and bound to exactly `bound`.
pub(super) fn open(key: &Key, bound: &Bound, bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unopened> {
    let (&version, rest) = bytes.split_first().ok_or(Unopened::Short)?;
    if version != VERSION {
        return Err(Unopened::Version(version));
    }
    let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or(Unopened::Short)?;
    let (claimed, ciphertext) = rest.split_first_chunk::<32>().ok_or(Unopened::Short)?;
    if ciphertext.len() < TAG {
        return Err(Unopened::Short);
    }
    let derived = derive(key, nonce, bound);
    let (encryption, commitment) = derived.split_at(32);
    if !same(claimed, commitment) {
        return Err(Unopened::Commitment);
    }
    let mut text = Zeroizing::new(ciphertext.to_vec());
    cipher(encryption)
        .map_err(|_| Unopened::Altered)?
        .decrypt_in_place(&XNonce::from(*nonce), bound.as_bytes(), &mut *text)
        .map_err(|_| Unopened::Altered)?;
    Ok(text)
}

fn derive(key: &Key, nonce: &[u8; NONCE], bound: &Bound) -> Zeroizing<[u8; 64]> {
    let mut derived = Zeroizing::new([0; 64]);
    hkdf_into(key.bytes(), nonce, bound.as_bytes(), &mut derived);
    derived
}

fn cipher(key: &[u8]) -> Result<XChaCha20Poly1305, VaultError> {
    XChaCha20Poly1305::new_from_slice(key).map_err(|_| VaultError::Length("an encryption key"))
}
