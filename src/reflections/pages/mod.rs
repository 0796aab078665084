//! The list of reflections, and one of them with its questions. What is kept becomes a note under "Your own pages".

mod beside;
mod list;
mod one;

use crate::web::routes::Routes;

/// The routes of this room.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/write/ideas", list::show)
        .get("/write/ideas/{number}", one::show)
        .post("/write/ideas/{number}", one::keep)
        .get("/write/ideas/{number}/beside", beside::show)
}
