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

pub(super) const RESTING: Prompt = Prompt {
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

pub(super) const RESTING_I_ASKED: Prompt = Prompt {
    go: "",
    after: "{name} can see that you would like to go on. They answer when they are ready.",
    ..RESTING
};

pub(super) const RESTING_THEY_ASKED: Prompt = Prompt {
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
    ],
    go: "Stop for now",
    or: "Stay in the talk",
    ..Prompt::PLAIN
};
