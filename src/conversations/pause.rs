//! A break: called by either at any moment, with a return time and without a reason.
//!
//! A break without end does not exist, and an agreed return is never made earlier. When the time has come the break
//! is over by itself; nothing needs to be written for it.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime, UtcOffset};

use super::{Refusal, Seat};

/// A break. It holds no reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// When both come back.
    #[serde(with = "time::serde::rfc3339")]
    until: OffsetDateTime,
    /// Who called it: the other reads "Sam is taking a break".
    by: Seat,
}

impl Pause {
    /// The shortest break: a body takes about that long to calm down.
    pub const SHORTEST: Duration = Duration::minutes(20);
    /// The furthest return.
    pub const LONGEST: Duration = Duration::days(7);

    /// A new break.
    pub(super) fn new(by: Seat, until: OffsetDateTime, now: OffsetDateTime) -> Result<Self, Refusal> {
        if until - now < Self::SHORTEST {
            return Err(Refusal::TooShort);
        }
        if until - now > Self::LONGEST {
            return Err(Refusal::TooLong);
        }
        Ok(Self { until: until.to_offset(UtcOffset::UTC), by })
    }

    /// Time apart, seen as a break. How long it may last is not a matter of the talk.
    pub(super) fn apart(by: Seat, until: OffsetDateTime) -> Self {
        Self { until: until.to_offset(UtcOffset::UTC), by }
    }

    /// The same break with a later return, whoever asks for it. It stays the break of the one who called it.
    pub(super) fn extended(self, until: OffsetDateTime, now: OffsetDateTime) -> Result<Self, Refusal> {
        if until <= self.until {
            return Err(Refusal::NotLater);
        }
        if until - now > Self::LONGEST {
            return Err(Refusal::TooLong);
        }
        Ok(Self { until: until.to_offset(UtcOffset::UTC), ..self })
    }

    /// When both come back.
    #[must_use]
    pub const fn until(&self) -> OffsetDateTime {
        self.until
    }

    /// Who called it.
    #[must_use]
    pub const fn by(&self) -> Seat {
        self.by
    }

    /// Whether it still lasts.
    #[must_use]
    pub fn lasts(&self, now: OffsetDateTime) -> bool {
        now < self.until
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-03-01 20:00 UTC);

    #[test]
    fn a_break_lasts_between_twenty_minutes_and_seven_days() {
        let until = |by: Duration| Pause::new(Seat::One, NOW + by, NOW);
        assert_eq!(until(Duration::seconds(20 * 60 - 1)), Err(Refusal::TooShort));
        assert_eq!(until(Duration::minutes(-30)), Err(Refusal::TooShort));
        assert!(until(Pause::SHORTEST).is_ok());
        assert!(until(Pause::LONGEST).is_ok());
        assert_eq!(until(Pause::LONGEST + Duration::SECOND), Err(Refusal::TooLong));
    }

    #[test]
    fn an_agreed_return_is_never_made_earlier() {
        let pause = Pause::new(Seat::One, NOW + Duration::HOUR, NOW).unwrap();
        let half = NOW + Duration::minutes(30);
        assert_eq!(pause.extended(half, NOW), Err(Refusal::NotLater));
        assert_eq!(pause.extended(pause.until(), NOW), Err(Refusal::NotLater));
        let longer = pause.extended(NOW + Duration::hours(2), NOW).unwrap();
        assert_eq!((longer.by(), longer.until()), (Seat::One, NOW + Duration::hours(2)));
        assert_eq!(pause.extended(NOW + Duration::days(8), NOW), Err(Refusal::TooLong));
    }

    #[test]
    fn a_break_is_over_by_itself_at_the_return_time() {
        let pause = Pause::new(Seat::Two, NOW + Duration::HOUR, NOW).unwrap();
        assert!(pause.lasts(NOW + Duration::minutes(59)));
        assert!(!pause.lasts(NOW + Duration::HOUR));
    }
}
