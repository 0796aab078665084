//! Our cycle, drawn: six boxes in a ring, three of each of the two, as numbers and texts for the attributes of an SVG.
//!
//! What must stay true: the ring has no beginning, and both halves have the same size and place, mirrored. It is drawn only
//! when the parts of both are open to whoever looks. The picture may cut a long text short; the steps beside it never do.
//! A folded passage is in neither.

mod lines;
#[cfg(test)]
mod tests;

use lines::{within, wrap};

use super::{Fields, Practice};
use crate::{couples::Seat, folding};

/// The keys of the three fields that the picture shows.
pub const KEYS: [&str; 3] = ["feel", "do", "think"];

/// What one of the two wrote.
#[derive(Clone, Copy, Debug)]
pub struct Half<'a> {
    /// What they are called.
    pub name: &'a str,
    /// What they feel.
    pub feels: &'a str,
    /// What they do then.
    pub does: &'a str,
    /// What they think the other means by what the other does.
    pub thinks: &'a str,
}

/// A text whose middle is at `x`; `y` is its baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// From the left.
    pub x: u16,
    /// From the top.
    pub y: u16,
    /// What it says.
    pub text: String,
}

/// One box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Whose: its class gives the box its colour, its outline and its corners.
    pub who: Seat,
    /// From the left.
    pub x: u16,
    /// From the top.
    pub y: u16,
    /// How high it is; all have the same width.
    pub height: u16,
    /// How round its corners are.
    pub round: u8,
    /// Who does what.
    pub title: Line,
    /// What they wrote.
    pub words: Vec<Line>,
}

/// From one box to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// Whose; nobody's where it leads from one of the two to the other.
    pub who: Option<Seat>,
    /// The `d` of a path.
    pub path: String,
}

impl Arrow {
    /// The class that gives it its colour.
    #[must_use]
    pub const fn class(&self) -> &'static str {
        match self.who {
            Some(who) => who.class(),
            None => "over",
        }
    }
}

/// The same in words, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Whose.
    pub who: Seat,
    /// "Sam feels".
    pub title: String,
    /// What they wrote.
    pub words: String,
}

/// The picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// How high it is; it is [`WIDTH`] wide.
    pub height: u16,
    /// The boxes, in the order of the ring.
    pub places: Vec<Place>,
    /// What leads from one to the next.
    pub arrows: Vec<Arrow>,
    /// The same in words, in the order of the ring.
    pub steps: Vec<Step>,
    /// Whether a text in the picture was cut short.
    pub is_cut: bool,
}

/// How wide the picture is.
pub const WIDTH: u16 = 340;
/// How wide a box is.
pub const BOX: u16 = 148;
/// From an edge of the picture to a box.
const EDGE: u16 = 4;
/// Between two rows.
const GAP: u16 = 34;
/// From the top of a box to the baseline of its title, and to that of its first words.
const TITLE: u16 = 25;
const FIRST: u16 = 47;
/// Between two baselines, and from the last one to the bottom.
const LEADING: u16 = 20;
const FOOT: u16 = 15;

/// What of a title the name may take, in tenths of an ordinary letter.
const NAME: u32 = 80;

/// What stands where nothing was written.
const OPEN: &str = "(left open)";

impl Cycle {
    /// Whether this practice is one that is drawn: it has the three fields.
    #[must_use]
    pub fn draws(practice: &Practice) -> bool {
        KEYS.iter().all(|key| practice.field(key).is_some())
    }

    /// The parts of both, each with a name, if this practice is one that is drawn.
    #[must_use]
    pub fn of(practice: &Practice, one: (&str, &Fields), two: (&str, &Fields)) -> Option<Self> {
        Self::draws(practice).then(|| Self::draw(half(one), half(two)))
    }

    /// Draws the parts of both. The left column is the first one's, upwards; the right one the other's, downwards.
    #[must_use]
    pub fn draw(one: Half<'_>, two: Half<'_>) -> Self {
        let ring: Vec<Said> = [(Seat::One, one), (Seat::Two, two)].into_iter().flat_map(said).collect();
        let mut is_cut = false;
        let wrapped: Vec<Vec<String>> = ring
            .iter()
            .map(|said| {
                let (lines, cut) = wrap(&said.words);
                is_cut |= cut;
                lines
            })
            .collect();
        let tops = Rows::new(&wrapped);
        let places: Vec<Place> = ring
            .iter()
            .zip(&wrapped)
            .enumerate()
            .map(|(at, (said, words))| tops.place(at, said, words))
            .collect();
        Self {
            height: tops.bottom() + EDGE,
            arrows: tops.arrows(),
            places,
            steps: ring.into_iter().map(Said::step).collect(),
            is_cut,
        }
    }

    /// What the picture tells, for whoever does not see it.
    #[must_use]
    pub fn story(&self) -> String {
        let steps: Vec<String> =
            self.steps.iter().map(|step| format!("{}: {}", step.title, ended(&step.words))).collect();
        format!(
            "A loop of six steps, each leading to the next and the last to the first. {}",
            steps.join(" ")
        )
    }
}

