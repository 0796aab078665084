//! One line of a check-in, to be sent on its own before anything else of it is given.

use super::{Answers, Field};
use crate::noticing::{Line, LineKind};

/// The line that an address names, with what it is for; none where nothing is written.
#[must_use]
pub fn line_of(answers: &Answers, which: &str) -> Option<Line> {
    let (field, kind) = match which {
        "helped" => (Field::Helped, LineKind::Helped),
        "thanks" => (Field::Thanks, LineKind::Thanks),
        _ => return None,
    };
    let line = Line::new(kind, answers.words(field)?, None);
    line.problem().is_none().then_some(line)
}
