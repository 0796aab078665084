//! `/weeks/{week}`: one round, both sides of it as far as the visitor may see them.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{Asked, side::Side};
use crate::{
    checkins::{Calendar, Event, Held, Refusal, Release, Theirs, hold},
    entries::Seen,
    noticing::{self, Given, between},
    plans::Acts,
    web::{
        error::Error,
        form::CheckedForm,
        page::{Page, View, Who},
        readers::{Names, Readers},
        show,
        signed_in::SignedIn,
    },
};

/// What stands where one's own answers are.
enum Own {
    /// Nothing yet, and the round is open.
    Open,
    /// Nothing, and the round has closed.
    Skipped,
    /// It does not open.
    Broken,
    /// The answers.
    There { side: Side, standing: Standing },
}

/// Who can see one's own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    OnlyMe,
    Waits,
    /// Both were open, and the other one took theirs back.
    Again,
    Given,
}

/// What stands where the other's are.
enum Other {
    /// A round of one's own: nobody else is in it.
    Nobody,
    /// Not here: not begun, kept, or waiting, which all look the same.
    NotHere,
    /// It is here, and looking ends one's own writing.
    Waits,
    /// The answers.
    There(Side),
    TakenBack,
}

/// What can be done with one's own.
struct May {
    /// The round is open and they can be changed.
    change: bool,
    /// There is something that can be given.
    give: bool,
}

#[derive(Template)]
#[template(path = "checkins/week.html")]
struct WeekPage {
    page: Page,
    path: String,
    name: String,
    line: String,
    other: Who,
    own: Own,
    theirs: Other,
    may: May,
    closed: bool,
    /// There are changes that the other one does not have.
    newer: bool,
    /// The therapist who holds one's own as it holds for the other one.
    therapist: Option<String>,
    /// Whether there is a therapist whom it could be given to, or taken from.
    chooses: bool,
    note: Option<show::Paragraphs>,
    /// What the two sent each other in that week, a line each.
    noticed: Vec<show::Shared>,
}

/// The other one, also of a round with somebody who has left since.
fn other(visit: &SignedIn) -> Who {
    visit.other().unwrap_or_else(|| Who::new("Your partner", visit.me().seat.other()))
}

fn own(held: &Held, me: Who, other: &Who) -> Own {
    let view = held.view();
    match &held.mine {
        _ if held.mine_broken => Own::Broken,
        Some(mine) if !mine.content.answers.is_empty() => {
            let standing = match view.mine.release {
                Release::OnlyMe => Standing::OnlyMe,
                Release::Both if view.theirs == Theirs::NotHere => Standing::Waits,
                Release::Both if held.theirs.is_none() => Standing::Again,
                Release::Both | Release::Now => Standing::Given,
            };
            Own::There { side: Side::of(me, other, &mine.content.answers), standing }
        }
        _ if view.skipped => Own::Skipped,
        _ => Own::Open,
    }
}

fn theirs(held: &Held, me: &Who, other: Who) -> Other {
    if held.pair.is_none() {
        return Other::Nobody;
    }
    match (&held.theirs, held.view().theirs) {
        (Some(_), _) if !held.shows_theirs() => Other::Waits,
        (Some(Seen::Text(text)), _) => Other::There(Side::of(other, me, &text.content.answers)),
        (Some(Seen::Broken { .. }), _) => Other::There(Side::broken(other)),
        (None, Theirs::TakenBack) => Other::TakenBack,
        (None, _) => Other::NotHere,
    }
}

/// "Open until Sunday 22 November, 19:30."
fn line(held: &Held, calendar: &Calendar, visit: &SignedIn) -> String {
    let round = held.opened.round;
    if round.is_open(visit.now) {
        format!("Open until {}.", super::moment(calendar, round.closes, visit.now))
    } else {
        "This round has closed.".to_owned()
    }
}

