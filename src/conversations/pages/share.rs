//! The page before anything crosses over: exactly what the other will see, and who that is. The posted choice is the
//! truth; sharing, the act in the talk and the hint are one transaction. Wording help stands beside the preview, never
//! in it, and holds nothing up.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
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
    entries::{self, Audience, Shared as Held, Text},
    ids::EntryId,
    web::{
        error::Error,
        form::CheckedForm,
        live,
        page::{Page, View},
        readers::{Choice, Choosing, PAUSED, Readers, With},
        show::Shared,
        signed_in::SignedIn,
    },
    wording::{Help, Wording},
};

#[derive(Template)]
#[template(path = "conversations/share.html")]
pub(super) struct SharePage {
    pub(super) page: Page,
    pub(super) choosing: Choosing,
    /// Why what was chosen could not be done.
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
#[derive(Clone, Copy, PartialEq, Eq)]
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
        Err(_) if text.is_shared_as_is() => Ok(Way::Done),
        Err(Refusal::AlreadyDone) if talk.may_share_again(text, visit.now) => Ok(Way::Again),
        Err(refusal) => Err(refusal),
    }
}

/// Who can be chosen for this piece. A therapist reads nothing that waits for its turn in the talk: they can be chosen as
/// soon as the other one can read it.
async fn readers(visit: &mut SignedIn, talk: &Opened, piece: &Piece, way: Way) -> Result<Readers, Error> {
    let (part, now) = (piece.part, visit.now);
    let at_once = match (way, shared_as(piece)) {
        // it waits for the other's half, for both of its readers
        _ if matches!(part, Part::In { .. }) => true,
        (Way::Act, Some(event)) => talk.they_read_after(event, part, now),
        _ => talk.they_may_read(part),
    };
    let readers = Readers::of(visit).await?;
    Ok(if at_once { readers } else { readers.partner_first() })
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
    let way = match way(&talk, text, &visit) {
        Ok(way) => way,
        Err(refusal) => return Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false)),
    };
    let readers = readers(&mut visit, &talk, &text.content, way).await?;
    // who reads it can still be chosen, if there is anybody to choose besides the other one
    if way == Way::Done && readers.therapist().is_none() && With::of(text.shared) != With::Both {
        return Ok(Redirect::to(&format!("/talk/{}", talk.id)).into_response());
    }
    if text.content.missing().is_some() && way != Way::Done {
        return Ok(Redirect::to(&to_form(&talk, part, "missing")).into_response());
    }
    let page = asking::page(&visit, &talk, "Who may read this", &look.done);
    Ok(View(preview(&wording, &talk, &readers, text, page)).into_response())
}

