//! The four answers to an apology, and what each does.

use super::{Field, Prompt};
use crate::conversations::Answer;

/// An answer as the form offers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerChoice {
    /// Which one.
    pub answer: Answer,
    /// Its label.
    pub label: &'static str,
    /// What it does.
    pub means: &'static str,
}

/// The four answers, in order. None is chosen beforehand.
pub const ANSWERS: [AnswerChoice; 4] = [
    AnswerChoice {
        answer: Answer::Accept,
        label: "I accept it",
        means: "{name} reads that you accept the apology. It does not say that everything is healed.",
    },
    AnswerChoice {
        answer: Answer::NotYet,
        label: "Not yet, I still need …",
        means: "{name} reads that you are not there yet, and the words you add about what you need.",
    },
    AnswerChoice {
        answer: Answer::Heard,
        label: "I heard it",
        means: "{name} reads that it reached you, and no more than that.",
    },
    AnswerChoice {
        answer: Answer::Later,
        label: "I will answer later",
        means: "{name} reads that your answer comes later. You can give it at any time until this talk closes.",
    },
];

pub(super) const ANSWER_APOLOGY: Prompt = Prompt {
    heading: "{name} apologises to you",
    lede: "Take it in first. Then answer as honestly as you can; there is no right answer and none that fails.",
    hints: &["The talk goes on after each of the four answers. Accepting is never needed for that."],
    fields: &[Field {
        name: "need",
        label: "What I still need",
        hint: "For “not yet”. With the other answers you may add a few words, or leave this open.",
        needed: false,
        rows: 4,
    }],
    go: "Answer {name}",
    or: "",
    after: "",
};

pub(super) const ANSWER_LATE: Prompt = Prompt {
    heading: "Your answer to {name}’s apology",
    lede: "You said that you would answer later. If you know your answer now, you can give it here.",
    hints: &["There is no deadline but the end of this talk. You can also leave it as it is."],
    ..ANSWER_APOLOGY
};
