//! What one person fills in for one round, as it is sealed: the whole of it, so that no column holds a number or a word.
//!
//! What must stay true: everything can be left out, and what was left out is no answer, never a nought. It carries its
//! own round and its author's seat, because nothing outside the envelope says them. A field that is added later has a
//! default, so that older envelopes still open; one that is not known fails.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Opened, Pillar, Score};
use crate::{
    couples::Seat,
    ids::{CommitmentId, ScheduleId},
    plans::{Doer, Kept},
    typed,
};

/// One person's check-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// The number of the round.
    pub round: u32,
    /// The author's seat.
    pub by: Seat,
    /// Can I lean on you?
    pub lean: Option<Score>,
    /// Do I matter to you?
    pub matter: Option<Score>,
    /// Will we make it?
    pub make: Option<Score>,
    /// Steps I took.
    pub steps: String,
    /// What is working.
    pub works: String,
    /// What still hurts.
    pub hurts: String,
    /// What you did that helped. It may be sent on its own before.
    pub helped: String,
    /// One thing I appreciate.
    pub thanks: String,
    /// Whether not having talked about it for a while is fine. It is asked only then.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quiet: String,
    /// How it went with the promises of the plan, as this one saw it; those that were left open are left out.
    #[serde(default)]
    pub commitments: Vec<AsSeen>,
}

/// How it went with one promise, as one of the two saw it. It carries the promise's words: the plan may have another
/// version by the time somebody looks back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AsSeen {
    /// Which promise.
    pub id: CommitmentId,
    /// Whose it was.
    pub who: Doer,
    /// What it said.
    pub act: String,
    /// How it went.
    pub kept: Kept,
}

/// What is sealed: the answers, and which round they belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// Rounds are numbered within it.
    pub schedule: ScheduleId,
    /// The day on which the round opened: a therapist knows of rounds only what stands here. None in older ones.
    #[serde(default)]
    pub day: Option<Date>,
    /// Whether its author said that it is finished.
    pub finished: bool,
    /// The answers.
    pub answers: Answers,
}

impl Sheet {
    /// A check-in of this round.
    #[must_use]
    pub const fn of(opened: &Opened, finished: bool, answers: Answers) -> Self {
        Self { schedule: opened.key.schedule, day: Some(opened.round.day), finished, answers }
    }

    /// Whether its author said the same in both.
    #[must_use]
    pub fn says_what(&self, other: &Self) -> bool {
        (self.schedule, self.finished, &self.answers) == (other.schedule, other.finished, &other.answers)
    }
}

/// What somebody writes later to a round that has closed, for themselves alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LateNote {
    /// The round's schedule.
    pub schedule: ScheduleId,
    /// The number of the round.
    pub round: u32,
    /// The words.
    pub text: String,
}

/// A part of a check-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// One of the three questions.
    Pillar(Pillar),
    /// Steps I took.
    Steps,
    /// What is working.
    Works,
    /// What still hurts.
    Hurts,
    /// What you did that helped.
    Helped,
    /// One thing I appreciate.
    Thanks,
    /// We have not talked about it for a while.
    Quiet,
}

impl Field {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 9] = [
        Self::Pillar(Pillar::Lean),
        Self::Pillar(Pillar::Matter),
        Self::Pillar(Pillar::Make),
        Self::Steps,
        Self::Works,
        Self::Hurts,
        Self::Helped,
        Self::Thanks,
        Self::Quiet,
    ];

    /// The name of the field in a form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pillar(pillar) => pillar.code(),
            Self::Steps => "steps",
            Self::Works => "works",
            Self::Hurts => "hurts",
            Self::Helped => "helped",
            Self::Thanks => "thanks",
            Self::Quiet => "quiet",
        }
    }

    /// What stands above it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pillar(pillar) => pillar.question(),
            Self::Steps => "Steps I took",
            Self::Works => "What is working",
            Self::Hurts => "What still hurts",
            Self::Helped => "What you did that helped",
            Self::Thanks => "One thing I appreciate",
            Self::Quiet => "We have not talked about it for a while",
        }
    }
}

impl Answers {
    /// The longest text of one field, in UTF-16 units as browsers count: about two printed pages.
    pub const LONGEST: usize = 4_000;

    /// A check-in in which nothing has been filled in.
    #[must_use]
    pub const fn blank(round: u32, by: Seat) -> Self {
        Self {
            round,
            by,
            lean: None,
            matter: None,
            make: None,
            steps: String::new(),
            works: String::new(),
            hurts: String::new(),
            helped: String::new(),
            thanks: String::new(),
            quiet: String::new(),
            commitments: Vec::new(),
        }
    }

    /// How it went with this promise, as the author saw it.
    #[must_use]
    pub fn kept(&self, id: CommitmentId) -> Option<Kept> {
        self.commitments.iter().find(|seen| seen.id == id).map(|seen| seen.kept)
    }

    /// The answer to one of the three questions.
    #[must_use]
    pub const fn score(&self, pillar: Pillar) -> Option<Score> {
        match pillar {
            Pillar::Lean => self.lean,
            Pillar::Matter => self.matter,
            Pillar::Make => self.make,
        }
    }

