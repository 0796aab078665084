//! What would knowing this give you? An offer before a question is asked, with a field for its asker alone. Nobody has to
//! answer it to ask.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::find_own;
use crate::{
    asking::{
        Question, Wish,
        private::{self, Private},
    },
    entries::{Base, Place, Shared, Text, Written, drop_draft, write},
    folding,
    ids::EntryId,
    typed,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Nav, Page, View},
        show,
        signed_in::SignedIn,
    },
    wording::{Help, Voice, Wording},
};

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct WishForm {
    #[serde(default)]
    wish: String,
    /// The revision that an edit began on; 0 before the first.
    #[serde(default)]
    number: u32,
    #[serde(default)]
    once: Uuid,
    /// Pressed: go on to the preview.
    #[serde(default)]
    share: String,
}

#[derive(Template)]
#[template(path = "asking/why.html")]
struct Why {
    page: Page,
    id: String,
    other: Option<String>,
    asked: bool,
    question: show::Shared,
    help: Option<Help>,
    wish: Field,
    problems: Problems,
    number: u32,
    once: Uuid,
    held: String,
    kept: String,
    theirs: Option<show::Paragraphs>,
}

fn place_of(id: &str) -> String {
    format!("question/{id}/why")
}

/// What is offered about a question, with nothing of what is folded in it.
pub(super) fn help(wording: &Wording, question: &Question) -> Option<Help> {
    wording.help(Voice::Question, &[folding::without(&question.words)])
}

/// Whether the way to asking this question leads by here: once, and not when it was answered already.
pub(super) async fn is_offered(
    visit: &mut SignedIn,
    wording: &Wording,
    id: EntryId,
    question: &Question,
) -> Result<bool, Error> {
    if help(wording, question).is_none() {
        return Ok(false);
    }
    let (scope, hand, _) = visit.parts();
    Ok(private::wish(scope, hand, id).await?.is_none())
}

fn view(
    visit: &SignedIn,
    wording: &Wording,
    text: &Text<Question>,
    form: &WishForm,
    problems: Problems,
) -> Why {
    let id = text.id.to_string();
    let wish = Field::new("wish", "What would knowing this give you?")
        .hint("You can leave it empty. Nobody else ever sees this, and asking does not depend on it.")
        .value(form.wish.clone())
        .max(Wish::LONGEST)
        .rows(4)
        .large()
        .checked(&problems);
    Why {
        page: visit.page("Questions").at(Nav::Write),
        other: visit.partner().map(|partner| partner.name.clone()),
        asked: text.shared != Shared::No,
        question: super::figures::question(&text.content, visit.who(), ""),
        help: help(wording, &text.content),
        wish,
        problems,
        number: form.number,
        once: form.once,
        held: visit.held(&place_of(&id)),
        kept: String::new(),
        theirs: None,
        id,
    }
}

/// `GET /questions/{id}/why`
pub(super) async fn show(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let (_, text) = find_own(&mut visit, &id).await?;
    let (scope, hand, _) = visit.parts();
    let saved = private::wish(scope, hand, text.id).await?;
    let form = saved.as_ref().map_or_else(
        || WishForm { once: Uuid::new_v4(), ..WishForm::default() },
        |wish| WishForm { wish: wish.content.words.clone(), number: wish.number, ..WishForm::default() },
    );
    let at = saved.as_ref().map(|wish| wish.written_at);
    let (form, kept) = visit.unfinished(&place_of(&id), at).await?.unwrap_or_else(|| (form, String::new()));
    let view = Why { kept, ..view(&visit, &wording, &text, &form, Problems::default()) };
    Ok(View(view).into_response())
}

/// `POST /questions/{id}/why`
pub(super) async fn keep(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<WishForm>,
) -> Result<Response, Error> {
    let (_, text) = find_own(&mut visit, &id).await?;
    let next = if form.share.is_empty() || visit.partner().is_none() {
        format!("/questions/{id}?done=wish")
    } else {
        format!("/questions/{id}/share/question")
    };
    let words = typed::words(&form.wish);
    if typed::length(&words) > Wish::LONGEST {
        let mut problems = Problems::default();
        problems.add("wish", "Keep it to 2000 characters. A note of your own holds more.");
        let view = view(&visit, &wording, &text, &form, problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let there = private::wish(scope, hand, text.id).await?;
    if words.is_empty() && there.is_none() {
        drop_draft(scope, hand, &place_of(&id)).await?;
        visit.scope.commit().await?;
        let next = if form.share.is_empty() { format!("/questions/{id}") } else { next };
        return Ok(Redirect::to(&next).into_response());
    }
    let slot = private::wish_slot(text.id);
    let place = Place { kind: private::KIND, couple: me.couple, about: None, slot: Some(&slot) };
    let base = match &there {
        Some(wish) if form.number > 0 => Base::Edit(wish.id, form.number),
        _ => Base::New(form.once),
    };
    match write(scope, hand, place, base, &Private::Wish(Wish { words }), now).await? {
        Written::Kept(..) | Written::Already(..) => {
            drop_draft(scope, hand, &place_of(&id)).await?;
            visit.scope.commit().await?;
            Ok(Redirect::to(&next).into_response())
        }
        Written::Clash(_) => {
            let current = private::wish(scope, hand, text.id).await?.ok_or(Error::NotFound)?;
            // saving again is meant from here on
            let form = WishForm { number: current.number, ..form };
            let mut view = view(&visit, &wording, &text, &form, Problems::default());
            view.theirs = Some(show::Paragraphs::of(&current.content.words));
            Ok((StatusCode::CONFLICT, View(view)).into_response())
        }
        Written::NotFound => Err(Error::NotFound),
    }
}
