//! Random talks: thousands of sequences of acts by both, in and out of turn, with breaks and passing time.
//!
//! After every act all acts of both are tried against the oracle, so a wrong permission shows wherever it is.

use std::cell::Cell;
use std::collections::{HashSet, VecDeque};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use time::{Duration, OffsetDateTime, macros::datetime};

use super::oracle::{Oracle, name};
use super::tries::*;
use super::*;

const START: OffsetDateTime = datetime!(2026-03-01 20:00 UTC);
const SEQUENCES: u32 = 4_000;

fn mirrored_roles(roles: Roles) -> Roles {
    Roles::new(roles.of(Seat::Two), roles.of(Seat::One)).unwrap()
}

fn mirrored(talk: &Talk) -> Talk {
    let proposal = |latest: Proposal| Proposal { by: latest.by.other(), ..latest };
    let stage = match talk.stage.clone() {
        Stage::Opening { latest } => Stage::Opening { latest: proposal(latest) },
        Stage::TimeAndPlace { latest } => Stage::TimeAndPlace { latest: latest.map(proposal) },
        Stage::Feelings { done } => Stage::Feelings { done: done.map(Seat::other) },
        Stage::Deeper { at, done } => Stage::Deeper { at, done: done.map(Seat::other) },
        Stage::Planning { ideas, enough, later } => {
            let (one, two) = (ideas.of(Seat::Two), ideas.of(Seat::One));
            let ideas = serde_json::from_value(serde_json::json!({ "one": one, "two": two })).unwrap();
            Stage::Planning { ideas, enough: enough.map(Seat::other), later }
        }
        stage @ (Stage::Listening { .. }
        | Stage::Perspectives { .. }
        | Stage::Responsibility { .. }
        | Stage::OwnPart
        | Stage::Apology { .. }
        | Stage::Closed { .. }) => stage,
    };
    let pause = talk.pause.map(|pause| {
        let mut json = serde_json::to_value(pause).unwrap();
        json["by"] = serde_json::to_value(pause.by().other()).unwrap();
        serde_json::from_value(json).unwrap()
    });
    Talk { stage, pause }
}

/// Goes on by the shortest honest way and says in how many acts the talk is finished.
fn acts_to_the_end(talk: &Talk, roles: Roles, now: OffsetDateTime) -> Option<usize> {
    let order = [
        Event::AcceptOpening,
        Event::AcceptTime,
        Event::ProposeTime,
        Event::ShareFeelings,
        Event::Listened,
        Event::SayBack,
        Event::Heard,
        Event::SharePerspective,
        Event::PassDeeper,
        Event::OnwardDeeper,
        Event::ShareResponsibility,
        Event::GiveApology,
        Event::AnswerApology(Answer::Heard),
        Event::Enough,
    ];
    // No break outlasts this.
    let now = now + Duration::days(8);
    let mut talk = talk.clone();
    for acts in 0..60 {
        if *talk.stage() == (Stage::Closed { outcome: Outcome::Finished }) {
            return Some(acts);
        }
        let mut tries = order.iter().flat_map(|event| Seat::ALL.map(|who| (who, *event)));
        talk = tries.find_map(|(who, event)| talk.next(roles, who, event, now).ok())?;
    }
    None
}

/// Everything that must hold in one state. `parts` are the places that could be written to.
fn check(talk: &Talk, roles: Roles, oracle: &Oracle, events: &[Event], parts: &[Part], now: OffsetDateTime) {
    // (b) the step is the oracle's, and the machine knows no other.
    if !oracle.closed {
        assert_eq!(talk.stage().step().map_or(0, Step::number), oracle.step());
    }
    // (h) the stored form reads back to the same.
    let json = serde_json::to_string(talk).unwrap();
    assert_eq!(&serde_json::from_str::<Talk>(&json).unwrap(), talk);
    for word in ["caused", "hurt", "both"] {
        assert!(!json.contains(word), "{json}");
    }
    for who in Seat::ALL {
        // (a) exactly what the oracle allows.
        for event in events {
            let before = talk.clone();
            let after = talk.next(roles, who, *event, now);
            assert_eq!(
                after.is_ok(),
                oracle.allows(who, *event, now),
                "{who:?} {} in {talk:?}",
                name(*event)
            );
            // (d) trying changes nothing.
            assert_eq!(&before, talk);
        }
        // (e) the page lets act exactly those who can.
        let can = moves().into_iter().any(|event| talk.next(roles, who, event, now).is_ok());
        let ask = talk.asks(roles, who, now);
        let shown = matches!(ask, Ask::Plan { .. }) || ask.waits_for_them();
        assert_eq!(can, shown || talk.may_answer_late(roles, who, now), "{who:?} {ask:?} in {talk:?}");
        assert_eq!(talk.waits_for(roles, who, now), ask.waits_for_them());
        // (a) and words go only where the act that shares them would be accepted.
        if let Ask::Listen(part) | Ask::SayBack { heard: part, .. } = ask {
            assert!(talk.may_read(roles, who, part), "{who:?} {part:?} in {talk:?}");
        }
        let open: Vec<_> =
            parts.iter().filter(|part| talk.may_write(roles, who, **part, now).is_ok()).copied().collect();
        for part in &open {
            assert!(talk.next(roles, who, shared_by(*part), now).is_ok(), "{who:?} {part:?} in {talk:?}");
        }
        for event in moves().into_iter().filter(|event| shares(*event)) {
            let place = open.iter().filter(|part| shared_by(**part) == event).count();
            let accepted = talk.next(roles, who, event, now).is_ok();
            assert_eq!(place, usize::from(accepted), "{who:?} {} in {talk:?}", name(event));
        }
        // (f) nothing tells passing from sharing.
        let after = |event| talk.next(roles, who, event, now).ok();
        for (pass, share) in
            [(Event::PassDeeper, Event::ShareDeeper), (Event::PassResponsibility, Event::ShareResponsibility)]
        {
            if after(pass).is_some() {
                assert_eq!(after(pass), after(share));
            }
        }
    }
    // (c) there is a way to the end.
    if !oracle.closed {
        assert!(acts_to_the_end(talk, roles, now).is_some(), "stuck in {talk:?}");
    }
}

