//! What a therapist holds besides the partner: shown later, and taken back from them alone.
//!
//! What must stay true: the partner's grant is as it was afterwards, under another key where the revision was sealed
//! anew; and a therapist is given only what the partner holds.

use sqlx::PgConnection;
use time::Date;

use super::{
    Hand, Pinned,
    sharing::{How, Revision, seal_anew},
    store::{self, PartnersGrant},
};
use crate::{
    ids::{AccessId, EntryId},
    vault::ReaderRole,
};

/// Takes it back from the therapist alone, at once: the revision is sealed anew, and the partner goes on reading the same
/// words. Nothing stays with the therapist, not even a line. Whether a therapist held it.
///
/// # Errors
/// When the database cannot be reached or the revision does not open for its author; nothing changes then.
pub async fn take_back_from_therapist(
    tx: &mut PgConnection,
    hand: &Hand,
    partner: Option<&Pinned>,
    id: EntryId,
) -> Result<bool, anyhow::Error> {
    // what both have signed cannot be held to change it, and is not changed
    let changes = store::lock(tx, hand.person, id).await?.is_some();
    take_from(tx, hand, partner.filter(|_| changes), id).await
}

/// Gives the therapist, too, what was given to the partner: that very revision, whatever was written since. Where it waits
/// for the partner's half of a pair, it waits for the therapist, too. The partner's stays untouched, so this is also the
/// way for what both have signed. Whether it was given to the partner.
///
/// # Errors
/// When the database cannot be reached or refuses (an access that has ended), or the revision does not open for its
/// author; nothing is shared then.
pub async fn show_therapist(
    tx: &mut PgConnection,
    hand: &Hand,
    therapist: &Pinned,
    access: AccessId,
    id: EntryId,
    today: Date,
) -> Result<bool, anyhow::Error> {
    anyhow::ensure!(
        therapist.role() == ReaderRole::Therapist,
        "a contact stands for something that they are not"
    );
    let _held = store::lock(tx, hand.person, id).await?;
    store::hold_grants(tx, id).await?;
    let Some(given) = store::partners_grant(&mut *tx, id, hand.person).await? else { return Ok(false) };
    give_too(tx, hand, therapist, access, id, &given, today).await
}

/// Gives the therapist the revision that was given to the partner, as it was given to them. One who holds it keeps it.
pub(super) async fn give_too(
    tx: &mut PgConnection,
    hand: &Hand,
    therapist: &Pinned,
    access: AccessId,
    id: EntryId,
    given: &PartnersGrant,
    today: Date,
) -> Result<bool, anyhow::Error> {
    let held = store::held_by_therapist(&mut *tx, id, hand.person).await?;
    let epoch = i32::try_from(therapist.epoch())?;
    if held.is_some_and(|held| (held.number, held.access, held.epoch) == (given.number, access, epoch)) {
        return Ok(true);
    }
    let Some(revision) = Revision::load(tx, hand, id, given.number).await? else { return Ok(false) };
    store::drop_from_therapist(tx, id, hand.person).await?;
    let how = How { access: Some(access), pair: given.pair, held: given.held, granted_on: today };
    revision.grant(tx, hand, therapist, how).await?;
    Ok(true)
}

pub(super) async fn take_from(
    tx: &mut PgConnection,
    hand: &Hand,
    partner: Option<&Pinned>,
    id: EntryId,
) -> Result<bool, anyhow::Error> {
    let Some(held) = store::held_by_therapist(&mut *tx, id, hand.person).await? else { return Ok(false) };
    let stored = held.number;
    store::drop_from_therapist(tx, id, hand.person).await?;
    let partners = match partner {
        Some(partner) => {
            let grant = store::partners_grant(&mut *tx, id, hand.person).await?;
            grant
                .filter(|grant| grant.number == stored && grant.reader == partner.contact())
                .map(|grant| (partner, grant))
        }
        None => None,
    };
    // While the partner's key is in doubt nothing can be sealed for them, and what lies on the table or was signed is never
    // sealed anew: then the grant alone goes, and they read on.
    if let Some((partner, grant)) = partners
        && seal_anew(tx, hand, id, stored).await?.is_some()
    {
        if let Some(revision) = Revision::load(tx, hand, id, stored).await? {
            let how = How { access: None, pair: grant.pair, held: grant.held, granted_on: grant.granted_on };
            revision.grant(tx, hand, partner, how).await?;
        }
        // sealing anew took the paired grant away, and with it that theirs was given
        if let Some(pair) = grant.pair {
            store::show(tx, pair, hand.person).await?;
        }
    }
    Ok(true)
}
