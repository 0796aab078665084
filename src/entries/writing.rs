//! Writing: each save that changes something seals a new revision, for its author alone.

use serde::{Serialize, de::DeserializeOwned};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    Hand,
    store::{self, NewEntry, NewGrant, NewRevision},
    text::{self, Inner, Seen},
};
use crate::{
    ids::{ConversationId, CoupleId, EntryId},
    vault::{GrantFields, ReaderRole, RevisionFields, seal_revision},
};

/// Where a new entry belongs.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// `note`, `talk` or `sheet`.
    pub kind: &'a str,
    /// The couple at the time of writing, if there is one.
    pub couple: Option<CoupleId>,
    /// The talk it is part of.
    pub about: Option<ConversationId>,
    /// The name of its place, when that place holds one entry of each person.
    pub slot: Option<&'a str>,
}

/// What a save starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// A blank page, with the form's idempotency key.
    New(Uuid),
    /// An edit that was begun on this revision.
    Edit(EntryId, u32),
}

impl Base {
    /// The entry that is edited.
    #[must_use]
    pub fn id(self) -> Option<EntryId> {
        match self {
            Self::New(_) => None,
            Self::Edit(id, _) => Some(id),
        }
    }
}

/// How a save ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// Kept as this revision.
    Kept(EntryId, u32),
    /// The same form came twice, or nothing was changed: this revision stands.
    Already(EntryId, u32),
    /// Other words were saved in between, by the same person in another window or from the same form: nothing was written.
    Clash(EntryId),
    /// There is no such entry of one's own.
    NotFound,
}

/// Saves `content` privately.
///
/// # Errors
/// When the database cannot be reached or the text cannot be sealed; nothing is kept then.
pub async fn write<C: Serialize + DeserializeOwned + PartialEq>(
    tx: &mut PgConnection,
    hand: &Hand,
    place: Place<'_>,
    base: Base,
    content: &C,
    now: OffsetDateTime,
) -> Result<Written, anyhow::Error> {
    match base {
        Base::New(once) => begin(tx, hand, place, once, content, now).await,
        Base::Edit(id, number) => edit(tx, hand, place, id, number, content, now).await,
    }
}

async fn begin<C: Serialize + DeserializeOwned + PartialEq>(
    tx: &mut PgConnection,
    hand: &Hand,
    place: Place<'_>,
    once: Uuid,
    content: &C,
    now: OffsetDateTime,
) -> Result<Written, anyhow::Error> {
    let id = EntryId::random();
    let new = NewEntry {
        id,
        author: hand.person,
        couple: place.couple,
        about: place.about,
        kind: place.kind,
        slot: place.slot.map(|slot| hand.keys.label(slot)),
        once,
        today: now.date(),
    };
    if !store::put_entry(tx, &new).await? {
        return Ok(match store::by_once(tx, hand.person, once).await? {
            Some((id, latest)) => {
                let there = text::by_id::<C>(tx, hand, None, place.kind, id).await?.and_then(Seen::text);
                if there.is_some_and(|there| there.content == *content) {
                    Written::Already(id, text::number(latest)?)
                } else {
                    // the same form with other words: from another device, or after going back
                    Written::Clash(id)
                }
            }
            // another window has begun the entry of this place
            None => match place.slot {
                Some(slot) => slot_taken(tx, hand, slot).await?,
                None => Written::NotFound,
            },
        });
    }
    put_revision(tx, hand, place, id, 1, None, content, now).await?;
    Ok(Written::Kept(id, 1))
}

async fn slot_taken(tx: &mut PgConnection, hand: &Hand, slot: &str) -> Result<Written, anyhow::Error> {
    let row = store::readable_by_slot(tx, hand.person, &hand.keys.label(slot)).await?;
    Ok(row.map_or(Written::NotFound, |row| Written::Clash(row.id)))
}

async fn edit<C: Serialize + DeserializeOwned + PartialEq>(
    tx: &mut PgConnection,
    hand: &Hand,
    place: Place<'_>,
    id: EntryId,
    from: u32,
    content: &C,
    now: OffsetDateTime,
) -> Result<Written, anyhow::Error> {
    let Some(head) = store::lock(tx, hand.person, id).await? else { return Ok(Written::NotFound) };
    let latest = text::number(head.latest)?;
    let current = text::by_id::<C>(tx, hand, None, place.kind, id).await?.and_then(Seen::text);
    if current.is_some_and(|text| text.content == *content) {
        return Ok(Written::Already(head.id, latest));
    }
    if latest != from {
        return Ok(Written::Clash(head.id));
    }
    let next = latest.saturating_add(1);
    put_revision(tx, hand, place, id, next, text::digest(Some(&head.digest))?, content, now).await?;
    store::move_latest(tx, id, i32::try_from(next)?).await?;
    Ok(Written::Kept(id, next))
}

#[expect(clippy::too_many_arguments, reason = "every one of them is bound into the envelope")]
async fn put_revision<C: Serialize>(
    tx: &mut PgConnection,
    hand: &Hand,
    place: Place<'_>,
    id: EntryId,
    number: u32,
    previous: Option<[u8; 32]>,
    content: &C,
    now: OffsetDateTime,
) -> Result<(), anyhow::Error> {
    let inner = Inner { entry: id, number, written_at: now, content };
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(&inner)?);
    let fields = RevisionFields {
        instance: hand.instance,
        couple: *place.couple.map_or(Uuid::nil(), |couple| couple.0).as_bytes(),
        entry: *id.bytes(),
        number,
        author: *hand.person.bytes(),
        author_epoch: hand.epoch,
        kind: place.kind,
        previous,
    };
    seal_into(tx, hand, &fields, &plain, place.about, now.date()).await
}

/// Seals a revision and its author's own grant.
pub(super) async fn seal_into(
    tx: &mut PgConnection,
    hand: &Hand,
    fields: &RevisionFields<'_>,
    plain: &[u8],
    about: Option<ConversationId>,
    today: time::Date,
) -> Result<(), anyhow::Error> {
    let id = EntryId(Uuid::from_bytes(fields.entry));
    let (key, sealed) = seal_revision(fields, plain)?;
    let new = NewRevision {
        id,
        number: i32::try_from(fields.number)?,
        author: hand.person,
        author_epoch: i32::try_from(hand.epoch)?,
        bound_couple: Uuid::from_bytes(fields.couple),
        previous: fields.previous.as_ref().map(<[u8; 32]>::as_slice),
        sealed: &sealed.envelope,
        digest: &sealed.digest,
        today,
    };
    store::put_revision(tx, &new).await?;
    let own = GrantFields {
        revision: *fields,
        reader: *hand.person.bytes(),
        reader_epoch: hand.epoch,
        reader_role: ReaderRole::Author,
    };
    let granted = hand.keys.seal_own_grant(&own, &key, &sealed.digest)?;
    let grant = NewGrant {
        id,
        number: new.number,
        reader: hand.person,
        author: hand.person,
        role: "author",
        reader_epoch: new.author_epoch,
        about,
        sealed: &granted,
        access: None,
        pair: None,
        held: false,
        today,
    };
    store::put_grant(tx, &grant).await?;
    Ok(())
}
