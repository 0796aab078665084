//! The rules of resting, of one heavy step a day, of how the two sit, and of what is settled: one test each.

use time::{Duration, macros::datetime};

use super::Seat::{One, Two};
use super::told::*;
use super::*;

#[test]
fn one_of_the_steps_four_to_seven_is_enough_for_a_day() {
    let told = Told::after_perspectives(roles());
    for who in Seat::ALL {
        assert_eq!(told.asks(who), Ask::Tomorrow { step: Step::Deeper, i_agreed: false });
        assert_eq!(told.refuses(who, Event::ShareDeeper), Refusal::Tomorrow);
        assert_eq!(told.may_write(who, Part::Deeper), Err(Refusal::Tomorrow));
        assert!(!told.talk.waits_for(roles(), who, NOW));
        let until = NOW + Duration::HOUR;
        for event in [Event::Break { until }, Event::Suggest(How::OnePhone), Event::StopForNow, Event::Stop] {
            assert!(told.talk.next(roles(), who, event, NOW).is_ok(), "{event:?}");
        }
    }
    // It opens with the day, and nobody has to press anything.
    let told = told.at(datetime!(2026-03-02 00:00 UTC));
    assert_eq!(told.asks(One), Ask::WriteOrPass(Part::Deeper));
    assert_eq!(told.refuses(One, Event::GoOnToday), Refusal::AlreadyDone);
    // That day is then the day of step 5.
    let told = told.both(Event::PassDeeper).both(Event::OnwardDeeper);
    assert_eq!(told.asks(One), Ask::Tomorrow { step: Step::Responsibility, i_agreed: false });
}

#[test]
fn the_next_step_opens_today_when_both_choose_it_and_neither_sees_the_others_wish() {
    let told = Told::after_perspectives(roles());
    let stamp = told.stamp(Two);
    let told = told.does(One, &[Event::GoOnToday]);
    assert_eq!(told.stamp(Two), stamp);
    assert_eq!(told.asks(One), Ask::Tomorrow { step: Step::Deeper, i_agreed: true });
    assert_eq!(told.refuses(One, Event::GoOnToday), Refusal::AlreadyDone);
    let told = told.does(Two, &[Event::GoOnToday]);
    assert_eq!(told.asks(One), Ask::WriteOrPass(Part::Deeper));
    assert_eq!(told.refuses(Two, Event::GoOnToday), Refusal::AlreadyDone, "also when it is pressed twice");
}

#[test]
fn a_wish_to_go_on_today_shows_to_nobody_also_after_a_break() {
    let told = Told::after_perspectives(roles());
    let told = told.does(Two, &[Event::Break { until: NOW + Duration::HOUR }]).at(NOW + Duration::hours(2));
    let stamp = told.stamp(Two);
    assert_eq!(told.does(One, &[Event::GoOnToday]).stamp(Two), stamp);
}

#[test]
fn the_day_is_that_of_the_couple() {
    // Half past eight in the evening in UTC is the next morning in Auckland.
    let there = Told::after_perspectives(roles()).at(datetime!(2026-03-02 09:00 +13:00));
    assert_eq!(there.asks(One), Ask::WriteOrPass(Part::Deeper));
    let here = Told::after_perspectives(roles()).at(datetime!(2026-03-01 20:30 UTC));
    assert!(matches!(here.asks(One), Ask::Tomorrow { .. }));
}

#[test]
fn a_day_that_goes_back_with_the_zone_locks_nobody_out() {
    let evening = datetime!(2026-03-01 23:00 UTC);
    let told = Told::after_perspectives(roles()).at(evening + Duration::hours(2));
    assert_eq!(told.asks(One), Ask::WriteOrPass(Part::Deeper));
    // Further west it is the first of March again: the step waits for the second, as it did.
    let west = |hours| (evening + Duration::hours(hours)).to_offset(time::macros::offset!(-8));
    let back = told.clone().at(west(2));
    assert!(matches!(back.asks(One), Ask::Tomorrow { .. }));
    assert_eq!(back.clone().both(Event::GoOnToday).asks(One), Ask::WriteOrPass(Part::Deeper));
    assert_eq!(back.at(west(9)).asks(One), Ask::WriteOrPass(Part::Deeper));
    // Once somebody has gone on with it, it does not close again.
    let on = told.does(One, &[Event::PassDeeper]).at(west(2));
    let on = on.does(Two, &[Event::PassDeeper]).both(Event::OnwardDeeper);
    assert_eq!(on.asks(One), Ask::Tomorrow { step: Step::Responsibility, i_agreed: false });
    assert!(matches!(on.at(west(9)).asks(Two), Ask::Write(Part::Responsibility)));
}

