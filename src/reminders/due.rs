//! What the other rooms say to this one: that something is due, that it moved, that it is not due any more.
//!
//! What must stay true: it is said in the transaction of its cause. One thing about one matter is due for a person at
//! one moment, so saying it again with another moment moves it. Only what both know is put down for the other one, and
//! then either of them can move it or end it for both; what is one person's alone is seen by nobody else. Where the two have
//! parted, or are parting at this moment, nothing is put down for either.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Kind, store};
use crate::{
    checkins::Rhythm,
    ids::{CoupleId, PersonId, ScheduleId},
};

/// Whose rounds they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of the two: both agreed to the schedule.
    Both(PersonId, PersonId),
    /// Of one person alone; nobody else learns of them.
    Mine(PersonId),
}

/// Reminds `who` of this at `at`, in place of an earlier moment for the same matter. `who` is the one who asks or their
/// partner. Of a person's own check-in nobody else learns; everything else is a matter of both, and nothing where they are
/// two no more.
///
/// # Errors
/// When the database cannot be reached, or `who` is neither of the two.
pub async fn remind(
    tx: &mut PgConnection,
    who: PersonId,
    kind: Kind,
    about: Uuid,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let due = store::Due { kind, about, at, rhythm: None };
    store::put(tx, who, &due).await
}

/// Reminds `who` of a matter of their couple's whose moment has come by itself: what the jobs say.
///
/// # Errors
/// When the database cannot be reached, or refuses.
pub async fn notice(
    tx: &mut PgConnection,
    who: PersonId,
    couple: CoupleId,
    kind: Kind,
    about: Uuid,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    store::put_of(tx, who, couple, &store::Due { kind, about, at, rhythm: None }).await
}

/// Reminds of each round of a schedule from the one that `opens` next, in place of what was said about it before.
///
/// # Errors
/// When the database cannot be reached, or the two are no couple.
pub async fn rounds(
    tx: &mut PgConnection,
    whose: Whose,
    about: ScheduleId,
    opens: OffsetDateTime,
    rhythm: &Rhythm,
) -> Result<(), sqlx::Error> {
    let due = store::Due { kind: Kind::CheckIn, about: about.0, at: opens, rhythm: Some(rhythm.clone()) };
    match whose {
        Whose::Mine(me) => store::put_alone(tx, me, &due).await,
        Whose::Both(one, two) => {
            store::put_shared(tx, one, &due).await?;
            store::put_shared(tx, two, &due).await
        }
    }
}

/// Reminds of the rounds of this schedule no more: a one-sided schedule that both have replaced, or one that ended.
///
/// # Errors
/// When the database cannot be reached.
pub async fn forget_rounds(
    tx: &mut PgConnection,
    whose: Whose,
    about: ScheduleId,
) -> Result<(), sqlx::Error> {
    match whose {
        Whose::Mine(me) => forget(tx, me, Kind::CheckIn, about.0).await,
        Whose::Both(one, two) => {
            forget(tx, one, Kind::CheckIn, about.0).await?;
            forget(tx, two, Kind::CheckIn, about.0).await
        }
    }
}

/// Reminds `who` of this no more. A mail about it that still waits is not sent.
///
/// # Errors
/// When the database cannot be reached.
pub async fn forget(
    tx: &mut PgConnection,
    who: PersonId,
    kind: Kind,
    about: Uuid,
) -> Result<(), sqlx::Error> {
    store::take_away(tx, who, kind, about).await
}

/// What the asker has had no mail about, of this kind: it comes later than `now`, or its mail waits. To move it, and the mail
/// with it: one that waits is not sent for a moment that has moved. One that is being handed over at this very moment still
/// goes out.
///
/// # Errors
/// When the database cannot be reached.
pub async fn unsent(
    tx: &mut PgConnection,
    who: PersonId,
    kind: Kind,
    now: OffsetDateTime,
) -> Result<Vec<Uuid>, sqlx::Error> {
    store::unsent(tx, who, kind, now).await
}

/// Nothing is due for the two of a couple any more. Said before they part, while both are still members.
///
/// # Errors
/// When the database cannot be reached.
pub async fn end(tx: &mut PgConnection, couple: CoupleId) -> Result<(), sqlx::Error> {
    store::end(tx, couple).await
}
