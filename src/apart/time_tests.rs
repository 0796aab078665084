//! The rules of time apart, tried as sentences and with random acts of two people.

use proptest::prelude::*;
use time::{
    Date, Duration, OffsetDateTime,
    macros::{date, datetime},
};

use super::{Act, Refused, Time};
use crate::couples::Seat;

const NOW: OffsetDateTime = datetime!(2026-04-20 18:30:12 UTC);
const ZONE: &str = "Europe/Berlin";

fn asked(day: Date) -> Time {
    Time::begun(Seat::One, day, ZONE, NOW).unwrap()
}

#[test]
fn it_lasts_between_a_day_and_sixty_and_ends_in_the_morning_by_the_couples_clock() {
    let begins = |day: Date| Time::begun(Seat::One, day, ZONE, NOW);
    assert_eq!(begins(date!(2026 - 04 - 20)), Err(Refused::TooSoon));
    assert_eq!(begins(date!(2026 - 04 - 19)), Err(Refused::TooSoon));
    assert!(begins(date!(2026 - 04 - 21)).is_ok() && begins(date!(2026 - 06 - 19)).is_ok());
    assert_eq!(begins(date!(2026 - 06 - 20)), Err(Refused::TooLate));
    assert_eq!(asked(date!(2026 - 05 - 03)).until, datetime!(2026-05-03 07:00 UTC));
    // late in the evening the couple's day is another one than the server's
    let late = datetime!(2026-04-20 22:30 UTC);
    assert_eq!(Time::begun(Seat::One, date!(2026 - 04 - 21), ZONE, late), Err(Refused::TooSoon));
}

#[test]
fn either_makes_it_longer_with_a_day_of_their_own_and_ends_only_that() {
    let time = asked(date!(2026 - 05 - 03));
    let early = Act::Ask(date!(2026 - 05 - 01));
    assert_eq!(time.next(Seat::Two, early, NOW), Err(Refused::NotLater(date!(2026 - 05 - 03))));
    assert_eq!(time.next(Seat::Two, Act::End, NOW), Err(Refused::NotTheirs));
    let longer = time.next(Seat::Two, Act::Ask(date!(2026 - 05 - 10)), NOW).unwrap();
    assert_eq!(longer.day(), Some(date!(2026 - 05 - 10)));
    // whoever asked first ends theirs; the other's time goes on, and the other way round
    let hers = longer.next(Seat::One, Act::End, NOW).unwrap();
    assert_eq!((hers.day(), hers.holds(NOW)), (Some(date!(2026 - 05 - 10)), true));
    let his = longer.next(Seat::Two, Act::End, NOW).unwrap();
    assert_eq!(his.until, datetime!(2026-05-03 07:00 UTC));
    let none = hers.next(Seat::Two, Act::End, NOW).unwrap();
    assert_eq!((none.until, none.holds(NOW)), (datetime!(2026-04-20 18:30 UTC), false));
    assert_eq!(none.next(Seat::Two, Act::Ask(date!(2026 - 05 - 30)), NOW), Err(Refused::Gone));
}

#[test]
fn coming_back_earlier_takes_both_or_whoever_asked() {
    let time = asked(date!(2026 - 05 - 03));
    for day in [date!(2026 - 04 - 19), date!(2026 - 05 - 03), date!(2026 - 05 - 04)] {
        assert_eq!(time.next(Seat::Two, Act::Suggest(day), NOW), Err(Refused::NotEarlier));
    }
    let day = date!(2026 - 04 - 28);
    let on = time.next(Seat::Two, Act::Suggest(day), NOW).unwrap();
    assert_eq!((on.until, on.day()), (time.until, time.day()), "a suggestion moves nothing");
    assert_eq!(on.next(Seat::Two, Act::Agree(day), NOW), Err(Refused::Gone), "nobody agrees with themselves");
    assert_eq!(on.next(Seat::One, Act::Agree(date!(2026 - 04 - 27)), NOW), Err(Refused::Gone));
    let agreed = on.next(Seat::One, Act::Agree(day), NOW).unwrap();
    assert_eq!((agreed.day(), agreed.until), (Some(day), datetime!(2026-04-28 07:00 UTC)));
    assert_eq!(on.next(Seat::One, Act::Leave, NOW).unwrap(), time);
    assert_eq!(time.next(Seat::One, Act::Leave, NOW), Err(Refused::Gone));
    // today means at once
    let today = time.next(Seat::One, Act::Suggest(date!(2026 - 04 - 20)), NOW).unwrap();
    let back = today.next(Seat::Two, Act::Agree(date!(2026 - 04 - 20)), NOW).unwrap();
    assert!(!back.holds(NOW));
}

fn acts() -> impl Strategy<Value = (bool, u8, i64, i64)> {
    (any::<bool>(), 0u8..5, -3i64..70, 0i64..5)
}

proptest! {
    #[test]
    fn whatever_they_do_it_ends_within_sixty_days_and_nobody_shortens_the_others(
        acts in prop::collection::vec(acts(), 1..30)
    ) {
        let mut time = asked(date!(2026 - 05 - 03));
        let mut now = NOW;
        for (first, what, days, later) in acts {
            now += Duration::days(later);
            let who = if first { Seat::One } else { Seat::Two };
            let day = now.date() + Duration::days(days);
            let act = match what {
                0 => Act::Ask(day),
                1 => Act::End,
                2 => Act::Suggest(day),
                3 => Act::Agree(time.sooner.map_or(day, |(_, day)| day)),
                _ => Act::Leave,
            };
            let Ok(next) = time.next(who, act, now) else { continue };
            prop_assert!(next.until <= now + Duration::days(Time::LONGEST + 1));
            let other = who.other();
            if next.of(other) != time.of(other) {
                prop_assert_eq!(time.sooner.map(|(by, _)| by), Some(other), "only by their own word");
                prop_assert!(next.of(other).is_some() && next.of(other) < time.of(other));
            }
            if next.until < time.until {
                prop_assert!(matches!(act, Act::End | Act::Agree(_)));
            }
            time = next;
        }
    }
}
