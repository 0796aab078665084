//! Why an act was refused. Each refusal has its own sentence, which says what to do and blames nobody.

use time::OffsetDateTime;

/// A refused act changes nothing, and what was typed is given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The other one has this turn.
    NotYourTurn,
    /// It belongs to a later moment of the talk.
    NotThisStep,
    /// It was done before, by the same person or in a step that is finished.
    AlreadyDone,
    /// Saying back comes after listening.
    ListenFirst,
    /// This part cannot be passed.
    CannotPass,
    /// The two are on a break.
    OnBreak {
        /// When it ends.
        until: OffsetDateTime,
    },
    /// There is no break to make longer.
    NoBreak,
    /// A break is at least twenty minutes.
    TooShort,
    /// A break is at most seven days.
    TooLong,
    /// A return time only moves to later.
    NotLater,
    /// The next step opens tomorrow, unless both want it today.
    Tomorrow,
    /// This sitting is about feelings only.
    OnlyFeelings,
    /// The talk was stopped for now.
    Resting,
    /// It is for the other one's role in this talk.
    NotYours,
    /// The talk is closed.
    Closed,
}

impl Refusal {
    /// The sentence for the person who tried. The page adds the return time of a break in their own time zone.
    #[must_use]
    pub const fn says(&self) -> &'static str {
        match self {
            Self::NotYourTurn => {
                "It is your partner’s turn right now. Yours comes; what you wrote is kept for you."
            }
            Self::NotThisStep => {
                "This part opens later in the talk. What you wrote is kept for you until then."
            }
            Self::AlreadyDone => {
                "This part is already done. The page below shows where the two of you are now."
            }
            Self::ListenFirst => {
                "Saying back comes after listening. Take the time you need to read, then go on from there."
            }
            Self::CannotPass => {
                "The talk goes on from here when you have said your part. You can take a break first, and you can \
                 stop at any time."
            }
            Self::OnBreak { .. } => {
                "The two of you are on a break. What you wrote is kept. You can go on when the break is over."
            }
            Self::NoBreak => "The break is already over. If you need more time, take another one.",
            Self::TooShort => "A break lasts at least twenty minutes. Choose a later return time.",
            Self::TooLong => "A break ends within seven days. Choose an earlier return time.",
            Self::NotLater => {
                "A return time can only be moved to later. Choose one after the time you both see now."
            }
            Self::Tomorrow => {
                "One of these steps is enough for a day. The next one opens tomorrow, or today if you both choose it. \
                 What you wrote is kept for you."
            }
            Self::OnlyFeelings => {
                "You two agreed that this sitting is about feelings only, so nothing is planned yet. That ends with the day, or \
                 when you have both lifted it. What you wrote is kept for you."
            }
            Self::Resting => {
                "This talk was stopped for now. It goes on when you both say so; what you wrote is kept for you."
            }
            Self::NotYours => {
                "In this talk that is your partner’s to do. The page below shows what is open for you."
            }
            Self::Closed => "This talk is closed. What each of you shared stays readable for both.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_its_own_sentence() {
        let until = OffsetDateTime::UNIX_EPOCH;
        let all = [
            Refusal::NotYourTurn,
            Refusal::NotThisStep,
            Refusal::AlreadyDone,
            Refusal::ListenFirst,
            Refusal::CannotPass,
            Refusal::OnBreak { until },
            Refusal::NoBreak,
            Refusal::TooShort,
            Refusal::TooLong,
            Refusal::NotLater,
            Refusal::Tomorrow,
            Refusal::OnlyFeelings,
            Refusal::Resting,
            Refusal::NotYours,
            Refusal::Closed,
        ];
        for (at, refusal) in all.iter().enumerate() {
            assert!(all[..at].iter().all(|earlier| earlier.says() != refusal.says()));
            assert!(refusal.says().ends_with('.') && !refusal.says().contains("  "));
        }
    }
}
