//! The rules of the time of the next sitting, one test each.

use time::Duration;

use super::Seat::{One, Two};
use super::told::*;
use super::*;

const SECOND: Round = Round::FIRST.next();

#[test]
fn it_is_suggested_by_one_and_agreed_by_the_other_and_the_talk_stays_where_it_is() {
    for told in
        [Told::at_feelings(roles()), Told::after_perspectives(roles()), Told::at_planning(Answer::Heard)]
    {
        let stage = told.talk.stage().clone();
        assert_eq!(told.refuses(One, Event::AgreeToTime), Refusal::AlreadyDone, "nothing is on the table");
        assert_eq!(told.may_write(One, Part::Next { number: Round::FIRST }), Ok(()));
        let told = told.does(One, &[Event::SuggestTime]);
        assert_eq!(told.refuses(One, Event::AgreeToTime), Refusal::NotYourTurn);
        assert_eq!(told.may_write(Two, Part::Next { number: Round::FIRST }), Err(Refusal::AlreadyDone));
        assert_eq!(told.may_write(Two, Part::Next { number: SECOND }), Ok(()));
        let other = told.clone().does(Two, &[Event::SuggestTime]);
        let table = other.talk.next_time().and_then(NextTime::on_the_table);
        assert_eq!(table, Some(Proposal { by: Two, round: SECOND }), "another time is an answer");
        let told = told.does(Two, &[Event::AgreeToTime]);
        let next = told.talk.next_time().unwrap();
        assert_eq!(next.agreed(), [SetAside { by: One, round: Round::FIRST, on: NOW.date() }]);
        assert_eq!((next.on_the_table(), told.talk.stage()), (None, &stage));
        assert_eq!(
            told.refuses(Two, Event::AgreeToTime),
            Refusal::AlreadyDone,
            "also when it is pressed twice"
        );
    }
}

#[test]
fn either_takes_a_suggestion_off_the_table_and_what_was_agreed_stays() {
    let agreed = Told::at_feelings(roles()).does(One, &[Event::SuggestTime]).does(Two, &[Event::AgreeToTime]);
    let suggested = agreed.clone().does(Two, &[Event::SuggestTime]);
    let left = Seat::ALL.map(|who| suggested.clone().does(who, &[Event::LeaveTime]).talk);
    assert_eq!(left[0], left[1], "who it was is not kept");
    let next = left[0].next_time().unwrap();
    assert_eq!(next.agreed().len(), 1);
    assert_eq!(left[0].next_time_number(), SECOND.next(), "a number is used once");
    assert_eq!(
        agreed.refuses(One, Event::LeaveTime),
        Refusal::AlreadyDone,
        "what was agreed is not left by one"
    );
}

#[test]
fn before_the_first_time_and_after_the_end_there_is_none_and_a_break_is_not_disturbed() {
    for told in [Told::new(roles()), Told::at_statement(roles()), Told::at_time(roles())] {
        assert_eq!(told.refuses(One, Event::SuggestTime), Refusal::NotThisStep);
    }
    assert_eq!(Told::finished().refuses(One, Event::SuggestTime), Refusal::Closed);
    let until = NOW + Duration::HOUR;
    let told = Told::at_feelings(roles()).does(One, &[Event::SuggestTime, Event::Break { until }]);
    for (who, event) in [(One, Event::SuggestTime), (Two, Event::AgreeToTime), (Two, Event::LeaveTime)] {
        assert_eq!(told.refuses(who, event), Refusal::OnBreak { until });
    }
    let part = Part::Next { number: SECOND };
    assert_eq!(told.may_write(Two, part), Err(Refusal::OnBreak { until }));
}

#[test]
fn a_talk_that_was_stopped_for_now_goes_on_when_both_agree_on_a_time_for_it() {
    let told = Told::at_deeper(roles()).does(One, &[Event::StopForNow, Event::SuggestTime]);
    assert_eq!(told.asks(Two), Ask::Resting { i_asked: false, they_asked: false, for_therapist: false });
    assert_eq!(told.refuses(One, Event::AgreeToTime), Refusal::NotYourTurn);
    let left = told.clone().does(Two, &[Event::LeaveTime]);
    assert_eq!(
        left.asks(Two),
        Ask::Resting { i_asked: false, they_asked: false, for_therapist: false },
        "it rests on"
    );
    let told = told.does(Two, &[Event::AgreeToTime]);
    assert_eq!(told.asks(Two), Ask::WriteOrPass(Part::Deeper));
    // Time apart is nobody's to cut short by a suggestion.
    let apart = left.talk.resting(Two, NOW + Duration::days(3));
    assert!(matches!(apart.next(roles(), One, Event::SuggestTime, NOW), Err(Refusal::OnBreak { .. })));
}

#[test]
fn a_talk_of_before_there_were_next_times_reads_and_is_stored_as_it_was() {
    let json = serde_json::to_string(&Told::at_feelings(roles()).talk).unwrap();
    assert!(!json.contains("next") && !json.contains("agreed"), "{json}");
    let told = Told::at_feelings(roles()).does(Two, &[Event::SuggestTime]);
    let json = serde_json::to_value(&told.talk).unwrap();
    assert_eq!(json["next"], serde_json::json!({ "last": 1, "by": "two", "agreed": [] }));
    assert_eq!(serde_json::from_value::<Talk>(json).unwrap(), told.talk);
}
