//! The plan as it reads for somebody who holds some of its pieces and not its rows: a therapist, and either of the two who
//! looks through the same window.
//!
//! What must stay true: it is made of what opened and of nothing else. A piece that is not held leaves no trace: no number
//! that is missing, no change over a version that is not here, no word that says which version is the first. A version is
//! agreed only when a signature of each of the two is held that names these very bytes.

use time::Date;

use super::{Answer, InForce, Piece, doing::Setback, piece};
use crate::{
    entries::Text,
    ids::{CommitmentId, EntryId, PersonId},
};

/// Something that one of the two gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<T> {
    /// Its entry.
    pub id: EntryId,
    /// Who wrote it.
    pub by: PersonId,
    /// Since when it is held.
    pub on: Date,
    /// What.
    pub content: T,
}

/// A version that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldVersion {
    /// Its entry.
    pub id: EntryId,
    /// Who proposed it.
    pub by: PersonId,
    /// Since when it is held.
    pub on: Date,
    /// What was proposed.
    pub content: piece::Version,
    /// When the second of the two signed it; none where a signature of either is not held.
    pub agreed_on: Option<Date>,
}

/// The pieces of a plan that are held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldPlan {
    /// The versions, the newest first.
    pub versions: Vec<HeldVersion>,
    /// Answers to the three questions.
    pub answers: Vec<Given<Answer>>,
    /// Setbacks, the newest first.
    pub setbacks: Vec<Given<Setback>>,
}

impl HeldPlan {
    /// What these pieces make, each with the day since when it is held.
    #[must_use]
    pub fn of(pieces: Vec<(Date, Text<Piece>)>) -> Self {
        let (mut plan, mut versions, mut signatures) = (Self::default(), Vec::new(), Vec::new());
        for (on, text) in pieces {
            let (id, by) = (text.id, text.author);
            match text.content.clone() {
                Piece::Answer(content) => plan.answers.push(Given { id, by, on, content }),
                Piece::Setback(content) => plan.setbacks.push(Given { id, by, on, content }),
                Piece::Signature(content) => signatures.push((by, content)),
                Piece::Version(content) => versions.push((on, text, content)),
                // nobody gives a draft away
                Piece::Draft(_) => {}
            }
        }
        plan.versions = versions
            .into_iter()
            .map(|(on, text, content)| {
                let agreed_on = agreed_on(&text, &content, &signatures);
                HeldVersion { id: text.id, by: text.author, on, content, agreed_on }
            })
            .collect();
        plan.versions.sort_by_key(|version| std::cmp::Reverse((version.content.number, version.id)));
        plan.setbacks.sort_by_key(|given| std::cmp::Reverse(given.on));
        plan
    }

    /// Whether nothing of it is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.versions.is_empty() && self.answers.is_empty() && self.setbacks.is_empty()
    }

    /// The newest version that both have signed.
    #[must_use]
    pub fn agreed(&self) -> Option<&HeldVersion> {
        self.versions.iter().find(|version| version.agreed_on.is_some())
    }

    /// What was suggested last, when nothing that both signed came after it.
    #[must_use]
    pub fn suggested(&self) -> Option<&HeldVersion> {
        self.versions.first().filter(|version| version.agreed_on.is_none())
    }

    /// The version that both had signed before this one, as far as any is held.
    #[must_use]
    pub fn before(&self, version: &HeldVersion) -> Option<&HeldVersion> {
        let earlier = |it: &&HeldVersion| it.content.number < version.content.number;
        self.versions.iter().filter(earlier).find(|it| it.agreed_on.is_some())
    }

    /// The setbacks that no version came after which both have signed, as far as any is held.
    pub fn open_setbacks(&self) -> impl Iterator<Item = &Given<Setback>> {
        let newest = self.agreed().map(|version| version.content.number);
        self.setbacks.iter().filter(move |given| newest.is_none_or(|number| number <= given.content.over))
    }

    /// The version that a setback names, if it is here, as the plan's own pages read what holds.
    #[must_use]
    pub fn over(&self, setback: &Setback) -> Option<InForce> {
        let version = self.versions.iter().find(|version| version.content.number == setback.over)?;
        Some(InForce {
            id: version.id,
            number: setback.over,
            agreed_on: version.agreed_on.unwrap_or(version.content.on),
            commitments: version.content.text.commitments.clone(),
        })
    }

    /// What a promise says in the newest version that is here and has it.
    #[must_use]
    pub fn act(&self, id: CommitmentId) -> Option<&str> {
        let found = self.versions.iter().find_map(|version| version.content.text.commitment(id));
        found.map(|commitment| commitment.act.as_str())
    }
}

/// When the second of the two signed: whoever proposed it, and somebody else.
fn agreed_on(
    text: &Text<Piece>,
    content: &piece::Version,
    signatures: &[(PersonId, piece::Signature)],
) -> Option<Date> {
    let over = |(_, signed): &&(PersonId, piece::Signature)| signed.is_over(text, content);
    let day = |of: &dyn Fn(PersonId) -> bool| {
        signatures.iter().filter(over).find(|(by, _)| of(*by)).map(|(_, signed)| signed.on)
    };
    let (own, others) = (day(&|by| by == text.author)?, day(&|by| by != text.author)?);
    Some(own.max(others))
}
