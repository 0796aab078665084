//! All SQL of this room: `therapist_access` and `therapist_look`, and the names and keys of the three it is between.

mod steps;

use sqlx::{PgConnection, PgExecutor};
use time::{Date, OffsetDateTime};

use super::access::{Ending, Side, Stage};
use crate::{
    couples::Seat,
    ids::{AccessId, CoupleId, EntryId, PersonId},
    vault::PublicKey,
};

pub(super) use steps::{
    Coming, NewLink, accept, clear, clear_all, end, end_what_ran_out, ending, hold, link, lock, move_on,
    propose,
};

fn key(bytes: &[u8]) -> PublicKey {
    // the column's check allows 32 bytes and nothing else; anything shorter would match no code and no pin
    PublicKey(bytes.try_into().unwrap_or([0; 32]))
}

fn epoch(stored: i32) -> u32 {
    u32::try_from(stored).unwrap_or(0)
}

const ENDINGS: [(&str, Ending); 6] = [
    ("not_now", Ending::Declined),
    ("withdrawn", Ending::Withdrawn),
    ("partner", Ending::ByPartner),
    ("therapist", Ending::ByTherapist),
    ("run_out", Ending::RanOut),
    ("parted", Ending::Parted),
];

fn ended(how: &str) -> Ending {
    ENDINGS.iter().find(|(name, _)| *name == how).map_or(Ending::RanOut, |(_, ending)| *ending)
}

/// Somebody with their key.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) epoch: u32,
    pub(super) public_key: PublicKey,
}

/// One access as it is stored.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) id: AccessId,
    pub(super) couple: CoupleId,
    pub(super) proposed_by: PersonId,
    pub(super) asked: PersonId,
    pub(super) proposer_seat: Seat,
    pub(super) stage: Stage,
    pub(super) linked_by: Option<PersonId>,
    pub(super) link_entry: Option<EntryId>,
    pub(super) proposer_mac: Option<Vec<u8>>,
    pub(super) asked_mac: Option<Vec<u8>>,
    pub(super) therapist_mac: Option<Vec<u8>>,
    pub(super) therapist: Option<Person>,
    pub(super) secrets: Option<String>,
    pub(super) began_on: Option<Date>,
    pub(super) ended_on: Option<Date>,
}

impl Row {
    /// What `person` is in it; none when they are nothing.
    pub(super) fn side(&self, person: PersonId) -> Option<Side> {
        if person == self.proposed_by {
            Some(Side::Proposer)
        } else if person == self.asked {
            Some(Side::Other)
        } else if self.therapist.as_ref().is_some_and(|therapist| therapist.id == person) {
            Some(Side::Therapist)
        } else {
            None
        }
    }

    pub(super) fn person(&self, side: Side) -> Option<PersonId> {
        match side {
            Side::Proposer => Some(self.proposed_by),
            Side::Other => Some(self.asked),
            Side::Therapist => self.therapist.as_ref().map(|therapist| therapist.id),
            Side::Holder => None,
        }
    }
}

macro_rules! access {
    ($tail:literal, $($arg:expr),+) => {
        sqlx::query_as!(
            Stored,
            r#"select a.id as "id: AccessId", a.couple_id as "couple: CoupleId", a.proposed_by as "proposed_by: PersonId",
                      a.asked as "asked: PersonId", a.proposer_seat, a.state, a.how, a.linked_by as "linked_by: PersonId",
                      a.link_entry as "link_entry: EntryId", a.proposer_mac, a.asked_mac, a.therapist_mac, a.until,
                      t.id as "therapist?: PersonId", t.name as "name?", t.epoch as "epoch?",
                      t.public_key as "public_key?", a.secrets, a.began_on,
                      a.renewal_by as "renewal_by: PersonId", a.ended_on
               from therapist_access a
               left join person t on t.id = a.therapist
               where "# + $tail,
            $($arg),+
        )
    };
}

