//! The scoped transaction: the only way for a page to a connection.
//!
//! What must stay true: the first statement of every transaction says who asks, or which secret they hold, and
//! row-level security answers for exactly that. It ends with the transaction, so a pooled connection never
//! carries one person's context to the next.

use std::ops::{Deref, DerefMut};

use data_encoding::HEXLOWER;
use sqlx::{AssertSqlSafe, PgConnection, PgPool, Postgres, Transaction};
use uuid::Uuid;

use crate::ids::{AccessId, PersonId};

/// Who asks, or which secret they hold. Everything in it is an id or a digest.
#[derive(Clone, Copy, Debug)]
pub enum Asker<'a> {
    /// Nobody: tables without personal data only.
    Nobody,
    /// A signed-in person, or the one whose account is being made.
    Person(PersonId),
    /// Somebody at the door with the digest of a sign-in name.
    Name(&'a [u8; 32]),
    /// A browser with a session, by the digest of its id.
    Session(&'a [u8; 32]),
    /// Somebody with an invitation, by the digest of its code.
    Invite(&'a [u8; 32]),
    /// A signed-in person with an invitation.
    Invited(PersonId, &'a [u8; 32]),
    /// A signed-in person who reads as the therapist of one access, or of all of theirs for their list. They find
    /// nothing there that their own partner shared with them.
    Therapist(PersonId, Option<AccessId>),
    /// A form that belonged to this person's session: it may keep an unfinished text for them, nothing else.
    Holder(PersonId),
    /// The jobs, which have no keys: what is due, the mails that wait, and where they go.
    Jobs,
    /// A calendar with a private address, by the digest of its token.
    Feed(&'a [u8; 32]),
    /// Whoever follows the link at the end of a mail, by the digest of its token.
    Stop(&'a [u8; 32]),
}

impl Asker<'_> {
    /// The settings as one `begin`. Ids and digests only, so there is nothing in it to escape.
    fn begin(self) -> String {
        let set = |name: &str, value: &str| format!("set local app.{name} = '{value}';");
        let settings = match self {
            Self::Nobody => String::new(),
            Self::Person(id) => set("person", &id.to_string()),
            Self::Name(digest) => set("name", &HEXLOWER.encode(digest)),
            Self::Session(digest) => set("session", &HEXLOWER.encode(digest)),
            Self::Invite(digest) => set("invite", &HEXLOWER.encode(digest)),
            Self::Invited(id, digest) => {
                set("person", &id.to_string()) + &set("invite", &HEXLOWER.encode(digest))
            }
            Self::Therapist(id, access) => {
                let access = access.map_or(Uuid::nil(), |access| access.0);
                set("person", &id.to_string()) + &set("access", &access.to_string())
            }
            Self::Holder(id) => set("holder", &id.to_string()),
            Self::Jobs => set("jobs", "on"),
            Self::Feed(digest) => set("feed", &HEXLOWER.encode(digest)),
            Self::Stop(digest) => set("stop", &HEXLOWER.encode(digest)),
        };
        format!("begin; {settings}")
    }
}

/// A transaction in which row-level security answers for one [`Asker`]. Dropped without [`Scope::commit`], it
/// rolls back.
#[derive(Debug)]
pub struct Scope {
    tx: Transaction<'static, Postgres>,
}

impl Scope {
    /// Begins a transaction for `asker`, in one round trip.
    ///
    /// # Errors
    /// When the database cannot be reached in time.
    pub async fn begin(pool: &PgPool, asker: Asker<'_>) -> Result<Self, sqlx::Error> {
        let tx = pool.begin_with(AssertSqlSafe(asker.begin())).await?;
        Ok(Self { tx })
    }

    /// Makes everything done in it last.
    ///
    /// # Errors
    /// When the database cannot be reached, or a deferred constraint is broken: then nothing of it is kept.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        self.tx.commit().await
    }
}

impl Deref for Scope {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.tx
    }
}

impl DerefMut for Scope {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.tx
    }
}
