//! The words of the promises that hold, for pages that name one of them.

use sqlx::PgConnection;

use super::{Commitment, in_force};
use crate::{couples::Me, entries::Hand, ids::CommitmentId};

/// The promises that hold for the two.
#[derive(Clone, Debug, Default)]
pub struct Acts(Vec<Commitment>);

impl Acts {
    /// Those of the plan that holds; none without one.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn known(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Self, anyhow::Error> {
        Ok(Self(in_force(tx, hand, me).await?.map(|held| held.commitments).unwrap_or_default()))
    }

    /// These promises, the first one where two have the same id.
    #[must_use]
    pub fn of_these(commitments: Vec<Commitment>) -> Self {
        Self(commitments)
    }

    /// What this promise says.
    #[must_use]
    pub fn of(&self, id: CommitmentId) -> Option<&str> {
        self.0.iter().find(|commitment| commitment.id == id).map(|commitment| commitment.act.as_str())
    }
}
