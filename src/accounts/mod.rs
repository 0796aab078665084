//! Accounts: making one, signing in and out, recovery, a new passphrase.
//!
//! What must stay true: the wrap of the root is the only verifier of a passphrase; an unknown name costs the same work
//! and gets the same answer as a wrong passphrase; wrong guesses from one browser never lock another out that its owner
//! has used before; where a second step is on, nothing opens without it.

mod attempts;
mod desk;
mod entering;
mod gate;
mod leaving;
mod names;
pub mod pages;
mod passphrases;
mod recovery;
mod second_step;
mod setup;
mod signing_up;
mod store;

pub use desk::Accounts;
pub use entering::{Entered, Mark, Opened};
pub use gate::Gate;
pub use leaving::{ExitAddress, Idle, Leaving};
pub use names::{DisplayName, SignInName};
pub use passphrases::{Weakness, weakness};
pub use recovery::Recovered;
pub use second_step::{
    Fresh, Half, Picture, Second, Standing, SwitchedOff, SwitchedOn, take_second_step_off,
};
pub use setup::SetupToken;
pub use signing_up::{Made, NewAccount, Opening};
pub use store::{end_other_sessions, is_opened};
