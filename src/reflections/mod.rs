//! The catalogue of reflections: questions to think about alone, in writing. What comes of one is an ordinary note.
//!
//! What must stay true: each is one file of `content/en/reflections/`, so that adding one needs no code. None is a step of
//! anything, none is offered to one of the two only, and nobody learns that somebody opened one: what is kept is a note
//! like any other, private until its author shares it.

pub mod pages;

use std::{collections::HashSet, sync::LazyLock};

use serde::Deserialize;

use crate::{
    content::{self, File, Unusable},
    guide::readings::{self, Reading},
    typed,
};

static ALL: LazyLock<Result<Vec<Reflection>, Unusable>> = LazyLock::new(|| parse(content::REFLECTIONS));

/// The most questions that one holds. More than this is a form, and nobody fills in a form at night.
pub const MOST: usize = 6;

/// For whom a reflection was written. It is said, and keeps nobody out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum For {
    /// Either of the two.
    Both,
    /// The one who was hurt.
    Hurt,
    /// The one who caused it.
    Caused,
}

impl For {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 3] = [Self::Both, Self::Hurt, Self::Caused];

    /// As the list is headed.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Both => "For either of you",
            Self::Hurt => "When you were hurt",
            Self::Caused => "When you caused it",
        }
    }
}

/// One reflection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reflection {
    /// Its address.
    pub number: u16,
    /// What it is called; also the title of the note that begins with it.
    pub name: String,
    /// For whom.
    pub whom: For,
    /// About how long it takes.
    pub minutes: u8,
    /// What it is good for, in a few sentences.
    pub why: String,
    /// When to leave it; empty where there is nothing to say.
    pub careful: String,
    /// The questions, each with a field of its own.
    pub prompts: Vec<Prompt>,
    /// What of the guide goes with it.
    pub guide: Option<u16>,
    /// Where one may go with it afterwards.
    pub after: Vec<After>,
    /// Whether it is about what the other wants, and can be held against what they shared.
    pub beside: bool,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    /// What is asked.
    pub ask: String,
    /// Help below it.
    #[serde(default)]
    pub hint: String,
    /// Under which name the answer stands in the note, where that is not the question.
    #[serde(default, rename = "as")]
    pub stands_as: String,
    /// Whether the answer can become the beginning of a promise.
    #[serde(default)]
    pub plan: bool,
}

impl Prompt {
    /// What stands above the answer in the note.
    #[must_use]
    pub fn heading(&self) -> &str {
        if self.stands_as.is_empty() { &self.ask } else { &self.stands_as }
    }
}

/// A page of the app that goes on from here.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// Its address.
    pub to: String,
    /// What it is, and why it may help.
    pub says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: String,
    r#for: For,
    minutes: u8,
    why: String,
    #[serde(default)]
    careful: String,
    guide: Option<u16>,
    prompt: Vec<Prompt>,
    #[serde(default)]
    after: Vec<After>,
    #[serde(default)]
    beside: bool,
}

impl Reflection {
    /// The page of the guide that goes with it.
    #[must_use]
    pub fn reading(&self) -> Option<&'static Reading> {
        self.guide.and_then(readings::numbered)
    }

    /// The question whose answer can become the beginning of a promise.
    #[must_use]
    pub fn for_the_plan(&self) -> Option<usize> {
        self.prompts.iter().position(|prompt| prompt.plan)
    }

    /// What stands under this question in a note, if the question stands in it.
    #[must_use]
    pub fn part(&self, index: usize, note: &str) -> Option<String> {
        let heading = self.prompts.get(index)?.heading();
        let is_heading = |line: &str| self.prompts.iter().any(|prompt| prompt.heading() == line.trim());
        let mut lines = note.lines().skip_while(|line| line.trim() != heading);
        lines.next()?;
        let part: Vec<&str> = lines.take_while(|line| !is_heading(line)).collect();
        let part = part.join("\n").trim().to_owned();
        (!part.is_empty()).then_some(part)
    }

    /// Whether a note began with these questions, as far as one can tell from what stands in it.
    #[must_use]
    pub fn is_in(&self, note: &str) -> bool {
        (0..self.prompts.len()).any(|index| self.part(index, note).is_some())
    }

    /// What a note holds when the questions were answered like this: what was answered, each under its question.
    #[must_use]
    pub fn note(&self, answers: &[String]) -> String {
        let answered = self.prompts.iter().zip(answers).filter(|(_, answer)| !answer.trim().is_empty());
        let parts: Vec<String> = answered
            .map(|(prompt, answer)| {
                let answer = typed::words(answer);
                format!("{}\n\n{}", prompt.heading(), answer.trim_start_matches('\n'))
            })
            .collect();
        parts.join("\n\n")
    }
}

