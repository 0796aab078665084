//! The ways out: signing out, and "Leave quickly", which works whatever is wrong.

use std::time::Duration;

use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use tower_sessions::{Session, SessionStore as _};

use crate::web::{
    error::Error,
    form::CheckedForm,
    session::Store,
    state::{AppState, Site},
};

/// "Leave quickly" waits no longer than this for the session's row to be gone; it goes all the same.
const PATIENCE: Duration = Duration::from_secs(1);

/// The answer that forgets: no session cookie, nothing kept. The session's own layer would leave `Secure` out, and a
/// browser does not take the removal of a `__Host-` cookie without it.
fn forgetting(site: &Site, to: &str) -> Response {
    let secure = if site.https() { "; Secure" } else { "" };
    let cookie = format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}", site.cookie("s"));
    let mut answer = Redirect::to(to).into_response();
    let headers = answer.headers_mut();
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        headers.append(header::SET_COOKIE, cookie);
    }
    headers.insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    answer
}

/// A form with nothing in it but its token.
#[derive(serde::Deserialize)]
pub(super) struct Nothing {}

/// `POST /sign-out`
pub(super) async fn sign_out(
    State(state): State<AppState>,
    session: Session,
    _: CheckedForm<Nothing>,
) -> Result<Response, Error> {
    session.flush().await?;
    Ok(forgetting(&state.site, "/"))
}

/// `POST /leave`: no token and no questions, signed in or not. The cookie is not sent along from other sites
/// (`SameSite`), so nobody else can press this button. The row is deleted past the session's own layer, which would
/// turn a database that does not answer into an error page.
pub(super) async fn leave(State(state): State<AppState>, session: Session) -> Response {
    if let Some(id) = session.id() {
        let store = Store::new(state.pool.clone(), state.clock.clone(), state.site.instance);
        let deleting = tokio::spawn(async move { store.delete(&id).await });
        match tokio::time::timeout(PATIENCE, deleting).await {
            Ok(Ok(Ok(()))) => {}
            ended => tracing::error!(?ended, "somebody left, and their session could not be ended at once"),
        }
    }
    forgetting(&state.site, &state.site.exit_url)
}
