//! The pages of this room: the first one, the ways in, the way out, and one's own account.

mod account;
mod begin;
mod code;
mod first;
mod leaving;
mod local;
mod out;
mod passphrase;
mod recover;
mod second_code;
mod second_step;
mod sign_in;
pub mod signing_up;
mod spare;
mod start;

use crate::web::routes::Routes;

pub use begin::{Beginning, begin};
pub use sign_in::wait;
pub use start::{link_gone, notice};

/// Its routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/", first::show)
        .get("/start", start::show_open)
        .post("/start", start::open)
        .get("/start/{token}", start::show)
        .post("/start/{token}", start::start)
        .get("/recovery-code", code::show)
        .post("/recovery-code", code::kept)
        .get("/sign-in", sign_in::show)
        .post("/sign-in", sign_in::sign_in)
        .get("/sign-in/code", second_code::show)
        .post("/sign-in/code", second_code::give)
        .get("/recover", recover::show)
        .post("/recover", recover::recover)
        .post("/sign-out", out::sign_out)
        .post("/leave", out::leave)
        .get("/left", out::left)
        .get("/account", account::show)
        .get("/account/passphrase", account::show_passphrase)
        .post("/account/passphrase", account::change_passphrase)
        .get("/account/second-step", second_step::show)
        .post("/account/second-step", second_step::act)
        .get("/account/second-step/codes", spare::show)
        .post("/account/second-step/codes", spare::kept)
        .get("/account/leaving", leaving::show)
        .post("/account/leaving", leaving::keep)
        .get("/account/recovery-code", account::show_code)
        .post("/account/recovery-code", account::new_code)
}