fn reflection(file: &File) -> Result<Reflection, Unusable> {
    let number = file.number(".toml")?;
    let Raw { name, r#for: whom, minutes, why, careful, guide, prompt: prompts, after, beside } =
        file.toml(file.text)?;
    file.short("name", &name, 60)?;
    file.short("why", &why, 320)?;
    if !careful.is_empty() {
        file.short("careful", &careful, 200)?;
    }
    if !(1..=60).contains(&minutes) {
        return Err(file.unusable("minutes is not between 1 and 60"));
    }
    if prompts.is_empty() || prompts.len() > MOST {
        return Err(file.unusable(format!("it has {} questions, and needs 1 to {MOST}", prompts.len())));
    }
    let mut headings = HashSet::new();
    for prompt in &prompts {
        file.short("ask", &prompt.ask, 160)?;
        for (key, text) in [("hint", &prompt.hint), ("as", &prompt.stands_as)] {
            if !text.is_empty() {
                file.short(key, text, 120)?;
            }
        }
        if !headings.insert(prompt.heading()) {
            return Err(file.unusable(format!("it asks “{}” twice", prompt.heading())));
        }
    }
    for after in &after {
        file.short("says", &after.says, 120)?;
        if !after.to.starts_with('/') || after.to.contains('{') {
            return Err(file.unusable(format!("{} is not the address of a page", after.to)));
        }
    }
    if prompts.iter().filter(|prompt| prompt.plan).count() > 1 {
        return Err(file.unusable("two of its answers would go into the plan"));
    }
    Ok(Reflection { number, name, whom, minutes, why, careful, prompts, guide, after, beside })
}

fn parse(files: &[File]) -> Result<Vec<Reflection>, Unusable> {
    let (mut numbers, mut names) = (HashSet::new(), HashSet::new());
    let mut all = Vec::new();
    for file in files {
        let one = reflection(file)?;
        if !numbers.insert(one.number) || !names.insert(one.name.clone()) {
            return Err(file.unusable("there are two of this number or name"));
        }
        if one.guide.is_some() && one.reading().is_none() {
            return Err(file.unusable("it names a page of the guide that is not there"));
        }
        all.push(one);
    }
    Ok(all)
}

/// That every reflection can be used; asked once, at the start, after the guide.
///
/// # Errors
/// When one cannot.
pub fn ready() -> Result<(), &'static Unusable> {
    ALL.as_ref().map(|_| ())
}

/// What a note holds for the plan, from whichever reflection it began with.
#[must_use]
pub fn for_the_plan(note: &str) -> Option<String> {
    all().iter().find_map(|one| one.part(one.for_the_plan()?, note))
}

/// All of them, in the order of their numbers; none before [`ready`] said that they are.
#[must_use]
pub fn all() -> &'static [Reflection] {
    ALL.as_ref().map_or(&[], Vec::as_slice)
}

/// The one with this number.
#[must_use]
pub fn numbered(number: u16) -> Option<&'static Reflection> {
    all().iter().find(|one| one.number == number)
}

/// Whether a line is a question of the catalogue, as it stands in a note.
#[must_use]
pub fn asks(line: &str) -> bool {
    all().iter().flat_map(|one| &one.prompts).any(|prompt| prompt.heading() == line)
}

#[cfg(test)]
mod tests;
