//! The session: what it holds, and our store for `tower-sessions`.
//!
//! What must stay true (security.md 2.6, F1, F2): the cookie's value is never stored, the row's key is its SHA-256;
//! the record is sealed under a key that only the cookie gives; a save is an update and never an insert, so that a
//! slow request cannot bring back a session that was signed out; a session holds keys, and never the root.

use std::fmt;

use async_trait::async_trait;
use serde::Deserialize;
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};
use tower_sessions::{
    Expiry, Session, SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};
use zeroize::Zeroizing;

use crate::{
    clock::Clock,
    db::{Asker, Scope},
    ids::PersonId,
    vault::{Instance, SessionFields, SessionSeal},
    web::{halfway::HALFWAY, login::Login},
};

/// The one value in a session.
pub const LOGIN: &str = "login";
/// A record is filled up with blanks to a multiple of so many bytes.
const STEP: usize = 2048;

/// The key of a session's row.
#[must_use]
pub fn row_key(id: Id) -> [u8; 32] {
    seal_of(id).row_key()
}

/// Puts the record into the session. The cookie lasts as long as the session: every save writes it anew, and without
/// this one that was to stay would shrink to the browser's own session.
///
/// # Errors
/// When the session cannot be read.
pub async fn put(session: &Session, login: &Login, now: OffsetDateTime) -> SessionResult {
    let left = Duration::seconds(login.expires_at - now.unix_timestamp());
    let expiry = if login.stay { Expiry::OnInactivity(left) } else { Expiry::OnSessionEnd };
    session.set_expiry(Some(expiry));
    session.insert(LOGIN, login).await
}

/// Begins a session for `login` in place of the one that this browser had, under a new number. Its row is written
/// at once.
///
/// # Errors
/// When the database cannot be reached.
pub async fn begin(session: &Session, login: &Login, now: OffsetDateTime) -> SessionResult {
    // A browser without a session has none to end.
    if session.id().is_some() {
        session.flush().await?;
    }
    put(session, login, now).await?;
    session.save().await
}

/// Goes on under a new number.
///
/// # Errors
/// When the database cannot be reached.
pub async fn renew(session: &Session, login: &Login, now: OffsetDateTime) -> SessionResult {
    session.cycle_id().await?;
    put(session, login, now).await
}

type SessionResult = std::result::Result<(), tower_sessions::session::Error>;

/// Sessions in PostgreSQL.
#[derive(Clone)]
pub struct Store {
    pool: PgPool,
    clock: Clock,
    instance: Instance,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

struct Row {
    person: PersonId,
    epoch: i32,
    sealed: Vec<u8>,
    expires_at: OffsetDateTime,
}

/// What is bound to a record and stands in its row, whether somebody is signed in or only half (`web::halfway`).
#[derive(Deserialize)]
struct Head {
    person: PersonId,
    epoch: u32,
    expires_at: i64,
    idle_until: i64,
}

struct Sealed {
    person: PersonId,
    epoch: i32,
    bytes: Vec<u8>,
    idle_until: OffsetDateTime,
    expires_at: OffsetDateTime,
}

fn backend(error: impl fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

fn seal_of(id: Id) -> SessionSeal {
    SessionSeal::from_id(&id.0.to_be_bytes())
}

impl Store {
    /// A store over the runtime role's connections.
    #[must_use]
    pub fn new(pool: PgPool, clock: Clock, instance: Instance) -> Self {
        Self { pool, clock, instance }
    }

    fn seal(&self, record: &Record) -> Result<Sealed> {
        let held = record.data.get(LOGIN).or_else(|| record.data.get(HALFWAY));
        let held = held.ok_or_else(|| backend("a session without a person"))?;
        let login = Head::deserialize(held).map_err(|error| Error::Encode(error.to_string()))?;
        let fields = SessionFields {
            instance: self.instance,
            person: *login.person.bytes(),
            epoch: login.epoch,
            expires_at: login.expires_at,
        };
        let mut plain = Zeroizing::new(Vec::with_capacity(2 * STEP));
        serde_json::to_writer(&mut *plain, &record.data).map_err(|error| Error::Encode(error.to_string()))?;
        // One length for all: it must not tell who leaves to an address of their own, or waits for a code.
        let padded = plain.len().next_multiple_of(STEP);
        plain.resize(padded, b' ');
        let at = |seconds| OffsetDateTime::from_unix_timestamp(seconds).map_err(backend);
        Ok(Sealed {
            person: login.person,
            epoch: i32::try_from(login.epoch).map_err(backend)?,
            bytes: seal_of(record.id).seal(&fields, &plain).map_err(backend)?,
            idle_until: at(login.idle_until)?,
            expires_at: at(login.expires_at)?,
        })
    }

    fn open(&self, id: Id, row: &Row) -> Result<Option<Record>> {
        let fields = SessionFields {
            instance: self.instance,
            person: *row.person.bytes(),
            epoch: u32::try_from(row.epoch).map_err(backend)?,
            expires_at: row.expires_at.unix_timestamp(),
        };
        let Ok(plain) = seal_of(id).open(&fields, &row.sealed) else {
            tracing::warn!("a session's record was altered");
            return Ok(None);
        };
        let data = serde_json::from_slice(&plain).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id, data, expiry_date: row.expires_at }))
    }

    /// Notes that the session is being used, and answers it; none when it has ended. The row is locked meanwhile: a
    /// page says this beside other requests of the same session, and must not undo what they change in the record.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn touch(&self, id: Id) -> Result<Option<Login>> {
        let now = self.clock.now();
        let key = seal_of(id).row_key();
        let mut scope = Scope::begin(&self.pool, Asker::Session(&key)).await.map_err(backend)?;
        let row = sqlx::query_as!(
            Row,
            r#"select person_id as "person: PersonId", epoch, sealed, expires_at
               from session where key = $1 and idle_until > $2 and expires_at > $2 for update"#,
            key.as_slice(),
            now
        )
        .fetch_optional(&mut *scope)
        .await
        .map_err(backend)?;
        let Some(mut record) = row.map_or(Ok(None), |row| self.open(id, &row))? else { return Ok(None) };
        let Some(login) = record.data.get(LOGIN) else { return Ok(None) };
        let mut login = Login::deserialize(login).map_err(|error| Error::Decode(error.to_string()))?;
        if !login.runs(now) {
            return Ok(None);
        }
        login.use_now(now);
        let value = serde_json::to_value(&login).map_err(|error| Error::Encode(error.to_string()))?;
        record.data.insert(LOGIN.to_owned(), value);
        let sealed = self.seal(&record)?;
        sqlx::query!(
            "update session set sealed = $2, idle_until = $3 where key = $1",
            key.as_slice(),
            sealed.bytes,
            sealed.idle_until
        )
        .execute(&mut *scope)
        .await
        .map_err(backend)?;
        scope.commit().await.map_err(backend)?;
        Ok(Some(login))
    }
}