#[test]
fn a_talk_stopped_for_now_goes_on_from_the_same_place_when_both_say_so() {
    let told = Told::at_feelings(roles()).does(One, &[Event::ShareFeelings]);
    let rests = Seat::ALL.map(|who| told.clone().does(who, &[Event::StopForNow]).talk);
    assert_eq!(rests[0], rests[1], "who stopped it is not kept");
    let place = told.talk.clone();
    let told = told.does(Two, &[Event::StopForNow]);
    for who in Seat::ALL {
        assert_eq!(told.asks(who), Ask::Resting { i_asked: false, they_asked: false, for_therapist: false });
        assert_eq!(told.refuses(who, Event::ShareFeelings), Refusal::Resting);
        assert_eq!(told.refuses(who, Event::Break { until: NOW + Duration::HOUR }), Refusal::Resting);
        assert_eq!(told.may_write(who, Part::Feelings), Err(Refusal::Resting));
        assert!(!told.talk.waits_for(roles(), who, NOW));
        assert!(told.talk.next(roles(), who, Event::Stop, NOW).is_ok());
    }
    let told = told.does(One, &[Event::Resume]);
    assert_eq!(told.refuses(One, Event::Resume), Refusal::AlreadyDone);
    assert_eq!(told.asks(Two), Ask::Resting { i_asked: false, they_asked: true, for_therapist: false });
    assert!(told.talk.waits_for(roles(), Two, NOW) && !told.talk.waits_for(roles(), One, NOW));
    let told = told.does(Two, &[Event::Resume]);
    assert_eq!(told.talk, place);
    assert_eq!(told.refuses(Two, Event::Resume), Refusal::AlreadyDone, "also when it is pressed twice");
}

#[test]
fn a_part_is_left_for_a_sitting_with_a_therapist_by_either_and_both_say_when_it_goes_on() {
    let told = Told::after_perspectives(roles());
    let left = told.clone().does(One, &[Event::LeaveForTherapist]);
    for who in Seat::ALL {
        let same = told.clone().does(who, &[Event::LeaveForTherapist]);
        assert_eq!(same.talk, left.talk, "who left it is not kept");
        let later = told.clone().does(One, &[Event::StopForNow]).does(who, &[Event::LeaveForTherapist]);
        assert_eq!(later.talk, left.talk, "also of one that rests already");
        assert_eq!(left.asks(who), Ask::Resting { i_asked: false, they_asked: false, for_therapist: true });
        assert_eq!(left.refuses(who, Event::LeaveForTherapist), Refusal::AlreadyDone);
        assert_eq!(left.refuses(who, Event::StopForNow), Refusal::Resting);
        assert_eq!(left.refuses(who, Event::ShareDeeper), Refusal::Resting);
    }
    let asked = left.does(One, &[Event::Resume]);
    assert_eq!(asked.asks(Two), Ask::Resting { i_asked: false, they_asked: true, for_therapist: true });
    let on = asked.does(Two, &[Event::Resume]);
    assert_eq!(on.talk, told.talk, "from the same place");
    let plain = on.does(Two, &[Event::StopForNow]);
    assert_eq!(plain.asks(One), Ask::Resting { i_asked: false, they_asked: false, for_therapist: false });
    let stored = serde_json::to_string(&plain.talk).unwrap();
    assert!(!stored.contains("therapist"), "a talk that only rests is stored as before: {stored}");
    // somebody who would like to go on still does when it is marked afterwards
    let wished = plain.does(One, &[Event::Resume]).does(Two, &[Event::LeaveForTherapist]);
    assert_eq!(wished.asks(Two), Ask::Resting { i_asked: false, they_asked: true, for_therapist: true });
}

#[test]
fn a_break_and_a_day_that_is_enough_may_turn_into_a_rest() {
    let until = NOW + Duration::HOUR;
    let told = Told::after_perspectives(roles()).does(One, &[Event::Break { until }, Event::StopForNow]);
    assert_eq!(told.asks(Two), Ask::Resting { i_asked: false, they_asked: false, for_therapist: false });
    let told = told.both(Event::Resume);
    assert!(matches!(told.asks(Two), Ask::Tomorrow { .. }), "the day is still enough");
    let stopped = told.does(Two, &[Event::StopForNow, Event::Stop]).talk;
    assert_eq!((stopped.rest, stopped.tomorrow, stopped.pause), (None, None, None));
}

