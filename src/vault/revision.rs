//! One revision of something written, sealed under a content key of its own.
//!
//! What must stay true: a content key is made here, for one revision, and never used for a second one. The text is
//! padded. The digest covers the fields and the whole envelope, so that a reader who knows the content key can't
//! put other text in its place.

use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::{
    bound::{Bound, Instance},
    envelope,
    error::VaultError,
    labels::Purpose,
    padding,
    secret::{Key, digest, random},
};

/// What a reader is to the author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReaderRole {
    /// The author, reading back.
    Author,
    /// The other of the couple.
    Partner,
    /// The therapist of the couple.
    Therapist,
}

impl ReaderRole {
    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::Author => 1,
            Self::Partner => 2,
            Self::Therapist => 3,
        }
    }
}

/// What a revision is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevisionFields<'a> {
    /// The installation.
    pub instance: Instance,
    /// The couple it was written in.
    pub couple: [u8; 16],
    /// The entry it is a revision of.
    pub entry: [u8; 16],
    /// Which revision, counted from one.
    pub number: u32,
    /// Who wrote it.
    pub author: [u8; 16],
    /// The epoch of the author's keys.
    pub author_epoch: u32,
    /// What kind of entry.
    pub kind: &'a str,
    /// The digest of the revision before, if there was one.
    pub previous: Option<[u8; 32]>,
}

impl RevisionFields<'_> {
    pub(super) fn bound(&self, purpose: Purpose) -> Bound {
        let Self { instance, couple, entry, number, author, author_epoch, kind, previous } = self;
        Bound::new(purpose, *instance)
            .field(couple)
            .field(entry)
            .number(*number)
            .field(author)
            .number(*author_epoch)
            .field(kind.as_bytes())
            .field(previous.as_ref().map_or(&[], <[u8; 32]>::as_slice))
    }

    fn digest(&self, envelope: &[u8]) -> [u8; 32] {
        let bound = self.bound(Purpose::Revision);
        digest(&Bound::keyed(Purpose::RevisionDigest).field(bound.as_bytes()).field(envelope))
    }
}

/// A revision as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedRevision {
    /// The sealed text.
    pub envelope: Vec<u8>,
    /// What every grant repeats, and what the next revision names as the one before.
    pub digest: [u8; 32],
}

/// The key of one revision.
#[derive(ZeroizeOnDrop)]
pub struct ContentKey(Key);

/// Seals a text under a new content key.
pub fn seal_revision(
    fields: &RevisionFields<'_>,
    plain: &[u8],
) -> Result<(ContentKey, SealedRevision), VaultError> {
    let key = ContentKey(Key::random()?);
    let sealed = key.seal_with(fields, plain, &random()?)?;
    Ok((key, sealed))
}

impl ContentKey {
    /// Seals with a nonce from outside: for [`seal_revision`], once, and for the golden file.
    pub(super) fn seal_with(
        &self,
        fields: &RevisionFields<'_>,
        plain: &[u8],
        nonce: &[u8; envelope::NONCE],
    ) -> Result<SealedRevision, VaultError> {
        let bound = fields.bound(Purpose::Revision);
        let envelope = envelope::seal(&self.0, &bound, &padding::pad(plain), nonce)?;
        let digest = fields.digest(&envelope);
        Ok(SealedRevision { envelope, digest })
    }

    /// Opens an envelope whose digest is the expected one.
    pub(super) fn open(
        &self,
        fields: &RevisionFields<'_>,
        expected: &[u8; 32],
        envelope: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        if !super::secret::same(&fields.digest(envelope), expected) {
            return Err(VaultError::Integrity);
        }
        let padded = envelope::open(&self.0, &fields.bound(Purpose::Revision), envelope)?;
        padding::unpad(&padded)
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        Key::copy(bytes, "a content key").map(Self)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }
}
