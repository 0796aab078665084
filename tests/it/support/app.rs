//! The whole application over a database of its own, with a clock that stands still until it is moved.

use std::sync::Arc;

use axum::Router;
use sqlx::PgPool;
use tokio::sync::watch;
use toward::{
    clock::Clock,
    config::Config,
    db::{self, Database},
    jobs,
    reminders::Post,
    vault::KdfParams,
    web::{router, state::AppState},
};

use super::{cluster, visitor::Visitor};

/// The application under test.
pub struct TestApp {
    /// The router, as the program serves it.
    pub router: Router,
    /// The state behind it.
    pub state: AppState,
    /// The clock: `clock.advance(..)`.
    pub clock: Clock,
    /// What it was told.
    pub config: Config,
    /// The database, with the owner's connections for looking behind the curtain.
    pub database: Database,
    _stop: watch::Sender<bool>,
}

impl TestApp {
    /// A new installation with its setup link unused.
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// The same with other settings.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        let name = cluster::database().await;
        let config = cluster::config_for(&name, settings);
        let database = cluster::open(&config).await;
        let clock = Clock::fixed(time::macros::datetime!(2026-03-02 19:30 UTC));
        let (stop, stopping) = watch::channel(false);
        let mut state =
            AppState::new(&config, &database.instance, database.runtime.clone(), clock.clone(), stopping)
                .expect("a state");
        // the floor's cost: a hundred sign-ins must not take a minute
        Arc::get_mut(&mut state.site).expect("the only one").kdf =
            KdfParams { memory_kib: 19456, passes: 2, lanes: 1 };
        let router = router::router(state.clone());
        Self { router, state, clock, config, database, _stop: stop }
    }

    /// The desk at which the jobs work; each call gives another one, as another process would have.
    pub fn post(&self) -> Post {
        jobs::post(&self.config, &self.state)
    }

    /// Somebody with a browser of their own.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.router.clone())
    }

    /// The owner's connections: no row-level security if it is a superuser.
    pub fn owner(&self) -> &PgPool {
        &self.database.owner
    }

    /// The runtime role's connections, without a scope.
    pub fn runtime(&self) -> &PgPool {
        &self.database.runtime
    }

    /// A new setup link's path.
    pub async fn setup_path(&self) -> String {
        let token = db::instance::StartToken::random().expect("randomness");
        db::instance::keep_start_token(self.owner(), &token).await.expect("kept");
        format!("/start/{}", token.in_link())
    }
}
