//! Failed attempts, counted in the database so that all processes agree.
//!
//! What must stay true: the counter of a browser that its owner has signed in from is its own (`web::form::Door`), so a
//! partner who guesses locks out strangers' browsers and never the owner's. Unknown names are counted like known ones.

use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use crate::{
    db::{Asker, Scope},
    web::error::Error,
};

/// This many failures are free; then each makes the next wait longer.
const FREE: i32 = 5;
const WAITS: [Duration; 5] = [
    Duration::seconds(10),
    Duration::seconds(30),
    Duration::minutes(1),
    Duration::minutes(5),
    Duration::minutes(15),
];

fn wait_after(failures: i32) -> Duration {
    let over = usize::try_from(failures - FREE).ok();
    let step = over.map(|over| over.min(WAITS.len() - 1));
    step.and_then(|step| WAITS.get(step).copied()).unwrap_or(Duration::ZERO)
}

/// Refuses while the counter is locked.
///
/// # Errors
/// [`Error::TooMany`] with the seconds that are left.
pub async fn allow(pool: &PgPool, counter: &[u8; 32], now: OffsetDateTime) -> Result<(), Error> {
    let mut scope = Scope::begin(pool, Asker::Nobody).await?;
    let until = sqlx::query_scalar!("select locked_until from attempt where key = $1", counter)
        .fetch_optional(&mut *scope)
        .await?;
    match until {
        Some(until) if until > now => {
            Err(Error::TooMany(u32::try_from((until - now).whole_seconds()).unwrap_or(60).max(1)))
        }
        _ => Ok(()),
    }
}

/// Counts a failure.
///
/// # Errors
/// When the database cannot be reached.
pub async fn failed(pool: &PgPool, counter: &[u8; 32], now: OffsetDateTime) -> Result<(), Error> {
    let mut scope = Scope::begin(pool, Asker::Nobody).await?;
    let failures = sqlx::query_scalar!(
        "insert into attempt (key, failures, locked_until, seen_on) values ($1, 1, $2, $3)
         on conflict (key) do update set failures = attempt.failures + 1, seen_on = excluded.seen_on
         returning failures",
        counter,
        now,
        now.date()
    )
    .fetch_one(&mut *scope)
    .await?;
    sqlx::query!("update attempt set locked_until = $2 where key = $1", counter, now + wait_after(failures))
        .execute(&mut *scope)
        .await?;
    scope.commit().await?;
    Ok(())
}

/// Forgets the failures after a success.
///
/// # Errors
/// When the database cannot be reached.
pub async fn succeeded(pool: &PgPool, counter: &[u8; 32]) -> Result<(), Error> {
    let mut scope = Scope::begin(pool, Asker::Nobody).await?;
    sqlx::query!("delete from attempt where key = $1", counter).execute(&mut *scope).await?;
    scope.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_failures_are_free_and_no_wait_is_longer_than_a_quarter_of_an_hour() {
        assert_eq!(wait_after(1), Duration::ZERO);
        assert_eq!(wait_after(4), Duration::ZERO);
        assert_eq!(wait_after(5), Duration::seconds(10));
        assert_eq!(wait_after(1000), Duration::minutes(15));
    }
}
