//! Signing in, and a new passphrase or a new recovery code for somebody who knows the passphrase.
//!
//! What must stay true: an unknown name derives from a decoy with the same cost and gets the same answer; the public
//! key is derived again and compared with the stored one; no connection is held while a passphrase is derived; a wrap
//! is replaced only by somebody who opened that very wrap.

use std::sync::Arc;

use secrecy::SecretString;
use uuid::Uuid;

use super::{
    Accounts, Half, SignInName, attempts,
    second_step::{self, Asked},
    store::{self, Credential},
};
use crate::{
    db::{Asker, Scope},
    ids::PersonId,
    vault::{Keys, OpenError, PassphraseWrap, RecoveryCode, RecoveryWrap, Root, Subject},
    web::error::Error,
};

/// An account that was opened, for a session to begin.
pub struct Opened {
    /// Who.
    pub person: PersonId,
    /// Their epoch.
    pub epoch: u32,
    /// Their keys.
    pub keys: Keys,
    /// Which passphrase stands in the account now: see [`Accounts::still_opens`].
    pub mark: Mark,
    /// The second step that was taken, if the account has one.
    pub(super) second: Option<Uuid>,
    /// How many spare codes were left after it.
    pub(super) spare_left: Option<usize>,
}

impl Opened {
    /// Whether a second step was taken.
    #[must_use]
    pub fn second_factor(&self) -> bool {
        self.second.is_some()
    }

    /// How many spare codes are left, if there is a second step.
    #[must_use]
    pub fn spare_left(&self) -> Option<usize> {
        self.spare_left
    }
}

/// Tells one passphrase wrap of an account from the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(pub(super) [u8; 16]);

/// How signing in ended.
pub enum Entered {
    /// The passphrase opened the account.
    Yes(Opened),
    /// The passphrase is right; now the second step is asked for.
    Half(Box<Half>),
    /// The name or the passphrase is wrong; nothing tells which.
    No,
    /// The account's stored key is not the one its passphrase gives: somebody altered it.
    Altered,
}

impl Accounts {
    /// Opens an account with its passphrase. `counter` is where the attempt is counted.
    ///
    /// # Errors
    /// When there were too many attempts, the derivation gate is full, or the database cannot be reached.
    pub async fn enter(
        &self,
        counter: &[u8; 32],
        name: &SignInName,
        passphrase: SecretString,
    ) -> Result<Entered, Error> {
        attempts::count(&self.pool, counter, self.clock.now()).await?;
        match self.try_passphrase(name, passphrase).await {
            Ok(entered @ (Entered::Yes(_) | Entered::Half(_))) => {
                attempts::forget(&self.pool, counter).await?;
                Ok(entered)
            }
            Err(error) => {
                attempts::uncount(&self.pool, counter, self.clock.now()).await?;
                Err(error)
            }
            refused => refused,
        }
    }

    async fn try_passphrase(&self, name: &SignInName, passphrase: SecretString) -> Result<Entered, Error> {
        let site = &self.site;
        let found = self.by_name(name).await?;
        // The same round trips and the same derivation for a name that nobody has.
        let person = found.as_ref().map_or_else(PersonId::random, |credential| credential.person);
        let identity = self.identity(person).await?;
        let wrap = match found {
            Some(credential) => credential.wrap,
            None => PassphraseWrap::decoy(&site.secret, name.folded(), site.kdf, site.pepper.as_ref()),
        };
        let epoch = identity.as_ref().map_or(1, |identity| identity.epoch);
        let (stale, mark) = (wrap.needs_rewrap_for(site.kdf, site.pepper.as_ref()), Mark(wrap.salt));
        let subject = self.subject(person, epoch);
        let Some((root, passphrase)) = self.open(wrap, passphrase, subject).await? else {
            return Ok(Entered::No);
        };
        let keys = root.keys();
        if identity.is_none_or(|identity| identity.public_key != keys.public().0) {
            tracing::error!(person.id = %person, "an account's key is not the one its passphrase gives");
            return Ok(Entered::Altered);
        }
        let row = self.second_step(person).await?;
        let mut opened = Opened { person, epoch, keys, mark, second: None, spare_left: None };
        let asked = second_step::asked(row, &root, subject, &opened, None);
        if stale {
            opened.mark = self.strengthen(root, passphrase, person, epoch, mark).await?;
        }
        Ok(match asked {
            Asked::No => Entered::Yes(opened),
            Asked::Yes(half) => Entered::Half(Box::new(half.marked(opened.mark))),
            Asked::Altered => Entered::Altered,
        })
    }

    /// Seals the root at today's cost. Leaves it when the passphrase was changed in the meantime.
    async fn strengthen(
        &self,
        root: Root,
        passphrase: SecretString,
        person: PersonId,
        epoch: u32,
        mark: Mark,
    ) -> Result<Mark, Error> {
        let (_, wrap) = self.seal(root, passphrase, self.subject(person, epoch)).await?;
        let mut scope = Scope::begin(&self.pool, Asker::Person(person)).await?;
        let done = store::rewrap(&mut scope, person, mark, &wrap, self.clock.today()).await?;
        scope.commit().await?;
        Ok(if done { Mark(wrap.salt) } else { mark })
    }

