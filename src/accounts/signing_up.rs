//! Making an account: root, wraps, recovery code; and, with an invitation, being linked in the same transaction.

use std::sync::Arc;

use secrecy::SecretString;

use super::{
    Accounts, DisplayName, Mark, Opened, SetupToken, SignInName,
    store::{self, NewPerson},
};
use crate::{
    couples::invite::{self, Accepted},
    db::{Asker, Scope},
    entries::Hand,
    ids::PersonId,
    therapists::{Secrets, link},
    vault::{InviteCode, PassphraseWrap, RecoveryCode, RecoveryWrap, Root, Subject, VaultError},
    web::{error::Error, state::Site},
};

/// What opens the door for a new account.
pub enum Opening {
    /// The one-time setup link.
    Setup(SetupToken),
    /// A partner's invitation.
    Invite(InviteCode),
    /// The link of two who invite a therapist, and what the therapist says about secrets.
    Therapist(InviteCode, Secrets),
    /// The host lets anybody in.
    Open,
}

/// What a new account is made of.
pub struct NewAccount {
    /// What opens the door.
    pub opening: Opening,
    /// The name to be called by.
    pub name: DisplayName,
    /// The name to sign in with.
    pub sign_in: SignInName,
    /// The passphrase, already found good enough.
    pub passphrase: SecretString,
}

/// How it ended.
pub enum Made {
    /// The account is there (and linked, if there was an invitation).
    Account {
        /// For the first session.
        opened: Opened,
        /// To be shown once.
        code: RecoveryCode,
    },
    /// Somebody else signs in with that name.
    NameTaken,
    /// The link was used, cancelled or has expired.
    LinkGone,
}

impl Accounts {
    /// Makes the account.
    ///
    /// # Errors
    /// When the derivation gate is full, or the database cannot be reached: nothing is kept then.
    pub async fn sign_up(&self, new: NewAccount) -> Result<Made, Error> {
        let now = self.clock.now();
        let person = PersonId::random();
        let (site, subject, passphrase) = (Arc::clone(&self.site), self.subject(person, 1), new.passphrase);
        let sealed = self.gate.derive(move || seal(&site, &passphrase, &subject)).await??;
        let keys = Arc::new(sealed.root.keys());
        let hand = Hand { instance: self.site.instance, person, epoch: 1, keys };

        let hash = match &new.opening {
            Opening::Invite(code) | Opening::Therapist(code, _) => code.hash(),
            Opening::Setup(_) | Opening::Open => [0; 32],
        };
        let asker = match new.opening {
            Opening::Invite(_) | Opening::Therapist(..) => Asker::Invited(person, &hash),
            Opening::Setup(_) | Opening::Open => Asker::Person(person),
        };
        let mut scope = Scope::begin(&self.pool, asker).await?;
        let row = NewPerson {
            id: person,
            name: &new.name,
            sign_in: &new.sign_in,
            public_key: hand.keys.public(),
            wrap: &sealed.wrap,
            recovery: &sealed.recovery,
            today: now.date(),
        };
        if !store::put(&mut scope, &row).await? {
            return Ok(Made::NameTaken);
        }
        let through = match &new.opening {
            Opening::Setup(token) => store::use_setup(&mut scope, token.hash(), self.only_first()).await?,
            Opening::Invite(code) => invite::accept(&mut scope, &hand, code, now).await? == Accepted::Linked,
            Opening::Therapist(code, secrets) => {
                matches!(link::accept(&mut scope, &hand, code, *secrets, now).await?, link::Accepted::Open(_))
            }
            Opening::Open => {
                store::open_up(&mut scope).await?;
                true
            }
        };
        if !through {
            return Ok(Made::LinkGone);
        }
        scope.commit().await?;
        let opened = Opened {
            person,
            epoch: 1,
            keys: sealed.root.keys(),
            mark: Mark(sealed.wrap.salt),
            second: None,
            spare_left: None,
        };
        Ok(Made::Account { opened, code: sealed.code })
    }
}

struct Sealed {
    root: Root,
    code: RecoveryCode,
    wrap: PassphraseWrap,
    recovery: RecoveryWrap,
}

fn seal(site: &Site, passphrase: &SecretString, subject: &Subject) -> Result<Sealed, VaultError> {
    let (root, code) = (Root::generate()?, RecoveryCode::generate()?);
    let wrap = PassphraseWrap::seal(&root, passphrase, subject, site.kdf, site.pepper.as_ref())?;
    let recovery = RecoveryWrap::seal(&root, &code, subject, 1)?;
    Ok(Sealed { root, code, wrap, recovery })
}