#[test]
fn sitting_together_takes_both_and_sitting_apart_takes_one() {
    let told = Told::at_feelings(roles()).does(One, &[Event::Suggest(How::TwoPhones)]);
    assert_eq!(told.talk.how(), How::Apart);
    assert_eq!(told.talk.suggested(), Some(Suggested { by: One, how: How::TwoPhones }));
    // The same wish twice is one wish, and another one is an answer to it.
    let told = told.does(One, &[Event::Suggest(How::TwoPhones)]);
    assert_eq!(told.talk.how(), How::Apart);
    let other = told.clone().does(Two, &[Event::Suggest(How::OnePhone)]);
    assert_eq!(other.talk.suggested(), Some(Suggested { by: Two, how: How::OnePhone }));
    let told = told.does(Two, &[Event::Suggest(How::TwoPhones)]);
    assert_eq!((told.talk.how(), told.talk.suggested()), (How::TwoPhones, None));
    let told = told.does(Two, &[Event::Suggest(How::OnePhone)]);
    // To stay as they are answers it as well.
    let stayed = told.clone().does(One, &[Event::Suggest(How::TwoPhones)]);
    assert_eq!((stayed.talk.how(), stayed.talk.suggested()), (How::TwoPhones, None));
    for who in Seat::ALL {
        let apart = told.clone().does(who, &[Event::Suggest(How::Apart)]);
        assert_eq!((apart.talk.how(), apart.talk.suggested()), (How::Apart, None));
    }
}

#[test]
fn how_they_sit_changes_nothing_of_what_they_may_do() {
    for told in [Told::at_feelings(roles()), Told::after_perspectives(roles()), Told::at_apology()] {
        let together = told.clone().does(One, &[Event::Suggest(How::OnePhone)]);
        let together = together.does(Two, &[Event::Suggest(How::OnePhone)]);
        assert_eq!(Talk { how: How::Apart, ..together.talk }, told.talk);
    }
}

#[test]
fn only_whoever_was_hurt_calls_it_settled_and_may_take_that_back() {
    let told = Told::finished();
    assert_eq!(told.refuses(Two, Event::Settle(true)), Refusal::NotYours);
    assert_eq!(told.refuses(One, Event::Settle(false)), Refusal::AlreadyDone);
    assert_eq!(Told::at_planning(Answer::Heard).refuses(One, Event::Settle(true)), Refusal::NotThisStep);
    let stamps = Seat::ALL.map(|who| told.stamp(who));
    let told = told.does(One, &[Event::Settle(true)]);
    assert!(told.talk.is_settled(roles()));
    assert!(Seat::ALL.iter().zip(&stamps).all(|(who, stamp)| told.stamp(*who) != *stamp));
    assert_eq!(told.refuses(One, Event::Settle(true)), Refusal::AlreadyDone);
    assert_eq!(told.refuses(Two, Event::Settle(false)), Refusal::NotYours);
    let told = told.does(One, &[Event::Settle(false)]);
    assert_eq!(Seat::ALL.map(|who| told.stamp(who)), stamps);
}

#[test]
fn where_both_were_hurt_it_is_settled_when_both_say_so_and_one_mark_shows_to_nobody_else() {
    let roles = Roles::new(Role::Both, Role::Both).unwrap();
    let told = Told::at_feelings(roles).does(One, &[Event::Stop]);
    let stamps = Seat::ALL.map(|who| told.stamp(who));
    let told = told.does(One, &[Event::Settle(true)]);
    assert!(!told.talk.is_settled(roles));
    assert!(told.stamp(One) != stamps[0] && told.stamp(Two) == stamps[1]);
    assert!(told.does(Two, &[Event::Settle(true)]).talk.is_settled(roles));
}

#[test]
fn an_act_that_the_other_does_not_see_makes_no_sitting_longer() {
    let told = Told::at_feelings(roles());
    let began = told.talk.sitting().copied();
    let told = told.at(NOW + Duration::minutes(50)).does(One, &[Event::ShareFeelings]);
    assert_eq!(told.talk.sitting().copied(), began, "or its length would tell that somebody was here");
    let told = told.does(Two, &[Event::ShareFeelings]);
    assert_eq!(told.talk.sitting().map(|sitting| sitting.minutes(NOW + Duration::minutes(55))), Some(55));
}
