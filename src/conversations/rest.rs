//! What lets a talk rest without a return time of its own: stopped for now, and one heavy step a day.
//!
//! Stopping for now is an outcome, not a break: the talk goes on when both say so. The pace of a day is the couple's own:
//! the next of steps 4 to 7 opens tomorrow, or today when both want it.

use serde::{Deserialize, Serialize};
use time::Date;

use super::Seat;

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

/// The day of an `Option<Date>`, as `day` writes it.
pub(super) use day::option as day_or_none;

/// A talk that was stopped for now. Who stopped it is not kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// Who would like to go on.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(super) asked: Option<Seat>,
    /// Whether it waits for a sitting with a therapist.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) for_therapist: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over like this")]
const fn is_false(it: &bool) -> bool {
    !*it
}

/// The next of steps 4 to 7 is here, and one was opened today already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tomorrow {
    /// The day that one is enough for.
    #[serde(with = "day")]
    pub(super) day: Date,
    /// Who would like to go on today.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(super) agreed: Option<Seat>,
}

/// How the two sit in the talk. It changes what may be spoken instead of written, and nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Each in their own time.
    #[default]
    Apart,
    /// In one room, each with their own phone: a turn may be spoken.
    TwoPhones,
    /// In one room with one phone that is passed across.
    OnePhone,
}

impl How {
    /// All ways, in the order in which a form offers them.
    pub const ALL: [Self; 3] = [Self::Apart, Self::TwoPhones, Self::OnePhone];

    /// The word in forms and in what is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Apart => "apart",
            Self::TwoPhones => "two-phones",
            Self::OnePhone => "one-phone",
        }
    }

    /// Reads the word in a form.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.code() == code)
    }

    /// Whether a turn may be spoken instead of written.
    #[must_use]
    pub const fn is_together(self) -> bool {
        match self {
            Self::Apart => false,
            Self::TwoPhones | Self::OnePhone => true,
        }
    }
}

/// Another way to sit, suggested by one: it is theirs when the other agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggested {
    /// Who.
    pub by: Seat,
    /// Which.
    pub how: How,
}
