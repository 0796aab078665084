//! Rounds across the nights when clocks change, leap days, and changes of mind.

use jiff::tz;
use proptest::prelude::*;
use time::{
    Date, Duration, OffsetDateTime,
    macros::{date, datetime},
};

use super::*;

fn rhythm(weekday: &str, hour: &str, zone: &str) -> Rhythm {
    Rhythm::parse(weekday, hour, zone).unwrap()
}

fn plain(from: Date, weekday: &str, hour: &str, zone: &str) -> Schedule {
    Schedule::new(from, rhythm(weekday, hour, zone), Vec::new())
}

fn opens(schedule: &Schedule, rounds: usize) -> Vec<OffsetDateTime> {
    schedule.rounds().take(rounds).map(|round| round.opens).collect()
}

#[test]
fn what_is_no_weekday_hour_or_zone_is_named() {
    assert_eq!(Rhythm::parse("Someday", "19:30", "UTC"), Err(Unclear::Weekday));
    assert_eq!(Rhythm::parse("Sunday", "24:00", "UTC"), Err(Unclear::Hour));
    for zone in ["", "Middle/Earth", "Etc/Unknown", "+01:00", "../etc/passwd"] {
        assert_eq!(Rhythm::parse("Sunday", "19:30", zone), Err(Unclear::Zone), "{zone}");
    }
    let sunday = rhythm(" Sunday ", "19:30:59", "europe/berlin");
    assert_eq!(sunday.words(), "Sunday, 19:30 (Europe/Berlin)");
    assert_eq!(sunday.hour(), time::macros::time!(19:30));
    let again = Rhythm::parse(&sunday.weekday().to_string(), &sunday.hour().to_string(), sunday.zone());
    assert_eq!(again, Ok(sunday));
}

#[test]
fn the_first_round_opens_on_the_first_such_day_and_the_day_itself_counts() {
    let sunday = plain(date!(2026 - 03 - 01), "Sunday", "19:30", "UTC");
    assert_eq!(opens(&sunday, 1), [datetime!(2026-03-01 19:30 UTC)]);
    let monday = plain(date!(2026 - 03 - 03), "Monday", "19:30", "UTC");
    assert_eq!(opens(&monday, 1), [datetime!(2026-03-09 19:30 UTC)]);
    assert_eq!(monday.at(datetime!(2026-03-09 19:29:59 UTC)), None);
    assert_eq!(monday.at(datetime!(2026-03-09 19:30 UTC)).map(|round| round.number), Some(1));
    assert_eq!(monday.at(datetime!(2026-03-16 19:29:59 UTC)).map(|round| round.number), Some(1));
    assert_eq!(monday.after(datetime!(2026-03-09 19:30 UTC)).map(|round| round.number), Some(2));
    assert_eq!(monday.round(0), None);
}

#[test]
fn the_hour_stays_the_hour_across_both_changes_in_three_zones() {
    // the last opening before a change, and the one after it
    for (zone, from, expected) in [
        (
            "Europe/Berlin",
            date!(2026 - 03 - 22),
            [datetime!(2026-03-22 19:30 +1), datetime!(2026-03-29 19:30 +2)],
        ),
        (
            "Europe/Berlin",
            date!(2026 - 10 - 18),
            [datetime!(2026-10-18 19:30 +2), datetime!(2026-10-25 19:30 +1)],
        ),
        (
            "America/New_York",
            date!(2026 - 03 - 01),
            [datetime!(2026-03-01 19:30 -5), datetime!(2026-03-08 19:30 -4)],
        ),
        (
            "America/New_York",
            date!(2026 - 10 - 25),
            [datetime!(2026-10-25 19:30 -4), datetime!(2026-11-01 19:30 -5)],
        ),
        (
            "Australia/Sydney",
            date!(2026 - 03 - 29),
            [datetime!(2026-03-29 19:30 +11), datetime!(2026-04-05 19:30 +10)],
        ),
        (
            "Australia/Sydney",
            date!(2026 - 09 - 27),
            [datetime!(2026-09-27 19:30 +10), datetime!(2026-10-04 19:30 +11)],
        ),
    ] {
        assert_eq!(opens(&plain(from, "Sunday", "19:30", zone), 2), expected, "{zone}");
    }
}

#[test]
fn a_skipped_hour_is_the_moment_of_the_change_and_one_that_comes_twice_is_the_first() {
    for (zone, from, expected) in [
        ("Europe/Berlin", date!(2026 - 03 - 29), datetime!(2026-03-29 3:00 +2)),
        ("Europe/Berlin", date!(2026 - 10 - 25), datetime!(2026-10-25 2:30 +2)),
        ("America/New_York", date!(2026 - 03 - 08), datetime!(2026-03-08 3:00 -4)),
        ("Australia/Sydney", date!(2026 - 10 - 04), datetime!(2026-10-04 3:00 +11)),
        ("Australia/Sydney", date!(2026 - 04 - 05), datetime!(2026-04-05 2:30 +11)),
    ] {
        let schedule = plain(from, "Sunday", "02:30", zone);
        assert_eq!(opens(&schedule, 1), [expected], "{zone}");
        let next = schedule.round(2).unwrap();
        assert_eq!(next.day, from + Duration::days(7), "and a week later it is at its hour again");
    }
    let skipped = plain(date!(2011 - 12 - 23), "Friday", "19:30", "Pacific/Apia");
    assert_eq!(opens(&skipped, 3)[1..], [datetime!(2011-12-31 0:00 +14), datetime!(2012-01-06 19:30 +14)]);
}

