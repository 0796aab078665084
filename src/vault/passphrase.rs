//! The root sealed under a passphrase. This row is the verifier: there is no second, cheaper hash to crack.
//!
//! What must stay true: the commitment is compared before anything is opened; the cost numbers, the salt and the
//! pepper's fingerprint are bound into the envelope, so a row that was put together from parts does not open.

use secrecy::{ExposeSecret, SecretString};

use super::{
    bound::{Bound, Subject},
    envelope::{self, Unopened},
    error::{OpenError, VaultError},
    kdf::{KdfParams, Pepper},
    labels::Purpose,
    root::Root,
    secret::{Key, hkdf_into, random, same},
    server::ServerSecret,
};

/// A root, sealed under a passphrase: the columns of a row.
#[derive(Clone, PartialEq, Eq)]
pub struct PassphraseWrap {
    /// What the derivation costs.
    pub params: KdfParams,
    /// The salt of the derivation.
    pub salt: [u8; 16],
    /// What tells a right passphrase from a wrong one.
    pub commitment: [u8; 32],
    /// The envelope that holds the root.
    pub sealed: Vec<u8>,
    /// Which pepper went in, if one did.
    pub pepper: Option<[u8; 8]>,
}

impl PassphraseWrap {
    /// Seals a root. Slow and large on purpose: call it off the async workers, behind the gate.
    pub fn seal(
        root: &Root,
        passphrase: &SecretString,
        subject: &Subject,
        params: KdfParams,
        pepper: Option<&Pepper>,
    ) -> Result<Self, VaultError> {
        Self::seal_with(root, passphrase, subject, params, pepper, (random()?, &random()?))
    }

    /// As [`Self::seal`], with the salt and the nonce from outside, for the golden file.
    pub(super) fn seal_with(
        root: &Root,
        passphrase: &SecretString,
        subject: &Subject,
        params: KdfParams,
        pepper: Option<&Pepper>,
        (salt, nonce): ([u8; 16], &[u8; envelope::NONCE]),
    ) -> Result<Self, VaultError> {
        let stretched =
            params.stretch(passphrase.expose_secret().as_bytes(), &salt, &subject.person, pepper)?;
        let mut wrap = Self {
            params,
            salt,
            commitment: *commitment(&stretched).bytes(),
            sealed: Vec::new(),
            pepper: pepper.map(Pepper::fingerprint),
        };
        wrap.sealed = envelope::seal(&kek(&stretched), &wrap.bound(subject), root.bytes(), nonce)?;
        Ok(wrap)
    }

    /// Opens the wrap. A pepper that the wrap was made without is left out; one that it needs must be the same.
    pub fn open(
        &self,
        passphrase: &SecretString,
        subject: &Subject,
        pepper: Option<&Pepper>,
    ) -> Result<Root, OpenError> {
        let pepper = match (self.pepper, pepper) {
            (None, _) => None,
            (Some(stored), Some(pepper)) if stored == pepper.fingerprint() => Some(pepper),
            (Some(_), _) => return Err(OpenError::Refused("the wrap was made with another pepper")),
        };
        let stretched = self
            .params
            .stretch(passphrase.expose_secret().as_bytes(), &self.salt, &subject.person, pepper)
            .map_err(|why| match why {
                VaultError::Refused(why) => OpenError::Refused(why),
                _ => OpenError::Damaged,
            })?;
        if !same(commitment(&stretched).bytes(), &self.commitment) {
            return Err(OpenError::WrongSecret);
        }
        let root =
            envelope::open(&kek(&stretched), &self.bound(subject), &self.sealed).map_err(
                |why| match why {
                    Unopened::Version(_) => OpenError::Refused("the wrap has a version that is not known"),
                    Unopened::Commitment | Unopened::Altered | Unopened::Short => OpenError::Damaged,
                },
            )?;
        Root::from_bytes(&root).map_err(|_| OpenError::Damaged)
    }

    /// Whether the cost is none of the compiled profiles any more, so that sign-in should seal the root anew.
    #[must_use]
    pub fn needs_rewrap(&self) -> bool {
        self.params != KdfParams::CURRENT && self.params != KdfParams::SMALL
    }

    /// Whether a wrap made now, with this profile and this pepper, would be a different one.
    #[must_use]
    pub fn needs_rewrap_for(&self, params: KdfParams, pepper: Option<&Pepper>) -> bool {
        self.params != params || self.pepper != pepper.map(Pepper::fingerprint)
    }

    /// A wrap for a name that nobody has: it costs what a real one costs and never opens.
    ///
    /// The same secret and name give the same wrap, so that trying twice tells nothing either.
    #[must_use]
    pub fn decoy(secret: &ServerSecret, name: &str, params: KdfParams, pepper: Option<&Pepper>) -> Self {
        let mut noise = [0; 16 + 32 + 32 + envelope::OVERHEAD];
        let context = Bound::keyed(Purpose::Decoy).field(name.as_bytes());
        hkdf_into(secret.bytes(), &[], context.as_bytes(), &mut noise);
        let (mut salt, mut commitment) = ([0; 16], [0; 32]);
        let (head, rest) = noise.split_at(16);
        let (middle, rest) = rest.split_at(32);
        salt.copy_from_slice(head);
        commitment.copy_from_slice(middle);
        let mut sealed = rest.to_vec();
        if let Some(first) = sealed.first_mut() {
            *first = envelope::VERSION;
        }
        Self { params, salt, commitment, sealed, pepper: pepper.map(Pepper::fingerprint) }
    }

    pub(super) fn bound(&self, subject: &Subject) -> Bound {
        Bound::of(Purpose::WrapPassphrase, subject)
            .number(self.params.memory_kib)
            .number(self.params.passes)
            .number(self.params.lanes)
            .field(&self.salt)
            .field(self.pepper.as_ref().map_or(&[], <[u8; 8]>::as_slice))
    }
}

pub(super) fn kek(stretched: &Key) -> Key {
    stretched.derive(&Bound::keyed(Purpose::PassphraseKey))
}

fn commitment(stretched: &Key) -> Key {
    stretched.derive(&Bound::keyed(Purpose::PassphraseCommitment))
}
