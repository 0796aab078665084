//! Time apart as every page knows it: until which day the two are taking time, and who asked for it.
//!
//! What must stay true: both get the same from here, and there is nothing in it that says why.

use time::{Date, OffsetDateTime};

use super::Seat;
use crate::ids::ApartId;

/// The last time apart of the two: it holds, or it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Apart {
    /// Which one.
    pub id: ApartId,
    /// Until which day each of the two asked for it, by seat.
    pub one: Option<Date>,
    /// The same for the second seat.
    pub two: Option<Date>,
    /// An earlier day that one of the two suggests.
    pub sooner: Option<(Seat, Date)>,
    /// When both come back.
    pub until: OffsetDateTime,
}

impl Apart {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self, now: OffsetDateTime) -> bool {
        now < self.until
    }

    /// The day on which both come back; none when it was ended before.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.one.max(self.two)
    }

    /// Whose day it is: the later one's, and of two on the same day the first seat's.
    #[must_use]
    pub fn by(&self) -> Seat {
        if self.two > self.one { Seat::Two } else { Seat::One }
    }

    /// The sentence that both read while it holds.
    #[must_use]
    pub fn says(&self) -> String {
        let day = self.day().unwrap_or_else(|| self.until.date());
        format!(
            "You two are taking time until {} {}. Everything of your own stays open.",
            day.day(),
            day.month()
        )
    }
}
