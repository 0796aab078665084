//! All SQL of the entries: `entry`, `revision`, `entry_grant`, `opening`, `withdrawal`, `pin` and `draft`.
//!
//! What must stay true: lists go through `entry_grant`, whose policy is a plain equality with an index; the other
//! tables are joined by primary key (their policies look the grant up).

use sqlx::{PgConnection, PgExecutor};
use time::Date;
use uuid::Uuid;

use super::pin::Pinned;
use crate::ids::{ConversationId, CoupleId, EntryId, PersonId};

/// One revision that the asker may read, with the grant that opens it.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: EntryId,
    pub(super) author: PersonId,
    pub(super) kind: String,
    pub(super) latest: i32,
    pub(super) number: i32,
    pub(super) author_epoch: i32,
    pub(super) bound_couple: Uuid,
    pub(super) previous: Option<Vec<u8>>,
    pub(super) sealed: Vec<u8>,
    pub(super) granted: Vec<u8>,
    pub(super) reader_epoch: i32,
    pub(super) granted_on: Date,
    /// For one's own: the revision that the partner holds, and since when.
    pub(super) shared_number: Option<i32>,
    pub(super) shared_on: Option<Date>,
    /// For another's: whether the asker has opened it before.
    pub(super) opened: bool,
}

/// What the asker may read: the latest of their own, and the granted revision of another's.
macro_rules! readable {
    ($tail:literal, $($arg:expr),+) => {
        sqlx::query_as!(
            Row,
            r#"select e.id as "id: EntryId", e.author as "author: PersonId", e.kind, e.latest, r.number,
                      r.author_epoch, r.bound_couple, r.previous, r.sealed, g.sealed as granted, g.reader_epoch,
                      g.granted_on, s.number as "shared_number?", s.granted_on as "shared_on?",
                      exists (select from opening o where o.entry_id = e.id and o.reader = $1) as "opened!"
               from entry_grant g
               join entry e on e.id = g.entry_id
               join revision r on r.entry_id = g.entry_id and r.number = g.number
               left join entry_grant s
                   on s.entry_id = e.id and s.author = $1 and s.reader <> $1 and s.reader_role = 'partner'
               where g.reader = $1 and (g.author <> $1 or g.number = e.latest) and "# + $tail,
            $($arg),+
        )
    };
}

pub(super) async fn readable_by_id(
    db: impl PgExecutor<'_>,
    me: PersonId,
    kind: &str,
    id: EntryId,
) -> Result<Option<Row>, sqlx::Error> {
    readable!("g.entry_id = $2 and e.kind = $3", me.0, id.0, kind).fetch_optional(db).await
}

pub(super) async fn readable_by_slot(
    db: impl PgExecutor<'_>,
    me: PersonId,
    slot: &[u8; 16],
) -> Result<Option<Row>, sqlx::Error> {
    readable!("e.author = $1 and e.slot = $2", me.0, slot).fetch_optional(db).await
}

pub(super) async fn readable_about(
    db: impl PgExecutor<'_>,
    me: PersonId,
    about: ConversationId,
) -> Result<Vec<Row>, sqlx::Error> {
    readable!("g.about = $2 order by g.granted_on, e.id", me.0, about.0).fetch_all(db).await
}

pub(super) async fn readable_notes(
    db: impl PgExecutor<'_>,
    me: PersonId,
    most: i64,
) -> Result<Vec<Row>, sqlx::Error> {
    readable!("e.kind = 'note' order by g.granted_on desc, e.id limit $2", me.0, most).fetch_all(db).await
}

/// A named revision of one's own, with the own grant.
pub(super) async fn own_revision(
    db: impl PgExecutor<'_>,
    me: PersonId,
    id: EntryId,
    number: i32,
) -> Result<Option<OwnRevision>, sqlx::Error> {
    sqlx::query_as!(
        OwnRevision,
        r#"select e.kind, e.about as "about: ConversationId", r.author_epoch, r.bound_couple, r.previous, r.sealed,
                  g.sealed as granted, r.created_on
           from revision r
           join entry e on e.id = r.entry_id
           join entry_grant g on g.entry_id = r.entry_id and g.number = r.number and g.reader = $1
           where r.entry_id = $2 and r.number = $3 and e.author = $1"#,
        me.0,
        id.0,
        number
    )
    .fetch_optional(db)
    .await
}

