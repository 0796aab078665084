//! stub
use crate::therapists::pages::{guard::Closed, window::Window};
use axum::response::{IntoResponse as _, Response};
pub(super) async fn show(_window: Window) -> Result<Response, Closed> {
    Ok("".into_response())
}
