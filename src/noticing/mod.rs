//! One line sent on its own: something noticed, something that helped, a word of thanks; something kind that one did, and
//! a moment in which one turned toward the other or wishes to have.
//!
//! What must stay true: it is private until it is sent, and sending is an act of its own with the exact line in view;
//! nobody's lines are counted, and nothing compares
//! the two.

mod line;
mod lines;
pub mod pages;

pub use line::{Line, LineKind};
pub use lines::{Given, KIND, between, last_thanks, send_line, unopened};
use lines::{all, own};
