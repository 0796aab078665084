//! Talks as one of the two looks back at them: what they may read of each, and on which days both went on in it.
//!
//! What must stay true: nothing is here that the talk has not come to; and the days are made of what both read, so that
//! both have the same ones. What each writes alone has no day of its own: it would tell who was first.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use time::Date;

use super::figures::{is_alone, place};
use crate::{
    conversations::{Opened, Outcome, Part, Piece, Seat, Stage, Step},
    couples::Me,
    entries::{Hand, Shared as Held, Text},
    ids::{ConversationId, EntryId},
    web::{page::Who, show::Shared},
};

/// A talk, looked back at.
pub(crate) struct Past {
    pub(crate) id: ConversationId,
    /// Its name, where both have agreed to it or it lies on the table.
    pub(crate) name: Option<String>,
    /// The two, in the order of their seats.
    pub(crate) two: Vec<Who>,
    /// How it ended, if it has.
    pub(crate) outcome: Option<Outcome>,
    /// Whether everybody who was hurt calls it settled.
    pub(crate) settled: bool,
    /// What its reader may read of it, their own and the other's.
    pub(crate) pieces: Vec<Spoken>,
}

/// A piece of it.
pub(crate) struct Spoken {
    pub(crate) id: EntryId,
    /// Where it stands: "Step 2, Name what you felt".
    pub(crate) place: String,
    pub(crate) figure: Shared,
    /// Whether its reader has had it before them: always true for their own.
    pub(crate) opened: bool,
    /// Whether nobody but its reader has it.
    pub(crate) private: bool,
    step: Option<Step>,
    /// Since when both read it, where the day tells nothing.
    between: Option<Between>,
}

/// That both read a piece.
#[derive(Clone, Copy)]
enum Between {
    Since(Date),
    /// Each wrote it alone.
    Alone,
}

/// These talks.
///
/// # Errors
/// When the database cannot be reached.
pub(crate) async fn these(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    ids: &[ConversationId],
) -> Result<Vec<Past>, anyhow::Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(Opened::some(tx, hand, me, ids).await?.iter().map(past).collect())
}

/// All of them.
///
/// # Errors
/// When the database cannot be reached.
pub(crate) async fn all(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Vec<Past>, anyhow::Error> {
    Ok(Opened::all(tx, hand, me).await?.iter().map(past).collect())
}

fn past(talk: &Opened) -> Past {
    let stage = talk.talk.stage();
    let outcome = match stage {
        Stage::Closed { outcome, .. } => Some(*outcome),
        _ => None,
    };
    // of a talk that was stopped before there was one, each of the two may know another name
    let named = outcome.is_none() || talk.was_agreed();
    let mut two = vec![talk.me(), talk.other()];
    two.sort_by_key(|who| who.seat.number());
    Past {
        id: talk.id,
        name: talk.opening.as_ref().filter(|_| named).map(|opening| opening.name.clone()),
        two,
        outcome,
        settled: talk.is_settled(),
        pieces: talk.pieces.iter().filter(|text| reads(talk, text)).map(|text| spoken(talk, text)).collect(),
    }
}

fn said_by(text: &Text<Piece>) -> Seat {
    text.content.said_by().unwrap_or(text.content.by)
}

/// Whether this one may read it. The copy of what was agreed says nothing that the proposal does not.
fn reads(talk: &Opened, text: &Text<Piece>) -> bool {
    if text.author == talk.me || said_by(text) == talk.seat {
        return !text.content.is_agreed() || !talk.running;
    }
    !talk.running || talk.talk.may_read(talk.roles, talk.seat, text.content.part)
}

fn spoken(talk: &Opened, text: &Text<Piece>) -> Spoken {
    let mine = text.author == talk.me;
    let given = match text.shared {
        Held::WithPartner { on, .. } if !text.waits || is_open_pair(talk, text) => Some(on),
        Held::WithMe { on } => Some(on),
        Held::WithPartner { .. } | Held::No => None,
    };
    let part = text.content.part;
    let comes = talk.talk.may_read(talk.roles, said_by(text).other(), part);
    // a time for a later sitting moves nothing: the day on which it was suggested is none of the talk
    let moves = !matches!(part, Part::Next { .. });
    let between = given
        .filter(|_| comes && moves && !text.content.is_agreed())
        .map(|on| if is_alone(part) { Between::Alone } else { Between::Since(on) });
    Spoken {
        id: text.id,
        place: place(part),
        figure: if mine { talk.own_figure(text) } else { talk.their_figure(text) },
        opened: mine || text.opened,
        private: text.shared == Held::No,
        step: part.step(),
        between,
    }
}

/// Whether the other half of what waits for it is here.
fn is_open_pair(talk: &Opened, text: &Text<Piece>) -> bool {
    talk.pieces.iter().any(|other| other.author != talk.me && other.content.part == text.content.part)
}

impl Past {
    /// The days on which both went on in it, each with the steps; none for what is before the first. The first day is
    /// the one on which it began.
    pub(crate) fn days(&self) -> BTreeMap<Date, Vec<Option<Step>>> {
        let mut days: BTreeMap<Date, Vec<Option<Step>>> = BTreeMap::new();
        for piece in &self.pieces {
            if let Some(Between::Since(on)) = piece.between {
                days.entry(on).or_default().push(piece.step);
            }
        }
        // what each wrote alone belongs to the day on which the two went on from there
        for piece in self.pieces.iter().filter(|piece| matches!(piece.between, Some(Between::Alone))) {
            let after = |steps: &Vec<Option<Step>>| steps.iter().any(|step| *step > piece.step);
            if let Some((_, steps)) = days.iter_mut().find(|(_, steps)| after(steps)) {
                steps.push(piece.step);
            }
        }
        for steps in days.values_mut() {
            steps.sort_unstable();
            steps.dedup();
        }
        days
    }

    /// The steps of which both read something.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let given = self.pieces.iter().filter(|piece| piece.between.is_some());
        let mut steps: Vec<Step> = given.filter_map(|piece| piece.step).collect();
        steps.sort_unstable();
        steps.dedup();
        steps
    }
}
