//! The invitation: single use, seven days, handed over in person.
//!
//! What must stay true (security.md 2.5): the database holds only the code's digest; each side's public key is vouched
//! for by a MAC under the code, so somebody who can only write the database cannot swap keys while two people link.

use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use super::{Seat, store};
use crate::{
    entries::{Contact, Hand, PinState, pin_now},
    ids::{CoupleId, InviteId, PersonId},
    vault::{Bound, Instance, InviteCode, InviteFields, InviteSide, PublicKey, Purpose, VaultError, seal_to},
    web::live,
};

/// How long a link can be used.
pub const LASTS: Duration = Duration::days(7);

/// An invitation that waits for its answer, for its inviter.
pub struct Open {
    /// Which one.
    pub id: InviteId,
    /// The code for the link.
    pub code: InviteCode,
    /// Until when.
    pub expires_at: OffsetDateTime,
}

/// An invitation as its holder sees it: who invites, and nothing else.
#[derive(Clone, Debug)]
pub struct Offered {
    /// Which one.
    pub id: InviteId,
    /// The space.
    pub couple: CoupleId,
    /// Who invites.
    pub inviter: PersonId,
    /// What they are called here.
    pub name: String,
    /// Their epoch.
    pub epoch: u32,
    /// Their key, checked against the MAC that the code gives.
    pub public_key: PublicKey,
}

/// How accepting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// The two are linked.
    Linked,
    /// It was used, cancelled or has expired in the meantime.
    Gone,
    /// The person is part of a couple already.
    AlreadyLinked,
    /// It is the person's own invitation.
    Own,
}

fn fields(
    instance: Instance,
    invite: InviteId,
    person: PersonId,
    epoch: u32,
    public: PublicKey,
    side: InviteSide,
) -> InviteFields {
    InviteFields { instance, invite: *invite.bytes(), person: *person.bytes(), epoch, public, side }
}

fn bound(hand: &Hand, invite: InviteId) -> Bound {
    Bound::new(Purpose::Draft, hand.instance)
        .field(b"invite code")
        .field(hand.person.bytes())
        .field(invite.bytes())
}

/// Makes a new invitation, in place of an open one; the first one opens the space too.
///
/// # Errors
/// When the database cannot be reached or the system has no randomness; nothing changes then.
pub async fn make(
    tx: &mut PgConnection,
    hand: &Hand,
    me: PersonId,
    now: OffsetDateTime,
) -> Result<(), anyhow::Error> {
    let couple = match store::hold_space(tx, me).await? {
        Some(couple) => {
            store::invites::cancel_open(tx, me, couple).await?;
            couple
        }
        None => store::open_space(tx, me, now.date()).await?,
    };
    let (id, code) = (InviteId::random(), InviteCode::generate()?);
    let mac = code.mac(&fields(hand.instance, id, me, hand.epoch, hand.keys.public(), InviteSide::Inviter));
    let sealed = seal_to(&hand.keys.public(), &bound(hand, id), code.to_string().as_bytes())?;
    store::invites::put(tx, id, couple, me, &code.hash(), &sealed, &mac, now + LASTS).await?;
    Ok(())
}

/// The open invitation of `me`, if there is one that has not expired.
///
/// # Errors
/// When the database cannot be reached or the code does not open.
pub async fn open(
    tx: &mut PgConnection,
    hand: &Hand,
    couple: CoupleId,
    now: OffsetDateTime,
) -> Result<Option<Open>, anyhow::Error> {
    let Some(row) = store::invites::open(tx, hand.person, couple).await? else { return Ok(None) };
    if row.expires_at <= now {
        return Ok(None);
    }
    let code = read_code(hand, row.id, &row.sealed_code)?;
    Ok(Some(Open { id: row.id, code, expires_at: row.expires_at }))
}

