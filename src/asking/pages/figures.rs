//! Questions and replies as their reader sees them. The preview before sharing is the very same.

use time::Date;

use super::who;
use crate::{
    asking::{Answer, Later, Matter, Question, Way},
    entries::{Shared, Text},
    web::{page::Who, show, signed_in::SignedIn},
};

/// A day that somebody chose.
pub(super) fn written(day: Date) -> String {
    format!("{}, {}", day.weekday(), show::day(day))
}

/// The line about when: the one that its reader gets is the one of the preview.
pub(super) fn when(shared: Shared) -> String {
    match shared {
        Shared::WithMe { on } => with_you(on),
        Shared::WithPartner { .. } | Shared::No => since(shared),
    }
}

/// As whoever it is shared with reads it.
pub(super) fn with_you(on: Date) -> String {
    format!("Shared with you on {}", show::day(on))
}

/// Since when somebody else can read it.
pub(super) fn since(shared: Shared) -> String {
    match shared {
        Shared::WithMe { on } | Shared::WithPartner { on, .. } => show::day(on),
        Shared::No => String::new(),
    }
}

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
            let moved = before.map(|before| ours(&format!("Before, it was {}.", written(before))));
            let day = ours(&format!("By {}.", written(day)));
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
                question: question(&asked.content, who(visit, asked.author), when(asked.shared)),
                answer: answer(&answered.content, who(visit, answered.author), when(answered.shared)),
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
        return Some(answer(&text.content, who(visit, text.author), when(text.shared)));
    }
    let text = matter.later.as_ref().filter(|text| may(text, given))?;
    Some(later(&text.content, who(visit, text.author), when(text.shared)))
}
