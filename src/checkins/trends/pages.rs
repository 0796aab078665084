//! `GET /weeks/trends`: the pictures of the weeks.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use super::{Past, Range, Trends};
use crate::web::{
    error::Error,
    page::{Nav, Page, View, Who},
    routes::Routes,
    signed_in::SignedIn,
};

/// Its routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/weeks/trends", show)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    range: String,
}

#[derive(Template)]
#[template(path = "checkins/trends.html")]
struct Pictures {
    page: Page,
    people: Vec<Who>,
    ranges: [Range; 3],
    here: Range,
    it: Trends,
}

async fn show(Query(asked): Query<Asked>, mut visit: SignedIn) -> Result<Response, Error> {
    let (now, here) = (visit.now, Range::parse(&asked.range).unwrap_or(Range::Sixteen));
    let (scope, hand, me) = visit.parts();
    let past = Past::open(scope, hand, me, here, now).await?;
    let it = past.trends(here);
    let page = visit.page("Trends").at(Nav::Weeks);
    visit.scope.commit().await?;
    Ok(View(Pictures { page, people: past.people, ranges: Range::ALL, here, it }).into_response())
}
