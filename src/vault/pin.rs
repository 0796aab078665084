//! The pin: "this is the key by which I know this contact", under a key only the owner has.
//!
//! What must stay true: nothing is shared with a contact, and nothing of theirs is opened, unless the pin holds
//! and names the stored public key. A row that was changed behind the owner's back does not hold.

use super::{
    bound::{Bound, Instance},
    identity::{Keys, PublicKey},
    labels::Purpose,
    revision::ReaderRole,
    secret::same,
};

/// What a pin says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinFields {
    /// The installation.
    pub instance: Instance,
    /// Whose pin it is.
    pub owner: [u8; 16],
    /// Whom it is about.
    pub contact: [u8; 16],
    /// What the contact is to the owner.
    pub role: ReaderRole,
    /// The epoch of the contact's key.
    pub contact_epoch: u32,
    /// The contact's key.
    pub contact_public: PublicKey,
    /// Whether the two have compared the key phrase.
    pub verified: bool,
    /// The couple in which they know each other.
    pub couple: [u8; 16],
}

impl Keys {
    /// The code of a pin.
    #[must_use]
    pub fn pin(&self, fields: &PinFields) -> [u8; 32] {
        self.pins().mac(&fields.bound())
    }

    /// Whether a stored pin is one this person made, for exactly these fields.
    #[must_use]
    pub fn pin_holds(&self, fields: &PinFields, mac: &[u8]) -> bool {
        same(&self.pin(fields), mac)
    }
}

impl PinFields {
    pub(super) fn bound(&self) -> Bound {
        let Self { instance, owner, contact, role, contact_epoch, contact_public, verified, couple } = self;
        Bound::new(Purpose::Pin, *instance)
            .field(owner)
            .field(contact)
            .field(&[role.byte()])
            .number(*contact_epoch)
            .key(contact_public)
            .field(&[u8::from(*verified)])
            .field(couple)
    }
}
