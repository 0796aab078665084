//! Every part that pages are made of, on one page and on one page of a conversation: drawn in tests only, so that
//! a part that no page uses yet is still known to be drawn, labelled and escaped.

use askama::Template;

use crate::{
    couples::Seat,
    web::{
        assets::Assets,
        forms::{Choice, Field, Opt, Problems},
        page::{Flash, Nav, Page, Shell, Who},
        rail::Rail,
        show::{Content, Paragraphs, Part, Shared},
    },
};

#[derive(Template)]
#[template(path = "kit.html")]
struct Kit {
    page: Page,
    sam: Who,
    noor: Who,
    problems: Problems,
    day: Field,
    note: Field,
    pass: Field,
    first: Choice,
    calm: Choice,
    words: Choice,
    back: Choice,
    read: Shared,
    said: Shared,
    gone: Shared,
    broken: Shared,
}

#[derive(Template)]
#[template(path = "kit-talk.html")]
struct KitTalk {
    page: Page,
    rail: Rail,
    noor: Who,
    read: Shared,
    heard: Field,
}

fn shell() -> Shell {
    Shell::new("https://weather.example/", Assets::new())
}

fn felt(who: Who) -> Shared {
    let text = "I felt as if the floor had moved.\nI kept going over <em>ordinary</em> evenings.\n\nWhat I felt most \
                was alone, in the same house as you. [[What I saw\n\nin <b>March</b>.]] And then nothing.";
    Shared {
        who,
        what: "felt".to_owned(),
        when: "Shared with you at 19:58".to_owned(),
        content: Content::Words {
            chosen: ["heartbroken", "on edge", "lonely"].map(str::to_owned).to_vec(),
            parts: vec![Part { heading: None, text: Paragraphs::of(text) }],
        },
    }
}

fn kit() -> Kit {
    let (sam, noor) = (Who::new("Sam", Seat::One), Who::new("Noor", Seat::Two));
    let mut problems = Problems::default();
    problems.add("day", "Choose a day that has not passed");
    problems.add("first", "Choose who speaks first");
    let day = Field::new("day", "Day").hint("For example 20 November").value("2 \"November\"").short();
    let first = vec![Opt::new("sam", "Sam"), Opt::new("noor", "Noor").hint("Noor said they would like to")];
    let calm = vec![Opt::new("water", "Water on the table").chosen(true), Opt::new("phones", "Phones away")];
    let words = ["heartbroken", "on edge", "lonely", "unreal"].map(|word| Opt::new(word, word)).to_vec();
    let back = vec![
        Opt::new("20", "20 min").chosen(true),
        Opt::new("60", "An hour"),
        Opt::new("day", "Another day"),
    ];
    let page = Page::signed_in(&shell(), "The kit", sam.clone(), "token")
        .at(Nav::Write)
        .with_flash(Some(Flash::done("Kept. Only you can see it.")));
    Kit {
        day: day.checked(&problems),
        note: Field::new("note", "A note to Noor").value("first line\nsecond").rows(3).large().folds(),
        pass: Field::new("pass", "Passphrase").kind("password").autocomplete("new-password").required(),
        first: Choice::new("first", "Who speaks first", first).checked(&problems),
        calm: Choice::new("calm", "What is ready", calm).hint("Any of these, or none."),
        words: Choice::new("felt", "Hurt", words).choose(&["lonely"]),
        back: Choice::new("back", "Back in", back),
        read: felt(sam.clone()),
        said: Shared::text(
            noor.clone(),
            "heard you say",
            "Today, 20:14",
            "That even the good evenings hurt.",
        ),
        gone: Shared { content: Content::Withdrawn { on: "18 November".to_owned() }, ..felt(noor.clone()) },
        broken: Shared { content: Content::Broken, ..felt(noor.clone()) },
        page,
        sam,
        noor,
        problems,
    }
}

