//! The time of the next sitting: the same time of a week later with one button, or another one with the form of step 1.
//!
//! What must stay true: what one button suggests stands on the page in full before it is pressed, and a page that is old
//! suggests nothing; whoever says yes keeps a copy of their own of what they said yes to.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    acting, asking,
    own::{self, Mine},
    reading::mark,
    step::{self, Again, Look},
    typed::Typed,
    ways::Act,
    write,
    writing::{Input, Writing, slot, writing},
};
use crate::{
    conversations::{
        Event, Meeting, NextTime, Opened, Part, Piece, Refusal, Words,
        prompts::{self, Shown, fill, times, together::PAUSED},
    },
    entries::{self, Base, Place, Written},
    web::{
        error::Error,
        form::CheckedForm,
        page::{Page, View},
        rail::Rail,
        show::Shared,
        signed_in::SignedIn,
    },
};

/// The same time of a week later, as it would be suggested.
struct Same {
    when: String,
    place: String,
    /// What the form says back: a page that is old suggests nothing.
    date: String,
}

#[derive(Template)]
#[template(path = "conversations/next.html")]
pub(super) struct NextPage {
    page: Page,
    rail: Rail,
    shown: Shown,
    id: String,
    stamp: String,
    /// How it stands.
    lines: Vec<String>,
    /// The other's suggestion.
    figures: Vec<Shared>,
    mine: Option<Mine>,
    acts: Vec<Act>,
    same: Option<Same>,
    same_means: String,
    same_go: String,
    /// The way to the form, where it is not open.
    another: bool,
    back: (String, &'static str),
    writing: Option<Writing>,
    calendar: bool,
}

/// What the page of a step says of it.
pub(super) struct Next {
    pub(super) line: Option<String>,
    /// The label of the way to the page; nothing where there is none.
    pub(super) link: &'static str,
    /// The other has suggested a time.
    pub(super) asked: bool,
}

fn may_speak(talk: &Opened, now: OffsetDateTime) -> bool {
    let part = Part::Next { number: talk.talk.next_time_number() };
    talk.running && talk.sound && talk.may_share(part, now).is_ok()
}

/// What the page of a step says of it.
pub(super) fn next(talk: &Opened, now: OffsetDateTime) -> Next {
    if !may_speak(talk, now) {
        return Next { line: None, link: "", asked: false };
    }
    match talk.talk.next_time().and_then(NextTime::on_the_table) {
        Some(table) if table.by == talk.seat => {
            let line = Some(fill(times::MINE, &talk.their_name));
            Next { line, link: times::SEE, asked: false }
        }
        Some(_) => {
            let line = Some(fill(times::THEIRS, &talk.their_name));
            Next { line, link: times::SEE, asked: true }
        }
        None => Next { line: None, link: times::LINK, asked: false },
    }
}

/// The time that was set aside, so many weeks later that it is still to come: the hour stays what it is on the clock.
pub(super) fn same_time(talk: &Opened, now: OffsetDateTime) -> Option<Meeting> {
    talk.meeting.as_ref()?.weeks_later(now)
}

/// What a form for it starts from: the other's suggestion, or the same time of a week later.
pub(super) fn starting(talk: &Opened, part: Part, now: OffsetDateTime) -> Typed {
    let table = talk.talk.next_time().and_then(NextTime::on_the_table);
    let theirs = table.and_then(|table| talk.theirs(Part::Next { number: table.round }));
    let same = || same_time(talk, now).map(Words::Time);
    let words = theirs.map(|text| text.content.words.clone()).or_else(same);
    words.map_or_else(Typed::default, |words| Typed::of(&Piece { part, by: talk.seat, words }))
}

/// `GET /talk/{id}/next`
pub(super) async fn show(
    mut visit: SignedIn,
    Path(id): Path<String>,
    Query(look): Query<Look>,
) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    if !may_speak(&talk, visit.now) {
        let ask = talk.asks(visit.now);
        return Ok(Redirect::to(&asking::now_path(&talk, ask)).into_response());
    }
    let page = make(&mut visit, &talk, &look, None).await?;
    visit.scope.commit().await?;
    Ok(View(page).into_response())
}

