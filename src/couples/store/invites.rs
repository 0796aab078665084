//! All SQL of `invite`: a link that lets one person in.

use sqlx::{PgConnection, PgExecutor};
use time::OffsetDateTime;

use super::{epoch, key};
use crate::{
    ids::{CoupleId, InviteId, PersonId},
    vault::PublicKey,
};

/// Keeps a new one, which is open.
#[expect(clippy::too_many_arguments, reason = "a row has as many columns")]
pub(in crate::couples) async fn put(
    tx: &mut PgConnection,
    id: InviteId,
    couple: CoupleId,
    inviter: PersonId,
    hash: &[u8; 32],
    sealed: &[u8],
    mac: &[u8; 32],
    expires_at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into invite (id, couple_id, inviter, code_hash, sealed_code, inviter_mac, state, expires_at)
         values ($1, $2, $3, $4, $5, $6, 'open', $7)",
        id.0,
        couple.0,
        inviter.0,
        hash,
        sealed,
        mac,
        expires_at
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(in crate::couples) struct OpenInvite {
    pub(in crate::couples) id: InviteId,
    pub(in crate::couples) sealed_code: Vec<u8>,
    pub(in crate::couples) expires_at: OffsetDateTime,
}

pub(in crate::couples) async fn open(
    db: impl PgExecutor<'_>,
    me: PersonId,
    couple: CoupleId,
) -> Result<Option<OpenInvite>, sqlx::Error> {
    sqlx::query_as!(
        OpenInvite,
        r#"select id as "id: InviteId", sealed_code, expires_at from invite
           where inviter = $1 and couple_id = $2 and state = 'open'"#,
        me.0,
        couple.0
    )
    .fetch_optional(db)
    .await
}

pub(in crate::couples) async fn cancel_open(
    tx: &mut PgConnection,
    me: PersonId,
    couple: CoupleId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update invite set state = 'cancelled' where inviter = $1 and couple_id = $2 and state = 'open'",
        me.0,
        couple.0
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(in crate::couples) struct InviteRow {
    pub(in crate::couples) id: InviteId,
    pub(in crate::couples) couple: CoupleId,
    pub(in crate::couples) inviter: PersonId,
    pub(in crate::couples) inviter_mac: Vec<u8>,
    pub(in crate::couples) name: String,
    pub(in crate::couples) epoch: u32,
    pub(in crate::couples) public_key: PublicKey,
}

pub(in crate::couples) async fn by_hash(
    db: impl PgExecutor<'_>,
    hash: &[u8; 32],
    now: OffsetDateTime,
) -> Result<Option<InviteRow>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select i.id as "id: InviteId", i.couple_id as "couple: CoupleId", i.inviter as "inviter: PersonId",
                  i.inviter_mac, p.name, p.epoch, p.public_key
           from invite i join person p on p.id = i.inviter
           where i.code_hash = $1 and i.state = 'open' and i.expires_at > $2"#,
        hash,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| InviteRow {
        id: row.id,
        couple: row.couple,
        inviter: row.inviter,
        inviter_mac: row.inviter_mac,
        name: row.name,
        epoch: epoch(row.epoch),
        public_key: key(&row.public_key),
    }))
}

/// Whether the invitation is still open, locked until the transaction ends: of two who answer, one wins.
pub(in crate::couples) async fn lock_open(tx: &mut PgConnection, id: InviteId) -> Result<bool, sqlx::Error> {
    let row = sqlx::query!("select id from invite where id = $1 and state = 'open' for update", id.0)
        .fetch_optional(tx)
        .await?;
    Ok(row.is_some())
}

pub(in crate::couples) async fn accept(
    tx: &mut PgConnection,
    id: InviteId,
    me: PersonId,
    mac: &[u8; 32],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update invite set state = 'accepted', accepted_by = $2, invitee_mac = $3 where id = $1 and state = 'open'",
        id.0,
        me.0,
        mac
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(in crate::couples) struct AcceptedInvite {
    pub(in crate::couples) id: InviteId,
    pub(in crate::couples) sealed_code: Vec<u8>,
    pub(in crate::couples) invitee_mac: Vec<u8>,
}

pub(in crate::couples) async fn accepted(
    db: impl PgExecutor<'_>,
    me: PersonId,
    couple: CoupleId,
    other: PersonId,
) -> Result<Option<AcceptedInvite>, sqlx::Error> {
    sqlx::query_as!(
        AcceptedInvite,
        r#"select id as "id: InviteId", sealed_code, invitee_mac as "invitee_mac!" from invite
           where inviter = $1 and couple_id = $2 and accepted_by = $3 and state = 'accepted'"#,
        me.0,
        couple.0,
        other.0
    )
    .fetch_optional(db)
    .await
}
