//! Letting the other one read an answer, after an exact preview, and taking it back.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    given,
    question::{own, question},
};
use crate::{
    entries::Text,
    plans::{Answer, answers},
    web::{
        error::Error,
        form::CheckedForm,
        page::{Nav, Page, View, Who},
        readers::{CHANGED, Choice, Choosing, Held, Names, Readers, With},
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
    choosing: Choosing,
    /// For the author alone.
    help: Option<Help>,
    preview: show::Shared,
    revision: u32,
    problem: Option<&'static str>,
    back: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ShareForm {
    /// Who may read it: `me`, `partner` or `both`.
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

fn page(
    visit: &SignedIn,
    readers: &Readers,
    wording: &Wording,
    text: &Text<Answer>,
    problem: Option<&'static str>,
) -> Response {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let Answer { question, words, .. } = &text.content;
    let preview = given::answer(&text.content, visit.who());
    let view = Share {
        page: visit.page("Sharing").at(Nav::Plan),
        number: question.number(),
        choosing: readers.choosing(text.shared),
        help: wording.help(Voice::Note, &[words]),
        preview,
        revision: text.number,
        problem,
        back: format!("/plan/questions/{}", question.number()),
    };
    (status, View(view)).into_response()
}

/// `GET /plan/questions/{n}/share`
pub(super) async fn show(
    State(wording): State<Arc<Wording>>,
    mut visit: SignedIn,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let text = find(&mut visit, &number).await?;
    let readers = Readers::of(&mut visit).await?;
    Ok(page(&visit, &readers, &wording, &text, None))
}

/// `POST /plan/questions/{n}/share`
pub(super) async fn share(
    State(wording): State<Arc<Wording>>,
    mut visit: SignedIn,
    Path(number): Path<String>,
    CheckedForm(form): CheckedForm<ShareForm>,
) -> Result<Response, Error> {
    let text = find(&mut visit, &number).await?;
    let readers = Readers::of(&mut visit).await?;
    let with = match readers.choose(&mut visit, &form.with).await? {
        Ok(Choice::Me) => {
            withdraw(&mut visit, &text).await?;
            With::Me
        }
        Ok(Choice::Share(audience)) => {
            // Only what was previewed: a revision that came in between is previewed first.
            if form.number != text.number {
                return Ok(page(&visit, &readers, &wording, &text, Some(CHANGED)));
            }
            let now = visit.now;
            let (scope, hand, me) = visit.parts();
            if !answers::share(scope, hand, me, audience, &text, now).await? {
                return Err(Error::NotFound);
            }
            readers.hint(&mut visit, &text).await?;
            With::from(audience)
        }
        Err(_) if readers.lets_go(&mut visit, &form.with, form.number, &text).await? => With::Partner,
        Err(problem) => return Ok(page(&visit, &readers, &wording, &text, Some(problem))),
    };
    visit.scope.commit().await?;
    Ok(Redirect::to(&format!("/plan?done={}", with.done())).into_response())
}

/// Takes it back from whoever holds it.
async fn withdraw(visit: &mut SignedIn, text: &Text<Answer>) -> Result<(), Error> {
    let today = super::view::today(visit);
    Readers::of(visit).await?.take_back(visit, text, today).await
}

#[derive(Template)]
#[template(path = "plans/back.html")]
struct Back {
    page: Page,
    number: u8,
    other: Who,
    held: Held,
}

/// `GET /plan/questions/{n}/back`
pub(super) async fn ask_back(mut visit: SignedIn, Path(number): Path<String>) -> Result<Response, Error> {
    let text = find(&mut visit, &number).await?;
    let other = visit.other().ok_or(Error::NotFound)?;
    let Some(held) = Names::of(&mut visit, [text.shared]).await?.held(text.shared) else {
        return Ok(Redirect::to(&format!("/plan/questions/{number}")).into_response());
    };
    let number = text.content.question.number();
    Ok(View(Back { page: visit.page("Taking back").at(Nav::Plan), number, other, held }).into_response())
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
