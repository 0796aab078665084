//! When rounds open: each week at the agreed hour, and open until the next one opens.
//!
//! A change of day, hour or zone is agreed on while a round is open. That round stays open. The next one opens at the
//! moment of the new rhythm that is nearest to a week after this one opened, so every round lasts between half a week
//! and a week and a half. Where that moment is over already, the next round opens as was said before, and the one after
//! it by the new rhythm.
//!
//! What must stay true: rounds are numbered from one without a break, each ends where the next begins, and a change
//! never moves an opening that has been.

use jiff::{SignedDuration, Timestamp};
use time::{Date, OffsetDateTime};

use super::rhythm::{Rhythm, moment, stamp};

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Another rhythm, agreed on at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// When the two had agreed.
    pub at: OffsetDateTime,
    /// What holds from then on.
    pub rhythm: Rhythm,
}

/// A rhythm, where it began, and what has become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    from: Date,
    rhythm: Rhythm,
    changes: Vec<Change>,
}

/// One week's round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// One for the first.
    pub number: u32,
    /// From this moment.
    pub opens: OffsetDateTime,
    /// Until just before this one.
    pub closes: OffsetDateTime,
    /// The day on which it opened, by the couple's clock then: its name, as in "week of 17 November".
    pub day: Date,
}

impl Round {
    /// Whether it is open.
    #[must_use]
    pub fn is_open(&self, now: OffsetDateTime) -> bool {
        self.opens <= now && now < self.closes
    }
}

impl Schedule {
    /// The first round opens on the first such weekday on or after `from`. Changes may come in any order.
    #[must_use]
    pub fn new(from: Date, rhythm: Rhythm, mut changes: Vec<Change>) -> Self {
        changes.sort_by_key(|change| change.at);
        Self { from, rhythm, changes }
    }

    /// What holds now.
    #[must_use]
    pub fn rhythm(&self) -> &Rhythm {
        self.changes.last().map_or(&self.rhythm, |change| &change.rhythm)
    }

    /// All rounds, as long as calendars go.
    pub fn rounds(&self) -> impl Iterator<Item = Round> + '_ {
        Rounds { schedule: self, rhythm: &self.rhythm, opened: None, number: 0, changes: 0 }
    }

    /// The rounds that have opened, oldest first.
    #[must_use]
    pub fn until(&self, now: OffsetDateTime) -> Vec<Round> {
        self.rounds().take_while(|round| round.opens <= now).collect()
    }

    /// The round that a moment lies in; none before the first has opened.
    #[must_use]
    pub fn at(&self, now: OffsetDateTime) -> Option<Round> {
        self.rounds().take_while(|round| round.opens <= now).last()
    }

    /// The first round that opens after a moment.
    #[must_use]
    pub fn after(&self, now: OffsetDateTime) -> Option<Round> {
        self.rounds().find(|round| round.opens > now)
    }

    /// A round by its number.
    #[must_use]
    pub fn round(&self, number: u32) -> Option<Round> {
        self.rounds().nth(usize::try_from(number.checked_sub(1)?).ok()?)
    }
}

/// An opening, and the day that the clock showed.
type Opening = (Timestamp, Date);

struct Rounds<'a> {
    schedule: &'a Schedule,
    rhythm: &'a Rhythm,
    opened: Option<Opening>,
    number: u32,
    changes: usize,
}

impl Rounds<'_> {
    /// The opening after `last`, with every change that was agreed on before it.
    fn opening(&mut self, last: Option<Timestamp>) -> Option<Opening> {
        let plan = |rhythm: &Rhythm, after| match last {
            Some(last) => rhythm.nearest(last.checked_add(WEEK).ok()?),
            None => rhythm.first(self.schedule.from, after),
        };
        let mut planned = plan(self.rhythm, None)?;
        let mut by = self.rhythm;
        while let Some(change) = self.schedule.changes.get(self.changes) {
            let agreed = stamp(change.at)?;
            if agreed >= planned {
                break;
            }
            self.changes += 1;
            self.rhythm = &change.rhythm;
            if let Some(moved) = plan(self.rhythm, Some(agreed)).filter(|moved| *moved > agreed) {
                (planned, by) = (moved, self.rhythm);
            }
        }
        Some((planned, by.day(planned)))
    }
}

impl Iterator for Rounds<'_> {
    type Item = Round;

    fn next(&mut self) -> Option<Round> {
        let (opens, day) = match self.opened {
            Some(opened) => opened,
            None => self.opening(None)?,
        };
        let next = self.opening(Some(opens))?;
        self.opened = Some(next);
        self.number = self.number.checked_add(1)?;
        Some(Round { number: self.number, opens: moment(opens)?, closes: moment(next.0)?, day })
    }
}
