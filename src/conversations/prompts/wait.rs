//! Waiting pages. They say whose move it is, and nothing about whether the other is there, reading or writing.

use super::Prompt;
use crate::conversations::WaitFor;

const WAIT: Prompt = Prompt {
    hints: &["You can close this page. When it is your turn, Today will say so. There is no deadline."],
    ..Prompt::PLAIN
};

pub(super) const fn waiting(what: WaitFor) -> Prompt {
    let (heading, lede) = match what {
        WaitFor::In => (
            "This is with you both",
            "Both answers open at once, when both of you have chosen to show them. Until then there is nothing to see, \
             whatever either of you has done.",
        ),
        WaitFor::Statement => (
            "With {name} now",
            "Before the steps begin, {name} is asked whether it has stopped. You will read what they say about it.",
        ),
        WaitFor::StatementRead => (
            "With {name} now",
            "{name} can read where it stands. When they go on, you find a time and a place.",
        ),
        WaitFor::Before => (
            "You are through with this",
            "{name} has the same page. When they have read it too, the next step opens.",
        ),
        WaitFor::OpeningAnswer => (
            "With {name} now",
            "{name} can recognise what you named, see it differently, or say “not yet”. They take the time they need.",
        ),
        WaitFor::TimeAnswer => (
            "With {name} now",
            "You suggested a time and a place. {name} can say yes, or suggest something else.",
        ),
        WaitFor::Feelings => (
            "Yours is shared",
            "When {name} has named their feelings too, you listen to each other. They take the time they need.",
        ),
        WaitFor::SayBack(_) => (
            "{name} is listening",
            "They read or hear you without answering, and then say back what reached them. You have nothing to do \
             for now.",
        ),
        WaitFor::Heard(_) => (
            "With {name} now",
            "{name} sees what you said back and can answer “heard” or “not quite”. Either one is fine.",
        ),
        WaitFor::Perspective => {
            ("{name} has the word", "This turn belongs to {name}. Your own telling has its own turn.")
        }
        WaitFor::Deeper => (
            "You are through with this",
            "{name} has the same page, and may take their time with it. Then you both go on.",
        ),
        WaitFor::ReadOn => ("You are through with this", "When {name} goes on too, the next step opens."),
        WaitFor::Responsibility => (
            "{name} has the word",
            "{name} takes responsibility for what they did. You will listen and say back what you heard.",
        ),
        WaitFor::OwnPart => (
            "{name} has a moment of their own",
            "You said your part, and it was heard. {name} goes on when they are ready; then the next step opens.",
        ),
        WaitFor::Apology => (
            "{name} has the word",
            "The next thing here is an apology to you. You will be free to answer it as you like.",
        ),
        WaitFor::ApologyAnswer => (
            "It is given",
            "Your apology is with {name}. There are four honest answers, and they take the time they need.",
        ),
    };
    Prompt { heading, lede, ..WAIT }
}
