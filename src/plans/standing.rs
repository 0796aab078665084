//! Where the plan of two people stands, and what each of them can do about it. Pure: no storage, no page, no clock.
//!
//! What must stay true: one proposal lies on the table at a time. Only the other one answers it, and nobody answers or
//! replaces what they have not seen. What holds changes only by the other one's agreeing, and holds until then.

use crate::{couples::Seat, ids::EntryId};

/// A proposal on the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Open {
    /// The version it would make.
    pub version: EntryId,
    /// Who has proposed it.
    pub by: Seat,
    /// Whether the other one has said "not yet".
    pub later: bool,
}

/// What holds, and what lies on the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Standing {
    /// The version that both have signed last.
    pub in_force: Option<EntryId>,
    /// The proposal on the table.
    pub open: Option<Open>,
}

/// What one of the two does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// Proposes a version, which is to sign it. On the table already: it takes the place of the other one's, as the answer.
    Propose {
        /// The version.
        version: EntryId,
        /// What held when they looked at what they propose.
        over: Option<EntryId>,
        /// What lay on the table then.
        answers: Option<EntryId>,
    },
    /// Signs the other one's proposal.
    Agree(EntryId),
    /// Says "not yet" to it, or takes that back.
    NotYet {
        /// The proposal.
        version: EntryId,
        /// Whether it is said.
        later: bool,
    },
    /// Takes one's own proposal off the table.
    TakeBack(EntryId),
}

/// Why something is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// What they looked at is not how it stands any more.
    Meanwhile,
    /// It is for the other one to answer.
    Own,
    /// It is not theirs to take back.
    NotOwn,
    /// Their own proposal lies on the table.
    OwnOnTable,
}

impl Standing {
    /// What follows when `who` does this.
    ///
    /// # Errors
    /// When it cannot be done now; then everything stays as it is.
    pub fn next(self, who: Seat, event: Event) -> Result<Self, Refusal> {
        match event {
            Event::Propose { version, over, answers } => {
                if self.open.is_some_and(|open| open.by == who) {
                    return Err(Refusal::OwnOnTable);
                }
                if self.in_force != over || self.open.map(|open| open.version) != answers {
                    return Err(Refusal::Meanwhile);
                }
                Ok(Self { open: Some(Open { version, by: who, later: false }), ..self })
            }
            Event::Agree(version) => {
                self.on_table(version, who.other()).map_err(|refusal| refusal.unwrap_or(Refusal::Own))?;
                Ok(Self { in_force: Some(version), open: None })
            }
            Event::NotYet { version, later } => {
                let open =
                    self.on_table(version, who.other()).map_err(|refusal| refusal.unwrap_or(Refusal::Own))?;
                Ok(Self { open: Some(Open { later, ..open }), ..self })
            }
            Event::TakeBack(version) => {
                self.on_table(version, who).map_err(|refusal| refusal.unwrap_or(Refusal::NotOwn))?;
                Ok(Self { open: None, ..self })
            }
        }
    }

