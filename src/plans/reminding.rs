//! On which days the promises that hold are to be looked at again: what reminders are told of them, for both.
//!
//! What must stay true: only what both have signed is said. Every signature sets all of it anew, so a day that moved or
//! went with its promise is not reminded of.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::{Version, commitment::Commitment};
use crate::{
    conversations::meeting::moment,
    couples::Me,
    reminders::{self, Kind},
};

/// By the couple's clock.
const HOUR: &str = "09:00";

/// Says when the promises of `signed` are to be looked at again, in place of those of the version before.
pub(super) async fn reviews(
    tx: &mut PgConnection,
    me: &Me,
    before: Option<&Version>,
    signed: &Version,
    now: OffsetDateTime,
) -> Result<(), anyhow::Error> {
    let both = [Some(me.id), me.partner.as_ref().map(|partner| partner.id)];
    let earlier = before.map_or([].as_slice(), |version| &version.content.text.commitments);
    let holds = &signed.content.text.commitments;
    let gone = earlier.iter().filter(|one| holds.iter().all(|other| other.id != one.id));
    for who in both.into_iter().flatten() {
        for one in gone.clone() {
            reminders::forget(tx, who, Kind::Review, one.id.0).await?;
        }
        for one in holds {
            match comes(one, me.pacing.zone()).filter(|at| *at > now) {
                Some(at) => reminders::remind(tx, who, Kind::Review, one.id.0, at).await?,
                None => reminders::forget(tx, who, Kind::Review, one.id.0).await?,
            }
        }
    }
    Ok(())
}

fn comes(commitment: &Commitment, zone: &str) -> Option<OffsetDateTime> {
    let on = |day: Date| moment(&day.to_string(), HOUR, zone).ok();
    commitment.review.and_then(on)
}
