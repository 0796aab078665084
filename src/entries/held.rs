//! Reading what hangs on one access of a therapist.
//!
//! What must stay true: it is the same for the therapist and for either of the two, who can read all of it.

use serde::de::DeserializeOwned;
use sqlx::PgConnection;
use time::Date;

use super::{
    Hand, Pinned, Seen,
    store::{self, Row},
    text::see_all,
};
use crate::ids::{AccessId, ConversationId};

/// What a therapist holds through an access.
#[derive(Clone, Debug)]
pub struct Held<C> {
    /// Since when the therapist holds it.
    pub on: Date,
    /// The talk it belongs to.
    pub about: Option<ConversationId>,
    /// The revision they hold.
    pub seen: Seen<C>,
}

/// What a therapist holds of one kind through `access`, the newest first, at most `most`: for the therapist themself, and
/// for either of the two, who can read all of it and get the same.
///
/// # Errors
/// When the database cannot be reached.
pub async fn held_by_access<C: DeserializeOwned>(
    tx: &mut PgConnection,
    hand: &Hand,
    partner: Option<&Pinned>,
    access: AccessId,
    kind: &str,
    most: u32,
) -> Result<Vec<Held<C>>, sqlx::Error> {
    let mut rows = store::held_by_access(&mut *tx, hand.person, access, kind, i64::from(most)).await?;
    // what waited for its other half has the day on which both were there
    rows.sort_by_key(|row| (std::cmp::Reverse(row.granted_on), row.id));
    let seen = see_all(tx, hand, partner, &rows).await?;
    let held = |(row, seen): (&Row, Seen<C>)| Held { on: row.granted_on, about: row.about, seen };
    Ok(rows.iter().zip(seen).map(held).collect())
}
