//! Questions that one of the two asks the other, and what is answered; and what somebody has not said yet.
//!
//! What must stay true:
//! - A question is its asker's: private until it is shared, and theirs to take back. Nobody else can remove it, hide it
//!   or call it answered.
//! - Whoever is asked has three ways: an answer, a day for it, or answering it with a therapist. Each is an entry of
//!   theirs, private until it is shared. None of them says no, and until one of them is shared the question waits.
//! - An answer belongs to the very words that were asked: shared words that have got a reply are not changed any more.
//! - A day that passes says nothing. It can be moved, with a sentence.
//! - What is not said yet, and what a question is for, can be shared with nobody.

mod acting;
mod alike;
mod matter;
pub mod pages;
mod piece;
mod private;

pub use matter::{Matter, Stand, Waiting, waiting};
pub use piece::{Answer, Later, Piece, Question, Way};
pub use private::{Private, Unsaid, Wish};

/// The kind of the entries that can be shared.
pub const KIND: &str = "question";
