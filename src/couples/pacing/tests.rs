//! The couple's clock: over midnight, across the nights when clocks change, and in every zone there is.

use jiff::tz;
use proptest::prelude::*;
use time::{Duration, macros::datetime};

use super::*;

fn quiet(from: &str, to: &str) -> Option<Quiet> {
    Quiet::new(Hour::parse(from)?, Hour::parse(to)?)
}

fn pace(zone: &str, from: &str, to: &str) -> Pacing {
    Pacing::new(zone, quiet(from, to), Longest::Hour).unwrap()
}

#[test]
fn before_anything_is_agreed_nothing_is_quiet_and_a_sitting_may_last_an_hour_and_a_half() {
    let pacing = Pacing::default();
    assert_eq!(pacing.longest.lasts(), Duration::minutes(90));
    for hour in 0..24 {
        assert!(!pacing.is_quiet(datetime!(2026-03-01 0:00 UTC) + Duration::hours(hour)));
    }
    assert_eq!(pacing.lines()[1], "There are no quiet hours.");
}

#[test]
fn what_is_no_hour_no_zone_or_no_time_at_all_is_refused() {
    for text in ["", "24:00", "22:60", "evening", "-1:00"] {
        assert_eq!(Hour::parse(text), None, "{text}");
    }
    assert_eq!(Hour::parse(" 07:05:59 ").map(|hour| hour.to_string()).as_deref(), Some("07:05"));
    assert_eq!(quiet("22:30", "22:30"), None);
    assert_eq!(quiet("22:30:10", "22:30:50"), None, "the same to the minute");
    for zone in ["", "Home", "Europe/Nowhere", "Etc/Unknown", "+01:00", "../etc/passwd"] {
        assert_eq!(Pacing::new(zone, None, Longest::Hour), None, "{zone}");
    }
    assert_eq!(Pacing::new(" europe/berlin ", None, Longest::Hour).unwrap().zone(), "Europe/Berlin");
}

#[test]
fn every_length_has_words_and_comes_back_as_it_was_stored() {
    for longest in Longest::ALL {
        assert_eq!(Longest::from_minutes(longest.minutes()), Some(longest));
        assert!(longest.label().to_lowercase() == longest.words());
    }
    assert_eq!(Longest::from_minutes(31), None);
    assert_eq!(Longest::from_minutes(0), None);
}

#[test]
fn hours_come_back_as_they_were_stored() {
    for minute in 0..24 * 60 {
        let hour = Hour::parse(&format!("{:02}:{:02}", minute / 60, minute % 60)).unwrap();
        assert_eq!(Hour::stored(hour.to_stored()), Some(hour));
    }
}

#[test]
fn quiet_hours_go_over_midnight() {
    let pacing = pace("UTC", "22:30", "07:00");
    assert!(!pacing.is_quiet(datetime!(2026-03-01 22:29:59 UTC)));
    assert_eq!(pacing.quiet_until(datetime!(2026-03-01 22:30 UTC)), Some(datetime!(2026-03-02 7:00 UTC)));
    assert_eq!(pacing.quiet_until(datetime!(2026-03-02 0:00 UTC)), Some(datetime!(2026-03-02 7:00 UTC)));
    assert!(pacing.is_quiet(datetime!(2026-03-02 6:59:59 UTC)));
    assert!(!pacing.is_quiet(datetime!(2026-03-02 7:00 UTC)));
    let noon = pace("UTC", "12:00", "14:00");
    assert!(!noon.is_quiet(datetime!(2026-03-02 11:59 UTC)));
    assert!(noon.is_quiet(datetime!(2026-03-02 13:59 UTC)));
    assert!(!noon.is_quiet(datetime!(2026-03-02 14:00 UTC)));
    let from_midnight = pace("UTC", "00:00", "06:00");
    assert!(from_midnight.is_quiet(datetime!(2026-03-02 0:00 UTC)));
    assert!(!from_midnight.is_quiet(datetime!(2026-03-01 23:59 UTC)));
    let to_midnight = pace("UTC", "21:00", "00:00");
    assert_eq!(
        to_midnight.quiet_until(datetime!(2026-03-01 23:59 UTC)),
        Some(datetime!(2026-03-02 0:00 UTC))
    );
    assert!(!to_midnight.is_quiet(datetime!(2026-03-02 0:00 UTC)));
}

#[test]
fn the_hour_that_counts_is_the_one_on_the_couples_clock_in_winter_and_in_summer() {
    let pacing = pace("Europe/Berlin", "22:30", "07:00");
    assert!(pacing.is_quiet(datetime!(2026-01-10 21:30 UTC)));
    assert!(!pacing.is_quiet(datetime!(2026-01-10 21:29 UTC)));
    assert!(pacing.is_quiet(datetime!(2026-07-10 20:30 UTC)));
    assert!(!pacing.is_quiet(datetime!(2026-07-10 20:29 UTC)));
    let local = pacing.local(datetime!(2026-07-10 22:30 UTC));
    assert_eq!((local.date(), local.hour(), local.minute()), (time::macros::date!(2026 - 07 - 11), 0, 30));
    // half an hour ahead of UTC and less, and behind it
    assert_eq!(pace("Asia/Kathmandu", "1:00", "2:00").local(datetime!(2026-01-01 0:00 UTC)).minute(), 45);
    assert_eq!(pace("America/New_York", "1:00", "2:00").local(datetime!(2026-01-01 0:00 UTC)).hour(), 19);
}

