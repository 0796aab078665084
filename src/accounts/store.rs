//! All SQL of the accounts: `person`, `credential`, the setup link in `instance`, and the end of sessions.

use sqlx::{PgConnection, PgExecutor};
use time::Date;

use super::{DisplayName, Mark, SignInName};
use crate::{
    ids::PersonId,
    vault::{KdfParams, PassphraseWrap, PublicKey, RecoveryWrap},
};

/// What is needed to open an account's root.
pub(super) struct Credential {
    pub(super) person: PersonId,
    pub(super) wrap: PassphraseWrap,
    pub(super) recovery: RecoveryWrap,
}

fn unsigned(stored: i32) -> u32 {
    u32::try_from(stored).unwrap_or(0)
}

fn signed(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

macro_rules! credential {
    ($tail:literal, $arg:expr, $db:expr) => {{
        let row = sqlx::query!(
            r#"select person_id as "person: PersonId", kdf_memory_kib, kdf_passes, kdf_lanes, salt, commitment, sealed,
                      pepper, recovery_number, recovery_salt, recovery_sealed
               from credential where "# + $tail,
            $arg
        )
        .fetch_optional($db)
        .await?;
        Ok(row.map(|row| Credential {
            person: row.person,
            wrap: PassphraseWrap {
                params: KdfParams {
                    memory_kib: unsigned(row.kdf_memory_kib),
                    passes: unsigned(row.kdf_passes),
                    lanes: unsigned(row.kdf_lanes),
                },
                salt: row.salt.try_into().unwrap_or_default(),
                commitment: row.commitment.try_into().unwrap_or_default(),
                sealed: row.sealed,
                pepper: row.pepper.and_then(|pepper| pepper.try_into().ok()),
            },
            recovery: RecoveryWrap {
                number: unsigned(row.recovery_number),
                salt: row.recovery_salt.try_into().unwrap_or_default(),
                sealed: row.recovery_sealed,
            },
        }))
    }};
}

/// By the digest of a sign-in name, at the door.
pub(super) async fn by_name(
    db: impl PgExecutor<'_>,
    name_key: &[u8; 32],
) -> Result<Option<Credential>, sqlx::Error> {
    credential!("name_key = $1", name_key, db)
}

/// One's own.
pub(super) async fn own(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Option<Credential>, sqlx::Error> {
    credential!("person_id = $1", person.0, db)
}

pub(super) struct Identity {
    pub(super) epoch: u32,
    pub(super) public_key: Vec<u8>,
}

pub(super) async fn identity(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Option<Identity>, sqlx::Error> {
    let row = sqlx::query!("select epoch, public_key from person where id = $1", person.0)
        .fetch_optional(db)
        .await?;
    Ok(row.map(|row| Identity { epoch: unsigned(row.epoch), public_key: row.public_key }))
}

pub(super) struct NewPerson<'a> {
    pub(super) id: PersonId,
    pub(super) name: &'a DisplayName,
    pub(super) sign_in: &'a SignInName,
    pub(super) public_key: PublicKey,
    pub(super) wrap: &'a PassphraseWrap,
    pub(super) recovery: &'a RecoveryWrap,
    pub(super) today: Date,
}

/// Whether the account is made: `false` when the sign-in name is taken.
pub(super) async fn put(tx: &mut PgConnection, new: &NewPerson<'_>) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "insert into person (id, name, epoch, public_key, created_on) values ($1, $2, 1, $3, $4)",
        new.id.0,
        new.name.as_str(),
        &new.public_key.0,
        new.today
    )
    .execute(&mut *tx)
    .await?;
    let done = sqlx::query!(
        "insert into credential
            (person_id, sign_in_name, name_key, kdf_memory_kib, kdf_passes, kdf_lanes, salt, commitment, sealed, pepper,
             recovery_number, recovery_salt, recovery_sealed, changed_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         on conflict on constraint credential_name_key_unique do nothing",
        new.id.0,
        new.sign_in.as_str(),
        &new.sign_in.key(),
        signed(new.wrap.params.memory_kib),
        signed(new.wrap.params.passes),
        signed(new.wrap.params.lanes),
        &new.wrap.salt,
        &new.wrap.commitment,
        new.wrap.sealed,
        new.wrap.pepper.as_ref().map(<[u8; 8]>::as_slice),
        signed(new.recovery.number),
        &new.recovery.salt,
        new.recovery.sealed,
        new.today
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts a new passphrase wrap in place of the one with `mark`. False when that one was replaced in the meantime.
pub(super) async fn rewrap(
    tx: &mut PgConnection,
    person: PersonId,
    mark: Mark,
    wrap: &PassphraseWrap,
    today: Date,
) -> Result<bool, sqlx::Error> {
    let held = sqlx::query!(
        "select person_id from credential where person_id = $1 and salt = $2 for update",
        person.0,
        &mark.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    if held.is_some() {
        replace_wrap(tx, person, wrap, today).await?;
    }
    Ok(held.is_some())
}

/// Puts a new passphrase wrap in place of whichever is there.
pub(super) async fn replace_wrap(
    tx: &mut PgConnection,
    person: PersonId,
    wrap: &PassphraseWrap,
    today: Date,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update credential
         set kdf_memory_kib = $2, kdf_passes = $3, kdf_lanes = $4, salt = $5, commitment = $6, sealed = $7,
             pepper = $8, changed_on = $9
         where person_id = $1",
        person.0,
        signed(wrap.params.memory_kib),
        signed(wrap.params.passes),
        signed(wrap.params.lanes),
        &wrap.salt,
        &wrap.commitment,
        wrap.sealed,
        wrap.pepper.as_ref().map(<[u8; 8]>::as_slice),
        today
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Whether the wrap with `mark` is still in place. Waits for somebody who is just replacing it.
pub(super) async fn has_mark(
    db: impl PgExecutor<'_>,
    person: PersonId,
    mark: Mark,
) -> Result<bool, sqlx::Error> {
    let row = sqlx::query!(
        "select person_id from credential where person_id = $1 and salt = $2 for share",
        person.0,
        &mark.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// The name that the person signs in with, as it was typed.
pub(super) async fn sign_in_name(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("select sign_in_name from credential where person_id = $1", person.0)
        .fetch_optional(db)
        .await
}

/// Puts a new recovery wrap in place of number `used`. False when that one was used in the meantime.
pub(super) async fn renew_recovery(
    tx: &mut PgConnection,
    person: PersonId,
    used: u32,
    wrap: &RecoveryWrap,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update credential set recovery_number = $3, recovery_salt = $4, recovery_sealed = $5
         where person_id = $1 and recovery_number = $2",
        person.0,
        signed(used),
        signed(wrap.number),
        &wrap.salt,
        wrap.sealed
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends every session of the person but the one in `keep` (by its row's key).
///
/// # Errors
/// When the database cannot be reached.
pub async fn end_other_sessions(
    tx: &mut PgConnection,
    person: PersonId,
    keep: Option<&[u8; 32]>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from session where person_id = $1 and ($2::bytea is null or key <> $2)",
        person.0,
        keep.map(<[u8; 32]>::as_slice)
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Whether this is the one-time setup link. With `only_first` it opens the first account and no other.
pub(super) async fn setup_matches(
    db: impl PgExecutor<'_>,
    hash: &[u8; 32],
    only_first: bool,
) -> Result<bool, sqlx::Error> {
    let row = sqlx::query!(
        "select only_one from instance where setup_token_hash = $1 and not (opened and $2)",
        hash,
        only_first
    )
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// Uses the setup link up. False when somebody else just did, or when it would be a second one and `only_first`.
pub(super) async fn use_setup(
    tx: &mut PgConnection,
    hash: &[u8; 32],
    only_first: bool,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update instance set setup_token_hash = null, opened = true
         where setup_token_hash = $1 and not (opened and $2)",
        hash,
        only_first
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that somebody has made an account, where the host lets anybody in.
pub(super) async fn open_up(tx: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("update instance set opened = true where not opened").execute(tx).await?;
    Ok(())
}

/// Whether anybody has an account here.
///
/// # Errors
/// When the database cannot be reached.
pub async fn is_opened(db: impl PgExecutor<'_>) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!("select opened from instance").fetch_one(db).await
}
