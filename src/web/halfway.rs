//! Between the passphrase and the second step: a session of a kind of its own.
//!
//! What must stay true: no page but the one that asks for the code accepts it. It has no [`Login`](super::login::Login)
//! and so to every guard it is as if nobody were signed in. It ends after ten minutes, and with every other session of
//! the person when they change their passphrase or their second step.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use tower_sessions::{Expiry, Session};

use super::error::Error;
use crate::{
    accounts::{Half, SignInName},
    ids::{ConversationId, PersonId},
};

/// The one value in such a session.
pub const HALFWAY: &str = "halfway";
/// The page that asks for the code.
pub const PATH: &str = "/sign-in/code";
/// How long it waits for the code.
pub const WAITS: Duration = Duration::minutes(10);

/// Somebody whose passphrase (or recovery code) was right, and how their session will begin.
#[derive(Serialize, Deserialize)]
pub struct Halfway {
    person: PersonId,
    epoch: u32,
    expires_at: i64,
    idle_until: i64,
    /// What waits.
    pub half: Half,
    name: String,
    /// Whether they asked to stay signed in.
    pub stay: bool,
    /// Where to go on.
    pub next: String,
    /// The talk whose sofa pages the session shows and nothing else.
    pub sofa: Option<ConversationId>,
}

impl Halfway {
    /// Waits from now on, for whoever gave this name.
    #[must_use]
    pub fn begin(half: Half, name: &SignInName, now: OffsetDateTime) -> Self {
        let until = (now + WAITS).unix_timestamp();
        Self {
            person: half.person(),
            epoch: half.epoch(),
            expires_at: until,
            idle_until: until,
            half,
            name: name.as_str().to_owned(),
            stay: false,
            next: String::new(),
            sofa: None,
        }
    }

    /// And goes on there.
    #[must_use]
    pub fn going_to(self, next: impl Into<String>) -> Self {
        Self { next: next.into(), ..self }
    }

    /// And stays signed in, or not.
    #[must_use]
    pub fn staying(self, stay: bool) -> Self {
        Self { stay, ..self }
    }

    /// And stays on the sofa pages of this talk.
    #[must_use]
    pub fn on_sofa(self, talk: ConversationId) -> Self {
        Self { sofa: Some(talk), ..self }
    }

    /// The name that they gave.
    #[must_use]
    pub fn name(&self) -> Option<SignInName> {
        SignInName::parse(&self.name)
    }
}

/// Begins it in place of the session that this browser had, under a new number.
///
/// # Errors
/// When the database cannot be reached.
pub async fn begin(session: &Session, halfway: &Halfway) -> Result<(), Error> {
    if session.id().is_some() {
        session.flush().await?;
    }
    session.set_expiry(Some(Expiry::OnSessionEnd));
    session.insert(HALFWAY, halfway).await?;
    Ok(session.save().await?)
}

/// Who waits in this browser, if anybody still does.
///
/// # Errors
/// When the database cannot be reached.
pub async fn waiting(session: &Session, now: OffsetDateTime) -> Result<Option<Halfway>, Error> {
    if session.id().is_none() {
        return Ok(None);
    }
    let halfway = session.get::<Halfway>(HALFWAY).await?;
    Ok(halfway.filter(|halfway| now.unix_timestamp() < halfway.expires_at))
}
