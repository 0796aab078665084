//! `/plan/propose`: exactly what the other one will see, and the button. Proposing signs it for whoever proposes.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::{
    draft,
    view::{self, Proposal},
};
use crate::{
    ids::EntryId,
    plans::{self, Acted, Diff, Draft, Looked, Plan, PlanText, Refusal, checks, drafts},
    web::{
        error::Error,
        form::CheckedForm,
        page::{Flash, Nav, Page, View, Who},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "plans/propose.html")]
struct Propose {
    page: Page,
    other: Who,
    proposal: Proposal,
    /// It takes the place of what the other one suggests.
    answers: bool,
    /// One's own suggestion lies on the table.
    mine: bool,
    /// The other one's key is not the one that was pinned: sharing rests.
    paused: bool,
    form: ProposeForm,
}

/// What was looked at.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ProposeForm {
    /// The revision of the draft.
    number: u32,
    /// What held; empty for nothing.
    over: String,
    /// What lay on the table; empty for nothing.
    answers: String,
}

fn id(it: Option<EntryId>) -> String {
    it.map(|id| id.to_string()).unwrap_or_default()
}

/// Where to go instead, when this cannot be proposed as it is.
fn elsewhere(visit: &SignedIn, draft: &Draft, plan: &Plan) -> Option<&'static str> {
    let nothing = PlanText::default();
    let holds = plan.in_force().map(|version| &version.content.text);
    if draft.text.is_empty() && holds.is_none()
        || Diff::between(holds.unwrap_or(&nothing), &draft.text).is_nothing()
    {
        return Some("/plan/draft?done=nothing");
    }
    if !checks::is_ready(&draft.text, holds, view::today(visit)) {
        return Some("/plan/draft?done=needs");
    }
    None
}

/// `GET /plan/propose`
pub(super) async fn show(mut visit: SignedIn) -> Result<Response, Error> {
    let Some(other) = visit.other() else { return Ok(Redirect::to("/plan/draft").into_response()) };
    let (Some(kept), _, plan) = draft::current(&mut visit).await? else {
        return Ok(Redirect::to("/plan/draft?done=nothing").into_response());
    };
    if let Some(elsewhere) = elsewhere(&visit, &kept.content, &plan) {
        return Ok(Redirect::to(elsewhere).into_response());
    }
    Ok(View(page(&visit, other, &kept.content, kept.number, &plan)).into_response())
}

fn page(visit: &SignedIn, other: Who, draft: &Draft, number: u32, plan: &Plan) -> Propose {
    let holds = plan.in_force();
    let old = holds.map(|version| &version.content.text);
    let names = view::names(visit);
    let today = view::today(visit);
    Propose {
        page: visit.page("Plan").at(Nav::Plan),
        other,
        proposal: view::proposal(visit.who(), old, &draft.text, &draft.reason, &names, today),
        answers: plan.open().is_some_and(|open| !open.mine),
        mine: plan.open().is_some_and(|open| open.mine),
        paused: visit.pinned().is_none(),
        form: ProposeForm {
            number,
            over: id(holds.map(|version| version.id)),
            answers: id(plan.open().filter(|open| !open.mine).map(|open| open.id)),
        },
    }
}

/// `POST /plan/propose`
pub(super) async fn propose(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ProposeForm>,
) -> Result<Response, Error> {
    let Some(other) = visit.other() else { return Ok(Redirect::to("/plan/draft").into_response()) };
    let (scope, hand, me) = visit.parts();
    let kept = drafts::find(scope, hand, me).await?;
    let plan = Plan::now(scope, hand, me).await?;
    let Some(kept) = kept else {
        // the same form twice: it is on the table
        let done = if plan.open().is_some_and(|open| open.mine) { "proposed" } else { "gone" };
        return Ok(Redirect::to(&format!("/plan?done={done}")).into_response());
    };
    if let Some(elsewhere) = elsewhere(&visit, &kept.content, &plan) {
        return Ok(Redirect::to(elsewhere).into_response());
    }
    let looked = Looked { over: form.over.parse().ok(), answers: form.answers.parse().ok() };
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let acted = if form.number == kept.number {
        plans::propose(scope, hand, me, &kept, looked, now).await?
    } else {
        // saved in another window since: it is looked at first
        Acted::Refused(Refusal::Meanwhile)
    };
    match acted {
        Acted::Done => {
            visit.scope.commit().await?;
            Ok(Redirect::to("/plan?done=proposed").into_response())
        }
        Acted::Alone => Ok(Redirect::to("/plan/propose").into_response()),
        Acted::Refused(refusal) => {
            let (scope, hand, me) = visit.parts();
            let plan = Plan::now(scope, hand, me).await?;
            let text = match refusal {
                Refusal::OwnOnTable => {
                    "Your last suggestion still lies on the table. Take it back first, or wait for the answer. This draft is kept.".to_owned()
                }
                _ => format!(
                    "Something has changed since you looked: {} may have suggested something too. Your draft is kept. This is how it would look now; nothing was sent.",
                    other.name
                ),
            };
            let mut view = page(&visit, other, &kept.content, kept.number, &plan);
            view.page = view.page.with_flash(Some(Flash::problem(text)));
            Ok((axum::http::StatusCode::CONFLICT, View(view)).into_response())
        }
    }
}
