//! The guide, the reflections and the practices are read by people who have not slept. This keeps them plain: the
//! Flesch-Kincaid grade of each is computed, and is 6 or lower (8 is what plain English is usually held
//! to; these readers are tired). A text that is over it is mended; the limit stays.
//!
//! The formula is that of J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, "Derivation of New Readability
//! Formulas (Automated Readability Index, Fog Count and Flesch Reading Ease Formula) for Navy Enlisted Personnel", Research
//! Branch Report 8-75, Chief of Naval Technical Training, 1975:
//!
//! grade = 0.39 (words / sentences) + 11.8 (syllables / words) - 15.59
//!
//! It measures the length of sentences and words, and nothing else: a text can pass and still be hard to understand.

use toward::{
    content::words::Block,
    guide::readings,
    practices::{self, Practice},
    reflections::{self, Reflection},
};

/// The highest grade that a text may have.
const PLAIN: f64 = 6.0;
/// No sentence is longer, whatever the others are like.
const LONGEST: usize = 32;

/// Where a sentence ends. A line ends one, too: a heading or an item of a list needs no full stop.
const ENDS: [char; 4] = ['.', '?', '!', '\n'];

fn sentences(text: &str) -> Vec<Vec<String>> {
    text.split(ENDS)
        .map(|sentence| {
            let words = sentence.split(|c: char| !c.is_alphanumeric() && !matches!(c, '’' | '\''));
            words
                .filter(|word| word.chars().any(char::is_alphanumeric))
                .map(str::to_lowercase)
                .collect::<Vec<_>>()
        })
        .filter(|words| !words.is_empty())
        .collect()
}

/// Two vowels that are heard apart: "idea", "being", "trying", "quiet", "radio", "create".
const APART: [&str; 8] = ["ia", "idea", "io", "iet", "eing", "ying", "uing", "crea"];
/// Where they are not: "question", "special".
const ONE_SOUND: [&str; 8] = ["tion", "sion", "gion", "xion", "shion", "cial", "tial", "cious"];

/// How many syllables a word has, by its letters: groups of vowels, less an "e" at the end that is not heard. It is a
/// rule of thumb that says one too many rather than one too few ("safely" is three), so the grade is not flattered.
fn syllables(word: &str) -> usize {
    let word: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    // "y" at the beginning is a consonant: "yes", "you"
    let vowels = word.chars().enumerate().map(|(at, c)| is_vowel(c) && !(at == 0 && c == 'y'));
    let mut groups = 0;
    let mut before = false;
    for vowel in vowels {
        groups += usize::from(vowel && !before);
        before = vowel;
    }
    let apart = APART.iter().filter(|two| word.contains(*two)).count();
    let apart = if ONE_SOUND.iter().any(|one| word.contains(one)) { 0 } else { apart };
    let ends = |endings: &[&str]| endings.iter().any(|end| word.ends_with(end));
    // "safe" and "times", but "table", "agree" and "voices"; "asked", but "wanted" and "needed"
    let silent = (ends(&["e", "es"])
        && !ends(&["ee", "le", "les", "ces", "ges", "ses", "zes", "ches", "shes", "xes"]))
        || ends(&["ole", "ile", "ale", "ule", "oles", "iles", "ales", "ules"])
        || (ends(&["ed"]) && !ends(&["ted", "ded", "eed"]));
    (groups + apart).saturating_sub(usize::from(silent)).max(1)
}

fn grade(text: &str) -> f64 {
    let sentences = sentences(text);
    let words: usize = sentences.iter().map(Vec::len).sum();
    let heard: usize = sentences.iter().flatten().map(|word| syllables(word)).sum();
    let of = |part: usize, whole: usize| {
        f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
    };
    0.39 * of(words, sentences.len()) + 11.8 * of(heard, words) - 15.59
}

/// Everything that is read on the page of a reflection.
fn read(one: &Reflection) -> String {
    let mut lines = vec![one.name.as_str(), &one.why, &one.careful];
    for prompt in &one.prompts {
        lines.extend([prompt.ask.as_str(), &prompt.hint, &prompt.stands_as]);
    }
    lines.extend(one.after.iter().map(|after| after.says.as_str()));
    lines.join("\n")
}

