//! The kinds of betrayal a couple can name. Several may be chosen; codes are stored in sealed entries and never change.

/// A kind of betrayal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Sexual or romantic contact with somebody else.
    Infidelity,
    /// Saying what was not so.
    Lying,
    /// Keeping something from the other.
    Hiding,
    /// Money.
    Money,
    /// Telling others what was told in confidence.
    BrokenConfidence,
    /// Putting other things first, again and again.
    NotPrioritising,
    /// Not responding to what the other needed.
    IgnoringNeeds,
    /// Crossing a line the two had agreed on, or that one had drawn.
    CrossedBoundaries,
    /// Going silent or turning away.
    Withdrawing,
    /// Deciding alone what concerned both.
    DecidingAlone,
    /// Anything else, in own words.
    Other,
}

impl Kind {
    /// All kinds, in the order of the form.
    pub const ALL: [Self; 11] = [
        Self::Infidelity,
        Self::Lying,
        Self::Hiding,
        Self::Money,
        Self::BrokenConfidence,
        Self::NotPrioritising,
        Self::IgnoringNeeds,
        Self::CrossedBoundaries,
        Self::Withdrawing,
        Self::DecidingAlone,
        Self::Other,
    ];

    /// The word in forms and in sealed entries.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Infidelity => "infidelity",
            Self::Lying => "lying",
            Self::Hiding => "hiding",
            Self::Money => "money",
            Self::BrokenConfidence => "broken-confidence",
            Self::NotPrioritising => "not-prioritising",
            Self::IgnoringNeeds => "ignoring-needs",
            Self::CrossedBoundaries => "crossed-boundaries",
            Self::Withdrawing => "withdrawing",
            Self::DecidingAlone => "deciding-alone",
            Self::Other => "other",
        }
    }

    /// What the form calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Infidelity => "Being unfaithful",
            Self::Lying => "Saying things that were not true",
            Self::Hiding => "Keeping something hidden",
            Self::Money => "Money spent, borrowed or hidden",
            Self::BrokenConfidence => "Passing on what was told in confidence",
            Self::NotPrioritising => "Putting other things first, again and again",
            Self::IgnoringNeeds => "Not answering what one of us needed",
            Self::CrossedBoundaries => "Crossing a line that had been drawn",
            Self::Withdrawing => "Turning away or going silent",
            Self::DecidingAlone => "Deciding alone what concerned us both",
            Self::Other => "Something else",
        }
    }

    /// Reads the word in a form.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_a_code_of_its_own_that_reads_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.code()), Some(kind));
        }
        assert_eq!(Kind::parse("Lying"), None);
    }
}
