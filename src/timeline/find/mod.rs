//! Finding words in what somebody may read. Pure: no storage, no page.
//!
//! What must stay true: every word of a search occurs in what is found; nothing folded stands in what is shown of it.

mod plain;

use plain::Plain;

use crate::web::show::{Block, Content, Paragraphs, Shared};

/// The longest search, in UTF-16 units as browsers count.
pub(super) const LONGEST: usize = 200;
/// More words than this are not looked for.
const MOST: usize = 12;
/// So many letters stand before and after what was found.
const AROUND: usize = 90;

/// What is looked for: words and phrases, all of which have to occur.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words(Vec<Plain>);

/// A stretch of what is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) text: String,
    /// Whether it is one of the words that were looked for.
    pub(super) hit: bool,
}

/// Where words were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Here.
    Open(Vec<Stretch>),
    /// Only in what is folded.
    Folded,
}

impl Words {
    /// As they were typed: what stands between quotation marks is a phrase. None where there is nothing to look for.
    pub(super) fn parse(typed: &str) -> Option<Self> {
        let mut words: Vec<Plain> = Vec::new();
        let mut add = |text: &str| {
            let plain = Plain::of(text).trimmed();
            if plain.has_letters() && !words.contains(&plain) && words.len() < MOST {
                words.push(plain);
            }
        };
        let quote = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
        let mut rest = typed;
        while let Some((before, after)) = rest.split_once(quote) {
            before.split_whitespace().for_each(&mut add);
            // a mark without its pair is no phrase
            let Some((phrase, after)) = after.split_once(quote) else {
                rest = after;
                break;
            };
            add(phrase);
            rest = after;
        }
        rest.split_whitespace().for_each(&mut add);
        (!words.is_empty()).then_some(Self(words))
    }

    /// Where they stand in this; none where one of them is missing.
    pub(super) fn find(&self, title: &str, shared: &Shared) -> Option<Found> {
        let texts = texts(title, shared);
        let plain: Vec<(Plain, &Text)> = texts.iter().map(|text| (Plain::of(&text.words), text)).collect();
        let occurs = |word: &Plain| plain.iter().any(|(there, _)| there.find(word, 0).is_some());
        if !self.0.iter().all(occurs) {
            return None;
        }
        // where most of the words stand, and of several such the first
        let here = |there: &Plain| self.0.iter().filter(|word| there.find(word, 0).is_some()).count();
        let open = plain.iter().filter(|(_, text)| !text.folded).map(|it| (here(&it.0), it));
        let best = open.filter(|(many, _)| *many > 0).rev().max_by_key(|(many, _)| *many);
        Some(best.map_or(Found::Folded, |(_, (there, text))| Found::Open(self.excerpt(&text.words, there))))
    }

    /// Every place of any of them, in order, one after the other.
    fn hits(&self, there: &Plain) -> Vec<(usize, usize)> {
        let mut hits: Vec<(usize, usize)> = Vec::new();
        for word in &self.0 {
            let mut from = 0;
            while let Some((start, end)) = there.find(word, from) {
                hits.push((start, end));
                from = end;
            }
        }
        hits.sort_unstable();
        let mut apart: Vec<(usize, usize)> = Vec::new();
        for (start, end) in hits {
            match apart.last_mut() {
                Some((_, last)) if start < *last => *last = end.max(*last),
                _ => apart.push((start, end)),
            }
        }
        apart
    }

    fn excerpt(&self, text: &str, there: &Plain) -> Vec<Stretch> {
        let hits = self.hits(there);
        let Some((first, _)) = hits.first().copied() else { return Vec::new() };
        let from = first.saturating_sub(AROUND);
        let to = (first + AROUND * 2).min(there.len());
        let mut all: Vec<Stretch> = Vec::new();
        let mut put = |from: usize, to: usize, hit: bool| {
            let words = there.original(text, from, to);
            if !words.is_empty() {
                all.push(Stretch { text: words.to_owned(), hit });
            }
        };
        let from = if from > 0 { there.next_word(from).min(first) } else { 0 };
        let mut at = from;
        for (start, end) in hits.into_iter().filter(|(start, _)| *start < to) {
            put(at, start, false);
            put(start, end, true);
            at = end;
        }
        // a word that does not end is cut
        let end = there.next_word(to).min(to + AROUND).min(there.len());
        put(at, end.max(at), false);
        // what was left out is no part of what was found
        let left_out = |text: &str| Stretch { text: text.to_owned(), hit: false };
        if from > 0 {
            all.insert(0, left_out("… "));
        }
        if end < there.len() {
            all.push(left_out("…"));
        }
        all
    }
}

/// Words that stand together.
struct Text {
    words: String,
    folded: bool,
}

fn texts(title: &str, shared: &Shared) -> Vec<Text> {
    let mut all = Vec::new();
    blocks(&Paragraphs::of(title), &mut all);
    match &shared.content {
        Content::Words { chosen, parts } => {
            all.extend(chosen.iter().map(|words| Text { words: words.clone(), folded: false }));
            for part in parts {
                blocks(&part.text, &mut all);
            }
        }
        Content::Said { chosen, .. } => {
            all.extend(chosen.iter().map(|words| Text { words: words.clone(), folded: false }));
        }
        Content::Withdrawn { .. } | Content::Broken => {}
    }
    all
}

fn together(lines: &[String]) -> String {
    lines.join(" ").trim().to_owned()
}

fn blocks(text: &Paragraphs, all: &mut Vec<Text>) {
    for block in &text.0 {
        match block {
            Block::Lines(lines) => all.push(Text { words: together(lines), folded: false }),
            Block::Asked(line) => all.push(Text { words: line.clone(), folded: false }),
            Block::Folded(folded) => {
                all.extend(folded.iter().map(|lines| Text { words: together(lines), folded: true }));
            }
        }
    }
}

#[cfg(test)]
mod tests;
