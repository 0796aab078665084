//! Lines as entries: kept, sent, read.
//!
//! What must stay true: whoever has not been sent a line finds nothing of it here, and nothing here counts any.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{Line, LineKind};
use crate::{
    couples::Me,
    entries::{self, Base, Hand, Place, Seen, Shared, Text, Written, share},
    ids::{EntryId, PersonId},
    web::live,
};

/// The kind of their entries.
pub const KIND: &str = "line";

/// More than this many of the newest are not looked at.
pub(super) const MOST: u32 = 500;

/// A line that one of the two sent the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its entry.
    pub id: EntryId,
    /// Who sent it.
    pub author: PersonId,
    /// On which day.
    pub on: Date,
    /// Whether the reader has had it before them; always so for one's own.
    pub opened: bool,
    /// The line.
    pub line: Line,
}

impl Given {
    fn of(text: Text<Line>) -> Option<Self> {
        let on = match text.shared {
            Shared::No => return None,
            Shared::WithPartner { on, .. } | Shared::WithMe { on } => on,
        };
        Some(Self { id: text.id, author: text.author, on, opened: text.opened, line: text.content })
    }
}

/// Mine, sent or not, and what I was sent, the newest first.
pub(super) async fn all(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    most: u32,
) -> Result<Vec<Seen<Line>>, sqlx::Error> {
    entries::of_kind::<Line>(tx, hand, me.pinned(), KIND, most).await
}

/// My own line with this id.
pub(super) async fn own(
    tx: &mut PgConnection,
    hand: &Hand,
    id: EntryId,
) -> Result<Option<Text<Line>>, sqlx::Error> {
    let seen = entries::by_id::<Line>(tx, hand, None, KIND, id).await?;
    Ok(seen.and_then(Seen::text).filter(|text| text.author == hand.person))
}

/// What the two sent each other, the newest first.
async fn given(tx: &mut PgConnection, hand: &Hand, me: &Me, most: u32) -> Result<Vec<Given>, sqlx::Error> {
    let partner = me.partner.as_ref().map(|partner| partner.id);
    let all = all(tx, hand, me, most).await?;
    let ours = |one: &Given| one.author == me.id || Some(one.author) == partner;
    Ok(all.into_iter().filter_map(Seen::text).filter_map(Given::of).filter(ours).collect())
}

/// Keeps this line and sends it to the other one at once: only for a page on which it was looked at. None when there is
/// nobody to send it to, or the same form came a second time; it was sent the first time then.
///
/// # Errors
/// When the database cannot be reached or the line cannot be sealed; nothing may be kept then.
pub async fn send_line(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    line: &Line,
    once: Uuid,
    now: OffsetDateTime,
) -> Result<Option<EntryId>, anyhow::Error> {
    let Some(pinned) = me.pinned() else { return Ok(None) };
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: None };
    let Written::Kept(id, number) = entries::write(tx, hand, place, Base::New(once), line, now).await? else {
        return Ok(None);
    };
    share(tx, hand, pinned, id, number, me.pacing.local(now).date()).await?;
    live::hint(tx, pinned.contact()).await?;
    Ok(Some(id))
}

/// What the two sent each other from this day to that, both included; the newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn between(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    from: Date,
    to: Date,
) -> Result<Vec<Given>, sqlx::Error> {
    let given = given(tx, hand, me, MOST).await?;
    Ok(given.into_iter().filter(|one| from <= one.on && one.on <= to).collect())
}

/// The last thing for which the other one thanked me.
///
/// # Errors
/// When the database cannot be reached.
pub async fn last_thanks(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Option<Given>, sqlx::Error> {
    let given = given(tx, hand, me, 60).await?;
    Ok(given.into_iter().find(|one| one.author != me.id && one.line.kind == LineKind::Thanks))
}

/// What I was sent and have not had before me.
///
/// # Errors
/// When the database cannot be reached.
pub async fn unopened(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Vec<Given>, sqlx::Error> {
    let given = given(tx, hand, me, 60).await?;
    Ok(given.into_iter().filter(|one| one.author != me.id && !one.opened).collect())
}
