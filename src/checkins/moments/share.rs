//! Who may see a mark: the choice, what taking back means, the exact preview, the button, in that order.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::Moment;
use crate::{
    entries::Text,
    web::{
        error::Error,
        form::CheckedForm,
        own::ShareForm,
        page::{Nav, Page, View},
        readers::{Choosing, Readers},
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
    choosing: Choosing,
    preview: show::Shared,
    number: u32,
    problem: Option<&'static str>,
}

/// `GET /weeks/moments/{id}/share`
pub(super) async fn show(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    // without somebody to share with there is no such page
    let readers = Readers::of(&mut visit).await?;
    Ok(page(&visit, &readers, &text, None))
}

fn page(visit: &SignedIn, readers: &Readers, text: &Text<Moment>, problem: Option<&'static str>) -> Response {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let path = super::path(text.id);
    let view = Share {
        page: visit.page("Sharing").at(Nav::Weeks),
        edit: format!("{path}/edit"),
        path,
        preview: super::figure(&text.content, visit.who()),
        choosing: readers.choosing(text.shared),
        number: text.number,
        problem,
    };
    (status, View(view)).into_response()
}

/// `POST /weeks/moments/{id}/share`
pub(super) async fn share(
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
            Ok(Redirect::to(&format!("/weeks/moments?done={}", with.done())).into_response())
        }
        Err(problem) => Ok(page(&visit, &readers, &text, Some(problem))),
    }
}
