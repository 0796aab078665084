//! The rules of a talk, one test each. `properties.rs` tries them all at random; these say what they are.

use time::Duration;

use super::Seat::{One, Two};
use super::told::*;
use super::*;

#[test]
fn either_may_name_the_first_time_and_the_other_answers_it() {
    let told = Told::at_time(roles());
    assert_eq!(told.refuses(One, Event::AcceptTime), Refusal::NotThisStep);
    assert_eq!((told.asks(One), told.asks(Two)), (Ask::ProposeTime, Ask::ProposeTime));
    let told = told.does(One, &[Event::ProposeTime]).does(Two, &[Event::ProposeTime]);
    assert_eq!(told.refuses(Two, Event::ProposeTime), Refusal::NotYourTurn);
    let told = told.does(One, &[Event::AcceptTime]);
    assert_eq!(told.refuses(Two, Event::AcceptTime), Refusal::AlreadyDone);
    assert_eq!((told.asks(One), told.asks(Two)), (Ask::Before, Ask::Before));
}

#[test]
fn each_reads_what_to_expect_before_the_first_sitting_and_neither_sees_when() {
    let told = Told::at_time(roles()).does(One, &[Event::ProposeTime]);
    assert_eq!(told.refuses(One, Event::Ready), Refusal::NotThisStep);
    let told = told.does(Two, &[Event::AcceptTime]);
    let stamp = told.stamp(Two);
    let told = told.does(One, &[Event::Ready]);
    assert_eq!((told.asks(One), told.stamp(Two)), (Ask::Wait(WaitFor::Before), stamp));
    assert_eq!(told.refuses(One, Event::Ready), Refusal::AlreadyDone);
    assert_eq!(told.may_write(One, Part::Time { round: Round::FIRST }), Err(Refusal::AlreadyDone));
    assert_eq!(told.does(Two, &[Event::Ready]).talk.stage().step(), Some(Step::Feelings));
}

#[test]
fn what_one_shares_alone_does_not_show_on_the_page_of_the_other() {
    let before = Told::at_feelings(roles());
    let stamp = before.talk.stamp(roles(), Two, NOW);
    let after = before.does(One, &[Event::ShareFeelings]);
    assert_eq!(after.talk.stamp(roles(), Two, NOW), stamp);
    assert_eq!(after.refuses(One, Event::ShareFeelings), Refusal::AlreadyDone);
    assert_eq!(after.talk.may_write(roles(), One, Part::Feelings, NOW), Err(Refusal::AlreadyDone));
}

#[test]
fn the_listener_cannot_write_and_then_says_back_until_the_speaker_feels_heard() {
    let told = Told::at_listening(roles());
    assert_eq!(told.asks(Two), Ask::Listen(Part::Feelings));
    assert_eq!(told.refuses(Two, Event::SayBack), Refusal::ListenFirst);
    assert_eq!(told.refuses(Two, Event::SharePerspective), Refusal::NotThisStep);
    let place = |round| Part::SayBack { step: Step::Listening, speaker: One, round };
    let first = place(Round::FIRST);
    assert_eq!(told.talk.may_write(roles(), Two, first, NOW), Err(Refusal::ListenFirst));
    let told = told.does(Two, &[Event::Listened]);
    assert_eq!(told.talk.may_write(roles(), Two, first, NOW), Ok(()));
    assert_eq!(told.talk.may_write(roles(), One, first, NOW), Err(Refusal::NotYourTurn));
    let told = told.does(Two, &[Event::SayBack]).does(One, &[Event::NotQuite]);
    assert_eq!(told.asks(Two), Ask::SayBack { heard: Part::Feelings, write: place(Round::FIRST.next()) });
    let told = told.does(Two, &[Event::SayBack]).does(One, &[Event::Heard]);
    assert_eq!(told.asks(One), Ask::Listen(Part::Feelings));
}

#[test]
fn what_is_written_alone_is_read_when_its_time_has_come() {
    let reads = |told: &Told, who, part| told.talk.may_read(told.roles, who, part);
    let told = Told::at_feelings(roles()).does(One, &[Event::ShareFeelings]);
    assert!(!reads(&told, Two, Part::Feelings));
    let told = told.does(Two, &[Event::ShareFeelings]);
    assert!(reads(&told, Two, Part::Feelings) && !reads(&told, One, Part::Feelings));
    let told = told.heard(One);
    assert!(reads(&told, One, Part::Feelings));
    let told = Told::at_deeper(roles()).does(One, &[Event::ShareDeeper]);
    assert!(!reads(&told, Two, Part::Deeper));
    assert!(reads(&told.does(Two, &[Event::PassDeeper]), Two, Part::Deeper));
}

