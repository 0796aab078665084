//! A chart in words, for those who do not see it: where each line began, where it is, and how many weeks are open.

use super::{
    Names,
    weeks::{self, Week},
};
use crate::{checkins::Pillar, couples::Seat};

const NUMBERS: [&str; 13] =
    ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];

/// It in a sentence or two for each of the two.
pub(super) fn tell(pillar: Pillar, shown: &[Week], names: Names<'_>) -> String {
    if shown.is_empty() {
        return "There is nothing to show yet.".to_owned();
    }
    let told: Vec<String> = Seat::ALL
        .into_iter()
        .zip(names)
        .filter_map(|(who, name)| Some(one(pillar, shown, who, name?)))
        .collect();
    told.join(" ")
}

fn one(pillar: Pillar, shown: &[Week], who: Seat, name: &str) -> String {
    let known: Vec<(usize, &Week, u8)> = shown
        .iter()
        .enumerate()
        .filter_map(|(at, week)| week.score(who, pillar).map(|score| (at, week, score)))
        .collect();
    let (Some((_, _, first)), Some((at, week, last))) = (known.first(), known.last()) else {
        return format!("There is no answer of {name}’s in these weeks.");
    };
    let is_now = at + 1 == shown.len();
    let mut told = match (known.len(), is_now) {
        (1, true) => format!("{name} is at {last}"),
        (1, false) => format!("{name} was at {last} in the week of {}", weeks::long(week.day)),
        (_, true) => format!("{name} began at {first} and is at {last}"),
        (_, false) => {
            format!("{name} began at {first} and was at {last} in the week of {}", weeks::long(week.day))
        }
    };
    if let (Some(low), Some(high)) = (known.iter().map(|k| k.2).min(), known.iter().map(|k| k.2).max())
        && known.len() > 2
        && low < high
    {
        told = format!("{told}, between {low} and {high}");
    }
    told.push('.');
    told + &still_open(shown.len() - known.len())
}

fn still_open(weeks: usize) -> String {
    match (weeks, NUMBERS.get(weeks)) {
        (0, _) => String::new(),
        (1, _) => " One week is open.".to_owned(),
        (_, Some(word)) => format!(" {word} weeks are open."),
        (_, None) => format!(" {weeks} weeks are open."),
    }
}
