//! How access comes about and ends: who may do what, in which state. No storage, no page and no clock.
//!
//! What must stay true: [`Stage::next`] is the only way from one stage to another. Nobody reads unless the stage is
//! [`Stage::Open`] and has time left; it gets there only by two people of the couple and then the link's holder; each of
//! the two can undo it alone in every stage. `docs/therapist-access.md` is made from here, and the database repeats the
//! same steps in a trigger of its own.

use time::{Duration, OffsetDateTime};

#[cfg(test)]
mod page;
#[cfg(test)]
mod tests;

/// How long the link can be used.
pub const LINK_LASTS: Duration = Duration::days(7);
/// How long access lasts, and how much a renewal gives.
pub const LASTS: Duration = Duration::days(90);
/// How long before the end both are told that it comes.
pub const NOTICE: Duration = Duration::days(14);
/// How long the list of when the therapist looked stays after the end.
pub const LOG_STAYS: Duration = Duration::days(90);

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The one of the two who proposed it.
    Proposer,
    /// The other one of the two.
    Other,
    /// The therapist.
    Therapist,
    /// Somebody who holds the link and is neither of the two.
    Holder,
}

impl Side {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Proposer, Self::Other, Self::Therapist, Self::Holder];

    /// Whether it is one of the couple.
    #[must_use]
    pub fn is_partner(self) -> bool {
        matches!(self, Self::Proposer | Self::Other)
    }
}

/// Why it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// The other one would rather not.
    Declined,
    /// One of the two took it back before anybody had accepted.
    Withdrawn,
    /// One of the two ended it.
    ByPartner,
    /// The therapist left.
    ByTherapist,
    /// Its time ran out.
    RanOut,
    /// The couple's space ended.
    Parted,
}

impl Ending {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Declined, Self::Withdrawn, Self::ByPartner, Self::ByTherapist, Self::RanOut, Self::Parted];
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nobody has proposed anything.
    Nothing,
    /// One proposed it; the other has not answered.
    Proposed,
    /// Both agreed; there is no link.
    Agreed,
    /// A link is out, for one use.
    LinkOut {
        /// Until when it works.
        until: OffsetDateTime,
    },
    /// The therapist reads.
    Open {
        /// Until when.
        until: OffsetDateTime,
        /// Which of the two would like it to go on; the other has not answered.
        renewal: Option<Side>,
    },
    /// It is over.
    Ended(Ending),
}

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Propose it to the other one.
    Propose,
    /// Agree to it.
    Agree,
    /// Rather not.
    Decline,
    /// Take back the proposal, or the agreement.
    Withdraw,
    /// Make a link; an earlier one no longer works.
    MakeLink,
    /// Make the link stop working.
    CancelLink,
    /// Accept, with the link.
    Accept,
    /// Go on for another while: the first asks, the second agrees.
    Renew,
    /// Not go on after all.
    LeaveRenewal,
    /// End it.
    End,
    /// End the couple's space.
    Part,
}

impl Act {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Propose,
        Self::Agree,
        Self::Decline,
        Self::Withdraw,
        Self::MakeLink,
        Self::CancelLink,
        Self::Accept,
        Self::Renew,
        Self::LeaveRenewal,
        Self::End,
        Self::Part,
    ];
}

/// Why it cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It can be done, but not by this person.
    NotTheirs,
    /// There is nothing here to do it to.
    NotNow,
}

impl Stage {
    /// The stage as it is at `now`: a link whose time is over is none, and access whose time is over has ended.
    #[must_use]
    pub fn at(self, now: OffsetDateTime) -> Self {
        match self {
            Self::LinkOut { until } if until <= now => Self::Agreed,
            Self::Open { until, .. } if until <= now => Self::Ended(Ending::RanOut),
            stage => stage,
        }
    }

    /// Whether the therapist may read.
    #[must_use]
    pub fn reads(self, now: OffsetDateTime) -> bool {
        matches!(self.at(now), Self::Open { .. })
    }

    /// Whether both are told that the end is near.
    #[must_use]
    pub fn ends_soon(self, now: OffsetDateTime) -> bool {
        matches!(self.at(now), Self::Open { until, .. } if until - NOTICE <= now)
    }

    /// What follows when `who` does this.
    ///
    /// # Errors
    /// When it is not theirs to do, or there is nothing to do it to.
    pub fn next(self, who: Side, act: Act, now: OffsetDateTime) -> Result<Self, Refusal> {
        let stage = self.at(now);
        match act {
            Act::Propose => match stage {
                Self::Nothing | Self::Ended(_) => by(who.is_partner(), Self::Proposed),
                _ => Err(Refusal::NotNow),
            },
            Act::Agree | Act::Decline => match stage {
                Self::Proposed if act == Act::Agree => by(who == Side::Other, Self::Agreed),
                Self::Proposed => by(who == Side::Other, Self::Ended(Ending::Declined)),
                _ => Err(Refusal::NotNow),
            },
            Act::Withdraw => match stage {
                Self::Proposed => by(who == Side::Proposer, Self::Ended(Ending::Withdrawn)),
                Self::Agreed | Self::LinkOut { .. } => by(who.is_partner(), Self::Ended(Ending::Withdrawn)),
                _ => Err(Refusal::NotNow),
            },
            Act::MakeLink => match stage {
                Self::Agreed | Self::LinkOut { .. } => {
                    by(who.is_partner(), Self::LinkOut { until: now + LINK_LASTS })
                }
                _ => Err(Refusal::NotNow),
            },
            Act::CancelLink => match stage {
                Self::LinkOut { .. } => by(who.is_partner(), Self::Agreed),
                _ => Err(Refusal::NotNow),
            },
            Act::Accept => match stage {
                Self::LinkOut { .. } => {
                    by(who == Side::Holder, Self::Open { until: now + LASTS, renewal: None })
                }
                _ => Err(Refusal::NotNow),
            },
            Act::Renew | Act::LeaveRenewal | Act::End => stage.while_open(who, act, now),
            Act::Part => match stage {
                Self::Nothing | Self::Ended(_) => Err(Refusal::NotNow),
                _ => by(who.is_partner(), Self::Ended(Ending::Parted)),
            },
        }
    }

    fn while_open(self, who: Side, act: Act, now: OffsetDateTime) -> Result<Self, Refusal> {
        let Self::Open { until, renewal } = self else { return Err(Refusal::NotNow) };
        match (act, renewal) {
            (Act::End, _) if who == Side::Therapist => Ok(Self::Ended(Ending::ByTherapist)),
            (Act::End, _) => by(who.is_partner(), Self::Ended(Ending::ByPartner)),
            (Act::Renew, None) => by(who.is_partner(), Self::Open { until, renewal: Some(who) }),
            // one's own wish is not the other one's
            (Act::Renew, Some(first)) => {
                by(who.is_partner() && who != first, Self::Open { until: now + LASTS, renewal: None })
            }
            // whoever asked can let it be, and so can the one who was asked
            (Act::LeaveRenewal, Some(_)) => by(who.is_partner(), Self::Open { until, renewal: None }),
            _ => Err(Refusal::NotNow),
        }
    }
}

fn by(theirs: bool, next: Stage) -> Result<Stage, Refusal> {
    if theirs { Ok(next) } else { Err(Refusal::NotTheirs) }
}
