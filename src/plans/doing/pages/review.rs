//! Looking at a promise again: it stays, becomes lighter, or ends. Each prepares a change that both sign.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use time::{Date, macros::format_description};

use super::{find, today};
use crate::{
    couples::Me,
    entries::Written,
    plans::{
        Commitment, Draft, Plan,
        doing::review::{self, Outcome},
        drafts,
    },
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Field, Opt, Problems},
        page::{Nav, Page, View},
        show,
        signed_in::SignedIn,
    },
};

const DAY: &[time::format_description::BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct ReviewForm {
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    review: String,
}

#[derive(Template)]
#[template(path = "plans/doing/review.html")]
struct Review {
    page: Page,
    id: String,
    act: String,
    rhythm: String,
    other: String,
    /// The day that was set, and whether it has come.
    day: Option<String>,
    has_come: bool,
    outcome: Choice,
    review: Field,
    problems: Problems,
}

/// `GET /plan/items/{id}/review`
pub(super) async fn show(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let (_, commitment) = find(&mut visit, &id).await?;
    let suggested = review::suggested(&commitment, today(&visit));
    let typed = ReviewForm {
        review: suggested.format(DAY).map_err(|error| Error::Internal(error.into()))?,
        ..ReviewForm::default()
    };
    Ok(View(page(&visit, &commitment, &typed, Problems::default())).into_response())
}

fn page(visit: &SignedIn, commitment: &Commitment, typed: &ReviewForm, problems: Problems) -> Review {
    let today = today(visit);
    let options = vec![
        Opt::new("keep", "Keep it").hint("It still helps. You look at it again on another day."),
        Opt::new("ease", "Make it lighter")
            .hint("Less often, smaller, or in other words. You write them next."),
        Opt::new("end", "Let it end").hint("It has done its part, or it does not help."),
    ];
    let hint = match review::latest_allowed(commitment.who, commitment.starts, today) {
        Some(latest) => format!("It rests on one of you, so until {} at the latest.", show::day(latest)),
        None => "It may stay empty.".to_owned(),
    };
    Review {
        page: visit.page("Looking again").at(Nav::Plan),
        id: commitment.id.to_string(),
        act: commitment.act.clone(),
        rhythm: commitment.rhythm(),
        other: visit.partner().map(|partner| partner.name.clone()).unwrap_or_default(),
        day: commitment.review.map(show::day),
        has_come: review::has_come(commitment, today),
        outcome: Choice::new("outcome", "What would help now?", options)
            .choose(&[typed.outcome.as_str()])
            .checked(&problems),
        review: Field::new("review", "If you keep it: look at it again on")
            .hint(hint)
            .kind("date")
            .short()
            .value(typed.review.clone())
            .checked(&problems),
        problems,
    }
}

/// The outcome that a form names.
fn outcome(
    typed: &ReviewForm,
    commitment: &Commitment,
    today: Date,
    problems: &mut Problems,
) -> Option<Outcome> {
    match typed.outcome.as_str() {
        "ease" => Some(Outcome::Ease),
        "end" => Some(Outcome::End),
        "keep" => {
            let named = typed.review.trim();
            let day = Date::parse(named, DAY).ok();
            if day.is_none() && !named.is_empty() {
                problems.add("review", "Write the day as year, month and day, for example 2026-06-01.");
                return None;
            }
            if let Some(problem) = review::problem(commitment, day, today) {
                problems.add("review", problem);
                return None;
            }
            Some(Outcome::Keep(day))
        }
        _ => {
            problems.add("outcome", "Choose one of the three.");
            None
        }
    }
}

/// `POST /plan/items/{id}/review`: into one's own draft, for the other one to agree to.
pub(super) async fn prepare(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(typed): CheckedForm<ReviewForm>,
) -> Result<Response, Error> {
    let (_, commitment) = find(&mut visit, &id).await?;
    let (today, now) = (today(&visit), visit.now);
    let mut problems = Problems::default();
    let Some(outcome) = outcome(&typed, &commitment, today, &mut problems) else {
        let view = page(&visit, &commitment, &typed, problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    };
    let (scope, hand, me) = visit.parts();
    let old = drafts::find(scope, hand, me).await?;
    let mut draft = match &old {
        Some(text) => text.content.clone(),
        None => begun(&Plan::now(scope, hand, me).await?, me).ok_or(Error::NotFound)?,
    };
    // a draft from which it was taken out gets it back first, as it holds
    if draft.commitment(commitment.id).is_none() {
        draft.text.put(commitment.clone());
    }
    review::prepare(&mut draft, commitment.id, outcome, today);
    match drafts::keep(scope, hand, old.as_ref(), &draft, now).await? {
        Written::Kept(..) | Written::Already(..) => {}
        Written::Clash(_) | Written::NotFound => return Err(Error::Conflict),
    }
    visit.scope.commit().await?;
    let next = match outcome {
        Outcome::Ease => format!("/plan/draft/items/{id}"),
        Outcome::Keep(_) | Outcome::End => "/plan/draft".to_owned(),
    };
    Ok(Redirect::to(&next).into_response())
}

/// A draft that begins with what holds.
fn begun(plan: &Plan, me: &Me) -> Option<Draft> {
    let held = plan.in_force()?;
    Some(Draft {
        couple: me.couple,
        by: me.seat,
        from: Some(held.id),
        text: held.content.text.clone(),
        reason: String::new(),
        taken: Vec::new(),
    })
}
