//! One line: exactly as the other one will see it and the button that sends it; or what was sent, and taking it back.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{done, figure, find_own, who};
use crate::{
    entries::{self, Seen, Shared, Text, mark_opened},
    ids::EntryId,
    noticing::{KIND, Line},
    plans::Acts,
    web::{
        error::Error,
        form::CheckedForm,
        live,
        page::{Nav, Page, View},
        readers::{Choosing, Held, Readers, With},
        show,
        signed_in::SignedIn,
    },
};

#[derive(Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "noticing/own.html")]
struct Own {
    page: Page,
    id: String,
    /// Whom it can be sent to, if there is anybody.
    choosing: Option<Choosing>,
    preview: show::Shared,
    number: u32,
    /// Who reads it.
    sent: Option<Held>,
    /// Since when somebody does, also after the two have parted.
    sent_on: Option<String>,
    problem: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "noticing/received.html")]
struct Received {
    page: Page,
    shared: show::Shared,
}

#[derive(Deserialize)]
pub(super) struct SendForm {
    /// The revision that was looked at.
    #[serde(default)]
    number: u32,
    /// Whose button it was: `partner` or `both`.
    #[serde(default)]
    with: String,
}

#[derive(Deserialize)]
pub(super) struct Sure {}

/// `GET /noticed/{id}`
pub(super) async fn show(
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let id: EntryId = id.parse().map_err(|_| Error::NotFound)?;
    let pinned = visit.pinned();
    let (scope, hand, me) = visit.parts();
    let seen = entries::by_id::<Line>(scope, hand, pinned.as_ref(), KIND, id).await?;
    let mine = me.id;
    match seen.ok_or(Error::NotFound)? {
        Seen::Text(text) if text.author == mine => own(visit, &text, asked.done.as_deref(), None).await,
        Seen::Text(text) => {
            mark_opened(scope, mine, [&text]).await?;
            let acts = Acts::known(scope, hand, me).await?;
            let when = match text.shared {
                Shared::WithMe { on } => show::day(on),
                Shared::No | Shared::WithPartner { .. } => String::new(),
            };
            let shared = figure(&text.content, who(&visit, text.author), &acts, when);
            let page = visit.page("Noticed").at(Nav::Today);
            visit.scope.commit().await?;
            Ok(View(Received { page, shared }).into_response())
        }
        Seen::Broken { author, .. } => {
            let content = show::Content::Broken;
            let who = who(&visit, author);
            let shared = show::Shared { who, what: "noticed".to_owned(), when: String::new(), content };
            let page = visit.page("Noticed").at(Nav::Today);
            Ok(View(Received { page, shared }).into_response())
        }
    }
}

async fn own(
    mut visit: SignedIn,
    text: &Text<Line>,
    code: Option<&str>,
    problem: Option<&'static str>,
) -> Result<Response, Error> {
    let now = visit.now;
    let readers = if visit.partner().is_some() { Some(Readers::of(&mut visit).await?) } else { None };
    let (scope, hand, me) = visit.parts();
    let acts = Acts::known(scope, hand, me).await?;
    let today = me.pacing.local(now).date();
    let sent_on = match text.shared {
        Shared::WithPartner { on, .. } => Some(on),
        Shared::No | Shared::WithMe { .. } => None,
    };
    let preview = figure(&text.content, visit.who(), &acts, show::day(sent_on.unwrap_or(today)));
    let flash = done(code, &visit, readers.as_ref());
    let view = Own {
        page: visit.page("Noticed").at(Nav::Today).with_flash(flash),
        id: text.id.to_string(),
        choosing: readers.as_ref().map(|readers| readers.choosing(text.shared)),
        preview,
        number: text.number,
        sent_on: sent_on.map(show::day),
        sent: readers.and_then(|readers| readers.names().held(text.shared)),
        problem,
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, View(view)).into_response())
}

/// `POST /noticed/{id}/send`
pub(super) async fn send(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<SendForm>,
) -> Result<Response, Error> {
    let text = find_own(&mut visit, &id).await?;
    let readers = Readers::of(&mut visit).await?;
    let today = visit.me().pacing.local(visit.now).date();
    // A line has buttons and no choice of keeping it: whoever names nobody means the partner. A page from before it was
    // sent takes it from nobody; for that there is a button of its own.
    let with = if form.with == With::Both.value() { With::Both } else { With::Partner };
    if with == With::Partner && form.with != "alone" && text.is_shared_as_is() {
        return Ok(Redirect::to(&format!("/noticed/{id}")).into_response());
    }
    match readers.follow(&mut visit, with.value(), form.number, &text, today).await? {
        Ok(with) => {
            visit.scope.commit().await?;
            let done = if with == With::Both { "both" } else { "sent" };
            Ok(Redirect::to(&format!("/noticed/{id}?done={done}")).into_response())
        }
        Err(problem) => own(visit, &text, None, Some(problem)).await,
    }
}

/// `POST /noticed/{id}/back`
pub(super) async fn take_back(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(Sure {}): CheckedForm<Sure>,
) -> Result<Response, Error> {
    let text = find_own(&mut visit, &id).await?;
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    if let Some(partner) = me.partner.as_ref().map(|partner| partner.id) {
        let today = me.pacing.local(now).date();
        if entries::take_back(scope, hand, partner, text.id, today).await? {
            live::hint(scope, partner).await?;
        }
        visit.scope.commit().await?;
    }
    Ok(Redirect::to(&format!("/noticed/{id}?done=back")).into_response())
}

/// `POST /noticed/{id}/remove`: only what was never sent, or was taken back.
pub(super) async fn remove(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(Sure {}): CheckedForm<Sure>,
) -> Result<Response, Error> {
    let text = find_own(&mut visit, &id).await?;
    if text.shared != Shared::No {
        return Err(Error::Conflict);
    }
    let today = visit.now.date();
    let (scope, hand, _) = visit.parts();
    entries::remove(scope, hand, None, text.id, today).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/noticed?done=removed").into_response())
}