#[derive(Debug)]
pub(super) struct OwnRevision {
    pub(super) kind: String,
    pub(super) about: Option<ConversationId>,
    pub(super) author_epoch: i32,
    pub(super) bound_couple: Uuid,
    pub(super) previous: Option<Vec<u8>>,
    pub(super) sealed: Vec<u8>,
    pub(super) granted: Vec<u8>,
    pub(super) created_on: Date,
}

#[derive(Debug)]
pub(super) struct Head {
    pub(super) id: EntryId,
    pub(super) latest: i32,
    pub(super) digest: Vec<u8>,
}

/// Locks one's own entry and answers where it stands.
pub(super) async fn lock(
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

pub(super) async fn by_once(
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

pub(super) struct NewEntry<'a> {
    pub(super) id: EntryId,
    pub(super) author: PersonId,
    pub(super) couple: Option<CoupleId>,
    pub(super) about: Option<ConversationId>,
    pub(super) kind: &'a str,
    pub(super) slot: Option<[u8; 16]>,
    pub(super) once: Uuid,
    pub(super) today: Date,
}

/// Whether the entry is new: `false` when its slot or its form key is taken.
pub(super) async fn put_entry(tx: &mut PgConnection, new: &NewEntry<'_>) -> Result<bool, sqlx::Error> {
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

pub(super) async fn move_latest(tx: &mut PgConnection, id: EntryId, number: i32) -> Result<(), sqlx::Error> {
    sqlx::query!("update entry set latest = $2 where id = $1", id.0, number).execute(tx).await?;
    Ok(())
}

pub(super) struct NewRevision<'a> {
    pub(super) id: EntryId,
    pub(super) number: i32,
    pub(super) author: PersonId,
    pub(super) author_epoch: i32,
    pub(super) bound_couple: Uuid,
    pub(super) previous: Option<&'a [u8]>,
    pub(super) sealed: &'a [u8],
    pub(super) digest: &'a [u8],
    pub(super) today: Date,
}

pub(super) async fn put_revision(tx: &mut PgConnection, new: &NewRevision<'_>) -> Result<(), sqlx::Error> {
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

pub(super) async fn drop_revision(
    tx: &mut PgConnection,
    id: EntryId,
    number: i32,
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from revision where entry_id = $1 and number = $2", id.0, number)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) struct NewGrant<'a> {
    pub(super) id: EntryId,
    pub(super) number: i32,
    pub(super) reader: PersonId,
    pub(super) author: PersonId,
    pub(super) role: &'a str,
    pub(super) reader_epoch: i32,
    pub(super) about: Option<ConversationId>,
    pub(super) sealed: &'a [u8],
    pub(super) today: Date,
}

pub(super) async fn put_grant(tx: &mut PgConnection, new: &NewGrant<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into entry_grant
            (entry_id, number, reader, author, reader_role, reader_epoch, about, sealed, granted_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.id.0,
        new.number,
        new.reader.0,
        new.author.0,
        new.role,
        new.reader_epoch,
        new.about.map(|id| id.0),
        new.sealed,
        new.today,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes every grant of the entry from one reader; answers the revision they held.
pub(super) async fn drop_grants(
    tx: &mut PgConnection,
    id: EntryId,
    author: PersonId,
    reader: PersonId,
) -> Result<Option<i32>, sqlx::Error> {
    let rows = sqlx::query!(
        "delete from entry_grant where entry_id = $1 and author = $2 and reader = $3 and reader <> author
         returning number",
        id.0,
        author.0,
        reader.0
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.first().map(|row| row.number))
}

/// Ends everything that `author` shared with `reader`: for the two who part.
///
/// # Errors
/// When the database cannot be reached.
pub async fn end_grants(
    tx: &mut PgConnection,
    author: PersonId,
    reader: PersonId,
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from entry_grant where author = $1 and reader = $2", author.0, reader.0)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn leave_line(
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

pub(super) async fn lift_line(
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

/// The "withdrawn" lines that show for `me`: of one talk, or of everything else.
///
/// # Errors
/// When the database cannot be reached.
pub async fn withdrawn(
    db: impl PgExecutor<'_>,
    me: PersonId,
    about: Option<ConversationId>,
) -> Result<Vec<Withdrawn>, sqlx::Error> {
    sqlx::query_as!(
        Withdrawn,
        r#"select w.entry_id as "id: EntryId", w.author as "author: PersonId",
                  w.about as "about: ConversationId", w.withdrawn_on as "on"
           from withdrawal w
           where w.reader = $1 and w.about is not distinct from $2
           order by w.withdrawn_on desc"#,
        me.0,
        about.map(|id| id.0)
    )
    .fetch_all(db)
    .await
}

/// A note that was shared with somebody who has not opened it yet.
#[derive(Clone, Copy, Debug)]
pub struct Unopened {
    /// The entry.
    pub id: EntryId,
    /// Since when it is shared.
    pub on: Date,
}

/// The notes shared with `me` that `me` has not opened, newest first, at most `most`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn unopened(
    db: impl PgExecutor<'_>,
    me: PersonId,
    most: i64,
) -> Result<Vec<Unopened>, sqlx::Error> {
    sqlx::query_as!(
        Unopened,
        r#"select g.entry_id as "id: EntryId", g.granted_on as "on"
           from entry_grant g
           join entry e on e.id = g.entry_id
           where g.reader = $1 and g.reader_role <> 'author' and e.kind = 'note'
               and not exists (select from opening o where o.entry_id = g.entry_id and o.reader = $1)
           order by g.granted_on desc, g.entry_id limit $2"#,
        me.0,
        most
    )
    .fetch_all(db)
    .await
}

pub(super) async fn put_openings(
    tx: &mut PgConnection,
    me: PersonId,
    ids: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into opening (entry_id, reader) select id, $1 from unnest($2::uuid[]) as id
         on conflict do nothing",
        me.0,
        ids
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Erases every revision. The entry's bare row stays where a "withdrawn" line may hang on it.
pub(super) async fn erase(tx: &mut PgConnection, me: PersonId, id: EntryId) -> Result<(), sqlx::Error> {
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

pub(super) async fn put_pin(
    tx: &mut PgConnection,
    owner: PersonId,
    pinned: &Pinned,
    mac: &[u8; 32],
    today: Date,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into pin
            (owner, contact, couple_id, contact_epoch, contact_public_key, verified, mac, pinned_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (owner, contact) do update
         set couple_id = excluded.couple_id, contact_epoch = excluded.contact_epoch,
             contact_public_key = excluded.contact_public_key, verified = excluded.verified,
             mac = excluded.mac, pinned_on = excluded.pinned_on",
        owner.0,
        pinned.contact().0,
        pinned.couple().0,
        i32::try_from(pinned.epoch()).unwrap_or(i32::MAX),
        &pinned.public_key().0,
        pinned.verified(),
        mac,
        today
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct PinRow {
    pub(super) couple: CoupleId,
    pub(super) epoch: i32,
    pub(super) public_key: Vec<u8>,
    pub(super) verified: bool,
    pub(super) mac: Vec<u8>,
}

pub(super) async fn pin(
    db: impl PgExecutor<'_>,
    owner: PersonId,
    contact: PersonId,
) -> Result<Option<PinRow>, sqlx::Error> {
    sqlx::query_as!(
        PinRow,
        r#"select couple_id as "couple: CoupleId", contact_epoch as epoch, contact_public_key as public_key,
                  verified, mac
           from pin where owner = $1 and contact = $2"#,
        owner.0,
        contact.0
    )
    .fetch_optional(db)
    .await
}

pub(super) async fn put_draft(
    tx: &mut PgConnection,
    person: PersonId,
    label: &[u8; 16],
    sealed: &[u8],
    today: Date,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into draft (person_id, label, sealed, kept_on) values ($1, $2, $3, $4)
         on conflict (person_id, label) do update set sealed = excluded.sealed, kept_on = excluded.kept_on",
        person.0,
        label,
        sealed,
        today
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn draft(
    db: impl PgExecutor<'_>,
    person: PersonId,
    label: &[u8; 16],
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!("select sealed from draft where person_id = $1 and label = $2", person.0, label)
        .fetch_optional(db)
        .await
}

pub(super) async fn drop_draft(
    tx: &mut PgConnection,
    person: PersonId,
    label: &[u8; 16],
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from draft where person_id = $1 and label = $2", person.0, label)
        .execute(tx)
        .await?;
    Ok(())
}
