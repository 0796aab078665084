//! The page itself, in Markdown.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::words::{self, CHAPTERS, DONE, LATER, Spot};
use super::{Cells, Table, Variant, events};

/// The chapters in which the talk is held or over, and hardly anything is accepted.
const HELD: std::ops::RangeInclusive<usize> = 13..=17;

const BEFORE: &str = "\
# The talk, state by state

What each of the two may do at every moment of the talk, and what follows. This page is made from the program itself,
from every state that acts of two people can lead to, with all seven ways in which the two can have caused hurt and been
hurt. A test compares it with the program, so it cannot be out of date. Do not edit it:
`UPDATE_DOCS=1 cargo test --lib conversations::table` writes it.

How to read it:

- Each table is one moment of the talk. A column is somebody in it: who they are, in which turn where it matters, and in
  brackets which part they had where it matters (was hurt, caused it, or both). A row is an act. Where there are many
  columns, the table is turned on its side.
- An arrow leads to the moment that follows. “Noted” means that the talk waits for more.
- “The other does not see it” is meant literally: nothing on the other’s page changes by it.
- An act that is not in a table is refused there, with words that give back what was typed: “later” if its moment is
  still to come, “done already” if it has passed.
- Roles decide what is asked and who goes first, never what one may do: exchange the two, and the tables stay the same.
- What stands beside the talk (a line of the preparation, “I remember it differently”, what explains, what it meant)
  moves nothing and is not listed here.
- From the first agreed time on, and not on a break, either may suggest a time for the next sitting, and the other agrees
  to it; either may take it off the table. It moves nothing, but a talk that was stopped for now goes on when both have
  agreed on a time. It is not listed here.
";

pub(super) fn render(table: &Table) -> String {
    let mut page = BEFORE.to_owned();
    let always = always(table);
    page.push_str(
        "\n## At any moment\n\nWhere the talk is neither held nor over, both may do this, alike:\n\n",
    );
    page.push_str("| act | what follows |\n|---|---|\n");
    for (at, event) in events().into_iter().enumerate() {
        if let Some(text) = always.get(&at).filter(|text| !is_plain(text)) {
            writeln!(page, "| {} | {text} |", words::act(event)).unwrap();
        }
    }
    for (number, (heading, says)) in CHAPTERS.iter().enumerate() {
        write!(page, "\n## {heading}\n\n{}\n", wrapped(says)).unwrap();
        for (spot, columns) in table.iter().filter(|(spot, _)| spot.chapter == number) {
            moment(&mut page, *spot, columns, &always);
        }
    }
    page
}

/// A refusal that says only that it comes later or is over.
fn is_plain(text: &str) -> bool {
    text == LATER || text == DONE
}

/// The acts that lead to the same wherever the talk goes on, by their number.
fn always(table: &Table) -> BTreeMap<usize, String> {
    let running = || table.iter().filter(|(spot, _)| !HELD.contains(&spot.chapter));
    let texts = |at: usize| -> BTreeSet<&String> {
        running().flat_map(|(_, columns)| columns.values().map(move |cells| &cells[at])).collect()
    };
    let one = |at| texts(at).into_iter().next().filter(|_| texts(at).len() == 1).cloned();
    (0..events().len()).filter_map(|at| Some((at, one(at)?))).collect()
}

