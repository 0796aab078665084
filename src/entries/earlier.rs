//! What the partner has been holding of one's own, opened for its author: what a therapist would get of it.
//!
//! What must stay true: it is the revision that the partner holds, whatever was written since.

use serde::de::DeserializeOwned;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Hand, Seen, store, text};
use crate::ids::EntryId;

/// One's own of these entries, each as the partner holds it; in no order. [`Text::latest`](super::Text) says whether there
/// is a newer revision.
///
/// # Errors
/// When the database cannot be reached.
pub async fn as_held<C: DeserializeOwned>(
    tx: &mut PgConnection,
    hand: &Hand,
    kind: &str,
    ids: &[EntryId],
) -> Result<Vec<Seen<C>>, sqlx::Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = store::readable_by_partner(&mut *tx, hand.person, kind, &ids).await?;
    text::see_all(tx, hand, None, &rows).await
}