#[async_trait]
impl SessionStore for Store {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            // Always a number of our own: an emptied session still has the number that its browser came with, and
            // that one may have been put there by somebody else.
            record.id = Id::default();
            let sealed = self.seal(record)?;
            let key = seal_of(record.id).row_key();
            let mut scope = Scope::begin(&self.pool, Asker::Session(&key)).await.map_err(backend)?;
            let done = sqlx::query!(
                "insert into session (key, person_id, epoch, sealed, idle_until, expires_at)
                 values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
                key.as_slice(),
                sealed.person.0,
                sealed.epoch,
                sealed.bytes,
                sealed.idle_until,
                sealed.expires_at
            )
            .execute(&mut *scope)
            .await
            .map_err(backend)?;
            scope.commit().await.map_err(backend)?;
            if done.rows_affected() == 1 {
                return Ok(());
            }
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let sealed = self.seal(record)?;
        let key = seal_of(record.id).row_key();
        let mut scope = Scope::begin(&self.pool, Asker::Session(&key)).await.map_err(backend)?;
        // No row: it was signed out in the meantime, and stays so.
        sqlx::query!(
            "update session set sealed = $2, idle_until = $3, expires_at = $4 where key = $1",
            key.as_slice(),
            sealed.bytes,
            sealed.idle_until,
            sealed.expires_at
        )
        .execute(&mut *scope)
        .await
        .map_err(backend)?;
        scope.commit().await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let key = seal_of(*id).row_key();
        let mut scope = Scope::begin(&self.pool, Asker::Session(&key)).await.map_err(backend)?;
        let row = sqlx::query_as!(
            Row,
            r#"select person_id as "person: PersonId", epoch, sealed, expires_at
               from session where key = $1 and idle_until > $2 and expires_at > $2"#,
            key.as_slice(),
            self.clock.now()
        )
        .fetch_optional(&mut *scope)
        .await
        .map_err(backend)?;
        scope.commit().await.map_err(backend)?;
        row.map_or(Ok(None), |row| self.open(*id, &row))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let key = seal_of(*id).row_key();
        let mut scope = Scope::begin(&self.pool, Asker::Session(&key)).await.map_err(backend)?;
        sqlx::query!("delete from session where key = $1", key.as_slice())
            .execute(&mut *scope)
            .await
            .map_err(backend)?;
        scope.commit().await.map_err(backend)
    }
}
