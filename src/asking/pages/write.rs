//! Writing a question, new or again, with what was asked and answered before in other words. Saving is private.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{figures::Earlier, find_own, id_of, wish};
use crate::{
    asking::{KIND, Piece, Question, alike, matter},
    entries::{Base, Place, Text, Written, drop_draft, hold, write},
    ids::EntryId,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Nav, Page, View},
        show,
        signed_in::SignedIn,
    },
    wording::Wording,
};

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct QuestionForm {
    #[serde(default)]
    words: String,
    /// The idempotency key of a new one.
    #[serde(default)]
    once: Uuid,
    /// The revision that an edit began on.
    #[serde(default)]
    number: u32,
    /// Which button: `share` goes on to the preview, `look` looks for earlier answers, anything else keeps it.
    #[serde(default)]
    act: String,
}

/// What was asked before in other words; none when nobody has looked.
struct Before {
    earlier: Vec<Earlier>,
    /// It was asked for, so that finding nothing is said, too.
    looked: bool,
}

#[derive(Template)]
#[template(path = "asking/write.html")]
struct Write {
    page: Page,
    action: String,
    back: String,
    is_new: bool,
    other: Option<String>,
    words: Field,
    problems: Problems,
    once: Uuid,
    number: u32,
    held: String,
    kept: String,
    before: Before,
    /// The other version after a clash.
    theirs: Option<show::Paragraphs>,
}

fn place_of(id: Option<&str>) -> String {
    format!("question/{}", id.unwrap_or("new"))
}

impl QuestionForm {
    fn question(&self) -> Question {
        Question::new(&self.words)
    }

    async fn view(
        &self,
        visit: &mut SignedIn,
        wording: &Wording,
        id: Option<&str>,
        problems: Problems,
    ) -> Result<Write, Error> {
        let (scope, hand, me) = visit.parts();
        let all = matter::all(scope, hand, me).await?;
        let except: Option<EntryId> = id.and_then(|id| id.parse().ok());
        let earlier = alike::earlier(wording, &all.matters, me.id, &self.words, except);
        let earlier = Earlier::all(visit, &earlier);
        let words = Field::new("words", "Your question")
            .hint("Ask it as you would say it. You can ask as many as you need, and the same one again.")
            .value(self.words.clone())
            .max(Question::LONGEST)
            .rows(5)
            .large()
            .folds()
            .checked(&problems);
        Ok(Write {
            page: visit.page("Questions").at(Nav::Write),
            action: id.map_or_else(|| "/questions/new".to_owned(), |id| format!("/questions/{id}/edit")),
            back: id.map_or_else(|| "/questions".to_owned(), |id| format!("/questions/{id}")),
            is_new: id.is_none(),
            other: visit.partner().map(|partner| partner.name.clone()),
            words,
            problems,
            once: self.once,
            number: self.number,
            held: visit.held(&place_of(id)),
            kept: String::new(),
            before: Before { earlier, looked: self.act == "look" },
            theirs: None,
        })
    }
}

/// The form as it was kept, if that is newer than what was saved.
async fn with_draft(
    mut visit: SignedIn,
    wording: &Wording,
    id: Option<&str>,
    saved: QuestionForm,
    saved_at: Option<time::OffsetDateTime>,
) -> Result<Response, Error> {
    let (form, kept) =
        visit.unfinished(&place_of(id), saved_at).await?.unwrap_or_else(|| (saved, String::new()));
    let view = form.view(&mut visit, wording, id, Problems::default()).await?;
    Ok(View(Write { kept, ..view }).into_response())
}

/// `GET /questions/new`
pub(super) async fn blank(State(wording): State<Arc<Wording>>, visit: SignedIn) -> Result<Response, Error> {
    let form = QuestionForm { once: Uuid::new_v4(), ..QuestionForm::default() };
    with_draft(visit, &wording, None, form, None).await
}

/// `GET /questions/{id}/edit`: as long as it is nobody else's to read, and nobody has replied to it.
pub(super) async fn open(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let (matter, text) = find_own(&mut visit, &id).await?;
    if !matter.may_change() {
        return Ok(Redirect::to(&format!("/questions/{id}")).into_response());
    }
    let form =
        QuestionForm { words: text.content.words.clone(), number: text.number, ..QuestionForm::default() };
    with_draft(visit, &wording, Some(&id), form, Some(text.written_at)).await
}

/// `POST /questions/new`
pub(super) async fn begin(
    State(wording): State<Arc<Wording>>,
    visit: SignedIn,
    CheckedForm(form): CheckedForm<QuestionForm>,
) -> Result<Response, Error> {
    let base = Base::New(form.once);
    keep(visit, &wording, None, base, form).await
}

/// `POST /questions/{id}/edit`
pub(super) async fn save(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<QuestionForm>,
) -> Result<Response, Error> {
    let question = id_of(&id)?;
    find_own(&mut visit, &id).await?;
    hold(&mut visit.scope, question).await?;
    let (matter, text) = find_own(&mut visit, &id).await?;
    if !matter.may_change() {
        // it was asked in between: these words become another question
        let form = QuestionForm { once: Uuid::new_v4(), number: 0, ..form };
        return clash(visit, &wording, None, form, &text).await;
    }
    let base = Base::Edit(text.id, form.number);
    keep(visit, &wording, Some(&id), base, form).await
}

async fn keep(
    mut visit: SignedIn,
    wording: &Wording,
    id: Option<&str>,
    base: Base,
    form: QuestionForm,
) -> Result<Response, Error> {
    let (question, now) = (form.question(), visit.now);
    if let Some(problem) = question.problem() {
        let mut problems = Problems::default();
        problems.add("words", problem);
        let view = form.view(&mut visit, wording, id, problems).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    if form.act == "look" {
        let view = form.view(&mut visit, wording, id, Problems::default()).await?;
        return Ok(View(view).into_response());
    }
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: None };
    match write(scope, hand, place, base, &Piece::Question(question.clone()), now).await? {
        Written::Kept(kept, _) | Written::Already(kept, _) => {
            drop_draft(scope, hand, &place_of(id)).await?;
            let next = if form.act != "share" || me.partner.is_none() {
                format!("/questions/{kept}?done=kept")
            } else if wish::is_offered(&mut visit, wording, kept, &question).await? {
                format!("/questions/{kept}/why")
            } else {
                format!("/questions/{kept}/share/question")
            };
            visit.scope.commit().await?;
            Ok(Redirect::to(&next).into_response())
        }
        Written::Clash(there) => {
            let there = there.to_string();
            let (matter, text) = find_own(&mut visit, &there).await?;
            if matter.may_change() {
                // saving again is meant from here on
                let form = QuestionForm { number: text.number, ..form };
                clash(visit, wording, Some(&there), form, &text).await
            } else {
                let form = QuestionForm { once: Uuid::new_v4(), number: 0, ..form };
                clash(visit, wording, None, form, &text).await
            }
        }
        Written::NotFound => Err(Error::NotFound),
    }
}

/// Both versions, side by side: mine to go on with, the other one to take from.
async fn clash(
    mut visit: SignedIn,
    wording: &Wording,
    id: Option<&str>,
    form: QuestionForm,
    there: &Text<Question>,
) -> Result<Response, Error> {
    let mut view = form.view(&mut visit, wording, id, Problems::default()).await?;
    view.theirs = Some(show::Paragraphs::of(&there.content.words));
    Ok((StatusCode::CONFLICT, View(view)).into_response())
}
