//! The lines of the timeline in a few words each, for the printed page: check-ins and versions of the plan have places of
//! their own there.

use super::{
    super::window::Sight,
    item::{Item, line},
    shelf::{Shelf, Thing, What},
};
use crate::{
    ids::EntryId,
    plans::Piece,
    web::{error::Error, page::Who},
};
use time::Date;

/// Something that was shared, in a line.
pub(in crate::therapists::pages) struct Told {
    /// Its entry.
    pub(in crate::therapists::pages) id: EntryId,
    /// Since when it is held.
    pub(in crate::therapists::pages) on: Date,
    /// Who shared it.
    pub(in crate::therapists::pages) who: Vec<Who>,
    /// What they did, after the name.
    pub(in crate::therapists::pages) did: String,
    /// The beginning of it, and the name of its talk; may be empty.
    pub(in crate::therapists::pages) words: String,
}

/// Everything that is held, in lines, the newest first.
pub(in crate::therapists::pages) async fn told(sight: &mut Sight) -> Result<Vec<Told>, Error> {
    let shelf = Shelf::open(sight).await?;
    let told = shelf.0.iter().filter(|thing| is_told(thing));
    let told = told.filter_map(|thing| Some((thing, line(sight, &shelf, thing)?)));
    let mut all: Vec<(&Thing, Item)> = told.collect();
    all.sort_by(|(_, one), (_, two)| two.order.cmp(&one.order));
    Ok(all.into_iter().map(|(thing, item)| of(thing, item)).collect())
}

fn is_told(thing: &Thing) -> bool {
    match &thing.what {
        What::CheckIn { .. } => false,
        What::Plan(text) => matches!(text.content, Piece::Answer(_) | Piece::Setback(_)),
        _ => true,
    }
}

fn of(thing: &Thing, item: Item) -> Told {
    let mut words: Vec<String> = Vec::new();
    if !item.note.is_empty() {
        words.push(format!("{}.", item.note));
    }
    if let Some(excerpt) = item.excerpt {
        if !excerpt.chosen.is_empty() {
            words.push(format!("{}.", excerpt.chosen.join(", ")));
        }
        words.push(excerpt.words);
    }
    Told { id: thing.id, on: thing.on, who: item.who, did: item.did, words: words.join(" ") }
}