    /// The words in a field; none for the three questions.
    #[must_use]
    pub fn words(&self, field: Field) -> Option<&str> {
        match field {
            Field::Pillar(_) => None,
            Field::Steps => Some(&self.steps),
            Field::Works => Some(&self.works),
            Field::Hurts => Some(&self.hurts),
            Field::Helped => Some(&self.helped),
            Field::Thanks => Some(&self.thanks),
            Field::Quiet => Some(&self.quiet),
        }
    }

    fn has(&self, field: Field) -> bool {
        match field {
            Field::Pillar(pillar) => self.score(pillar).is_some(),
            text => self.words(text).is_some_and(|words| !words.trim().is_empty()),
        }
    }

    /// What is left out. A page may name it before sharing; it never asks for it. What is asked only now and then is
    /// never missing.
    #[must_use]
    pub fn missing(&self) -> Vec<Field> {
        Field::ALL.into_iter().filter(|field| *field != Field::Quiet && !self.has(*field)).collect()
    }

    /// Whether nothing at all is filled in: then there is nothing to give, and so nothing to open the other's with.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.commitments.is_empty() && !Field::ALL.into_iter().any(|field| self.has(field))
    }

    /// The texts that are too long.
    #[must_use]
    pub fn too_long(&self) -> Vec<Field> {
        let long =
            |field: &Field| self.words(*field).is_some_and(|words| typed::length(words) > Self::LONGEST);
        Field::ALL.into_iter().filter(long).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Answers {
        Answers {
            lean: Score::new(0),
            make: Score::new(10),
            hurts: "The quiet on Tuesday.".to_owned(),
            ..Answers::blank(7, Seat::Two)
        }
    }

    #[test]
    fn a_check_in_comes_back_as_it_was_sealed() {
        let sealed = serde_json::to_string(&some()).unwrap();
        assert_eq!(
            sealed,
            r#"{"round":7,"by":"two","lean":0,"matter":null,"make":10,"steps":"","works":"","hurts":"The quiet on Tuesday.","helped":"","thanks":"","commitments":[]}"#
        );
        assert_eq!(serde_json::from_str::<Answers>(&sealed).unwrap(), some());
    }

    #[test]
    fn a_check_in_from_before_the_plan_opens_and_a_promise_alone_is_something() {
        let sealed = serde_json::to_string(&some()).unwrap().replace(r#","commitments":[]"#, "");
        assert_eq!(serde_json::from_str::<Answers>(&sealed).unwrap(), some());
        let id = CommitmentId::random();
        let seen = AsSeen { id, who: Doer::Both, act: "Sunday talk".to_owned(), kept: Kept::Partly };
        let answers = Answers { commitments: vec![seen], ..Answers::blank(1, Seat::One) };
        assert!(!answers.is_empty());
        assert_eq!((answers.kept(id), answers.kept(CommitmentId::random())), (Some(Kept::Partly), None));
    }

    #[test]
    fn what_is_not_known_or_no_answer_does_not_open() {
        let sealed = serde_json::to_string(&some()).unwrap();
        for (from, to) in [
            (r#""lean":0"#, r#""lean":11"#),
            (r#""lean":0"#, r#""lean":-1"#),
            (r#""lean":0"#, r#""lean":4.5"#),
            (r#""lean":0"#, r#""lean":"4""#),
            (r#""round":7"#, r#""round":7,"sum":14"#),
            (r#""by":"two""#, r#""by":"three""#),
        ] {
            let other = sealed.replace(from, to);
            assert_ne!(other, sealed);
            assert!(serde_json::from_str::<Answers>(&other).is_err(), "{other}");
        }
    }

    #[test]
    fn a_nought_is_an_answer_and_white_space_is_none() {
        let mut answers = some();
        answers.works = " \r\n\t\u{a0}".to_owned();
        let left: Vec<_> = answers.missing().into_iter().map(Field::code).collect();
        assert_eq!(left, ["matter", "steps", "works", "helped", "thanks"]);
        assert!(!answers.is_empty());
        let blank = Answers { works: answers.works, ..Answers::blank(1, Seat::One) };
        assert!(blank.is_empty());
        assert_eq!(blank.missing(), Field::ALL[..8]);
        assert!(!Answers { quiet: "Fine.".to_owned(), ..blank.clone() }.is_empty());
        assert!(!Answers { lean: Score::new(0), ..blank }.is_empty());
    }

    #[test]
    fn a_text_is_measured_as_browsers_count() {
        let long = "\u{1f343}".repeat(Answers::LONGEST / 2);
        let mut answers = Answers { steps: long.clone(), thanks: long, ..some() };
        assert!(answers.too_long().is_empty());
        answers.thanks.push('.');
        assert_eq!(answers.too_long(), [Field::Thanks]);
    }

    #[test]
    fn a_field_holds_a_whole_number_from_nought_to_ten_or_is_skipped() {
        for number in 0..=10_u8 {
            assert_eq!(Score::field(&number.to_string()), Ok(Score::new(number)));
        }
        assert_eq!(Score::field(""), Ok(None));
        for text in ["11", "-1", "+4", "04", " 4", "4.0", "skip", "ten"] {
            assert!(Score::field(text).is_err(), "{text}");
        }
        assert_eq!(Score::new(11), None);
    }

    #[test]
    fn every_field_has_a_name_of_its_own() {
        let codes: std::collections::BTreeSet<_> = Field::ALL.into_iter().map(Field::code).collect();
        assert_eq!(codes.len(), Field::ALL.len());
        assert!(Field::ALL.iter().all(|field| !field.label().is_empty()));
    }
}
