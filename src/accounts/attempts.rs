//! Failed attempts, counted in the database so that all processes agree.
//!
//! What must stay true: an attempt is counted before its passphrase is tried, so that many at once get no further than
//! one after the other; the counter of a browser that its owner has signed in from is its own (`web::form::Door`), so a
//! partner who guesses locks out strangers' browsers and never the owner's. Unknown names are counted like known ones.

use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use crate::{
    db::{Asker, Scope},
    web::error::Error,
};

/// This many attempts are free; then each makes the next wait longer.
const FREE: i32 = 5;
const WAITS: [Duration; 5] = [
    Duration::seconds(10),
    Duration::seconds(30),
    Duration::minutes(1),
    Duration::minutes(5),
    Duration::minutes(15),
];

fn wait_after(attempts: i32) -> Duration {
    let over = usize::try_from(attempts - FREE).ok();
    let step = over.map(|over| over.min(WAITS.len() - 1));
    step.and_then(|step| WAITS.get(step).copied()).unwrap_or(Duration::ZERO)
}

/// Counts an attempt as failed before it is made, or refuses it while the counter is locked. A day without attempts
/// begins at nought again.
///
/// # Errors
/// [`Error::TooMany`] with the seconds that are left.
pub(super) async fn count(pool: &PgPool, counter: &[u8; 32], now: OffsetDateTime) -> Result<(), Error> {
    let mut scope = Scope::begin(pool, Asker::Nobody).await?;
    let attempts = sqlx::query_scalar!(
        "insert into attempt (key, failures, locked_until, seen_on) values ($1, 1, $2, $3)
         on conflict (key) do update
             set failures = case when attempt.seen_on < $3 then 1 else attempt.failures + 1 end, seen_on = $3
             where attempt.locked_until <= $2
         returning failures",
        counter,
        now,
        now.date()
    )
    .fetch_optional(&mut *scope)
    .await?;
    let Some(attempts) = attempts else {
        let until = sqlx::query_scalar!("select locked_until from attempt where key = $1", counter)
            .fetch_optional(&mut *scope)
            .await?;
        let left = until.map_or(1, |until| (until - now).whole_seconds());
        return Err(Error::TooMany(u32::try_from(left).unwrap_or(1).max(1)));
    };
    sqlx::query!("update attempt set locked_until = $2 where key = $1", counter, now + wait_after(attempts))
        .execute(&mut *scope)
        .await?;
    scope.commit().await?;
    Ok(())
}

/// Takes an attempt back that was never made, because the server was busy.
///
/// # Errors
/// When the database cannot be reached.
pub(super) async fn uncount(pool: &PgPool, counter: &[u8; 32], now: OffsetDateTime) -> Result<(), Error> {
    let mut scope = Scope::begin(pool, Asker::Nobody).await?;
    sqlx::query!(
        "update attempt set failures = greatest(failures - 1, 0), locked_until = $2 where key = $1",
        counter,
        now
    )
    .execute(&mut *scope)
    .await?;
    scope.commit().await?;
    Ok(())
}

/// Forgets the attempts after a success.
///
/// # Errors
/// When the database cannot be reached.
pub(super) async fn forget(pool: &PgPool, counter: &[u8; 32]) -> Result<(), Error> {
    let mut scope = Scope::begin(pool, Asker::Nobody).await?;
    sqlx::query!("delete from attempt where key = $1", counter).execute(&mut *scope).await?;
    scope.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_attempts_are_free_and_no_wait_is_longer_than_a_quarter_of_an_hour() {
        assert_eq!(wait_after(1), Duration::ZERO);
        assert_eq!(wait_after(4), Duration::ZERO);
        assert_eq!(wait_after(5), Duration::seconds(10));
        assert_eq!(wait_after(1000), Duration::minutes(15));
    }
}
