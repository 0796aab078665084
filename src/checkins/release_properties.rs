//! Every order in which the two can do things, short ones exhaustively and long ones at random.

use std::collections::HashSet;

use proptest::prelude::*;

use super::release::{Event, Exchange, Known, Refusal, Release, Theirs, View, pair};
use super::release_oracle::{CLOSING, Done, History};
use crate::{
    couples::Seat,
    ids::{CoupleId, ScheduleId},
};

const EVENTS: [Event; 8] = [
    Event::Fill { empty: false },
    Event::Fill { empty: true },
    Event::Release(Release::OnlyMe),
    Event::Release(Release::Now),
    Event::Release(Release::Both),
    Event::Look,
    Event::TakeBack,
    Event::Note,
];

fn all() -> Vec<Done> {
    let both = Seat::ALL.into_iter().flat_map(|who| EVENTS.map(|event| (Some(who), event)));
    both.chain([CLOSING]).collect()
}

fn step(state: Exchange, done: Done) -> Result<Exchange, Refusal> {
    match done.0 {
        Some(who) => state.next(who, done.1),
        None => Ok(state.close()),
    }
}

/// One step of machine and oracle: they agree on whether it is done, and on what can be read and changed then.
fn both_ways(state: Exchange, history: &mut History, done: Done) -> Exchange {
    let expected = done.0.is_none_or(|who| history.allows(who, done.1));
    let Ok(next) = step(state, done) else {
        assert!(!expected, "{:?} then {done:?} was refused", history.0);
        return state;
    };
    assert!(expected, "{:?} then {done:?} was done", history.0);
    for who in Seat::ALL {
        // nobody changes late, whatever it was that was done
        if history.fixed(who) || history.closed() {
            assert_eq!(
                next.view(who).mine.revision,
                state.view(who).mine.revision,
                "{:?} {done:?}",
                history.0
            );
        }
    }
    history.0.push(done);
    for who in Seat::ALL {
        let view = next.view(who);
        assert_eq!(next.reads(who), history.may_read(who), "{who:?} reads after {:?}", history.0);
        assert_eq!(view.mine.revision.unwrap_or(0), history.saved(who));
        assert_eq!(
            view.mine.may_change,
            history.allows(who, Event::Fill { empty: false }),
            "{:?}",
            history.0
        );
        let given = history.given(who).map_or(Release::OnlyMe, |(how, _)| how);
        assert_eq!(view.mine.release, given, "{:?}", history.0);
    }
    next
}

#[test]
fn in_every_order_of_four_things_nobody_reads_early_and_nobody_changes_late() {
    fn go(state: Exchange, history: &History, depth: u32, tried: &mut u32) {
        if depth == 0 {
            return;
        }
        for done in all() {
            let mut history = history.clone();
            let done_before = history.0.len();
            let next = both_ways(state, &mut history, done);
            *tried += 1;
            if history.0.len() > done_before {
                go(next, &history, depth - 1, tried);
            }
        }
    }
    // from the beginning, and from where both have filled theirs in, which is where it becomes interesting
    let mut tried = 0;
    go(Exchange::default(), &History::default(), 4, &mut tried);
    let mut history = History::default();
    let filled = Seat::ALL.into_iter().fold(Exchange::default(), |state, who| {
        both_ways(state, &mut history, (Some(who), Event::Fill { empty: false }))
    });
    go(filled, &history, 4, &mut tried);
    assert!(tried > 20_000, "{tried}");
}

