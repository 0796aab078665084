//! Sharing one revision with one reader, alone or as one of a pair, and taking it back.

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{
    Hand, Pinned,
    store::{self, NewGrant, OwnRevision},
    text, writing,
};
use crate::{
    ids::{EntryId, PersonId},
    vault::{GrantFields, OpenedGrant, ReaderRole, RevisionFields},
};

/// Gives `to` this one revision, instead of any earlier one. Whether there is such a revision of one's own.
///
/// # Errors
/// When the database cannot be reached or the revision does not open for its author; nothing is shared then.
pub async fn share(
    tx: &mut PgConnection,
    hand: &Hand,
    to: &Pinned,
    id: EntryId,
    number: u32,
    today: Date,
) -> Result<bool, anyhow::Error> {
    give(tx, hand, to, id, number, Paired::No, today).await
}

/// How a grant stands to the other one's of the same pair.
#[derive(Clone, Copy)]
enum Paired {
    /// It belongs to no pair.
    No,
    /// It opens at once.
    AtOnce(Uuid),
    /// It opens when its reader has given theirs.
    Held(Uuid),
}

/// The same, held back until `to` has given theirs of the same `pair`: both open at once or not at all. Until then `to`
/// finds nothing, and nothing tells them that this one was given.
///
/// # Errors
/// When the database cannot be reached or the revision does not open for its author; nothing is shared then.
pub async fn share_in_pair(
    tx: &mut PgConnection,
    hand: &Hand,
    to: &Pinned,
    id: EntryId,
    number: u32,
    pair: Uuid,
    today: Date,
) -> Result<bool, anyhow::Error> {
    give(tx, hand, to, id, number, Paired::Held(pair), today).await
}

/// Gives `to` theirs of the `pair` at once, without waiting for theirs: what they hold back in the same pair opens by it.
///
/// # Errors
/// When the database cannot be reached or the revision does not open for its author; nothing is shared then.
pub async fn share_first_of_pair(
    tx: &mut PgConnection,
    hand: &Hand,
    to: &Pinned,
    id: EntryId,
    number: u32,
    pair: Uuid,
    today: Date,
) -> Result<bool, anyhow::Error> {
    give(tx, hand, to, id, number, Paired::AtOnce(pair), today).await
}

async fn give(
    tx: &mut PgConnection,
    hand: &Hand,
    to: &Pinned,
    id: EntryId,
    number: u32,
    paired: Paired,
    today: Date,
) -> Result<bool, anyhow::Error> {
    if store::lock(tx, hand.person, id).await?.is_none() {
        return Ok(false);
    }
    let stored = i32::try_from(number)?;
    let Some(row) = store::own_revision(&mut *tx, hand.person, id, stored).await? else { return Ok(false) };
    let fields = fields(&row, hand, id, number)?;
    let own = open_own(&row, hand, &fields)?;
    let granted = GrantFields {
        revision: fields,
        reader: *to.contact().bytes(),
        reader_epoch: to.epoch(),
        reader_role: ReaderRole::Partner,
    };
    let sealed = to.outward(hand)?.seal_grant(&granted, own.content_key(), own.digest())?;
    store::drop_grants(tx, id, hand.person, to.contact()).await?;
    store::lift_line(tx, id, hand.person, to.contact()).await?;
    let (pair, held) = match paired {
        Paired::No => (None, false),
        Paired::AtOnce(pair) => (Some(pair), false),
        Paired::Held(pair) => (Some(pair), true),
    };
    let grant = NewGrant {
        id,
        number: stored,
        reader: to.contact(),
        author: hand.person,
        role: "partner",
        reader_epoch: i32::try_from(to.epoch())?,
        about: row.about,
        sealed: &sealed,
        pair,
        held,
        today,
    };
    store::put_grant(tx, &grant).await?;
    if let Some(pair) = pair {
        store::show(tx, pair, hand.person).await?;
    }
    Ok(true)
}

/// Takes it back from `reader`, at once: the grant goes, and the revision they held is sealed anew under a key they
/// never had. A dated line stays for a reader who had opened it; the author cannot tell. Whether it was shared.
///
/// # Errors
/// When the database cannot be reached or the revision does not open for its author; nothing changes then.
pub async fn take_back(
    tx: &mut PgConnection,
    hand: &Hand,
    reader: PersonId,
    id: EntryId,
    today: Date,
) -> Result<bool, anyhow::Error> {
    if store::lock(tx, hand.person, id).await?.is_none() {
        return Ok(false);
    }
    let Some(stored) = store::drop_grants(tx, id, hand.person, reader).await? else { return Ok(false) };
    let number = text::number(stored)?;
    if let Some(row) = store::own_revision(&mut *tx, hand.person, id, stored).await? {
        let fields = fields(&row, hand, id, number)?;
        let plain = open_own(&row, hand, &fields)?.open_revision(&fields, &row.sealed)?;
        let sealed_by_me = RevisionFields { author_epoch: hand.epoch, ..fields };
        store::drop_revision(tx, id, stored).await?;
        writing::seal_into(tx, hand, &sealed_by_me, &plain, row.about, row.created_on).await?;
        // A check-in's own week says that it is closed again. A dated line elsewhere would come and go with what its
        // author then holds back.
        if row.kind != "checkin" {
            store::leave_line(tx, id, hand.person, reader, row.about, today).await?;
        }
    }
    Ok(true)
}

/// Removes one's own entry for good: every revision and every grant. A dated line stays for a reader who had opened it.
/// Whether it was shared.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn remove(
    tx: &mut PgConnection,
    hand: &Hand,
    reader: Option<PersonId>,
    id: EntryId,
    today: Date,
) -> Result<bool, anyhow::Error> {
    if store::lock(tx, hand.person, id).await?.is_none() {
        return Ok(false);
    }
    let mut shared = false;
    if let Some(reader) = reader {
        let held = store::drop_grants(tx, id, hand.person, reader).await?;
        if let Some(number) = held {
            let row = store::own_revision(&mut *tx, hand.person, id, number).await?;
            store::leave_line(tx, id, hand.person, reader, row.and_then(|row| row.about), today).await?;
            shared = true;
        }
    }
    store::erase(tx, hand.person, id).await?;
    Ok(shared)
}

fn fields<'a>(
    row: &'a OwnRevision,
    hand: &Hand,
    id: EntryId,
    number: u32,
) -> Result<RevisionFields<'a>, text::Failure> {
    Ok(RevisionFields {
        instance: hand.instance,
        couple: *row.bound_couple.as_bytes(),
        entry: *id.bytes(),
        number,
        author: *hand.person.bytes(),
        author_epoch: text::number(row.author_epoch)?,
        kind: &row.kind,
        previous: text::digest(row.previous.as_deref())?,
    })
}

fn open_own(
    row: &OwnRevision,
    hand: &Hand,
    fields: &RevisionFields<'_>,
) -> Result<OpenedGrant, text::Failure> {
    let own = GrantFields {
        revision: *fields,
        reader: *hand.person.bytes(),
        reader_epoch: hand.epoch,
        reader_role: ReaderRole::Author,
    };
    Ok(hand.keys.open_own_grant(&own, &row.granted)?)
}
