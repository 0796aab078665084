//! Who may see how it went in one week: the choice, the exact preview, the button, in that order.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{Week, figure, find, today};
use crate::{
    entries::Text,
    plans::{
        Commitment,
        doing::{Mark, marks},
    },
    web::{
        error::Error,
        form::CheckedForm,
        page::{Nav, Page, View},
        readers::{CHANGED, Choosing, Readers},
        show,
        signed_in::SignedIn,
    },
};

/// Sharing something of the plan.
#[derive(Template)]
#[template(path = "plans/doing/share.html")]
pub(super) struct Share {
    pub(super) page: Page,
    pub(super) action: String,
    pub(super) back: String,
    pub(super) week: &'static str,
    pub(super) choosing: Choosing,
    pub(super) reads: &'static str,
    pub(super) preview: show::Shared,
    pub(super) entry: String,
    pub(super) number: u32,
    pub(super) problem: Option<&'static str>,
}

#[derive(Deserialize)]
pub(super) struct ShareForm {
    /// Who may read it: `me`, `partner` or `both`.
    #[serde(default)]
    pub(super) with: String,
    /// What was previewed, and which revision of it.
    #[serde(default)]
    pub(super) entry: String,
    #[serde(default)]
    pub(super) number: u32,
    #[serde(default)]
    pub(super) week: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    week: String,
}

async fn load(visit: &mut SignedIn, id: &str, week: Week) -> Result<(Commitment, Text<Mark>), Error> {
    let (_, commitment) = find(visit, id).await?;
    let monday = week.monday(today(visit));
    let (scope, hand, _) = visit.parts();
    let text = marks::own(scope, hand, commitment.id, monday).await?.ok_or(Error::NotFound)?;
    Ok((commitment, text))
}

/// `GET /plan/items/{id}/share`
pub(super) async fn show(
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let week = Week::parse(&asked.week);
    let (commitment, text) = load(&mut visit, &id, week).await?;
    let readers = Readers::of(&mut visit).await?;
    Ok(page(&visit, &readers, week, &commitment, &text, None))
}

fn page(
    visit: &SignedIn,
    readers: &Readers,
    week: Week,
    commitment: &Commitment,
    text: &Text<Mark>,
    problem: Option<&'static str>,
) -> Response {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let back = format!("/plan/items/{}?week={}", commitment.id, week.code());
    let view = Share {
        page: visit.page("Sharing").at(Nav::Plan),
        action: format!("/plan/items/{}/share", commitment.id),
        back,
        week: week.code(),
        reads: "Can see how this one week went for you, and no other week.",
        preview: figure(&text.content, &commitment.act, visit.who(), show::day(today(visit))),
        choosing: readers.choosing(text.shared),
        entry: text.id.to_string(),
        number: text.number,
        problem,
    };
    (status, View(view)).into_response()
}

/// `POST /plan/items/{id}/share`
pub(super) async fn share(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ShareForm>,
) -> Result<Response, Error> {
    let week = Week::parse(&form.week);
    let (commitment, text) = load(&mut visit, &id, week).await?;
    let today = today(&visit);
    let readers = Readers::of(&mut visit).await?;
    // Only what was previewed: after midnight on a Sunday "this week" is another one.
    if form.entry != text.id.to_string() {
        return Ok(page(&visit, &readers, week, &commitment, &text, Some(CHANGED)));
    }
    match readers.follow(&mut visit, &form.with, form.number, &text, today).await? {
        Ok(with) => {
            visit.scope.commit().await?;
            let to = format!("/plan/items/{id}?week={}&done={}", week.code(), with.done());
            Ok(Redirect::to(&to).into_response())
        }
        Err(problem) => Ok(page(&visit, &readers, week, &commitment, &text, Some(problem))),
    }
}
