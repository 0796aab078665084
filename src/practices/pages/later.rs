//! What was behind it: opens for whoever gave something after it was answered. Saving is private.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{figures, filling::Typed, find_own, other_name};
use crate::{
    entries::{Base, Place, Text, Written, drop_draft, write},
    practices::{
        Explanation, KIND, Matter, Piece,
        catalogue::{self, naming},
        matter::later_slot,
    },
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

/// The longest one, in UTF-16 units as browsers count.
const LONGEST: usize = 4_000;

#[derive(Template)]
#[template(path = "practices/later.html")]
struct Write {
    page: Page,
    id: String,
    name: String,
    begun: show::Shared,
    words: Field,
    problems: Problems,
    once: uuid::Uuid,
    number: u32,
    held: String,
    kept: String,
    theirs: Option<show::Paragraphs>,
}

fn place_of(id: &str) -> String {
    format!("practice/{id}/later")
}

/// What the visitor gave, and what opens for it now.
pub(super) async fn find_answered(
    visit: &mut SignedIn,
    id: &str,
) -> Result<(Matter, Text<Piece>, &'static catalogue::Later), Error> {
    let (matter, begun) = find_own(visit, id).await?;
    let open = matter.facts().may_explain() && visit.partner().is_some();
    let later = matter.of().and_then(|of| of.later.as_ref()).filter(|_| open);
    Ok((matter, begun, later.ok_or(Error::NotFound)?))
}

fn view(
    visit: &SignedIn,
    form: &Typed,
    begun: &Text<Piece>,
    later: &'static catalogue::Later,
    problems: Problems,
) -> Write {
    let (id, name) = (begun.id.to_string(), other_name(visit));
    let words = Field::new("words", naming(&later.ask, &name).into_owned())
        .hint(naming(&later.hint, &name).into_owned())
        .value(form.get("words"))
        .max(LONGEST)
        .rows(6)
        .large()
        .folds()
        .checked(&problems);
    Write {
        page: visit.page("Between").at(Nav::Us),
        name,
        begun: figures::figure(&begun.content, visit.who(), ""),
        words,
        problems,
        once: form.once(),
        number: form.number(),
        held: visit.held(&place_of(&id)),
        kept: String::new(),
        theirs: None,
        id,
    }
}

/// `GET /p/{id}/later`
pub(super) async fn show(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let (matter, begun, later) = find_answered(&mut visit, &id).await?;
    let form = matter.explanation.as_ref().map_or_else(Typed::blank, |text| {
        Typed::default().with("words", text.content.words.as_str()).with("number", text.number.to_string())
    });
    let at = matter.explanation.as_ref().map(|text| text.written_at);
    let (form, kept) = visit.unfinished(&place_of(&id), at).await?.unwrap_or_else(|| (form, String::new()));
    let view = view(&visit, &form, &begun, later, Problems::default());
    Ok(View(Write { kept, ..view }).into_response())
}

/// `POST /p/{id}/later`
pub(super) async fn keep(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Typed>,
) -> Result<Response, Error> {
    let (matter, begun, later) = find_answered(&mut visit, &id).await?;
    let words = typed::words(form.get("words"));
    let mut problems = Problems::default();
    if words.trim().is_empty() {
        problems.add("words", "Write something first. A few words are enough.");
    } else if typed::length(&words) > LONGEST {
        problems.add("words", "This is more than the field can hold. A note of your own holds more.");
    }
    if !problems.is_empty() {
        let view = view(&visit, &form, &begun, later, problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    let piece = Piece::Explanation(Explanation { to: begun.id, practice: matter.practice, words });
    let slot = later_slot(begun.id);
    let base = match &matter.explanation {
        Some(text) if form.number() > 0 => Base::Edit(text.id, form.number()),
        _ => Base::New(form.once()),
    };
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: Some(&slot) };
    match write(scope, hand, place, base, &piece, now).await? {
        Written::Kept(..) | Written::Already(..) => {
            drop_draft(scope, hand, &place_of(&id)).await?;
            visit.scope.commit().await?;
            let next = if form.wants_to_share() { "/later/share" } else { "?done=kept" };
            Ok(Redirect::to(&format!("/p/{id}{next}")).into_response())
        }
        Written::Clash(_) => {
            let (matter, begun, later) = find_answered(&mut visit, &id).await?;
            let there = matter.explanation.ok_or(Error::NotFound)?;
            // saving again is meant from here on
            let form = form.with("number", there.number.to_string());
            let mut view = view(&visit, &form, &begun, later, Problems::default());
            view.theirs = Some(show::Paragraphs::of(&there.content.words));
            Ok((StatusCode::CONFLICT, View(view)).into_response())
        }
        Written::NotFound => Err(Error::NotFound),
    }
}
