//! The form that makes an account: the same for the first person and for the invited one.

use serde::Deserialize;

use super::passphrase::{Chooser, Posted};
use crate::{
    accounts::{DisplayName, NewAccount, Opening, SignInName},
    web::{
        error::Error,
        forms::{Field, Problems},
        state::Site,
    },
};

pub use super::begin::Beginning;

/// The form as it is sent.
#[derive(Deserialize)]
pub struct SignUpForm {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    sign_in: String,
    #[serde(flatten)]
    passphrase: Posted,
}

/// The form as it is shown.
pub struct SignUpFields {
    /// Where it goes.
    pub action: String,
    /// What needs another look.
    pub problems: Problems,
    /// The name to be called by.
    pub name: Field,
    /// The name to sign in with.
    pub sign_in: Field,
    /// The passphrase.
    pub passphrase: Chooser,
}

impl SignUpFields {
    /// An empty form that goes to `action`, with the token `csrf`.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new(site: &Site, csrf: &str, action: String) -> Result<Self, Error> {
        Ok(Self {
            action,
            problems: Problems::default(),
            name: Field::new("name", "What you are called here")
                .hint("The name your partner uses for you.")
                .autocomplete("given-name")
                .max(DisplayName::LONGEST)
                .required(),
            sign_in: Field::new("sign_in", "A name to sign in with")
                .hint("An e-mail address or any other name. Nobody else sees it, and nothing is sent to it.")
                .autocomplete("username")
                .max(SignInName::LONGEST)
                .required(),
            passphrase: Chooser::new(site, csrf)?,
        })
    }

    /// The form again, with what was typed (but not the passphrase).
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn again(site: &Site, action: String, form: &SignUpForm, problems: Problems) -> Result<Self, Error> {
        let fields = Self::new(site, &form.csrf, action)?;
        Ok(Self {
            name: fields.name.value(form.name.as_str()).checked(&problems),
            sign_in: fields.sign_in.value(form.sign_in.as_str()).checked(&problems),
            passphrase: Chooser::again(site, &form.csrf, &form.passphrase, &problems)?,
            action: fields.action,
            problems,
        })
    }
}

impl SignUpForm {
    /// The account that is asked for.
    ///
    /// # Errors
    /// What needs another look.
    pub fn read(&self, site: &Site, opening: Opening) -> Result<NewAccount, Problems> {
        let mut problems = Problems::default();
        let name = DisplayName::parse(&self.name);
        if name.is_none() {
            problems.add("name", "Give a name of 1 to 60 characters.");
        }
        let sign_in = SignInName::parse(&self.sign_in);
        if sign_in.is_none() {
            problems.add("sign_in", "Give a name to sign in with, of at most 254 characters.");
        }
        let passphrase =
            self.passphrase.chosen(site, &self.csrf, sign_in.as_ref(), name.as_ref(), &mut problems);
        match (name, sign_in, passphrase) {
            (Some(name), Some(sign_in), Some(passphrase)) => {
                Ok(NewAccount { opening, name, sign_in, passphrase })
            }
            _ => Err(problems),
        }
    }
}

/// What stands in the form when somebody else has that sign-in name.
#[must_use]
pub fn name_taken() -> Problems {
    let mut problems = Problems::default();
    problems.add("sign_in", "Somebody here signs in with that name already. Choose another one.");
    problems
}
