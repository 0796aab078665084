//! Promises by week: what each of the two said of each promise, as a column of marks.
//!
//! What must stay true: what one said stands on one's own line and is not added to the other's; there is no percentage
//! and no sum over weeks. Kept is full, partly is half, not this week is hollow: no colour is needed. A week in which
//! nothing was said is an empty place.

use std::borrow::Borrow;

use super::{
    Names,
    chart::{Across, Label, Space, Tenths, dates, label},
    weeks::{self, Week},
};
use crate::{couples::Seat, plans::Kept};

/// More weeks than this do not fit beside each other; the table has them all.
const MOST: usize = 26;
/// From the top of a line to the middle of its highest marks, below the name.
const BELOW_NAME: i32 = 420;
/// Between the middles of two marks of one column.
const PITCH: i32 = 190;
/// From the middle of the lowest mark to the ground.
const ABOVE_GROUND: i32 = 130;
/// From the ground to the next line, and to the dates.
const BETWEEN: i32 = 180;
const TO_DATES: i32 = 310;

/// What one of the two said, week by week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Who.
    pub who: Seat,
    /// The name, at the left above the marks.
    pub name: Label,
    /// The line that the columns stand on, as the `d` of a path.
    pub ground: String,
    /// The edge of every mark, as the `d` of a path.
    pub edges: String,
    /// What is filled of them, as the `d` of a path.
    pub fills: String,
}

/// A week in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRow {
    /// "10 November 2026".
    pub week: String,
    /// "2 kept, 1 partly", in the order of the seats; none where nothing was said or shared.
    pub cells: [Option<String>; 2],
}

impl KeptRow {
    /// What one of the two said.
    #[must_use]
    pub fn of(&self, who: impl Borrow<Seat>) -> Option<&str> {
        let [one, two] = &self.cells;
        match who.borrow() {
            Seat::One => one.as_deref(),
            Seat::Two => two.as_deref(),
        }
    }
}

/// The picture and the table below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promises {
    /// The height of the picture; it is 640 wide.
    pub height: Tenths,
    /// It in words.
    pub story: String,
    /// Who said something, in the order of the seats.
    pub bands: Vec<Band>,
    /// The dates below; their middle is at `x`.
    pub dates: Vec<Label>,
    /// How many weeks are drawn, if there are more of them in the table.
    pub only: Option<usize>,
    /// Newest week first.
    pub rows: Vec<KeptRow>,
}

impl Promises {
    /// None when nobody said anything in these weeks.
    pub(super) fn draw(weeks: &[Week], names: Names<'_>) -> Option<Self> {
        let of = |who: Seat, weeks: &[Week]| weeks.iter().any(|week| !week.kept(who).is_empty());
        let people: Vec<(Seat, &str)> = Seat::ALL
            .into_iter()
            .zip(names)
            .filter_map(|(who, name)| Some((who, name?)))
            .filter(|(who, _)| of(*who, weeks))
            .collect();
        if people.is_empty() {
            return None;
        }
        let shown = weeks.get(weeks.len().saturating_sub(MOST)..).unwrap_or_default();
        let across = Across::new(Space::WHOLE, shown.len());
        let (mut top, mut bands) = (0, Vec::new());
        for (who, name) in &people {
            let (band, ground) = draw_one(shown, *who, name, &across, top);
            bands.push(band);
            top = ground + BETWEEN;
        }
        let ground = top - BETWEEN;
        Some(Self {
            height: Tenths(ground + TO_DATES + 90),
            story: tell(shown, &people),
            bands,
            dates: dates(shown, &across, ground + TO_DATES),
            only: (shown.len() < weeks.len()).then_some(shown.len()),
            rows: weeks.iter().rev().map(row).collect(),
        })
    }
}

fn draw_one(shown: &[Week], who: Seat, name: &str, across: &Across, top: i32) -> (Band, i32) {
    let most = shown.iter().map(|week| week.kept(who).len()).max().unwrap_or_default().max(1);
    let stack = PITCH * i32::try_from(most - 1).unwrap_or_default();
    let lowest = top + BELOW_NAME + stack;
    let ground = lowest + ABOVE_GROUND;
    let (mut edges, mut fills) = (String::new(), String::new());
    for (at, week) in shown.iter().enumerate() {
        for (kept, up) in week.kept(who).iter().zip(0..) {
            mark(who, *kept, across.x(at), lowest - PITCH * up, &mut edges, &mut fills);
        }
    }
    let Space { left, width, .. } = Space::WHOLE;
    let ground_line = format!("M{} {}H{}", Tenths(left - 160), Tenths(ground), Tenths(left + width + 160));
    let name = label(left - 160, top + 170, name.to_owned());
    (Band { who, name, ground: ground_line, edges, fills }, ground)
}

/// Round for the first, square for the second, as everywhere.
fn mark(who: Seat, kept: Kept, x: i32, y: i32, edges: &mut String, fills: &mut String) {
    let (x_left, y_top) = (Tenths(x - 65), Tenths(y - 65));
    let (x, y) = (Tenths(x), Tenths(y));
    let (all, half) = match who {
        Seat::One => (
            format!("M{x_left} {y}a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0z"),
            format!("M{x} {y_top}a6.5 6.5 0 0 0 0 13z"),
        ),
        Seat::Two => (format!("M{x_left} {y_top}h13v13h-13z"), format!("M{x_left} {y_top}h6.5v13h-6.5z")),
    };
    edges.push_str(&all);
    match kept {
        Kept::Kept => fills.push_str(&all),
        Kept::Partly => fills.push_str(&half),
        Kept::NotThisWeek => {}
    }
}

fn row(week: &Week) -> KeptRow {
    KeptRow { week: weeks::long(week.day), cells: Seat::ALL.map(|who| said(week.kept(who))) }
}

/// "2 kept, 1 partly, 1 not this week".
fn said(kept: &[Kept]) -> Option<String> {
    let part = |one: Kept| match kept.iter().filter(|kept| **kept == one).count() {
        0 => None,
        number => Some(format!("{number} {}", one.label().to_lowercase())),
    };
    let parts: Vec<String> = Kept::ALL.into_iter().filter_map(part).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The newest week in which each said something: the rest is in the table.
fn tell(shown: &[Week], people: &[(Seat, &str)]) -> String {
    let one = |(who, name): &(Seat, &str)| {
        let (week, said) = shown.iter().rev().find_map(|week| Some((week, said(week.kept(*who))?)))?;
        Some(format!("{name} said of the week of {}: {said}.", weeks::long(week.day)))
    };
    let told: Vec<String> = people.iter().filter_map(one).collect();
    format!("A column of marks for each week. {}", told.join(" ")).trim_end().to_owned()
}
