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
    Ok(talks.iter().filter_map(|talk| day(talk, now)).collect())
}

fn day(talk: &Opened, now: OffsetDateTime) -> Option<TalkDay> {
    let meeting = agreed(talk).filter(|meeting| meeting.at().is_some_and(|at| at <= now))?;
    let day = Date::parse(meeting.date.trim(), format_description!("[year]-[month]-[day]")).ok()?;
    Some(TalkDay { day, name: talk.name().to_owned() })
}

/// The time that both agreed to, also after the talk has ended.
fn agreed(talk: &Opened) -> Option<&Meeting> {
    if talk.meeting.is_some() {
        return talk.meeting.as_ref();
    }
    // a talk that was stopped may have been stopped before there was a time: only what comes after step 1 tells
    let came_to_it = match talk.talk.stage() {
        Stage::Closed { outcome: Outcome::Finished, .. } => true,
        Stage::Closed { outcome: Outcome::Stopped, .. } => {
            talk.pieces.iter().any(|text| text.content.part.step().is_some_and(|step| step.number() > 1))
        }
        _ => false,
    };
    let said = talk.pieces.iter().filter_map(|text| match (&text.content.words, text.content.part) {
        (Words::AgreedTime(meeting), _) => Some((u32::MAX, meeting)),
        (Words::Time(meeting), Part::Time { round }) => Some((u32::from(round.number()), meeting)),
        _ => None,
    });
    said.max_by_key(|(round, _)| *round).map(|(_, meeting)| meeting).filter(|_| came_to_it)
}
