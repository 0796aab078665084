//! Questions and replies as their reader sees them. The preview before sharing is the very same.

use crate::{
    asking::{Answer, Later, Matter, Question, Way},
    entries::{Shared, Text},
    web::{page::Who, readers, show, signed_in::SignedIn},
};

pub(super) fn question(question: &Question, who: Who, when: impl Into<String>) -> show::Shared {
    show::Shared::text(who, "asks", when, &question.words)
}

pub(super) fn answer(answer: &Answer, who: Who, when: impl Into<String>) -> show::Shared {
    show::Shared::text(who, "answers", when, &answer.words)
}

pub(super) fn later(later: &Later, who: Who, when: impl Into<String>) -> show::Shared {
    let ours = |text: &str| show::Part { heading: None, text: show::Paragraphs::plain(text) };
    let (what, mut parts) = match later.way {
        Way::By { day, before } => {
            let moved = before.map(|before| ours(&format!("Before, it was {}.", show::full_day(before))));
            let day = ours(&format!("By {}.", show::full_day(day)));
            ("will answer", [day].into_iter().chain(moved).collect())
        }
        Way::Therapist => (
            "will answer with a therapist",
            vec![ours("This one needs a room with somebody in it who helps.")],
        ),
    };
    if !later.words.is_empty() {
        parts.push(show::Part { heading: None, text: show::Paragraphs::of(&later.words) });
    }
    let content = show::Content::Words { chosen: Vec::new(), parts };
    show::Shared { who, what: what.to_owned(), when: when.into(), content }
}

/// A question that was answered before, beside a new one.
pub(super) struct Earlier {
    pub(super) href: String,
    pub(super) question: show::Shared,
    pub(super) answer: show::Shared,
}

impl Earlier {
    /// Of those that were asked and answered.
    pub(super) fn all(visit: &SignedIn, matters: &[&Matter]) -> Vec<Self> {
        let one = |matter: &&Matter| {
            let (asked, answered) = matter.settled()?;
            Some(Self {
                href: format!("/questions/{}", matter.id),
                question: question(
                    &asked.content,
                    visit.who_wrote(asked.author),
                    readers::when(asked.shared),
                ),
                answer: answer(
                    &answered.content,
                    visit.who_wrote(answered.author),
                    readers::when(answered.shared),
                ),
            })
        };
        matters.iter().filter_map(one).collect()
    }
}

/// A reply of somebody's, as it is shown where it stands: the answer, or what they chose until then.
pub(super) fn reply(visit: &SignedIn, matter: &Matter, given: bool) -> Option<show::Shared> {
    fn may<C>(text: &Text<C>, given: bool) -> bool {
        !given || text.shared != Shared::No
    }
    if let Some(text) = matter.answer.as_ref().filter(|text| may(text, given)) {
        return Some(answer(&text.content, visit.who_wrote(text.author), readers::when(text.shared)));
    }
    let text = matter.later.as_ref().filter(|text| may(text, given))?;
    Some(later(&text.content, visit.who_wrote(text.author), readers::when(text.shared)))
}
