//! The place of an entry in a talk. It is sealed inside the entry; the author is the entry's author.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Event, Round, Seat, Step};

/// What an entry is in the talk. One author has at most one entry for each part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Part {
    /// The author's answer to "are we in?".
    In {
        /// Which time it was asked.
        round: Round,
    },
    /// How the author sees what the other gave a name to.
    Naming {
        /// Which proposal of the two it answers.
        round: Round,
    },
    /// The author's statement that it has stopped, or that they are not ready to say so.
    Statement {
        /// Which attempt.
        round: Round,
    },
    /// One line of the author's preparation, released in a step.
    Line {
        /// In which step: 2, 4, 5, 6 or 7.
        step: Step,
        /// The author's first, second ... line there.
        number: Round,
    },
    /// How the author remembers it, beside what the other told.
    Remember {
        /// In which step the other told it: 4 or 6.
        step: Step,
    },
    /// What the author can explain, after the apology was answered.
    Explanation,
    /// What it was about for the author: it explains, and does not excuse.
    Meaning,
    /// A proposal for the name, the kinds and the roles.
    Opening {
        /// Which proposal of the two.
        round: Round,
    },
    /// A proposal for a time and a place.
    Time {
        /// Which proposal of the two.
        round: Round,
    },
    /// A suggestion for the time and the place of a later sitting.
    Next {
        /// Which of the two's, after the first agreed time.
        number: Round,
    },
    /// What the author felt.
    Feelings,
    /// What the author heard the speaker say.
    SayBack {
        /// In which step: 3, 4 or 6.
        step: Step,
        /// Whose words are said back.
        speaker: Seat,
        /// Which attempt.
        round: Round,
    },
    /// How the author lived it.
    Perspective,
    /// What lies deeper for the author.
    Deeper,
    /// What the author takes responsibility for.
    Responsibility,
    /// The author's apology.
    Apology,
    /// The author's answer to an apology.
    ApologyAnswer {
        /// Who apologised.
        to: Seat,
    },
    /// One idea for the plan.
    Idea {
        /// The author's first, second ... idea.
        number: Round,
    },
}

impl Part {
    /// The step it belongs to; none for the opening.
    #[must_use]
    pub const fn step(self) -> Option<Step> {
        match self {
            Self::In { .. } | Self::Naming { .. } | Self::Statement { .. } | Self::Opening { .. } => None,
            Self::Time { .. } | Self::Next { .. } => Some(Step::TimeAndPlace),
            Self::Feelings => Some(Step::Feelings),
            Self::SayBack { step, .. } | Self::Line { step, .. } | Self::Remember { step } => Some(step),
            Self::Perspective => Some(Step::Perspectives),
            Self::Deeper => Some(Step::Deeper),
            Self::Responsibility => Some(Step::Responsibility),
            Self::Apology | Self::ApologyAnswer { .. } | Self::Explanation => Some(Step::Apology),
            Self::Idea { .. } | Self::Meaning => Some(Step::Planning),
        }
    }

    /// Whether it stands beside the talk: sharing it is no act in it and moves nothing.
    #[must_use]
    pub const fn is_beside(self) -> bool {
        matches!(self, Self::Line { .. } | Self::Remember { .. } | Self::Explanation | Self::Meaning)
    }

    /// What sharing this part is in the talk. An answer to an apology and a statement say in their words which act they
    /// are, so that part alone does not tell; what stands beside the talk is no act.
    #[must_use]
    pub const fn shared(self) -> Option<Event> {
        match self {
            Self::In { .. } => Some(Event::ShowIn),
            Self::Naming { .. } => Some(Event::SeeDifferently),
            Self::Statement { .. }
            | Self::Line { .. }
            | Self::Remember { .. }
            | Self::Explanation
            | Self::Meaning
            | Self::ApologyAnswer { .. } => None,
            Self::Opening { .. } => Some(Event::ProposeOpening),
            Self::Time { .. } => Some(Event::ProposeTime),
            Self::Next { .. } => Some(Event::SuggestTime),
            Self::Feelings => Some(Event::ShareFeelings),
            Self::SayBack { .. } => Some(Event::SayBack),
            Self::Perspective => Some(Event::SharePerspective),
            Self::Deeper => Some(Event::ShareDeeper),
            Self::Responsibility => Some(Event::ShareResponsibility),
            Self::Apology => Some(Event::GiveApology),
            Self::Idea { .. } => Some(Event::ShareIdea),
        }
    }

    /// The text that keyed labels are made of. It never changes: labels in the database depend on it.
    #[must_use]
    pub fn as_place(self) -> String {
        self.to_string()
    }

