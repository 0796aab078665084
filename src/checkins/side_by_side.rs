//! Check-ins that were given, side by side, week by week: for somebody who holds them and knows no calendar of the two.
//!
//! What must stay true: weeks are made of what is held and of nothing else. A round of which nothing is held is not there,
//! whether it was missed, kept or given to others; no round shows its number, because numbers with gaps would tell.

use time::{Date, Duration};

use super::{Answers, Sheet, trends::Week};
use crate::{couples::Seat, ids::ScheduleId};

/// Two openings that are at most so many days apart follow each other: a round lasts a week and a half at most.
const NEXT: i64 = 11;
/// So many weeks in a row of which nothing is here are drawn; more of them look the same.
const WIDEST: usize = 26;

/// One round, with what is held of it: of one of the two, or of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenWeek {
    /// The day on which it opened, where a check-in says it; else the day since when the first is held.
    pub day: Date,
    /// Whether that is the day on which it opened.
    pub opened: bool,
    /// What is held, by seat.
    pub sides: [Option<Answers>; 2],
    round: (ScheduleId, u32),
}

impl GivenWeek {
    /// Whether this check-in is of this week.
    #[must_use]
    pub fn is_of(&self, sheet: &Sheet) -> bool {
        self.round == (sheet.schedule, sheet.answers.round)
    }

    /// What is held of one of the two.
    #[must_use]
    pub const fn of(&self, seat: Seat) -> Option<&Answers> {
        let [one, two] = &self.sides;
        match seat {
            Seat::One => one.as_ref(),
            Seat::Two => two.as_ref(),
        }
    }
}

/// The weeks in which something was given, oldest first; each piece with its author and the day since when it is held.
#[must_use]
pub fn side_by_side(given: impl IntoIterator<Item = (Seat, Date, Sheet)>) -> Vec<GivenWeek> {
    let mut weeks: Vec<GivenWeek> = Vec::new();
    for (seat, on, sheet) in given {
        let round = (sheet.schedule, sheet.answers.round);
        let at = weeks.iter().position(|week| week.round == round);
        let place = at.and_then(|at| weeks.get_mut(at));
        let (day, opened) = sheet.day.map_or((on, false), |day| (day, true));
        let [mut one, mut two] = place.as_ref().map(|week| week.sides.clone()).unwrap_or_default();
        match seat {
            Seat::One => one = Some(sheet.answers),
            Seat::Two => two = Some(sheet.answers),
        }
        let sides = [one, two];
        match place {
            None => weeks.push(GivenWeek { day, opened, sides, round }),
            Some(week) => {
                week.sides = sides;
                (week.day, week.opened) = match (week.opened, opened) {
                    (true, _) => (week.day, true),
                    (false, true) => (day, true),
                    (false, false) => (week.day.min(day), false),
                };
            }
        }
    }
    weeks.sort_by_key(|week| (week.day, week.round));
    weeks
}

/// The same for the pictures, with an empty place where openings are too far apart to follow each other: a line goes
/// from week to next week and no further.
#[must_use]
pub fn in_a_row(given: &[GivenWeek]) -> Vec<Week> {
    let mut row: Vec<Week> = Vec::new();
    for week in given {
        if let Some(last) = row.last().map(|week| week.day) {
            let beyond = usize::try_from((week.day - last).whole_days() - NEXT).unwrap_or_default();
            let gaps = (1..).map_while(|weeks| last.checked_add(Duration::weeks(weeks)));
            row.extend(gaps.take(beyond.div_ceil(7).min(WIDEST)).map(Week::gap));
        }
        let with = |row: Week, seat| week.of(seat).map_or(row.clone(), |answers| row.with(seat, answers));
        row.push(Seat::ALL.into_iter().fold(Week::gap(week.day), with));
    }
    row
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::checkins::Score;

    fn sheet(round: u32, by: Seat, opened: Option<Date>) -> Sheet {
        let answers = Answers { lean: Score::new(5), ..Answers::blank(round, by) };
        Sheet { schedule: ScheduleId(Uuid::nil()), finished: true, answers, day: opened }
    }

    #[test]
    fn two_of_one_round_stand_side_by_side_and_one_alone_stands_alone() {
        let on = date!(2026 - 03 - 20);
        let weeks = side_by_side([
            (Seat::Two, on, sheet(4, Seat::Two, Some(date!(2026 - 03 - 15)))),
            (Seat::One, date!(2026 - 03 - 17), sheet(4, Seat::One, None)),
            (Seat::One, on, sheet(2, Seat::One, Some(date!(2026 - 03 - 01)))),
        ]);
        let shape: Vec<_> =
            weeks.iter().map(|it| (it.day, it.opened, it.sides.each_ref().map(Option::is_some))).collect();
        let expected =
            [(date!(2026 - 03 - 01), true, [true, false]), (date!(2026 - 03 - 15), true, [true, true])];
        assert_eq!(shape, expected);
    }

    #[test]
    fn without_its_day_a_week_stands_on_the_day_it_was_given() {
        let weeks = side_by_side([
            (Seat::One, date!(2026 - 03 - 04), sheet(1, Seat::One, None)),
            (Seat::Two, date!(2026 - 03 - 02), sheet(1, Seat::Two, None)),
        ]);
        assert_eq!(
            weeks.iter().map(|it| (it.day, it.opened)).collect::<Vec<_>>(),
            [(date!(2026 - 03 - 02), false)]
        );
    }

    #[test]
    fn a_line_breaks_where_a_week_is_not_here_and_rounds_that_follow_each_other_stay_together() {
        let row = |days: &[Date]| {
            let given = days
                .iter()
                .zip(1..)
                .map(|(day, round)| (Seat::One, *day, sheet(round, Seat::One, Some(*day))));
            in_a_row(&side_by_side(given)).iter().map(|week| week.day).collect::<Vec<_>>()
        };
        let (first, next) = (date!(2026 - 03 - 01), date!(2026 - 03 - 08));
        assert_eq!(row(&[first, next]), [first, next]);
        // another rhythm moves a round by half a week
        assert_eq!(row(&[first, date!(2026 - 03 - 11)]), [first, date!(2026 - 03 - 11)]);
        assert_eq!(row(&[first, date!(2026 - 03 - 15)]), [first, next, date!(2026 - 03 - 15)]);
        assert_eq!(
            row(&[first, date!(2026 - 03 - 22)]),
            [first, next, date!(2026 - 03 - 15), date!(2026 - 03 - 22)]
        );
        assert_eq!(row(&[first, date!(9999 - 01 - 01)]).len(), 2 + WIDEST);
        assert_eq!(row(&[]), []);
    }
}
