//! All SQL of the couples: `couple`, `membership`, and what every page asks about the two; that of `invite` is in `invites.rs`.

pub(super) mod invites;

use sqlx::{PgConnection, PgExecutor};
use time::Date;

use super::{Apart, Pacing, Seat, pacing};
use crate::{
    entries::{Hand, Pinned, pin_now},
    ids::{ApartId, CoupleId, PersonId},
    vault::PublicKey,
};

fn key(bytes: &[u8]) -> PublicKey {
    // the column's check allows 32 bytes and nothing else; anything shorter would match no pin
    PublicKey(bytes.try_into().unwrap_or([0; 32]))
}

fn epoch(stored: i32) -> u32 {
    u32::try_from(stored).unwrap_or(0)
}

pub(super) struct MeRow {
    pub(super) name: String,
    pub(super) public_key: PublicKey,
    pub(super) couple: Option<CoupleId>,
    pub(super) seat: Seat,
    pub(super) pacing: Option<Pacing>,
    pub(super) pace_waits: bool,
    pub(super) apart: Option<Apart>,
    other: Option<Other>,
}

#[derive(Clone)]
pub(super) struct Other {
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) public_key: PublicKey,
    pub(super) epoch: u32,
    pub(super) pin: Option<StoredPin>,
}

#[derive(Clone)]
pub(super) struct StoredPin {
    pub(super) epoch: u32,
    pub(super) key: PublicKey,
    pub(super) verified: bool,
    pub(super) mac: Vec<u8>,
}

impl MeRow {
    pub(super) fn other(&self) -> Option<Other> {
        self.other.clone()
    }
}

/// The person, their running membership, the other one, the pin and their pace: one query for every page.
pub(super) async fn me(db: impl PgExecutor<'_>, me: PersonId) -> Result<Option<MeRow>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select p.name, p.public_key, m.couple_id as "couple?: CoupleId", m.seat as "seat?",
                  q.id as "other?: PersonId", q.name as "other_name?", q.public_key as "other_key?",
                  q.epoch as "other_epoch?", c.contact_epoch as "pin_epoch?", c.contact_public_key as "pin_key?",
                  c.verified as "verified?", c.mac as "mac?",
                  w.zone as "zone?", w.quiet_from, w.quiet_to, w.longest as "longest?",
                  exists (select from couple_pacing s where s.couple_id = m.couple_id and s.answer is null
                          and s.proposed_by = m.partner_id) as "pace_waits!",
                  a.id as "apart?: ApartId", a.one as "apart_one?", a.two as "apart_two?", a.sooner as "sooner?",
                  a.sooner_by as "sooner_by?", a.until as "apart_until?"
           from person p
           left join membership m on m.person_id = p.id and m.left_on is null
           left join person q on q.id = m.partner_id
           left join pin c on c.owner = p.id and c.contact = q.id and c.couple_id = m.couple_id
           left join lateral (select zone, quiet_from, quiet_to, longest from couple_pacing
                              where couple_id = m.couple_id and answer = 'agreed'
                              order by number desc limit 1) w on true
           left join lateral (select id, one, two, sooner, sooner_by, until from time_apart
                              where couple_id = m.couple_id order by number desc limit 1) a on true
           where p.id = $1"#,
        me.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| {
        let pin = match (row.pin_epoch, row.pin_key, row.verified, row.mac) {
            (Some(pinned), Some(bytes), Some(verified), Some(mac)) => {
                Some(StoredPin { epoch: epoch(pinned), key: key(&bytes), verified, mac })
            }
            _ => None,
        };
        let other = match (row.other, row.other_name, row.other_key, row.other_epoch) {
            (Some(id), Some(name), Some(bytes), Some(stored)) => {
                Some(Other { id, name, public_key: key(&bytes), epoch: epoch(stored), pin })
            }
            _ => None,
        };
        let pacing = row
            .zone
            .zip(row.longest)
            .map(|(zone, longest)| pacing::read(zone, row.quiet_from, row.quiet_to, longest));
        let apart = row.apart.zip(row.apart_until).map(|(id, until)| Apart {
            id,
            one: row.apart_one,
            two: row.apart_two,
            sooner: row.sooner_by.map(Seat::from_number).zip(row.sooner),
            until,
        });
        MeRow {
            name: row.name,
            public_key: key(&row.public_key),
            couple: row.couple,
            seat: Seat::from_number(row.seat.unwrap_or(1)),
            pacing,
            pace_waits: row.pace_waits,
            apart,
            other,
        }
    }))
}

