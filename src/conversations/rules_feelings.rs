//! The rules of a sitting about feelings only, one test each.

use time::{Date, Duration, macros::datetime};

use super::Seat::{One, Two};
use super::only_feelings::sitting_day;
use super::told::*;
use super::*;

fn today() -> Date {
    sitting_day(NOW)
}

/// Both have agreed to it for today.
fn agreed(told: Told) -> Told {
    told.both(Event::OnlyFeelings(today()))
}

const IDEA: Part = Part::Idea { number: Round::FIRST };

#[test]
fn it_takes_both_and_then_the_last_step_is_closed_to_both_alike() {
    let told = Told::at_planning(Answer::Heard).does(One, &[Event::OnlyFeelings(today())]);
    assert_eq!(
        told.refuses(One, Event::OnlyFeelings(today())),
        Refusal::AlreadyDone,
        "one cannot agree alone"
    );
    for who in Seat::ALL {
        assert!(matches!(told.asks(who), Ask::Plan { .. }), "a suggestion closes nothing");
        assert_eq!(told.may_write(who, IDEA), Ok(()));
    }
    let told = told.does(Two, &[Event::OnlyFeelings(today())]);
    for who in Seat::ALL {
        assert_eq!(told.asks(who), Ask::OnlyFeelings { i_lift: false });
        assert_eq!(told.refuses(who, Event::ShareIdea), Refusal::OnlyFeelings);
        assert_eq!(told.refuses(who, Event::Enough), Refusal::OnlyFeelings);
        assert_eq!(told.may_write(who, IDEA), Err(Refusal::OnlyFeelings));
        assert!(!told.talk.waits_for(roles(), who, NOW), "nobody is pressed here");
        assert_eq!(told.may_write(who, Part::Meaning), Ok(()), "what it meant solves nothing");
        let until = NOW + Duration::HOUR;
        for event in [Event::Break { until }, Event::Suggest(How::OnePhone), Event::StopForNow, Event::Stop] {
            assert!(told.talk.next(roles(), who, event, NOW).is_ok(), "{event:?}");
        }
    }
}

#[test]
fn an_idea_that_was_shared_before_does_not_come_in_again_by_the_back_door() {
    let told = agreed(Told::at_planning(Answer::Heard).does(One, &[Event::ShareIdea]));
    // One's own words are shared again only where the act is "already done".
    assert_eq!(told.may_write(One, IDEA), Err(Refusal::OnlyFeelings));
    assert_eq!(told.may_write(One, Part::Idea { number: Round::FIRST.next() }), Err(Refusal::OnlyFeelings));
}

#[test]
fn it_ends_with_its_sitting_and_a_night_still_belongs_to_it() {
    let told = agreed(Told::at_planning(Answer::Heard));
    let night = told.clone().at(datetime!(2026-03-02 01:30 UTC));
    assert_eq!(night.refuses(One, Event::ShareIdea), Refusal::OnlyFeelings);
    let morning = told.at(datetime!(2026-03-02 08:00 UTC));
    assert!(matches!(morning.asks(Two), Ask::Plan { .. }));
    assert_eq!(morning.talk.only_feelings(morning.now), None);
    assert_eq!(
        morning.refuses(One, Event::NotOnlyFeelings),
        Refusal::AlreadyDone,
        "there is nothing to lift"
    );
    let again = morning.does(One, &[Event::OnlyFeelings(sitting_day(datetime!(2026-03-02 08:00 UTC)))]);
    assert!(matches!(again.asks(Two), Ask::Plan { .. }), "yesterday's yes is no yes for today");
}

#[test]
fn both_lift_it_and_the_wish_of_one_shows_to_nobody() {
    let told = agreed(Told::at_planning(Answer::Heard));
    let stamp = told.stamp(Two);
    let told = told.does(One, &[Event::NotOnlyFeelings]);
    assert_eq!(told.stamp(Two), stamp);
    assert_eq!(told.asks(One), Ask::OnlyFeelings { i_lift: true });
    assert_eq!(told.refuses(One, Event::NotOnlyFeelings), Refusal::AlreadyDone);
    assert_eq!(told.refuses(One, Event::ShareIdea), Refusal::OnlyFeelings);
    let told = told.does(Two, &[Event::NotOnlyFeelings]);
    assert!(matches!(told.asks(One), Ask::Plan { .. }));
}

