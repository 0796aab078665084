//! What is written: something given, one's own part of something both fill in, a suggestion, an answer, and what was
//! behind it.
//!
//! What must stay true: what is sealed names a practice by its number and a field by its key. What a file does not know
//! any more is shown as it was written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::catalogue::{self, Practice};
use crate::{folding, ids::EntryId};

/// What was written, field by field; what is empty is not there.
pub type Fields = BTreeMap<String, String>;

/// As it is sealed in an entry of the kind `practice`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "piece", rename_all = "snake_case", deny_unknown_fields)]
pub enum Piece {
    /// Something given, or something of a list of one's own.
    Given(Given),
    /// One's own part of something that both fill in.
    Part(Part),
    /// A suggestion to agree on.
    Suggestion(Suggestion),
    /// An answer to something given, or agreeing to a suggestion.
    Answer(Answer),
    /// What was behind something given, after it was answered.
    Explanation(Explanation),
    /// That somebody has read the other one's part; for themselves alone.
    Looked(Looked),
}

/// Something that one of the two gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Which practice.
    pub practice: u16,
    /// In their words.
    pub fields: Fields,
}

/// One's own part of something that both fill in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which practice.
    pub practice: u16,
    /// Which time, from 1.
    pub round: u32,
    /// In their words.
    pub fields: Fields,
}

/// Something that one of the two would like to agree on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Which practice.
    pub practice: u16,
    /// The words to agree on; of an ending the words that end.
    pub fields: Fields,
    /// The first suggestion of the same matter; none in that one itself.
    pub root: Option<EntryId>,
    /// What held when this was suggested, and holds no more once this is agreed.
    pub after: Option<EntryId>,
    /// Whether it is to hold no more.
    pub ends: bool,
}

/// What the other one says to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What it answers.
    pub to: EntryId,
    /// Of which practice.
    pub practice: u16,
    /// The revision that was before them.
    pub number: u32,
    /// Which of the answers.
    pub answer: String,
    /// In their words; may be empty.
    pub words: String,
    /// A day, where the answer has one.
    pub day: Option<Date>,
    /// The words that are agreed to, so that whoever agrees has them, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Fields>,
}

/// What may explain it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// What it belongs to.
    pub to: EntryId,
    /// Of which practice.
    pub practice: u16,
    /// In the author's words.
    pub words: String,
}

/// That somebody has read the other one's part. Nobody else ever reads this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// Which practice.
    pub practice: u16,
    /// Which time.
    pub round: u32,
}

impl Piece {
    /// Which practice it is of.
    #[must_use]
    pub const fn practice(&self) -> u16 {
        match self {
            Self::Given(Given { practice, .. })
            | Self::Part(Part { practice, .. })
            | Self::Suggestion(Suggestion { practice, .. })
            | Self::Answer(Answer { practice, .. })
            | Self::Explanation(Explanation { practice, .. })
            | Self::Looked(Looked { practice, .. }) => *practice,
        }
    }

    /// The same, as the catalogue has it.
    #[must_use]
    pub fn of(&self) -> Option<&'static Practice> {
        catalogue::numbered(self.practice())
    }

    /// What its author filled in, where it begins something.
    #[must_use]
    pub const fn fields(&self) -> Option<&Fields> {
        match self {
            Self::Given(Given { fields, .. })
            | Self::Part(Part { fields, .. })
            | Self::Suggestion(Suggestion { fields, .. }) => Some(fields),
            Self::Answer(_) | Self::Explanation(_) | Self::Looked(_) => None,
        }
    }

    /// What it belongs to, if it begins nothing.
    #[must_use]
    pub const fn to(&self) -> Option<EntryId> {
        match self {
            Self::Given(_) | Self::Part(_) | Self::Suggestion(_) | Self::Looked(_) => None,
            Self::Answer(Answer { to, .. }) | Self::Explanation(Explanation { to, .. }) => Some(*to),
        }
    }

    /// What it is, in a line: of something given, how it begins.
    #[must_use]
    pub fn title(&self) -> String {
        let name = self.of().map_or("A practice", |practice| practice.name.as_str());
        match self {
            Self::Given(_) | Self::Part(_) | Self::Suggestion(_) => self
                .fields()
                .and_then(|fields| headline(self.of(), fields))
                .unwrap_or_else(|| name.to_owned()),
            Self::Answer(_) => format!("An answer: {name}"),
            Self::Explanation(_) => format!("What may explain it: {name}"),
            Self::Looked(_) => name.to_owned(),
        }
    }

    /// What somebody did with it, after their name.
    #[must_use]
    pub fn did(&self) -> String {
        let of = self.of();
        match self {
            Self::Given(_) | Self::Part(_) => of.map_or("shared a practice", |of| of.did.as_str()).to_owned(),
            Self::Suggestion(Suggestion { ends: true, .. }) => "asks to end this".to_owned(),
            Self::Suggestion(Suggestion { after: Some(_), .. }) => "asks to change this".to_owned(),
            Self::Suggestion(_) => of.map_or("suggests", |of| of.did.as_str()).to_owned(),
            Self::Answer(answer) => answer.says(),
            Self::Looked(_) => "read it".to_owned(),
            Self::Explanation(_) => of
                .and_then(|of| of.later.as_ref())
                .map_or("says what may explain it", |later| later.did.as_str())
                .to_owned(),
        }
    }
}

