//! "Not tonight": until an hour, which the other one can read.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    hard::{Hour, matter, resting},
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Nav, Page, View},
        readers::PAUSED,
        signed_in::SignedIn,
    },
};

/// When a night is over, as long as nobody says otherwise.
const MORNING: &str = "07:00";

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct QuietForm {
    #[serde(default)]
    hour: String,
    #[serde(default)]
    once: Uuid,
}

#[derive(Deserialize)]
pub(super) struct Sure {}

#[derive(Template)]
#[template(path = "hard/quiet.html")]
struct Quiet {
    page: Page,
    other: String,
    name: String,
    hour: Field,
    problems: Problems,
    once: Uuid,
    /// Until when it holds already.
    until: Option<String>,
}

async fn view(visit: &mut SignedIn, form: QuietForm, problems: Problems) -> Result<Quiet, Error> {
    let other = visit.partner().ok_or(Error::NotFound)?.name.clone();
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let mine = matter::rests(scope, hand, me, now).await?.mine;
    let zone = me.pacing.zone().to_owned();
    let before = mine.as_ref().map_or_else(|| MORNING.to_owned(), |(_, rest)| rest.until.clock());
    let hour = Field::new("hour", "Until")
        .hint(format!("The next time the clock shows this ({zone}). It ends then by itself."))
        .kind("time")
        .short()
        .value(if form.hour.is_empty() && problems.is_empty() { before } else { form.hour })
        .checked(&problems);
    Ok(Quiet {
        page: visit.page("Now").at(Nav::Today),
        other,
        name: visit.me().name.clone(),
        hour,
        problems,
        once: form.once,
        until: mine.map(|(_, rest)| rest.until.short()),
    })
}

/// `GET /now/quiet`
pub(super) async fn show(mut visit: SignedIn) -> Result<Response, Error> {
    let form = QuietForm { once: Uuid::new_v4(), ..QuietForm::default() };
    Ok(View(view(&mut visit, form, Problems::default()).await?).into_response())
}

/// `POST /now/quiet`
pub(super) async fn begin(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<QuietForm>,
) -> Result<Response, Error> {
    let (now, pinned) = (visit.now, visit.pinned());
    let until = Hour::next(&form.hour, visit.me().pacing.zone(), now);
    let mut problems = Problems::default();
    let (Some(until), Some(pinned)) = (until.clone(), pinned) else {
        let says = if until.is_none() { "Choose an hour, for example 07:00" } else { PAUSED };
        problems.add("hour", says);
        let view = view(&mut visit, form, problems).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    };
    let (scope, hand, me) = visit.parts();
    if !resting::begin(scope, hand, me, &pinned, (until, form.once), now).await? {
        return Err(Error::Conflict);
    }
    visit.scope.commit().await?;
    Ok(Redirect::to("/now?done=quiet").into_response())
}

/// `POST /now/quiet/end`
pub(super) async fn end(
    mut visit: SignedIn,
    CheckedForm(Sure {}): CheckedForm<Sure>,
) -> Result<Response, Error> {
    visit.partner().ok_or(Error::NotFound)?;
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    resting::end(scope, hand, me, now).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/now?done=ended").into_response())
}
