//! Who is let into a therapist's pages, and into those of one couple.
//!
//! What must stay true: no page of a couple is made without a [`TherapistOf`], and there is none without an access that
//! runs, a second step at signing in, a short session, and a method that changes nothing. What is looked at is noted
//! before it is shown. An access that was theirs and has ended says so, calmly; any other id is not there.

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
    response::{IntoResponse, Redirect, Response},
};
use std::collections::HashMap;

use crate::{
    db::{Asker, Scope},
    ids::AccessId,
    therapists::{self, Of, Part, access::Stage},
    web::{error::Error, second_factor, session, signed_in::SignedIn, state::AppState},
};

/// What PostgreSQL answers when a policy or a right does not allow it.
const REFUSED: &str = "42501";

/// Somebody in their own pages as a therapist. As long as anybody lets them read, the session is a short one and has
/// taken the second step; for anybody else there is nothing behind these pages.
pub(super) struct Seeing(pub(super) SignedIn);

/// The therapist of one couple, reading.
pub(super) struct TherapistOf {
    visit: SignedIn,
    of: Of,
    pool: sqlx::PgPool,
}

/// Why nobody is let in.
pub(super) enum Closed {
    /// As any page fails.
    Error(Error),
    /// With a page of its own.
    Page(Response),
}

impl<E: Into<Error>> From<E> for Closed {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl IntoResponse for Closed {
    fn into_response(self) -> Response {
        match self {
            Self::Error(error) => error.into_response(),
            Self::Page(page) => page,
        }
    }
}

impl FromRequestParts<AppState> for Seeing {
    type Rejection = Closed;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Closed> {
        let mut visit = SignedIn::from_request_parts(parts, state).await?;
        let me = visit.me().id;
        if !therapists::sees_others(&mut *visit.scope, me, visit.now).await? {
            return Ok(Self(visit));
        }
        let mut login = visit.login().clone();
        if login.shorten(visit.now) {
            session::put(visit.session(), &login, visit.now).await.map_err(Error::from)?;
            visit.shell = state.shell.of(&login, &state.site);
        }
        if visit.login().second_factor {
            Ok(Self(visit))
        } else {
            Err(Closed::Page(Redirect::to(second_factor::PAGE).into_response()))
        }
    }
}

/// The access that the address names.
async fn named(parts: &mut Parts, state: &AppState) -> Result<AccessId, Error> {
    let Path(names) = Path::<HashMap<String, String>>::from_request_parts(parts, state)
        .await
        .map_err(|_| Error::NotFound)?;
    names.get("id").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)
}

impl FromRequestParts<AppState> for TherapistOf {
    type Rejection = Closed;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Closed> {
        let changes = !parts.method.is_safe();
        let Seeing(mut visit) = Seeing::from_request_parts(parts, state).await?;
        if changes {
            return Err(Error::NotFound.into());
        }
        let id = named(parts, state).await?;
        let of = find(&mut visit, id).await?;
        if matches!(of.stage, Stage::Open { .. }) {
            return Ok(Self { visit, of, pool: state.pool.clone() });
        }
        // an access whose time was over is ended from here on for everybody
        visit.scope.commit().await.map_err(Error::from)?;
        Err(Error::Over.into())
    }
}

/// One access of the visitor's own; `NotFound` when it was never theirs.
pub(super) async fn find(visit: &mut SignedIn, id: AccessId) -> Result<Of, Error> {
    let now = visit.now;
    let (scope, hand, _) = visit.parts();
    therapists::of(scope, hand, id, now).await?.ok_or(Error::NotFound)
}

impl TherapistOf {
    /// Lets the page be made, after what is looked at was noted for the two.
    ///
    /// # Errors
    /// When the database cannot be reached; [`Error::Over`] when the access has ended a moment ago.
    pub(super) async fn looks_at(self, part: Part) -> Result<(SignedIn, Of), Error> {
        let Self { mut visit, of, pool } = self;
        let mut scope = Scope::begin(&pool, Asker::Person(visit.me().id)).await?;
        // row-level security takes no note of a therapist who is none any more
        therapists::note(&mut scope, of.id, part, visit.now.date()).await.map_err(|error| {
            let refused = error.as_database_error().and_then(sqlx::error::DatabaseError::code).as_deref()
                == Some(REFUSED);
            if refused { Error::Over } else { error.into() }
        })?;
        scope.commit().await?;
        // from here on row-level security shows what hangs on this access, and nothing of their own partner's
        visit.scope = Scope::begin(&pool, Asker::Therapist(visit.me().id, Some(of.id))).await?;
        Ok((visit, of))
    }
}
