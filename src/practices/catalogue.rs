//! The catalogue of practices: what is offered, what its form asks, and what can be answered. It is data.
//!
//! What must stay true: each is one file of `content/en/practices/`, so that adding one needs no code. Its number and the
//! keys in it are sealed with what people write, so they never change and never mean something else (a test pins them).
//! None is a step of anything, and none is offered to one of the two only.

use std::{borrow::Cow, sync::LazyLock};

use serde::Deserialize;
use time::{Date, macros::format_description};

use super::{Fields, parse};
use crate::{
    content::{self, Unusable},
    guide::readings::{self, Reading},
    reflections::{After, For},
    web::show,
};

static ALL: LazyLock<Result<Vec<Practice>, Unusable>> = LazyLock::new(|| parse::all(content::PRACTICES));

/// The only answer of a practice that is agreed on.
pub const AGREE: &str = "agree";

/// How the two take part in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// One writes, and may share it; the other may answer.
    Given,
    /// A list of one's own that may be shared; there is nothing to answer.
    Own,
    /// Each fills in their own part; shared alone, or both open together.
    Both,
    /// Either suggests, the other agrees or suggests other words; what is agreed stands with its day.
    Agreed,
}

/// Where it stands in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// For what has hurt.
    Mend,
    /// For ordinary days.
    Days,
    /// To look at together.
    Together,
    /// To agree on.
    Agree,
    /// When it is hard to go on.
    Hard,
}

impl Part {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 5] = [Self::Mend, Self::Days, Self::Together, Self::Agree, Self::Hard];

    /// As the list is headed.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Mend => "When something has hurt",
            Self::Days => "For ordinary days",
            Self::Together => "To look at, each of you and then together",
            Self::Agree => "To agree on",
            Self::Hard => "When it is hard to go on",
        }
    }
}

/// One practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    /// Its address.
    pub number: u16,
    /// What it is called.
    pub name: String,
    /// What somebody does who shares it, after their name: "apologises".
    pub did: String,
    /// What it is, in half a line, for the list.
    pub short: String,
    /// What it is good for, in a few sentences.
    pub why: String,
    /// What stands below it wherever the other one reads it; may be empty.
    pub closes: String,
    /// About how long it takes.
    pub minutes: u8,
    /// For whom.
    pub whom: For,
    /// Where it stands in the list.
    pub part: Part,
    /// What of the guide goes with it.
    pub guide: Option<u16>,
    /// When to leave it; empty where there is nothing to say.
    pub careful: String,
    /// How the two take part in it.
    pub form: Form,
    /// Of what both fill in: it opens for both at once, and never for one before the other.
    pub at_once: bool,
    /// Whether somebody says in it what they would like, so that it stands beside what the other one thinks that they want.
    pub beside: bool,
    /// What is asked, in order.
    pub fields: Vec<Field>,
    /// How many of them have to say something.
    pub at_least: usize,
    /// What the other one can answer, in order; nothing where no answer is waited for.
    pub answers: Vec<Answer>,
    /// What opens for its author after it was answered.
    pub later: Option<Later>,
    /// Where one may go with it afterwards.
    pub after: Vec<After>,
}

impl Practice {
    /// How much of it is asked for, in a sentence; none where there is one field alone.
    #[must_use]
    pub fn asks_for(&self) -> Option<String> {
        let first_alone = self.fields.iter().enumerate().all(|(at, field)| field.needed == (at == 0));
        if first_alone && self.fields.len() > 1 {
            return Some("The first one is enough. Leave the rest empty, if you like.".to_owned());
        }
        let needed: Vec<&str> =
            self.fields.iter().filter(|field| field.needed).map(|field| field.ask.as_str()).collect();
        let open = self.fields.len().checked_sub(needed.len().max(self.at_least)).filter(|open| *open > 0)?;
        Some(match (needed.as_slice(), self.at_least, open) {
            ([], 0 | 1, _) => "One of these is enough. Leave the others empty, if you like.".to_owned(),
            ([], ..) => "Leave some of these empty, if you like.".to_owned(),
            ([one], ..) => format!("Only “{one}” is needed. Leave the rest empty, if you like."),
            ([all @ .., last], ..) => {
                format!("“{}” and “{last}” are needed. Leave the rest empty, if you like.", all.join("”, “"))
            }
        })
    }
}

/// What a field takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A text.
    #[default]
    Words,
    /// One line.
    Line,
    /// One of the options.
    Choice,
    /// A day to come.
    Day,
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the sealed text.
    pub key: String,
    /// Its name in the form.
    pub input: String,
    /// What is asked; `{name}` is the other one.
    pub ask: String,
    /// Help below it; `{name}` likewise.
    pub hint: String,
    /// What stands above the answer where it is read.
    pub heading: String,
    /// What it takes.
    pub kind: Kind,
    /// Whether it has to say something.
    pub needed: bool,
    /// Of what is agreed on: it is the writer's alone, and nobody agrees to it.
    pub own: bool,
    /// The longest answer, in UTF-16 units as browsers count.
    pub longest: usize,
    /// What can be chosen.
    pub options: Vec<Choosable>,
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choosable {
    /// As it is sealed.
    pub key: String,
    /// As it is read.
    pub says: String,
    /// As it is read in the words of whoever agrees, where what it says is true of its writer alone.
    #[serde(default)]
    pub agreed: String,
    /// Help below it.
    #[serde(default)]
    pub hint: String,
}

