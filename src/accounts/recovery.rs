//! Recovery: a sign-in name and the code open the account, set a new passphrase, and bring a new code.
//!
//! What must stay true: a code works once; all sessions end with it, in the same transaction; it does not stand in for
//! the second step, and changes nothing before that was taken.

use secrecy::SecretString;

use super::{
    Accounts, Half, Mark, Opened, SignInName, attempts,
    second_step::{self, Asked, Unfinished},
    store,
};
use crate::{
    db::{Asker, Scope},
    ids::PersonId,
    vault::{RecoveryCode, RecoveryWrap, Root},
    web::error::Error,
};

/// How it ended.
pub enum Recovered {
    /// The account is open again, with a new passphrase and a new code; all sessions have ended.
    Yes {
        /// For the session.
        opened: Opened,
        /// To be shown once.
        code: RecoveryCode,
    },
    /// Name and code are right; now the second step is asked for, and nothing has changed yet.
    Half(Box<Half>),
    /// The name or the code is wrong; nothing tells which.
    No,
    /// The second step of the account was altered.
    Altered,
}

impl Accounts {
    /// Opens an account with its recovery code. None for `code`: what was typed cannot be one, and costs the same.
    ///
    /// # Errors
    /// When there were too many attempts, the derivation gate is full, or the database cannot be reached: nothing
    /// changes then.
    pub async fn recover(
        &self,
        counter: &[u8; 32],
        name: &SignInName,
        code: Option<RecoveryCode>,
        passphrase: SecretString,
    ) -> Result<Recovered, Error> {
        attempts::count(&self.pool, counter, self.clock.now()).await?;
        match self.try_code(name, code, passphrase).await {
            Ok(Recovered::No) => Ok(Recovered::No),
            Ok(recovered) => {
                attempts::forget(&self.pool, counter).await?;
                Ok(recovered)
            }
            Err(error) => {
                attempts::uncount(&self.pool, counter, self.clock.now()).await?;
                Err(error)
            }
        }
    }

    async fn try_code(
        &self,
        name: &SignInName,
        code: Option<RecoveryCode>,
        passphrase: SecretString,
    ) -> Result<Recovered, Error> {
        let found = self.by_name(name).await?;
        let person = found.as_ref().map_or_else(PersonId::random, |credential| credential.person);
        let identity = self.identity(person).await?;
        let epoch = identity.as_ref().map_or(1, |identity| identity.epoch);
        let subject = self.subject(person, epoch);
        let used = found.as_ref().map_or(1, |credential| credential.recovery.number);
        let opened = match (&found, &code) {
            (Some(credential), Some(code)) => credential.recovery.open(code, &subject).ok(),
            _ => None,
        };
        let right = opened.is_some();
        // The new wrap is derived in any case, so that the time tells nothing.
        let root = match opened {
            Some(root) => root,
            None => Root::generate()?,
        };
        let (root, wrap) = self.seal(root, passphrase, subject).await?;
        let keys = root.keys();
        if !right || identity.is_none_or(|identity| identity.public_key != keys.public().0) {
            return Ok(Recovered::No);
        }
        let fresh = RecoveryCode::generate()?;
        let renewed = RecoveryWrap::seal(&root, &fresh, &subject, used.saturating_add(1))?;
        let mark = Mark(wrap.salt);
        let opened = Opened { person, epoch, keys, mark, second: None, spare_left: None };
        let unfinished = Unfinished::new(used, &wrap, &renewed, &fresh);
        let row = self.second_step(person).await?;
        match second_step::asked(row, &root, subject, &opened, Some(unfinished)) {
            Asked::No => {}
            Asked::Yes(half) => return Ok(Recovered::Half(half)),
            Asked::Altered => return Ok(Recovered::Altered),
        }
        let mut scope = Scope::begin(&self.pool, Asker::Person(person)).await?;
        if !store::renew_recovery(&mut scope, person, used, &renewed).await? {
            return Ok(Recovered::No);
        }
        store::replace_wrap(&mut scope, person, &wrap, self.clock.today()).await?;
        store::end_other_sessions(&mut scope, person, None).await?;
        scope.commit().await?;
        Ok(Recovered::Yes { opened, code: fresh })
    }
}
