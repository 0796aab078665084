//! What stands beside the talk: a line of the preparation, another memory, what explains, and what it meant.

use super::{Field, Prompt};

/// The way to another memory, below what the other told.
pub const DIFFERENTLY: &str = "I remember differently what {name} told";
/// The way to what may explain it.
pub const EXPLAINS: &str = "What may explain it";
/// What it is.
pub const EXPLAINS_LINE: &str = "If it helps. It explains, and does not excuse.";
/// The way to what it was about.
pub const MEANT: &str = "What was it about, for us?";
/// What it is, and when.
pub const MEANT_LINE: &str =
    "For later, and only if you like: in weeks or months. It explains, and does not excuse.";

pub(super) const LINE: Prompt = Prompt {
    heading: "One line of yours",
    lede: "{name} sees this line, and no other.",
    fields: &[Field { name: "words", label: "The line", hint: "As you prepared it.", needed: true, rows: 4 }],
    go: "Show it to {name}",
    or: "Keep it for now",
    after: "Until you show it, only you can see it.",
    ..Prompt::PLAIN
};

pub(super) const REMEMBER: Prompt = Prompt {
    heading: "I remember it differently",
    lede: "Two people can have lived the same evening and remember two. Yours stands beside {name}’s words, which stay \
           as they are.",
    hints: &[
        "Begin with “I”: what you saw, heard or thought.",
        "It is there to be read. It answers nothing, and nobody has to answer it.",
    ],
    fields: &[Field {
        name: "words",
        label: "I remember it differently",
        hint: "A sentence or two.",
        needed: true,
        rows: 4,
    }],
    go: "Show it to {name}",
    or: "Keep it for now",
    after: "Until you show it, only you can see it.",
};

pub(super) const EXPLANATION: Prompt = Prompt {
    heading: "What may explain it",
    lede: "{name} has read your apology. If there is something that helps to understand how it came about, it can stand here. \
           It explains, and does not excuse.",
    hints: &["Leave it out if you doubt it. An apology is whole without an explanation."],
    fields: &[Field {
        name: "words",
        label: "What may explain it",
        hint: "What was going on in you and around you. What you did stays yours.",
        needed: true,
        rows: 6,
    }],
    go: "Show it to {name}",
    or: "Keep it for now",
    after: "Until you show it, only you can see it.",
};

pub(super) const MEANING: Prompt = Prompt {
    heading: "What was it about, for us?",
    lede: "Later, when the first weight is off, some couples look for a meaning together. It explains, and does not excuse. Nobody \
           has to.",
    hints: &[
        "What did it touch in you? What was missing, what was too much, what did you not say to each other?",
        "Finding a meaning shares no blame. What was done was done by whoever did it.",
    ],
    fields: &[Field {
        name: "words",
        label: "What it was about, as I see it today",
        hint: "As much or as little as you like.",
        needed: true,
        rows: 7,
    }],
    go: "Show it to {name}",
    or: "Keep it for now",
    after: "Until you show it, only you can see it.",
};