#[test]
fn no_random_talk_writes_out_of_turn_skips_a_step_or_gets_stuck() {
    let [sequences, tried, accepted, finished] = [const { Cell::new(0_u64) }; 4];
    let count = |cell: &Cell<u64>, by: u64| cell.set(cell.get() + by);
    // No random talk has more rounds than acts.
    let parts = parts_up_to(110);
    let config = Config { cases: SEQUENCES, failure_persistence: None, ..Config::default() };
    // The same talks on every machine; more of them with a larger number above.
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let strategy = (prop::sample::select(all_roles()), any::<bool>(), acts());
    let result = runner.run(&strategy, |(roles, two_proposes, acts)| {
        count(&sequences, 1);
        let by = if two_proposes { Seat::Two } else { Seat::One };
        let (mut talk, mut now) = (Talk::proposed(by), START);
        let mut oracle = Oracle::new(roles, by);
        // Two who are both have no mirror image: one of them has to begin.
        let has_mirror = roles.of(Seat::One) != roles.of(Seat::Two);
        let mut changed = true;
        for act in acts {
            now += Duration::minutes(act.minutes);
            let until = now + Duration::minutes(act.until);
            let who = if act.two { Seat::Two } else { Seat::One };
            let events = everything(until);
            // Only a break depends on the time: without one a refused act leaves all as it was looked at.
            if changed || talk.pause.is_some() {
                check(&talk, roles, &oracle, &events, &near_parts(&talk), now);
                count(&tried, 2 * events.len() as u64);
            }
            let sensible: Vec<_> = Seat::ALL
                .into_iter()
                .flat_map(|who| moves().into_iter().map(move |event| (who, event)))
                .filter(|(who, event)| oracle.allows(*who, *event, now))
                .collect();
            let (who, event) = if act.rare {
                (who, *act.pick.get(&everything(until)[moves().len()..]))
            } else if act.sensible && !sensible.is_empty() {
                *act.pick.get(&sensible)
            } else {
                (who, *act.pick.get(&moves()))
            };
            let after = talk.next(roles, who, event, now);
            changed = after.is_ok();
            if has_mirror {
                let other = mirrored(&talk).next(mirrored_roles(roles), who.other(), event, now);
                assert_eq!(other, after.as_ref().map(mirrored).map_err(|refusal| *refusal));
            }
            if let Ok(after) = after {
                let (from, to) = (talk.stage().step(), after.stage().step());
                if let (Some(from), Some(to)) = (from, to) {
                    assert!(to.number() == from.number() || to.number() == from.number() + 1);
                }
                assert!(from.is_some() || to.is_none_or(|to| to == Step::TimeAndPlace));
                quiet_where_nothing_was_shown(&talk, &after, roles, who, event, now);
                oracle.apply(who, event);
                talk = after;
                count(&accepted, 1);
                count(&finished, u64::from(talk.stage == Stage::Closed { outcome: Outcome::Finished }));
            }
        }
        check(&talk, roles, &oracle, &everything(now + Duration::HOUR), &parts, now);
        Ok(())
    });
    let [sequences, tried, accepted, finished] =
        [sequences, tried, accepted, finished].map(|cell| cell.get());
    println!(
        "{sequences} sequences, {accepted} accepted acts, {tried} acts tried, {finished} talks finished"
    );
    result.unwrap();
    assert!(finished > 100, "the random talks hardly ever reach the end");
}

