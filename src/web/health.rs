//! Whether it is alive, and whether it is ready.

use axum::{extract::State, http::StatusCode};
use sqlx::PgPool;

/// `GET /healthz`: alive.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// `GET /readyz`: the database answers, and the schema is the one this program brought (it does not start otherwise).
pub async fn ready(State(pool): State<PgPool>) -> (StatusCode, &'static str) {
    match sqlx::query_scalar!("select count(*) from instance").fetch_one(&pool).await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