    /// The proposal on the table, when it is this one of this person's. An error without a refusal: it is the other's.
    fn on_table(self, version: EntryId, by: Seat) -> Result<Open, Option<Refusal>> {
        let open = self.open.filter(|open| open.version == version).ok_or(Some(Refusal::Meanwhile))?;
        if open.by == by { Ok(open) } else { Err(None) }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use Seat::{One, Two};

    /// A second, simpler statement of the rules: the story of what was done, and what can be read off it.
    #[derive(Clone, Default)]
    struct Story(Vec<(Seat, Event)>);

    impl Story {
        /// The last version that somebody proposed and the other agreed to.
        fn holds(&self) -> Option<EntryId> {
            self.0.iter().rev().find_map(|(_, event)| match event {
                Event::Agree(version) => Some(*version),
                _ => None,
            })
        }

        /// The last proposal, unless it was agreed to or taken back since.
        fn table(&self) -> Option<(EntryId, Seat, bool)> {
            let mut table = None;
            for (who, event) in &self.0 {
                table = match (event, table) {
                    (Event::Propose { version, .. }, _) => Some((*version, *who, false)),
                    (Event::NotYet { later, .. }, Some((version, by, _))) => Some((version, by, *later)),
                    (Event::Agree(_) | Event::TakeBack(_) | Event::NotYet { .. }, _) => None,
                };
            }
            table
        }

        fn allows(&self, who: Seat, event: Event) -> bool {
            let table = self.table();
            let theirs = table.filter(|(_, by, _)| *by != who).map(|(version, ..)| version);
            match event {
                Event::Propose { over, answers, .. } => {
                    let nothing_of_mine = table.is_none() || theirs.is_some();
                    nothing_of_mine && over == self.holds() && answers == theirs
                }
                Event::Agree(version) | Event::NotYet { version, .. } => theirs == Some(version),
                Event::TakeBack(version) => table.is_some_and(|(open, by, _)| open == version && by == who),
            }
        }
    }

    fn version(number: u128) -> EntryId {
        EntryId(Uuid::from_u128(number))
    }

    /// Everything that could be tried after `steps` steps: with every version there may be, and with none.
    fn tries(steps: u128) -> Vec<Event> {
        let known: Vec<EntryId> = (1..=steps).map(version).collect();
        let looked: Vec<Option<EntryId>> = known.iter().copied().map(Some).chain([None]).collect();
        let mut all = Vec::new();
        for over in &looked {
            for answers in &looked {
                let version = version(steps + 1);
                all.push(Event::Propose { version, over: *over, answers: *answers });
            }
        }
        for version in known {
            all.extend([
                Event::Agree(version),
                Event::NotYet { version, later: true },
                Event::NotYet { version, later: false },
                Event::TakeBack(version),
            ]);
        }
        all
    }

    fn walk(standing: Standing, story: &Story, steps: u128, seen: &mut usize) {
        for who in [One, Two] {
            for event in tries(steps) {
                *seen += 1;
                let next = standing.next(who, event);
                assert_eq!(next.is_ok(), story.allows(who, event), "{who:?} {event:?} after {:?}", story.0);
                let Ok(next) = next else { continue };
                let mut told = story.clone();
                told.0.push((who, event));
                assert_eq!(next.in_force, told.holds(), "{:?}", told.0);
                let table = next.open.map(|open| (open.version, open.by, open.later));
                assert_eq!(table, told.table(), "{:?}", told.0);
                if next.in_force != standing.in_force {
                    let open = standing.open.unwrap();
                    assert_eq!(
                        (next.in_force, open.by),
                        (Some(open.version), who.other()),
                        "by both or not at all"
                    );
                }
                if steps < 5 {
                    walk(next, &told, steps + 1, seen);
                }
            }
        }
    }

    #[test]
    fn whatever_two_people_do_in_whatever_order_is_what_the_simple_story_says() {
        let mut seen = 0;
        walk(Standing::default(), &Story::default(), 0, &mut seen);
        assert!(seen > 10_000, "{seen} are too few to mean anything");
    }

    #[test]
    fn of_two_who_propose_at_once_the_second_is_told_and_replaces_nothing() {
        let propose = |number| Event::Propose { version: version(number), over: None, answers: None };
        let first = Standing::default().next(One, propose(1)).unwrap();
        assert_eq!(first.next(Two, propose(2)), Err(Refusal::Meanwhile));
        assert_eq!(first.next(One, propose(2)), Err(Refusal::OwnOnTable));
        let seen = Event::Propose { version: version(2), over: None, answers: Some(version(1)) };
        let answered = first.next(Two, seen).unwrap();
        assert_eq!(answered.open.map(|open| open.by), Some(Two));
        assert_eq!(answered.next(Two, Event::Agree(version(1))), Err(Refusal::Meanwhile));
        assert_eq!(answered.next(Two, Event::Agree(version(2))), Err(Refusal::Own));
        assert_eq!(answered.next(One, Event::TakeBack(version(2))), Err(Refusal::NotOwn));
    }
}
