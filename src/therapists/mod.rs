//! A therapist whom both have invited: what they may read, for how long, and that they write nothing.
//!
//! What must stay true:
//! - Nobody reads before both have agreed, and what they read is only what an author gave them by a grant of their own.
//! - Whatever a therapist holds, the partner holds as well: there is no word between one of the two and the therapist.
//! - Either of the two ends it alone, at once; the therapist can leave; time ends it. [`access`] is the whole of it.
//! - A therapist changes nothing of the couple's: the guard, row-level security and the rights of the role each say so.
//! - Each of the three knows the keys of the other two before anything is sealed or opened ([`link`]; decision 0035).

pub mod access;
mod acting;
mod clients;
mod glance;
pub mod link;
mod looks;
mod ours;
mod over;
pub mod pages;
mod reader;
mod store;

pub use acting::{act, propose};
pub use clients::{Client, Clients, LONGEST_LABEL, Of, label, of, set_label};
pub use glance::{Glance, Waits, glance};
pub use looks::{Look, Looks, Part, last_look, looks, note};
pub use ours::{Ours, Secrets, Therapist, compared, hold_ours, meet, ours};
pub use over::clear_away;
pub use reader::{Reader, name_of_reader, reader};
pub use store::sees_others;
