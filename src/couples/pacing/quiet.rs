//! Quiet hours: from one hour to another by the couple's clock, over midnight too.
//!
//! On the two nights a year when the clocks are changed, an hour that is skipped means the moment at which the clocks
//! move on, and an hour that comes twice is quiet both times. So quiet hours are never cut short, and never begin anew
//! after they have ended.

use std::fmt;

use jiff::{
    Timestamp,
    civil::{self, DateTime},
    tz::{AmbiguousOffset, TimeZone},
};

/// An hour of the day, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hour(civil::Time);

impl Hour {
    /// Reads "22:30", and "22:30:00" as some browsers send it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let time: civil::Time = text.trim().parse().ok()?;
        Self::at(time.hour(), time.minute())
    }

    fn at(hour: i8, minute: i8) -> Option<Self> {
        civil::Time::new(hour, minute, 0, 0).ok().map(Self)
    }

    /// From how it is stored.
    pub(crate) fn stored(time: time::Time) -> Option<Self> {
        Self::at(i8::try_from(time.hour()).ok()?, i8::try_from(time.minute()).ok()?)
    }

    /// As it is stored.
    pub(crate) fn to_stored(self) -> time::Time {
        let part = |number: i8| u8::try_from(number).unwrap_or(0);
        time::Time::from_hms(part(self.0.hour()), part(self.0.minute()), 0).unwrap_or(time::Time::MIDNIGHT)
    }
}

impl fmt::Display for Hour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

/// Hours in which the talk is quiet, every day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    from: Hour,
    to: Hour,
}

/// Which of two moments with the same hour on the clock is meant.
#[derive(Clone, Copy)]
enum Edge {
    First,
    Last,
}

impl Quiet {
    /// From one hour to another; none when they are the same.
    #[must_use]
    pub fn new(from: Hour, to: Hour) -> Option<Self> {
        (from != to).then_some(Self { from, to })
    }

    /// When they begin.
    #[must_use]
    pub const fn from(self) -> Hour {
        self.from
    }

    /// When they end.
    #[must_use]
    pub const fn to(self) -> Hour {
        self.to
    }

    /// The end of the quiet hours that `now` lies in.
    pub(super) fn end(self, zone: &TimeZone, now: Timestamp) -> Option<Timestamp> {
        let mut end = self.end_once(zone, now)?;
        // where clocks skip the hour or the day between two nights, one goes on into the other
        for _ in 0..3 {
            match self.end_once(zone, end) {
                Some(later) => end = later,
                None => break,
            }
        }
        Some(end)
    }

    fn end_once(self, zone: &TimeZone, now: Timestamp) -> Option<Timestamp> {
        let today = zone.to_datetime(now).date();
        [today.yesterday(), Ok(today)].into_iter().flatten().find_map(|day| {
            let last = if self.from < self.to { day } else { day.tomorrow().ok()? };
            let begins = moment(zone, day.to_datetime(self.from.0), Edge::First)?;
            let ends = moment(zone, last.to_datetime(self.to.0), Edge::Last)?;
            (begins <= now && now < ends).then_some(ends)
        })
    }
}

fn moment(zone: &TimeZone, at: DateTime, edge: Edge) -> Option<Timestamp> {
    match (zone.to_ambiguous_timestamp(at).offset(), edge) {
        (AmbiguousOffset::Unambiguous { offset }, _)
        | (AmbiguousOffset::Fold { before: offset, .. }, Edge::First)
        | (AmbiguousOffset::Fold { after: offset, .. }, Edge::Last) => offset.to_timestamp(at).ok(),
        (AmbiguousOffset::Gap { after, .. }, _) => {
            // by the later offset the skipped hour lies before the change, and the change is the next one
            let before = after.to_timestamp(at).ok()?;
            zone.following(before).next().map(|change| change.timestamp())
        }
    }
}
