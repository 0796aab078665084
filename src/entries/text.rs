//! Reading: from a grant to a text, or to the plain statement that it did not open.
//!
//! What must stay true: the order of security.md 2.4. The row comes through row-level security; the author's pin
//! holds; the grant opens; the digest matches; the envelope opens; the inner copy of entry and revision matches.
//! Any failure is [`Seen::Broken`], an ordinary thing to show, and is logged once without content.

use serde::{Serialize, de::DeserializeOwned};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    Hand, Pinned, Shared, pin,
    store::{self, Row},
};
use crate::{
    ids::{ConversationId, EntryId, PersonId},
    vault::{GrantFields, OpenedGrant, PairKey, ReaderRole, RevisionFields, VaultError},
};

/// What stands inside an envelope: the text, when it was written, and which entry and revision it is.
#[derive(Debug, Serialize, serde::Deserialize)]
pub(super) struct Inner<C> {
    pub(super) entry: EntryId,
    pub(super) number: u32,
    #[serde(with = "time::serde::timestamp")]
    pub(super) written_at: OffsetDateTime,
    pub(super) content: C,
}

/// A text that opened.
#[derive(Clone, Debug)]
pub struct Text<C> {
    /// The entry.
    pub id: EntryId,
    /// Who wrote it.
    pub author: PersonId,
    /// Which revision this is.
    pub number: u32,
    /// The digest of this revision, as its grant repeats it: what a signature names.
    pub digest: [u8; 32],
    /// The newest revision there is. For another's text it tells the reader nothing and is the same as `number`.
    pub latest: u32,
    /// When this revision was written; for the author alone to see.
    pub written_at: OffsetDateTime,
    /// What was written.
    pub content: C,
    /// Whether and what the partner holds of it.
    pub shared: Shared,
    /// Whether what the partner holds of it was given as one half of a pair, to open with the other half.
    pub waits: bool,
    /// Whether the asker opened it before: always true for one's own.
    pub opened: bool,
    /// Whether the asker opened it before and it reads differently now: never true for one's own.
    pub anew: bool,
}

/// What a reader gets for a grant.
#[derive(Clone, Debug)]
pub enum Seen<C> {
    /// It opened.
    Text(Text<C>),
    /// It failed its integrity check: altered, swapped, or sealed by somebody whose key is not the pinned one.
    Broken {
        /// The entry.
        id: EntryId,
        /// Who it claims to be from.
        author: PersonId,
    },
}

impl<C> Seen<C> {
    /// The text, if it opened.
    pub fn text(self) -> Option<Text<C>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Broken { .. } => None,
        }
    }

    /// The same, to look at.
    pub fn as_text(&self) -> Option<&Text<C>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Broken { .. } => None,
        }
    }
}

impl<C> Text<C> {
    /// The same text with its content read as something else.
    #[must_use]
    pub fn map<D>(self, read: impl FnOnce(C) -> D) -> Text<D> {
        let Self { id, author, number, digest, latest, written_at, content, shared, waits, opened, anew } =
            self;
        let content = read(content);
        Text { id, author, number, digest, latest, written_at, content, shared, waits, opened, anew }
    }

    /// Whether somebody besides its author can read it.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.shared != Shared::No
    }

    /// Whether the partner holds exactly what is shown here.
    #[must_use]
    pub fn is_shared_as_is(&self) -> bool {
        matches!(self.shared, Shared::WithPartner { number, .. } if number == self.number)
    }

    /// Whether the partner holds an earlier revision than this.
    #[must_use]
    pub fn has_unshared_changes(&self) -> bool {
        matches!(self.shared, Shared::WithPartner { number, .. } if number != self.number)
    }
}

/// Why a row did not open; only its kind is ever logged.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("no pinned key for its author")]
    NoPin,
    #[error("its envelope does not open")]
    Sealed(#[from] VaultError),
    #[error("a stored value has the wrong form")]
    Form,
    #[error("its inner copy names another entry or revision")]
    Inner,
}

pub(super) fn number(stored: i32) -> Result<u32, Failure> {
    u32::try_from(stored).map_err(|_| Failure::Form)
}

pub(super) fn digest(stored: Option<&[u8]>) -> Result<Option<[u8; 32]>, Failure> {
    stored.map(|bytes| bytes.try_into().map_err(|_| Failure::Form)).transpose()
}

