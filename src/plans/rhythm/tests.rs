//! The days of promises, compared with a second way of counting, and with a reader of calendar rules.

use proptest::prelude::*;
use time::{Month, macros::date};

use super::*;
use crate::{
    ids::CommitmentId,
    plans::{Doer, Kind},
};

fn promise(how_often: HowOften, starts: Date) -> Commitment {
    Commitment {
        id: CommitmentId(uuid::Uuid::nil()),
        who: Doer::Both,
        act: "A walk".to_owned(),
        how_often,
        starts,
        review: None,
        kind: Kind::Action,
        from_talk: None,
    }
}

fn days(from: Date, count: i64) -> Vec<Date> {
    (0..count).map(|days| from + Duration::days(days)).collect()
}

#[test]
fn a_monthly_promise_keeps_its_day_over_short_months_and_leap_years() {
    let of = |starts: Date| -> Vec<Date> {
        let promise = promise(HowOften::Monthly, starts);
        days(starts, 430).into_iter().filter(|day| promise.falls_on(*day)).take(14).collect()
    };
    assert_eq!(
        of(date!(2027 - 12 - 31))[..4],
        [date!(2027 - 12 - 31), date!(2028 - 01 - 31), date!(2028 - 02 - 29), date!(2028 - 03 - 31)]
    );
    assert_eq!(of(date!(2025 - 01 - 30))[1..3], [date!(2025 - 02 - 28), date!(2025 - 03 - 30)]);
    let leap = of(date!(2028 - 02 - 29));
    assert_eq!((leap[1], leap[12]), (date!(2028 - 03 - 29), date!(2029 - 02 - 28)));
}

#[test]
fn a_week_asks_what_is_in_it_and_nothing_before_the_start() {
    let monday = date!(2026 - 03 - 02);
    let on = |how_often| promise(how_often, date!(2026 - 03 - 05)).due_in(monday);
    assert_eq!(on(HowOften::Daily), Due::Days(days(date!(2026 - 03 - 05), 4)));
    assert_eq!(on(HowOften::Weekdays(vec![Weekday::Monday, Weekday::Tuesday])), Due::Not);
    assert_eq!(on(HowOften::Weekly), Due::Once);
    assert_eq!(on(HowOften::WhenItHappens), Due::AsItComes);
    assert_eq!(on(HowOften::Once), Due::Days(vec![date!(2026 - 03 - 05)]));
    let later = promise(HowOften::Weekly, date!(2026 - 03 - 09));
    assert_eq!((later.due_in(monday), later.due_in(date!(2026 - 03 - 09))), (Due::Not, Due::Once));
}

#[test]
fn how_often_is_said_in_words() {
    use Weekday::*;
    let said = |how_often, starts| promise(how_often, starts).rhythm();
    let start = date!(2026 - 03 - 31);
    assert_eq!(said(HowOften::Weekdays(vec![Sunday]), start), "every Sunday");
    assert_eq!(
        said(HowOften::Weekdays(vec![Friday, Tuesday, Monday]), start),
        "on Mondays, Tuesdays and Fridays"
    );
    assert_eq!(
        said(HowOften::Weekdays(vec![Friday, Tuesday, Monday, Wednesday, Thursday]), start),
        "on weekdays"
    );
    assert_eq!(said(HowOften::Weekdays(vec![Sunday, Saturday]), start), "at weekends");
    assert_eq!(said(HowOften::Monthly, start), "every month on the 31st, or on its last day");
    assert_eq!(said(HowOften::Monthly, date!(2026 - 03 - 12)), "every month on the 12th");
    assert_eq!(said(HowOften::Monthly, date!(2026 - 03 - 22)), "every month on the 22nd");
    assert_eq!(said(HowOften::Once, start), "once, on 31 March 2026");
}

