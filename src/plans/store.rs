//! All SQL of the plan: `plan`, `plan_version` and `plan_signature`. What people wrote is `entries`' business.
//!
//! What must stay true: these rows say where to look. Whether a version holds is decided by what is sealed in it.

use sqlx::{PgConnection, PgExecutor};
use time::Date;

use crate::ids::{CoupleId, EntryId, PersonId};

/// Where a version stands, as its row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// On the table.
    Open,
    /// The other one has signed it too.
    Agreed,
    /// The other one has answered it with another suggestion.
    Answered,
}

impl Outcome {
    const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Agreed => "agreed",
            Self::Answered => "answered",
        }
    }

    fn read(code: &str) -> Self {
        match code {
            "agreed" => Self::Agreed,
            "answered" => Self::Answered,
            // the column's check allows nothing else
            _ => Self::Open,
        }
    }
}

/// The row of a version.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) couple: CoupleId,
    pub(super) number: i32,
    pub(super) id: EntryId,
    pub(super) revision: i32,
    pub(super) digest: Vec<u8>,
    pub(super) by: PersonId,
    pub(super) over: Option<EntryId>,
    pub(super) outcome: Outcome,
    pub(super) later: bool,
}

/// The row of a signature.
#[derive(Clone, Debug)]
pub(super) struct Signed {
    pub(super) version: EntryId,
    pub(super) person: PersonId,
    pub(super) entry: EntryId,
    pub(super) digest: Vec<u8>,
}

/// Holds the couple's plan until the transaction ends: acts of two people come one after the other. Whether there is
/// one to hold: whoever is not linked finds none.
pub(super) async fn hold(tx: &mut PgConnection, couple: CoupleId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into plan (couple_id) values ($1)
         on conflict (couple_id) do update set couple_id = excluded.couple_id",
        couple.0
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Every version that the asker may know of, the newest first; of one couple, or of all they were part of.
pub(super) async fn versions(
    db: impl PgExecutor<'_>,
    couple: Option<CoupleId>,
) -> Result<Vec<Row>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select couple_id as "couple: CoupleId", number, entry_id as "id: EntryId", revision, digest,
                  proposed_by as "by: PersonId", over as "over: EntryId", outcome, later
           from plan_version where $1::uuid is null or couple_id = $1
           order by proposed_on desc, number desc"#,
        couple.map(|couple| couple.0)
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Row {
            couple: row.couple,
            number: row.number,
            id: row.id,
            revision: row.revision,
            digest: row.digest,
            by: row.by,
            over: row.over,
            outcome: Outcome::read(&row.outcome),
            later: row.later,
        })
        .collect())
}

/// The signatures of these versions.
pub(super) async fn signatures(
    db: impl PgExecutor<'_>,
    versions: &[EntryId],
) -> Result<Vec<Signed>, sqlx::Error> {
    let ids: Vec<uuid::Uuid> = versions.iter().map(|id| id.0).collect();
    sqlx::query_as!(
        Signed,
        r#"select version as "version: EntryId", person_id as "person: PersonId", entry_id as "entry: EntryId", digest
           from plan_signature where version = any($1)"#,
        &ids
    )
    .fetch_all(db)
    .await
}

pub(super) struct NewVersion<'a> {
    pub(super) couple: CoupleId,
    pub(super) number: u32,
    pub(super) id: EntryId,
    pub(super) revision: u32,
    pub(super) digest: &'a [u8; 32],
    pub(super) by: PersonId,
    pub(super) over: Option<EntryId>,
    pub(super) on: Date,
}

pub(super) async fn put_version(tx: &mut PgConnection, new: &NewVersion<'_>) -> Result<(), anyhow::Error> {
    sqlx::query!(
        "insert into plan_version
            (couple_id, number, entry_id, revision, digest, proposed_by, proposed_on, over, outcome)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'open')",
        new.couple.0,
        i32::try_from(new.number)?,
        new.id.0,
        i32::try_from(new.revision)?,
        new.digest,
        new.by.0,
        new.on,
        new.over.map(|id| id.0)
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct NewSignature<'a> {
    pub(super) couple: CoupleId,
    pub(super) version: EntryId,
    pub(super) person: PersonId,
    pub(super) entry: EntryId,
    pub(super) digest: &'a [u8; 32],
    pub(super) on: Date,
}

pub(super) async fn put_signature(tx: &mut PgConnection, new: &NewSignature<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into plan_signature (couple_id, version, person_id, entry_id, digest, signed_on)
         values ($1, $2, $3, $4, $5, $6)",
        new.couple.0,
        new.version.0,
        new.person.0,
        new.entry.0,
        new.digest,
        new.on
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The number of the next version.
pub(super) async fn next_number(db: impl PgExecutor<'_>, couple: CoupleId) -> Result<u32, anyhow::Error> {
    let last = sqlx::query_scalar!(
        r#"select coalesce(max(number), 0) as "last!" from plan_version where couple_id = $1"#,
        couple.0
    )
    .fetch_one(db)
    .await?;
    Ok(u32::try_from(last)?.saturating_add(1))
}

/// Decides the other one's open proposal. Whether it was there to decide.
pub(super) async fn decide(
    tx: &mut PgConnection,
    version: EntryId,
    me: PersonId,
    outcome: Outcome,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update plan_version set outcome = $3, decided_by = $2
         where entry_id = $1 and outcome = 'open' and proposed_by <> $2",
        version.0,
        me.0,
        outcome.code()
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Says "not yet" to the other one's open proposal, or takes that back. Whether it was there.
pub(super) async fn put_off(
    tx: &mut PgConnection,
    version: EntryId,
    me: PersonId,
    later: bool,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update plan_version set later = $3 where entry_id = $1 and outcome = 'open' and proposed_by <> $2",
        version.0,
        me.0,
        later
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes one's own version that was not agreed to, with its signature. Whether it was there.
pub(super) async fn remove(
    tx: &mut PgConnection,
    version: EntryId,
    me: PersonId,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "delete from plan_version where entry_id = $1 and proposed_by = $2 and outcome <> 'agreed'",
        version.0,
        me.0
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
