//! A turn: one speaks, the other listens, says back what they heard, and the speaker says whether it arrived.
//!
//! A turn knows its place in the order, never a seat: who has the first turn follows from the roles, which the
//! database must not know.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::{Refusal, Seat};

/// Which of the two turns of a step this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// The first turn.
    First,
    /// The second turn.
    Second,
}

impl Order {
    /// The other turn.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }

    /// Whose turn it is when `first` has the first one.
    #[must_use]
    pub const fn of(self, first: Seat) -> Seat {
        match self {
            Self::First => first,
            Self::Second => first.other(),
        }
    }
}

impl Order {
    /// Why the listener does not do what is the speaker's: in the second turn they have done it in the first.
    pub(super) const fn not_the_listener(self) -> Refusal {
        match self {
            Self::First => Refusal::NotYourTurn,
            Self::Second => Refusal::AlreadyDone,
        }
    }
}

/// Counts from one: proposals, attempts to say back, ideas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Round(NonZeroU32);

impl Round {
    /// The first.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// The one after it.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// From 1.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0.get()
    }

    /// The round with this number, unless it is zero.
    #[must_use]
    pub fn new(number: u32) -> Option<Self> {
        NonZeroU32::new(number).map(Self)
    }
}

/// Who someone is in a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Speaker,
    Listener,
}

impl Side {
    pub(super) fn of(who: Seat, speaker: Seat) -> Self {
        if who == speaker { Self::Speaker } else { Self::Listener }
    }
}

/// What is being heard: the words are there, and the listener has no field to write in until they have listened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Hearing {
    /// The listener reads or hears.
    Listen,
    /// The listener says back what they heard.
    SayBack {
        /// Which attempt this is.
        round: Round,
    },
    /// The speaker answers: heard, or not quite.
    Answer {
        /// Which attempt is being answered.
        round: Round,
    },
}

/// A turn in which the speaker writes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Speaking {
    /// The speaker has the word.
    Speak,
    /// It is being heard.
    Hear(Hearing),
}

/// What moves a hearing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    Listened,
    SaidBack,
    Heard,
    NotQuite,
}

/// Where a move leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    To(Hearing),
    /// The speaker feels heard: the turn is over.
    Over,
}

impl Hearing {
    /// Whose move it is.
    pub(super) const fn side(self) -> Side {
        match self {
            Self::Listen | Self::SayBack { .. } => Side::Listener,
            Self::Answer { .. } => Side::Speaker,
        }
    }

    /// The only way on through a hearing.
    pub(super) fn moved(self, side: Side, by: Move) -> Result<Moved, Refusal> {
        if side != self.side() {
            return Err(Refusal::NotYourTurn);
        }
        match (self, by) {
            (Self::Listen, Move::Listened) => Ok(Moved::To(Self::SayBack { round: Round::FIRST })),
            (Self::SayBack { round }, Move::SaidBack) => Ok(Moved::To(Self::Answer { round })),
            (Self::Answer { .. }, Move::Heard) => Ok(Moved::Over),
            (Self::Answer { round }, Move::NotQuite) => Ok(Moved::To(Self::SayBack { round: round.next() })),
            (Self::SayBack { .. }, Move::Listened) => Err(Refusal::AlreadyDone),
            (Self::Listen, Move::SaidBack) => Err(Refusal::ListenFirst),
            (Self::Listen | Self::SayBack { .. }, Move::Heard | Move::NotQuite)
            | (Self::Answer { .. }, Move::Listened | Move::SaidBack) => Err(Refusal::NotYourTurn),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_quite_asks_for_another_attempt_and_heard_ends_the_turn() {
        let answer = Hearing::Answer { round: Round::FIRST };
        let again = Hearing::SayBack { round: Round::FIRST.next() };
        assert_eq!(answer.moved(Side::Speaker, Move::NotQuite), Ok(Moved::To(again)));
        assert_eq!(answer.moved(Side::Speaker, Move::Heard), Ok(Moved::Over));
        assert_eq!(answer.moved(Side::Listener, Move::Heard), Err(Refusal::NotYourTurn));
    }

    #[test]
    fn the_listener_listens_before_they_say_back() {
        assert_eq!(Hearing::Listen.moved(Side::Listener, Move::SaidBack), Err(Refusal::ListenFirst));
        let open = Hearing::SayBack { round: Round::FIRST };
        assert_eq!(Hearing::Listen.moved(Side::Listener, Move::Listened), Ok(Moved::To(open)));
        assert_eq!(open.moved(Side::Listener, Move::Listened), Err(Refusal::AlreadyDone));
        assert_eq!(open.moved(Side::Speaker, Move::SaidBack), Err(Refusal::NotYourTurn));
    }

    #[test]
    fn a_round_is_never_zero() {
        assert!(serde_json::from_str::<Round>("0").is_err());
        assert_eq!(Round::new(0), None);
        assert_eq!(serde_json::to_string(&Round::FIRST.next()).unwrap(), "2");
    }
}
