//! Promises that the plan does not hold: passwords and codes, location, looking into a phone, watching.
//!
//! What must stay true: a refusal says why, and offers something to start from; it never guesses at a person, stores
//! nothing and counts nothing. A promise not to do such a thing is let through. What is found is exactly what
//! `content/en/refusals.toml` lists; `docs/refused-items.md` is made from it and says what this cannot see.

mod fold;
mod list;

use std::sync::LazyLock;

pub use list::Unusable;

use crate::wording::{
    phrase::Phrase,
    words::{Gap, Spellings, Word, words},
};

/// What comes with the program.
const ENGLISH: &str = include_str!("../../../content/en/refusals.toml");

static RULES: LazyLock<Result<Rules, Unusable>> = LazyLock::new(|| parse(ENGLISH));

/// How many words before a phrase may turn it round.
const BEFORE: usize = 6;
/// How many after it.
const AFTER: usize = 3;

/// Why a promise is not held, and what to start from in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub reason: &'static str,
    /// Something to start from.
    pub instead: &'static str,
}

/// The rules, ready to be used.
#[derive(Debug)]
struct Rules {
    spellings: Spellings,
    turns: Turns,
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    reason: String,
    instead: String,
    phrases: Vec<Phrase>,
    always: Vec<Phrase>,
    unless: Vec<Phrase>,
}

/// What turns a sentence round, and what only looks like it.
#[derive(Debug)]
struct Turns {
    before: Vec<Phrase>,
    after: Vec<Phrase>,
    nothing: Vec<Phrase>,
}

fn parse(text: &str) -> Result<Rules, Unusable> {
    toml::from_str::<list::List>(text)?.ready()
}

/// Whether the list that comes with the program can be used; asked at the start, so that one which cannot be used stops
/// the start instead of refusing nothing in silence.
///
/// # Errors
/// When it cannot be used.
pub fn ready() -> Result<(), &'static Unusable> {
    RULES.as_ref().map(|_| ())
}

/// Whether the plan does not hold this promise, and why.
#[must_use]
pub fn check(text: &str) -> Option<Refused> {
    let rules = RULES.as_ref().ok()?;
    let typed = fold::put_together(&fold::plain(text));
    let mut words = words(&typed, &rules.spellings);
    for word in &mut words {
        // "not" turns a sentence round in "don't" as well.
        (word.first, word.last) = (true, true);
    }
    let all = Text { words, typed: &typed };
    let rule = rules.rules.iter().find(|rule| rule.finds(&all, &rules.turns))?;
    Some(Refused { reason: &rule.reason, instead: &rule.instead })
}

struct Text<'a> {
    typed: &'a str,
    words: Vec<Word>,
}

/// Where a phrase was found: from this word up to, and without, that one.
#[derive(Clone, Copy, Debug)]
struct Span {
    from: usize,
    to: usize,
}

impl Text<'_> {
    fn spans(&self, phrases: &[Phrase]) -> Vec<Span> {
        (0..self.words.len())
            .flat_map(|from| phrases.iter().map(move |phrase| (from, phrase)))
            .filter_map(|(from, phrase)| phrase.found(&self.words, from).map(|to| Span { from, to }))
            .collect()
    }

    /// Whether another thought begins with the word at `at`.
    fn begins(&self, at: usize) -> bool {
        let (Some(word), Some(before)) =
            (self.words.get(at), at.checked_sub(1).and_then(|at| self.words.get(at)))
        else {
            return true;
        };
        let next = self.words.get(at + 1).map(|word| word.text.as_str());
        let between = self.typed.get(before.to..word.from).unwrap_or_default();
        word.after != Gap::Small
            || between.contains([',', '(', ')', '–', '—', '/'])
            || matches!(word.text.as_str(), "and" | "but" | "so" | "then" | "until" | "unless" | "because")
            || (matches!(word.text.as_str(), "i" | "you" | "he" | "she" | "we" | "they")
                && next != Some("to")
                && !matches!(before.text.as_str(), "when" | "whenever"))
    }

    /// The first word whose thought is still the one at `from`, and at most [`BEFORE`] words away.
    fn back(&self, from: usize) -> usize {
        let mut at = from;
        while at > 0 && from - at < BEFORE && !self.begins(at) {
            at -= 1;
        }
        at
    }

    /// The end of the thought that goes on at `to`, at most [`AFTER`] words away.
    fn on(&self, to: usize) -> usize {
        let mut at = to;
        while at < self.words.len() && at - to < AFTER && !self.begins(at) {
            at += 1;
        }
        at
    }
}

impl Rule {
    fn finds(&self, text: &Text<'_>, turns: &Turns) -> bool {
        if !text.spans(&self.always).is_empty() {
            return true;
        }
        let near = text.spans(&self.unless);
        text.spans(&self.phrases)
            .into_iter()
            .filter(|found| !near.iter().any(|near| near.from <= found.from && near.to >= found.to))
            .any(|found| !turns.round(text, found))
    }
}

impl Turns {
    /// Whether a sentence says that this is not to be: turned round once, or three times, but not twice.
    fn round(&self, text: &Text<'_>, found: Span) -> bool {
        let before = self.count(text, &self.before, text.back(found.from), found.to);
        let after = self.count(text, &self.after, found.to, text.on(found.to));
        (before + after) % 2 == 1
    }

    /// How often something turns round between these words; the longest phrase at each place, and none twice.
    fn count(&self, text: &Text<'_>, phrases: &[Phrase], from: usize, to: usize) -> usize {
        let longest = |phrases: &[Phrase], at: usize| {
            phrases.iter().filter_map(|phrase| phrase.found(&text.words, at)).filter(|end| *end <= to).max()
        };
        let (mut at, mut count) = (from, 0);
        while at < to {
            let turn = longest(phrases, at);
            match (longest(&self.nothing, at), turn) {
                (Some(nothing), turn) if turn.is_none_or(|turn| turn <= nothing) => at = nothing,
                (_, Some(turn)) => {
                    count += 1;
                    at = turn;
                }
                _ => at += 1,
            }
        }
        count
    }
}

#[cfg(test)]
mod page;
#[cfg(test)]
mod tests;
