//! Listening, saying back, and the speaker's answer. A listening page has no field of any kind.

use super::{Field, Prompt};
use crate::conversations::{Part, Role};

const LISTEN: Prompt = Prompt {
    lede: "For now there is nothing to answer, explain or put right. Read slowly. You can read it twice.",
    go: "I have listened",
    after: "After this you say back what you heard. {name} is not told how long you take.",
    ..Prompt::PLAIN
};

/// While the reader listens to this part of the partner; `role` is the reader's.
pub(super) const fn listening(part: Part, role: Role) -> Prompt {
    let heading = match part {
        Part::Perspective => "{name} is telling you how they lived it",
        Part::Responsibility => "{name} is saying what they take responsibility for",
        _ => "{name} is telling you what they felt",
    };
    let hints: &[&str] = match role {
        Role::Caused => &[
            "It may be hard to hear what you had a part in. You do not have to carry it all at once.",
            "If you notice that you want to defend yourself, let the wish pass by. Your own turn comes.",
        ],
        Role::Hurt => &[
            "Listening is not agreeing, and not forgiving. You only let it reach you as far as you can bear.",
            "If it is too much, take a break. You do not have to say why.",
        ],
        Role::Both => &[
            "You may know both sides of this. For the length of this turn, stay with {name}’s.",
            "Listening is not agreeing. Your own turn comes.",
        ],
    };
    Prompt { heading, hints, ..LISTEN }
}

const SAY_BACK: Prompt = Prompt {
    heading: "Say back what you heard",
    lede: "Not an answer and not your side. Only what reached you, so that {name} can tell whether it did.",
    fields: &[
        Field {
            name: "seen",
            label: "What I see in you",
            hint: "Before any words: their eyes, their hands, how they breathe. “I see that you are tired.” Leave it \
                   open if you are not in one room.",
            needed: false,
            rows: 2,
        },
        Field {
            name: "heard",
            label: "What I heard you say",
            hint: "You might begin with “I heard that …” or “What seems to have been hardest is …”. Leave out \
                   reasons and the word “but”; they can wait.",
            needed: true,
            rows: 6,
        },
        Field {
            name: "sense",
            label: "What makes sense to me in it",
            hint: "A small part is enough: “I can see why that frightened you.” It says that you follow them, not that \
                   you agree with all of it. You may leave this open.",
            needed: false,
            rows: 3,
        },
        Field {
            name: "unsure",
            label: "Is there a part you are not sure you understood?",
            hint: "You may leave this open.",
            needed: false,
            rows: 3,
        },
    ],
    go: "Show it to {name}",
    or: "Keep it for now",
    after: "{name} can then answer “heard” or “not quite”. Either one is fine.",
    ..Prompt::PLAIN
};

/// Saying back this part of the partner; `role` is the reader's.
pub(super) const fn saying_back(part: Part, role: Role) -> Prompt {
    let hints: &[&str] = match (part, role) {
        (Part::Responsibility, Role::Hurt | Role::Both) => &[
            "Say what you heard {name} take on. If something was missing for you, name it in the second field.",
        ],
        (Part::Responsibility, Role::Caused) => {
            &["Say what you heard {name} take on, and leave your own part aside."]
        }
        (Part::Perspective, Role::Caused | Role::Hurt | Role::Both) => {
            &["You may remember it differently. Here you only show that you know how {name} remembers it."]
        }
        _ => &["The feeling words that stayed with you are a good place to begin."],
    };
    Prompt { hints, ..SAY_BACK }
}

pub(super) const ANSWER_SAY_BACK: Prompt = Prompt {
    heading: "Did it arrive?",
    lede: "This is what reached {name}. It need not be complete, and it need not be put the way you would.",
    hints: &[
        "“Heard” means that you feel understood in this, not that all is well.",
        "“Not quite” gives {name} another try. You do not have to say what was missing.",
    ],
    go: "Heard",
    or: "Not quite",
    ..Prompt::PLAIN
};

pub(super) const READ_ON: Prompt = Prompt {
    heading: "What lies deeper",
    lede: "What was shared in this step is below. There may be something, or nothing; either is fine, and nothing \
           is missing.",
    hints: &["There is nothing to answer here. If something was shared, it was given to you to know."],
    go: "Go on",
    ..Prompt::PLAIN
};
