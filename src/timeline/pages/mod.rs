//! The pages of looking back and of finding again.
//!
//! What must stay true: they change nothing; a search is answered where it was sent, so that its words are in no address.

mod find;
mod past;
mod pieces;

use time::{Date, macros::format_description};

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

/// A day of an address or a form. The calendar of the database begins later than the one of `time`.
fn day(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok().filter(|day| day.year() > 0)
}
