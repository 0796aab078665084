//! Whether nearly everything has rested on one person for long. Then both are asked the same gentle question.
//!
//! What must stay true: it is one question for both, it names nobody, and it says nothing about how anything was kept.

use time::{Date, Duration};

use crate::plans::{Commitment, Doer};

/// For how long, before it is asked: early on one-sided amends are in their place.
const LONG: Duration = Duration::weeks(12);
/// A plan of fewer promises is no sign of anything.
const FEWEST: usize = 4;

/// Who alone carries at least four of five promises of a plan.
pub(super) fn carrier(commitments: &[Commitment]) -> Option<Doer> {
    let of = |who| commitments.iter().filter(|it| it.who == who).count();
    [Doer::One, Doer::Two].into_iter().find(|who| of(*who) >= FEWEST && of(*who) * 5 >= commitments.len() * 4)
}

/// Whether one person alone has carried nearly all promises for twelve weeks. `held` are the versions that both have
/// signed, each with its day, the first one first.
#[must_use]
pub fn rests_on_one(held: &[(Date, &[Commitment])], today: Date) -> bool {
    let held: Vec<_> = held.iter().filter(|(on, _)| *on <= today).collect();
    let Some(since) = today.checked_sub(LONG) else { return false };
    let Some(first) = held.iter().rposition(|(on, _)| *on <= since) else { return false };
    let mut all = held.iter().skip(first).map(|(_, commitments)| carrier(commitments));
    let Some(Some(who)) = all.next() else { return false };
    all.all(|other| other == Some(who))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::{
        ids::CommitmentId,
        plans::{HowOften, Kind},
    };

    fn plan(one: usize, two: usize, both: usize) -> Vec<Commitment> {
        let promise = |who| Commitment {
            id: CommitmentId::random(),
            who,
            act: String::new(),
            how_often: HowOften::Weekly,
            starts: date!(2026 - 01 - 01),
            review: None,
            kind: Kind::Action,
            from_talk: None,
        };
        let of = |who, count| std::iter::repeat_n(who, count).map(promise);
        of(Doer::One, one).chain(of(Doer::Two, two)).chain(of(Doer::Both, both)).collect()
    }

    const TODAY: Date = date!(2026 - 06 - 01);

    fn asks(held: &[(Date, Vec<Commitment>)]) -> bool {
        let held: Vec<(Date, &[Commitment])> = held.iter().map(|(on, plan)| (*on, plan.as_slice())).collect();
        rests_on_one(&held, TODAY)
    }

    #[test]
    fn it_is_asked_when_one_has_carried_nearly_all_for_twelve_weeks() {
        let since = TODAY - LONG;
        for (one, two, both, asked) in [
            (4, 0, 0, true),
            (4, 1, 0, true),
            (4, 0, 1, true),
            (4, 1, 1, false),
            (3, 0, 0, false),
            (0, 8, 2, true),
            (0, 0, 9, false),
        ] {
            assert_eq!(asks(&[(since, plan(one, two, both))]), asked, "{one} {two} {both}");
            assert_eq!(asks(&[(since, plan(two, one, both))]), asked, "the other way round");
        }
        assert!(!asks(&[]));
        assert!(!asks(&[(since + Duration::DAY, plan(6, 0, 0))]), "not for long yet");
    }

    #[test]
    fn a_plan_that_was_shared_out_in_between_begins_anew() {
        let (long_ago, lately) = (date!(2025 - 11 - 01), date!(2026 - 05 - 01));
        assert!(asks(&[(long_ago, plan(6, 0, 0)), (lately, plan(5, 0, 1))]), "changed, and still on one");
        assert!(!asks(&[(long_ago, plan(6, 0, 0)), (lately, plan(3, 3, 0))]));
        assert!(!asks(&[(long_ago, plan(3, 3, 0)), (lately, plan(6, 0, 0))]));
        assert!(!asks(&[(long_ago, plan(6, 0, 0)), (lately, plan(0, 6, 0))]), "it is another person now");
        let short = date!(2026 - 04 - 01);
        assert!(!asks(&[(long_ago, plan(6, 0, 0)), (short, plan(2, 2, 2)), (lately, plan(6, 0, 0))]));
    }
}
