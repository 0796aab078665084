//! Random talks: thousands of sequences of acts by both, in and out of turn, with breaks and passing time.
//!
//! After every act all acts of both are tried against the oracle, so a wrong permission shows wherever it is.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use time::{Duration, OffsetDateTime};

use super::oracle::Oracle;
use super::reach::*;
use super::tries::*;
use super::*;

const START: OffsetDateTime = NOW;
const SEQUENCES: u32 = 2_000;

/// Goes on by the shortest honest way and says in how many acts the talk is finished.
fn acts_to_the_end(talk: &Talk, roles: Roles, now: OffsetDateTime) -> Option<usize> {
    let order = [
        Event::Resume,
        Event::GoOnToday,
        Event::ShowIn,
        Event::BothIn,
        Event::AcceptOpening,
        Event::ProposeOpening,
        Event::State,
        Event::StatementRead,
        Event::AcceptTime,
        Event::ProposeTime,
        Event::Ready,
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
    // No break outlasts this, and no sitting about feelings only that somebody here thinks of.
    let now = now + Duration::days(10);
    let mut talk = talk.clone();
    for acts in 0..80 {
        if is_finished(&talk) {
            return Some(acts);
        }
        let mut tries = order.iter().flat_map(|event| Seat::ALL.map(|who| (who, *event)));
        talk = tries.find_map(|(who, event)| talk.next(roles, who, event, now).ok())?;
    }
    None
}

fn is_finished(talk: &Talk) -> bool {
    matches!(talk.stage, Stage::Closed { outcome: Outcome::Finished, .. })
}

/// Whether the page offers this person an act that moves the talk.
fn has_a_way_on(ask: &Ask) -> bool {
    match *ask {
        Ask::ReadIn { .. } | Ask::Unnamed { .. } | Ask::Plan { .. } => true,
        Ask::NotReady { mine, i_go_on, .. } => mine || !i_go_on,
        Ask::Tomorrow { i_agreed, .. } => !i_agreed,
        Ask::Resting { i_asked, .. } => !i_asked,
        _ => ask.waits_for_them(),
    }
}

/// Everything that must hold in one state. `parts` are the places that could be written to.
fn check(talk: &Talk, roles: Roles, oracle: &Oracle, events: &[Event], parts: &[Part], now: OffsetDateTime) {
    // (b) the step is the oracle's, and the machine knows no other.
    if !oracle.closed {
        assert_eq!(talk.stage().step().map_or(0, Step::number), oracle.step());
        assert_eq!(talk.tomorrow(now).is_some(), oracle.waits_for_tomorrow(now), "{talk:?}");
    }
    assert_eq!(talk.how(), oracle.how);
    assert_eq!(talk.suggested().map(|one| (one.by, one.how)), oracle.suggested);
    if !oracle.closed {
        let only = talk.only_feelings(now).map(|only| match only {
            OnlyFeelings::Suggested { day, by } => (day, Some(by)),
            OnlyFeelings::Agreed { day, .. } => (day, None),
        });
        assert_eq!(only, oracle.only_now(now), "{talk:?}");
        let times = talk.next_time();
        assert_eq!(times.and_then(NextTime::on_the_table).map(|table| table.by), oracle.time_by);
        let count = times.map_or(0, |times| u32::try_from(times.agreed().len()).unwrap());
        assert_eq!([talk.next_time_number().number() - 1, count], oracle.times);
        assert_eq!(talk.is_only_feelings(now), oracle.is_about_feelings(now), "{talk:?}");
    }
    assert_eq!(talk.is_settled(roles), oracle.closed && oracle.is_settled());
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
        assert_eq!(
            can,
            has_a_way_on(&ask) || talk.may_answer_late(roles, who, now),
            "{who:?} {ask:?} in {talk:?}"
        );
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
        // (a) where they do not go, the reason is the act's own, or that it is over.
        for part in parts.iter().filter(|part| !open.contains(part)) {
            let why = talk.may_write(roles, who, *part, now).unwrap_err();
            let act = talk.next(roles, who, shared_by(*part), now);
            let over_or_later = matches!(why, Refusal::AlreadyDone | Refusal::NotThisStep);
            assert!(over_or_later || act == Err(why), "{who:?} {part:?}: {why:?}, {act:?} in {talk:?}");
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
}

#[test]
fn no_random_talk_writes_out_of_turn_skips_a_step_or_gets_stuck() {
    let [sequences, tried, accepted, finished, kept_out] = [const { Cell::new(0_u64) }; 5];
    let count = |cell: &Cell<u64>, by: u64| cell.set(cell.get() + by);
    // No random talk has more rounds than acts.
    let parts = parts_up_to(150);
    let config = Config { cases: SEQUENCES, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let strategy = (prop::sample::select(all_roles()), acts());
    let result = runner.run(&strategy, |(roles, acts)| {
        count(&sequences, 1);
        let (mut talk, mut now) = (Talk::begun(), START);
        let mut oracle = Oracle::new(roles);
        // Two who are both have no mirror image: one of them has to begin.
        let has_mirror = roles.of(Seat::One) != roles.of(Seat::Two);
        let mut changed = true;
        for act in acts {
            now += Duration::minutes(act.minutes);
            let until = now + Duration::minutes(act.until);
            let who = if act.two { Seat::Two } else { Seat::One };
            let events = everything(until);
            // Only a break and days depend on the time: without them a refused act leaves all as it was looked at.
            if changed || talk.pause.is_some() || talk.tomorrow.is_some() || talk.feelings.is_some() {
                check(&talk, roles, &oracle, &events, &near_parts(&talk), now);
                count(&tried, 2 * events.len() as u64);
                count(&kept_out, u64::from(matches!(talk.asks(roles, who, now), Ask::OnlyFeelings { .. })));
            }
            let mut sensible: Vec<_> = Seat::ALL
                .into_iter()
                .flat_map(|who| moves().into_iter().map(move |event| (who, event)))
                .filter(|(who, event)| oracle.allows(*who, *event, now))
                .collect();
            // What is suggested for an evening is taken up, or lifted, now and then.
            if act.until % 4 == 0 {
                let day =
                    oracle.only_now(now).map_or_else(|| only_feelings::sitting_day(now), |(day, _)| day);
                let only = [
                    Event::OnlyFeelings(day),
                    Event::NotOnlyFeelings,
                    Event::SuggestTime,
                    Event::AgreeToTime,
                ];
                let only = Seat::ALL.into_iter().flat_map(|who| only.map(|event| (who, event)));
                sensible.extend(only.filter(|(who, event)| oracle.allows(*who, *event, now)));
            }
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
                oracle.apply(who, event, now);
                let was = is_finished(&talk);
                talk = after;
                count(&accepted, 1);
                count(&finished, u64::from(!was && is_finished(&talk)));
            }
        }
        check(&talk, roles, &oracle, &everything(now + Duration::HOUR), &parts, now);
        // (c) there is a way to the end.
        assert!(oracle.closed || acts_to_the_end(&talk, roles, now).is_some(), "stuck in {talk:?}");
        Ok(())
    });
    let [sequences, tried, accepted, finished, kept_out] =
        [sequences, tried, accepted, finished, kept_out].map(|cell| cell.get());
    println!(
        "{sequences} sequences, {accepted} accepted acts, {tried} acts tried, {finished} talks finished"
    );
    result.unwrap();
    assert!(kept_out > 100, "{kept_out}");
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
    // What one does alone shows to nobody, also not by ending the break that is over.
    let alone = match (event, &after.stage) {
        (Event::ShowIn, Stage::In { at: Half::Write, .. })
        | (Event::OnwardIn, Stage::In { .. })
        | (Event::Anyway, Stage::Opening { .. } | Stage::Statement { at: Stating::NotReady { .. }, .. })
        | (Event::Ready, Stage::Before { .. })
        | (Event::ShareFeelings, Stage::Feelings { .. })
        | (
            Event::ShareDeeper | Event::PassDeeper | Event::OnwardDeeper,
            Stage::Deeper { done: Some(_), .. },
        )
        | (Event::Listened, _) => true,
        (Event::GoOnToday, _) => after.tomorrow.is_some(),
        (Event::NotOnlyFeelings, _) => after.feelings.is_some(),
        (Event::Settle(_), _) => before.is_settled(roles) == after.is_settled(roles),
        _ => false,
    };
    if alone {
        assert!(!changed, "{} by {who:?} shows in {after:?}", name(event));
    }
}

#[test]
fn every_state_within_reach_has_a_way_to_the_end_and_someone_who_can_go_on() {
    let mut states = 0;
    for roles in all_roles() {
        let reached = within_reach(roles);
        states += reached.len();
        for talk in reached {
            if !matches!(talk.stage, Stage::Closed { .. }) {
                assert!(acts_to_the_end(&talk, roles, START).is_some(), "{talk:?}");
                let can = |who: &Seat| has_a_way_on(&talk.asks(roles, *who, START));
                assert!(Seat::ALL.iter().any(can), "{talk:?}");
            }
            let json = serde_json::to_string(&talk).unwrap();
            assert_eq!(serde_json::from_str::<Talk>(&json).unwrap(), talk);
        }
    }
    println!("{states} states of {} pairs of roles", all_roles().len());
    assert!(states > 2_000);
}

#[test]
fn two_who_are_both_each_have_the_same_turns_though_one_begins() {
    let roles = Roles::new(Role::Both, Role::Both).unwrap();
    let detours = [
        Event::AskInAgain,
        Event::ProposeOpening,
        Event::NotYet,
        Event::SeeDifferently,
        Event::NotReady,
        Event::ProposeTime,
        Event::NotQuite,
        Event::ShareIdea,
    ];
    let mut turns = [vec![], vec![]];
    let mut talk = Talk::begun();
    while !matches!(talk.stage, Stage::Closed { .. }) {
        let (who, event) = Seat::ALL
            .into_iter()
            .flat_map(|who| moves().into_iter().map(move |event| (who, event)))
            .filter(|(_, event)| !detours.contains(event))
            .find(|(who, event)| talk.next(roles, *who, *event, START).is_ok())
            .unwrap_or(match talk.stage {
                Stage::Opening { .. } => (Seat::One, Event::ProposeOpening),
                _ => (Seat::One, Event::ProposeTime),
            });
        let step = talk.stage().step().map_or(0, Step::number);
        turns[usize::from(who == Seat::Two)].push((step, name(event)));
        talk = talk.next(roles, who, event, START).unwrap();
    }
    let [mut one, mut two] =
        turns.map(|turns| turns.into_iter().filter(|(step, _)| *step > 1).collect::<Vec<_>>());
    one.sort_unstable();
    two.sort_unstable();
    assert_eq!(one, two);
    // Seventeen acts of the steps, and three times the wish to go on with the next one on the same day.
    assert_eq!(one.len(), 17 + 3);
}

#[test]
fn a_stored_talk_that_this_version_does_not_know_is_refused() {
    let whole = |stage: &str, rest: &str| format!(r#"{{"stage":{stage},{rest}}}"#);
    let others = r#""pause":null,"rest":null,"heavy":null,"tomorrow":null,"how":"apart","suggested":null,"sitting":null"#;
    let feelings = r#"{"feelings":{"done":null}}"#;
    let known = whole(feelings, others);
    assert_eq!(serde_json::from_str::<Talk>(&known).unwrap().stage, Stage::Feelings { done: None });
    for stage in [
        r#"{"feelings":{}}"#,
        r#"{"feelings":{"done":null,"by":"one"}}"#,
        r#"{"feelings":{"done":"three"}}"#,
        r#"{"forgiveness":{}}"#,
        r#"{"in":{"round":0,"at":"write","done":null}}"#,
        r#"{"in":{"round":1,"at":"write"}}"#,
        r#"{"in":{"round":1,"at":"write","done":null,"answer":"no"}}"#,
        // A proposal, as it was before it could be answered with something else.
        r#"{"opening":{"latest":{"by":"one","round":1}}}"#,
        r#"{"opening":{"latest":null,"said":"never","anyway":null}}"#,
        r#"{"statement":{"turn":"first","round":1,"at":{"not-ready":{}}}}"#,
        r#"{"before":{}}"#,
        r#"{"closed":{"outcome":"finished"}}"#,
        r#"{"closed":{"outcome":"finished","settled":{"first":true}}}"#,
    ] {
        assert!(serde_json::from_str::<Talk>(&whole(stage, others)).is_err(), "{stage}");
    }
    for (field, wrong) in [
        (r#""pause":null"#, r#""pause":{"until":"soon","by":"one"}"#),
        (r#""pause":null"#, r#""pause":{"until":"2026-03-01T20:00:00Z","by":"one","why":""}"#),
        (r#""rest":null"#, r#""rest":{}"#),
        (r#""rest":null"#, r#""rest":{"asked":null,"by":"one"}"#),
        (r#""heavy":null"#, r#""heavy":"today""#),
        (r#""heavy":null"#, r#""heavy":"2026-3-1""#),
        (r#""heavy":null"#, r#""heavy":[2026,60]"#),
        (r#""tomorrow":null"#, r#""tomorrow":{"day":"2026-03-01"}"#),
        (r#""tomorrow":null"#, r#""tomorrow":{"day":"2026-03-01T00:00:00Z","agreed":null}"#),
        (r#""how":"apart""#, r#""how":"by-mail""#),
        (r#""how":"apart""#, r#""how":null"#),
        (r#""suggested":null"#, r#""suggested":{"by":"one"}"#),
    ] {
        let json = known.replace(field, wrong);
        assert!(json != known && serde_json::from_str::<Talk>(&json).is_err(), "{json}");
        // Nothing is guessed where a field is missing.
        let without = known.replace(&format!(",{field}"), "");
        assert!(without != known && serde_json::from_str::<Talk>(&without).is_err(), "{without}");
    }
    let roles = known.replace(r#""rest":null"#, r#""rest":null,"roles":{}"#);
    assert!(serde_json::from_str::<Talk>(&roles).is_err());
}

#[test]
fn days_are_stored_as_days() {
    let talk = Talk {
        heavy: Some(START.date()),
        tomorrow: Some(Tomorrow { day: START.date(), agreed: Some(Seat::Two) }),
        ..Talk::begun()
    };
    let json = serde_json::to_value(&talk).unwrap();
    assert_eq!(json["heavy"], "2026-03-01");
    assert_eq!(json["tomorrow"], serde_json::json!({ "day": "2026-03-01", "agreed": "two" }));
    assert_eq!(serde_json::from_value::<Talk>(json).unwrap(), talk);
}
