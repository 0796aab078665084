//! The geometry of one chart, 640 by 302 units, as texts for the attributes of an SVG.
//!
//! What must stay true: whole tenths, rounded once. A line goes from week to next week and no further; a week alone is
//! a point. Where weeks are too close for a point each, every few weeks have one, so that the shape still tells the two
//! apart; a week alone always has its point.

use std::fmt;

use super::{
    Names, story,
    weeks::{self, Week},
};
use crate::{
    checkins::{Pillar, Score},
    couples::Seat,
};

/// Where in a picture the weeks and the numbers are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Space {
    pub(super) left: i32,
    pub(super) width: i32,
    pub(super) bottom: i32,
    pub(super) height: i32,
}

impl Space {
    /// A whole chart, 640 by 302.
    pub(super) const WHOLE: Self = Self { left: 560, width: 4760, bottom: 2620, height: 2320 };

    pub(super) fn up(self, score: u8) -> i32 {
        self.bottom - self.height * i32::from(score) / i32::from(Score::MOST)
    }
}

const BOTTOM: i32 = Space::WHOLE.bottom;
/// From a point to the baseline of its name.
const DROP: i32 = 50;
/// Between the baselines of two names.
const APART: i32 = 280;
/// The baseline of the dates.
const DATE_LINE: i32 = 2930;
/// Between two points of a line.
const POINTS: i32 = 120;
/// Between two dates below, and between two groups of numbers above.
const DATES: i32 = 900;
const NUMBERS: i32 = 300;

/// From this many weeks on, lines are thin.
const DENSE: usize = 100;

/// A length in tenths of a unit, written with one digit after the point where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(pub i32);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, size) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        match (size / 10, size % 10) {
            (whole, 0) => write!(f, "{sign}{whole}"),
            (whole, part) => write!(f, "{sign}{whole}.{part}"),
        }
    }
}

/// A text at a place; `y` is its baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// From the left.
    pub x: Tenths,
    /// From the top.
    pub y: Tenths,
    /// What it says.
    pub text: String,
}

/// The line of one of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Whose: its class gives the line its dashes and the points their shape.
    pub who: Seat,
    /// The lines, as the `d` of a path; empty when no two weeks follow each other.
    pub line: String,
    /// The points, as the `d` of a path of short strokes.
    pub points: String,
    /// The name and, when the newest week has an answer, the number, at the right.
    pub name: Label,
}

impl Series {
    /// Whether its points are hollow: then the points are drawn once more, smaller, in the colour of the paper.
    #[must_use]
    pub fn is_hollow(&self) -> bool {
        self.who == Seat::Two
    }
}

/// One question over the weeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Which question.
    pub pillar: Pillar,
    /// It in words.
    pub story: String,
    /// The lines of 0, 5 and 10, as the `d` of a path.
    pub grid: &'static str,
    /// The numbers at the left; their texts end at `x`.
    pub scale: [Label; 3],
    /// The dates below; their middle is at `x`.
    pub dates: Vec<Label>,
    /// The dotted lines, as the `d` of a path; empty without marks.
    pub marks: String,
    /// The numbers above them; their middle is at `x`.
    pub numbers: Vec<Label>,
    /// Who has an answer in these weeks, the hollow one first: the other is drawn over it.
    pub series: Vec<Series>,
    /// Whether there are so many weeks that lines must be thin to be told apart.
    pub dense: bool,
}

impl Chart {
    /// Draws these weeks; `marks` are the places of the marked ones, in order.
    pub(super) fn draw(pillar: Pillar, shown: &[Week], names: Names<'_>, marks: &[usize]) -> Self {
        let across = Across::new(Space::WHOLE, shown.len());
        let mut used: Vec<i32> = marks.iter().map(|at| across.x(*at)).collect();
        used.dedup();
        let mut series: Vec<Series> = Seat::ALL
            .into_iter()
            .zip(short_names(names))
            .rev()
            .filter_map(|(who, name)| draw_one(pillar, shown, who, &name?, &across))
            .collect();
        if let [above, below] = series.as_mut_slice() {
            spread(&mut above.name.y, &mut below.name.y);
        }
        let scale = |number: u8| label(320, Space::WHOLE.up(number) + DROP, number.to_string());
        Self {
            pillar,
            story: story::tell(pillar, shown, names),
            grid: "M40 262H548M40 146H548M40 30H548",
            scale: [scale(0), scale(5), scale(10)],
            dates: dates(shown, &across, DATE_LINE),
            marks: used.iter().map(|x| format!("M{} 22V262", Tenths(*x))).collect::<Vec<_>>().concat(),
            numbers: numbers(marks, &across),
            series,
            dense: shown.len() > DENSE,
        }
    }
}

/// Where weeks are from left to right.
pub(super) struct Across {
    space: Space,
    gaps: i32,
}

impl Across {
    pub(super) fn new(space: Space, weeks: usize) -> Self {
        Self { space, gaps: i32::try_from(weeks.saturating_sub(1)).unwrap_or(i32::MAX) }
    }

