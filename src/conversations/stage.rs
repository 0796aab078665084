//! Where a talk stands. Two who are both done have no value of their own: they are the next stage. Nobody's role can be
//! read from a stage, and none tells passing from sharing.

use serde::{Deserialize, Serialize};

use super::{Giving, Hearing, Later, Order, Refusal, Round, Seat, Settled, Speaking, Step};

/// Where a talk stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Stage {
    /// Before the steps: are we in? Each answers alone, and both answers show at once or not at all.
    In {
        /// Which time the question is asked.
        round: Round,
        /// Answering, then reading both answers.
        at: Half,
        /// Who has chosen to show theirs, or to go on.
        #[serde(deserialize_with = "Option::deserialize")]
        done: Option<Seat>,
    },
    /// Before the steps: what to call it, which kinds, and the roles.
    Opening {
        /// The proposal on the table, if there is one.
        #[serde(deserialize_with = "Option::deserialize")]
        latest: Option<Proposal>,
        /// What the other answered, if it was not a yes.
        #[serde(deserialize_with = "Option::deserialize")]
        said: Option<Naming>,
        /// Who has said "we go on anyway".
        #[serde(deserialize_with = "Option::deserialize")]
        anyway: Option<Seat>,
    },
    /// Before the steps: whoever caused the hurt says whether it has stopped.
    Statement {
        /// Whose statement.
        turn: Order,
        /// Which attempt.
        round: Round,
        /// How far.
        at: Stating,
    },
    /// Step 1.
    TimeAndPlace {
        /// The proposal on the table, if there is one.
        #[serde(deserialize_with = "Option::deserialize")]
        latest: Option<Proposal>,
    },
    /// At the end of step 1: what to expect of it, read by each before the first sitting.
    Before {
        /// Who has read it.
        #[serde(deserialize_with = "Option::deserialize")]
        done: Option<Seat>,
    },
    /// Step 2: each alone.
    Feelings {
        /// Who has shared.
        #[serde(deserialize_with = "Option::deserialize")]
        done: Option<Seat>,
    },
    /// Step 3: the feelings of step 2 are heard, in turn.
    Listening {
        /// Whose feelings.
        turn: Order,
        /// How far.
        at: Hearing,
    },
    /// Step 4: each tells and is heard, in turn.
    Perspectives {
        /// Who tells.
        turn: Order,
        /// How far.
        at: Speaking,
    },
    /// Step 5: each alone, and shared or passed is the same value.
    Deeper {
        /// Writing, then reading.
        at: Half,
        /// Who is done with that.
        #[serde(deserialize_with = "Option::deserialize")]
        done: Option<Seat>,
    },
    /// Step 6: whoever caused the hurt tells and is heard.
    Responsibility {
        /// Who tells.
        turn: Order,
        /// How far.
        at: Speaking,
    },
    /// Step 6, at its end: the own part of whoever was only hurt; shared or passed leads to the same value.
    OwnPart,
    /// Step 7.
    Apology {
        /// Whose apology.
        turn: Order,
        /// How far.
        at: Giving,
        /// Which apologies still wait for an answer.
        later: Later,
    },
    /// Step 8.
    Planning {
        /// How many ideas each has shared.
        ideas: Ideas,
        /// Who has said enough.
        #[serde(deserialize_with = "Option::deserialize")]
        enough: Option<Seat>,
        /// Which apologies still wait for an answer.
        later: Later,
    },
    /// The talk is closed.
    Closed {
        /// How.
        outcome: Outcome,
        /// Who of those who were hurt calls it settled.
        settled: Settled,
    },
}

/// A proposal on the table. The other one answers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// Who proposed.
    pub by: Seat,
    /// The first, second ... proposal of the two.
    pub round: Round,
}

impl Proposal {
    /// The first.
    pub(super) const fn first(by: Seat) -> Self {
        Self { by, round: Round::FIRST }
    }

    /// A different one: by the other, or by the same one once it was answered with something other than yes.
    pub(super) fn reworded(self, by: Seat, answered: bool) -> Result<Self, Refusal> {
        if answered { Ok(Self { by, round: self.round.next() }) } else { self.countered(by) }
    }

    /// A different one by the other.
    pub(super) fn countered(self, by: Seat) -> Result<Self, Refusal> {
        self.answered(by).map(|()| Self { by, round: self.round.next() })
    }

    /// Nobody answers a proposal of their own.
    pub(super) fn answered(self, by: Seat) -> Result<(), Refusal> {
        if by == self.by { Err(Refusal::NotYourTurn) } else { Ok(()) }
    }
}

/// The two halves of what each does alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Half {
    /// Each writes and shares, or goes on without.
    Write,
    /// Each reads what was shared, if anything was, and goes on.
    Read,
}

