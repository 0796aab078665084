//! `GET /today`: what waits for me, and where the talk stands. Nothing here counts, urges or compares.

use askama::Template;
use axum::response::{IntoResponse as _, Response};
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::{
    conversations::{Standing, standing},
    couples::Seat,
    entries::{PinState, unopened},
    web::{
        error::Error,
        page::{Nav, Page, View, Who},
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
    /// The open talks, whether they wait for me or not.
    talks: Vec<Standing>,
    /// The last one that has ended.
    past: Option<Standing>,
    /// Me and the other one, when there are two.
    pair: Option<(Who, Who)>,
}

/// More notes than this are found under "Write".
const MOST_NOTES: i64 = 5;

async fn today(mut visit: SignedIn) -> Result<Response, Error> {
    let mut waiting = Vec::new();
    of_the_account(&visit, &mut waiting);
    of_the_two(&visit, &mut waiting);
    let (me, now) = (visit.me().id, visit.now);
    let (scope, hand, household) = visit.parts();
    let (past, talks): (Vec<_>, Vec<_>) =
        standing(scope, hand, household, now).await?.into_iter().partition(|talk| talk.over);
    for talk in talks.iter().filter(|talk| talk.waits_for_me) {
        waiting.push(Waiting {
            href: talk.href.clone(),
            icon: "talk",
            title: talk.name.clone(),
            meta: talk.line.clone(),
        });
    }
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
        page: visit.page("Today").at(Nav::Today).following("/live", stamp(&waiting, &talks)),
        name: visit.me().name.clone(),
        day: show::weekday(visit.now.date()),
        waiting,
        lede,
        alone: visit.partner().is_none(),
        pair: visit.other().map(|other| {
            if visit.me().seat == Seat::One { (visit.who(), other) } else { (other, visit.who()) }
        }),
        talks,
        past: past.into_iter().next(),
    };
    Ok(View(view).into_response())
}

/// What this page depends on: it changes when something the person may see has changed.
fn stamp(waiting: &[Waiting], talks: &[Standing]) -> String {
    let mut hash = Sha256::new();
    for one in waiting {
        hash.update(one.href.as_bytes());
        hash.update(one.meta.as_bytes());
    }
    for talk in talks {
        hash.update(talk.href.as_bytes());
        hash.update(talk.line.as_bytes());
    }
    HEXLOWER.encode(hash.finalize().first_chunk::<8>().unwrap_or(&[0; 8]))
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
    if visit.me().pace_waits {
        waiting.push(Waiting {
            href: "/us/pace".to_owned(),
            icon: "pause",
            title: format!("{} suggests another pace for your talks", partner.name),
            meta: "How long you sit together, and when you let it rest.".to_owned(),
        });
    }
}
