//! Who else may read: `entry_grant`, and what stays after taking back: `opening` and `withdrawal`.

use sqlx::{PgConnection, PgExecutor};
use time::Date;
use uuid::Uuid;

use crate::{
    entries::pin::Pinned,
    ids::{AccessId, ConversationId, EntryId, PersonId},
};

pub(in crate::entries) struct NewGrant<'a> {
    pub(in crate::entries) id: EntryId,
    pub(in crate::entries) number: i32,
    pub(in crate::entries) reader: PersonId,
    pub(in crate::entries) author: PersonId,
    pub(in crate::entries) role: &'a str,
    pub(in crate::entries) reader_epoch: i32,
    pub(in crate::entries) about: Option<ConversationId>,
    pub(in crate::entries) sealed: &'a [u8],
    /// The access that a therapist's grant hangs on.
    pub(in crate::entries) access: Option<AccessId>,
    /// The pair it belongs to.
    pub(in crate::entries) pair: Option<Uuid>,
    /// Whether it opens only when its reader has given theirs of the same pair.
    pub(in crate::entries) held: bool,
    pub(in crate::entries) today: Date,
}

pub(in crate::entries) async fn put_grant(
    tx: &mut PgConnection,
    new: &NewGrant<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into entry_grant
            (entry_id, number, reader, author, reader_role, reader_epoch, about, sealed, granted_on, pair, held,
             access)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        new.id.0,
        new.number,
        new.reader.0,
        new.author.0,
        new.role,
        new.reader_epoch,
        new.about.map(|id| id.0),
        new.sealed,
        new.today,
        new.pair,
        new.held,
        new.access.map(|id| id.0),
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Notes that this person has given theirs of a pair. Row-level security refuses it to whoever has not.
pub(in crate::entries) async fn show(
    tx: &mut PgConnection,
    pair: Uuid,
    me: PersonId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into shown (pair, person_id) values ($1, $2) on conflict (pair, person_id) do nothing",
        pair,
        me.0
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes every grant of the entry from the partner, and with it the therapist's; answers the revision they held.
pub(in crate::entries) async fn drop_grants(
    tx: &mut PgConnection,
    id: EntryId,
    author: PersonId,
    reader: PersonId,
) -> Result<Option<i32>, sqlx::Error> {
    let rows = sqlx::query!(
        "delete from entry_grant where entry_id = $1 and author = $2 and reader = $3 and reader_role = 'partner'
         returning number",
        id.0,
        author.0,
        reader.0
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.first().map(|row| row.number))
}

/// What a therapist holds of an entry.
#[derive(Clone, Copy, Debug)]
pub(in crate::entries) struct TherapistHolds {
    pub(in crate::entries) number: i32,
    pub(in crate::entries) epoch: i32,
    pub(in crate::entries) access: AccessId,
}

/// Which revision of the entry a therapist holds, and with which access.
pub(in crate::entries) async fn held_by_therapist(
    db: impl PgExecutor<'_>,
    id: EntryId,
    author: PersonId,
) -> Result<Option<TherapistHolds>, sqlx::Error> {
    sqlx::query_as!(
        TherapistHolds,
        r#"select number, reader_epoch as epoch, access as "access!: AccessId" from entry_grant
           where entry_id = $1 and author = $2 and access is not null"#,
        id.0,
        author.0
    )
    .fetch_optional(db)
    .await
}

pub(in crate::entries) async fn drop_from_therapist(
    tx: &mut PgConnection,
    id: EntryId,
    author: PersonId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from entry_grant where entry_id = $1 and author = $2 and access is not null",
        id.0,
        author.0
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// When something was last given to `me` as a therapist, by access.
///
/// # Errors
/// When the database cannot be reached.
pub async fn last_given(db: impl PgExecutor<'_>, me: PersonId) -> Result<Vec<(AccessId, Date)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select access as "access!: AccessId", max(granted_on) as "on!" from entry_grant
           where reader = $1 and reader_role <> 'author' and access is not null group by access"#,
        me.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.access, row.on)).collect())
}

/// What was given to the partner, and how.
pub(in crate::entries) struct PartnersGrant {
    pub(in crate::entries) reader: PersonId,
    pub(in crate::entries) number: i32,
    pub(in crate::entries) pair: Option<Uuid>,
    pub(in crate::entries) held: bool,
    pub(in crate::entries) granted_on: Date,
    epoch: i32,
}

impl PartnersGrant {
    /// Whether giving it like this to this partner would change nothing but its day.
    pub(in crate::entries) fn is(&self, partner: &Pinned, pair: Option<Uuid>, held: bool) -> bool {
        self.reader == partner.contact()
            && u32::try_from(self.epoch) == Ok(partner.epoch())
            && (self.pair, self.held) == (pair, held)
    }
}

pub(in crate::entries) async fn partners_grant(
    db: impl PgExecutor<'_>,
    id: EntryId,
    author: PersonId,
) -> Result<Option<PartnersGrant>, sqlx::Error> {
    sqlx::query_as!(
        PartnersGrant,
        r#"select reader as "reader: PersonId", number, pair, held, granted_on, reader_epoch as epoch from entry_grant
           where entry_id = $1 and author = $2 and reader_role = 'partner'
           order by granted_on desc limit 1"#,
        id.0,
        author.0
    )
    .fetch_optional(db)
    .await
}

