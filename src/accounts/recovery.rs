//! Recovery: a sign-in name and the code open the account, set a new passphrase, and bring a new code.

use std::sync::Arc;

use secrecy::SecretString;
use sqlx::PgPool;
use time::OffsetDateTime;

use super::{Gate, SignInName, store};
use crate::{
    db::{Asker, Scope},
    ids::PersonId,
    vault::{Keys, PassphraseWrap, RecoveryCode, RecoveryWrap, Subject},
    web::{error::Error, state::Site},
};

/// How it ended.
pub enum Recovered {
    /// The account is open again, with a new passphrase and a new code; all sessions have ended.
    Yes {
        /// Who.
        person: PersonId,
        /// Their epoch.
        epoch: u32,
        /// Their keys, for the session.
        keys: Keys,
        /// To be shown once.
        code: RecoveryCode,
    },
    /// The name or the code is wrong; nothing tells which.
    No,
}

/// Opens an account with its recovery code.
///
/// # Errors
/// When the derivation gate is full, or the database cannot be reached: nothing changes then.
pub async fn recover(
    pool: &PgPool,
    gate: &Gate,
    site: &Arc<Site>,
    name: &SignInName,
    code: RecoveryCode,
    passphrase: SecretString,
    now: OffsetDateTime,
) -> Result<Recovered, Error> {
    let key = name.key();
    let mut door = Scope::begin(pool, Asker::Name(&key)).await?;
    let found = store::by_name(&mut *door, &key).await?;
    door.commit().await?;
    // A name that nobody has costs the same derivation: it is tried on a code nobody holds.
    let person = found.as_ref().map_or_else(PersonId::random, |credential| credential.person);
    let mut scope = Scope::begin(pool, Asker::Person(person)).await?;
    let identity = store::identity(&mut *scope, person).await?;
    let epoch = identity.as_ref().map_or(1, |identity| identity.epoch);
    let subject = Subject { instance: site.instance, person: *person.bytes(), epoch };
    let wrap = match found {
        Some(credential) => credential.recovery,
        None => RecoveryWrap { number: 1, salt: [0; 16], sealed: Vec::new() },
    };
    let used = wrap.number;
    let opened = wrap.open(&code, &subject).ok();
    let (held, right) = (Arc::clone(site), opened.is_some());
    // The new wrap is derived in any case, so that the time tells nothing.
    let root = match opened {
        Some(root) => root,
        None => crate::vault::Root::generate()?,
    };
    let (root, wrap) = gate
        .derive(move || {
            let wrap = PassphraseWrap::seal(&root, &passphrase, &subject, held.kdf, held.pepper.as_ref());
            (root, wrap)
        })
        .await?;
    let keys = root.keys();
    if !right || identity.is_none_or(|identity| identity.public_key != keys.public().0) {
        return Ok(Recovered::No);
    }
    let fresh = RecoveryCode::generate()?;
    let renewed = RecoveryWrap::seal(&root, &fresh, &subject, used.saturating_add(1))?;
    if !store::renew_recovery(&mut scope, person, used, &renewed).await? {
        return Ok(Recovered::No);
    }
    store::rewrap(&mut scope, person, &wrap?, now.date()).await?;
    store::end_other_sessions(&mut scope, person, None).await?;
    scope.commit().await?;
    Ok(Recovered::Yes { person, epoch, keys, code: fresh })
}
