//! Letting all talks rest at once: in each of them, an ordinary break.
//!
//! What must stay true: for each talk this does what its own page of the break does and nothing else, through the same
//! function, so the other person and the database cannot tell the two apart. No reason is asked, kept or implied: the
//! list of talks offers this to everybody. All of it happens, or none.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use super::{
    acting,
    returning::{A_DAY, ReturnForm, Returning},
};
use crate::{
    conversations::{Ask, Event, Opened, meeting},
    web::{
        error::Error,
        form::CheckedForm,
        forms::Problems,
        page::{Nav, Page, View},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "conversations/pause.html")]
struct PausePage {
    page: Page,
    other: String,
    talks: Vec<Resting>,
    problems: Problems,
    returning: Returning,
}

/// One talk, and until when it rests already.
struct Resting {
    name: String,
    until: Option<String>,
}

/// The talks of this person that go on, in the order of the list. To act in: held until the request is over.
async fn running(visit: &mut SignedIn, hold: bool) -> Result<Vec<Opened>, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let mut talks =
        if hold { Opened::hold_all(scope, hand, me).await? } else { Opened::all(scope, hand, me).await? };
    // One that was stopped for now rests already.
    talks.retain(|talk| talk.running && !matches!(talk.asks(now), Ask::Closed(_) | Ask::Resting { .. }));
    Ok(talks)
}

/// The zone of the newest talk that has one.
fn zone(talks: &[Opened]) -> &str {
    talks.iter().map(Opened::zone).find(|zone| *zone != "UTC").unwrap_or("UTC")
}

fn page(visit: &SignedIn, talks: &[Opened], form: &ReturnForm, problems: Problems) -> PausePage {
    PausePage {
        page: visit.page("Pause").at(Nav::Talk),
        other: visit.partner().map(|partner| partner.name.clone()).unwrap_or_default(),
        talks: talks
            .iter()
            .map(|talk| Resting {
                name: talk.name().to_owned(),
                until: talk.talk.pause(visit.now).map(|pause| meeting::show(pause.until(), talk.zone())),
            })
            .collect(),
        returning: form.fields(zone(talks), visit.now, false, &problems),
        problems,
    }
}

/// `GET /talk/pause`
pub(super) async fn show(mut visit: SignedIn) -> Result<Response, Error> {
    let talks = running(&mut visit, false).await?;
    Ok(View(page(&visit, &talks, &ReturnForm::chosen(A_DAY), Problems::default())).into_response())
}

/// `POST /talk/pause`: a break in every talk, or a later return where one lasts. One that lasts longer anyway stays.
pub(super) async fn take(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ReturnForm>,
) -> Result<Response, Error> {
    let talks = running(&mut visit, true).await?;
    if talks.is_empty() {
        return Ok(Redirect::to("/talk/pause").into_response());
    }
    let problem = match form.until(zone(&talks), visit.now, visit.now) {
        Err(problem) => Some(problem),
        Ok(until) => {
            let mut refused = None;
            for talk in &talks {
                let event = match talk.talk.own_pause(visit.now) {
                    None => Event::Break { until },
                    Some(pause) if pause.until() < until => Event::ExtendBreak { until },
                    Some(_) => continue,
                };
                if let Err(refusal) = acting::act(&mut visit, talk, event).await? {
                    refused = Some((form.field(), refusal.says()));
                    break;
                }
            }
            refused
        }
    };
    let Some((field, text)) = problem else {
        visit.scope.commit().await?;
        return Ok(Redirect::to("/help-lines#done").into_response());
    };
    // The transaction ends here without a commit: no talk rests because another one could not.
    let mut problems = Problems::default();
    problems.add(field, text);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page(&visit, &talks, &form, problems))).into_response())
}
