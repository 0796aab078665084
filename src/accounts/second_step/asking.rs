//! From the passphrase (or the recovery code) to an account that is open: the code in between.
//!
//! What must stay true: what waits for the code holds the keys that the session will hold, the key of the second factor,
//! and never the root; it opens no page. With a recovery code nothing is changed before the code was given.

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    code::Typed,
    state::{State, Took},
    store,
};
use crate::{
    accounts::{Accounts, Mark, Opened, attempts, store as accounts_store},
    db::{Asker, Scope},
    ids::PersonId,
    vault::{
        FactorFields, FactorKey, KdfParams, Keys, PassphraseWrap, RecoveryCode, RecoveryWrap, Root, Subject,
    },
    web::error::Error,
};

/// An account whose passphrase was right, and whose second step is still to be taken. It is put into a sealed record.
#[derive(Serialize, Deserialize)]
pub struct Half {
    person: PersonId,
    epoch: u32,
    keys: String,
    mark: [u8; 16],
    factor: Uuid,
    key: String,
    recovery: Option<Unfinished>,
}

/// A recovery that is ready to be carried out: the wraps that it will leave, and the new code.
#[derive(Serialize, Deserialize)]
pub(in crate::accounts) struct Unfinished {
    /// The number of the code that was used.
    used: u32,
    cost: [u32; 3],
    salt: [u8; 16],
    commitment: String,
    sealed: String,
    pepper: Option<[u8; 8]>,
    recovery_salt: [u8; 16],
    recovery_sealed: String,
    code: String,
}

/// How the second step ended.
pub enum Second {
    /// The account is open.
    Yes {
        /// For the session.
        opened: Opened,
        /// After a recovery: the new code, to be shown once.
        code: Option<RecoveryCode>,
    },
    /// The code is wrong, too old, or was used before; nothing tells which.
    No,
    /// It was switched meanwhile, or the recovery code was used: begin again.
    Gone,
    /// What is stored does not open: somebody altered it.
    Altered,
}

/// Whether a second step is asked for.
pub(in crate::accounts) enum Asked {
    /// There is none.
    No,
    /// There is one.
    Yes(Box<Half>),
    /// What is stored does not open: somebody altered it.
    Altered,
}

