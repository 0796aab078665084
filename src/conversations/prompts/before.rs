//! Before the steps, and step 1.

use super::{Field, Prompt};
use crate::conversations::Role;

/// One of the three roles in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleChoice {
    /// The role of the reader. The partner's is asked in the same words, with their name.
    pub role: Role,
    /// The label for oneself.
    pub mine: &'static str,
    /// The label for the partner.
    pub theirs: &'static str,
}

/// The roles, as the form offers them.
pub const ROLE_CHOICES: [RoleChoice; 3] = [
    RoleChoice { role: Role::Hurt, mine: "I was hurt", theirs: "{name} was hurt" },
    RoleChoice { role: Role::Caused, mine: "I caused the hurt", theirs: "{name} caused the hurt" },
    RoleChoice {
        role: Role::Both,
        mine: "Both: I caused hurt, and I was hurt",
        theirs: "Both: {name} caused hurt, and was hurt",
    },
];

/// For an hour without interruption. Each is an offer to tick, none is required.
pub const CHECKLIST: [&str; 6] = [
    "Phones are away, or hold only this page.",
    "The door is closed, and nobody can overhear you.",
    "For about an hour, nobody else needs either of you.",
    "Neither of you has been drinking or taking anything.",
    "There is water on the table, and you have both eaten.",
    "You both know that either of you may stop at any time.",
];

pub(super) const START: Prompt = Prompt {
    heading: "Begin a talk",
    lede: "One conversation is about one thing that happened. It has eight steps, and it may take several sittings.",
    hints: &[
        "{name} sees that you would like to talk, and nothing about what.",
        "First each of you answers alone whether you are in. After that you find a name for what happened.",
        "You can write in your notes at any time, for you alone.",
    ],
    go: "Ask {name} for a talk",
    or: "Not now",
    ..Prompt::PLAIN
};

pub(super) const PROPOSE_OPENING: Prompt = Prompt {
    heading: "What do you want to talk about?",
    lede: "One conversation is about one thing that happened. Give it a name you will both recognise, such as \
           “about the spring”.",
    hints: &[
        "The name appears on the pages of this talk. It need not say what happened.",
        "You say which part each of you had. It changes what you are each asked, and nothing about what you may do.",
        "{name} can agree, or suggest other words. The talk begins when you both agree.",
    ],
    fields: &[
        Field {
            name: "name",
            label: "What shall we call it?",
            hint: "A few words. Both of you will see them.",
            needed: true,
            rows: 1,
        },
        Field {
            name: "words",
            label: "What was it, in your own words?",
            hint: "One or two sentences are enough. You may leave this open.",
            needed: false,
            rows: 4,
        },
    ],
    go: "Show it to {name}",
    or: "Keep it for now",
    after: "Until you show it, only you can see it.",
};

pub(super) const ANSWER_OPENING: Prompt = Prompt {
    heading: "{name} would like to talk about this",
    lede: "Read it slowly. Recognising it says: yes, this happened, and it hurt. It is not agreeing to everything that will \
           be said.",
    hints: &[
        "If the words do not fit, suggest your own, or say how you see it.",
        "There is no deadline. “Not yet” is an answer too. If this talk does not feel safe, you do not have to have it.",
    ],
    fields: PROPOSE_OPENING.fields,
    go: "Yes, I recognise this",
    or: "Suggest other words",
    after: "",
};

const WHEN_AND_WHERE: &[Field] = &[
    Field {
        name: "when",
        label: "When?",
        hint: "A day and an hour when you will both be awake enough.",
        needed: true,
        rows: 1,
    },
    Field {
        name: "place",
        label: "Where?",
        hint: "Somewhere quiet. If you are apart, say where each of you will be.",
        needed: true,
        rows: 1,
    },
    Field {
        name: "note",
        label: "Anything else that would help?",
        hint: "You may leave this open.",
        needed: false,
        rows: 3,
    },
];

pub(super) const PROPOSE_TIME: Prompt = Prompt {
    heading: "Find time and place",
    lede: "Choose an hour that belongs to the two of you, and a place where you can speak freely.",
    hints: &[
        "It may take several sittings. This is about the first.",
        "It is likely to feel awkward. That is no sign that it is going badly.",
    ],
    fields: WHEN_AND_WHERE,
    go: "Suggest it to {name}",
    or: "Keep it for now",
    after: "{name} can say yes, or suggest something else.",
};

pub(super) const ANSWER_TIME: Prompt = Prompt {
    heading: "{name} suggests a time and a place",
    lede: "If it suits you, say yes. If it does not, suggest another; no reason is needed.",
    hints: &[
        "Once you both say yes, you can each put it in your calendar. The entry says nothing about this talk.",
        "You need not wait for that hour: each of you can begin with the next step on your own.",
    ],
    fields: WHEN_AND_WHERE,
    go: "Yes, that suits me",
    or: "Suggest another",
    after: "",
};
