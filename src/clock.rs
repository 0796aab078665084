//! The only place that asks for the time, so that tests can set it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use time::{Date, OffsetDateTime};

/// The system's time, or one that a test sets and moves.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The system's clock.
    #[default]
    System,
    /// Seconds since 1970 (UTC), the same for all clones.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still at `now` until it is moved.
    #[must_use]
    pub fn fixed(now: OffsetDateTime) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(now.unix_timestamp())))
    }

    /// Now, in UTC, to the second.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the place that the lint points to")]
    pub fn now(&self) -> OffsetDateTime {
        match self {
            Self::System => {
                let now = OffsetDateTime::now_utc();
                now.replace_nanosecond(0).unwrap_or(now)
            }
            Self::Fixed(seconds) => OffsetDateTime::from_unix_timestamp(seconds.load(Ordering::SeqCst))
                .unwrap_or(OffsetDateTime::UNIX_EPOCH),
        }
    }

    /// Today's date in UTC: what columns keep (the exact time stays inside the sealed text).
    #[must_use]
    pub fn today(&self) -> Date {
        self.now().date()
    }

    /// Moves a fixed clock; the system's clock does not move.
    pub fn advance(&self, by: time::Duration) {
        if let Self::Fixed(seconds) = self {
            seconds.fetch_add(by.whole_seconds(), Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_moves_for_all_its_clones() {
        let clock = Clock::fixed(time::macros::datetime!(2026-03-01 20:00 UTC));
        let other = clock.clone();
        clock.advance(time::Duration::days(1));
        assert_eq!(other.today(), time::macros::date!(2026 - 03 - 02));
    }
}
