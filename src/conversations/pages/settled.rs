//! "Settled unless something new comes up": a mark for whoever was hurt, made and taken back on the closing page.
//!
//! What must stay true: nobody else can make it, and the other one sees only that it is called settled.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{acting, asking, write};
use crate::{
    conversations::{Event, Opened, Refusal, Stage, prompts},
    web::{error::Error, form::CheckedForm, signed_in::SignedIn},
};

/// What the closing page says about it to one person.
pub(super) struct Settling {
    /// Lines to read.
    pub(super) lines: Vec<String>,
    /// The button, and what it sends; none for whoever only caused it.
    pub(super) act: Option<(&'static str, &'static str)>,
}

/// What this person can do about it, and what they see of it.
pub(super) fn settling(talk: &Opened, something_new: bool) -> Option<Settling> {
    let Stage::Closed { settled, .. } = *talk.talk.stage() else { return None };
    if !talk.was_agreed() {
        return None;
    }
    let (me, other) = (talk.seat, talk.seat.other());
    let (hurt, both) = (talk.roles.was_hurt(me), talk.roles.was_hurt(me) && talk.roles.was_hurt(other));
    let (mine, whole) = (hurt && settled.by(talk.roles, me), talk.is_settled());
    if !hurt && !whole {
        return None;
    }
    let mut lines = vec![match (hurt, mine, both, whole) {
        (false, ..) => prompts::SETTLED_THEIRS,
        (true, true, true, true) => prompts::SETTLED_BOTH,
        (true, true, true, false) => prompts::SETTLED_MINE_WAITS,
        (true, true, false, _) => prompts::SETTLED_MINE,
        (true, false, true, _) => prompts::SETTLE_BOTH,
        (true, false, false, _) => prompts::SETTLE,
    }];
    if whole {
        lines.push(if something_new { prompts::SETTLED_AND_NEW } else { prompts::SETTLED_MEANS });
    }
    let act = hurt.then_some(if mine { ("0", prompts::UNSETTLE_GO) } else { ("1", prompts::SETTLE_GO) });
    let lines = lines.into_iter().map(|line| prompts::fill(line, &talk.their_name)).collect();
    Some(Settling { lines, act })
}

/// The mark: "1" to make it, "0" to take it back.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct MarkForm {
    mark: String,
}

/// `POST /talk/{id}/settled`
pub(super) async fn mark(
    mut visit: SignedIn,
    Path(id): Path<String>,
    CheckedForm(form): CheckedForm<MarkForm>,
) -> Result<Response, Error> {
    let talk = asking::hold(&mut visit, &id).await?;
    let (mark, done) = match form.mark.as_str() {
        "1" => (true, "settled"),
        "0" => (false, "unsettled"),
        _ => return Err(Error::Unreadable),
    };
    if !talk.running || !talk.sound {
        return Ok(write::refused(&visit, &talk, None, Vec::new(), false));
    }
    let closed = matches!(talk.talk.stage(), Stage::Closed { .. });
    // What was never agreed on has no roles that both know: there is nobody to call it settled.
    if closed && !talk.was_agreed() {
        return Err(Error::Unreadable);
    }
    let end = format!("/talk/{}/end?done={done}", talk.id);
    match acting::act(&mut visit, &talk, Event::Settle(mark)).await? {
        Ok(_) => {
            visit.scope.commit().await?;
            Ok(Redirect::to(&end).into_response())
        }
        // The same button twice.
        Err(Refusal::AlreadyDone) => Ok(Redirect::to(&end).into_response()),
        Err(refusal) => Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false)),
    }
}
