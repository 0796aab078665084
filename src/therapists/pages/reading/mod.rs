//! What is read through the window: the first page, what was shared by date, one text in full, and the talks.
//!
//! What must stay true: every line here comes from something that the therapist holds, and from nothing else; where
//! nothing is held there is nothing, not a gap, not a number, not a way that leads to an empty page.

mod item;
mod one;
mod overview;
mod shelf;
mod talk;
mod timeline;
mod told;

use std::collections::HashMap;

use axum::extract::Path;

pub(super) use told::{Told, told};

use crate::web::{error::Error, routes::Routes};

/// The names in an address, whichever of the two ways it begins.
type Names = Path<HashMap<String, String>>;

/// Its routes: the therapist's way in, and the two's own.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clients/{id}", overview::show)
        .get("/clients/{id}/timeline", timeline::show)
        .get("/clients/{id}/shared/{entry}", one::show)
        .get("/clients/{id}/talks", talk::list)
        .get("/clients/{id}/talk/{talk}", talk::show)
        .get("/us/seen", overview::show)
        .get("/us/seen/timeline", timeline::show)
        .get("/us/seen/shared/{entry}", one::show)
        .get("/us/seen/talks", talk::list)
        .get("/us/seen/talk/{talk}", talk::show)
}

/// The id that stands in an address under this name. What is no id is not there.
fn id<T: std::str::FromStr>(names: &HashMap<String, String>, name: &str) -> Result<T, Error> {
    names.get(name).and_then(|id| id.parse().ok()).ok_or(Error::NotFound)
}