/// Whether there are words with an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Words {
    /// None.
    #[default]
    None,
    /// If one likes.
    May,
    /// It says nothing without them.
    Needed,
}

/// Something that can be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// As it is sealed.
    pub key: String,
    /// As it is chosen, in the first person; `{name}` is the author.
    pub says: String,
    /// What it does; `{name}` likewise.
    pub means: String,
    /// How it reads, after the name of whoever answers: "heard it".
    pub to_author: String,
    /// Whether there are words with it.
    pub words: Words,
    /// Whether it can name a day.
    pub day: bool,
    /// The field whose day both have said yes to with it.
    pub sets: Option<String>,
    /// Whether the answer is still to come after it.
    pub waits: bool,
    /// Whether it comes first: the others can be chosen after it was shared.
    pub first: bool,
}

/// What opens after an answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Later {
    /// What is asked; `{name}` is the other one.
    pub ask: String,
    /// Help below it; `{name}` likewise.
    #[serde(default)]
    pub hint: String,
    /// What somebody does who shares it, after their name.
    pub did: String,
}

/// A day as a form sends it and a field holds it.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    Date::parse(text.trim(), format_description!("[year]-[month]-[day]")).ok()
}

/// A text with the other one's name in it.
#[must_use]
pub fn naming<'a>(text: &'a str, name: &str) -> Cow<'a, str> {
    if text.contains("{name}") { Cow::Owned(text.replace("{name}", name)) } else { Cow::Borrowed(text) }
}

impl Field {
    /// An answer as it is read.
    #[must_use]
    pub fn reads(&self, answer: &str) -> String {
        match self.kind {
            Kind::Words | Kind::Line => answer.to_owned(),
            Kind::Day => day(answer).map_or_else(|| answer.to_owned(), show::full_day),
            Kind::Choice => self
                .options
                .iter()
                .find(|option| option.key == answer)
                .map_or_else(|| answer.to_owned(), |option| option.says.clone()),
        }
    }
}

impl Part {
    /// Whether what is written there may be hard to read, so that folding a passage is offered.
    #[must_use]
    pub const fn may_be_hard(self) -> bool {
        matches!(self, Self::Mend | Self::Hard)
    }
}

impl Practice {
    /// What both agree to of these, as it is true whoever says it.
    #[must_use]
    pub fn agreed(&self, fields: &Fields) -> Fields {
        let says = |field: &Field, text: &str| {
            let option = field.options.iter().find(|option| option.key == text);
            let agreed = option.map(|option| option.agreed.clone()).filter(|agreed| !agreed.is_empty());
            agreed.unwrap_or_else(|| text.to_owned())
        };
        let ours = fields.iter().filter(|(key, _)| !self.field(key).is_some_and(|field| field.own));
        ours.map(|(key, text)| {
            let text = self.field(key).map_or_else(|| text.clone(), |field| says(field, text));
            (key.clone(), text)
        })
        .collect()
    }

    /// What somebody else can take over of these as their own words: nothing that is true of their writer alone.
    #[must_use]
    pub fn taken_over(&self, fields: &Fields) -> Fields {
        let agreed = self.agreed(fields);
        fields
            .iter()
            .filter(|(key, text)| agreed.get(*key) == Some(*text))
            .map(|(k, t)| (k.clone(), t.clone()))
            .collect()
    }

    /// The page of the guide that goes with it.
    #[must_use]
    pub fn reading(&self) -> Option<&'static Reading> {
        self.guide.and_then(readings::numbered)
    }

    /// The field with this key.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The answer with this key.
    #[must_use]
    pub fn answer(&self, key: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.key == key)
    }

    /// Whether one answer comes before the others.
    #[must_use]
    pub fn is_heard_first(&self) -> bool {
        self.answers.iter().any(|answer| answer.first)
    }
}

/// That every practice can be used; asked once, at the start, after the guide.
///
/// # Errors
/// When one cannot.
pub fn ready() -> Result<(), &'static Unusable> {
    ALL.as_ref().map(|_| ())
}

/// All of them, in the order of their numbers; none before [`ready`] said that they are.
#[must_use]
pub fn all() -> &'static [Practice] {
    ALL.as_ref().map_or(&[], Vec::as_slice)
}

/// The one with this number.
#[must_use]
pub fn numbered(number: u16) -> Option<&'static Practice> {
    all().iter().find(|one| one.number == number)
}
