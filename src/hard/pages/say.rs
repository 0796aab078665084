//! The line to the other: written after the moment itself, in words of its own. Saving is private; the preview comes next.

use std::borrow::Cow;

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{figures, find_moment, id_of};
use crate::{
    entries::{Base, Place, Text, Written, drop_draft, write},
    hard::{Hour, KIND, Need, Piece, Rests, Word, matter},
    ids::EntryId,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Field, Opt, Problems},
        page::{Nav, Page, View},
        show,
        signed_in::SignedIn,
    },
};

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct WordForm {
    #[serde(default)]
    words: String,
    #[serde(default)]
    need: String,
    #[serde(default)]
    hour: String,
    /// The idempotency key of a new one.
    #[serde(default)]
    once: Uuid,
    /// The revision that an edit began on.
    #[serde(default)]
    number: u32,
    /// Pressed: go on to the preview.
    #[serde(default)]
    share: String,
}

/// Whose page the form is on.
#[derive(Clone, Copy)]
pub(super) enum At {
    /// A moment's, for which there is no line yet.
    Moment(EntryId),
    /// A line's own.
    Word(EntryId),
}

#[derive(Template)]
#[template(path = "hard/say.html")]
struct Say {
    page: Page,
    action: String,
    back: String,
    other: Option<String>,
    words: Field,
    need: Choice,
    hour: Field,
    problems: Problems,
    once: Uuid,
    number: u32,
    held: String,
    kept: String,
    /// Until when the other one has put this away.
    theirs: Option<String>,
    /// The sentence of a time apart, while it holds.
    apart: Option<String>,
    /// The other version after a clash.
    there: Option<show::Shared>,
}

impl At {
    fn action(self) -> String {
        match self {
            Self::Moment(id) => format!("/now/{id}/say"),
            Self::Word(id) => format!("/now/{id}/edit"),
        }
    }

    fn back(self) -> String {
        match self {
            Self::Moment(id) | Self::Word(id) => format!("/now/{id}"),
        }
    }

    fn place(self) -> String {
        match self {
            Self::Moment(id) => format!("now/{id}/say"),
            Self::Word(id) => format!("now/{id}/edit"),
        }
    }
}

/// In the order in which they are offered.
fn needs() -> Vec<Opt> {
    vec![
        Opt::new("hold", "Hold me"),
        Opt::new("know", "Just know about it").hint("Nothing has to be done."),
        Opt::new("talk", "Talk with me").hint("At an hour that you name below."),
        Opt::new("leave", "Leave me be")
            .hint("Nothing can be written back. All that can be said to it is that it was read."),
    ]
}

impl WordForm {
    /// As it was saved.
    pub(super) fn of(text: &Text<Word>) -> Self {
        let Word { words, need } = text.content.clone();
        let hour = if let Need::Talk(hour) = &need { hour.clock() } else { String::new() };
        Self { words, need: need.code().to_owned(), hour, number: text.number, ..Self::default() }
    }

    /// What was typed, and the revision that an edit began on.
    pub(super) fn typed(&self) -> (&str, u32) {
        (&self.words, self.number)
    }

    /// The line, or what needs another look.
    fn word(&self, visit: &SignedIn, rests: &Rests) -> Result<Word, Problems> {
        let mut problems = Problems::default();
        if let Some(problem) = Word::problem(&self.words) {
            problems.add("words", problem);
        }
        let need = match self.need.as_str() {
            "hold" => Some(Need::Hold),
            "know" => Some(Need::Know),
            "leave" => Some(Need::Leave),
            "talk" => match hour(&self.hour, visit, rests) {
                Ok(hour) => Some(Need::Talk(hour)),
                Err(problem) => {
                    problems.add("hour", problem);
                    None
                }
            },
            _ => {
                problems.add("need", "Choose one of the four. It can be that nothing has to be done.");
                None
            }
        };
        match need.filter(|_| problems.is_empty()) {
            Some(need) => Ok(Word::new(&self.words, need)),
            None => Err(problems),
        }
    }

    fn view(&self, visit: &SignedIn, at: At, rests: &Rests, problems: Problems) -> Say {
        let words = Field::new("words", "One line, if you like")
            .hint("In words for the other one. What you wrote for yourself stays with you.")
            .value(self.words.clone())
            .max(Word::LONGEST)
            .rows(2)
            .short()
            .checked(&problems);
        let zone = visit.me().pacing.zone();
        Say {
            page: visit.page("Now").at(Nav::Today),
            action: at.action(),
            back: at.back(),
            other: visit.partner().map(|partner| partner.name.clone()),
            words,
            need: Choice::new("need", "What would help?", needs()).choose(&[&self.need]).checked(&problems),
            hour: Field::new("hour", "The hour, for a talk")
                .hint(format!(
                    "The next time the clock shows this ({zone}). You can leave it empty otherwise."
                ))
                .kind("time")
                .short()
                .value(self.hour.clone())
                .checked(&problems),
            problems,
            once: self.once,
            number: self.number,
            held: visit.held(&at.place()),
            kept: String::new(),
            theirs: rests.theirs.as_ref().map(|rest| rest.until.short()),
            apart: visit.apart().map(|apart| apart.says()),
            there: None,
        }
    }
}

