//! What a person can do in a talk. Events carry no text: words are entries, sealed and shared beside them.

use time::{Date, OffsetDateTime};

use super::stage::Point;
use super::{Answer, How};

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
    /// Suggest that the sitting of this day is about feelings only, or agree to the same suggestion of the other.
    OnlyFeelings(Date),
    /// Take such a suggestion off the table, or lift what was agreed; lifting takes both.
    NotOnlyFeelings,
    /// Suggest a time for the next sitting, or another one than the other did.
    SuggestTime,
    /// Agree to the other's time for the next sitting.
    AgreeToTime,
    /// Take a suggested time off the table.
    LeaveTime,
    /// Stop for now: an outcome, open to both at any time.
    StopForNow,
    /// The same, and leave this part for a sitting with a therapist; also of a talk that was stopped for now already.
    LeaveForTherapist,
    /// Go on with a talk that was stopped for now; it takes both.
    Resume,
    /// Stop the talk for good: an outcome, open to both at any time.
    Stop,
    /// Call it settled unless something new comes up, or take that back; only for whoever was hurt.
    Settle(bool),
}

impl Event {
    /// Whether it is accepted while a break lasts.
    pub(super) const fn fits_a_break(self) -> bool {
        matches!(self, Self::ExtendBreak { .. } | Self::StopForNow | Self::LeaveForTherapist | Self::Stop)
    }

    /// Whether it is accepted while the next step waits for tomorrow.
    pub(super) const fn fits_a_day_that_is_enough(self) -> bool {
        self.fits_a_break()
            || matches!(
                self,
                Self::GoOnToday
                    | Self::Break { .. }
                    | Self::Suggest(_)
                    | Self::OnlyFeelings(_)
                    | Self::NotOnlyFeelings
                    | Self::SuggestTime
                    | Self::AgreeToTime
                    | Self::LeaveTime
            )
    }

    /// The last place in the talk at which it can be accepted: before it comes later, after it is done.
    pub(super) const fn latest(self) -> Point {
        match self {
            Self::ShowIn | Self::BothIn | Self::OnwardIn | Self::AskInAgain => Point::In,
            Self::ProposeOpening | Self::AcceptOpening | Self::SeeDifferently | Self::NotYet => {
                Point::Opening
            }
            Self::Anyway | Self::State | Self::NotReady | Self::StatementRead => Point::Statement,
            Self::ProposeTime | Self::AcceptTime => Point::TimeAndPlace,
            Self::Ready => Point::Before,
            Self::ShareFeelings => Point::Feelings,
            Self::SharePerspective => Point::Perspectives,
            Self::ShareDeeper | Self::PassDeeper | Self::OnwardDeeper => Point::Deeper,
            // Step 6 has hearings still to come after step 5.
            Self::Listened | Self::SayBack | Self::Heard | Self::NotQuite => Point::Responsibility,
            Self::ShareResponsibility | Self::PassResponsibility => Point::OwnPart,
            Self::GiveApology => Point::Apology,
            Self::AnswerApology(_)
            | Self::ShareIdea
            | Self::Enough
            | Self::Break { .. }
            | Self::ExtendBreak { .. }
            | Self::GoOnToday
            | Self::Suggest(_)
            | Self::OnlyFeelings(_)
            | Self::NotOnlyFeelings
            | Self::SuggestTime
            | Self::AgreeToTime
            | Self::LeaveTime
            | Self::StopForNow
            | Self::LeaveForTherapist
            | Self::Resume
            | Self::Stop => Point::Planning,
            Self::Settle(_) => Point::Closed,
        }
    }
}
