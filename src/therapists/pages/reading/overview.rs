//! The first page: who the two are, what their therapist sees and does not see, and what was shared last.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use super::{
    item::{RoomWay, ways},
    shelf::Shelf,
    timeline::Lines,
};
use crate::{
    entries::PinState,
    therapists::{
        self, Client, Of, Part,
        pages::window::{Sight, Window},
    },
    web::{
        error::Error,
        page::{Flash, Page, View, Who},
        show,
    },
};

/// What is the therapist's own on this page.
struct Own {
    id: String,
    label: String,
    compared: bool,
    /// Whose key is not the one that was met.
    changed: Option<String>,
}

#[derive(Template)]
#[template(path = "therapists/couple.html")]
struct Couple {
    page: Page,
    as_therapist: Option<String>,
    one: Who,
    two: Who,
    since: String,
    until: String,
    soon: bool,
    /// What was shared last; none when nothing is.
    lines: Option<Lines>,
    ways: Vec<RoomWay>,
    own: Option<Own>,
}

/// What was just done, by its code.
#[derive(Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    done: String,
}

async fn own(sight: &mut Sight) -> Result<Option<Own>, Error> {
    let Some(Of { id, couple, two, .. }) = &sight.of else { return Ok(None) };
    let (id, couple) = (id.to_string(), *couple);
    let changed: Vec<&str> = two
        .iter()
        .filter(|client| !matches!(client.pin, PinState::Holds(_)))
        .map(|client| client.name.as_str())
        .collect();
    let verified = |client: &Client| matches!(client.pin, PinState::Holds(pinned) if pinned.verified());
    let compared = two.iter().all(verified);
    let changed = (!changed.is_empty()).then(|| changed.join(" and "));
    let (scope, hand, _) = sight.visit.parts();
    let label = therapists::label(scope, hand, couple).await?;
    Ok(Some(Own { id, label, compared, changed }))
}

/// `GET /clients/{id}`, `GET /us/seen`
pub(super) async fn show(at: Window, Query(done): Query<Done>) -> Result<Response, Error> {
    let mut sight = at.looks_at(Part::Overview).await?;
    let own = own(&mut sight).await?;
    let flash = match done.done.as_str() {
        "label" if own.is_some() => Some("Kept. Only you see this label."),
        "words" if own.is_some() => Some("Noted: the words are the same."),
        _ => None,
    };
    let shelf = Shelf::open(&mut sight).await?;
    let lines = Lines::page(&sight, &shelf, 1);
    let ways = ways(&sight, &shelf);
    let page = sight.page("Overview").with_flash(flash.map(Flash::done));
    let view = Couple {
        page,
        lines,
        ways,
        own,
        since: sight.since.map(show::day).unwrap_or_default(),
        until: show::day(sight.until.date()),
        soon: sight.soon,
        one: sight.seated(crate::couples::Seat::One).clone(),
        two: sight.seated(crate::couples::Seat::Two).clone(),
        as_therapist: sight.as_therapist,
    };
    Ok(View(view).into_response())
}
