//! What one of the two gave of the plan, drawn again where its author looks at it: as the other one has it.

use super::view::{self, Item, Proposal};
use crate::{
    couples::Seat,
    plans::{
        Answer, PlanText, Question,
        piece::{Signature, Version},
        words,
    },
    web::{
        page::Who,
        show::{self, Content, Paragraphs, Part, Shared},
    },
};

/// A version, whole.
pub(crate) struct Whole {
    /// Whose suggestion it was, and on which day.
    pub(crate) by: Who,
    pub(crate) on: String,
    pub(crate) together: Vec<(&'static str, Paragraphs)>,
    pub(crate) items: Vec<Item>,
    /// What it changed in the one before, and why.
    pub(crate) proposal: Option<Proposal>,
    pub(crate) reason: Option<Shared>,
}

/// An answer to one of the three questions.
pub(crate) fn answer(answer: &Answer, who: Who) -> Shared {
    let parts =
        vec![Part { heading: Some(answer.question.asks().to_owned()), text: Paragraphs::of(&answer.words) }];
    let content = Content::Words { chosen: Vec::new(), parts };
    Shared { who, what: "answered".to_owned(), when: String::new(), content }
}

/// A signature: what it is under, and the day. The words of the version are not in it.
pub(crate) fn signature(signature: &Signature, who: Who) -> Shared {
    let what = format!("{} of the plan", words::nth(signature.number));
    Shared::text(who, "signed", show::day(signature.on), &what)
}

/// A version, beside the one that it changed if that can be read.
pub(crate) fn version(version: &Version, old: Option<&PlanText>) -> Whole {
    let [one, two] = view::pair(&version.names);
    let by = if version.by == Seat::One { one } else { two };
    let text = &version.text;
    let together = Question::ALL.into_iter().filter(|question| !text.of(*question).is_empty());
    let mut proposal = view::proposal(by.clone(), old, text, &version.reason, &version.names, version.on);
    Whole {
        on: show::day(version.on),
        together: together.map(|it| (it.about(), Paragraphs::plain(text.of(it)))).collect(),
        // without the way to the talk: this is to be looked at, and nothing else
        items: view::items(text, &version.names, version.on)
            .into_iter()
            .map(|item| Item { talk: None, ..item })
            .collect(),
        reason: proposal.reason.take(),
        proposal: old.is_some().then_some(proposal),
        by,
    }
}
