//! What people write: entries, their immutable revisions, and the grants that open them.
//!
//! What must stay true:
//! - A grant is the permission and the key. No grant row, no reading; no reading without opening the grant.
//! - Saving is private: a new revision has a grant for its author alone. Sharing gives one reader one revision.
//! - A page never sees a half-opened text: whatever does not open, or does not match what it is bound to, is
//!   [`Seen::Broken`].
//! - Nothing here tells an author whether a reader has opened anything.

mod draft;
mod earlier;
mod hand;
mod held;
mod newest;
mod note;
mod opening;
pub mod pages;
mod pin;
mod shared;
mod sharing;
mod store;
mod text;
mod with_therapist;
mod writing;

pub use draft::{Draft, HeldTag, drop_draft, find_draft, keep};
pub use earlier::as_held;
pub use hand::Hand;
pub use held::{Held, held_by_access};
pub use newest::{of_kind, with_answered};
pub use note::Note;
pub use opening::mark_opened;
pub use pin::{Contact, PinState, Pinned, known, pin_now};
pub use shared::Shared;
pub use sharing::{Audience, remove, share, share_first_of_pair, share_in_pair, share_with, take_back};
pub use store::{
    Earlier, Head, Mark, Unopened, Withdrawn, between, earlier, end_grants, hold, kinds_between, last_given,
    readable, unopened, withdrawn, withdrawn_any,
};
pub use text::{Seen, Text, about_any, by_id, by_ids, by_slot, by_slots, given_since, in_pairs, in_slots};
pub use with_therapist::{show_therapist, take_back_from_therapist};
pub use writing::{Base, Place, Written, write};
