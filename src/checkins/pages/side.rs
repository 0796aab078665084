//! One person's answers as they are read. The preview before sharing and the week page draw this very thing.

use crate::{
    checkins::{Answers, Field, Pillar, Score},
    couples::Seat,
    plans::Doer,
    web::{
        page::Who,
        show::{Paragraphs, Part},
    },
};

/// One of the three questions, and the number.
pub(crate) struct ScoreLine {
    pub(crate) question: &'static str,
    pub(crate) number: Option<u8>,
}

/// A promise, and how it went as this one saw it.
pub(crate) struct PromiseLine {
    pub(crate) act: String,
    pub(crate) whose: String,
    pub(crate) kept: &'static str,
}

/// What is read.
pub(crate) enum Content {
    /// The answers.
    Answers { scores: Vec<ScoreLine>, parts: Vec<Part>, promises: Vec<PromiseLine> },
    /// It does not match its seal.
    Broken,
}

/// One person's side of a round.
pub(crate) struct Side {
    pub(crate) who: Who,
    pub(crate) content: Content,
}

/// Whose a promise is, by name.
pub(crate) fn whose(doer: Doer, me: &Who, other: &Who) -> String {
    let named = |seat: Seat| if me.seat == seat { me.name.clone() } else { other.name.clone() };
    match doer {
        Doer::One => named(Seat::One),
        Doer::Two => named(Seat::Two),
        Doer::Both => "Both of you".to_owned(),
    }
}

impl Side {
    /// What `who` answered; `other` is the other one of the two.
    pub(crate) fn of(who: Who, other: &Who, answers: &Answers) -> Self {
        let scores = Pillar::ALL.map(|pillar| ScoreLine {
            question: pillar.question(),
            number: answers.score(pillar).map(Score::number),
        });
        let part = |field: Field| {
            let words = answers.words(field).filter(|words| !words.trim().is_empty())?;
            Some(Part { heading: Some(field.label().to_owned()), text: Paragraphs::of(words) })
        };
        let promises = answers.commitments.iter().map(|seen| PromiseLine {
            act: seen.act.clone(),
            whose: whose(seen.who, &who, other),
            kept: seen.kept.label(),
        });
        let content = Content::Answers {
            scores: scores.into(),
            parts: Field::ALL.into_iter().filter_map(part).collect(),
            promises: promises.collect(),
        };
        Self { who, content }
    }

    /// The same for somebody who is neither of the two.
    pub(crate) fn seen(who: Who, other: &Who, answers: &Answers) -> Self {
        let mut side = Self::of(who, other, answers);
        if let Content::Answers { promises, .. } = &mut side.content {
            for (line, seen) in promises.iter_mut().zip(&answers.commitments) {
                if seen.who == Doer::Both {
                    "Both".clone_into(&mut line.whose);
                }
            }
        }
        side
    }

    /// In place of what does not open.
    pub(crate) fn broken(who: Who) -> Self {
        Self { who, content: Content::Broken }
    }
}