/// Everything that is read on the pages of a practice.
fn read_for_two(one: &Practice) -> String {
    let mut lines = vec![one.name.as_str(), &one.short, &one.why, &one.careful];
    for field in &one.fields {
        lines.extend([field.ask.as_str(), &field.hint]);
        lines.extend(field.options.iter().flat_map(|option| [option.says.as_str(), &option.hint]));
    }
    lines.extend(one.answers.iter().flat_map(|answer| [answer.says.as_str(), &answer.means]));
    lines.extend(one.later.iter().flat_map(|later| [later.ask.as_str(), &later.hint]));
    lines.extend(one.after.iter().map(|after| after.says.as_str()));
    lines.join("\n")
}

fn texts() -> Vec<(String, String)> {
    let page = |reading: &readings::Reading| {
        let blocks: Vec<String> = reading.blocks.iter().map(Block::text).collect();
        (reading.title.clone(), [reading.title.as_str(), &reading.summary, &blocks.join("\n")].join("\n"))
    };
    let pages = readings::all().iter().map(page);
    let alone = reflections::all().iter().map(|one| (one.name.clone(), read(one)));
    let for_two = practices::all().iter().map(|one| (one.name.clone(), read_for_two(one)));
    pages.chain(alone).chain(for_two).collect()
}

#[test]
fn every_page_of_the_guide_every_reflection_and_every_practice_is_plain_to_read() {
    let texts = texts();
    assert!(texts.len() >= 49, "only {} texts were found", texts.len());
    let mut grades: Vec<(f64, String)> = texts.into_iter().map(|(name, text)| (grade(&text), name)).collect();
    grades.sort_by(|one, other| other.0.total_cmp(&one.0));
    let list: Vec<String> = grades.iter().map(|(grade, name)| format!("{grade:.1} {name}")).collect();
    println!("{}", list.join("\n"));
    let hard: Vec<_> = grades.iter().filter(|(grade, _)| *grade > PLAIN).collect();
    assert!(hard.is_empty(), "{hard:?}");
}

#[test]
fn no_sentence_is_too_long_to_be_read_at_night() {
    let long: Vec<String> = texts()
        .iter()
        .flat_map(|(name, text)| sentences(text).into_iter().map(move |words| (name.clone(), words)))
        .filter(|(_, words)| words.len() > LONGEST)
        .map(|(name, words)| format!("{name}: {}", words.join(" ")))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn syllables_are_never_fewer_than_are_heard_and_at_most_one_more() {
    let exactly = [
        ("the", 1),
        ("hurt", 1),
        ("asked", 1),
        ("wanted", 2),
        ("safe", 1),
        ("table", 2),
        ("tables", 2),
        ("whole", 1),
        ("promise", 2),
        ("promises", 3),
        ("quiet", 2),
        ("being", 2),
        ("trying", 2),
        ("you", 1),
        ("yes", 1),
        ("apology", 4),
        ("needed", 2),
        ("before", 2),
        ("agreed", 2),
        ("don’t", 1),
        ("I", 1),
        ("people", 2),
        ("angry", 2),
        ("question", 2),
        ("session", 2),
        ("voices", 2),
        ("times", 1),
        ("never", 2),
        ("trust", 1),
        ("listen", 2),
        ("idea", 3),
        ("professional", 4),
        ("understand", 3),
        ("create", 2),
    ];
    let nearly = [
        ("safely", 2),
        ("something", 2),
        ("careful", 2),
        ("forgiveness", 3),
        ("everybody", 4),
        ("relationship", 4),
        ("misunderstanding", 5),
        ("ourselves", 2),
        ("statement", 2),
    ];
    for (word, heard) in exactly {
        assert_eq!(syllables(&word.to_lowercase()), heard, "{word}");
    }
    for (word, heard) in nearly {
        let counted = syllables(word);
        assert!(counted == heard || counted == heard + 1, "{word}: {counted} and not {heard}");
    }
}

#[test]
fn the_formula_is_the_published_one_and_tells_hard_from_plain() {
    // 2 sentences, 10 words, 10 syllables: 0.39 * 5 + 11.8 * 1 - 15.59
    let plain = grade("You can stop now. It is not a long way.");
    let by_hand = 0.39 * (10.0 / 2.0) + 11.8 - 15.59;
    assert!((plain - by_hand).abs() < 1e-9, "{plain}");
    let hard = "The subsequent reestablishment of interpersonal confidence necessitates consistently demonstrated \
                predictability, notwithstanding considerable psychological ambivalence.";
    assert!(grade(hard) > PLAIN, "{}", grade(hard));
}
