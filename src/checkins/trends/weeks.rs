//! From rounds and answers to weeks in a row: one for each round, also for those in which nobody wrote.

use time::{Date, OffsetDateTime};

use super::Mark;
use crate::{
    checkins::{Answers, Pillar, Round, Score},
    couples::Seat,
    plans::Kept,
};

/// How far back the charts go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Range {
    /// Eight weeks.
    Eight,
    /// Sixteen weeks.
    Sixteen,
    /// All there are.
    All,
}

impl Range {
    /// All of them, in the order in which a page offers them.
    pub const ALL: [Self; 3] = [Self::Eight, Self::Sixteen, Self::All];

    /// The word in an address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Eight => "8",
            Self::Sixteen => "16",
            Self::All => "all",
        }
    }

    /// The words of the link.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Eight => "8 weeks",
            Self::Sixteen => "16 weeks",
            Self::All => "All",
        }
    }

    /// Reads the word in an address.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|range| range.code() == code)
    }

    /// How many weeks it holds at most.
    #[must_use]
    pub const fn most(self) -> Option<usize> {
        match self {
            Self::Eight => Some(8),
            Self::Sixteen => Some(16),
            Self::All => None,
        }
    }

    pub(super) fn of(self, weeks: &[Week]) -> &[Week] {
        let most = self.most().unwrap_or(weeks.len());
        weeks.get(weeks.len().saturating_sub(most)..).unwrap_or_default()
    }

    /// Whether nothing was left out before the first of these weeks.
    pub(super) fn reaches_back(self, shown: &[Week]) -> bool {
        self.most().is_none_or(|most| shown.len() < most)
    }
}

/// What can be seen of one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// The day on which it opened.
    pub day: Date,
    scores: [[Option<Score>; 3]; 2],
    kept: [Vec<Kept>; 2],
}

impl Week {
    /// A week of which nothing can be seen.
    #[must_use]
    pub const fn gap(day: Date) -> Self {
        Self { day, scores: [[None; 3]; 2], kept: [Vec::new(), Vec::new()] }
    }

    /// With what one of the two answered. Whose answers they are is their author's seat now, which is not always the
    /// one they had when they wrote.
    #[must_use]
    pub fn with(mut self, who: Seat, answers: &Answers) -> Self {
        let [one, two] = &mut self.scores;
        let theirs = match who {
            Seat::One => one,
            Seat::Two => two,
        };
        *theirs = Pillar::ALL.map(|pillar| answers.score(pillar));
        self.with_kept(who, answers.commitments.iter().map(|seen| seen.kept))
    }

    /// With how one of the two saw the promises of that week. Which promise is which does not show.
    #[must_use]
    pub fn with_kept(mut self, who: Seat, said: impl IntoIterator<Item = Kept>) -> Self {
        let [one, two] = &mut self.kept;
        let mine = match who {
            Seat::One => one,
            Seat::Two => two,
        };
        *mine = said.into_iter().collect();
        mine.sort_by_key(|kept| Kept::ALL.iter().position(|one| one == kept));
        self
    }

    /// How one of the two saw the promises of that week: those kept, those kept partly, those not this week.
    pub(super) fn kept(&self, who: Seat) -> &[Kept] {
        let [one, two] = &self.kept;
        match who {
            Seat::One => one,
            Seat::Two => two,
        }
    }

    pub(super) fn score(&self, who: Seat, pillar: Pillar) -> Option<u8> {
        let [one, two] = self.scores;
        let [lean, matter, make] = match who {
            Seat::One => one,
            Seat::Two => two,
        };
        let score = match pillar {
            Pillar::Lean => lean,
            Pillar::Matter => matter,
            Pillar::Make => make,
        };
        score.map(Score::number)
    }

    fn is_gap(&self) -> bool {
        self.scores.iter().flatten().all(Option::is_none) && self.kept.iter().all(Vec::is_empty)
    }
}

/// A week for each round that has opened, oldest first, with what can be seen of the answers of each of the two. The one
/// that is still open is there once it has an answer: until then it is no gap.
#[must_use]
pub fn weeks<'a>(
    rounds: impl IntoIterator<Item = (Round, [Option<&'a Answers>; 2])>,
    now: OffsetDateTime,
) -> Vec<Week> {
    let week = |(round, seen): (Round, [Option<&Answers>; 2])| {
        let mut week = Week::gap(round.day);
        for (who, answers) in Seat::ALL.into_iter().zip(seen) {
            week = match answers {
                Some(answers) => week.with(who, answers),
                None => week,
            };
        }
        (round, week)
    };
    rounds
        .into_iter()
        .filter(|(round, _)| round.opens <= now)
        .map(week)
        .filter(|(round, week)| !round.is_open(now) || !week.is_gap())
        .map(|(_, week)| week)
        .collect()
}

/// The marks that lie in these weeks, oldest first, each with the place of its week. With `from_start`, one from before
/// the first week stands at the first.
pub(super) fn marks<'a>(weeks: &[Week], marks: &'a [Mark], from_start: bool) -> Vec<(usize, &'a Mark)> {
    let mut sorted: Vec<&Mark> = marks.iter().collect();
    sorted.sort_by_key(|mark| mark.day);
    let place = |mark: &Mark| match weeks.partition_point(|week| week.day <= mark.day) {
        0 => (from_start && !weeks.is_empty()).then_some(0),
        past => Some(past - 1),
    };
    sorted.into_iter().filter_map(|mark| Some((place(mark)?, mark))).collect()
}

/// "10 Nov".
pub(super) fn short(day: Date) -> String {
    format!("{} {}", day.day(), month(day))
}

/// "Nov 2026".
pub(super) fn month_and_year(day: Date) -> String {
    format!("{} {}", month(day), day.year())
}

/// "10 November 2026".
pub(super) fn long(day: Date) -> String {
    format!("{} {} {}", day.day(), day.month(), day.year())
}

fn month(day: Date) -> String {
    day.month().to_string().chars().take(3).collect()
}
