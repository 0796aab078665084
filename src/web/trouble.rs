//! The pages around an answer that did not go well, and the promise that a handler runs to its end.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    error::{Error, Trouble},
    error_page::ErrorPage,
    page::Shell,
    rescue::Typed,
    signed_in::Frame,
};

/// Draws a page around every answer of 400 and above that has none of its own.
pub async fn draw(State(shell): State<Shell>, mut request: Request, next: Next) -> Response {
    let frame = Frame::default();
    request.extensions_mut().insert(frame.clone());
    let response = next.run(request).await;
    let status = response.status();
    let own_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| {
        kind.as_bytes().starts_with(b"text/html") || kind.as_bytes().starts_with(b"application/json")
    });
    if !(status.is_client_error() || status.is_server_error()) || own_page {
        return response;
    }
    let mut page = ErrorPage::new(frame.page(&shell), status);
    if let Some(reference) =
        response.extensions().get::<Trouble>().and_then(|trouble| trouble.reference.clone())
    {
        page = page.with_reference(reference);
    }
    for text in response.extensions().get::<Typed>().into_iter().flat_map(|Typed(texts)| texts) {
        page = page.giving_back("What you wrote", text);
    }
    let mut drawn = page.into_response();
    for (name, value) in response.headers() {
        if *name != header::CONTENT_LENGTH && *name != header::CONTENT_TYPE {
            drawn.headers_mut().append(name, value.clone());
        }
    }
    drawn
}

/// Runs requests that may write to their end even when the browser hangs up, so that nothing is left half done
/// (security.md F3).
pub async fn finish(request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(error) => {
            Error::Internal(anyhow::anyhow!("a request did not run to its end: {error}")).into_response()
        }
    }
}

/// The answer to a panic: no payload, an empty 500 that `draw` puts a page around.
#[must_use]
pub fn panicked(_payload: Box<dyn std::any::Any + Send + 'static>) -> Response<Body> {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