fn kit_talk() -> KitTalk {
    const STEPS: [&str; 8] = [
        "Find time and place",
        "Name what you felt",
        "Listen to each other",
        "Tell it as you lived it",
        "What lies deeper",
        "Take responsibility",
        "Apologise and answer",
        "Plan together",
    ];
    let (sam, noor) = (Who::new("Sam", Seat::One), Who::new("Noor", Seat::Two));
    let mut rail =
        Rail::new("About the spring", &STEPS, 3, "Sam").with_break("/talk/1/break", "Only listening for now");
    rail.agreed =
        Some("You agreed on 11 November: one speaks at a time, and either of you may stop.".to_owned());
    KitTalk {
        page: Page::signed_in(&shell(), "Step 3", noor.clone(), "token").following("/live/talk/1", "a1"),
        rail,
        noor,
        read: felt(sam),
        heard: Field::new("heard", "What I heard you say").hint("Only what reached you.").large(),
    }
}

/// The pages of the kit, drawn.
fn pages() -> Vec<(&'static str, String)> {
    vec![("kit", kit().render().unwrap()), ("kit-talk", kit_talk().render().unwrap())]
}

#[test]
fn what_people_write_stays_text_with_its_paragraphs_and_line_breaks() {
    let html = kit_talk().render().unwrap();
    assert!(html.contains(
        "the floor had moved.<br>I kept going over &#60;em&#62;ordinary&#60;/em&#62; evenings.</p><p>"
    ));
    assert!(!html.contains("<em>"));
}

#[test]
fn every_field_has_a_label_and_its_hint_and_message_are_on_the_page() {
    for (name, html) in pages() {
        let page = scraper::Html::parse_document(&html);
        let all = |css: &str| page.select(&scraper::Selector::parse(css).unwrap()).collect::<Vec<_>>();
        for field in all("input:not([type=hidden]), textarea") {
            let id = field.value().id().unwrap_or("");
            let inside =
                field.ancestors().any(|n| n.value().as_element().is_some_and(|e| e.name() == "label"));
            assert!(
                inside || !all(&format!("label[for='{id}']")).is_empty(),
                "{name}: {} has no label",
                field.html()
            );
        }
        for described in all("[aria-describedby]") {
            for id in described.attr("aria-describedby").unwrap().split(' ') {
                assert_eq!(all(&format!("[id='{id}']")).len(), 1, "{name}: {id}");
            }
        }
        assert!(all("[style], style, script:not([src])").is_empty(), "{name}: nothing inline");
        assert_eq!(all("h1").len(), 1, "{name}: one heading");
        assert_eq!(all("header.top > form.leaving button").len(), 1, "{name}: the way out");
    }
}

#[test]
fn a_broken_seal_or_a_text_taken_back_shows_no_text() {
    let html = kit().render().unwrap();
    assert_eq!(html.matches("floor had moved").count(), 1);
    assert!(html.contains("Noor took this back on 18 November."));
}

/// Every template, with its path.
fn templates() -> Vec<(String, String)> {
    fn walk(folder: &std::path::Path, all: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, all);
            } else if path.extension().is_some_and(|ending| ending == "html") {
                all.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut all = Vec::new();
    walk(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &mut all);
    assert!(all.len() > 15, "the templates are where they were");
    all
}

#[test]
fn no_template_trusts_a_text_or_brings_its_own_style_or_script() {
    for (path, text) in templates() {
        let folded = text.to_lowercase();
        for banned in [
            "|safe",
            "| safe",
            "style=\"",
            "<style",
            "javascript:",
            "onclick",
            "onload",
            "onsubmit",
            "<iframe",
        ] {
            assert!(!folded.contains(banned), "{path}: {banned}");
        }
        let scripts = folded.matches("<script").count();
        assert_eq!(scripts, usize::from(path.ends_with("partials/shell.html")), "{path}: scripts");
    }
}

#[test]
fn every_form_that_is_posted_carries_its_token() {
    for (path, text) in templates() {
        for form in text.split("<form").skip(1).map(|rest| rest.split("</form>").next().unwrap_or(rest)) {
            let posted = form.contains("method=\"post\"");
            let token = form.contains("call forms::csrf(")
                || form.contains("call csrf(")
                || form.contains("name=\"csrf\"");
            // Ending mails takes no session: the secret in the page's own address is the right to do it (RFC 8058).
            let from_a_mail = path.ends_with("reminders/stop.html");
            assert!(!posted || token || from_a_mail, "{path}: a form without a token:{form}");
        }
    }
}
