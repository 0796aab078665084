//! All SQL of `outbox`, and of `due` by the job. What must stay true: a row is taken by one process at a time, and
//! nobody waits for it; a mail is made once for a person, a matter and a moment.

use sqlx::{PgConnection, PgExecutor};
use time::{OffsetDateTime, Time};
use uuid::Uuid;

use crate::{checkins::Rhythm, couples::pacing::Hour, ids::PersonId};

/// Something whose moment has come.
pub(in super::super) struct Come {
    pub(in super::super) id: Uuid,
    pub(in super::super) person: PersonId,
    pub(in super::super) kind: String,
    pub(in super::super) about: Uuid,
    pub(in super::super) at: OffsetDateTime,
    pub(in super::super) rhythm: Option<Rhythm>,
    /// Whether it is a matter of both.
    pub(in super::super) shared: bool,
}

/// A stored rhythm, from its columns.
pub(in super::super) fn rhythm(
    weekday: Option<i16>,
    hour: Option<Time>,
    zone: Option<String>,
) -> Option<Rhythm> {
    let day = u8::try_from(weekday?.checked_sub(1)?).ok()?;
    let hour = Hour::stored(hour?)?;
    Rhythm::parse(&time::Weekday::Monday.nth_next(day).to_string(), &hour.to_string(), &zone?).ok()
}

/// What has come and nobody else is taking just now; a time that was set aside counts from a while `ahead`.
pub(in super::super) async fn take_due(
    tx: &mut PgConnection,
    now: OffsetDateTime,
    ahead: OffsetDateTime,
) -> Result<Vec<Come>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, person_id as "person: PersonId", kind, about, at, weekday, hour, zone,
                  couple_id is not null as "shared!"
           from due
           where not taken and at <= $2 and (at <= $1 or kind = 'appointment')
           order by at, couple_id is null limit 100 for update skip locked"#,
        now,
        ahead
    )
    .fetch_all(tx)
    .await?;
    let come = rows.into_iter().map(|row| Come {
        id: row.id,
        person: row.person,
        kind: row.kind,
        about: row.about,
        at: row.at,
        rhythm: rhythm(row.weekday, row.hour, row.zone),
        shared: row.shared,
    });
    Ok(come.collect())
}

/// The first round of the two's ends the rounds of one's own.
pub(in super::super) async fn end_own_rounds(
    db: impl PgExecutor<'_>,
    who: PersonId,
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from due where person_id = $1 and kind = 'check_in' and couple_id is null", who.0)
        .execute(db)
        .await?;
    Ok(())
}

/// It has come, and comes again at `next`. False when it went away meanwhile.
pub(in super::super) async fn came(
    db: impl PgExecutor<'_>,
    id: Uuid,
    next: Option<OffsetDateTime>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update due set at = coalesce($2, at), taken = ($2::timestamptz is null) where id = $1",
        id,
        next
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether somebody is taking time apart from the other one: what reminds both of the end of it has not come yet. Until then
/// no other reminder goes out to either.
async fn is_apart(
    db: impl PgExecutor<'_>,
    who: Uuid,
    kind: &str,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    if matches!(kind, "return" | "code" | "test") {
        return Ok(false);
    }
    sqlx::query_scalar!(
        r#"select exists (
               select from due where person_id = $1 and kind = 'return' and not taken and at > $2
           ) as "apart!""#,
        who,
        now
    )
    .fetch_one(db)
    .await
}

/// Where somebody's mails about this go, if they asked for them and are not taking time apart.
pub(in super::super) async fn reader(
    tx: &mut PgConnection,
    who: PersonId,
    kind: &str,
    now: OffsetDateTime,
) -> Result<Option<Reader>, sqlx::Error> {
    if is_apart(&mut *tx, who.0, kind, now).await? {
        return Ok(None);
    }
    sqlx::query_as!(
        Reader,
        "select address, nonce, zone, quiet_from, quiet_to from reminder_mail
         where person_id = $1 and confirmed_on is not null and $2 = any(kinds)",
        who.0,
        kind
    )
    .fetch_optional(tx)
    .await
}

/// Makes a mail about the moment `at`, unless there is one already that says the same: about this matter, about another
/// of the same kind at the same moment (five promises to look at on one day), or about a proposal within the hour before,
/// so that nobody's mailbox is filled by whoever proposes and takes back.
pub(in super::super) async fn make(
    db: impl PgExecutor<'_>,
    come: &Come,
    at: OffsetDateTime,
    next_try: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into outbox (id, person_id, kind, about, at, next_try)
         select $1, $2, $3::text, $4, $5::timestamptz, $6
         where not exists (
             select from outbox o
             where o.person_id = $2 and o.kind = $3 and o.state <> 'dropped'
                 and (o.at = $5 or ($3 in ('proposal', 'hard') and o.at < $5 and o.at > $5 - interval '1 hour'))
         )
         on conflict do nothing",
        Uuid::new_v4(),
        come.person.0,
        come.kind,
        come.about,
        at,
        next_try
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A mail that somebody asks for themselves: "code" or "test".
pub(in super::super) async fn ask(
    db: impl PgExecutor<'_>,
    me: PersonId,
    kind: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into outbox (id, person_id, kind, about, at, next_try) values ($1, $2, $3, $4, $5, $5)",
        Uuid::new_v4(),
        me.0,
        kind,
        Uuid::new_v4(),
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How many mails of this kind somebody has asked for since then.
pub(in super::super) async fn asked_since(
    db: impl PgExecutor<'_>,
    me: PersonId,
    kind: &str,
    since: OffsetDateTime,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from outbox where person_id = $1 and kind = $2 and at > $3"#,
        me.0,
        kind,
        since
    )
    .fetch_one(db)
    .await
}

/// The state of the last mail that somebody asked for themselves.
pub(in super::super) async fn last_asked(
    db: impl PgExecutor<'_>,
    me: PersonId,
    since: OffsetDateTime,
) -> Result<Option<(String, String)>, sqlx::Error> {
    let row = sqlx::query!(
        "select kind, state from outbox where person_id = $1 and kind in ('code', 'test') and at > $2
         order by at desc limit 1",
        me.0,
        since
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.kind, row.state)))
}

