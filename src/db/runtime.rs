//! The role that pages log in with, and its pool.
//!
//! Must stay true: the role is named after the installation, so two of them can share a server; its secret reaches the
//! server only as a SCRAM verifier, so no statement log can hold it; an existing role is never given other rights here,
//! because a role that somebody changed has to be refused by `verify`, not quietly repaired.

use std::time::Duration;

use anyhow::{Context, Result};
use data_encoding::{BASE64, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use sqlx::{
    AssertSqlSafe, Executor, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::instance::InstanceRow;

/// The group that the migrations grant table rights to.
const GROUP: &str = "toward_runtime";
/// What PostgreSQL itself uses. The secret is random, so more rounds would add nothing.
const ROUNDS: u32 = 4096;

/// The runtime role of one installation.
pub(super) struct Role {
    /// `toward_app_` and eight hexadecimal digits: safe to write into a statement.
    pub(super) name: String,
    secret: SecretString,
}

impl Role {
    pub(super) fn of(instance: &InstanceRow) -> Self {
        let id = HEXLOWER.encode(instance.id.as_bytes());
        let name = format!("toward_app_{}", id.get(..8).unwrap_or(&id));
        Self { name, secret: instance.runtime_secret.clone() }
    }

    /// Makes the role if need be, and makes sure that it can log in and belongs to the group.
    pub(super) async fn ensure(&self, owner: &mut PgConnection) -> Result<()> {
        let name = &self.name;
        let exists: bool = sqlx::query_scalar("select exists(select from pg_roles where rolname = $1)")
            .bind(name)
            .fetch_one(&mut *owner)
            .await?;
        let verifier = verifier(self.secret.expose_secret())?;
        let login = if exists {
            format!("alter role {name} login password '{verifier}'")
        } else {
            format!("create role {name} login inherit password '{verifier}'")
        };
        let hint = "The owner's account of DATABASE_URL must be allowed to make a role (CREATEROLE)";
        owner.execute(AssertSqlSafe(login)).await.context(hint)?;
        let member: bool = sqlx::query_scalar("select pg_has_role($1, $2, 'member')")
            .bind(name)
            .bind(GROUP)
            .fetch_one(&mut *owner)
            .await
            .with_context(|| format!("the role {GROUP}"))?;
        if !member {
            let grant = format!("grant {GROUP} to {name}");
            owner.execute(AssertSqlSafe(grant)).await.with_context(|| {
                format!("The owner's account of DATABASE_URL must be allowed to grant the role {GROUP}")
            })?;
        }
        Ok(())
    }

    /// The pool for pages, on the same server as the owner's login.
    pub(super) fn pool(&self, owner: &PgConnectOptions) -> PgPool {
        let options = owner.clone().username(&self.name).password(self.secret.expose_secret()).options([
            ("statement_timeout", "5s"),
            ("lock_timeout", "2s"),
            ("idle_in_transaction_session_timeout", "10s"),
        ]);
        PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(3))
            // The roll-back below finds a dead connection just as well, so one round trip does for both.
            .test_before_acquire(false)
            .before_acquire(|conn, _| Box::pin(async move { Ok(leave_transaction(conn).await) }))
            .connect_lazy_with(options)
    }
}

/// Leaves a transaction that a cancelled request may have left open; otherwise what is written next would be lost with
/// it. `false`: the connection is of no use any more.
///
/// A bare `rollback` would do the same, but the server writes a warning to its log for each one outside a transaction.
async fn leave_transaction(conn: &mut PgConnection) -> bool {
    match conn.execute("begin; rollback").await {
        Ok(_) => true,
        // In a transaction that has failed, `begin` fails too.
        Err(sqlx::Error::Database(_)) => conn.execute("rollback").await.is_ok(),
        Err(_) => false,
    }
}

/// RFC 5802: what the server keeps in place of the secret. The salt follows from the secret, so that two instances that
/// start at once write the same.
fn verifier(secret: &str) -> Result<String> {
    let salt_source = Sha256::digest([b"toward/scram/".as_slice(), secret.as_bytes()].concat());
    let salt = salt_source.get(..16).context("a digest has 32 bytes")?;
    let salted = salted(secret.as_bytes(), salt, ROUNDS)?;
    let client_key = mac(&salted, b"Client Key")?;
    let stored = BASE64.encode(&Sha256::digest(client_key));
    let server = BASE64.encode(&mac(&salted, b"Server Key")?);
    Ok(format!("SCRAM-SHA-256${ROUNDS}:{}${stored}:{server}", BASE64.encode(salt)))
}

/// PBKDF2 with HMAC-SHA-256, for one block.
fn salted(secret: &[u8], salt: &[u8], rounds: u32) -> Result<[u8; 32]> {
    let mut last = mac(secret, &[salt, &[0, 0, 0, 1]].concat())?;
    let mut sum = last;
    for _ in 1..rounds {
        last = mac(secret, &last)?;
        sum.iter_mut().zip(last).for_each(|(sum, byte)| *sum ^= byte);
    }
    Ok(sum)
}

fn mac(key: &[u8], text: &[u8]) -> Result<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).context("any length of key will do")?;
    mac.update(text);
    Ok(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn salting_matches_rfc_7677() {
        // RFC 7677, section 3: user "user", secret "pencil", 4096 rounds.
        let salt = BASE64.decode(b"W22ZaJ0SNY7soEsUEjb6gQ==").unwrap();
        let salted = salted(b"pencil", &salt, 4096).unwrap();
        let auth = "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
                    s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        let server_key = mac(&salted, b"Server Key").unwrap();
        let signature = mac(&server_key, auth.as_bytes()).unwrap();
        assert_eq!(BASE64.encode(&signature), "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }
}
