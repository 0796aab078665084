//! The catalogue that comes with the program, what is pinned of it, and what makes a file unusable.

use super::{catalogue::naming, parse, *};
use crate::{content::File, conversations::prompts};

/// Every number with its form and its keys, as they are sealed with what people write. A line here is never changed and
/// never taken away; a new practice adds one.
const PINNED: &[(u16, Form, &str, &str)] = &[
    (1, Form::Given, "understand sense did regret keep", "accept not-yet heard later"),
    (2, Form::Given, "helps notice", "heard reply time"),
    (3, Form::Given, "hold hard cannot", "yes unsure no time"),
    (4, Form::Both, "feel do think under out", ""),
    (5, Form::Given, "what know matters by", "yes other talk time"),
    (6, Form::Agreed, "rule why", "agree"),
    (7, Form::Both, "time fight there before begin", ""),
    (8, Form::Given, "what day matter more", "yes another not-now"),
    (9, Form::Both, "new days close give free", ""),
    (10, Form::Own, "what when not asking", ""),
    (11, Form::Own, "goal why first help again", ""),
    (12, Form::Own, "who kind good reach knows", ""),
    (13, Form::Both, "down keep myself wish trust", ""),
    (14, Form::Agreed, "topic words owner first", "agree"),
    (15, Form::Given, "say sure good now", "heard talk time"),
    (16, Form::Own, "did effect mend", ""),
];

#[test]
fn every_practice_of_the_catalogue_can_be_used() {
    ready().unwrap();
    assert!(all().len() >= PINNED.len());
}

#[test]
fn numbers_and_keys_stay_what_they_were() {
    let keys = |all: Vec<&str>| all.join(" ");
    let there: Vec<(u16, Form, String, String)> = all()
        .iter()
        .map(|one| {
            let fields = one.fields.iter().map(|field| field.key.as_str()).collect();
            let answers = one.answers.iter().map(|answer| answer.key.as_str()).collect();
            (one.number, one.form, keys(fields), keys(answers))
        })
        .collect();
    for (number, form, fields, answers) in &there {
        let pinned = PINNED.iter().find(|(pinned, ..)| pinned == number);
        let Some((_, was, had, could)) = pinned else {
            panic!("add ({number}, Form::{form:?}, {fields:?}, {answers:?}) to PINNED");
        };
        // keys may be added; what there was stays
        for key in had.split_whitespace() {
            assert!(fields.split(' ').any(|there| there == key), "{number} has lost {key}");
        }
        for key in could.split_whitespace() {
            assert!(answers.split(' ').any(|there| there == key), "{number} has lost the answer {key}");
        }
        assert_eq!(form, was, "{number}");
    }
    for (number, ..) in PINNED {
        assert!(there.iter().any(|(there, ..)| there == number), "{number} is gone");
    }
}

#[test]
fn the_words_of_an_apology_are_those_of_the_talk() {
    let apology = numbered(1).unwrap();
    let labels: Vec<_> =
        apology.fields.iter().map(|field| (field.ask.as_str(), field.hint.as_str())).collect();
    let talk: Vec<_> = prompts::APOLOGY_KEYS.iter().map(|key| (key.label, key.hint)).collect();
    assert_eq!(labels, talk);
    let says: Vec<_> = apology.answers.iter().map(|answer| answer.says.as_str()).collect();
    assert_eq!(says, prompts::ANSWERS.map(|choice| choice.label));
    assert_eq!(apology.at_least, 1, "one of the five is enough");
}