/// The page. Marks what it shows as opened: the caller commits.
pub(super) async fn make(
    visit: &mut SignedIn,
    talk: &Opened,
    look: &Look,
    again: Option<Again>,
) -> Result<NextPage, Error> {
    let now = visit.now;
    let part = Part::Next { number: talk.talk.next_time_number() };
    let form = prompts::writing(part, talk.roles.of(talk.seat)).with(&talk.their_name);
    let writing = match again {
        Some(again) => {
            let mut made = writing(visit, talk, again.part, &form, &again.typed, again.problems);
            made.clash = again.clash;
            Some(made)
        }
        None if look.form.is_empty() => None,
        None => Some(step::kept(visit, talk, part, &form).await?),
    };
    let table = talk.talk.next_time().and_then(NextTime::on_the_table);
    let on_it = table.map(|table| Part::Next { number: table.round });
    let theirs = table.is_some_and(|table| table.by != talk.seat);
    let read: Vec<Part> = on_it.into_iter().filter(|_| theirs).collect();
    mark(visit, talk, &read).await?;
    let figures: Vec<Shared> = read.iter().flat_map(|part| talk.their_figures(*part)).collect();
    let readable = theirs && read.iter().any(|part| talk.theirs(*part).is_some());
    let readers = own::who_reads(visit, talk).await?;
    let mine = on_it.filter(|_| !theirs).and_then(|part| talk.mine(part));
    let act = |code, label: &str, go| Act { code, label: label.to_owned(), go };
    // beside an open form there is one filled button
    let acts = match table.filter(|_| writing.is_none()) {
        Some(_) if readable => vec![act("yes", times::YES, true), act("not", times::NOT_THIS_TIME, false)],
        Some(_) if theirs => vec![act("not", times::NOT_THIS_TIME, false)],
        Some(_) => vec![act("not", times::TAKE_BACK, false)],
        None => Vec::new(),
    };
    // one that was kept is finished in its form, and nothing takes its place
    let free = table.is_none() && writing.is_none() && talk.mine(part).is_none();
    let same = same_time(talk, now).filter(|_| free);
    let page = asking::page(visit, talk, "Talk", &look.done).following("/live", talk.page_stamp(now));
    Ok(NextPage {
        page,
        rail: asking::still_rail(talk, talk.asks(now)),
        shown: times::ABOUT.with(&talk.their_name),
        id: talk.id.to_string(),
        stamp: talk.stamp(now),
        lines: lines(talk, theirs && !readable, now),
        figures,
        // off the page and taken back are two things: the second has its place in the record
        mine: mine.map(|text| Mine { back: None, ..own::card(talk, text, now, readers.as_ref()) }),
        acts,
        same: same.map(|meeting| Same {
            when: meeting.shown(),
            place: meeting.place.clone(),
            date: meeting.date,
        }),
        same_means: fill(times::SAME_MEANS, &talk.their_name),
        same_go: fill(times::SAME_GO, &talk.their_name),
        another: writing.is_none(),
        back: if writing.is_some() && table.is_some() {
            (format!("/talk/{}/next", talk.id), times::BACK_TO_IT)
        } else {
            (format!("/talk/{}", talk.id), times::BACK)
        },
        writing,
        calendar: is_ahead(talk, now),
    })
}

/// Whether the time that was set aside is still to come. While a talk is stopped for now nobody is reminded of it.
fn is_ahead(talk: &Opened, now: OffsetDateTime) -> bool {
    let at = talk.meeting.as_ref().and_then(Meeting::at);
    talk.talk.rest().is_none() && at.is_some_and(|at| at > now)
}

/// What was set aside, and whether what lies on the table can be read.
fn lines(talk: &Opened, gone: bool, now: OffsetDateTime) -> Vec<String> {
    let set_aside = talk.meeting.as_ref().map(|meeting| {
        let text = if is_ahead(talk, now) { times::AGREED } else { times::PASSED };
        text.replace("{when}", &meeting.shown())
    });
    let gone = gone.then(|| fill(times::GONE, &talk.their_name));
    set_aside.into_iter().chain(gone).collect()
}

