//! When a promise is to be looked at again, and what looking at it prepares.
//!
//! What must stay true: what rests on one person alone is looked at within three months. Looking at it again changes
//! only one's own draft; both sign what comes of it.

use time::Date;

use crate::{
    ids::CommitmentId,
    plans::{
        Commitment, Doer, Draft,
        checks::{self, three_months_after},
    },
    web::show,
};

/// The last day on which a promise has to be looked at again: three months from its start, or from today where it has
/// started. None for what both promise.
#[must_use]
pub fn latest_allowed(who: Doer, starts: Date, today: Date) -> Option<Date> {
    match who {
        Doer::One | Doer::Two => Some(three_months_after(starts.max(today))),
        Doer::Both => None,
    }
}

/// What is wrong with the day on which a promise is to be looked at again, if anything is: the form for a promise and
/// this page ask the same rule.
#[must_use]
pub fn problem(commitment: &Commitment, review: Option<Date>, today: Date) -> Option<String> {
    let kept = Commitment { review, ..commitment.clone() };
    checks::commitment(&kept, today).into_iter().find(|needs| needs.field == "review").map(|needs| needs.text)
}

/// Whether the day has come on which both look at it again.
#[must_use]
pub fn has_come(commitment: &Commitment, today: Date) -> bool {
    commitment.review.is_some_and(|day| day <= today)
}

/// A day to begin with when it is kept.
#[must_use]
pub fn suggested(commitment: &Commitment, today: Date) -> Date {
    latest_allowed(commitment.who, commitment.starts, today)
        .unwrap_or_else(|| three_months_after(three_months_after(commitment.starts.max(today))))
}

/// What looking at a promise comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It stays, and is looked at again on this day.
    Keep(Option<Date>),
    /// It becomes lighter: its words are changed in the draft.
    Ease,
    /// It ends.
    End,
}

/// Puts it into a draft, with a reason where there is none yet. Whether the draft has this promise.
pub fn prepare(draft: &mut Draft, id: CommitmentId, outcome: Outcome, today: Date) -> bool {
    let Some(mut commitment) = draft.commitment(id).cloned() else { return false };
    match outcome {
        Outcome::Keep(review) => {
            commitment.review = review;
            draft.text.put(commitment);
        }
        Outcome::Ease => {}
        Outcome::End => draft.text.drop(id),
    }
    if draft.reason.trim().is_empty() {
        draft.reason = format!("From looking at it again on {}.", show::day(today));
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::{Duration, macros::date};

    use super::*;
    use crate::{
        couples::Seat,
        plans::{HowOften, Kind, PlanText},
    };

    fn promise(who: Doer) -> Commitment {
        Commitment {
            id: CommitmentId::random(),
            who,
            act: "A call at noon".to_owned(),
            how_often: HowOften::Daily,
            starts: date!(2026 - 03 - 01),
            review: Some(date!(2026 - 05 - 01)),
            kind: Kind::Action,
            from_talk: None,
        }
    }

    #[test]
    fn what_rests_on_one_alone_is_looked_at_within_three_months_and_nothing_else_must_be() {
        let today = date!(2026 - 03 - 02);
        for who in [Doer::One, Doer::Two] {
            let it = promise(who);
            assert!(problem(&it, None, today).is_some());
            assert_eq!(problem(&it, Some(date!(2026 - 06 - 02)), today), None);
            assert!(problem(&it, Some(date!(2026 - 06 - 03)), today).is_some());
            // one that starts later is looked at later
            let later = Commitment { starts: date!(2026 - 04 - 01), ..it };
            assert_eq!(problem(&later, Some(date!(2026 - 07 - 01)), today), None);
        }
        let both = promise(Doer::Both);
        assert_eq!(problem(&both, None, today), None);
        assert_eq!(problem(&both, Some(date!(2030 - 01 - 01)), today), None);
        assert!(problem(&both, Some(today), today).is_some());
    }

    #[test]
    fn the_day_has_come_on_that_day_and_not_before() {
        let it = promise(Doer::Both);
        assert!(!has_come(&it, date!(2026 - 04 - 30)));
        assert!(has_come(&it, date!(2026 - 05 - 01)) && has_come(&it, date!(2026 - 06 - 01)));
        assert!(!has_come(&Commitment { review: None, ..it }, date!(2030 - 01 - 01)));
    }

    #[test]
    fn looking_at_it_prepares_a_draft_and_leaves_the_rest_of_it() {
        let (one, other) = (promise(Doer::One), promise(Doer::Both));
        let text = PlanText { commitments: vec![one.clone(), other.clone()], ..PlanText::default() };
        let draft =
            Draft { couple: None, by: Seat::One, from: None, text, reason: String::new(), taken: Vec::new() };
        let today = date!(2026 - 05 - 02);
        let prepared = |outcome| {
            let mut draft = draft.clone();
            assert!(prepare(&mut draft, one.id, outcome, today));
            assert_eq!(draft.commitment(other.id), Some(&other));
            assert_eq!(draft.reason, "From looking at it again on 2 May 2026.");
            draft
        };
        let day = Some(date!(2026 - 08 - 01));
        assert_eq!(prepared(Outcome::Keep(day)).commitment(one.id).unwrap().review, day);
        assert_eq!(prepared(Outcome::End).commitment(one.id), None);
        assert_eq!(prepared(Outcome::Ease).commitment(one.id), Some(&one));
        let mut with_reason = Draft { reason: "It is too much".to_owned(), ..draft.clone() };
        assert!(prepare(&mut with_reason, one.id, Outcome::End, today));
        assert_eq!(with_reason.reason, "It is too much");
        assert!(!prepare(&mut with_reason, one.id, Outcome::End, today), "it is not in it any more");
    }

    proptest! {
        #[test]
        fn what_is_suggested_is_allowed(day in 2_460_000..2_475_000, ahead in -400_i64..400, who in 0..3_usize) {
            let today = Date::from_julian_day(day).unwrap();
            let who = [Doer::One, Doer::Two, Doer::Both][who];
            let it = Commitment { starts: today + Duration::days(ahead), ..promise(who) };
            prop_assert_eq!(problem(&it, Some(suggested(&it, today)), today), None);
        }
    }
}
