//! Writing a note, new or again. Saving is private.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    entries::{Base, Note, Place, Text, Written, drop_draft, write},
    typed,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Nav, Page, View},
        show,
        signed_in::SignedIn,
    },
};

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct NoteForm {
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
    /// The idempotency key of a new note.
    #[serde(default)]
    once: Uuid,
    /// The revision that an edit began on.
    #[serde(default)]
    number: u32,
    /// Pressed: share it next.
    #[serde(default)]
    share: String,
}

#[derive(Template)]
#[template(path = "entries/edit.html")]
struct Edit {
    page: Page,
    /// The note, unless it is a new one.
    id: Option<String>,
    other: Option<String>,
    title: Field,
    text: Field,
    problems: Problems,
    once: Uuid,
    number: u32,
    held: String,
    kept: String,
    /// The other version after a clash.
    theirs: Option<show::Paragraphs>,
}

const NEW: &str = "note/new";

fn place_of(id: Option<&str>) -> String {
    id.map_or_else(|| NEW.to_owned(), |id| format!("note/{id}"))
}

impl NoteForm {
    fn of(text: &Text<Note>) -> Self {
        let Note { title, text: words } = text.content.clone();
        Self { title, text: words, number: text.number, ..Self::default() }
    }

    fn note(&self) -> Note {
        Note { title: self.title.trim().to_owned(), text: typed::words(&self.text) }
    }

    fn problems(&self) -> Problems {
        let mut problems = Problems::default();
        if typed::length(&self.title) > Note::LONGEST_TITLE {
            problems.add("title", "Keep the title to 120 characters.");
        }
        if self.text.trim().is_empty() {
            problems.add("text", "Write something first. A word is enough.");
        }
        if typed::length(&self.text) > Note::LONGEST_TEXT {
            problems.add("text", "This is more than one note can hold. Keep the rest for a second one.");
        }
        problems
    }

    fn view(&self, visit: &SignedIn, id: Option<&str>, problems: Problems) -> Edit {
        let title = Field::new("title", "A title, if you like")
            .value(self.title.clone())
            .max(Note::LONGEST_TITLE)
            .checked(&problems);
        let text = Field::new("text", "Your words")
            .hint("Nobody else sees this unless you share it.")
            .value(self.text.clone())
            .max(Note::LONGEST_TEXT)
            .rows(12)
            .large()
            .folds()
            .required()
            .checked(&problems);
        Edit {
            page: visit.page("Write").at(Nav::Write),
            id: id.map(str::to_owned),
            other: visit.partner().map(|partner| partner.name.clone()),
            title,
            text,
            problems,
            once: self.once,
            number: self.number,
            held: visit.held(&place_of(id)),
            kept: String::new(),
            theirs: None,
        }
    }
}

/// The form as it was kept, if that is newer than what was saved.
async fn with_draft(
    visit: &mut SignedIn,
    id: Option<&str>,
    saved: NoteForm,
    saved_at: Option<time::OffsetDateTime>,
) -> Result<Response, Error> {
    let (form, kept) =
        visit.unfinished(&place_of(id), saved_at).await?.unwrap_or_else(|| (saved, String::new()));
    let view = Edit { kept, ..form.view(visit, id, Problems::default()) };
    Ok(View(view).into_response())
}

/// `GET /write/new`
pub(super) async fn blank(mut visit: SignedIn) -> Result<Response, Error> {
    let form = NoteForm { once: Uuid::new_v4(), ..NoteForm::default() };
    with_draft(&mut visit, None, form, None).await
}

/// `GET /n/{id}/edit`
pub(super) async fn open(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    with_draft(&mut visit, Some(&id), NoteForm::of(&text), Some(text.written_at)).await
}

/// `POST /write/new`
pub(super) async fn begin(
    visit: SignedIn,
    CheckedForm(form): CheckedForm<NoteForm>,
) -> Result<Response, Error> {
    let base = Base::New(form.once);
    keep(visit, None, base, form).await
}

/// `POST /n/{id}/edit`
pub(super) async fn save(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<NoteForm>,
) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    let base = Base::Edit(text.id, form.number);
    keep(visit, Some(id), base, form).await
}

async fn keep(
    mut visit: SignedIn,
    id: Option<String>,
    base: Base,
    form: NoteForm,
) -> Result<Response, Error> {
    let problems = form.problems();
    if !problems.is_empty() {
        let view = form.view(&visit, id.as_deref(), problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: "note", couple: me.couple, about: None, slot: None };
    match write(scope, hand, place, base, &form.note(), now).await? {
        Written::Kept(id, _) | Written::Already(id, _) => {
            drop_draft(scope, hand, &place_of(base.id().map(|id| id.to_string()).as_deref())).await?;
            visit.scope.commit().await?;
            let next =
                if form.share.is_empty() { format!("/n/{id}?done=kept") } else { format!("/n/{id}/share") };
            Ok(Redirect::to(&next).into_response())
        }
        Written::Clash(there) => clash(visit, &there.to_string(), form).await,
        Written::NotFound => Err(Error::NotFound),
    }
}

/// Both versions, side by side: mine to go on with, the other one to take from.
async fn clash(mut visit: SignedIn, id: &str, form: NoteForm) -> Result<Response, Error> {
    let current = super::find_own(&mut visit, id).await?;
    // saving again is meant from here on
    let form = NoteForm { number: current.number, ..form };
    let mut view = form.view(&visit, Some(id), Problems::default());
    view.theirs = Some(super::words(&current.content));
    Ok((StatusCode::CONFLICT, View(view)).into_response())
}
