//! A sitting: the stretch of time in which the two have been at their talk without a longer rest.
//!
//! What must stay true: it is the talk's and not a person's, so only what the talk itself takes note of counts as an
//! act. Preparing, drafting and reading do not, or one could tell from it what the other does alone. Calling a break or
//! making it longer is no act either: a break of an hour or more ends the sitting, however often it was made longer.
//! Times are kept to the minute.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime, UtcOffset};

/// When the two began, and when one of them last did something in the talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sitting {
    #[serde(with = "time::serde::rfc3339")]
    began: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    last: OffsetDateTime,
}

fn to_the_minute(at: OffsetDateTime) -> OffsetDateTime {
    let at = at.to_offset(UtcOffset::UTC);
    at.replace_time(time::Time::from_hms(at.hour(), at.minute(), 0).unwrap_or(time::Time::MIDNIGHT))
}

impl Sitting {
    /// After so long without an act, the next one begins a new sitting.
    pub const REST: Duration = Duration::HOUR;

    /// The sitting after an act at `now`: the same one, or a new one after a rest.
    #[must_use]
    pub fn after(previous: Option<Self>, now: OffsetDateTime) -> Self {
        let now = to_the_minute(now);
        match previous {
            // a clock that was put back makes nothing shorter than it was
            Some(same) if same.goes_on(now) => Self { last: same.last.max(now), ..same },
            _ => Self { began: now, last: now },
        }
    }

    /// When one of them last did something in it.
    #[must_use]
    pub const fn last(&self) -> OffsetDateTime {
        self.last
    }

    /// Whether an act at `now` would still be part of it.
    #[must_use]
    pub fn goes_on(&self, now: OffsetDateTime) -> bool {
        to_the_minute(now) - self.last < Self::REST
    }

    /// How many minutes it has lasted; none once it is over.
    #[must_use]
    pub fn minutes(&self, now: OffsetDateTime) -> i64 {
        if self.goes_on(now) { (to_the_minute(now) - self.began).whole_minutes().max(0) } else { 0 }
    }

    /// Whether it has lasted as long as the two want to sit at most.
    #[must_use]
    pub fn is_long(&self, now: OffsetDateTime, longest: Duration) -> bool {
        self.goes_on(now) && self.minutes(now) >= longest.whole_minutes()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    const EIGHT: OffsetDateTime = datetime!(2026-03-01 20:00 UTC);

    fn at(minutes: i64) -> OffsetDateTime {
        EIGHT + Duration::minutes(minutes)
    }

    fn acts(minutes: &[i64]) -> Sitting {
        let sitting = minutes.iter().fold(None, |before, act| Some(Sitting::after(before, at(*act))));
        sitting.expect("an act")
    }

    #[test]
    fn a_sitting_goes_on_with_each_act_and_a_rest_of_an_hour_ends_it() {
        assert_eq!(acts(&[0, 59, 118]).minutes(at(118)), 118);
        assert_eq!(acts(&[0, 60]).minutes(at(60)), 0, "an hour without an act, and a new one begins");
        assert_eq!(acts(&[0, 30, 90]).minutes(at(100)), 10);
        assert_eq!(acts(&[0, 24 * 60]).minutes(at(24 * 60 + 5)), 5);
    }

    #[test]
    fn it_counts_on_while_they_talk_and_nothing_is_left_of_it_the_next_day() {
        let sitting = acts(&[0, 50]);
        assert_eq!(sitting.minutes(at(95)), 95);
        assert!(sitting.is_long(at(95), Duration::minutes(90)));
        assert!(!sitting.is_long(at(89), Duration::minutes(90)));
        assert!(sitting.is_long(at(90), Duration::minutes(90)));
        assert_eq!((sitting.minutes(at(110)), sitting.goes_on(at(110))), (0, false));
        assert!(!sitting.is_long(at(24 * 60), Duration::minutes(90)));
        assert!(!sitting.is_long(at(24 * 60), Duration::ZERO));
    }

    #[test]
    fn times_are_kept_to_the_minute_and_in_utc() {
        let sitting = Sitting::after(None, datetime!(2026-03-01 21:07:59.5 +1));
        let json = serde_json::to_string(&sitting).unwrap();
        assert_eq!(json, r#"{"began":"2026-03-01T20:07:00Z","last":"2026-03-01T20:07:00Z"}"#);
        assert_eq!(serde_json::from_str::<Sitting>(&json).unwrap(), sitting);
        let more = json.replace('}', r#","who":"one"}"#);
        assert!(serde_json::from_str::<Sitting>(&more).is_err());
    }

    proptest! {
        #[test]
        fn a_sitting_is_the_acts_since_the_last_rest(mut minutes in prop::collection::vec(0_i64..2000, 1..30)) {
            minutes.sort_unstable();
            let last = minutes[minutes.len() - 1];
            let began = minutes.windows(2).rfind(|two| two[1] - two[0] >= 60).map_or(minutes[0], |two| two[1]);
            let sitting = acts(&minutes);
            prop_assert_eq!(sitting.minutes(at(last)), last - began);
            prop_assert!(sitting.goes_on(at(last + 59)) && !sitting.goes_on(at(last + 60)));
        }

        #[test]
        fn a_clock_that_is_put_back_ends_and_shortens_nothing(back in 0_i64..5000) {
            let before = acts(&[0, 40]);
            let sitting = Sitting::after(Some(before), at(40 - back));
            prop_assert_eq!(sitting, before);
            prop_assert!(sitting.minutes(at(40 - back)) >= 0);
        }
    }
}
