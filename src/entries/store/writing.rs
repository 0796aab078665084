//! Entries and revisions as they are made, moved on and erased: `entry` and `revision`.

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::{
    db,
    ids::{ConversationId, CoupleId, EntryId, PersonId},
};

#[derive(Debug)]
pub(in crate::entries) struct Head {
    pub(in crate::entries) id: EntryId,
    pub(in crate::entries) latest: i32,
    pub(in crate::entries) digest: Vec<u8>,
}

/// Locks one's own entry and answers where it stands.
pub(in crate::entries) async fn lock(
    tx: &mut PgConnection,
    me: PersonId,
    id: EntryId,
) -> Result<Option<Head>, sqlx::Error> {
    sqlx::query_as!(
        Head,
        r#"select e.id as "id: EntryId", e.latest, r.digest
           from entry e join revision r on r.entry_id = e.id and r.number = e.latest
           where e.id = $1 and e.author = $2
           for update of e"#,
        id.0,
        me.0
    )
    .fetch_optional(tx)
    .await
}

pub(in crate::entries) async fn by_once(
    tx: &mut PgConnection,
    me: PersonId,
    once: Uuid,
) -> Result<Option<(EntryId, i32)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: EntryId", latest from entry where author = $1 and once = $2"#,
        me.0,
        once
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(|row| (row.id, row.latest)))
}

pub(in crate::entries) struct NewEntry<'a> {
    pub(in crate::entries) id: EntryId,
    pub(in crate::entries) author: PersonId,
    pub(in crate::entries) couple: Option<CoupleId>,
    pub(in crate::entries) about: Option<ConversationId>,
    pub(in crate::entries) kind: &'a str,
    pub(in crate::entries) slot: Option<[u8; 16]>,
    pub(in crate::entries) once: Uuid,
    pub(in crate::entries) today: Date,
}

/// Whether the entry is new: `false` when its slot or its form key is taken.
pub(in crate::entries) async fn put_entry(
    tx: &mut PgConnection,
    new: &NewEntry<'_>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into entry (id, author, couple_id, about, kind, slot, once, latest, created_on)
         values ($1, $2, $3, $4, $5, $6, $7, 1, $8) on conflict do nothing",
        new.id.0,
        new.author.0,
        new.couple.map(|id| id.0),
        new.about.map(|id| id.0),
        new.kind,
        new.slot.as_ref().map(<[u8; 16]>::as_slice),
        new.once,
        new.today,
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::entries) async fn move_latest(
    tx: &mut PgConnection,
    id: EntryId,
    number: i32,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update entry set latest = $2 where id = $1", id.0, number).execute(tx).await?;
    Ok(())
}

pub(in crate::entries) struct NewRevision<'a> {
    pub(in crate::entries) id: EntryId,
    pub(in crate::entries) number: i32,
    pub(in crate::entries) author: PersonId,
    pub(in crate::entries) author_epoch: i32,
    pub(in crate::entries) bound_couple: Uuid,
    pub(in crate::entries) previous: Option<&'a [u8]>,
    pub(in crate::entries) sealed: &'a [u8],
    pub(in crate::entries) digest: &'a [u8],
    pub(in crate::entries) today: Date,
}

pub(in crate::entries) async fn put_revision(
    tx: &mut PgConnection,
    new: &NewRevision<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into revision
            (entry_id, number, author, author_epoch, bound_couple, previous, sealed, digest, created_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.id.0,
        new.number,
        new.author.0,
        new.author_epoch,
        new.bound_couple,
        new.previous,
        new.sealed,
        new.digest,
        new.today,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// False when it is one that stays: what both of two have signed, or what lies on the table and is named by its digest.
pub(in crate::entries) async fn drop_revision(
    tx: &mut PgConnection,
    id: EntryId,
    number: i32,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "delete from revision where entry_id = $1 and number = $2 and not plan_fixes($1)",
        id.0,
        number
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Erases every revision. The entry's bare row stays where a "withdrawn" line may hang on it.
pub(in crate::entries) async fn erase(
    tx: &mut PgConnection,
    me: PersonId,
    id: EntryId,
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from revision where entry_id = $1 and author = $2", id.0, me.0)
        .execute(&mut *tx)
        .await?;
    sqlx::query!(
        "delete from entry e where e.id = $1 and e.author = $2
         and not exists (select from withdrawal w where w.entry_id = e.id)",
        id.0,
        me.0
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Until the end of the transaction nobody else acts on what belongs to this entry: whoever may only read its author's row
/// cannot lock it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn hold(tx: &mut PgConnection, id: EntryId) -> Result<(), sqlx::Error> {
    db::hold(tx, id.0).await
}
