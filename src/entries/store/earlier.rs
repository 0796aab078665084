//! What the partner has been holding of one's own, and a therapist has not.

use sqlx::PgExecutor;
use time::Date;
use uuid::Uuid;

use super::Row;
use crate::ids::{AccessId, ConversationId, EntryId, PersonId};

/// One's own that the partner can read and the therapist does not hold.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// The entry.
    pub id: EntryId,
    /// Its kind.
    pub kind: String,
    /// The talk it belongs to.
    pub about: Option<ConversationId>,
    /// The revision that the partner holds.
    pub number: i32,
    /// Whether there is a newer one.
    pub changed: bool,
    /// Since when the partner holds it.
    pub on: Date,
}

/// Everything of `me`'s that `partner` can read and nobody holds through `access`, the newest first. What still waits for
/// the other half of its pair is not among it: nobody reads it yet.
///
/// # Errors
/// When the database cannot be reached.
pub async fn earlier(
    db: impl PgExecutor<'_>,
    me: PersonId,
    partner: PersonId,
    access: AccessId,
) -> Result<Vec<Earlier>, sqlx::Error> {
    sqlx::query_as!(
        Earlier,
        r#"select s.entry_id as "id: EntryId", e.kind, s.about as "about: ConversationId", s.number,
                  e.latest > s.number as "changed!", s.granted_on as "on"
           from entry_grant s
           join entry e on e.id = s.entry_id
           where s.author = $1 and s.reader = $2 and s.reader_role = 'partner'
               and e.kind not in ('access', 'settings', 'sheet')
               and (
                   not s.held
                   or exists (
                       select from entry_grant o where o.pair = s.pair and o.author = $2 and o.reader = $1
                   )
               )
               and not exists (
                   select from entry_grant t
                   where t.entry_id = s.entry_id and t.author = $1 and t.access = $3
               )
           order by s.granted_on desc, s.entry_id"#,
        me.0,
        partner.0,
        access.0
    )
    .fetch_all(db)
    .await
}

/// One's own entries of this kind, each in the revision that the partner holds, with the own grant.
pub(in crate::entries) async fn readable_by_partner(
    db: impl PgExecutor<'_>,
    me: PersonId,
    kind: &str,
    ids: &[Uuid],
) -> Result<Vec<Row>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        r#"select e.id as "id: EntryId", e.author as "author: PersonId", e.kind, e.slot,
                  g.about as "about: ConversationId", e.latest, r.number, r.author_epoch, r.bound_couple,
                  r.previous, r.sealed, g.sealed as granted, g.reader_role, g.reader_epoch, g.granted_on,
                  s.number as "shared_number?", s.granted_on as "shared_on?", s.held as "shared_held?",
                  null::date as therapist_on, r.number as "opened_in?"
           from entry_grant s
           join entry e on e.id = s.entry_id
           join revision r on r.entry_id = s.entry_id and r.number = s.number
           join entry_grant g on g.entry_id = s.entry_id and g.number = s.number and g.reader = $1
           where s.author = $1 and s.reader_role = 'partner' and e.kind = $2 and s.entry_id = any($3)"#,
        me.0,
        kind,
        ids
    )
    .fetch_all(db)
    .await
}
