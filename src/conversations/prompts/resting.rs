//! A talk that rests: stopped for now, or because one heavy step is enough for a day.

use super::Prompt;

pub(super) const TOMORROW: Prompt = Prompt {
    heading: "Enough for today",
    lede: "You have opened one of the heavier steps today. The next one is here, and it opens tomorrow.",
    hints: &[
        "Everything written is kept. You can prepare in your notes meanwhile.",
        "If you both choose it, the next step opens today. {name} sees nothing of your choice until then.",
    ],
    go: "I would like to go on today",
    ..Prompt::PLAIN
};

pub(super) const TOMORROW_CHOSEN: Prompt = Prompt {
    go: "",
    after: "You would like to go on today. If {name} chooses it too, the step opens for you both.",
    ..TOMORROW
};

/// A talk that was stopped for now, for whoever would like to go on or not.
pub(super) const fn resting(i_asked: bool, they_asked: bool, for_therapist: bool) -> Prompt {
    match (i_asked, they_asked, for_therapist) {
        (true, _, false) => RESTING_I_ASKED,
        (false, true, false) => RESTING_THEY_ASKED,
        (false, false, false) => RESTING,
        (true, _, true) => Prompt { go: "", after: RESTING_I_ASKED.after, ..FOR_THERAPIST },
        (false, true, true) => Prompt {
            lede: "{name} would like to go on with this talk. You left this part for a sitting with a therapist. It goes \
                   on from the same place when you say so too.",
            go: RESTING_THEY_ASKED.go,
            after: RESTING_THEY_ASKED.after,
            ..FOR_THERAPIST
        },
        (false, false, true) => FOR_THERAPIST,
    }
}

const FOR_THERAPIST: Prompt = Prompt {
    heading: "Left for a sitting with a therapist",
    lede: "The two of you have put this part down, to take it up with somebody beside you.",
    hints: &[
        "What each of you shared stays readable for both. What you kept for yourself stays yours.",
        "You need not speak about it alone until then. You can write for yourself, and bring it along.",
        "It goes on from the same place when you both say so: there in the sitting, or when you like.",
    ],
    ..RESTING
};

const RESTING: Prompt = Prompt {
    heading: "Stopped for now",
    lede: "The two of you have put this talk down. That is a way to end a sitting, and a good one.",
    hints: &[
        "What each of you shared stays readable for both. What you kept for yourself stays yours.",
        "It goes on from the same place when you both say so. There is no date for it.",
        "Do something ordinary now. Eat, walk, sleep.",
    ],
    go: "I would like to go on",
    ..Prompt::PLAIN
};

const RESTING_I_ASKED: Prompt = Prompt {
    go: "",
    after: "{name} can see that you would like to go on. They answer when they are ready.",
    ..RESTING
};

const RESTING_THEY_ASKED: Prompt = Prompt {
    lede: "{name} would like to go on with this talk. It goes on from the same place when you say so too.",
    go: "Yes, let us go on",
    after: "Leaving it here is fine as well.",
    ..RESTING
};

pub(super) const STOP_FOR_NOW: Prompt = Prompt {
    heading: "Stop for now?",
    lede: "You put the talk down, both of you, without a time to come back. {name} sees that it has stopped for now; no \
           reason is asked.",
    hints: &[
        "Everything written is kept, and the place is kept too. It goes on when you both say so.",
        "If you know when you will be back, a break says so to {name}, and that is often easier to wait with.",
        "Some parts are easier with somebody beside you. You can leave this one for a sitting with a therapist, and {name} \
         sees that too.",
    ],
    go: "Stop for now",
    or: "Stay in the talk",
    ..Prompt::PLAIN
};
