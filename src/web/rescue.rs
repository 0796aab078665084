//! Nothing typed is lost: when a form cannot be taken because its session has ended or its token is stale, its text is
//! kept as a draft first. The form's `held` field says whose it is (see `entries::HeldTag`). When it fails for another
//! reason, and so could not be kept either, the page about that gives the text back.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;
use tower_sessions::Session;

use super::{
    error::{Error, OnSofa, Trouble},
    form::{LARGEST, SameOrigin},
    signed_in,
    state::AppState,
};
use crate::entries::{self, HeldTag};

#[derive(Deserialize)]
struct Held {
    #[serde(default)]
    held: String,
    /// The path of the page that the form stands on.
    #[serde(default)]
    back: String,
}

fn is_form(request: &Request) -> bool {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"))
}

/// Reads a form whole before anything else happens (so that no handler waits for a slow browser while it holds a
/// connection), and keeps its text if it could not be taken.
pub async fn rescue(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || !is_form(&request) || request.uri().path() == "/kept" {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else { return Error::TooLarge.into_response() };
    let response = next.run(Request::from_parts(parts, Body::from(body.clone()))).await;
    let on_sofa = response.extensions().get::<OnSofa>().is_some();
    if !on_sofa && !matches!(response.status(), StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
        return give_back(response, &body);
    }
    match keep(&state, &body).await {
        Ok(_) if on_sofa => response,
        Ok(Some(back)) => {
            let back: String = data_encoding::HEXLOWER.encode(back.as_bytes());
            Redirect::to(&format!("/sign-in?kept={back}")).into_response()
        }
        Ok(None) => response,
        Err(error) => error.into_response(),
    }
}

/// What was typed into a form that failed; `web::trouble` puts it on the page.
#[derive(Clone, Debug)]
pub struct Typed(pub Vec<String>);

/// Fields of a writing form that nobody types.
const NOT_TYPED: [&str; 21] = [
    "csrf", "held", "back", "once", "number", "stamp", "part", "entry", "share", "private", "with", "change",
    "act", "line", "look", "choice", "need", "question", "to", "answer", "way",
];

fn give_back(mut response: Response, body: &[u8]) -> Response {
    let failed = response.extensions().get::<Trouble>().is_some();
    let Ok(fields) = serde_html_form::from_bytes::<Vec<(String, String)>>(body) else { return response };
    if failed && fields.iter().any(|(name, _)| name == "held") {
        let typed = fields
            .into_iter()
            .filter(|(name, text)| !NOT_TYPED.contains(&name.as_str()) && !text.trim().is_empty());
        response.extensions_mut().insert(Typed(typed.map(|(_, text)| text).collect()));
    }
    response
}

/// Keeps the form's text, if it carries a tag of ours; answers the page it stands on.
async fn keep(state: &AppState, body: &Bytes) -> Result<Option<String>, Error> {
    let Ok(form) = serde_html_form::from_bytes::<Held>(body) else { return Ok(None) };
    let now = state.clock.now();
    let Some(tag) = HeldTag::open(&form.held, &state.site.secret, now) else { return Ok(None) };
    entries::keep(&state.pool, state.site.instance, &tag, body, now).await?;
    Ok(Some(form.back))
}

/// What autosave is told.
#[derive(Serialize)]
struct Kept {
    at: String,
    signed_in: bool,
}

/// `POST /kept`: autosave. The tag is the permission, so it works when the session has ended; it says so then.
pub async fn kept(
    State(state): State<AppState>,
    _: SameOrigin,
    session: Session,
    body: Bytes,
) -> Result<Response, Error> {
    let now = state.clock.now();
    if keep(&state, &body).await?.is_none() {
        return Err(Error::Stale);
    }
    let signed_in = signed_in::login(&session, now).await?.is_some();
    let at = now.format(&Rfc3339).map_err(|error| Error::Internal(error.into()))?;
    Ok(axum::Json(Kept { at, signed_in }).into_response())
}
