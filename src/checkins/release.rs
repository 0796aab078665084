//! Who reads what of one round, as a state machine of its own: two people, three ways to let the other read.
//!
//! What must stay true:
//! - One reads the other's only when the other has shared it, or holds it until both have finished and one has given
//!   one's own. Giving needs answers: nobody opens the other's with an empty page.
//! - Whoever has read the other's leaves their own as they are. Once both have given theirs, both stay as they are.
//! - Until the other's can be read, nothing that one sees or may do depends on what the other does. Nothing that one
//!   sees or may do ever depends on whether the other has looked.
//! - What waits and is changed is private again until it is finished again: nothing half written can open.
//! - After the round has closed nothing is filled in any more, only a private note, which is never given. What was
//!   filled in before may still be shared, or taken back, at any time.
//!
//! The store does the same with grants: `Both` is `entries::share_in_pair` under [`pair`] (decision 0027).

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    couples::Seat,
    ids::{CoupleId, ScheduleId},
};

/// When the other may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Release {
    /// Not yet, or never.
    OnlyMe,
    /// At once.
    Now,
    /// As soon as both have given theirs.
    Both,
}

impl Release {
    /// All of them, in the order in which a form offers them.
    pub const ALL: [Self; 3] = [Self::Both, Self::Now, Self::OnlyMe];

    /// The word in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OnlyMe => "me",
            Self::Now => "now",
            Self::Both => "both",
        }
    }

    /// Reads the word in a form.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|release| release.code() == code)
    }
}

/// What one of the two does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// Saves answers, new or changed; `empty` when nothing is in them ([`super::Answers::is_empty`]).
    Fill {
        /// Whether nothing is in them.
        empty: bool,
    },
    /// Lets the other read what is saved, or not.
    Release(Release),
    /// Opens the other's.
    Look,
    /// Takes back what was given.
    TakeBack,
    /// Writes a private note to a round that has closed.
    Note,
}

/// Why something is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The round has closed; a private note is still possible.
    Closed,
    /// The round is open: what there is to say goes into the answers.
    StillOpen,
    /// The other's could be read: one's own stays as it is.
    Fixed,
    /// There is nothing of one's own to give.
    Nothing,
    /// Nothing of one's own is given.
    NotGiven,
    /// The other's is not here.
    NotHere,
}

/// A revision that is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Given {
    revision: u32,
    waits: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Side {
    saved: u32,
    empty: bool,
    given: Option<Given>,
    fixed: bool,
    note: bool,
}

impl Side {
    const fn has_answers(self) -> bool {
        self.saved > 0 && !self.empty
    }
}

/// One round between the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Exchange {
    one: Side,
    two: Side,
    closed: bool,
}

/// What one sees of one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mine {
    /// The newest revision; none when nothing was ever saved.
    pub revision: Option<u32>,
    /// When the other may read it.
    pub release: Release,
    /// Whether there are changes that are not given with it.
    pub newer: bool,
    /// Whether it can still be changed.
    pub may_change: bool,
    /// Whether there is a private note that came later.
    pub note: bool,
}

/// What one sees of the other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Theirs {
    /// Not here yet: not begun, private or waiting, which all look the same.
    NotHere,
    /// This revision can be read.
    Here(u32),
    /// It could be read, and is taken back.
    TakenBack,
}

/// A round as one of the two sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct View {
    /// One's own.
    pub mine: Mine,
    /// The other's.
    pub theirs: Theirs,
    /// Whether the round has closed.
    pub closed: bool,
    /// Whether it has closed without answers of one's own: a gap.
    pub skipped: bool,
}

