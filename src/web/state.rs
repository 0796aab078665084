//! What handlers are given: one state, in pieces that each handler names.

use std::sync::Arc;

use axum::extract::FromRef;
use sqlx::PgPool;
use tokio::sync::watch;

use crate::{
    accounts::Gate,
    clock::Clock,
    config::{Origin, SignUp},
    guide::GuideState,
    vault::{Instance, KdfParams, Pepper, ServerSecret},
    web::{live::Live, page::Shell},
};

/// What this installation is and was told, fixed from start to end.
pub struct Site {
    /// Bound into every envelope.
    pub instance: Instance,
    /// Authenticates form tokens and device cookies.
    pub secret: ServerSecret,
    /// The one truth for the origin.
    pub base_url: Origin,
    /// Where "Leave quickly" ends.
    pub exit_url: Arc<str>,
    /// Who may make an account.
    pub sign_up: SignUp,
    /// What a new passphrase wrap costs.
    pub kdf: KdfParams,
    /// The optional pepper.
    pub pepper: Option<Pepper>,
}

impl Site {
    /// Whether the origin is https: it decides the cookies' prefix and HSTS.
    #[must_use]
    pub fn https(&self) -> bool {
        self.base_url.as_str().starts_with("https:")
    }

    /// The cookie's name: with the `__Host-` prefix wherever browsers accept it, and neutral.
    #[must_use]
    pub fn cookie(&self, name: &str) -> String {
        if self.https() { format!("__Host-{name}") } else { name.to_owned() }
    }
}

/// Turns true when the server is about to stop, so that open streams end.
#[derive(Clone, Debug)]
pub struct Stopping(pub watch::Receiver<bool>);

/// The state behind all routes.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// The runtime role's connections; pages reach them through `db::Scope` only.
    pub pool: PgPool,
    /// The time.
    pub clock: Clock,
    /// The installation.
    pub site: Arc<Site>,
    /// What the frame of a page needs.
    pub shell: Shell,
    /// What the public pages show.
    pub guide: GuideState,
    /// Hints about changes.
    pub live: Live,
    /// The gate before the passphrase derivations.
    pub gate: Gate,
    /// The end of the server.
    pub stopping: Stopping,
}
