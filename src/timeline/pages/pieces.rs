//! `GET /past/pieces`: what the two have done, in any order, and five loose stages that it belongs to.

use askama::Template;
use axum::response::{IntoResponse as _, Response};

use crate::{
    timeline::pieces::{self, Piece, Stage},
    web::{
        error::Error,
        page::{Nav, Page, View},
        signed_in::SignedIn,
    },
};

/// A stage with what belongs to it.
struct Part {
    title: &'static str,
    says: &'static str,
    pieces: Vec<Piece>,
}

#[derive(Template)]
#[template(path = "timeline/pieces.html")]
struct Pieces {
    page: Page,
    /// Whether there is another one who sees the same.
    linked: bool,
    parts: Vec<Part>,
}

/// `GET /past/pieces`
pub(super) async fn show(mut visit: SignedIn) -> Result<Response, Error> {
    let mut all = pieces::all(&mut visit).await?;
    let part = |stage: Stage| {
        let (its, rest) = std::mem::take(&mut all).into_iter().partition(|piece| piece.stage == stage);
        all = rest;
        Part { title: stage.title(), says: stage.says(), pieces: its }
    };
    let parts = Stage::ALL.map(part).into();
    let linked = visit.partner().is_some();
    Ok(View(Pieces { page: visit.page("Pieces").at(Nav::Us), linked, parts }).into_response())
}
