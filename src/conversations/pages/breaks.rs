//! Taking a break, making it longer, stopping for now and stopping for good: whole pages, for both, without a reason.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    acting, asking,
    returning::{ReturnForm, Returning},
    write,
};
use crate::{
    conversations::{
        Ask, Event, Opened, Refusal,
        prompts::{self, BREAK_LENGTHS, Shown},
    },
    web::{
        error::Error,
        form::CheckedForm,
        forms::Problems,
        page::{Page, View},
        rail::Rail,
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "conversations/break.html")]
struct BreakPage {
    page: Page,
    rail: Rail,
    shown: Shown,
    action: String,
    back: String,
    rest: String,
    until: Option<asking::Until>,
    problems: Problems,
    returning: Returning,
    helped_as: &'static str,
}

/// Which page of the guide's places this is; none while the phone lies between the two, where no other page opens.
fn helped_as(visit: &SignedIn, place: &'static str) -> &'static str {
    if visit.login().sofa.is_none() { place } else { "" }
}

/// The talk, if there is something to interrupt; otherwise where it stands.
fn going_on(visit: &SignedIn, talk: &Opened) -> Option<Response> {
    let ask = talk.asks(visit.now);
    (!talk.running || matches!(ask, Ask::Closed(_)))
        .then(|| Redirect::to(&asking::now_path(talk, ask)).into_response())
}

/// The same, and a talk that was stopped for now: there is nothing to interrupt in it either.
fn at_work(visit: &SignedIn, talk: &Opened) -> Option<Response> {
    let resting = || Redirect::to(&format!("/talk/{}", talk.id)).into_response();
    going_on(visit, talk).or_else(|| talk.talk.rest().map(|_| resting()))
}

fn page(visit: &SignedIn, talk: &Opened, form: &ReturnForm, problems: Problems) -> BreakPage {
    let ask = talk.asks(visit.now);
    let on_break = matches!(ask, Ask::Break { .. });
    let prompt = if on_break { prompts::MORE_TIME } else { prompts::TAKE_A_BREAK };
    BreakPage {
        page: asking::page(visit, talk, "A break", ""),
        rail: asking::still_rail(talk, ask),
        shown: prompt.with(&talk.their_name),
        action: format!("/talk/{}/break", talk.id),
        back: format!("/talk/{}", talk.id),
        rest: format!("/talk/{}/rest", talk.id),
        until: asking::break_until(talk, ask),
        returning: form.fields(talk.zone(), visit.now, on_break, &problems),
        problems,
        helped_as: helped_as(visit, "/talk/{id}/break"),
    }
}

/// `GET /talk/{id}/break`
pub(super) async fn show(mut visit: SignedIn, Path(id): Path<String>) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    if let Some(elsewhere) = at_work(&visit, &talk) {
        return Ok(elsewhere);
    }
    // Time apart is made longer in one place, for everything.
    if talk.talk.apart(visit.now).is_some() && talk.talk.own_pause(visit.now).is_none() {
        return Ok(Redirect::to("/us/time").into_response());
    }
    // One more tap is enough for somebody who cannot choose just now: the shortest break is chosen.
    let form = ReturnForm::chosen(BREAK_LENGTHS.first().map_or("", |length| length.code));
    Ok(View(page(&visit, &talk, &form, Problems::default())).into_response())
}

/// `POST /talk/{id}/break`
pub(super) async fn take(
    mut visit: SignedIn,
    Path(id): Path<String>,
    CheckedForm(form): CheckedForm<ReturnForm>,
) -> Result<Response, Error> {
    let talk = asking::hold(&mut visit, &id).await?;
    if let Some(elsewhere) = going_on(&visit, &talk) {
        return Ok(elsewhere);
    }
    if talk.talk.rest().is_some() {
        return Ok(write::refused(&visit, &talk, Some(Refusal::Resting), Vec::new(), false));
    }
    let pause = talk.talk.own_pause(visit.now);
    let from = pause.map_or(visit.now, |pause| pause.until());
    let problem = match form.until(talk.zone(), visit.now, from) {
        Err(problem) => problem,
        Ok(until) => {
            let event = if pause.is_some() { Event::ExtendBreak { until } } else { Event::Break { until } };
            match acting::act(&mut visit, &talk, event).await? {
                Ok(_) => {
                    visit.scope.commit().await?;
                    let done = if pause.is_some() { "longer" } else { "break" };
                    return Ok(Redirect::to(&format!("/talk/{}?done={done}", talk.id)).into_response());
                }
                Err(refusal) => (form.field(), refusal.says()),
            }
        }
    };
    let mut problems = Problems::default();
    problems.add(problem.0, problem.1);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page(&visit, &talk, &form, problems))).into_response())
}