/// The text of an opened grant, after its inner copy was compared.
pub(super) fn read_inner<C: DeserializeOwned>(
    grant: &OpenedGrant,
    fields: &RevisionFields<'_>,
    sealed: &[u8],
    id: EntryId,
) -> Result<Inner<C>, Failure> {
    let plain = grant.open_revision(fields, sealed)?;
    let inner: Inner<C> = serde_json::from_slice(&plain).map_err(|_| Failure::Form)?;
    if inner.entry == id && inner.number == fields.number { Ok(inner) } else { Err(Failure::Inner) }
}

/// The hand with the keys for what others sealed for it: one curve operation for each, however many texts there are.
struct Opener<'a> {
    hand: &'a Hand,
    authors: Vec<(PersonId, PairKey)>,
}

impl<'a> Opener<'a> {
    async fn new(
        tx: &mut PgConnection,
        hand: &'a Hand,
        partner: Option<&Pinned>,
        rows: &[Row],
    ) -> Result<Self, sqlx::Error> {
        let mut opener = Self { hand, authors: Vec::new() };
        for row in rows {
            if row.author == hand.person || opener.authors.iter().any(|(id, _)| *id == row.author) {
                continue;
            }
            let pinned = match partner.filter(|partner| partner.contact() == row.author) {
                Some(partner) => Some(*partner),
                None => pin::former(&mut *tx, hand, row.author).await?,
            };
            if let Some(pair) = pinned.and_then(|pinned| pinned.inward(hand).ok()) {
                opener.authors.push((row.author, pair));
            }
        }
        Ok(opener)
    }
}

fn open<C: DeserializeOwned>(row: &Row, opener: &Opener<'_>) -> Result<Text<C>, Failure> {
    let hand = opener.hand;
    let fields = RevisionFields {
        instance: hand.instance,
        couple: *row.bound_couple.as_bytes(),
        entry: *row.id.bytes(),
        number: number(row.number)?,
        author: *row.author.bytes(),
        author_epoch: number(row.author_epoch)?,
        kind: &row.kind,
        previous: digest(row.previous.as_deref())?,
    };
    let mine = row.author == hand.person;
    let granted = GrantFields {
        revision: fields,
        reader: *hand.person.bytes(),
        reader_epoch: number(row.reader_epoch)?,
        reader_role: match row.reader_role.as_str() {
            _ if mine => ReaderRole::Author,
            "therapist" => ReaderRole::Therapist,
            _ => ReaderRole::Partner,
        },
    };
    let grant = if mine {
        hand.keys.open_own_grant(&granted, &row.granted)?
    } else {
        let (_, pair) = opener.authors.iter().find(|(id, _)| *id == row.author).ok_or(Failure::NoPin)?;
        pair.open_grant(&granted, &row.granted)?
    };
    let inner = read_inner::<C>(&grant, &fields, &row.sealed, row.id)?;
    let shared = match (mine, row.shared_number, row.shared_on) {
        (false, ..) => Shared::WithMe { on: row.granted_on },
        (true, Some(held), Some(on)) => {
            Shared::WithPartner { number: number(held)?, on, therapist: row.therapist_on }
        }
        (true, ..) => Shared::No,
    };
    Ok(Text {
        id: row.id,
        author: row.author,
        number: fields.number,
        digest: *grant.digest(),
        latest: if mine { number(row.latest)? } else { fields.number },
        written_at: inner.written_at,
        content: inner.content,
        shared,
        waits: mine && row.shared_held.unwrap_or(false),
        opened: mine || row.opened_in.is_some(),
        anew: !mine && row.opened_in.is_some_and(|opened| opened < row.number),
    })
}

fn see<C: DeserializeOwned>(row: &Row, opener: &Opener<'_>) -> Seen<C> {
    match open(row, opener) {
        Ok(text) => Seen::Text(text),
        Err(failure) => {
            tracing::warn!(entry.id = %row.id, reason = %failure, "an entry failed its integrity check");
            Seen::Broken { id: row.id, author: row.author }
        }
    }
}

pub(super) async fn see_all<C: DeserializeOwned>(
    tx: &mut PgConnection,
    hand: &Hand,
    partner: Option<&Pinned>,
    rows: &[Row],
) -> Result<Vec<Seen<C>>, sqlx::Error> {
    let opener = Opener::new(tx, hand, partner, rows).await?;
    Ok(rows.iter().map(|row| see(row, &opener)).collect())
}

/// One entry of this kind: my latest revision of it, or the one that was shared with me. None when there is no grant.
///
/// # Errors
/// When the database cannot be reached.
pub async fn by_id<C: DeserializeOwned>(
    tx: &mut PgConnection,
    hand: &Hand,
    partner: Option<&Pinned>,
    kind: &str,
    id: EntryId,
) -> Result<Option<Seen<C>>, sqlx::Error> {
    let row = store::readable_by_id(&mut *tx, hand.person, kind, id).await?;
    see_all(tx, hand, partner, row.as_slice()).await.map(|mut seen| seen.pop())
}