/// The hour of a talk: one that is not over before the other one can have read of it.
fn hour(text: &str, visit: &SignedIn, rests: &Rests) -> Result<Hour, Cow<'static, str>> {
    let hour = Hour::next(text, visit.me().pacing.zone(), visit.now)
        .ok_or(Cow::Borrowed("Choose an hour, for example 20:30"))?;
    match rests.theirs.as_ref().filter(|rest| rest.until.at > hour.at) {
        Some(rest) => {
            let name = visit.partner().map_or("Your partner", |partner| partner.name.as_str());
            let until = rest.until.short();
            Err(Cow::Owned(format!("{name} has put this away until {until}. Choose an hour after that.")))
        }
        None => Ok(hour),
    }
}

async fn rests(visit: &mut SignedIn) -> Result<Rests, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    Ok(matter::rests(scope, hand, me, now).await?)
}

/// The form as it was kept, if that is newer than what was saved.
pub(super) async fn open(
    mut visit: SignedIn,
    at: At,
    saved: WordForm,
    saved_at: Option<OffsetDateTime>,
) -> Result<Response, Error> {
    let rests = rests(&mut visit).await?;
    let (form, kept) =
        visit.unfinished(&at.place(), saved_at).await?.unwrap_or_else(|| (saved, String::new()));
    let view = form.view(&visit, at, &rests, Problems::default());
    Ok(View(Say { kept, ..view }).into_response())
}

/// `GET /now/{id}/say`: there is one line for each moment.
pub(super) async fn blank(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let moment = find_moment(&mut visit, id_of(&id)?).await?;
    let (scope, hand, me) = visit.parts();
    if let Some(word) = matter::word_of(scope, hand, moment.id).await? {
        return Ok(Redirect::to(&format!("/now/{}", word.id)).into_response());
    }
    if me.partner.is_none() {
        return Err(Error::NotFound);
    }
    let form = WordForm { once: Uuid::new_v4(), ..WordForm::default() };
    open(visit, At::Moment(moment.id), form, None).await
}

/// `POST /now/{id}/say`
pub(super) async fn keep(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<WordForm>,
) -> Result<Response, Error> {
    let moment = find_moment(&mut visit, id_of(&id)?).await?;
    save(visit, At::Moment(moment.id), form).await
}

/// Keeps it for its author alone, and goes on to the preview.
pub(super) async fn save(mut visit: SignedIn, at: At, form: WordForm) -> Result<Response, Error> {
    let rests = rests(&mut visit).await?;
    let word = match form.word(&visit, &rests) {
        Ok(word) => word,
        Err(problems) => {
            let view = form.view(&visit, at, &rests, problems);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
        }
    };
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let (base, slot) = match at {
        At::Moment(id) => (Base::New(form.once), Some(matter::word_slot(id))),
        At::Word(id) => (Base::Edit(id, form.number), None),
    };
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: slot.as_deref() };
    match write(scope, hand, place, base, &Piece::Word(word), now).await? {
        Written::Kept(id, _) | Written::Already(id, _) => {
            drop_draft(scope, hand, &at.place()).await?;
            let linked = me.partner.is_some();
            visit.scope.commit().await?;
            let next = if linked && !form.share.is_empty() { "/share" } else { "?done=kept" };
            Ok(Redirect::to(&format!("/now/{id}{next}")).into_response())
        }
        Written::Clash(id) => clash(visit, id, form, &rests).await,
        Written::NotFound => Err(Error::NotFound),
    }
}

/// Both versions: mine to go on with, the other one to take from. What was sent meanwhile is looked at, and not changed.
pub(super) async fn clash(
    mut visit: SignedIn,
    id: EntryId,
    form: WordForm,
    rests: &Rests,
) -> Result<Response, Error> {
    let (matter, text) = super::find_own(&mut visit, id).await?;
    if !matter.may_change() {
        return Err(Error::Conflict);
    }
    // saving again is meant from here on
    let form = WordForm { number: text.number, ..form };
    let mut view = form.view(&visit, At::Word(id), rests, Problems::default());
    view.there = Some(figures::word(&text.content, visit.who(), ""));
    Ok((StatusCode::CONFLICT, View(view)).into_response())
}
