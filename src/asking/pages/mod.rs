//! stub
use crate::web::routes::Routes;
/// The routes of this room.
#[must_use]
pub fn routes() -> Routes { Routes::new() }
