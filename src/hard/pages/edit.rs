//! Changing what was written down for oneself, or a line that nobody else can read.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    find_own, id_of,
    say::{self, At, WordForm},
};
use crate::{
    entries::{Base, Place, Text, Written, drop_draft, hold, write},
    hard::{
        Moment,
        private::{self, Private},
    },
    ids::EntryId,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Nav, Page, View},
        show,
        signed_in::SignedIn,
    },
};

/// What the form of a moment holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct MomentForm {
    #[serde(default)]
    words: String,
    #[serde(default)]
    number: u32,
}

#[derive(Template)]
#[template(path = "hard/edit.html")]
struct Edit {
    page: Page,
    id: String,
    words: Field,
    problems: Problems,
    number: u32,
    held: String,
    kept: String,
    theirs: Option<show::Paragraphs>,
}

fn place_of(id: EntryId) -> String {
    format!("now/{id}")
}

fn view(visit: &SignedIn, id: EntryId, form: &MomentForm, problems: Problems) -> Edit {
    let words = Field::new("words", "What is happening?")
        .value(form.words.clone())
        .max(Moment::LONGEST)
        .rows(8)
        .large()
        .checked(&problems);
    Edit {
        page: visit.page("Now").at(Nav::Today),
        id: id.to_string(),
        words,
        problems,
        number: form.number,
        held: visit.held(&place_of(id)),
        kept: String::new(),
        theirs: None,
    }
}

async fn moment(visit: &mut SignedIn, id: EntryId) -> Result<Option<Text<Moment>>, Error> {
    let (scope, hand, _) = visit.parts();
    Ok(private::one(scope, hand, id).await?)
}

/// `GET /now/{id}/edit`
pub(super) async fn open(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let id = id_of(&id)?;
    if let Some(text) = moment(&mut visit, id).await? {
        let saved = MomentForm { words: text.content.words.clone(), number: text.number };
        let place = place_of(id);
        let (form, kept) =
            visit.unfinished(&place, Some(text.written_at)).await?.unwrap_or_else(|| (saved, String::new()));
        let view = view(&visit, id, &form, Problems::default());
        return Ok(View(Edit { kept, ..view }).into_response());
    }
    let (matter, text) = find_own(&mut visit, id).await?;
    if !matter.may_change() {
        return Ok(Redirect::to(&format!("/now/{id}")).into_response());
    }
    let form = WordForm::of(&text);
    say::open(visit, At::Word(id), form, Some(text.written_at)).await
}

/// `POST /now/{id}/edit`
pub(super) async fn save(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<WordForm>,
) -> Result<Response, Error> {
    let id = id_of(&id)?;
    if moment(&mut visit, id).await?.is_some() {
        let (words, number) = form.typed();
        return keep(visit, id, MomentForm { words: words.to_owned(), number }).await;
    }
    find_own(&mut visit, id).await?;
    hold(&mut visit.scope, id).await?;
    let (matter, _) = find_own(&mut visit, id).await?;
    // what was sent is taken back before it is changed
    if !matter.may_change() {
        return Err(Error::Conflict);
    }
    say::save(visit, At::Word(id), form).await
}

async fn keep(mut visit: SignedIn, id: EntryId, form: MomentForm) -> Result<Response, Error> {
    let moment = Moment::new(&form.words);
    if let Some(problem) = moment.problem() {
        let mut problems = Problems::default();
        problems.add("words", problem);
        let view = view(&visit, id, &form, problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: private::KIND, couple: me.couple, about: None, slot: None };
    match write(scope, hand, place, Base::Edit(id, form.number), &Private::Now(moment), now).await? {
        Written::Kept(..) | Written::Already(..) => {
            drop_draft(scope, hand, &place_of(id)).await?;
            visit.scope.commit().await?;
            Ok(Redirect::to(&format!("/now/{id}?done=kept")).into_response())
        }
        Written::Clash(_) => {
            let there = private::one(scope, hand, id).await?.ok_or(Error::NotFound)?;
            // saving again is meant from here on
            let form = MomentForm { number: there.number, ..form };
            let mut view = view(&visit, id, &form, Problems::default());
            view.theirs = Some(show::Paragraphs::of(&there.content.words));
            Ok((StatusCode::CONFLICT, View(view)).into_response())
        }
        Written::NotFound => Err(Error::NotFound),
    }
}
