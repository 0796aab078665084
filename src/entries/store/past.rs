//! What there is to read, without opening any of it: which entries, of which kind, and since when.
//!
//! What must stay true: what its reader cannot open is not among it, nor does it move anything that is; and what belongs
//! to a pair has one day for both, the later one, so that no day tells who was first.

use sqlx::PgExecutor;
use time::Date;
use uuid::Uuid;

use crate::ids::{ConversationId, EntryId, PersonId};

/// An entry that somebody may read, not opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The entry.
    pub id: EntryId,
    /// Its kind.
    pub kind: String,
    /// Who wrote it.
    pub author: PersonId,
    /// The talk it belongs to.
    pub about: Option<ConversationId>,
    /// The pair it belongs to, where both were given.
    pub pair: Option<Uuid>,
    /// Since when it is read; for one's own, since when the revision is there.
    pub on: Date,
    /// Whether nobody but its author reads it.
    pub private: bool,
}

/// Where to read on: after the entry that was the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its day.
    pub on: Date,
    /// The entry.
    pub id: EntryId,
}

impl Mark {
    /// From the newest on.
    pub const NEWEST: Self = Self { on: Date::MAX, id: EntryId(Uuid::max()) };
}

/// What `me` may read of these kinds, one's own and what was shared, the newest first: the first `most` after `mark`.
/// Entries in `not` are as if they were not there.
///
/// # Errors
/// When the database cannot be reached.
pub async fn readable(
    db: impl PgExecutor<'_>,
    me: PersonId,
    kinds: &[&str],
    not: &[EntryId],
    mark: Mark,
    most: u32,
) -> Result<Vec<Head>, sqlx::Error> {
    let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    let not: Vec<Uuid> = not.iter().map(|id| id.0).collect();
    sqlx::query_as!(
        Head,
        r#"select f.id as "id!: EntryId", f.kind as "kind!", f.author as "author!: PersonId",
                  f.about as "about: ConversationId", f.pair, f.day as "on!", false as "private!"
           from (
               select e.id, e.kind, e.author, g.about, null::uuid as pair, g.granted_on as day
               from entry e
               join entry_grant g on g.entry_id = e.id and g.number = e.latest and g.reader = $1
               where e.author = $1 and e.kind = any($2)
               union all
               select e.id, e.kind, e.author, g.about, g.pair,
                      case when g.pair is null then g.granted_on
                           else (select max(o.granted_on) from entry_grant o
                                 where o.pair = g.pair and o.reader_role = 'partner') end
               from entry_grant g
               join entry e on e.id = g.entry_id
               where g.reader = $1 and g.reader_role = 'partner' and e.kind = any($2) and e.id <> all($3)
           ) f
           where (f.day, f.id) < ($4, $5)
           order by f.day desc, f.id desc
           limit $6"#,
        me.0,
        &kinds,
        &not,
        mark.on,
        mark.id.0,
        i64::from(most)
    )
    .fetch_all(db)
    .await
}

/// What two both read of these kinds, with one of them `me`, before `before`, the newest first, at most `most`; and, where
/// `private` says so, what of `me`'s own nobody else reads.
///
/// # Errors
/// When the database cannot be reached.
pub async fn between(
    db: impl PgExecutor<'_>,
    me: PersonId,
    kinds: &[&str],
    private: bool,
    before: Date,
    most: u32,
) -> Result<Vec<Head>, sqlx::Error> {
    let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    sqlx::query_as!(
        Head,
        r#"with given as (
               select e.id, e.kind, e.author, g.about, g.pair, g.granted_on
               from entry_grant g
               join entry e on e.id = g.entry_id
               where g.reader = $1 and g.reader_role = 'partner' and e.kind = any($2)
               union all
               select e.id, e.kind, e.author, g.about, g.pair, g.granted_on
               from entry e
               join entry_grant g on g.entry_id = e.id
               where e.author = $1 and g.reader <> $1 and g.reader_role = 'partner' and e.kind = any($2)
                   and (
                       not g.held
                       or exists (
                           select from entry_grant o
                           where o.pair = g.pair and o.author = g.reader and o.reader = $1
                       )
                   )
           ), dated as (
               select id, kind, author, about, pair, false as private,
                      case when pair is null then granted_on
                           else (select max(o.granted_on) from entry_grant o
                                 where o.pair = given.pair and o.reader_role = 'partner') end as day
               from given
               union all
               select e.id, e.kind, e.author, g.about, null, true, g.granted_on
               from entry e
               join entry_grant g on g.entry_id = e.id and g.number = e.latest and g.reader = $1
               where $3 and e.author = $1 and e.kind = any($2)
                   and not exists (select from given s where s.id = e.id)
           )
           select id as "id!: EntryId", kind as "kind!", author as "author!: PersonId",
                  about as "about: ConversationId", pair, day as "on!", private as "private!"
           from dated
           where day < $4
           order by day desc, id desc
           limit $5"#,
        me.0,
        &kinds,
        private,
        before,
        i64::from(most)
    )
    .fetch_all(db)
    .await
}

/// The kinds of which there is something that both of two read.
///
/// # Errors
/// When the database cannot be reached.
pub async fn kinds_between(db: impl PgExecutor<'_>, me: PersonId) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with given as (
               select e.kind, g.pair, g.reader, g.author
               from entry_grant g
               join entry e on e.id = g.entry_id
               where g.reader = $1 and g.reader_role = 'partner'
               union all
               select e.kind, g.pair, g.reader, g.author
               from entry e
               join entry_grant g on g.entry_id = e.id
               where e.author = $1 and g.reader <> $1 and g.reader_role = 'partner'
           )
           select distinct kind as "kind!" from given g
           where g.pair is null or exists (
               select from entry_grant o
               where o.pair = g.pair and o.author = g.reader and o.reader = g.author
           )
           order by 1"#,
        me.0
    )
    .fetch_all(db)
    .await
}
