//! The end of a talk: finished or stopped. Both are outcomes. And what may come after it: that it is settled, and that
//! something new comes up.

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
        "Some couples find another way on after this, and some part. Either can be done with care.",
        "Nothing follows from it here: nothing reminds you, and nobody is asked for more.",
    ],
    ..Prompt::PLAIN
};

pub(super) const STOP: Prompt = Prompt {
    heading: "Stop this talk for good?",
    lede: "It closes for both of you and cannot be opened again. {name} sees that it has stopped; no reason is asked.",
    hints: &[
        "What was shared stays readable for both. What you kept for yourself stays yours.",
        "If you only need a while, a break or stopping for now keeps your place.",
    ],
    go: "Stop for good",
    or: "Stay in the talk",
    ..Prompt::PLAIN
};

pub(super) const SOMETHING_NEW: Prompt = Prompt {
    heading: "Something new came out",
    lede: "First, how are you right now? Nothing has to be decided in this moment, and nothing you have come through is undone.",
    hints: &[
        "{name} does not see that you opened this page.",
        "What has been shared stays where it is. Nothing is set back to its beginning.",
    ],
    ..Prompt::PLAIN
};

/// Below a talk that is over, for whoever was hurt.
pub const SETTLE: &str = "You can call this settled, unless something new comes up. There is no time by which it has to be. It then shows as \
     settled to you both, and you can take that back whenever you like.";
/// The same when both were hurt.
pub const SETTLE_BOTH: &str = "You can call this settled, unless something new comes up. Both of you were hurt, so it counts when you both say so; \
     until then {name} sees nothing of yours.";
/// Whoever was hurt has said so.
pub const SETTLED_MINE: &str =
    "You call this settled, unless something new comes up. {name} sees that it is called settled.";
/// One of two who were hurt has said so.
pub const SETTLED_MINE_WAITS: &str = "You call this settled, unless something new comes up. It counts when {name} says so too; until then they see nothing of \
     yours.";
/// Both of two who were hurt have said so.
pub const SETTLED_BOTH: &str = "You both call this settled, unless something new comes up.";
/// For whoever caused it.
pub const SETTLED_THEIRS: &str = "{name} calls this settled, unless something new comes up.";
/// What that means for both.
pub const SETTLED_MEANS: &str = "What is settled stays out of later disputes. Both of you can still read it.";
/// Something new came up after it.
pub const SETTLED_AND_NEW: &str =
    "Something new came up after it, and has a talk of its own. What was said here stays as it is.";
/// The button.
pub const SETTLE_GO: &str = "Call it settled";
/// The button that takes it back.
pub const UNSETTLE_GO: &str = "Take that back";
/// Above a settled talk while another one is going on.
pub const REMINDER: &str = "This was called settled, unless something new comes up. It is here for you both to read, and it is best left out of \
     another dispute. If something new did come up, there is a place for that.";
/// Where a new talk begins, above the names of what is settled.
pub const REMINDER_NEW: &str = "You two called this settled, and settled things stay out of a new dispute. It is a reminder, and no lock.";

/// The question on the form that names what happened.
pub const BELONGS: &str = "Does it belong to an earlier talk?";
/// Help for it.
pub const BELONGS_HINT: &str =
    "If something new came out about it, the two stand together. The earlier talk stays as it is.";
/// It does not.
pub const BELONGS_TO_NONE: &str = "No, it stands on its own";
