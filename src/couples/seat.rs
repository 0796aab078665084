//! Which of the two: it decides colour and shape, and says nothing about what happened.

use serde::{Deserialize, Serialize};

/// Which of the two somebody is. Who opened the space is one; it says nothing about roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seat {
    /// Opened the space: indigo, round, start side.
    One,
    /// Joined it: clay, square, end side.
    Two,
}

impl Seat {
    /// Both, in order.
    pub const ALL: [Self; 2] = [Self::One, Self::Two];

    /// The class that style sheet and templates know the seat by.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Two => "two",
        }
    }

    /// The word in places and in stored text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.class()
    }

    /// The seat of the other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::One => Self::Two,
            Self::Two => Self::One,
        }
    }

    /// As it is stored.
    #[must_use]
    pub const fn number(self) -> i16 {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }

    /// From how it is stored.
    #[must_use]
    pub fn from_number(number: i16) -> Self {
        if number == 2 { Self::Two } else { Self::One }
    }
}
