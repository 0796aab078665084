//! The seal of a session: the id is only in the cookie, the row holds its SHA-256 and a sealed record.
//!
//! What must stay true: whoever can read or write rows can neither use a session nor see or exchange what it holds.
//! The row's key is bound in here, so no caller can forget it.

use sha2::{Digest, Sha256};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::{
    bound::{Bound, Instance},
    envelope,
    error::VaultError,
    labels::Purpose,
    secret::{Key, random},
};

/// What a session's record is bound to, besides its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionFields {
    /// The installation.
    pub instance: Instance,
    /// Who is signed in.
    pub person: [u8; 16],
    /// The epoch of their keys.
    pub epoch: u32,
    /// When the session ends whatever happens, in seconds since 1970.
    pub expires_at: i64,
}

/// Seals and opens the record of one session.
#[derive(ZeroizeOnDrop)]
pub struct SessionSeal {
    pub(super) key: Key,
    row: [u8; 32],
}

impl SessionSeal {
    /// From the bytes of the id in the cookie.
    #[must_use]
    pub fn from_id(id: &[u8]) -> Self {
        let key = Key::stretch(id, &[], &Bound::keyed(Purpose::SessionKey));
        Self { key, row: Sha256::digest(id).into() }
    }

    /// The row's key, which leads to no session by itself.
    #[must_use]
    pub const fn row_key(&self) -> [u8; 32] {
        self.row
    }

    /// Seals a record.
    pub fn seal(&self, fields: &SessionFields, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.seal_with(fields, plain, &random()?)
    }

    /// As [`Self::seal`], with the nonce from outside, for the golden file.
    pub(super) fn seal_with(
        &self,
        fields: &SessionFields,
        plain: &[u8],
        nonce: &[u8; envelope::NONCE],
    ) -> Result<Vec<u8>, VaultError> {
        envelope::seal(&self.key, &self.bound(fields), plain, nonce)
    }

    /// Opens a record.
    pub fn open(&self, fields: &SessionFields, bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        Ok(envelope::open(&self.key, &self.bound(fields), bytes)?)
    }

    pub(super) fn bound(&self, fields: &SessionFields) -> Bound {
        let SessionFields { instance, person, epoch, expires_at } = fields;
        Bound::new(Purpose::Session, *instance)
            .field(person)
            .number(*epoch)
            .field(&self.row)
            .field(&expires_at.to_be_bytes())
    }
}
