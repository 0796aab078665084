//! The rules of what stands beside the talk, one test each: lines, another memory, what explains, and what it meant.

use time::Duration;

use super::Seat::{One, Two};
use super::told::*;
use super::tries::parts_beside;
use super::*;

fn line(step: Step) -> Part {
    Part::Line { step, number: Round::FIRST }
}

#[test]
fn a_line_is_open_exactly_while_its_part_is() {
    let told = Told::at_feelings(roles());
    assert_eq!(told.may_write(One, line(Step::Feelings)), Ok(()));
    assert_eq!(told.may_write(One, line(Step::Perspectives)), Err(Refusal::NotThisStep));
    let told = told.does(One, &[Event::ShareFeelings]);
    assert_eq!(told.may_write(One, line(Step::Feelings)), Err(Refusal::AlreadyDone));
    assert_eq!(told.may_write(Two, line(Step::Feelings)), Ok(()));
    let told = Told::at_perspectives(roles());
    assert_eq!(told.may_write(One, line(Step::Perspectives)), Ok(()));
    assert_eq!(told.may_write(Two, line(Step::Perspectives)), Err(Refusal::NotYourTurn));
    assert_eq!(told.may_write(Two, line(Step::Feelings)), Err(Refusal::AlreadyDone));
    let told = told.does(One, &[Event::SharePerspective]);
    assert_eq!(told.may_write(One, line(Step::Perspectives)), Err(Refusal::AlreadyDone));
    for who in Seat::ALL {
        assert_eq!(Told::at_deeper(roles()).may_write(who, line(Step::Deeper)), Ok(()));
    }
    assert_eq!(Told::at_own_part().may_write(One, line(Step::Responsibility)), Ok(()));
    assert_eq!(Told::at_own_part().may_write(Two, line(Step::Responsibility)), Err(Refusal::AlreadyDone));
    assert_eq!(Told::at_apology().may_write(Two, line(Step::Apology)), Ok(()));
    assert_eq!(Told::at_apology().may_write(One, line(Step::Apology)), Err(Refusal::NotYourTurn));
}

#[test]
fn in_the_other_steps_there_is_no_line_and_in_the_last_one_a_line_becomes_an_idea() {
    let told = Told::at_planning(Answer::Heard);
    assert_eq!(told.may_write(One, line(Step::Planning)), Err(Refusal::NotThisStep));
    assert_eq!(told.may_write(One, Part::Idea { number: Round::FIRST }), Ok(()));
    assert_eq!(Told::at_time(roles()).may_write(One, line(Step::TimeAndPlace)), Err(Refusal::NotThisStep));
    assert_eq!(Told::at_listening(roles()).may_write(Two, line(Step::Listening)), Err(Refusal::NotThisStep));
}

#[test]
fn a_line_is_read_when_its_part_is() {
    let told = Told::at_deeper(roles()).does(One, &[Event::ShareDeeper]);
    assert!(!told.talk.may_read(roles(), Two, line(Step::Deeper)));
    assert!(told.does(Two, &[Event::PassDeeper]).talk.may_read(roles(), Two, line(Step::Deeper)));
    assert!(!Told::at_listening(roles()).talk.may_read(roles(), One, line(Step::Feelings)));
    assert!(Told::at_listening(roles()).talk.may_read(roles(), Two, line(Step::Feelings)));
}

#[test]
fn another_memory_stands_beside_what_was_told_once_it_was_heard() {
    let remember = Part::Remember { step: Step::Perspectives };
    let told = Told::at_perspectives(roles()).does(One, &[Event::SharePerspective]);
    assert_eq!(told.may_write(Two, remember), Err(Refusal::NotThisStep));
    let told = told.heard(One);
    assert_eq!(told.may_write(Two, remember), Ok(()));
    assert_eq!(told.may_write(One, remember), Err(Refusal::NotThisStep));
    let told = told.does(Two, &[Event::SharePerspective]).heard(Two).both(Event::GoOnToday);
    assert_eq!((told.may_write(One, remember), told.may_write(Two, remember)), (Ok(()), Ok(())));
}

#[test]
fn nothing_stands_beside_an_own_part_that_may_have_been_passed() {
    let remember = Part::Remember { step: Step::Responsibility };
    let told = Told::at_responsibility(roles());
    assert_eq!(told.may_write(One, remember), Err(Refusal::NotThisStep));
    let told = Told::at_own_part();
    assert_eq!(told.may_write(One, remember), Ok(()));
    for told in [told, Told::at_planning(Answer::Heard)] {
        assert_eq!(told.may_write(Two, remember), Err(Refusal::NotYours));
    }
}

#[test]
fn what_explains_opens_to_whoever_apologised_once_the_apology_was_answered() {
    let told = Told::at_apology().does(Two, &[Event::GiveApology]);
    assert_eq!(told.may_write(Two, Part::Explanation), Err(Refusal::NotThisStep));
    assert_eq!(told.may_write(One, Part::Explanation), Err(Refusal::NotYours));
    let told = told.does(One, &[Event::AnswerApology(Answer::Later)]);
    assert_eq!(told.may_write(Two, Part::Explanation), Ok(()));
    let roles = Roles::new(Role::Both, Role::Both).unwrap();
    let told = Told::at_responsibility(roles).does(Two, &[Event::ShareResponsibility]).heard(Two);
    let told = told.does(One, &[Event::ShareResponsibility]).heard(One).both(Event::GoOnToday);
    let told = told.does(Two, &[Event::GiveApology]).does(One, &[Event::AnswerApology(Answer::Heard)]);
    assert_eq!(told.may_write(Two, Part::Explanation), Ok(()));
    assert_eq!(told.may_write(One, Part::Explanation), Err(Refusal::NotThisStep));
}

#[test]
fn what_it_meant_opens_for_both_with_the_last_step_and_stays_open_after_it() {
    for who in Seat::ALL {
        assert_eq!(Told::at_apology().may_write(who, Part::Meaning), Err(Refusal::NotThisStep));
        assert_eq!(Told::at_planning(Answer::Later).may_write(who, Part::Meaning), Ok(()));
        assert_eq!(Told::finished().may_write(who, Part::Meaning), Ok(()));
        let stopped = Told::at_planning(Answer::Heard).does(who, &[Event::Stop]);
        assert_eq!(stopped.may_write(who, Part::Meaning), Err(Refusal::Closed));
    }
}

#[test]
fn what_stands_beside_the_talk_rests_with_it_and_moves_nothing() {
    let until = NOW + Duration::HOUR;
    let told = Told::at_planning(Answer::Heard);
    for part in parts_beside() {
        assert_eq!(part.shared(), None, "{part:?}");
        for who in Seat::ALL {
            let rests = told.clone().does(who, &[Event::StopForNow]);
            assert_eq!(rests.may_write(who, part), Err(Refusal::Resting));
            let on_a_break = told.clone().does(who, &[Event::Break { until }]);
            assert_eq!(on_a_break.may_write(who, part), Err(Refusal::OnBreak { until }));
            let enough = Told::after_perspectives(roles());
            assert_eq!(enough.may_write(who, part), Err(Refusal::Tomorrow));
            if part != Part::Meaning {
                assert_eq!(Told::finished().may_write(who, part), Err(Refusal::Closed));
            }
        }
    }
}
