//! Switching the second step on and off, for somebody who is signed in and gives their passphrase.
//!
//! What must stay true: it counts only after one right code; both end every other session, in the same transaction. What
//! is not yet on is only in the sealed record of the session that asked for it, and not for long.

use data_encoding::BASE64;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    code::{Seed, Typed},
    state::{State, Took},
    store,
};
use crate::{
    accounts::{Accounts, SignInName, attempts, store as accounts_store},
    db::{Asker, Scope},
    ids::PersonId,
    vault::{FactorFields, FactorKey},
    web::error::Error,
};

/// How long a new seed waits for its first code.
const WAITS: Duration = Duration::minutes(10);

/// A second step that is being set up.
#[derive(Serialize, Deserialize)]
pub struct Fresh {
    /// What the app needs.
    pub seed: Seed,
    factor: Uuid,
    epoch: u32,
    key: String,
    sealed: String,
    until: i64,
}

impl Fresh {
    /// Whether it can still be switched on.
    #[must_use]
    pub fn waits(&self, now: OffsetDateTime) -> bool {
        now.unix_timestamp() < self.until
    }
}

/// How switching on ended.
pub enum SwitchedOn {
    /// It is on.
    Yes {
        /// The spare codes, to be shown once.
        codes: Vec<String>,
    },
    /// The code is wrong.
    No,
    /// It is on already.
    Already,
}

/// How switching off ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwitchedOff {
    /// It is off, or was.
    Yes,
    /// The passphrase is wrong.
    Passphrase,
    /// The code is wrong, or what is stored was altered.
    Code,
}

/// Takes the second step off an account, for whoever runs the server; whether there was one. Its owner's pages say so
/// from then on, and all their sessions end. `pool` is the owner's: the pages may not do this.
///
/// # Errors
/// When the database cannot be reached: nothing changes then.
pub async fn take_second_step_off(
    pool: &PgPool,
    name: &SignInName,
    today: Date,
) -> Result<bool, sqlx::Error> {
    let key = name.key();
    let mut door = Scope::begin(pool, Asker::Name(&key)).await?;
    let Some(found) = accounts_store::by_name(&mut *door, &key).await? else { return Ok(false) };
    drop(door);
    let mut scope = Scope::begin(pool, Asker::Person(found.person)).await?;
    store::lock_account(&mut scope, found.person).await?;
    if !store::take_off(&mut scope, found.person, today).await? {
        return Ok(false);
    }
    accounts_store::end_other_sessions(&mut scope, found.person, None).await?;
    scope.commit().await?;
    Ok(true)
}

impl Accounts {
    /// Makes a new seed, for somebody who gives their passphrase; none when it is wrong.
    ///
    /// # Errors
    /// When there were too many attempts, the derivation gate is full, or the database cannot be reached.
    pub async fn set_up_second_step(
        &self,
        scope: &mut Scope,
        person: PersonId,
        passphrase: SecretString,
    ) -> Result<Option<Fresh>, Error> {
        let Some((root, _, subject)) = self.own_root(scope, person, passphrase).await? else {
            return Ok(None);
        };
        let (factor, key) = (Uuid::new_v4(), FactorKey::generate()?);
        let fields = FactorFields { subject, factor: *factor.as_bytes() };
        Ok(Some(Fresh {
            seed: Seed::generate()?,
            factor,
            epoch: subject.epoch,
            sealed: BASE64.encode(&root.seal_factor(&fields, &key)?),
            key: BASE64.encode(key.to_bytes().as_slice()),
            until: (self.clock.now() + WAITS).unix_timestamp(),
        }))
    }

    /// Switches it on with its first code, and ends every session but `keep`, in the caller's transaction.
    ///
    /// # Errors
    /// When the database cannot be reached: nothing changes then.
    pub async fn switch_second_step_on(
        &self,
        scope: &mut Scope,
        person: PersonId,
        fresh: &Fresh,
        typed: &str,
        keep: &[u8; 32],
    ) -> Result<SwitchedOn, Error> {
        let fields =
            FactorFields { subject: self.subject(person, fresh.epoch), factor: *fresh.factor.as_bytes() };
        let bytes = |text: &str| Zeroizing::new(BASE64.decode(text.as_bytes()).unwrap_or_default());
        let key = FactorKey::from_bytes(&bytes(&fresh.key))?;
        let (mut state, codes) = State::new(fresh.seed.clone(), &key)?;
        // a spare code of a list that nobody has seen cannot be typed, so this takes digits only
        let Some(typed @ Typed::Digits(_)) = Typed::read(typed) else { return Ok(SwitchedOn::No) };
        if state.take(&typed, &key, self.clock.now()) == Took::No {
            return Ok(SwitchedOn::No);
        }
        store::lock_account(scope, person).await?;
        let new = store::New {
            person,
            id: fresh.factor,
            epoch: i32::try_from(fresh.epoch).map_err(|error| Error::Internal(error.into()))?,
            key: &bytes(&fresh.sealed),
            state: &state.seal(&fields, &key)?,
            today: self.clock.today(),
        };
        if !store::put(scope, &new).await? {
            return Ok(SwitchedOn::Already);
        }
        accounts_store::end_other_sessions(scope, person, Some(keep)).await?;
        Ok(SwitchedOn::Yes { codes: codes.iter().map(crate::vault::SpareCode::shown).collect() })
    }

    /// Switches it off with the passphrase and a code, and ends every session but `keep`, in the caller's transaction.
    ///
    /// # Errors
    /// As [`Self::set_up_second_step`]: nothing changes then.
    pub async fn switch_second_step_off(
        &self,
        scope: &mut Scope,
        person: PersonId,
        passphrase: SecretString,
        typed: &str,
        keep: &[u8; 32],
    ) -> Result<SwitchedOff, Error> {
        let Some((root, _, subject)) = self.own_root(scope, person, passphrase).await? else {
            return Ok(SwitchedOff::Passphrase);
        };
        let counter = self.site.secret.mac("attempt/own-code", &[person.bytes()]);
        attempts::count(&self.pool, &counter, self.clock.now()).await?;
        store::lock_account(scope, person).await?;
        let Some(row) = store::current(&mut **scope, person).await? else { return Ok(SwitchedOff::Yes) };
        let fields = FactorFields { subject, factor: *row.id.as_bytes() };
        let Ok(key) = root.open_factor(&fields, &row.key) else { return Ok(SwitchedOff::Code) };
        let Some(sealed) = store::hold(scope, person, row.id).await? else { return Ok(SwitchedOff::Yes) };
        let Ok(mut state) = State::open(&fields, &key, &sealed) else { return Ok(SwitchedOff::Code) };
        let right = Typed::read(typed).map(|typed| state.take(&typed, &key, self.clock.now()));
        if !matches!(right, Some(Took::Yes { .. })) {
            return Ok(SwitchedOff::Code);
        }
        store::remove(scope, person, row.id).await?;
        accounts_store::end_other_sessions(scope, person, Some(keep)).await?;
        attempts::forget(&self.pool, &counter).await?;
        Ok(SwitchedOff::Yes)
    }
}
