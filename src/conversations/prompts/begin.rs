//! Before the first step: are we in, what happened, has it stopped, and what to expect of the talk.

use super::{Field, Prompt};
use crate::conversations::{In, Naming};

/// An answer to "are we in?" as the form offers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InChoice {
    /// Which one.
    pub answer: In,
    /// Its label.
    pub label: &'static str,
    /// What it means.
    pub means: &'static str,
}

/// The three answers. None is chosen beforehand.
pub const IN_CHOICES: [InChoice; 3] = [
    InChoice {
        answer: In::Yes,
        label: "Yes, I would like to do this",
        means: "For today that is enough. You can stop at any time.",
    },
    InChoice {
        answer: In::Unsure,
        label: "I am not sure",
        means: "Many people are not. You can take this page at your own pace, and answer again another day.",
    },
    InChoice {
        answer: In::No,
        label: "No, or not now",
        means: "That is a full answer. Nothing here asks you for a reason.",
    },
];

/// The two answers to "has it stopped?". None is chosen beforehand.
pub const STATEMENT_CHOICES: [(&str, &str, &str); 2] = [
    ("stopped", "It has stopped", "You say what has stopped, and since when, so that {name} can picture it."),
    ("not-ready", "I am not ready to say this", "That is honest. {name} reads these words, and no others."),
];

pub(super) const IN: Prompt = Prompt {
    heading: "Are you in?",
    lede: "Before the talk there is one question, and each of you answers it alone: would you like to try this?",
    hints: &[
        "{name} sees your answer only when you choose to show it and they have chosen to show theirs. Then both open \
         at once.",
        "Nobody is counted and nobody waits with a clock. You can keep your answer to yourself for as long as you like.",
        "It takes time, and nothing here can promise how it ends. Staying and leaving are both respectable.",
    ],
    fields: &[Field {
        name: "words",
        label: "Anything you want to say with it",
        hint: "You may leave this open.",
        needed: false,
        rows: 3,
    }],
    go: "Show it when {name} shows theirs",
    or: "Keep it to myself",
    after: "Keeping it shows nothing to {name}, not even that you were here.",
};

pub(super) const READ_IN: Prompt = Prompt {
    heading: "Both answers are open",
    lede: "You each answered alone. Read both, and let them stand for a moment.",
    hints: &[
        "A talk like this works best when you both want it. If one of you is not sure, going slowly is a way too.",
        "There are pages that are yours alone, and people whose work it is to sit with a question like this.",
    ],
    fields: &[],
    go: "Go on together",
    or: "Ask both of us again",
    after: "",
};

/// Below what was chosen alone and takes both: "go on all the same" and "we go on anyway".
pub(super) const CHOSEN: &str =
    "You have chosen to go on. {name} sees nothing of it, and the talk goes on if they choose it too.";

pub(super) const PROPOSE: Prompt = Prompt {
    hints: &[
        "The name appears on the pages of this talk. It need not say what happened.",
        "You say which part each of you had. It changes what you are each asked, and nothing about what you may do.",
        "{name} can recognise it, see it differently, or say “not yet”.",
    ],
    ..super::before::PROPOSE_OPENING
};

pub(super) const NAMING: Prompt = Prompt {
    heading: "How do you see it?",
    lede: "Say in your own words how you see what {name} has named. Their words stay as they are, and yours stand beside them.",
    hints: &["Seeing it differently is not the same as saying that it did not hurt."],
    fields: &[Field {
        name: "words",
        label: "I see it differently",
        hint: "A few sentences are enough.",
        needed: true,
        rows: 6,
    }],
    go: "Show it to {name}",
    or: "Keep it for now",
    after: "Until you show it, only you can see it.",
};

/// What happened is not acknowledged: for the one who named it, and for the one who answered.
pub(super) const fn unnamed(mine: bool, said: Naming) -> Prompt {
    let heading = match (mine, said) {
        (true, Naming::Differently) => "{name} sees it differently",
        (true, Naming::NotYet) => "{name} says: not yet",
        (false, Naming::Differently) => "You see it differently",
        (false, Naming::NotYet) => "You said: not yet",
    };
    let go = if mine { "Find other words" } else { "Yes, I recognise this" };
    Prompt { heading, go, ..UNNAMED }
}

