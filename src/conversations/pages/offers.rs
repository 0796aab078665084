//! Wording help for a piece: what it is to be looked at as, and which of its fields are somebody's own words.
//!
//! Proposals, times and ideas are left alone; so is pain: whoever was only hurt is looked at for contempt, whatever the
//! step (decision 0022). A role changes what is offered, never what may be shared.

use crate::{
    conversations::{Part, Piece, Role, Words},
    wording::{Help, Voice, Wording},
};

/// What may be offered about `piece` to its author, who has this role.
pub(super) fn about(wording: &Wording, piece: &Piece, role: Role) -> Option<Help> {
    wording.help(voice(piece.part, role)?, &texts(&piece.words))
}

const fn voice(part: Part, role: Role) -> Option<Voice> {
    match (part, role) {
        (Part::Opening { .. } | Part::Time { .. } | Part::Idea { .. }, _) => None,
        (Part::SayBack { .. }, _) => Some(Voice::SayBack),
        (Part::Feelings | Part::Deeper | Part::ApologyAnswer { .. }, _)
        | (Part::Perspective | Part::Responsibility | Part::Apology, Role::Hurt) => Some(Voice::Hurt),
        (Part::Perspective | Part::Responsibility | Part::Apology, Role::Caused | Role::Both) => {
            Some(Voice::OwnPart)
        }
    }
}

fn texts(words: &Words) -> Vec<&str> {
    match words {
        Words::Opening(_)
        | Words::AgreedOpening(_)
        | Words::Time(_)
        | Words::AgreedTime(_)
        | Words::Idea { .. } => Vec::new(),
        Words::Feelings { own, words, .. } => vec![own, words],
        Words::Said { heard, unsure } => vec![heard, unsure],
        Words::Plain { words } => vec![words],
        Words::Owned { act, effect } => vec![act, effect],
        Words::Apology { understand, sense, did, regret, keep } => vec![understand, sense, did, regret, keep],
        Words::Answer { need, .. } => vec![need],
    }
}
