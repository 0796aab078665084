//! The state machine as a page that people can read: `docs/talk-states.md`, made from the machine and compared with it.
//!
//! Every state within reach, of all seven pairs of roles, is put under its place in the talk. Two states in the same
//! place must answer alike, or the page would not be true: that is checked while it is collected.

mod page;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use time::{Duration, OffsetDateTime};

use self::words::Spot;
use super::reach::{NOW, about_feelings, on_a_break, within_reach};
use super::tries::{all_roles, everything};
use super::*;

/// When a break is to end that somebody calls, and to when it is made longer.
const UNTIL: Duration = Duration::hours(2);

/// Somebody, somewhere in the talk: a column of a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Variant {
    side: String,
    second_turn: Option<bool>,
    both_caused: bool,
    /// Hurt, caused, both: an index into these.
    role: usize,
}

/// What every act leads to, in the order of [`events`].
type Cells = Vec<String>;
type Table = BTreeMap<Spot, BTreeMap<Variant, Cells>>;

fn events() -> Vec<Event> {
    let mut all = everything(NOW + UNTIL);
    // the time of the next sitting moves nothing, and the page says so once
    all.retain(|event| !matches!(event, Event::SuggestTime | Event::AgreeToTime | Event::LeaveTime));
    all
}

fn collect() -> Table {
    let mut table = Table::new();
    for roles in all_roles() {
        for talk in within_reach(roles) {
            let held = Seat::ALL.map(|by| on_a_break(&talk, roles, by));
            // a sitting about feelings only changes nothing before the last step
            let feelings = Some(&talk).filter(|talk| matches!(talk.stage, Stage::Planning { .. }));
            let feelings = feelings.and_then(|talk| about_feelings(talk, roles));
            let lifted =
                Seat::ALL.map(|who| feelings.as_ref()?.next(roles, who, Event::NotOnlyFeelings, NOW).ok());
            let held = held.into_iter().chain(lifted).flatten().chain(feelings.clone());
            for talk in held.chain([talk]) {
                for who in Seat::ALL {
                    add(&mut table, &talk, roles, who, NOW);
                }
            }
        }
    }
    table
}

fn add(table: &mut Table, talk: &Talk, roles: Roles, who: Seat, now: OffsetDateTime) {
    let spot = words::spot(talk, now);
    // What holds a talk does so alike wherever it stands and whoever they are.
    let running = words::spot_of(&talk.stage) == spot;
    let role = match roles.of(who) {
        Role::Hurt => 0,
        Role::Caused => 1,
        Role::Both => 2,
    };
    let variant = Variant {
        side: words::side(talk, roles, who, now),
        second_turn: words::turn(&talk.stage).filter(|_| running).map(|turn| turn == Order::Second),
        both_caused: running && roles.both_caused(),
        role: if running { role } else { 0 },
    };
    let cells: Cells = events().into_iter().map(|event| cell(talk, roles, who, event, now)).collect();
    let columns = table.entry(spot).or_default();
    let already = columns.entry(variant.clone()).or_insert_with(|| cells.clone());
    for ((event, cell), other) in events().into_iter().zip(&cells).zip(already) {
        assert!(cell == other, "not true of both: {event:?}, {cell}, {other}, {variant:?} in {talk:?}");
    }
}

/// What follows when `who` does this, in words.
fn cell(talk: &Talk, roles: Roles, who: Seat, event: Event, now: OffsetDateTime) -> String {
    let next = match talk.next(roles, who, event, now) {
        Err(refusal) => return words::refused(refusal).to_owned(),
        Ok(next) => next,
    };
    let seen = next.changed_for(talk, roles, who.other(), now);
    let noted = if seen { "noted; the other sees it" } else { "noted; the other does not see it" };
    match event {
        Event::Break { .. } => "a break, until the time they chose".to_owned(),
        Event::ExtendBreak { .. } => "the break is longer, for both".to_owned(),
        Event::StopForNow => "→ **Stopped for now**".to_owned(),
        Event::LeaveForTherapist if talk.rest.is_none() => {
            "→ **Stopped for now**, until a sitting with a therapist".to_owned()
        }
        Event::Suggest(How::Apart) => "they sit apart at once".to_owned(),
        Event::Suggest(_) | Event::OnlyFeelings(_) => "they do so when the other suggests it too".to_owned(),
        Event::NotOnlyFeelings if next.feelings.is_some() => noted.to_owned(),
        Event::NotOnlyFeelings => "the sitting is open to solutions again".to_owned(),
        Event::Resume if next.rest.is_some() => noted.to_owned(),
        Event::GoOnToday if next.tomorrow.is_some() => noted.to_owned(),
        Event::Resume => "the talk goes on from where it was".to_owned(),
        Event::GoOnToday => "the step opens today".to_owned(),
        _ => moved(talk, &next, event, seen, noted),
    }
}

fn moved(before: &Talk, after: &Talk, event: Event, seen: bool, noted: &str) -> String {
    let (from, to) = (words::spot_of(&before.stage), words::spot_of(&after.stage));
    let (turn, next_turn) = (words::turn(&before.stage), words::turn(&after.stage));
    let second = next_turn == Some(Order::Second) && (turn != next_turn || from.chapter != to.chapter);
    if from == to && !second {
        return match event {
            Event::ShareIdea => "one idea more; the other sees it".to_owned(),
            Event::ProposeOpening | Event::ProposeTime => "other words, for the other to answer".to_owned(),
            Event::AnswerApology(_) => "the answer stands where “later” stood".to_owned(),
            _ => noted.to_owned(),
        };
    }
    let turn = if second { ", second turn" } else { "" };
    let hidden = if seen { "" } else { " (the other does not see it)" };
    let step = after.stage.step();
    let pace = if step != before.stage.step() && step.is_some_and(Step::is_heavy) {
        "; it opens tomorrow if one of the steps 4 to 7 was opened today"
    } else {
        ""
    };
    format!("→ **{}**{turn}{hidden}{pace}", to.title)
}

#[test]
fn every_stage_and_everything_that_holds_a_talk_has_its_place_on_the_page() {
    let chapters: BTreeSet<_> = collect().into_keys().map(|spot| spot.chapter).collect();
    assert_eq!(chapters, (0..words::CHAPTERS.len()).collect());
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "whether to write the page is said to the test, not to the program"
)]
fn the_page_of_states_says_what_the_machine_does() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/talk-states.md");
    let made = page::render(&collect());
    if std::env::var("UPDATE_DOCS").is_ok() {
        std::fs::write(path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == made,
        "docs/talk-states.md is old: UPDATE_DOCS=1 cargo test --lib conversations::table writes it"
    );
}
