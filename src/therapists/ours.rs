//! What the two see: where it stands, who the therapist is, and whether their key is the one that was vouched for.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::{
    access::{LOG_STAYS, Side, Stage},
    acting::settle,
    link,
    store::{self, Row},
};
use crate::{
    couples::Me,
    entries::{Contact, Hand, PinState, Pinned, known, pin_now},
    ids::{AccessId, PersonId},
    vault::{InviteCode, PublicKey, ReaderRole},
};

/// What a therapist says about what one of the two tells them alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// They keep no secrets between the two.
    None,
    /// It depends, and they explain it.
    Ask,
}

impl Secrets {
    /// As it is stored and sent.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Ask => "ask",
        }
    }

    /// Reads it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::None, Self::Ask].into_iter().find(|one| one.name() == name)
    }
}

/// The therapist, for the two.
#[derive(Clone, Debug)]
pub struct Therapist {
    /// Who.
    pub id: PersonId,
    /// What they are called here.
    pub name: String,
    /// The key in their account.
    pub public_key: PublicKey,
    /// What they say about secrets.
    pub secrets: Secrets,
    /// Since when they have been here.
    pub since: Option<Date>,
    /// Whether their key is the one that the link vouched for, or that was pinned.
    pub pin: PinState,
    /// Whether the pin stands in the database.
    pub stored: bool,
}

impl Therapist {
    /// The checked key, if it holds.
    #[must_use]
    pub fn pinned(&self) -> Option<&Pinned> {
        match &self.pin {
            PinState::Holds(pinned) => Some(pinned),
            _ => None,
        }
    }
}

/// The couple's access, as one of the two sees it.
pub struct Ours {
    /// Which one.
    pub id: AccessId,
    /// What `me` is in it.
    pub mine: Side,
    /// Where it stands now.
    pub stage: Stage,
    /// The link's code, while one is out.
    pub code: Option<InviteCode>,
    /// Whether a link was out and ran out.
    pub link_ran_out: bool,
    /// The therapist, once there is or was one.
    pub therapist: Option<Therapist>,
    /// When it ended.
    pub ended_on: Option<Date>,
}

impl Ours {
    /// The therapist whom something can be shared with: one who reads, and whose key holds.
    #[must_use]
    pub fn reader(&self) -> Option<(&Pinned, AccessId)> {
        let pinned = self.therapist.as_ref().and_then(Therapist::pinned)?;
        matches!(self.stage, Stage::Open { .. }).then_some((pinned, self.id))
    }
}

/// The couple's access as it stands; one whose time is over is ended, and what has ended long ago is cleared away, both
/// in the caller's transaction. None when there was never one, or only one long ago.
///
/// # Errors
/// When the database cannot be reached.
pub async fn ours(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
) -> Result<Option<Ours>, sqlx::Error> {
    let Some(couple) = me.couple else { return Ok(None) };
    let Some(mut row) = store::of_couple(&mut *tx, couple).await? else { return Ok(None) };
    if settle(&mut *tx, &row, now).await? {
        let Some(settled) = store::of_couple(&mut *tx, couple).await? else { return Ok(None) };
        row = settled;
    }
    let Some(mine) = row.side(me.id).filter(|side| side.is_partner()) else { return Ok(None) };
    let oldest = (now - LOG_STAYS).date();
    store::clear(&mut *tx, couple, oldest).await?;
    if row.ended_on.is_some_and(|on| on < oldest) {
        return Ok(None);
    }
    let stage = row.stage.at(now);
    let running = matches!(stage, Stage::LinkOut { .. } | Stage::Open { .. });
    let code = if running { link::code(tx, hand, me.pinned(), &row).await? } else { None };
    let therapist = therapist(tx, hand, &row, code.as_ref()).await?;
    Ok(Some(Ours {
        id: row.id,
        mine,
        stage,
        code: code.filter(|_| matches!(stage, Stage::LinkOut { .. })),
        link_ran_out: matches!((row.stage, stage), (Stage::LinkOut { .. }, Stage::Agreed)),
        therapist,
        ended_on: row.ended_on,
    }))
}

/// The same, and the access is held until the transaction ends: nobody ends it in between.
///
/// # Errors
/// When the database cannot be reached.
pub async fn hold_ours(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
) -> Result<Option<Ours>, sqlx::Error> {
    if let Some(couple) = me.couple {
        store::lock(&mut *tx, couple).await?;
    }
    ours(tx, hand, me, now).await
}

pub(super) async fn therapist(
    tx: &mut PgConnection,
    hand: &Hand,
    row: &Row,
    code: Option<&InviteCode>,
) -> Result<Option<Therapist>, sqlx::Error> {
    let Some(person) = &row.therapist else { return Ok(None) };
    let contact = Contact {
        id: person.id,
        couple: row.couple,
        epoch: person.epoch,
        public_key: person.public_key,
        pin: None,
    };
    let stored = known(tx, hand, &contact, ReaderRole::Therapist).await?;
    let pin = match (stored, code) {
        // each of the two meets the therapist's key here first: the link's code vouches for it
        (PinState::Unknown, Some(code)) => {
            contact.vouched_as(ReaderRole::Therapist, link::vouches(hand, row, person, code))
        }
        (known, _) => known,
    };
    Ok(Some(Therapist {
        id: person.id,
        name: person.name.clone(),
        public_key: person.public_key,
        secrets: row.secrets.as_deref().and_then(Secrets::parse).unwrap_or(Secrets::Ask),
        since: row.began_on,
        pin,
        stored: stored != PinState::Unknown,
    }))
}

/// Stores the pin of a therapist whose key holds and who was not met before.
///
/// # Errors
/// When the database cannot be reached.
pub async fn meet(
    tx: &mut PgConnection,
    hand: &Hand,
    therapist: &Therapist,
    today: Date,
) -> Result<(), sqlx::Error> {
    match therapist.pinned().filter(|_| !therapist.stored) {
        Some(pinned) => pin_now(tx, hand, pinned, today).await,
        None => Ok(()),
    }
}

/// Notes that the key phrase was compared with `pinned`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn compared(
    tx: &mut PgConnection,
    hand: &Hand,
    pinned: &Pinned,
    today: Date,
) -> Result<(), sqlx::Error> {
    pin_now(tx, hand, &pinned.compared(), today).await
}