/// A new space with `me` on the first seat.
pub(super) async fn open_space(
    tx: &mut PgConnection,
    me: PersonId,
    today: Date,
) -> Result<CoupleId, sqlx::Error> {
    let id = CoupleId::random();
    sqlx::query!("insert into couple (id, created_on) values ($1, $2)", id.0, today)
        .execute(&mut *tx)
        .await?;
    sqlx::query!(
        "insert into membership (couple_id, person_id, seat, joined_on) values ($1, $2, 1, $3)",
        id.0,
        me.0,
        today
    )
    .execute(tx)
    .await?;
    Ok(id)
}

/// Lets go of a space in which `me` was still alone. False when they are linked to somebody.
pub(super) async fn leave_empty_space(
    tx: &mut PgConnection,
    me: PersonId,
    today: Date,
) -> Result<bool, sqlx::Error> {
    hold_space(&mut *tx, me).await?;
    let row = sqlx::query!(
        r#"select couple_id as "couple: CoupleId", partner_id as "partner: PersonId" from membership
           where person_id = $1 and left_on is null for update"#,
        me.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    match row {
        None => Ok(true),
        Some(row) if row.partner.is_some() => Ok(false),
        Some(row) => {
            invites::cancel_open(&mut *tx, me, row.couple).await?;
            end(tx, row.couple, today).await?;
            Ok(true)
        }
    }
}

/// Puts `me` beside `other`, and `other` beside `me`. False when the other one has left in the meantime.
pub(super) async fn join(
    tx: &mut PgConnection,
    couple: CoupleId,
    me: PersonId,
    other: PersonId,
    seat: Seat,
    today: Date,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update membership set partner_id = $3
         where couple_id = $1 and person_id = $2 and partner_id is null and left_on is null",
        couple.0,
        other.0,
        me.0
    )
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query!(
        "insert into membership (couple_id, person_id, partner_id, seat, joined_on) values ($1, $2, $3, $4, $5)",
        couple.0,
        me.0,
        other.0,
        seat.number(),
        today
    )
    .execute(tx)
    .await?;
    Ok(true)
}

/// Ends the couple: both memberships, and the couple itself.
pub(super) async fn end(tx: &mut PgConnection, couple: CoupleId, today: Date) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update membership set left_on = $2 where couple_id = $1 and left_on is null",
        couple.0,
        today
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("update couple set ended_on = $2 where id = $1 and ended_on is null", couple.0, today)
        .execute(tx)
        .await?;
    Ok(())
}

/// Notes that the two have compared the key phrase.
///
/// # Errors
/// When the database cannot be reached.
pub async fn compared(
    tx: &mut PgConnection,
    hand: &Hand,
    pinned: &Pinned,
    today: Date,
) -> Result<(), sqlx::Error> {
    pin_now(tx, hand, &pinned.compared(), today).await
}

/// A space that has ended.
pub struct Ended {
    /// Who the other one was.
    pub name: String,
    /// When it ended.
    pub on: Date,
}

/// The last space of `me` that had two people in it and has ended.
///
/// # Errors
/// When the database cannot be reached.
pub async fn ended(db: impl PgExecutor<'_>, me: PersonId) -> Result<Option<Ended>, sqlx::Error> {
    sqlx::query_as!(
        Ended,
        r#"select q.name, m.left_on as "on!" from membership m join person q on q.id = m.partner_id
           where m.person_id = $1 and m.left_on is not null
           order by m.left_on desc, m.joined_on desc limit 1"#,
        me.0
    )
    .fetch_optional(db)
    .await
}

/// The running space of `me`, whose own row is locked until the transaction ends: of two of their requests that open
/// or invite, one waits for the other.
pub(super) async fn hold_space(tx: &mut PgConnection, me: PersonId) -> Result<Option<CoupleId>, sqlx::Error> {
    sqlx::query!("select id from person where id = $1 for update", me.0).fetch_optional(&mut *tx).await?;
    sqlx::query_scalar!(
        r#"select couple_id as "couple: CoupleId" from membership where person_id = $1 and left_on is null"#,
        me.0
    )
    .fetch_optional(tx)
    .await
}
