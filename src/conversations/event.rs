//! What a person can do in a talk. Events carry no text: words are entries, sealed and shared beside them.

use time::OffsetDateTime;

use super::{Answer, Step};

/// One act by one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Propose another name, kinds or roles than the other did.
    ProposeOpening,
    /// Agree to the name, the kinds and the roles.
    AcceptOpening,
    /// Propose a time and a place, or another one than the other did.
    ProposeTime,
    /// Agree to the time and the place.
    AcceptTime,
    /// Share the feelings.
    ShareFeelings,
    /// Say that one has listened.
    Listened,
    /// Share what one heard.
    SayBack,
    /// Say that one feels heard.
    Heard,
    /// Say that it has not quite arrived.
    NotQuite,
    /// Share how one lived it.
    SharePerspective,
    /// Share what lies deeper.
    ShareDeeper,
    /// Go on without sharing what lies deeper.
    PassDeeper,
    /// Go on from what lies deeper, having read whatever is there.
    OnwardDeeper,
    /// Share what one takes responsibility for.
    ShareResponsibility,
    /// Go on without; only for whoever was only hurt.
    PassResponsibility,
    /// Share the apology.
    GiveApology,
    /// Answer the apology.
    AnswerApology(Answer),
    /// Share an idea for the plan.
    ShareIdea,
    /// Say that this is in the plan, or enough for now.
    Enough,
    /// Take a break.
    Break {
        /// When both come back.
        until: OffsetDateTime,
    },
    /// Make the break longer.
    ExtendBreak {
        /// The later return.
        until: OffsetDateTime,
    },
    /// Stop the talk for good: an outcome, open to both at any time.
    Stop,
}

/// Where in the talk an event can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Belongs {
    /// Before the first step.
    Opening,
    /// To one step.
    Step(Step),
    /// To every turn: steps 3, 4 and 6.
    Turns,
    /// To the whole talk, breaks aside.
    Anywhere,
    /// To the whole talk, breaks included.
    Always,
}

impl Event {
    /// Whether it is accepted while a break lasts.
    pub(super) const fn fits_a_break(self) -> bool {
        match self.belongs() {
            Belongs::Always => true,
            Belongs::Opening | Belongs::Step(_) | Belongs::Turns | Belongs::Anywhere => false,
        }
    }

    pub(super) const fn belongs(self) -> Belongs {
        match self {
            Self::ProposeOpening | Self::AcceptOpening => Belongs::Opening,
            Self::ProposeTime | Self::AcceptTime => Belongs::Step(Step::TimeAndPlace),
            Self::ShareFeelings => Belongs::Step(Step::Feelings),
            Self::Listened | Self::SayBack | Self::Heard | Self::NotQuite => Belongs::Turns,
            Self::SharePerspective => Belongs::Step(Step::Perspectives),
            Self::ShareDeeper | Self::PassDeeper | Self::OnwardDeeper => Belongs::Step(Step::Deeper),
            Self::ShareResponsibility | Self::PassResponsibility => Belongs::Step(Step::Responsibility),
            Self::GiveApology | Self::AnswerApology(_) => Belongs::Step(Step::Apology),
            Self::ShareIdea | Self::Enough => Belongs::Step(Step::Planning),
            Self::Break { .. } => Belongs::Anywhere,
            Self::ExtendBreak { .. } | Self::Stop => Belongs::Always,
        }
    }
}
