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
    find_own, hold_matter, id_of, other_name, practice_at,
};
use crate::{
    entries::{self, Base, Place, Shared, Text, Written, drop_draft, write},
    ids::EntryId,
    practices::{
        Fields, Form, Given, KIND, Matter, Part, Piece, Practice, Standing, Suggestion, agreements, matter,
        rounds,
    },
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
#[derive(Clone, Copy)]
struct At<'a> {
    practice: &'static Practice,
    text: Option<&'a Text<Piece>>,
    /// Other words for this suggestion, or for what both agreed to.
    instead: Option<&'a Matter>,
}

impl At<'_> {
    fn before(&self) -> Option<&Fields> {
        self.text.and_then(|text| text.content.fields())
    }

    fn place(&self) -> String {
        match (self.text, self.instead) {
            (None, None) => format!("practice/{}/new", self.practice.number),
            (None, Some(matter)) => format!("practice/{}/other", matter.id),
            (Some(text), _) => format!("practice/{}", text.id),
        }
    }

    fn view(&self, visit: &SignedIn, form: &Typed, problems: Problems) -> Write {
        let number = self.practice.number;
        let (action, back) = match (self.text, self.instead) {
            (None, None) => (format!("/between/{number}/new"), format!("/between/{number}")),
            (None, Some(matter)) => (format!("/p/{}/other", matter.id), format!("/p/{}", matter.id)),
            (Some(text), _) => (format!("/p/{}/edit", text.id), format!("/p/{}", text.id)),
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
    let at = At { practice, text: None, instead: None };
    at.open(visit, Typed::blank(), None).await
}

/// `POST /between/{number}/new`
pub(super) async fn begin(
    Path(number): Path<String>,
    visit: SignedIn,
    CheckedForm(form): CheckedForm<Typed>,
) -> Result<Response, Error> {
    let at = At { practice: practice_at(&number)?, text: None, instead: None };
    keep(visit, &at, Base::New(form.once()), form).await
}

/// What was agreed to last in the matter of this suggestion.
async fn last_agreed(visit: &mut SignedIn, matter: &Matter) -> Result<Option<EntryId>, Error> {
    let (scope, hand, me) = visit.parts();
    Ok(agreements::last_agreed(&matter::all(scope, hand, me).await?, matter.root()))
}

/// A suggestion for which there can be other words: the other one's that is open, or what both agreed to.
async fn find_suggested(
    visit: &mut SignedIn,
    id: &str,
) -> Result<(Matter, &'static Practice, Standing), Error> {
    let id = id_of(id)?;
    let (scope, hand, me) = visit.parts();
    let (found, all) = matter::one(scope, hand, me, id).await?;
    let matter = found.ok_or(Error::NotFound)?;
    let shared = matter.begun.as_ref().is_some_and(|begun| begun.shared != Shared::No);
    let standing = agreements::standing(&all, &matter).filter(|_| shared && visit.partner().is_some());
    match (matter.of(), standing) {
        (Some(of), Some(standing @ (Standing::Open | Standing::Stands(_)))) => Ok((matter, of, standing)),
        _ => Err(Error::NotFound),
    }
}

/// `GET /p/{id}/other`: other words for a suggestion, or for what both agreed to.
pub(super) async fn other(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let (matter, practice, _) = find_suggested(&mut visit, &id).await?;
    let fields = matter.suggestion().map(|suggestion| suggestion.fields.clone()).unwrap_or_default();
    // what only its writer could say is not put into the other one's mouth
    let mine = matter.is_of(visit.me().id);
    let fields = if mine { fields } else { practice.taken_over(&fields) };
    let blank = Typed::blank();
    let once = blank.get("once").to_owned();
    let saved = Typed::of(practice, &fields, 0).with("once", once);
    At { practice, text: None, instead: Some(&matter) }.open(visit, saved, None).await
}

/// `POST /p/{id}/other`
pub(super) async fn begin_other(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Typed>,
) -> Result<Response, Error> {
    let (matter, practice, _) = find_suggested(&mut visit, &id).await?;
    keep(visit, &At { practice, text: None, instead: Some(&matter) }, Base::New(form.once()), form).await
}

/// `POST /p/{id}/end`: asks to end what both agreed to, in its own words. Nothing is shared by it.
pub(super) async fn end(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Typed>,
) -> Result<Response, Error> {
    let (matter, practice, standing) = find_suggested(&mut visit, &id).await?;
    let (Standing::Stands(_), Some(suggestion)) = (standing, matter.suggestion()) else {
        return Err(Error::NotFound);
    };
    let piece = Piece::Suggestion(Suggestion {
        practice: practice.number,
        fields: practice.taken_over(&suggestion.fields),
        root: Some(matter.root()),
        after: Some(matter.id),
        ends: true,
    });
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: None };
    match write(scope, hand, place, Base::New(form.once()), &piece, now).await? {
        Written::Kept(kept, _) | Written::Already(kept, _) => {
            visit.scope.commit().await?;
            Ok(Redirect::to(&format!("/p/{kept}/share")).into_response())
        }
        Written::Clash(_) | Written::NotFound => Err(Error::Conflict),
    }
}