    /// Whether the passphrase that opened the account still does, and the second step is still as it was. Asked after
    /// the session's row was written: whoever changes either ends the sessions they see, and this waits for them, so one
    /// of the two sees the other.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn still_opens(&self, opened: &Opened) -> Result<bool, Error> {
        let person = opened.person;
        let mut scope = Scope::begin(&self.pool, Asker::Person(person)).await?;
        // the second question sees what was done while the first one waited
        Ok(store::has_mark(&mut *scope, person, opened.mark).await?
            && second_step::is_current(&mut *scope, person, opened.second).await?)
    }

    /// Puts a new passphrase in place of `old` and ends every session but `keep`, in the caller's transaction. Whether
    /// `old` was right.
    ///
    /// # Errors
    /// When there were too many attempts, the derivation gate is full, or the database cannot be reached: nothing
    /// changes then.
    pub async fn change_passphrase(
        &self,
        scope: &mut Scope,
        person: PersonId,
        old: SecretString,
        new: SecretString,
        keep: &[u8; 32],
    ) -> Result<bool, Error> {
        let Some((root, mark, subject)) = self.own_root(scope, person, old).await? else { return Ok(false) };
        let (_, wrap) = self.seal(root, new, subject).await?;
        if !store::rewrap(scope, person, mark, &wrap, self.clock.today()).await? {
            return Err(Error::Conflict);
        }
        store::end_other_sessions(scope, person, Some(keep)).await?;
        Ok(true)
    }

    /// Whether this is the passphrase of somebody who is signed in. Wrong ones are counted for that person alone.
    ///
    /// # Errors
    /// As [`Self::change_passphrase`].
    pub async fn is_own(
        &self,
        scope: &mut Scope,
        person: PersonId,
        passphrase: SecretString,
    ) -> Result<bool, Error> {
        Ok(self.own_root(scope, person, passphrase).await?.is_some())
    }

    /// A new recovery code in place of the old one, for somebody who knows the passphrase; none when it is wrong.
    ///
    /// # Errors
    /// As [`Self::change_passphrase`].
    pub async fn new_code(
        &self,
        scope: &mut Scope,
        person: PersonId,
        passphrase: SecretString,
    ) -> Result<Option<RecoveryCode>, Error> {
        let Some((root, _, subject)) = self.own_root(scope, person, passphrase).await? else {
            return Ok(None);
        };
        let Some(used) = store::own(&mut **scope, person).await?.map(|own| own.recovery.number) else {
            return Ok(None);
        };
        let code = RecoveryCode::generate()?;
        let wrap = RecoveryWrap::seal(&root, &code, &subject, used.saturating_add(1))?;
        if store::renew_recovery(scope, person, used, &wrap).await? {
            Ok(Some(code))
        } else {
            Err(Error::Conflict)
        }
    }

    /// The root of somebody who is signed in and gives their passphrase. Wrong ones are counted for that person alone.
    pub(super) async fn own_root(
        &self,
        scope: &mut Scope,
        person: PersonId,
        passphrase: SecretString,
    ) -> Result<Option<(Root, Mark, Subject)>, Error> {
        let Some(Credential { wrap, .. }) = store::own(&mut **scope, person).await? else { return Ok(None) };
        let Some(identity) = store::identity(&mut **scope, person).await? else { return Ok(None) };
        let (mark, subject) = (Mark(wrap.salt), self.subject(person, identity.epoch));
        let counter = self.site.secret.mac("attempt/own", &[person.bytes()]);
        attempts::count(&self.pool, &counter, self.clock.now()).await?;
        match self.open(wrap, passphrase, subject).await {
            Ok(Some((root, _))) => {
                attempts::forget(&self.pool, &counter).await?;
                Ok(Some((root, mark, subject)))
            }
            Ok(None) => Ok(None),
            Err(error) => {
                attempts::uncount(&self.pool, &counter, self.clock.now()).await?;
                Err(error)
            }
        }
    }

    pub(super) async fn by_name(&self, name: &SignInName) -> Result<Option<Credential>, Error> {
        let key = name.key();
        let mut door = Scope::begin(&self.pool, Asker::Name(&key)).await?;
        Ok(store::by_name(&mut *door, &key).await?)
    }

    pub(super) async fn identity(&self, person: PersonId) -> Result<Option<store::Identity>, Error> {
        let mut scope = Scope::begin(&self.pool, Asker::Person(person)).await?;
        Ok(store::identity(&mut *scope, person).await?)
    }

    pub(super) fn subject(&self, person: PersonId, epoch: u32) -> Subject {
        Subject { instance: self.site.instance, person: *person.bytes(), epoch }
    }

    async fn open(
        &self,
        wrap: PassphraseWrap,
        passphrase: SecretString,
        subject: Subject,
    ) -> Result<Option<(Root, SecretString)>, Error> {
        let site = Arc::clone(&self.site);
        let opened = self
            .gate
            .derive(move || {
                wrap.open(&passphrase, &subject, site.pepper.as_ref()).map(|root| (root, passphrase))
            })
            .await?;
        match opened {
            Ok(opened) => Ok(Some(opened)),
            Err(OpenError::WrongSecret) => Ok(None),
            Err(error) => {
                tracing::error!(%error, "a passphrase wrap was refused");
                Ok(None)
            }
        }
    }

    pub(super) async fn seal(
        &self,
        root: Root,
        passphrase: SecretString,
        subject: Subject,
    ) -> Result<(Root, PassphraseWrap), Error> {
        let site = Arc::clone(&self.site);
        let sealed = self
            .gate
            .derive(move || {
                let wrap = PassphraseWrap::seal(&root, &passphrase, &subject, site.kdf, site.pepper.as_ref());
                wrap.map(|wrap| (root, wrap))
            })
            .await?;
        Ok(sealed?)
    }
}
