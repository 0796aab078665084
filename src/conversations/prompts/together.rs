//! Sitting together: how the two sit, what is said instead of written, and the pages of the one phone that lies between
//! them. Nothing here says that together is better than apart.

use super::{Prompt, listen, resting, write, writing};
use crate::conversations::{Ask, How, Part, Role};

/// One way to sit, as the page about it offers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// Which.
    pub how: How,
    /// What it is called.
    pub title: &'static str,
    /// What it means.
    pub means: &'static str,
    /// The line on the pages of a talk.
    pub line: &'static str,
    /// The other would like to sit like this.
    pub suggested: &'static str,
}

/// The three ways.
pub const WAYS: [Way; 3] = [
    Way {
        how: How::Apart,
        title: "Apart, each in your own time",
        means: "You write, and share when you are ready. You can be in one room or in two places.",
        line: "You sit apart, each in your own time.",
        suggested: "",
    },
    Way {
        how: How::TwoPhones,
        title: "Together, with two phones",
        means: "You are in one room, each with your own phone. What you would write you can say aloud instead. Writing \
                stays possible everywhere.",
        line: "You sit together, with two phones.",
        suggested: "{name} would like to sit together, with two phones.",
    },
    Way {
        how: How::OnePhone,
        title: "Together, with one phone",
        means: "One phone lies between you and is passed across. It shows only what you may both read, and what \
                each of you says aloud is marked on it.",
        line: "You sit together, with one phone.",
        suggested: "{name} would like to sit together, with one phone between you.",
    },
];

/// The texts of this way to sit.
#[must_use]
pub const fn way(how: How) -> Way {
    let [apart, two, one] = WAYS;
    match how {
        How::Apart => apart,
        How::TwoPhones => two,
        How::OnePhone => one,
    }
}

/// The page about how the two sit.
pub const HOW: Prompt = Prompt {
    heading: "How do you sit?",
    lede: "Some things are easier to write, and some are easier to say. You can change it at any point of the talk.",
    hints: &[
        "Together begins when both of you have chosen it. Back to apart is open to either, at once and without a reason.",
        "Only sit together if you feel safe with {name} in one room. Apart is as good a way.",
    ],
    ..Prompt::PLAIN
};

/// Under a suggestion: it can be left.
pub const LEAVE_IT: &str = "You can leave it as it is. Nothing waits for it.";
/// Under one's own suggestion.
pub const SUGGESTED: &str = "You have suggested this. {name} can say yes, or leave it.";
/// What one-phone mode means, on the page where it begins.
pub const ONE_PHONE: [&str; 3] = [
    "This phone shows nothing but the talk then: no notes, nothing that is kept, nothing unfinished. Your passphrase \
     brings the rest back.",
    "Whoever holds it can press for the other. What is marked on it says so in the record.",
    "If other pages of yours are open in this browser, close them first.",
];

/// A second way on, beside writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Say {
    /// The heading.
    pub heading: &'static str,
    /// What to do.
    pub text: &'static str,
    /// The button; empty where an answer is chosen.
    pub go: &'static str,
}

/// Saying this part aloud instead of writing it.
#[must_use]
pub const fn say(part: Part) -> Say {
    match part {
        Part::SayBack { .. } => Say {
            heading: "Say it back aloud",
            text: "Tell {name} what reached you. Nothing of it is written down.",
            go: "I have said it back",
        },
        Part::ApologyAnswer { .. } => Say {
            heading: "Answer aloud",
            text: "Tell {name} your answer. Then mark which one it was; your words are not written down.",
            go: "",
        },
        Part::Apology => Say {
            heading: "Say it aloud",
            text: "Say your apology to {name}. Nothing of it is written down; the record says that you gave it, and when.",
            go: "I have said it",
        },
        _ => Say {
            heading: "Say it aloud",
            text: "Tell {name} what you would have written. Nothing of it is written down; the record says that you said \
                   it, and when.",
            go: "I have said it",
        },
    }
}

