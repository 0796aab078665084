//! Rounds of one's own and of the two in a row: what follows what, and what never moves.

use proptest::prelude::*;
use time::{Duration, OffsetDateTime, macros::datetime};

use super::{Change, Rhythm, calendar::*};
use crate::ids::{CoupleId, ScheduleId};

fn stored(couple: bool, at: OffsetDateTime, weekday: &str, ended: Option<OffsetDateTime>) -> Stored {
    let rhythm = Rhythm::parse(weekday, "19:30", "Europe/Berlin").unwrap();
    Stored {
        id: ScheduleId::random(),
        couple: couple.then(CoupleId::random),
        ended,
        rhythms: vec![Change { at, rhythm }],
    }
}

const MONDAY: OffsetDateTime = datetime!(2026-03-02 12:00 UTC);

#[test]
fn the_first_round_opens_after_it_came_to_hold_and_never_before() {
    for (at, opens) in [
        (datetime!(2026-03-08 18:29 UTC), datetime!(2026-03-08 18:30 UTC)),
        (datetime!(2026-03-08 18:30 UTC), datetime!(2026-03-15 18:30 UTC)),
        (datetime!(2026-03-08 22:59 UTC), datetime!(2026-03-15 18:30 UTC)),
        // the day is the day of the zone: it is Monday there already
        (datetime!(2026-03-08 23:30 UTC), datetime!(2026-03-15 18:30 UTC)),
    ] {
        let calendar = Calendar::new(vec![stored(true, at, "Sunday", None)]);
        assert_eq!(calendar.next(at, 1)[0].round.opens, opens, "{at}");
        assert_eq!(calendar.opened(at), [], "{at}");
    }
}

#[test]
fn rounds_of_ones_own_end_with_the_first_of_the_two() {
    let own = stored(false, MONDAY, "Wednesday", None);
    let common = stored(true, MONDAY + Duration::days(8), "Sunday", None);
    let (mine, ours) = (own.id, common.id);
    let calendar = Calendar::new(vec![common, own]);
    let at = datetime!(2026-03-30 12:00 UTC);
    let rounds: Vec<_> = calendar.opened(at).iter().map(|it| (it.key.schedule, it.key.number)).collect();
    assert_eq!(rounds, [(mine, 1), (mine, 2), (ours, 1), (ours, 2), (ours, 3)]);
    let opened = calendar.opened(at);
    assert_eq!(opened[1].round.closes, opened[2].round.opens, "it closes where the two's begins");
    assert_eq!(calendar.holds(at).map(|holds| holds.schedule), Some(ours));
    assert!(calendar.own(at).is_none());
    // between agreeing and the first of the two, one's own goes on
    let between = MONDAY + Duration::days(9);
    assert_eq!(calendar.open(between).map(|it| it.key.schedule), Some(mine));
    assert_eq!(calendar.holds(between).map(|holds| holds.schedule), Some(ours));
    assert_eq!(calendar.own(between).map(|holds| holds.schedule), Some(mine));
}

#[test]
fn what_has_ended_opens_no_more_and_closes_at_once() {
    let end = datetime!(2026-03-10 12:00 UTC);
    let calendar = Calendar::new(vec![stored(true, MONDAY, "Sunday", Some(end))]);
    let rounds = calendar.opened(end + Duration::days(60));
    assert_eq!((rounds.len(), rounds[0].round.closes), (1, end));
    assert!(
        calendar.open(end).is_none() && calendar.next(end, 3).is_empty() && calendar.holds(end).is_none()
    );
    // it ended before it began: rounds of one's own were never interrupted
    let early = stored(true, MONDAY, "Sunday", Some(MONDAY + Duration::hours(1)));
    let own = stored(false, MONDAY, "Wednesday", None);
    let calendar = Calendar::new(vec![early, own]);
    assert_eq!(calendar.opened(datetime!(2026-03-20 12:00 UTC)).len(), 3);
}

#[test]
fn an_address_names_one_round_that_has_opened() {
    let calendar = Calendar::new(vec![stored(true, MONDAY, "Sunday", None)]);
    let at = datetime!(2026-03-16 12:00 UTC);
    let rounds = calendar.opened(at);
    for round in &rounds {
        assert_eq!(calendar.find(&round.key.code(), at), Some(*round));
    }
    let next = calendar.next(at, 1)[0].key.code();
    for code in [next.as_str(), "", "-", "-1", "00000000-1", "x", &rounds[0].key.code().replace("-1", "-01")]
    {
        assert_eq!(calendar.find(code, at), None, "{code}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn at_every_moment_at_most_one_round_is_open_and_what_has_opened_stays(
        own in 0_i64..60 * 24 * 20,
        common in 0_i64..60 * 24 * 40,
        lasts in proptest::option::of(0_i64..60 * 24 * 40),
        days in proptest::collection::vec(proptest::sample::select(vec!["Monday", "Wednesday", "Sunday"]), 2),
    ) {
        let (first, second) = (MONDAY + Duration::minutes(own), MONDAY + Duration::minutes(own + common));
        let ended = lasts.map(|minutes| second + Duration::minutes(minutes));
        let all = vec![stored(false, first, days[0], None), stored(true, second, days[1], ended)];
        let end = MONDAY + Duration::days(120);
        let calendar = Calendar::new(all.clone());
        let rounds = calendar.opened(end);
        for pair in rounds.windows(2) {
            prop_assert!(pair[0].round.closes <= pair[1].round.opens);
            prop_assert!(pair[0].round.opens < pair[0].round.closes);
        }
        // before the two agreed, and before it ended, everything that had opened was the same
        let alone = Calendar::new(vec![all[0].clone()]);
        let keys = |calendar: &Calendar, at| -> Vec<_> {
            calendar.opened(at).iter().map(|it| (it.key, it.round.opens, it.round.day)).collect()
        };
        prop_assert_eq!(keys(&alone, second), keys(&calendar, second));
        if let Some(ended) = ended {
            let mut going = all;
            going[1].ended = None;
            prop_assert_eq!(keys(&Calendar::new(going), ended - Duration::minutes(1)), keys(&calendar, ended - Duration::minutes(1)));
        }
    }
}
