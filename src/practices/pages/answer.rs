//! Answering what the other one gave, with it in view. Saving is private.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    figures,
    filling::{Typed, day_problem},
    find_given, other_name,
};
use crate::{
    entries::{Base, Place, Text, Written, drop_draft, write},
    practices::{
        Answer, KIND, Matter, Piece, Practice, Says, Suggestion,
        catalogue::{self, Form, Words, naming},
        matter::answer_slot,
    },
    typed,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Field, Opt, Problems},
        page::{Nav, Page, View},
        readers, show,
        signed_in::SignedIn,
    },
};

/// What was given was changed since the form was opened. Its words are in view again.
pub(super) const READS_OTHERWISE: &str =
    "What you answer reads differently now. Read it once more; your words are still here.";
/// The longest answer, in UTF-16 units as browsers count.
const LONGEST: usize = 4_000;

#[derive(Template)]
#[template(path = "practices/answer.html")]
struct Write {
    page: Page,
    id: String,
    name: String,
    given: show::Shared,
    answer: Choice,
    words: Option<Field>,
    day: Option<Field>,
    problems: Problems,
    once: uuid::Uuid,
    number: u32,
    to: u32,
    held: String,
    kept: String,
    theirs: Option<show::Shared>,
}

fn place_of(id: &str) -> String {
    format!("practice/{id}/answer")
}

/// What an answer of the catalogue does for what comes next.
fn does(answer: &catalogue::Answer) -> Says {
    match (answer.first, answer.waits) {
        (true, _) => Says::First,
        (false, true) => Says::Waits,
        (false, false) => Says::Answers,
    }
}

/// What stands on an answer, and what it means. Whoever agrees to an end agrees to no words any more.
pub(super) fn wording(answer: &'static catalogue::Answer, begun: &Piece) -> (&'static str, &'static str) {
    match begun {
        Piece::Suggestion(Suggestion { ends: true, .. }) if answer.key == catalogue::AGREE => {
            ("I agree to end it", "It ends today, for both of you. It stays here to be read.")
        }
        _ => (&answer.says, &answer.means),
    }
}

/// The answers that can be chosen now: the one that comes first, until it was given; then the others.
pub(super) fn offered(matter: &Matter) -> Vec<&'static catalogue::Answer> {
    let (Some(of), facts) = (matter.of(), matter.facts()) else { return Vec::new() };
    let only_first = of.is_heard_first() && !facts.may_answer(Says::Answers);
    let can = |answer: &&catalogue::Answer| facts.may_answer(does(answer)) && answer.first == only_first;
    of.answers.iter().filter(can).collect()
}

