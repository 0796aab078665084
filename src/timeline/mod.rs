//! Looking back: what the two have done, by day and as pieces of a whole, and a search over what one may read.
//!
//! What must stay true:
//! - It has nothing of its own in the database, and writes nothing: every line is drawn from what its reader can open.
//! - The two see the same shared lines. What only one holds stands there only for that one, and only when they ask.
//! - Nothing is counted, compared or measured; nothing that was done is ever undone by what came after.
//! - The words of a search are in no address, no title and no log, and are kept nowhere.
//!
//! A kind of entry is one variant of `kinds::Kind`: what is decided for each is asked there, and drawn in `shelf.rs`.

mod find;
mod kinds;
mod lines;
pub mod pages;
mod pieces;
mod shelf;

/// The kinds of entries that are looked back at, as the database knows them.
#[must_use]
pub fn kinds() -> Vec<&'static str> {
    kinds::Kind::searched()
}
