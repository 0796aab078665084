//! The words for step 2. Both choose from the same list, whoever caused what; a word of one's own is always possible.

/// A heading with its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The legend.
    pub name: &'static str,
    /// The words, each as it is shown and stored.
    pub words: &'static [&'static str],
}

/// The list, in the order of the form.
pub const GROUPS: [Group; 8] = [
    Group {
        name: "Hurt",
        words: &["heartbroken", "humiliated", "deceived", "thrown away", "grieving", "wounded"],
    },
    Group {
        name: "Afraid",
        words: &["unsafe", "on edge", "panicked", "scared of losing us", "scared of more", "helpless"],
    },
    Group { name: "Angry", words: &["furious", "bitter", "insulted", "torn", "frustrated", "cornered"] },
    Group { name: "Alone", words: &["lonely", "shut out", "invisible", "unwanted", "misunderstood"] },
    Group { name: "Shaken", words: &["foolish", "unreal", "numb", "confused", "worn out", "overwhelmed"] },
    Group { name: "Ashamed", words: &["ashamed", "guilty", "remorseful", "small", "not enough", "exposed"] },
    Group {
        name: "Tender",
        words: &["longing", "caring", "protective", "grateful", "missing you", "missing who we were"],
    },
    Group { name: "Mixed", words: &["relieved", "hopeful", "doubtful", "restless", "empty"] },
];

/// Whether the list has this word.
#[must_use]
pub fn is_known(word: &str) -> bool {
    GROUPS.iter().any(|group| group.words.contains(&word))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_word_is_in_the_list_twice() {
        let words: Vec<_> = GROUPS.iter().flat_map(|group| group.words).collect();
        assert_eq!(words.iter().collect::<HashSet<_>>().len(), words.len());
        assert_eq!(words.len(), 46);
        assert!(words.iter().all(|word| is_known(word)));
        assert!(!is_known("Lonely") && !is_known(""));
    }
}
