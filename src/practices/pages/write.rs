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
    entries::{self, Base, Place, Text, Written, drop_draft, hold, write},
    practices::{Fields, Form, Given, KIND, Matter, Part, Piece, Practice, matter, rounds},
    web::{
        error::Error,
        form::CheckedForm,
        forms::Problems,
        page::{Nav, Page, View},
        show,
        signed_in::SignedIn,
    },
};

/// One's own part after both were given, or after the other one's was read.
const FIXED: &str = "This stays as you gave it, now that you can read the other’s. What you typed is still here, to be copied.";

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

/// Where one goes on with the time that can be filled in now, if one has begun it.
async fn begun_part(visit: &mut SignedIn, practice: &Practice) -> Result<(u32, Option<Text<Piece>>), Error> {
    let (scope, hand, me) = visit.parts();
    let all = rounds::all(&matter::all(scope, hand, me).await?, practice.number, me.id);
    let current = rounds::current(&all);
    let mine = all.into_iter().find(|round| round.number == current).and_then(|round| round.mine);
    Ok((current, mine))
}

/// `GET /between/{number}/new`
pub(super) async fn blank(Path(number): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let practice = practice_at(&number)?;
    if practice.form == Form::Both
        && let (_, Some(mine)) = begun_part(&mut visit, practice).await?
    {
        return Ok(Redirect::to(&format!("/p/{}/edit", mine.id)).into_response());
    }
    let at = At { practice, text: None };
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
    if !may_change(&mut visit, &matter, &text).await? {
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
    if !may_change(&mut visit, &matter, &text).await? {
        return Ok(fixed(&visit, practice, form, &text));
    }
    let base = Base::Edit(text.id, form.number());
    keep(visit, &At { practice, text: Some(&text) }, base, form).await
}

/// Whether something of one's own can be changed now.
async fn may_change(visit: &mut SignedIn, matter: &Matter, text: &Text<Piece>) -> Result<bool, Error> {
    let Piece::Part(part) = &text.content else { return Ok(matter.facts().may_change()) };
    let (scope, hand, me) = visit.parts();
    let all = rounds::all(&matter::all(scope, hand, me).await?, part.practice, me.id);
    Ok(all.iter().find(|round| round.number == part.round).is_none_or(|round| round.known().may_change()))
}

/// It was shared in between, or the other one's was read. What was given becomes something new with these words; of a part
/// there is one, and what was typed is there to be copied.
fn fixed(visit: &SignedIn, practice: &'static Practice, form: Typed, text: &Text<Piece>) -> Response {
    if practice.form != Form::Both {
        return At { practice, text: None }.clash(visit, &form.begun_anew(), text);
    }
    let mut problems = Problems::default();
    if let Some(field) = practice.fields.first() {
        problems.add(&field.input, FIXED);
    }
    let mut view = At { practice, text: Some(text) }.view(visit, &form, problems);
    view.theirs = Some(figures::figure(&text.content, visit.who(), ""));
    (StatusCode::CONFLICT, View(view)).into_response()
}

async fn keep(mut visit: SignedIn, at: &At<'_>, base: Base, form: Typed) -> Result<Response, Error> {
    let (practice, now) = (at.practice, visit.now);
    let today = visit.me().pacing.local(now).date();
    let problems = form.problems(practice, at.before(), today);
    if !problems.is_empty() {
        let view = at.view(&visit, &form, problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    let fields = form.fields(practice, at.before());
    let (piece, slot) = match (practice.form, at.text.map(|text| &text.content)) {
        (_, Some(Piece::Part(part))) => (Piece::Part(Part { fields, ..part.clone() }), None),
        (Form::Both, _) => {
            let (round, _) = begun_part(&mut visit, practice).await?;
            let slot = rounds::part_slot(practice.number, round);
            (Piece::Part(Part { practice: practice.number, round, fields }), Some(slot))
        }
        _ => (Piece::Given(Given { practice: practice.number, fields }), None),
    };
    let waits = at.text.is_some_and(|text| text.waits);
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: slot.as_deref() };
    match write(scope, hand, place, base, &piece, now).await? {
        Written::Kept(kept, _) | Written::Already(kept, _) => {
            // what waited for the other one's is private again until it is given anew
            if let (true, Some(other)) = (waits, me.partner.as_ref().map(|partner| partner.id)) {
                entries::take_back(scope, hand, other, kept, today).await?;
            }
            drop_draft(scope, hand, &at.place()).await?;
            let shares = form.wants_to_share() && me.partner.is_some();
            visit.scope.commit().await?;
            let next = if shares { format!("/p/{kept}/share") } else { format!("/p/{kept}?done=kept") };
            Ok(Redirect::to(&next).into_response())
        }
        Written::Clash(there) => {
            let (matter, text) = find_own(&mut visit, &there.to_string()).await?;
            if may_change(&mut visit, &matter, &text).await? {
                // saving again is meant from here on
                let form = form.with("number", text.number.to_string());
                Ok(At { practice, text: Some(&text) }.clash(&visit, &form, &text))
            } else {
                Ok(fixed(&visit, practice, form, &text))
            }
        }
        Written::NotFound => Err(Error::NotFound),
    }
}
