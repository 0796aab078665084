//! Pinned contacts: whose key a share is sealed to, and whose key a received text must come from.
//!
//! What must stay true: a [`Pinned`] is made only by a check that holds (the owner's own MAC over the contact's
//! key, or the invitation code's MAC while the pin is not stored yet). Sharing takes a `Pinned` and nothing less, so
//! somebody who can write the database cannot swap a key and receive the next share (security.md 2.5).

use sqlx::PgConnection;
use time::Date;

use super::{Hand, store};
use crate::{
    ids::{CoupleId, PersonId},
    vault::{PairKey, PinFields, PublicKey, ReaderRole, VaultError},
};

/// A contact whose key has been checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pinned {
    contact: PersonId,
    couple: CoupleId,
    epoch: u32,
    key: PublicKey,
    verified: bool,
    role: ReaderRole,
}

/// What is known of a contact's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinState {
    /// It is the one that was pinned.
    Holds(Pinned),
    /// It is not the pinned one, or the pin itself was altered: sharing pauses.
    Changed,
    /// The other has accepted, but nothing vouches for their key.
    Unknown,
}

/// What a pin row and the contact's account say; the input of the check.
#[derive(Clone, Debug)]
pub struct Contact<'a> {
    /// The other person.
    pub id: PersonId,
    /// The couple that links them.
    pub couple: CoupleId,
    /// The epoch of the key in their account.
    pub epoch: u32,
    /// The key in their account.
    pub public_key: PublicKey,
    /// The stored pin, where there is one: epoch, key, verified flag, MAC.
    pub pin: Option<(u32, PublicKey, bool, &'a [u8])>,
}

impl Pinned {
    /// Who it is.
    #[must_use]
    pub fn contact(&self) -> PersonId {
        self.contact
    }

    /// The couple that was bound when it was pinned.
    #[must_use]
    pub fn couple(&self) -> CoupleId {
        self.couple
    }

    /// What the contact is to the owner: their partner, their therapist, or the author of what they read as a therapist.
    #[must_use]
    pub fn role(&self) -> ReaderRole {
        self.role
    }

    /// Whether the two have compared the key phrase.
    #[must_use]
    pub fn verified(&self) -> bool {
        self.verified
    }

    /// The pinned key.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.key
    }

    /// The key's epoch.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The same contact, after the two have compared the key phrase.
    #[must_use]
    pub fn compared(self) -> Self {
        Self { verified: true, ..self }
    }

    fn fields(&self, hand: &Hand) -> PinFields {
        PinFields {
            instance: hand.instance,
            owner: *hand.person.bytes(),
            contact: *self.contact.bytes(),
            role: self.role,
            contact_epoch: self.epoch,
            contact_public: self.key,
            verified: self.verified,
            couple: *self.couple.bytes(),
        }
    }

    /// The key for what this hand seals for the contact.
    pub(super) fn outward(&self, hand: &Hand) -> Result<PairKey, VaultError> {
        hand.keys.pair_to(hand.epoch, &self.key, self.epoch)
    }

    /// The key for what the contact sealed for this hand.
    pub(super) fn inward(&self, hand: &Hand) -> Result<PairKey, VaultError> {
        hand.keys.pair_from(hand.epoch, &self.key, self.epoch)
    }
}

impl Contact<'_> {
    /// Checks the stored pin against its MAC and against the contact's account.
    #[must_use]
    pub fn check(&self, hand: &Hand) -> PinState {
        self.check_as(ReaderRole::Partner, hand)
    }

    /// The same for a contact who is something else than the partner.
    #[must_use]
    pub fn check_as(&self, role: ReaderRole, hand: &Hand) -> PinState {
        let Some((epoch, key, verified, mac)) = self.pin else { return PinState::Unknown };
        let pinned = Pinned { contact: self.id, couple: self.couple, epoch, key, verified, role };
        let same = epoch == self.epoch && key == self.public_key;
        if same && hand.keys.pin_holds(&pinned.fields(hand), mac) {
            PinState::Holds(pinned)
        } else {
            PinState::Changed
        }
    }

    /// Takes the key of the contact's account, because `vouched` (the invitation code's MAC) says it is theirs.
    #[must_use]
    pub fn vouched(&self, vouched: bool) -> PinState {
        self.vouched_as(ReaderRole::Partner, vouched)
    }

    /// The same for a contact who is something else than the partner.
    #[must_use]
    pub fn vouched_as(&self, role: ReaderRole, vouched: bool) -> PinState {
        if !vouched {
            return PinState::Changed;
        }
        PinState::Holds(Pinned {
            contact: self.id,
            couple: self.couple,
            epoch: self.epoch,
            key: self.public_key,
            verified: false,
            role,
        })
    }
}

/// The roles of pins as they are stored.
const ROLES: [(&str, ReaderRole); 3] =
    [("partner", ReaderRole::Partner), ("therapist", ReaderRole::Therapist), ("client", ReaderRole::Author)];

fn role_of(stored: &str) -> Option<ReaderRole> {
    ROLES.iter().find(|(name, _)| *name == stored).map(|(_, role)| *role)
}

/// How a pin's role is stored.
pub(super) fn role_name(role: ReaderRole) -> &'static str {
    ROLES.iter().find(|(_, other)| *other == role).map_or("partner", |(name, _)| name)
}

/// The pin of somebody one is no longer linked to: what they chose to leave with the reader still opens.
pub(super) async fn former(
    tx: &mut PgConnection,
    hand: &Hand,
    contact: PersonId,
) -> Result<Option<Pinned>, sqlx::Error> {
    let Some(row) = store::pin(tx, hand.person, contact).await? else { return Ok(None) };
    let (Ok(epoch), Ok(key)) = (u32::try_from(row.epoch), row.public_key.as_slice().try_into()) else {
        return Ok(None);
    };
    let Some(role) = role_of(&row.role) else { return Ok(None) };
    let pinned =
        Pinned { contact, couple: row.couple, epoch, key: PublicKey(key), verified: row.verified, role };
    Ok(hand.keys.pin_holds(&pinned.fields(hand), &row.mac).then_some(pinned))
}

/// What the stored pin says of a contact who is `role` to this hand; a pin from another couple says nothing.
///
/// # Errors
/// When the database cannot be reached.
pub async fn known(
    tx: &mut PgConnection,
    hand: &Hand,
    contact: &Contact<'_>,
    role: ReaderRole,
) -> Result<PinState, sqlx::Error> {
    let row = store::pin(tx, hand.person, contact.id).await?.filter(|row| row.couple == contact.couple);
    let Some(row) = row else { return Ok(PinState::Unknown) };
    let (Ok(epoch), Ok(key)) = (u32::try_from(row.epoch), PublicKey::try_from(row.public_key.as_slice()))
    else {
        return Ok(PinState::Changed);
    };
    let stored = Contact { pin: Some((epoch, key, row.verified, &row.mac)), ..contact.clone() };
    Ok(stored.check_as(role, hand))
}

/// Stores a checked contact's pin under the owner's own MAC, replacing an earlier one.
///
/// # Errors
/// When the database refuses.
pub async fn pin_now(
    tx: &mut PgConnection,
    hand: &Hand,
    pinned: &Pinned,
    today: Date,
) -> Result<(), sqlx::Error> {
    let mac = hand.keys.pin(&pinned.fields(hand));
    store::put_pin(tx, hand.person, pinned, &mac, today).await
}
