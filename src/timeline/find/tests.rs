use super::*;
use crate::{couples::Seat, web::page::Who};

fn shared(text: &str) -> Shared {
    Shared::text(Who::new("Sam", Seat::One), "wrote", "", text)
}

fn finds(typed: &str, text: &str) -> Option<Found> {
    Words::parse(typed).unwrap().find("", &shared(text))
}

/// What is shown, with what was found between bars.
fn shows(typed: &str, text: &str) -> String {
    match finds(typed, text) {
        Some(Found::Open(all)) => {
            all.iter().map(|it| if it.hit { format!("|{}|", it.text) } else { it.text.clone() }).collect()
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn case_and_accents_make_no_difference_and_the_words_are_shown_as_they_were_written() {
    assert_eq!(shows("cafe", "In the CAFÉ again"), "In the |CAFÉ| again");
    assert_eq!(shows("CAFÉ", "in the cafe\u{301}."), "in the |cafe\u{301}|.");
    assert_eq!(shows("strasse", "Die Straße dort"), "Die |Straße| dort");
    assert_eq!(shows("i'm", "I’m here"), "|I’m| here");
    assert_eq!(shows("ΣΟΦΟΣ", "σοφός"), "|σοφός|");
    assert_eq!(shows("李", "你好,李"), "你好,|李|");
    assert_eq!(shows("fi", "the ﬁrst"), "the |ﬁ|rst");
}

#[test]
fn all_the_words_have_to_occur_and_a_phrase_as_it_stands() {
    assert_eq!(shows("hotel rain", "Rain. Then the hotel."), "|Rain|. Then the |hotel|.");
    assert_eq!(finds("hotel snow", "Rain. Then the hotel."), None);
    assert_eq!(shows("\"the hotel\"", "a hotel, and the\n hotel"), "a hotel, and |the  hotel|");
    assert_eq!(finds("“hotel the”", "Then the hotel."), None);
    assert_eq!(shows("hotel \"no pair", "no hotel without a pair"), "|no| |hotel| without a |pair|");
    // over paragraphs, too
    assert!(matches!(finds("rain hotel", "Rain.\n\nHotel."), Some(Found::Open(_))));
}

#[test]
fn nothing_to_look_for_is_no_search() {
    for typed in ["", "  \n", "\"\"", "?!", "— …", "“ ”"] {
        assert_eq!(Words::parse(typed), None, "{typed}");
    }
    assert_eq!(Words::parse("a  A á").unwrap().0.len(), 1);
    assert_eq!(Words::parse(&"x1 x2 x3 x4 x5 x6 x7 ".repeat(3)).unwrap().0.len(), 7);
}

#[test]
fn nothing_folded_is_shown_and_what_is_only_there_says_so() {
    let text = "Before [[the hotel\n\nroom]] after the rain";
    assert_eq!(finds("hotel", text), Some(Found::Folded));
    assert_eq!(finds("room hotel", text), Some(Found::Folded));
    let found = shows("hotel rain", text);
    assert_eq!(found, "after the |rain|");
    assert_eq!(shows("before", text), "|Before|");
    let note = Words::parse("hotel").unwrap().find("The [[hotel]]", &shared("Rain"));
    assert_eq!(note, Some(Found::Folded));
}

#[test]
fn a_long_text_is_cut_around_the_first_hit_between_words() {
    let text = format!("{}and then the hotel {}", "before ".repeat(40), "after ".repeat(60));
    let found = shows("hotel", &text);
    assert!(found.starts_with("… before") && found.contains("the |hotel| after"), "{found}");
    assert!(found.ends_with("after …") || found.ends_with("after…"), "{found}");
    assert!(found.chars().count() < 320, "{found}");
    let one = shows("b", &format!("{}b{}", "a".repeat(500), "c".repeat(500)));
    assert!(one.contains("|b|"), "{one}");
}

proptest::proptest! {
    #[test]
    fn whatever_is_typed_and_written_nothing_fails_and_what_is_marked_is_what_was_typed(
        typed in "\\PC{1,12}", text in "\\PC{0,60}"
    ) {
        if let Some(words) = Words::parse(&typed)
            && let Some(Found::Open(all)) = words.find("", &shared(&text))
        {
            for hit in all.iter().filter(|it| it.hit) {
                let marked = Plain::of(hit.text.trim_start_matches("… ").trim_end_matches('…'));
                proptest::prop_assert!(words.0.iter().any(|word| marked.find(word, 0).is_some()));
            }
            proptest::prop_assert!(all.iter().any(|it| it.hit));
        }
    }
}
