//! Filling in a practice, new or again. Saving is private.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use time::OffsetDateTime;

use super::{
    figures,
    filling::{Drawn, Typed},
    find_own, id_of, other_name, practice_at,
};
use crate::{
    entries::{Base, Place, Text, Written, drop_draft, hold, write},
    practices::{Fields, Given, KIND, Piece, Practice},
    web::{
        error::Error,
        form::CheckedForm,
        forms::Problems,
        page::{Nav, Page, View},
        show,
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "practices/write.html")]
struct Write {
    page: Page,
    action: String,
    back: String,
    practice: &'static Practice,
    is_new: bool,
    other: Option<String>,
    fields: Vec<Drawn>,
    problems: Problems,
    once: uuid::Uuid,
    number: u32,
    held: String,
    kept: String,
    /// The other version after a clash.
    theirs: Option<show::Shared>,
}

/// What is written at: something new of a practice, or something that is there.
struct At<'a> {
    practice: &'static Practice,
    text: Option<&'a Text<Piece>>,
}

impl At<'_> {
    fn before(&self) -> Option<&Fields> {
        self.text.and_then(|text| text.content.fields())
    }

    fn place(&self) -> String {
        match self.text {
            None => format!("practice/{}/new", self.practice.number),
            Some(text) => format!("practice/{}", text.id),
        }
    }

    fn view(&self, visit: &SignedIn, form: &Typed, problems: Problems) -> Write {
        let number = self.practice.number;
        let (action, back) = match self.text {
            None => (format!("/between/{number}/new"), format!("/between/{number}")),
            Some(text) => (format!("/p/{}/edit", text.id), format!("/p/{}", text.id)),
        };
        Write {
            page: visit.page("Between").at(Nav::Us),
            action,
            back,
            practice: self.practice,
            is_new: self.text.is_none(),
            other: visit.partner().map(|partner| partner.name.clone()),
            fields: form.drawn(self.practice, &other_name(visit), &problems),
            problems,
            once: form.once(),
            number: form.number(),
            held: visit.held(&self.place()),
            kept: String::new(),
            theirs: None,
        }
    }

    /// The form as it was kept, if that is newer than what was saved.
    async fn open(
        &self,
        mut visit: SignedIn,
        saved: Typed,
        saved_at: Option<OffsetDateTime>,
    ) -> Result<Response, Error> {
        let (form, kept) =
            visit.unfinished(&self.place(), saved_at).await?.unwrap_or_else(|| (saved, String::new()));
        let view = self.view(&visit, &form, Problems::default());
        Ok(View(Write { kept, ..view }).into_response())
    }

    /// Both versions, side by side: mine to go on with, the other one to take from.
    fn clash(&self, visit: &SignedIn, form: &Typed, there: &Text<Piece>) -> Response {
        let mut view = self.view(visit, form, Problems::default());
        view.theirs = Some(figures::figure(&there.content, visit.who(), ""));
        (StatusCode::CONFLICT, View(view)).into_response()
    }
}

/// The practice of something of one's own. One that the catalogue does not have any more is read, and not written at.
fn practice_of(text: &Text<Piece>) -> Result<&'static Practice, Error> {
    text.content.of().ok_or(Error::NotFound)
}

/// `GET /between/{number}/new`
pub(super) async fn blank(Path(number): Path<String>, visit: SignedIn) -> Result<Response, Error> {
    let at = At { practice: practice_at(&number)?, text: None };
    at.open(visit, Typed::blank(), None).await
}

/// `POST /between/{number}/new`
pub(super) async fn begin(
    Path(number): Path<String>,
    visit: SignedIn,
    CheckedForm(form): CheckedForm<Typed>,
) -> Result<Response, Error> {
    let at = At { practice: practice_at(&number)?, text: None };
    keep(visit, &at, Base::New(form.once()), form).await
}

/// `GET /p/{id}/edit`: as long as it is nobody else's to read, or nothing is asked by it.
pub(super) async fn open(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let (matter, text) = find_own(&mut visit, &id).await?;
    let practice = practice_of(&text)?;
    if !matter.facts().may_change() {
        return Ok(Redirect::to(&format!("/p/{id}")).into_response());
    }
    let at = At { practice, text: Some(&text) };
    let saved = at.before().map_or_else(Typed::default, |fields| Typed::of(practice, fields, text.number));
    at.open(visit, saved, Some(text.written_at)).await
}

/// `POST /p/{id}/edit`
pub(super) async fn save(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Typed>,
) -> Result<Response, Error> {
    find_own(&mut visit, &id).await?;
    hold(&mut visit.scope, id_of(&id)?).await?;
    let (matter, text) = find_own(&mut visit, &id).await?;
    let practice = practice_of(&text)?;
    if !matter.facts().may_change() {
        // it was shared in between: these words become something new
        let at = At { practice, text: None };
        return Ok(at.clash(&visit, &form.begun_anew(), &text));
    }
    let base = Base::Edit(text.id, form.number());
    keep(visit, &At { practice, text: Some(&text) }, base, form).await
}

async fn keep(mut visit: SignedIn, at: &At<'_>, base: Base, form: Typed) -> Result<Response, Error> {
    let (practice, now) = (at.practice, visit.now);
    let today = visit.me().pacing.local(now).date();
    let problems = form.problems(practice, at.before(), today);
    if !problems.is_empty() {
        let view = at.view(&visit, &form, problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    let piece = Piece::Given(Given { practice: practice.number, fields: form.fields(practice, at.before()) });
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: None };
    match write(scope, hand, place, base, &piece, now).await? {
        Written::Kept(kept, _) | Written::Already(kept, _) => {
            drop_draft(scope, hand, &at.place()).await?;
            let shares = form.wants_to_share() && me.partner.is_some();
            visit.scope.commit().await?;
            let next = if shares { format!("/p/{kept}/share") } else { format!("/p/{kept}?done=kept") };
            Ok(Redirect::to(&next).into_response())
        }
        Written::Clash(there) => {
            let (matter, text) = find_own(&mut visit, &there.to_string()).await?;
            if matter.facts().may_change() {
                // saving again is meant from here on
                let form = form.with("number", text.number.to_string());
                Ok(At { practice, text: Some(&text) }.clash(&visit, &form, &text))
            } else {
                Ok(At { practice, text: None }.clash(&visit, &form.begun_anew(), &text))
            }
        }
        Written::NotFound => Err(Error::NotFound),
    }
}
