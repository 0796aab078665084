//! The ways on that carry no words, and what each act is in the talk.

use super::asking;
use crate::conversations::{
    Ask, Event, Naming, Opened, Piece, Step, Words,
    prompts::{FOR_THERAPIST, Shown},
};

/// A way on without words.
pub(super) struct Act {
    pub(super) code: &'static str,
    pub(super) label: String,
    pub(super) go: bool,
}

/// The ways on without words.
pub(super) fn acts(ask: Ask, shown: &Shown, writing: bool, readable: bool, both_in: bool) -> Vec<Act> {
    let act = |code, label: &str, go| Act { code, label: label.to_owned(), go };
    match ask {
        Ask::ReadIn { i_go_on, .. } => {
            let on = if both_in { Some(act("both-in", &shown.go, true)) } else { None };
            let anyway =
                (!both_in && !i_go_on).then(|| act("onward-in", "I would like to go on all the same", false));
            on.into_iter().chain(anyway).chain([act("ask-again", &shown.or, false)]).collect()
        }
        Ask::AnswerOpening { .. } if !writing && readable => {
            vec![act("accept-opening", &shown.go, true), act("not-yet", "Not yet", false)]
        }
        Ask::Unnamed { mine, i_go_on, .. } if !writing => {
            let yes = (!mine && readable).then(|| act("accept-opening", &shown.go, true));
            yes.into_iter().chain((!i_go_on).then(|| act("anyway", &shown.or, false))).collect()
        }
        Ask::ReadStatement { .. } if readable => vec![act("statement-read", &shown.go, true)],
        Ask::NotReady { i_go_on: false, .. } if !writing => vec![act("anyway", &shown.or, false)],
        Ask::Before => vec![act("ready", &shown.go, true)],
        Ask::Tomorrow { i_agreed: false, .. } => vec![act("today", &shown.go, false)],
        Ask::OnlyFeelings { i_lift: false } => vec![act("lift", &shown.go, false)],
        Ask::Resting { i_asked: false, for_therapist, .. } => {
            let leave = (!for_therapist).then(|| act("therapist", FOR_THERAPIST, false));
            std::iter::once(act("resume", &shown.go, false)).chain(leave).collect()
        }
        Ask::AnswerTime { .. } if !writing && readable => vec![act("accept-time", &shown.go, true)],
        Ask::Listen(_) => vec![act("listened", &shown.go, true)],
        Ask::AnswerSayBack { .. } => {
            vec![act("heard", &shown.go, true), act("not-quite", &shown.or, false)]
        }
        Ask::ReadOn => vec![act("read-on", &shown.go, true)],
        Ask::WriteOrPass(_) => vec![act("pass", &shown.or, false)],
        Ask::Plan { i_said_enough: false, .. } => vec![act("enough", &shown.or, false)],
        _ => Vec::new(),
    }
}

/// The ways to a form, on pages that ask for an answer first.
pub(super) fn form_links(talk: &Opened, ask: Ask, shown: &Shown, writing: bool) -> Vec<(String, String)> {
    let path = |form: &str| format!("/talk/{}/{}?form={form}", talk.id, asking::current(talk));
    let differently = || (path("naming"), "I see it differently".to_owned());
    if writing || !talk.sound {
        return Vec::new();
    }
    match ask {
        Ask::AnswerOpening { .. } => vec![differently(), (path("1"), shown.or.clone())],
        Ask::AnswerTime { .. } => vec![(path("1"), shown.or.clone())],
        Ask::Unnamed { mine: true, .. } | Ask::NotReady { mine: true, .. } => {
            vec![(path("1"), shown.go.clone())]
        }
        Ask::Unnamed { mine: false, said, .. } => {
            let other = (path("1"), "Suggest other words".to_owned());
            let differs = (said == Naming::NotYet).then(differently);
            differs.into_iter().chain([other]).collect()
        }
        _ => Vec::new(),
    }
}

/// What an act without words is in the talk; none when the form names no act.
pub(super) fn event(code: &str, step: Option<Step>) -> Option<Event> {
    Some(match code {
        "both-in" => Event::BothIn,
        "onward-in" => Event::OnwardIn,
        "ask-again" => Event::AskInAgain,
        "accept-opening" => Event::AcceptOpening,
        "not-yet" => Event::NotYet,
        "anyway" => Event::Anyway,
        "statement-read" => Event::StatementRead,
        "ready" => Event::Ready,
        "today" => Event::GoOnToday,
        "lift" => Event::NotOnlyFeelings,
        "resume" => Event::Resume,
        "therapist" => Event::LeaveForTherapist,
        "accept-time" => Event::AcceptTime,
        "listened" => Event::Listened,
        "heard" => Event::Heard,
        "not-quite" => Event::NotQuite,
        "pass" if step == Some(Step::Responsibility) => Event::PassResponsibility,
        "pass" => Event::PassDeeper,
        "read-on" => Event::OnwardDeeper,
        "enough" => Event::Enough,
        _ => return None,
    })
}

/// What sharing this piece is in the talk.
pub(super) fn shared_as(piece: &Piece) -> Option<Event> {
    match &piece.words {
        Words::Answer { answer, .. } => answer.map(Event::AnswerApology),
        Words::Statement { ready, .. } => {
            ready.map(|ready| if ready { Event::State } else { Event::NotReady })
        }
        _ => piece.part.shared(),
    }
}
