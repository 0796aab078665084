//! What a sealed text belongs to: a purpose and its fields, written so that no two lists read the same.
//!
//! What must stay true: the label comes first, then every field behind its own length in eight bytes. A label
//! holds no zero byte and a length always begins with one, so no field can pass for the end of a label, and no
//! field can borrow bytes from its neighbour. Never JSON, never plain concatenation.

use zeroize::ZeroizeOnDrop;

use super::{
    identity::PublicKey,
    labels::{PREFIX, Purpose},
};

/// One installation, by the sixteen bytes its first migration made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instance(pub [u8; 16]);

/// Whose root or wrap this is, and which one of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The installation.
    pub instance: Instance,
    /// The person.
    pub person: [u8; 16],
    /// Which of the person's roots; it counts up when keys are made anew.
    pub epoch: u32,
}

/// A purpose and the fields that go with it: the context of a key and the associated data of a text.
///
/// Wiped when dropped and without `Debug`: a digest of a secret is made of such a list too.
#[derive(Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct Bound(Vec<u8>);

impl Bound {
    /// Begins a list with the purpose and the installation, which is in all of them.
    #[must_use]
    pub fn new(purpose: Purpose, instance: Instance) -> Self {
        Self::keyed(purpose).field(&instance.0)
    }

    /// Begins a list without an installation, for what is derived from a key that belongs to one already.
    pub(super) fn keyed(purpose: Purpose) -> Self {
        let mut bytes = Vec::with_capacity(256);
        bytes.extend_from_slice(PREFIX.as_bytes());
        bytes.extend_from_slice(purpose.name().as_bytes());
        Self(bytes)
    }

    /// Adds a field.
    #[must_use]
    pub fn field(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        self.0.extend_from_slice(bytes);
        self
    }

    /// Adds a number.
    #[must_use]
    pub fn number(self, number: u32) -> Self {
        self.field(&number.to_be_bytes())
    }

    /// Adds a public key.
    #[must_use]
    pub fn key(self, key: &PublicKey) -> Self {
        self.field(&key.0)
    }

    /// Adds the person and the epoch of a subject, whose installation the list began with.
    pub(super) fn of(purpose: Purpose, subject: &Subject) -> Self {
        Self::new(purpose, subject.instance).field(&subject.person).number(subject.epoch)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}
