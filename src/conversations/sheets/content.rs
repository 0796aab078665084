//! A sheet's lines, and what a form does to them. Pure: no storage, no page.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::typed;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Random; it names the line in forms and addresses of its author, and tells nothing.
    pub id: Uuid,
    /// The words.
    pub text: String,
    /// Whether it was shared in the talk: then its words are settled here.
    pub released: bool,
}

/// A line that was dropped, until the next change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dropped {
    /// Where it stood.
    pub at: usize,
    /// What it was.
    pub line: Line,
}

/// What one person prepared for one step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// The lines, in their order.
    pub lines: Vec<Line>,
    /// What the last change dropped: it can be brought back once.
    pub dropped: Vec<Dropped>,
}

/// The form of a sheet as it was sent or kept: every line with a field of its own, and the one that is still empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The ids, one for each text.
    pub line: Vec<Uuid>,
    /// The texts.
    pub text: Vec<String>,
    /// The revision that the form began on; 0 where there was none.
    pub number: u32,
    /// The button that was pressed.
    #[serde(skip_serializing)]
    pub act: String,
}

/// What a button of the form does after the texts were saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Nothing more.
    Keep,
    /// This line changes places with the one before it.
    Up(Uuid),
    /// This line changes places with the one after it.
    Down(Uuid),
    /// This line goes.
    Drop(Uuid),
    /// What was dropped last comes back.
    Undo,
}

/// Why a sheet cannot be saved as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// This line is longer than a line can be.
    LongLine(Uuid),
    /// There are more lines than a sheet holds.
    ManyLines,
    /// The lines together are longer than a sheet can be.
    LongSheet,
}

impl Typed {
    /// The lines with their texts, as they would be kept.
    pub fn lines(&self) -> impl Iterator<Item = (Uuid, String)> {
        let texts = self.text.iter().map(|text| typed::words(text.trim_start()));
        self.line.iter().copied().zip(texts)
    }

    /// What was typed for this line.
    #[must_use]
    pub fn of(&self, id: Uuid) -> Option<String> {
        self.lines().find(|(line, _)| *line == id).map(|(_, text)| text)
    }

    /// The button that was pressed; what is no button of ours only saves.
    #[must_use]
    pub fn act(&self) -> Act {
        let line = |id: &str| Uuid::parse_str(id).ok();
        match self.act.split_once('-') {
            Some(("up", id)) => line(id).map_or(Act::Keep, Act::Up),
            Some(("down", id)) => line(id).map_or(Act::Keep, Act::Down),
            Some(("drop", id)) => line(id).map_or(Act::Keep, Act::Drop),
            _ if self.act == "undo" => Act::Undo,
            _ => Act::Keep,
        }
    }
}

impl Sheet {
    /// The most lines of a sheet.
    pub const MOST: usize = 60;
    /// The longest line, in UTF-16 units as browsers count.
    pub const LONGEST: usize = 2_000;
    /// The longest sheet, likewise: whatever the script, its form stays within the largest we take.
    pub const ALTOGETHER: usize = 20_000;

    /// The line with this id.
    #[must_use]
    pub fn line(&self, id: Uuid) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// Lines that stand differently here than in a form that began on an earlier revision: nobody can know which of
    /// the two is meant.
    #[must_use]
    pub fn clashes(&self, typed: &Typed) -> Vec<Uuid> {
        typed
            .lines()
            .filter(|(id, text)| self.line(*id).is_some_and(|line| line.text != *text))
            .map(|(id, _)| id)
            .collect()
    }

    /// The sheet after this form: changed and new texts, then the button. A line without words is a dropped one. A
    /// line that the form does not name stays; one that was shared stays as it is.
    #[must_use]
    pub fn after(&self, typed: &Typed) -> Self {
        let mut next = Self::default();
        for (at, line) in self.lines.iter().enumerate() {
            match typed.of(line.id).filter(|_| !line.released) {
                Some(text) if text.is_empty() => next.dropped.push(Dropped { at, line: line.clone() }),
                Some(text) => next.lines.push(Line { text, ..line.clone() }),
                None => next.lines.push(line.clone()),
            }
        }
        for (id, text) in typed.lines() {
            // the same form once more, or one from before: what was dropped stays dropped
            let gone = |dropped: &Dropped| dropped.line.id == id && dropped.line.text == text;
            let known = next.line(id).is_some() || self.line(id).is_some();
            if !text.is_empty() && !known && !self.dropped.iter().any(gone) {
                next.lines.push(Line { id, text, released: false });
            }
        }
        next.press(typed.act(), &self.dropped);
        if next.lines == self.lines {
            next.dropped.clone_from(&self.dropped);
        }
        next
    }

    fn press(&mut self, act: Act, before: &[Dropped]) {
        let place = |lines: &[Line], id| lines.iter().position(|line| line.id == id);
        match act {
            Act::Keep => {}
            Act::Up(id) => {
                if let Some(at) = place(&self.lines, id).filter(|at| *at > 0) {
                    self.lines.swap(at - 1, at);
                }
            }
            Act::Down(id) => {
                if let Some(at) = place(&self.lines, id).filter(|at| at + 1 < self.lines.len()) {
                    self.lines.swap(at, at + 1);
                }
            }
            Act::Drop(id) => {
                if let Some(at) = place(&self.lines, id) {
                    let line = self.lines.remove(at);
                    self.dropped.push(Dropped { at, line });
                }
            }
            Act::Undo => {
                for Dropped { at, line } in before {
                    if self.line(line.id).is_none() {
                        self.lines.insert((*at).min(self.lines.len()), line.clone());
                    }
                }
            }
        }
    }

    /// Whether it fits; the first thing that does not.
    ///
    /// # Errors
    /// What needs another look.
    pub fn fits(&self) -> Result<(), Trouble> {
        if let Some(line) = self.lines.iter().find(|line| typed::length(&line.text) > Self::LONGEST) {
            return Err(Trouble::LongLine(line.id));
        }
        if self.lines.len() > Self::MOST {
            return Err(Trouble::ManyLines);
        }
        let whole: usize = self.lines.iter().map(|line| typed::length(&line.text)).sum();
        if whole > Self::ALTOGETHER { Err(Trouble::LongSheet) } else { Ok(()) }
    }

    /// This sheet with the lines of another one after its own; a line that is in both is there once.
    #[must_use]
    pub fn with_lines_of(&self, other: &Self) -> Self {
        let new = other.lines.iter().filter(|line| self.line(line.id).is_none()).cloned();
        Self { lines: self.lines.iter().cloned().chain(new).collect(), dropped: Vec::new() }
    }

    /// This sheet with that line marked as shared. None when there is no such line, or it was shared already.
    #[must_use]
    pub fn releasing(&self, id: Uuid) -> Option<Self> {
        let mut next = Self { lines: self.lines.clone(), dropped: Vec::new() };
        let line = next.lines.iter_mut().find(|line| line.id == id && !line.released)?;
        line.released = true;
        Some(next)
    }
}
