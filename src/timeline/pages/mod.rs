//! The pages of looking back and of finding again.
//!
//! What must stay true: they change nothing; a search is answered where it was sent, so that its words are in no address.

mod find;
mod past;
mod pieces;

use crate::web::routes::Routes;

/// The routes of this room.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/past", past::show)
        .get("/past/pieces", pieces::show)
        .get("/find", find::show)
        .post("/find", find::find)
}
