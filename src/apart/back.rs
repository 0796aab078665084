//! Coming back: one line for each time apart, if somebody wants to say one.

use sqlx::PgConnection;

use super::Piece;
use crate::{
    couples::Me,
    entries::{self, Hand, Seen, Shared},
    ids::{ApartId, EntryId},
};

/// The name of its place: one for each time apart.
pub(super) fn slot(time: ApartId) -> String {
    format!("apart/back/{time}")
}

/// Whether this person has told the other one how they come back.
///
/// # Errors
/// When the database cannot be reached.
pub async fn is_back(tx: &mut PgConnection, hand: &Hand, time: ApartId) -> Result<bool, sqlx::Error> {
    let text = entries::by_slot::<Piece>(tx, hand, &slot(time)).await?.and_then(Seen::text);
    Ok(text.is_some_and(|text| text.shared != Shared::No))
}

/// Whether one of these entries of the other one's says how they come back.
///
/// # Errors
/// When the database cannot be reached.
pub async fn has_come_back(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    new: &[EntryId],
) -> Result<bool, sqlx::Error> {
    if new.is_empty() {
        return Ok(false);
    }
    let all = entries::by_ids::<Piece>(tx, hand, me.pinned(), super::KIND, new).await?;
    Ok(all.iter().filter_map(Seen::as_text).any(|text| matches!(text.content, Piece::Back(_))))
}
