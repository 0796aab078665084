//! Reminders that say nothing: one discreet mail where somebody asked for it, and a private calendar.
//!
//! What must stay true: nothing here can read what people wrote, and no mail or calendar says a name, a word of theirs
//! or why. Each reminder goes out once or not at all. Everything is off until a person switches it on. What is due
//! for both is put down by whoever causes it, in the same transaction, whatever either has chosen; so nothing about
//! it tells one of the two what the other has switched on.

mod address;
mod due;
mod feed;
mod letter;
pub mod pages;
mod post;
mod smtp;
mod store;

use serde::{Deserialize, Serialize};

pub use address::{MailAddress, Nonce, stop_digest};
pub use due::{Whose, end, forget, forget_rounds, notice, remind, rounds, unsent};
pub use letter::Letter;
pub use post::Post;
pub use smtp::{Handed, Smtp, Trouble};

/// What somebody can be reminded of. Each kind is switched on and off on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A round of the check-in has opened.
    CheckIn,
    /// A time that both set aside for a talk.
    Appointment,
    /// A break is over.
    BreakEnd,
    /// A promise of the plan is to be looked at again.
    Review,
    /// Something waits for an answer: a change to the plan, or whether a therapist goes on reading.
    Proposal,
    /// The day that somebody chose for an answer to a question.
    Answer,
    /// The other one has sent word of a hard moment.
    Hard,
    /// The day of something that both said yes to.
    Date,
    /// Time apart is over.
    Return,
}

impl Kind {
    /// All of them, in the order in which a page shows them.
    pub const ALL: [Self; 9] = [
        Self::CheckIn,
        Self::Appointment,
        Self::BreakEnd,
        Self::Review,
        Self::Proposal,
        Self::Answer,
        Self::Hard,
        Self::Date,
        Self::Return,
    ];

    /// As it is stored, and as a form sends it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CheckIn => "check_in",
            Self::Appointment => "appointment",
            Self::BreakEnd => "break_end",
            Self::Review => "review",
            Self::Proposal => "proposal",
            Self::Answer => "answer",
            Self::Hard => "hard",
            Self::Date => "date",
            Self::Return => "return",
        }
    }

    /// From how it is stored.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
