//! Forms: one extractor for signed-in pages and one for the door, and both check where the form comes from.
//!
//! What must stay true: no form is read before the browser's word about its origin and its token were checked. Fields
//! that a form does not name are ignored, so that nobody can post a column.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{FromRef, FromRequest, FromRequestParts, Request},
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, de::DeserializeOwned};
use tower_sessions::Session;

use super::{
    error::Error,
    state::{AppState, Site},
    tokens,
};

/// The largest form: more than twenty times the longest text we ask for.
pub const LARGEST: usize = 256 * 1024;

/// A form of somebody who is signed in, after its checks.
pub struct CheckedForm<T>(pub T);

/// A form at the door (signing in, making an account), after its checks.
pub struct DoorForm<T>(pub T);

#[derive(Deserialize)]
struct Token {
    #[serde(default)]
    csrf: String,
}

async fn body(request: Request, state: &AppState) -> Result<Bytes, Error> {
    Bytes::from_request(request, state).await.map_err(|rejection| {
        if rejection.into_response().status() == 413 { Error::TooLarge } else { Error::Unreadable }
    })
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    serde_html_form::from_bytes(body).map_err(|error| {
        tracing::info!(%error, "a form could not be read");
        Error::Unreadable
    })
}

fn check(body: &[u8], right: &str) -> Result<(), Error> {
    let token: Token = parse(body)?;
    if tokens::matches(&token.csrf, right) { Ok(()) } else { Err(Error::Stale) }
}

impl<T: DeserializeOwned> FromRequest<AppState> for CheckedForm<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Error> {
        if !tokens::same_origin(request.headers(), &state.site) {
            return Err(Error::Stale);
        }
        let session = request.extensions().get::<Session>().cloned().ok_or(Error::SignInRequired)?;
        let id = session.id().ok_or(Error::SignInRequired)?;
        let body = body(request, state).await?;
        check(&body, &tokens::for_session(&state.site, id))?;
        parse(&body).map(Self)
    }
}

impl<T: DeserializeOwned> FromRequest<AppState> for DoorForm<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Error> {
        if !tokens::same_origin(request.headers(), &state.site) {
            return Err(Error::Stale);
        }
        let door = Door::read(request.headers(), &state.site).ok_or(Error::Stale)?;
        let body = body(request, state).await?;
        check(&body, &door.token(&state.site))?;
        parse(&body).map(Self)
    }
}

/// A request that comes from our own pages, for the few acts that need no token (leaving is never refused for want
/// of one).
pub struct SameOrigin;

impl FromRequestParts<AppState> for SameOrigin {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        if tokens::same_origin(&parts.headers, &state.site) { Ok(Self) } else { Err(Error::Stale) }
    }
}

/// The browser's door cookie: a random number that door forms are bound to, and proofs of who has signed in from this
/// browser before, so that somebody else's wrong guesses do not lock its owner out (OWASP "device cookies").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    nonce: [u8; 16],
    known: Vec<[u8; 16]>,
}

impl Door {
    const COOKIE: &'static str = "d";
    const MOST_KNOWN: usize = 4;

    /// A browser that was never here.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new() -> Result<Self, Error> {
        let mut nonce = [0; 16];
        getrandom::fill(&mut nonce)
            .map_err(|error| Error::Internal(anyhow::anyhow!("no randomness: {error}")))?;
        Ok(Self { nonce, known: Vec::new() })
    }

    fn read(headers: &axum::http::HeaderMap, site: &Site) -> Option<Self> {
        let jar = axum_extra::extract::CookieJar::from_headers(headers);
        let value = jar.get(&site.cookie(Self::COOKIE))?.value().to_owned();
        let bytes = BASE64URL_NOPAD.decode(value.as_bytes()).ok()?;
        let (nonce, known) = bytes.split_first_chunk::<16>()?;
        let known =
            known.chunks_exact(16).filter_map(|mac| mac.try_into().ok()).take(Self::MOST_KNOWN).collect();
        Some(Self { nonce: *nonce, known })
    }

    /// The token of this browser's door forms.
    #[must_use]
    pub fn token(&self, site: &Site) -> String {
        tokens::for_door(site, &self.nonce)
    }

    fn proof(&self, site: &Site, name_key: &[u8; 32]) -> Option<[u8; 16]> {
        site.secret.mac("device", &[&self.nonce, name_key]).first_chunk::<16>().copied()
    }

    /// Which counter of failed attempts this browser stands at for an account: its own, or everyone's.
    #[must_use]
    pub fn counter(&self, site: &Site, name_key: &[u8; 32]) -> [u8; 32] {
        let known = self.proof(site, name_key).is_some_and(|proof| self.known.contains(&proof));
        let which: &[u8] = if known { &self.nonce } else { b"anyone" };
        site.secret.mac("attempt", &[name_key, which])
    }

    /// The same browser, after somebody has signed in from it.
    #[must_use]
    pub fn having_met(mut self, site: &Site, name_key: &[u8; 32]) -> Self {
        if let Some(proof) = self.proof(site, name_key) {
            self.known.retain(|known| *known != proof);
            self.known.insert(0, proof);
            self.known.truncate(Self::MOST_KNOWN);
        }
        self
    }

    /// The cookie, for a year: it names nobody and opens nothing.
    #[must_use]
    pub fn cookie(&self, site: &Site) -> Option<HeaderValue> {
        let bytes = [self.nonce.as_slice(), &self.known.concat()].concat();
        let secure = if site.https() { "; Secure" } else { "" };
        HeaderValue::try_from(format!(
            "{}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}",
            site.cookie(Self::COOKIE),
            BASE64URL_NOPAD.encode(&bytes)
        ))
        .ok()
    }

    /// The answer with this browser's cookie on it.
    pub fn put(&self, site: &Site, answer: impl IntoResponse) -> Response {
        let mut response = answer.into_response();
        if let Some(cookie) = self.cookie(site) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

impl FromRequestParts<AppState> for Door {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let site = Arc::<Site>::from_ref(state);
        Self::read(&parts.headers, &site).map_or_else(Self::new, Ok)
    }
}
