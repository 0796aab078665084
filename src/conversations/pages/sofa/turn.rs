//! Whose turn it is on the one phone, what stands between the two on its page, and the buttons.

use time::OffsetDateTime;

use super::super::{
    aloud,
    reading::earlier,
    together,
    ways::{self, Act},
};
use crate::{
    conversations::{Ask, Event, Opened, Order, Part, Piece, Seat, Step, prompts::Shown},
    entries::Text,
};

/// Buttons of one person.
pub(super) struct Form {
    pub(super) who: &'static str,
    pub(super) stamp: String,
    pub(super) acts: Vec<Act>,
}

/// What a button asks for.
pub(super) enum Asked {
    /// It was said.
    Said(aloud::Said),
    /// A way on without words.
    On(Event),
}

/// Reads a button of these pages; none for every other act of a talk.
pub(super) fn asked(act: &str, step: Option<Step>) -> Option<Asked> {
    if let Some(said) = aloud::Said::parse(act) {
        return Some(Asked::Said(said));
    }
    match act {
        "listened" | "heard" | "not-quite" | "pass" | "read-on" | "today" | "enough" | "lift" => {
            ways::event(act, step).map(Asked::On)
        }
        _ => None,
    }
}

/// Who has something to say, to hear or to answer now. Where both have, whoever speaks first in this talk.
pub(super) fn has_the_turn(talk: &Opened, now: OffsetDateTime) -> Option<Seat> {
    let first = talk.roles.speaker(Order::First);
    [first, first.other()].into_iter().find(|seat| {
        let ask = talk.asks_of(*seat, now);
        aloud::part(*seat, ask).is_some()
            || matches!(ask, Ask::Listen(_) | Ask::AnswerSayBack { .. } | Ask::ReadOn)
    })
}

/// Whether the words that may help belong on the page.
pub(super) fn names_feelings(ask: Ask) -> bool {
    matches!(ask, Ask::Write(Part::Feelings))
}

/// What both may read, and is what this page is about.
pub(super) fn between(talk: &Opened, reader: Seat, ask: Ask) -> Vec<(Seat, &Text<Piece>)> {
    let other = reader.other();
    let parts: Vec<(Seat, Part)> = match ask {
        Ask::Listen(part) => told(talk, other, part),
        Ask::SayBack { heard, write } => {
            let tried = earlier(write).map(|part| (reader, part));
            told(talk, other, heard).into_iter().chain(tried).collect()
        }
        Ask::AnswerSayBack { theirs } => vec![(other, theirs)],
        Ask::ReadOn => told(talk, other, Part::Deeper),
        Ask::AnswerApology => told(talk, other, Part::Apology),
        Ask::Write(Part::Apology) if !talk.roles.both_caused() => vec![(other, Part::Responsibility)],
        Ask::Plan { .. } => [reader, other].into_iter().flat_map(|by| ideas(talk, by)).collect(),
        _ => Vec::new(),
    };
    parts.into_iter().filter_map(|(by, part)| Some((by, talk.between(by, part)?))).collect()
}

/// The lines that were released in this part's step, and the part itself.
fn told(talk: &Opened, by: Seat, part: Part) -> Vec<(Seat, Part)> {
    let lines =
        all(talk, by).filter(|line| matches!(line, Part::Line { step, .. } if Some(*step) == part.step()));
    lines.chain([part]).map(|part| (by, part)).collect()
}

fn ideas(talk: &Opened, by: Seat) -> Vec<(Seat, Part)> {
    all(talk, by).filter(|part| matches!(part, Part::Idea { .. })).map(|part| (by, part)).collect()
}

fn all(talk: &Opened, by: Seat) -> impl Iterator<Item = Part> {
    let mine = talk.own().filter(move |_| by == talk.seat);
    let theirs = talk.shown().filter(move |_| by != talk.seat);
    mine.chain(theirs).map(|text| text.content.part)
}

/// The token of a button. Where each chooses for themself it is the one of the phone's owner for both: the other's own
/// would tell whether they have chosen already, on a phone of their own.
pub(super) fn stamp(talk: &Opened, who: Seat, each: bool, now: OffsetDateTime) -> String {
    talk.stamp_of(if each { talk.seat } else { who }, now)
}

/// The buttons: of whoever has the turn, or of both where each chooses for themself.
pub(super) fn forms(
    talk: &Opened,
    turn: Option<Seat>,
    ask: Ask,
    shown: &Shown,
    now: OffsetDateTime,
) -> Vec<Form> {
    let form = |who: Seat, acts, each| Form { who: who.code(), stamp: stamp(talk, who, each, now), acts };
    let each = |code, label: &str| -> Vec<Form> {
        let mine = |who: Seat| {
            let name = if who == talk.seat { &talk.my_name } else { &talk.their_name };
            form(who, vec![Act { code, label: format!("{name}: {label}"), go: false }], true)
        };
        Seat::ALL.into_iter().map(mine).collect()
    };
    if let Some(turn) = turn {
        return vec![form(turn, acts(ask, shown), false)];
    }
    match ask {
        // Both buttons stay: whether one has chosen already is theirs until the other has.
        Ask::Tomorrow { .. } => each("today", "go on today"),
        Ask::OnlyFeelings { .. } => each("lift", "open it to plans"),
        Ask::Plan { .. } => each("enough", "enough for now"),
        _ => Vec::new(),
    }
}

fn acts(ask: Ask, shown: &Shown) -> Vec<Act> {
    let act = |code, label: &str, go| Act { code, label: label.to_owned(), go };
    match ask {
        Ask::Write(_) | Ask::SayBack { .. } => vec![act("said", &shown.go, true)],
        Ask::WriteOrPass(_) => vec![act("said", &shown.go, true), act("pass", &shown.or, false)],
        Ask::Listen(_) => vec![act("listened", &shown.go, true)],
        Ask::AnswerSayBack { .. } => vec![act("heard", &shown.go, true), act("not-quite", &shown.or, false)],
        Ask::ReadOn => vec![act("read-on", &shown.go, true)],
        Ask::AnswerApology => together::answers(),
        _ => Vec::new(),
    }
}
