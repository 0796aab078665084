//! The form of a check-in: what was typed, kept as it was, and what it means. Nothing is chosen beforehand.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::side::whose;
use crate::{
    checkins::{Answers, AsSeen, Field as Of, Pillar, Release, Score, Sheet},
    couples::Seat,
    entries::{Shared, Text},
    plans::{Commitment, Kept},
    typed,
    web::{
        forms::{Field, Opt, Problems},
        page::Who,
    },
};

/// What was typed, by the names of the fields; also what a draft holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed(BTreeMap<String, String>);

/// One of the three questions with its scale.
pub(super) struct Scale {
    pub(super) name: &'static str,
    pub(super) question: &'static str,
    pub(super) hint: String,
    pub(super) options: Vec<Opt>,
    pub(super) problem: Option<String>,
}

/// A promise of the plan, to say how it went.
pub(super) struct Promise {
    pub(super) name: String,
    pub(super) act: String,
    pub(super) whose: String,
    pub(super) options: Vec<Opt>,
}

fn field_of(commitment: &Commitment) -> String {
    format!("kept-{}", commitment.id)
}

impl Typed {
    /// From a form as it was sent.
    pub(super) fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields.into_iter().collect())
    }

    /// What a saved check-in puts into the form.
    pub(super) fn of(text: &Text<Sheet>) -> Self {
        let answers = &text.content.answers;
        let mut fields = BTreeMap::new();
        let mut put = |name: &str, value: String| drop(fields.insert(name.to_owned(), value));
        for pillar in Pillar::ALL {
            if let Some(score) = answers.score(pillar) {
                put(pillar.code(), score.number().to_string());
            }
        }
        for field in Of::ALL {
            if let Some(words) = answers.words(field) {
                put(field.code(), words.to_owned());
            }
        }
        for seen in &answers.commitments {
            put(&format!("kept-{}", seen.id), seen.kept.code().to_owned());
        }
        put("number", text.number.to_string());
        if matches!(text.shared, Shared::WithPartner { .. }) {
            put("reveal", if text.waits { Release::Both } else { Release::Now }.code().to_owned());
        }
        Self(fields)
    }

    /// What stands in a field; nothing where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    pub(super) fn set(&mut self, name: &str, value: String) {
        self.0.insert(name.to_owned(), value);
    }

    /// It as a form sends it.
    pub(super) fn fields(&self) -> &BTreeMap<String, String> {
        &self.0
    }

    /// The form's idempotency key.
    pub(super) fn once(&self) -> Uuid {
        self.get("once").parse().unwrap_or_else(|_| Uuid::new_v4())
    }

    /// The revision that the form began on; nought for a new one.
    pub(super) fn number(&self) -> u32 {
        self.get("number").parse().unwrap_or(0)
    }

    /// When the other may read it. *Only me* is what is chosen beforehand.
    pub(super) fn reveal(&self) -> Release {
        Release::parse(self.get("reveal")).unwrap_or(Release::OnlyMe)
    }

    fn words(&self, field: Of) -> String {
        typed::words(self.get(field.code()))
    }

    /// What it means, or what needs another look.
    pub(super) fn read(&self, round: u32, by: Seat, promises: &[Commitment]) -> Result<Answers, Problems> {
        let mut problems = Problems::default();
        let mut score = |pillar: Pillar| match Score::field(self.get(pillar.code())) {
            Ok(score) => score,
            Err(says) => {
                problems.add(pillar.code(), says);
                None
            }
        };
        let [lean, matter, make] = [Pillar::Lean, Pillar::Matter, Pillar::Make].map(&mut score);
        let seen = promises.iter().filter_map(|promise| {
            let kept = Kept::parse(self.get(&field_of(promise)))?;
            Some(AsSeen { id: promise.id, who: promise.who, act: promise.act.clone(), kept })
        });
        let answers = Answers {
            round,
            by,
            lean,
            matter,
            make,
            steps: self.words(Of::Steps),
            works: self.words(Of::Works),
            hurts: self.words(Of::Hurts),
            helped: self.words(Of::Helped),
            thanks: self.words(Of::Thanks),
            quiet: self.words(Of::Quiet),
            commitments: seen.collect(),
        };
        for field in answers.too_long() {
            problems
                .add(field.code(), "This is more than fits here. The rest can go into a page of your own");
        }
        if problems.is_empty() { Ok(answers) } else { Err(problems) }
    }

    pub(super) fn scales(&self, other: &str, problems: &Problems) -> Vec<Scale> {
        let hint = |pillar: Pillar| match pillar {
            Pillar::Lean => format!("When I needed something this week, could I count on {other}?"),
            Pillar::Matter => "Did I feel seen, and taken into account?".to_owned(),
            Pillar::Make => "As things are tonight, do I believe in us?".to_owned(),
        };
        let scale = |pillar: Pillar| {
            let typed = self.0.get(pillar.code()).map(String::as_str);
            let numbers = (0..=Score::MOST).map(|number| number.to_string());
            let mut options: Vec<Opt> = numbers
                .map(|number| Opt::new(number.clone(), number.clone()).chosen(typed == Some(number.as_str())))
                .collect();
            options.push(Opt::new("", "skip").chosen(typed == Some("")));
            Scale {
                name: pillar.code(),
                question: pillar.question(),
                hint: hint(pillar),
                options,
                problem: problems.of(pillar.code()).map(std::borrow::Cow::into_owned),
            }
        };
        Pillar::ALL.map(scale).into()
    }

    /// The questions in words. Whether a silence is fine is asked only where there is one, and where it was answered.
    pub(super) fn prompts(&self, other: &str, silent: bool, problems: &Problems) -> Vec<Field> {
        let hint = |field: Of| match field {
            Of::Steps => "Small ones count.".to_owned(),
            Of::Works => "Something you would like to keep.".to_owned(),
            Of::Hurts => "Say it as it is. You don’t need to have a solution.".to_owned(),
            Of::Helped => format!("Write this one to {other}."),
            Of::Thanks => "However small.".to_owned(),
            Of::Quiet => {
                "Is that fine as it is, or do you keep away from it? Both are common, and either may be said."
                    .to_owned()
            }
            Of::Pillar(_) => String::new(),
        };
        let area = |field: Of| {
            Field::new(field.code(), field.label())
                .hint(hint(field))
                .value(self.get(field.code()))
                .max(Answers::LONGEST)
                .rows(3)
                .short()
                .checked(problems)
        };
        let quiet = Some(Of::Quiet).filter(|field| silent || !self.get(field.code()).is_empty());
        [Of::Steps, Of::Works, Of::Hurts, Of::Helped, Of::Thanks].into_iter().chain(quiet).map(area).collect()
    }

    pub(super) fn promises(&self, promises: &[Commitment], me: &Who, other: &Who) -> Vec<Promise> {
        let promise = |promise: &Commitment| {
            let typed = Kept::parse(self.get(&field_of(promise)));
            Promise {
                name: field_of(promise),
                act: promise.act.clone(),
                whose: whose(promise.who, me, other),
                options: Kept::ALL
                    .map(|kept| Opt::new(kept.code(), kept.label()).chosen(typed == Some(kept)))
                    .into(),
            }
        };
        promises.iter().map(promise).collect()
    }

    /// What was typed into the fields for words, under their labels; those that are empty are left out.
    pub(super) fn given_back(&self) -> Vec<(&'static str, String)> {
        Of::ALL
            .into_iter()
            .filter(|field| !matches!(field, Of::Pillar(_)))
            .map(|field| (field.label(), self.words(field)))
            .filter(|(_, words)| !words.is_empty())
            .collect()
    }
}
