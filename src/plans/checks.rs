//! What a promise needs before it can stand in a plan.
//!
//! What must stay true: what rests on one person alone is looked at again within three months, and nothing that the plan
//! refuses to hold gets into a version: the draft is checked when it is written and once more when it is proposed.

use time::{Date, Month};

use super::{Commitment, Doer, HowOften, PlanText, Question, refusal};
use crate::typed;

/// The longest promise: what stands in a list on a phone is short.
pub const LONGEST_ACT: usize = 300;
/// The longest of the three texts, and of a reason.
pub const LONGEST_TEXT: usize = 4000;
/// More promises than this are not seen any more.
pub const MOST: usize = 40;

/// Something about a promise that needs another look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needs {
    /// The field that it is about: `act`, `how`, `starts` or `review`.
    pub field: &'static str,
    /// What to do, in a sentence.
    pub text: String,
    /// Why the plan does not hold it, and a wording to start from.
    pub refused: Option<refusal::Refused>,
}

fn needs(field: &'static str, text: impl Into<String>) -> Needs {
    Needs { field, text: text.into(), refused: None }
}

/// The day three months later, or the last of that month.
#[must_use]
pub fn three_months_after(day: Date) -> Date {
    let (mut year, mut month) = (day.year(), day.month());
    for _ in 0..3 {
        month = month.next();
        if month == Month::January {
            year += 1;
        }
    }
    let last = month.length(year);
    Date::from_calendar_date(year, month, day.day().min(last)).unwrap_or(Date::MAX)
}

/// What needs another look in a promise, on this day; in the order of the form.
#[must_use]
pub fn commitment(it: &Commitment, today: Date) -> Vec<Needs> {
    let mut all = Vec::new();
    if it.act.trim().is_empty() {
        all.push(needs("act", "Write what can be seen when it happens"));
    } else if typed::length(&it.act) > LONGEST_ACT {
        all.push(needs("act", "Keep it to 300 characters. Two promises are easier to keep than a long one"));
    } else if let Some(refused) = refusal::check(&it.act) {
        let text = "The plan does not hold this one. Below is why, and a wording to start from";
        all.push(Needs { field: "act", text: text.to_owned(), refused: Some(refused) });
    }
    if matches!(&it.how_often, HowOften::Weekdays(days) if days.is_empty()) {
        all.push(needs("how", "Choose at least one day of the week"));
    }
    let from = it.starts.max(today);
    let latest = three_months_after(from);
    match (it.review, it.who) {
        (Some(day), _) if day <= today => all.push(needs("review", "Choose a day that is still to come")),
        (Some(day), _) if day < it.starts => all.push(needs("review", "Choose a day after it has begun")),
        (Some(day), Doer::One | Doer::Two) if day > latest => all.push(needs(
            "review",
            "Choose a day within three months. What rests on one of you alone is looked at again by then",
        )),
        (None, Doer::One | Doer::Two) => all.push(needs(
            "review",
            "Choose a day within three months. What rests on one of you alone is looked at again by then",
        )),
        _ => {}
    }
    all
}

/// Whether a text can be proposed over what holds, on this day: everything new or changed in it is as it should be.
#[must_use]
pub fn is_ready(text: &PlanText, over: Option<&PlanText>, today: Date) -> bool {
    let stays = |it: &Commitment| over.and_then(|old| old.commitment(it.id)) == Some(it);
    let short = |question| typed::length(text.of(question)) <= LONGEST_TEXT;
    text.commitments.len() <= MOST
        && Question::ALL.into_iter().all(short)
        && text.commitments.iter().filter(|it| !stays(it)).all(|it| commitment(it, today).is_empty())
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::{ids::CommitmentId, plans::Kind};

    const TODAY: Date = date!(2026 - 11 - 30);

    fn promise() -> Commitment {
        Commitment {
            id: CommitmentId::random(),
            who: Doer::One,
            act: "Say by six when I will be late".to_owned(),
            how_often: HowOften::WhenItHappens,
            starts: TODAY,
            review: Some(date!(2027 - 02 - 28)),
            kind: Kind::Action,
            from_talk: None,
        }
    }

    fn fields(change: impl Fn(&mut Commitment)) -> Vec<&'static str> {
        let mut it = promise();
        change(&mut it);
        commitment(&it, TODAY).iter().map(|needs| needs.field).collect()
    }

    #[test]
    fn three_months_later_is_the_same_day_or_the_last_of_its_month() {
        for (from, to) in [
            (date!(2026 - 11 - 30), date!(2027 - 02 - 28)),
            (date!(2027 - 11 - 30), date!(2028 - 02 - 29)),
            (date!(2026 - 01 - 31), date!(2026 - 04 - 30)),
            (date!(2026 - 12 - 01), date!(2027 - 03 - 01)),
        ] {
            assert_eq!(three_months_after(from), to);
        }
    }

    #[test]
    fn what_rests_on_one_alone_is_looked_at_within_three_months_of_its_beginning() {
        assert_eq!(fields(|_| {}), [] as [&str; 0]);
        assert_eq!(fields(|it| it.review = Some(date!(2027 - 03 - 01))), ["review"]);
        assert_eq!(fields(|it| it.review = None), ["review"]);
        let later = |it: &mut Commitment| {
            it.starts = date!(2026 - 12 - 24);
            it.review = Some(date!(2027 - 03 - 24));
        };
        assert_eq!(fields(later), [] as [&str; 0]);
        // begun long ago: three months from today
        assert_eq!(fields(|it| it.starts = date!(2026 - 01 - 01)), [] as [&str; 0]);
        for who in [Doer::One, Doer::Two] {
            assert_eq!(fields(|it| (it.who, it.review) = (who, None)), ["review"]);
        }
        assert_eq!(fields(|it| (it.who, it.review) = (Doer::Both, None)), [] as [&str; 0]);
        assert_eq!(
            fields(|it| (it.who, it.review) = (Doer::Both, Some(date!(2028 - 01 - 01)))),
            [] as [&str; 0]
        );
    }

    #[test]
    fn a_day_that_is_over_no_words_no_days_and_what_the_plan_refuses_are_asked_again() {
        assert_eq!(fields(|it| it.review = Some(TODAY)), ["review"]);
        let before = |it: &mut Commitment| {
            it.starts = date!(2026 - 12 - 24);
            it.review = Some(date!(2026 - 12 - 23));
        };
        assert_eq!(fields(before), ["review"]);
        assert_eq!(fields(|it| it.act = " \n".to_owned()), ["act"]);
        assert_eq!(fields(|it| it.act = "x".repeat(301)), ["act"]);
        assert_eq!(fields(|it| it.how_often = HowOften::Weekdays(Vec::new())), ["how"]);
        let mut it = promise();
        it.act = "Give me your phone passcode".to_owned();
        let refused = commitment(&it, TODAY);
        assert!(matches!(refused.as_slice(), [Needs { field: "act", refused: Some(_), .. }]), "{refused:?}");
    }

    #[test]
    fn what_holds_already_is_not_asked_again_and_what_changes_is() {
        let mut old = promise();
        old.review = Some(date!(2026 - 06 - 01));
        let held = PlanText { commitments: vec![old.clone()], ..PlanText::default() };
        assert!(is_ready(&held, Some(&held), TODAY));
        assert!(!is_ready(&held, None, TODAY));
        let mut changed = held.clone();
        changed.commitments[0].act = "Say by seven when I will be late".to_owned();
        assert!(!is_ready(&changed, Some(&held), TODAY));
        changed.commitments[0].review = Some(date!(2027 - 01 - 10));
        assert!(is_ready(&changed, Some(&held), TODAY));
    }
}
