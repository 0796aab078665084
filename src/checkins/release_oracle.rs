//! The same rules said once more, from the history alone: no state but a list of what was done.
//!
//! It answers each question by looking back through the list, so it shares no shape with the machine beside it.

use super::release::{Event, Release};
use crate::couples::Seat;

/// Something that was done: by one of the two, or the closing of the round by nobody.
pub(super) type Done = (Option<Seat>, Event);

/// What stands for the closing in a history; its event says nothing.
pub(super) const CLOSING: Done = (None, Event::Look);

/// A history of what was allowed.
#[derive(Clone, Default)]
pub(super) struct History(pub(super) Vec<Done>);

impl History {
    fn of(&self, who: Seat) -> impl DoubleEndedIterator<Item = (usize, Event)> + '_ {
        self.0.iter().enumerate().filter(move |(_, done)| done.0 == Some(who)).map(|(at, done)| (at, done.1))
    }

    fn before(&self, at: usize) -> Self {
        Self(self.0[..at].to_vec())
    }

    pub(super) fn closed(&self) -> bool {
        self.0.iter().any(|done| done.0.is_none())
    }

    /// How often somebody has saved, which is the number of their newest revision.
    pub(super) fn saved(&self, who: Seat) -> u32 {
        u32::try_from(self.of(who).filter(|(_, event)| matches!(event, Event::Fill { .. })).count()).unwrap()
    }

    pub(super) fn has_answers(&self, who: Seat) -> bool {
        let last = self.of(who).rev().find(|(_, event)| matches!(event, Event::Fill { .. }));
        last.is_some_and(|(_, event)| event == Event::Fill { empty: false })
    }

    /// How somebody's is given now, and which revision: whatever ends the giving is looked for first.
    pub(super) fn given(&self, who: Seat) -> Option<(Release, u32)> {
        for (at, event) in self.of(who).rev() {
            match event {
                Event::TakeBack | Event::Release(Release::OnlyMe) => return None,
                Event::Release(how) => {
                    let changed =
                        self.of(who).any(|(later, event)| later > at && matches!(event, Event::Fill { .. }));
                    let falls_back = how == Release::Both && changed;
                    return (!falls_back).then(|| (how, self.before(at).saved(who)));
                }
                Event::Fill { .. } | Event::Look | Event::Note => {}
            }
        }
        None
    }

    /// Which revision of the other's somebody may read.
    pub(super) fn may_read(&self, who: Seat) -> Option<u32> {
        match (self.given(who.other()), self.given(who)) {
            (Some((Release::Now, revision)), _) | (Some((Release::Both, revision)), Some(_)) => {
                Some(revision)
            }
            _ => None,
        }
    }

    /// Whether somebody has looked, or both had given theirs at any time.
    pub(super) fn fixed(&self, who: Seat) -> bool {
        let complete = |upto: usize| {
            let then = self.before(upto);
            then.given(Seat::One).is_some() && then.given(Seat::Two).is_some()
        };
        self.of(who).any(|(_, event)| event == Event::Look) || (0..=self.0.len()).any(complete)
    }

    pub(super) fn allows(&self, who: Seat, event: Event) -> bool {
        match event {
            Event::Fill { .. } => !self.closed() && !self.fixed(who),
            Event::Release(Release::OnlyMe) => true,
            Event::Release(_) => self.has_answers(who),
            Event::TakeBack => self.given(who).is_some(),
            Event::Look => self.may_read(who).is_some(),
            Event::Note => self.closed(),
        }
    }
}
