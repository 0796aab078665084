//! `/weeks/{week}/share`: exactly what the other one would see, when, and whether the therapist reads it then, too. Nothing
//! leaves before the button is pressed.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{Asked, side::Side};
use crate::{
    checkins::{Answers, Event, Field, Held, Release, Sheet, Theirs},
    entries::Text,
    web::{
        error::Error,
        form::CheckedForm,
        page::{Page, View, Who},
        readers::{CHANGED, Choice, Readers, With},
        signed_in::SignedIn,
    },
    wording::{Help, Voice, Wording},
};

#[derive(Template)]
#[template(path = "checkins/share.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a line of the page that is there or not")]
struct Share {
    page: Page,
    other: Who,
    action: String,
    edit: String,
    week: String,
    /// For the author alone.
    help: Option<Help>,
    preview: Side,
    number: u32,
    chosen: &'static str,
    /// The other one can read exactly this already: what is left to choose is who else does.
    open: bool,
    /// The therapist, if they can be chosen.
    therapist: Option<String>,
    /// Whether they are chosen.
    too: bool,
    /// Whether it is given to them already.
    holds: bool,
    problem: Option<&'static str>,
    /// The other one's key is not the one that was pinned: sharing rests.
    paused: bool,
    /// Whether the answers can still be changed.
    may_change: bool,
}

/// One's own answers in a round of the two, if there is something in them to give.
fn to_give<'a>(held: &'a Held, visit: &SignedIn) -> Result<(&'a Text<Sheet>, Who), Error> {
    let other = visit.other().filter(|_| held.linked).ok_or(Error::NotFound)?;
    let mine = held.mine.as_ref().ok_or(Error::NotFound)?;
    held.may(Event::Release(Release::Now)).map_err(|_| Error::NotFound)?;
    Ok((mine, other))
}

fn texts(answers: &Answers) -> Vec<&str> {
    Field::ALL.into_iter().filter_map(|field| answers.words(field)).collect()
}

/// What is chosen when the page opens.
#[derive(Clone, Copy)]
struct Chosen {
    how: Release,
    /// Whether the therapist reads it, too.
    too: bool,
}

impl Chosen {
    fn of(held: &Held) -> Self {
        Self { how: held.view().mine.release, too: held.is_for_therapist() }
    }
}

fn page(
    visit: &SignedIn,
    readers: &Readers,
    wording: &Wording,
    held: &Held,
    chosen: Chosen,
    problem: Option<&'static str>,
) -> Result<Response, Error> {
    let (mine, other) = to_give(held, visit)?;
    let week = super::path(&held.opened);
    let may_change = held.view().mine.may_change;
    let therapist = readers.therapist().map(str::to_owned);
    let view = Share {
        page: super::page(visit, "Sharing"),
        action: format!("{week}/share"),
        edit: if may_change { format!("{week}/write") } else { week },
        week: super::name(&held.opened),
        help: may_change.then(|| wording.help(Voice::Note, &texts(&mine.content.answers))).flatten(),
        preview: Side::of(visit.who(), &other, &mine.content.answers),
        number: mine.number,
        open: held.is_read_by_other() && !held.view().mine.newer,
        chosen: chosen.how.code(),
        too: chosen.too && therapist.is_some(),
        holds: held.is_for_therapist(),
        therapist,
        problem,
        paused: visit.pinned().is_none(),
        may_change,
        other,
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, View(view)).into_response())
}

/// `GET /weeks/{week}/share`
pub(super) async fn show(
    State(wording): State<Arc<Wording>>,
    Path(week): Path<String>,
    Query(asked): Query<Asked>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let held = super::read_week(&mut visit, &week).await?;
    let readers = Readers::of(&mut visit).await?;
    let holds = Chosen::of(&held);
    // what was chosen on the page before, or what holds already; else it stays with its author
    let chosen = Chosen { how: Release::parse(&asked.how).unwrap_or(holds.how), ..holds };
    page(&visit, &readers, &wording, &held, chosen, None)
}

#[derive(Deserialize)]
pub(super) struct ShareForm {
    /// When it may be read: `both`, `now` or `me`; or, of what can be read already, who does: `partner`, or `therapist` for
    /// both.
    #[serde(default)]
    with: String,
    /// Who reads it then: `partner`, or `therapist` for both.
    #[serde(default)]
    who: String,
    /// The revision that was previewed.
    #[serde(default)]
    number: String,
}

/// `POST /weeks/{week}/share`
pub(super) async fn share(
    State(wording): State<Arc<Wording>>,
    Path(week): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ShareForm>,
) -> Result<Response, Error> {
    let held = super::hold_week(&mut visit, &week).await?;
    let readers = Readers::of(&mut visit).await?;
    let too = form.who == "therapist" || form.with == "therapist";
    let goes_on = held.view().mine.release;
    let how = match Release::parse(&form.with) {
        Some(how) => how,
        None if goes_on != Release::OnlyMe && matches!(form.with.as_str(), "partner" | "therapist") => {
            goes_on
        }
        None => {
            let chosen = Chosen { too, ..Chosen::of(&held) };
            return page(&visit, &readers, &wording, &held, chosen, Some("Choose when it may be read."));
        }
    };
    let number = to_give(&held, &visit)?.0.number;
    let path = super::path(&held.opened);
    let now = visit.now;
    if how == Release::OnlyMe {
        let other = visit.partner().map(|partner| partner.id);
        if let Some(other) = other.filter(|_| held.view().mine.release != Release::OnlyMe) {
            let (scope, hand, _) = visit.parts();
            // given before, so there is something to take back
            if held.take_back(scope, hand, other, now).await?.is_err() {
                return Ok(Redirect::to(&format!("{path}?done=refused")).into_response());
            }
            visit.scope.commit().await?;
        }
        return Ok(Redirect::to(&format!("{path}?done=private")).into_response());
    }
    let chosen = Chosen { how, too };
    let with = if too { With::Both } else { With::Partner };
    let audience = match readers.choose(&mut visit, with.value()).await? {
        Ok(Choice::Share(audience)) => audience,
        Ok(Choice::Me) => return Err(Error::Unreadable),
        Err(problem) => return page(&visit, &readers, &wording, &held, chosen, Some(problem)),
    };
    // what was looked at is what leaves: not something saved in another window since
    if form.number != number.to_string() {
        return page(&visit, &readers, &wording, &held, chosen, Some(CHANGED));
    }
    let (scope, hand, _) = visit.parts();
    if held.release(scope, hand, audience, number, how, now).await?.is_err() {
        return Ok(Redirect::to(&format!("{path}?done=refused")).into_response());
    }
    let after = super::read_week(&mut visit, &week).await?.view();
    visit.scope.commit().await?;
    let done = match (after.theirs, how) {
        (Theirs::Here(_), _) => "opened",
        (_, Release::Both) => "waits",
        _ => "shared",
    };
    Ok(Redirect::to(&format!("{path}?done={done}")).into_response())
}
