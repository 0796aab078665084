//! Both have the same rights: what A and B may do is compared in every state within reach.

use time::Duration;

use super::reach::*;
use super::tries::*;
use super::*;

/// `A` for this one and `B` for the other.
fn mine(who: Seat, text: &str) -> String {
    text.replace(&format!("{who:?}"), "A").replace(&format!("{:?}", who.other()), "B")
}

/// What the talk asks of one of the two, and the acts that it accepts from them.
fn acts(talk: &Talk, roles: Roles, who: Seat) -> Vec<String> {
    let ask = mine(who, &format!("{:?}", talk.asks(roles, who, NOW)));
    let events = everything(NOW + Duration::hours(2)).into_iter();
    let acts = events.filter(|event| talk.next(roles, who, *event, NOW).is_ok());
    acts.map(|event| format!("{event:?}")).chain([ask]).collect()
}

/// The same, with the reason for every act that is refused, and with all that they may write and read.
fn rights(talk: &Talk, roles: Roles, who: Seat) -> Vec<String> {
    let events = everything(NOW + Duration::hours(2)).into_iter();
    let refused = events.filter_map(|event| {
        let refusal = talk.next(roles, who, event, NOW).err()?;
        Some(format!("{event:?} {refusal:?}"))
    });
    let parts = near_parts(talk).into_iter().chain(parts_beside()).map(|part| {
        let write = talk.may_write(roles, who, part, NOW);
        mine(who, &format!("{part:?} {write:?} {}", talk.may_read(roles, who, part)))
    });
    let mut all: Vec<_> = acts(talk, roles, who).into_iter().chain(refused).chain(parts).collect();
    all.sort_unstable();
    all
}

#[test]
fn with_their_places_exchanged_the_two_may_do_the_same_in_every_state_of_all_seven_pairs_of_roles() {
    let (mut states, mut compared) = (0, 0);
    for roles in all_roles() {
        let reached = within_reach(roles);
        states += reached.len();
        for talk in reached {
            let held = on_a_break(&talk, roles, Seat::One).into_iter().chain(about_feelings(&talk, roles));
            for talk in held.chain([talk.clone()]) {
                let mirror = mirrored(&talk);
                for who in Seat::ALL {
                    let (here, there) = if roles.of(who) == roles.of(who.other()) {
                        // Two who are both: one of them has to begin, so their turns are exchanged as well.
                        (acts(&talk, roles, who), acts(&turned(&mirror), roles, who.other()))
                    } else {
                        (rights(&talk, roles, who), rights(&mirror, mirrored_roles(roles), who.other()))
                    };
                    assert_eq!(here, there, "{roles:?} {who:?} in {talk:?}");
                    compared += here.len();
                }
            }
        }
    }
    println!("{states} states, {compared} rights compared");
    assert!(states > 2_000, "{states}");
}

#[test]
fn in_every_state_without_turns_the_two_may_do_the_same_whatever_their_roles() {
    let mut compared = 0;
    for roles in all_roles() {
        for talk in within_reach(roles) {
            let without_turns = match talk.stage {
                Stage::In { .. }
                | Stage::Opening { .. }
                | Stage::TimeAndPlace { .. }
                | Stage::Before { .. }
                | Stage::Feelings { .. }
                | Stage::Deeper { .. } => true,
                Stage::Statement { .. }
                | Stage::Listening { .. }
                | Stage::Perspectives { .. }
                | Stage::Responsibility { .. }
                | Stage::OwnPart
                | Stage::Apology { .. }
                | Stage::Planning { .. }
                | Stage::Closed { .. } => talk.rest.is_some(),
            };
            if without_turns {
                let acts = |talk: &Talk, who| {
                    moves()
                        .into_iter()
                        .map(|event| talk.next(roles, who, event, NOW).map(drop))
                        .collect::<Vec<_>>()
                };
                for who in Seat::ALL {
                    assert_eq!(acts(&talk, who), acts(&mirrored(&talk), who.other()), "{roles:?} {talk:?}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn whatever_happened_both_may_rest_and_stop_and_on_a_running_talk_both_may_take_a_break() {
    for roles in all_roles() {
        for talk in within_reach(roles) {
            let running = !matches!(talk.stage, Stage::Closed { .. });
            for who in Seat::ALL {
                let ok = |event| talk.next(roles, who, event, NOW).is_ok();
                assert_eq!(ok(Event::Stop), running);
                assert_eq!(ok(Event::StopForNow), running && talk.rest.is_none());
                assert_eq!(ok(Event::Break { until: NOW + Duration::HOUR }), running && talk.rest.is_none());
            }
        }
    }
}
