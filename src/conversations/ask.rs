//! What the talk asks of one person now: the page of that person, as an enum.
//!
//! It holds nothing that the other has not chosen to show: while both write alone it is the same whether the other is
//! done or not, and a speaker does not learn that the listener has finished reading, only what they say back.

use time::OffsetDateTime;

use super::{Outcome, Part, Round, Seat, Step};

/// The one thing a page shows to one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Agree to the other's name, kinds and roles, or propose differently.
    AnswerOpening {
        /// The proposal to answer.
        theirs: Round,
    },
    /// Propose the first time and place.
    ProposeTime,
    /// Agree to the other's time and place, or propose another.
    AnswerTime {
        /// The proposal to answer.
        theirs: Round,
    },
    /// Write this and share it.
    Write(Part),
    /// Write this and share it, or go on without; neither leaves a trace.
    WriteOrPass(Part),
    /// Listen to this part of the other. There is no field to write in.
    Listen(Part),
    /// Say back what one heard, as this part.
    SayBack {
        /// What is said back.
        heard: Part,
        /// Where the words go.
        write: Part,
    },
    /// Answer what the other said back: heard, or not quite.
    AnswerSayBack {
        /// What the other wrote.
        theirs: Part,
    },
    /// Read what was shared of what lies deeper, if anything was, and go on.
    ReadOn,
    /// Read the other's apology and answer it.
    AnswerApology,
    /// Add ideas for the plan, or say enough.
    Plan {
        /// The number of the next idea.
        number: Round,
        /// Whether this person has said enough; they may still add an idea.
        i_said_enough: bool,
        /// Whether the other has said enough. It is shown because one's own "enough" then closes the talk.
        they_said_enough: bool,
    },
    /// The other has the next move.
    Wait(WaitFor),
    /// Both are on a break.
    Break {
        /// When it ends.
        until: OffsetDateTime,
        /// Who called it.
        by: Seat,
    },
    /// The talk is closed.
    Closed(Outcome),
}

/// What a waiting person waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WaitFor {
    /// The answer to one's proposal of name, kinds and roles.
    OpeningAnswer,
    /// The answer to one's proposal of time and place.
    TimeAnswer,
    /// The other's feelings.
    Feelings,
    /// The other listens and then says back. Both are one wait: nobody is told when the other has read.
    SayBack(Step),
    /// The other says whether they feel heard.
    Heard(Step),
    /// The other's perspective.
    Perspective,
    /// The other's time with what lies deeper, whatever they do with it.
    Deeper,
    /// The other reads what was shared of what lies deeper.
    ReadOn,
    /// The other's responsibility.
    Responsibility,
    /// The other's own moment with step 6, whatever they do with it.
    OwnPart,
    /// The other's apology.
    Apology,
    /// The other's answer to one's apology.
    ApologyAnswer,
}

impl Ask {
    /// Whether this person has something to do before the talk can go on.
    #[must_use]
    pub const fn waits_for_them(&self) -> bool {
        match self {
            Self::AnswerOpening { .. }
            | Self::ProposeTime
            | Self::AnswerTime { .. }
            | Self::Write(_)
            | Self::WriteOrPass(_)
            | Self::Listen(_)
            | Self::SayBack { .. }
            | Self::AnswerSayBack { .. }
            | Self::ReadOn
            | Self::AnswerApology => true,
            Self::Plan { i_said_enough, .. } => !*i_said_enough,
            Self::Wait(_) | Self::Break { .. } | Self::Closed(_) => false,
        }
    }

    /// The part this person may write and share now, the answer to an apology aside.
    pub(super) const fn part(&self) -> Option<Part> {
        match self {
            Self::AnswerOpening { theirs } => Some(Part::Opening { round: theirs.next() }),
            Self::ProposeTime => Some(Part::Time { round: Round::FIRST }),
            Self::AnswerTime { theirs } => Some(Part::Time { round: theirs.next() }),
            Self::Write(part) | Self::WriteOrPass(part) | Self::SayBack { write: part, .. } => Some(*part),
            Self::Plan { number, .. } => Some(Part::Idea { number: *number }),
            Self::Listen(_)
            | Self::AnswerSayBack { .. }
            | Self::ReadOn
            | Self::AnswerApology
            | Self::Wait(_)
            | Self::Break { .. }
            | Self::Closed(_) => None,
        }
    }
}
