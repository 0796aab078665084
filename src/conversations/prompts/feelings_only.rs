//! A sitting about feelings only: the page on which it is suggested, the lines on the pages of a talk, and the last step
//! while it waits. Nothing here says that solutions are worse, or asks who would rather not.

use super::Prompt;

/// The last step, while it waits.
pub(super) const WAITS: Prompt = Prompt {
    heading: "Feelings only, this time",
    lede: "You two agreed that this sitting is about feelings. The plan waits until it is over.",
    hints: &[
        "It ends with the day, and an hour past midnight still belongs to the evening before.",
        "What you wrote for the plan is kept for you. It is here when the sitting is over.",
        "If you both choose it, the plan opens now. {name} sees nothing of your choice until then.",
    ],
    go: "I would like to open it",
    ..Prompt::PLAIN
};

/// The same for somebody who would like to lift it.
pub(super) const WAITS_LIFTED: Prompt = Prompt { go: "", after: LIFTED, ..WAITS };

/// The page about it.
pub const ABOUT: Prompt = Prompt {
    heading: "A sitting about feelings only",
    lede: "Sometimes it helps to be heard first, and to solve nothing yet. One of you suggests it, and it begins when the \
           other says yes.",
    hints: &[
        "While it holds, nothing is planned in this talk: step 8 waits for you both. Everything else stays open.",
        "It ends with the day of the sitting, or when you have both lifted it.",
        "A suggestion can be left, or taken off the page by either of you. Nothing is kept of it then.",
    ],
    ..Prompt::PLAIN
};

/// On the pages of a talk while it holds.
pub const HOLDS: &str = "This sitting is about feelings only. What to do about them has its time later.";
/// Once it is agreed.
pub const AGREED: &str = "You two agreed that {sitting} is about feelings only.";
/// The other would like it.
pub const THEIRS: &str = "{name} would like {sitting} to be about feelings only.";
/// Under it.
pub const LEAVE_IT: &str = "You can leave it as it is.";
/// One's own suggestion.
pub const MINE: &str =
    "You have suggested that {sitting} is about feelings only. {name} can say yes, or leave it.";
/// Whoever would like to lift it.
pub const LIFTED: &str = "You would like to open it. If {name} chooses it too, it is open for you both.";
/// Agreeing.
pub const YES: &str = "Yes, feelings only";
/// Taking the other's suggestion off the page.
pub const NOT_THIS_TIME: &str = "Not this time";
/// Taking one's own off the page.
pub const TAKE_BACK: &str = "Take it off the page";
/// Lifting it.
pub const LIFT: &str = "I would like to open it to plans";
/// Suggesting it.
pub const SUGGEST: &str = "Suggest it for {sitting}";
/// For an idea that somebody would like to take up into the plan meanwhile.
pub const IDEA_WAITS: &str = "You two agreed that this sitting of your talk is about feelings only, so its ideas wait. That ends with the day, or when \
     you have both lifted it. What you wrote is kept in this form";
/// The way to the page.
pub const LINK: &str = "A sitting about feelings only";

/// Every text of this file that no page's prompt holds.
#[cfg(test)]
pub(super) fn texts() -> Vec<&'static str> {
    vec![
        HOLDS,
        AGREED,
        THEIRS,
        LEAVE_IT,
        MINE,
        LIFTED,
        YES,
        NOT_THIS_TIME,
        TAKE_BACK,
        LIFT,
        SUGGEST,
        IDEA_WAITS,
        LINK,
    ]
}
