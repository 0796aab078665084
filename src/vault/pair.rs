//! The key from an author to a reader.
//!
//! `HKDF(X25519(own secret, pinned public key of the other), info = both public keys and both epochs, the author's
//! first)`. It proves the author to the reader, and to nobody else: entries are not signed, on purpose. What must
//! stay true: the other's public key comes from a pin that held, never straight from a row.

use zeroize::ZeroizeOnDrop;

use super::{
    bound::Bound,
    error::VaultError,
    identity::{Keys, PublicKey},
    labels::Purpose,
    secret::Key,
};

/// Opens and seals the grants of one author to one reader.
#[derive(ZeroizeOnDrop)]
pub struct PairKey(Key);

impl PairKey {
    pub(super) const fn key(&self) -> &Key {
        &self.0
    }
}

impl Keys {
    /// The key for what I share with somebody.
    pub fn pair_to(
        &self,
        own_epoch: u32,
        reader: &PublicKey,
        reader_epoch: u32,
    ) -> Result<PairKey, VaultError> {
        let direction = direction((&self.public(), own_epoch), (reader, reader_epoch));
        Ok(PairKey(self.shared_with(reader)?.derive(&direction)))
    }

    /// The key for what somebody shares with me.
    pub fn pair_from(
        &self,
        own_epoch: u32,
        author: &PublicKey,
        author_epoch: u32,
    ) -> Result<PairKey, VaultError> {
        let direction = direction((author, author_epoch), (&self.public(), own_epoch));
        Ok(PairKey(self.shared_with(author)?.derive(&direction)))
    }
}

fn direction(author: (&PublicKey, u32), reader: (&PublicKey, u32)) -> Bound {
    Bound::keyed(Purpose::Pair).key(author.0).number(author.1).key(reader.0).number(reader.1)
}
