//! How long nothing has moved in the talks of the two.
//!
//! What must stay true: only what the talks themselves take note of counts, which both can see. What one of them prepares
//! or reads alone does not.

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{Stage, Talk, store};
use crate::couples::Me;

/// When somebody last did something in a talk of the two, if one of them is open; none while none is.
///
/// # Errors
/// When the database cannot be reached.
pub async fn silent_since(tx: &mut PgConnection, me: &Me) -> Result<Option<OffsetDateTime>, sqlx::Error> {
    if me.partner.is_none() {
        return Ok(None);
    }
    let rows = store::all(tx).await?;
    let talks = rows.iter().filter(|row| Some(row.couple) == me.couple).map(|row| &row.talk.0);
    Ok(last(talks))
}

fn last<'a>(talks: impl Iterator<Item = &'a Talk> + Clone) -> Option<OffsetDateTime> {
    let open = talks.clone().any(|talk| !matches!(talk.stage(), Stage::Closed { .. }));
    let last = talks.filter_map(|talk| talk.sitting().map(super::Sitting::last)).max();
    last.filter(|_| open)
}
