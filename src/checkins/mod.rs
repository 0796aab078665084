//! The weekly check-in: once a week each of the two looks at the week, alone, and decides who reads it.
//!
//! The rules are pure: no storage, no pages, no clock. [`Schedule`] says when each round opens, [`Answers`] is what one
//! person fills in, [`Exchange`] who reads what of a round, [`trends`] the pictures over many rounds.
//!
//! What must stay true: every moment since the first opening lies in exactly one round, and a round that has opened
//! keeps its number and its opening for good. Nobody reads before the other has let them, nobody changes what they
//! filled in after they could read the other's, and until then nothing tells one whether the other has begun. A round
//! that was missed is a gap, the same as one that was kept private. No sum, no average, no row of weeks in a line.

mod agreeing;
mod answers;
mod calendar;
#[cfg(test)]
mod calendar_tests;
mod held;
mod lines;
pub mod moments;
mod now;
pub mod pages;
mod pillar;
mod promises;
mod release;
#[cfg(test)]
mod release_oracle;
#[cfg(test)]
mod release_properties;
mod rhythm;
mod rounds;
mod schedule;
#[cfg(test)]
mod schedule_tests;
mod side_by_side;
mod store;
pub mod trends;

pub use agreeing::{
    Answered, Suggested, Suggestion, agree, calendar, end, leave_it, suggest, suggestion, take_back,
};
pub use answers::{Answers, AsSeen, Field, LateNote, Sheet};
pub use calendar::{Calendar, Holds, Key, Opened};
pub use held::{Held, KIND, hold, read};
pub use lines::line_of;
pub use now::{Standing, next_openings, now};
pub use pillar::{Pillar, Score};
pub use promises::promises;
pub use release::{Event, Exchange, Known, Mine, Refusal, Release, Theirs, View, pair};
pub use rhythm::{Rhythm, Unclear};
pub use rounds::{Reach, Week, rounds_in, rounds_of, undecided};
pub use schedule::{Change, Round, Schedule};
pub use side_by_side::{GivenWeek, in_a_row, side_by_side};
