//! The promises of the plan that is in force, as the check-in asks about them.

use sqlx::PgConnection;
use time::Date;

use crate::{
    couples::Me,
    entries::Hand,
    plans::{Commitment, in_force},
};

/// The promises in force that have begun by this day, in the order of the plan; none without a plan.
///
/// # Errors
/// When the database cannot be reached.
pub async fn promises(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    by: Date,
) -> Result<Vec<Commitment>, anyhow::Error> {
    let plan = in_force(tx, hand, me).await?;
    let all = plan.map(|plan| plan.commitments).unwrap_or_default();
    Ok(all.into_iter().filter(|promise| promise.starts <= by).collect())
}