/// `GET /p/{id}/edit`: as long as it is nobody else's to read, or nothing is asked by it.
pub(super) async fn open(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let (matter, text) = find_own(&mut visit, &id).await?;
    let practice = practice_of(&text)?;
    if is_end(&matter) || !may_change(&mut visit, &matter, &text).await? {
        return Ok(Redirect::to(&format!("/p/{id}")).into_response());
    }
    let at = At { practice, text: Some(&text), instead: None };
    let saved = at.before().map_or_else(Typed::default, |fields| Typed::of(practice, fields, text.number));
    at.open(visit, saved, Some(text.written_at)).await
}

/// `POST /p/{id}/edit`
pub(super) async fn save(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Typed>,
) -> Result<Response, Error> {
    hold_matter(&mut visit, &id).await?;
    let (matter, text) = find_own(&mut visit, &id).await?;
    let practice = practice_of(&text)?;
    if is_end(&matter) || !may_change(&mut visit, &matter, &text).await? {
        return Ok(fixed(&visit, practice, form, &text));
    }
    let base = Base::Edit(text.id, form.number());
    keep(visit, &At { practice, text: Some(&text), instead: None }, base, form).await
}

/// The words of an ending are those that end.
fn is_end(matter: &Matter) -> bool {
    matter.suggestion().is_some_and(|suggestion| suggestion.ends)
}

/// Whether something of one's own can be changed now.
pub(super) async fn may_change(
    visit: &mut SignedIn,
    matter: &Matter,
    text: &Text<Piece>,
) -> Result<bool, Error> {
    let Piece::Part(part) = &text.content else { return Ok(matter.facts().may_change()) };
    let (scope, hand, me) = visit.parts();
    let all = rounds::all(&matter::all(scope, hand, me).await?, part.practice, me.id);
    Ok(all.iter().find(|round| round.number == part.round).is_none_or(|round| round.known().may_change()))
}

/// It was shared in between, or the other one's was read. What was given becomes something new with these words; of a part
/// there is one, and what was typed is there to be copied.
fn fixed(visit: &SignedIn, practice: &'static Practice, form: Typed, text: &Text<Piece>) -> Response {
    if practice.form != Form::Both {
        return At { practice, text: None, instead: None }.clash(visit, &form.begun_anew(), text);
    }
    let mut problems = Problems::default();
    if let Some(field) = practice.fields.first() {
        problems.add(&field.input, FIXED);
    }
    let mut view = At { practice, text: Some(text), instead: None }.view(visit, &form, problems);
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
        (_, Some(Piece::Suggestion(of))) => (Piece::Suggestion(Suggestion { fields, ..of.clone() }), None),
        (Form::Agreed, _) => {
            let root = at.instead.map(Matter::root);
            let after = match at.instead {
                Some(matter) => last_agreed(&mut visit, matter).await?,
                None => None,
            };
            let practice = practice.number;
            (Piece::Suggestion(Suggestion { practice, fields, root, after, ends: false }), None)
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
                Ok(At { practice, text: Some(&text), instead: None }.clash(&visit, &form, &text))
            } else {
                Ok(fixed(&visit, practice, form, &text))
            }
        }
        Written::NotFound => Err(Error::NotFound),
    }
}
