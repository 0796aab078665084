//! The time that a printed page is about: since the last look before today, or two days of one's choice.

use time::{Date, Duration, macros::format_description};

use crate::web::forms::Problems;

/// The longest time: what there is of more does not fit on two pages.
const LONGEST: Duration = Duration::days(366);

/// Two days, both included, the first one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    /// The first day.
    pub(super) from: Date,
    /// The last day.
    pub(super) to: Date,
}

impl Period {
    /// What an address asks for; a day that is left out is the one of `else_`.
    pub(super) fn read(from: &str, to: &str, else_: Self) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let mut day = |name, text: &str, left_out| match text.trim() {
            "" => left_out,
            text => parse(text).unwrap_or_else(|| {
                problems.add(name, "Give this day as year, month and day, like 2026-03-01.");
                left_out
            }),
        };
        let to_day = day("to", to, else_.to);
        let from_day = day("from", from, else_.from.min(to_day));
        if problems.is_empty() && from_day > to_day {
            problems.add("from", "Choose a first day that is not after the last one.");
        }
        if problems.is_empty() && to_day - from_day > LONGEST {
            problems.add("from", "Choose a year at most. More does not fit on two pages.");
        }
        // in the order of the fields
        problems.0.sort_by_key(|problem| problem.field != "from");
        if problems.is_empty() { Ok(Self { from: from_day, to: to_day }) } else { Err(problems) }
    }

    /// Whether this day lies in it.
    pub(super) fn has(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

fn parse(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

/// A day as a field has it.
pub(super) fn value(day: Date) -> String {
    day.format(format_description!("[year]-[month]-[day]")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const ELSE: Period = Period { from: date!(2026 - 03 - 01), to: date!(2026 - 03 - 15) };

    fn fields(from: &str, to: &str) -> Vec<&'static str> {
        Period::read(from, to, ELSE).unwrap_err().0.iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn what_is_left_out_is_since_the_last_look_and_until_today() {
        assert_eq!(Period::read("", " ", ELSE).unwrap(), ELSE);
        let one = |from, to| Period::read(from, to, ELSE).unwrap();
        assert_eq!(one("2026-03-10", "").from, date!(2026 - 03 - 10));
        assert_eq!(
            one("2026-02-01", "2026-02-10"),
            Period { from: date!(2026 - 02 - 01), to: date!(2026 - 02 - 10) }
        );
        // only a last day, before the last look: that day alone
        assert_eq!(one("", "2026-02-10").from, date!(2026 - 02 - 10));
        assert!(ELSE.has(ELSE.from) && ELSE.has(ELSE.to) && !ELSE.has(date!(2026 - 03 - 16)));
        assert_eq!(parse(&value(ELSE.from)), Some(ELSE.from));
    }

    #[test]
    fn a_wrong_day_is_said_at_its_field() {
        assert_eq!(fields("soon", ""), ["from"]);
        assert_eq!(fields("x", "2026-02-30"), ["from", "to"]);
        assert_eq!(fields("2026-03-20", "2026-03-10"), ["from"]);
        assert_eq!(fields("2024-01-01", "2026-03-10"), ["from"]);
        assert_eq!(fields("99999-01-01", ""), ["from"]);
    }
}
