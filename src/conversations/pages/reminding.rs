//! What a talk is due to remind both of: the end of a break, and the time they set aside.
//!
//! What must stay true: both know of either already, whoever's act it was, and it is put down for both whatever they have
//! chosen. What moves or ends is moved or taken away in the same transaction.

use time::OffsetDateTime;

use crate::{
    conversations::{Event, Meeting, Opened, Part, Stage, Talk, Words},
    reminders::{self, Kind},
    web::{error::Error, signed_in::SignedIn},
};

/// Puts down what is due after an act that led from `talk` to `next`.
pub(super) async fn after(
    visit: &mut SignedIn,
    talk: &Opened,
    event: Event,
    next: &Talk,
) -> Result<(), Error> {
    let now = visit.now;
    let until = |talk: &Talk| talk.own_pause(now).map(|pause| pause.until());
    let (before, is) = (until(&talk.talk), until(next));
    if is.is_some() && before != is {
        set(visit, talk, Kind::BreakEnd, is).await?;
    } else if is.is_none()
        && (before.is_some() || talk.talk.back_from_break(now) && !next.back_from_break(now))
    {
        set(visit, talk, Kind::BreakEnd, None).await?;
    }

    let goes_on = |talk: &Talk| talk.rest().is_none() && !matches!(talk.stage(), Stage::Closed { .. });
    let set_aside = matches!(event, Event::AcceptTime | Event::AgreeToTime);
    if set_aside {
        set(visit, talk, Kind::Appointment, agreed(talk).filter(|at| *at > now)).await?;
    } else if goes_on(&talk.talk) != goes_on(next) {
        let at = talk.meeting.as_ref().and_then(Meeting::at).filter(|at| *at > now && goes_on(next));
        set(visit, talk, Kind::Appointment, at).await?;
    }
    Ok(())
}

/// The moment of the proposal on the table.
fn agreed(talk: &Opened) -> Option<OffsetDateTime> {
    let part = match *talk.talk.stage() {
        Stage::TimeAndPlace { latest: Some(latest) } => Part::Time { round: latest.round },
        _ => Part::Next { number: talk.talk.next_time()?.on_the_table()?.round },
    };
    match &talk.theirs(part).or_else(|| talk.mine(part))?.content.words {
        Words::Time(meeting) => meeting.at(),
        _ => None,
    }
}

async fn set(
    visit: &mut SignedIn,
    talk: &Opened,
    kind: Kind,
    at: Option<OffsetDateTime>,
) -> Result<(), Error> {
    let both = [Some(visit.me().id), visit.partner().map(|partner| partner.id)];
    for who in both.into_iter().flatten() {
        match at {
            Some(at) => reminders::remind(&mut visit.scope, who, kind, talk.id.0, at).await?,
            None => reminders::forget(&mut visit.scope, who, kind, talk.id.0).await?,
        }
    }
    Ok(())
}