#[test]
fn the_night_that_is_an_hour_short_still_ends_at_the_hour_that_was_agreed() {
    // 29 March 2026: at 2:00 it is 3:00
    let pacing = pace("Europe/Berlin", "22:30", "07:00");
    let until = pacing.quiet_until(datetime!(2026-03-28 21:30 UTC)).unwrap();
    assert_eq!(until, datetime!(2026-03-29 7:00 +2));
    assert_eq!(until - datetime!(2026-03-28 22:30 +1), Duration::minutes(7 * 60 + 30));
    // an hour that is skipped: the moment at which the clocks move on
    let ends = pace("Europe/Berlin", "23:00", "02:30");
    assert_eq!(ends.quiet_until(datetime!(2026-03-29 0:59 UTC)), Some(datetime!(2026-03-29 3:00 +2)));
    assert!(!ends.is_quiet(datetime!(2026-03-29 1:00 UTC)));
    let begins = pace("Europe/Berlin", "02:30", "04:00");
    assert!(!begins.is_quiet(datetime!(2026-03-29 0:59 UTC)));
    assert!(begins.is_quiet(datetime!(2026-03-29 1:00 UTC)));
    let inside = pace("Europe/Berlin", "02:15", "02:45");
    assert!(
        !inside.is_quiet(datetime!(2026-03-29 0:59 UTC)) && !inside.is_quiet(datetime!(2026-03-29 1:00 UTC))
    );
}

#[test]
fn the_hour_that_comes_twice_is_quiet_both_times() {
    // 25 October 2026: at 3:00 it is 2:00 again
    let ends = pace("Europe/Berlin", "23:00", "02:30");
    let first = datetime!(2026-10-25 2:29 +2);
    assert_eq!(ends.quiet_until(first), Some(datetime!(2026-10-25 2:30 +1)));
    for minute in 0..=60 {
        assert!(ends.is_quiet(first + Duration::minutes(minute)), "{minute}");
    }
    assert!(!ends.is_quiet(first + Duration::minutes(61)), "and it does not begin anew");
    let begins = pace("Europe/Berlin", "02:30", "06:00");
    assert!(!begins.is_quiet(first));
    for minute in 1..=60 {
        assert!(begins.is_quiet(first + Duration::minutes(minute)), "{minute}");
    }
}

#[test]
fn where_the_clocks_skip_from_one_night_into_the_next_it_is_one_night() {
    // Samoa had no 30 December 2011
    let pacing = pace("Pacific/Apia", "22:30", "07:00");
    let until = pacing.quiet_until(datetime!(2011-12-29 23:00 -10)).unwrap();
    assert_eq!(until, datetime!(2011-12-31 7:00 +14));
}

fn zone_names() -> Vec<String> {
    tz::db().available().map(|name| name.as_str().to_owned()).filter(|name| name != "Etc/Unknown").collect()
}

/// By the hands of the clock alone: right wherever no clock was changed.
fn by_the_hands(pacing: &Pacing, now: OffsetDateTime) -> bool {
    let Some(quiet) = pacing.quiet else { return false };
    let (from, to) = (quiet.from().to_stored(), quiet.to().to_stored());
    let hands = pacing.local(now).time();
    if from < to { from <= hands && hands < to } else { hands >= from || hands < to }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn in_every_zone_and_at_every_moment_the_hours_are_those_on_the_clock(
        zone in proptest::sample::select(zone_names()),
        seconds in 946_684_800_i64..2_240_524_800,
        from in 0_u32..24 * 60,
        to in 0_u32..24 * 60,
    ) {
        prop_assume!(from != to);
        let hour = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
        let Some(pacing) = Pacing::new(&zone, quiet(&hour(from), &hour(to)), Longest::Hour) else {
            return Err(TestCaseError::fail(format!("{zone} is not known")));
        };
        let now = OffsetDateTime::from_unix_timestamp(seconds).unwrap();
        prop_assert_eq!(pacing.local(now), now);
        let offset = |days| pacing.local(now + Duration::days(days)).offset();
        if (-2..=2).all(|days| offset(days) == offset(0)) {
            prop_assert_eq!(pacing.is_quiet(now), by_the_hands(&pacing, now));
        }
        if let Some(until) = pacing.quiet_until(now) {
            prop_assert!(until > now);
            prop_assert!(!pacing.is_quiet(until), "it is over when it says it is");
            let steps = (until - now).whole_minutes();
            for part in 0..8 {
                let at = now + Duration::minutes(steps * part / 8);
                prop_assert_eq!(pacing.quiet_until(at), Some(until), "and not before");
            }
        }
    }
}
