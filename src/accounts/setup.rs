//! The one-time setup link, which the start prints while there is no account (or `toward invite` makes).

use sha2::{Digest as _, Sha256};
use sqlx::PgPool;

use super::store;
use crate::{
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

/// Whether the link can still be used.
///
/// # Errors
/// When the database cannot be reached.
pub async fn is_offered(pool: &PgPool, token: &SetupToken) -> Result<bool, Error> {
    let mut scope = Scope::begin(pool, Asker::Nobody).await?;
    Ok(store::setup_matches(&mut *scope, token.hash()).await?)
}
