//! `GET /today`: what waits for me, and where the talk stands. Nothing here counts, urges or compares.

use askama::Template;
use axum::response::{IntoResponse as _, Response};

use crate::{
    entries::{PinState, unopened},
    web::{
        error::Error,
        page::{Nav, Page, View},
        routes::Routes,
        show,
        signed_in::SignedIn,
    },
};

/// Its routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/today", today)
}

/// One line of "Waiting for you".
struct Waiting {
    href: String,
    icon: &'static str,
    title: String,
    meta: String,
}

#[derive(Template)]
#[template(path = "today/today.html")]
struct Today {
    page: Page,
    name: String,
    day: String,
    waiting: Vec<Waiting>,
    lede: &'static str,
    alone: bool,
}

/// More notes than this are found under "Write".
const MOST_NOTES: i64 = 5;

async fn today(mut visit: SignedIn) -> Result<Response, Error> {
    let mut waiting = Vec::new();
    of_the_account(&visit, &mut waiting);
    of_the_two(&visit, &mut waiting);
    let me = visit.me().id;
    let other = visit.other().map(|who| who.name);
    for note in unopened(&mut *visit.scope, me, MOST_NOTES).await? {
        waiting.push(Waiting {
            href: format!("/n/{}", note.id),
            icon: "letter",
            title: format!("{} shared a note with you", other.as_deref().unwrap_or("Your partner")),
            meta: format!("{}. Open it when you have a quiet moment.", show::day(note.on)),
        });
    }
    let lede = match waiting.len() {
        0 => "Nothing is waiting for you.",
        1 => "One thing is waiting. It does not have to be now.",
        _ => "Some things are waiting. None of them has to be now.",
    };
    let view = Today {
        page: visit.page("Today").at(Nav::Today),
        name: visit.me().name.clone(),
        day: show::weekday(visit.now.date()),
        waiting,
        lede,
        alone: visit.partner().is_none(),
    };
    Ok(View(view).into_response())
}

fn of_the_account(visit: &SignedIn, waiting: &mut Vec<Waiting>) {
    if visit.login().fresh_code.is_some() {
        waiting.push(Waiting {
            href: "/recovery-code".to_owned(),
            icon: "info",
            title: "Your recovery code is not put away yet".to_owned(),
            meta: "It is the only way back in if you forget your passphrase. It is shown until you say you have kept it."
                .to_owned(),
        });
    }
}

fn of_the_two(visit: &SignedIn, waiting: &mut Vec<Waiting>) {
    let Some(partner) = visit.partner() else { return };
    match partner.pin {
        PinState::Holds(pinned) if !pinned.verified() => waiting.push(Waiting {
            href: "/us/words".to_owned(),
            icon: "us",
            title: format!("Read six words to {}", partner.name),
            meta: "Once, when you are together or on the phone. If they are the same on both sides, nobody stands between you."
                .to_owned(),
        }),
        PinState::Holds(_) => {}
        PinState::Changed | PinState::Unknown => waiting.push(Waiting {
            href: "/us".to_owned(),
            icon: "alert",
            title: format!("Something about {}’s key has changed", partner.name),
            meta: "Sharing is paused until you have looked at it.".to_owned(),
        }),
    }
}