#[test]
fn a_leap_day_is_a_day_like_any_other() {
    let schedule = plain(date!(2028 - 02 - 22), "Tuesday", "08:00", "Europe/Berlin");
    let days: Vec<Date> = schedule.rounds().take(3).map(|round| round.day).collect();
    assert_eq!(days, [date!(2028 - 02 - 22), date!(2028 - 02 - 29), date!(2028 - 03 - 07)]);
}

#[test]
fn a_change_moves_the_next_opening_to_the_nearest_moment_of_the_new_rhythm() {
    let change = |at, weekday, zone| {
        let changes = vec![Change { at, rhythm: rhythm(weekday, "19:30", zone) }];
        Schedule::new(date!(2026 - 03 - 01), rhythm("Sunday", "19:30", "UTC"), changes)
    };
    let wednesday = change(datetime!(2026-03-03 12:00 UTC), "Wednesday", "UTC");
    assert_eq!(opens(&wednesday, 3)[1..], [datetime!(2026-03-11 19:30 UTC), datetime!(2026-03-18 19:30 UTC)]);
    let friday = change(datetime!(2026-03-03 12:00 UTC), "Friday", "UTC");
    assert_eq!(opens(&friday, 3)[1..], [datetime!(2026-03-06 19:30 UTC), datetime!(2026-03-13 19:30 UTC)]);
    // on the Saturday that Friday is over: Sunday stands as it was said, and then it is Friday
    let late = change(datetime!(2026-03-07 12:00 UTC), "Friday", "UTC");
    assert_eq!(opens(&late, 3)[1..], [datetime!(2026-03-08 19:30 UTC), datetime!(2026-03-13 19:30 UTC)]);
    let moved = change(datetime!(2026-03-03 12:00 UTC), "Sunday", "Pacific/Auckland");
    assert_eq!(opens(&moved, 2)[1..], [datetime!(2026-03-08 19:30 +13)]);
    assert_eq!(moved.rhythm().zone(), "Pacific/Auckland");
}

#[test]
fn before_the_first_round_a_change_holds_at_once_and_never_looks_back() {
    let changes =
        vec![Change { at: datetime!(2026-03-05 12:00 UTC), rhythm: rhythm("Wednesday", "19:30", "UTC") }];
    let schedule = Schedule::new(date!(2026 - 03 - 02), rhythm("Sunday", "19:30", "UTC"), changes);
    assert_eq!(opens(&schedule, 1), [datetime!(2026-03-11 19:30 UTC)]);
}

fn zones() -> Vec<String> {
    tz::db().available().map(|name| name.as_str().to_owned()).filter(|name| name != "Etc/Unknown").collect()
}

prop_compose! {
    fn any_rhythm()(
        weekday in 0_usize..7,
        minute in 0_u32..24 * 60,
        zone in proptest::sample::select(zones()),
    ) -> Rhythm {
        let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        rhythm(names[weekday], &format!("{:02}:{:02}", minute / 60, minute % 60), &zone)
    }
}

fn day(days: i64) -> Date {
    date!(2000 - 01 - 01) + Duration::days(days)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn six_hundred_rounds_follow_each_other_without_a_break_whatever_is_changed(
        from in 0_i64..9000,
        first in any_rhythm(),
        changes in proptest::collection::vec((0_i64..600 * 7 * 24 * 60, any_rhythm()), 0..8),
        moments in proptest::collection::vec(0_i64..600 * 7 * 24 * 60, 8),
    ) {
        let from = day(from);
        let start = from.midnight().assume_utc();
        let changes: Vec<Change> = changes
            .into_iter()
            .map(|(minutes, rhythm)| Change { at: start + Duration::minutes(minutes), rhythm })
            .collect();
        let schedule = Schedule::new(from, first.clone(), changes.clone());
        let rounds: Vec<Round> = schedule.rounds().take(600).collect();
        prop_assert_eq!(rounds.len(), 600);
        for (pair, number) in rounds.windows(2).zip(1..) {
            prop_assert_eq!((pair[0].number, pair[1].number), (number, number + 1));
            prop_assert_eq!(pair[0].closes, pair[1].opens);
            let lasts = pair[1].opens - pair[0].opens;
            // half a week more or less, and a day for zones that have crossed the date line
            prop_assert!(lasts >= Duration::hours(60) && lasts <= Duration::hours(276), "{lasts}");
        }
        for minutes in moments {
            let at = rounds[0].opens + Duration::minutes(minutes);
            let containing: Vec<u32> = rounds.iter().filter(|round| round.is_open(at)).map(|round| round.number).collect();
            if at < rounds[599].closes {
                prop_assert_eq!(containing.len(), 1);
                prop_assert_eq!(schedule.at(at).map(|round| round.number), containing.first().copied());
            }
        }
        // what has opened before a change is as if there were no change
        if let Some(last) = changes.iter().max_by_key(|change| change.at) {
            let others = changes.iter().filter(|change| change.at < last.at).cloned().collect();
            let without = Schedule::new(from, first, others);
            let (with, without) = (schedule.until(last.at), without.until(last.at));
            prop_assert_eq!(with.len(), without.len());
            for (a, b) in with.iter().zip(&without) {
                prop_assert_eq!((a.number, a.opens, a.day), (b.number, b.opens, b.day));
            }
        }
    }
}
