//! The picture on Today: one question over the last eight weeks, 320 by 92 units, stretched to the width there is.
//!
//! What must stay true: one question, never a sum; the newest number stands beside a name only when it is of the newest
//! week. It has no texts of its own, because texts would be stretched with it: names and numbers are in the key.

use super::{
    Names,
    chart::{Across, Drawn, Space, line},
    weeks::{Range, Week},
};
use crate::{checkins::Pillar, couples::Seat};

const SPACE: Space = Space { left: 100, width: 3000, bottom: 840, height: 760 };

/// One of the two in the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latest {
    /// Which of the two.
    pub who: Seat,
    /// Their name.
    pub name: String,
    /// The number of the newest week.
    pub number: Option<u8>,
}

/// The line of one of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// Whose.
    pub who: Seat,
    /// As [`super::Series::line`].
    pub line: String,
    /// As [`super::Series::points`].
    pub points: String,
}

impl Stroke {
    /// As [`super::Series::is_hollow`].
    #[must_use]
    pub fn is_hollow(&self) -> bool {
        self.who == Seat::Two
    }
}

/// One question over the last eight weeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Small {
    /// Which question.
    pub pillar: Pillar,
    /// The same in words.
    pub label: String,
    /// The lines of 0, 5 and 10, as the `d` of a path.
    pub grid: &'static str,
    /// The lines, the hollow one first.
    pub strokes: Vec<Stroke>,
    /// Who has an answer in these weeks, in the order of the seats.
    pub key: Vec<Latest>,
}

impl Small {
    /// Draws the first question; none without an answer to it in these weeks.
    #[must_use]
    pub fn new(weeks: &[Week], names: Names<'_>) -> Option<Self> {
        let (pillar, shown) = (Pillar::Lean, Range::Eight.of(weeks));
        let across = Across::new(SPACE, shown.len());
        let (mut strokes, mut key, mut told) = (Vec::new(), Vec::new(), Vec::new());
        for (who, name) in Seat::ALL.into_iter().zip(names) {
            let (Some(name), Some(drawn)) = (name, line(pillar, shown, who, &across)) else { continue };
            let Drawn { line, points, last, is_now } = drawn;
            strokes.push(Stroke { who, line, points });
            key.push(Latest { who, name: name.to_owned(), number: is_now.then_some(last) });
            told.push(format!("{name}: {}.", numbers(pillar, shown, who)));
        }
        strokes.reverse();
        let span = if shown.len() == 1 { "The last week" } else { "The last weeks, oldest first" };
        let label = format!("{} {span}. {}", pillar.question(), told.join(" "));
        (!key.is_empty()).then_some(Self { pillar, label, grid: "M0 84H320M0 46H320M0 8H320", strokes, key })
    }
}

fn numbers(pillar: Pillar, shown: &[Week], who: Seat) -> String {
    let said =
        |week: &Week| week.score(who, pillar).map_or_else(|| "none".to_owned(), |score| score.to_string());
    shown.iter().map(said).collect::<Vec<_>>().join(", ")
}
