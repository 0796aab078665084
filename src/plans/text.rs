//! What a plan says: what both say together to each of the three questions, and their promises.

use serde::{Deserialize, Serialize};

use super::Commitment;
use crate::ids::CommitmentId;

/// The three questions that a plan answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// What does our future look like now?
    Future,
    /// Which boundaries protect it?
    Boundaries,
    /// What support does each of us need to feel safe?
    Support,
}

impl Question {
    /// The three, in the order in which they are asked.
    pub const ALL: [Self; 3] = [Self::Future, Self::Boundaries, Self::Support];

    /// Its number in an address.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Future => 1,
            Self::Boundaries => 2,
            Self::Support => 3,
        }
    }

    /// From its number in an address.
    #[must_use]
    pub fn parse(number: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.number().to_string() == number)
    }
}

/// The words that two people sign.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanText {
    /// What they say together to each question, in the order of [`Question::ALL`]; each may be empty.
    pub together: [String; 3],
    /// Their promises, each with an id of its own.
    pub commitments: Vec<Commitment>,
}

impl PlanText {
    /// What they say together to this question; may be empty.
    #[must_use]
    pub fn of(&self, question: Question) -> &str {
        let [future, boundaries, support] = &self.together;
        match question {
            Question::Future => future,
            Question::Boundaries => boundaries,
            Question::Support => support,
        }
    }

    /// Whether there is nothing in it to agree on.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.commitments.is_empty() && self.together.iter().all(|text| text.trim().is_empty())
    }

    /// The promise with this id.
    #[must_use]
    pub fn commitment(&self, id: CommitmentId) -> Option<&Commitment> {
        self.commitments.iter().find(|commitment| commitment.id == id)
    }

    /// Puts a promise in the place of the one with its id, or at the end.
    pub fn put(&mut self, commitment: Commitment) {
        match self.commitments.iter_mut().find(|there| there.id == commitment.id) {
            Some(there) => *there = commitment,
            None => self.commitments.push(commitment),
        }
    }

    /// Takes a promise out.
    pub fn drop(&mut self, id: CommitmentId) {
        self.commitments.retain(|commitment| commitment.id != id);
    }
}
