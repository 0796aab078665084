//! The two seats of a couple. A seat decides colour and shape on a page; it says nothing about who did what.

use serde::{Deserialize, Serialize};

/// One of the two partners.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seat {
    /// The partner who opened the space.
    One,
    /// The partner who joined.
    Two,
}

impl Seat {
    /// Both seats, in order.
    pub const ALL: [Self; 2] = [Self::One, Self::Two];

    /// The partner.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::One => Self::Two,
            Self::Two => Self::One,
        }
    }

    /// The word in places and in stored text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Two => "two",
        }
    }
}
