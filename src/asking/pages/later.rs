//! Choosing a day for an answer, or a therapist's room for it; and moving the day. Saving is private.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use time::{Date, Duration, macros::format_description};
use uuid::Uuid;

use super::{answer::READS_OTHERWISE, figures, find_asked, while_asked};
use crate::{
    asking::{KIND, Later, Piece, Question, Way, matter::later_slot},
    entries::{Base, Place, Shared, Text, Written, drop_draft, write},
    therapists,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Field, Opt, Problems},
        page::{Page, View},
        readers, show,
        signed_in::SignedIn,
    },
};

/// A day further off than this is none that anybody can wait for.
const FURTHEST: Duration = Duration::days(366);

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct LaterForm {
    /// `day` or `therapist`.
    #[serde(default)]
    way: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    once: Uuid,
    /// The revision that a change began on; 0 before the first.
    #[serde(default)]
    number: u32,
    /// The revision of the question that was in view.
    #[serde(default)]
    question: u32,
}

/// What an address asks for: which way is chosen when the page opens.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    way: String,
}

#[derive(Template)]
#[template(path = "asking/later.html")]
struct Choose {
    page: Page,
    id: String,
    name: String,
    question: show::Shared,
    /// The day that the asker knows of.
    known: Option<String>,
    way: Choice,
    day: Field,
    words: Field,
    problems: Problems,
    once: Uuid,
    number: u32,
    asked: u32,
    held: String,
    kept: String,
    theirs: Option<show::Shared>,
}

fn place_of(id: &str) -> String {
    format!("question/{id}/later")
}

/// The day that the asker knows of, if they know of one.
fn known(current: Option<&Text<Later>>) -> Option<Date> {
    let current = current?;
    match (current.shared, current.content.way) {
        (Shared::WithPartner { number, .. }, Way::By { day, .. }) if number == current.number => Some(day),
        // what is kept and not shared yet remembers it
        (Shared::WithPartner { .. }, Way::By { before, .. }) => before,
        _ => None,
    }
}

impl LaterForm {
    fn of(text: &Text<Later>) -> Self {
        let (way, day) = match text.content.way {
            Way::By { day, .. } => ("day", day.to_string()),
            Way::Therapist => ("therapist", String::new()),
        };
        let words = text.content.words.clone();
        Self { way: way.to_owned(), day, words, number: text.number, ..Self::default() }
    }

    /// What was chosen. The day that the asker knows of, if it is another one, stays in view for them.
    fn read(
        &self,
        asked: &Text<Question>,
        current: Option<&Text<Later>>,
        today: Date,
    ) -> Result<Later, Problems> {
        let mut problems = Problems::default();
        let way = match self.way.as_str() {
            "therapist" => Some(Way::Therapist),
            "day" => match Date::parse(self.day.trim(), format_description!("[year]-[month]-[day]")) {
                Err(_) => {
                    problems.add("day", "Choose a day, for example 2026-03-07.");
                    None
                }
                Ok(day) if day < today => {
                    problems.add("day", "That day is behind you. Choose today or a day to come.");
                    None
                }
                Ok(day) if day - today > FURTHEST => {
                    problems.add("day", "Choose a day within a year. You can move it when it comes.");
                    None
                }
                Ok(day) => Some(Way::By { day, before: Self::before(current, day) }),
            },
            _ => {
                problems.add("way", "Choose one of the two.");
                None
            }
        };
        if self.question != asked.number {
            problems.add("way", READS_OTHERWISE);
        }
        let Some(way) = way else { return Err(problems) };
        let later = Later::new(asked.id, asked.number, way, &self.words);
        if let Some(problem) = later.problem() {
            problems.add("words", problem);
        }
        if problems.is_empty() { Ok(later) } else { Err(problems) }
    }

    /// Where the day stays as it is known, so does what was known before it.
    fn before(current: Option<&Text<Later>>, day: Date) -> Option<Date> {
        match (known(current), current.map(|text| text.content.way)) {
            (Some(known), Some(Way::By { before, .. })) if known == day => {
                before.filter(|_| current.is_some_and(Text::is_shared_as_is))
            }
            (known, _) => known.filter(|known| *known != day),
        }
    }

