//! Practices between the talks: an apology, what each needs, rules to agree on, and what is to be looked at together.
//!
//! What must stay true:
//! - A practice is data: one file of `content/en/practices/`. The engine knows four forms and no practice by name.
//! - What somebody writes is theirs: private until they share it, and theirs to take back. Nothing about it shows to the
//!   other one before.
//! - An answer belongs to the very words that it answers. No answer is needed, and none fails.
//! - What both fill in opens for both at once or is shared alone; nobody changes theirs after reading the other's.
//! - What both agreed to nobody alters alone: it is changed or ended the way it began.

mod acting;
mod agreements;
pub mod catalogue;
pub mod cycle;
mod matter;
pub mod pages;
mod parse;
mod piece;
#[cfg(test)]
mod properties;
mod rounds;
mod rules;
#[cfg(test)]
mod tests;

pub use agreements::Standing;
pub use catalogue::{Form, Practice, all, numbered, ready};
pub use matter::{Matter, Waiting, undecided, waiting, wishes};
pub use piece::{Answer, Explanation, Fields, Given, Looked, Part, Piece, Suggestion, said};
pub use rounds::{Known, Release, pair};
pub use rules::{Facts, Says, Side, Stand};

/// The kind of its entries.
pub const KIND: &str = "practice";