#[test]
fn nobody_writes_into_the_other_ones_perspective() {
    let told = Told::at_listening(roles()).heard(One).heard(Two);
    assert_eq!(told.asks(One), Ask::Write(Part::Perspective));
    assert_eq!(told.refuses(Two, Event::SharePerspective), Refusal::NotYourTurn);
    assert_eq!(told.talk.may_write(roles(), Two, Part::Perspective, NOW), Err(Refusal::NotYourTurn));
    assert_eq!(told.refuses(Two, Event::ShareFeelings), Refusal::AlreadyDone);
    // In the second turn, whoever had the first has told theirs.
    let told = told.does(One, &[Event::SharePerspective]);
    assert_eq!(told.may_write(One, Part::Perspective), Err(Refusal::AlreadyDone));
    let told = told.heard(One);
    assert_eq!(told.refuses(One, Event::SharePerspective), Refusal::AlreadyDone);
    let said = Part::SayBack { step: Step::Perspectives, speaker: One, round: Round::FIRST };
    assert_eq!(told.may_write(Two, said), Err(Refusal::AlreadyDone));
}

#[test]
fn passing_what_lies_deeper_leaves_the_same_talk_as_sharing_it() {
    let shared = Told::at_deeper(roles()).does(One, &[Event::ShareDeeper]);
    let passed = Told::at_deeper(roles()).does(One, &[Event::PassDeeper]);
    assert_eq!(shared.talk, passed.talk);
    assert_eq!(passed.refuses(One, Event::ShareDeeper), Refusal::AlreadyDone);
    assert_eq!(passed.refuses(Two, Event::OnwardDeeper), Refusal::NotThisStep);
    assert_eq!(passed.does(Two, &[Event::PassDeeper]).asks(One), Ask::ReadOn);
}

#[test]
fn the_one_who_caused_it_takes_responsibility_and_the_one_who_was_hurt_may_pass() {
    let told = Told::at_responsibility(roles());
    assert_eq!(told.refuses(Two, Event::PassResponsibility), Refusal::CannotPass);
    assert_eq!(told.refuses(One, Event::ShareResponsibility), Refusal::NotYourTurn);
    let told = told.does(Two, &[Event::ShareResponsibility]).heard(Two);
    assert_eq!(told.asks(One), Ask::WriteOrPass(Part::Responsibility));
    assert_eq!(told.asks(Two), Ask::Wait(WaitFor::OwnPart));
    assert_eq!(told.refuses(Two, Event::ShareResponsibility), Refusal::AlreadyDone);
    let next = |event| told.talk.next(roles(), One, event, NOW).unwrap();
    assert_eq!(next(Event::ShareResponsibility), next(Event::PassResponsibility));
}

#[test]
fn two_who_both_caused_hurt_both_take_responsibility_and_both_apologise() {
    let roles = Roles::new(Role::Both, Role::Both).unwrap();
    let told = Told::at_responsibility(roles).does(Two, &[Event::ShareResponsibility]).heard(Two);
    assert_eq!(told.refuses(One, Event::PassResponsibility), Refusal::CannotPass);
    let told = told.does(One, &[Event::ShareResponsibility]).heard(One).both(Event::GoOnToday);
    let told = told.does(Two, &[Event::GiveApology]);
    assert_eq!(told.refuses(One, Event::GiveApology), Refusal::NotYourTurn);
    let told = told.does(One, &[Event::AnswerApology(Answer::Later)]);
    assert_eq!(told.refuses(Two, Event::GiveApology), Refusal::AlreadyDone);
    let told = told.does(One, &[Event::GiveApology]);
    // "Later" can be answered while the other one has the word.
    assert!(told.talk.may_answer_late(roles, One, NOW));
    let told = told.does(One, &[Event::AnswerApology(Answer::Heard)]);
    assert_eq!(told.refuses(One, Event::AnswerApology(Answer::Accept)), Refusal::AlreadyDone);
    let told = told.does(Two, &[Event::AnswerApology(Answer::NotYet)]);
    assert_eq!(told.talk.stage().step(), Some(Step::Planning));
}

#[test]
fn every_answer_to_an_apology_goes_on_and_only_later_is_replaced() {
    for answer in Answer::ALL {
        let told = Told::at_planning(answer);
        let late = answer == Answer::Later;
        assert_eq!(told.talk.stage().step(), Some(Step::Planning));
        assert_eq!(told.talk.may_answer_late(roles(), One, NOW), late);
        let place = Part::ApologyAnswer { to: Two };
        assert_eq!(told.talk.may_write(roles(), One, place, NOW).is_ok(), late);
        let changed = told.talk.next(roles(), One, Event::AnswerApology(Answer::Accept), NOW);
        assert_eq!(changed.is_ok(), late);
        if let Ok(changed) = changed {
            assert!(changed.changed_for(&told.talk, roles(), Two, NOW), "the other may see the answer");
            assert!(!changed.may_answer_late(roles(), One, NOW));
        }
        assert_eq!(told.refuses(One, Event::AnswerApology(Answer::Later)), Refusal::AlreadyDone);
    }
}

