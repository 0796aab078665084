//! Who may read this: the choice, what taking back means, the exact preview, the button, in that order.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use crate::{
    entries::{Note, Text},
    web::{
        error::Error,
        form::CheckedForm,
        own::ShareForm,
        page::{Nav, Page, View},
        readers::{Choosing, Readers},
        show,
        signed_in::SignedIn,
    },
    wording::{Help, Voice, Wording},
};

#[derive(Template)]
#[template(path = "entries/share.html")]
struct Share {
    page: Page,
    id: String,
    choosing: Choosing,
    /// For the author alone.
    help: Option<Help>,
    preview: show::Shared,
    number: u32,
    problem: Option<&'static str>,
}

/// `GET /n/{id}/share`
pub(super) async fn show(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    // Without somebody to share with there is no such page, and the note does not offer one.
    let readers = Readers::of(&mut visit).await?;
    Ok(page(&visit, &readers, &wording, &text, None))
}

fn page(
    visit: &SignedIn,
    readers: &Readers,
    wording: &Wording,
    text: &Text<Note>,
    problem: Option<&'static str>,
) -> Response {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let when = format!("Shared with you on {}", show::day(visit.now.date()));
    let view = Share {
        page: visit.page("Sharing").at(Nav::Write),
        id: text.id.to_string(),
        help: wording.help(Voice::Note, &[&text.content.title, &text.content.text]),
        preview: super::figure(&text.content, visit.who(), when),
        choosing: readers.choosing(text.shared),
        number: text.number,
        problem,
    };
    (status, View(view)).into_response()
}

/// `POST /n/{id}/share`
pub(super) async fn share(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ShareForm>,
) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    let readers = Readers::of(&mut visit).await?;
    let today = visit.now.date();
    match readers.follow(&mut visit, &form.with, form.number, &text, today).await? {
        Ok(with) => {
            visit.scope.commit().await?;
            Ok(Redirect::to(&format!("/n/{id}?done={}", with.done())).into_response())
        }
        Err(problem) => Ok(page(&visit, &readers, &wording, &text, Some(problem))),
    }
}
