//! Pages on which a person writes and shares. Roles change the words; the fields and the ways on stay the same, but for
//! step 6, where only the one who caused the hurt is asked about the act.

use super::{Field, Prompt};
use crate::conversations::Role;

const SHOW: Prompt = Prompt {
    go: "Share with {name}",
    or: "Keep it for now",
    after: "Next you see exactly what {name} will see.",
    ..Prompt::PLAIN
};

const FELT: &[Field] = &[
    Field {
        name: "own",
        label: "A word of your own",
        hint: "If the list does not have it.",
        needed: false,
        rows: 1,
    },
    Field {
        name: "words",
        label: "If you want to say more",
        hint: "Stay with what it was like for you. Reasons can wait; they have a step of their own.",
        needed: false,
        rows: 6,
    },
];

const FEELINGS: Prompt = Prompt {
    heading: "Name what you felt",
    hints: &[
        "Tick as many words as you need. Skip the rest.",
        "A feeling is not an accusation, and not an excuse.",
        "{name} does this too, on their own. You each see the other’s when both are shared.",
    ],
    fields: FELT,
    ..SHOW
};

pub(super) const fn feelings(role: Role) -> Prompt {
    match role {
        Role::Hurt => Prompt {
            lede: "Think back to the days after you found out. What was it like inside? You don’t have to explain it \
                   or prove it. Naming it is enough.",
            ..FEELINGS
        },
        Role::Caused => Prompt {
            lede: "Think back to what happened, and to the days when it came out. What was it like inside? Your \
                   feelings have a place here too, beside {name}’s and not instead of them.",
            ..FEELINGS
        },
        Role::Both => Prompt {
            lede: "Think back to what happened between you. What was it like inside, when you were hurt and when you \
                   saw that {name} was? Naming it is enough.",
            ..FEELINGS
        },
    }
}

const LIVED: &[Field] = &[Field {
    name: "words",
    label: "How I lived it",
    hint: "“I saw …”, “I thought …”, “To me it meant …”. Stay with what you know from the inside.",
    needed: true,
    rows: 12,
}];

const PERSPECTIVE: Prompt = Prompt {
    heading: "Tell it as you lived it",
    fields: LIVED,
    hints: &[
        "You have this turn to yourself. {name} listens and cannot write until you have shared.",
        "If you remember something differently, say so as your own memory. {name}’s words stay as they are.",
        "What was meant can be told without describing every detail.",
    ],
    ..SHOW
};

pub(super) const fn perspective(role: Role) -> Prompt {
    match role {
        Role::Hurt => Prompt {
            lede: "What happened, as you saw it and as it reached you? Begin wherever it begins for you.",
            ..PERSPECTIVE
        },
        Role::Caused => Prompt {
            lede: "What did you do, and what was going on in you at the time? Tell it straight. Why it happened is a \
                   later question, and what {name} did or did not do is not part of this one.",
            ..PERSPECTIVE
        },
        Role::Both => Prompt {
            lede: "What happened, as you lived it: what you did, and what reached you? Tell your own side of both, \
                   and leave {name}’s to {name}.",
            ..PERSPECTIVE
        },
    }
}

const DEPTH: &[Field] = &[Field {
    name: "words",
    label: "What this touched in me",
    hint: "Something older, perhaps: another time you were left, or not believed, or had to manage alone.",
    needed: true,
    rows: 8,
}];

const DEEPER: Prompt = Prompt {
    heading: "What lies deeper",
    hints: &[
        "This step is a choice. Going on without it leaves no trace: nothing is kept, and nothing says that you did.",
        "You need not have an old wound for this to have hurt.",
    ],
    fields: DEPTH,
    or: "Go on without sharing",
    ..SHOW
};

pub(super) const fn deeper(role: Role) -> Prompt {
    match role {
        Role::Hurt => Prompt {
            lede: "Some hurts touch older ones. If this did, you can let {name} know what it woke up.",
            ..DEEPER
        },
        Role::Caused => Prompt {
            lede: "What happened may have touched something older in you, before or after. If you share it, let it \
                   explain you and not excuse it.",
            ..DEEPER
        },
        Role::Both => Prompt {
            lede: "What happened may have touched something older in you. If you share it, it is for {name} to know \
                   you better, and it settles nothing.",
            ..DEEPER
        },
    }
}

const CAUSED: Prompt = Prompt {
    heading: "Take responsibility",
    lede: "Say what you did and what it did to {name}. As plainly as you can, and without a “but”.",
    hints: &[
        "It is about the act, not about what kind of person you are.",
        "Reasons have a place after the apology. Here they would sound like a defence.",
        "Nothing that {name} did or left undone belongs here.",
    ],
    fields: &[
        Field {
            name: "act",
            label: "What I did",
            hint: "Name it in the words you would least like to use, if those are the true ones.",
            needed: true,
            rows: 6,
        },
        Field {
            name: "effect",
            label: "What I see it did to you",
            hint: "From what {name} has told you so far. You may leave this open.",
            needed: false,
            rows: 5,
        },
    ],
    ..SHOW
};

