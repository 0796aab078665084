//! What the plan asks of both, alike: promises whose day to be looked at has come, those under review, and whether it
//! still helps that nearly everything rests on one.

use sqlx::PgConnection;
use time::Date;

use super::{UnderReview, balance::carrier, rests_on_one, review, under_review};
use crate::{
    couples::Me,
    entries::Hand,
    ids::CommitmentId,
    plans::{Commitment, Plan, Version},
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
    /// What stands beside a promise with this id in a list.
    #[must_use]
    pub fn of(&self, id: &str) -> Option<&'static str> {
        let is = |other: &CommitmentId| other.to_string() == id;
        if self.under_review.iter().any(|it| is(&it.commitment)) {
            return Some("Under review.");
        }
        self.due.iter().any(is).then_some("Time to look at it again.")
    }
}

/// The same for both of the two. Nothing is asked where nothing holds.
///
/// # Errors
/// When the database cannot be reached.
pub async fn asked(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    plan: &Plan,
    today: Date,
) -> Result<Asked, anyhow::Error> {
    let Some(held) = plan.in_force().and_then(Version::holds).filter(|_| me.partner.is_some()) else {
        return Ok(Asked::default());
    };
    let due = held.commitments.iter().filter(|it| review::has_come(it, today)).map(|it| it.id);
    Ok(Asked {
        due: due.collect(),
        under_review: under_review(tx, hand, me, &held).await?,
        rests_on_one: carrier(&held.commitments).is_some() && for_long(tx, hand, me, today).await?,
    })
}

/// Whether it has been so for long; only then are the versions before it opened.
async fn for_long(tx: &mut PgConnection, hand: &Hand, me: &Me, today: Date) -> Result<bool, anyhow::Error> {
    let plan = Plan::whole(tx, hand, me).await?;
    let mut versions: Vec<&Version> =
        plan.versions.iter().filter(|version| Some(version.couple) == me.couple).collect();
    versions.sort_by_key(|version| version.content.number);
    let held: Vec<(Date, &[Commitment])> = versions
        .into_iter()
        .filter_map(|version| Some((version.agreed_on()?, version.content.text.commitments.as_slice())))
        .collect();
    Ok(rests_on_one(&held, today))
}
