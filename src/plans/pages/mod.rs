//! The pages of the plan: what holds, the three questions, one's own draft, proposing it and answering, and what came
//! before.

mod answer;
mod away;
mod draft;
mod file;
pub(crate) mod given;
mod item;
mod item_form;
mod propose;
mod question;
mod readers;
mod share;
mod show;
mod versions;
pub(crate) mod view;

use serde::Deserialize;

use crate::web::routes::Routes;

/// The routes of this room.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/plan", show::show)
        .post("/plan/answer", answer::answer)
        .get("/plan/questions/{n}", question::show)
        .post("/plan/questions/{n}", question::save)
        .get("/plan/questions/{n}/share", share::show)
        .post("/plan/questions/{n}/share", share::share)
        .get("/plan/questions/{n}/back", share::ask_back)
        .post("/plan/questions/{n}/back", share::take_back)
        .get("/plan/draft", draft::show)
        .post("/plan/draft", draft::save)
        .get("/plan/draft/away", away::ask)
        .post("/plan/draft/away", away::put_away)
        .get("/plan/draft/items/{item}", item::show)
        .post("/plan/draft/items/{item}", item::save)
        .get("/plan/propose", propose::show)
        .post("/plan/propose", propose::propose)
        .get("/plan/versions", versions::list)
        .get("/plan/versions/{version}", versions::show)
        .get("/plan/versions/{version}/readers", readers::show)
        .post("/plan/versions/{version}/readers", readers::choose)
        .get("/plan/plan.txt", file::text)
}

/// What was just done: a fixed word, never what somebody wrote.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Done {
    done: String,
}
