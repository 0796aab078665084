//! `POST /plan/answer`: what one of the two says to what lies on the table, or does with what they have put there. The
//! form names the version and the digest that its page showed.

use axum::response::{IntoResponse as _, Redirect, Response};
use data_encoding::HEXLOWER;
use serde::Deserialize;

use super::readers::with;
use crate::{
    ids::EntryId,
    plans::{self, Acted, Draft, Plan, drafts},
    web::{
        error::Error,
        form::CheckedForm,
        readers::{Choice, Readers},
        signed_in::SignedIn,
    },
};

/// What was pressed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct AnswerForm {
    id: String,
    digest: String,
    answer: String,
    /// Who reads one's signature: `partner`, or `therapist` for both.
    who: String,
}

pub(super) async fn answer(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<AnswerForm>,
) -> Result<Response, Error> {
    let Ok(id) = form.id.parse::<EntryId>() else {
        return Ok(Redirect::to("/plan?done=gone").into_response());
    };
    if form.answer == "other" {
        return other(visit, id).await;
    }
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    // What is taken back becomes the draft again, and there is one draft: neither is lost.
    if form.answer == "back"
        && Plan::now(scope, hand, me).await?.open().is_some_and(|open| open.mine && open.id == id)
        && drafts::find(scope, hand, me).await?.is_some()
    {
        return Ok(Redirect::to("/plan?done=two").into_response());
    }
    let (acted, done) = match form.answer.as_str() {
        "agree" => {
            let digest = HEXLOWER.decode(form.digest.as_bytes()).ok();
            let Some(digest) = digest.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()) else {
                return Ok(Redirect::to("/plan?done=gone").into_response());
            };
            if me.partner.is_none() {
                return Ok(Redirect::to("/plan").into_response());
            }
            let readers = Readers::of(&mut visit).await?;
            let to = match readers.choose(&mut visit, with(&form.who).value()).await? {
                Ok(Choice::Share(to)) => to,
                Ok(Choice::Me) => return Err(Error::Unreadable),
                // nothing is signed for fewer or more than was chosen: the page offers what can be chosen now
                Err(_) if visit.pinned().is_none() => return Ok(Redirect::to("/plan").into_response()),
                Err(_) => return Ok(Redirect::to("/plan?done=readers").into_response()),
            };
            let (scope, hand, me) = visit.parts();
            (plans::agree(scope, hand, me, id, &digest, to, now).await?, "agreed")
        }
        "later" => (plans::put_off(scope, hand, me, id, true, now).await?, "later"),
        "unsay" => (plans::put_off(scope, hand, me, id, false, now).await?, "unsaid"),
        "back" => (plans::take_back(scope, hand, me, id, now).await?, "back"),
        _ => return Err(Error::Unreadable),
    };
    let done = match acted {
        Acted::Done => {
            visit.scope.commit().await?;
            done
        }
        // the same form twice
        Acted::Refused(_) if form.answer == "agree" => {
            let (scope, hand, me) = visit.parts();
            let held = Plan::now(scope, hand, me).await?;
            if held.in_force().is_some_and(|version| version.id == id) { "agreed" } else { "gone" }
        }
        Acted::Refused(_) => "gone",
        Acted::Alone => "",
    };
    Ok(Redirect::to(&format!("/plan?done={done}")).into_response())
}

/// A draft that begins with what the other one suggests; one's own draft, if there is one, stays.
async fn other(mut visit: SignedIn, id: EntryId) -> Result<Response, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let plan = Plan::now(scope, hand, me).await?;
    let Some(open) = plan.open().filter(|open| open.id == id && !open.mine) else {
        return Ok(Redirect::to("/plan?done=gone").into_response());
    };
    if drafts::find(scope, hand, me).await?.is_some() {
        return Ok(Redirect::to("/plan/draft?done=own").into_response());
    }
    let draft = Draft {
        couple: me.couple,
        by: me.seat,
        from: plan.in_force().map(|version| version.id),
        text: open.content.text.clone(),
        reason: String::new(),
        taken: Vec::new(),
    };
    drafts::keep(scope, hand, None, &draft, now).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/plan/draft?done=theirs").into_response())
}
