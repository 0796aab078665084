//! What was shared, by date, the newest first: a page at a time.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use super::{
    item::{Item, items},
    shelf::Shelf,
};
use crate::{
    therapists::{
        Part,
        pages::window::{Sight, Window},
    },
    web::{
        error::Error,
        page::{Page, View, Who},
    },
};

/// So many lines stand on a page.
const LINES: usize = 15;

/// Some lines of the timeline.
pub(super) struct Lines {
    /// The lines.
    pub(super) items: Vec<Item>,
    /// Where there are later ones.
    pub(super) later: Option<String>,
    /// Where there are earlier ones.
    pub(super) earlier: Option<String>,
}

impl Lines {
    /// The page with this number, counted from one. None when there is no such page.
    pub(super) fn page(sight: &Sight, shelf: &Shelf, number: usize) -> Option<Self> {
        let mut items = items(sight, shelf);
        let from = number.checked_sub(1)?.checked_mul(LINES)?;
        if from >= items.len() {
            return None;
        }
        let mut rest = items.split_off(from);
        let more = rest.len() > LINES;
        rest.truncate(LINES);
        let path = |number: usize| format!("{}/timeline?page={number}", sight.base);
        let later = match number {
            1 => None,
            2 => Some(sight.base.clone()),
            number => Some(path(number - 1)),
        };
        Some(Self { items: rest, later, earlier: more.then(|| path(number + 1)) })
    }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: String,
}

#[derive(Template)]
#[template(path = "therapists/reading/timeline.html")]
struct Timeline {
    page: Page,
    as_therapist: Option<String>,
    base: String,
    one: Who,
    two: Who,
    lines: Lines,
}

/// `GET …/timeline?page=2`
pub(super) async fn show(at: Window, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let mut sight = at.looks_at(Part::Timeline).await?;
    let number = if asked.page.is_empty() { 1 } else { asked.page.parse().map_err(|_| Error::NotFound)? };
    let shelf = Shelf::open(&mut sight).await?;
    let lines = Lines::page(&sight, &shelf, number).ok_or(Error::NotFound)?;
    let page = sight.page("Overview");
    let Sight { as_therapist, base, two: [one, two], .. } = sight;
    Ok(View(Timeline { page, as_therapist, base, one, two, lines }).into_response())
}