/// The other's page changes when it says something new, and not for what was not shown.
fn quiet_where_nothing_was_shown(
    before: &Talk,
    after: &Talk,
    roles: Roles,
    who: Seat,
    event: Event,
    now: OffsetDateTime,
) {
    let other = who.other();
    let (was, is) = (before.asks(roles, other, now), after.asks(roles, other, now));
    let changed = after.changed_for(before, roles, other, now);
    if was != is {
        assert!(changed, "{} changed {was:?} to {is:?} unnoticed", name(event));
    }
    let alone = matches!(
        (event, &after.stage),
        (Event::ShareFeelings, Stage::Feelings { .. })
            | (
                Event::ShareDeeper | Event::PassDeeper | Event::OnwardDeeper,
                Stage::Deeper { done: Some(_), .. }
            )
    );
    if (alone || event == Event::Listened) && !before.back_from_break(now) {
        assert!(!changed, "{} by {who:?} shows in {after:?}", name(event));
    }
}

#[test]
fn every_state_within_reach_has_a_way_to_the_end_and_someone_it_waits_for() {
    let mut states = 0;
    for roles in all_roles() {
        let mut seen = HashSet::new();
        let mut queue: VecDeque<_> = Seat::ALL.map(Talk::proposed).into();
        while let Some(talk) = queue.pop_front() {
            if !seen.insert(talk.stage.clone()) {
                continue;
            }
            if !matches!(talk.stage, Stage::Closed { .. }) {
                assert!(acts_to_the_end(&talk, roles, START).is_some(), "{talk:?}");
                assert!(Seat::ALL.iter().any(|who| talk.waits_for(roles, *who, START)), "{talk:?}");
            }
            for who in Seat::ALL {
                let after = moves().into_iter().filter_map(|event| talk.next(roles, who, event, START).ok());
                queue.extend(after.filter(|talk| !far(talk)));
            }
        }
        states += seen.len();
    }
    println!("{states} states of {} pairs of roles", all_roles().len());
    assert!(states > 500);
}

/// Rounds and ideas have no end; a few of each show all there is to see.
fn far(talk: &Talk) -> bool {
    let json = serde_json::to_string(talk).unwrap();
    json.contains(":4")
}

#[test]
fn two_who_are_both_each_have_the_same_turns_though_one_begins() {
    let roles = Roles::new(Role::Both, Role::Both).unwrap();
    let mut turns = [vec![], vec![]];
    let mut talk = Talk::proposed(Seat::One).next(roles, Seat::Two, Event::AcceptOpening, START).unwrap();
    while !matches!(talk.stage, Stage::Closed { .. }) {
        let (who, event) = Seat::ALL
            .into_iter()
            .flat_map(|who| moves().into_iter().map(move |event| (who, event)))
            .filter(|(_, event)| !matches!(event, Event::NotQuite | Event::ShareIdea | Event::ProposeTime))
            .find(|(who, event)| talk.next(roles, *who, *event, START).is_ok())
            .unwrap_or((Seat::One, Event::ProposeTime));
        let step = talk.stage().step().map_or(0, Step::number);
        turns[usize::from(who == Seat::Two)].push((step, name(event)));
        talk = talk.next(roles, who, event, START).unwrap();
    }
    let [mut one, mut two] =
        turns.map(|turns| turns.into_iter().filter(|(step, _)| *step > 1).collect::<Vec<_>>());
    one.sort_unstable();
    two.sort_unstable();
    assert_eq!(one, two);
    assert_eq!(one.len(), 17);
}

#[test]
fn a_stored_talk_that_this_version_does_not_know_is_refused() {
    for json in [
        r#"{"stage":{"feelings":{"done":null}}}"#,
        r#"{"stage":{"feelings":{}},"pause":null}"#,
        r#"{"stage":{"feelings":{"done":null,"by":"one"}},"pause":null}"#,
        r#"{"stage":{"feelings":{"done":"three"}},"pause":null}"#,
        r#"{"stage":{"forgiveness":{}},"pause":null}"#,
        r#"{"stage":{"feelings":{"done":null}},"pause":null,"roles":{}}"#,
        r#"{"stage":{"feelings":{"done":null}},"pause":{"until":"soon","by":"one"}}"#,
        r#"{"stage":{"feelings":{"done":null}},"pause":{"until":"2026-03-01T20:00:00Z","by":"one","why":""}}"#,
    ] {
        assert!(serde_json::from_str::<Talk>(json).is_err(), "{json}");
    }
    let known = r#"{"stage":{"feelings":{"done":null}},"pause":null}"#;
    assert_eq!(serde_json::from_str::<Talk>(known).unwrap().stage, Stage::Feelings { done: None });
}
