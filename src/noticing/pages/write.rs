//! Writing one line, new or again. It is private; the next page shows it as the other one would read it.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{about, find_own};
use crate::{
    entries::{Base, Place, Shared, Text, Written, drop_draft, write},
    noticing::{KIND, Line, LineKind},
    plans::Acts,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Field, Opt, Problems},
        page::{Nav, Page, View},
        signed_in::SignedIn,
    },
};

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct LineForm {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    about: String,
    /// The idempotency key of a new line.
    #[serde(default)]
    once: Uuid,
    /// The revision that an edit began on.
    #[serde(default)]
    number: u32,
    /// Pressed: keep it, and do not look at it as the other one would.
    #[serde(default)]
    keep: String,
}

/// What an address asks for; a link knows what the line is for and which promise it is about.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    about: String,
    /// Which of our lines to begin with.
    #[serde(default)]
    start: String,
}

#[derive(Template)]
#[template(path = "noticing/write.html")]
struct Write {
    page: Page,
    action: String,
    other: Option<String>,
    kind: Choice,
    words: Field,
    about: String,
    /// The promise, in its words.
    act: Option<String>,
    problems: Problems,
    once: Uuid,
    number: u32,
    held: String,
    kept: String,
    /// It was saved in another window: that version.
    theirs: Option<String>,
    /// Lines to begin with, and where they are put into the field.
    beginnings: Vec<(String, &'static str)>,
}

fn place_of(id: Option<&str>, about: &str) -> String {
    id.map_or_else(|| format!("line/new/{about}"), |id| format!("line/{id}"))
}

impl LineForm {
    fn line(&self, acts: &Acts) -> Line {
        let kind = LineKind::parse(&self.kind).unwrap_or(LineKind::Noticed);
        Line::new(kind, &self.words, about(&self.about, acts))
    }

