//! Everything of one kind that somebody may read, the newest first; and what these answer, however old it is.
//!
//! What must stay true: the database knows days and no hours. Of one's own, the hour is sealed with the words and puts
//! what was written on one day in order; of somebody else's no page tells in which order it was written.

use std::{cmp::Reverse, collections::BTreeSet};

use serde::de::DeserializeOwned;
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{Hand, Pinned, Seen, store, text};
use crate::ids::{EntryId, PersonId};

/// Where it stands among those of its day: one's own before the other's, by their hour.
fn hour<C>(seen: &Seen<C>, me: PersonId) -> (bool, Reverse<Option<OffsetDateTime>>) {
    let own = seen.as_text().filter(|text| text.author == me);
    (own.is_none(), Reverse(own.map(|text| text.written_at)))
}

/// Mine and what was shared with me of one kind, newest first, at most `most`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn of_kind<C: DeserializeOwned>(
    tx: &mut PgConnection,
    hand: &Hand,
    partner: Option<&Pinned>,
    kind: &str,
    most: u32,
) -> Result<Vec<Seen<C>>, sqlx::Error> {
    let rows = store::readable_of_kind(&mut *tx, hand.person, kind, i64::from(most)).await?;
    let seen = text::see_all(tx, hand, partner, &rows).await?;
    let mut dated: Vec<_> = rows.iter().map(|row| row.granted_on).zip(seen).collect();
    dated.sort_by_key(|(day, seen)| (Reverse(*day), hour(seen, hand.person)));
    Ok(dated.into_iter().map(|(_, seen)| seen).collect())
}

/// The same for a kind of which some answer others, and whether there may be more than these: what is answered late may
/// belong to something that is older than all of them, so what they answer comes with them, at the end.
///
/// # Errors
/// When the database cannot be reached.
pub async fn with_answered<C: DeserializeOwned>(
    tx: &mut PgConnection,
    hand: &Hand,
    partner: Option<&Pinned>,
    kind: &str,
    most: u32,
    answers: impl Fn(&C) -> Option<EntryId>,
) -> Result<(Vec<Seen<C>>, bool), sqlx::Error> {
    let mut seen = of_kind(&mut *tx, hand, partner, kind, most).await?;
    let bounded = seen.len() >= most as usize;
    if bounded {
        let texts = || seen.iter().filter_map(Seen::as_text);
        let there: BTreeSet<EntryId> = texts().map(|text| text.id).collect();
        let answered: BTreeSet<EntryId> = texts().filter_map(|text| answers(&text.content)).collect();
        let older: Vec<EntryId> = answered.difference(&there).copied().collect();
        seen.extend(text::by_ids(tx, hand, partner, kind, &older).await?);
    }
    Ok((seen, bounded))
}