fn preview(wording: &Wording, talk: &Opened, readers: &Readers, text: &Text<Piece>, page: Page) -> SharePage {
    let part = text.content.part;
    SharePage {
        page,
        choosing: readers.choosing(text.shared),
        problem: None,
        action: format!("/talk/{}/share/{}", talk.id, text.id),
        back: if text.is_shared_as_is() { format!("/talk/{}", talk.id) } else { to_form(talk, part, "") },
        number: text.number,
        help: offers::about(wording, &text.content, talk.roles.of(talk.seat)),
        preview: figures::figure(&text.content, talk.me(), &talk.their_name, figures::place(part)),
        what_follows: follows(&text.content, &talk.their_name),
        paused: readers.pinned().is_none(),
    }
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
        Part::Time { .. } | Part::Next { .. } => {
            format!("{name} can read it, and say yes or suggest something else.")
        }
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
    State(wording): State<Arc<Wording>>,
    mut visit: SignedIn,
    Path((id, entry)): Path<(String, String)>,
    CheckedForm(form): CheckedForm<ShareForm>,
) -> Result<Response, Error> {
    let entry: EntryId = entry.parse().map_err(|_| Error::NotFound)?;
    let talk = asking::hold(&mut visit, &id).await?;
    let text = talk.own_entry(entry).ok_or(Error::NotFound)?;
    let (part, number) = (text.content.part, text.number);
    let with = match With::parse(&form.with) {
        // Taking it back is an act of its own, with what it means for the talk.
        Some(With::Me) if text.shared != Held::No && talk.running => {
            return Ok(Redirect::to(&format!("/talk/{}/back/{entry}", talk.id)).into_response());
        }
        None | Some(With::Me) => {
            return Ok(Redirect::to(&to_form(&talk, part, "kept")).into_response());
        }
        Some(with) => with,
    };
    if !talk.running || !talk.sound {
        return Ok(write::refused(&visit, &talk, None, Vec::new(), false));
    }
    let way = match way(&talk, text, &visit) {
        // The same button pressed twice shares once.
        Ok(Way::Done) if With::of(text.shared) == with => return Ok(done(&talk, with)),
        Ok(way) => way,
        Err(refusal) => return Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false)),
    };
    let here = format!("/talk/{}/share/{entry}", talk.id);
    // What was looked at is what is shared: not something saved in another window since.
    if form.number != number.to_string() {
        return Ok(Redirect::to(&format!("{here}?done=changed")).into_response());
    }
    if way != Way::Done
        && let Some(missing) = not_yet(text, &visit)
    {
        return Ok(Redirect::to(&to_form(&talk, part, missing)).into_response());
    }
    let readers = readers(&mut visit, &talk, &text.content, way).await?;
    let given = match way {
        Way::Done => {
            let today = visit.now.date();
            readers.follow(&mut visit, &form.with, number, text, today).await?.map(|_| ())
        }
        Way::Act | Way::Again => match readers.choose(&mut visit, &form.with).await? {
            Ok(Choice::Share(audience)) => {
                if let Err(refusal) = give(&mut visit, &talk, text, way, audience).await? {
                    return Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false));
                }
                Ok(())
            }
            Ok(Choice::Me) => return Err(Error::Unreadable),
            Err(problem) => Err(problem),
        },
    };
    match given {
        Ok(()) => {
            visit.scope.commit().await?;
            let is_in = matches!(part, Part::In { .. });
            Ok(if is_in { to_talk(&talk, "in") } else { done(&talk, with) })
        }
        Err(PAUSED) => Ok(Redirect::to(&here).into_response()),
        Err(problem) => {
            let page = asking::page(&visit, &talk, "Who may read this", "");
            let page = SharePage { problem: Some(problem), ..preview(&wording, &talk, &readers, text, page) };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response())
        }
    }
}

fn to_talk(talk: &Opened, done: &str) -> Response {
    Redirect::to(&format!("/talk/{}?done={done}", talk.id)).into_response()
}

/// The talk, which says with whom it was shared.
pub(super) fn done(talk: &Opened, with: With) -> Response {
    to_talk(talk, with.done())
}

/// Why this cannot be shared as it is.
fn not_yet(text: &Text<Piece>, visit: &SignedIn) -> Option<&'static str> {
    if text.content.missing().is_some() {
        return Some("missing");
    }
    match &text.content.words {
        Words::Time(meeting) if meeting.at().is_none_or(|at| at <= visit.now) => Some("past"),
        _ => None,
    }
}

/// Shares it, and does what it is in the talk. The caller commits.
async fn give(
    visit: &mut SignedIn,
    talk: &Opened,
    text: &Text<Piece>,
    way: Way,
    audience: Audience<'_>,
) -> Result<Result<(), Refusal>, Error> {
    let (part, event, today) = (text.content.part, shared_as(&text.content), visit.now.date());
    let (scope, hand, _) = visit.parts();
    let shared = match part {
        Part::In { round } => {
            let pair = pair(talk.id, round);
            entries::share_in_pair(scope, hand, audience, text.id, text.number, pair, today).await?
        }
        _ => entries::share_with(scope, hand, audience, text.id, text.number, today).await?,
    };
    if !shared {
        return Err(Error::NotFound);
    }
    match (way, event) {
        (Way::Act, Some(event)) => {
            if let Err(refusal) = acting::act(visit, talk, event).await? {
                return Ok(Err(refusal));
            }
        }
        (Way::Act, None) => return Err(Error::Unreadable),
        (Way::Again | Way::Done, _) => {
            if talk.they_may_read(part) {
                live::hint(&mut visit.scope, audience.partner().contact()).await?;
            }
        }
    }
    Ok(Ok(()))
}
