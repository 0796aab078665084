//! The rules, without storage, page or clock: who may ask for how long, make it longer, and come back.
//!
//! What must stay true: each day is its asker's. The other one can make it longer with a day of their own, and nobody can
//! make it shorter for the other without their word. Whatever happened, there is an end within sixty days.

use time::{Date, Duration, OffsetDateTime};

use crate::{
    conversations::meeting::moment,
    couples::{
        Seat,
        pacing::{Longest, Pacing},
    },
    ids::ApartId,
};

/// By the couple's clock: nobody's night ends with it.
const HOUR: &str = "09:00";

/// Time that the two take apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// Which one.
    pub id: ApartId,
    /// The zone by whose clock the days are meant.
    pub zone: String,
    /// Until which day the first seat asked for it.
    pub one: Option<Date>,
    /// The same for the second seat.
    pub two: Option<Date>,
    /// An earlier day, and who suggests it.
    pub sooner: Option<(Seat, Date)>,
    /// When both come back.
    pub until: OffsetDateTime,
}

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Asks for time until this day.
    Ask(Date),
    /// Ends what they asked for.
    End,
    /// Suggests to come back on this earlier day; today means at once.
    Suggest(Date),
    /// Agrees to this day, which the other one suggested.
    Agree(Date),
    /// Takes a suggestion off the table, their own or the other's.
    Leave,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The day is not in the future.
    TooSoon,
    /// The day is too far away.
    TooLate,
    /// Time apart runs until this day already.
    NotLater(Date),
    /// The day is not before the one that stands.
    NotEarlier,
    /// They did not ask for it.
    NotTheirs,
    /// It is over, or not on the table any more.
    Gone,
}

impl Refused {
    /// What the page says, and what can be done.
    #[must_use]
    pub fn says(self) -> String {
        let day = |day: Date| format!("{} {}", day.day(), day.month());
        match self {
            Self::TooSoon => "Choose tomorrow or a later day.".to_owned(),
            Self::TooLate => "Choose a day within sixty days. You can make it longer later.".to_owned(),
            Self::NotLater(until) => format!(
                "You two are taking time until {} already. Choose a later day if you need longer.",
                day(until)
            ),
            Self::NotEarlier => "Choose a day from today on that is before the one that stands.".to_owned(),
            Self::NotTheirs => {
                "Not you, but the other one asked for this time. You can suggest an earlier day.".to_owned()
            }
            Self::Gone => "That has changed in the meantime. This is how it stands now.".to_owned(),
        }
    }
}

/// The day it is now by this zone's clock.
pub(super) fn today(zone: &str, now: OffsetDateTime) -> Date {
    Pacing::new(zone, None, Longest::HourAndHalf).map_or(now.date(), |pace| pace.local(now).date())
}

/// The moment at which they come back on this day.
fn comes(day: Date, zone: &str) -> OffsetDateTime {
    // a stored zone was known when it was stored
    moment(&day.to_string(), HOUR, zone).unwrap_or_else(|_| day.midnight().assume_utc() + Duration::hours(9))
}

/// A whole minute that is not after `now`.
fn just_now(now: OffsetDateTime) -> OffsetDateTime {
    now - Duration::new(i64::from(now.second()), now.nanosecond().cast_signed())
}

impl Time {
    /// The longest that can be asked for at once, in days.
    pub const LONGEST: i64 = 60;

    /// Whether this day can be asked for at all.
    ///
    /// # Errors
    /// When it is today or before, or too far away.
    pub fn check(day: Date, today: Date) -> Result<(), Refused> {
        match (day - today).whole_days() {
            ..1 => Err(Refused::TooSoon),
            1..=Self::LONGEST => Ok(()),
            _ => Err(Refused::TooLate),
        }
    }

    /// The first ask.
    pub(super) fn begun(who: Seat, day: Date, zone: &str, now: OffsetDateTime) -> Result<Self, Refused> {
        Self::check(day, today(zone, now))?;
        let none = Self {
            id: ApartId::random(),
            zone: zone.to_owned(),
            one: None,
            two: None,
            sooner: None,
            until: comes(day, zone),
        };
        Ok(none.with(who, Some(day)))
    }

    /// Whether it holds.
    #[must_use]
    pub fn holds(&self, now: OffsetDateTime) -> bool {
        now < self.until
    }

    /// Until which day somebody asked for it.
    #[must_use]
    pub const fn of(&self, who: Seat) -> Option<Date> {
        match who {
            Seat::One => self.one,
            Seat::Two => self.two,
        }
    }

    /// The day that stands.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.one.max(self.two)
    }

    fn with(self, who: Seat, day: Option<Date>) -> Self {
        match who {
            Seat::One => Self { one: day, ..self },
            Seat::Two => Self { two: day, ..self },
        }
    }

    /// What follows when `who` does this. A refusal changes nothing.
    ///
    /// # Errors
    /// When it is not theirs to do, or not now.
    pub fn next(&self, who: Seat, act: Act, now: OffsetDateTime) -> Result<Self, Refused> {
        if !self.holds(now) {
            return Err(Refused::Gone);
        }
        let today = today(&self.zone, now);
        let next = match act {
            Act::Ask(day) => {
                Self::check(day, today)?;
                if let Some(until) = self.day().filter(|until| day <= *until) {
                    return Err(Refused::NotLater(until));
                }
                Self { sooner: None, ..self.clone().with(who, Some(day)) }
            }
            Act::End if self.of(who).is_none() => return Err(Refused::NotTheirs),
            Act::End => Self { sooner: None, ..self.clone().with(who, None) },
            Act::Suggest(day) => {
                if day < today || self.day().is_none_or(|until| day >= until) {
                    return Err(Refused::NotEarlier);
                }
                return Ok(Self { sooner: Some((who, day)), ..self.clone() });
            }
            Act::Agree(day) => {
                if self.sooner != Some((who.other(), day)) {
                    return Err(Refused::Gone);
                }
                let nearer = |one: Option<Date>| one.map(|one| one.min(day));
                Self { one: nearer(self.one), two: nearer(self.two), sooner: None, ..self.clone() }
            }
            Act::Leave => {
                return if self.sooner.is_some() {
                    Ok(Self { sooner: None, ..self.clone() })
                } else {
                    Err(Refused::Gone)
                };
            }
        };
        let until = match next.day() {
            // both want to come back today: at once
            Some(day) if day <= today && matches!(act, Act::Agree(_)) => just_now(now),
            // the day that is left is the other's, and lasts until its hour
            Some(day) => comes(day, &next.zone).max(just_now(now)),
            None => just_now(now),
        };
        Ok(Self { until, ..next })
    }
}
