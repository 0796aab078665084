//! The page before anything crosses over: exactly what the other will see, and who that is. The posted choice is the
//! truth; sharing, the act in the talk and the hint are one transaction. Wording help stands beside the preview, never
//! in it, and holds nothing up.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    acting, asking, figures, offers,
    step::{Look, form_of},
    ways::shared_as,
    write,
    writing::path,
};
use crate::{
    conversations::{Opened, Part, Piece, Refusal, Step, Words, are_we_in::pair},
    entries::{self, Text},
    ids::EntryId,
    web::{
        error::Error,
        form::CheckedForm,
        live,
        page::{Page, View, Who},
        show::Shared,
        signed_in::SignedIn,
    },
    wording::{Help, Wording},
};

#[derive(Template)]
#[template(path = "conversations/share.html")]
pub(super) struct SharePage {
    pub(super) page: Page,
    pub(super) other: Who,
    /// For the shared part of the page: a choice is always made here.
    pub(super) problem: Option<&'static str>,
    pub(super) action: String,
    pub(super) back: String,
    pub(super) number: u32,
    /// For the author alone.
    pub(super) help: Option<Help>,
    pub(super) preview: Shared,
    pub(super) what_follows: String,
    /// The other one's key is not the one that was pinned: sharing rests.
    pub(super) paused: bool,
}

/// The choice.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ShareForm {
    with: String,
    number: String,
}

/// Whether this piece of one's own can be shared now, and as what.
enum Way {
    /// It is an act in the talk.
    Act,
    /// Only the words go over: the act was done before, or it is none.
    Again,
    /// It is shared already, exactly like this.
    Done,
}

fn way(talk: &Opened, text: &Text<Piece>, visit: &SignedIn) -> Result<Way, Refusal> {
    match talk.may_share(text.content.part, visit.now) {
        Ok(()) if text.content.part.is_beside() && text.is_shared_as_is() => Ok(Way::Done),
        Ok(()) if text.content.part.is_beside() => Ok(Way::Again),
        Ok(()) => Ok(Way::Act),
        Err(Refusal::AlreadyDone) if text.is_shared_as_is() => Ok(Way::Done),
        Err(Refusal::AlreadyDone) if talk.may_share_again(text, visit.now) => Ok(Way::Again),
        Err(refusal) => Err(refusal),
    }
}

/// `GET /talk/{id}/share/{entry}`
pub(super) async fn show(
    State(wording): State<Arc<Wording>>,
    mut visit: SignedIn,
    Path((id, entry)): Path<(String, String)>,
    Query(look): Query<Look>,
) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    let entry: EntryId = entry.parse().map_err(|_| Error::NotFound)?;
    let text = talk.own_entry(entry).ok_or(Error::NotFound)?;
    if !talk.running || !talk.sound {
        return Ok(write::refused(&visit, &talk, None, Vec::new(), false));
    }
    let part = text.content.part;
    match way(&talk, text, &visit) {
        Ok(Way::Done) => return Ok(Redirect::to(&format!("/talk/{}", talk.id)).into_response()),
        Err(refusal) => return Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false)),
        Ok(Way::Act | Way::Again) => {}
    }
    if text.content.missing().is_some() {
        return Ok(Redirect::to(&to_form(&talk, part, "missing")).into_response());
    }
    let page = SharePage {
        page: asking::page(&visit, &talk, "Who may read this", &look.done),
        other: talk.other(),
        problem: None,
        action: format!("/talk/{}/share/{entry}", talk.id),
        back: to_form(&talk, part, ""),
        number: text.number,
        help: offers::about(&wording, &text.content, talk.roles.of(talk.seat)),
        preview: figures::figure(&text.content, talk.me(), &talk.their_name, figures::place(part)),
        what_follows: follows(&text.content, &talk.their_name),
        paused: visit.pinned().is_none(),
    };
    Ok(View(page).into_response())
}

/// The page on which a piece is written, with a line at its top.
fn to_form(talk: &Opened, part: Part, done: &str) -> String {
    format!("{}?form={}&done={done}", path(talk, part), form_of(part))
}

