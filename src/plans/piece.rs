//! What one person writes about the plan, as it is sealed in an entry of the kind `plan`.
//!
//! What must stay true: what was proposed and what was signed say inside the envelope which couple, which version and
//! which revision they belong to. The rows beside them say the same in plain columns, and where the two differ, the
//! version does not hold.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{PlanText, Question};
use crate::{
    couples::Seat,
    entries::Text,
    ids::{CommitmentId, CoupleId, EntryId},
};

/// One thing of the plan that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Piece {
    /// An answer to one of the three questions.
    Answer(Answer),
    /// What somebody works on and has not proposed.
    Draft(Draft),
    /// A version, as it was proposed.
    Version(Version),
    /// One person's agreement to a version.
    Signature(Signature),
    /// "A setback": what one of the two says about it, and which promises it is about.
    Setback(super::doing::Setback),
}

/// An answer of one person's to one of the three questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Which question.
    pub question: Question,
    /// The answer.
    pub words: String,
    /// The couple it was written in; none while its author was alone.
    pub couple: Option<CoupleId>,
}

/// What somebody works on. Nobody else reads it, ever: proposing makes a version of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The couple it was begun in; none while its author was alone.
    pub couple: Option<CoupleId>,
    /// The author's seat when it was saved last.
    pub by: Seat,
    /// The version it began from.
    pub from: Option<EntryId>,
    /// The plan as it would be.
    pub text: PlanText,
    /// Why, for the other one to read; may be empty.
    pub reason: String,
    /// Ideas from talks that were taken over into it.
    #[serde(default)]
    pub taken: Vec<EntryId>,
}

/// A version, as it was proposed: its revision is what both sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Whose plan it is.
    pub couple: CoupleId,
    /// Which version, counted from one.
    pub number: u32,
    /// The version that it changes.
    pub over: Option<EntryId>,
    /// The seat of whoever proposed it.
    pub by: Seat,
    /// On which day.
    pub on: Date,
    /// What the two were called, by seat: to be read when they are not linked any more.
    pub names: [String; 2],
    /// The plan as it would be.
    pub text: PlanText,
    /// Why; may be empty.
    pub reason: String,
}

/// One person's agreement to a version: to these very bytes and no others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Whose plan it is.
    pub couple: CoupleId,
    /// The version.
    pub version: EntryId,
    /// Its number.
    pub number: u32,
    /// The revision that was open before them.
    pub revision: u32,
    /// The digest of that revision.
    pub digest: [u8; 32],
    /// On which day.
    pub on: Date,
}

impl Signature {
    /// Whether it is over this version, as it opened: over these very bytes.
    #[must_use]
    pub fn is_over<C>(&self, text: &Text<C>, version: &Version) -> bool {
        self.couple == version.couple
            && self.version == text.id
            && self.number == version.number
            && self.revision == text.number
            && self.digest == text.digest
    }
}

impl Draft {
    /// The draft as it reads for its author now: in another couple they may sit on the other seat.
    #[must_use]
    pub fn seated(mut self, couple: Option<CoupleId>, seat: Seat) -> Self {
        if self.by != seat {
            for commitment in &mut self.text.commitments {
                commitment.who = commitment.who.swapped();
            }
            self.by = seat;
        }
        if self.couple != couple {
            self.couple = couple;
            self.from = None;
        }
        self
    }

    /// The promise with this id.
    #[must_use]
    pub fn commitment(&self, id: CommitmentId) -> Option<&super::Commitment> {
        self.text.commitment(id)
    }
}
