//! The commitment plan: what two people promise each other, in words that both signed.
//!
//! What must stay true: drafts are private; what is proposed never changes; a version holds only when both have signed
//! the very same bytes, and the one before it holds until then. Nobody alters or deletes what both signed. Nothing is
//! counted, and nothing that was kept is undone by a setback.

mod commitment;
pub mod refusal;
pub mod starting;

pub use commitment::{Commitment, Doer, HowOften, Kept, Kind};
