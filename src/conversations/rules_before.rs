//! The rules before the first step, one test each: are we in, what happened, has it stopped.

use super::Seat::{One, Two};
use super::told::*;
use super::*;

/// Seat one has named what happened.
fn named() -> Told {
    Told::at_opening(roles()).does(One, &[Event::ProposeOpening])
}

#[test]
fn whether_we_are_in_opens_for_both_at_once_and_until_then_nothing_shows() {
    let told = Told::new(roles());
    let stamp = told.stamp(Two);
    let answer = Part::In { round: Round::FIRST };
    assert_eq!((told.asks(One), told.asks(Two)), (Ask::Write(answer), Ask::Write(answer)));
    let told = told.does(One, &[Event::ShowIn]);
    assert_eq!((told.asks(One), told.stamp(Two)), (Ask::Wait(WaitFor::In), stamp));
    assert_eq!(told.refuses(One, Event::ShowIn), Refusal::AlreadyDone);
    for who in Seat::ALL {
        assert!(!told.talk.may_read(roles(), who, answer));
        assert_eq!(told.refuses(who, Event::BothIn), Refusal::NotThisStep);
        assert_eq!(told.refuses(who, Event::OnwardIn), Refusal::NotThisStep);
        assert_eq!(told.refuses(who, Event::AskInAgain), Refusal::NotThisStep);
    }
    let told = told.does(Two, &[Event::ShowIn]);
    for who in Seat::ALL {
        assert!(told.talk.may_read(roles(), who, answer));
        assert_eq!(told.asks(who), Ask::ReadIn { round: Round::FIRST, i_go_on: false });
        assert!(!told.talk.waits_for(roles(), who, NOW), "nobody is pressed by the two answers");
    }
}

#[test]
fn two_yeses_go_on_by_either_and_anything_else_by_both() {
    let told = Told::new(roles()).both(Event::ShowIn);
    for who in Seat::ALL {
        assert_eq!(told.clone().does(who, &[Event::BothIn]).asks(who), Ask::ProposeOpening);
    }
    let stamp = told.stamp(Two);
    let told = told.does(One, &[Event::OnwardIn]);
    assert_eq!(told.stamp(Two), stamp, "going on shows to nobody before both do");
    assert_eq!(told.asks(One), Ask::ReadIn { round: Round::FIRST, i_go_on: true });
    assert_eq!(told.refuses(One, Event::OnwardIn), Refusal::AlreadyDone);
    let told = told.does(Two, &[Event::OnwardIn]);
    assert_eq!(told.asks(One), Ask::ProposeOpening);
    assert_eq!(told.refuses(Two, Event::OnwardIn), Refusal::AlreadyDone);
}

#[test]
fn it_can_be_asked_once_more_and_the_earlier_answers_stay_open() {
    let told = Told::new(roles()).both(Event::ShowIn).does(One, &[Event::OnwardIn]);
    let told = told.does(Two, &[Event::AskInAgain]);
    let (first, second) = (Part::In { round: Round::FIRST }, Part::In { round: Round::FIRST.next() });
    for who in Seat::ALL {
        assert_eq!(told.asks(who), Ask::Write(second));
        assert!(told.talk.may_read(roles(), who, first) && !told.talk.may_read(roles(), who, second));
        assert_eq!(told.may_write(who, first), Err(Refusal::AlreadyDone));
        assert_eq!(
            told.may_write(who, Part::In { round: Round::new(3).unwrap() }),
            Err(Refusal::NotThisStep)
        );
    }
}

#[test]
fn nobody_agrees_to_a_name_of_their_own() {
    let told = Told::at_opening(roles());
    assert_eq!((told.asks(One), told.asks(Two)), (Ask::ProposeOpening, Ask::ProposeOpening));
    for event in [Event::AcceptOpening, Event::NotYet, Event::SeeDifferently, Event::Anyway] {
        assert_eq!(told.refuses(One, event), Refusal::NotThisStep, "{event:?}");
    }
    let told = told.does(One, &[Event::ProposeOpening]);
    for event in [Event::AcceptOpening, Event::NotYet, Event::SeeDifferently, Event::ProposeOpening] {
        assert_eq!(told.refuses(One, event), Refusal::NotYourTurn, "{event:?}");
    }
    let countered = told.does(Two, &[Event::ProposeOpening]);
    assert_eq!(countered.refuses(Two, Event::AcceptOpening), Refusal::NotYourTurn);
    assert_eq!(countered.asks(One), Ask::AnswerOpening { theirs: Round::FIRST.next() });
    let agreed = countered.does(One, &[Event::AcceptOpening]);
    assert!(matches!(agreed.talk.stage(), Stage::Statement { .. }));
    assert_eq!(agreed.refuses(Two, Event::AcceptOpening), Refusal::AlreadyDone);
}

#[test]
fn a_name_can_be_seen_differently_in_words_or_not_yet_and_still_be_recognised_later() {
    let naming = |round| Part::Naming { round };
    let told = named();
    assert_eq!(told.may_write(Two, naming(Round::FIRST)), Ok(()));
    assert_eq!(told.may_write(One, naming(Round::FIRST)), Err(Refusal::NotYourTurn));
    assert_eq!(told.may_write(Two, naming(Round::FIRST.next())), Err(Refusal::NotThisStep));
    let told = told.does(Two, &[Event::NotYet]);
    assert_eq!(told.refuses(Two, Event::NotYet), Refusal::AlreadyDone);
    assert_eq!(told.may_write(Two, naming(Round::FIRST)), Ok(()));
    let told = told.does(Two, &[Event::SeeDifferently]);
    assert_eq!(told.refuses(Two, Event::SeeDifferently), Refusal::AlreadyDone);
    assert_eq!(told.refuses(Two, Event::NotYet), Refusal::AlreadyDone);
    assert_eq!(told.may_write(Two, naming(Round::FIRST)), Err(Refusal::AlreadyDone));
    assert!(Seat::ALL.iter().all(|who| !told.talk.waits_for(roles(), *who, NOW)), "nobody is pressed here");
    let told = told.does(Two, &[Event::AcceptOpening]);
    assert!(matches!(told.talk.stage(), Stage::Statement { .. }));
}

