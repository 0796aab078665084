//! A weekday and an hour by the clock of one zone, and the moments they mean.
//!
//! What must stay true: each week has exactly one such moment. An hour that the clocks skip means the moment at which
//! they move on; an hour that comes twice means the first. Changing between winter and summer time moves nothing.

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{self, Date},
    tz::{AmbiguousOffset, TimeZone},
};
use time::{OffsetDateTime, Time, Weekday};

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A weekday and an hour to the minute, in a zone that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rhythm {
    weekday: Weekday,
    hour: civil::Time,
    name: String,
    zone: TimeZone,
}

/// Which of the three does not make sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// The weekday.
    Weekday,
    /// The hour.
    Hour,
    /// The zone.
    Zone,
}

impl Unclear {
    /// The field it is about, and what to do.
    #[must_use]
    pub const fn says(self) -> (&'static str, &'static str) {
        match self {
            Self::Weekday => ("weekday", "Choose a day of the week"),
            Self::Hour => ("hour", "Choose an hour, for example 19:30"),
            Self::Zone => ("zone", "Choose a time zone from the list, for example Europe/Berlin"),
        }
    }
}

impl Rhythm {
    /// From what a form holds: "Sunday", "19:30", "Europe/Berlin". Seconds are left out.
    pub fn parse(weekday: &str, hour: &str, zone: &str) -> Result<Self, Unclear> {
        let weekday = weekday.trim().parse().map_err(|_| Unclear::Weekday)?;
        let hour: civil::Time = hour.trim().parse().map_err(|_| Unclear::Hour)?;
        Self::at(weekday, (hour.hour(), hour.minute()), zone)
    }

    /// From what the database holds.
    pub fn stored(weekday: Weekday, hour: Time, zone: &str) -> Result<Self, Unclear> {
        let part = |number: u8| i8::try_from(number).map_err(|_| Unclear::Hour);
        Self::at(weekday, (part(hour.hour())?, part(hour.minute())?), zone)
    }

    fn at(weekday: Weekday, (hour, minute): (i8, i8), zone: &str) -> Result<Self, Unclear> {
        let hour = civil::Time::new(hour, minute, 0, 0).map_err(|_| Unclear::Hour)?;
        let zone = TimeZone::get(zone.trim()).map_err(|_| Unclear::Zone)?;
        let name = zone.iana_name().filter(|_| !zone.is_unknown()).ok_or(Unclear::Zone)?.to_owned();
        Ok(Self { weekday, hour, name, zone })
    }

    /// The day of the week.
    #[must_use]
    pub const fn weekday(&self) -> Weekday {
        self.weekday
    }

    /// The hour as the database keeps it.
    #[must_use]
    pub fn hour(&self) -> Time {
        let part = |number: i8| u8::try_from(number).unwrap_or(0);
        Time::from_hms(part(self.hour.hour()), part(self.hour.minute()), 0).unwrap_or(Time::MIDNIGHT)
    }

    /// The opening after the one at `opened`: the moment of this rhythm that is nearest to a week later.
    #[must_use]
    pub fn week_after(&self, opened: OffsetDateTime) -> Option<OffsetDateTime> {
        self.nearest(stamp(opened)?.checked_add(WEEK).ok()?).and_then(moment)
    }

    /// The name of the zone, as Europe/Berlin.
    #[must_use]
    pub fn zone(&self) -> &str {
        &self.name
    }

    /// It in plain words.
    #[must_use]
    pub fn words(&self) -> String {
        let (hour, minute) = (self.hour.hour(), self.hour.minute());
        format!("{}, {hour:02}:{minute:02} ({})", self.weekday, self.name)
    }

    /// A moment as the clock of this zone shows it.
    #[must_use]
    pub fn local(&self, at: OffsetDateTime) -> OffsetDateTime {
        let offset = stamp(at).map(|at| self.zone.to_offset(at).seconds());
        let offset = offset.and_then(|seconds| time::UtcOffset::from_whole_seconds(seconds).ok());
        at.to_offset(offset.unwrap_or(time::UtcOffset::UTC))
    }

    /// The day that the clock of this zone shows at a moment.
    pub(super) fn day(&self, at: Timestamp) -> time::Date {
        let day = self.zone.to_datetime(at).date();
        let ordinal = u16::try_from(day.day_of_year()).unwrap_or(1);
        time::Date::from_ordinal_date(i32::from(day.year()), ordinal).unwrap_or(time::Date::MIN)
    }

    /// The first opening on this day or later, and after `after` where that is given.
    pub(super) fn first(&self, from: time::Date, after: Option<Timestamp>) -> Option<Timestamp> {
        let year = i16::try_from(from.year()).ok()?;
        let month = i8::try_from(u8::from(from.month())).ok()?;
        let asked = Date::new(year, month, i8::try_from(from.day()).ok()?).ok()?;
        let day = match after.map(|at| self.zone.to_datetime(at).date()) {
            Some(later) if later > asked => later,
            _ => asked,
        };
        let day = self.on_or_after(day)?;
        // the second is for a day whose hour is over, the third for one that lies in a skipped day
        (0..3).find_map(|week: i64| {
            let opens = self.moment(day.checked_add((week * 7).days()).ok()?)?;
            after.is_none_or(|at| opens > at).then_some(opens)
        })
    }

    /// The opening nearest to a moment; the earlier of two that are equally near.
    pub(super) fn nearest(&self, to: Timestamp) -> Option<Timestamp> {
        let day = self.on_or_after(self.zone.to_datetime(to).date())?;
        (-1..=1_i64)
            .filter_map(|week| self.moment(day.checked_add((week * 7).days()).ok()?))
            .min_by_key(|opens| distance(*opens, to))
    }

    fn on_or_after(&self, day: Date) -> Option<Date> {
        let (want, is) = (self.weekday.number_from_monday(), day.weekday().to_monday_one_offset());
        let ahead = (i64::from(want) - i64::from(is)).rem_euclid(7);
        day.checked_add(ahead.days()).ok()
    }

    fn moment(&self, day: Date) -> Option<Timestamp> {
        let at = day.to_datetime(self.hour);
        match self.zone.to_ambiguous_timestamp(at).offset() {
            AmbiguousOffset::Unambiguous { offset } | AmbiguousOffset::Fold { before: offset, .. } => {
                offset.to_timestamp(at).ok()
            }
            AmbiguousOffset::Gap { after, .. } => {
                // by the later offset the skipped hour lies before the change, and the change is the next one
                let before = after.to_timestamp(at).ok()?;
                self.zone.following(before).next().map(|change| change.timestamp())
            }
        }
    }
}

fn distance(a: Timestamp, b: Timestamp) -> SignedDuration {
    a.duration_since(b).abs()
}

/// A moment of the pages as one of the calendar, to the second.
pub(super) fn stamp(at: OffsetDateTime) -> Option<Timestamp> {
    Timestamp::from_second(at.unix_timestamp()).ok()
}

/// And back.
pub(super) fn moment(at: Timestamp) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(at.as_second()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_minute_of_a_week_is_stored_and_read_back() {
        for weekday in (0..7).map(|after| Weekday::Monday.nth_next(after)) {
            for minute in 0..24 * 60 {
                let typed = format!("{:02}:{:02}", minute / 60, minute % 60);
                let rhythm = Rhythm::parse(&weekday.to_string(), &typed, "Europe/Berlin").unwrap();
                let back = Rhythm::stored(rhythm.weekday(), rhythm.hour(), rhythm.zone()).unwrap();
                assert_eq!(back, rhythm, "{weekday} {typed}");
            }
        }
    }
}
