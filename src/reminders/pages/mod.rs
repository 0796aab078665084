//! The pages of this room: one's own choices, the end of the mails, and the calendar.

mod calendar;
mod choices;
mod quiet;
mod settings;
mod stop;

use crate::web::routes::Routes;

/// Its routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/account/reminders", settings::show)
        .post("/account/reminders", choices::keep)
        .post("/account/reminders/address", settings::put_address)
        .post("/account/reminders/code", settings::confirm)
        .post("/account/reminders/mail", choices::mail)
        .post("/account/reminders/calendar", choices::calendar)
        .get("/stop/{token}", stop::ask)
        .post("/stop/{token}", stop::stop)
        .get("/cal/{file}", calendar::show)
}
