//! The end of a talk: finished or stopped. Both are outcomes.

use super::Prompt;
use crate::conversations::Outcome;

pub(super) const fn closed(outcome: Outcome) -> Prompt {
    match outcome {
        Outcome::Finished => FINISHED,
        Outcome::Stopped => STOPPED,
    }
}

const FINISHED: Prompt = Prompt {
    heading: "You have come through this talk",
    lede: "Both of you spoke, and both of you were heard. That does not undo what happened, and it is not nothing.",
    hints: &[
        "What each of you shared stays readable for both. What you kept for yourself stays yours.",
        "Your ideas stay here, for the two of you to make a plan of.",
        "The days after may be tender. Be easy on each other, and do something ordinary.",
    ],
    ..Prompt::PLAIN
};

const STOPPED: Prompt = Prompt {
    heading: "This talk has stopped",
    lede: "Stopping is a way to end a talk, and a complete one. No reason is asked or kept.",
    hints: &[
        "What each of you shared stays readable for both. What you kept for yourself stays yours.",
        "If you ever want to, you can begin another talk. Nothing here expects it.",
        "If you would like company in this, a couples therapist or someone you trust can be a good next person.",
    ],
    ..Prompt::PLAIN
};

pub(super) const STOP: Prompt = Prompt {
    heading: "Stop this talk for good?",
    lede: "It closes for both of you and cannot be opened again. {name} sees that it has stopped; no reason is asked.",
    hints: &[
        "What was shared stays readable for both. What you kept for yourself stays yours.",
        "If you only need a while, take a break instead. You will not lose your place.",
    ],
    go: "Stop for good",
    or: "Stay in the talk",
    ..Prompt::PLAIN
};