/// Until the end of the transaction nobody takes the partner's grant of this entry away, and whoever is doing so is waited
/// for: the very lock of the triggers that keep a therapist from holding something alone.
pub(in crate::entries) async fn hold_grants(tx: &mut PgConnection, id: EntryId) -> Result<(), sqlx::Error> {
    let id = id.to_string();
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 20))", id).fetch_one(tx).await?;
    Ok(())
}

/// Ends everything that `author` shared with `reader`, but for `except`: for the two who part.
///
/// # Errors
/// When the database cannot be reached.
pub async fn end_grants(
    tx: &mut PgConnection,
    author: PersonId,
    reader: PersonId,
    except: Option<EntryId>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from entry_grant where author = $1 and reader = $2 and entry_id is distinct from $3",
        author.0,
        reader.0,
        except.map(|id| id.0)
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(in crate::entries) async fn leave_line(
    tx: &mut PgConnection,
    id: EntryId,
    author: PersonId,
    reader: PersonId,
    about: Option<ConversationId>,
    today: Date,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into withdrawal (entry_id, reader, author, about, withdrawn_on) values ($1, $2, $3, $4, $5)",
        id.0,
        reader.0,
        author.0,
        about.map(|id| id.0),
        today
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(in crate::entries) async fn lift_line(
    tx: &mut PgConnection,
    id: EntryId,
    author: PersonId,
    reader: PersonId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from withdrawal where entry_id = $1 and author = $2 and reader = $3",
        id.0,
        author.0,
        reader.0
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A text that its author took back after the asker had opened it.
#[derive(Clone, Copy, Debug)]
pub struct Withdrawn {
    /// The entry it was.
    pub id: EntryId,
    /// Who took it back.
    pub author: PersonId,
    /// The talk it belonged to.
    pub about: Option<ConversationId>,
    /// When.
    pub on: Date,
}

/// The "withdrawn" lines that show for `me` of everything that belongs to no talk.
///
/// # Errors
/// When the database cannot be reached.
pub async fn withdrawn(db: impl PgExecutor<'_>, me: PersonId) -> Result<Vec<Withdrawn>, sqlx::Error> {
    sqlx::query_as!(
        Withdrawn,
        r#"select w.entry_id as "id: EntryId", w.author as "author: PersonId",
                  w.about as "about: ConversationId", w.withdrawn_on as "on"
           from withdrawal w
           where w.reader = $1 and w.about is null
           order by w.withdrawn_on desc"#,
        me.0
    )
    .fetch_all(db)
    .await
}

/// The same of these talks.
///
/// # Errors
/// When the database cannot be reached.
pub async fn withdrawn_any(
    db: impl PgExecutor<'_>,
    me: PersonId,
    abouts: &[ConversationId],
) -> Result<Vec<Withdrawn>, sqlx::Error> {
    let abouts: Vec<Uuid> = abouts.iter().map(|id| id.0).collect();
    sqlx::query_as!(
        Withdrawn,
        r#"select w.entry_id as "id: EntryId", w.author as "author: PersonId",
                  w.about as "about: ConversationId", w.withdrawn_on as "on"
           from withdrawal w
           where w.reader = $1 and w.about = any($2)
           order by w.withdrawn_on desc"#,
        me.0,
        &abouts
    )
    .fetch_all(db)
    .await
}

/// Something that was shared with somebody who has not opened it yet.
#[derive(Clone, Debug)]
pub struct Unopened {
    /// The entry.
    pub id: EntryId,
    /// Its kind.
    pub kind: String,
    /// Since when it is shared.
    pub on: Date,
}

/// What was shared with `me` of these kinds and `me` has not opened, the newest first, at most `most`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn unopened(
    db: impl PgExecutor<'_>,
    me: PersonId,
    kinds: &[&str],
    most: i64,
) -> Result<Vec<Unopened>, sqlx::Error> {
    let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    sqlx::query_as!(
        Unopened,
        r#"select g.entry_id as "id: EntryId", e.kind, g.granted_on as "on"
           from entry_grant g
           join entry e on e.id = g.entry_id
           where g.reader = $1 and g.reader_role <> 'author' and e.kind = any($2)
               and not exists (select from opening o where o.entry_id = g.entry_id and o.reader = $1)
           order by g.granted_on desc, g.entry_id limit $3"#,
        me.0,
        &kinds,
        most
    )
    .fetch_all(db)
    .await
}

pub(in crate::entries) async fn put_openings(
    tx: &mut PgConnection,
    me: PersonId,
    ids: &[Uuid],
    numbers: &[i32],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into opening (entry_id, reader, number)
         select o.id, $1, max(o.number) from unnest($2::uuid[], $3::int4[]) as o (id, number) group by o.id
         on conflict (entry_id, reader) do update set number = greatest(opening.number, excluded.number)",
        me.0,
        ids,
        numbers
    )
    .execute(tx)
    .await?;
    Ok(())
}
