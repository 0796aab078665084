//! The time of the next sitting: the page on which it is suggested and answered, and the lines that lead there.

use super::{Prompt, before};

/// The page about it.
pub const ABOUT: Prompt = Prompt {
    heading: "The next time",
    lede: "A talk like this takes several sittings. You can set one aside, as you did with the first.",
    hints: &[
        "One of you suggests it, and the other says yes or suggests another time. No reason is asked either way.",
        "Once you both say yes, it takes the place of the time before. Whoever asked for reminders is reminded of it.",
        "The talk itself stays open, whatever you set aside.",
    ],
    ..Prompt::PLAIN
};

/// The form for a time of one's own choosing.
pub(super) const SUGGEST: Prompt = Prompt {
    heading: "Suggest a time",
    lede: "Choose an hour that belongs to the two of you, and a place where you can speak freely.",
    hints: &[],
    ..before::PROPOSE_TIME
};

/// Above the same time of a week later.
pub const SAME: &str = "The same time again";
/// What it means.
pub const SAME_MEANS: &str = "This is what {name} sees. It is set aside when they say yes.";
/// Its button.
pub const SAME_GO: &str = "Suggest it to {name}";
/// The way to the form.
pub const ANOTHER: &str = "Suggest another time";
/// Agreeing.
pub const YES: &str = "Yes, that suits me";
/// Taking the other's off the table.
pub const NOT_THIS_TIME: &str = "Not this one";
/// Taking one's own off the table.
pub const TAKE_BACK: &str = "Take it off the page";
/// The other has suggested one: on the page of a step.
pub const THEIRS: &str = "{name} suggests a time for your next sitting. You can leave it for now.";
/// One's own is on the table.
pub const MINE: &str =
    "You have suggested a time for the next sitting. {name} can say yes, or suggest another.";
/// What was agreed.
pub const AGREED: &str = "You have set this aside: {when}.";
/// The time that was set aside has passed.
pub const PASSED: &str = "The last time you set aside was {when}.";
/// What was suggested cannot be read.
pub const GONE: &str = "What {name} suggested cannot be read any more, so there is nothing to agree to.";
/// The way back to the talk.
pub const BACK: &str = "Back to where you are";
/// The way back from the form.
pub const BACK_TO_IT: &str = "Back to what was suggested";
/// The way to the page.
pub const LINK: &str = "Set aside the next time";
/// The way to it when the other has suggested one.
pub const SEE: &str = "See it";

/// Every text of this file that no page's prompt holds.
#[cfg(test)]
pub(super) fn texts() -> Vec<&'static str> {
    vec![
        SAME,
        SAME_MEANS,
        SAME_GO,
        ANOTHER,
        YES,
        NOT_THIS_TIME,
        TAKE_BACK,
        THEIRS,
        MINE,
        AGREED,
        PASSED,
        GONE,
        BACK,
        BACK_TO_IT,
        LINK,
        SEE,
    ]
}
