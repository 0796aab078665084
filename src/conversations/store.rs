//! All SQL of the talks: the table `conversation`. What people wrote is `entries`' business.
//!
//! What must stay true: whoever is not a member finds no row (row-level security), and whoever has left finds one to
//! read and none to lock.

use sqlx::{PgConnection, PgExecutor, types::Json};
use time::Date;
use uuid::Uuid;

use super::Talk;
use crate::ids::{ConversationId, CoupleId, PersonId};

/// A talk as it is stored: no word, no name, no role.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) id: ConversationId,
    pub(super) couple: CoupleId,
    pub(super) talk: Json<Talk>,
    pub(super) version: i32,
}

pub(super) async fn by_id(db: impl PgExecutor<'_>, id: ConversationId) -> Result<Option<Row>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        r#"select id as "id: ConversationId", couple_id as "couple: CoupleId", state as "talk: Json<Talk>", version
           from conversation where id = $1"#,
        id.0
    )
    .fetch_optional(db)
    .await
}

/// The same, held until the transaction ends: acts of two people on one talk come one after the other.
pub(super) async fn lock(tx: &mut PgConnection, id: ConversationId) -> Result<Option<Row>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        r#"select id as "id: ConversationId", couple_id as "couple: CoupleId", state as "talk: Json<Talk>", version
           from conversation where id = $1 for update"#,
        id.0
    )
    .fetch_optional(tx)
    .await
}

/// Every talk of the couples that the asker is or was part of, the newest first.
pub(super) async fn all(db: impl PgExecutor<'_>) -> Result<Vec<Row>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        r#"select id as "id: ConversationId", couple_id as "couple: CoupleId", state as "talk: Json<Talk>", version
           from conversation order by started_on desc, id"#
    )
    .fetch_all(db)
    .await
}

/// These of them, in the same order.
pub(super) async fn some(db: impl PgExecutor<'_>, ids: &[ConversationId]) -> Result<Vec<Row>, sqlx::Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    sqlx::query_as!(
        Row,
        r#"select id as "id: ConversationId", couple_id as "couple: CoupleId", state as "talk: Json<Talk>", version
           from conversation where id = any($1) order by started_on desc, id"#,
        &ids
    )
    .fetch_all(db)
    .await
}

/// The same, held until the transaction ends. One order for everybody, so that nobody waits for each other.
pub(super) async fn lock_all(tx: &mut PgConnection) -> Result<Vec<Row>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        r#"select id as "id: ConversationId", couple_id as "couple: CoupleId", state as "talk: Json<Talk>", version
           from conversation order by started_on desc, id for update"#
    )
    .fetch_all(tx)
    .await
}

/// Begins a talk; the same form twice is the same talk. Whether it is new.
pub(super) async fn begin(
    tx: &mut PgConnection,
    couple: CoupleId,
    me: PersonId,
    once: Uuid,
    talk: &Talk,
    today: Date,
) -> Result<(ConversationId, bool), sqlx::Error> {
    let id = ConversationId::random();
    let done = sqlx::query!(
        "insert into conversation (id, couple_id, started_by, started_on, once, state)
         values ($1, $2, $3, $4, $5, $6) on conflict (started_by, once) do nothing",
        id.0,
        couple.0,
        me.0,
        today,
        once,
        Json(talk) as _
    )
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 1 {
        return Ok((id, true));
    }
    let id = sqlx::query_scalar!(
        r#"select id as "id: ConversationId" from conversation where started_by = $1 and once = $2"#,
        me.0,
        once
    )
    .fetch_one(tx)
    .await?;
    Ok((id, false))
}

/// Puts what follows in place of `version`. Whether that was still the one.
pub(super) async fn save(
    tx: &mut PgConnection,
    id: ConversationId,
    version: i32,
    talk: &Talk,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update conversation set state = $3, version = version + 1 where id = $1 and version = $2",
        id.0,
        version,
        Json(talk) as _
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
