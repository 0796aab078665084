//! Time apart: a pause of everything between the two, with a day on which both come back.
//!
//! What must stay true:
//! - Either can ask for it, alone. It holds from the moment it is told, and never before: an ask that is kept is private.
//! - It always has an end. Each of the two asks until a day of their own, and it holds until the later one; whoever asked
//!   can end theirs alone, and both together can come back earlier.
//! - Nobody is asked why, and there is no place for a reason. A sentence may go with it; it is an entry like any other.
//! - Nothing is lost by it and nothing is counted: talks rest and go on where they were, a week without answers is a gap.
//! - What it stops is stopped for both alike, and is the same on both pages.

mod acting;
mod back;
mod last;
pub mod pages;
mod piece;
mod store;
mod time;
#[cfg(test)]
mod time_tests;

pub use acting::{Done, act};
pub use back::{has_come_back, is_back};
pub use last::{find_last, has_last_words, leave_last};
pub use piece::{Asked, Back, Last, Line, Piece};
pub use store::last;
pub use time::{Act, Refused, Time};

/// The kind of what is written here.
pub const KIND: &str = "apart";
