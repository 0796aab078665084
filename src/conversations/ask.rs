//! What the talk asks of one person now: the page of that person, as an enum.
//!
//! It holds nothing that the other has not chosen to show: while both write alone it is the same whether the other is
//! done or not, and a speaker does not learn that the listener has finished reading, only what they say back.

use time::OffsetDateTime;

use super::{Naming, Outcome, Part, Round, Seat, Step};

/// The one thing a page shows to one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Both answers to "are we in?" are open: go on, ask again, or leave it here.
    ReadIn {
        /// Which time it was asked.
        round: Round,
        /// Whether this person has said "go on"; the other does not see it.
        i_go_on: bool,
    },
    /// Name what happened, agree on the kinds and the roles: there is no proposal yet.
    ProposeOpening,
    /// The name for what happened is not acknowledged.
    Unnamed {
        /// The proposal on the table.
        latest: Round,
        /// Whether it is this person's own.
        mine: bool,
        /// What was answered.
        said: Naming,
        /// Whether this person has said "we go on anyway"; the other does not see it.
        i_go_on: bool,
    },
    /// Read the other's statement that it has stopped, and go on.
    ReadStatement {
        /// Which attempt.
        theirs: Round,
    },
    /// "I am not ready to say this" was said.
    NotReady {
        /// The attempt in which it was said.
        round: Round,
        /// Whether this person said it.
        mine: bool,
        /// Whether this person has said "we go on anyway"; the other does not see it.
        i_go_on: bool,
    },
    /// Read what to expect of the talk, before the first sitting.
    Before,
    /// The next of steps 4 to 7 opens tomorrow.
    Tomorrow {
        /// The step that waits.
        step: Step,
        /// Whether this person would like to go on today; the other does not see it.
        i_agreed: bool,
    },
    /// The last step waits: this sitting is about feelings only.
    OnlyFeelings {
        /// Whether this person would like to lift it; the other does not see it.
        i_lift: bool,
    },
    /// The talk was stopped for now.
    Resting {
        /// Whether this person would like to go on.
        i_asked: bool,
        /// Whether the other would. It is shown because one's own wish then opens the talk.
        they_asked: bool,
        /// Whether it waits for a sitting with a therapist.
        for_therapist: bool,
    },
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
    /// The other's answer to "are we in?", shown or not.
    In,
    /// The other's statement that it has stopped.
    Statement,
    /// The other reads one's statement.
    StatementRead,
    /// The other reads what to expect.
    Before,
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
            Self::ProposeOpening
            | Self::AnswerOpening { .. }
            | Self::ReadStatement { .. }
            | Self::ProposeTime
            | Self::AnswerTime { .. }
            | Self::Before
            | Self::Write(_)
            | Self::WriteOrPass(_)
            | Self::Listen(_)
            | Self::SayBack { .. }
            | Self::AnswerSayBack { .. }
            | Self::ReadOn
            | Self::AnswerApology => true,
            Self::Plan { i_said_enough, .. } => !*i_said_enough,
            Self::Resting { i_asked, they_asked, .. } => *they_asked && !*i_asked,
            // Nobody is pressed where something was not acknowledged, not said, or is enough for a day.
            Self::ReadIn { .. }
            | Self::Unnamed { .. }
            | Self::NotReady { .. }
            | Self::Tomorrow { .. }
            | Self::OnlyFeelings { .. }
            | Self::Wait(_)
            | Self::Break { .. }
            | Self::Closed(_) => false,
        }
    }

    /// The part this person may write and share now, the answer to an apology aside.
    #[must_use]
    pub const fn part(&self) -> Option<Part> {
        match self {
            Self::ProposeOpening => Some(Part::Opening { round: Round::FIRST }),
            // The part for seeing it differently is open beside this one: see `Talk::may_write`.
            Self::Unnamed { latest, .. } => Some(Part::Opening { round: latest.next() }),
            Self::NotReady { round, mine: true, .. } => Some(Part::Statement { round: round.next() }),
            Self::AnswerOpening { theirs } => Some(Part::Opening { round: theirs.next() }),
            Self::ProposeTime => Some(Part::Time { round: Round::FIRST }),
            Self::AnswerTime { theirs } => Some(Part::Time { round: theirs.next() }),
            Self::Write(part) | Self::WriteOrPass(part) | Self::SayBack { write: part, .. } => Some(*part),
            Self::Plan { number, .. } => Some(Part::Idea { number: *number }),
            Self::ReadIn { .. }
            | Self::NotReady { mine: false, .. }
            | Self::ReadStatement { .. }
            | Self::Before
            | Self::Tomorrow { .. }
            | Self::OnlyFeelings { .. }
            | Self::Resting { .. }
            | Self::Listen(_)
            | Self::AnswerSayBack { .. }
            | Self::ReadOn
            | Self::AnswerApology
            | Self::Wait(_)
            | Self::Break { .. }
            | Self::Closed(_) => None,
        }
    }
}
