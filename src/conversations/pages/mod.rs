//! The pages of the talk: what each is asked, what was shared, and the ways to share, to rest and to stop.
//!
//! What must stay true: only members reach a talk, and for everybody else it is not there; writing is private until the
//! share page; the rules refuse what comes out of turn, and what was typed is given back.

mod acting;
mod aloud;
mod asking;
mod back;
mod beside;
mod breaks;
mod calendar;
mod end;
mod feelings_only;
mod figures;
pub(crate) mod given;
pub(crate) mod held;
mod helping;
mod how;
mod list;
mod more;
mod new;
mod next_time;
mod notes;
mod offers;
mod own;
pub(crate) mod past;
mod pausing;
mod reading;
mod record;
mod reminding;
mod returning;
mod settled;
mod share;
mod sofa;
mod step;
mod together;
mod typed;
mod ways;
mod write;
mod writing;

use crate::web::routes::Routes;

/// Its routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/talk", list::show)
        .get("/talk/new", new::show)
        .post("/talk/new", new::begin)
        .get("/talk/pause", pausing::show)
        .post("/talk/pause", pausing::take)
        .get("/talk/notes", notes::before)
        .get("/talk/notes/{step}", notes::show_before)
        .post("/talk/notes/{step}", notes::save_before)
        .get("/talk/{id}", step::now)
        .get("/talk/{id}/{step}", step::show)
        .post("/talk/{id}/{step}", write::write)
        .get("/talk/{id}/notes", notes::of_talk)
        .get("/talk/{id}/notes/{step}", notes::show)
        .post("/talk/{id}/notes/{step}", notes::save)
        .get("/talk/{id}/notes/{step}/share/{line}", notes::show_line)
        .post("/talk/{id}/notes/{step}/share/{line}", notes::share_line)
        .get("/talk/{id}/share/{entry}", share::show)
        .post("/talk/{id}/share/{entry}", share::share)
        .get("/talk/{id}/back/{entry}", back::show)
        .post("/talk/{id}/back/{entry}", back::take)
        .post("/talk/{id}/on", acting::on)
        .get("/talk/{id}/break", breaks::show)
        .post("/talk/{id}/break", breaks::take)
        .get("/talk/{id}/rest", breaks::ask_rest)
        .post("/talk/{id}/rest", breaks::rest)
        .get("/talk/{id}/stop", breaks::ask_stop)
        .post("/talk/{id}/stop", breaks::stop)
        .get("/talk/{id}/how", how::show)
        .post("/talk/{id}/how", how::choose)
        .get("/talk/{id}/next", next_time::show)
        .post("/talk/{id}/next", next_time::choose)
        .get("/talk/{id}/only", feelings_only::show)
        .post("/talk/{id}/only", feelings_only::choose)
        .get("/talk/{id}/sofa", sofa::show)
        .post("/talk/{id}/sofa", sofa::act)
        .get("/talk/{id}/sofa/away", sofa::away::show)
        .post("/talk/{id}/sofa/away", sofa::away::take)
        .get("/talk/{id}/sofa/sign", sofa::sign::show)
        .post("/talk/{id}/sofa/sign", sofa::sign::sign)
        .get("/talk/{id}/time.ics", calendar::show)
        .get("/talk/{id}/record", record::show)
        .get("/talk/{id}/beside/{what}", beside::show)
        .get("/talk/{id}/more", more::show)
        .get("/talk/{id}/end", end::show)
        .post("/talk/{id}/settled", settled::mark)
}
