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
    entries::{Text, share as give, take_back},
    plans::{
        Commitment,
        doing::{Mark, marks},
    },
    web::{
        error::Error,
        form::CheckedForm,
        live,
        page::{Nav, Page, View, Who},
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
    pub(super) other: Who,
    pub(super) reads: &'static str,
    pub(super) preview: show::Shared,
    pub(super) number: u32,
    pub(super) with_partner: bool,
    pub(super) problem: Option<&'static str>,
}

#[derive(Deserialize)]
pub(super) struct ShareForm {
    /// Who may read it: `me` or `partner`.
    #[serde(default)]
    pub(super) with: String,
    /// The revision that was previewed.
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
    page(&visit, week, &commitment, &text, None)
}

fn page(
    visit: &SignedIn,
    week: Week,
    commitment: &Commitment,
    text: &Text<Mark>,
    problem: Option<&'static str>,
) -> Result<Response, Error> {
    let other = visit.other().ok_or(Error::NotFound)?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let back = format!("/plan/items/{}?week={}", commitment.id, week.code());
    let view = Share {
        page: visit.page("Sharing").at(Nav::Plan),
        action: format!("/plan/items/{}/share", commitment.id),
        back,
        week: week.code(),
        reads: "Can see how this one week went for you, and no other week.",
        preview: figure(&text.content, &commitment.act, visit.who(), show::day(today(visit))),
        other,
        number: text.number,
        with_partner: text.is_shared_as_is(),
        problem,
    };
    Ok((status, View(view)).into_response())
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
    let code = match form.with.as_str() {
        "partner" => {
            let Some(pinned) = visit.pinned() else {
                let problem = "Sharing is paused until you have looked at the key under “You two”.";
                return page(&visit, week, &commitment, &text, Some(problem));
            };
            // Only what was previewed; a revision, or a week, that came in between is previewed first.
            if form.number != text.number {
                let problem = "This changed in the meantime. Look at it once more.";
                return page(&visit, week, &commitment, &text, Some(problem));
            }
            let (scope, hand, _) = visit.parts();
            if !give(scope, hand, &pinned, text.id, form.number, today).await? {
                return Err(Error::NotFound);
            }
            live::hint(scope, pinned.contact()).await?;
            "shown"
        }
        "me" => {
            if let Some(partner) = visit.partner().map(|partner| partner.id) {
                let (scope, hand, _) = visit.parts();
                if take_back(scope, hand, partner, text.id, today).await? {
                    live::hint(scope, partner).await?;
                }
            }
            "private"
        }
        _ => return page(&visit, week, &commitment, &text, Some("Choose who may read it.")),
    };
    visit.scope.commit().await?;
    Ok(Redirect::to(&format!("/plan/items/{id}?week={}&done={code}", week.code())).into_response())
}
