//! Beginning a talk: the other is asked for one, and learns nothing about what. Words come after both have answered
//! whether they are in.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sqlx::PgPool;
use uuid::Uuid;

use super::{more, typed::Typed};
use crate::{
    conversations::{After, Part, Round, Talk, follows::Talks, prompts, store},
    entries::{self, HeldTag},
    ids::ConversationId,
    web::{
        error::Error,
        form::CheckedForm,
        live,
        page::{Nav, Page, View},
        signed_in::SignedIn,
    },
};

/// The form: its own number, so that sending it twice begins one talk, and the earlier talk that it comes after.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct NewForm {
    once: String,
    after: String,
}

/// What an address may ask of this page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct NewLook {
    after: String,
}

#[derive(Template)]
#[template(path = "conversations/new.html")]
struct NewPage {
    page: Page,
    shown: prompts::Shown,
    once: String,
    /// Something new came out after this one.
    after: Option<After>,
    /// What is called settled: where it is, and its name.
    settled: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "conversations/alone.html")]
struct AlonePage {
    page: Page,
    paused: bool,
}

/// Nobody to talk to yet, or nobody whose key holds.
fn alone(visit: &SignedIn) -> Response {
    let paused = visit.partner().is_some();
    View(AlonePage { page: visit.page("Talk").at(Nav::Talk), paused }).into_response()
}

/// `GET /talk/new`
pub(super) async fn show(mut visit: SignedIn, Query(look): Query<NewLook>) -> Result<Response, Error> {
    if visit.pinned().is_none() {
        return Ok(alone(&visit));
    }
    // Nothing begins between the two while they take time.
    if visit.apart().is_some() {
        return Ok(Redirect::to("/us/time").into_response());
    }
    let (scope, hand, me) = visit.parts();
    let talks = Talks::open(scope, hand, me).await?;
    // One that is not theirs is not there.
    let after = match look.after.as_str() {
        "" => None,
        id => Some(more::named(&talks, id).ok_or(Error::NotFound)?),
    };
    let settled = talks.settled().filter(|talk| after.as_ref().is_none_or(|after| after.talk != talk.id));
    let settled = settled.map(|talk| (format!("/talk/{}/more", talk.id), talk.name().to_owned())).collect();
    let Some(partner) = visit.partner() else { return Ok(alone(&visit)) };
    let page = NewPage {
        page: visit.page("Talk").at(Nav::Talk),
        shown: prompts::START.with(&partner.name),
        once: Uuid::new_v4().to_string(),
        after,
        settled,
    };
    Ok(View(page).into_response())
}

/// The earlier talk that was named. One that is not theirs is not there.
async fn after(visit: &mut SignedIn, id: &str) -> Result<Option<After>, Error> {
    if id.is_empty() {
        return Ok(None);
    }
    more::earlier(visit, id).await?.map(Some).ok_or(Error::NotFound)
}

/// The form on which the new talk gets its name, with the earlier one chosen: a draft, sealed to whoever asks.
fn draft(visit: &SignedIn, id: ConversationId, after: &After) -> Result<(HeldTag, String), Error> {
    let part = Part::Opening { round: Round::FIRST }.as_place();
    let tag = HeldTag::new(visit.hand(), &format!("talk/{id}/{part}"), visit.now);
    let typed = Typed { part, belongs: after.talk.to_string(), ..Typed::default() };
    Ok((tag, serde_html_form::to_string(&typed).map_err(anyhow::Error::from)?))
}

/// `POST /talk/new`: the other is asked. The same form twice is one talk.
pub(super) async fn begin(
    State(pool): State<PgPool>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<NewForm>,
) -> Result<Response, Error> {
    let (Some(pinned), Some(couple)) = (visit.pinned(), visit.me().couple) else { return Ok(alone(&visit)) };
    if visit.apart().is_some() {
        return Ok(Redirect::to("/us/time").into_response());
    }
    let once = Uuid::parse_str(&form.once).map_err(|_| Error::Unreadable)?;
    let after = after(&mut visit, &form.after).await?;
    let today = visit.now.date();
    let (scope, _, me) = visit.parts();
    let (id, new) = store::begin(scope, couple, me.id, once, &Talk::begun(), today).await?;
    if new {
        live::hint(scope, pinned.contact()).await?;
    }
    let draft = after.filter(|_| new).map(|after| draft(&visit, id, &after)).transpose()?;
    let (instance, now) = (visit.hand().instance, visit.now);
    // the connection goes back before another is asked for
    visit.scope.commit().await?;
    if let Some((tag, body)) = draft {
        entries::keep(&pool, instance, &tag, body.as_bytes(), now).await?;
    }
    Ok(Redirect::to(&format!("/talk/{id}")).into_response())
}