const GOOD: &str = "name = \"Rest\"\ndid = \"rests\"\nshort = \"A rest.\"\nfor = \"both\"\npart = \"days\"\nminutes = 5\nwhy = \"It is late.\"\n\
                    guide = 1\nform = \"given\"\n[[field]]\nkey = \"now\"\nask = \"What now?\"\n[[field]]\nkey = \"by\"\n\
                    ask = \"When?\"\nkind = \"day\"\n[[field]]\nkey = \"how\"\nask = \"How?\"\nkind = \"choice\"\n\
                    [[field.option]]\nkey = \"so\"\nsays = \"So\"\n[[field.option]]\nkey = \"other\"\nsays = \"Other\"\n\
                    [[answer]]\nkey = \"heard\"\nsays = \"I heard it\"\nto_author = \"heard it\"\nfirst = true\n\
                    [[answer]]\nkey = \"yes\"\nsays = \"Yes\"\nto_author = \"says yes\"\nwords = \"may\"\n\
                    [[after]]\nto = \"/plan\"\nsays = \"The plan.\"\n";

#[test]
fn a_mistake_is_refused_with_the_file_and_what_is_wrong() {
    let parsed = |name, text: &str| parse::all(&[File { name, text: text.to_owned().leak() }]);
    parsed("07-rest.toml", GOOD).unwrap();
    for (from, to, says) in [
        ("minutes = 5", "minutes = 95", "between 1 and 90"),
        ("minutes = 5", "", "missing field `minutes`"),
        ("minutes = 5", "minute = 5", "unknown field `minute`"),
        ("\"both\"", "\"men\"", "unknown variant `men`"),
        ("\"given\"", "\"taken\"", "unknown variant `taken`"),
        ("\"given\"", "\"own\"", "its form has none"),
        ("\"given\"", "\"both\"", "its form has none"),
        ("\"given\"", "\"agreed\"", "its only answer"),
        ("\"given\"", "\"given\"\nat_least = 4", "at_least"),
        ("\"given\"", "\"given\"\nat_least = 0", "at_least"),
        ("\"given\"", "\"given\"\nwords_of = \"apology\"", "its fields stand in the talk"),
        ("It is late.", "", "why is not a line of its own"),
        ("A rest.", "", "short is not a line of its own"),
        ("kind = \"day\"", "kind = \"day\"\nown = true", "for what is agreed on"),
        ("says = \"So\"", "says = \"So\"\nagreed = \"Yes\"", "for what is agreed on"),
        ("guide = 1", "guide = 99", "page of the guide"),
        ("\"/plan\"", "\"plan\"", "not the address"),
        ("key = \"by\"", "key = \"now\"", "two fields"),
        ("key = \"by\"", "key = \"By\"", "small letters"),
        ("What now?", "What now, {name}?", "needs “as”"),
        ("key = \"other\"", "key = \"so\"", "two options"),
        ("kind = \"choice\"", "kind = \"words\"", "two options if it is a choice"),
        ("key = \"yes\"", "key = \"heard\"", "two answers"),
        ("first = true", "first = true\nwords = \"may\"", "comes first"),
        ("words = \"may\"", "first = true", "one answer comes first"),
    ] {
        assert!(GOOD.contains(from), "{from}");
        let error = parsed("07-rest.toml", &GOOD.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.contains("07-rest.toml") && error.contains(says), "{to}: {error}");
    }
    assert!(parsed("rest.toml", GOOD).is_err());
    let twice = [File { name: "07-a.toml", text: GOOD }, File { name: "07-b.toml", text: GOOD }];
    assert!(parse::all(&twice).unwrap_err().to_string().contains("two of this number"));
}

#[test]
fn a_choice_and_a_day_are_read_as_people_say_them() {
    let all = parse::all(&[File { name: "07-rest.toml", text: GOOD }]).unwrap();
    let one = all.first().unwrap();
    assert_eq!(one.field("how").unwrap().reads("other"), "Other");
    assert_eq!(one.field("how").unwrap().reads("gone"), "gone");
    assert_eq!(one.field("by").unwrap().reads("2026-03-05"), "Thursday, 5 March 2026");
    assert_eq!(one.field("by").unwrap().reads("soon"), "soon");
    assert!(one.is_heard_first());
    assert_eq!(naming("For {name}", "Noor"), "For Noor");
}