impl Half {
    /// Refuses what belongs to one half while the other one is going on.
    pub(super) const fn only_at(self, at: Self) -> Result<(), Refusal> {
        match (self, at) {
            (Self::Write, Self::Read) => Err(Refusal::AlreadyDone),
            (Self::Read, Self::Write) => Err(Refusal::NotThisStep),
            (Self::Write, Self::Write) | (Self::Read, Self::Read) => Ok(()),
        }
    }
}

/// An answer to a name for what happened that is not a yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Naming {
    /// I see it differently: carries words.
    Differently,
    /// Not yet.
    NotYet,
}

/// The statement that it has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Stating {
    /// To be made.
    Open,
    /// Made: the other reads it.
    Made,
    /// "I am not ready to say this".
    NotReady {
        /// Who has said "we go on anyway".
        #[serde(deserialize_with = "Option::deserialize")]
        anyway: Option<Seat>,
    },
}

/// How many ideas each has shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ideas {
    one: u32,
    two: u32,
}

impl Ideas {
    /// How many this person has shared.
    #[must_use]
    pub const fn of(self, who: Seat) -> u32 {
        match who {
            Seat::One => self.one,
            Seat::Two => self.two,
        }
    }

    /// The number of this person's next idea.
    #[must_use]
    pub fn next(self, who: Seat) -> Round {
        Round::new(self.of(who).saturating_add(1)).unwrap_or(Round::FIRST)
    }

    pub(super) fn with_one_more(self, who: Seat) -> Self {
        match who {
            Seat::One => Self { one: self.one.saturating_add(1), ..self },
            Seat::Two => Self { two: self.two.saturating_add(1), ..self },
        }
    }
}

/// How a talk closed. Both are outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// After the eighth step.
    Finished,
    /// Stopped for good, by either; who it was is not kept.
    Stopped,
}

/// After one of two who each work alone is done.
pub(super) enum Alone {
    /// The other one is not.
    Waits(Option<Seat>),
    /// Both are.
    Both,
}

/// Marks `who` as done.
pub(super) fn alone(done: Option<Seat>, who: Seat) -> Result<Alone, Refusal> {
    match done {
        None => Ok(Alone::Waits(Some(who))),
        Some(already) if already == who => Err(Refusal::AlreadyDone),
        Some(_) => Ok(Alone::Both),
    }
}

/// The stages in their order, without what is in them: a talk only moves on through it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Point {
    In,
    Opening,
    Statement,
    TimeAndPlace,
    Before,
    Feelings,
    Listening,
    Perspectives,
    Deeper,
    Responsibility,
    OwnPart,
    Apology,
    Planning,
    Closed,
}

impl Stage {
    /// Its place in the order.
    pub(super) const fn point(&self) -> Point {
        match self {
            Self::In { .. } => Point::In,
            Self::Opening { .. } => Point::Opening,
            Self::Statement { .. } => Point::Statement,
            Self::TimeAndPlace { .. } => Point::TimeAndPlace,
            Self::Before { .. } => Point::Before,
            Self::Feelings { .. } => Point::Feelings,
            Self::Listening { .. } => Point::Listening,
            Self::Perspectives { .. } => Point::Perspectives,
            Self::Deeper { .. } => Point::Deeper,
            Self::Responsibility { .. } => Point::Responsibility,
            Self::OwnPart => Point::OwnPart,
            Self::Apology { .. } => Point::Apology,
            Self::Planning { .. } => Point::Planning,
            Self::Closed { .. } => Point::Closed,
        }
    }

    /// The step; none before the first and after the last.
    #[must_use]
    pub const fn step(&self) -> Option<Step> {
        match self.point() {
            Point::In | Point::Opening | Point::Statement | Point::Closed => None,
            Point::TimeAndPlace | Point::Before => Some(Step::TimeAndPlace),
            Point::Feelings => Some(Step::Feelings),
            Point::Listening => Some(Step::Listening),
            Point::Perspectives => Some(Step::Perspectives),
            Point::Deeper => Some(Step::Deeper),
            Point::Responsibility | Point::OwnPart => Some(Step::Responsibility),
            Point::Apology => Some(Step::Apology),
            Point::Planning => Some(Step::Planning),
        }
    }

    /// The end.
    pub(super) fn closed(outcome: Outcome) -> Self {
        Self::Closed { outcome, settled: Settled::default() }
    }

    /// Whether the steps have not begun.
    #[must_use]
    pub const fn is_before_the_steps(&self) -> bool {
        matches!(self.point(), Point::In | Point::Opening | Point::Statement)
    }

    /// What the browser tab says.
    #[must_use]
    pub const fn tab_title(&self) -> &'static str {
        match self.step() {
            Some(step) => step.tab_title(),
            None => "Talk",
        }
    }
}
