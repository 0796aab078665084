//! Writing an answer, with the question in view and with what was answered to it before. Saving is private.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    figures::{self, Earlier},
    find_asked, while_asked,
};
use crate::{
    asking::{
        Answer, KIND, Matter, Piece, Question, alike,
        matter::{self, answer_slot},
        private,
    },
    entries::{Base, Place, Text, Written, drop_draft, write},
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Page, View},
        readers, show,
        signed_in::SignedIn,
    },
    wording::Wording,
};

/// The question was changed since the form was opened. Its words are in view again.
pub(super) const READS_OTHERWISE: &str =
    "The question reads differently now. Read it once more; your words are still here.";

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct AnswerForm {
    #[serde(default)]
    words: String,
    #[serde(default)]
    once: Uuid,
    /// The revision of the answer that an edit began on; 0 before the first.
    #[serde(default)]
    number: u32,
    /// The revision of the question that was in view.
    #[serde(default)]
    question: u32,
    /// Pressed: go on to the preview.
    #[serde(default)]
    share: String,
}

/// What an address asks for: something from the list of what is not said yet, to begin with.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    from: String,
}

#[derive(Template)]
#[template(path = "asking/answer.html")]
struct Write {
    page: Page,
    id: String,
    name: String,
    question: show::Shared,
    words: Field,
    problems: Problems,
    once: Uuid,
    number: u32,
    asked: u32,
    held: String,
    kept: String,
    earlier: Vec<Earlier>,
    theirs: Option<show::Paragraphs>,
}

fn place_of(id: &str) -> String {
    format!("question/{id}/answer")
}

impl AnswerForm {
    async fn view(
        &self,
        visit: &mut SignedIn,
        wording: &Wording,
        asked: &Text<Question>,
        problems: Problems,
    ) -> Result<Write, Error> {
        let (scope, hand, me) = visit.parts();
        let all = matter::all(scope, hand, me).await?;
        let words = &asked.content.words;
        let earlier = alike::earlier(wording, &all.matters, asked.author, words, Some(asked.id));
        let id = asked.id.to_string();
        let who = visit.who_wrote(asked.author);
        let words = Field::new("words", "Your answer")
            .hint("Answer what is asked, in plain words. If it was asked before, it may be asked again.")
            .value(self.words.clone())
            .max(Answer::LONGEST)
            .rows(9)
            .large()
            .folds()
            .checked(&problems);
        Ok(Write {
            page: while_asked(visit),
            name: who.name.clone(),
            question: figures::question(&asked.content, who, readers::when(asked.shared)),
            words,
            problems,
            once: self.once,
            number: self.number,
            asked: asked.number,
            held: visit.held(&place_of(&id)),
            kept: String::new(),
            earlier: Earlier::all(visit, &earlier),
            theirs: None,
            id,
        })
    }
}

/// The words of something not said yet, after those that are there.
async fn taking(visit: &mut SignedIn, from: &str, words: String) -> Result<String, Error> {
    let Ok(id) = from.parse() else { return Ok(words) };
    let (scope, hand, _) = visit.parts();
    let Some(unsaid) = private::one(scope, hand, id).await? else { return Ok(words) };
    // the same link twice brings it once
    if words.contains(&unsaid.content.words) {
        return Ok(words);
    }
    let gap = if words.is_empty() { "" } else { "\n\n" };
    Ok([words.as_str(), gap, unsaid.content.words.as_str()].concat())
}

/// `GET /questions/{id}/answer`
pub(super) async fn show(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    Query(Asked { from }): Query<Asked>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let (Matter { answer, .. }, asked) = find_asked(&mut visit, &id).await?;
    let form = answer.as_ref().map_or_else(
        || AnswerForm { once: Uuid::new_v4(), ..AnswerForm::default() },
        |text| AnswerForm { words: text.content.words.clone(), number: text.number, ..AnswerForm::default() },
    );
    let at = answer.as_ref().map(|text| text.written_at);
    let (form, kept) = visit.unfinished(&place_of(&id), at).await?.unwrap_or_else(|| (form, String::new()));
    let words = taking(&mut visit, &from, form.words).await?;
    let form = AnswerForm { words, ..form };
    let view = form.view(&mut visit, &wording, &asked, Problems::default()).await?;
    Ok(View(Write { kept, ..view }).into_response())
}

/// `POST /questions/{id}/answer`
pub(super) async fn keep(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<AnswerForm>,
) -> Result<Response, Error> {
    let (matter, asked) = find_asked(&mut visit, &id).await?;
    let answer = Answer::new(asked.id, form.question, &form.words);
    let mut problems = Problems::default();
    if let Some(problem) = answer.problem() {
        problems.add("words", problem);
    } else if form.question != asked.number {
        problems.add("words", READS_OTHERWISE);
    }
    if !problems.is_empty() {
        let view = form.view(&mut visit, &wording, &asked, problems).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    let slot = answer_slot(asked.id);
    let base = match &matter.answer {
        Some(text) if form.number > 0 => Base::Edit(text.id, form.number),
        _ => Base::New(form.once),
    };
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: Some(&slot) };
    match write(scope, hand, place, base, &Piece::Answer(answer), now).await? {
        Written::Kept(..) | Written::Already(..) => {
            drop_draft(scope, hand, &place_of(&id)).await?;
            visit.scope.commit().await?;
            let next = if form.share.is_empty() {
                format!("/questions/{id}?done=kept")
            } else {
                format!("/questions/{id}/share/answer")
            };
            Ok(Redirect::to(&next).into_response())
        }
        Written::Clash(_) => {
            let (matter, asked) = find_asked(&mut visit, &id).await?;
            let there = matter.answer.ok_or(Error::NotFound)?;
            // saving again is meant from here on
            let form = AnswerForm { number: there.number, ..form };
            let mut view = form.view(&mut visit, &wording, &asked, problems).await?;
            view.theirs = Some(show::Paragraphs::of(&there.content.words));
            Ok((StatusCode::CONFLICT, View(view)).into_response())
        }
        Written::NotFound => Err(Error::NotFound),
    }
}
