//! A grant: the content key of one revision, sealed for one reader. It is the permission and the key at once.
//!
//! What must stay true: a grant to oneself goes under the key only its owner has; a grant to somebody else goes
//! under the pair key, so that only the author can have made it. Both carry the revision's digest.

use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::{
    bound::Bound,
    envelope,
    error::VaultError,
    identity::Keys,
    labels::Purpose,
    pair::PairKey,
    revision::{ContentKey, ReaderRole, RevisionFields},
    secret::{Key, random},
};

/// What a grant is bound to: all that its revision is, and the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantFields<'a> {
    /// The revision.
    pub revision: RevisionFields<'a>,
    /// Who may read it.
    pub reader: [u8; 16],
    /// The epoch of the reader's keys.
    pub reader_epoch: u32,
    /// What the reader is to the author.
    pub reader_role: ReaderRole,
}

impl GrantFields<'_> {
    pub(super) fn bound(&self) -> Bound {
        self.revision
            .bound(Purpose::Grant)
            .field(&self.reader)
            .number(self.reader_epoch)
            .field(&[self.reader_role.byte()])
    }

    fn is_own(&self) -> bool {
        self.reader == self.revision.author && self.reader_role == ReaderRole::Author
    }

    fn is_for_another(&self) -> bool {
        self.reader != self.revision.author && self.reader_role != ReaderRole::Author
    }
}

/// What a grant held.
#[derive(ZeroizeOnDrop)]
pub struct OpenedGrant {
    key: ContentKey,
    digest: [u8; 32],
}

impl OpenedGrant {
    /// Opens the revision: first the digest, then the commitment, then the text, and its padding last.
    pub fn open_revision(
        &self,
        fields: &RevisionFields<'_>,
        envelope: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        self.key.open(fields, &self.digest, envelope)
    }

    /// The content key, for the author to grant to another reader.
    #[must_use]
    pub const fn content_key(&self) -> &ContentKey {
        &self.key
    }

    /// The digest of the revision that the grant is for.
    #[must_use]
    pub const fn digest(&self) -> &[u8; 32] {
        &self.digest
    }
}

impl Keys {
    /// Seals a grant to oneself.
    pub fn seal_own_grant(
        &self,
        fields: &GrantFields<'_>,
        key: &ContentKey,
        digest: &[u8; 32],
    ) -> Result<Vec<u8>, VaultError> {
        if !fields.is_own() {
            return Err(VaultError::Refused("a grant to oneself names somebody else"));
        }
        seal_with(self.own(), fields, key, digest, &random()?)
    }

    /// Opens a grant to oneself.
    pub fn open_own_grant(&self, fields: &GrantFields<'_>, bytes: &[u8]) -> Result<OpenedGrant, VaultError> {
        if !fields.is_own() {
            return Err(VaultError::Refused("a grant to oneself names somebody else"));
        }
        open(self.own(), fields, bytes)
    }
}

impl PairKey {
    /// Seals a grant from the author to the reader of this pair.
    pub fn seal_grant(
        &self,
        fields: &GrantFields<'_>,
        key: &ContentKey,
        digest: &[u8; 32],
    ) -> Result<Vec<u8>, VaultError> {
        if !fields.is_for_another() {
            return Err(VaultError::Refused("a grant to another names the author"));
        }
        seal_with(self.key(), fields, key, digest, &random()?)
    }

    /// Opens a grant from the author to the reader of this pair.
    pub fn open_grant(&self, fields: &GrantFields<'_>, bytes: &[u8]) -> Result<OpenedGrant, VaultError> {
        if !fields.is_for_another() {
            return Err(VaultError::Refused("a grant to another names the author"));
        }
        open(self.key(), fields, bytes)
    }
}

/// Seals with a nonce from outside: for the two above, and for the golden file.
pub(super) fn seal_with(
    under: &Key,
    fields: &GrantFields<'_>,
    key: &ContentKey,
    digest: &[u8; 32],
    nonce: &[u8; envelope::NONCE],
) -> Result<Vec<u8>, VaultError> {
    let mut plain = Zeroizing::new([0; 64]);
    let (first, second) = plain.split_at_mut(32);
    first.copy_from_slice(key.bytes());
    second.copy_from_slice(digest);
    envelope::seal(under, &fields.bound(), &plain[..], nonce)
}

fn open(under: &Key, fields: &GrantFields<'_>, bytes: &[u8]) -> Result<OpenedGrant, VaultError> {
    let plain = envelope::open(under, &fields.bound(), bytes)?;
    let (key, digest) = plain.split_first_chunk::<32>().ok_or(VaultError::Integrity)?;
    let digest = digest.try_into().map_err(|_| VaultError::Integrity)?;
    Ok(OpenedGrant { key: ContentKey::from_bytes(key)?, digest })
}