    async fn view(
        &self,
        visit: &mut SignedIn,
        asked: &Text<Question>,
        current: Option<&Text<Later>>,
        problems: Problems,
    ) -> Result<Choose, Error> {
        let (scope, _, me) = visit.parts();
        let therapist = therapists::name_of_reader(scope, me).await?;
        let (with, reads) = match &therapist {
            Some(name) => (
                format!("With {name}"),
                format!(
                    "When you three meet. {name} learns of it here only if you choose so on the next page."
                ),
            ),
            None => (
                "With a therapist".to_owned(),
                "When there is one to sit with. It says that this is better answered there.".to_owned(),
            ),
        };
        let who = visit.who_wrote(asked.author);
        let (id, name) = (asked.id.to_string(), who.name.clone());
        let known = known(current);
        let options = vec![
            Opt::new("day", "By a day that I choose").hint(format!("{name} sees the day. You can move it.")),
            Opt::new("therapist", with).hint(reads),
        ];
        let words = Field::new(
            "words",
            if known.is_some() { "A sentence about it" } else { "A sentence to it, if you like" },
        )
        .hint("Such as what makes it hard today, or what you need for it.")
        .value(self.words.clone())
        .max(Later::LONGEST)
        .rows(3)
        .short()
        .checked(&problems);
        Ok(Choose {
            page: while_asked(visit),
            question: figures::question(&asked.content, who, readers::when(asked.shared)),
            known: known.map(show::full_day),
            way: Choice::new("way", "How will you answer it?", options)
                .choose(&[self.way.as_str()])
                .large()
                .checked(&problems),
            day: Field::new("day", "The day")
                .hint("If it is by a day: rather one that you can keep than an early one.")
                .kind("date")
                .value(self.day.clone())
                .short()
                .checked(&problems),
            words,
            problems,
            once: self.once,
            number: self.number,
            asked: asked.number,
            held: visit.held(&place_of(&id)),
            kept: String::new(),
            theirs: None,
            name,
            id,
        })
    }
}

/// `GET /questions/{id}/later`
pub(super) async fn show(
    Path(id): Path<String>,
    Query(Asked { way }): Query<Asked>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let (matter, asked) = find_asked(&mut visit, &id).await?;
    let current = matter.later.as_ref();
    let form =
        current.map_or_else(|| LaterForm { once: Uuid::new_v4(), ..LaterForm::default() }, LaterForm::of);
    let at = current.map(|text| text.written_at);
    let (mut form, kept) =
        visit.unfinished(&place_of(&id), at).await?.unwrap_or_else(|| (form, String::new()));
    if matches!(way.as_str(), "day" | "therapist") {
        form.way = way;
    }
    let view = form.view(&mut visit, &asked, current, Problems::default()).await?;
    Ok(View(Choose { kept, ..view }).into_response())
}

/// `POST /questions/{id}/later`
pub(super) async fn keep(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<LaterForm>,
) -> Result<Response, Error> {
    let (matter, asked) = find_asked(&mut visit, &id).await?;
    let (current, now) = (matter.later.as_ref(), visit.now);
    let today = visit.me().pacing.local(now).date();
    let later = match form.read(&asked, current, today) {
        Ok(later) => later,
        Err(problems) => {
            let view = form.view(&mut visit, &asked, current, problems).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
        }
    };
    let slot = later_slot(asked.id);
    let base = match current {
        Some(text) if form.number > 0 => Base::Edit(text.id, form.number),
        _ => Base::New(form.once),
    };
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: Some(&slot) };
    match write(scope, hand, place, base, &Piece::Later(later), now).await? {
        Written::Kept(..) | Written::Already(..) => {
            drop_draft(scope, hand, &place_of(&id)).await?;
            visit.scope.commit().await?;
            Ok(Redirect::to(&format!("/questions/{id}/share/later")).into_response())
        }
        Written::Clash(_) => {
            let (matter, asked) = find_asked(&mut visit, &id).await?;
            let there = matter.later.as_ref().ok_or(Error::NotFound)?;
            // saving again is meant from here on
            let form = LaterForm { number: there.number, ..form };
            let mut view = form.view(&mut visit, &asked, Some(there), Problems::default()).await?;
            view.theirs = Some(figures::later(&there.content, visit.who(), ""));
            Ok((StatusCode::CONFLICT, View(view)).into_response())
        }
        Written::NotFound => Err(Error::NotFound),
    }
}
