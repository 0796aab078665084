//! The seed, the six digits it gives at a time (RFC 6238: SHA-1, thirty seconds), and what somebody typed.

use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use time::OffsetDateTime;
use totp_rs::{Builder, Secret};
use zeroize::{Zeroize as _, ZeroizeOnDrop};

use crate::{
    vault::{SpareCode, VaultError},
    web::error::Error,
};

/// How long a code is shown, in seconds.
const STEP: i64 = 30;
/// A clock may be so many steps ahead or behind.
const DRIFT: i64 = 1;
const DIGITS: usize = 6;

/// What the app and this server both know: 160 random bits, as RFC 4226 asks for.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Seed([u8; 20]);

impl Drop for Seed {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl ZeroizeOnDrop for Seed {}

impl TryFrom<String> for Seed {
    type Error = VaultError;

    fn try_from(mut text: String) -> Result<Self, VaultError> {
        let bytes = BASE32_NOPAD.decode(text.as_bytes()).unwrap_or_default();
        text.zeroize();
        bytes.try_into().map(Self).map_err(|_| VaultError::Length("the seed of a second factor"))
    }
}

impl From<Seed> for String {
    fn from(seed: Seed) -> Self {
        BASE32_NOPAD.encode(&seed.0)
    }
}

impl Seed {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn generate() -> Result<Self, Error> {
        let mut seed = Self([0; 20]);
        getrandom::fill(&mut seed.0)
            .map_err(|error| Error::Internal(anyhow::anyhow!("no randomness: {error}")))?;
        Ok(seed)
    }

    /// As it is typed into an app: eight groups of four characters.
    #[must_use]
    pub fn groups(&self) -> Vec<String> {
        let text = BASE32_NOPAD.encode(&self.0);
        text.as_bytes().chunks(4).map(|group| group.iter().copied().map(char::from).collect()).collect()
    }

    /// As an app reads it from the picture. No name of a person is in it: apps keep it in lists and in copies elsewhere.
    #[must_use]
    pub fn address(&self) -> String {
        format!("otpauth://totp/Toward?secret={}&issuer=Toward", BASE32_NOPAD.encode(&self.0))
    }

    /// The six digits of a step.
    fn at(&self, step: i64) -> Option<String> {
        let seconds = u64::try_from(step.checked_mul(STEP)?).ok()?;
        let totp = Builder::new().with_secret(Secret::new_stack(self.0)).build_noncompliant();
        Some(totp.generate(seconds).to_string())
    }

    /// The steps around now that show these digits: usually one, none when they are wrong.
    pub(super) fn steps_of(&self, digits: &str, now: OffsetDateTime) -> Vec<i64> {
        window(now)
            .filter(|&step| {
                self.at(step).is_some_and(|right| bool::from(right.as_bytes().ct_eq(digits.as_bytes())))
            })
            .collect()
    }
}

/// The steps whose codes are taken now.
pub(super) fn window(now: OffsetDateTime) -> std::ops::RangeInclusive<i64> {
    let step = now.unix_timestamp().div_euclid(STEP);
    step - DRIFT..=step + DRIFT
}

/// What somebody typed, if it can be a code at all.
pub(super) enum Typed {
    /// Six digits from the app.
    Digits(String),
    /// A spare code.
    Spare(SpareCode),
}

impl Typed {
    /// Reads it. Spaces and hyphens do not matter.
    pub(super) fn read(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if plain.len() == DIGITS && plain.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::Digits(plain));
        }
        SpareCode::parse(text).ok().map(Self::Spare)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the seed is "12345678901234567890"; its eight digits, cut to the last six.
    #[test]
    fn the_codes_are_those_of_the_rfc() {
        let seed = Seed(*b"12345678901234567890");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(seed.at(seconds / STEP).as_deref(), Some(code), "{seconds}");
        }
        assert_eq!(seed.at(-1), None);
    }

    #[test]
    fn one_step_of_drift_is_taken_each_way_and_no_more() {
        let seed = Seed(*b"12345678901234567890");
        let at = |seconds| OffsetDateTime::from_unix_timestamp(seconds).unwrap();
        let step = 1_000_000;
        let code = seed.at(step).unwrap();
        for (seconds, taken) in [
            ((step - 1) * STEP - 1, false),
            ((step - 1) * STEP, true),
            (step * STEP, true),
            ((step + 2) * STEP - 1, true),
            ((step + 2) * STEP, false),
        ] {
            assert_eq!(seed.steps_of(&code, at(seconds)) == [step], taken, "{seconds}");
        }
    }

    #[test]
    fn a_seed_reads_back_from_its_groups_and_has_no_name_in_it() {
        let seed = Seed::generate().unwrap();
        assert_eq!(seed.groups().iter().map(String::len).collect::<Vec<_>>(), [4; 8]);
        assert_eq!(Seed::try_from(seed.groups().concat()).unwrap().0, seed.0);
        assert!(Seed::try_from("ABCD".to_owned()).is_err());
        assert_eq!(
            seed.address(),
            format!("otpauth://totp/Toward?secret={}&issuer=Toward", seed.groups().concat())
        );
    }

    #[test]
    fn six_digits_are_a_code_however_they_are_spaced_and_ten_characters_a_spare_one() {
        for typed in ["123456", " 123 456 ", "123-456"] {
            assert!(matches!(Typed::read(typed), Some(Typed::Digits(digits)) if digits == "123456"));
        }
        let spare = SpareCode::generate().unwrap();
        for typed in [spare.shown(), spare.shown().to_lowercase(), spare.shown().replace('-', " ")] {
            let Some(Typed::Spare(read)) = Typed::read(&typed) else { panic!("{typed}") };
            assert_eq!(read.shown(), spare.shown());
        }
        for typed in ["", "12345", "1234567", "１２３４５６", "abc", "12345678901"] {
            assert!(Typed::read(typed).is_none(), "{typed}");
        }
    }
}
