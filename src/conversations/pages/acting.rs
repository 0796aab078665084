//! What somebody does in a talk: the act is tried by the rules, kept, and hinted to the other one only if it shows on
//! their page. All of it in the caller's transaction.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{aloud, asking, reminding, ways, write};
use crate::{
    conversations::{
        Event, In, NextTime, Opened, Part, Piece, Refusal, Round, Seat, Stage, Talk, Words, store,
    },
    entries::{self, Base, Place, Text, Written},
    web::{error::Error, form::CheckedForm, live, signed_in::SignedIn},
};

/// Does it. A refusal changes nothing.
pub(super) async fn act(
    visit: &mut SignedIn,
    talk: &Opened,
    event: Event,
) -> Result<Result<Talk, Refusal>, Error> {
    act_for(visit, talk, talk.seat, event).await
}

/// The same for `who`: for the other one only where one phone lies between the two.
pub(super) async fn act_for(
    visit: &mut SignedIn,
    talk: &Opened,
    who: Seat,
    event: Event,
) -> Result<Result<Talk, Refusal>, Error> {
    let now = visit.now;
    let next = match talk.next_for(who, event, now) {
        Ok(next) => next,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let other = visit.partner().map(|partner| partner.id);
    if !store::save(&mut visit.scope, talk.id, talk.version, &next).await? {
        return Err(Error::Conflict);
    }
    reminding::after(visit, talk, event, &next).await?;
    if let Some(other) = other.filter(|_| talk.shows_in(&next, now)) {
        live::hint(&mut visit.scope, other).await?;
    }
    Ok(Ok(next))
}

/// A way on without words.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct OnForm {
    act: String,
    stamp: String,
}

/// `POST /talk/{id}/on`: agree, listened, heard, not quite, pass, read on, enough.
pub(super) async fn on(
    mut visit: SignedIn,
    Path(id): Path<String>,
    CheckedForm(form): CheckedForm<OnForm>,
) -> Result<Response, Error> {
    let talk = asking::hold(&mut visit, &id).await?;
    if let Some(said) = aloud::Said::parse(&form.act) {
        return aloud::on(visit, talk, said, &form.stamp).await;
    }
    let event = ways::event(&form.act, talk.talk.stage().step()).ok_or(Error::Unreadable)?;
    if !talk.running || !talk.sound {
        return Ok(write::refused(&visit, &talk, None, Vec::new(), false));
    }
    let here = format!("/talk/{}", talk.id);
    // A page that shows something else than what is now (or the same button pressed twice) does nothing.
    if form.stamp != talk.stamp(visit.now) {
        return Ok(match talk.next(event, visit.now) {
            Err(refusal) if form.stamp.is_empty() => {
                write::refused(&visit, &talk, Some(refusal), Vec::new(), false)
            }
            Ok(_) | Err(_) => Redirect::to(&format!("{here}?done=moved")).into_response(),
        });
    }
    // Only the two sealed answers say whether both are in.
    if event == Event::BothIn && !both_in(&talk) {
        return Err(Error::Unreadable);
    }
    // The same act takes a suggestion off the table: that has a page of its own.
    if event == Event::NotOnlyFeelings && !talk.talk.is_only_feelings(talk.local(visit.now)) {
        return Err(Error::Unreadable);
    }
    if let Some(problem) = agree(&mut visit, &talk, event).await? {
        return Ok(Redirect::to(&format!("{here}?done={problem}")).into_response());
    }
    match act(&mut visit, &talk, event).await? {
        Ok(_) => {
            visit.scope.commit().await?;
            Ok(Redirect::to(&here).into_response())
        }
        Err(refusal) => Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false)),
    }
}

/// Whether both answers are open to this person, and both are yes.
pub(super) fn both_in(talk: &Opened) -> bool {
    let Stage::In { round, .. } = *talk.talk.stage() else { return false };
    let part = Part::In { round };
    let yes = |text: Option<&Text<Piece>>| {
        text.is_some_and(|text| matches!(text.content.words, Words::In { answer: Some(In::Yes), .. }))
    };
    yes(talk.mine(part)) && yes(talk.theirs(part))
}

/// Whoever agrees to a proposal keeps a copy of their own of what they agreed to. A code for the page if they cannot.
pub(super) async fn agree(
    visit: &mut SignedIn,
    talk: &Opened,
    event: Event,
) -> Result<Option<&'static str>, Error> {
    let part = match (event, talk.talk.stage()) {
        // Whoever goes on anyway goes on with the roles of the proposal, their own as well: both keep it.
        (Event::AcceptOpening | Event::Anyway, Stage::Opening { latest: Some(latest), .. }) => {
            Part::Opening { round: latest.round }
        }
        (Event::AcceptTime, Stage::TimeAndPlace { latest: Some(latest) }) => {
            Part::Time { round: latest.round }
        }
        (Event::AgreeToTime, _) => match talk.talk.next_time().and_then(NextTime::on_the_table) {
            Some(table) => Part::Next { number: table.round },
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    if talk.next(event, visit.now).is_err() {
        return Ok(None);
    }
    let proposed = talk.theirs(part).or_else(|| talk.mine(part));
    let Some(text) = proposed else { return Ok(Some("gone")) };
    let words = match &text.content.words {
        Words::Opening(opening) => Words::AgreedOpening(opening.clone()),
        Words::Time(meeting) if meeting.at().is_none_or(|at| at <= visit.now) => return Ok(Some("past")),
        Words::Time(meeting) => Words::AgreedTime(meeting.clone()),
        _ => return Ok(Some("gone")),
    };
    // Saying "we go on anyway" to a wording and then recognising it is one agreement to the same words.
    if !talk.has_agreed(part) {
        keep_copy(visit, talk, part, words).await?;
    }
    Ok(None)
}

/// Keeps this person's own copy of what was agreed, which is never shared.
pub(super) async fn keep_copy(
    visit: &mut SignedIn,
    talk: &Opened,
    part: Part,
    words: Words,
) -> Result<(), Error> {
    // A name that one went on with may be reworded and agreed to again: each wording has a copy of its own.
    let slot = match part {
        Part::Opening { round } if round != Round::FIRST => format!("opening/{}", round.number()),
        Part::Opening { .. } => "opening".to_owned(),
        Part::Next { number } => format!("next/{}", number.number()),
        _ => "time".to_owned(),
    };
    let slot = format!("talk/{}/agreed/{slot}", talk.id);
    let place = Place { kind: "talk", couple: Some(talk.couple), about: Some(talk.id), slot: Some(&slot) };
    let copy = Piece { part, by: talk.seat, words };
    let now = visit.now;
    let (scope, hand, _) = visit.parts();
    match entries::write(scope, hand, place, Base::New(Uuid::new_v4()), &copy, now).await? {
        Written::Kept(..) => Ok(()),
        Written::Already(..) | Written::Clash(_) | Written::NotFound => Err(Error::Conflict),
    }
}
