//! A time and a place the two agree on. The zone is part of it, so that "half past seven" means one moment.

use jiff::{civil, tz::TimeZone};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub use crate::couples::pacing::zones;

/// A day, an hour, a zone and a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// The day, as 2026-03-07.
    pub date: String,
    /// The hour, as 19:30.
    pub time: String,
    /// The zone's name, as Europe/Berlin.
    pub zone: String,
    /// Where.
    pub place: String,
    /// Anything else; may be empty.
    pub note: String,
}

/// Which of the three does not make sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// The day.
    Date,
    /// The hour.
    Time,
    /// The zone.
    Zone,
}

impl Unclear {
    /// The field it is about, and what to do.
    #[must_use]
    pub const fn says(self) -> (&'static str, &'static str) {
        match self {
            Self::Date => ("date", "Choose a day, for example 2026-03-07"),
            Self::Time => ("time", "Choose an hour, for example 19:30"),
            Self::Zone => ("zone", "Choose a time zone from the list, for example Europe/Berlin"),
        }
    }
}

/// The moment that a day and an hour mean in a zone. An hour that the clocks skip means the hour after.
pub fn moment(date: &str, hour: &str, zone: &str) -> Result<OffsetDateTime, Unclear> {
    let date: civil::Date = date.trim().parse().map_err(|_| Unclear::Date)?;
    let hour: civil::Time = hour.trim().parse().map_err(|_| Unclear::Time)?;
    let zone = TimeZone::get(zone.trim()).map_err(|_| Unclear::Zone)?;
    let zoned = date.to_datetime(hour).to_zoned(zone).map_err(|_| Unclear::Date)?;
    OffsetDateTime::from_unix_timestamp(zoned.timestamp().as_second()).map_err(|_| Unclear::Date)
}

impl Meeting {
    /// The moment it begins; none when a stored zone is not known any more.
    #[must_use]
    pub fn at(&self) -> Option<OffsetDateTime> {
        moment(&self.date, &self.time, &self.zone).ok()
    }

    /// The same hour and place on the same weekday, as many weeks later as it takes to be still to come: at least one. The
    /// hour is that of the clock, also when the clocks change in between.
    #[must_use]
    pub fn weeks_later(&self, now: OffsetDateTime) -> Option<Self> {
        let date: civil::Date = self.date.trim().parse().ok()?;
        let passed = (now - self.at()?).whole_weeks().max(0);
        (1..=2).find_map(|more| {
            let later = date.checked_add(jiff::Span::new().try_weeks(passed + more).ok()?).ok()?;
            let same = Self { date: later.to_string(), note: String::new(), ..self.clone() };
            same.at().is_some_and(|at| at > now).then_some(same)
        })
    }

    /// "Saturday 7 March 2026, 19:30 (Europe/Berlin)".
    #[must_use]
    pub fn shown(&self) -> String {
        let plain = || format!("{}, {} ({})", self.date, self.time, self.zone);
        self.at().map_or_else(plain, |at| show(at, &self.zone))
    }
}

/// A moment in a zone, as people read it.
#[must_use]
pub fn show(at: OffsetDateTime, zone: &str) -> String {
    let (zone, tz) = TimeZone::get(zone).map_or(("UTC", TimeZone::UTC), |tz| (zone, tz));
    match jiff::Timestamp::from_second(at.unix_timestamp()) {
        Ok(stamp) => format!("{} ({zone})", stamp.to_zoned(tz).strftime("%A %-d %B %Y, %H:%M")),
        Err(_) => at.date().to_string(),
    }
}

/// Day and hour of a moment in a zone, for the fields of a form.
#[must_use]
pub fn fields(at: OffsetDateTime, zone: &str) -> (String, String) {
    let tz = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    jiff::Timestamp::from_second(at.unix_timestamp()).map_or_else(
        |_| (String::new(), String::new()),
        |stamp| {
            let zoned = stamp.to_zoned(tz);
            (zoned.strftime("%Y-%m-%d").to_string(), zoned.strftime("%H:%M").to_string())
        },
    )
}

/// A moment for machines: the `datetime` of a `<time>`.
#[must_use]
pub fn machine(at: OffsetDateTime) -> String {
    at.format(&time::format_description::well_known::Rfc3339).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn an_hour_means_one_moment_in_its_zone() {
        let at = moment("2026-03-07", "19:30", "Europe/Berlin").unwrap();
        assert_eq!(at, datetime!(2026-03-07 18:30 UTC));
        assert_eq!(show(at, "Europe/Berlin"), "Saturday 7 March 2026, 19:30 (Europe/Berlin)");
        assert_eq!(fields(at, "Europe/Berlin"), ("2026-03-07".to_owned(), "19:30".to_owned()));
        assert_eq!(machine(at), "2026-03-07T18:30:00Z");
        // 29 March 2026, 02:30 does not exist there
        assert_eq!(moment("2026-03-29", "02:30", "Europe/Berlin"), Ok(datetime!(2026-03-29 01:30 UTC)));
    }

    #[test]
    fn the_same_time_again_is_the_next_week_that_is_still_to_come_and_keeps_its_hour() {
        let meeting = Meeting {
            date: "2026-03-07".to_owned(),
            time: "19:30".to_owned(),
            zone: "Europe/Berlin".to_owned(),
            place: "at home".to_owned(),
            note: "the first time".to_owned(),
        };
        let later = |now| meeting.weeks_later(now).unwrap();
        for (now, date) in [
            (datetime!(2026-03-01 12:00 UTC), "2026-03-14"),
            (datetime!(2026-03-07 21:00 UTC), "2026-03-14"),
            (datetime!(2026-03-14 18:00 UTC), "2026-03-14"),
            (datetime!(2026-03-14 18:30 UTC), "2026-03-21"),
            (datetime!(2026-05-01 12:00 UTC), "2026-05-02"),
        ] {
            assert_eq!(later(now).date, date, "{now}");
        }
        let summer = later(datetime!(2026-03-28 12:00 UTC));
        assert_eq!(
            (summer.date.as_str(), summer.at()),
            ("2026-03-28", Some(datetime!(2026-03-28 18:30 UTC)))
        );
        let summer = later(datetime!(2026-03-28 19:00 UTC));
        assert_eq!(
            (summer.date.as_str(), summer.at()),
            ("2026-04-04", Some(datetime!(2026-04-04 17:30 UTC)))
        );
        assert_eq!((summer.place.as_str(), summer.note.as_str()), ("at home", ""));
        let odd = Meeting { date: "soon".to_owned(), ..meeting.clone() };
        assert_eq!(odd.weeks_later(datetime!(2026-03-01 12:00 UTC)), None);
    }

    #[test]
    fn what_is_no_day_hour_or_zone_is_named() {
        assert_eq!(moment("soon", "19:30", "UTC"), Err(Unclear::Date));
        assert_eq!(moment("2026-03-07", "evening", "UTC"), Err(Unclear::Time));
        assert_eq!(moment("2026-03-07", "19:30", "Middle/Earth"), Err(Unclear::Zone));
        assert!(zones().iter().any(|zone| zone == "Europe/Berlin"));
        assert!(zones().iter().any(|zone| zone == "UTC"));
    }
}
