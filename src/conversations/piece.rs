//! What one person writes into a talk, as it is sealed: the whole of it, so that no column ever holds a word, a name, a
//! kind or a role.
//!
//! What must stay true: a piece carries its own place and its author's seat, because nothing outside the envelope says
//! them. What both agreed to is held by both, each in an entry of their own: taking a proposal back cannot take the
//! agreement with it.

use serde::{Deserialize, Serialize};

use super::{Answer, In, Meeting, Part, Roles, Seat};
use crate::ids::ConversationId;

/// One thing somebody wrote, or agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// Its place in the talk.
    pub part: Part,
    /// The author's seat.
    pub by: Seat,
    /// The words.
    pub words: Words,
}

/// The words of a piece: one form for each kind of page that asks for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Words {
    /// The answer to "are we in?".
    In {
        /// Which of the three; none while it is only kept.
        answer: Option<In>,
        /// More; may be empty.
        words: String,
    },
    /// The statement that it has stopped.
    Statement {
        /// Whether the author can say it; none while it is only kept.
        ready: Option<bool>,
        /// What has stopped, concretely.
        what: String,
        /// Since which day, as `YYYY-MM-DD`.
        since: String,
        /// More; may be empty.
        words: String,
    },
    /// A proposal of what to talk about.
    Opening(Opening),
    /// The proposal that the author agreed to: their own copy, which is never shared.
    AgreedOpening(Opening),
    /// A proposal of a time and a place.
    Time(Meeting),
    /// The time that the author agreed to: their own copy, which is never shared.
    AgreedTime(Meeting),
    /// What the author felt.
    Feelings {
        /// Words from the list.
        felt: Vec<String>,
        /// A word of their own; may be empty.
        own: String,
        /// More; may be empty.
        words: String,
    },
    /// What the author heard the other say.
    Said {
        /// What they see in the other; may be empty, and is not there in what was written before it was asked.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        seen: String,
        /// What they heard.
        heard: String,
        /// What makes sense to them in it; likewise.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        sense: String,
        /// What they are not sure they understood; may be empty.
        unsure: String,
    },
    /// One text: how they lived it, what lies deeper, something of their own.
    Plain {
        /// The text.
        words: String,
    },
    /// What the author takes responsibility for.
    Owned {
        /// What they did.
        act: String,
        /// What they see it did; may be empty.
        effect: String,
    },
    /// An apology: five openings, of which one is enough.
    Apology {
        /// I understand.
        understand: String,
        /// It makes sense.
        sense: String,
        /// I did it.
        did: String,
        /// I regret it.
        regret: String,
        /// I will keep at it.
        keep: String,
    },
    /// The answer to an apology.
    Answer {
        /// Which of the four; none while it is only kept.
        answer: Option<Answer>,
        /// What the author still needs; may be empty.
        need: String,
    },
    /// An idea for the plan.
    Idea {
        /// The idea.
        idea: String,
    },
    /// Nothing: it was said and not written.
    Aloud {
        /// Who said it. Somebody else than the author where both sat with the author's phone.
        by: Seat,
        /// How.
        how: Aloud,
        /// The answer to an apology that was said with it.
        #[serde(deserialize_with = "Option::deserialize")]
        answer: Option<Answer>,
    },
}

/// How something was said that is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aloud {
    /// In one room, and marked by the speaker on a phone of their own.
    Together,
    /// With one phone between the two: whoever held it could mark it, for either.
    OnePhone,
    /// In the lines that its author released from their preparation.
    InLines,
}

/// What the two talk about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The name that both recognise.
    pub name: String,
    /// The codes of the kinds.
    pub kinds: Vec<String>,
    /// Who caused it and who was hurt.
    pub roles: Roles,
    /// In the author's own words; may be empty.
    pub words: String,
    /// What the two were called when it was written: a talk stays readable after its couple has ended.
    pub names: Names,
    /// The earlier talk after which this came up, if its author says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<After>,
}

/// An earlier talk, by the name that both agreed to then: whoever reads it needs nothing else to understand it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// Which one.
    pub talk: ConversationId,
    /// Its name.
    pub name: String,
}

/// What the two are called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Who opened the space.
    pub one: String,
    /// Who joined it.
    pub two: String,
}

impl Names {
    /// The names of somebody in this seat and of the other one.
    #[must_use]
    pub fn new(seat: Seat, mine: &str, theirs: &str) -> Self {
        let (one, two) = match seat {
            Seat::One => (mine, theirs),
            Seat::Two => (theirs, mine),
        };
        Self { one: one.to_owned(), two: two.to_owned() }
    }

    /// What this one is called.
    #[must_use]
    pub fn of(&self, seat: Seat) -> &str {
        match seat {
            Seat::One => &self.one,
            Seat::Two => &self.two,
        }
    }
}