#[test]
fn a_name_that_was_not_recognised_may_be_reworded_by_either() {
    let told = named().does(Two, &[Event::NotYet]);
    let next = Round::FIRST.next();
    for who in Seat::ALL {
        assert_eq!(told.may_write(who, Part::Opening { round: next }), Ok(()));
        assert_eq!(told.may_write(who, Part::Opening { round: Round::FIRST }), Err(Refusal::AlreadyDone));
        let told = told.clone().does(who, &[Event::ProposeOpening]);
        assert_eq!(told.asks(who), Ask::Wait(WaitFor::OpeningAnswer));
        assert_eq!(told.asks(who.other()), Ask::AnswerOpening { theirs: next });
        assert_eq!(told.may_write(who.other(), Part::Naming { round: next }), Ok(()));
        assert_eq!(told.refuses(who, Event::Anyway), Refusal::NotThisStep);
    }
}

#[test]
fn going_on_without_a_shared_name_takes_both_and_shows_to_nobody_before() {
    let told = named().does(Two, &[Event::NotYet]);
    let stamp = told.stamp(Two);
    let told = told.does(One, &[Event::Anyway]);
    assert_eq!(told.stamp(Two), stamp);
    assert_eq!(told.refuses(One, Event::Anyway), Refusal::AlreadyDone);
    let on = told.clone().does(Two, &[Event::Anyway]);
    assert!(matches!(on.talk.stage(), Stage::Statement { .. }));
    // "Anyway" was said to "not yet"; words that come after it are read first.
    let told = told.does(Two, &[Event::SeeDifferently, Event::Anyway]);
    assert!(matches!(told.talk.stage(), Stage::Opening { anyway: Some(Two), .. }));
    assert!(matches!(told.asks(One), Ask::Unnamed { said: Naming::Differently, i_go_on: false, .. }));
    assert!(matches!(told.does(One, &[Event::Anyway]).talk.stage(), Stage::Statement { .. }));
}

#[test]
fn whoever_caused_it_says_whether_it_has_stopped_and_the_other_goes_on() {
    let told = Told::at_statement(roles());
    let statement = Part::Statement { round: Round::FIRST };
    assert_eq!((told.asks(Two), told.asks(One)), (Ask::Write(statement), Ask::Wait(WaitFor::Statement)));
    assert_eq!(told.refuses(One, Event::State), Refusal::NotYourTurn);
    assert_eq!(told.may_write(One, statement), Err(Refusal::NotYourTurn));
    assert_eq!(told.refuses(One, Event::StatementRead), Refusal::NotYourTurn);
    let told = told.does(Two, &[Event::State]);
    assert_eq!(told.asks(One), Ask::ReadStatement { theirs: Round::FIRST });
    assert_eq!(told.refuses(Two, Event::State), Refusal::AlreadyDone);
    assert_eq!(told.refuses(Two, Event::NotReady), Refusal::AlreadyDone);
    assert_eq!(told.refuses(Two, Event::StatementRead), Refusal::NotYourTurn);
    let told = told.does(One, &[Event::StatementRead]);
    assert_eq!(told.asks(One), Ask::ProposeTime);
    assert_eq!(told.refuses(Two, Event::State), Refusal::AlreadyDone);
    assert_eq!(told.refuses(Two, Event::Anyway), Refusal::AlreadyDone);
}

#[test]
fn i_am_not_ready_may_be_followed_by_the_statement_or_by_both_going_on_anyway() {
    let told = Told::at_statement(roles()).does(Two, &[Event::NotReady]);
    let second = Part::Statement { round: Round::FIRST.next() };
    assert_eq!(told.may_write(Two, second), Ok(()));
    assert_eq!(told.refuses(Two, Event::NotReady), Refusal::AlreadyDone);
    assert!(Seat::ALL.iter().all(|who| !told.talk.waits_for(roles(), *who, NOW)), "nobody is pressed here");
    let stated = told.clone().does(Two, &[Event::State]);
    assert_eq!(stated.asks(One), Ask::ReadStatement { theirs: Round::FIRST.next() });
    let stamp = told.stamp(Two);
    let told = told.does(One, &[Event::Anyway]);
    assert_eq!(told.stamp(Two), stamp);
    assert_eq!(told.does(Two, &[Event::Anyway]).asks(One), Ask::ProposeTime);
}

#[test]
fn two_who_both_caused_hurt_both_say_whether_it_has_stopped() {
    let roles = Roles::new(Role::Both, Role::Both).unwrap();
    let told = Told::at_statement(roles).does(Two, &[Event::State]).does(One, &[Event::StatementRead]);
    assert_eq!(told.asks(One), Ask::Write(Part::Statement { round: Round::FIRST }));
    assert_eq!(told.refuses(Two, Event::State), Refusal::AlreadyDone, "theirs is made");
    assert_eq!(told.may_write(Two, Part::Statement { round: Round::FIRST }), Err(Refusal::AlreadyDone));
    let told = told.does(One, &[Event::NotReady]).both(Event::Anyway);
    assert_eq!(told.asks(Two), Ask::ProposeTime);
}
