//! The commitment plan: what two people promise each other, in words that both signed.
//!
//! What must stay true: drafts are private; what is proposed never changes; a version holds only when both have signed
//! the very same bytes, and the one before it holds until then. Nobody alters or deletes what both signed. Nothing is
//! counted, and nothing that was kept is undone by a setback.
//!
//! [`Standing`] and [`Diff`] are the rules, without storage and pages. [`Piece`] is what is sealed, [`Plan`] what one
//! person has of it, [`propose`], [`agree`], [`put_off`] and [`take_back`] are all that changes it, and [`in_force`] is
//! what other rooms ask. How a signature works is told in docs/decisions/0030.

mod acting;
mod acts;
pub mod answers;
pub mod checks;
mod commitment;
pub mod diff;
pub mod doing;
pub mod drafts;
mod held;
mod opened;
pub mod pages;
mod piece;
pub mod refusal;
mod reminding;
pub mod rhythm;
mod standing;
pub mod starting;
mod store;
mod text;
pub mod words;

pub use acting::{Acted, Looked, agree, propose, put_off, show_therapist, take_back};
pub use acts::Acts;
pub use answers::Answers;
pub use commitment::{Commitment, Doer, HowOften, Kept, Kind};
pub use diff::{Change, Diff};
pub use held::{Given, HeldPlan, HeldVersion};
pub use opened::{Bond, InForce, KIND, Plan, Version, Waiting, in_force, waiting};
pub use piece::{Answer, Draft, Piece};
pub use standing::{Event, Refusal, Standing};
pub use store::Outcome;
pub use text::{PlanText, Question};
