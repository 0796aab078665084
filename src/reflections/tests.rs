//! The catalogue that comes with the program, and what makes a file unusable.

use super::*;

#[test]
fn every_reflection_of_the_catalogue_can_be_used() {
    ready().unwrap();
    assert!(all().len() >= 21, "{}", all().len());
    for whom in For::ALL {
        let count = all().iter().filter(|one| one.whom == whom).count();
        assert!(count >= 3, "{whom:?} has {count}");
    }
    // the ones that need their fields apart
    let reason = all().iter().find(|one| one.name == "The reason behind it").unwrap();
    let headings: Vec<_> = reason.prompts.iter().map(Prompt::heading).collect();
    assert!(headings.contains(&"Not acceptable") && headings.contains(&"Understandable"), "{headings:?}");
}

#[test]
fn a_note_holds_what_was_answered_under_its_question_and_nothing_else() {
    let reason = all().iter().find(|one| one.name == "The reason behind it").unwrap();
    let answers = ["", "That it went on.\r\nFor months.\n", "  \n", "\nBoth."].map(str::to_owned);
    assert_eq!(
        reason.note(&answers),
        "Not acceptable\n\nThat it went on.\nFor months.\n\nTwo versions\n\nBoth."
    );
    assert_eq!(reason.note(&[]), "");
}

#[test]
fn a_mistake_is_refused_with_the_file_and_what_is_wrong() {
    const GOOD: &str = "name = \"Rest\"\nfor = \"both\"\nminutes = 5\nwhy = \"It is late.\"\nguide = 1\n[[prompt]]\n\
                        ask = \"What now?\"\n[[after]]\nto = \"/plan\"\nsays = \"The plan.\"\n";
    let parsed = |name, text: &str| parse(&[File { name, text: text.to_owned().leak() }]);
    assert!(parsed("07-rest.toml", GOOD).is_ok());
    for (from, to, says) in [
        ("minutes = 5", "minutes = 90", "between 1 and 60"),
        ("minutes = 5", "", "missing field `minutes`"),
        ("minutes = 5", "minute = 5", "unknown field `minute`"),
        ("\"both\"", "\"men\"", "unknown variant `men`"),
        ("It is late.", "", "why is not a line of its own"),
        ("guide = 1", "guide = 99", "page of the guide"),
        ("\"/plan\"", "\"plan\"", "not the address"),
        ("ask = \"What now?\"", "ask = \"What now?\"\n[[prompt]]\nask = \"What now?\"", "twice"),
        ("ask = \"What now?\"", "as = \"Now\"", "missing field `ask`"),
    ] {
        assert!(GOOD.contains(from), "{from}");
        let error = parsed("07-rest.toml", &GOOD.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.contains("07-rest.toml") && error.contains(says), "{to}: {error}");
    }
    assert!(parsed("rest.toml", GOOD).is_err());
    let twice = [File { name: "07-a.toml", text: GOOD }, File { name: "07-b.toml", text: GOOD }];
    assert!(parse(&twice).unwrap_err().to_string().contains("two of this number"));
}

#[test]
fn what_stands_for_the_plan_is_found_in_the_note_also_after_it_was_changed() {
    let fears = all().iter().find(|one| one.for_the_plan().is_some()).unwrap();
    let answers = ["It goes on.", "You call.\n\nBefore ten.", "The past."].map(str::to_owned);
    let note = fears.note(&answers);
    assert_eq!(for_the_plan(&note).as_deref(), Some("You call.\n\nBefore ten."));
    let changed = format!("Added later.\r\n{}", note.replace('\n', "\r\n"));
    assert_eq!(for_the_plan(&changed).as_deref(), Some("You call.\n\nBefore ten."));
    for nothing in ["", "For the plan", "For the plan\n\n \n", "Only words."] {
        assert_eq!(for_the_plan(nothing), None, "{nothing}");
    }
}
