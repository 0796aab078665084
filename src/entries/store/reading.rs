//! What somebody may read: a revision with the grant that opens it.
//!
//! What must stay true: lists go through `entry_grant`, whose policy is a plain equality with an index; the other
//! tables are joined by primary key (their policies look the grant up).

use sqlx::PgExecutor;
use time::Date;
use uuid::Uuid;

use crate::ids::{AccessId, ConversationId, EntryId, PersonId};

/// One revision that the asker may read, with the grant that opens it.
#[derive(Debug)]
pub(in crate::entries) struct Row {
    pub(in crate::entries) id: EntryId,
    pub(in crate::entries) author: PersonId,
    pub(in crate::entries) kind: String,
    /// The name of its place, where it has one.
    pub(in crate::entries) slot: Option<Vec<u8>>,
    /// The talk it belongs to.
    pub(in crate::entries) about: Option<ConversationId>,
    pub(in crate::entries) latest: i32,
    pub(in crate::entries) number: i32,
    pub(in crate::entries) author_epoch: i32,
    pub(in crate::entries) bound_couple: Uuid,
    pub(in crate::entries) previous: Option<Vec<u8>>,
    pub(in crate::entries) sealed: Vec<u8>,
    pub(in crate::entries) granted: Vec<u8>,
    pub(in crate::entries) reader_role: String,
    pub(in crate::entries) reader_epoch: i32,
    pub(in crate::entries) granted_on: Date,
    /// For one's own: the revision that the partner holds, and since when.
    pub(in crate::entries) shared_number: Option<i32>,
    pub(in crate::entries) shared_on: Option<Date>,
    /// For one's own: since when the therapist holds that, too.
    pub(in crate::entries) therapist_on: Option<Date>,
    pub(in crate::entries) shared_held: Option<bool>,
    /// For another's: in which revision the asker has opened it last, if they have.
    pub(in crate::entries) opened_in: Option<i32>,
}

