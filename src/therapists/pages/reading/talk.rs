//! The talks of which something is held, and the record of one: what was given of it, from both sides, in its own order.
//!
//! What must stay true: it says nothing of where a talk stands, and of a step without words not even that there is one.

use askama::Template;
use axum::response::{IntoResponse as _, Response};
use time::Date;

use super::{
    Names, id,
    shelf::{Shelf, What},
};
use crate::{
    conversations::pages::held::{self, Chapter},
    ids::ConversationId,
    therapists::{
        Part,
        pages::window::{Sight, Window},
    },
    web::{
        error::Error,
        page::{Page, View, Who},
        show::{self, Content, Shared},
    },
};

/// A talk in the list.
struct Row {
    href: String,
    name: Option<String>,
    line: String,
}

#[derive(Template)]
#[template(path = "therapists/reading/talks.html")]
struct List {
    page: Page,
    as_therapist: Option<String>,
    base: String,
    one: Who,
    two: Who,
    talks: Vec<Row>,
}

#[derive(Template)]
#[template(path = "therapists/reading/talk.html")]
struct Talk {
    page: Page,
    as_therapist: Option<String>,
    base: String,
    one: Who,
    two: Who,
    name: Option<String>,
    chapters: Vec<Chapter>,
    broken: Vec<Shared>,
}

/// `GET …/talks`
pub(super) async fn list(at: Window) -> Result<Response, Error> {
    let mut sight = at.looks_at(Part::Talk).await?;
    let shelf = Shelf::talks(&mut sight).await?;
    let mut found: Vec<(Date, ConversationId)> = Vec::new();
    // the newest come first, so the first of each talk is its latest
    for thing in &shelf.0 {
        match thing.about {
            Some(talk) if !found.iter().any(|(_, there)| *there == talk) => found.push((thing.on, talk)),
            _ => {}
        }
    }
    let row = |(on, talk): (Date, ConversationId)| Row {
        href: format!("{}/talk/{talk}", sight.base),
        name: held::name(shelf.pieces(talk)).map(ToOwned::to_owned),
        line: format!("Shared last on {}", show::day(on)),
    };
    let talks: Vec<Row> = found.into_iter().map(row).collect();
    if talks.is_empty() {
        return Err(Error::NotFound);
    }
    let page = sight.page("Talk");
    let Sight { as_therapist, base, two: [one, two], .. } = sight;
    Ok(View(List { page, as_therapist, base, one, two, talks }).into_response())
}

/// `GET …/talk/{talk}`
pub(super) async fn show(at: Window, names: Names) -> Result<Response, Error> {
    let mut sight = at.looks_at(Part::Talk).await?;
    let talk: ConversationId = id(&names, "talk")?;
    let shelf = Shelf::talks(&mut sight).await?;
    let of_it = || shelf.0.iter().filter(|thing| thing.about == Some(talk));
    if of_it().next().is_none() {
        return Err(Error::NotFound);
    }
    // whose text does not open is known, but not where it stands; one line for each of the two is enough
    let breaks = |id| of_it().any(|thing| thing.author == id && matches!(thing.what, What::Broken(_)));
    let broken = sight.ids.iter().zip(&sight.two).filter(|(id, _)| breaks(**id)).map(|(_, who)| Shared {
        who: who.clone(),
        what: "shared something".to_owned(),
        when: String::new(),
        content: Content::Broken,
    });
    let broken: Vec<Shared> = broken.collect();
    let name = held::name(shelf.pieces(talk)).map(ToOwned::to_owned);
    let chapters = held::chapters(&shelf.given(talk), &sight.two);
    let page = sight.page("Record");
    let Sight { as_therapist, base, two: [one, two], .. } = sight;
    Ok(View(Talk { page, as_therapist, base, one, two, name, chapters, broken }).into_response())
}
