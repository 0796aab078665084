//! The answers to an apology. Every one of them goes on; none is a failure, and accepting is never required.

use serde::{Deserialize, Serialize};

use super::turn::Order;

/// An honest answer to an apology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// I accept it.
    Accept,
    /// Not yet, I still need ...: carries words.
    NotYet,
    /// I heard it, and no more than that.
    Heard,
    /// I will answer later: the only answer that can be replaced.
    Later,
}

impl Answer {
    /// All answers in the order in which a form offers them.
    pub const ALL: [Self; 4] = [Self::Accept, Self::NotYet, Self::Heard, Self::Later];

    /// The word in forms; the same as in the sealed entry.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::NotYet => "not-yet",
            Self::Heard => "heard",
            Self::Later => "later",
        }
    }

    /// Reads the word in a form.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }
}

/// Which apologies were answered "later" and still wait. It knows turns, not seats, and no other answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Later {
    first: bool,
    second: bool,
}

impl Later {
    /// Whether the apology of this turn still waits for an answer.
    #[must_use]
    pub const fn waits(self, turn: Order) -> bool {
        match turn {
            Order::First => self.first,
            Order::Second => self.second,
        }
    }

    /// The same after this answer to the apology of this turn.
    pub(super) fn answered(self, turn: Order, answer: Answer) -> Self {
        let waits = match answer {
            Answer::Later => true,
            Answer::Accept | Answer::NotYet | Answer::Heard => false,
        };
        match turn {
            Order::First => Self { first: waits, ..self },
            Order::Second => Self { second: waits, ..self },
        }
    }
}

/// Where a turn of step 7 stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Giving {
    /// The one who caused the hurt writes the apology.
    Give,
    /// The other reads it and answers.
    Answer,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_later_leaves_an_apology_waiting() {
        for answer in Answer::ALL {
            let later = Later::default().answered(Order::Second, answer);
            assert_eq!(later.waits(Order::Second), answer == Answer::Later);
            assert!(!later.waits(Order::First));
            assert_eq!(Answer::parse(answer.code()), Some(answer));
            assert_eq!(serde_json::to_value(answer).unwrap(), answer.code());
        }
    }
}
