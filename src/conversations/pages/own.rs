//! One's own pieces on the pages of a talk, each with what can be done about it.

use time::OffsetDateTime;

use super::{beside, record::place_in_turn, step::form_of};
use crate::{
    conversations::{Ask, Opened, Part, Piece, Step, WaitFor},
    entries::{Shared as Held, Text},
    web::show::Shared,
};

/// One's own piece on a page, with what can be done about it.
pub(super) struct Mine {
    pub(super) figure: Shared,
    pub(super) change: Option<String>,
    pub(super) share: Option<String>,
    pub(super) back: Option<String>,
}

/// One's own pieces of this step, on pages where there is nothing to write; and below what the other heard, the words
/// that it is about.
pub(super) fn mine(talk: &Opened, ask: Ask, writing: bool, now: OffsetDateTime) -> Vec<Mine> {
    let step = talk.talk.stage().step();
    let being_written = ask.part();
    let shows = |part: Part| match ask {
        Ask::Unnamed { latest: round, mine: true, .. } => !writing && part == Part::Opening { round },
        Ask::Unnamed { latest: round, mine: false, .. } => !writing && part == Part::Naming { round },
        Ask::NotReady { round, mine: true, .. } => !writing && part == Part::Statement { round },
        Ask::ReadIn { round, .. } => mine_is_back(talk, ask) && part == Part::In { round },
        Ask::Wait(WaitFor::In) => !writing && matches!(part, Part::In { .. }),
        Ask::Wait(WaitFor::Statement | WaitFor::StatementRead) => matches!(part, Part::Statement { .. }),
        Ask::Wait(WaitFor::OpeningAnswer) => !writing && matches!(part, Part::Opening { .. }),
        Ask::Wait(_) | Ask::Break { .. } => !writing && part.step() == step,
        Ask::Plan { .. } => part.step() == step,
        Ask::AnswerSayBack { .. } => match part {
            Part::SayBack { .. } => false,
            // in step 3 the feelings of step 2 are heard
            Part::Feelings | Part::Line { step: Step::Feelings, .. } => step == Some(Step::Listening),
            _ => part.step() == step,
        },
        Ask::Write(_) | Ask::WriteOrPass(_) => {
            matches!(part, Part::Line { .. }) && step.is_some() && part.step() == step
        }
        _ => false,
    };
    let mut mine: Vec<_> = talk
        .own()
        .chain(talk.aloud())
        .filter(|text| shows(text.content.part) && Some(text.content.part) != being_written)
        .collect();
    // The order of the talk, and the same one each time.
    mine.sort_by_cached_key(|text| place_in_turn(talk.roles, text.content.part, text.content.by));
    mine.into_iter().map(|text| card(talk, text, now)).collect()
}

/// One's own piece with what can be done about it.
pub(super) fn card(talk: &Opened, text: &Text<Piece>, now: OffsetDateTime) -> Mine {
    let part = text.content.part;
    // What was said is said: there is nothing to change, to share or to take back.
    if text.content.said_by().is_some() {
        return Mine { figure: talk.own_figure(text), change: None, share: None, back: None };
    }
    let at = |what: &str| format!("/talk/{}/{what}/{}", talk.id, text.id);
    let beside = beside::path(talk, part).is_some();
    let current = beside || talk.talk.stage().step() == part.step();
    // A line is changed on its sheet, before it is shared.
    let written_here = current && !matches!(part, Part::Line { .. });
    let change = (talk.running && written_here && talk.may_write(part, now).is_ok())
        .then(|| format!("{}?form={}", super::writing::path(talk, part), form_of(part)));
    let held = talk.running && text.shared != Held::No;
    let open = talk.may_share_again(text, now) || (beside && talk.may_share(part, now).is_ok());
    let again = talk.running && !text.is_shared_as_is() && open;
    Mine {
        figure: talk.own_figure(text),
        change,
        share: again.then(|| at("share")),
        back: held.then(|| at("back")),
    }
}

/// Whether both were to read each other's answers, and this person has taken theirs back.
pub(super) fn mine_is_back(talk: &Opened, ask: Ask) -> bool {
    let Ask::ReadIn { round, .. } = ask else { return false };
    talk.mine(Part::In { round }).is_some_and(|text| text.shared == Held::No)
}
