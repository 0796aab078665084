//! Who is asking: the person, their couple, and what is known of the other one's key. One query on every page.

use sqlx::PgConnection;

use crate::{
    entries::{Contact, Hand, PinState, Pinned},
    ids::{CoupleId, PersonId},
    vault::PublicKey,
};

use super::{Apart, Pacing, Seat, store};

/// A signed-in person, as every page needs them.
#[derive(Clone, Debug)]
pub struct Me {
    /// Who.
    pub id: PersonId,
    /// What they are called here.
    pub name: String,
    /// Their stored public key.
    pub public_key: PublicKey,
    /// Their couple, or the space that waits for the other one.
    pub couple: Option<CoupleId>,
    /// Who opened the space is one, who joined is two; one while there is no space.
    pub seat: Seat,
    /// The other one.
    pub partner: Option<Partner>,
    /// The pace that holds for the two.
    pub pacing: Pacing,
    /// Whether the other one has suggested another pace and waits for an answer.
    pub pace_waits: bool,
    /// The last time apart of the two, whether it holds or is over.
    pub apart: Option<Apart>,
}

/// The other one of a couple.
#[derive(Clone, Debug)]
pub struct Partner {
    /// Who.
    pub id: PersonId,
    /// What they are called here.
    pub name: String,
    /// The key in their account.
    pub public_key: PublicKey,
    /// Whether that is the key that was pinned.
    pub pin: PinState,
    /// Whether the pin stands in the database, and not only in the invitation.
    pub stored: bool,
}

impl Me {
    /// The partner's checked key, if there is a partner and it holds.
    #[must_use]
    pub fn pinned(&self) -> Option<&Pinned> {
        match self.partner.as_ref().map(|partner| &partner.pin) {
            Some(PinState::Holds(pinned)) => Some(pinned),
            _ => None,
        }
    }

    /// Reads it. None when the account is gone.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn load(tx: &mut PgConnection, hand: &Hand) -> Result<Option<Self>, sqlx::Error> {
        let Some(row) = store::me(&mut *tx, hand.person).await? else { return Ok(None) };
        let partner = match (row.couple, row.other()) {
            (Some(couple), Some(other)) => {
                let contact = Contact {
                    id: other.id,
                    couple,
                    epoch: other.epoch,
                    public_key: other.public_key,
                    pin: other.pin.as_ref().map(|pin| (pin.epoch, pin.key, pin.verified, pin.mac.as_slice())),
                };
                let stored = other.pin.is_some();
                let pin = match contact.check(hand) {
                    // The inviter meets the other's key here first: the invitation's code vouches for it.
                    PinState::Unknown => match super::invite::vouches(tx, hand, &contact).await? {
                        Some(holds) => contact.vouched(holds),
                        None => PinState::Unknown,
                    },
                    known => known,
                };
                Some(Partner { id: other.id, name: other.name, public_key: other.public_key, pin, stored })
            }
            _ => None,
        };
        Ok(Some(Self {
            id: hand.person,
            name: row.name,
            public_key: row.public_key,
            couple: row.couple,
            seat: row.seat,
            partner,
            pacing: row.pacing.unwrap_or_default(),
            pace_waits: row.pace_waits,
            apart: row.apart,
        }))
    }
}
