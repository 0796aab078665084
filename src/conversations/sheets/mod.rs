//! Preparation sheets: what one person writes down for a step, before and during the talk. Lines, for their author alone.
//!
//! What must stay true:
//! - A sheet is one sealed entry of its author, of a kind of its own, and is never granted to anybody else (the database
//!   refuses it too). How many lines it has, and whether it exists, is nobody's business: nothing that the other one can
//!   ask for depends on it.
//! - A line that is said in the talk becomes an entry of its own. The sheet then only remembers that it was.
//! - Saving loses nothing: a line that a form does not name stays, and what two windows wrote differently stands side
//!   by side.

mod content;
mod keep;
#[cfg(test)]
mod tries;

pub use content::{Act, Dropped, Line, Sheet, Trouble, Typed};
pub use keep::{Found, Spot, Stands, read, write};
