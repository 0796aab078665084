//! Fields as templates draw them: a label always, hint and message tied to the field, and what was typed kept.
//!
//! A passphrase is the exception: its value is never sent back to a page.

use std::borrow::Cow;

/// One thing that needs another look, and the field it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The `name` (and id) of the field.
    pub field: &'static str,
    /// What to do, in a sentence.
    pub text: Cow<'static, str>,
}

/// What needs another look in a form, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Notes that `field` needs another look.
    pub fn add(&mut self, field: &'static str, text: impl Into<Cow<'static, str>>) {
        self.0.push(Problem { field, text: text.into() });
    }

    /// Whether the form is fine.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The heading of the summary.
    #[must_use]
    pub fn heading(&self) -> &'static str {
        if self.0.len() == 1 { "One thing needs another look" } else { "Some things need another look" }
    }

    /// What to say at `field`.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<Cow<'static, str>> {
        self.0.iter().find(|problem| problem.field == field).map(|problem| problem.text.clone())
    }
}

/// The detail guard in one line (see [`crate::folding`]).
const FOLDING: &str = "For something graphic: put [[\u{a0}before it and ]]\u{a0}after it. It stays folded until your reader opens it.";

/// A field for text: drawn by `forms::text`, `forms::area` or `forms::passphrase`.
#[derive(Clone, Debug)]
pub struct Field {
    /// `name` and id.
    pub name: &'static str,
    /// What it asks.
    pub label: Cow<'static, str>,
    /// Help above it; empty for none.
    pub hint: Cow<'static, str>,
    /// What was typed.
    pub value: String,
    /// What to do about it.
    pub problem: Option<Cow<'static, str>>,
    /// The input's type.
    pub kind: &'static str,
    /// What a browser may fill in. "off" unless said otherwise: browsers keep what is typed.
    pub autocomplete: &'static str,
    /// Whether the browser insists.
    pub required: bool,
    /// The longest text, in UTF-16 units as browsers count.
    pub max: Option<usize>,
    /// Lines of an area.
    pub rows: u8,
    /// Whether the label is a large one in serif.
    pub large: bool,
    /// Whether the field is a short one.
    pub short: bool,
    /// How to fold a passage, below an area; empty for none.
    pub folding: &'static str,
}

impl Field {
    /// A field called `name` that asks `label`.
    #[must_use]
    pub fn new(name: &'static str, label: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name,
            label: label.into(),
            hint: Cow::Borrowed(""),
            value: String::new(),
            problem: None,
            kind: "text",
            autocomplete: "off",
            required: false,
            max: None,
            rows: 6,
            large: false,
            short: false,
            folding: "",
        }
    }

    /// With help above it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = hint.into();
        self
    }

    /// With what was typed before.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// With its message, if it has one.
    #[must_use]
    pub fn checked(mut self, problems: &Problems) -> Self {
        self.problem = problems.of(self.name);
        self
    }

    /// Of this type: "email", "date", "time".
    #[must_use]
    pub fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    /// That a browser or a passphrase manager may fill in.
    #[must_use]
    pub fn autocomplete(mut self, what: &'static str) -> Self {
        self.autocomplete = what;
        self
    }

    /// That must be filled in.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// No longer than `max`.
    #[must_use]
    pub fn max(mut self, max: usize) -> Self {
        self.max = Some(max);
        self
    }

    /// With this many lines.
    #[must_use]
    pub fn rows(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }

    /// With a large label.
    #[must_use]
    pub fn large(mut self) -> Self {
        self.large = true;
        self
    }

    /// Short, for a day or one word.
    #[must_use]
    pub fn short(mut self) -> Self {
        self.short = true;
        self
    }

    /// With the line about folding a passage below it.
    #[must_use]
    pub fn folds(mut self) -> Self {
        self.folding = FOLDING;
        self
    }

    /// The ids of hint, message and the line about folding, for `aria-describedby`.
    #[must_use]
    pub fn described_by(&self) -> String {
        let mut ids = described_by(self.name, &self.hint, self.problem.is_some());
        if !self.folding.is_empty() {
            let gap = if ids.is_empty() { "" } else { " " };
            ids = [&ids, gap, self.name, "-fold"].concat();
        }
        ids
    }
}

/// One option of a choice.
#[derive(Clone, Debug)]
pub struct Opt {
    /// What is sent.
    pub value: Cow<'static, str>,
    /// What is read.
    pub label: Cow<'static, str>,
    /// Help below it; empty for none.
    pub hint: Cow<'static, str>,
    /// Whether it is chosen. Nothing is chosen beforehand unless the person did.
    pub chosen: bool,
}

impl Opt {
    /// An option.
    #[must_use]
    pub fn new(value: impl Into<Cow<'static, str>>, label: impl Into<Cow<'static, str>>) -> Self {
        Self { value: value.into(), label: label.into(), hint: Cow::Borrowed(""), chosen: false }
    }

    /// With help below it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Chosen or not.
    #[must_use]
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
}

/// A question with options: drawn by `forms::radios`, `forms::checks`, `forms::pills` or `forms::seg`.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The `name` of its inputs, and the id of the first.
    pub name: &'static str,
    /// What it asks.
    pub legend: Cow<'static, str>,
    /// Help below the legend; empty for none.
    pub hint: Cow<'static, str>,
    /// What can be chosen.
    pub options: Vec<Opt>,
    /// What to do about it.
    pub problem: Option<Cow<'static, str>>,
    /// Whether the legend is a large one in serif.
    pub large: bool,
}

impl Choice {
    /// A question called `name`.
    #[must_use]
    pub fn new(name: &'static str, legend: impl Into<Cow<'static, str>>, options: Vec<Opt>) -> Self {
        Self { name, legend: legend.into(), hint: Cow::Borrowed(""), options, problem: None, large: false }
    }

    /// With help below the legend.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = hint.into();
        self
    }

    /// With the options whose values are in `chosen` chosen.
    #[must_use]
    pub fn choose<S: AsRef<str>>(mut self, chosen: &[S]) -> Self {
        for option in &mut self.options {
            option.chosen = chosen.iter().any(|value| value.as_ref() == option.value);
        }
        self
    }

    /// With its message, if it has one.
    #[must_use]
    pub fn checked(mut self, problems: &Problems) -> Self {
        self.problem = problems.of(self.name);
        self
    }

    /// With a large legend.
    #[must_use]
    pub fn large(mut self) -> Self {
        self.large = true;
        self
    }

    /// The ids of hint and message, for `aria-describedby`.
    #[must_use]
    pub fn described_by(&self) -> String {
        described_by(self.name, &self.hint, self.problem.is_some())
    }
}

fn described_by(name: &str, hint: &str, problem: bool) -> String {
    let mut ids = Vec::new();
    if !hint.is_empty() {
        ids.push(format!("{name}-hint"));
    }
    if problem {
        ids.push(format!("{name}-err"));
    }
    ids.join(" ")
}