impl Exchange {
    /// After one of the two has done something.
    pub fn next(self, who: Seat, event: Event) -> Result<Self, Refusal> {
        let mut next = self;
        let mine = next.side_mut(who);
        match event {
            Event::Fill { .. } if self.closed => return Err(Refusal::Closed),
            Event::Fill { .. } if mine.fixed => return Err(Refusal::Fixed),
            Event::Fill { empty } => {
                mine.saved = mine.saved.saturating_add(1);
                mine.empty = empty;
                mine.given = mine.given.filter(|given| !given.waits);
            }
            Event::Release(Release::Now | Release::Both) if !mine.has_answers() => {
                return Err(Refusal::Nothing);
            }
            Event::Release(Release::Now) => mine.given = Some(Given { revision: mine.saved, waits: false }),
            Event::Release(Release::Both) => mine.given = Some(Given { revision: mine.saved, waits: true }),
            Event::TakeBack if mine.given.is_none() => return Err(Refusal::NotGiven),
            Event::TakeBack | Event::Release(Release::OnlyMe) => mine.given = None,
            Event::Look if self.reads(who).is_none() => return Err(Refusal::NotHere),
            Event::Look => mine.fixed = true,
            Event::Note if !self.closed => return Err(Refusal::StillOpen),
            Event::Note => mine.note = true,
        }
        if next.one.given.is_some() && next.two.given.is_some() {
            next.one.fixed = true;
            next.two.fixed = true;
        }
        Ok(next)
    }

    /// After the next round has opened.
    #[must_use]
    pub const fn close(self) -> Self {
        Self { closed: true, ..self }
    }

    /// The revision of the other's that one may read.
    #[must_use]
    pub fn reads(self, who: Seat) -> Option<u32> {
        let given = self.side(who.other()).given?;
        (!given.waits || self.side(who).given.is_some()).then_some(given.revision)
    }

    /// It as one of the two sees it: all that a page of theirs may be made from.
    #[must_use]
    pub fn view(self, who: Seat) -> View {
        let mine = self.side(who);
        let theirs = match self.reads(who) {
            Some(revision) => Theirs::Here(revision),
            None if mine.fixed => Theirs::TakenBack,
            None => Theirs::NotHere,
        };
        let release = match mine.given {
            None => Release::OnlyMe,
            Some(Given { waits: false, .. }) => Release::Now,
            Some(Given { waits: true, .. }) => Release::Both,
        };
        let skipped = self.closed && !mine.has_answers();
        let mine = Mine {
            revision: (mine.saved > 0).then_some(mine.saved),
            release,
            newer: mine.given.is_some_and(|given| given.revision != mine.saved),
            may_change: !self.closed && !mine.fixed,
            note: mine.note,
        };
        View { mine, theirs, closed: self.closed, skipped }
    }

    const fn side(self, who: Seat) -> Side {
        match who {
            Seat::One => self.one,
            Seat::Two => self.two,
        }
    }

    const fn side_mut(&mut self, who: Seat) -> &mut Side {
        match who {
            Seat::One => &mut self.one,
            Seat::Two => &mut self.two,
        }
    }
}

/// What one knows of a round from the store: the whole of one's own, and of the other's what can be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The newest revision of one's own; nought when nothing was ever saved.
    pub saved: u32,
    /// Whether nothing is in it.
    pub empty: bool,
    /// The revision that is given, and whether it waits for the other's.
    pub given: Option<(u32, bool)>,
    /// Whether one has looked at the other's, or both had given theirs.
    pub fixed: bool,
    /// Whether there is a private note that came later.
    pub note: bool,
    /// The revision of the other's that one may read.
    pub theirs: Option<u32>,
    /// Whether the round has closed.
    pub closed: bool,
}

impl Exchange {
    /// The round as far as `who` can know it. What the other holds back is not in it, and nothing that `who` sees or is
    /// refused depends on that (the properties say so), so both come out as they would from the whole of it.
    #[must_use]
    pub fn as_known(who: Seat, known: Known) -> Self {
        let given = known.given.map(|(revision, waits)| Given { revision, waits });
        let mine =
            Side { saved: known.saved, empty: known.empty, given, fixed: known.fixed, note: known.note };
        let theirs = Side {
            saved: known.theirs.unwrap_or(0),
            given: known.theirs.map(|revision| Given { revision, waits: false }),
            ..Side::default()
        };
        let (one, two) = match who {
            Seat::One => (mine, theirs),
            Seat::Two => (theirs, mine),
        };
        Self { one, two, closed: known.closed }
    }
}

/// The pair of the two check-ins of one round: see `entries::share_in_pair`. It binds the schedule, so that no round of
/// a rhythm that one of the two had alone is ever a half of one.
#[must_use]
pub fn pair(couple: CoupleId, schedule: ScheduleId, round: u32) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(b"toward check-in 1\0");
    hash.update(couple.bytes());
    hash.update(schedule.bytes());
    hash.update(round.to_be_bytes());
    let bytes = hash.finalize().first_chunk().copied().unwrap_or_default();
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
