//! What stands beside the entries: whose key is whose (`pin`), and unfinished writing (`draft`).

use sqlx::{PgConnection, PgExecutor};
use time::Date;

use crate::{
    entries::pin::{Pinned, role_name},
    ids::{CoupleId, PersonId},
};

pub(in crate::entries) async fn put_pin(
    tx: &mut PgConnection,
    owner: PersonId,
    pinned: &Pinned,
    mac: &[u8; 32],
    today: Date,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into pin
            (owner, contact, couple_id, contact_epoch, contact_public_key, verified, mac, pinned_on, role)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (owner, contact) do update
         set couple_id = excluded.couple_id, contact_epoch = excluded.contact_epoch,
             contact_public_key = excluded.contact_public_key, verified = excluded.verified,
             mac = excluded.mac, pinned_on = excluded.pinned_on, role = excluded.role",
        owner.0,
        pinned.contact().0,
        pinned.couple().0,
        i32::try_from(pinned.epoch()).unwrap_or(i32::MAX),
        &pinned.public_key().0,
        pinned.verified(),
        mac,
        today,
        role_name(pinned.role())
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(in crate::entries) struct PinRow {
    pub(in crate::entries) couple: CoupleId,
    pub(in crate::entries) epoch: i32,
    pub(in crate::entries) public_key: Vec<u8>,
    pub(in crate::entries) verified: bool,
    pub(in crate::entries) mac: Vec<u8>,
    pub(in crate::entries) role: String,
}

pub(in crate::entries) async fn pin(
    db: impl PgExecutor<'_>,
    owner: PersonId,
    contact: PersonId,
) -> Result<Option<PinRow>, sqlx::Error> {
    sqlx::query_as!(
        PinRow,
        r#"select couple_id as "couple: CoupleId", contact_epoch as epoch, contact_public_key as public_key,
                  verified, mac, role
           from pin where owner = $1 and contact = $2"#,
        owner.0,
        contact.0
    )
    .fetch_optional(db)
    .await
}

pub(in crate::entries) async fn put_draft(
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

pub(in crate::entries) async fn draft(
    db: impl PgExecutor<'_>,
    person: PersonId,
    label: &[u8; 16],
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!("select sealed from draft where person_id = $1 and label = $2", person.0, label)
        .fetch_optional(db)
        .await
}

pub(in crate::entries) async fn drop_draft(
    tx: &mut PgConnection,
    person: PersonId,
    label: &[u8; 16],
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from draft where person_id = $1 and label = $2", person.0, label)
        .execute(tx)
        .await?;
    Ok(())
}
