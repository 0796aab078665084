//! Leaving: alone, at once, without a reason.

use sqlx::PgConnection;
use time::Date;

use super::{Me, store};
use crate::{entries::end_grants, ids::EntryId};

/// Ends the couple for both. What the leaver shared stays with the other one only where `keep` says so; what the other
/// one shared is not the leaver's to keep. Everybody's own writing stays theirs.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn leave(tx: &mut PgConnection, me: &Me, keep: bool, today: Date) -> Result<(), sqlx::Error> {
    leave_with(tx, me, keep, None, today).await
}

/// The same; `words` is something of the leaver's that was shared to stay with the other one in any case.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn leave_with(
    tx: &mut PgConnection,
    me: &Me,
    keep: bool,
    words: Option<EntryId>,
    today: Date,
) -> Result<(), sqlx::Error> {
    let Some(couple) = me.couple else { return Ok(()) };
    // first, because it waits for whoever is sharing at this moment: what they give is taken back, too
    store::end(tx, couple, today).await?;
    if let Some(partner) = &me.partner {
        end_grants(tx, partner.id, me.id, None).await?;
        if !keep {
            end_grants(tx, me.id, partner.id, words).await?;
        }
    }
    store::invites::cancel_open(tx, me.id, couple).await
}
