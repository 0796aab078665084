//! Writing it down: asking for time, how one comes back, a last word. Saving is private, and the next page shows it as the
//! other one would read it.
//!
//! What must stay true: whatever the answer is, what was typed is in it or kept.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use time::{Date, Duration, OffsetDateTime};

use super::{
    figure, find_own,
    form::{Form, Sort},
};
use crate::{
    apart::{KIND, Piece, back::slot as back_slot, last::slot},
    entries::{self, Base, Place, Seen, Shared, Text, Written, drop_draft, write},
    ids::EntryId,
    web::{error::Error, form::CheckedForm, forms::Problems, page::View, signed_in::SignedIn},
};

fn today(visit: &SignedIn) -> Date {
    visit.me().pacing.local(visit.now).date()
}

async fn page(mut visit: SignedIn, sort: Sort) -> Result<Response, Error> {
    let blank = || {
        let week = today(&visit).checked_add(Duration::WEEK).map(|day| day.to_string()).unwrap_or_default();
        Form::blank(week)
    };
    let saved = sort.current().map_or_else(blank, Form::of);
    let saved_at: Option<OffsetDateTime> = sort.current().map(|text| text.written_at);
    let (form, kept) =
        visit.unfinished(&sort.place(), saved_at).await?.unwrap_or_else(|| (saved, String::new()));
    let view = form.view(&visit, &sort, Problems::default());
    Ok(View(view.with_kept(kept)).into_response())
}

async fn keep(mut visit: SignedIn, sort: Sort, form: Form) -> Result<Response, Error> {
    let piece = match sort.read(&form, today(&visit)) {
        Ok(piece) => piece,
        Err(problems) => {
            let view = form.view(&visit, &sort, problems);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
        }
    };
    let slot = sort.slot(&visit);
    let base = match sort.current() {
        Some(text) if form.number > 0 => Base::Edit(text.id, form.number),
        _ => Base::New(form.once),
    };
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: slot.as_deref() };
    match write(scope, hand, place, base, &piece, now).await? {
        Written::Kept(id, _) | Written::Already(id, _) => {
            drop_draft(scope, hand, &sort.place()).await?;
            visit.scope.commit().await?;
            let next = match sort {
                Sort::Last(_) => "/us/leaving#words".to_owned(),
                Sort::Ask(_) | Sort::Back(..) => format!("/us/time/{id}/share"),
            };
            Ok(Redirect::to(&next).into_response())
        }
        Written::Clash(id) => clash(visit, sort, form, id).await,
        Written::NotFound => Err(Error::NotFound),
    }
}

/// Both versions: mine to go on with, the other one to take from.
async fn clash(mut visit: SignedIn, sort: Sort, mut form: Form, id: EntryId) -> Result<Response, Error> {
    let there = find_own(&mut visit, &id.to_string()).await?;
    let theirs = figure(&there.content, visit.who(), "");
    // saving again is meant from here on
    form.number = there.number;
    let sort = match sort {
        Sort::Ask(_) if may_change(&there) => Sort::Ask(Some(there)),
        // it was told in between: these words become another one
        Sort::Ask(_) => {
            let view = form.anew().view(&visit, &Sort::Ask(None), Problems::default());
            return Ok((StatusCode::CONFLICT, View(view.beside(theirs))).into_response());
        }
        Sort::Back(time, _) => Sort::Back(time, Some(there)),
        Sort::Last(_) => Sort::Last(Some(there)),
    };
    let view = form.view(&visit, &sort, Problems::default());
    Ok((StatusCode::CONFLICT, View(view.beside(theirs))).into_response())
}

/// Whether its words can still be changed: nobody else has them.
fn may_change(text: &Text<Piece>) -> bool {
    text.shared == Shared::No
}

async fn in_slot(visit: &mut SignedIn, slot: &str) -> Result<Option<Text<Piece>>, Error> {
    let (scope, hand, _) = visit.parts();
    Ok(entries::by_slot::<Piece>(scope, hand, slot).await?.and_then(Seen::text))
}

/// Where there is nobody to be apart from.
fn alone() -> Response {
    Redirect::to("/us").into_response()
}

/// `GET /us/time/new`
pub(super) async fn ask(visit: SignedIn) -> Result<Response, Error> {
    if visit.partner().is_none() {
        return Ok(alone());
    }
    page(visit, Sort::Ask(None)).await
}

/// `POST /us/time/new`
pub(super) async fn keep_ask(
    visit: SignedIn,
    CheckedForm(mut form): CheckedForm<Form>,
) -> Result<Response, Error> {
    if visit.partner().is_none() {
        // the space ended meanwhile: the page of the conflict gives the words back
        return Err(Error::Conflict);
    }
    form.number = 0;
    keep(visit, Sort::Ask(None), form).await
}

/// One's own ask that nobody else has yet.
async fn kept_ask(visit: &mut SignedIn, id: &str) -> Result<Option<Sort>, Error> {
    let text = find_own(visit, id).await?;
    let asks = matches!(text.content, Piece::Asked(_)) && visit.partner().is_some() && may_change(&text);
    Ok(asks.then_some(Sort::Ask(Some(text))))
}

/// `GET /us/time/{id}/edit`: as long as it is nobody else's to read.
pub(super) async fn open(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    match kept_ask(&mut visit, &id).await? {
        Some(sort) => page(visit, sort).await,
        None => Ok(Redirect::to("/us/time").into_response()),
    }
}

/// `POST /us/time/{id}/edit`
pub(super) async fn save(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Form>,
) -> Result<Response, Error> {
    if let Some(sort) = kept_ask(&mut visit, &id).await? {
        return keep(visit, sort, form).await;
    }
    if visit.partner().is_none() {
        return Err(Error::Conflict);
    }
    let there = find_own(&mut visit, &id).await?;
    clash(visit, Sort::Ask(None), form, there.id).await
}

/// The time that is over and that one can come back from.
async fn returning(visit: &mut SignedIn) -> Result<Option<Sort>, Error> {
    let now = visit.now;
    let Some(apart) = visit.me().apart.filter(|apart| !apart.holds(now)) else { return Ok(None) };
    let current = in_slot(visit, &back_slot(apart.id)).await?;
    Ok(Some(Sort::Back(apart.id, current)))
}

/// `GET /us/time/back`
pub(super) async fn back(mut visit: SignedIn) -> Result<Response, Error> {
    match returning(&mut visit).await? {
        Some(sort) => page(visit, sort).await,
        None => Ok(Redirect::to("/us/time").into_response()),
    }
}

/// `POST /us/time/back`
pub(super) async fn keep_back(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Form>,
) -> Result<Response, Error> {
    match returning(&mut visit).await? {
        Some(sort) => keep(visit, sort, form).await,
        None => Err(Error::Conflict),
    }
}

async fn leaving(visit: &mut SignedIn) -> Result<Option<Sort>, Error> {
    let couple = visit.me().couple.filter(|_| visit.partner().is_some());
    let Some(couple) = couple else { return Ok(None) };
    Ok(Some(Sort::Last(in_slot(visit, &slot(couple)).await?)))
}

/// `GET /us/leaving/words`
pub(super) async fn last(mut visit: SignedIn) -> Result<Response, Error> {
    match leaving(&mut visit).await? {
        Some(sort) => page(visit, sort).await,
        None => Ok(alone()),
    }
}

/// `POST /us/leaving/words`
pub(super) async fn keep_last(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Form>,
) -> Result<Response, Error> {
    match leaving(&mut visit).await? {
        Some(sort) => keep(visit, sort, form).await,
        // the space ended meanwhile: the page of the conflict gives the words back
        None => Err(Error::Conflict),
    }
}
