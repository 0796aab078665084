//! Taking a break: before, during, making it longer, and coming back.

use time::Duration;

use super::Prompt;

/// A return time to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakLength {
    /// The word in the form.
    pub code: &'static str,
    /// Its label.
    pub label: &'static str,
    /// How long from now.
    pub lasts: Duration,
}

/// The lengths a form offers, beside a day and an hour of one's own within seven days.
pub const BREAK_LENGTHS: [BreakLength; 4] = [
    BreakLength { code: "20", label: "Twenty minutes", lasts: Duration::minutes(20) },
    BreakLength { code: "30", label: "Half an hour", lasts: Duration::minutes(30) },
    BreakLength { code: "60", label: "An hour", lasts: Duration::minutes(60) },
    BreakLength { code: "day", label: "This time tomorrow", lasts: Duration::hours(24) },
];

pub(super) const BEFORE: Prompt = Prompt {
    heading: "Take a break?",
    lede: "Choose when you will be back. {name} sees that you are taking a break and when it ends, and nothing else.",
    hints: &[
        "You are not asked why, and no reason is kept.",
        "Until then neither of you can write into the talk. What you have written stays.",
        "If you need more time later, either of you can make the break longer.",
    ],
    go: "Take a break",
    or: "Stay in the talk",
    ..Prompt::PLAIN
};

pub(super) const DURING: Prompt = Prompt {
    heading: "You are on a break",
    lede: "The talk rests until then, for both of you. Everything written is kept.",
    hints: &[
        "Do something that lets your body settle: walk, breathe slowly, drink some water.",
        "Try not to go over what you will say. It will come when you are back.",
    ],
    or: "I need more time",
    ..Prompt::PLAIN
};

pub(super) const MORE_TIME: Prompt = Prompt {
    heading: "More time?",
    lede: "Choose a later return. {name} sees the new time, and that is all they see.",
    hints: &[
        "Asking for more time is fine. A break always has an end, so that neither of you is left waiting.",
    ],
    go: "Move the return time",
    or: "Leave it as it is",
    ..Prompt::PLAIN
};

pub(super) const AFTER: &str = "The break is over. You might begin with one line to each other: “I am back, and I would like to go on.” If you \
     need more time, take another break.";
