//! `/clients/{id}/label`: what a therapist calls a couple, for nobody else.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    couple::open,
    guard::{Closed, Seeing},
};
use crate::{
    ids::AccessId,
    therapists::{self, LONGEST_LABEL},
    typed,
    web::{
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Page, View},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "therapists/label.html")]
struct Naming {
    page: Page,
    id: AccessId,
    names: String,
    label: Field,
    problems: Problems,
}

#[derive(Deserialize)]
pub(super) struct LabelForm {
    #[serde(default)]
    label: String,
}

fn view(visit: &SignedIn, of: &therapists::Of, label: &str, problems: Problems) -> Response {
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let names: Vec<&str> = of.two.iter().map(|client| client.name.as_str()).collect();
    let field = Field::new("label", "Your label for them")
        .hint("A number of your own, or initials. Leave it empty to see their names instead.")
        .value(label)
        .max(LONGEST_LABEL)
        .checked(&problems);
    let view = Naming {
        page: visit.page("Overview"),
        id: of.id,
        names: names.join(" and "),
        label: field,
        problems,
    };
    (status, View(view)).into_response()
}

pub(super) async fn show(Seeing(mut visit): Seeing, Path(text): Path<String>) -> Result<Response, Closed> {
    let of = open(&mut visit, &text).await?;
    let (scope, hand, _) = visit.parts();
    let label = therapists::label(scope, hand, of.couple).await?;
    Ok(view(&visit, &of, &label, Problems::default()))
}

pub(super) async fn keep(
    Seeing(mut visit): Seeing,
    Path(text): Path<String>,
    CheckedForm(form): CheckedForm<LabelForm>,
) -> Result<Response, Closed> {
    let of = open(&mut visit, &text).await?;
    let label = form.label.trim();
    if typed::length(label) > LONGEST_LABEL {
        let mut problems = Problems::default();
        problems.add("label", format!("Use at most {LONGEST_LABEL} characters."));
        return Ok(view(&visit, &of, label, problems));
    }
    let now = visit.now;
    let (scope, hand, _) = visit.parts();
    therapists::set_label(scope, hand, of.couple, label, now)
        .await
        .map_err(crate::web::error::Error::from)?;
    visit.scope.commit().await?;
    Ok(Redirect::to(&format!("/clients/{}?done=label", of.id)).into_response())
}
