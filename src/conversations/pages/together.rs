//! What the page of a step has for two who sit together: how they sit, the other's suggestion, the way to say it aloud,
//! and the quiet timer.

use super::{aloud, ways::Act};
use crate::conversations::{
    Aloud, Answer, Ask, How, Opened, Order, Part, Seat, Stage, WaitFor,
    prompts::{ANSWERS, fill, together},
};

/// The second way on: said, and not written.
pub(super) struct Say {
    pub(super) heading: &'static str,
    pub(super) text: String,
    pub(super) acts: Vec<Act>,
}

/// Everything of it on one page.
pub(super) struct Together {
    /// How the two sit; empty where that cannot be changed.
    pub(super) line: &'static str,
    /// What the other would like, and the way to agree.
    pub(super) suggested: Option<(String, &'static str)>,
    pub(super) say: Option<Say>,
    /// For whoever listens or is heard in one room.
    pub(super) note: Option<String>,
    /// The timer's name: as long as it stays, the timer goes on.
    pub(super) timer: Option<String>,
    /// The phone lies between the two.
    pub(super) one_phone: bool,
}

/// What the page for this ask has.
pub(super) fn together(talk: &Opened, ask: Ask) -> Together {
    let may_change = aloud::may_change(talk, ask);
    let how = talk.talk.how();
    let name = &talk.their_name;
    let suggested = talk.talk.suggested().filter(|suggested| may_change && suggested.by != talk.seat);
    let is_together = talk.running && talk.sound && how.is_together();
    let note = match ask {
        Ask::Listen(_) => Some(together::EARS),
        Ask::Wait(WaitFor::SayBack(_)) => Some(together::SPEAKING),
        _ => None,
    };
    Together {
        line: if may_change { together::way(how).line } else { "" },
        suggested: suggested
            .map(|suggested| (fill(together::way(suggested.how).suggested, name), suggested.how.code())),
        say: if talk.running && talk.sound { say(talk, ask) } else { None },
        note: note.filter(|_| is_together).map(|text| fill(text, name)),
        timer: if is_together { timer(talk, talk.seat, ask) } else { None },
        one_phone: how == How::OnePhone && may_change,
    }
}

fn say(talk: &Opened, ask: Ask) -> Option<Say> {
    let part = aloud::part(talk.seat, ask)?;
    let say = match aloud::how(talk, part)? {
        Aloud::InLines => together::LINES,
        Aloud::Together | Aloud::OnePhone => together::say(part),
    };
    let acts = match part {
        Part::ApologyAnswer { .. } => answers(),
        _ => vec![Act { code: "said", label: say.go.to_owned(), go: false }],
    };
    Some(Say { heading: say.heading, text: fill(say.text, &talk.their_name), acts })
}

/// The four answers to an apology, none before the others.
pub(super) fn answers() -> Vec<Act> {
    ANSWERS
        .iter()
        .map(|choice| {
            let code = match choice.answer {
                Answer::Accept => "said-accept",
                Answer::NotYet => "said-not-yet",
                Answer::Heard => "said-heard",
                Answer::Later => "said-later",
            };
            Act { code, label: choice.label.to_owned(), go: false }
        })
        .collect()
}

/// The timer on pages where somebody speaks or listens. It goes on through a turn, and begins anew with the next.
pub(super) fn timer(talk: &Opened, who: Seat, ask: Ask) -> Option<String> {
    let spoken = match ask {
        Ask::Write(_) | Ask::WriteOrPass(_) | Ask::SayBack { .. } => aloud::part(who, ask).is_some(),
        Ask::Listen(_) | Ask::Wait(WaitFor::SayBack(_)) => true,
        _ => false,
    };
    let turn = match talk.talk.stage() {
        Stage::Listening { turn, .. }
        | Stage::Perspectives { turn, .. }
        | Stage::Responsibility { turn, .. }
        | Stage::Apology { turn, .. } => *turn,
        _ => Order::First,
    };
    let turn = if turn == Order::First { 1 } else { 2 };
    spoken.then(|| format!("{}-{turn}", super::asking::current(talk)))
}
