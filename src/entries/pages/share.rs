//! Who may read this: the choice, what taking back means, the exact preview, the button, in that order.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    entries::{Note, Text, share as give, take_back},
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
#[template(path = "entries/share.html")]
struct Share {
    page: Page,
    id: String,
    other: Who,
    /// For the author alone.
    help: Option<Help>,
    preview: show::Shared,
    number: u32,
    with_partner: bool,
    problem: Option<&'static str>,
}

#[derive(Deserialize)]
pub(super) struct ShareForm {
    /// Who may read it: `me` or `partner`.
    #[serde(default)]
    with: String,
    /// The revision that was previewed.
    #[serde(default)]
    number: u32,
}

/// `GET /n/{id}/share`
pub(super) async fn show(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    page(&visit, &wording, &text, None)
}

fn page(
    visit: &SignedIn,
    wording: &Wording,
    text: &Text<Note>,
    problem: Option<&'static str>,
) -> Result<Response, Error> {
    // Without somebody to share with there is no such page, and the note does not offer one.
    let other = visit.other().ok_or(Error::NotFound)?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let when = format!("Shared with you on {}", show::day(visit.now.date()));
    let view = Share {
        page: visit.page("Sharing").at(Nav::Write),
        id: text.id.to_string(),
        help: wording.help(Voice::Note, &[&text.content.title, &text.content.text]),
        preview: super::figure(&text.content, visit.who(), when),
        other,
        number: text.number,
        with_partner: text.is_shared_as_is(),
        problem,
    };
    Ok((status, View(view)).into_response())
}

/// `POST /n/{id}/share`
pub(super) async fn share(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ShareForm>,
) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    let today = visit.now.date();
    match form.with.as_str() {
        "partner" => {
            let Some(pinned) = visit.pinned() else {
                let problem = "Sharing is paused until you have looked at the key under “You two”.";
                return page(&visit, &wording, &text, Some(problem));
            };
            // Only what was previewed: a revision that came in between is previewed first.
            if form.number != text.number {
                return page(
                    &visit,
                    &wording,
                    &text,
                    Some("This changed in the meantime. Look at it once more."),
                );
            }
            let (scope, hand, _) = visit.parts();
            if !give(scope, hand, &pinned, text.id, form.number, today).await? {
                return Err(Error::NotFound);
            }
            live::hint(scope, pinned.contact()).await?;
            visit.scope.commit().await?;
            Ok(Redirect::to(&format!("/n/{id}?done=shared")).into_response())
        }
        "me" => {
            if let Some(partner) = visit.partner().map(|partner| partner.id) {
                let (scope, hand, _) = visit.parts();
                if take_back(scope, hand, partner, text.id, today).await? {
                    live::hint(scope, partner).await?;
                }
                visit.scope.commit().await?;
            }
            Ok(Redirect::to(&format!("/n/{id}?done=private")).into_response())
        }
        _ => page(&visit, &wording, &text, Some("Choose who may read it.")),
    }
}
