//! The second step: after the passphrase, a code that a device of one's own shows (TOTP, RFC 6238).
//!
//! What must stay true: the root opens first, so nobody without the passphrase learns that there is a second step; a
//! code works once, in all processes; the recovery code does not stand in for it; switching it off takes the passphrase
//! and a code. Only whoever runs the server can take it off without (decision 0034), and the owner reads that it was done. Wrong codes are counted like wrong passphrases, for the browser they come from. Nobody else is told
//! anything.

mod asking;
mod code;
mod picture;
mod state;
mod store;
mod switching;

pub(super) use asking::{Asked, Unfinished, asked};
pub use asking::{Half, Second};
pub use picture::Picture;
pub use store::Standing;
pub(super) use store::{is_current, standing};
pub use switching::{Fresh, SwitchedOff, SwitchedOn, take_second_step_off};
