//! What a signed-in person's session holds: their X25519 secret, the key of grants to oneself, the key of pins.
//!
//! What must stay true: these three open and share what the person reads, and nothing here leads back to the
//! root. A borrowed session can't change the passphrase, mint a recovery code or make new keys.

use x25519_dalek::StaticSecret;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::{bound::Bound, error::VaultError, labels::Purpose, secret::Key};

/// A person's public key, of one epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PublicKey(pub [u8; 32]);

impl TryFrom<&[u8]> for PublicKey {
    type Error = VaultError;

    fn try_from(bytes: &[u8]) -> Result<Self, VaultError> {
        bytes.try_into().map(Self).map_err(|_| VaultError::Length("a public key"))
    }
}

/// A person's keys, of one epoch.
#[derive(ZeroizeOnDrop)]
pub struct Keys {
    identity: Key,
    own: Key,
    pins: Key,
}

impl Keys {
    pub(super) const fn new(identity: Key, own: Key, pins: Key) -> Self {
        Self { identity, own, pins }
    }

    /// The ninety-six bytes for a session's record.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 96]> {
        let mut bytes = Zeroizing::new([0; 96]);
        for (place, key) in bytes.chunks_exact_mut(32).zip([&self.identity, &self.own, &self.pins]) {
            place.copy_from_slice(key.bytes());
        }
        bytes
    }

    /// The keys out of a session's record.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        const WHAT: &str = "a session's keys";
        let (identity, rest) = bytes.split_first_chunk::<32>().ok_or(VaultError::Length(WHAT))?;
        let (own, pins) = rest.split_first_chunk::<32>().ok_or(VaultError::Length(WHAT))?;
        Ok(Self::new(Key::copy(identity, WHAT)?, Key::copy(own, WHAT)?, Key::copy(pins, WHAT)?))
    }

    /// The public key. It is stored as well; at sign-in the two are compared.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(x25519_dalek::PublicKey::from(&self.secret()).to_bytes())
    }

    /// A name for a place (`talk/<id>/feelings`) that only this person can make or recognise.
    ///
    /// A row may carry it: the same place gives the same name, and the host learns nothing else from it.
    #[must_use]
    pub fn label(&self, place: &str) -> [u8; 16] {
        let key = self.own.derive(&Bound::keyed(Purpose::PlaceKey));
        let mac = key.mac(&Bound::keyed(Purpose::Place).field(place.as_bytes()));
        let mut label = [0; 16];
        label.copy_from_slice(mac.split_at(16).0);
        label
    }

    /// What this secret and that public key have in common; a public key that gives everyone the same is refused.
    pub(super) fn shared_with(&self, other: &PublicKey) -> Result<Key, VaultError> {
        agree(&self.secret(), other)
    }

    pub(super) const fn own(&self) -> &Key {
        &self.own
    }

    pub(super) const fn pins(&self) -> &Key {
        &self.pins
    }

    fn secret(&self) -> StaticSecret {
        StaticSecret::from(*self.identity.bytes())
    }
}

/// X25519, refusing the few public keys whose result does not depend on the secret.
pub(super) fn agree(secret: &StaticSecret, other: &PublicKey) -> Result<Key, VaultError> {
    let shared = secret.diffie_hellman(&x25519_dalek::PublicKey::from(other.0));
    if !shared.was_contributory() {
        return Err(VaultError::WeakPublicKey);
    }
    Key::copy(shared.as_bytes(), "a shared secret")
}
