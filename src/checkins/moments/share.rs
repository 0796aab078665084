//! Who may see a mark: the choice, what taking back means, the exact preview, the button, in that order.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::Moment;
use crate::{
    entries::{Text, share as give, take_back},
    web::{
        error::Error,
        form::CheckedForm,
        live,
        page::{Nav, Page, View, Who},
        show,
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "checkins/moment-share.html")]
struct Share {
    page: Page,
    path: String,
    edit: String,
    other: Who,
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

/// `GET /weeks/moments/{id}/share`
pub(super) async fn show(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    page(&visit, &text, None)
}

fn page(visit: &SignedIn, text: &Text<Moment>, problem: Option<&'static str>) -> Result<Response, Error> {
    // without somebody to share with there is no such page
    let other = visit.other().ok_or(Error::NotFound)?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let path = super::path(text.id);
    let view = Share {
        page: visit.page("Sharing").at(Nav::Weeks),
        edit: format!("{path}/edit"),
        path,
        preview: super::figure(&text.content, visit.who()),
        other,
        number: text.number,
        with_partner: text.is_shared_as_is(),
        problem,
    };
    Ok((status, View(view)).into_response())
}

/// `POST /weeks/moments/{id}/share`
pub(super) async fn share(
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
                return page(&visit, &text, Some(problem));
            };
            // Only what was previewed: a revision that came in between is previewed first.
            if form.number != text.number {
                return page(&visit, &text, Some("This changed in the meantime. Look at it once more."));
            }
            let (scope, hand, _) = visit.parts();
            if !give(scope, hand, &pinned, text.id, form.number, today).await? {
                return Err(Error::NotFound);
            }
            live::hint(scope, pinned.contact()).await?;
            visit.scope.commit().await?;
            Ok(Redirect::to("/weeks/moments?done=shared").into_response())
        }
        "me" => {
            if let Some(partner) = visit.partner().map(|partner| partner.id) {
                let (scope, hand, _) = visit.parts();
                if take_back(scope, hand, partner, text.id, today).await? {
                    live::hint(scope, partner).await?;
                }
                visit.scope.commit().await?;
            }
            Ok(Redirect::to("/weeks/moments?done=private").into_response())
        }
        _ => page(&visit, &text, Some("Choose who may read it.")),
    }
}
