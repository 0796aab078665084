//! Wording help for a piece: what it is to be looked at as, and which of its fields are somebody's own words.
//!
//! Proposals, times and ideas are left alone; so is pain: whoever was only hurt is looked at for contempt, whatever the
//! step (decision 0022). A role changes what is offered, never what may be shared.

use crate::{
    conversations::{Part, Piece, Role, Step, Words},
    wording::{Help, Voice, Wording},
};

/// What may be offered about `piece` to its author, who has this role.
pub(super) fn about(wording: &Wording, piece: &Piece, role: Role) -> Option<Help> {
    wording.help(voice(piece.part, role)?, &texts(&piece.words))
}

const fn voice(part: Part, role: Role) -> Option<Voice> {
    match (part, role) {
        // Two who name it for each other, and what nobody has to be persuaded of, are left alone.
        (
            Part::In { .. }
            | Part::Naming { .. }
            | Part::Opening { .. }
            | Part::Time { .. }
            | Part::Next { .. }
            | Part::Idea { .. },
            _,
        ) => None,
        (Part::SayBack { .. }, _) => Some(Voice::SayBack),
        (
            Part::Feelings
            | Part::Deeper
            | Part::ApologyAnswer { .. }
            | Part::Line { step: Step::Feelings | Step::Deeper, .. },
            _,
        )
        | (_, Role::Hurt) => Some(Voice::Hurt),
        (
            Part::Statement { .. }
            | Part::Perspective
            | Part::Responsibility
            | Part::Apology
            | Part::Line { .. }
            | Part::Remember { .. }
            | Part::Explanation
            | Part::Meaning,
            Role::Caused | Role::Both,
        ) => Some(Voice::OwnPart),
    }
}

fn texts(words: &Words) -> Vec<&str> {
    match words {
        Words::Opening(_)
        | Words::AgreedOpening(_)
        | Words::Time(_)
        | Words::AgreedTime(_)
        | Words::Aloud { .. }
        | Words::Idea { .. } => Vec::new(),
        Words::Statement { what, words, .. } => vec![what, words],
        Words::Feelings { own, words, .. } => vec![own, words],
        Words::Said { seen, heard, sense, unsure } => vec![seen, heard, sense, unsure],
        Words::In { words, .. } | Words::Plain { words } => vec![words],
        Words::Owned { act, effect } => vec![act, effect],
        Words::Apology { understand, sense, did, regret, keep } => vec![understand, sense, did, regret, keep],
        Words::Answer { need, .. } => vec![need],
    }
}
