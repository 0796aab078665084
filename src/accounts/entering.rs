//! Signing in, and a new passphrase for somebody who knows the old one.
//!
//! What must stay true: an unknown name derives from a decoy with the same cost and gets the same answer; the public
//! key is derived again and compared with the stored one.

use std::sync::Arc;

use secrecy::SecretString;
use sqlx::PgPool;
use time::OffsetDateTime;

use super::{
    Gate, SignInName,
    store::{self, Credential},
};
use crate::{
    db::{Asker, Scope},
    ids::PersonId,
    vault::{Keys, OpenError, PassphraseWrap, Root, Subject},
    web::{error::Error, state::Site},
};

/// How it ended.
pub enum Entered {
    /// The passphrase opened the account.
    Yes {
        /// Who.
        person: PersonId,
        /// Their epoch.
        epoch: u32,
        /// Their keys, for the session.
        keys: Keys,
    },
    /// The name or the passphrase is wrong; nothing tells which.
    No,
    /// The account's stored key is not the one its passphrase gives: somebody altered it.
    Altered,
}

/// Opens an account with its passphrase.
///
/// # Errors
/// When the derivation gate is full, or the database cannot be reached.
pub async fn enter(
    pool: &PgPool,
    gate: &Gate,
    site: &Arc<Site>,
    name: &SignInName,
    passphrase: SecretString,
    now: OffsetDateTime,
) -> Result<Entered, Error> {
    let key = name.key();
    let mut door = Scope::begin(pool, Asker::Name(&key)).await?;
    let found = store::by_name(&mut *door, &key).await?;
    door.commit().await?;
    // The same round trips and the same derivation for a name that nobody has.
    let person = found.as_ref().map_or_else(PersonId::random, |credential| credential.person);
    let mut scope = Scope::begin(pool, Asker::Person(person)).await?;
    let identity = store::identity(&mut *scope, person).await?;
    let wrap = match found {
        Some(credential) => credential.wrap,
        None => PassphraseWrap::decoy(&site.secret, name.folded(), site.kdf, site.pepper.as_ref()),
    };
    let epoch = identity.as_ref().map_or(1, |identity| identity.epoch);
    let stale = wrap.needs_rewrap_for(site.kdf, site.pepper.as_ref());
    let Some((root, passphrase)) = open(gate, site, wrap, passphrase, person, epoch).await? else {
        return Ok(Entered::No);
    };
    let keys = root.keys();
    if identity.is_none_or(|identity| identity.public_key != keys.public().0) {
        tracing::error!(person.id = %person, "an account's key is not the one its passphrase gives");
        return Ok(Entered::Altered);
    }
    if stale {
        let wrap = seal(gate, site, root, passphrase, person, epoch).await?;
        store::rewrap(&mut scope, person, &wrap, now.date()).await?;
    }
    scope.commit().await?;
    Ok(Entered::Yes { person, epoch, keys })
}

async fn open(
    gate: &Gate,
    site: &Arc<Site>,
    wrap: PassphraseWrap,
    passphrase: SecretString,
    person: PersonId,
    epoch: u32,
) -> Result<Option<(Root, SecretString)>, Error> {
    let site = Arc::clone(site);
    let subject = Subject { instance: site.instance, person: *person.bytes(), epoch };
    let opened = gate
        .derive(move || wrap.open(&passphrase, &subject, site.pepper.as_ref()).map(|root| (root, passphrase)))
        .await?;
    match opened {
        Ok(opened) => Ok(Some(opened)),
        Err(OpenError::WrongSecret) => Ok(None),
        Err(error) => {
            tracing::error!(person.id = %person, %error, "a passphrase wrap was refused");
            Ok(None)
        }
    }
}

async fn seal(
    gate: &Gate,
    site: &Arc<Site>,
    root: Root,
    passphrase: SecretString,
    person: PersonId,
    epoch: u32,
) -> Result<PassphraseWrap, Error> {
    let site = Arc::clone(site);
    let subject = Subject { instance: site.instance, person: *person.bytes(), epoch };
    let sealed = gate
        .derive(move || PassphraseWrap::seal(&root, &passphrase, &subject, site.kdf, site.pepper.as_ref()))
        .await?;
    Ok(sealed?)
}

/// Puts a new passphrase in place of `old` and ends every other session, in one transaction. Whether `old` was right.
///
/// # Errors
/// When the derivation gate is full, or the database cannot be reached: nothing changes then.
pub async fn change_passphrase(
    scope: &mut Scope,
    gate: &Gate,
    site: &Arc<Site>,
    person: PersonId,
    old: SecretString,
    new: SecretString,
    keep_session: &[u8; 32],
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let Some(Credential { wrap, .. }) = store::own(&mut **scope, person).await? else { return Ok(false) };
    let Some(identity) = store::identity(&mut **scope, person).await? else { return Ok(false) };
    let Some((root, _)) = open(gate, site, wrap, old, person, identity.epoch).await? else {
        return Ok(false);
    };
    let wrap = seal(gate, site, root, new, person, identity.epoch).await?;
    store::rewrap(scope, person, &wrap, now.date()).await?;
    store::end_other_sessions(scope, person, Some(keep_session)).await?;
    Ok(true)
}
