//! The one-time setup link, which the start prints while there is no account (or `toward invite` makes).

use sha2::{Digest as _, Sha256};

use super::{Accounts, store};
use crate::{
    config::SignUp,
    db::{Asker, Scope},
    web::error::Error,
};

/// The token of a setup link. Only its SHA-256 is stored.
#[derive(Clone)]
pub struct SetupToken([u8; 32]);

impl SetupToken {
    /// From the link's last part.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// What is stored.
    #[must_use]
    pub fn hash(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Accounts {
    /// Whether a setup link opens the first account only, and not one more couple's.
    pub(super) fn only_first(&self) -> bool {
        self.site.sign_up == SignUp::FirstCouple
    }

    /// Whether the link can still be used.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn is_offered(&self, token: &SetupToken) -> Result<bool, Error> {
        let mut scope = Scope::begin(&self.pool, Asker::Nobody).await?;
        Ok(store::setup_matches(&mut *scope, token.hash(), self.only_first()).await?)
    }
}