/// What the other one does with it.
pub(super) fn follows(piece: &Piece, name: &str) -> String {
    match piece.part {
        Part::In { .. } => format!(
            "{name} can read it as soon as they have chosen to show theirs, and you read theirs at the same moment. Until \
             then neither of you learns whether the other has."
        ),
        Part::Opening { .. } => {
            format!("{name} can read it, and recognise it, see it differently or say “not yet”.")
        }
        Part::Naming { .. } => {
            format!("{name} can read it beside their own words, and look for others.")
        }
        Part::Statement { .. } => format!("{name} can read it before the steps begin."),
        Part::Line { step: Step::Feelings | Step::Deeper, .. } => {
            format!("{name} can read it together with what you share in this step.")
        }
        Part::Line { .. } => format!("{name} can read it at once."),
        Part::Remember { .. } => {
            format!(
                "{name} can read it beside their own words, which stay as they are. There is nothing to answer."
            )
        }
        Part::Explanation | Part::Meaning => format!("{name} can read it. There is nothing to answer."),
        Part::Time { .. } => format!("{name} can read it, and say yes or suggest something else."),
        Part::Feelings => format!(
            "{name} can read it when they have shared theirs, or when the talk is over. They will be asked to say back \
             what they heard."
        ),
        Part::Deeper => format!(
            "{name} can read it when you are both through with this step, or when the talk is over. There is nothing \
             to answer."
        ),
        Part::Responsibility if matches!(piece.words, Words::Plain { .. }) => {
            format!("{name} can read it. There is nothing to answer.")
        }
        Part::Perspective | Part::Responsibility => {
            format!("{name} can read it and will be asked to say back what they heard.")
        }
        Part::SayBack { .. } => format!("{name} can read it, and answer “heard” or “not quite”."),
        Part::Apology => format!("{name} can read it, and is free to answer as they like."),
        Part::ApologyAnswer { .. } => {
            format!("{name} can read it. The talk goes on after each of the four answers.")
        }
        Part::Idea { .. } => {
            format!("{name} can read it. Nothing is in force until you have both signed a plan.")
        }
    }
}

/// `POST /talk/{id}/share/{entry}`
pub(super) async fn share(
    mut visit: SignedIn,
    Path((id, entry)): Path<(String, String)>,
    CheckedForm(form): CheckedForm<ShareForm>,
) -> Result<Response, Error> {
    let entry: EntryId = entry.parse().map_err(|_| Error::NotFound)?;
    let talk = asking::hold(&mut visit, &id).await?;
    let text = talk.own_entry(entry).ok_or(Error::NotFound)?;
    let (part, number) = (text.content.part, text.number);
    if form.with != "partner" {
        return Ok(Redirect::to(&to_form(&talk, part, "kept")).into_response());
    }
    if !talk.running || !talk.sound {
        return Ok(write::refused(&visit, &talk, None, Vec::new(), false));
    }
    let way = match way(&talk, text, &visit) {
        Ok(Way::Done) => return Ok(Redirect::to(&format!("/talk/{}?done=shared", talk.id)).into_response()),
        Ok(way) => way,
        Err(refusal) => return Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false)),
    };
    let here = format!("/talk/{}/share/{entry}", talk.id);
    // What was looked at is what is shared: not something saved in another window since.
    if form.number != number.to_string() {
        return Ok(Redirect::to(&format!("{here}?done=changed")).into_response());
    }
    if text.content.missing().is_some() {
        return Ok(Redirect::to(&to_form(&talk, part, "missing")).into_response());
    }
    if let Words::Time(meeting) = &text.content.words
        && meeting.at().is_none_or(|at| at <= visit.now)
    {
        return Ok(Redirect::to(&to_form(&talk, part, "past")).into_response());
    }
    let Some(pinned) = visit.pinned() else { return Ok(Redirect::to(&here).into_response()) };
    let event = shared_as(&text.content);
    let today = visit.now.date();
    let (scope, hand, _) = visit.parts();
    let shared = match part {
        Part::In { round } => {
            let pair = pair(talk.id, round);
            entries::share_in_pair(scope, hand, &pinned, entry, number, pair, today).await?
        }
        _ => entries::share(scope, hand, &pinned, entry, number, today).await?,
    };
    if !shared {
        return Err(Error::NotFound);
    }
    match (way, event) {
        (Way::Act, Some(event)) => {
            if let Err(refusal) = acting::act(&mut visit, &talk, event).await? {
                return Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false));
            }
        }
        (Way::Act, None) => return Err(Error::Unreadable),
        (Way::Again | Way::Done, _) => {
            if talk.they_may_read(part) {
                live::hint(&mut visit.scope, pinned.contact()).await?;
            }
        }
    }
    visit.scope.commit().await?;
    let done = if matches!(part, Part::In { .. }) { "in" } else { "shared" };
    Ok(Redirect::to(&format!("/talk/{}?done={done}", talk.id)).into_response())
}
