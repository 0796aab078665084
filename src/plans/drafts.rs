//! The one draft that somebody has of the plan. It is theirs alone, also while they are not linked to anybody.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Draft, KIND, Piece};
use crate::{
    couples::Me,
    entries::{self, Base, Hand, Place, Seen, Text, Written},
};

const SLOT: &str = "plan/draft";

/// The draft, if there is one. One that does not open any more counts as none, and is logged.
///
/// # Errors
/// When the database cannot be reached.
pub async fn find(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Option<Text<Draft>>, sqlx::Error> {
    let text = entries::by_slot::<Piece>(tx, hand, SLOT).await?.and_then(Seen::text);
    Ok(text.and_then(|text| {
        let draft = match &text.content {
            Piece::Draft(draft) => draft.clone().seated(me.couple, me.seat),
            _ => return None,
        };
        Some(text.map(|_| draft))
    }))
}

/// Keeps the draft, in place of this revision of it.
///
/// # Errors
/// When the database cannot be reached or the draft cannot be sealed; nothing is kept then.
pub async fn keep(
    tx: &mut PgConnection,
    hand: &Hand,
    over: Option<&Text<Draft>>,
    draft: &Draft,
    now: OffsetDateTime,
) -> Result<Written, anyhow::Error> {
    let place = Place { kind: KIND, couple: draft.couple, about: None, slot: Some(SLOT) };
    let base = over.map_or_else(|| Base::New(Uuid::new_v4()), |text| Base::Edit(text.id, text.number));
    entries::write(tx, hand, place, base, &Piece::Draft(draft.clone()), now).await
}

/// Puts the draft away for good.
///
/// # Errors
/// When the database cannot be reached.
pub async fn drop(
    tx: &mut PgConnection,
    hand: &Hand,
    draft: &Text<Draft>,
    now: OffsetDateTime,
) -> Result<(), anyhow::Error> {
    entries::remove(tx, hand, None, draft.id, now.date()).await?;
    Ok(())
}