impl Piece {
    /// Whether the other reads this as a proposal, which is answered and not rewritten.
    #[must_use]
    pub const fn is_proposal(&self) -> bool {
        is_proposal(self.part)
    }

    /// Whether it is the author's own copy of something agreed.
    #[must_use]
    pub const fn is_agreed(&self) -> bool {
        matches!(self.words, Words::AgreedOpening(_) | Words::AgreedTime(_))
    }

    /// Who said it aloud, if it was said and not written.
    #[must_use]
    pub const fn said_by(&self) -> Option<Seat> {
        match &self.words {
            Words::Aloud { by, .. } => Some(*by),
            _ => None,
        }
    }

    /// The first field that has to be filled in before it can be shared, and what to do about it.
    #[must_use]
    pub fn missing(&self) -> Option<(&'static str, &'static str)> {
        let empty = |text: &String| text.is_empty();
        match &self.words {
            Words::In { answer, .. } => {
                answer.is_none().then_some(("answer", "Choose one of the three; each of them is fine"))
            }
            Words::Statement { ready: None, .. } => Some(("answer", "Choose one of the two")),
            Words::Statement { ready: Some(true), what, since, .. } => {
                if what.split_whitespace().count() < 3 {
                    Some(("act", "Say what has stopped in a few plain words: what, and with whom or where"))
                } else {
                    empty(since).then_some(("date", "Say since which day"))
                }
            }
            Words::Feelings { felt, own, words } => (felt.is_empty() && empty(own) && empty(words))
                .then_some(("felt", "Tick a word, or write one of your own")),
            Words::Said { heard, .. } => {
                empty(heard).then_some(("heard", "Write what you heard, in a sentence or two"))
            }
            Words::Plain { words } => empty(words).then_some(("words", "Write a sentence first")),
            Words::Owned { act, .. } => empty(act).then_some(("act", "Write what you did")),
            Words::Apology { understand, sense, did, regret, keep } => [understand, sense, did, regret, keep]
                .into_iter()
                .all(empty)
                .then_some(("understand", "Begin with one of the five; one is enough")),
            Words::Answer { answer: None, .. } => Some(("answer", "Choose one of the four answers")),
            Words::Answer { answer: Some(Answer::NotYet), need } => {
                empty(need).then_some(("need", "Write what you still need"))
            }
            // Proposals are whole from the start: a form that is not makes no piece.
            Words::Statement { ready: Some(false), .. }
            | Words::Opening(_)
            | Words::AgreedOpening(_)
            | Words::Time(_)
            | Words::AgreedTime(_)
            | Words::Aloud { .. }
            | Words::Answer { answer: Some(Answer::Accept | Answer::Heard | Answer::Later), .. } => None,
            Words::Idea { idea } => empty(idea).then_some(("idea", "Write the idea in a few words")),
        }
    }
}

/// Whether the other answers this part instead of only reading it.
#[must_use]
pub(super) const fn is_proposal(part: Part) -> bool {
    matches!(part, Part::Opening { .. } | Part::Time { .. } | Part::Next { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversations::Role;

    #[test]
    fn a_piece_reads_back_as_it_was_sealed_and_unknown_fields_are_refused() {
        let roles = Roles::new(Role::Hurt, Role::Caused).unwrap();
        let names = Names::new(Seat::Two, "Noor", "Sam");
        assert_eq!((names.of(Seat::One), names.of(Seat::Two)), ("Sam", "Noor"));
        let opening = Opening {
            name: "About the spring".to_owned(),
            kinds: vec!["hiding".to_owned()],
            roles,
            words: String::new(),
            names,
            after: None,
        };
        let piece = Piece { part: Part::Feelings, by: Seat::Two, words: Words::Opening(opening) };
        let json = serde_json::to_string(&piece).unwrap();
        assert_eq!(serde_json::from_str::<Piece>(&json).unwrap(), piece);
        let more = json.replacen('{', "{\"more\":1,", 1);
        assert!(serde_json::from_str::<Piece>(&more).is_err());
        assert!(!json.contains("after"), "an opening of its own is sealed as before");
    }

    #[test]
    fn one_opening_of_an_apology_is_enough_and_not_yet_says_what_is_needed() {
        let piece = |words| Piece { part: Part::Apology, by: Seat::One, words };
        let apology = |did: &str| Words::Apology {
            understand: String::new(),
            sense: String::new(),
            did: did.to_owned(),
            regret: String::new(),
            keep: String::new(),
        };
        assert!(piece(apology("")).missing().is_some());
        assert!(piece(apology("I lied.")).missing().is_none());
        let answer = |answer, need: &str| Words::Answer { answer, need: need.to_owned() };
        assert_eq!(piece(answer(None, "x")).missing().unwrap().0, "answer");
        assert_eq!(piece(answer(Some(Answer::NotYet), "")).missing().unwrap().0, "need");
        assert!(piece(answer(Some(Answer::Later), "")).missing().is_none());
    }
}
