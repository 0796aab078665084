//! What the plan asks of both, alike: promises whose day to be looked at has come, those under review, and whether it
//! still helps that nearly everything rests on one.

use sqlx::PgConnection;
use time::Date;

use super::{UnderReview, rests_on_one, review, under_review};
use crate::{
    couples::Me,
    entries::Hand,
    ids::CommitmentId,
    plans::{Commitment, InForce, Plan},
};

/// What the page of the plan asks beside the promises.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The promises to be looked at again today, or before today.
    pub due: Vec<CommitmentId>,
    /// Those under review, and why.
    pub under_review: Vec<UnderReview>,
    /// Nearly everything has rested on one person for long.
    pub rests_on_one: bool,
}

impl Asked {
    /// Whether this promise is to be looked at again.
    #[must_use]
    pub fn is_due(&self, id: &CommitmentId) -> bool {
        self.due.contains(id)
    }

    /// Whether it is under review.
    #[must_use]
    pub fn is_under_review(&self, id: &CommitmentId) -> bool {
        self.under_review.iter().any(|it| it.commitment == *id)
    }
}

/// The same for both of the two. `plan` has all versions where it is to be told whether one carries nearly all.
///
/// # Errors
/// When the database cannot be reached.
pub async fn asked(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    held: &InForce,
    plan: &Plan,
    today: Date,
) -> Result<Asked, anyhow::Error> {
    let versions: Vec<(Date, &[Commitment])> = plan
        .versions
        .iter()
        .rev()
        .filter(|version| Some(version.couple) == me.couple)
        .filter_map(|version| Some((version.agreed_on()?, version.content.text.commitments.as_slice())))
        .collect();
    let due = held.commitments.iter().filter(|it| review::has_come(it, today)).map(|it| it.id);
    Ok(Asked {
        due: due.collect(),
        under_review: under_review(tx, hand, me, held).await?,
        rests_on_one: rests_on_one(&versions, today),
    })
}