fn half<'a>((name, fields): (&'a str, &'a Fields)) -> Half<'a> {
    let [feels, does, thinks] = KEYS.map(|key| fields.get(key).map_or("", String::as_str));
    Half { name, feels, does, thinks }
}

/// A sentence ends, whatever was typed.
fn ended(words: &str) -> String {
    let ends = words.ends_with(['.', '?', '!', '…', ')']);
    if ends { words.to_owned() } else { format!("{words}.") }
}

/// One step before it has a place.
struct Said {
    who: Seat,
    short: String,
    title: String,
    words: String,
}

impl Said {
    fn step(self) -> Step {
        Step { who: self.who, title: self.title, words: self.words }
    }
}

/// The three steps of one of the two, in the order of the ring.
fn said((who, half): (Seat, Half<'_>)) -> [Said; 3] {
    let name = within(half.name.trim(), NAME);
    [("thinks", half.thinks), ("feels", half.feels), ("does", half.does)].map(|(verb, words)| {
        let words = folding::without(words).split_whitespace().collect::<Vec<_>>().join(" ");
        Said {
            who,
            short: format!("{name} {verb}"),
            title: format!("{} {verb}", half.name.trim()),
            words: if words.is_empty() { OPEN.to_owned() } else { words },
        }
    })
}

/// How high a box with so many lines is.
fn tall(lines: usize) -> u16 {
    FIRST + LEADING * u16::try_from(lines.saturating_sub(1)).unwrap_or(0) + FOOT
}

/// Where the three rows are.
struct Rows([(u16, u16); 3]);

impl Rows {
    /// Two boxes beside each other are equally high.
    fn new(wrapped: &[Vec<String>]) -> Self {
        let lines = |at: usize| wrapped.get(at).map_or(1, Vec::len);
        let mut top = EDGE;
        Self([0, 1, 2].map(|row| {
            let most = lines(2 - row).max(lines(3 + row)).max(1);
            let height = tall(most);
            let here = (top, height);
            top += height + GAP;
            here
        }))
    }

    /// The top and the height of a row.
    fn row(&self, row: usize) -> (u16, u16) {
        self.0.get(row).copied().unwrap_or_default()
    }

    fn bottom(&self) -> u16 {
        let (top, height) = self.row(2);
        top + height
    }

    fn place(&self, at: usize, said: &Said, words: &[String]) -> Place {
        let (x, row, round) = match said.who {
            Seat::One => (EDGE, 2_usize.saturating_sub(at), 22),
            Seat::Two => (WIDTH - EDGE - BOX, at.saturating_sub(3), 5),
        };
        let (y, height) = self.row(row);
        let middle = x + BOX / 2;
        let line = |y, text: &str| Line { x: middle, y, text: text.to_owned() };
        // what is shorter than its neighbour stands in the middle of its box
        let from = y + height.saturating_sub(tall(words.len())) / 2;
        let baselines = (from + FIRST..).step_by(usize::from(LEADING));
        Place {
            who: said.who,
            x,
            y,
            height,
            round,
            title: line(from + TITLE, &said.short),
            words: baselines.zip(words).map(|(y, text)| line(y, text)).collect(),
        }
    }

    /// Up on the left, over at the top, down on the right, over at the bottom.
    fn arrows(&self) -> Vec<Arrow> {
        let (left, right) = (EDGE + BOX / 2, WIDTH - EDGE - BOX / 2);
        let below = |row| {
            let (top, height) = self.row(row);
            top + height
        };
        let beside = |row| {
            let (top, height) = self.row(row);
            top + height / 2
        };
        let up = |row| arrow_up(left, below(row), Seat::One);
        let down = |row| arrow_down(right, below(row), Seat::Two);
        vec![up(1), up(0), over(beside(0), true), down(0), down(1), over(beside(2), false)]
    }
}

/// From an arrow to a box.
const AIR: u16 = 4;
/// The half of its head.
const HEAD: u16 = 6;

fn arrow_up(x: u16, above: u16, who: Seat) -> Arrow {
    let (from, to) = (above + GAP - AIR, above + AIR);
    let path = format!("M{x} {from}V{to}m-{HEAD} {HEAD}l{HEAD} -{HEAD}l{HEAD} {HEAD}");
    Arrow { who: Some(who), path }
}

fn arrow_down(x: u16, above: u16, who: Seat) -> Arrow {
    let (from, to) = (above + AIR, above + GAP - AIR);
    let path = format!("M{x} {from}V{to}m-{HEAD} -{HEAD}l{HEAD} {HEAD}l{HEAD} -{HEAD}");
    Arrow { who: Some(who), path }
}

fn over(y: u16, to_the_right: bool) -> Arrow {
    let (left, right) = (EDGE + BOX + AIR, WIDTH - EDGE - BOX - AIR);
    let path = if to_the_right {
        format!("M{left} {y}H{right}m-{HEAD} -{HEAD}l{HEAD} {HEAD}l-{HEAD} {HEAD}")
    } else {
        format!("M{right} {y}H{left}m{HEAD} -{HEAD}l-{HEAD} {HEAD}l{HEAD} {HEAD}")
    };
    Arrow { who: None, path }
}