impl Answer {
    /// How it reads after the name of whoever answers.
    #[must_use]
    pub fn says(&self) -> String {
        let known = catalogue::numbered(self.practice).and_then(|of| of.answer(&self.answer));
        known.map_or_else(|| format!("answers “{}”", self.answer), |answer| answer.to_author.clone())
    }

    /// Whether the answer is still to come after it.
    #[must_use]
    pub fn waits(&self) -> bool {
        catalogue::numbered(self.practice)
            .and_then(|of| of.answer(&self.answer))
            .is_some_and(|answer| answer.waits)
    }

    /// Whether it is the one that comes before the others.
    #[must_use]
    pub fn is_first(&self) -> bool {
        catalogue::numbered(self.practice)
            .and_then(|of| of.answer(&self.answer))
            .is_some_and(|answer| answer.first)
    }
}

/// What was written, in the order of the practice, each under its heading; then what the practice does not know.
#[must_use]
pub fn said<'a>(of: Option<&'a Practice>, fields: &'a Fields) -> Vec<(Option<&'a str>, &'a str, String)> {
    let mut all: Vec<(Option<&str>, &str, String)> = Vec::new();
    let known = of.map_or(&[] as &[catalogue::Field], |of| of.fields.as_slice());
    for field in known {
        if let Some(text) = fields.get(&field.key).filter(|text| !text.is_empty()) {
            all.push((Some(field.heading.as_str()), field.key.as_str(), field.reads(text)));
        }
    }
    for (key, text) in fields {
        if !text.is_empty() && !known.iter().any(|field| field.key == *key) {
            all.push((None, key.as_str(), text.clone()));
        }
    }
    all
}

/// How it begins, for a list; with nothing that is folded.
fn headline(of: Option<&'static Practice>, fields: &Fields) -> Option<String> {
    let (.., text) = said(of, fields).into_iter().next()?;
    Some(folding::headline(&text)).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    const TO: EntryId = EntryId(Uuid::nil());

    fn fields(all: &[(&str, &str)]) -> Fields {
        all.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn what_is_sealed_reads_back() {
        let fields = fields(&[("did", "I hid the phone.")]);
        let answer = Answer {
            to: TO,
            practice: 1,
            number: 2,
            answer: "later".to_owned(),
            words: String::new(),
            day: Some(date!(2026 - 03 - 09)),
            agreed: None,
        };
        for piece in [
            Piece::Given(Given { practice: 1, fields: fields.clone() }),
            Piece::Part(Part { practice: 4, round: 2, fields: fields.clone() }),
            Piece::Suggestion(Suggestion {
                practice: 6,
                fields: fields.clone(),
                root: Some(TO),
                after: None,
                ends: false,
            }),
            Piece::Answer(answer.clone()),
            Piece::Answer(Answer { agreed: Some(fields), ..answer }),
            Piece::Explanation(Explanation { to: TO, practice: 1, words: "Fear.".to_owned() }),
            Piece::Looked(Looked { practice: 4, round: 1 }),
        ] {
            let sealed = serde_json::to_string(&piece).unwrap();
            assert_eq!(serde_json::from_str::<Piece>(&sealed).unwrap(), piece, "{sealed}");
        }
    }

    #[test]
    fn what_the_catalogue_does_not_know_is_shown_as_it_was_written() {
        let of = catalogue::numbered(1);
        let fields = fields(&[("gone", "An old field."), ("regret", "That I lied."), ("did", "")]);
        let said: Vec<_> = said(of, &fields).into_iter().map(|(heading, _, text)| (heading, text)).collect();
        let expected = [(Some("I regret it"), "That I lied.".to_owned()), (None, "An old field.".to_owned())];
        assert_eq!(said, expected);
        let given = Piece::Given(Given { practice: 99, fields });
        assert_eq!(given.title(), "An old field.");
        assert_eq!(given.did(), "shared a practice");
    }
}
