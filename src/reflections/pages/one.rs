//! One reflection: its questions, each with a field, and keeping what was answered as a note. Keeping is private.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    entries::{Base, Note, Place, Written, drop_draft, write},
    ids::EntryId,
    reflections::{MOST, Reflection, numbered},
    typed,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Nav, Page, View},
        signed_in::SignedIn,
    },
};

/// The names of the fields, in the order of the questions.
const NAMES: [&str; MOST] = ["a1", "a2", "a3", "a4", "a5", "a6"];
/// The longest answer, in UTF-16 units as browsers count. All of them together are less than a note holds.
const LONGEST: usize = 12_000;

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Answers {
    #[serde(default)]
    a1: String,
    #[serde(default)]
    a2: String,
    #[serde(default)]
    a3: String,
    #[serde(default)]
    a4: String,
    #[serde(default)]
    a5: String,
    #[serde(default)]
    a6: String,
    /// The idempotency key of the new note.
    #[serde(default)]
    once: Uuid,
    /// Where it goes on: `plan` with what one of the two can do, `beside` to what the other shared.
    #[serde(default)]
    to: String,
}

#[derive(Template)]
#[template(path = "reflections/one.html")]
struct One {
    page: Page,
    reflection: &'static Reflection,
    fields: Vec<Field>,
    problems: Problems,
    once: Uuid,
    held: String,
    kept: String,
    /// These answers were kept before, with other words.
    again: Option<String>,
    /// What the other one is called, if there is one.
    other: Option<String>,
}

impl Answers {
    fn all(&self) -> [String; MOST] {
        let Self { a1, a2, a3, a4, a5, a6, once: _, to: _ } = self.clone();
        [a1, a2, a3, a4, a5, a6]
    }

    /// What was answered, question by question.
    fn problems(&self, reflection: &Reflection) -> Problems {
        let mut problems = Problems::default();
        for (name, answer) in NAMES.into_iter().zip(self.all()) {
            if typed::length(&answer) > LONGEST {
                problems
                    .add(name, "This is more than one field can hold. Keep the rest for a note of its own.");
            }
        }
        let index = reflection.for_the_plan().filter(|_| self.to == "plan");
        let empty =
            index.filter(|index| self.all().get(*index).is_none_or(|answer| answer.trim().is_empty()));
        if let Some(name) = empty.and_then(|index| NAMES.get(index)) {
            problems.add(name, "Write here what one of you can do. It becomes the beginning of a promise.");
        } else if reflection.note(&self.all()).is_empty() {
            problems.add(NAMES[0], "Write something first, in any of the fields. A word is enough.");
        }
        problems
    }

    /// Where one goes when it is kept as this note.
    fn then(&self, reflection: &Reflection, id: EntryId) -> String {
        match self.to.as_str() {
            "plan" if reflection.for_the_plan().is_some() => format!("/plan/draft/items/new?note={id}"),
            "beside" if reflection.beside => format!("/write/ideas/{}/beside", reflection.number),
            _ => format!("/n/{id}?done=kept"),
        }
    }

    fn view(&self, visit: &SignedIn, reflection: &'static Reflection, problems: Problems) -> One {
        let field =
            |((name, answer), prompt): ((&'static str, String), &'static crate::reflections::Prompt)| {
                Field::new(name, prompt.ask.as_str())
                    .hint(prompt.hint.as_str())
                    .value(answer)
                    .max(LONGEST)
                    .rows(4)
                    .large()
                    .checked(&problems)
            };
        let fields = NAMES.into_iter().zip(self.all()).zip(&reflection.prompts).map(field).collect();
        One {
            page: visit.page("Write").at(Nav::Write),
            reflection,
            fields,
            problems,
            once: self.once,
            held: visit.held(&place_of(reflection)),
            kept: String::new(),
            again: None,
            other: visit.partner().map(|other| other.name.clone()),
        }
    }
}

fn place_of(reflection: &Reflection) -> String {
    format!("reflection/{}", reflection.number)
}

/// The reflection at this address. One address for each: "07" and "+7" are none.
pub(super) fn find(number: &str) -> Result<&'static Reflection, Error> {
    let parsed = number.parse().ok().filter(|parsed: &u16| parsed.to_string() == number);
    parsed.and_then(numbered).ok_or(Error::NotFound)
}

/// `GET /write/ideas/{number}`
pub(super) async fn show(Path(number): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let reflection = find(&number)?;
    let blank = || (Answers { once: Uuid::new_v4(), ..Answers::default() }, String::new());
    let (form, kept) = visit.unfinished(&place_of(reflection), None).await?.unwrap_or_else(blank);
    let view = One { kept, ..form.view(&visit, reflection, Problems::default()) };
    Ok(View(view).into_response())
}

/// `POST /write/ideas/{number}`
pub(super) async fn keep(
    Path(number): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Answers>,
) -> Result<Response, Error> {
    let reflection = find(&number)?;
    let problems = form.problems(reflection);
    if !problems.is_empty() {
        let view = form.view(&visit, reflection, problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    let note = Note { title: reflection.name.clone(), text: reflection.note(&form.all()) };
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: "note", couple: me.couple, about: None, slot: None };
    match write(scope, hand, place, Base::New(form.once), &note, now).await? {
        Written::Kept(id, _) | Written::Already(id, _) => {
            drop_draft(scope, hand, &place_of(reflection)).await?;
            visit.scope.commit().await?;
            Ok(Redirect::to(&form.then(reflection, id)).into_response())
        }
        Written::Clash(there) => {
            // kept once more, it is a note of its own
            let form = Answers { once: Uuid::new_v4(), ..form };
            let mut view = form.view(&visit, reflection, Problems::default());
            view.again = Some(there.to_string());
            Ok((StatusCode::CONFLICT, View(view)).into_response())
        }
        Written::NotFound => Err(Error::NotFound),
    }
}
