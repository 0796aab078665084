//! What both fill in, time by time: who reads what, and who may still change theirs.
//!
//! What must stay true:
//! - One reads the other's only when it is here: shared alone, or both at once. Until then nothing that one sees or may do
//!   depends on what the other does.
//! - Whoever had filled in theirs and has read the other's leaves theirs as it is; so do both once both have given theirs.
//! - Nothing that one sees or may do ever depends on whether the other has looked.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Looked, Part, Piece, matter::All};
use crate::{
    entries::{Shared, Text},
    ids::{CoupleId, PersonId},
};

/// When the other one may read one's own part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Release {
    /// Not yet, or never.
    OnlyMe,
    /// As soon as both have given theirs.
    Both,
    /// At once.
    Now,
}

/// What one person knows of one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Known {
    /// One's own part is there.
    pub mine: bool,
    /// When the other one may read it.
    pub release: Release,
    /// The other one's is here.
    pub theirs: bool,
    /// One has opened it, with one's own there already.
    pub looked: bool,
}

impl Known {
    /// Whether both have given theirs.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.theirs && self.release != Release::OnlyMe
    }

    /// Whether one's own stays as it is.
    #[must_use]
    pub fn is_fixed(self) -> bool {
        self.mine && (self.looked || self.is_open())
    }

    /// Whether one's own can be filled in or changed.
    #[must_use]
    pub fn may_change(self) -> bool {
        !self.is_fixed()
    }

    /// Whether the page shows the other one's without being asked: they are here, and nothing is decided by it.
    #[must_use]
    pub fn shows_theirs(self) -> bool {
        self.theirs && (!self.mine || self.is_fixed())
    }

    /// Whether the other one's is here beside one's own, and was not read yet: it is read on its own page first, where that
    /// is noted. Otherwise one could read it elsewhere, and change one's own when the other one has taken theirs back.
    #[must_use]
    pub fn is_unread(self) -> bool {
        self.mine && self.theirs && !self.looked
    }

    /// Whether reading the other one's is an act of its own: it ends changing one's own.
    #[must_use]
    pub fn looking_ends_writing(self) -> bool {
        self.theirs && !self.shows_theirs()
    }
}

/// One time of a practice that both fill in.
#[derive(Clone, Debug, Default)]
pub(super) struct Round {
    pub(super) number: u32,
    pub(super) mine: Option<Text<Piece>>,
    pub(super) theirs: Option<Text<Piece>>,
    pub(super) looked: bool,
}

/// The name of the place of one's own part.
pub(super) fn part_slot(practice: u16, round: u32) -> String {
    format!("practice/{practice}/part/{round}")
}

/// The name of the place of what one has read.
pub(super) fn looked_slot(practice: u16, round: u32) -> String {
    format!("practice/{practice}/looked/{round}")
}

/// The pair of the two parts of one time: see `entries::share_in_pair`.
#[must_use]
pub fn pair(couple: CoupleId, practice: u16, round: u32) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(b"toward practice 1\0");
    hash.update(couple.bytes());
    hash.update(practice.to_be_bytes());
    hash.update(round.to_be_bytes());
    let bytes = hash.finalize().first_chunk().copied().unwrap_or_default();
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn part(text: &Text<Piece>) -> Option<&Part> {
    match &text.content {
        Piece::Part(part) => Some(part),
        _ => None,
    }
}

impl Round {
    /// What is known of it, for the rules.
    pub(super) fn known(&self) -> Known {
        let release = match self.mine.as_ref().map(|mine| (mine.shared, mine.waits)) {
            Some((Shared::WithPartner { .. }, true)) => Release::Both,
            Some((Shared::WithPartner { .. }, false)) => Release::Now,
            _ => Release::OnlyMe,
        };
        Known { mine: self.mine.is_some(), release, theirs: self.theirs.is_some(), looked: self.looked }
    }

    /// Whether the other one can read one's own.
    pub(super) fn is_read_by_other(&self) -> bool {
        match self.known().release {
            Release::OnlyMe => false,
            Release::Both => self.theirs.is_some(),
            Release::Now => true,
        }
    }
}

/// All times of a practice, the newest first, as this person may read them with this other one.
pub(super) fn all(all: &All, practice: u16, me: PersonId) -> Vec<Round> {
    let mut rounds: Vec<Round> = Vec::new();
    for begun in all.matters.iter().filter_map(|matter| matter.begun.as_ref()) {
        let Some(part) = part(begun).filter(|part| part.practice == practice) else { continue };
        let at = rounds.iter().position(|round| round.number == part.round).unwrap_or_else(|| {
            rounds.push(Round { number: part.round, ..Round::default() });
            rounds.len() - 1
        });
        let Some(round) = rounds.get_mut(at) else { continue };
        let side = if begun.author == me { &mut round.mine } else { &mut round.theirs };
        side.get_or_insert_with(|| begun.clone());
    }
    for Looked { practice: of, round } in &all.looked {
        if let Some(there) = rounds.iter_mut().find(|there| *of == practice && there.number == *round) {
            there.looked = true;
        }
    }
    rounds.sort_by_key(|round| std::cmp::Reverse(round.number));
    rounds
}

/// The time that can be filled in now: the newest, or the one after it when both have given theirs. `bounded` lists may
/// have lost older ones, never the newest.
pub(super) fn current(rounds: &[Round]) -> u32 {
    match rounds.first() {
        None => 1,
        Some(newest) if newest.known().is_open() => newest.number.saturating_add(1),
        Some(newest) => newest.number,
    }
}