#[derive(Template)]
#[template(path = "conversations/stop.html")]
struct StopPage {
    page: Page,
    rail: Rail,
    shown: Shown,
    action: String,
    back: String,
    /// The gentler way, where there is one.
    rest: Option<String>,
    /// The button for a sitting with a therapist, where it is for now only.
    for_therapist: Option<&'static str>,
    helped_as: &'static str,
}

/// `GET /talk/{id}/rest`
pub(super) async fn ask_rest(mut visit: SignedIn, Path(id): Path<String>) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    if let Some(elsewhere) = at_work(&visit, &talk) {
        return Ok(elsewhere);
    }
    let page = StopPage {
        page: asking::page(&visit, &talk, "Stop", ""),
        rail: asking::still_rail(&talk, talk.asks(visit.now)),
        shown: prompts::STOP_FOR_NOW.with(&talk.their_name),
        action: format!("/talk/{}/rest", talk.id),
        back: format!("/talk/{}", talk.id),
        rest: None,
        for_therapist: Some(prompts::FOR_THERAPIST),
        helped_as: "",
    };
    Ok(View(page).into_response())
}

/// Which of the two buttons.
#[derive(Deserialize)]
pub(super) struct RestForm {
    #[serde(default)]
    act: String,
}

/// `POST /talk/{id}/rest`: an outcome, open to both at any moment. Twice is once.
pub(super) async fn rest(
    mut visit: SignedIn,
    Path(id): Path<String>,
    CheckedForm(form): CheckedForm<RestForm>,
) -> Result<Response, Error> {
    let talk = asking::hold(&mut visit, &id).await?;
    if let Some(elsewhere) = at_work(&visit, &talk) {
        return Ok(elsewhere);
    }
    let event = match form.act.as_str() {
        "" => Event::StopForNow,
        "therapist" => Event::LeaveForTherapist,
        _ => return Err(Error::Unreadable),
    };
    match acting::act(&mut visit, &talk, event).await? {
        Ok(_) => {
            visit.scope.commit().await?;
            Ok(Redirect::to(&format!("/talk/{}", talk.id)).into_response())
        }
        Err(refusal) => Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false)),
    }
}

/// `GET /talk/{id}/stop`
pub(super) async fn ask_stop(mut visit: SignedIn, Path(id): Path<String>) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    if let Some(elsewhere) = going_on(&visit, &talk) {
        return Ok(elsewhere);
    }
    let page = StopPage {
        page: asking::page(&visit, &talk, "Stop", ""),
        rail: asking::still_rail(&talk, talk.asks(visit.now)),
        shown: prompts::STOP.with(&talk.their_name),
        action: format!("/talk/{}/stop", talk.id),
        back: format!("/talk/{}", talk.id),
        rest: talk.talk.rest().is_none().then(|| format!("/talk/{}/rest", talk.id)),
        for_therapist: None,
        helped_as: helped_as(&visit, "/talk/{id}/stop"),
    };
    Ok(View(page).into_response())
}

/// Nothing but the token.
#[derive(Deserialize)]
pub(super) struct StopForm {}

/// `POST /talk/{id}/stop`: an outcome, open to both at any moment.
pub(super) async fn stop(
    mut visit: SignedIn,
    Path(id): Path<String>,
    CheckedForm(StopForm {}): CheckedForm<StopForm>,
) -> Result<Response, Error> {
    let talk = asking::hold(&mut visit, &id).await?;
    if let Some(elsewhere) = going_on(&visit, &talk) {
        return Ok(elsewhere);
    }
    match acting::act(&mut visit, &talk, Event::Stop).await? {
        Ok(_) => {
            visit.scope.commit().await?;
            Ok(Redirect::to(&format!("/talk/{}/end", talk.id)).into_response())
        }
        Err(refusal) => Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false)),
    }
}
