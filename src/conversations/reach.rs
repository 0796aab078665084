//! Every state of a talk within reach, and its mirror image. For tests only.

use std::collections::{HashMap, VecDeque};

use time::{Duration, OffsetDateTime, macros::datetime};

use super::tries::moves;
use super::*;

/// When the talks of the tests happen.
pub(super) const NOW: OffsetDateTime = datetime!(2026-03-01 20:00 UTC);

/// Every talk that acts of the two can lead to, breaks and ways to sit aside: those go with every one of them.
///
/// Rounds and ideas have no end; a few of each show all there is to see.
pub(super) fn within_reach(roles: Roles) -> Vec<Talk> {
    let mut acts = moves();
    acts.extend([
        Event::StopForNow,
        Event::LeaveForTherapist,
        Event::Stop,
        Event::Settle(true),
        Event::Settle(false),
    ]);
    let mut seen = HashMap::from([(format!("{:?}", Talk::begun()), Talk::begun())]);
    let mut queue = VecDeque::from([Talk::begun()]);
    while let Some(talk) = queue.pop_front() {
        for (who, event) in Seat::ALL.into_iter().flat_map(|who| acts.iter().map(move |event| (who, *event)))
        {
            if let Ok(next) = talk.next(roles, who, event, NOW)
                && !is_far(&next)
                && seen.insert(format!("{next:?}"), next.clone()).is_none()
            {
                queue.push_back(next);
            }
        }
    }
    let mut all: Vec<_> = seen.into_iter().collect();
    all.sort_by(|(one, _), (two, _)| one.cmp(two));
    all.into_iter().map(|(_, talk)| talk).collect()
}

fn is_far(talk: &Talk) -> bool {
    serde_json::to_string(&talk.stage).unwrap().contains(":3")
}

/// The same talk on a break that `by` has called.
pub(super) fn on_a_break(talk: &Talk, roles: Roles, by: Seat) -> Option<Talk> {
    talk.next(roles, by, Event::Break { until: NOW + Duration::HOUR }, NOW).ok()
}

/// The same talk in a sitting that is about feelings only.
pub(super) fn about_feelings(talk: &Talk, roles: Roles) -> Option<Talk> {
    let only = Event::OnlyFeelings(only_feelings::sitting_day(NOW));
    talk.next(roles, Seat::One, only, NOW).ok()?.next(roles, Seat::Two, only, NOW).ok()
}

pub(super) fn mirrored_roles(roles: Roles) -> Roles {
    Roles::new(roles.of(Seat::Two), roles.of(Seat::One)).unwrap()
}

/// The same talk with the two exchanged. Turns know no seat, so they stay as they are.
pub(super) fn mirrored(talk: &Talk) -> Talk {
    let proposal =
        |latest: Option<Proposal>| latest.map(|latest| Proposal { by: latest.by.other(), ..latest });
    let other = |seat: Option<Seat>| seat.map(Seat::other);
    let stage = match talk.stage.clone() {
        Stage::In { round, at, done } => Stage::In { round, at, done: other(done) },
        Stage::Opening { latest, said, anyway } => {
            Stage::Opening { latest: proposal(latest), said, anyway: other(anyway) }
        }
        Stage::Statement { turn, round, at: Stating::NotReady { anyway } } => {
            Stage::Statement { turn, round, at: Stating::NotReady { anyway: other(anyway) } }
        }
        Stage::TimeAndPlace { latest } => Stage::TimeAndPlace { latest: proposal(latest) },
        Stage::Before { done } => Stage::Before { done: other(done) },
        Stage::Feelings { done } => Stage::Feelings { done: other(done) },
        Stage::Deeper { at, done } => Stage::Deeper { at, done: other(done) },
        Stage::Planning { ideas, enough, later } => {
            let (one, two) = (ideas.of(Seat::Two), ideas.of(Seat::One));
            let ideas = serde_json::from_value(serde_json::json!({ "one": one, "two": two })).unwrap();
            Stage::Planning { ideas, enough: other(enough), later }
        }
        stage @ (Stage::Statement { .. }
        | Stage::Listening { .. }
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
    Talk {
        stage,
        pause,
        rest: talk.rest.map(|rest| Rest { asked: other(rest.asked), ..rest }),
        heavy: talk.heavy,
        tomorrow: talk.tomorrow.map(|waits| Tomorrow { agreed: other(waits.agreed), ..waits }),
        how: talk.how,
        suggested: talk.suggested.map(|one| Suggested { by: one.by.other(), ..one }),
        sitting: talk.sitting,
        next: talk.next.as_ref().map(NextTime::mirrored),
        feelings: talk.feelings.map(|only| match only {
            OnlyFeelings::Suggested { day, by } => OnlyFeelings::Suggested { day, by: by.other() },
            OnlyFeelings::Agreed { day, lift } => OnlyFeelings::Agreed { day, lift: other(lift) },
        }),
        apart: talk.apart,
    }
}

/// The same talk with the first turn and the second exchanged: for two who are both, who have the turns one each.
pub(super) fn turned(talk: &Talk) -> Talk {
    let swapped =
        |json: serde_json::Value| serde_json::json!({ "first": json["second"], "second": json["first"] });
    let later = |later: Later| serde_json::from_value(swapped(serde_json::to_value(later).unwrap())).unwrap();
    let settled =
        |settled: Settled| serde_json::from_value(swapped(serde_json::to_value(settled).unwrap())).unwrap();
    let mut talk = talk.clone();
    match &mut talk.stage {
        Stage::Statement { turn, .. }
        | Stage::Listening { turn, .. }
        | Stage::Perspectives { turn, .. }
        | Stage::Responsibility { turn, .. } => *turn = turn.other(),
        Stage::Apology { turn, later: waits, .. } => (*turn, *waits) = (turn.other(), later(*waits)),
        Stage::Planning { later: waits, .. } => *waits = later(*waits),
        Stage::Closed { settled: marks, .. } => *marks = settled(*marks),
        Stage::In { .. }
        | Stage::Opening { .. }
        | Stage::TimeAndPlace { .. }
        | Stage::Before { .. }
        | Stage::Feelings { .. }
        | Stage::Deeper { .. }
        | Stage::OwnPart => {}
    }
    talk
}
