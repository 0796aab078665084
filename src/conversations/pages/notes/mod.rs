//! One's own notes for the eight steps: the overview, a sheet, and sharing one of its lines in the talk.
//!
//! What must stay true: these pages are their author's alone. They hint nothing to anybody, mark nothing as opened, and
//! no page of the other one depends on them, until a line is shared.

mod overview;
mod release;
mod sheet;

pub(super) use overview::{before, of_talk};
pub(super) use release::{Here, here, share as share_line, show as show_line};
pub(super) use sheet::{save, save_before, show, show_before};

use crate::{
    conversations::{Opened, Role, Stage, Step, prompts, sheets::Spot},
    web::{error::Error, signed_in::SignedIn},
};

/// Whose notes for what: a talk, or nothing yet.
pub(super) struct Ground {
    /// The talk, as its author sees it.
    talk: Option<Opened>,
    /// The path of the overview.
    path: String,
    /// What the other one is called, if there is one.
    name: Option<String>,
}

impl Ground {
    /// Before there is a talk.
    fn before(visit: &SignedIn) -> Self {
        let name = visit.partner().map(|partner| partner.name.clone());
        Self { talk: None, path: "/talk/notes".to_owned(), name }
    }

    /// In a talk.
    fn of(talk: Opened) -> Self {
        let path = format!("/talk/{}/notes", talk.id);
        let name = Some(talk.their_name.clone());
        Self { talk: Some(talk), path, name }
    }

    /// The sheet of a step.
    fn spot(&self, visit: &SignedIn, step: Step) -> Spot {
        Spot {
            talk: self.talk.as_ref().map(|talk| talk.id),
            couple: self.talk.as_ref().map_or(visit.me().couple, |talk| Some(talk.couple)),
            step,
        }
    }

    /// The part this person has in it, once both have agreed who had which.
    fn role(&self) -> Option<Role> {
        let talk = self.talk.as_ref().filter(|talk| talk.sound)?;
        (!matches!(talk.talk.stage(), Stage::In { .. } | Stage::Opening { .. }))
            .then(|| talk.roles.of(talk.seat))
    }

    /// A text of ours with the other one's name in it.
    fn fill(&self, text: &str) -> String {
        self.name.as_ref().map_or_else(|| prompts::without_a_name(text), |name| prompts::fill(text, name))
    }
}

/// The step in an address.
fn step(text: &str) -> Result<Step, Error> {
    text.parse().ok().and_then(Step::from_number).ok_or(Error::NotFound)
}