#[test]
fn in_every_state_there_is_nothing_depends_on_whether_the_other_has_looked() {
    // all states, with the number of saves bounded: what follows does not depend on how often one has saved
    let mut seen = HashSet::from([Exchange::default()]);
    let mut open = vec![Exchange::default()];
    while let Some(state) = open.pop() {
        for done in all() {
            let Ok(next) = step(state, done) else { continue };
            if let (Some(who), Event::Look) = done {
                assert_eq!(next.view(who.other()), state.view(who.other()), "{state:?}");
                for event in EVENTS {
                    let (after, before) = (next.next(who.other(), event), state.next(who.other(), event));
                    let view = |state: Exchange| -> View { state.view(who.other()) };
                    assert_eq!(after.map(view), before.map(view), "{state:?} {event:?}");
                }
            }
            let few = Seat::ALL.into_iter().all(|who| next.view(who).mine.revision.unwrap_or(0) <= 2);
            if few && seen.insert(next) {
                open.push(next);
            }
        }
    }
    assert!(seen.len() > 500, "{}", seen.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn in_long_histories_nobody_reads_early_and_nobody_changes_late(
        steps in proptest::collection::vec(proptest::sample::select(all()), 0..40)
    ) {
        let mut history = History::default();
        let mut state = Exchange::default();
        for done in steps {
            state = both_ways(state, &mut history, done);
        }
    }

    /// One history with the other, and one in which the other is not there at all: until the other's can be read, they
    /// are the same to the letter, in what is seen and in what is refused.
    #[test]
    fn until_the_others_can_be_read_what_one_sees_is_always_the_same(
        steps in proptest::collection::vec(proptest::sample::select(all()), 0..60),
        me in proptest::sample::select(Seat::ALL.to_vec()),
    ) {
        let (mut with, mut alone) = (Exchange::default(), Exchange::default());
        for done in steps {
            let result = step(with, done);
            if done.0 != Some(me.other()) {
                let mirrored = step(alone, done);
                alone = mirrored.unwrap_or(alone);
                if result.is_ok_and(|next| next.reads(me).is_some()) {
                    break;
                }
                prop_assert_eq!(result.err(), mirrored.err());
            }
            with = result.unwrap_or(with);
            if with.reads(me).is_some() {
                break;
            }
            prop_assert_eq!(with.view(me), alone.view(me));
            prop_assert_eq!(with.view(me).theirs, Theirs::NotHere);
            for event in EVENTS {
                prop_assert_eq!(with.next(me, event).err(), alone.next(me, event).err());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// The store knows one's own side and what can be read of the other's. That is enough: it shows and refuses the same.
    #[test]
    fn what_one_can_know_is_enough_to_show_and_to_refuse(
        steps in proptest::collection::vec(proptest::sample::select(all()), 0..40)
    ) {
        let mut history = History::default();
        let mut state = Exchange::default();
        for done in steps {
            state = both_ways(state, &mut history, done);
            for who in Seat::ALL {
                let view = state.view(who);
                let known = Known {
                    saved: history.saved(who),
                    empty: !history.has_answers(who),
                    given: history.given(who).map(|(how, revision)| (revision, how == Release::Both)),
                    fixed: history.fixed(who),
                    note: view.mine.note,
                    theirs: history.may_read(who),
                    closed: history.closed(),
                };
                let mirrored = Exchange::as_known(who, known);
                prop_assert_eq!(mirrored.view(who), view);
                for event in EVENTS {
                    prop_assert_eq!(mirrored.next(who, event).err(), state.next(who, event).err());
                }
            }
        }
    }
}

/// Sam and Noor do these things one after the other, all of them allowed.
fn after(done: &[(Seat, Event)]) -> Exchange {
    done.iter().fold(Exchange::default(), |state, (who, event)| state.next(*who, *event).unwrap())
}

const SAM: Seat = Seat::One;
const NOOR: Seat = Seat::Two;
const FILL: Event = Event::Fill { empty: false };

#[test]
fn both_appear_together_and_stay_as_they_are() {
    let waits = after(&[(SAM, FILL), (NOOR, FILL), (SAM, Event::Release(Release::Both))]);
    assert_eq!((waits.reads(SAM), waits.reads(NOOR)), (None, None));
    let open = waits.next(NOOR, Event::Release(Release::Both)).unwrap();
    assert_eq!((open.reads(SAM), open.reads(NOOR)), (Some(1), Some(1)));
    for who in Seat::ALL {
        assert_eq!(open.next(who, FILL), Err(Refusal::Fixed));
    }
}

#[test]
fn sharing_at_once_is_finishing_too() {
    let waits = after(&[(SAM, FILL), (SAM, Event::Release(Release::Both)), (NOOR, FILL)]);
    let open = waits.next(NOOR, Event::Release(Release::Now)).unwrap();
    assert_eq!((open.reads(SAM), open.reads(NOOR)), (Some(1), Some(1)));
    let back = open.next(NOOR, Event::TakeBack).unwrap();
    assert_eq!(
        (back.reads(SAM), back.reads(NOOR)),
        (None, None),
        "whoever takes theirs back does not keep the other's"
    );
    assert_eq!(back.view(SAM).theirs, Theirs::TakenBack);
    assert_eq!(back.next(NOOR, FILL), Err(Refusal::Fixed));
}

#[test]
fn what_waits_and_is_changed_waits_only_when_it_is_finished_again() {
    let changed = after(&[(SAM, FILL), (SAM, Event::Release(Release::Both)), (SAM, FILL), (NOOR, FILL)]);
    let given = changed.next(NOOR, Event::Release(Release::Both)).unwrap();
    assert_eq!(given.reads(NOOR), None);
    assert_eq!(given.next(SAM, Event::Release(Release::Both)).unwrap().reads(NOOR), Some(2));
}

#[test]
fn nobody_opens_the_others_with_an_empty_page() {
    let waits =
        after(&[(SAM, FILL), (SAM, Event::Release(Release::Both)), (NOOR, Event::Fill { empty: true })]);
    for how in [Release::Now, Release::Both] {
        assert_eq!(waits.next(NOOR, Event::Release(how)), Err(Refusal::Nothing));
    }
}

#[test]
fn a_missed_round_is_skipped_and_takes_a_private_note_that_is_never_given() {
    let closed = after(&[(SAM, FILL)]).close();
    assert!(closed.view(NOOR).skipped && !closed.view(SAM).skipped);
    assert_eq!(closed.next(NOOR, FILL), Err(Refusal::Closed));
    let noted = closed.next(NOOR, Event::Note).unwrap();
    assert!(noted.view(NOOR).mine.note && noted.view(NOOR).skipped);
    assert_eq!(noted.next(NOOR, Event::Release(Release::Now)), Err(Refusal::Nothing));
    assert_eq!(noted.view(SAM), closed.view(SAM));
    assert_eq!(noted.next(SAM, Event::Release(Release::Now)).unwrap().reads(NOOR), Some(1), "shared later");
}

#[test]
fn every_round_of_every_couple_has_a_pair_of_its_own() {
    let couples = [CoupleId::random(), CoupleId::random()];
    let schedules = [ScheduleId::random(), ScheduleId::random()];
    let of = |couple| {
        schedules.into_iter().flat_map(move |it| (1..=600).map(move |round| pair(couple, it, round)))
    };
    let pairs: HashSet<_> = couples.into_iter().flat_map(of).collect();
    assert_eq!(pairs.len(), 2400);
    for release in Release::ALL {
        assert_eq!(Release::parse(release.code()), Some(release));
    }
    assert_eq!(Release::parse(""), None);
}
