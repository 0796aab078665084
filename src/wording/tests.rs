//! The list that comes with the program, tried with its own examples and with others; and what makes a list unusable.

use super::*;

const VOICES: [Voice; 6] =
    [Voice::OwnPart, Voice::SayBack, Voice::Hurt, Voice::Note, Voice::Question, Voice::Answer];

fn english() -> Wording {
    Wording::english().unwrap()
}

/// The entries as the file has them, with their examples.
fn entries() -> Vec<list::Written> {
    let list: List = toml::from_str(ENGLISH).unwrap();
    assert!(list.entry.len() > 10, "the list is where it was");
    list.entry
}

/// The quotes of everything found in a text.
fn found(voice: Voice, text: &str) -> Vec<String> {
    english().offers(voice, &[text]).into_iter().flat_map(|offer| offer.quotes).collect()
}

#[test]
fn every_example_of_the_list_does_what_its_entry_says() {
    let wording = english();
    let mut wrong = Vec::new();
    for entry in entries() {
        for voice in &entry.r#in {
            let offered =
                |text: &String| wording.offers(*voice, &[text]).iter().any(|offer| offer.why == entry.why);
            for (text, expected) in entry
                .marks
                .iter()
                .map(|text| (text, true))
                .chain(entry.leaves.iter().map(|text| (text, false)))
            {
                if offered(text) != expected {
                    wrong.push(format!("{} in {voice:?}: {text}", entry.about));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_sentence_of_the_list_asks_or_explains_and_writes_nothing_for_anybody() {
    for entry in entries() {
        assert!(entry.why.ends_with('.') && entry.instead.ends_with('?'), "{}", entry.about);
        for text in [&entry.why, &entry.instead] {
            assert!(!text.contains(['!', '\'']) && !text.contains("..."), "{}: {text}", entry.about);
            // Whoever says "I" here has begun to speak for somebody.
            let lower = format!(" {} ", text.to_lowercase().replace(['’', '“', '”', '.', ',', '?'], " "));
            assert!(!lower.contains(" i ") && !lower.contains(" my "), "{}: {text}", entry.about);
        }
    }
}

#[test]
fn the_phrases_of_the_brief_are_found_and_their_near_misses_are_left_alone() {
    let own = |text| found(Voice::OwnPart, text);
    assert_eq!(own("Well, at least I didn’t leave."), ["at least I didn’t"]);
    assert_eq!(own("AT LEAST\nI DIDN'T leave"), ["AT LEAST I DIDN'T"]);
    assert_eq!(own("I already said that."), ["I already said"]);
    assert_eq!(own("You made me do it"), ["You made me do"]);
    assert_eq!(own("I’m sorry if that was hard."), ["sorry if"]);
    assert_eq!(own("I’m sorry you feel that way."), ["sorry you feel"]);
    assert_eq!(own("It was late, but you were gone."), ["but you"]);
    assert_eq!(own("It was only one evening."), ["It was only"]);
    assert_eq!(own("Calm down."), ["Calm down"]);
    assert_eq!(own("You always do this. You never ask."), ["You always", "You never"]);
    for fine in [
        "At least twenty minutes, and then a walk.",
        "I am sorry. If I could, I would undo it.",
        "It was only later that I saw it.",
        "I lied to you on the second of March, and I hid the letters.",
        "I see that you were alone with it for weeks.",
        "",
        "[[ ]]",
    ] {
        assert_eq!(own(fine), [""; 0], "{fine}");
    }
}

#[test]
fn pain_is_not_corrected() {
    let pain = [
        "You lied to me every single day, and you never once stopped.",
        "You always said that I was imagining it. You made me feel crazy.",
        "It was your fault. You left me no choice but to look.",
        "I hate you for this. I want to scream. I am not calm and I will not calm down!",
        "At least I know now. But you knew all along.",
        "I already said how I feel, and you did not hear it. How long do I have to wait?",
        "It wasn't that bad, you said. It was the worst year of my life.",
    ];
    for text in pain {
        assert_eq!(found(Voice::Hurt, text), [""; 0], "{text}");
    }
    assert_eq!(found(Voice::Hurt, "You are a pathetic liar."), ["You are a pathetic liar"]);
}

#[test]
fn somebody_elses_always_may_be_said_back() {
    for text in [
        "I heard that you always waited, and that you never knew.",
        "You said it was only then that you slept.",
    ] {
        assert_eq!(found(Voice::SayBack, text), [""; 0], "{text}");
    }
    assert_eq!(found(Voice::SayBack, "But you knew."), ["But"]);
}

#[test]
fn a_phrase_that_comes_twice_is_quoted_once_and_two_fields_make_one_offer() {
    let wording = english();
    let offers =
        wording.offers(Voice::OwnPart, &["It was only once. It was ONLY once.", "It meant nothing."]);
    assert_eq!(offers.len(), 1, "{offers:?}");
    assert_eq!(offers[0].quotes, ["It was only", "only once", "It meant nothing"]);
}

#[test]
fn what_is_found_within_something_longer_is_offered_once() {
    let wording = english();
    let offers = wording.offers(Voice::OwnPart, &["You made me lie to you."]);
    assert_eq!(offers.len(), 1, "{offers:?}");
    assert_eq!(offers[0].quotes, ["You made me lie"]);
}

const SMALL: &str = r#"
language = "en"
[spellings]
[[entry]]
about = "one"
in = ["note"]
why = "Because."
instead = "What else?"
phrases = ["a phrase"]
marks = ["a phrase"]
leaves = ["no"]
"#;

#[test]
fn a_list_that_cannot_be_used_says_which_entry_is_why() {
    assert!(Wording::parse(SMALL).is_ok());
    for (good, bad, says) in [
        ("\"en\"", "\"xx\"", "language"),
        ("\"note\"", "\"reader\"", "reader"),
        ("\"Because.\"", "\"\"", "why"),
        ("\"What else?\"", &format!("\"{}\"", "long ".repeat(30)), "instead"),
        ("[\"a phrase\"]\nmarks", "[\"a ...\"]\nmarks", "a ..."),
        ("[\"a phrase\"]\nmarks", "[]\nmarks", "phrases"),
        ("leaves = [\"no\"]", "leaves = []", "leaves"),
        ("about", "colour = 1\nabout", "colour"),
    ] {
        let text = SMALL.replace(good, bad);
        assert_ne!(text, SMALL);
        let error = Wording::parse(&text).unwrap_err().to_string();
        assert!(error.contains(says), "{says}: {error}");
    }
    let twice = format!("{SMALL}{}", &SMALL[SMALL.find("[[entry]]").unwrap()..]);
    assert!(Wording::parse(&twice).unwrap_err().to_string().contains("two of this name"));
    assert!(Wording::parse("language = \"en\"\nentry = []\n[spellings]").is_err());
}

proptest::proptest! {
    #[test]
    fn any_text_is_looked_through_and_every_quote_is_in_it(text in "(?s).{0,200}", tail in "\\PC{0,60}") {
        let wording = english();
        let text = format!("{text} at least I didn't {tail} you are a liar");
        for voice in VOICES {
            for offer in wording.offers(voice, &[&text]) {
                for quote in offer.quotes {
                    let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
                    proptest::prop_assert!(squeezed.contains(&quote), "{quote}");
                }
            }
        }
    }
}
