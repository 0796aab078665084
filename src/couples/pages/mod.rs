//! The pages of this room: the two, the invitation from both sides, the key phrase, the pace, leaving.

mod join;
mod leaving;
mod pace;
mod pace_form;
mod us;
mod words;

use crate::web::routes::Routes;

/// Its routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/join/{code}", join::show)
        .post("/join/{code}", join::join)
        .post("/join/{code}/accept", join::accept)
        .get("/us", us::show)
        .post("/us/invite", us::invite)
        .post("/us/invite/cancel", us::cancel)
        .get("/us/words", words::show)
        .post("/us/words", words::compared)
        .get("/us/pace", pace::show)
        .post("/us/pace", pace::suggest)
        .post("/us/pace/answer", pace::answer)
        .get("/us/leaving", leaving::show)
        .post("/us/leaving", leaving::leave)
}