/// What the asker may read: the latest of their own, and the granted revision of another's.
macro_rules! readable {
    ($tail:literal, $($arg:expr),+) => {
        sqlx::query_as!(
            Row,
            r#"select e.id as "id: EntryId", e.author as "author: PersonId", e.kind, e.slot,
                      g.about as "about: ConversationId", e.latest, r.number, r.author_epoch, r.bound_couple,
                      r.previous, r.sealed, g.sealed as granted, g.reader_role, g.reader_epoch, g.granted_on,
                      s.number as "shared_number?", s.granted_on as "shared_on?", s.held as "shared_held?",
                      (select max(t.granted_on) from entry_grant t
                       where t.entry_id = e.id and t.author = $1 and t.access is not null) as therapist_on,
                      (select o.number from opening o where o.entry_id = e.id and o.reader = $1) as opened_in
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

pub(in crate::entries) async fn readable_by_id(
    db: impl PgExecutor<'_>,
    me: PersonId,
    kind: &str,
    id: EntryId,
) -> Result<Option<Row>, sqlx::Error> {
    readable!("g.entry_id = $2 and e.kind = $3", me.0, id.0, kind).fetch_optional(db).await
}

pub(in crate::entries) async fn readable_by_ids(
    db: impl PgExecutor<'_>,
    me: PersonId,
    kind: &str,
    ids: &[Uuid],
) -> Result<Vec<Row>, sqlx::Error> {
    readable!("e.kind = $2 and g.entry_id = any($3)", me.0, kind, ids).fetch_all(db).await
}

pub(in crate::entries) async fn readable_by_slot(
    db: impl PgExecutor<'_>,
    me: PersonId,
    slot: &[u8; 16],
) -> Result<Option<Row>, sqlx::Error> {
    readable!("e.author = $1 and e.slot = $2", me.0, slot).fetch_optional(db).await
}

pub(in crate::entries) async fn readable_about(
    db: impl PgExecutor<'_>,
    me: PersonId,
    kind: &str,
    abouts: &[Uuid],
) -> Result<Vec<Row>, sqlx::Error> {
    readable!("g.about = any($2) and e.kind = $3 order by g.granted_on, e.id", me.0, abouts, kind)
        .fetch_all(db)
        .await
}

pub(in crate::entries) async fn readable_of_kind(
    db: impl PgExecutor<'_>,
    me: PersonId,
    kind: &str,
    most: i64,
) -> Result<Vec<Row>, sqlx::Error> {
    readable!("e.kind = $2 order by g.granted_on desc, e.id limit $3", me.0, kind, most).fetch_all(db).await
}

/// What another one gave since a day.
pub(in crate::entries) async fn readable_since(
    db: impl PgExecutor<'_>,
    me: PersonId,
    kind: &str,
    author: PersonId,
    since: Date,
    most: i64,
) -> Result<Vec<Row>, sqlx::Error> {
    readable!(
        "g.reader_role <> 'author' and g.author = $2 and g.granted_on >= $3 and e.kind = $4
         order by g.granted_on desc, e.id limit $5",
        me.0,
        author.0,
        since,
        kind,
        most
    )
    .fetch_all(db)
    .await
}

pub(in crate::entries) async fn readable_by_slots(
    db: impl PgExecutor<'_>,
    me: PersonId,
    slots: &[Vec<u8>],
) -> Result<Vec<Row>, sqlx::Error> {
    readable!("e.author = $1 and e.slot = any($2)", me.0, slots).fetch_all(db).await
}

/// What others gave of these pairs.
pub(in crate::entries) async fn readable_in_pairs(
    db: impl PgExecutor<'_>,
    me: PersonId,
    kind: &str,
    pairs: &[Uuid],
) -> Result<Vec<Row>, sqlx::Error> {
    readable!("e.kind = $2 and g.pair = any($3)", me.0, kind, pairs).fetch_all(db).await
}

/// What a therapist holds of one kind through `access`, the newest first, with the grant that opens it for the asker: the
/// therapist's own, or for either of the two the one they hold themselves. What waits for the other half of a pair is not
/// there yet, for its author neither.
pub(in crate::entries) async fn held_by_access(
    db: impl PgExecutor<'_>,
    me: PersonId,
    access: AccessId,
    kind: &str,
    most: i64,
) -> Result<Vec<Row>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        r#"select e.id as "id: EntryId", e.author as "author: PersonId", e.kind, e.slot,
                  t.about as "about: ConversationId", e.latest, r.number, r.author_epoch, r.bound_couple,
                  r.previous, r.sealed, g.sealed as granted, g.reader_role, g.reader_epoch,
                  case when t.held then coalesce(pair_opened_on(t.access, t.author, t.pair), t.granted_on)
                       else t.granted_on end as "granted_on!",
                  null::int4 as "shared_number?", null::date as "shared_on?", null::bool as "shared_held?",
                  null::date as therapist_on, r.number as "opened_in?"
           from entry_grant t
           join entry_grant g on g.entry_id = t.entry_id and g.number = t.number and g.reader = $1
           join entry e on e.id = t.entry_id
           join revision r on r.entry_id = t.entry_id and r.number = t.number
           where t.access = $2 and e.kind = $3
               and (not t.held or pair_has_opened(t.access, t.author, t.pair))
           order by t.granted_on desc, e.id
           limit $4"#,
        me.0,
        access.0,
        kind,
        most
    )
    .fetch_all(db)
    .await
}

/// A named revision of one's own, with the own grant.
pub(in crate::entries) async fn own_revision(
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
pub(in crate::entries) struct OwnRevision {
    pub(in crate::entries) kind: String,
    pub(in crate::entries) about: Option<ConversationId>,
    pub(in crate::entries) author_epoch: i32,
    pub(in crate::entries) bound_couple: Uuid,
    pub(in crate::entries) previous: Option<Vec<u8>>,
    pub(in crate::entries) sealed: Vec<u8>,
    pub(in crate::entries) granted: Vec<u8>,
    pub(in crate::entries) created_on: Date,
}
