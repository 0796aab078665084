//! One text in full: a note, a line, a mark, an answer, a setback.

use askama::Template;
use axum::response::{IntoResponse as _, Response};

use super::{Names, id, item::figure, shelf::Shelf};
use crate::{
    ids::EntryId,
    therapists::{
        Part,
        pages::window::{Sight, Window},
    },
    web::{
        error::Error,
        page::{Page, View, Who},
        show::Shared,
    },
};

#[derive(Template)]
#[template(path = "therapists/reading/one.html")]
struct Full {
    page: Page,
    as_therapist: Option<String>,
    base: String,
    one: Who,
    two: Who,
    shared: Shared,
}

/// `GET …/shared/{entry}`
pub(super) async fn show(at: Window, names: Names) -> Result<Response, Error> {
    let mut sight = at.looks_at(Part::Timeline).await?;
    let entry: EntryId = id(&names, "entry")?;
    let shelf = Shelf::open(&mut sight).await?;
    let thing = shelf.0.iter().find(|thing| thing.id == entry).ok_or(Error::NotFound)?;
    let shared = figure(&sight, &shelf, thing).ok_or(Error::NotFound)?;
    let page = sight.page("Record");
    let Sight { as_therapist, base, two: [one, two], .. } = sight;
    Ok(View(Full { page, as_therapist, base, one, two, shared }).into_response())
}
