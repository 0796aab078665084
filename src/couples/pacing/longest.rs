//! How long a sitting lasts at most: a few lengths that people have words for, so that no page needs a number.

use time::Duration;

/// After how long a talk offers to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Longest {
    /// 30 minutes.
    HalfHour,
    /// 45 minutes.
    ThreeQuarters,
    /// 60 minutes.
    Hour,
    /// 90 minutes: what holds before anything is agreed.
    HourAndHalf,
    /// 120 minutes.
    TwoHours,
}

impl Longest {
    /// All of them, the shortest first.
    pub const ALL: [Self; 5] =
        [Self::HalfHour, Self::ThreeQuarters, Self::Hour, Self::HourAndHalf, Self::TwoHours];

    /// As it is stored and sent.
    #[must_use]
    pub const fn minutes(self) -> i16 {
        match self {
            Self::HalfHour => 30,
            Self::ThreeQuarters => 45,
            Self::Hour => 60,
            Self::HourAndHalf => 90,
            Self::TwoHours => 120,
        }
    }

    /// From how it is stored and sent.
    #[must_use]
    pub fn from_minutes(minutes: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|longest| longest.minutes() == minutes)
    }

    /// As a duration.
    #[must_use]
    pub const fn lasts(self) -> Duration {
        Duration::minutes(self.minutes() as i64)
    }

    /// In words, inside a sentence.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::HalfHour => "half an hour",
            Self::ThreeQuarters => "three quarters of an hour",
            Self::Hour => "an hour",
            Self::HourAndHalf => "an hour and a half",
            Self::TwoHours => "two hours",
        }
    }

    /// In words, as an answer.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::HalfHour => "Half an hour",
            Self::ThreeQuarters => "Three quarters of an hour",
            Self::Hour => "An hour",
            Self::HourAndHalf => "An hour and a half",
            Self::TwoHours => "Two hours",
        }
    }
}
