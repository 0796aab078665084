//! The one row of table `instance`: what this installation is. Only the owner may read it.

use data_encoding::BASE64URL_NOPAD;
use secrecy::{SecretBox, SecretString};
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

/// What this installation is.
#[derive(Clone, Debug)]
pub struct InstanceRow {
    /// Random, made by the first migration. Bound into everything that the vault seals.
    pub id: Uuid,
    /// The runtime role's login secret.
    pub runtime_secret: SecretString,
    /// For what the server itself has to recognise again (form tokens, for one).
    pub server_secret: std::sync::Arc<SecretBox<Vec<u8>>>,
}

/// The row, of which there is exactly one.
pub(super) async fn row(conn: &mut PgConnection) -> Result<InstanceRow, sqlx::Error> {
    let (id, runtime_secret, server_secret): (Uuid, String, Vec<u8>) =
        sqlx::query_as("select id, runtime_secret, server_secret from instance").fetch_one(conn).await?;
    let server_secret = std::sync::Arc::new(SecretBox::new(Box::new(server_secret)));
    Ok(InstanceRow { id, runtime_secret: runtime_secret.into(), server_secret })
}

/// A token for one start link; the database only ever holds its SHA-256.
#[derive(Clone)]
pub struct StartToken([u8; 16]);

impl StartToken {
    /// A new one, from the system's randomness.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// As it stands in the link.
    #[must_use]
    pub fn in_link(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    /// What the database holds.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash_of(&self.in_link())
    }
}

/// What the database holds for the token of a link: the SHA-256 of the text as it stands there.
#[must_use]
pub fn hash_of(in_link: &str) -> [u8; 32] {
    Sha256::digest(in_link.as_bytes()).into()
}

/// Makes this the one start link that works; the one before it stops working.
pub async fn keep_start_token(owner: impl PgExecutor<'_>, token: &StartToken) -> Result<(), sqlx::Error> {
    sqlx::query("update instance set setup_token_hash = $1")
        .bind(token.hash().as_slice())
        .execute(owner)
        .await
        .map(drop)
}

/// Whether anybody has made an account here. Not counted: a role that is no superuser sees no accounts, owner or not.
pub async fn is_opened(owner: impl PgExecutor<'_>) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("select opened from instance").fetch_one(owner).await
}
