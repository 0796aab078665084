//! The form in which a piece is written: its fields for a place in the talk, filled with what was typed, kept or saved.

use uuid::Uuid;

use super::{
    beside,
    step::form_of,
    typed::{LINE, LONGEST, Typed},
};
use crate::{
    conversations::{
        Opened, Part, Step, feelings,
        kinds::Kind,
        meeting,
        prompts::{ANSWERS, CHECKLIST, IN_CHOICES, ROLE_CHOICES, STATEMENT_CHOICES, Shown, ShownField, fill},
    },
    web::{
        forms::{Choice, Field, Opt, Problems},
        show::Shared,
        signed_in::SignedIn,
    },
};

/// One part of the form, as the template draws it.
pub(super) enum Input {
    /// A short text.
    Line(Field),
    /// A long text.
    Area(Field),
    /// One of several.
    One(Choice),
    /// Any of several.
    Any(Choice),
    /// The word list.
    Words { legend: &'static str, hint: &'static str, groups: Vec<Choice> },
    /// A time zone with the list to choose from.
    Zone { field: Field, zones: Vec<String> },
    /// Lines to look at.
    List { legend: &'static str, lines: &'static [&'static str] },
}

/// Another version of the same text, saved in between.
pub(super) struct Clash {
    /// What stands there now.
    pub(super) theirs: Shared,
}

/// The form.
pub(super) struct Writing {
    /// Where it goes.
    pub(super) action: String,
    /// The path of the page it stands on.
    pub(super) back: String,
    /// The place of the piece.
    pub(super) part: String,
    /// Sent twice, it counts once.
    pub(super) once: String,
    /// The entry that is edited and its revision; empty for a new one.
    pub(super) entry: String,
    pub(super) number: String,
    /// For autosave.
    pub(super) held: String,
    /// What was kept before.
    pub(super) kept: &'static str,
    pub(super) inputs: Vec<Input>,
    pub(super) problems: Problems,
    pub(super) clash: Option<Clash>,
    /// The filled button.
    pub(super) go: String,
    /// The button that keeps it private.
    pub(super) or: String,
    /// The line under the buttons.
    pub(super) after: String,
    /// The earlier talk that was chosen, in a proposal of what to talk about.
    pub(super) belongs: String,
}

/// The place of a piece's drafts, and the slot of its entry.
pub(super) fn slot(talk: &Opened, part: Part) -> String {
    format!("talk/{}/{}", talk.id, part.as_place())
}

/// Where the page of a part is.
pub(super) fn path(talk: &Opened, part: Part) -> String {
    beside::path(talk, part).unwrap_or_else(|| action(talk, part))
}

/// Where the form of a part goes.
fn action(talk: &Opened, part: Part) -> String {
    format!("/talk/{}/{}", talk.id, part.step().map_or(0, Step::number))
}

/// The form for `part`, with `typed` in it.
pub(super) fn writing(
    visit: &SignedIn,
    talk: &Opened,
    part: Part,
    shown: &Shown,
    typed: &Typed,
    problems: Problems,
) -> Writing {
    let once =
        if Uuid::parse_str(&typed.once).is_ok() { typed.once.clone() } else { Uuid::new_v4().to_string() };
    Writing {
        action: action(talk, part),
        // Some pages ask first, and show the form only on request: whoever comes back to it wants the form.
        back: format!("{}?form={}", path(talk, part), form_of(part)),
        part: part.as_place(),
        once,
        entry: typed.entry.clone(),
        number: typed.number.clone(),
        held: visit.held(&slot(talk, part)),
        kept: "",
        inputs: inputs(part, shown, typed, &problems, &talk.their_name),
        problems,
        clash: None,
        go: shown.go.clone(),
        or: if shown.or.is_empty() { "Keep it for now".to_owned() } else { shown.or.clone() },
        after: shown.after.clone(),
        belongs: typed.belongs.clone(),
    }
}

/// The parts of the form for `part`.
pub(super) fn inputs(
    part: Part,
    shown: &Shown,
    typed: &Typed,
    problems: &Problems,
    other: &str,
) -> Vec<Input> {
    let mut all = Vec::new();
    match part {
        Part::Feelings => all.push(word_list(typed)),
        Part::In { .. } => all.push(Input::One(are_we_in(typed, problems))),
        Part::Statement { .. } => all.push(Input::One(statement(typed, problems, other))),
        Part::ApologyAnswer { .. } => all.push(Input::One(answers(typed, problems, other))),
        Part::Time { .. } | Part::Next { .. } => {
            all.push(Input::List { legend: "Before you begin", lines: &CHECKLIST });
        }
        _ => {}
    }
    for field in &shown.fields {
        if field.name == "when" {
            all.extend(when(field, typed, problems));
            continue;
        }
        if field.name == "since" {
            let since = Field::new("date", field.label.clone()).hint(field.hint.clone()).kind("date");
            all.push(Input::Line(since.value(typed.date.clone()).short().checked(problems)));
            continue;
        }
        all.push(input(field, typed, problems));
        if field.name == "name" {
            all.push(Input::Any(kinds(typed, problems)));
            all.extend(roles(typed, problems, other).map(Input::One));
        }
    }
    all
}

fn input(field: &ShownField, typed: &Typed, problems: &Problems) -> Input {
    let value = typed.texts().into_iter().find(|(name, _)| *name == field.name).map_or("", |(_, text)| text);
    let made =
        Field::new(field.name, field.label.clone()).hint(field.hint.clone()).value(value).checked(problems);
    if field.rows > 1 {
        let made = made.max(LONGEST).rows(field.rows);
        Input::Area(if field.rows > 4 { made.large().folds() } else { made.short() })
    } else {
        Input::Line(made.max(LINE))
    }
}

fn when(field: &ShownField, typed: &Typed, problems: &Problems) -> [Input; 3] {
    let date = Field::new("date", "Which day?")
        .hint(field.hint.clone())
        .kind("date")
        .value(typed.date.clone())
        .short()
        .checked(problems);
    let time =
        Field::new("time", "At what time?").kind("time").value(typed.time.clone()).short().checked(problems);
    let zone = Field::new("zone", "In which time zone?")
        .hint("For example Europe/Berlin. If you are apart, choose one of the two; calendars do the rest.")
        .value(typed.zone.clone())
        .checked(problems);
    [Input::Line(date), Input::Line(time), Input::Zone { field: zone, zones: meeting::zones() }]
}

fn word_list(typed: &Typed) -> Input {
    let groups = feelings::GROUPS
        .iter()
        .map(|group| {
            let words = group.words.iter().map(|word| Opt::new(*word, *word)).collect();
            Choice::new("felt", group.name, words).choose(&typed.felt)
        })
        .collect();
    Input::Words {
        legend: "Words that were true for you",
        hint: "Tick as many as you need. Skip the rest.",
        groups,
    }
}

fn kinds(typed: &Typed, problems: &Problems) -> Choice {
    let kinds = Kind::ALL.iter().map(|kind| Opt::new(kind.code(), kind.label())).collect();
    Choice::new("kinds", "What was it?", kinds)
        .hint("Choose as many as fit.")
        .choose(&typed.kinds)
        .checked(problems)
}

fn roles(typed: &Typed, problems: &Problems, other: &str) -> [Choice; 2] {
    let mine = ROLE_CHOICES.iter().map(|choice| Opt::new(choice.role.code(), choice.mine)).collect();
    let theirs =
        ROLE_CHOICES.iter().map(|choice| Opt::new(choice.role.code(), fill(choice.theirs, other))).collect();
    [
        Choice::new("mine", "Your part in it", mine).choose(&[&typed.mine]).checked(problems),
        Choice::new("theirs", format!("{other}’s part in it"), theirs)
            .choose(&[&typed.theirs])
            .checked(problems),
    ]
}

fn are_we_in(typed: &Typed, problems: &Problems) -> Choice {
    let options =
        IN_CHOICES.iter().map(|choice| Opt::new(choice.answer.code(), choice.label).hint(choice.means));
    Choice::new("answer", "Your answer, for today", options.collect())
        .large()
        .choose(&[&typed.answer])
        .checked(problems)
}

fn statement(typed: &Typed, problems: &Problems, other: &str) -> Choice {
    let options =
        STATEMENT_CHOICES.iter().map(|(code, label, means)| Opt::new(*code, *label).hint(fill(means, other)));
    Choice::new("answer", "Where it stands", options.collect())
        .large()
        .choose(&[&typed.answer])
        .checked(problems)
}

fn answers(typed: &Typed, problems: &Problems, other: &str) -> Choice {
    let options = ANSWERS
        .iter()
        .map(|choice| Opt::new(choice.answer.code(), choice.label).hint(fill(choice.means, other)))
        .collect();
    Choice::new("answer", "Your answer", options).large().choose(&[&typed.answer]).checked(problems)
}
