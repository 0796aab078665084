//! `/weeks/{week}/line/{which}`: one line sent on its own, exactly as the other one will read it.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    checkins::{Held, line_of},
    noticing::{self, Line, send_line},
    plans::Acts,
    web::{
        error::Error,
        form::CheckedForm,
        page::{Page, View},
        show,
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "checkins/line.html")]
struct LinePage {
    page: Page,
    name: String,
    action: String,
    edit: String,
    preview: show::Shared,
    number: u32,
    once: Uuid,
    paused: bool,
}

#[derive(Deserialize)]
pub(super) struct SendForm {
    #[serde(default)]
    once: Uuid,
    /// The revision that was previewed.
    #[serde(default)]
    number: String,
}

fn find(held: &Held, which: &str) -> Result<(Line, u32), Error> {
    let mine = held.mine.as_ref().ok_or(Error::NotFound)?;
    let line = line_of(&mine.content.answers, which).ok_or(Error::NotFound)?;
    Ok((line, mine.number))
}

/// `GET /weeks/{week}/line/{which}`
pub(super) async fn show(
    Path((week, which)): Path<(String, String)>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let held = super::read_week(&mut visit, &week).await?;
    let other = visit.other().ok_or(Error::NotFound)?;
    let (line, number) = find(&held, &which)?;
    let path = super::path(&held.opened);
    let view = LinePage {
        page: super::page(&visit, "Sharing"),
        name: other.name,
        action: format!("{path}/line/{which}"),
        edit: if held.view().mine.may_change { format!("{path}/write") } else { path },
        preview: noticing::pages::figure(&line, visit.who(), &Acts::default(), String::new()),
        number,
        once: Uuid::new_v4(),
        paused: visit.pinned().is_none(),
    };
    Ok(View(view).into_response())
}

/// `POST /weeks/{week}/line/{which}`
pub(super) async fn send(
    Path((week, which)): Path<(String, String)>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<SendForm>,
) -> Result<Response, Error> {
    let held = super::hold_week(&mut visit, &week).await?;
    let (line, number) = find(&held, &which)?;
    let path = super::path(&held.opened);
    // what was looked at is what leaves, and to whom both keys say
    if visit.pinned().is_none() || form.number != number.to_string() {
        return Ok(Redirect::to(&format!("{path}/line/{which}")).into_response());
    }
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    send_line(scope, hand, me, &line, form.once, now).await?;
    let may_change = held.view().mine.may_change;
    visit.scope.commit().await?;
    let back = if may_change { format!("{path}/write?done=sent") } else { format!("{path}?done=sent") };
    Ok(Redirect::to(&back).into_response())
}