    fn view(&self, visit: &SignedIn, acts: &Acts, id: Option<&str>, problems: Problems) -> Write {
        let other = visit.partner().map(|partner| partner.name.clone());
        let chosen = LineKind::parse(&self.kind).unwrap_or(LineKind::Noticed);
        let options = LineKind::ALL.into_iter().map(|kind| Opt::new(kind.code(), kind.label()));
        let about = about(&self.about, acts);
        let act = about.and_then(|about| acts.of(about)).map(str::to_owned);
        let hint = if act.is_some() {
            "You can leave it empty: “I noticed” is enough.".to_owned()
        } else {
            hint(chosen, other.as_deref())
        };
        let action = id.map_or_else(|| "/noticed/new".to_owned(), |id| format!("/noticed/{id}/edit"));
        Write {
            page: visit.page("Noticed").at(Nav::Today),
            action,
            other,
            kind: Choice::new("kind", "What it is for", options.collect()).choose(&[chosen.code()]),
            words: Field::new("words", "One line")
                .hint(hint)
                .value(self.words.clone())
                .max(Line::LONGEST)
                .rows(3)
                .large()
                .short()
                .checked(&problems),
            about: about.map(|about| about.to_string()).unwrap_or_default(),
            act,
            problems,
            once: self.once,
            number: self.number,
            held: visit.held(&place_of(id, &self.about)),
            kept: String::new(),
            theirs: None,
            beginnings: if id.is_none() && self.about.is_empty() { beginnings(chosen) } else { Vec::new() },
        }
    }
}

fn hint(kind: LineKind, other: Option<&str>) -> String {
    let to = other.unwrap_or("the other one");
    match kind {
        LineKind::Noticed | LineKind::Helped | LineKind::Thanks => {
            format!(
                "Something {} did, as you would say it to {}.",
                other.unwrap_or("somebody"),
                other.unwrap_or("them")
            )
        }
        LineKind::Did => "Something small that you did. It need not have been seen.".to_owned(),
        LineKind::Toward => format!("A moment when {to} reached out, and you were there."),
        LineKind::Wish => {
            format!("A moment when {to} reached out, and you were not there. It says so, and no more.")
        }
    }
}

fn beginnings(kind: LineKind) -> Vec<(String, &'static str)> {
    let href = |at: usize| format!("/noticed/new?kind={}&start={at}", kind.code());
    kind.beginnings().iter().enumerate().map(|(at, words)| (href(at), *words)).collect()
}

async fn acts(visit: &mut SignedIn) -> Result<Acts, Error> {
    let (scope, hand, me) = visit.parts();
    Ok(Acts::known(scope, hand, me).await?)
}

/// The form as it was kept, if that is newer than what was saved.
async fn with_draft(
    mut visit: SignedIn,
    id: Option<&str>,
    saved: LineForm,
    saved_at: Option<time::OffsetDateTime>,
) -> Result<Response, Error> {
    let acts = acts(&mut visit).await?;
    let place = place_of(id, &saved.about);
    let draft: Option<(LineForm, String)> = visit.unfinished(&place, saved_at).await?;
    // a line to begin with stands in for an empty field, and for nothing that was typed
    let draft = draft.filter(|(draft, _)| saved.words.is_empty() || !draft.words.trim().is_empty());
    let (form, kept) = draft.unwrap_or_else(|| (saved, String::new()));
    let mut view = form.view(&visit, &acts, id, Problems::default());
    view.kept = kept;
    Ok(View(view).into_response())
}

/// `GET /noticed/new`
pub(super) async fn blank(Query(asked): Query<Asked>, visit: SignedIn) -> Result<Response, Error> {
    let Asked { kind, about, start } = asked;
    // an address carries an id and nothing else
    let about = about.parse::<Uuid>().map(|id| id.to_string()).unwrap_or_default();
    let lines = LineKind::parse(&kind).map_or(&[][..], LineKind::beginnings);
    let words = start.parse().ok().and_then(|at: usize| lines.get(at)).map_or("", |words| *words).to_owned();
    let form = LineForm { kind, about, words, once: Uuid::new_v4(), ..LineForm::default() };
    with_draft(visit, None, form, None).await
}

/// `GET /noticed/{id}/edit`: as long as it was not sent.
pub(super) async fn open(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let text = find_own(&mut visit, &id).await?;
    if text.shared != Shared::No {
        return Ok(Redirect::to(&format!("/noticed/{id}")).into_response());
    }
    let form = LineForm {
        kind: text.content.kind.code().to_owned(),
        words: text.content.words.clone(),
        about: text.content.about.map(|about| about.to_string()).unwrap_or_default(),
        number: text.number,
        ..LineForm::default()
    };
    with_draft(visit, Some(&id), form, Some(text.written_at)).await
}

/// `POST /noticed/new`
pub(super) async fn begin(
    visit: SignedIn,
    CheckedForm(form): CheckedForm<LineForm>,
) -> Result<Response, Error> {
    let base = Base::New(form.once);
    keep(visit, None, base, form).await
}

/// `POST /noticed/{id}/edit`
pub(super) async fn save(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<LineForm>,
) -> Result<Response, Error> {
    let text = find_own(&mut visit, &id).await?;
    // what was sent is taken back before it is changed
    if text.shared != Shared::No {
        return Err(Error::Conflict);
    }
    let base = Base::Edit(text.id, form.number);
    keep(visit, Some(text), base, form).await
}

async fn keep(
    mut visit: SignedIn,
    current: Option<Text<Line>>,
    base: Base,
    form: LineForm,
) -> Result<Response, Error> {
    let acts = acts(&mut visit).await?;
    let (line, now) = (form.line(&acts), visit.now);
    let id = current.as_ref().map(|text| text.id.to_string());
    let mut problems = Problems::default();
    if let Some(problem) = line.problem() {
        problems.add("words", problem);
        let view = form.view(&visit, &acts, id.as_deref(), problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: None };
    match write(scope, hand, place, base, &line, now).await? {
        Written::Kept(kept, _) | Written::Already(kept, _) => {
            drop_draft(scope, hand, &place_of(id.as_deref(), &form.about)).await?;
            visit.scope.commit().await?;
            let next = if form.keep.is_empty() { format!("/{kept}") } else { "?done=kept".to_owned() };
            Ok(Redirect::to(&format!("/noticed{next}")).into_response())
        }
        Written::Clash(there) => {
            let there = there.to_string();
            let current = find_own(&mut visit, &there).await?;
            // what was sent is taken back before it is changed
            if current.shared != Shared::No {
                return Err(Error::Conflict);
            }
            // saving again is meant from here on
            let form = LineForm { number: current.number, ..form };
            let mut view = form.view(&visit, &acts, Some(&there), problems);
            view.theirs = Some(current.content.words);
            Ok((StatusCode::CONFLICT, View(view)).into_response())
        }
        Written::NotFound => Err(Error::NotFound),
    }
}
