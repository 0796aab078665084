//! The ring holds what both wrote, in its order, at its place, and nothing that is folded.

use askama::Template;
use proptest::prelude::*;

use super::{
    lines::{FITS, LINES, width},
    *,
};

const SAM: Half<'static> =
    Half { name: "Sam", feels: "fear", does: "I ask again.", thinks: "you have something to hide" };
const NOOR: Half<'static> =
    Half { name: "Noor", feels: "shame", does: "I go to the other room", thinks: "it will never be enough" };

#[derive(Template)]
#[template(
    source = r#"{%- import "practices/cycle.html" as cycles -%}{% call cycles::picture(it) %}{% endcall %}{% call cycles::words(it) %}{% endcall %}"#,
    ext = "html"
)]
struct Page {
    it: Cycle,
}

fn whole(place: &Place) -> String {
    place.words.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_one_does_leads_to_what_the_other_thinks_and_round_again() {
    let it = Cycle::draw(SAM, NOOR);
    let titles: Vec<&str> = it.places.iter().map(|place| place.title.text.as_str()).collect();
    assert_eq!(titles, ["Sam thinks", "Sam feels", "Sam does", "Noor thinks", "Noor feels", "Noor does"]);
    let words: Vec<String> = it.places.iter().map(whole).collect();
    assert_eq!(
        words,
        [SAM.thinks, SAM.feels, SAM.does, NOOR.thinks, NOOR.feels, NOOR.does].map(ToOwned::to_owned)
    );
    let whose: Vec<&str> = it.arrows.iter().map(Arrow::class).collect();
    assert_eq!(whose, ["one", "one", "over", "two", "two", "over"]);
    assert!(!it.is_cut);
    assert_eq!(
        it.story(),
        "A loop of six steps, each leading to the next and the last to the first. Sam thinks: you have something to \
         hide. Sam feels: fear. Sam does: I ask again. Noor thinks: it will never be enough. Noor feels: shame. Noor \
         does: I go to the other room."
    );
}

#[test]
fn the_first_goes_up_on_the_left_and_the_second_down_on_the_right() {
    let it = Cycle::draw(SAM, NOOR);
    let at = |n: usize| (it.places[n].x, it.places[n].y);
    assert!(at(0).1 > at(1).1 && at(1).1 > at(2).1, "upwards");
    assert!(at(3).1 < at(4).1 && at(4).1 < at(5).1, "downwards");
    for (left, right) in [(0, 5), (1, 4), (2, 3)] {
        assert_eq!((at(left).1, it.places[left].height), (at(right).1, it.places[right].height));
        assert_eq!(at(left).0, WIDTH - BOX - at(right).0, "as far from its edge as the other");
    }
}

#[test]
fn who_sits_where_changes_nothing_but_the_side() {
    let (it, turned) = (Cycle::draw(SAM, NOOR), Cycle::draw(NOOR, SAM));
    assert_eq!(it.height, turned.height);
    let of = |it: &Cycle, name: &str| -> Vec<String> {
        it.places.iter().filter(|place| place.title.text.starts_with(name)).map(whole).collect()
    };
    for name in ["Sam", "Noor"] {
        assert_eq!(of(&it, name), of(&turned, name));
    }
}

#[test]
fn a_long_text_is_cut_in_the_picture_and_whole_below_it() {
    let long = "I walk through the flat and put things where they belong, ".repeat(6);
    let it = Cycle::draw(Half { does: &long, ..SAM }, NOOR);
    assert!(it.is_cut);
    assert_eq!(it.places[2].words.len(), LINES);
    assert!(whole(&it.places[2]).ends_with('…'));
    assert_eq!(it.steps[2].words, long.trim());
    let page = Page { it }.render().unwrap();
    assert!(page.contains(long.trim()));
}

#[test]
fn a_word_without_an_end_is_broken_and_no_letter_loses_its_accents() {
    let it = Cycle::draw(Half { feels: &"e\u{301}".repeat(40), ..SAM }, NOOR);
    let lines = &it.places[1].words;
    assert!(lines.len() > 1);
    for line in lines {
        assert!(line.text.starts_with('e') && line.text.ends_with('\u{301}'), "{}", line.text);
    }
    assert_eq!(whole(&it.places[1]).replace(' ', ""), "e\u{301}".repeat(40));
}

#[test]
fn a_long_name_is_short_in_the_picture_and_whole_below() {
    let it = Cycle::draw(Half { name: "Maximiliane-Charlotte", ..SAM }, NOOR);
    assert_eq!(it.places[1].title.text, "Maximi… feels");
    assert_eq!(it.steps[1].title, "Maximiliane-Charlotte feels");
}

#[test]
fn what_is_folded_is_not_in_the_picture() {
    let it = Cycle::draw(Half { does: "I think of [[the hotel bed]] again", ..SAM }, NOOR);
    let page = Page { it }.render().unwrap();
    assert!(!page.contains("hotel"), "{page}");
    assert!(page.contains("I think of (folded) again"));
}

#[test]
fn what_was_left_open_has_a_box_that_says_so() {
    let it = Cycle::draw(Half { thinks: " \n ", ..SAM }, NOOR);
    assert_eq!(whole(&it.places[0]), OPEN);
    assert_eq!(it.places.len(), 6);
}

#[test]
fn what_they_write_is_text_and_never_a_mark() {
    let it = Cycle::draw(Half { name: "<i>", feels: "\"><script>", ..SAM }, NOOR);
    let page = Page { it }.render().unwrap();
    assert!(!page.contains("<script") && !page.contains("<i>"), "{page}");
}

#[test]
fn the_picture_has_a_name_and_tells_itself_in_words() {
    let page = Page { it: Cycle::draw(SAM, NOOR) }.render().unwrap();
    assert!(page.contains("role=\"img\"") && page.contains("<title") && page.contains("<desc"), "{page}");
    assert_eq!(page.matches("<rect").count(), 6);
    assert_eq!(page.matches("<li").count(), 6);
}

proptest! {
    #[test]
    fn everything_is_inside_and_nothing_lies_on_anything_else(
        texts in prop::collection::vec("\\PC{0,200}", 6), names in prop::collection::vec("\\PC{1,40}", 2),
    ) {
        let half = |n: usize| Half {
            name: &names[n], feels: &texts[3 * n], does: &texts[3 * n + 1], thinks: &texts[3 * n + 2],
        };
        let it = Cycle::draw(half(0), half(1));
        prop_assert_eq!(it.places.len(), 6);
        prop_assert_eq!(it.arrows.len(), 6);
        for place in &it.places {
            prop_assert!(place.x + BOX <= WIDTH && place.y + place.height <= it.height);
            prop_assert!(!place.words.is_empty() && place.words.len() <= LINES);
            for line in &place.words {
                prop_assert!(width(&line.text) <= FITS, "{}", line.text);
                prop_assert!(line.y < place.y + place.height && line.y > place.title.y);
            }
        }
        for (at, one) in it.places.iter().enumerate() {
            for other in &it.places[at + 1..] {
                let apart = one.x != other.x
                    || one.y + one.height < other.y
                    || other.y + other.height < one.y;
                prop_assert!(apart);
            }
        }
    }
}