#[test]
fn a_suggestion_that_is_not_taken_up_leaves_nothing_whoever_took_it_off_the_page() {
    let told = Told::at_feelings(roles());
    let suggested = told.clone().does(One, &[Event::OnlyFeelings(today())]);
    let left = Seat::ALL.map(|who| suggested.clone().does(who, &[Event::NotOnlyFeelings]).talk);
    assert_eq!(left[0], told.talk);
    assert_eq!(left[1], told.talk);
    // and the same goes for what is stored: a talk in which it never came up looks the same
    let stored = |talk: &Talk| serde_json::to_string(talk).unwrap();
    assert_eq!(stored(&left[0]), stored(&told.talk));
    assert!(!stored(&told.talk).contains("only") && !stored(&told.talk).contains("\"feelings\":null"));
}

#[test]
fn it_can_be_agreed_for_the_day_that_was_set_aside_and_closes_nothing_before() {
    let saturday = today() + Duration::days(6);
    let told = Told::at_planning(Answer::Heard).both(Event::OnlyFeelings(saturday));
    assert!(matches!(told.asks(One), Ask::Plan { .. }));
    assert_eq!(told.refuses(One, Event::OnlyFeelings(today())), Refusal::AlreadyDone, "one at a time");
    let there = told.at(NOW + Duration::days(6));
    assert_eq!(there.refuses(Two, Event::ShareIdea), Refusal::OnlyFeelings);
    let yesterday = today() - Duration::DAY;
    assert_eq!(there.refuses(One, Event::OnlyFeelings(yesterday)), Refusal::AlreadyDone);
}

#[test]
fn another_day_is_an_answer_and_a_suggestion_of_ones_own_is_replaced() {
    let (saturday, sunday) = (today() + Duration::days(6), today() + Duration::days(7));
    let told = Told::at_feelings(roles()).does(One, &[Event::OnlyFeelings(saturday)]);
    let told = told.does(Two, &[Event::OnlyFeelings(sunday)]);
    assert_eq!(told.talk.only_feelings(NOW), Some(OnlyFeelings::Suggested { day: sunday, by: Two }));
    let told = told.does(One, &[Event::OnlyFeelings(sunday)]);
    assert_eq!(told.talk.only_feelings(NOW), Some(OnlyFeelings::Agreed { day: sunday, lift: None }));
}

#[test]
fn an_answer_to_an_apology_that_was_left_for_later_stays_open() {
    let told = agreed(Told::at_planning(Answer::Later));
    assert!(told.talk.may_answer_late(roles(), One, NOW));
    let told = told.does(One, &[Event::AnswerApology(Answer::Heard)]);
    assert_eq!(told.asks(One), Ask::OnlyFeelings { i_lift: false });
}

#[test]
fn a_break_and_a_rest_end_no_sitting_of_the_same_day() {
    let told = agreed(Told::at_planning(Answer::Heard));
    let rested = told.clone().does(One, &[Event::StopForNow]).both(Event::Resume);
    assert_eq!(rested.refuses(One, Event::ShareIdea), Refusal::OnlyFeelings);
    let until = NOW + Duration::HOUR;
    let back = told.does(Two, &[Event::Break { until }]).at(until);
    assert_eq!(back.refuses(Two, Event::Enough), Refusal::OnlyFeelings);
    assert_eq!(back.does(One, &[Event::Stop]).asks(Two), Ask::Closed(Outcome::Stopped));
}

#[test]
fn what_nobody_took_up_is_not_even_stored_when_its_day_is_over() {
    let told = Told::at_feelings(roles());
    let suggested = told.clone().does(One, &[Event::OnlyFeelings(today())]);
    let agreed = suggested.clone().does(Two, &[Event::OnlyFeelings(today())]);
    let tomorrow = NOW + Duration::DAY;
    let after = told.at(tomorrow).does(Two, &[Event::ShareFeelings]).talk;
    for said in [suggested, agreed] {
        assert_eq!(said.at(tomorrow).does(Two, &[Event::ShareFeelings]).talk, after);
    }
}

#[test]
fn a_talk_that_is_stopped_for_good_has_no_sitting_left_that_nobody_could_lift() {
    let told = Told::at_planning(Answer::Heard);
    let stopped = told.clone().does(Two, &[Event::Stop]).talk;
    assert_eq!(agreed(told.clone()).does(Two, &[Event::Stop]).talk, stopped);
    let rested = agreed(told).does(One, &[Event::StopForNow, Event::Stop]);
    assert!(!rested.talk.is_only_feelings(NOW));
}
