//! All rooms behind one door: what every answer passes, in order, and the list of routes.

use axum::{Router, extract::DefaultBodyLimit, middleware};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

use super::{
    assets, error::Error, form::LARGEST, headers, health, here, live, rescue, routes::Routes, session::Store,
    signed_in::Passerby, state::AppState, trouble,
};
use crate::{
    accounts, apart, asking, checkins, conversations, couples, entries, guide, hard, noticing, parting,
    plans, practices, reflections, reminders, therapists, timeline, today,
};

/// How long a request may take.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(15);

/// Every route of every room.
#[must_use]
pub fn rooms() -> Routes {
    Routes::new()
        .merge(accounts::pages::routes())
        .merge(couples::pages::routes())
        .merge(apart::pages::routes())
        .merge(parting::pages::routes())
        .merge(therapists::pages::routes())
        .merge(today::pages::routes())
        .merge(entries::pages::routes())
        .merge(reflections::pages::routes())
        .merge(conversations::pages::routes())
        .merge(plans::pages::routes())
        .merge(reminders::pages::routes())
        .merge(checkins::pages::routes())
        .merge(checkins::trends::routes())
        .merge(checkins::moments::routes())
        .merge(noticing::pages::routes())
        .merge(asking::pages::routes())
        .merge(hard::pages::routes())
        .merge(timeline::pages::routes())
        .merge(practices::pages::routes())
        .merge(plans::doing::pages::routes())
        .with_listed(guide::routes::<AppState, Passerby>(), &guide::LIST)
        .post("/kept", rescue::kept)
        .get("/live", live::stream)
        .get("/here", here::ask)
        .post("/here", here::note)
        .get("/healthz", health::alive)
        .get("/readyz", health::ready)
}

/// No page: in the frame of whoever asks, so that the way out there ends their session, too.
async fn nowhere(_: Passerby) -> Error {
    Error::NotFound
}

/// The whole application.
pub fn router(state: AppState) -> Router {
    let sessions =
        SessionManagerLayer::new(Store::new(state.pool.clone(), state.clock.clone(), state.site.instance))
            .with_name(state.site.cookie("s"))
            .with_secure(state.site.https())
            .with_http_only(true)
            .with_same_site(SameSite::Lax)
            .with_path("/")
            .with_expiry(Expiry::OnSessionEnd);
    rooms()
        .with(assets::routes())
        .into_router()
        .fallback(nowhere)
        .layer(middleware::from_fn_with_state(state.clone(), rescue::rescue))
        .layer(sessions)
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(CatchPanicLayer::custom(trouble::panicked))
        .layer(middleware::from_fn(trouble::finish))
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(middleware::from_fn_with_state(state.shell.clone(), trouble::draw))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(state.site.clone(), headers::put))
        .with_state(state)
}