    /// A single week stands at the right, where the newest always is.
    pub(super) fn x(&self, at: usize) -> i32 {
        let Space { left, width, .. } = self.space;
        let (at, gaps) = (i64::try_from(at).unwrap_or(i64::MAX), i64::from(self.gaps));
        if gaps == 0 {
            return left + width;
        }
        let along = at.saturating_mul(i64::from(width)).saturating_add(gaps / 2) / gaps;
        left + i32::try_from(along).unwrap_or(width)
    }

    /// How many weeks there are at least in a length.
    fn weeks_in(&self, length: i32) -> usize {
        let (weeks, width) = (i64::from(length) * i64::from(self.gaps), i64::from(self.space.width));
        usize::try_from((weeks + width - 1) / width).unwrap_or(usize::MAX).max(1)
    }
}

/// The line and the points of one of the two, and their latest number.
pub(super) struct Drawn {
    pub(super) line: String,
    pub(super) points: String,
    pub(super) last: u8,
    /// Whether that is of the newest week.
    pub(super) is_now: bool,
}

pub(super) fn label(x: i32, y: i32, text: String) -> Label {
    Label { x: Tenths(x), y: Tenths(y), text }
}

/// None without an answer in these weeks.
pub(super) fn line(pillar: Pillar, shown: &[Week], who: Seat, across: &Across) -> Option<Drawn> {
    let score = |at: usize| shown.get(at).and_then(|week| week.score(who, pillar));
    let every = across.weeks_in(POINTS);
    let newest = shown.len().checked_sub(1)?;
    let (mut line, mut points, mut last) = (String::new(), String::new(), None);
    for at in 0..shown.len() {
        let Some(number) = score(at) else { continue };
        let place = format!("{} {}", Tenths(across.x(at)), Tenths(across.space.up(number)));
        let before = at.checked_sub(1).and_then(score).is_some();
        let after = score(at + 1).is_some();
        match (before, after) {
            (true, _) => line.extend(["L", &place]),
            (false, true) => line.extend(["M", &place]),
            (false, false) => {}
        }
        // counted from the newest, so that the newest always has one
        if (newest - at).is_multiple_of(every) || !(before || after) {
            points.extend(["M", &place, "h.01"]);
        }
        last = Some(number);
    }
    Some(Drawn { line, points, last: last?, is_now: score(newest).is_some() })
}

fn draw_one(pillar: Pillar, shown: &[Week], who: Seat, name: &str, across: &Across) -> Option<Series> {
    let Drawn { line, points, last, is_now } = line(pillar, shown, who, across)?;
    let text = if is_now { format!("{name} {last}") } else { name.to_owned() };
    Some(Series { who, line, points, name: label(5520, Space::WHOLE.up(last) + DROP, text) })
}

/// Two names at the right keep apart, as near to their points as that allows; of two equal ones the first is above.
fn spread(first: &mut Tenths, second: &mut Tenths) {
    let (above, below) = if first <= second { (first, second) } else { (second, first) };
    let short = APART - (below.0 - above.0);
    if short > 0 {
        let top = (above.0 - short / 2).clamp(Space::WHOLE.up(Score::MOST) - DROP, BOTTOM + DROP - APART);
        (above.0, below.0) = (top, top + APART);
    }
}

/// The names as they fit at the right. Two that would look the same are told by their lines.
fn short_names(names: Names<'_>) -> [Option<String>; 2] {
    let [one, two] = names.map(|name| {
        let name = name?;
        if name.chars().count() <= 7 {
            return Some(name.to_owned());
        }
        Some(format!("{}…", name.chars().take(6).collect::<String>().trim_end()))
    });
    if one.is_some() && one == two {
        return [Some("Solid".to_owned()), Some("Dashed".to_owned())];
    }
    [one, two]
}

/// The dates below a picture, with their baseline at `y`.
pub(super) fn dates(shown: &[Week], across: &Across, y: i32) -> Vec<Label> {
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else { return Vec::new() };
    // over a year a day says little, and the same day would come twice
    let far = (last.day - first.day).whole_days() > 350;
    let newest = shown.len() - 1;
    let near = across.weeks_in(DATES);
    let step = near.max(newest.div_ceil(4)).max(1);
    let in_between = (0..newest).step_by(step).filter(|at| *at == 0 || newest - at >= near);
    let date = |at: usize| {
        let day = shown.get(at)?.day;
        let text = if far { weeks::month_and_year(day) } else { weeks::short(day) };
        Some(label(across.x(at), y, text))
    };
    in_between.chain([newest]).filter_map(date).collect()
}

/// Numbers that would run into each other stand together, as "3–5".
fn numbers(marks: &[usize], across: &Across) -> Vec<Label> {
    let mut groups: Vec<(i32, i32, usize, usize)> = Vec::new();
    for (at, number) in marks.iter().zip(1..) {
        let x = across.x(*at);
        match groups.last_mut() {
            Some((_, right, _, last)) if x - *right < NUMBERS => (*right, *last) = (x, number),
            _ => groups.push((x, x, number, number)),
        }
    }
    let text = |first: usize, last: usize| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    groups
        .into_iter()
        .map(|(left, right, first, last)| label(i32::midpoint(left, right), 170, text(first, last)))
        .collect()
}
