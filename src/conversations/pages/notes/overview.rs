//! The eight sheets: how many lines there are in each, for their author alone.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};

use super::Ground;
use crate::{
    conversations::{
        Step,
        pages::asking,
        prompts,
        sheets::{self, Found, Sheet},
    },
    web::{
        error::Error,
        page::{Nav, Page, View},
        signed_in::SignedIn,
    },
};

/// One step.
struct Row {
    href: String,
    number: u8,
    title: &'static str,
    meta: String,
}

#[derive(Template)]
#[template(path = "conversations/notes.html")]
struct Notes {
    page: Page,
    /// The talk, and what it is called.
    talk: Option<(String, String)>,
    heading: &'static str,
    lede: &'static str,
    rows: Vec<Row>,
}

/// `GET /talk/notes`
pub(in crate::conversations::pages) async fn before(visit: SignedIn) -> Result<Response, Error> {
    let ground = Ground::before(&visit);
    show(visit, ground).await
}

/// `GET /talk/{id}/notes`
pub(in crate::conversations::pages) async fn of_talk(
    mut visit: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    show(visit, Ground::of(talk)).await
}

async fn show(mut visit: SignedIn, ground: Ground) -> Result<Response, Error> {
    let mut rows = Vec::new();
    for step in Step::ALL {
        let spot = ground.spot(&visit, step);
        let (scope, hand, _) = visit.parts();
        let meta = match sheets::read(scope, hand, spot).await? {
            Found::Sheet(sheet, _) => count(&sheet),
            Found::Broken => "Something here does not open".to_owned(),
        };
        let number = step.number();
        rows.push(Row { href: format!("{}/{number}", ground.path), number, title: step.title(), meta });
    }
    let prompt = if ground.talk.is_some() { prompts::NOTES } else { prompts::NOTES_BEFORE };
    let page = Notes {
        page: visit.page("Notes").at(Nav::Talk),
        talk: ground.talk.map(|talk| (format!("/talk/{}", talk.id), talk.name().to_owned())),
        heading: prompt.heading,
        lede: prompt.lede,
        rows,
    };
    Ok(View(page).into_response())
}

/// How many lines there are, in words.
fn count(sheet: &Sheet) -> String {
    let lines = match sheet.lines.len() {
        0 => return "Nothing here yet".to_owned(),
        1 => "1 line".to_owned(),
        many => format!("{many} lines"),
    };
    match sheet.lines.iter().filter(|line| line.released).count() {
        0 => lines,
        shared => format!("{lines}, {shared} of them shared"),
    }
}
