//! What is said instead of written: the mark that it was said is written, shared and acted on in one transaction, so that
//! there is no state in which only a part of it happened.
//!
//! What must stay true: only two who sit together, or somebody whose released lines say it already, can have said
//! something; whoever marks it seals the mark, and the mark names who said it.

use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::{acting, asking, write};
use crate::{
    conversations::{
        Aloud, Answer, Ask, Event, How, Opened, Part, Piece, Refusal, Seat, Words,
        prompts::{fill, together},
    },
    entries::{self, Base, Place, Shared as Held, Written},
    web::{error::Error, signed_in::SignedIn},
};

/// Having said something: alone, or with the answer to an apology.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub(super) answer: Option<Answer>,
}

impl Said {
    /// Reads the act that a form names; none for every other act of a talk.
    pub(super) fn parse(act: &str) -> Option<Self> {
        match act.strip_prefix("said")? {
            "" => Some(Self { answer: None }),
            answer => Answer::parse(answer.strip_prefix('-')?).map(|answer| Self { answer: Some(answer) }),
        }
    }
}

/// What `who` can say instead of writing it, if this is what the talk asks of them.
pub(super) fn part(who: Seat, ask: Ask) -> Option<Part> {
    match ask {
        Ask::Write(part) | Ask::WriteOrPass(part) => is_speech(part).then_some(part),
        Ask::SayBack { write, .. } => Some(write),
        Ask::AnswerApology => Some(Part::ApologyAnswer { to: who.other() }),
        _ => None,
    }
}

/// Whether this part can be spoken for the first time: whether it has stopped, whether they are in, the name and the
/// ideas are always written.
fn is_speech(part: Part) -> bool {
    matches!(part, Part::Feelings | Part::Perspective | Part::Deeper | Part::Responsibility | Part::Apology)
}

/// How this person can have said this part; none where it has to be written.
pub(super) fn how(talk: &Opened, part: Part) -> Option<Aloud> {
    if talk.talk.how().is_together() {
        return Some(Aloud::Together);
    }
    let released = talk.own().any(|text| match text.content.part {
        Part::Line { step, .. } => Some(step) == part.step() && text.shared != Held::No,
        _ => false,
    });
    (released && is_speech(part)).then_some(Aloud::InLines)
}

/// A mark that something was said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) who: Seat,
    pub(super) part: Part,
    pub(super) how: Aloud,
    pub(super) answer: Option<Answer>,
}

/// Writes the mark, shares it, and does what it is in the talk. The caller commits. A refusal changes nothing.
pub(super) async fn mark(
    visit: &mut SignedIn,
    talk: &Opened,
    mark: Mark,
) -> Result<Result<(), Refusal>, Error> {
    let Mark { who, part, how, answer } = mark;
    let event = match (part, answer) {
        (Part::ApologyAnswer { .. }, answer) => answer.map(Event::AnswerApology),
        (part, None) => part.shared(),
        (_, Some(_)) => None,
    };
    let event = event.ok_or(Error::Unreadable)?;
    let now = visit.now;
    if let Err(refusal) = talk.next_for(who, event, now) {
        return Ok(Err(refusal));
    }
    let piece = Piece { part, by: talk.seat, words: Words::Aloud { by: who, how, answer } };
    // A place of its own: what somebody kept of the same part stays as it is, for them alone.
    let slot = format!("talk/{}/aloud/{}/{}", talk.id, who.code(), part.as_place());
    let place = Place { kind: "talk", couple: Some(talk.couple), about: Some(talk.id), slot: Some(&slot) };
    let base = talk
        .marked_by_me(who, part)
        .map_or_else(|| Base::New(Uuid::new_v4()), |text| Base::Edit(text.id, text.number));
    let pinned = visit.pinned().ok_or(Error::Conflict)?;
    let (scope, hand, _) = visit.parts();
    let (entry, number) = match entries::write(scope, hand, place, base, &piece, now).await? {
        Written::Kept(entry, number) | Written::Already(entry, number) => (entry, number),
        Written::Clash(_) | Written::NotFound => return Err(Error::Conflict),
    };
    if !entries::share(scope, hand, &pinned, entry, number, now.date()).await? {
        return Err(Error::Conflict);
    }
    Ok(acting::act_for(visit, talk, who, event).await?.map(drop))
}

/// "I have said it", from somebody's own page.
pub(super) async fn on(
    mut visit: SignedIn,
    talk: Opened,
    Said { answer }: Said,
    stamp: &str,
) -> Result<Response, Error> {
    if !talk.running || !talk.sound {
        return Ok(write::refused(&visit, &talk, None, Vec::new(), false));
    }
    let here = format!("/talk/{}", talk.id);
    let moved = || Redirect::to(&format!("{here}?done=moved")).into_response();
    let fresh = stamp == talk.stamp(visit.now);
    let part = part(talk.seat, talk.asks(visit.now));
    let Some(part) = part else {
        let refusal = Some(turn_is_not_here(&talk, &visit));
        return Ok(if stamp.is_empty() || fresh {
            write::refused(&visit, &talk, refusal, Vec::new(), false)
        } else {
            moved()
        });
    };
    let Some(how) = how(&talk, part).filter(|_| fresh) else {
        return Ok(if stamp.is_empty() || fresh {
            write::refused_saying(&visit, &talk, together::NOT_TOGETHER)
        } else {
            moved()
        });
    };
    if visit.pinned().is_none() {
        return Ok(write::refused_saying(&visit, &talk, &fill(together::PAUSED, &talk.their_name)));
    }
    match mark(&mut visit, &talk, Mark { who: talk.seat, part, how, answer }).await? {
        Ok(()) => {
            visit.scope.commit().await?;
            Ok(Redirect::to(&here).into_response())
        }
        Err(refusal) => Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false)),
    }
}

/// Why nothing can be said now.
fn turn_is_not_here(talk: &Opened, visit: &SignedIn) -> Refusal {
    match talk.asks(visit.now) {
        Ask::Break { until, .. } => Refusal::OnBreak { until },
        Ask::Closed(_) => Refusal::Closed,
        Ask::Resting { .. } => Refusal::Resting,
        Ask::Tomorrow { .. } => Refusal::Tomorrow,
        Ask::Wait(_) | Ask::Listen(_) => Refusal::NotYourTurn,
        _ => Refusal::NotThisStep,
    }
}

/// Whether the two can sit differently now, or be asked: from the first step on, while the talk goes on.
pub(super) fn may_change(talk: &Opened, ask: Ask) -> bool {
    talk.running
        && talk.sound
        && asking::current(talk) > 0
        && !matches!(ask, Ask::Break { .. } | Ask::Resting { .. } | Ask::Closed(_))
}

/// Whether one phone lies between the two.
pub(super) fn one_phone(talk: &Opened) -> bool {
    talk.running && talk.sound && talk.talk.how() == How::OnePhone
}