struct Stored {
    id: AccessId,
    couple: CoupleId,
    proposed_by: PersonId,
    asked: PersonId,
    proposer_seat: i16,
    state: String,
    how: Option<String>,
    linked_by: Option<PersonId>,
    link_entry: Option<EntryId>,
    proposer_mac: Option<Vec<u8>>,
    asked_mac: Option<Vec<u8>>,
    therapist_mac: Option<Vec<u8>>,
    until: Option<OffsetDateTime>,
    therapist: Option<PersonId>,
    name: Option<String>,
    epoch: Option<i32>,
    public_key: Option<Vec<u8>>,
    secrets: Option<String>,
    began_on: Option<Date>,
    renewal_by: Option<PersonId>,
    ended_on: Option<Date>,
}

impl Stored {
    fn stage(&self) -> Stage {
        let renewal =
            self.renewal_by.map(|who| if who == self.proposed_by { Side::Proposer } else { Side::Other });
        match (self.state.as_str(), self.until) {
            ("proposed", _) => Stage::Proposed,
            ("agreed", _) => Stage::Agreed,
            ("linked", Some(until)) => Stage::LinkOut { until },
            ("active", Some(until)) => Stage::Open { until, renewal },
            _ => Stage::Ended(ended(self.how.as_deref().unwrap_or_default())),
        }
    }
}

impl From<Stored> for Row {
    fn from(row: Stored) -> Self {
        let stage = row.stage();
        let therapist = match (row.therapist, row.name, row.epoch, row.public_key) {
            (Some(id), Some(name), Some(stored), Some(bytes)) => {
                Some(Person { id, name, epoch: epoch(stored), public_key: key(&bytes) })
            }
            _ => None,
        };
        Self {
            id: row.id,
            couple: row.couple,
            proposed_by: row.proposed_by,
            asked: row.asked,
            proposer_seat: Seat::from_number(row.proposer_seat),
            stage,
            linked_by: row.linked_by,
            link_entry: row.link_entry,
            proposer_mac: row.proposer_mac,
            asked_mac: row.asked_mac,
            therapist_mac: row.therapist_mac,
            therapist,
            secrets: row.secrets,
            began_on: row.began_on,
            ended_on: row.ended_on,
        }
    }
}

/// The access of this couple that has not ended, or else the one that ended last.
pub(super) async fn of_couple(db: impl PgExecutor<'_>, couple: CoupleId) -> Result<Option<Row>, sqlx::Error> {
    let row = access!("a.couple_id = $1 order by a.number desc limit 1", couple.0).fetch_optional(db).await?;
    Ok(row.map(Row::from))
}

/// The access of this couple with which a therapist reads.
pub(super) async fn running(db: impl PgExecutor<'_>, couple: CoupleId) -> Result<Option<Row>, sqlx::Error> {
    let row = access!("a.couple_id = $1 and a.state = 'active'", couple.0).fetch_optional(db).await?;
    Ok(row.map(Row::from))
}

/// Everything that `me` reads or has read as a therapist, the newest first.
pub(super) async fn of_therapist(db: impl PgExecutor<'_>, me: PersonId) -> Result<Vec<Row>, sqlx::Error> {
    let rows = access!("a.therapist = $1 and a.state = 'active' order by a.began_on desc, a.id", me.0)
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(Row::from).collect())
}

/// One access of `me` as a therapist, also when it has ended.
pub(super) async fn by_id(
    db: impl PgExecutor<'_>,
    me: PersonId,
    id: AccessId,
) -> Result<Option<Row>, sqlx::Error> {
    let row = access!("a.id = $1 and a.therapist = $2", id.0, me.0).fetch_optional(db).await?;
    Ok(row.map(Row::from))
}

/// The access whose link this is.
pub(super) async fn by_link(db: impl PgExecutor<'_>, hash: &[u8; 32]) -> Result<Option<Row>, sqlx::Error> {
    let row = access!("a.link_hash = $1 and a.state = 'linked'", hash).fetch_optional(db).await?;
    Ok(row.map(Row::from))
}

