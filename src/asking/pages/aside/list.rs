//! `GET /aside`: what is not said yet, and what was; and adding to it.

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::done;
use crate::{
    asking::{
        Unsaid,
        private::{self, Private, unsaid_slot},
    },
    entries::{Base, Place, Text, Written, drop_draft, write},
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

/// The name of its draft.
const NEW: &str = "unsaid/new";

#[derive(Deserialize)]
pub(in crate::asking::pages) struct Asked {
    done: Option<String>,
}

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(in crate::asking::pages) struct NewForm {
    #[serde(default)]
    words: String,
    #[serde(default)]
    once: Uuid,
}

struct Row {
    id: String,
    words: show::Paragraphs,
    said_on: Option<String>,
}

#[derive(Template)]
#[template(path = "asking/aside.html")]
struct List {
    page: Page,
    words: Field,
    problems: Problems,
    once: Uuid,
    held: String,
    kept: String,
    open: Vec<Row>,
    said: Vec<Row>,
}

fn row(text: &Text<Unsaid>) -> Row {
    Row {
        id: text.id.to_string(),
        words: show::Paragraphs::of(&text.content.words),
        said_on: text.content.said_on.map(show::day),
    }
}

async fn view(visit: &mut SignedIn, form: &NewForm, problems: Problems) -> Result<List, Error> {
    let (scope, hand, _) = visit.parts();
    let all = private::all(scope, hand).await?;
    let (open, said): (Vec<_>, Vec<_>) = all.iter().map(row).partition(|row| row.said_on.is_none());
    let words = Field::new("words", "Something you have not said yet")
        .hint("A few words are enough. Nobody but you ever reads this list, or learns that there is one.")
        .value(form.words.clone())
        .max(Unsaid::LONGEST)
        .rows(3)
        .short()
        .checked(&problems);
    Ok(List {
        page: visit.page("Aside").at(Nav::Write),
        words,
        problems,
        once: form.once,
        held: visit.held(NEW),
        kept: String::new(),
        open,
        said,
    })
}

/// `GET /aside`
pub(in crate::asking::pages) async fn show(
    Query(asked): Query<Asked>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let blank = NewForm { once: Uuid::new_v4(), ..NewForm::default() };
    let (form, kept) = visit.unfinished(NEW, None).await?.unwrap_or_else(|| (blank, String::new()));
    let mut view = view(&mut visit, &form, Problems::default()).await?;
    view.page = view.page.with_flash(done(asked.done.as_deref()));
    view.kept = kept;
    Ok(View(view).into_response())
}

/// `POST /aside`
pub(in crate::asking::pages) async fn add(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<NewForm>,
) -> Result<Response, Error> {
    if let Some(problem) = Unsaid::problem(&form.words) {
        let mut problems = Problems::default();
        problems.add("words", problem);
        let view = view(&mut visit, &form, problems).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    let words = typed::words(&form.words);
    let unsaid = Private::Unsaid(Unsaid { words, said_on: None });
    let (slot, now) = (unsaid_slot(form.once), visit.now);
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: private::KIND, couple: me.couple, about: None, slot: Some(&slot) };
    match write(scope, hand, place, Base::New(form.once), &unsaid, now).await? {
        Written::Kept(..) | Written::Already(..) => {
            drop_draft(scope, hand, NEW).await?;
            visit.scope.commit().await?;
            Ok(Redirect::to("/aside?done=kept").into_response())
        }
        // the same form with other words: something else that was not said
        Written::Clash(_) | Written::NotFound => {
            let form = NewForm { once: Uuid::new_v4(), ..form };
            let view = view(&mut visit, &form, Problems::default()).await?;
            Ok((StatusCode::CONFLICT, View(view)).into_response())
        }
    }
}
