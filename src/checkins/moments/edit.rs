//! Making a mark, and changing one. Saving is private.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use time::{Date, OffsetDateTime, macros::format_description};
use uuid::Uuid;

use super::{KIND, Moment};
use crate::{
    entries::{Base, Place, Text, Written, drop_draft, write},
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

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct MomentForm {
    #[serde(default)]
    day: String,
    #[serde(default)]
    words: String,
    /// The idempotency key of a new one.
    #[serde(default)]
    once: Uuid,
    /// The revision that an edit began on.
    #[serde(default)]
    number: u32,
    /// Pressed: share it next.
    #[serde(default)]
    share: String,
}

#[derive(Template)]
#[template(path = "checkins/moment-edit.html")]
struct Edit {
    page: Page,
    path: String,
    is_new: bool,
    other: Option<String>,
    day: Field,
    words: Field,
    problems: Problems,
    once: Uuid,
    number: u32,
    held: String,
    kept: String,
    /// What was saved in another window.
    theirs: Option<String>,
}

fn place_of(id: Option<&str>) -> String {
    format!("moment/{}", id.unwrap_or("new"))
}

fn written(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

impl MomentForm {
    fn of(text: &Text<Moment>) -> Self {
        let Moment { day, words } = text.content.clone();
        Self { day: written(day), words, number: text.number, ..Self::default() }
    }

    fn read(&self, today: Date) -> Result<Moment, Problems> {
        let mut problems = Problems::default();
        let day = Date::parse(self.day.trim(), format_description!("[year]-[month]-[day]"));
        match day {
            Err(_) => problems.add("day", "Choose a day, for example 2026-03-07."),
            Ok(day) if day > today => {
                problems.add("day", "That day is still to come. Choose today or a day before.");
            }
            Ok(day) if day.year() < 1900 => {
                problems.add("day", "Choose a year with four digits, after 1900.");
            }
            Ok(_) => {}
        }
        let words = self.words.trim();
        if words.is_empty() {
            problems.add("words", "Write a word or two. It is what stands beside the date.");
        }
        if typed::length(words) > Moment::LONGEST {
            problems.add("words", "Keep it to 120 characters. A note of your own holds more.");
        }
        match day {
            Ok(day) if problems.is_empty() => Ok(Moment { day, words: words.to_owned() }),
            _ => Err(problems),
        }
    }

    fn view(&self, visit: &SignedIn, id: Option<&str>, problems: Problems) -> Edit {
        let day = Field::new("day", "The day")
            .hint("It stands at the week this day is in.")
            .kind("date")
            .value(self.day.clone())
            .short()
            .required()
            .checked(&problems);
        let words = Field::new("words", "A few words")
            .hint("Such as: the first evening we laughed again. Or: a hard week.")
            .value(self.words.clone())
            .max(Moment::LONGEST)
            .required()
            .checked(&problems);
        Edit {
            page: visit.page("A mark").at(Nav::Weeks),
            path: id
                .map_or_else(|| "/weeks/moments/new".to_owned(), |id| format!("/weeks/moments/{id}/edit")),
            is_new: id.is_none(),
            other: visit.partner().map(|partner| partner.name.clone()),
            day,
            words,
            problems,
            once: self.once,
            number: self.number,
            held: visit.held(&place_of(id)),
            kept: String::new(),
            theirs: None,
        }
    }
}

fn today(visit: &SignedIn) -> Date {
    visit.me().pacing.local(visit.now).date()
}

/// The form as it was kept, if that is newer than what was saved.
async fn with_draft(
    visit: &mut SignedIn,
    id: Option<&str>,
    saved: MomentForm,
    saved_at: Option<OffsetDateTime>,
) -> Result<Response, Error> {
    let (form, kept) =
        visit.unfinished(&place_of(id), saved_at).await?.unwrap_or_else(|| (saved, String::new()));
    let view = Edit { kept, ..form.view(visit, id, Problems::default()) };
    Ok(View(view).into_response())
}

/// `GET /weeks/moments/new`
pub(super) async fn blank(mut visit: SignedIn) -> Result<Response, Error> {
    let form = MomentForm { once: Uuid::new_v4(), day: written(today(&visit)), ..MomentForm::default() };
    with_draft(&mut visit, None, form, None).await
}

/// `GET /weeks/moments/{id}/edit`
pub(super) async fn open(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    with_draft(&mut visit, Some(&id), MomentForm::of(&text), Some(text.written_at)).await
}

/// `POST /weeks/moments/new`
pub(super) async fn begin(
    visit: SignedIn,
    CheckedForm(form): CheckedForm<MomentForm>,
) -> Result<Response, Error> {
    let base = Base::New(form.once);
    keep(visit, None, base, form).await
}

/// `POST /weeks/moments/{id}/edit`
pub(super) async fn save(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<MomentForm>,
) -> Result<Response, Error> {
    let text = super::find_own(&mut visit, &id).await?;
    let base = Base::Edit(text.id, form.number);
    keep(visit, Some(id), base, form).await
}

async fn keep(
    mut visit: SignedIn,
    id: Option<String>,
    base: Base,
    form: MomentForm,
) -> Result<Response, Error> {
    let moment = match form.read(today(&visit)) {
        Ok(moment) => moment,
        Err(problems) => {
            let view = form.view(&visit, id.as_deref(), problems);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
        }
    };
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: None };
    match write(scope, hand, place, base, &moment, now).await? {
        Written::Kept(written, _) | Written::Already(written, _) => {
            drop_draft(scope, hand, &place_of(id.as_deref())).await?;
            visit.scope.commit().await?;
            let next = if form.share.is_empty() {
                "/weeks/moments?done=kept".to_owned()
            } else {
                format!("{}/share", super::path(written))
            };
            Ok(Redirect::to(&next).into_response())
        }
        Written::Clash(there) => clash(visit, &there.to_string(), form).await,
        Written::NotFound => Err(Error::NotFound),
    }
}

/// Both versions: mine to go on with, the other one to take from.
async fn clash(mut visit: SignedIn, id: &str, form: MomentForm) -> Result<Response, Error> {
    let current = super::find_own(&mut visit, id).await?;
    // saving again is meant from here on
    let form = MomentForm { number: current.number, ..form };
    let mut view = form.view(&visit, Some(id), Problems::default());
    view.theirs = Some(format!("{}, “{}”", show::day(current.content.day), current.content.words));
    Ok((StatusCode::CONFLICT, View(view)).into_response())
}
