//! Sharing one revision with the partner, alone or as one of a pair, or with both the partner and the therapist; and
//! taking it back.
//!
//! What must stay true: there is no audience of the therapist alone. Whatever a therapist holds is the very revision that
//! the partner holds; when the partner's goes, so does theirs (the database sees to it, too). Whether a therapist holds it
//! as well moves nothing of the partner's. Taking it back from somebody seals the revision anew, under a key they never
//! had.

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{
    Hand, Pinned,
    store::{self, NewGrant, OwnRevision, PartnersGrant},
    text, with_therapist, writing,
};
use crate::{
    ids::{AccessId, EntryId, PersonId},
    vault::{GrantFields, OpenedGrant, ReaderRole, RevisionFields},
};

/// With whom something is shared.
#[derive(Clone, Copy, Debug)]
pub enum Audience<'a> {
    /// The partner. A therapist who held it does so no longer.
    Partner(&'a Pinned),
    /// The partner and the therapist of the two.
    Both {
        /// The partner.
        partner: &'a Pinned,
        /// The therapist.
        therapist: &'a Pinned,
        /// The access that the therapist's grant hangs on.
        access: AccessId,
    },
}

impl<'a> From<&'a Pinned> for Audience<'a> {
    fn from(partner: &'a Pinned) -> Self {
        Self::Partner(partner)
    }
}

impl<'a> Audience<'a> {
    /// The partner, who is in every audience.
    #[must_use]
    pub fn partner(&self) -> &'a Pinned {
        match self {
            Self::Partner(partner) | Self::Both { partner, .. } => partner,
        }
    }

    /// The therapist, if they are to hold it.
    fn therapist(&self) -> Option<(&'a Pinned, AccessId)> {
        match self {
            Self::Partner(_) => None,
            Self::Both { therapist, access, .. } => Some((therapist, *access)),
        }
    }

    /// Whether the therapist is to hold it, too.
    #[must_use]
    pub fn has_therapist(&self) -> bool {
        self.therapist().is_some()
    }

    /// Whether everybody in it is what they stand for.
    fn is_right(&self) -> bool {
        self.partner().role() == ReaderRole::Partner
            && self.therapist().is_none_or(|(therapist, _)| therapist.role() == ReaderRole::Therapist)
    }
}

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
    give(tx, hand, Audience::Partner(to), id, number, Paired::No, today).await
}

/// Gives everybody in the audience this one revision, instead of any earlier one, all at once. Whether there is such a
/// revision of one's own.
///
/// # Errors
/// When the database cannot be reached or refuses (an access that has ended), or the revision does not open for its
/// author; nothing is shared then.
pub async fn share_with(
    tx: &mut PgConnection,
    hand: &Hand,
    audience: Audience<'_>,
    id: EntryId,
    number: u32,
    today: Date,
) -> Result<bool, anyhow::Error> {
    give(tx, hand, audience, id, number, Paired::No, today).await
}

/// How a grant stands to the other one's of the same pair.
#[derive(Clone, Copy)]
enum Paired {
    /// It belongs to no pair.
    No,
    /// It opens at once.
    AtOnce(Uuid),
    /// It opens when the partner has given theirs.
    Held(Uuid),
}

impl Paired {
    fn columns(self) -> (Option<Uuid>, bool) {
        match self {
            Self::No => (None, false),
            Self::AtOnce(pair) => (Some(pair), false),
            Self::Held(pair) => (Some(pair), true),
        }
    }
}

/// The same, held back until the partner has given theirs of the same `pair`: both open at once or not at all. Until then
/// nobody in the audience finds anything, and nothing tells them that this one was given. To whom the partner gives
/// theirs makes no difference to this one.
///
/// # Errors
/// When the database cannot be reached or refuses (an access that has ended), or the revision does not open for its
/// author; nothing is shared then.
pub async fn share_in_pair(
    tx: &mut PgConnection,
    hand: &Hand,
    to: impl Into<Audience<'_>>,
    id: EntryId,
    number: u32,
    pair: Uuid,
    today: Date,
) -> Result<bool, anyhow::Error> {
    give(tx, hand, to.into(), id, number, Paired::Held(pair), today).await
}

/// Gives everybody in the audience one's own of the `pair` at once, without waiting for the partner's: what they hold back
/// in the same pair opens by it.
///
/// # Errors
/// When the database cannot be reached or refuses (an access that has ended), or the revision does not open for its
/// author; nothing is shared then.
pub async fn share_first_of_pair(
    tx: &mut PgConnection,
    hand: &Hand,
    to: impl Into<Audience<'_>>,
    id: EntryId,
    number: u32,
    pair: Uuid,
    today: Date,
) -> Result<bool, anyhow::Error> {
    give(tx, hand, to.into(), id, number, Paired::AtOnce(pair), today).await
}

