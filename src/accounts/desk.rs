//! What the rules of this room need from the server, in one piece.

use std::sync::Arc;

use axum::extract::FromRef;
use sqlx::PgPool;

use super::Gate;
use crate::{
    clock::Clock,
    web::state::{AppState, Site},
};

/// Where accounts are made and opened: the database, the gate before derivations, the installation and the time.
#[derive(Clone)]
pub struct Accounts {
    pub(super) pool: PgPool,
    pub(super) gate: Gate,
    pub(super) site: Arc<Site>,
    pub(super) clock: Clock,
}

impl FromRef<AppState> for Accounts {
    fn from_ref(state: &AppState) -> Self {
        Self {
            pool: state.pool.clone(),
            gate: state.gate.clone(),
            site: Arc::clone(&state.site),
            clock: state.clock.clone(),
        }
    }
}
