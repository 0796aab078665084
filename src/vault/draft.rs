//! Drafts: sealed to a public key, so that text can be kept after the session that could open it is gone.
//!
//! `throwaway public key (32) | envelope`, under `HKDF(X25519(throwaway, public), info = both public keys and what
//! the draft is bound to)`. It does not say who sealed it, which is why only the person's own unfinished text is
//! kept this way and never anything one person shows another. Drafts are padded like everything written.

use x25519_dalek::StaticSecret;
use zeroize::Zeroizing;

use super::{
    bound::Bound,
    envelope,
    error::VaultError,
    identity::{Keys, PublicKey, agree},
    labels::Purpose,
    padding,
    secret::Key,
};

/// Seals a draft so that only the holder of `public`'s secret can open it.
pub fn seal_to(public: &PublicKey, bound: &Bound, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
    seal_with(public, bound, plain, &Key::random()?, &super::secret::random()?)
}

/// As [`seal_to`], with the throwaway secret and the nonce from outside, for the golden file.
pub(super) fn seal_with(
    public: &PublicKey,
    bound: &Bound,
    plain: &[u8],
    throwaway: &Key,
    nonce: &[u8; envelope::NONCE],
) -> Result<Vec<u8>, VaultError> {
    let secret = StaticSecret::from(*throwaway.bytes());
    let ephemeral = PublicKey(x25519_dalek::PublicKey::from(&secret).to_bytes());
    let key = agree(&secret, public)?.derive(&context(&ephemeral, public, bound));
    let sealed = envelope::seal(&key, bound, &padding::pad(plain), nonce)?;
    Ok([&ephemeral.0[..], &sealed].concat())
}

impl Keys {
    /// Opens a draft that was sealed to this person's public key.
    pub fn open_sealed(&self, bound: &Bound, bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let (ephemeral, sealed) = bytes.split_first_chunk::<32>().ok_or(VaultError::Integrity)?;
        let ephemeral = PublicKey(*ephemeral);
        let key = self.shared_with(&ephemeral)?.derive(&context(&ephemeral, &self.public(), bound));
        padding::unpad(&envelope::open(&key, bound, sealed)?)
    }
}

fn context(ephemeral: &PublicKey, public: &PublicKey, bound: &Bound) -> Bound {
    Bound::keyed(Purpose::DraftKey).key(ephemeral).key(public).field(bound.as_bytes())
}
