//! Lines and replies as their reader sees them. The preview before sharing is the very same.

use crate::{
    hard::{Reply, Rest, Word},
    web::{page::Who, show},
};

fn ours(heading: Option<&str>, text: &str) -> show::Part {
    show::Part { heading: heading.map(str::to_owned), text: show::Paragraphs::plain(text) }
}

fn of(who: Who, what: &str, when: impl Into<String>, parts: Vec<show::Part>) -> show::Shared {
    let content = show::Content::Words { chosen: Vec::new(), parts };
    show::Shared { who, what: what.to_owned(), when: when.into(), content }
}

pub(super) fn word(word: &Word, who: Who, when: impl Into<String>) -> show::Shared {
    let mut parts = Vec::new();
    if !word.words.is_empty() {
        parts.push(ours(None, &word.words));
    }
    parts.push(ours(Some("What would help"), &word.need.says()));
    of(who, "wrote in a hard moment", when, parts)
}

pub(super) fn reply(reply: &Reply, who: Who, when: impl Into<String>) -> show::Shared {
    let mut parts = vec![ours(None, &reply.says())];
    if !reply.words.is_empty() {
        parts.push(ours(None, &reply.words));
    }
    of(who, "answers", when, parts)
}

pub(super) fn rest(rest: &Rest, who: Who, when: impl Into<String>) -> show::Shared {
    of(who, "has put this away", when, vec![ours(None, &format!("Until {}.", rest.until.short()))])
}
