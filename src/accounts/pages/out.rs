//! The ways out: signing out, and "Leave quickly", which works whatever is wrong.
//!
//! What must stay true: leaving asks nobody. It goes to the person's own address when the form says which, in words that
//! this server vouched for, and to the host's address otherwise.

use std::time::Duration;

use askama::Template;
use axum::{
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use tower_sessions::{Session, SessionStore as _};

use crate::web::{
    error::Error,
    form::{CheckedForm, SameOrigin},
    page::View,
    session::Store,
    state::{AppState, Site},
    tokens,
};

/// "Leave quickly" waits no longer than this for the session's row to be gone; it goes all the same.
const PATIENCE: Duration = Duration::from_secs(1);

/// A page with nothing on it that goes on at once, and takes the session's cookie away. A redirect would not do: the
/// content policy would have to name the exit address on every page, a browser stops at an address that itself leads
/// on, the private page would stay on screen until a slow site answers, and what [`left`] does would come too early.
#[derive(Template)]
#[template(path = "accounts/gone.html")]
struct Gone<'a> {
    to: &'a str,
    icon: &'a str,
}

/// The session's own layer would leave `Secure` out, and a browser does not take the removal of a `__Host-` cookie
/// without it.
fn gone(state: &AppState, to: &str) -> Response {
    let site = &state.site;
    let secure = if site.https() { "; Secure" } else { "" };
    let cookie = format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}", site.cookie("s"));
    let mut answer = View(Gone { to, icon: state.shell.assets.icon_path() }).into_response();
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

/// `GET /left`: what the blank page loads, so that the browser forgets. Not earlier: while a page is still on screen,
/// this does not reach it. A browser drops a kept page when its cookie changes, but not a page that it came to by the
/// very answer that set the cookie (signing in), so without scripts "Back" would show that one.
pub(super) async fn left(_: SameOrigin) -> Response {
    let forget = HeaderName::from_static("clear-site-data");
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (forget, "\"cache\", \"storage\"")];
    (headers, "").into_response()
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
    Ok(gone(&state, "/"))
}

#[derive(Default, serde::Deserialize)]
struct Way {
    #[serde(default)]
    to: String,
    #[serde(default)]
    seal: String,
}

/// Where the form asks to go, if it stands on a page of ours and the address was chosen here.
fn chosen(site: &Site, headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let way: Way = serde_html_form::from_bytes(body).ok()?;
    let ours =
        tokens::same_origin(headers, site) && tokens::matches(&way.seal, &tokens::for_exit(site, &way.to));
    ours.then_some(way.to)
}

/// `POST /leave`: no token and no questions, signed in or not. The cookie is not sent along from other sites
/// (`SameSite`), so nobody else can press this button. The row is deleted past the session's own layer, which would
/// turn a database that does not answer into an error page.
pub(super) async fn leave(
    State(state): State<AppState>,
    session: Session,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    if let Some(id) = session.id() {
        let store = Store::new(state.pool.clone(), state.clock.clone(), state.site.instance);
        let deleting = tokio::spawn(async move { store.delete(&id).await });
        match tokio::time::timeout(PATIENCE, deleting).await {
            Ok(Ok(Ok(()))) => {}
            ended => tracing::error!(?ended, "somebody left, and their session could not be ended at once"),
        }
    }
    let to = chosen(&state.site, &headers, &body.unwrap_or_default());
    let to = to.as_deref().unwrap_or(&state.site.exit_url);
    gone(&state, to)
}
