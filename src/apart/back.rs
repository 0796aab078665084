//! Coming back: one line for each time apart, if somebody wants to say one.

use sqlx::PgConnection;

use super::Piece;
use crate::{
    entries::{self, Hand, Seen, Shared},
    ids::ApartId,
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
