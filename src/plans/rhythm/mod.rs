//! On which days a promise falls due, in words, for a page, and for a calendar.
//!
//! What must stay true: everything here is about days, never about hours, so no clock of any zone moves it. A day that
//! a month does not have is the last one of that month; nothing falls on a day before the promise starts.

use time::{Date, Duration, Weekday};

use super::{Commitment, HowOften};

/// What a week asks of a promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// Nothing: it has not started, or it does not come in this week.
    Not,
    /// On these days, in order.
    Days(Vec<Date>),
    /// Once, on any day of it.
    Once,
    /// Whenever there is occasion.
    AsItComes,
}

/// The Monday of the week of this day.
#[must_use]
pub fn monday(day: Date) -> Date {
    let since = i64::from(day.weekday().number_days_from_monday());
    day.checked_sub(Duration::days(since)).unwrap_or(Date::MIN)
}

/// The day of this month that stands for `day`, or the last one where it is missing.
fn in_month(day: u8, of: Date) -> u8 {
    day.min(of.month().length(of.year()))
}

/// The seven days from this one on.
fn week(from: Date) -> impl Iterator<Item = Date> {
    (0..7).filter_map(move |days| from.checked_add(Duration::days(days)))
}

impl Commitment {
    /// Whether it falls on this very day. What is for a week, or for when there is occasion, falls on none.
    #[must_use]
    pub fn falls_on(&self, day: Date) -> bool {
        day >= self.starts
            && match &self.how_often {
                HowOften::Once => day == self.starts,
                HowOften::Daily => true,
                HowOften::Weekdays(days) => days.contains(&day.weekday()),
                HowOften::Monthly => day.day() == in_month(self.starts.day(), day),
                HowOften::Weekly | HowOften::WhenItHappens => false,
            }
    }

    /// What the week that begins on this Monday asks.
    #[must_use]
    pub fn due_in(&self, monday: Date) -> Due {
        if week(monday).last().is_none_or(|sunday| sunday < self.starts) {
            return Due::Not;
        }
        match self.how_often {
            HowOften::WhenItHappens => Due::AsItComes,
            HowOften::Weekly => Due::Once,
            HowOften::Once | HowOften::Daily | HowOften::Weekdays(_) | HowOften::Monthly => {
                let days: Vec<Date> = week(monday).filter(|day| self.falls_on(*day)).collect();
                if days.is_empty() { Due::Not } else { Due::Days(days) }
            }
        }
    }

    /// The first day on which it is asked, and how it repeats, for a calendar (RFC 5545); none where it has no rhythm.
    /// What is once a week, on no certain day, stands on the weekday on which it started.
    #[must_use]
    pub fn calendar(&self) -> Option<(Date, Option<String>)> {
        let rule = match &self.how_often {
            HowOften::WhenItHappens => return None,
            HowOften::Once => return Some((self.starts, None)),
            HowOften::Daily => "FREQ=DAILY".to_owned(),
            HowOften::Weekly => "FREQ=WEEKLY".to_owned(),
            HowOften::Weekdays(days) => {
                let first = week(self.starts).find(|day| days.contains(&day.weekday()))?;
                let codes: Vec<&str> = in_order(days).into_iter().map(code).collect();
                return Some((first, Some(format!("FREQ=WEEKLY;BYDAY={}", codes.join(",")))));
            }
            HowOften::Monthly => match self.starts.day() {
                // the last of those that the month has
                29 => "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1".to_owned(),
                30 => "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1".to_owned(),
                31 => "FREQ=MONTHLY;BYMONTHDAY=-1".to_owned(),
                day => format!("FREQ=MONTHLY;BYMONTHDAY={day}"),
            },
        };
        Some((self.starts, Some(rule)))
    }

    /// How often, in words: "every Sunday", "on weekdays", "once, on 3 March 2026".
    #[must_use]
    pub fn rhythm(&self) -> String {
        match &self.how_often {
            HowOften::Once => format!("once, on {}", crate::web::show::day(self.starts)),
            HowOften::Daily => "every day".to_owned(),
            HowOften::Weekly => "once a week".to_owned(),
            HowOften::Weekdays(days) => weekdays(&in_order(days)),
            HowOften::Monthly => monthly(self.starts.day()),
            HowOften::WhenItHappens => "whenever it happens".to_owned(),
        }
    }
}

fn in_order(days: &[Weekday]) -> Vec<Weekday> {
    let mut days = days.to_vec();
    days.sort_by_key(|day| day.number_days_from_monday());
    days.dedup();
    days
}

fn weekdays(days: &[Weekday]) -> String {
    use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    match days {
        [Monday, Tuesday, Wednesday, Thursday, Friday] => "on weekdays".to_owned(),
        [Saturday, Sunday] => "at weekends".to_owned(),
        [_, _, _, _, _, _, _] => "every day".to_owned(),
        [] => "on no day".to_owned(),
        [one] => format!("every {one}"),
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(|day| format!("{day}s")).collect();
            format!("on {} and {last}s", most.join(", "))
        }
    }
}

fn monthly(day: u8) -> String {
    let ending = match (day % 10, day) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    let missing = if day > 28 { ", or on its last day" } else { "" };
    format!("every month on the {day}{ending}{missing}")
}

const fn code(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

#[cfg(test)]
mod tests;
