//! The ways on that carry no words, and what each act is in the talk.

use super::asking;
use crate::conversations::{Ask, Event, Opened, Piece, Step, Words, prompts::Shown};

/// A way on without words.
pub(super) struct Act {
    pub(super) code: &'static str,
    pub(super) label: String,
    pub(super) go: bool,
}

/// The ways on without words.
pub(super) fn acts(ask: Ask, shown: &Shown, writing: bool, readable: bool) -> Vec<Act> {
    let act = |code, label: &str, go| Act { code, label: label.to_owned(), go };
    match ask {
        Ask::AnswerOpening { .. } if !writing && readable => vec![act("accept-opening", &shown.go, true)],
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

/// The way to the form on a page that asks for an answer first.
pub(super) fn form_link(talk: &Opened, ask: Ask, shown: &Shown, writing: bool) -> Option<(String, String)> {
    let path = format!("/talk/{}/{}?form=1", talk.id, asking::current(talk));
    match ask {
        Ask::AnswerOpening { .. } | Ask::AnswerTime { .. } if !writing && talk.sound => {
            Some((path, shown.or.clone()))
        }
        _ => None,
    }
}

/// What an act without words is in the talk; none when the form names no act.
pub(super) fn event(code: &str, step: Option<Step>) -> Option<Event> {
    Some(match code {
        "accept-opening" => Event::AcceptOpening,
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
        _ => piece.part.shared(),
    }
}
