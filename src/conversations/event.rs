//! What a person can do in a talk. Events carry no text: words are entries, sealed and shared beside them.

use time::OffsetDateTime;

use super::{Answer, How, Step};

/// One act by one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Show one's answer to "are we in?", as soon as the other shows theirs.
    ShowIn,
    /// Both answered yes: go on. Who calls this has read both answers.
    BothIn,
    /// Go on although not both said yes; it takes both.
    OnwardIn,
    /// Ask "are we in?" once more.
    AskInAgain,
    /// Propose another name, kinds or roles than the other did.
    ProposeOpening,
    /// Agree to the name, the kinds and the roles.
    AcceptOpening,
    /// Share that one sees it differently.
    SeeDifferently,
    /// Answer "not yet" to the name for what happened.
    NotYet,
    /// Go on although it is not acknowledged, or not said that it has stopped; it takes both.
    Anyway,
    /// Share the statement that it has stopped.
    State,
    /// Share that one is not ready to say it.
    NotReady,
    /// Go on from the other's statement.
    StatementRead,
    /// Propose a time and a place, or another one than the other did.
    ProposeTime,
    /// Agree to the time and the place.
    AcceptTime,
    /// Say that one has read what to expect.
    Ready,
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
    /// Open the next of steps 4 to 7 on the same day as one before; it takes both.
    GoOnToday,
    /// Sit differently: apart at once, together when the other suggests the same.
    Suggest(How),
    /// Stop for now: an outcome, open to both at any time.
    StopForNow,
    /// Go on with a talk that was stopped for now; it takes both.
    Resume,
    /// Stop the talk for good: an outcome, open to both at any time.
    Stop,
    /// Call it settled unless something new comes up, or take that back; only for whoever was hurt.
    Settle(bool),
}

/// Where in the talk an event can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Belongs {
    /// Before the first step: are we in?
    In,
    /// Before the first step: the name, the kinds and the roles.
    Opening,
    /// Before the first step: what has stopped.
    Statement,
    /// To one step.
    Step(Step),
    /// To every turn: steps 3, 4 and 6.
    Turns,
    /// To the whole talk, breaks aside.
    Anywhere,
    /// To the whole talk, breaks included.
    Always,
    /// To a talk that rests, one way or the other, or is over.
    Aside,
}

impl Event {
    /// Whether it is accepted while the next step waits for tomorrow.
    pub(super) const fn fits_a_day_that_is_enough(self) -> bool {
        matches!(
            self,
            Self::GoOnToday | Self::Break { .. } | Self::Suggest(_) | Self::StopForNow | Self::Stop
        )
    }

    /// Whether it is accepted while a break lasts.
    pub(super) const fn fits_a_break(self) -> bool {
        match self.belongs() {
            Belongs::Always => true,
            Belongs::In
            | Belongs::Opening
            | Belongs::Statement
            | Belongs::Step(_)
            | Belongs::Turns
            | Belongs::Anywhere
            | Belongs::Aside => false,
        }
    }

    pub(super) const fn belongs(self) -> Belongs {
        match self {
            Self::ShowIn | Self::BothIn | Self::OnwardIn | Self::AskInAgain => Belongs::In,
            Self::ProposeOpening | Self::AcceptOpening | Self::SeeDifferently | Self::NotYet => {
                Belongs::Opening
            }
            Self::State | Self::NotReady | Self::StatementRead => Belongs::Statement,
            Self::ProposeTime | Self::AcceptTime | Self::Ready => Belongs::Step(Step::TimeAndPlace),
            Self::ShareFeelings => Belongs::Step(Step::Feelings),
            Self::Listened | Self::SayBack | Self::Heard | Self::NotQuite => Belongs::Turns,
            Self::SharePerspective => Belongs::Step(Step::Perspectives),
            Self::ShareDeeper | Self::PassDeeper | Self::OnwardDeeper => Belongs::Step(Step::Deeper),
            Self::ShareResponsibility | Self::PassResponsibility => Belongs::Step(Step::Responsibility),
            Self::GiveApology | Self::AnswerApology(_) => Belongs::Step(Step::Apology),
            Self::ShareIdea | Self::Enough => Belongs::Step(Step::Planning),
            Self::Break { .. } | Self::Suggest(_) => Belongs::Anywhere,
            Self::ExtendBreak { .. } | Self::StopForNow | Self::Stop => Belongs::Always,
            // "Anyway" ends whichever of the two disagreements is there.
            Self::Anyway | Self::GoOnToday | Self::Resume | Self::Settle(_) => Belongs::Aside,
        }
    }
}
