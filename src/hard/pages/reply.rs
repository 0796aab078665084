//! What can be said to a line: one press for what is whole on its button; with an hour or a sentence, by the preview.
//!
//! What must stay true: only what fits the need can be said, once, and whoever wants to be left in peace is told at most that
//! it was read. What was said already is not changed by a press from an older page.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{find_sent, id_of, one};
use crate::{
    entries::{Base, Place, Shared, Written, drop_draft, write},
    hard::{Choice, Hour, KIND, Piece, Reply, matter, store},
    web::{error::Error, form::CheckedForm, forms::Problems, readers::Readers, signed_in::SignedIn},
};

/// What the forms hold; what is typed in it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct ReplyForm {
    #[serde(default)]
    pub(super) choice: String,
    #[serde(default)]
    pub(super) hour: String,
    #[serde(default)]
    pub(super) words: String,
    #[serde(default)]
    pub(super) once: Uuid,
    /// The revision of the line that was before them.
    #[serde(default)]
    pub(super) line: u32,
    /// It is looked at before it goes.
    #[serde(default)]
    pub(super) look: String,
}

pub(super) fn place_of(word: &str) -> String {
    format!("now/{word}/reply")
}

/// `GET /now/{id}/reply`: the form stands on the page of the line.
pub(super) async fn show(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    find_sent(&mut visit, id_of(&id)?).await?;
    Ok(Redirect::to(&format!("/now/{id}#reply")).into_response())
}

/// `POST /now/{id}/reply`
pub(super) async fn keep(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ReplyForm>,
) -> Result<Response, Error> {
    let word = id_of(&id)?;
    find_sent(&mut visit, word).await?;
    store::hold(&mut visit.scope, word).await?;
    let (matter, text) = find_sent(&mut visit, word).await?;
    let there = matter.reply.clone();
    if there.as_ref().is_some_and(|reply| reply.shared != Shared::No) {
        return Ok(Redirect::to(&format!("/now/{id}")).into_response());
    }
    if form.line != text.number {
        let mut problems = Problems::default();
        problems.add("choice", "The line reads otherwise now. Look at it, and choose once more.");
        return one::refuse(visit, &matter, &form, problems).await;
    }
    let hour = Hour::next(&form.hour, visit.me().pacing.zone(), visit.now);
    let reply = Choice::parse(&form.choice).map(|choice| {
        let hour = hour.filter(|_| choice == Choice::Hour);
        Reply::new(word, text.number, choice, hour, &form.words)
    });
    let problem = match &reply {
        Some(reply) => reply.problem(&text.content.need),
        None => Some(("choice", "Choose one of these.")),
    };
    let (Some(reply), None) = (reply, problem) else {
        let (field, says) = problem.unwrap_or(("choice", "Choose one of these."));
        let mut problems = Problems::default();
        problems.add(field, says);
        return one::refuse(visit, &matter, &form, problems).await;
    };
    // what is whole on its button is said by pressing it
    let at_once = form.look.is_empty() && reply.hour.is_none() && reply.words.is_empty();
    let base = there.map_or(Base::New(form.once), |reply| Base::Edit(reply.id, reply.number));
    let slot = matter::reply_slot(word);
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: Some(&slot) };
    let (Written::Kept(kept, _) | Written::Already(kept, _)) =
        write(scope, hand, place, base, &Piece::Reply(reply), now).await?
    else {
        return Ok(Redirect::to(&format!("/now/{id}")).into_response());
    };
    drop_draft(scope, hand, &place_of(&id)).await?;
    if !at_once {
        visit.scope.commit().await?;
        return Ok(Redirect::to(&format!("/now/{kept}/share")).into_response());
    }
    let today = visit.me().pacing.local(now).date();
    let readers = Readers::of(&mut visit).await?;
    let text = super::share::own_reply(&mut visit, kept).await?.ok_or(Error::NotFound)?;
    match readers.follow(&mut visit, "partner", text.number, &text, today).await? {
        Ok(with) => {
            visit.scope.commit().await?;
            Ok(Redirect::to(&format!("/now/{id}?done={}", with.done())).into_response())
        }
        Err(problem) => {
            let mut problems = Problems::default();
            problems.add("choice", problem);
            one::refuse(visit, &matter, &form, problems).await
        }
    }
}
