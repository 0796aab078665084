//! The guard for pages that ask for more than a passphrase: somebody who is signed in, and took the second step.
//!
//! What must stay true: it looks at the session's own record and at nothing a request says. Whoever switches the second
//! step off ends their other sessions, so a session that says yes is right.

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{signed_in::SignedIn, state::AppState};

/// Where it is switched on, and why somebody comes to that page.
pub const PAGE: &str = "/account/second-step?done=asked";

/// Somebody who is signed in and took the second step. Whoever did not is led to the page that switches it on.
pub struct SecondFactor(SignedIn);

impl SecondFactor {
    /// The visit, as every page takes it.
    #[must_use]
    pub fn signed_in(self) -> SignedIn {
        self.0
    }
}

impl FromRequestParts<AppState> for SecondFactor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let visit = SignedIn::from_request_parts(parts, state).await;
        let visit = visit.map_err(axum::response::IntoResponse::into_response)?;
        if visit.login().second_factor { Ok(Self(visit)) } else { Err(Redirect::to(PAGE).into_response()) }
    }
}
