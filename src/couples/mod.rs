//! Two people: opening a space, inviting the other one, the key phrase, their pace, leaving.
//!
//! What must stay true: nothing of one is visible to the other before both have accepted; each pins the other's key
//! when they meet; leaving is one-sided and takes effect at once.

mod apart;
pub mod invite;
mod leaving;
mod me;
pub mod pacing;
pub mod pages;
mod seat;
mod store;

pub use apart::Apart;
pub use leaving::{leave, leave_with};
pub use me::{Me, Partner};
pub use pacing::Pacing;
pub use seat::Seat;
pub use store::{Ended, compared, ended};