/// These people, in no order, as far as row-level security shows them.
pub(super) async fn people(db: impl PgExecutor<'_>, ids: &[PersonId]) -> Result<Vec<Person>, sqlx::Error> {
    let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select id as "id: PersonId", name, epoch, public_key from person where id = any($1)"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    let person =
        |id, name, stored, bytes: Vec<u8>| Person { id, name, epoch: epoch(stored), public_key: key(&bytes) };
    Ok(rows.into_iter().map(|row| person(row.id, row.name, row.epoch, row.public_key)).collect())
}

/// One line of the list of looks.
#[derive(Clone, Debug)]
pub(super) struct LookRow {
    pub(super) couple: CoupleId,
    pub(super) on: Date,
    pub(super) part: String,
    pub(super) name: String,
}

/// Of every access that `me` was one of the two of and that runs or has not ended before `oldest`.
pub(super) async fn looks(
    db: impl PgExecutor<'_>,
    me: PersonId,
    oldest: Date,
) -> Result<Vec<LookRow>, sqlx::Error> {
    sqlx::query_as!(
        LookRow,
        r#"select a.couple_id as "couple: CoupleId", l.looked_on as "on", l.part, p.name
           from therapist_look l
           join therapist_access a on a.id = l.access_id
           join person p on p.id = a.therapist
           where (a.proposed_by = $1 or a.asked = $1) and (a.ended_on is null or a.ended_on >= $2)
           order by l.looked_on desc, p.name, a.id, l.part"#,
        me.0,
        oldest
    )
    .fetch_all(db)
    .await
}

/// The last day before this one on which anything of this access was looked at.
pub(super) async fn last_look(
    db: impl PgExecutor<'_>,
    id: AccessId,
    before: Date,
) -> Result<Option<Date>, sqlx::Error> {
    sqlx::query_scalar!(
        "select max(looked_on) from therapist_look where access_id = $1 and looked_on < $2",
        id.0,
        before
    )
    .fetch_one(db)
    .await
}

/// What the first page needs to know, in one query.
pub(super) struct AtAGlance {
    /// Whether somebody lets `me` read as their therapist.
    pub(super) sees_others: bool,
    pub(super) state: Option<String>,
    pub(super) until: Option<OffsetDateTime>,
    pub(super) proposed_by: Option<PersonId>,
    pub(super) renewal_by: Option<PersonId>,
    /// The therapist of `me` and the other one.
    pub(super) name: Option<String>,
}

pub(super) async fn at_a_glance(
    db: impl PgExecutor<'_>,
    me: PersonId,
    couple: Option<CoupleId>,
    now: OffsetDateTime,
) -> Result<AtAGlance, sqlx::Error> {
    sqlx::query_as!(
        AtAGlance,
        r#"select s.there as "sees_others!", a.state as "state?", a.until, a.proposed_by as "proposed_by?: PersonId",
                  a.renewal_by as "renewal_by?: PersonId", t.name as "name?"
           from (
               select exists (
                   select from therapist_access where therapist = $1 and state = 'active' and until > $3
               ) as there
           ) s
           left join therapist_access a on a.couple_id = $2 and a.state <> 'ended'
           left join person t on t.id = a.therapist"#,
        me.0,
        couple.map(|couple| couple.0),
        now
    )
    .fetch_one(db)
    .await
}

pub(super) async fn note_look(
    tx: &mut PgConnection,
    id: AccessId,
    part: &str,
    today: Date,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into therapist_look (access_id, looked_on, part) values ($1, $2, $3) on conflict do nothing",
        id.0,
        today,
        part
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Whether `me` is the therapist of anybody.
///
/// # Errors
/// When the database cannot be reached.
pub async fn sees_others(
    db: impl PgExecutor<'_>,
    me: PersonId,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
               select from therapist_access where therapist = $1 and state = 'active' and until > $2
           ) as "there!""#,
        me.0,
        now
    )
    .fetch_one(db)
    .await
}
