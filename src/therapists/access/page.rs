//! The table as a page that people can read: `docs/therapist-access.md`, made from the machine and compared with it.

use std::fmt::Write as _;

use super::{
    Act, Ending, Side, Stage,
    tests::{NOW, stages},
};

fn act(act: Act) -> &'static str {
    match act {
        Act::Propose => "propose",
        Act::Agree => "agree",
        Act::Decline => "rather not",
        Act::Withdraw => "withdraw",
        Act::MakeLink => "make a link",
        Act::CancelLink => "cancel the link",
        Act::Accept => "accept",
        Act::Renew => "go on",
        Act::LeaveRenewal => "not go on after all",
        Act::End => "end it",
        Act::Part => "end the space",
    }
}

fn stage(before: Stage, after: Stage) -> String {
    match after {
        Stage::Nothing => "Nothing".to_owned(),
        Stage::Proposed => "Proposed".to_owned(),
        Stage::Agreed => "Agreed".to_owned(),
        Stage::LinkOut { .. } if matches!(before.at(NOW), Stage::LinkOut { .. }) => {
            "Link out (the earlier one no longer works)".to_owned()
        }
        Stage::LinkOut { .. } => "Link out".to_owned(),
        Stage::Open { renewal: Some(who), .. } => format!("Open, {} would go on", side(who)),
        Stage::Open { until, .. } if matches!(before, Stage::Open { until: was, .. } if was == until) => {
            "Open, as it was".to_owned()
        }
        Stage::Open { .. } => "Open, for 90 days".to_owned(),
        Stage::Ended(how) => format!("Ended ({})", ending(how)),
    }
}

fn ending(how: Ending) -> &'static str {
    match how {
        Ending::Declined => "declined",
        Ending::Withdrawn => "withdrawn",
        Ending::ByPartner => "by one of the two",
        Ending::ByTherapist => "by the therapist",
        Ending::RanOut => "its time ran out",
        Ending::Parted => "the space ended",
    }
}

fn side(who: Side) -> &'static str {
    match who {
        Side::Proposer => "the proposer",
        Side::Other => "the other",
        Side::Therapist => "the therapist",
        Side::Holder => "whoever holds the link",
    }
}

fn render() -> String {
    let mut page = String::from(
        "# A therapist's access: who may do what, and when\n\n\
         Made from `src/therapists/access/mod.rs` and compared with it by a test; the database repeats it in a trigger.\n\
         What is not in a cell is refused. A link works once and for 7 days; access lasts 90 days, and going on gives\n\
         90 more from the day both want it. A link or an access whose time is over has ended at that very moment,\n\
         whatever is stored.\n\n\
         | stage | the proposer | the other of the two | the therapist | whoever holds the link |\n\
         |---|---|---|---|---|\n",
    );
    for (name, from) in stages() {
        let cells: Vec<String> = Side::ALL
            .iter()
            .map(|who| {
                let may = Act::ALL.iter().filter_map(|does| {
                    let next = from.next(*who, *does, NOW).ok()?;
                    Some(format!("{} → {}", act(*does), stage(from, next)))
                });
                may.collect::<Vec<_>>().join("<br>")
            })
            .collect();
        let reads = if from.reads(NOW) { " (the therapist reads)" } else { "" };
        writeln!(page, "| **{name}**{reads} | {} |", cells.join(" | ")).unwrap();
    }
    page
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "whether to write the page is said to the test, not to the program"
)]
fn the_page_of_access_says_what_the_machine_does() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/therapist-access.md");
    let made = render();
    if std::env::var("UPDATE_DOCS").is_ok() {
        std::fs::write(path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == made,
        "docs/therapist-access.md is old: UPDATE_DOCS=1 cargo test --lib therapists::access writes it"
    );
}
