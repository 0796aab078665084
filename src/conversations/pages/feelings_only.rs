//! A sitting about feelings only: suggesting it, agreeing, and lifting it; and what a step's page says of it.
//!
//! What must stay true: the day comes from the talk and never from a form; taking a suggestion off the page leaves
//! nothing of whose doing it was.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use time::{Date, OffsetDateTime};

use super::{acting, aloud, asking, step::Look, write};
use crate::{
    conversations::{
        Ask, Event, Meeting, OnlyFeelings, Opened, Stage,
        only_feelings::sitting_day,
        prompts::{Shown, feelings_only as texts, fill},
    },
    web::{
        error::Error,
        form::CheckedForm,
        page::{Flash, Page, View},
        rail::Rail,
        show,
        signed_in::SignedIn,
    },
};

/// A button: the act, with its day where there is one, and what it says.
pub(super) struct Button {
    pub(super) press: String,
    pub(super) label: String,
    pub(super) go: bool,
}

/// What a page says of it.
pub(super) struct Feelings {
    /// It holds now.
    pub(super) holds: bool,
    /// How it stands, where somebody has said something.
    pub(super) line: Option<String>,
    /// The other would like it: the two ways to answer.
    pub(super) asked: bool,
    /// What can be done.
    pub(super) buttons: Vec<Button>,
    /// Whether it can be suggested, agreed or lifted now.
    pub(super) open: bool,
}

/// Whether it can be spoken about now: from the agreed time on, while the talk goes on.
fn may_change(talk: &Opened, ask: Ask) -> bool {
    aloud::may_change(talk, ask) && !matches!(talk.talk.stage(), Stage::TimeAndPlace { .. })
}

/// The sittings that it can be suggested for: the one that was set aside, and this one.
fn days(talk: &Opened, now: OffsetDateTime) -> Vec<Date> {
    let today = sitting_day(talk.local(now));
    let set_aside = talk.meeting.as_ref().and_then(Meeting::at).filter(|at| *at > now);
    let set_aside = set_aside.map(|at| sitting_day(talk.local(at))).filter(|day| *day > today);
    set_aside.into_iter().chain([today]).collect()
}

/// "this sitting", or "the sitting on Saturday 7 March".
fn sitting(talk: &Opened, day: Date, now: OffsetDateTime) -> String {
    if day == sitting_day(talk.local(now)) {
        "this sitting".to_owned()
    } else {
        format!("the sitting on {}", show::weekday(day))
    }
}

/// What the page for this ask says of it.
pub(super) fn feelings(talk: &Opened, ask: Ask, now: OffsetDateTime) -> Feelings {
    let local = talk.local(now);
    let only = talk.talk.only_feelings(local);
    let open = may_change(talk, ask);
    let text = |text: &str, day| fill(text, &talk.their_name).replace("{sitting}", &sitting(talk, day, now));
    let button = |act: &str, day: Option<Date>, label: String, go| Button {
        press: day.map_or_else(|| act.to_owned(), |day| format!("{act} {day}")),
        label,
        go,
    };
    let (line, buttons) = match only {
        None => {
            let suggest = |day: Date| button("suggest", Some(day), text(texts::SUGGEST, day), false);
            (None, days(talk, now).into_iter().map(suggest).collect())
        }
        Some(OnlyFeelings::Suggested { day, by }) if by == talk.seat => {
            let back = button("not", None, texts::TAKE_BACK.to_owned(), false);
            (Some(text(texts::MINE, day)), vec![back])
        }
        Some(OnlyFeelings::Suggested { day, .. }) => {
            let yes = button("yes", Some(day), texts::YES.to_owned(), true);
            let no = button("not", None, texts::NOT_THIS_TIME.to_owned(), false);
            (Some(text(texts::THEIRS, day)), vec![yes, no])
        }
        Some(OnlyFeelings::Agreed { day, .. }) if talk.talk.would_lift(talk.seat, local) => {
            (Some(text(texts::LIFTED, day)), Vec::new())
        }
        Some(OnlyFeelings::Agreed { day, .. }) => {
            let lift = button("lift", None, texts::LIFT.to_owned(), false);
            (Some(text(texts::AGREED, day)), vec![lift])
        }
    };
    Feelings {
        holds: open && talk.talk.is_only_feelings(local),
        asked: matches!(only, Some(OnlyFeelings::Suggested { by, .. }) if by != talk.seat) && open,
        line: line.filter(|_| open),
        buttons: if open { buttons } else { Vec::new() },
        open,
    }
}

