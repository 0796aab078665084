//! The same numbers as a table, newest week first.

use std::borrow::Borrow;

use super::weeks::{self, Week};
use crate::{checkins::Pillar, couples::Seat};

/// One week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// "10 November 2026".
    pub week: String,
    /// For each question both answers, in the order of the seats; none where there is nothing to see.
    pub cells: [[Option<u8>; 2]; 3],
}

impl Row {
    /// What one of the two answered, from the cells of one question.
    #[must_use]
    pub fn of(&self, cells: &[Option<u8>; 2], who: impl Borrow<Seat>) -> Option<u8> {
        let [one, two] = *cells;
        match who.borrow() {
            Seat::One => one,
            Seat::Two => two,
        }
    }
}

pub(super) fn rows(shown: &[Week]) -> Vec<Row> {
    let cells = |week: &Week| Pillar::ALL.map(|pillar| Seat::ALL.map(|who| week.score(who, pillar)));
    shown.iter().rev().map(|week| Row { week: weeks::long(week.day), cells: cells(week) }).collect()
}
