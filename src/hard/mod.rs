//! A hard moment: written down for oneself in half a minute, and afterwards, if one likes, one line and one need for the
//! other, who can answer with one press; and putting all of it away until the morning.
//!
//! What must stay true:
//! - What somebody writes down in a hard moment can be shared with nobody. What goes to the other is a line of its own,
//!   written afterwards and looked at first.
//! - A line asks for one of four things, and what can be said to it fits that need. Whoever wants to be left in peace can be
//!   told that it was read, and nothing more.
//! - Nobody is told whether a line was opened, and nothing points at an answer that has not come.
//! - "Not tonight" is a statement that both can read, with an hour at which it ends. It says nothing but that hour: what
//!   comes meanwhile is sent like any other time, and whoever sent it cannot tell when it was opened.

mod acting;
mod matter;
pub mod pages;
mod piece;
mod private;
mod resting;

pub use matter::{Matter, Rests, Waiting, is_put_away, waiting};
pub use piece::{Choice, Hour, Need, Piece, Reply, Rest, Word};
pub use private::Moment;

/// The kind of the entries that can be shared.
pub const KIND: &str = "hard";
