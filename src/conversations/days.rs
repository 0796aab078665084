//! The days on which the two sat down to talk: for the charts, where a line may mean something because of them.
//!
//! What must stay true: a day is here only when both had agreed to it and it has come, so both see the same days.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime, macros::format_description};

use super::{Meeting, Opened, Outcome, Part, Stage, Words};
use crate::{couples::Me, entries::Hand};

/// A day that both had agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkDay {
    /// By the clock that they agreed on.
    pub day: Date,
    /// The name of the talk, as both know it.
    pub name: String,
}

/// The days that have come, of all talks of the two.
///
/// # Errors
/// When the database cannot be reached.
pub async fn days(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
) -> Result<Vec<TalkDay>, anyhow::Error> {
    let talks = Opened::all(tx, hand, me).await?;
    Ok(talks.iter().flat_map(|talk| of_one(talk, now)).collect())
}

/// A time that was still to come on the day on which another one was agreed to has been moved: nobody sat down then.
fn of_one(talk: &Opened, now: OffsetDateTime) -> Vec<TalkDay> {
    let later: Vec<(&Meeting, Date)> = talk.later_times().collect();
    let followed = later.iter().map(|(_, on)| Some(*on)).chain([None]);
    let all = std::iter::once(first(talk)).chain(later.iter().map(|(meeting, _)| Some(*meeting)));
    let of = |meeting: Option<&Meeting>, followed: Option<Date>| {
        let meeting = meeting.filter(|meeting| meeting.at().is_some_and(|at| at <= now))?;
        let day = Date::parse(meeting.date.trim(), format_description!("[year]-[month]-[day]")).ok()?;
        followed.is_none_or(|on| day <= on).then(|| TalkDay { day, name: talk.name().to_owned() })
    };
    all.zip(followed).filter_map(|(meeting, followed)| of(meeting, followed)).collect()
}

/// The time that both agreed to first, also after the talk has ended.
fn first(talk: &Opened) -> Option<&Meeting> {
    // a talk that was stopped may have been stopped before there was a time: only what comes after step 1 tells
    let came_to_it = match talk.talk.stage() {
        Stage::In { .. } | Stage::Opening { .. } | Stage::Statement { .. } | Stage::TimeAndPlace { .. } => {
            return None;
        }
        Stage::Closed { outcome: Outcome::Stopped, .. } => {
            talk.pieces.iter().any(|text| text.content.part.step().is_some_and(|step| step.number() > 1))
        }
        Stage::Closed { outcome: Outcome::Finished, .. } => true,
        _ => return talk.meeting.as_ref().and_then(|_| talk.first_time()),
    };
    let said = talk.pieces.iter().filter_map(|text| match (&text.content.words, text.content.part) {
        (Words::AgreedTime(meeting), Part::Time { .. }) => Some((u32::MAX, meeting)),
        (Words::Time(meeting), Part::Time { round }) => Some((round.number(), meeting)),
        _ => None,
    });
    said.max_by_key(|(round, _)| *round).map(|(_, meeting)| meeting).filter(|_| came_to_it)
}