/// Those of these entries that this hand may read, mine and what was shared with me; in no order.
///
/// # Errors
/// When the database cannot be reached.
pub async fn by_ids<C: DeserializeOwned>(
    tx: &mut PgConnection,
    hand: &Hand,
    partner: Option<&Pinned>,
    kind: &str,
    ids: &[EntryId],
) -> Result<Vec<Seen<C>>, sqlx::Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = store::readable_by_ids(&mut *tx, hand.person, kind, &ids).await?;
    see_all(tx, hand, partner, &rows).await
}

/// My own entry for a place that has only one.
///
/// # Errors
/// When the database cannot be reached.
pub async fn by_slot<C: DeserializeOwned>(
    tx: &mut PgConnection,
    hand: &Hand,
    place: &str,
) -> Result<Option<Seen<C>>, sqlx::Error> {
    let slot = hand.keys.label(place);
    let row = store::readable_by_slot(&mut *tx, hand.person, &slot).await?;
    see_all(tx, hand, None, row.as_slice()).await.map(|mut seen| seen.pop())
}

/// Everything of this kind about these talks that this hand may read, each with its talk, the oldest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn about_any<C: DeserializeOwned>(
    tx: &mut PgConnection,
    hand: &Hand,
    partner: Option<&Pinned>,
    kind: &str,
    abouts: &[ConversationId],
) -> Result<Vec<(ConversationId, Seen<C>)>, sqlx::Error> {
    let ids: Vec<Uuid> = abouts.iter().map(|id| id.0).collect();
    let rows = store::readable_about(&mut *tx, hand.person, kind, &ids).await?;
    let seen = see_all(tx, hand, partner, &rows).await?;
    Ok(rows.iter().zip(seen).filter_map(|(row, seen)| Some((row.about?, seen))).collect())
}

/// My own entries for places that have only one each, in no order; places without an entry are left out.
///
/// # Errors
/// When the database cannot be reached.
pub async fn by_slots<C: DeserializeOwned>(
    tx: &mut PgConnection,
    hand: &Hand,
    places: &[String],
) -> Result<Vec<Seen<C>>, sqlx::Error> {
    let slots: Vec<Vec<u8>> = places.iter().map(|place| hand.keys.label(place).to_vec()).collect();
    let rows = store::readable_by_slots(&mut *tx, hand.person, &slots).await?;
    see_all(tx, hand, None, &rows).await
}

/// What my own entries for these places say, in the order of the places: none where there is no entry or it does not open.
///
/// # Errors
/// When the database cannot be reached.
pub async fn in_slots<C: DeserializeOwned>(
    tx: &mut PgConnection,
    hand: &Hand,
    places: &[String],
) -> Result<Vec<Option<C>>, sqlx::Error> {
    let slots: Vec<Vec<u8>> = places.iter().map(|place| hand.keys.label(place).to_vec()).collect();
    let rows = store::readable_by_slots(&mut *tx, hand.person, &slots).await?;
    let opener = Opener::new(tx, hand, None, &rows).await?;
    let say = |slot: &Vec<u8>| {
        let row = rows.iter().find(|row| row.slot.as_ref() == Some(slot))?;
        see::<C>(row, &opener).text().map(|text| text.content)
    };
    Ok(slots.iter().map(say).collect())
}

/// What the other one gave of these pairs, as far as it has opened for this hand; in no order.
///
/// # Errors
/// When the database cannot be reached.
pub async fn in_pairs<C: DeserializeOwned>(
    tx: &mut PgConnection,
    hand: &Hand,
    partner: Option<&Pinned>,
    kind: &str,
    pairs: &[Uuid],
) -> Result<Vec<Seen<C>>, sqlx::Error> {
    let rows = store::readable_in_pairs(&mut *tx, hand.person, kind, pairs).await?;
    see_all(tx, hand, partner, &rows).await
}

/// What this author gave this hand to read of one kind since a day, the newest first, at most `most`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn given_since<C: DeserializeOwned>(
    tx: &mut PgConnection,
    hand: &Hand,
    author: (PersonId, Option<&Pinned>),
    kind: &str,
    since: Date,
    most: u32,
) -> Result<Vec<Seen<C>>, sqlx::Error> {
    let rows = store::readable_since(&mut *tx, hand.person, kind, author.0, since, i64::from(most)).await?;
    see_all(tx, hand, author.1, &rows).await
}
