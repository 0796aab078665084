//! The list that comes with the program, tried with its own examples and with disguises of them.

use proptest::prelude::*;

use super::*;

fn list() -> list::List {
    toml::from_str(ENGLISH).unwrap()
}

#[test]
fn every_example_of_the_list_does_what_its_rule_says() {
    ready().unwrap();
    let mut wrong = Vec::new();
    for rule in list().rule {
        assert!(rule.refuses.len() > 5 && rule.holds.len() > 5, "{}: near misses both ways", rule.about);
        for text in &rule.refuses {
            match check(text) {
                Some(refused) if refused.reason == rule.reason => {}
                other => wrong.push(format!("{}: “{text}” is to be refused: {other:?}", rule.about)),
            }
        }
        for text in &rule.holds {
            if let Some(refused) = check(text) {
                wrong.push(format!("{}: “{text}” is to be held: {}", rule.about, refused.reason));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_offered_instead_would_be_held() {
    for rule in list().rule {
        assert_eq!(check(&rule.instead), None, "{}", rule.instead);
    }
}

#[test]
fn typed_in_disguise_it_is_the_same() {
    for text in [
        "GIVE ME YOUR P.I.N.",
        "give\nme\n\nyour\npin",
        "give me your p i n",
        "give me your ріn",
        "your pass\u{ad}word",
        "your p@ssw0rd",
        "your pass-word",
        "ｓｈａｒｅ　ｌｉｖｅ　ｌｏｃａｔｉｏｎ",
        "share\u{a0}live\u{2003}location",
        "I check his ph\u{200b}one every evening",
        "I check his рhone every evening",
        "I ch3ck his ph0ne",
        "read each other´s m\u{301}ail",
        "SAM’S PHONE: I CHECK SAM’S PHONE",
    ] {
        assert!(check(text).is_some(), "{text}");
    }
}

#[test]
fn ordinary_promises_are_held() {
    for text in [
        "",
        " ",
        "'",
        "I am home by seven on weekdays, and I write when that changes",
        "We eat together without screens",
        "I answer what you ask about that year on the same day",
        "I tell you by myself when I have met her at work",
        "I end the contact and tell you when she writes",
        "We ask each other before we spend more than 200",
        "I see a counsellor on Tuesdays",
        "We sleep in separate rooms until both say otherwise",
        "I call my sister when the night is hard",
        "Sunday at seven: the talk",
        "A walk of twenty minutes, phones at home",
        "I take the children to school and you sleep in",
        "We open the letters from the bank together",
        "I tell you what I spent this week",
        "When you ask where I was, I answer",
        "I tell you at once when she calls or writes",
        "I don't drink on weekdays",
        "We have a code of our own for bad days",
        "We share the housework by the list",
        "I show you my bank statements on the first of the month",
        "I tell you what is in the letter I hid",
        "We check in with each other every evening",
        "I check in with you before I say yes to an evening out",
        "I read your message to the end before I answer",
        "Each of us sees a friend once a week",
        "I share the calendar for the children with you",
        "We keep the phones in the hall while we talk",
        "I come home when I said, or I call",
        "We review the plan on the first Sunday",
        "I open the door when you knock",
    ] {
        assert_eq!(check(text), None, "{text}");
    }
}

#[test]
fn a_list_that_cannot_be_used_says_so() {
    let names_nothing = ENGLISH.replace("\"<password>\",", "\"<passwords>\",");
    assert!(parse(&names_nothing).unwrap_err().to_string().contains("names a list"));
    assert!(parse(&ENGLISH.replace("language = \"en\"", "language = \"xx\"")).is_err());
    assert!(parse("").is_err());
}

/// The same text, harder to read for a program and not for a person.
fn disguised(text: &str, picks: &[u8]) -> String {
    let mut picks = picks.iter().cycle();
    text.chars()
        .map(|c| match (c, picks.next().copied().unwrap_or(0) % 4) {
            (' ', 1) => "\u{a0}".to_owned(),
            (' ', 2) => "  ".to_owned(),
            ('a', 1) => "а".to_owned(),
            ('o', 1) => "ο".to_owned(),
            ('e', 1) => "é".to_owned(),
            ('i', 1) => "í".to_owned(),
            (c, 2) => c.to_uppercase().collect(),
            (c, 3) if c.is_alphabetic() => format!("{c}\u{200b}"),
            (c, _) => c.to_string(),
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_disguise_changes_the_answer(picks in prop::collection::vec(any::<u8>(), 8)) {
        for rule in list().rule {
            for text in rule.refuses.iter().chain(&rule.holds) {
                let other = disguised(text, &picks);
                prop_assert_eq!(check(&other), check(text), "{}", other);
            }
        }
    }

    #[test]
    fn any_text_gets_an_answer(text in "\\PC{0,80}|[a-z0-9@$' .,\n]{0,80}") {
        let _ = check(&text);
    }
}
