//! What one version of a plan changes in another, as data: what stays, what is now and instead, what is new, what ends.
//!
//! What must stay true: nothing is left out. Applied to the old text it gives the new one, whole and in its order.

use super::{Commitment, PlanText, Question};

/// What happens to one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<T> {
    /// It stays as it is.
    Stays(T),
    /// It becomes something else.
    Becomes {
        /// As it is now.
        now: T,
        /// As it would be.
        instead: T,
    },
    /// It was not there.
    New(T),
    /// It would not be there any more.
    Ends(T),
}

impl<T> Change<T> {
    /// Whether it stays as it is.
    pub const fn stays(&self) -> bool {
        matches!(self, Self::Stays(_))
    }

    /// What there would be.
    pub const fn after(&self) -> Option<&T> {
        match self {
            Self::Stays(it) | Self::Becomes { instead: it, .. } | Self::New(it) => Some(it),
            Self::Ends(_) => None,
        }
    }

    /// What there was.
    pub const fn before(&self) -> Option<&T> {
        match self {
            Self::Stays(it) | Self::Becomes { now: it, .. } | Self::Ends(it) => Some(it),
            Self::New(_) => None,
        }
    }
}

/// All that one text changes in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// What both say together to each question; none where neither text says anything.
    pub together: [Option<Change<String>>; 3],
    /// The promises as the new text has them, and after them those that end.
    pub commitments: Vec<Change<Commitment>>,
}

impl Diff {
    /// What `new` changes in `old`.
    #[must_use]
    pub fn between(old: &PlanText, new: &PlanText) -> Self {
        let after = new.commitments.iter().map(|it| match old.commitment(it.id) {
            None => Change::New(it.clone()),
            Some(was) if was == it => Change::Stays(it.clone()),
            Some(was) => Change::Becomes { now: was.clone(), instead: it.clone() },
        });
        let ends = old.commitments.iter().filter(|it| new.commitment(it.id).is_none());
        Self {
            together: Question::ALL.map(|question| text(old.of(question), new.of(question))),
            commitments: after.chain(ends.map(|it| Change::Ends(it.clone()))).collect(),
        }
    }

    /// Whether nothing changes but perhaps the order of the promises.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.together.iter().flatten().all(Change::stays) && self.commitments.iter().all(Change::stays)
    }
}

fn text(old: &str, new: &str) -> Option<Change<String>> {
    match (old.is_empty(), new.is_empty()) {
        (true, true) => None,
        (true, false) => Some(Change::New(new.to_owned())),
        (false, true) => Some(Change::Ends(old.to_owned())),
        (false, false) if old == new => Some(Change::Stays(new.to_owned())),
        (false, false) => Some(Change::Becomes { now: old.to_owned(), instead: new.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::{
        ids::CommitmentId,
        plans::{Doer, HowOften, Kind},
    };

    fn commitment() -> impl Strategy<Value = Commitment> {
        let doer = prop_oneof![Just(Doer::One), Just(Doer::Two), Just(Doer::Both)];
        let often = prop_oneof![Just(HowOften::Daily), Just(HowOften::Once)];
        (0_u128..6, doer, "[ab]{1,2}", often, any::<bool>()).prop_map(|(id, who, act, how_often, review)| {
            Commitment {
                id: CommitmentId(Uuid::from_u128(id)),
                who,
                act,
                how_often,
                starts: date!(2026 - 03 - 02),
                review: review.then_some(date!(2026 - 05 - 02)),
                kind: Kind::Action,
                from_talk: None,
            }
        })
    }

    fn plan() -> impl Strategy<Value = PlanText> {
        let together = prop::array::uniform3("[ab]{0,1}");
        (together, prop::collection::vec(commitment(), 0..6)).prop_map(|(together, all)| {
            let mut text = PlanText { together, commitments: Vec::new() };
            for it in all {
                text.put(it);
            }
            text
        })
    }

    /// The old text with the change done to it, without a look at the new one.
    fn apply(old: &PlanText, diff: &Diff) -> PlanText {
        let mut text = PlanText::default();
        for (slot, change) in text.together.iter_mut().zip(&diff.together) {
            *slot = change.as_ref().and_then(Change::after).cloned().unwrap_or_default();
        }
        for change in &diff.commitments {
            match change {
                Change::Stays(it) => text.commitments.push(old.commitment(it.id).unwrap().clone()),
                Change::Becomes { instead, .. } => text.commitments.push(instead.clone()),
                Change::New(it) => text.commitments.push(it.clone()),
                Change::Ends(_) => {}
            }
        }
        text
    }

    proptest! {
        #[test]
        fn applied_to_the_old_text_it_gives_the_new_one((old, new) in (plan(), plan())) {
            prop_assert_eq!(apply(&old, &Diff::between(&old, &new)), new);
        }

        #[test]
        fn it_says_of_every_old_thing_what_becomes_of_it((old, new) in (plan(), plan())) {
            let diff = Diff::between(&old, &new);
            let before: Vec<&String> = diff.together.iter().flatten().filter_map(Change::before).collect();
            prop_assert_eq!(before, old.together.iter().filter(|text| !text.is_empty()).collect::<Vec<_>>());
            let mut was: Vec<_> = diff.commitments.iter().filter_map(Change::before).cloned().collect();
            let mut all = old.commitments;
            was.sort_by_key(|it| it.id);
            all.sort_by_key(|it| it.id);
            prop_assert_eq!(was, all);
        }

        #[test]
        fn a_text_changes_nothing_in_itself_and_something_in_every_other((old, new) in (plan(), plan())) {
            prop_assert!(Diff::between(&old, &old).is_nothing());
            let sorted = |mut text: PlanText| { text.commitments.sort_by_key(|it| it.id); text };
            let same = sorted(old.clone()) == sorted(new.clone());
            prop_assert_eq!(Diff::between(&old, &new).is_nothing(), same);
        }
    }
}
