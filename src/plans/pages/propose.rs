//! `/plan/propose`: exactly what the other one will see, and the button. Proposing signs it for whoever proposes.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    draft,
    readers::{Too, with},
    view::{self, Proposal},
};
use crate::{
    entries::Text,
    ids::EntryId,
    plans::{self, Acted, Diff, Draft, Looked, Plan, PlanText, Refusal, checks, drafts},
    web::{
        error::Error,
        form::CheckedForm,
        page::{Flash, Nav, Page, View, Who},
        readers::{Choice, Readers},
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
    /// Who reads it besides the other one.
    too: Too,
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
    /// Who reads it: `partner`, or `therapist` for both.
    who: String,
}

fn id(it: Option<EntryId>) -> String {
    it.map(|id| id.to_string()).unwrap_or_default()
}

/// Where to go instead, when this cannot be proposed as it is.
async fn elsewhere(visit: &mut SignedIn, draft: &Draft, plan: &Plan) -> Result<Option<&'static str>, Error> {
    let nothing = PlanText::default();
    let holds = plan.in_force().map(|version| &version.content.text);
    let changes = !Diff::between(holds.unwrap_or(&nothing), &draft.text).is_nothing();
    if (draft.text.is_empty() && holds.is_none()) || !(changes || is_under_review(visit).await?) {
        return Ok(Some("/plan/draft?done=nothing"));
    }
    let ready = checks::is_ready(&draft.text, holds, view::today(visit));
    Ok((!ready).then_some("/plan/draft?done=needs"))
}

/// Whether something in the plan is under review: then the same words can be signed once more, which ends it.
async fn is_under_review(visit: &mut SignedIn) -> Result<bool, Error> {
    let (scope, hand, me) = visit.parts();
    let Some(held) = plans::in_force(scope, hand, me).await? else { return Ok(false) };
    Ok(!plans::doing::under_review(scope, hand, me, &held).await?.is_empty())
}

/// `GET /plan/propose`
pub(super) async fn show(mut visit: SignedIn) -> Result<Response, Error> {
    let Some(other) = visit.other() else { return Ok(Redirect::to("/plan/draft").into_response()) };
    let (Some(kept), _, plan) = draft::current(&mut visit).await? else {
        return Ok(Redirect::to("/plan/draft?done=nothing").into_response());
    };
    if let Some(elsewhere) = elsewhere(&mut visit, &kept.content, &plan).await? {
        return Ok(Redirect::to(elsewhere).into_response());
    }
    let readers = Readers::of(&mut visit).await?;
    Ok(View(page(&visit, &readers, other, &kept, &plan, "")).into_response())
}

fn page(
    visit: &SignedIn,
    readers: &Readers,
    other: Who,
    kept: &Text<Draft>,
    plan: &Plan,
    who: &str,
) -> Propose {
    let (draft, number) = (&kept.content, kept.number);
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
        too: Too::new(readers, who == "therapist"),
        form: ProposeForm {
            number,
            over: id(holds.map(|version| version.id)),
            answers: id(plan.open().filter(|open| !open.mine).map(|open| open.id)),
            who: who.to_owned(),
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
    if let Some(elsewhere) = elsewhere(&mut visit, &kept.content, &plan).await? {
        return Ok(Redirect::to(elsewhere).into_response());
    }
    let looked = Looked { over: form.over.parse().ok(), answers: form.answers.parse().ok() };
    let now = visit.now;
    let readers = Readers::of(&mut visit).await?;
    let to = match readers.choose(&mut visit, with(&form.who).value()).await? {
        Ok(Choice::Share(to)) => to,
        Ok(Choice::Me) => return Err(Error::Unreadable),
        Err(_) if visit.pinned().is_none() => return Ok(Redirect::to("/plan/propose").into_response()),
        Err(problem) => {
            let mut view = page(&visit, &readers, other, &kept, &plan, &form.who);
            view.page = view.page.with_flash(Some(Flash::problem(problem)));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
        }
    };
    let (scope, hand, me) = visit.parts();
    let acted = if form.number == kept.number {
        plans::propose(scope, hand, me, &kept, looked, to, now).await?
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
            let mut view = page(&visit, &readers, other, &kept, &plan, &form.who);
            view.page = view.page.with_flash(Some(Flash::problem(text)));
            Ok((StatusCode::CONFLICT, View(view)).into_response())
        }
    }
}
