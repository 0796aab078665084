//! All SQL of `reminder_mail`: where a mail may go, and for what.

use sqlx::PgExecutor;
use time::{Date, Time};

use super::super::{Kind, address::MailAddress};
use crate::{
    couples::pacing::{Hour, Quiet},
    ids::PersonId,
};

/// Where somebody's mails go, and what they chose.
pub(in super::super) struct Mail {
    pub(in super::super) address: String,
    pub(in super::super) nonce: Vec<u8>,
    pub(in super::super) confirmed: bool,
    pub(in super::super) kinds: Vec<Kind>,
    pub(in super::super) zone: String,
    pub(in super::super) quiet: Option<Quiet>,
}

/// Stored quiet hours, from their columns.
pub(in super::super) fn quiet(from: Option<Time>, to: Option<Time>) -> Option<Quiet> {
    let (from, to) = from.and_then(Hour::stored).zip(to.and_then(Hour::stored))?;
    Quiet::new(from, to)
}

pub(in super::super) async fn load(
    db: impl PgExecutor<'_>,
    me: PersonId,
) -> Result<Option<Mail>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select address, nonce, confirmed_on is not null as "confirmed!", kinds, zone, quiet_from, quiet_to
           from reminder_mail where person_id = $1"#,
        me.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Mail {
        address: row.address,
        nonce: row.nonce,
        confirmed: row.confirmed,
        kinds: row.kinds.iter().filter_map(|code| Kind::parse(code)).collect(),
        zone: row.zone,
        quiet: quiet(row.quiet_from, row.quiet_to),
    }))
}

/// A new address, not confirmed, with everything off. The one before has to be away.
pub(in super::super) async fn put(
    db: impl PgExecutor<'_>,
    me: PersonId,
    address: &MailAddress,
    nonce: &[u8; 16],
    stop_digest: &[u8; 32],
    zone: &str,
    quiet: Option<Quiet>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into reminder_mail (person_id, address, nonce, stop_digest, zone, quiet_from, quiet_to)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict do nothing",
        me.0,
        address.as_str(),
        nonce,
        stop_digest,
        zone,
        quiet.map(|quiet| quiet.from().to_stored()),
        quiet.map(|quiet| quiet.to().to_stored())
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(in super::super) async fn take_away(db: impl PgExecutor<'_>, me: PersonId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from reminder_mail where person_id = $1", me.0).execute(db).await?;
    Ok(())
}

pub(in super::super) async fn confirm(
    db: impl PgExecutor<'_>,
    me: PersonId,
    today: Date,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update reminder_mail set confirmed_on = $2 where person_id = $1", me.0, today)
        .execute(db)
        .await?;
    Ok(())
}

/// Counts a wrong code. False when there have been too many for this address.
pub(in super::super) async fn count_try(
    db: impl PgExecutor<'_>,
    me: PersonId,
    most: i16,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update reminder_mail set tries = tries + 1 where person_id = $1 and tries < $2",
        me.0,
        most
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What a confirmed address gets mails for, and when not.
pub(in super::super) async fn choose(
    db: impl PgExecutor<'_>,
    me: PersonId,
    kinds: &[Kind],
    zone: &str,
    quiet: Option<Quiet>,
) -> Result<bool, sqlx::Error> {
    let kinds: Vec<String> = kinds.iter().map(|kind| kind.code().to_owned()).collect();
    let done = sqlx::query!(
        "update reminder_mail set kinds = $2, zone = $3, quiet_from = $4, quiet_to = $5
         where person_id = $1 and confirmed_on is not null",
        me.0,
        &kinds,
        zone,
        quiet.map(|quiet| quiet.from().to_stored()),
        quiet.map(|quiet| quiet.to().to_stored())
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the address away whose mails hold the token with this digest. Nothing says whether there was one.
pub(in super::super) async fn stop(db: impl PgExecutor<'_>, digest: &[u8; 32]) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from reminder_mail where stop_digest = $1", digest).execute(db).await?;
    Ok(())
}
