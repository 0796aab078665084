//! A talk while the two take time apart: it rests like on a break, keeps its place, and nothing of it is stored.

use time::Duration;

use super::Seat::{One, Two};
use super::told::*;
use super::*;

#[test]
fn a_talk_rests_while_the_two_take_time_and_is_stored_as_it_was() {
    let told = Told::at_feelings(roles());
    let until = NOW + Duration::days(40);
    let resting = told.talk.clone().resting(Two, until);
    assert_eq!(
        serde_json::to_string(&resting).unwrap(),
        serde_json::to_string(&told.talk).unwrap(),
        "no talk keeps it"
    );
    for who in Seat::ALL {
        assert_eq!(resting.asks(roles(), who, NOW), Ask::Break { until, by: Two });
        assert_eq!(resting.next(roles(), who, Event::ShareFeelings, NOW), Err(Refusal::OnBreak { until }));
        assert_eq!(resting.may_write(roles(), who, Part::Feelings, NOW), Err(Refusal::OnBreak { until }));
        assert!(!resting.waits_for(roles(), who, NOW));
        // whoever wants to stop can stop
        assert!(resting.next(roles(), who, Event::Stop, NOW).is_ok());
        assert!(resting.next(roles(), who, Event::StopForNow, NOW).is_ok());
        // afterwards it goes on where it was, without a line about a break
        assert_eq!(resting.asks(roles(), who, until), told.asks(who));
        assert!(!resting.back_from_break(until));
    }
}

#[test]
fn a_break_taken_meanwhile_is_the_talks_own_and_the_longer_of_the_two_shows() {
    let told = Told::at_feelings(roles());
    let until = NOW + Duration::days(2);
    let resting = told.talk.clone().resting(Two, until);
    let short = NOW + Duration::hours(3);
    let paused = resting.next(roles(), One, Event::Break { until: short }, NOW).unwrap();
    assert_eq!(paused.asks(roles(), Two, NOW), Ask::Break { until, by: Two });
    assert_eq!(paused.own_pause(NOW).map(|pause| (pause.by(), pause.until())), Some((One, short)));
    let long = NOW + Duration::days(3);
    let longer = paused.next(roles(), Two, Event::ExtendBreak { until: long }, NOW).unwrap();
    assert_eq!(longer.asks(roles(), Two, NOW), Ask::Break { until: long, by: One });
    assert_eq!(
        resting.next(roles(), One, Event::ExtendBreak { until: long }, NOW),
        Err(Refusal::NoBreak),
        "time apart is not made longer in a talk"
    );
}
