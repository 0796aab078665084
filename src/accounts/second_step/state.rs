//! What codes are checked against: the seed, the spare codes that are left, and the codes that were used.
//!
//! What must stay true: it is read and written under a lock on its row, so that of two with the same code one wins; in
//! the database it is sealed.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::code::{Seed, Typed, window};
use crate::{
    vault::{FactorFields, FactorKey, SpareCode, VaultError},
    web::error::Error,
};

/// How many spare codes there are at first.
pub(super) const SPARE_CODES: usize = 10;

#[derive(Serialize, Deserialize)]
pub(super) struct State {
    seed: Seed,
    /// The steps whose code was given. The clock of the server may jump, so what lies ahead is kept, too.
    used: Vec<i64>,
    spare: Vec<[u8; 32]>,
}

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Took {
    /// It is right, and used up.
    Yes {
        /// How many spare codes are left.
        spare_left: usize,
    },
    /// It is wrong, too old, or was used before.
    No,
}

impl State {
    /// For a new seed, with its spare codes.
    pub(super) fn new(seed: Seed, key: &FactorKey) -> Result<(Self, Vec<SpareCode>), VaultError> {
        let codes = (0..SPARE_CODES).map(|_| SpareCode::generate()).collect::<Result<Vec<_>, _>>()?;
        let spare = codes.iter().map(|code| key.spare(code)).collect();
        Ok((Self { seed, used: Vec::new(), spare }, codes))
    }

    pub(super) fn open(fields: &FactorFields, key: &FactorKey, sealed: &[u8]) -> Result<Self, VaultError> {
        let plain = key.open(fields, sealed)?;
        serde_json::from_slice(&plain).map_err(|_| VaultError::Integrity)
    }

    pub(super) fn seal(&self, fields: &FactorFields, key: &FactorKey) -> Result<Vec<u8>, Error> {
        let plain = serde_json::to_vec(self).map_err(|error| Error::Internal(error.into()))?;
        Ok(key.seal(fields, &Zeroizing::new(plain))?)
    }

    /// Uses a code up, if it is right.
    pub(super) fn take(&mut self, typed: &Typed, key: &FactorKey, now: OffsetDateTime) -> Took {
        let right = match typed {
            Typed::Digits(digits) => self.take_digits(digits, now),
            Typed::Spare(code) => self.take_spare(&key.spare(code)),
        };
        if right { Took::Yes { spare_left: self.spare.len() } } else { Took::No }
    }

    fn take_digits(&mut self, digits: &str, now: OffsetDateTime) -> bool {
        let steps = self.seed.steps_of(digits, now);
        // two steps may show the same digits: whoever has seen them used once cannot use them again
        if steps.is_empty() || steps.iter().any(|step| self.used.contains(step)) {
            return false;
        }
        let oldest = *window(now).start();
        self.used.retain(|step| *step >= oldest);
        self.used.extend(steps);
        true
    }

    fn take_spare(&mut self, mac: &[u8; 32]) -> bool {
        let before = self.spare.len();
        self.spare.retain(|kept| !bool::from(subtle::ConstantTimeEq::ct_eq(&kept[..], &mac[..])));
        self.spare.len() < before
    }
}