pub(super) const fn responsibility(role: Role) -> Prompt {
    match role {
        Role::Hurt => Prompt {
            heading: "Is there anything of your own?",
            lede: "You do not owe a share of the blame. What happened was not yours to prevent, and nobody needs \
                   you to say otherwise.",
            hints: &[
                "If there is something of your own that you would like {name} to hear, you can write it here.",
                "Going on without leaves no trace: nothing is kept, and nothing anywhere says that you did.",
            ],
            fields: &[Field {
                name: "words",
                label: "Something of my own",
                hint: "Whatever you would like {name} to know. It stands beside what happened and is no cause of it.",
                needed: true,
                rows: 6,
            }],
            or: "Go on without sharing",
            ..SHOW
        },
        Role::Caused => CAUSED,
        Role::Both => Prompt {
            lede: "This turn is only about the hurt you caused. Say what you did and what it did to {name}, as \
                   plainly as you can. {name} has a turn of their own.",
            ..CAUSED
        },
    }
}

/// One of the five keys of an apology. One is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name in the form and in the sealed entry.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// The hint under the label.
    pub hint: &'static str,
}

impl Key {
    const fn field(self) -> Field {
        Field { name: self.name, label: self.label, hint: self.hint, needed: false, rows: 3 }
    }
}

const UNDERSTAND: Key = Key {
    name: "understand",
    label: "I understand",
    hint: "What it was like for {name}, as concretely as you can.",
};
const SENSE: Key =
    Key { name: "sense", label: "It makes sense", hint: "That {name} feels this way, after what happened." };
const DID: Key =
    Key { name: "did", label: "I did it", hint: "The act by its name, without a reason behind it." };
const REGRET: Key =
    Key { name: "regret", label: "I regret it", hint: "What it does to you to know that you caused this." };
const KEEP: Key = Key {
    name: "keep",
    label: "I will keep at it",
    hint: "Something you will go on doing, small enough to be kept.",
};

/// The five keys, in order. Each is optional.
pub const APOLOGY_KEYS: [Key; 5] = [UNDERSTAND, SENSE, DID, REGRET, KEEP];

const APOLOGY: Prompt = Prompt {
    heading: "Apologise in your own words",
    hints: &[
        "Five openings, if they help. One is enough; leave the others empty.",
        "An apology is a way of caring for {name}. It does not ask for anything back.",
        "{name} may accept it, or not yet, or say only that they heard it. Each of these is an honest answer.",
    ],
    fields: &[UNDERSTAND.field(), SENSE.field(), DID.field(), REGRET.field(), KEEP.field()],
    go: "Give it to {name}",
    ..SHOW
};

pub(super) const fn apology(role: Role) -> Prompt {
    match role {
        Role::Caused | Role::Hurt => Prompt {
            lede: "You have said what you did and heard what it was like. Say now what you would like {name} to \
                   have from you.",
            ..APOLOGY
        },
        Role::Both => Prompt {
            lede: "This is for the hurt you caused, and only for that. It does not depend on what {name} says in \
                   theirs.",
            ..APOLOGY
        },
    }
}

pub(super) const PLAN: Prompt = Prompt {
    heading: "Plan together",
    lede: "What would help this not to happen again? Collect ideas, both of you, in any order. Small ones count.",
    hints: &[
        "Say what can be seen: who does what, and how often.",
        "Passwords, locations and devices have no place in a plan. Watching does not bring trust back.",
        "An idea is not a promise yet. It stays here, for the two of you to make a plan of.",
    ],
    fields: &[Field {
        name: "idea",
        label: "An idea",
        hint: "“On Sundays we …”, “If it gets late, I …”, “I would like us to …”.",
        needed: true,
        rows: 3,
    }],
    go: "Share with {name}",
    or: "Enough for now",
    after: "The talk closes when you have both said enough.",
};

pub(super) const PLAN_LAST: Prompt = Prompt {
    lede: "{name} has enough for now. You can still add ideas. When you have enough too, the talk closes.",
    after: "With your “enough for now” the talk is finished. Everything shared stays readable for both.",
    ..PLAN
};

pub(super) const PLAN_AFTER_ENOUGH: Prompt = Prompt {
    lede: "You said that this is enough for now. {name} may still be collecting. If something comes to mind, add it.",
    or: "",
    after: "Adding an idea takes back your “enough” until you say it again.",
    ..PLAN
};
