//! A last word: written before somebody leaves, looked at once more, and left with the other one only by choosing so.
//!
//! What must stay true: it is private until the space ends. What is left is exactly what was looked at.

use sqlx::PgConnection;
use time::Date;

use super::{Last, Piece};
use crate::{
    couples::Me,
    entries::{self, Hand, Seen, Text},
    ids::{CoupleId, EntryId},
};

/// More entries than this are not looked through.
const MOST: u32 = 200;

/// The name of its place: one for each space.
pub(super) fn slot(couple: CoupleId) -> String {
    format!("apart/last/{couple}")
}

/// What `me` has written for the other one of their space.
///
/// # Errors
/// When the database cannot be reached.
pub async fn find_last(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
) -> Result<Option<Text<Last>>, sqlx::Error> {
    let Some(couple) = me.couple.filter(|_| me.partner.is_some()) else { return Ok(None) };
    let text = entries::by_slot::<Piece>(tx, hand, &slot(couple)).await?.and_then(Seen::text);
    Ok(text.and_then(|text| match text.content.clone() {
        Piece::Last(last) => Some(text.map(|_| last)),
        Piece::Asked(_) | Piece::Back(_) => None,
    }))
}

/// Leaves this very revision with the other one, before the space ends. None when there is no such revision or nobody
/// whose key holds; nothing is shared then.
///
/// # Errors
/// When the database cannot be reached or it does not open for its author.
pub async fn leave_last(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    number: u32,
    today: Date,
) -> Result<Option<EntryId>, anyhow::Error> {
    let (Some(text), Some(pinned)) = (find_last(tx, hand, me).await?, me.pinned().copied()) else {
        return Ok(None);
    };
    let done = text.number == number && entries::share(tx, hand, &pinned, text.id, number, today).await?;
    Ok(done.then_some(text.id))
}

/// Whether somebody has left a word with `me`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn has_last_words(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<bool, sqlx::Error> {
    let all = entries::of_kind::<Piece>(tx, hand, me.pinned(), super::KIND, MOST).await?;
    let left = |text: &Text<Piece>| text.author != me.id && matches!(text.content, Piece::Last(_));
    Ok(all.iter().filter_map(Seen::as_text).any(left))
}
