//! The time of the next sitting: one suggests it and the other agrees, as with the first one, and the talk does not move.
//!
//! What must stay true: nobody agrees to a suggestion of their own, a suggestion can be replaced or taken off the table
//! by either, and who took it off is not kept. What was agreed stays agreed until another time is.
//! Agreeing on a time for a talk that was stopped for now is what both say to go on with it.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::stage::Point;
use super::{Event, Proposal, Refusal, Round, Seat, Talk};

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

/// The times that were suggested after the first one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextTime {
    /// The latest suggestion.
    last: Round,
    /// Whose it is, while it is on the table.
    #[serde(deserialize_with = "Option::deserialize")]
    by: Option<Seat>,
    /// Those that both agreed to, in order.
    agreed: Vec<SetAside>,
}

/// A time that both agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    /// Who had suggested it.
    pub by: Seat,
    /// Which suggestion it was.
    pub round: Round,
    /// The day on which the other agreed. A time before it that was still to come then has been moved.
    #[serde(with = "day")]
    pub on: Date,
}

impl NextTime {
    /// The suggestion on the table.
    #[must_use]
    pub fn on_the_table(&self) -> Option<Proposal> {
        self.by.map(|by| Proposal { by, round: self.last })
    }

    /// Those that both agreed to, in order.
    #[must_use]
    pub fn agreed(&self) -> &[SetAside] {
        &self.agreed
    }

    #[cfg(test)]
    pub(super) fn mirrored(&self) -> Self {
        let other = |one: &SetAside| SetAside { by: one.by.other(), ..*one };
        Self { by: self.by.map(Seat::other), agreed: self.agreed.iter().map(other).collect(), ..self.clone() }
    }
}

impl Talk {
    /// The times that were suggested after the first one, if any were.
    #[must_use]
    pub const fn next_time(&self) -> Option<&NextTime> {
        self.next.as_ref()
    }

    /// The number of the next suggestion.
    #[must_use]
    pub fn next_time_number(&self) -> Round {
        self.next.as_ref().map_or(Round::FIRST, |next| next.last.next())
    }

    /// Whether the two can speak about the time of their next sitting: from the first agreed time on, and not on a break.
    pub(super) fn may_set_a_time(&self, now: OffsetDateTime) -> Result<(), Refusal> {
        match (self.stage.point(), self.pause(now)) {
            (Point::Closed, _) => Err(Refusal::Closed),
            (point, _) if point < Point::Before => Err(Refusal::NotThisStep),
            (_, Some(pause)) => Err(Refusal::OnBreak { until: pause.until() }),
            (_, None) => Ok(()),
        }
    }

    /// Whether a suggestion with this number can be made now.
    pub(super) fn may_suggest_a_time(&self, number: Round, now: OffsetDateTime) -> Result<(), Refusal> {
        self.may_set_a_time(now)?;
        match number.cmp(&self.next_time_number()) {
            std::cmp::Ordering::Less => Err(Refusal::AlreadyDone),
            std::cmp::Ordering::Equal => Ok(()),
            std::cmp::Ordering::Greater => Err(Refusal::NotThisStep),
        }
    }

    /// The same talk after an act about the time of the next sitting.
    pub(super) fn with_next_time(
        &self,
        who: Seat,
        event: Event,
        now: OffsetDateTime,
    ) -> Result<Self, Refusal> {
        self.may_set_a_time(now)?;
        let agreed = || self.next.as_ref().map(|next| next.agreed.clone()).unwrap_or_default();
        let on_the_table = self.next.as_ref().and_then(NextTime::on_the_table);
        let mut next = self.clone();
        next.next = Some(match (event, on_the_table) {
            (Event::SuggestTime, _) => {
                NextTime { last: self.next_time_number(), by: Some(who), agreed: agreed() }
            }
            (_, None) => return Err(Refusal::AlreadyDone),
            (Event::AgreeToTime, Some(proposal)) => {
                proposal.answered(who)?;
                next.rest = None;
                let set = SetAside { by: who.other(), round: proposal.round, on: now.date() };
                let agreed = agreed().into_iter().chain([set]).collect();
                NextTime { last: proposal.round, by: None, agreed }
            }
            (_, Some(proposal)) => NextTime { last: proposal.round, by: None, agreed: agreed() },
        });
        Ok(next)
    }
}
