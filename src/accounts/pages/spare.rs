//! `/account/second-step/codes`: the spare codes, shown until their owner says that they have put them away.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::web::{
    error::Error,
    form::CheckedForm,
    page::{Page, View},
    show,
    signed_in::SignedIn,
};

/// Where a session keeps the codes that are still to be put away.
pub(super) const SPARE: &str = "spare";

#[derive(Template)]
#[template(path = "accounts/spare-codes.html")]
struct Show {
    page: Page,
    name: String,
    day: String,
    codes: Vec<String>,
}

/// `GET /account/second-step/codes`
pub(super) async fn show(visit: SignedIn) -> Result<Response, Error> {
    let Some(codes) = visit.session().get::<Vec<String>>(SPARE).await? else {
        return Ok(Redirect::to("/account/second-step").into_response());
    };
    let (name, day) = (visit.me().name.clone(), show::day(visit.now.date()));
    Ok(View(Show { page: visit.page("Keep this"), name, day, codes }).into_response())
}

/// A form with nothing in it but its token.
#[derive(serde::Deserialize)]
pub(super) struct Nothing {}

/// `POST /account/second-step/codes`
pub(super) async fn kept(visit: SignedIn, _: CheckedForm<Nothing>) -> Result<Response, Error> {
    visit.session().remove_value(SPARE).await?;
    Ok(Redirect::to("/account/second-step?done=on").into_response())
}
