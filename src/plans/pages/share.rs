//! Letting the other one read an answer, after an exact preview, and taking it back.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::question::{own, question};
use crate::{
    entries::{self, Shared, Text},
    plans::{Answer, answers},
    web::{
        error::Error,
        form::CheckedForm,
        live,
        page::{Nav, Page, View, Who},
        show,
        signed_in::SignedIn,
    },
    wording::{Help, Voice, Wording},
};

#[derive(Template)]
#[template(path = "plans/share.html")]
struct Share {
    page: Page,
    number: u8,
    other: Who,
    /// For the author alone.
    help: Option<Help>,
    preview: show::Shared,
    revision: u32,
    with_partner: bool,
    problem: Option<&'static str>,
    back: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ShareForm {
    /// Who may read it: `me` or `partner`.
    with: String,
    /// The revision that was previewed.
    number: u32,
}

/// The answer, when there is one and somebody to share it with.
async fn find(visit: &mut SignedIn, number: &str) -> Result<Text<Answer>, Error> {
    let question = question(number)?;
    if visit.partner().is_none() {
        return Err(Error::NotFound);
    }
    own(visit, question).await?.ok_or(Error::NotFound)
}

/// An answer as its reader sees it; the preview before sharing is this very thing.
pub(crate) fn figure(answer: &Answer, who: Who, when: String) -> show::Shared {
    let heading = Some(answer.question.asks().to_owned());
    let parts = vec![show::Part { heading, text: show::Paragraphs::of(&answer.words) }];
    show::Shared {
        who,
        what: "answered".to_owned(),
        when,
        content: show::Content::Words { chosen: Vec::new(), parts },
    }
}

fn page(
    visit: &SignedIn,
    wording: &Wording,
    text: &Text<Answer>,
    problem: Option<&'static str>,
) -> Result<Response, Error> {
    let other = visit.other().ok_or(Error::NotFound)?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let Answer { question, words, .. } = &text.content;
    let preview = figure(&text.content, visit.who(), String::new());
    let view = Share {
        page: visit.page("Sharing").at(Nav::Plan),
        number: question.number(),
        other,
        help: wording.help(Voice::Note, &[words]),
        preview,
        revision: text.number,
        with_partner: text.is_shared_as_is(),
        problem,
        back: format!("/plan/questions/{}", question.number()),
    };
    Ok((status, View(view)).into_response())
}

/// `GET /plan/questions/{n}/share`
pub(super) async fn show(
    State(wording): State<Arc<Wording>>,
    mut visit: SignedIn,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let text = find(&mut visit, &number).await?;
    page(&visit, &wording, &text, None)
}

/// `POST /plan/questions/{n}/share`
pub(super) async fn share(
    State(wording): State<Arc<Wording>>,
    mut visit: SignedIn,
    Path(number): Path<String>,
    CheckedForm(form): CheckedForm<ShareForm>,
) -> Result<Response, Error> {
    let text = find(&mut visit, &number).await?;
    match form.with.as_str() {
        "partner" => {
            let Some(pinned) = visit.pinned() else {
                let problem = "Sharing is paused until you have looked at the key under “You two”.";
                return page(&visit, &wording, &text, Some(problem));
            };
            // Only what was previewed: a revision that came in between is previewed first.
            if form.number != text.number {
                let problem = "This changed in the meantime. Look at it once more.";
                return page(&visit, &wording, &text, Some(problem));
            }
            let now = visit.now;
            let (scope, hand, me) = visit.parts();
            if !answers::share(scope, hand, me, &pinned, &text, now).await? {
                return Err(Error::NotFound);
            }
            live::hint(scope, pinned.contact()).await?;
            visit.scope.commit().await?;
            Ok(Redirect::to("/plan?done=shared").into_response())
        }
        "me" => {
            withdraw(&mut visit, &text).await?;
            visit.scope.commit().await?;
            Ok(Redirect::to("/plan?done=private").into_response())
        }
        _ => page(&visit, &wording, &text, Some("Choose who may read it.")),
    }
}

async fn withdraw(visit: &mut SignedIn, text: &Text<Answer>) -> Result<(), Error> {
    let Some(partner) = visit.partner().map(|partner| partner.id) else { return Ok(()) };
    let today = super::view::today(visit);
    let (scope, hand, _) = visit.parts();
    if entries::take_back(scope, hand, partner, text.id, today).await? {
        live::hint(scope, partner).await?;
    }
    Ok(())
}

#[derive(Template)]
#[template(path = "plans/back.html")]
struct Back {
    page: Page,
    number: u8,
    other: Who,
}

/// `GET /plan/questions/{n}/back`
pub(super) async fn ask_back(mut visit: SignedIn, Path(number): Path<String>) -> Result<Response, Error> {
    let text = find(&mut visit, &number).await?;
    let other = visit.other().ok_or(Error::NotFound)?;
    if text.shared == Shared::No {
        return Ok(Redirect::to(&format!("/plan/questions/{number}")).into_response());
    }
    let number = text.content.question.number();
    Ok(View(Back { page: visit.page("Taking back").at(Nav::Plan), number, other }).into_response())
}

/// Nothing to fill in.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// `POST /plan/questions/{n}/back`
pub(super) async fn take_back(
    mut visit: SignedIn,
    Path(number): Path<String>,
    CheckedForm(Nothing {}): CheckedForm<Nothing>,
) -> Result<Response, Error> {
    let text = find(&mut visit, &number).await?;
    withdraw(&mut visit, &text).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/plan?done=answer-back").into_response())
}
