//! Reminders that say nothing: one discreet mail where somebody asked for it, and a private calendar.
//!
//! What must stay true: nothing here can read what people wrote, and no mail or calendar says a name, a word of theirs
//! or why. Each reminder goes out once or not at all. Everything is off until a person switches it on.

use serde::{Deserialize, Serialize};

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
    /// A change to the plan waits for an answer.
    Proposal,
}
