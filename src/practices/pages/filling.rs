//! The form of a practice: its fields as the catalogue has them, what was typed, and what is not right yet.
//!
//! What must stay true: nothing typed is lost on an error, and what the catalogue does not know any more stays in what is
//! saved anew.

use std::collections::BTreeMap;

use serde::Deserialize;
use time::{Date, Duration};
use uuid::Uuid;

use crate::{
    practices::{
        Fields, Practice,
        catalogue::{self, Kind, naming},
    },
    typed,
    web::forms::{self, Choice, Opt, Problems},
};

/// A day further off than this is none that anybody can count on.
pub(super) const FURTHEST: Duration = Duration::days(366);

/// A form as it was sent, by the names of its fields; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Typed(BTreeMap<String, String>);

/// A field, ready to draw.
pub(super) enum Drawn {
    Area(forms::Field),
    Line(forms::Field),
    Choice(Choice),
}

impl Typed {
    /// What was typed into the field with this name.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The same form with something else in this field.
    pub(super) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// A blank form.
    pub(super) fn blank() -> Self {
        Self::default().with("once", Uuid::new_v4().to_string())
    }

    /// The same words as something new.
    pub(super) fn begun_anew(self) -> Self {
        self.with("once", Uuid::new_v4().to_string()).with("number", "0")
    }

    /// A form with what is saved.
    pub(super) fn of(practice: &Practice, fields: &Fields, number: u32) -> Self {
        let saved = practice.fields.iter().filter_map(|field| Some((field, fields.get(&field.key)?)));
        let typed = saved.map(|(field, text)| (field.input.clone(), text.clone())).collect();
        Self(typed).with("number", number.to_string())
    }

    /// The key under which something new counts once.
    pub(super) fn once(&self) -> Uuid {
        self.get("once").parse().unwrap_or_default()
    }

    /// The revision that it began on.
    pub(super) fn number(&self) -> u32 {
        self.get("number").parse().unwrap_or_default()
    }

    /// The revision of what it belongs to that was in view.
    pub(super) fn to(&self) -> u32 {
        self.get("to").parse().unwrap_or_default()
    }

    /// Which button.
    pub(super) fn wants_to_share(&self) -> bool {
        self.get("act") == "share"
    }

    fn answer(&self, field: &catalogue::Field) -> String {
        let typed = self.get(&field.input);
        match field.kind {
            Kind::Words => typed::words(typed),
            Kind::Line => typed.split_whitespace().collect::<Vec<_>>().join(" "),
            Kind::Choice | Kind::Day => typed.trim().to_owned(),
        }
    }

    /// What was filled in, and what of `before` the practice does not know.
    pub(super) fn fields(&self, practice: &Practice, before: Option<&Fields>) -> Fields {
        let known = practice.fields.iter().map(|field| (field.key.clone(), self.answer(field)));
        let unknown = before.into_iter().flatten().filter(|(key, _)| practice.field(key).is_none());
        let unknown = unknown.map(|(key, text)| (key.clone(), text.clone()));
        known.filter(|(_, text)| !text.trim().is_empty()).chain(unknown).collect()
    }

    /// What is not right yet. A day that was saved before may have passed since.
    pub(super) fn problems(
        &self,
        practice: &'static Practice,
        before: Option<&Fields>,
        today: Date,
    ) -> Problems {
        let mut problems = Problems::default();
        let mut filled = 0;
        for field in &practice.fields {
            let answer = self.answer(field);
            filled += usize::from(!answer.is_empty());
            let kept = before.and_then(|before| before.get(&field.key)) == Some(&answer);
            if let Some(problem) = problem(field, &answer, kept, today) {
                problems.add(&field.input, problem);
            }
        }
        if let Some(first) =
            practice.fields.first().filter(|_| problems.is_empty() && filled < practice.at_least)
        {
            let text = match practice.at_least {
                1 if practice.fields.len() == 1 => "Write something first. A word is enough.".to_owned(),
                1 => "Write something first, in any of the fields. A word is enough.".to_owned(),
                many => format!("Write something in {many} of the fields first. A word is enough in each."),
            };
            problems.add(&first.input, text);
        }
        problems
    }

    /// The fields, ready to draw.
    pub(super) fn drawn(&self, practice: &'static Practice, other: &str, problems: &Problems) -> Vec<Drawn> {
        let draw = |field: &'static catalogue::Field| {
            let (ask, hint) = (naming(&field.ask, other), naming(&field.hint, other));
            let value = self.get(&field.input);
            let text = || {
                forms::Field::new(&field.input, ask.clone())
                    .hint(hint.clone())
                    .value(value)
                    .checked(problems)
                    .large()
            };
            match field.kind {
                Kind::Words => Drawn::Area(text().max(field.longest).rows(4)),
                Kind::Line => Drawn::Line(text().max(field.longest)),
                Kind::Day => Drawn::Line(text().kind("date").short()),
                Kind::Choice => {
                    let options = field.options.iter().map(|option| {
                        Opt::new(option.key.as_str(), option.says.as_str()).hint(option.hint.as_str())
                    });
                    let choice = Choice::new(&field.input, ask, options.collect()).hint(hint).large();
                    Drawn::Choice(choice.choose(&[value]).checked(problems))
                }
            }
        };
        practice.fields.iter().map(draw).collect()
    }
}

/// What is wrong with a day to come, if anything is.
pub(super) fn day_problem(day: Option<Date>, today: Date) -> Option<&'static str> {
    match day {
        None => Some("Choose a day, for example 2026-03-07."),
        Some(day) if day < today => Some("That day is behind you. Choose today or a day to come."),
        Some(day) if day - today > FURTHEST => {
            Some("Choose a day within a year. You can move it when it comes.")
        }
        Some(_) => None,
    }
}

/// What is wrong with an answer, if anything is. What is missing is named: there may be several, in one list at the top.
fn problem(field: &catalogue::Field, answer: &str, kept: bool, today: Date) -> Option<String> {
    if answer.trim().is_empty() {
        let name = &field.heading;
        let missing = match field.kind {
            Kind::Words | Kind::Line => format!("“{name}” is empty so far. A few words are enough."),
            Kind::Choice => format!("Choose something for “{name}”."),
            Kind::Day => format!("Choose a day for “{name}”, for example 2026-03-07."),
        };
        return field.needed.then_some(missing);
    }
    let wrong = match field.kind {
        Kind::Words | Kind::Line => (typed::length(answer) > field.longest)
            .then_some("This is more than the field can hold. A note of your own holds more."),
        Kind::Choice => (!kept && field.options.iter().all(|option| option.key != answer))
            .then_some("Choose one of these."),
        Kind::Day if kept => None,
        Kind::Day => day_problem(catalogue::day(answer), today),
    };
    wrong.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practices::numbered;

    #[test]
    fn what_the_catalogue_does_not_know_any_more_is_kept_when_it_is_saved_anew() {
        let practice = numbered(1).unwrap();
        let before = Fields::from([
            ("did".to_owned(), "I lied.".to_owned()),
            ("gone".to_owned(), "An old field.".to_owned()),
        ]);
        let form = Typed::of(practice, &before, 1).with("f-did", "I hid the phone.").with("f-gone", "x");
        let after = form.fields(practice, Some(&before));
        let expected = [("did", "I hid the phone."), ("gone", "An old field.")];
        let expected = expected.map(|(key, text)| (key.to_owned(), text.to_owned()));
        assert_eq!(after, Fields::from(expected));
    }
}
