//! The pages of this room: the two's own (`/us/therapist`), the link from the other side (`/with/{code}`), and what a
//! therapist has (`/clients`).
//!
//! What must stay true: whatever shows something of a couple's takes a `window::Window`, or the guard behind it, and
//! answers no unsafe method; what a therapist may change is their own (a label, leaving), and is asked for in their own
//! name.

mod come;
mod couple;
mod earlier;
mod ending;
mod guard;
mod label;
mod list;
mod reading;
mod seen;
mod us;
mod window;
mod words;

use crate::web::routes::Routes;

/// Its routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/us/therapist", us::show)
        .post("/us/therapist", us::act)
        .get("/us/therapist/earlier", earlier::show)
        .post("/us/therapist/earlier", earlier::share)
        .get("/us/therapist/end", ending::show)
        .post("/us/therapist/end", ending::end)
        .get("/us/therapist/words", words::show)
        .post("/us/therapist/words", words::compared)
        .get("/with/{code}", come::show)
        .post("/with/{code}", come::join)
        .post("/with/{code}/accept", come::accept)
        .get("/clients", list::show)
        .post("/clients", list::search)
        .get("/clients/{id}/words", couple::words)
        .post("/clients/{id}/words", couple::compared)
        .get("/clients/{id}/label", label::show)
        .post("/clients/{id}/label", label::keep)
        .get("/clients/{id}/leave", couple::leaving)
        .post("/clients/{id}/leave", couple::leave)
        .merge(reading::routes())
        .merge(seen::routes())
}