/// For somebody who has released lines of their preparation.
pub const LINES: Say = Say {
    heading: "Are the lines enough?",
    text: "You have shared lines from your preparation with {name}. If they say it, you can leave it at that.",
    go: "That is what I wanted to say",
};

/// On the listening page of two who sit together.
pub const EARS: &str = "You sit together: you can listen with your ears. Put the phone down while {name} speaks. This page waits for you.";
/// On the page of whoever is being heard.
pub const SPEAKING: &str =
    "You sit together: you can tell {name} now, or tell it once more. Take the pauses you need.";

/// Under what was said and not written.
pub const SAID: &str = "This was said aloud. Its words were not written down.";
/// The same, marked with one phone between the two; the name is whose phone it is.
pub const SAID_ON_ONE_PHONE: &str = "This was said aloud and marked on {name}’s phone, which lay between the two. Its words were not written down.";
/// Under a turn that was made of released lines.
pub const SAID_IN_LINES: &str = "It stands in the lines that were shared in this step.";

/// Why something said is not taken.
pub const NOT_TOGETHER: &str = "The two of you do not sit together in this talk, so this part is written. You can change how you sit at any time.";
/// Why nothing can be marked on the one phone.
pub const NOT_ONE_PHONE: &str =
    "The two of you do not sit with one phone, so nothing can be marked on it for either.";
/// Why nothing can be shared while the key is not the one that was met.
pub const PAUSED: &str =
    "Sharing rests, because {name}’s key has changed. The page “You two” says what to do.";

/// The page between two turns.
pub const HAND_OVER: Prompt = Prompt {
    heading: "Hand the phone to {name}",
    lede: "Nothing private stands on this page. {name}, take the phone when you are ready.",
    go: "I am {name}",
    ..Prompt::PLAIN
};

/// Back to whoever is signed in.
pub const AWAY: Prompt = Prompt {
    heading: "Put the phone away",
    lede: "The talk keeps its place. {name}’s passphrase brings the rest of {name}’s pages back.",
    go: "It is my phone again",
    or: "Back to the talk",
    ..Prompt::PLAIN
};

/// The other one signs in on this phone.
pub const SIGN: Prompt = Prompt {
    heading: "Sign with your own passphrase",
    lede: "Then this phone is signed in for you, {name}, and what you say next is marked in your own hand. The phone stays \
           on this talk.",
    go: "Sign in as {name}",
    or: "Back to the talk",
    ..Prompt::PLAIN
};

/// One of the two has chosen apart.
pub const APART_AGAIN: Prompt = Prompt {
    heading: "The phone is done for now",
    lede: "You do not sit with one phone any more. The talk goes on from the same place, each on your own.",
    ..Prompt::PLAIN
};

const ALONE: Prompt = Prompt {
    heading: "Each on your own here",
    lede: "This part is read or written by each of you alone. Put the phone away for it; the talk keeps its place.",
    ..Prompt::PLAIN
};

const TOMORROW: Prompt = Prompt {
    hints: &["If you both choose it, the next step opens today. Leaving it for tomorrow is as good."],
    go: "{name}: go on today",
    ..resting::TOMORROW
};

const PLAN: Prompt = Prompt {
    lede: "What would help this not to happen again? Talk about it first. Ideas are written, each on your own page, so \
           that you can make a plan of them.",
    hints: &[],
    fields: &[],
    go: "{name}: enough for now",
    or: "",
    after: "The talk closes when you have both said enough.",
    ..write::PLAN
};

