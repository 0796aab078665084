//! `GET /past`: what the two have shared, by month, the newest first.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use time::Date;

use crate::{
    timeline::lines::{Lines, Month, machine},
    web::{
        error::Error,
        page::{Nav, Page, View},
        show,
        signed_in::SignedIn,
    },
};

/// What the address says: the codes and days are ours.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    before: String,
    mine: String,
}

#[derive(Template)]
#[template(path = "timeline/past.html")]
struct Past {
    page: Page,
    other: Option<String>,
    /// Whether what only its reader can see stands there, too.
    mine: bool,
    months: Vec<Month>,
    /// The day before which this page begins, where it is not the newest.
    before: Option<String>,
    /// The address of the newest page.
    newest: String,
    /// The address with the other choice about one's own.
    switch: String,
    earlier: Option<String>,
}

fn address(before: Option<Date>, mine: bool) -> String {
    let before = before.map(|day| format!("before={}", machine(day)));
    let mine = mine.then(|| "mine=yes".to_owned());
    let asked: Vec<String> = [before, mine].into_iter().flatten().collect();
    if asked.is_empty() { "/past".to_owned() } else { format!("/past?{}", asked.join("&")) }
}

/// `GET /past`
pub(super) async fn show(Query(asked): Query<Asked>, mut visit: SignedIn) -> Result<Response, Error> {
    let before = match asked.before.as_str() {
        "" => None,
        day => Some(super::day(day).ok_or(Error::NotFound)?),
    };
    let mine = asked.mine == "yes";
    let lines = Lines::before(&mut visit, before.unwrap_or(Date::MAX), mine).await?;
    let view = Past {
        page: visit.page("Looking back").at(Nav::Us),
        other: visit.partner().map(|partner| partner.name.clone()),
        mine,
        months: lines.months,
        before: before.map(show::day),
        newest: address(None, mine),
        switch: address(before, !mine),
        earlier: lines.earlier.map(|day| address(Some(day), mine)),
    };
    Ok(View(view).into_response())
}
