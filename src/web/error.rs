//! How a page can fail. The visitor reads only text of ours; the cause is logged once, here.
//!
//! What must stay true: what is not there and what is not yours are the same answer. The page around the sentence is
//! drawn by `web::trouble`, which knows the frame.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

/// How a page can fail.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or not for you.
    #[error("not found")]
    NotFound,
    /// It was theirs to read, and no longer is.
    #[error("no longer open")]
    Over,
    /// The session has ended, or there was none.
    #[error("sign-in required")]
    SignInRequired,
    /// The phone lies between two people, and this page is not for both: where it shows what is.
    #[error("the phone lies between two")]
    OnSofa(String),
    /// The form's token does not belong to this session.
    #[error("the form is stale")]
    Stale,
    /// The form is unreadable.
    #[error("the form is unreadable")]
    Unreadable,
    /// The form is larger than anything we ask for.
    #[error("the form is too large")]
    TooLarge,
    /// It changed in the meantime.
    #[error("it changed in the meantime")]
    Conflict,
    /// Too many attempts: try again after so many seconds.
    #[error("too many attempts")]
    TooMany(u32),
    /// Something that is needed is not there just now.
    #[error("busy")]
    Busy,
    /// Our failure.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
                tracing::error!(%error, "the database is out of reach");
                Self::Busy
            }
            error => Self::Internal(error.into()),
        }
    }
}

impl From<crate::vault::VaultError> for Error {
    fn from(error: crate::vault::VaultError) -> Self {
        Self::Internal(error.into())
    }
}

impl From<tower_sessions::session::Error> for Error {
    fn from(error: tower_sessions::session::Error) -> Self {
        use tower_sessions::{session, session_store};
        match error {
            session::Error::Store(session_store::Error::Backend(cause)) => {
                tracing::error!(cause, "sessions are out of reach");
                Self::Busy
            }
            error => Self::Internal(error.into()),
        }
    }
}

/// What `web::trouble` finds on an answer that needs a page around it.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// The reference that stands on the page and in the log.
    pub reference: Option<String>,
}

/// What `web::rescue` finds on the answer to a form that came from a phone that lies between two.
#[derive(Clone, Copy, Debug)]
pub struct OnSofa;

impl Error {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Over => StatusCode::GONE,
            Self::SignInRequired => StatusCode::UNAUTHORIZED,
            Self::OnSofa(_) => StatusCode::SEE_OTHER,
            Self::Stale => StatusCode::FORBIDDEN,
            Self::Unreadable => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::OnSofa(path) = self {
            let mut response = Redirect::to(&path).into_response();
            response.extensions_mut().insert(OnSofa);
            return response;
        }
        let reference = if let Self::Internal(error) = &self {
            let reference = reference();
            tracing::error!(reference, error = format!("{error:#}"), "a page failed");
            Some(reference)
        } else {
            None
        };
        let mut response = self.status().into_response();
        match self {
            Self::TooMany(seconds) => {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            Self::Busy => {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(5));
            }
            _ => {}
        }
        response.extensions_mut().insert(Trouble { reference });
        response
    }
}

/// A short random reference, to find the cause in the log without telling it.
fn reference() -> String {
    uuid::Uuid::new_v4().simple().to_string().chars().take(8).collect::<String>().to_uppercase()
}