const UNNAMED: Prompt = Prompt {
    lede: "To be plain with you both: as long as what happened has no name that you share, a talk like this is likely to \
           stay stuck. That is nobody’s failing, and it is not the end.",
    hints: &[
        "Many couples find the shared words with a couples therapist. It is their daily work.",
        "You can leave it here for as long as you like. It stays as it is, and nothing reminds you.",
        "If you both choose it, the talk goes on anyway. {name} sees nothing of your choice until then.",
    ],
    fields: super::before::PROPOSE_OPENING.fields,
    or: "We go on anyway",
    ..Prompt::PLAIN
};

pub(super) const STATEMENT: Prompt = Prompt {
    heading: "Has it stopped?",
    lede: "Before {name} can listen with you, it helps to know where the two of you stand. Say plainly what has stopped, and \
           since when.",
    hints: &[
        "Concrete words carry further than a promise: which contact, which account, which habit.",
        "If you cannot say it, there are words for that too. They are better than words that are not true.",
    ],
    fields: &[
        Field {
            name: "act",
            label: "What has stopped",
            hint: "For example: I no longer write to them, and I have told them so.",
            needed: false,
            rows: 4,
        },
        Field {
            name: "since",
            label: "Since which day?",
            hint: "As near as you can.",
            needed: false,
            rows: 1,
        },
        Field {
            name: "words",
            label: "Anything {name} may need to know with it",
            hint: "You may leave this open.",
            needed: false,
            rows: 3,
        },
    ],
    go: "Show it to {name}",
    or: "Keep it for now",
    after: "Until you show it, only you can see it.",
};

pub(super) const READ_STATEMENT: Prompt = Prompt {
    heading: "{name} says where it stands",
    lede: "Read it slowly. You are not asked to believe it today, and nothing here checks it.",
    hints: &[
        "Going on only says that you have read it.",
        "If it does not fit what you know, say so to each other or with a therapist before you go on. You can also take a \
         break.",
    ],
    go: "I have read it, go on",
    ..Prompt::PLAIN
};

/// "I am not ready to say this" was said: for whoever said it, and for the other one.
pub(super) const fn not_ready(mine: bool) -> Prompt {
    if mine {
        Prompt {
            heading: "You are not ready to say it",
            go: "Say it now",
            fields: STATEMENT.fields,
            ..NOT_READY
        }
    } else {
        Prompt { heading: "{name} is not ready to say it", ..NOT_READY }
    }
}

const NOT_READY: Prompt = Prompt {
    lede: "That is an honest answer. To be plain with you both: while it is open whether it has stopped, a talk like this is \
           likely to stay stuck, and it can hurt more.",
    hints: &[
        "A couples therapist can help with exactly this, and so can somebody for one of you alone.",
        "You can leave it here for as long as you like. It stays as it is, and nothing reminds you.",
        "If you both choose it, the talk goes on anyway. {name} sees nothing of your choice until then.",
    ],
    or: "We go on anyway",
    ..Prompt::PLAIN
};

pub(super) const BEFORE: Prompt = Prompt {
    heading: "What to expect",
    lede: "A talk like this is often awkward, and sometimes intense. That is how it goes; it does not mean that you do it wrong.",
    hints: &[
        "It may take several sittings. Every word stays where it is until you come back.",
        "You follow eight steps, one thing at a time. One of you speaks, the other listens, and then it turns round.",
        "Nobody can promise how it ends. Some couples come closer, and some find out that they part.",
        "This is not therapy, and it does not replace it. A therapist beside it is a good idea, for you both or for \
         one of you.",
        "Either of you may take a break or stop at any time, without a reason.",
    ],
    go: "I have read this",
    ..Prompt::PLAIN
};