fn read_code(hand: &Hand, id: InviteId, sealed: &[u8]) -> Result<InviteCode, VaultError> {
    let plain = hand.keys.open_sealed(&bound(hand, id), sealed)?;
    let text = std::str::from_utf8(&plain).map_err(|_| VaultError::Length("invite code"))?;
    InviteCode::parse(text).map_err(|_| VaultError::Length("invite code"))
}

/// Cancels the open invitation of `me`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn cancel(tx: &mut PgConnection, me: PersonId, couple: CoupleId) -> Result<(), sqlx::Error> {
    store::invites::cancel_open(tx, me, couple).await
}

/// What the holder of `code` is offered; none when it was used, cancelled, has expired or never existed. The
/// transaction must be that of the code's holder.
///
/// # Errors
/// When the database cannot be reached.
pub async fn offered(
    tx: &mut PgConnection,
    instance: Instance,
    code: &InviteCode,
    now: OffsetDateTime,
) -> Result<Option<Offered>, sqlx::Error> {
    let Some(row) = store::invites::by_hash(tx, &code.hash(), now).await? else { return Ok(None) };
    let offered = Offered {
        id: row.id,
        couple: row.couple,
        inviter: row.inviter,
        name: row.name,
        epoch: row.epoch,
        public_key: row.public_key,
    };
    let vouched = fields(instance, row.id, row.inviter, row.epoch, row.public_key, InviteSide::Inviter);
    if code.verify(&vouched, &row.inviter_mac) {
        Ok(Some(offered))
    } else {
        tracing::error!(invite.id = %row.id, "the inviter's key is not the one that the invitation vouches for");
        Ok(None)
    }
}

/// Links the two: the invited person's membership, the inviter's, the invited one's pin, and the end of the invitation,
/// all in the caller's transaction (which must be that of the invited person with the code).
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn accept(
    tx: &mut PgConnection,
    hand: &Hand,
    code: &InviteCode,
    now: OffsetDateTime,
) -> Result<Accepted, anyhow::Error> {
    let Some(offer) = offered(tx, hand.instance, code, now).await? else { return Ok(Accepted::Gone) };
    if offer.inviter == hand.person {
        return Ok(Accepted::Own);
    }
    if !store::invites::lock_open(tx, offer.id).await? {
        return Ok(Accepted::Gone);
    }
    if !store::leave_empty_space(tx, hand.person, now.date()).await? {
        return Ok(Accepted::AlreadyLinked);
    }
    if !store::join(tx, offer.couple, hand.person, offer.inviter, Seat::Two, now.date()).await? {
        return Ok(Accepted::Gone);
    }
    let mine =
        fields(hand.instance, offer.id, hand.person, hand.epoch, hand.keys.public(), InviteSide::Invitee);
    store::invites::accept(tx, offer.id, hand.person, &code.mac(&mine)).await?;
    let contact = Contact {
        id: offer.inviter,
        couple: offer.couple,
        epoch: offer.epoch,
        public_key: offer.public_key,
        pin: None,
    };
    if let PinState::Holds(pinned) = contact.vouched(true) {
        pin_now(tx, hand, &pinned, now.date()).await?;
    }
    live::hint(tx, offer.inviter).await?;
    Ok(Accepted::Linked)
}

/// Whether the accepted invitation vouches for the contact's key; none when there is no such invitation.
///
/// # Errors
/// When the database cannot be reached.
pub(super) async fn vouches(
    tx: &mut PgConnection,
    hand: &Hand,
    contact: &Contact<'_>,
) -> Result<Option<bool>, sqlx::Error> {
    let Some(row) = store::invites::accepted(tx, hand.person, contact.couple, contact.id).await? else {
        return Ok(None);
    };
    let Ok(code) = read_code(hand, row.id, &row.sealed_code) else { return Ok(Some(false)) };
    let theirs =
        fields(hand.instance, row.id, contact.id, contact.epoch, contact.public_key, InviteSide::Invitee);
    Ok(Some(code.verify(&theirs, &row.invitee_mac)))
}
