//! What can be said to a line: one press for what is whole on its button; with an hour or a sentence, by the preview.
//!
//! What must stay true: only what fits the need can be said, once, and whoever wants to be left in peace is told at most that
//! it was read. What was said already, or kept in another window, is not changed from an older page, and what was typed there
//! is given back.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{find_sent, id_of, one};
use crate::{
    entries::{Base, Place, Text, Written, drop_draft, hold, write},
    hard::{Choice, Hour, KIND, Matter, Piece, Reply, Word, matter},
    ids::EntryId,
    web::{error::Error, form::CheckedForm, readers::Readers, signed_in::SignedIn},
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
    /// The revision of one's own answer that was before them; 0 before the first.
    #[serde(default)]
    pub(super) number: u32,
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

impl ReplyForm {
    /// Whether it holds anything that a press on a button does not.
    fn is_typed(&self) -> bool {
        !self.words.trim().is_empty() || !self.hour.trim().is_empty()
    }

    /// As something to say to this line, or the field that is not right yet and what to do.
    fn reply(
        &self,
        word: &Text<Word>,
        zone: &str,
        now: OffsetDateTime,
    ) -> Result<Reply, (&'static str, &'static str)> {
        let choice = Choice::parse(&self.choice).ok_or(("choice", "Choose one of these."))?;
        let hour = Hour::next(&self.hour, zone, now).filter(|_| choice == Choice::Hour);
        let reply = Reply::new(word.id, word.number, choice, hour, &self.words);
        reply.problem(&word.content.need).map_or(Ok(reply), Err)
    }
}

/// What was said stays said. A press from an older page leads to it; what was typed there goes back to whoever typed it,
/// unless it is the very same.
fn said_already(said: &Reply, form: &ReplyForm, reply: Option<&Reply>) -> Result<Response, Error> {
    if form.is_typed() && reply != Some(said) {
        return Err(Error::Conflict);
    }
    Ok(Redirect::to(&format!("/now/{}", said.to)).into_response())
}

/// `POST /now/{id}/reply`
pub(super) async fn keep(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ReplyForm>,
) -> Result<Response, Error> {
    let word = id_of(&id)?;
    find_sent(&mut visit, word).await?;
    hold(&mut visit.scope, word).await?;
    let (matter, text) = find_sent(&mut visit, word).await?;
    let now = visit.now;
    let reply = form.reply(&text, visit.me().pacing.zone(), now);
    if let Some(said) = matter.said() {
        return said_already(&said.content, &form, reply.as_ref().ok());
    }
    if form.line != text.number {
        let problem = ("choice", "The line reads otherwise now. Look at it, and choose once more.");
        return one::refuse(visit, &matter, &form, problem).await;
    }
    let reply = match reply {
        Ok(reply) => reply,
        Err(problem) => return one::refuse(visit, &matter, &form, problem).await,
    };
    // what is whole on its button is said by pressing it
    let at_once = form.look.is_empty() && reply.hour.is_none() && reply.words.is_empty();
    let base = match &matter.reply {
        Some(there) if form.number > 0 => Base::Edit(there.id, form.number),
        _ => Base::New(form.once),
    };
    let slot = matter::reply_slot(word);
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: Some(&slot) };
    let kept = match write(scope, hand, place, base, &Piece::Reply(reply), now).await? {
        Written::Kept(kept, _) | Written::Already(kept, _) => kept,
        Written::Clash(_) => return one::clash(visit, &matter, form).await,
        Written::NotFound => return Err(Error::NotFound),
    };
    drop_draft(scope, hand, &place_of(&id)).await?;
    if at_once {
        return give(visit, &matter, kept, &form).await;
    }
    visit.scope.commit().await?;
    Ok(Redirect::to(&format!("/now/{kept}/share")).into_response())
}

/// Gives what is whole on its button to the one who wrote the line.
async fn give(
    mut visit: SignedIn,
    matter: &Matter,
    kept: EntryId,
    form: &ReplyForm,
) -> Result<Response, Error> {
    let today = visit.me().pacing.local(visit.now).date();
    let readers = Readers::of(&mut visit).await?;
    let text = super::share::own_reply(&mut visit, kept).await?.ok_or(Error::NotFound)?;
    match readers.follow(&mut visit, "partner", text.number, &text, today).await? {
        Ok(with) => {
            visit.scope.commit().await?;
            Ok(Redirect::to(&format!("/now/{}?done={}", matter.id, with.done())).into_response())
        }
        Err(problem) => one::refuse(visit, matter, form, ("choice", problem)).await,
    }
}