fn moment(
    page: &mut String,
    spot: Spot,
    columns: &BTreeMap<Variant, Cells>,
    always: &BTreeMap<usize, String>,
) {
    let held = HELD.contains(&spot.chapter);
    let is_shown = |at: &usize| {
        let same = |text: &str| columns.values().all(|cells| cells[*at] == text);
        held || !(always.contains_key(at) || same(LATER) || same(DONE))
    };
    let rows: Vec<usize> = (0..events().len()).filter(is_shown).collect();
    // Columns that say the same are one.
    let mut groups: Vec<(Cells, Vec<&Variant>)> = Vec::new();
    for (variant, cells) in columns {
        let cells: Cells = rows.iter().map(|at| cells[*at].clone()).collect();
        match groups.iter_mut().find(|(same, _)| *same == cells) {
            Some((_, variants)) => variants.push(variant),
            None => groups.push((cells, vec![variant])),
        }
    }
    let all: Vec<&Variant> = columns.keys().collect();
    let headings: Vec<String> = groups.iter().map(|(_, variants)| heading(variants, &all)).collect();
    // And so are rows.
    let mut lines: Vec<(Vec<&str>, Vec<&String>)> = Vec::new();
    for (row, at) in rows.iter().enumerate() {
        let cells: Vec<&String> = groups.iter().map(|(cells, _)| &cells[row]).collect();
        let act = words::act(events()[*at]);
        match lines.iter_mut().find(|(_, same)| *same == cells) {
            Some((acts, _)) => acts.push(act),
            None => lines.push((vec![act], cells)),
        }
    }
    // The long list of what a held talk refuses is "everything else", at the end.
    lines.sort_by_key(|(acts, _)| acts.len() > 12);
    let mut sheet = vec![std::iter::once("act".to_owned()).chain(headings).collect::<Vec<_>>()];
    for (acts, cells) in lines {
        let acts = if acts.len() > 12 { "everything else".to_owned() } else { acts.join("; ") };
        sheet.push(std::iter::once(acts).chain(cells.into_iter().cloned()).collect());
    }
    write!(page, "\n### {}\n\n{}", spot.title, markdown(sheet)).unwrap();
}

/// A sheet with many columns is turned on its side, so that nobody has to scroll to the right.
fn markdown(mut sheet: Vec<Vec<String>>) -> String {
    if sheet[0].len() > 6 {
        sheet = (0..sheet[0].len()).map(|at| sheet.iter().map(|row| row[at].clone()).collect()).collect();
        sheet[0][0] = "who".to_owned();
    }
    let line = |row: &[String]| format!("| {} |\n", row.join(" | "));
    let rule = format!("|{}\n", "---|".repeat(sheet[0].len()));
    let rows: String = sheet[1..].iter().map(|row| line(row)).collect();
    format!("{}{rule}{rows}", line(&sheet[0]))
}

/// What a column is called: as little as tells it from the others, and the roles that there are in it.
fn heading(group: &[&Variant], all: &[&Variant]) -> String {
    let sides: BTreeSet<&str> = group.iter().map(|one| one.side.as_str()).collect();
    let of_these: Vec<&&Variant> = all.iter().filter(|one| sides.contains(one.side.as_str())).collect();
    let mut name = if sides.len() == all.iter().map(|one| &one.side).collect::<BTreeSet<_>>().len() {
        if sides.len() == 1 { sides.iter().copied().collect() } else { "either of the two".to_owned() }
    } else {
        sides.iter().copied().collect::<Vec<_>>().join(", or ")
    };
    let turns = |from: &[&Variant]| from.iter().map(|one| one.second_turn).collect::<BTreeSet<_>>();
    let everybody: Vec<&Variant> = of_these.iter().map(|one| **one).collect();
    if turns(group) != turns(&everybody) {
        let second = turns(group).contains(&Some(true));
        name.push_str(if second { ", second turn" } else { ", first turn" });
    }
    let same_turn: Vec<&Variant> =
        everybody.into_iter().filter(|one| turns(group).contains(&one.second_turn)).collect();
    let caused = |from: &[&Variant]| from.iter().map(|one| one.both_caused).collect::<BTreeSet<_>>();
    if caused(group) != caused(&same_turn) {
        name.push_str(if caused(group).contains(&true) { ", both caused it" } else { ", one caused it" });
    }
    let roles: BTreeSet<usize> = group.iter().map(|one| one.role).collect();
    let running = all.iter().map(|one| one.role).collect::<BTreeSet<_>>().len() > 1;
    if running && roles.len() < 3 {
        let roles: Vec<&str> =
            roles.into_iter().map(|role| ["was hurt", "caused it", "both"][role]).collect();
        write!(name, " ({})", roles.join(", or ")).unwrap();
    }
    name
}

/// Lines no longer than the others of the documents.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().unwrap();
        if last.chars().count() + 1 + word.chars().count() > 118 {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines.join("\n")
}