/// The days of a calendar rule, read by a reader that knows only the rule.
fn read(first: Date, rule: Option<&str>, until: Date) -> Vec<Date> {
    let Some(rule) = rule else { return vec![first] };
    let part = |name: &str| {
        rule.split(';')
            .find_map(|part| part.strip_prefix(name))
            .map(|value| value.split(',').collect::<Vec<_>>())
    };
    let frequency = part("FREQ=").unwrap()[0];
    let all = days(first, (until - first).whole_days());
    match frequency {
        "DAILY" => all,
        "WEEKLY" => {
            let on = part("BYDAY=").map_or_else(|| vec![code(first.weekday())], |days| days);
            all.into_iter().filter(|day| on.contains(&code(day.weekday()))).collect()
        }
        "MONTHLY" => {
            let numbers: Vec<i8> =
                part("BYMONTHDAY=").unwrap().iter().map(|day| day.parse().unwrap()).collect();
            let last_only = part("BYSETPOS=").is_some_and(|at| at == ["-1"]);
            let mut found = Vec::new();
            for year in first.year()..=until.year() {
                for month in (1..=12).map(|month| Month::try_from(month).unwrap()) {
                    let length = month.length(year);
                    let mut here: Vec<u8> = numbers
                        .iter()
                        .map(|day| {
                            if *day < 0 { length.saturating_add_signed(day + 1) } else { day.unsigned_abs() }
                        })
                        .filter(|day| *day <= length)
                        .collect();
                    if last_only {
                        here = here.into_iter().max().into_iter().collect();
                    }
                    found.extend(
                        here.into_iter().map(|day| Date::from_calendar_date(year, month, day).unwrap()),
                    );
                }
            }
            found.into_iter().filter(|day| first <= *day && *day < until).collect()
        }
        other => panic!("{other}"),
    }
}

fn any_day() -> impl Strategy<Value = Date> {
    (2_460_000..2_475_000).prop_map(|day| Date::from_julian_day(day).unwrap())
}

fn any_rhythm() -> impl Strategy<Value = HowOften> {
    let weekdays = prop::collection::vec(0_u8..7, 1..7).prop_map(|days| {
        HowOften::Weekdays(days.into_iter().map(|day| Weekday::Monday.nth_next(day)).collect())
    });
    prop_oneof![Just(HowOften::Once), Just(HowOften::Daily), Just(HowOften::Monthly), weekdays]
}

proptest! {
    #[test]
    fn a_calendar_shows_the_very_days(starts in any_day(), how_often in any_rhythm()) {
        let promise = promise(how_often, starts);
        let until = starts + Duration::days(1500);
        let ours: Vec<Date> = days(starts - Duration::days(40), 1540).into_iter().filter(|day| promise.falls_on(*day)).collect();
        let (first, rule) = promise.calendar().unwrap();
        prop_assert_eq!(read(first, rule.as_deref(), until), ours);
    }

    #[test]
    fn the_weeks_together_ask_every_day_once(starts in any_day(), how_often in any_rhythm(), from in any_day()) {
        let promise = promise(how_often, starts);
        let from = monday(from);
        let by_week: Vec<Date> = (0..60).flat_map(|week| match promise.due_in(from + Duration::weeks(week)) {
            Due::Days(days) => days,
            _ => Vec::new(),
        }).collect();
        let by_day: Vec<Date> = days(from, 420).into_iter().filter(|day| promise.falls_on(*day)).collect();
        prop_assert_eq!(by_week, by_day);
    }

    #[test]
    fn a_month_has_one_day_of_a_monthly_promise(starts in any_day(), months in 0_i64..60) {
        let promise = promise(HowOften::Monthly, starts);
        let some = starts + Duration::days(31 * months);
        let first = some.replace_day(1).unwrap();
        let found = days(first, i64::from(first.month().length(first.year()))).into_iter().filter(|day| promise.falls_on(*day)).count();
        prop_assert_eq!(found, 1);
    }

    #[test]
    fn a_week_begins_on_its_monday(day in any_day()) {
        let first = monday(day);
        prop_assert_eq!(first.weekday(), Weekday::Monday);
        prop_assert!(first <= day && day < first + Duration::days(7));
    }
}
