//! What somebody has had before them: for the reader alone.
//!
//! What must stay true: nothing of it can be seen by an author. It is known of a revision, so that what its author changed
//! and shared once more is new again where a room wants it to be.

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Text, store};
use crate::ids::PersonId;

/// Remembers that `me` has seen these texts as they stand; nothing is written when they had before.
///
/// # Errors
/// When the database cannot be reached.
pub async fn mark_opened<'a, C: 'a>(
    tx: &mut PgConnection,
    me: PersonId,
    texts: impl IntoIterator<Item = &'a Text<C>>,
) -> Result<(), sqlx::Error> {
    let new = texts.into_iter().filter(|text| !text.opened || text.anew);
    let (ids, numbers): (Vec<Uuid>, Vec<i32>) =
        new.map(|text| (text.id.0, i32::try_from(text.number).unwrap_or(i32::MAX))).unzip();
    if ids.is_empty() { Ok(()) } else { store::put_openings(tx, me, &ids, &numbers).await }
}
