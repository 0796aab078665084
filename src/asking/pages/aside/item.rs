//! One thing that is not said yet: its words, where it could be said, ticking it off, removing it.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    find,
    take::{self, Places},
};
use crate::{
    asking::{
        Unsaid,
        private::{self, Private},
    },
    entries::{Base, Place, Text, Written, drop_draft, remove as erase, write},
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
pub(in crate::asking::pages) struct ItemForm {
    #[serde(default)]
    words: String,
    /// The revision that an edit began on.
    #[serde(default)]
    number: u32,
}

#[derive(Deserialize)]
pub(in crate::asking::pages) struct TickForm {
    /// `1` ticks it off; anything else puts it back.
    #[serde(default)]
    said: String,
}

#[derive(Deserialize)]
pub(in crate::asking::pages) struct Sure {}

#[derive(Template)]
#[template(path = "asking/item.html")]
struct Item {
    page: Page,
    id: String,
    said_on: Option<String>,
    words: Field,
    problems: Problems,
    number: u32,
    held: String,
    kept: String,
    theirs: Option<show::Paragraphs>,
    places: Places,
}

fn place_of(id: &str) -> String {
    format!("unsaid/{id}")
}

async fn view(
    visit: &mut SignedIn,
    text: &Text<Unsaid>,
    form: &ItemForm,
    problems: Problems,
) -> Result<Item, Error> {
    let id = text.id.to_string();
    let places = take::places(visit, text.id).await?;
    let words = Field::new("words", "In your words")
        .value(form.words.clone())
        .max(Unsaid::LONGEST)
        .rows(5)
        .checked(&problems);
    Ok(Item {
        page: visit.page("Aside").at(Nav::Write),
        said_on: text.content.said_on.map(show::day),
        words,
        problems,
        number: form.number,
        held: visit.held(&place_of(&id)),
        kept: String::new(),
        theirs: None,
        places,
        id,
    })
}

/// `GET /aside/{id}`
pub(in crate::asking::pages) async fn show(
    Path(id): Path<String>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let text = find(&mut visit, &id).await?;
    let saved = ItemForm { words: text.content.words.clone(), number: text.number };
    let (form, kept) = visit
        .unfinished(&place_of(&id), Some(text.written_at))
        .await?
        .unwrap_or_else(|| (saved, String::new()));
    let view = view(&mut visit, &text, &form, Problems::default()).await?;
    Ok(View(Item { kept, ..view }).into_response())
}

/// The same page with the reason why it could not be taken somewhere.
pub(super) async fn refuse(
    mut visit: SignedIn,
    text: &Text<Unsaid>,
    problem: &'static str,
) -> Result<Response, Error> {
    let saved = ItemForm { words: text.content.words.clone(), number: text.number };
    let mut problems = Problems::default();
    problems.add("step", problem);
    let view = view(&mut visit, text, &saved, problems).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response())
}

/// Writes it again, with these words or ticked off or not.
async fn again(
    visit: &mut SignedIn,
    text: &Text<Unsaid>,
    number: u32,
    unsaid: Unsaid,
) -> Result<Written, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: private::KIND, couple: me.couple, about: None, slot: None };
    Ok(write(scope, hand, place, Base::Edit(text.id, number), &Private::Unsaid(unsaid), now).await?)
}

/// `POST /aside/{id}`
pub(in crate::asking::pages) async fn save(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ItemForm>,
) -> Result<Response, Error> {
    let text = find(&mut visit, &id).await?;
    if let Some(problem) = Unsaid::problem(&form.words) {
        let mut problems = Problems::default();
        problems.add("words", problem);
        let view = view(&mut visit, &text, &form, problems).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    let words = typed::words(&form.words);
    // ticked off in another window meanwhile: that is no other wording
    let number = if text.content.words == words { text.number } else { form.number };
    let unsaid = Unsaid { words, said_on: text.content.said_on };
    match again(&mut visit, &text, number, unsaid).await? {
        Written::Kept(..) | Written::Already(..) => {
            let (scope, hand, _) = visit.parts();
            drop_draft(scope, hand, &place_of(&id)).await?;
            visit.scope.commit().await?;
            Ok(Redirect::to("/aside?done=kept").into_response())
        }
        Written::Clash(_) => {
            let text = find(&mut visit, &id).await?;
            // saving again is meant from here on
            let form = ItemForm { number: text.number, ..form };
            let mut view = view(&mut visit, &text, &form, Problems::default()).await?;
            view.theirs = Some(show::Paragraphs::of(&text.content.words));
            Ok((StatusCode::CONFLICT, View(view)).into_response())
        }
        Written::NotFound => Err(Error::NotFound),
    }
}

/// `POST /aside/{id}/tick`
pub(in crate::asking::pages) async fn tick(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<TickForm>,
) -> Result<Response, Error> {
    let text = find(&mut visit, &id).await?;
    let today = visit.me().pacing.local(visit.now).date();
    let says = form.said == "1";
    // twice is once, with its first day
    let said_on = if says { text.content.said_on.or(Some(today)) } else { None };
    let unsaid = Unsaid { said_on, ..text.content.clone() };
    match again(&mut visit, &text, text.number, unsaid).await? {
        Written::Kept(..) | Written::Already(..) => {
            visit.scope.commit().await?;
            let done = if says { "said" } else { "open" };
            Ok(Redirect::to(&format!("/aside?done={done}")).into_response())
        }
        // its words changed at this very moment: what stands there now is looked at first
        Written::Clash(_) => Ok(Redirect::to("/aside").into_response()),
        Written::NotFound => Err(Error::NotFound),
    }
}

/// `POST /aside/{id}/remove`
pub(in crate::asking::pages) async fn remove(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(Sure {}): CheckedForm<Sure>,
) -> Result<Response, Error> {
    let text = find(&mut visit, &id).await?;
    let today = visit.now.date();
    let (scope, hand, _) = visit.parts();
    erase(scope, hand, None, text.id, today).await?;
    drop_draft(scope, hand, &place_of(&id)).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/aside?done=removed").into_response())
}
