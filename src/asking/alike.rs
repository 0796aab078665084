//! Whether a question was asked before: by the words that tell what it is about, and nothing cleverer.
//!
//! What must stay true: it only ever shows what its reader may read anyway, and it keeps nobody from asking again.

use std::collections::BTreeSet;

use super::Matter;
use crate::{folding, ids::PersonId, wording::Wording};

/// No more than this many are shown.
const SHOWN: usize = 3;

/// Whether two questions share enough of their telling words: most of those of the shorter one.
fn are_alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let (shared, shorter) = (one.intersection(other).count(), one.len().min(other.len()));
    // of a single word it has to be that very word, alone on both sides
    shorter > 0 && shared * 3 >= shorter * 2 && (shared >= 2 || one == other)
}

/// The earlier questions of `asker`, asked and answered, that sound like these words; the closest first, and among
/// equals the newest. `matters` are the newest first; what is folded in them counts, for both can open it.
pub(super) fn earlier<'a>(
    wording: &Wording,
    matters: &'a [Matter],
    asker: PersonId,
    words: &str,
    except: Option<crate::ids::EntryId>,
) -> Vec<&'a Matter> {
    let telling = wording.telling(&unfolded(words));
    let mut found: Vec<(usize, &Matter)> = matters
        .iter()
        .filter(|matter| Some(matter.id) != except)
        .filter_map(|matter| {
            let (question, _) = matter.settled().filter(|(question, _)| question.author == asker)?;
            let theirs = wording.telling(&unfolded(&question.content.words));
            are_alike(&telling, &theirs).then(|| (telling.intersection(&theirs).count(), matter))
        })
        .collect();
    found.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    found.into_iter().map(|(_, matter)| matter).take(SHOWN).collect()
}

fn unfolded(words: &str) -> String {
    words.replace(folding::OPENS, " ").replace(folding::CLOSES, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> bool {
        let wording = Wording::english().unwrap();
        are_alike(&wording.telling(&unfolded(one)), &wording.telling(&unfolded(other)))
    }

    #[test]
    fn the_same_question_in_other_small_words_is_the_same() {
        for (one, other) in [
            ("Why did you lie to me about the hotel?", "why have you lied, WHY DID YOU LIE about that hotel"),
            ("When did it start?", "When did it start"),
            ("Did you tell your sister?", "Have you told... did you tell your SISTER"),
            ("What did you [[say to her]] on the phone?", "What did you say on the phone to her?"),
            ("Why?", "why"),
        ] {
            assert!(alike(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn small_words_alone_make_no_two_questions_alike() {
        for (one, other) in [
            ("Why did you lie to me?", "Why did you come back to me?"),
            ("Did you ever love me?", "Did you ever think of telling me?"),
            ("Did you see Kim again?", "Will you see your mother on Sunday?"),
            ("When did it start?", "When did it stop?"),
            ("", ""),
            ("Why?", "Why did you not call from the station?"),
        ] {
            assert!(!alike(one, other), "{one} / {other}");
        }
    }
}
