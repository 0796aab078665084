//! Who may read about a setback: the choice, the exact preview, the button, in that order.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    held,
    setback::{figure, find_own},
    share::Share,
    share::ShareForm,
    today,
};
use crate::{
    entries::Text,
    plans::{InForce, doing::Setback},
    web::{
        error::Error,
        form::CheckedForm,
        page::{Nav, View},
        readers::{Readers, With},
        show,
        signed_in::SignedIn,
    },
};

/// `GET /plan/setback/{id}/share`
pub(super) async fn show(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let text = find_own(&mut visit, &id).await?;
    let held = held(&mut visit).await?;
    let readers = Readers::of(&mut visit).await?;
    Ok(page(&visit, &readers, &held, &text, None))
}

fn page(
    visit: &SignedIn,
    readers: &Readers,
    held: &InForce,
    text: &Text<Setback>,
    problem: Option<&'static str>,
) -> Response {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let view = Share {
        page: visit.page("Sharing").at(Nav::Plan),
        action: format!("/plan/setback/{}/share", text.id),
        back: format!("/plan/setback/{}/edit", text.id),
        week: "",
        choosing: readers.choosing(text.shared),
        reads: "Can read it, and the promises show as under review to both of you. None of them ends by it.",
        preview: figure(&text.content, Some(held), visit.who(), show::day(today(visit))),
        entry: text.id.to_string(),
        number: text.number,
        problem,
    };
    (status, View(view)).into_response()
}

/// `POST /plan/setback/{id}/share`
pub(super) async fn share(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ShareForm>,
) -> Result<Response, Error> {
    let text = find_own(&mut visit, &id).await?;
    let held = held(&mut visit).await?;
    let readers = Readers::of(&mut visit).await?;
    let today = today(&visit);
    // Both have signed another version since it was written: its promises may not be there any more.
    let signed_since = text.content.over != held.number || Some(text.content.couple) != visit.me().couple;
    if signed_since && form.number == text.number && !text.is_shared_as_is() && form.with != With::Me.value()
    {
        let problem = "You both signed a new plan since you wrote this. Choose the promises once more, under “Change my words”.";
        return Ok(page(&visit, &readers, &held, &text, Some(problem)));
    }
    match readers.follow(&mut visit, &form.with, form.number, &text, today).await? {
        Ok(with) => {
            visit.scope.commit().await?;
            Ok(Redirect::to(&format!("/plan/setback/{id}?done={}", with.done())).into_response())
        }
        Err(problem) => Ok(page(&visit, &readers, &held, &text, Some(problem))),
    }
}
