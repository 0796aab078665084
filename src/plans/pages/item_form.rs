//! The form of one promise: from a promise to its fields, and from what was typed to a promise or what it still needs.

use serde::Deserialize;
use time::{Date, format_description::BorrowedFormatItem, macros::format_description};

use super::draft;
use crate::{
    ids::CommitmentId,
    plans::{Commitment, Doer, HowOften, Kind, checks, refusal::Refused, words},
    web::forms::Problems,
};

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// What the form holds; it is also what a draft of the form holds.
#[derive(Clone, Deserialize)]
#[serde(default)]
pub(super) struct ItemForm {
    pub(super) act: String,
    pub(super) who: String,
    pub(super) how: String,
    pub(super) days: Vec<String>,
    pub(super) starts: String,
    pub(super) review: String,
    pub(super) kind: String,
    /// The id of a new promise: sent twice, it is one.
    pub(super) once: CommitmentId,
    /// What the form began with.
    pub(super) was: String,
    /// The idea that it came from.
    pub(super) idea: String,
    /// Pressed: `out` takes it out of the draft.
    pub(super) press: String,
}

impl Default for ItemForm {
    fn default() -> Self {
        let empty = String::new;
        Self {
            act: empty(),
            who: empty(),
            how: empty(),
            days: Vec::new(),
            starts: empty(),
            review: empty(),
            kind: empty(),
            once: CommitmentId::random(),
            was: empty(),
            idea: empty(),
            press: empty(),
        }
    }
}

pub(super) fn code(how: &HowOften) -> &'static str {
    match how {
        HowOften::Once => "once",
        HowOften::Daily => "daily",
        HowOften::Weekly => "weekly",
        HowOften::Weekdays(_) => "weekdays",
        HowOften::Monthly => "monthly",
        HowOften::WhenItHappens => "when",
    }
}

pub(super) fn written(day: Date) -> String {
    day.format(DAY).unwrap_or_default()
}

impl ItemForm {
    pub(super) fn with_how(mut self, how: &HowOften) -> Self {
        code(how).clone_into(&mut self.how);
        if let HowOften::Weekdays(days) = how {
            self.days = days.iter().map(|day| day.number_from_monday().to_string()).collect();
        }
        self
    }

    pub(super) fn of(it: &Commitment, idea: &str) -> Self {
        let who = match it.who {
            Doer::One => "one",
            Doer::Two => "two",
            Doer::Both => "both",
        };
        let form = Self {
            act: it.act.clone(),
            who: who.to_owned(),
            starts: written(it.starts),
            review: it.review.map(written).unwrap_or_default(),
            kind: it.kind.code().to_owned(),
            once: it.id,
            was: draft::mark(it),
            idea: idea.to_owned(),
            ..Self::default()
        };
        form.with_how(&it.how_often)
    }

    fn how_often(&self) -> Option<HowOften> {
        Some(match self.how.as_str() {
            "once" => HowOften::Once,
            "daily" => HowOften::Daily,
            "weekly" => HowOften::Weekly,
            "monthly" => HowOften::Monthly,
            "when" => HowOften::WhenItHappens,
            "weekdays" => {
                let chosen = |day: time::Weekday| self.days.contains(&day.number_from_monday().to_string());
                HowOften::Weekdays(
                    words::weekdays().map(|(day, _)| day).into_iter().filter(|day| chosen(*day)).collect(),
                )
            }
            _ => return None,
        })
    }

    /// The promise, or what needs another look.
    pub(super) fn read(
        &self,
        id: CommitmentId,
        today: Date,
    ) -> Result<Commitment, (Problems, Option<Refused>)> {
        let mut problems = Problems::default();
        let who = match self.who.as_str() {
            "one" => Some(Doer::One),
            "two" => Some(Doer::Two),
            "both" => Some(Doer::Both),
            _ => None,
        };
        let how = self.how_often();
        let starts = Date::parse(&self.starts, DAY).ok();
        let review = Date::parse(&self.review, DAY).ok();
        let kind = Kind::ALL.into_iter().find(|kind| kind.code() == self.kind);
        let it = Commitment {
            id,
            who: who.unwrap_or(Doer::Both),
            act: self.act.split_whitespace().collect::<Vec<_>>().join(" "),
            how_often: how.clone().unwrap_or(HowOften::WhenItHappens),
            starts: starts.unwrap_or(today),
            review,
            kind: kind.unwrap_or(Kind::Action),
            from_talk: None,
        };
        let needs = checks::commitment(&it, today);
        let mut refused = None;
        for field in ["act", "who", "how", "starts", "review", "kind"] {
            match field {
                "who" if who.is_none() => problems.add(field, "Choose who promises it"),
                "how" if how.is_none() => problems.add(field, "Choose how often it is to happen"),
                "starts" if starts.is_none() => problems.add(field, "Choose the day from which it counts"),
                "kind" if kind.is_none() => problems.add(field, "Choose what it is"),
                "review" if review.is_none() && !self.review.trim().is_empty() => {
                    problems.add(field, "Write the day as year-month-day, such as 2027-01-10");
                }
                _ => {
                    for found in needs.iter().filter(|found| found.field == field) {
                        problems.add(found.field, found.text.clone());
                        refused = refused.or(found.refused);
                    }
                }
            }
        }
        if problems.is_empty() { Ok(it) } else { Err((problems, refused)) }
    }
}