    /// Reads a place back, as a form or an address names it.
    #[must_use]
    pub fn parse(place: &str) -> Option<Self> {
        let mut pieces = place.split('/');
        let part = match pieces.next()? {
            "in" => Self::In { round: round(pieces.next()?)? },
            "naming" => Self::Naming { round: round(pieces.next()?)? },
            "statement" => Self::Statement { round: round(pieces.next()?)? },
            "line" => {
                Self::Line { step: step_of(&RELEASED, pieces.next()?)?, number: round(pieces.next()?)? }
            }
            "remember" => Self::Remember { step: step_of(&REMEMBERED, pieces.next()?)? },
            "explanation" => Self::Explanation,
            "meaning" => Self::Meaning,
            "opening" => Self::Opening { round: round(pieces.next()?)? },
            "time" => Self::Time { round: round(pieces.next()?)? },
            "next" => Self::Next { number: round(pieces.next()?)? },
            "feelings" => Self::Feelings,
            "say-back" => Self::SayBack {
                step: step_of(&HEARD, pieces.next()?)?,
                speaker: seat(pieces.next()?)?,
                round: round(pieces.next()?)?,
            },
            "perspective" => Self::Perspective,
            "deeper" => Self::Deeper,
            "responsibility" => Self::Responsibility,
            "apology" => Self::Apology,
            "apology-answer" => Self::ApologyAnswer { to: seat(pieces.next()?)? },
            "idea" => Self::Idea { number: round(pieces.next()?)? },
            _ => return None,
        };
        // One spelling for each place: "idea/01" or a longer text is none.
        (part.as_place() == place).then_some(part)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::In { round } => write!(f, "in/{}", round.number()),
            Self::Naming { round } => write!(f, "naming/{}", round.number()),
            Self::Statement { round } => write!(f, "statement/{}", round.number()),
            Self::Line { step, number } => write!(f, "line/{}/{}", step.code(), number.number()),
            Self::Remember { step } => write!(f, "remember/{}", step.code()),
            Self::Explanation => f.write_str("explanation"),
            Self::Meaning => f.write_str("meaning"),
            Self::Opening { round } => write!(f, "opening/{}", round.number()),
            Self::Time { round } => write!(f, "time/{}", round.number()),
            Self::Next { number } => write!(f, "next/{}", number.number()),
            Self::Feelings => f.write_str("feelings"),
            Self::SayBack { step, speaker, round } => {
                write!(f, "say-back/{}/{}/{}", step.code(), speaker.code(), round.number())
            }
            Self::Perspective => f.write_str("perspective"),
            Self::Deeper => f.write_str("deeper"),
            Self::Responsibility => f.write_str("responsibility"),
            Self::Apology => f.write_str("apology"),
            Self::ApologyAnswer { to } => write!(f, "apology-answer/{}", to.code()),
            Self::Idea { number } => write!(f, "idea/{}", number.number()),
        }
    }
}

fn round(text: &str) -> Option<Round> {
    Round::new(text.parse().ok()?)
}

fn seat(text: &str) -> Option<Seat> {
    Seat::ALL.into_iter().find(|seat| seat.code() == text)
}

/// Only these steps have something to say back.
const HEARD: [Step; 3] = [Step::Listening, Step::Perspectives, Step::Responsibility];
/// Only in these steps lines are released as lines; in step 8 they become ideas.
pub(super) const RELEASED: [Step; 5] =
    [Step::Feelings, Step::Perspectives, Step::Deeper, Step::Responsibility, Step::Apology];
/// Only what was told in these steps can be remembered differently.
pub(super) const REMEMBERED: [Step; 2] = [Step::Perspectives, Step::Responsibility];

fn step_of(steps: &[Step], text: &str) -> Option<Step> {
    steps.iter().copied().find(|step| step.code() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_one_spelling_and_reads_back() {
        let second = Round::FIRST.next();
        for (part, place) in [
            (Part::Opening { round: Round::FIRST }, "opening/1"),
            (Part::Time { round: second }, "time/2"),
            (Part::Next { number: second }, "next/2"),
            (Part::Feelings, "feelings"),
            (
                Part::SayBack { step: Step::Listening, speaker: Seat::One, round: second },
                "say-back/listening/one/2",
            ),
            (Part::Perspective, "perspective"),
            (Part::Deeper, "deeper"),
            (Part::Responsibility, "responsibility"),
            (Part::Apology, "apology"),
            (Part::ApologyAnswer { to: Seat::Two }, "apology-answer/two"),
            (Part::Idea { number: second }, "idea/2"),
            (Part::In { round: second }, "in/2"),
            (Part::Naming { round: second }, "naming/2"),
            (Part::Statement { round: second }, "statement/2"),
            (Part::Line { step: Step::Deeper, number: second }, "line/deeper/2"),
            (Part::Remember { step: Step::Perspectives }, "remember/perspectives"),
            (Part::Explanation, "explanation"),
            (Part::Meaning, "meaning"),
        ] {
            assert_eq!(part.as_place(), place);
            assert_eq!(Part::parse(place), Some(part));
            let json = serde_json::to_string(&part).unwrap();
            assert_eq!(serde_json::from_str::<Part>(&json).unwrap(), part);
        }
    }

    #[test]
    fn anything_else_is_no_place() {
        for place in [
            "",
            "idea",
            "idea/0",
            "idea/01",
            "idea/+1",
            "feelings/",
            "say-back/deeper/one/1",
            "line/listening/1",
            "remember/apology",
            "time/x",
            "time/1/1",
        ] {
            assert_eq!(Part::parse(place), None, "{place}");
        }
    }
}
