//! All SQL of `feed`, and of `due` for a calendar.

use sqlx::{PgConnection, PgExecutor};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{super::Kind, outbox::rhythm};
use crate::{checkins::Rhythm, ids::PersonId};

/// Since when somebody has a private calendar.
pub(in super::super) async fn since(
    db: impl PgExecutor<'_>,
    me: PersonId,
) -> Result<Option<Date>, sqlx::Error> {
    sqlx::query_scalar!("select made_on from feed where person_id = $1", me.0).fetch_optional(db).await
}

/// A new address, in place of the one before.
pub(in super::super) async fn put(
    tx: &mut PgConnection,
    me: PersonId,
    digest: &[u8; 32],
    today: Date,
) -> Result<(), sqlx::Error> {
    take_away(&mut *tx, me).await?;
    sqlx::query!("insert into feed (person_id, digest, made_on) values ($1, $2, $3)", me.0, digest, today)
        .execute(tx)
        .await?;
    Ok(())
}

pub(in super::super) async fn take_away(db: impl PgExecutor<'_>, me: PersonId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from feed where person_id = $1", me.0).execute(db).await?;
    Ok(())
}

/// Something for a calendar.
pub(in super::super) struct Coming {
    pub(in super::super) kind: Kind,
    pub(in super::super) about: Uuid,
    pub(in super::super) at: OffsetDateTime,
    pub(in super::super) rhythm: Option<Rhythm>,
    /// Whether it is a matter of both.
    pub(in super::super) shared: bool,
}

/// Everything that is due for whoever has the calendar with this digest; none when there is no such calendar.
pub(in super::super) async fn coming(
    tx: &mut PgConnection,
    digest: &[u8; 32],
) -> Result<Option<Vec<Coming>>, sqlx::Error> {
    let person = sqlx::query_scalar!("select person_id from feed where digest = $1", digest)
        .fetch_optional(&mut *tx)
        .await?;
    let Some(person) = person else { return Ok(None) };
    let rows = sqlx::query!(
        r#"select kind, about, at, weekday, hour, zone, couple_id is not null as "shared!"
           from due where person_id = $1 order by at, kind, about"#,
        person
    )
    .fetch_all(tx)
    .await?;
    let coming = rows.into_iter().filter_map(|row| {
        Some(Coming {
            kind: Kind::parse(&row.kind)?,
            about: row.about,
            at: row.at,
            rhythm: rhythm(row.weekday, row.hour, row.zone),
            shared: row.shared,
        })
    });
    Ok(Some(coming.collect()))
}
