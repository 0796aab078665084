//! What a preparation sheet says: what its step will ask, so that one can think about it in peace. The same texts as in
//! the step, where there are any for this person; before the two have agreed who had which part, neutral ones.

use super::{CHECKLIST, Prompt, writing};
use crate::conversations::{Part, Role, Round, Step};

/// The page with all eight sheets.
pub const NOTES: Prompt = Prompt {
    heading: "Your notes",
    lede: "Write down what you may want to say, step by step, a line at a time. Nobody else can see any of it. When it \
           is your turn in the talk, you can share single lines. The rest stays here.",
    ..Prompt::PLAIN
};

/// The same before there is a talk.
pub const NOTES_BEFORE: Prompt = Prompt {
    heading: "Your notes",
    lede: "You can prepare before there is a talk, and on your own. Nobody else can see any of it. When a talk has \
           begun, you can bring your lines into it.",
    ..Prompt::PLAIN
};

const TIME: Prompt = Prompt {
    heading: "Find time and place",
    lede: "You will look for an hour that belongs to the two of you. What do you need for it, and where would you feel \
           safe enough to talk?",
    hints: &CHECKLIST,
    ..Prompt::PLAIN
};

const FEELINGS: Prompt = Prompt {
    heading: "Name what you felt",
    lede: "Think back to what happened, and to the time after it. What was it like inside? Naming it is enough.",
    hints: &[
        "A feeling is not an accusation, and not an excuse.",
        "In the talk there is a list of words to choose from, and room for your own.",
    ],
    ..Prompt::PLAIN
};

const LISTENING: Prompt = Prompt {
    heading: "Listen to each other",
    lede: "You will each listen, and say back what you heard. What could make it hard for you to listen? What would \
           help?",
    hints: &[
        "Saying back is not agreeing.",
        "If it gets too much, you can take a break at any time.",
        "What would you like {name} to have understood at the end?",
    ],
    ..Prompt::PLAIN
};

const RESPONSIBILITY: Prompt = Prompt {
    heading: "Take responsibility",
    lede: "The one who caused the hurt says what they did. The other may add something of their own, or go on \
           without.",
    hints: &[
        "It is about the act, not about what kind of person somebody is.",
        "Reasons have a place after the apology.",
    ],
    ..Prompt::PLAIN
};

const APOLOGY: Prompt = Prompt {
    heading: "Apologise and answer",
    lede: "The one who caused the hurt apologises in their own words. The other answers as they like.",
    hints: &["Not yet is an honest answer.", "An apology does not ask for anything back."],
    ..Prompt::PLAIN
};

const ANSWER: Prompt = Prompt {
    heading: "Apologise and answer",
    lede: "{name} apologises in this step, and you answer as you like. What would you need to hear?",
    hints: &[
        "Accepting is not needed to go on.",
        "“Not yet, I still need …” is an honest answer, and so is “I heard it”.",
        "You can also leave the answer for later.",
    ],
    ..Prompt::PLAIN
};

/// What the sheet of a step shows beside its lines, for this role; for nobody's role before it is agreed.
#[must_use]
pub const fn preparing(step: Step, role: Option<Role>) -> Prompt {
    match (step, role) {
        (Step::TimeAndPlace, _) => TIME,
        (Step::Feelings, None) => FEELINGS,
        (Step::Feelings, Some(role)) => writing(Part::Feelings, role),
        (Step::Listening, _) => LISTENING,
        (Step::Perspectives, Some(role)) => writing(Part::Perspective, role),
        (Step::Perspectives, None) => writing(Part::Perspective, Role::Both),
        (Step::Deeper, Some(role)) => writing(Part::Deeper, role),
        (Step::Deeper, None) => writing(Part::Deeper, Role::Both),
        (Step::Responsibility, None) => RESPONSIBILITY,
        (Step::Responsibility, Some(role)) => writing(Part::Responsibility, role),
        (Step::Apology, None) => APOLOGY,
        (Step::Apology, Some(Role::Hurt)) => ANSWER,
        (Step::Apology, Some(role)) => writing(Part::Apology, role),
        (Step::Planning, _) => writing(Part::Idea { number: Round::FIRST }, Role::Both),
    }
}

/// Puts somebody whose name is not known yet into a text: "your partner", and "Your partner" where a sentence begins.
#[must_use]
pub fn without_a_name(text: &str) -> String {
    let mut pieces = text.split("{name}");
    let mut all = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let begins = all.trim_end().is_empty() || all.trim_end().ends_with(['.', '?', ':']);
        all.push_str(if begins { "Your partner" } else { "your partner" });
        all.push_str(piece);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_without_a_name_is_your_partner() {
        let text = "{name} does this too. {name} and you, with {name}’s words.";
        assert_eq!(
            without_a_name(text),
            "Your partner does this too. Your partner and you, with your partner’s words."
        );
    }

    #[test]
    fn every_step_can_be_prepared_in_every_role() {
        for step in Step::ALL {
            for role in [None, Some(Role::Hurt), Some(Role::Caused), Some(Role::Both)] {
                let prompt = preparing(step, role);
                assert!(!prompt.lede.is_empty() && !prompt.hints.is_empty(), "{step:?} {role:?}");
            }
        }
    }
}
