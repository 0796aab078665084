//! The eight steps, their numbers and titles. Their order is the order of the talk.

use serde::{Deserialize, Serialize};

/// One of the eight steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// 1: agree on a time and a place.
    TimeAndPlace,
    /// 2: each names what they felt, alone.
    Feelings,
    /// 3: each listens to the feelings of the other and says them back.
    Listening,
    /// 4: each tells what happened as they lived it.
    Perspectives,
    /// 5: older wounds it touched; optional.
    Deeper,
    /// 6: the one who caused the hurt says what they did.
    Responsibility,
    /// 7: an apology and an honest answer.
    Apology,
    /// 8: ideas for a plan.
    Planning,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Self; 8] = [
        Self::TimeAndPlace,
        Self::Feelings,
        Self::Listening,
        Self::Perspectives,
        Self::Deeper,
        Self::Responsibility,
        Self::Apology,
        Self::Planning,
    ];

    /// 1 to 8.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::TimeAndPlace => 1,
            Self::Feelings => 2,
            Self::Listening => 3,
            Self::Perspectives => 4,
            Self::Deeper => 5,
            Self::Responsibility => 6,
            Self::Apology => 7,
            Self::Planning => 8,
        }
    }

    /// The step with this number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.number() == number)
    }

    /// Whether it is one of those of which one is enough for a day: 4 to 7.
    #[must_use]
    pub const fn is_heavy(self) -> bool {
        match self {
            Self::Perspectives | Self::Deeper | Self::Responsibility | Self::Apology => true,
            Self::TimeAndPlace | Self::Feelings | Self::Listening | Self::Planning => false,
        }
    }

    /// What it is called inside the talk.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::TimeAndPlace => "Find time and place",
            Self::Feelings => "Name what you felt",
            Self::Listening => "Listen to each other",
            Self::Perspectives => "Tell it as you lived it",
            Self::Deeper => "What lies deeper",
            Self::Responsibility => "Take responsibility",
            Self::Apology => "Apologise and answer",
            Self::Planning => "Plan together",
        }
    }

    /// What the browser tab says: a place, never a prompt.
    #[must_use]
    pub const fn tab_title(self) -> &'static str {
        match self {
            Self::TimeAndPlace => "Step 1",
            Self::Feelings => "Step 2",
            Self::Listening => "Step 3",
            Self::Perspectives => "Step 4",
            Self::Deeper => "Step 5",
            Self::Responsibility => "Step 6",
            Self::Apology => "Step 7",
            Self::Planning => "Step 8",
        }
    }

    /// The word in places and in stored text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TimeAndPlace => "time-and-place",
            Self::Feelings => "feelings",
            Self::Listening => "listening",
            Self::Perspectives => "perspectives",
            Self::Deeper => "deeper",
            Self::Responsibility => "responsibility",
            Self::Apology => "apology",
            Self::Planning => "planning",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_run_from_one_to_eight_and_the_tab_says_only_the_number() {
        for (at, step) in (1..).zip(Step::ALL) {
            assert_eq!(step.number(), at);
            assert_eq!(Step::from_number(at), Some(step));
            assert_eq!(step.tab_title(), format!("Step {at}"));
            assert_eq!(serde_json::to_value(step).unwrap(), step.code());
        }
        assert_eq!(Step::from_number(0), None);
        assert_eq!(Step::from_number(9), None);
    }
}