/// What was typed, as an answer, or what is not right yet.
fn read(
    form: &Typed,
    given: &Text<Piece>,
    offered: &[&'static catalogue::Answer],
    of: &Practice,
    before: Option<&Answer>,
    today: time::Date,
) -> Result<Answer, Problems> {
    let mut problems = Problems::default();
    let Some(chosen) = offered.iter().find(|answer| answer.key == form.get("answer")) else {
        problems.add("answer", "Choose one of these.");
        return Err(problems);
    };
    let words = if chosen.words == Words::None { String::new() } else { typed::words(form.get("words")) };
    if chosen.words == Words::Needed && words.trim().is_empty() {
        problems.add("words", format!("Add a few words to “{}”.", chosen.says));
    }
    if typed::length(&words) > LONGEST {
        problems.add("words", "This is more than an answer can hold. A note of your own holds more.");
    }
    let day = catalogue::day(form.get("day")).filter(|_| chosen.day);
    let kept = day.is_some() && before.and_then(|before| before.day) == day;
    let typed = !form.get("day").trim().is_empty();
    if let Some(problem) = day_problem(day, today).filter(|_| chosen.day && typed && !kept) {
        problems.add("day", problem);
    }
    // a day of an earlier answer goes with that one
    let earlier = before.and_then(|before| before.day);
    if !chosen.day && typed && catalogue::day(form.get("day")).is_none_or(|day| Some(day) != earlier) {
        problems
            .add("day", format!("“{}” names no day. Leave it empty, or choose another answer.", chosen.says));
    }
    if form.to() != given.number {
        problems.add("answer", READS_OTHERWISE);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let agreed = (of.form == Form::Agreed).then(|| given.content.fields().cloned()).flatten();
    let answer = chosen.key.clone();
    Ok(Answer { to: given.id, practice: of.number, number: given.number, answer, words, day, agreed })
}

fn saved(answer: &Text<Answer>) -> Typed {
    let Answer { answer: chosen, words, day, .. } = &answer.content;
    Typed::default()
        .with("answer", chosen.as_str())
        .with("words", words.as_str())
        .with("day", day.map(|day| day.to_string()).unwrap_or_default())
        .with("number", answer.number.to_string())
}

/// Which answers need words, as a hint says it.
fn words_hint(offered: &[&'static catalogue::Answer]) -> String {
    let needed: Vec<String> = offered
        .iter()
        .filter(|answer| answer.words == Words::Needed)
        .map(|answer| format!("“{}”", answer.says))
        .collect();
    match (needed.as_slice(), offered) {
        ([], _) => "You can leave it empty.".to_owned(),
        ([_], [_]) => String::new(),
        (needed, _) => format!("For {}. With the others you can leave it empty.", needed.join(" and ")),
    }
}

fn view(
    visit: &SignedIn,
    form: &Typed,
    given: &Text<Piece>,
    offered: &[&'static catalogue::Answer],
    problems: Problems,
) -> Write {
    let name = other_name(visit);
    let options = offered.iter().map(|answer| {
        let (says, means) = wording(answer, &given.content);
        Opt::new(answer.key.as_str(), naming(says, &name).into_owned())
            .hint(naming(means, &name).into_owned())
    });
    // where there is only one, there is nothing to choose
    let chosen = match offered {
        [one] => one.key.as_str(),
        _ => form.get("answer"),
    };
    let answer = Choice::new("answer", "Your answer", options.collect()).choose(&[chosen]).checked(&problems);
    let words = offered.iter().any(|answer| answer.words != Words::None).then(|| {
        let words = Field::new("words", "In your words")
            .hint(words_hint(offered))
            .value(form.get("words"))
            .max(LONGEST)
            .rows(5)
            .checked(&problems);
        if given.content.of().is_some_and(|of| of.part.may_be_hard()) { words.folds() } else { words }
    });
    let days: Vec<String> =
        offered.iter().filter(|answer| answer.day).map(|answer| format!("“{}”", answer.says)).collect();
    let day = (!days.is_empty()).then(|| {
        Field::new("day", "Which day")
            .hint(format!("For {}, if you know one.", days.join(" or ")))
            .value(form.get("day"))
            .kind("date")
            .short()
            .checked(&problems)
    });
    let id = given.id.to_string();
    Write {
        // what was given goes from it when it is taken back; nothing else changes it while it is open
        page: visit.page("Between").at(Nav::Us).following("/live", "given"),
        name,
        given: figures::figure(&given.content, visit.who_wrote(given.author), readers::when(given.shared)),
        answer,
        words,
        day,
        problems,
        once: form.once(),
        number: form.number(),
        to: given.number,
        held: visit.held(&place_of(&id)),
        kept: String::new(),
        theirs: None,
        id,
    }
}

/// `GET /p/{id}/answer`
pub(super) async fn show(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let (matter, given, _) = find_given(&mut visit, &id).await?;
    if matter.agreed_on().is_some() {
        return Ok(Redirect::to(&format!("/p/{id}")).into_response());
    }
    let form = matter.answer.as_ref().map_or_else(Typed::blank, saved);
    let at = matter.answer.as_ref().map(|answer| answer.written_at);
    let (form, kept) = visit.unfinished(&place_of(&id), at).await?.unwrap_or_else(|| (form, String::new()));
    let view = view(&visit, &form, &given, &offered(&matter), Problems::default());
    Ok(View(Write { kept, ..view }).into_response())
}

/// `POST /p/{id}/answer`
pub(super) async fn keep(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Typed>,
) -> Result<Response, Error> {
    let (matter, given, of) = find_given(&mut visit, &id).await?;
    if matter.agreed_on().is_some() {
        return Err(Error::Conflict);
    }
    let (now, offered) = (visit.now, offered(&matter));
    let today = visit.me().pacing.local(now).date();
    let before = matter.answer.as_ref().map(|answer| &answer.content);
    let answer = match read(&form, &given, &offered, of, before, today) {
        Ok(answer) => answer,
        Err(problems) => {
            let view = view(&visit, &form, &given, &offered, problems);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
        }
    };
    let slot = answer_slot(given.id);
    let base = match &matter.answer {
        Some(text) if form.number() > 0 => Base::Edit(text.id, form.number()),
        _ => Base::New(form.once()),
    };
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: Some(&slot) };
    match write(scope, hand, place, base, &Piece::Answer(answer), now).await? {
        Written::Kept(..) | Written::Already(..) => {
            drop_draft(scope, hand, &place_of(&id)).await?;
            visit.scope.commit().await?;
            let next = if form.wants_to_share() {
                format!("/p/{id}/answer/share")
            } else {
                format!("/p/{id}?done=kept")
            };
            Ok(Redirect::to(&next).into_response())
        }
        Written::Clash(_) => {
            let (matter, given, _) = find_given(&mut visit, &id).await?;
            let there = matter.answer.as_ref().ok_or(Error::NotFound)?;
            // saving again is meant from here on
            let form = form.with("number", there.number.to_string());
            let mut view = view(&visit, &form, &given, &offered, Problems::default());
            view.theirs = Some(figures::answer(&there.content, visit.who(), ""));
            Ok((StatusCode::CONFLICT, View(view)).into_response())
        }
        Written::NotFound => Err(Error::NotFound),
    }
}