/// The page of the one phone for whoever has the turn, with this role. Nothing on it asks to write.
#[must_use]
pub const fn sofa(ask: &Ask, role: Role) -> Prompt {
    match *ask {
        Ask::Write(part) | Ask::WriteOrPass(part) => spoken(part, role),
        Ask::Listen(part) => Prompt {
            lede: "For now there is nothing to answer, explain or put right. Let {name} speak, and let it reach you.",
            after: "After this you say back what you heard.",
            ..listen::listening(part, role)
        },
        Ask::SayBack { heard, .. } => Prompt {
            fields: &[],
            hints: &[
                "“I heard that …” is a good beginning. Leave out reasons and the word “but”; they can wait.",
            ],
            go: "I have said it back",
            or: "",
            after: "",
            ..listen::saying_back(heard, role)
        },
        Ask::AnswerSayBack { .. } => Prompt {
            lede: "{name} has said back what they heard. Did it reach you as you meant it?",
            ..listen::ANSWER_SAY_BACK
        },
        Ask::ReadOn => Prompt {
            lede: "What was said here is between you now, whether it was much or nothing at all. There is nothing to answer.",
            hints: &[],
            ..listen::READ_ON
        },
        Ask::AnswerApology => Prompt {
            fields: &[],
            hints: &[
                "Say your answer to {name} first. Then mark which one it was.",
                "The talk goes on after each of the four. Accepting is never needed for that.",
            ],
            go: "",
            ..super::answer::ANSWER_APOLOGY
        },
        Ask::Tomorrow { .. } => TOMORROW,
        Ask::OnlyFeelings { .. } => Prompt { go: "", after: "", ..super::feelings_only::WAITS },
        Ask::Plan { .. } => PLAN,
        Ask::Break { .. } => super::breaks::DURING,
        Ask::Closed(outcome) => super::closing::closed(outcome),
        Ask::Resting { for_therapist, .. } => {
            Prompt { go: "", ..resting::resting(false, false, for_therapist) }
        }
        Ask::ReadIn { .. }
        | Ask::ProposeOpening
        | Ask::Unnamed { .. }
        | Ask::ReadStatement { .. }
        | Ask::NotReady { .. }
        | Ask::Before
        | Ask::AnswerOpening { .. }
        | Ask::ProposeTime
        | Ask::AnswerTime { .. }
        | Ask::Wait(_) => ALONE,
    }
}

/// A part that is said with one phone: what is asked is what the page for writing asks.
const fn spoken(part: Part, role: Role) -> Prompt {
    let said = Prompt { fields: &[], go: "I have said it", or: "", after: "", ..writing(part, role) };
    match part {
        Part::Feelings => Prompt {
            hints: &[
                "One word is enough, and many are welcome. Below are some that may help.",
                "A feeling is not an accusation, and not an excuse.",
            ],
            ..said
        },
        Part::Perspective => Prompt {
            hints: &[
                "“I saw …”, “I thought …”, “To me it meant …”. Stay with what you know from the inside.",
                "{name} listens and does not answer yet.",
                "What was meant can be told without describing every detail.",
            ],
            ..said
        },
        Part::Deeper => Prompt {
            hints: &[
                "This step is a choice. You can go on without saying anything here.",
                "You need not have an old wound for this to have hurt.",
            ],
            or: "Go on without",
            ..said
        },
        Part::Responsibility => match role {
            Role::Hurt => Prompt {
                hints: &[
                    "If there is something of your own that you would like {name} to hear, you can say it here.",
                ],
                or: "Go on without",
                ..said
            },
            Role::Caused | Role::Both => said,
        },
        Part::Apology => Prompt {
            hints: &[
                "Five openings, if they help: I understand. It makes sense. I did it. I regret it. I will keep at it. One \
                 is enough.",
                "An apology is a way of caring for {name}. It does not ask for anything back.",
            ],
            ..said
        },
        _ => ALONE,
    }
}

/// Every text of this file that no page's prompt holds.
#[cfg(test)]
pub(super) fn texts() -> Vec<&'static str> {
    let mut all = vec![
        LEAVE_IT,
        SUGGESTED,
        EARS,
        SPEAKING,
        SAID,
        SAID_ON_ONE_PHONE,
        SAID_IN_LINES,
        NOT_TOGETHER,
        NOT_ONE_PHONE,
        PAUSED,
    ];
    all.extend(ONE_PHONE);
    all.extend(WAYS.iter().flat_map(|way| [way.title, way.means, way.line, way.suggested]));
    let says =
        [Part::Feelings, Part::Apology, Part::ApologyAnswer { to: crate::conversations::Seat::One }].map(say);
    all.extend(says.iter().chain([&LINES]).flat_map(|say| [say.heading, say.text, say.go]));
    all
}
