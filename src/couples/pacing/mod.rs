//! The couple's pace: how long a sitting lasts at most, and the hours in which the talk is quiet.
//!
//! What must stay true: a pace is in force only when one of the two has suggested it and the other has agreed to that
//! very suggestion; until then the one before it holds. It never locks anything: it is where the pages of a talk offer
//! to stop. Before the two have agreed to anything there are no quiet hours, because nobody has said where they live.

mod agreeing;
mod longest;
mod quiet;
mod store;

use jiff::{
    Timestamp,
    tz::{self, TimeZone},
};
use time::{OffsetDateTime, UtcOffset};

pub use agreeing::{Answered, Suggested, Suggestion, agree, leave_it, suggest, suggestion, take_back};
pub use longest::Longest;
pub use quiet::{Hour, Quiet};
pub(super) use store::read;

/// How the two go about their talks. A zone in it is one that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pacing {
    zone: String,
    /// When the talk is quiet, by the couple's clock.
    pub quiet: Option<Quiet>,
    /// After how long the talk offers to stop.
    pub longest: Longest,
}

impl Default for Pacing {
    fn default() -> Self {
        Self { zone: "UTC".to_owned(), quiet: None, longest: Longest::HourAndHalf }
    }
}

impl Pacing {
    /// A pace by the clock of `zone`; none when no such zone is known.
    #[must_use]
    pub fn new(zone: &str, quiet: Option<Quiet>, longest: Longest) -> Option<Self> {
        let known = TimeZone::get(zone.trim()).ok().filter(|known| !known.is_unknown())?;
        let zone = known.iana_name()?.to_owned();
        Some(Self { zone, quiet, longest })
    }

    /// The name of the couple's time zone, as Europe/Berlin.
    #[must_use]
    pub fn zone(&self) -> &str {
        &self.zone
    }

    fn clock(&self) -> TimeZone {
        // a stored zone was known when it was agreed on, and names are never taken out of the list
        TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC)
    }

    /// A moment as the couple's clock shows it.
    #[must_use]
    pub fn local(&self, now: OffsetDateTime) -> OffsetDateTime {
        let offset = Timestamp::from_second(now.unix_timestamp())
            .ok()
            .and_then(|stamp| UtcOffset::from_whole_seconds(self.clock().to_offset(stamp).seconds()).ok());
        now.to_offset(offset.unwrap_or(UtcOffset::UTC))
    }

    /// Whether the talk is quiet now.
    #[must_use]
    pub fn is_quiet(&self, now: OffsetDateTime) -> bool {
        self.quiet_until(now).is_some()
    }

    /// When the quiet hours that have begun are over, by the couple's clock; none outside of them.
    #[must_use]
    pub fn quiet_until(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        let stamp = Timestamp::from_second(now.unix_timestamp()).ok()?;
        let end = self.quiet?.end(&self.clock(), stamp)?;
        OffsetDateTime::from_unix_timestamp(end.as_second()).ok().map(|end| self.local(end))
    }

    /// It in plain words, a sentence each.
    #[must_use]
    pub fn lines(&self) -> [String; 3] {
        let quiet = self.quiet.map_or_else(
            || "There are no quiet hours.".to_owned(),
            |quiet| format!("Quiet hours are from {} to {}.", quiet.from(), quiet.to()),
        );
        [
            format!("After {}, the talk offers to stop.", self.longest.words()),
            quiet,
            format!("Time zone: {}.", self.zone),
        ]
    }
}

/// The zones that a form offers: those named after a place, and UTC.
#[must_use]
pub fn zones() -> Vec<String> {
    let mut zones: Vec<String> = tz::db()
        .available()
        .map(|name| name.as_str().to_owned())
        .filter(|name| name.contains('/') && !name.starts_with("Etc/"))
        .collect();
    zones.push("UTC".to_owned());
    zones.sort();
    zones.dedup();
    zones
}

#[cfg(test)]
mod tests;
