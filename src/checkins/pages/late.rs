//! `/weeks/{week}/note`: a private note to a round that has closed. It is never given to anybody.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::form::Typed;
use crate::{
    checkins::{Event, Held},
    entries::{Base, Written, drop_draft, find_draft},
    typed,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Page, View},
        signed_in::SignedIn,
    },
};

/// The longest note, in UTF-16 units as browsers count.
const LONGEST: usize = 20_000;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NoteForm {
    text: String,
    once: Uuid,
    number: u32,
}

#[derive(Template)]
#[template(path = "checkins/note.html")]
struct NotePage {
    page: Page,
    action: String,
    back: String,
    week: String,
    skipped: bool,
    /// It begins with what was typed into the check-in before it closed.
    begun: bool,
    text: Field,
    problems: Problems,
    once: Uuid,
    number: u32,
    held: String,
    kept: String,
    clash: Option<String>,
}

fn view(visit: &SignedIn, held: &Held, form: &NoteForm, problems: Problems) -> NotePage {
    let path = super::path(&held.opened);
    NotePage {
        page: super::page(visit, "Check-in"),
        action: format!("{path}/note"),
        week: super::name(&held.opened),
        skipped: held.view().skipped,
        begun: false,
        text: Field::new("text", "Your note")
            .hint("Only you can read it. It is never part of what you share.")
            .value(form.text.clone())
            .max(LONGEST)
            .rows(8)
            .large()
            .checked(&problems),
        problems,
        once: form.once,
        number: form.number,
        held: visit.held(&held.opened.key.note_place()),
        kept: String::new(),
        clash: None,
        back: path,
    }
}

/// What was typed into the check-in and never saved, as one text.
async fn unsaved(visit: &mut SignedIn, held: &Held) -> Result<String, Error> {
    let saved_at = held.mine.as_ref().map(|text| text.written_at);
    let (scope, hand, _) = visit.parts();
    let draft = find_draft(scope, hand, &held.opened.key.place()).await?;
    let draft = draft.filter(|draft| saved_at.is_none_or(|saved_at| draft.at >= saved_at));
    let typed = draft.and_then(|draft| draft.fields::<Vec<(String, String)>>()).map(Typed::new);
    let parts = typed.map(|typed| typed.given_back()).unwrap_or_default();
    let parts: Vec<String> = parts.into_iter().map(|(label, words)| format!("{label}: {words}")).collect();
    Ok(parts.join("\n\n"))
}

/// `GET /weeks/{week}/note`
pub(super) async fn show(Path(week): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let (calendar, opened) = super::find(&mut visit, &week).await?;
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let held = super::read(scope, hand, me, opened, now).await?;
    if held.may(Event::Note).is_err() {
        return Ok(Redirect::to(&super::path(&held.opened)).into_response());
    }
    let saved_at = held.note.as_ref().map(|note| note.written_at);
    let (scope, hand, _) = visit.parts();
    let draft = find_draft(scope, hand, &held.opened.key.note_place()).await?;
    let draft = draft.filter(|draft| saved_at.is_none_or(|saved_at| draft.at >= saved_at));
    let kept = draft.as_ref().map(|draft| super::kept_on(&calendar, draft.at, now));
    let form = match (draft.and_then(|draft| draft.fields::<NoteForm>()), &held.note) {
        (Some(form), _) => form,
        (None, Some(note)) => {
            NoteForm { text: note.content.text.clone(), once: Uuid::new_v4(), number: note.number }
        }
        (None, None) => NoteForm::default(),
    };
    // A draft of the note has them already.
    let begun = if kept.is_none() { unsaved(&mut visit, &held).await? } else { String::new() };
    let form = match (begun.is_empty(), form.text.is_empty()) {
        (true, _) => form,
        (false, true) => NoteForm { text: begun.clone(), ..form },
        (false, false) => NoteForm { text: format!("{}\n\n{begun}", form.text), ..form },
    };
    let form = if form.once.is_nil() { NoteForm { once: Uuid::new_v4(), ..form } } else { form };
    let mut view = view(&visit, &held, &form, Problems::default());
    view.begun = !begun.is_empty();
    view.kept = kept.unwrap_or_default();
    Ok(View(view).into_response())
}

/// `POST /weeks/{week}/note`
pub(super) async fn write(
    Path(week): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<NoteForm>,
) -> Result<Response, Error> {
    let held = super::find(&mut visit, &week).await?.1;
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    // somebody who has left still writes their own notes, so nothing of the two's is locked here
    let held = super::read(scope, hand, me, held, now).await?;
    let text = typed::words(&form.text);
    let mut problems = Problems::default();
    if text.is_empty() {
        problems.add("text", "Write something first. A word is enough");
    }
    if typed::length(&text) > LONGEST {
        problems.add("text", "This is more than one note can hold. Keep the rest in a page of your own");
    }
    if !problems.is_empty() {
        return Ok(
            (StatusCode::UNPROCESSABLE_ENTITY, View(view(&visit, &held, &form, problems))).into_response()
        );
    }
    let base = match (form.number, &held.note) {
        (0, _) => Base::New(form.once),
        (number, Some(note)) => Base::Edit(note.id, number),
        (_, None) => return Err(Error::NotFound),
    };
    let path = super::path(&held.opened);
    let (scope, hand, _) = visit.parts();
    match held.write_note(scope, hand, base, text, now).await? {
        Ok(Written::Kept(..) | Written::Already(..)) => {
            drop_draft(scope, hand, &held.opened.key.note_place()).await?;
            // it began with these words, and has them now
            drop_draft(scope, hand, &held.opened.key.place()).await?;
            visit.scope.commit().await?;
            Ok(Redirect::to(&format!("{path}?done=noted")).into_response())
        }
        Ok(Written::Clash(_)) => {
            let held = super::read_week(&mut visit, &week).await?;
            let there = held.note.as_ref().ok_or(Error::Conflict)?;
            let form = NoteForm { number: there.number, ..form };
            let mut view = view(&visit, &held, &form, Problems::default());
            view.clash = Some(there.content.text.clone());
            Ok((StatusCode::CONFLICT, View(view)).into_response())
        }
        Ok(Written::NotFound) => Err(Error::NotFound),
        Err(_) => Ok(Redirect::to(&format!("{path}/write")).into_response()),
    }
}