#[derive(Template)]
#[template(path = "conversations/only.html")]
struct OnlyPage {
    page: Page,
    rail: Rail,
    shown: Shown,
    action: String,
    back: String,
    stamp: String,
    feelings: Feelings,
}

/// `GET /talk/{id}/only`
pub(super) async fn show(
    mut visit: SignedIn,
    Path(id): Path<String>,
    Query(look): Query<Look>,
) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    let ask = talk.asks(visit.now);
    if !may_change(&talk, ask) {
        return Ok(Redirect::to(&asking::now_path(&talk, ask)).into_response());
    }
    let suggested = fill("Suggested. {name} sees it on their page.", &talk.their_name);
    let page = match look.done.as_str() {
        "suggested" => visit.page("Talk").with_flash(Some(Flash::done(suggested))),
        done => asking::page(&visit, &talk, "Talk", done),
    };
    let page = OnlyPage {
        page: page.following("/live", talk.page_stamp(visit.now)),
        rail: asking::still_rail(&talk, ask),
        shown: texts::ABOUT.with(&talk.their_name),
        action: format!("/talk/{}/only", talk.id),
        back: format!("/talk/{}", talk.id),
        stamp: talk.stamp(visit.now),
        feelings: feelings(&talk, ask, visit.now),
    };
    Ok(View(page).into_response())
}

/// The choice, and where it was made.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct OnlyForm {
    press: String,
    stamp: String,
    here: String,
}

/// The act of a button, for a day that the talk itself knows of.
fn event(talk: &Opened, form: &OnlyForm, now: OffsetDateTime) -> Option<Event> {
    let only = talk.talk.only_feelings(talk.local(now));
    let (act, named) = form.press.split_once(' ').unwrap_or((&form.press, ""));
    match (act, only) {
        ("suggest", _) => {
            let named = days(talk, now).into_iter().find(|day| day.to_string() == named);
            named.map(Event::OnlyFeelings)
        }
        ("yes", Some(OnlyFeelings::Suggested { day, .. })) if day.to_string() == named => {
            Some(Event::OnlyFeelings(day))
        }
        ("not", Some(OnlyFeelings::Suggested { .. })) | ("lift", Some(OnlyFeelings::Agreed { .. })) => {
            Some(Event::NotOnlyFeelings)
        }
        _ => None,
    }
}

/// `POST /talk/{id}/only`
pub(super) async fn choose(
    mut visit: SignedIn,
    Path(id): Path<String>,
    CheckedForm(form): CheckedForm<OnlyForm>,
) -> Result<Response, Error> {
    let talk = asking::hold(&mut visit, &id).await?;
    let ask = talk.asks(visit.now);
    if !may_change(&talk, ask) {
        return Ok(Redirect::to(&asking::now_path(&talk, ask)).into_response());
    }
    let here =
        if form.here.is_empty() { format!("/talk/{}/only", talk.id) } else { format!("/talk/{}", talk.id) };
    // A page that shows something else than what is now, or the same button pressed twice, does nothing.
    let named = event(&talk, &form, visit.now).filter(|_| form.stamp == talk.stamp(visit.now));
    let Some(event) = named else {
        return Ok(Redirect::to(&format!("{here}?done=moved")).into_response());
    };
    match acting::act(&mut visit, &talk, event).await? {
        Ok(_) => {
            visit.scope.commit().await?;
            let done = if form.press.starts_with("suggest") { "?done=suggested" } else { "" };
            Ok(Redirect::to(&format!("{here}{done}")).into_response())
        }
        Err(refusal) => Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false)),
    }
}