/// A mail that is to be sent now, and what it takes to do so.
pub(in super::super) struct Waiting {
    pub(in super::super) id: Uuid,
    pub(in super::super) kind: String,
    pub(in super::super) at: OffsetDateTime,
    pub(in super::super) attempts: i16,
    /// Whether what it is about is still so: it has not moved or ended, and the person still asks for it.
    pub(in super::super) holds: bool,
    pub(in super::super) to: Option<Reader>,
}

impl Waiting {
    /// Whether somebody has pressed a button for it just now.
    pub(in super::super) fn asked_for(&self) -> bool {
        matches!(self.kind.as_str(), "code" | "test")
    }
}

/// Where it goes, and when it must not.
pub(in super::super) struct Reader {
    pub(in super::super) address: String,
    pub(in super::super) nonce: Vec<u8>,
    pub(in super::super) zone: String,
    pub(in super::super) quiet_from: Option<Time>,
    pub(in super::super) quiet_to: Option<Time>,
}

/// The next mail whose time has come and that nobody else is sending.
pub(in super::super) async fn take_next(
    tx: &mut PgConnection,
    now: OffsetDateTime,
) -> Result<Option<Waiting>, sqlx::Error> {
    let row = sqlx::query!(
        "select id, person_id, kind, about, at, attempts from outbox
         where state = 'waiting' and next_try <= $1 order by next_try limit 1 for update skip locked",
        now
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let to = sqlx::query!(
        "select address, nonce, zone, quiet_from, quiet_to, confirmed_on is not null as confirmed, kinds
         from reminder_mail where person_id = $1",
        row.person_id
    )
    .fetch_optional(&mut *tx)
    .await?;
    // A round that comes again is the one that is open until the next one opens; everything else has one moment, and one
    // mail for all of its kind (see `make`). What has moved to a moment that has not come yet needs none now. Of two codes only
    // the newer one works.
    let still = sqlx::query!(
        r#"select exists (
               select from due where person_id = $1 and kind = $2
                   and (at = $4 or (about = $3 and weekday is not null and at > $4 and at > $5)
                       or ($2 in ('proposal', 'hard') and at > $4 and at <= $5 and at < $4 + interval '1 hour'))
           ) as "due!",
           not exists (
               select from outbox newer where newer.person_id = $1 and newer.kind = $2 and newer.at > $4
           ) as "newest!""#,
        row.person_id,
        row.kind,
        row.about,
        row.at,
        now
    )
    .fetch_one(&mut *tx)
    .await?;
    let apart = is_apart(&mut *tx, row.person_id, &row.kind, now).await?;
    let holds = !apart
        && to.as_ref().is_some_and(|to| match (row.kind.as_str(), to.confirmed) {
            ("code", confirmed) => confirmed != Some(true) && still.newest,
            ("test", confirmed) => confirmed == Some(true),
            (kind, confirmed) => {
                confirmed == Some(true) && still.due && to.kinds.iter().any(|one| one == kind)
            }
        });
    Ok(Some(Waiting {
        id: row.id,
        kind: row.kind,
        at: row.at,
        attempts: row.attempts,
        holds,
        to: to.map(|to| Reader {
            address: to.address,
            nonce: to.nonce,
            zone: to.zone,
            quiet_from: to.quiet_from,
            quiet_to: to.quiet_to,
        }),
    }))
}

/// Where a mail stands now, and when it is looked at again.
pub(in super::super) async fn put_state(
    db: impl PgExecutor<'_>,
    id: Uuid,
    state: &str,
    attempts: i16,
    next_try: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update outbox set state = $2, attempts = $3, next_try = $4 where id = $1",
        id,
        state,
        attempts,
        next_try
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Mails whose process ended while it was sending them: they may have gone out. How many there were.
pub(in super::super) async fn leave_unsure(
    db: impl PgExecutor<'_>,
    now: OffsetDateTime,
) -> Result<u64, sqlx::Error> {
    let done =
        sqlx::query!("update outbox set state = 'unsure' where state = 'sending' and next_try <= $1", now)
            .execute(db)
            .await?;
    Ok(done.rows_affected())
}

/// Takes away what is over.
pub(in super::super) async fn tidy(
    tx: &mut PgConnection,
    come_before: OffsetDateTime,
    made_before: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from due where taken and at < $1", come_before).execute(&mut *tx).await?;
    sqlx::query!("delete from outbox where at < $1 and state not in ('waiting', 'sending')", made_before)
        .execute(tx)
        .await?;
    Ok(())
}
