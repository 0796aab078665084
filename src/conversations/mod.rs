//! The guided talk about one betrayal: eight steps, turns, breaks, and two outcomes.
//!
//! The rules are pure: no storage, no pages, no clock. [`Talk`] is the state machine; [`Talk::next`] is the only way
//! from one state to another, and [`Talk::asks`] says what a page shows. What must stay true is written at the top of
//! `talk.rs` and tried in `properties.rs`. Around them: [`Piece`] is what people write, sealed whole; [`Opened`] is a
//! talk as one person sees it; `store` keeps the state; `pages` are the pages.
//!
//! Words people write are entries elsewhere; their place in a talk is a [`Part`], sealed inside them. Roles are sealed
//! too, and come in as a parameter.

mod apology;
mod are_we_in;
mod ask;
mod beginning;
mod days;
mod doing;
mod event;
pub mod feelings;
mod follows;
mod ideas;
pub mod kinds;
pub mod meeting;
mod meetings;
mod moves;
mod next_time;
pub mod only_feelings;
mod opened;
#[cfg(test)]
mod oracle;
pub mod pages;
mod part;
mod pause;
mod piece;
pub mod prompts;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod reach;
mod reading;
mod refusal;
mod rest;
#[cfg(test)]
mod rights;
mod roles;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod rules_apart;
#[cfg(test)]
mod rules_before;
#[cfg(test)]
mod rules_beside;
#[cfg(test)]
mod rules_feelings;
#[cfg(test)]
mod rules_pace;
#[cfg(test)]
mod rules_times;
mod settled;
pub mod sheets;
mod silence;
mod sitting;
mod stage;
mod standing;
mod step;
mod store;
#[cfg(test)]
mod table;
mod talk;
#[cfg(test)]
mod told;
#[cfg(test)]
mod tries;
mod turn;
mod view;
mod writing;

pub use crate::couples::Seat;
pub use apology::{Answer, Giving, Later};
pub use are_we_in::In;
pub use ask::{Ask, WaitFor};
pub use days::{TalkDay, days};
pub use event::Event;
pub use follows::something_new;
pub use ideas::{Idea, ideas};
pub use meeting::Meeting;
pub use next_time::{NextTime, SetAside};
pub use only_feelings::OnlyFeelings;
pub use opened::Opened;
pub use part::Part;
pub use pause::Pause;
pub use piece::{After, Aloud, Names, Opening, Piece, Words};
pub use reading::before_its_time;
pub use refusal::Refusal;
pub use rest::{How, Rest, Suggested, Tomorrow};
pub use roles::{Role, Roles, RolesRefused};
pub use settled::Settled;
pub use silence::silent_since;
pub use sitting::Sitting;
pub use stage::{Half, Ideas, Naming, Outcome, Proposal, Stage, Stating};
pub use standing::{Standing, standing};
pub use step::Step;
pub use talk::Talk;
pub use turn::{Hearing, Order, Round, Speaking};
