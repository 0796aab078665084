//! One phrase of the list, and where it stands in a text. The signs are explained at the top of the list itself.

use super::words::{Gap, Spellings, Word, words};

/// How many words three dots stand for at most.
const WIDEST: usize = 3;

/// A phrase, ready to be looked for.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    /// Only where a sentence or a line begins.
    begins: bool,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    /// One of these; each may be several words, because contractions are taken apart.
    One(Vec<Vec<String>>),
    /// One of these, or none.
    Maybe(Vec<Vec<String>>),
    /// A few words of any kind.
    Gap,
}

impl Phrase {
    /// Reads a phrase. None when it says nothing, or begins or ends with something that need not be there: then it
    /// would be found where its author did not mean it.
    pub(crate) fn parse(text: &str, spellings: &Spellings) -> Option<Self> {
        let (begins, text) = text.strip_prefix('^').map_or((false, text), |rest| (true, rest));
        let parts = text.split_whitespace().map(|sign| part(sign, spellings)).collect::<Option<Vec<_>>>()?;
        let firm = |part: Option<&Part>| matches!(part, Some(Part::One(_)));
        (firm(parts.first()) || matches!(parts.first(), Some(Part::Maybe(_)) if parts.len() > 1))
            .then_some(())?;
        firm(parts.last()).then_some(Self { begins, parts })
    }

    /// Where it ends, as a place in `all`, when it begins at `at`.
    pub(crate) fn found(&self, all: &[Word], at: usize) -> Option<usize> {
        let word = all.get(at)?;
        if !word.first || (self.begins && word.after == Gap::Small) {
            return None;
        }
        go_on(&self.parts, all, at, at)
    }
}

fn part(sign: &str, spellings: &Spellings) -> Option<Part> {
    if sign == "..." {
        return Some(Part::Gap);
    }
    let inside = sign.strip_prefix('(').map(|rest| rest.strip_suffix(')'));
    let (maybe, ways) = match inside {
        None => (false, sign),
        Some(inside) => (true, inside?),
    };
    let ways: Vec<Vec<String>> = ways
        .split('|')
        .map(|way| words(way, spellings).into_iter().map(|word| word.text).collect::<Vec<_>>())
        .collect();
    if ways.iter().any(Vec::is_empty) || ways.concat().is_empty() {
        return None;
    }
    Some(if maybe { Part::Maybe(ways) } else { Part::One(ways) })
}

/// Whether the sentence goes on to the word at `at`, in a phrase that began at `start`.
fn goes_on(all: &[Word], start: usize, at: usize) -> bool {
    at == start || all.get(at).is_some_and(|word| word.after != Gap::Sentence)
}

fn go_on(parts: &[Part], all: &[Word], start: usize, at: usize) -> Option<usize> {
    let Some((part, rest)) = parts.split_first() else {
        // Not in the middle of a contraction: "you did" is not in "you didn't".
        return all.get(at.checked_sub(1)?).filter(|word| word.last).map(|_| at);
    };
    let one_of = |ways: &[Vec<String>]| {
        ways.iter().find_map(|way| {
            let fits = way.iter().enumerate().all(|(offset, text)| {
                all.get(at + offset).is_some_and(|word| word.text == *text)
                    && goes_on(all, start, at + offset)
            });
            if fits { go_on(rest, all, start, at + way.len()) } else { None }
        })
    };
    match part {
        Part::One(ways) => one_of(ways),
        Part::Maybe(ways) => one_of(ways).or_else(|| go_on(rest, all, start, at)),
        Part::Gap => (0..=WIDEST)
            .take_while(|wide| (0..*wide).all(|offset| goes_on(all, start, at + offset)))
            .find_map(|wide| go_on(rest, all, start, at + wide)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spellings() -> Spellings {
        [("didn't", "did not"), ("i'm", "i am"), ("you're", "you are")]
            .into_iter()
            .map(|(short, long)| (short.to_owned(), long.to_owned()))
            .collect()
    }

    fn is_in(phrase: &str, text: &str) -> bool {
        let phrase = Phrase::parse(phrase, &spellings()).unwrap();
        let all = words(text, &spellings());
        (0..all.len()).any(|at| phrase.found(&all, at).is_some())
    }

    #[test]
    fn whole_words_in_this_order_and_within_one_sentence() {
        assert!(is_in("at least I didn't", "Well, AT LEAST, I did not go."));
        assert!(is_in("at least I did not", "at least\nI didn’t"));
        assert!(!is_in("at least I did not", "At least. I did not go."));
        assert!(!is_in("at least I did not", "at least\n\nI did not go."));
        assert!(!is_in("it was", "it wasteful"));
        assert!(!is_in("it was", "bandit was"));
        assert!(!is_in("at least", "least at"));
    }

    #[test]
    fn a_contraction_is_found_whole_or_not_at_all() {
        assert!(!is_in("you did", "you didn't"));
        assert!(!is_in("not go", "I didn't go"));
        assert!(is_in("I am sorry", "I’m sorry"));
        assert!(is_in("I'm sorry", "I am sorry"));
    }

    #[test]
    fn one_of_several_one_or_none_and_a_few_in_between() {
        let label = "you are (such) (a|an) liar|idiot";
        for text in ["You are a liar", "you’re such an idiot", "you are liar"] {
            assert!(is_in(label, text), "{text}");
        }
        assert!(!is_in(label, "you are a tired liar"));
        assert!(is_in("it was ... ago", "it was a week ago"));
        assert!(is_in("it was ... ago", "it was ago"));
        assert!(!is_in("it was ... ago", "it was a very long time ago"));
        assert!(!is_in("it was ... ago", "it was. Long ago"));
    }

    #[test]
    fn only_at_the_beginning_of_a_sentence_or_a_line() {
        assert!(is_in("^but", "But I was tired."));
        assert!(is_in("^but", "I heard you. But"));
        assert!(is_in("^but", "I heard you\nbut"));
        assert!(!is_in("^but", "I heard you, but"));
    }

    #[test]
    fn a_phrase_without_a_firm_end_is_refused() {
        for bad in
            ["", " ", "...", "you ...", "... you", "you (so)", "(so)", "a||b", "(a", "()", "^", "you , me"]
        {
            assert!(Phrase::parse(bad, &spellings()).is_none(), "{bad}");
        }
    }
}
