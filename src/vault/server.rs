//! The server's own secret: what it vouches for to itself, such as form tokens.
//!
//! What must stay true: nothing that people wrote is ever protected by this secret; the host has it.

use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::{
    bound::Bound,
    error::VaultError,
    labels::Purpose,
    secret::{Key, same},
};

/// Thirty-two bytes that the server keeps for itself.
#[derive(ZeroizeOnDrop)]
pub struct ServerSecret(Key);

impl ServerSecret {
    /// A new one, for a new installation.
    pub fn generate() -> Result<Self, VaultError> {
        Key::random().map(Self)
    }

    /// The stored thirty-two bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        Key::copy(bytes, "the server's secret").map(Self)
    }

    /// The bytes to store.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(*self.0.bytes())
    }

    /// A code for these parts under this label; a label or a part more or less gives another.
    #[must_use]
    pub fn mac(&self, label: &str, parts: &[&[u8]]) -> [u8; 32] {
        let begin = Bound::keyed(Purpose::ServerMac).field(label.as_bytes());
        let bound = parts.iter().fold(begin, |bound, part| bound.field(part));
        self.0.derive(&Bound::keyed(Purpose::ServerKey)).mac(&bound)
    }

    /// Whether `mac` is the code for these parts, compared in constant time.
    #[must_use]
    pub fn verify(&self, label: &str, parts: &[&[u8]], mac: &[u8]) -> bool {
        same(&self.mac(label, parts), mac)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }
}
