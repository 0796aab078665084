//! The root: thirty-two random bytes for each person and epoch, from which all their other keys come.
//!
//! What must stay true: a root is only ever in memory between opening a wrap and deriving [`Keys`], or sealing a
//! new wrap. No session holds one.

use zeroize::ZeroizeOnDrop;

use super::{bound::Bound, error::VaultError, identity::Keys, labels::Purpose, secret::Key};

/// The one secret that a passphrase or a recovery code opens.
#[derive(ZeroizeOnDrop)]
pub struct Root(Key);

impl Root {
    /// A new one, for a new account or a new epoch.
    pub fn generate() -> Result<Self, VaultError> {
        Key::random().map(Self)
    }

    /// What a session may hold.
    #[must_use]
    pub fn keys(&self) -> Keys {
        let part = |purpose| self.0.derive(&Bound::keyed(purpose));
        Keys::new(part(Purpose::RootIdentity), part(Purpose::RootSelf), part(Purpose::RootPins))
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        Key::copy(bytes, "a root").map(Self)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }

    pub(super) const fn key(&self) -> &Key {
        &self.0
    }
}
