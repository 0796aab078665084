//! One promise of the plan: who does what can be seen, how often, from when, and when both look at it again.

use serde::{Deserialize, Serialize};
use time::{Date, Weekday};

use crate::{
    couples::Seat,
    ids::{CommitmentId, ConversationId},
};

/// Who has promised it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doer {
    /// Whoever opened the space.
    One,
    /// Whoever joined it.
    Two,
    /// The two of them.
    Both,
}

impl Doer {
    /// Whether this person has promised it, alone or with the other.
    #[must_use]
    pub fn is(self, seat: Seat) -> bool {
        match self {
            Self::One => seat == Seat::One,
            Self::Two => seat == Seat::Two,
            Self::Both => true,
        }
    }

    /// The same when the two have changed seats.
    #[must_use]
    pub const fn swapped(self) -> Self {
        match self {
            Self::One => Self::Two,
            Self::Two => Self::One,
            Self::Both => Self::Both,
        }
    }

    /// The one on this seat.
    #[must_use]
    pub const fn on(seat: Seat) -> Self {
        match seat {
            Seat::One => Self::One,
            Seat::Two => Self::Two,
        }
    }
}

/// How often it is to happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HowOften {
    /// One time.
    Once,
    /// Every day.
    Daily,
    /// Once in every week, on no certain day.
    Weekly,
    /// On these days of every week, in the order of the week, each once, at least one.
    Weekdays(Vec<Weekday>),
    /// Once in every month, on the day of the month on which it starts, or on the last one where that is missing.
    Monthly,
    /// Whenever there is occasion for it.
    WhenItHappens,
}

/// What sort of promise it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something to do.
    Action,
    /// Something that keeps both safe.
    Boundary,
    /// Who or what helps.
    Support,
    /// Telling by oneself what was hidden before.
    Openness,
}

/// One promise. It keeps its id from version to version, so that a change to it can be told from another promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// Which one.
    pub id: CommitmentId,
    /// Who has promised it.
    pub who: Doer,
    /// What can be seen, in their own words.
    pub act: String,
    /// How often.
    pub how_often: HowOften,
    /// From which day on.
    pub starts: Date,
    /// When both look at it again. What rests on one person alone always has a day, at most three months on.
    pub review: Option<Date>,
    /// What sort of promise it is.
    pub kind: Kind,
    /// The talk whose last step it came from.
    #[serde(default)]
    pub from_talk: Option<ConversationId>,
}

/// How it went with a promise in one week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// It was kept.
    Kept,
    /// Partly.
    Partly,
    /// Not this week.
    NotThisWeek,
}

impl Kept {
    /// All answers, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Kept, Self::Partly, Self::NotThisWeek];

    /// Its name in a form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Partly => "partly",
            Self::NotThisWeek => "not",
        }
    }

    /// What people read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Kept => "Kept",
            Self::Partly => "Partly",
            Self::NotThisWeek => "Not this week",
        }
    }

    /// What a form said.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kept| kept.code() == code)
    }
}
