//! How trust has felt: three small charts over the weeks, and the same numbers as a table.
//!
//! What must stay true: a week that was missed and one that was kept private are the same gap; nothing is bridged,
//! added up or compared. The two lines differ without colour: solid with round points, dashed with hollow squares. The
//! same weeks always make the same text, to the letter: all geometry is whole tenths.

mod chart;
#[cfg(test)]
mod golden;
mod kept;
mod pages;
mod past;
mod small;
mod story;
mod table;
#[cfg(test)]
mod tests;
mod weeks;

use time::Date;

pub use chart::{Chart, Label, Series, Tenths};
pub use kept::{Band, KeptRow, Promises};
pub use pages::routes;
pub use past::{Past, small};
pub use small::{Latest, Small, Stroke};
pub use table::Row;
pub use weeks::{Range, Week, weeks};

use super::Pillar;

/// The names of the two, in the order of their seats; none where there is nobody.
pub type Names<'a> = [Option<&'a str>; 2];

/// Something to remember on a date, in the viewer's words or shared with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub day: Date,
    /// What, in a few words.
    pub words: String,
    /// Who can see it or whose it is, in a sentence; empty where there is nothing to say.
    pub note: String,
}

impl Mark {
    /// Something that both know of.
    #[must_use]
    pub fn new(day: Date, words: impl Into<String>) -> Self {
        Self { day, words: words.into(), note: String::new() }
    }
}

/// A mark in the list beside the charts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The number on the chart.
    pub number: usize,
    /// "25 August 2026".
    pub day: String,
    /// What, in a few words.
    pub words: String,
    /// As [`Mark::note`].
    pub note: String,
}

/// The whole page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trends {
    /// "28 July 2026 to 10 November 2026"; none when there are no weeks.
    pub period: Option<String>,
    /// One for each question, in their order.
    pub charts: [Chart; 3],
    /// What the dotted lines are, oldest first.
    pub marks: Vec<Numbered>,
    /// Newest week first.
    pub rows: Vec<Row>,
    /// How each saw the promises, if either said anything about them.
    pub promises: Option<Promises>,
}

impl Trends {
    /// The pictures of the latest weeks of `range`. Marks on other days are left out.
    #[must_use]
    pub fn new(weeks: &[Week], names: Names<'_>, marks: &[Mark], range: Range) -> Self {
        let shown = range.of(weeks);
        let marks = weeks::marks(shown, marks, range.reaches_back(shown));
        let period = match shown {
            [] => None,
            [only] => Some(weeks::long(only.day)),
            [first, .., last] => Some(format!("{} to {}", weeks::long(first.day), weeks::long(last.day))),
        };
        let at: Vec<usize> = marks.iter().map(|(at, _)| *at).collect();
        let listed = marks.iter().zip(1..).map(|((_, mark), number)| Numbered {
            number,
            day: weeks::long(mark.day),
            words: mark.words.clone(),
            note: mark.note.clone(),
        });
        Self {
            period,
            charts: Pillar::ALL.map(|pillar| Chart::draw(pillar, shown, names, &at)),
            marks: listed.collect(),
            rows: table::rows(shown),
            promises: Promises::draw(shown, names),
        }
    }

    /// Whether there is no number to show at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.charts.iter().all(|chart| chart.series.is_empty())
    }

    /// Whether there is neither a number nor anything about a promise.
    #[must_use]
    pub fn has_nothing(&self) -> bool {
        self.is_empty() && self.promises.is_none()
    }
}
