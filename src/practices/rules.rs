//! What may be done with something given, from what is known of it: nothing here reads a word.
//!
//! What must stay true: how it stands comes from what is shared alone, so it is the same for both. No answer is needed for
//! anything but the explanation that comes after one; taking back is always possible.

/// One entry: whether it is there, and whether the other one of the two can read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// Whoever asks can read it.
    pub there: bool,
    /// It is shared.
    pub given: bool,
}

/// What an answer does for what comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// It comes before the others: it was heard.
    First,
    /// The answer is still to come.
    Waits,
    /// It answers.
    Answers,
}

/// What is known of something given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whether it can be answered at all.
    pub asks: bool,
    /// Whether one answer comes before the others.
    pub heard_first: bool,
    /// What was given.
    pub begun: Side,
    /// The answer.
    pub answer: Side,
    /// What it says, where it is there.
    pub says: Option<Says>,
}

/// How it stands between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// With its author alone.
    Private,
    /// Given, and nothing came back.
    Given,
    /// The other one has heard it.
    Heard,
    /// The other one will answer.
    Later,
    /// Answered.
    Answered,
}

impl Facts {
    /// How it stands.
    #[must_use]
    pub fn stand(self) -> Stand {
        if !self.begun.given {
            return Stand::Private;
        }
        match self.says.filter(|_| self.answer.given) {
            None => Stand::Given,
            Some(Says::First) => Stand::Heard,
            Some(Says::Waits) => Stand::Later,
            Some(Says::Answers) => Stand::Answered,
        }
    }

    /// Whether its author may change it: an answer belongs to the words that it answers, so what is asked is changed only
    /// while nobody else reads it and nothing came back. What asks nothing is changed at any time.
    #[must_use]
    pub fn may_change(self) -> bool {
        self.begun.there && (!self.asks || (!self.begun.given && !self.answer.there))
    }

    /// Whether its author may remove it for good.
    #[must_use]
    pub fn may_remove(self) -> bool {
        self.begun.there && !self.begun.given && !self.answer.there
    }

    /// Whether whoever it was given to may answer like this.
    #[must_use]
    pub fn may_answer(self, says: Says) -> bool {
        self.asks && self.begun.given && (says == Says::First || !self.heard_first || self.was_heard())
    }

    /// Whether the answer that comes first was given, or has led on already.
    fn was_heard(self) -> bool {
        match self.says {
            None => false,
            Some(Says::First) => self.answer.given,
            Some(Says::Waits | Says::Answers) => true,
        }
    }

    /// Whether its author may say what was behind it.
    #[must_use]
    pub fn may_explain(self) -> bool {
        self.stand() == Stand::Answered
    }
}
