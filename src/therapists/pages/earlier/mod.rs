//! `/us/therapist/earlier`: what the other one can read of one's own and the therapist cannot, to share it with both.
//!
//! What must stay true: nothing is ticked beforehand; what is shared is what was looked at, the very revision that the
//! other one holds; all that was ticked is shared at once or none of it; and for the other one nothing changes.

mod gather;
mod open;
mod said;

use std::collections::HashSet;

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::us::{load, reading};
use crate::{
    entries,
    ids::EntryId,
    therapists,
    web::{
        error::Error,
        form::CheckedForm,
        page::{Flash, Nav, Page, View},
        signed_in::SignedIn,
        state::AppState,
    },
};
use gather::Things;
use open::Group;

const HERE: &str = "/us/therapist/earlier";
/// As many as somebody may want to look through before they press the button.
const PAGE: usize = 20;

#[derive(Template)]
#[template(path = "therapists/earlier.html")]
struct Earlier {
    page: Page,
    /// What the therapist is called.
    name: String,
    /// What the other one is called.
    other: String,
    groups: Vec<Group>,
    problem: Option<&'static str>,
    /// Which page of them, from one, and the ones beside it.
    number: usize,
    before: Option<usize>,
    after: Option<usize>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: String,
    #[serde(default)]
    done: String,
}

#[derive(Deserialize)]
pub(super) struct Ticked {
    /// Each an entry and the revision that was looked at.
    #[serde(default)]
    it: Vec<String>,
    #[serde(default)]
    page: String,
}

fn nth(text: &str) -> usize {
    text.parse().ok().filter(|number| (1..=10_000).contains(number)).unwrap_or(1)
}

/// `GET /us/therapist/earlier`
pub(super) async fn show(
    State(state): State<AppState>,
    mut visit: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let ours = load(&state, &mut visit).await?;
    let reader = ours.as_ref().and_then(|ours| ours.reader()).map(|(_, access)| access);
    let (Some(access), Some(therapist)) = (reader, reading(ours)) else {
        return Ok(Redirect::to("/us/therapist").into_response());
    };
    let Some(things) = Things::find(&mut visit, access).await? else {
        return Ok(Redirect::to("/us/therapist").into_response());
    };
    let flash = said::done(&asked.done, &therapist.name);
    page(visit, therapist.name, &things, nth(&asked.page), &HashSet::new(), Told { flash, problem: None })
        .await
}

struct Told {
    flash: Option<Flash>,
    problem: Option<&'static str>,
}

async fn page(
    mut visit: SignedIn,
    name: String,
    things: &Things,
    number: usize,
    ticked: &HashSet<String>,
    told: Told,
) -> Result<Response, Error> {
    let other = visit.partner().map(|partner| partner.name.clone()).ok_or(Error::NotFound)?;
    let last = things.heads.len().div_ceil(PAGE).max(1);
    let number = number.min(last);
    let from = (number - 1) * PAGE;
    let heads: Vec<_> = things.heads.iter().skip(from).take(PAGE).collect();
    let groups = open::groups(&mut visit, things, &heads, ticked).await?;
    let status = if told.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let view = Earlier {
        page: visit.page("Sharing").at(Nav::Us).with_flash(told.flash),
        name,
        other,
        groups,
        problem: told.problem,
        number,
        before: (number > 1).then(|| number - 1),
        after: (number < last).then_some(number + 1),
    };
    Ok((status, View(view)).into_response())
}

/// An entry and its revision, as a form names it.
fn read(value: &str) -> Option<(EntryId, i32)> {
    let (id, number) = value.split_once('.')?;
    Some((id.parse().ok()?, number.parse().ok()?))
}

/// `POST /us/therapist/earlier`
pub(super) async fn share(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Ticked>,
) -> Result<Response, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    // from here on nobody ends it in between
    let ours = therapists::hold_ours(scope, hand, me, now).await?;
    let Some(((therapist, access), name)) =
        ours.as_ref().and_then(|ours| Some((ours.reader()?, ours.therapist.as_ref()?.name.clone())))
    else {
        return Ok(Redirect::to("/us/therapist?done=not").into_response());
    };
    let Some(things) = Things::find(&mut visit, access).await? else {
        return Ok(Redirect::to("/us/therapist?done=not").into_response());
    };
    let named: Option<Vec<_>> = form.it.iter().map(|value| read(value)).collect();
    let named = named.ok_or(Error::Unreadable)?;
    let ticked: HashSet<String> = form.it.iter().cloned().collect();
    let number = nth(&form.page);
    let again = |visit, problem| page(visit, name.clone(), &things, number, &ticked, problem);
    if named.is_empty() {
        let problem = Some("Tick what you would like to share. Nothing has changed so far.");
        return again(visit, Told { flash: None, problem }).await;
    }
    let found: Option<Vec<_>> = named
        .iter()
        .map(|(id, number)| things.find_head(*id).filter(|head| head.it.number == *number))
        .collect();
    let Some(mut found) = found else {
        let problem = Some("Something changed in the meantime. Nothing is shared yet. Look at it once more.");
        return again(visit, Told { flash: None, problem }).await;
    };
    found.dedup_by_key(|head| head.it.id);
    let (scope, hand, me) = visit.parts();
    let today = me.pacing.local(now).date();
    for id in found.iter().flat_map(|head| std::iter::once(head.it.id).chain(head.with.iter().copied())) {
        if !entries::show_therapist(scope, hand, therapist, access, id, today).await? {
            return Err(Error::Conflict);
        }
    }
    visit.scope.commit().await?;
    let done = said::code(found.iter().map(|head| head.sort()));
    let to =
        if number > 1 { format!("{HERE}?page={number}&done={done}") } else { format!("{HERE}?done={done}") };
    Ok(Redirect::to(&to).into_response())
}
