//! One's own pieces on the pages of a talk, each with what can be done about it.

use time::OffsetDateTime;

use super::{beside, record::place_in_turn, step::form_of};
use crate::{
    conversations::{Ask, Opened, Part, Piece, Step, WaitFor},
    entries::{Shared as Held, Text},
    web::{
        error::Error,
        readers::{Readers, With},
        show::Shared,
        signed_in::SignedIn,
    },
};

/// One's own piece on a page, with what can be done about it.
pub(super) struct Mine {
    pub(super) figure: Shared,
    pub(super) change: Option<String>,
    pub(super) share: Option<String>,
    pub(super) back: Option<String>,
    /// Who reads it, where that is more than the other one.
    pub(super) held: Option<String>,
    /// Where that can be changed, without taking it back.
    pub(super) readers: Option<String>,
}

/// Who can read one's own pieces of this talk; none where nothing can be chosen.
pub(super) async fn who_reads(visit: &mut SignedIn, talk: &Opened) -> Result<Option<Readers>, Error> {
    if !talk.running || talk.own().all(|text| text.shared == Held::No) {
        return Ok(None);
    }
    Readers::of(visit).await.map(Some)
}

/// One's own pieces of this step, on pages where there is nothing to write; and below what the other heard, the words
/// that it is about.
pub(super) fn mine(
    talk: &Opened,
    ask: Ask,
    writing: bool,
    now: OffsetDateTime,
    readers: Option<&Readers>,
) -> Vec<Mine> {
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
    mine.into_iter().map(|text| card(talk, text, now, readers)).collect()
}

/// One's own piece with what can be done about it.
pub(super) fn card(
    talk: &Opened,
    text: &Text<Piece>,
    now: OffsetDateTime,
    readers: Option<&Readers>,
) -> Mine {
    let part = text.content.part;
    // What was said is said: there is nothing to change, to share or to take back.
    if text.content.said_by().is_some() {
        let figure = talk.own_figure(text);
        return Mine { figure, change: None, share: None, back: None, held: None, readers: None };
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
    let with = With::of(text.shared);
    let choice = |readers: &&Readers| {
        with == With::Both || (readers.therapist().is_some() && talk.they_may_read(part))
    };
    let readers = readers.filter(|_| held && text.is_shared_as_is());
    Mine {
        figure: talk.own_figure(text),
        change,
        share: again.then(|| at("share")),
        back: held.then(|| at("back")),
        held: readers.filter(|_| with == With::Both).and_then(|readers| readers.names().readers(text.shared)),
        readers: readers.filter(choice).map(|_| at("share")),
    }
}

/// Whether both were to read each other's answers, and this person has taken theirs back.
pub(super) fn mine_is_back(talk: &Opened, ask: Ask) -> bool {
    let Ask::ReadIn { round, .. } = ask else { return false };
    talk.mine(Part::In { round }).is_some_and(|text| text.shared == Held::No)
}
