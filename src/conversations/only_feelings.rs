//! A sitting about feelings only: while it holds, nothing in the talk takes a solution.
//!
//! What must stay true: it begins when both have agreed to it and ends with its sitting, or when both lift it; a
//! suggestion that is not taken up leaves nothing behind, and neither does the wish of one to lift it. A sitting is a day
//! here: the two may speak for an hour without touching a phone, and a rule that ended in between would end unseen.

use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};

use super::stage::{Alone, Point, alone};
use super::{Event, Refusal, Seat, Talk};

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

/// The hours after midnight that still belong to the evening before.
const NIGHT: Duration = Duration::hours(4);

/// A sitting that is to be about feelings only, or is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum OnlyFeelings {
    /// One of the two has suggested it.
    Suggested {
        /// For the sitting of this day.
        #[serde(with = "day")]
        day: Date,
        /// Who.
        by: Seat,
    },
    /// Both have agreed.
    Agreed {
        /// To the sitting of this day.
        #[serde(with = "day")]
        day: Date,
        /// Who would like to lift it.
        #[serde(deserialize_with = "Option::deserialize")]
        lift: Option<Seat>,
    },
}

impl OnlyFeelings {
    /// The day of the sitting.
    #[must_use]
    pub const fn day(self) -> Date {
        match self {
            Self::Suggested { day, .. } | Self::Agreed { day, .. } => day,
        }
    }

    /// Without what only the other one of the two may know.
    pub(super) fn seen_by(self, who: Seat) -> Self {
        match self {
            Self::Agreed { day, lift } => Self::Agreed { day, lift: lift.filter(|lifts| *lifts == who) },
            Self::Suggested { .. } => self,
        }
    }
}

/// The day whose sitting this is, by the couple's own clock: whoever sits past midnight still sits in the evening before.
#[must_use]
pub fn sitting_day(now: OffsetDateTime) -> Date {
    now.saturating_sub(NIGHT).date()
}

impl Talk {
    /// What was suggested or agreed about a sitting that is not over.
    #[must_use]
    pub fn only_feelings(&self, now: OffsetDateTime) -> Option<OnlyFeelings> {
        self.feelings.filter(|only| only.day() >= sitting_day(now))
    }

    /// Whether this sitting is about feelings only.
    #[must_use]
    pub fn is_only_feelings(&self, now: OffsetDateTime) -> bool {
        matches!(self.feelings, Some(OnlyFeelings::Agreed { day, .. }) if day == sitting_day(now))
    }

    /// Whether this person would like to lift what was agreed.
    #[must_use]
    pub fn would_lift(&self, who: Seat, now: OffsetDateTime) -> bool {
        matches!(self.only_feelings(now), Some(OnlyFeelings::Agreed { lift, .. }) if lift == Some(who))
    }

    /// Whether it keeps solutions out now: the last step is where they would be entered.
    pub(super) fn is_closed_to_solutions(&self, now: OffsetDateTime) -> bool {
        self.stage.point() == Point::Planning && self.is_only_feelings(now)
    }

    /// Refuses what enters a solution, or says that there are enough of them.
    pub(super) fn takes(&self, event: Event, now: OffsetDateTime) -> Result<(), Refusal> {
        let solves = matches!(event, Event::ShareIdea | Event::Enough);
        if solves && self.is_closed_to_solutions(now) { Err(Refusal::OnlyFeelings) } else { Ok(()) }
    }

    /// Suggests it for the sitting of that day, or agrees to the same suggestion of the other.
    pub(super) fn with_only_feelings(
        &self,
        who: Seat,
        day: Date,
        now: OffsetDateTime,
    ) -> Result<Option<OnlyFeelings>, Refusal> {
        match self.only_feelings(now) {
            _ if day < sitting_day(now) => Err(Refusal::AlreadyDone),
            Some(OnlyFeelings::Agreed { .. }) => Err(Refusal::AlreadyDone),
            Some(OnlyFeelings::Suggested { day: same, by }) if same == day && by == who => {
                Err(Refusal::AlreadyDone)
            }
            Some(OnlyFeelings::Suggested { day: same, .. }) if same == day => {
                Ok(Some(OnlyFeelings::Agreed { day, lift: None }))
            }
            _ => Ok(Some(OnlyFeelings::Suggested { day, by: who })),
        }
    }

    /// Takes a suggestion off the table, whoever's it is; lifts what was agreed when both would like to.
    pub(super) fn without_only_feelings(
        &self,
        who: Seat,
        now: OffsetDateTime,
    ) -> Result<Option<OnlyFeelings>, Refusal> {
        match self.only_feelings(now).ok_or(Refusal::AlreadyDone)? {
            OnlyFeelings::Suggested { .. } => Ok(None),
            OnlyFeelings::Agreed { day, lift } => Ok(match alone(lift, who)? {
                Alone::Waits(lift) => Some(OnlyFeelings::Agreed { day, lift }),
                Alone::Both => None,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn a_night_belongs_to_the_evening_before_by_the_couples_own_clock() {
        assert_eq!(sitting_day(datetime!(2026-03-01 23:59 UTC)), date!(2026 - 03 - 01));
        assert_eq!(sitting_day(datetime!(2026-03-02 03:59 UTC)), date!(2026 - 03 - 01));
        assert_eq!(sitting_day(datetime!(2026-03-02 04:00 UTC)), date!(2026 - 03 - 02));
        assert_eq!(sitting_day(datetime!(2026-03-02 09:00 +13)), date!(2026 - 03 - 02));
    }

    #[test]
    fn it_is_stored_as_a_day_without_a_word_and_an_unknown_form_is_refused() {
        let agreed = OnlyFeelings::Agreed { day: date!(2026 - 03 - 01), lift: None };
        let json = serde_json::to_string(&agreed).unwrap();
        assert_eq!(json, r#"{"agreed":{"day":"2026-03-01","lift":null}}"#);
        assert_eq!(serde_json::from_str::<OnlyFeelings>(&json).unwrap(), agreed);
        for wrong in [
            r#"{"agreed":{"day":"2026-03-01"}}"#,
            r#"{"agreed":{"day":"today","lift":null}}"#,
            r#"{"suggested":{"day":"2026-03-01"}}"#,
            r#"{"refused":{"day":"2026-03-01","by":"one"}}"#,
            r#"{"agreed":{"day":"2026-03-01","lift":null,"why":""}}"#,
        ] {
            assert!(serde_json::from_str::<OnlyFeelings>(wrong).is_err(), "{wrong}");
        }
    }
}