/// A button of the page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct NextForm {
    act: String,
    date: String,
    stamp: String,
}

/// `POST /talk/{id}/next`: the same time again, yes, or off the table.
pub(super) async fn choose(
    mut visit: SignedIn,
    Path(id): Path<String>,
    CheckedForm(form): CheckedForm<NextForm>,
) -> Result<Response, Error> {
    let talk = asking::hold(&mut visit, &id).await?;
    let moved = || Redirect::to(&format!("/talk/{}/next?done=moved", talk.id)).into_response();
    if !talk.running || !talk.sound {
        return Ok(write::refused(&visit, &talk, None, Vec::new(), false));
    }
    let event = match form.act.as_str() {
        "same" => Event::SuggestTime,
        "yes" => Event::AgreeToTime,
        "not" => Event::LeaveTime,
        _ => return Err(Error::Unreadable),
    };
    if let Err(refusal) = talk.next(event, visit.now) {
        let fresh = form.stamp == talk.stamp(visit.now) || form.stamp.is_empty();
        let refused = || write::refused(&visit, &talk, Some(refusal), Vec::new(), false);
        return Ok(if fresh { refused() } else { moved() });
    }
    // A page that shows something else than what is now, or the same button pressed twice, does nothing.
    if form.stamp != talk.stamp(visit.now) {
        return Ok(moved());
    }
    let done = match event {
        Event::SuggestTime => {
            let kept = talk.mine(Part::Next { number: talk.talk.next_time_number() }).is_some();
            let same = same_time(&talk, visit.now).filter(|same| same.date == form.date && !kept);
            let Some(meeting) = same else { return Ok(moved()) };
            if visit.pinned().is_none() {
                return Ok(write::refused_saying(&visit, &talk, &fill(PAUSED, &talk.their_name)));
            }
            suggest(&mut visit, &talk, meeting).await?.map(|()| "shared")
        }
        Event::AgreeToTime => {
            if let Some(problem) = acting::agree(&mut visit, &talk, event).await? {
                let here = format!("/talk/{}/next?done={problem}", talk.id);
                return Ok(Redirect::to(&here).into_response());
            }
            acting::act(&mut visit, &talk, event).await?.map(|_| "")
        }
        _ => acting::act(&mut visit, &talk, event).await?.map(|_| ""),
    };
    match done {
        Ok(done) => {
            visit.scope.commit().await?;
            Ok(Redirect::to(&format!("/talk/{}/next?done={done}", talk.id)).into_response())
        }
        Err(refusal) => Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false)),
    }
}

/// Writes the suggestion, shares it, and does what it is in the talk. The caller commits. A refusal changes nothing.
async fn suggest(
    visit: &mut SignedIn,
    talk: &Opened,
    meeting: Meeting,
) -> Result<Result<(), Refusal>, Error> {
    let part = Part::Next { number: talk.talk.next_time_number() };
    let piece = Piece { part, by: talk.seat, words: Words::Time(meeting) };
    let slot = slot(talk, part);
    let place = Place { kind: "talk", couple: Some(talk.couple), about: Some(talk.id), slot: Some(&slot) };
    let pinned = visit.pinned().ok_or(Error::Conflict)?;
    let now = visit.now;
    let (scope, hand, _) = visit.parts();
    let (entry, number) =
        match entries::write(scope, hand, place, Base::New(Uuid::new_v4()), &piece, now).await? {
            Written::Kept(entry, number) | Written::Already(entry, number) => (entry, number),
            Written::Clash(_) | Written::NotFound => return Err(Error::Conflict),
        };
    if !entries::share(scope, hand, &pinned, entry, number, now.date()).await? {
        return Err(Error::Conflict);
    }
    Ok(acting::act(visit, talk, Event::SuggestTime).await?.map(drop))
}
