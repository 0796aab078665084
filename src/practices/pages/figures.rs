//! What was written as its reader sees it. The preview before sharing is the very same.

use crate::{
    practices::{Answer, Explanation, Fields, Piece, Practice, numbered, said},
    web::{
        page::Who,
        show::{self, Content, Paragraphs, Part, Shared},
    },
};

/// A piece as its reader sees it.
pub(crate) fn figure(piece: &Piece, who: Who, when: impl Into<String>) -> Shared {
    match piece {
        Piece::Given(_) | Piece::Part(_) | Piece::Suggestion(_) | Piece::Looked(_) => begun(piece, who, when),
        Piece::Answer(given) => answer(given, who, when),
        Piece::Explanation(given) => explanation(given, who, when),
    }
}

/// What begins something: each field under its heading.
pub(super) fn begun(piece: &Piece, who: Who, when: impl Into<String>) -> Shared {
    let of = piece.of();
    let closes = of.map(|of| of.closes.as_str()).filter(|closes| !closes.is_empty());
    let ours = closes.map(|closes| Part { heading: None, text: Paragraphs::plain(closes) });
    let parts: Vec<Part> = piece
        .fields()
        .map_or_else(Vec::new, |fields| fields_of(of, fields).into_iter().chain(ours).collect());
    Shared {
        who,
        what: piece.did(),
        when: when.into(),
        content: Content::Words { chosen: Vec::new(), parts },
    }
}

/// What was filled in, each under its heading; a single one needs none.
fn fields_of(of: Option<&Practice>, fields: &Fields) -> Vec<Part> {
    let alone = of.is_some_and(|of| of.fields.len() == 1);
    let part = |(heading, _, text): (Option<&str>, &str, String)| Part {
        heading: heading.filter(|_| !alone).map(str::to_owned),
        text: Paragraphs::of(&text),
    };
    said(of, fields).into_iter().map(part).collect()
}

/// An answer: what it says stands after the name.
pub(super) fn answer(answer: &Answer, who: Who, when: impl Into<String>) -> Shared {
    let day = answer.day.map(|day| {
        let before = if answer.waits() { "Until" } else { "On" };
        Part { heading: None, text: Paragraphs::plain(&format!("{before} {}.", show::full_day(day))) }
    });
    let words =
        (!answer.words.is_empty()).then(|| Part { heading: None, text: Paragraphs::of(&answer.words) });
    // whoever agrees has the words, too: they stand in their own answer
    let of = numbered(answer.practice);
    let agreed = answer.agreed.as_ref().map(|fields| {
        let ours = of.map_or_else(|| fields.clone(), |of| of.agreed(fields));
        fields_of(of, &ours)
    });
    let parts = day.into_iter().chain(words).chain(agreed.into_iter().flatten()).collect();
    Shared {
        who,
        what: answer.says(),
        when: when.into(),
        content: Content::Words { chosen: Vec::new(), parts },
    }
}

pub(super) fn explanation(explanation: &Explanation, who: Who, when: impl Into<String>) -> Shared {
    let what = Piece::Explanation(explanation.clone()).did();
    Shared::text(who, what, when, &explanation.words)
}
