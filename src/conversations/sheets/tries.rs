//! What a form does to a sheet, tried.

use uuid::Uuid;

use super::{Act, Line, Sheet, Trouble, Typed};

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn sheet(lines: &[(u128, &str)]) -> Sheet {
    let line =
        |(number, text): &(u128, &str)| Line { id: id(*number), text: (*text).to_owned(), released: false };
    Sheet { lines: lines.iter().map(line).collect(), dropped: Vec::new() }
}

fn typed(lines: &[(u128, &str)], act: &str) -> Typed {
    Typed {
        line: lines.iter().map(|(number, _)| id(*number)).collect(),
        text: lines.iter().map(|(_, text)| (*text).to_owned()).collect(),
        number: 1,
        act: act.to_owned(),
    }
}

fn texts(sheet: &Sheet) -> Vec<&str> {
    sheet.lines.iter().map(|line| line.text.as_str()).collect()
}

#[test]
fn every_button_saves_what_was_typed_and_then_does_its_own() {
    let before = sheet(&[(1, "one"), (2, "two"), (3, "three")]);
    let fields = [(1, "one!"), (2, "two"), (3, "three"), (9, " new\r\nline ")];
    let on = |act: String| before.after(&typed(&fields, &act));
    assert_eq!(texts(&on(String::new())), ["one!", "two", "three", "new\nline"]);
    assert_eq!(texts(&on(format!("up-{}", id(3)))), ["one!", "three", "two", "new\nline"]);
    assert_eq!(texts(&on(format!("down-{}", id(1)))), ["two", "one!", "three", "new\nline"]);
    assert_eq!(texts(&on(format!("up-{}", id(9)))), ["one!", "two", "new\nline", "three"]);
    assert_eq!(texts(&on(format!("drop-{}", id(2)))), ["one!", "three", "new\nline"]);
    for nothing in [format!("up-{}", id(1)), format!("down-{}", id(9)), "down-x".to_owned()] {
        assert_eq!(texts(&on(nothing)), ["one!", "two", "three", "new\nline"]);
    }
}

#[test]
fn what_was_dropped_comes_back_where_it_stood_until_the_next_change() {
    let before = sheet(&[(1, "one"), (2, "two"), (3, "three")]);
    let dropped = before.after(&typed(&[(1, "one"), (2, ""), (3, "three")], ""));
    assert_eq!(texts(&dropped), ["one", "three"]);
    let back = dropped.after(&typed(&[(1, "one"), (3, "three, and more"), (4, "four")], "undo"));
    assert_eq!(texts(&back), ["one", "two", "three, and more", "four"]);
    assert!(back.dropped.is_empty());
    // Saving without a change keeps the way back; a change closes it.
    let same = dropped.after(&typed(&[(1, "one"), (3, "three")], ""));
    assert_eq!(same, dropped);
    let changed = dropped.after(&typed(&[(1, "one"), (3, "3")], ""));
    assert!(changed.dropped.is_empty());
    assert_eq!(texts(&changed.after(&typed(&[], "undo"))), ["one", "3"]);
}

#[test]
fn a_form_sent_twice_counts_once() {
    let before = sheet(&[(1, "one"), (2, "two")]);
    let form = typed(&[(1, "one"), (2, "two"), (3, "three")], &format!("drop-{}", id(2)));
    let once = before.after(&form);
    assert_eq!(texts(&once), ["one", "three"]);
    assert_eq!(once.after(&form), once);
}

#[test]
fn lines_that_a_form_does_not_name_stay_and_differing_ones_clash() {
    let kept = sheet(&[(1, "one"), (2, "two from the other window")]);
    let form = typed(&[(1, "one"), (3, "three")], "");
    assert!(kept.clashes(&form).is_empty());
    assert_eq!(texts(&kept.after(&form)), ["one", "two from the other window", "three"]);
    let form = typed(&[(1, "another one"), (2, "two from the other window")], "");
    assert_eq!(kept.clashes(&form), [id(1)]);
}

#[test]
fn a_line_that_was_shared_stays_as_it_is() {
    let kept = sheet(&[(1, "one"), (2, "two")]).releasing(id(1)).unwrap();
    assert!(kept.lines[0].released && !kept.lines[1].released);
    assert_eq!(kept.releasing(id(1)), None, "once");
    assert_eq!(kept.releasing(id(7)), None);
    let form = typed(&[(1, "otherwise"), (2, "")], "");
    let next = kept.after(&form);
    assert_eq!((texts(&next), next.lines[0].released), (vec!["one"], true));
    assert_eq!(kept.clashes(&form), [id(1), id(2)], "and an older form is told so");
}

#[test]
fn a_sheet_has_its_limits() {
    let long = "x".repeat(Sheet::LONGEST + 1);
    assert_eq!(sheet(&[(1, &long)]).fits(), Err(Trouble::LongLine(id(1))));
    let lines: Vec<(u128, &str)> = (0..61).map(|number| (number, "x")).collect();
    assert_eq!(sheet(&lines).fits(), Err(Trouble::ManyLines));
    assert_eq!(sheet(&lines[1..]).fits(), Ok(()));
    let whole = "é".repeat(Sheet::LONGEST);
    let lines: Vec<(u128, &str)> = (0..11).map(|number| (number, whole.as_str())).collect();
    assert_eq!(sheet(&lines).fits(), Err(Trouble::LongSheet));
    assert_eq!(sheet(&lines[1..]).fits(), Ok(()));
}

#[test]
fn lines_move_over_once_and_the_names_of_buttons_read_back() {
    let here = sheet(&[(1, "one")]);
    let before = sheet(&[(1, "one"), (2, "two")]);
    let both = here.with_lines_of(&before);
    assert_eq!(texts(&both), ["one", "two"]);
    assert_eq!(both.with_lines_of(&before), both);
    assert_eq!(typed(&[], &format!("up-{}", id(5))).act(), Act::Up(id(5)));
    assert_eq!(typed(&[], "undo").act(), Act::Undo);
    assert_eq!(typed(&[], "win").act(), Act::Keep);
    let json = serde_json::to_string(&both).unwrap();
    assert_eq!(serde_json::from_str::<Sheet>(&json).unwrap(), both);
}
