//! Choosing a passphrase: one is offered, and an own one is as welcome.
//!
//! What must stay true: a typed passphrase never comes back to a page; the offered words come back only when they are
//! the ones that this server offered in this form.

use data_encoding::BASE64URL_NOPAD;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use crate::{
    accounts::{DisplayName, SignInName, weakness},
    vault::generate_passphrase,
    web::{
        error::Error,
        forms::{Choice, Field, Opt, Problems},
        state::Site,
    },
};

/// What a form says about the passphrase.
#[derive(Deserialize)]
pub struct Posted {
    #[serde(default)]
    which: String,
    #[serde(default)]
    offered: String,
    #[serde(default)]
    offer: String,
    #[serde(default)]
    passphrase: String,
}

/// The fields of a form: the words on offer, the choice, and the field for an own one.
pub struct Chooser {
    /// Five words.
    pub words: String,
    /// Vouches for the words.
    pub offer: String,
    /// Which of the two.
    pub which: Choice,
    /// An own one.
    pub own: Field,
}

fn seal(site: &Site, words: &str, csrf: &str) -> String {
    BASE64URL_NOPAD.encode(&site.secret.mac("offer", &[words.as_bytes(), csrf.as_bytes()]))
}

fn is_ours(site: &Site, posted: &Posted, csrf: &str) -> bool {
    let mac = BASE64URL_NOPAD.decode(posted.offer.as_bytes()).unwrap_or_default();
    site.secret.verify("offer", &[posted.offered.as_bytes(), csrf.as_bytes()], &mac)
}

impl Chooser {
    /// With new words on offer, in the form with the token `csrf`.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new(site: &Site, csrf: &str) -> Result<Self, Error> {
        let words = generate_passphrase()?.expose_secret().to_owned();
        Ok(Self::with(site, csrf, words))
    }

    fn with(site: &Site, csrf: &str, words: String) -> Self {
        let options = vec![
            Opt::new("offered", "Use the five words above").hint("Write them down, or keep them in a password manager."),
            Opt::new("own", "Choose my own")
                .hint("Twelve characters or more. A few unrelated words work well. Choose one your partner does not know."),
        ];
        Self {
            offer: seal(site, &words, csrf),
            words,
            which: Choice::new("which", "Your passphrase", options),
            own: Field::new("passphrase", "Your own passphrase")
                .hint("Only if you choose your own.")
                .autocomplete("new-password"),
        }
    }

    /// The same form again, after something needed another look.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn again(site: &Site, csrf: &str, posted: &Posted, problems: &Problems) -> Result<Self, Error> {
        let mut chooser = if is_ours(site, posted, csrf) {
            Self::with(site, csrf, posted.offered.clone())
        } else {
            Self::new(site, csrf)?
        };
        chooser.which = chooser.which.choose(&[&posted.which]).checked(problems);
        chooser.own = chooser.own.checked(problems);
        Ok(chooser)
    }
}

impl Posted {
    /// The passphrase that was chosen, if it is taken; otherwise the problem is noted.
    pub fn chosen(
        &self,
        site: &Site,
        csrf: &str,
        sign_in: Option<&SignInName>,
        name: Option<&DisplayName>,
        problems: &mut Problems,
    ) -> Option<SecretString> {
        match (self.which.as_str(), self.passphrase.is_empty()) {
            ("offered", true) if is_ours(site, self, csrf) => Some(SecretString::from(self.offered.as_str())),
            ("offered", true) => {
                problems.add("which", "The offered words had become too old. Here are new ones.");
                None
            }
            ("offered", false) => {
                problems.add("which", "You chose the five words and typed another passphrase too. Say which one it is, and leave the field empty for the five words.");
                None
            }
            (_, true) => {
                problems.add("which", "Choose the five words, or type a passphrase of your own.");
                None
            }
            (_, false) => {
                let nobody = SignInName::parse("-");
                let sign_in = sign_in.or(nobody.as_ref())?;
                if let Some(weakness) = weakness(&self.passphrase, sign_in, name) {
                    problems.add("passphrase", weakness.says());
                    return None;
                }
                Some(SecretString::from(self.passphrase.as_str()))
            }
        }
    }
}
