//! What the two agree on: suggestions, what stands, and what stood before.
//!
//! What must stay true:
//! - Something stands when one suggested it and the other agreed to the very same words, both shared.
//! - What stands is replaced or ended only by another suggestion that both agreed to; of several, one.
//! - A suggestion that was made for what does not stand any more can be agreed to no longer.

use time::Date;

use super::{
    Suggestion,
    matter::{All, Matter},
    piece::Piece,
};
use crate::{entries::Shared, ids::EntryId};

/// How a suggestion stands between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can be agreed to, once it is shared.
    Open,
    /// What it was made for does not stand any more.
    Outdated,
    /// Both agreed to it on this day, and it stands.
    Stands(Date),
    /// Both agreed to it on this day, and to another one since; or it was an ending.
    Stood(Date),
}

impl Matter {
    /// The suggestion, if it is one.
    #[must_use]
    pub fn suggestion(&self) -> Option<&Suggestion> {
        match &self.begun.as_ref()?.content {
            Piece::Suggestion(suggestion) => Some(suggestion),
            _ => None,
        }
    }

    /// The first suggestion of the same matter.
    #[must_use]
    pub fn root(&self) -> EntryId {
        self.suggestion().and_then(|suggestion| suggestion.root).unwrap_or(self.id)
    }

    /// Since when both have agreed to it: the same words, both shared.
    #[must_use]
    pub fn agreed_on(&self) -> Option<Date> {
        let (begun, answer) = (self.begun.as_ref()?, self.answer.as_ref()?);
        let suggestion = self.suggestion()?;
        let day = match (begun.shared, answer.shared) {
            (Shared::No, _) | (_, Shared::No) => return None,
            (_, Shared::WithMe { on } | Shared::WithPartner { on, .. }) => on,
        };
        let same = answer.content.number == begun.number
            && answer.content.agreed.as_ref() == Some(&suggestion.fields);
        (same && begun.author != answer.author).then_some(day)
    }
}

/// What was agreed to last in the matter that began with `root`.
#[must_use]
pub(super) fn last_agreed(all: &All, root: EntryId) -> Option<EntryId> {
    let agreed: Vec<(EntryId, Option<EntryId>)> = all
        .matters
        .iter()
        .filter(|matter| matter.root() == root && matter.agreed_on().is_some())
        .filter_map(|matter| Some((matter.id, matter.suggestion()?.after)))
        .collect();
    last(&agreed)
}

/// The end of the chain of these, each with the one that it came after.
fn last(agreed: &[(EntryId, Option<EntryId>)]) -> Option<EntryId> {
    let mut last = None;
    // no longer than there are: a chain has no way back
    for _ in agreed {
        let next = agreed.iter().filter(|(_, after)| *after == last).map(|(id, _)| *id).min();
        let Some(next) = next else { break };
        last = Some(next);
    }
    last
}

/// How a suggestion stands.
#[must_use]
pub(super) fn standing(all: &All, matter: &Matter) -> Option<Standing> {
    let suggestion = matter.suggestion()?;
    let last = last_agreed(all, matter.root());
    Some(match matter.agreed_on() {
        Some(day) if last == Some(matter.id) && !suggestion.ends => Standing::Stands(day),
        Some(day) => Standing::Stood(day),
        None if last == suggestion.after && !has_ended(all, last) => Standing::Open,
        None => Standing::Outdated,
    })
}

/// Whether this agreement was one to end something. Nothing comes after it.
fn has_ended(all: &All, last: Option<EntryId>) -> bool {
    let last = all.matters.iter().find(|matter| Some(matter.id) == last);
    last.and_then(Matter::suggestion).is_some_and(|suggestion| suggestion.ends)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const fn id(number: u128) -> EntryId {
        EntryId(Uuid::from_u128(number))
    }

    #[test]
    fn of_what_was_agreed_the_last_of_the_chain_stands() {
        assert_eq!(last(&[]), None);
        assert_eq!(last(&[(id(1), None)]), Some(id(1)));
        assert_eq!(last(&[(id(3), Some(id(2))), (id(1), None), (id(2), Some(id(1)))]), Some(id(3)));
        // what was made for something that never stood is none of it
        assert_eq!(last(&[(id(1), None), (id(4), Some(id(9)))]), Some(id(1)));
        // of two for the same, one, and the same for both of them
        assert_eq!(last(&[(id(5), None), (id(4), None)]), Some(id(4)));
        // a chain that bites its tail ends all the same
        assert!(last(&[(id(1), Some(id(2))), (id(2), Some(id(1)))]).is_none());
    }
}