/// What the two sent each other from the day on which it opened to the day on which it closed; nothing in a round of
/// one's own. A day is all that is known of a line, so one of the day between two rounds stands in both.
async fn noticed(visit: &mut SignedIn, held: &Held, calendar: &Calendar) -> Result<Vec<show::Shared>, Error> {
    if !held.linked {
        return Ok(Vec::new());
    }
    let (me, them, now) = (visit.who(), other(visit), visit.now);
    let (from, closes) = (held.opened.round.day, held.opened.round.closes);
    let until = calendar.holds(now).map_or(closes, |holds| holds.rhythm.local(closes)).date();
    let (scope, hand, household) = visit.parts();
    let given = between(scope, hand, household, from, until).await?;
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let acts = Acts::known(scope, hand, household).await?;
    let figure = |one: Given| {
        let who = if one.author == household.id { me.clone() } else { them.clone() };
        noticing::pages::figure(&one.line, who, &acts, show::day(one.on))
    };
    Ok(given.into_iter().rev().map(figure).collect())
}

/// Changes exactly when what the visitor may see of the round changes.
fn stamp(held: &Held, noticed: usize) -> String {
    let view = held.view();
    let theirs = match view.theirs {
        Theirs::NotHere => "none".to_owned(),
        Theirs::Here(number) => format!("here-{number}"),
        Theirs::TakenBack => "back".to_owned(),
    };
    let number = view.mine.revision.unwrap_or(0);
    format!("{number} {} {theirs} {} {noticed}", view.mine.release.code(), view.closed)
}

/// `GET /weeks/{week}`
pub(super) async fn show(
    Path(week): Path<String>,
    Query(asked): Query<Asked>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let (calendar, opened) = super::find(&mut visit, &week).await?;
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let held = super::read(scope, hand, me, opened, now).await?;
    let noticed = noticed(&mut visit, &held, &calendar).await?;
    let view = held.view();
    let therapist = if held.is_for_therapist() {
        Some(Names::when(&mut visit, true).await?.therapist().to_owned())
    } else {
        None
    };
    let give = held.linked && held.may(Event::Release(Release::Now)).is_ok();
    let chooses = therapist.is_some()
        || (give
            && view.mine.release != Release::OnlyMe
            && Readers::of(&mut visit).await?.therapist().is_some());
    let (me, other) = (visit.who(), other(&visit));
    let page = WeekPage {
        page: super::page(&visit, "Check-in")
            .following("/live", stamp(&held, noticed.len()))
            .with_flash(super::done(&asked.done, &other.name, therapist.as_deref())),
        path: super::path(&opened),
        name: super::name(&opened),
        line: line(&held, &calendar, &visit),
        own: own(&held, me.clone(), &other),
        theirs: theirs(&held, &me, other.clone()),
        other,
        may: May { change: view.mine.may_change && !held.mine_broken, give },
        closed: view.closed,
        newer: view.mine.newer,
        therapist,
        chooses,
        noticed,
        note: held.note.as_ref().map(|note| show::Paragraphs::of(&note.content.text)),
    };
    let answer = View(page).into_response();
    if held.shows_theirs() && held.is_new() {
        let me = visit.me().id;
        let (scope, hand, household) = visit.parts();
        if let Some(held) = hold(scope, hand, household, opened, now).await? {
            // it is on the page; what was taken back in between is not, and leaves nothing to note
            let _: Result<(), Refusal> = held.look(scope, me).await?;
            visit.scope.commit().await?;
        }
    }
    Ok(answer)
}

#[derive(Deserialize)]
pub(super) struct Sure {}

/// `POST /weeks/{week}/open`: opens the other's, although that ends one's own writing.
pub(super) async fn open(
    Path(week): Path<String>,
    mut visit: SignedIn,
    CheckedForm(Sure {}): CheckedForm<Sure>,
) -> Result<Response, Error> {
    let held = super::hold_week(&mut visit, &week).await?;
    let path = super::path(&held.opened);
    let me = visit.me().id;
    if held.look(&mut visit.scope, me).await?.is_ok() {
        visit.scope.commit().await?;
    }
    Ok(Redirect::to(&path).into_response())
}