#[test]
fn an_idea_takes_back_only_ones_own_enough_and_two_enoughs_finish_the_talk() {
    let told = Told::at_planning(Answer::Heard).does(One, &[Event::ShareIdea, Event::Enough]);
    assert_eq!(told.refuses(One, Event::Enough), Refusal::AlreadyDone);
    let told = told.does(Two, &[Event::ShareIdea]);
    assert_eq!(
        told.asks(Two),
        Ask::Plan { number: Round::FIRST.next(), i_said_enough: false, they_said_enough: true }
    );
    let told = told.does(One, &[Event::ShareIdea]).does(Two, &[Event::Enough]);
    assert!(told.talk.waits_for(roles(), One, NOW) && !told.talk.waits_for(roles(), Two, NOW));
    let told = told.does(One, &[Event::Enough]);
    assert_eq!(told.asks(One), Ask::Closed(Outcome::Finished));
    assert_eq!(told.refuses(Two, Event::ShareIdea), Refusal::Closed);
}

#[test]
fn an_idea_of_the_other_changes_the_page_and_ones_own_idea_has_its_number() {
    let before = Told::at_planning(Answer::Heard);
    let after = before.talk.next(roles(), Two, Event::ShareIdea, NOW).unwrap();
    assert!(after.changed_for(&before.talk, roles(), One, NOW));
    let idea = |number| Part::Idea { number };
    assert_eq!(after.may_write(roles(), Two, idea(Round::FIRST), NOW), Err(Refusal::AlreadyDone));
    assert_eq!(after.may_write(roles(), Two, idea(Round::FIRST.next()), NOW), Ok(()));
    assert_eq!(after.may_write(roles(), One, idea(Round::FIRST.next()), NOW), Err(Refusal::NotThisStep));
}

#[test]
fn a_break_holds_both_until_the_return_time_and_is_then_over_by_itself() {
    let until = NOW + Duration::HOUR;
    let told = Told::at_feelings(roles()).does(One, &[Event::Break { until }]);
    for who in Seat::ALL {
        assert_eq!(told.asks(who), Ask::Break { until, by: One });
        assert_eq!(told.refuses(who, Event::ShareFeelings), Refusal::OnBreak { until });
        assert_eq!(told.refuses(who, Event::Break { until }), Refusal::OnBreak { until });
        assert_eq!(told.talk.may_write(roles(), who, Part::Feelings, NOW), Err(Refusal::OnBreak { until }));
        assert!(!told.talk.waits_for(roles(), who, NOW));
        assert!(told.talk.next(roles(), who, Event::Stop, NOW).is_ok());
    }
    assert!(told.talk.back_from_break(until));
    assert_eq!(told.talk.asks(roles(), Two, until), Ask::Write(Part::Feelings));
    assert_eq!(
        told.talk.next(roles(), Two, Event::ExtendBreak { until: until + Duration::HOUR }, until),
        Err(Refusal::NoBreak)
    );
    let on = told.talk.next(roles(), Two, Event::ShareFeelings, until).unwrap();
    let on = on.next(roles(), One, Event::ShareFeelings, until).unwrap();
    assert_eq!(on.pause(until), None);
    assert!(!on.back_from_break(until));
}

#[test]
fn the_line_after_a_break_stays_until_an_act_that_both_see() {
    let until = NOW + Duration::HOUR;
    let told = Told::at_feelings(roles()).does(One, &[Event::Break { until }]);
    let stamp = told.talk.stamp(roles(), Two, until);
    let alone = told.talk.next(roles(), One, Event::ShareFeelings, until).unwrap();
    assert!(alone.back_from_break(until));
    assert_eq!(
        alone.stamp(roles(), Two, until),
        stamp,
        "what one did alone would show by the line going away"
    );
    let suggested = alone.next(roles(), One, Event::Suggest(How::OnePhone), until).unwrap();
    assert!(suggested.back_from_break(until), "how they sit is not yet going on");
    assert!(!suggested.next(roles(), Two, Event::ShareFeelings, until).unwrap().back_from_break(until));
}

#[test]
fn either_may_make_a_break_longer_and_nobody_shorter() {
    let until = NOW + Duration::HOUR;
    let told = Told::at_feelings(roles()).does(One, &[Event::Break { until }]);
    let later = until + Duration::HOUR;
    for who in Seat::ALL {
        let longer = told.talk.next(roles(), who, Event::ExtendBreak { until: later }, NOW).unwrap();
        assert_eq!(longer.asks(roles(), who, NOW), Ask::Break { until: later, by: One });
        assert!(longer.changed_for(&told.talk, roles(), who.other(), NOW));
        let sooner = Event::ExtendBreak { until: NOW + Duration::minutes(30) };
        assert_eq!(told.refuses(who, sooner), Refusal::NotLater);
    }
}

#[test]
fn either_may_stop_for_good_and_it_is_not_kept_who_did() {
    let told = Told::at_apology();
    let stopped = Seat::ALL.map(|who| told.talk.next(roles(), who, Event::Stop, NOW).unwrap());
    assert_eq!(stopped[0], stopped[1]);
    assert_eq!(stopped[0].asks(roles(), Two, NOW), Ask::Closed(Outcome::Stopped));
    assert_eq!(stopped[0].next(roles(), One, Event::Stop, NOW), Err(Refusal::Closed));
    let until = NOW + Duration::HOUR;
    assert_eq!(stopped[0].next(roles(), One, Event::Break { until }, NOW), Err(Refusal::Closed));
    assert_eq!(stopped[0].may_write(roles(), Two, Part::Apology, NOW), Err(Refusal::Closed));
}
