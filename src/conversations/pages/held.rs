//! A talk for somebody who is given single pieces of it and knows nothing else: not where it stands, nor what there is
//! besides.
//!
//! What must stay true: it is made of the given pieces alone. A step of which none is given is not there; the name and the
//! turns come from a proposal that is given, and without one it has no name, and the two stand by seat.

use time::Date;

use super::{
    figures::{figure, is_alone, said},
    record::{paired, place_in_turn},
};
use crate::{
    conversations::{Opening, Part, Piece, Role, Roles, Seat, Step, Words},
    entries::Text,
    ids::EntryId,
    web::{
        page::Who,
        show::{self, Shared},
    },
};

/// A piece, and since which day its reader holds it.
pub(crate) type Given = (Date, Text<Piece>);

/// One step, as far as it is given.
pub(crate) struct Chapter {
    /// Its number; nought before the first step.
    pub(crate) number: u8,
    /// Its title.
    pub(crate) title: &'static str,
    /// What stands there.
    pub(crate) lines: Vec<Told>,
}

/// A piece, and how the other one remembers it beside it.
pub(crate) struct Told {
    /// The piece.
    pub(crate) piece: Shown,
    /// The other memory.
    pub(crate) beside: Option<Shown>,
}

/// A piece, ready to show.
pub(crate) struct Shown {
    /// Its entry.
    pub(crate) id: EntryId,
    /// What stands there.
    pub(crate) figure: Shared,
}

/// Pieces of one step, each with its place in it.
type Placed = Vec<(String, Shown)>;

fn who(two: &[Who; 2], seat: Seat) -> Who {
    let [one, other] = two;
    if one.seat == seat { one.clone() } else { other.clone() }
}

/// The latest proposal that is given of what to talk about.
fn opening<'a>(given: impl IntoIterator<Item = &'a Text<Piece>>) -> Option<&'a Opening> {
    let proposals = given.into_iter().filter_map(|text| match (&text.content.words, text.content.part) {
        (Words::Opening(opening), Part::Opening { round }) => Some((round, opening)),
        _ => None,
    });
    proposals.max_by_key(|(round, _)| *round).map(|(_, opening)| opening)
}

/// What the talk is called, if that is given.
pub(crate) fn name<'a>(given: impl IntoIterator<Item = &'a Text<Piece>>) -> Option<&'a str> {
    opening(given).map(|opening| opening.name.as_str())
}

/// Where a piece stands in its talk: the later, the greater. `given` is all that is given of that talk.
pub(crate) fn order<'a>(
    text: &Text<Piece>,
    given: impl IntoIterator<Item = &'a Text<Piece>>,
) -> (Option<Step>, String) {
    in_order(text, turns(opening(given)))
}

/// Whose turn comes first; the first seat's where nothing is given that says it.
fn turns(opening: Option<&Opening>) -> Option<Roles> {
    opening.map_or_else(|| Roles::new(Role::Both, Role::Both).ok(), |opening| Some(opening.roles))
}

fn in_order(text: &Text<Piece>, roles: Option<Roles>) -> (Option<Step>, String) {
    let part = text.content.part;
    let by = text.content.said_by().unwrap_or(text.content.by);
    (part.step(), roles.map(|roles| place_in_turn(roles, part, by)).unwrap_or_default())
}

/// The piece as anybody of the three sees it.
pub(crate) fn shown((on, text): &Given, two: &[Who; 2]) -> Shared {
    let of = |seat| who(two, seat);
    said(text, of).unwrap_or_else(|| {
        let by = text.content.by;
        // where each acts alone and both open at once, the day would tell who was first: it stays with its author
        let alone = is_alone(text.content.part);
        let when = if alone { String::new() } else { format!("Shared on {}", show::day(*on)) };
        figure(&text.content, of(by), &of(by.other()).name, when)
    })
}

/// All that is given of one talk, in the order of the steps and of the turns.
pub(crate) fn chapters(given: &[Given], two: &[Who; 2]) -> Vec<Chapter> {
    let roles = turns(opening(given.iter().map(|(_, text)| text)));
    let mut all: Vec<(Option<Step>, String, Shown)> = given
        .iter()
        .map(|one| {
            let (step, place) = in_order(&one.1, roles);
            (step, place, Shown { id: one.1.id, figure: shown(one, two) })
        })
        .collect();
    all.sort_by(|one, two| (one.0, &one.1, one.2.id).cmp(&(two.0, &two.1, two.2.id)));
    let mut chapters: Vec<(Option<Step>, Placed)> = Vec::new();
    for (step, place, piece) in all {
        match chapters.last_mut().filter(|(last, _)| *last == step) {
            Some((_, pieces)) => pieces.push((place, piece)),
            None => chapters.push((step, vec![(place, piece)])),
        }
    }
    let told = |pieces| paired(pieces).into_iter().map(|(piece, beside)| Told { piece, beside }).collect();
    chapters
        .into_iter()
        .map(|(step, pieces)| Chapter {
            number: step.map_or(0, Step::number),
            title: step.map_or("Before the first step", Step::title),
            lines: told(pieces),
        })
        .collect()
}