fn text(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

fn bytes(text: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(BASE64.decode(text.as_bytes()).unwrap_or_default())
}

impl Unfinished {
    pub(in crate::accounts) fn new(
        used: u32,
        wrap: &PassphraseWrap,
        renewed: &RecoveryWrap,
        code: &RecoveryCode,
    ) -> Self {
        Self {
            used,
            cost: [wrap.params.memory_kib, wrap.params.passes, wrap.params.lanes],
            salt: wrap.salt,
            commitment: text(&wrap.commitment),
            sealed: text(&wrap.sealed),
            pepper: wrap.pepper,
            recovery_salt: renewed.salt,
            recovery_sealed: text(&renewed.sealed),
            code: code.groups().concat(),
        }
    }

    fn wraps(&self) -> Option<(PassphraseWrap, RecoveryWrap)> {
        let [memory_kib, passes, lanes] = self.cost;
        let wrap = PassphraseWrap {
            params: KdfParams { memory_kib, passes, lanes },
            salt: self.salt,
            commitment: bytes(&self.commitment).as_slice().try_into().ok()?,
            sealed: bytes(&self.sealed).to_vec(),
            pepper: self.pepper,
        };
        let renewed = RecoveryWrap {
            number: self.used.saturating_add(1),
            salt: self.recovery_salt,
            sealed: bytes(&self.recovery_sealed).to_vec(),
        };
        Some((wrap, renewed))
    }
}

/// Asks whether the account that `root` opens has a second step, for which `opened` would have to wait.
pub(in crate::accounts) fn asked(
    row: Option<store::Row>,
    root: &Root,
    subject: Subject,
    opened: &Opened,
    recovery: Option<Unfinished>,
) -> Asked {
    let Some(row) = row else { return Asked::No };
    let fields = FactorFields { subject, factor: *row.id.as_bytes() };
    let Ok(key) = root.open_factor(&fields, &row.key) else {
        tracing::error!(person.id = %opened.person, epoch = row.epoch, "a second factor was altered");
        return Asked::Altered;
    };
    Asked::Yes(Box::new(Half {
        person: opened.person,
        epoch: opened.epoch,
        keys: text(opened.keys.to_bytes().as_slice()),
        mark: opened.mark.0,
        factor: row.id,
        key: text(key.to_bytes().as_slice()),
        recovery,
    }))
}

impl Half {
    /// The same, when the passphrase was sealed anew meanwhile.
    pub(in crate::accounts) fn marked(mut self, mark: Mark) -> Self {
        self.mark = mark.0;
        self
    }

    /// Who.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// Their epoch.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Whether they came with their recovery code.
    #[must_use]
    pub fn recovers(&self) -> bool {
        self.recovery.is_some()
    }
}

impl Accounts {
    /// The second step of somebody, if it is on.
    pub(in crate::accounts) async fn second_step(
        &self,
        person: PersonId,
    ) -> Result<Option<store::Row>, Error> {
        let mut scope = Scope::begin(&self.pool, Asker::Person(person)).await?;
        Ok(store::current(&mut *scope, person).await?)
    }

    /// Opens the account that waits, with a code. `counter` is where the attempt is counted.
    ///
    /// # Errors
    /// When there were too many attempts, or the database cannot be reached: no code is used up then.
    pub async fn give_code(&self, counter: &[u8; 32], half: &Half, typed: &str) -> Result<Second, Error> {
        attempts::count(&self.pool, counter, self.clock.now()).await?;
        match self.try_second(half, typed).await {
            Ok(Second::No) => Ok(Second::No),
            Ok(Second::Yes { opened, code }) => {
                attempts::forget(&self.pool, counter).await?;
                Ok(Second::Yes { opened, code })
            }
            other => {
                attempts::uncount(&self.pool, counter, self.clock.now()).await?;
                other
            }
        }
    }

    async fn try_second(&self, half: &Half, typed: &str) -> Result<Second, Error> {
        let Some(typed) = Typed::read(typed) else { return Ok(Second::No) };
        let fields =
            FactorFields { subject: self.subject(half.person, half.epoch), factor: *half.factor.as_bytes() };
        let (keys, key) = (Keys::from_bytes(&bytes(&half.keys))?, FactorKey::from_bytes(&bytes(&half.key))?);
        let mut scope = Scope::begin(&self.pool, Asker::Person(half.person)).await?;
        if half.recovers() {
            // in the order in which switching takes its locks
            store::lock_account(&mut scope, half.person).await?;
        }
        let Some(sealed) = store::hold(&mut scope, half.person, half.factor).await? else {
            return Ok(Second::Gone);
        };
        let Ok(mut state) = State::open(&fields, &key, &sealed) else { return Ok(Second::Altered) };
        let Took::Yes { spare_left } = state.take(&typed, &key, self.clock.now()) else {
            return Ok(Second::No);
        };
        store::keep(&mut scope, half.person, &state.seal(&fields, &key)?).await?;
        let (mut mark, mut code) = (Mark(half.mark), None);
        if let Some(unfinished) = &half.recovery {
            let Some((wrap, renewed)) = unfinished.wraps() else { return Ok(Second::Altered) };
            if !accounts_store::renew_recovery(&mut scope, half.person, unfinished.used, &renewed).await? {
                return Ok(Second::Gone);
            }
            accounts_store::replace_wrap(&mut scope, half.person, &wrap, self.clock.today()).await?;
            accounts_store::end_other_sessions(&mut scope, half.person, None).await?;
            mark = Mark(wrap.salt);
            code = RecoveryCode::parse(&unfinished.code).ok();
        }
        scope.commit().await?;
        let opened = Opened {
            person: half.person,
            epoch: half.epoch,
            keys,
            mark,
            second: Some(half.factor),
            spare_left: Some(spare_left),
        };
        Ok(Second::Yes { opened, code })
    }
}