async fn give(
    tx: &mut PgConnection,
    hand: &Hand,
    audience: Audience<'_>,
    id: EntryId,
    number: u32,
    paired: Paired,
    today: Date,
) -> Result<bool, anyhow::Error> {
    anyhow::ensure!(audience.is_right(), "a contact stands for something that they are not");
    if store::lock(tx, hand.person, id).await?.is_none() {
        return Ok(false);
    }
    let stored = i32::try_from(number)?;
    if store::own_revision(&mut *tx, hand.person, id, stored).await?.is_none() {
        return Ok(false);
    }
    let (pair, held) = paired.columns();
    let partner = audience.partner();
    if audience.has_therapist() {
        store::hold_grants(tx, id).await?;
    }
    let given = store::partners_grant(&mut *tx, id, hand.person).await?;
    let same = |given: &PartnersGrant| given.number == stored && given.is(partner, pair, held);
    if let Some(given) = given.filter(same) {
        // The partner holds this very revision: nothing of theirs moves, not even the day.
        match audience.therapist() {
            Some((therapist, access)) => {
                with_therapist::give_too(tx, hand, therapist, access, id, &given, today).await?;
            }
            None => {
                with_therapist::take_from(tx, hand, Some(partner), id).await?;
            }
        }
    } else {
        if audience.therapist().is_none() {
            with_therapist::take_from(tx, hand, Some(partner), id).await?;
        }
        let Some(revision) = Revision::load(tx, hand, id, stored).await? else { return Ok(false) };
        store::drop_from_therapist(tx, id, hand.person).await?;
        store::drop_grants(tx, id, hand.person, partner.contact()).await?;
        let how = How { access: None, pair, held, granted_on: today };
        revision.grant(tx, hand, partner, how).await?;
        if let Some((therapist, access)) = audience.therapist() {
            revision.grant(tx, hand, therapist, How { access: Some(access), ..how }).await?;
        }
    }
    if let Some(pair) = pair {
        store::show(tx, pair, hand.person).await?;
    }
    Ok(true)
}

/// One's own revision, opened, to give it to somebody else.
pub(super) struct Revision {
    id: EntryId,
    stored: i32,
    row: OwnRevision,
    number: u32,
    own: OpenedGrant,
}

/// How a grant is given.
#[derive(Clone, Copy)]
pub(super) struct How {
    pub(super) access: Option<AccessId>,
    pub(super) pair: Option<Uuid>,
    pub(super) held: bool,
    pub(super) granted_on: Date,
}

impl Revision {
    pub(super) async fn load(
        tx: &mut PgConnection,
        hand: &Hand,
        id: EntryId,
        stored: i32,
    ) -> Result<Option<Self>, anyhow::Error> {
        let Some(row) = store::own_revision(tx, hand.person, id, stored).await? else { return Ok(None) };
        let number = text::number(stored)?;
        let own = open_own(&row, hand, &fields(&row, hand, id, number)?)?;
        Ok(Some(Self { id, stored, row, number, own }))
    }

    pub(super) async fn grant(
        &self,
        tx: &mut PgConnection,
        hand: &Hand,
        to: &Pinned,
        how: How,
    ) -> Result<(), anyhow::Error> {
        let (role, reader_role) = match how.access {
            None => ("partner", ReaderRole::Partner),
            Some(_) => ("therapist", ReaderRole::Therapist),
        };
        let granted = GrantFields {
            revision: fields(&self.row, hand, self.id, self.number)?,
            reader: *to.contact().bytes(),
            reader_epoch: to.epoch(),
            reader_role,
        };
        let sealed = to.outward(hand)?.seal_grant(&granted, self.own.content_key(), self.own.digest())?;
        if how.access.is_none() {
            store::lift_line(tx, self.id, hand.person, to.contact()).await?;
        }
        let grant = NewGrant {
            id: self.id,
            number: self.stored,
            reader: to.contact(),
            author: hand.person,
            role,
            reader_epoch: i32::try_from(to.epoch())?,
            about: self.row.about,
            sealed: &sealed,
            access: how.access,
            pair: how.pair,
            held: how.held,
            today: how.granted_on,
        };
        store::put_grant(tx, &grant).await?;
        Ok(())
    }
}

/// Seals one's own revision anew, under a key that nobody has had, and answers it as it was. Every grant of it is gone
/// then but one's own. None when there is no such revision, or when it stays as it is: what is named by its digest.
pub(super) async fn seal_anew(
    tx: &mut PgConnection,
    hand: &Hand,
    id: EntryId,
    stored: i32,
) -> Result<Option<OwnRevision>, anyhow::Error> {
    let Some(row) = store::own_revision(&mut *tx, hand.person, id, stored).await? else { return Ok(None) };
    let fields = fields(&row, hand, id, text::number(stored)?)?;
    let plain = open_own(&row, hand, &fields)?.open_revision(&fields, &row.sealed)?;
    let sealed_by_me = RevisionFields { author_epoch: hand.epoch, ..fields };
    if !store::drop_revision(tx, id, stored).await? {
        return Ok(None);
    }
    writing::seal_into(tx, hand, &sealed_by_me, &plain, row.about, row.created_on).await?;
    Ok(Some(row))
}

/// Takes it back from `reader` (the partner), and from the therapist with them, at once: the grants go, and the revision
/// they held is sealed anew under a key they never had. A dated line stays for a partner who had opened it; the author
/// cannot tell. Whether it was shared.
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
    // A check-in's own week says that it is closed again. A dated line elsewhere would come and go with what its
    // author then holds back.
    if let Some(row) = seal_anew(tx, hand, id, stored).await?.filter(|row| row.kind != "checkin") {
        store::leave_line(tx, id, hand.person, reader, row.about, today).await?;
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
            let about = row.and_then(|row| row.about);
            store::leave_line(tx, id, hand.person, reader, about, today).await?;
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
