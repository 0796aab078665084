//! `/plan/questions/{n}`: one's own answer to one of the three questions. Saving is private.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::Done;
use crate::{
    entries::{Text, Written, drop_draft},
    plans::{Answer, Answers, Question, answers::keep, checks::LONGEST_TEXT},
    typed,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Flash, Nav, Page, View},
        readers::{Held, Names},
        show::Paragraphs,
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "plans/question.html")]
struct Write {
    page: Page,
    number: u8,
    about: &'static str,
    words: Field,
    problems: Problems,
    revision: u32,
    held: String,
    kept: String,
    other: Option<String>,
    /// Who else holds it.
    shared: Option<Held>,
    /// It was changed since.
    changed: bool,
    /// The other version after a clash.
    theirs: Option<Paragraphs>,
}

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct AnswerForm {
    words: String,
    /// The revision that the form began on; none for a new answer.
    revision: u32,
    /// Pressed: share it next.
    share: String,
}

fn place(question: Question) -> String {
    format!("plan/question/{}", question.number())
}

pub(super) fn question(number: &str) -> Result<Question, Error> {
    Question::parse(number).ok_or(Error::NotFound)
}

/// One's own answer.
pub(super) async fn own(visit: &mut SignedIn, question: Question) -> Result<Option<Text<Answer>>, Error> {
    let (scope, hand, me) = visit.parts();
    Ok(Answers::open(scope, hand, me).await?.of_mine(question).cloned())
}

async fn page(
    visit: &mut SignedIn,
    question: Question,
    form: &AnswerForm,
    saved: Option<&Text<Answer>>,
    problems: Problems,
) -> Result<Write, Error> {
    let words = Field::new("words", question.asks())
        .hint(question.help())
        .value(form.words.clone())
        .max(LONGEST_TEXT)
        .rows(8)
        .large()
        .folds()
        .checked(&problems);
    let linked = visit.partner().is_some();
    let names = Names::of(visit, saved.map(|text| text.shared)).await?;
    Ok(Write {
        page: visit.page("Plan").at(Nav::Plan),
        number: question.number(),
        about: question.about(),
        words,
        problems,
        revision: form.revision,
        held: visit.held(&place(question)),
        kept: String::new(),
        other: visit.other().map(|who| who.name),
        shared: saved.filter(|_| linked).and_then(|text| names.held(text.shared)),
        changed: saved.is_some_and(Text::has_unshared_changes),
        theirs: None,
    })
}

/// `GET /plan/questions/{n}`
pub(super) async fn show(
    mut visit: SignedIn,
    Path(number): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, Error> {
    let question = question(&number)?;
    let saved = own(&mut visit, question).await?;
    let saved_at = saved.as_ref().map(|saved| saved.written_at);
    let (form, kept) = visit.unfinished(&place(question), saved_at).await?.unwrap_or_else(|| {
        let form = saved.as_ref().map_or_else(AnswerForm::default, |text| AnswerForm {
            words: text.content.words.clone(),
            revision: text.number,
            ..AnswerForm::default()
        });
        (form, String::new())
    });
    let mut view = page(&mut visit, question, &form, saved.as_ref(), Problems::default()).await?;
    view.kept = kept;
    let flash = (done.done == "kept").then(|| Flash::done("Kept. Only you can read it."));
    view.page = view.page.with_flash(flash);
    Ok(View(view).into_response())
}

/// `POST /plan/questions/{n}`
pub(super) async fn save(
    mut visit: SignedIn,
    Path(number): Path<String>,
    CheckedForm(form): CheckedForm<AnswerForm>,
) -> Result<Response, Error> {
    let question = question(&number)?;
    let saved = own(&mut visit, question).await?;
    let words = typed::words(&form.words);
    let mut problems = Problems::default();
    if words.trim().is_empty() {
        problems.add("words", "Write something first. “I don’t know yet” is enough");
    } else if typed::length(&words) > LONGEST_TEXT {
        problems.add("words", "This is more than one answer can hold. What matters most?");
    }
    if !problems.is_empty() {
        let view = page(&mut visit, question, &form, saved.as_ref(), problems).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    // one from the time alone is no more than a beginning
    let over = saved.as_ref().filter(|text| text.content.couple == me.couple);
    let over = over.map(|text| (text.id, form.revision));
    match keep(scope, hand, me, over, question, &words, now).await? {
        Written::Kept(..) | Written::Already(..) => {
            drop_draft(scope, hand, &place(question)).await?;
            visit.scope.commit().await?;
            let next = if form.share.is_empty() { "?done=kept" } else { "/share" };
            Ok(Redirect::to(&format!("/plan/questions/{number}{next}")).into_response())
        }
        Written::Clash(_) => clash(visit, question, form).await,
        Written::NotFound => Err(Error::NotFound),
    }
}

/// Both versions: mine to go on with, the other one to take from.
async fn clash(mut visit: SignedIn, question: Question, form: AnswerForm) -> Result<Response, Error> {
    let current = own(&mut visit, question).await?.ok_or(Error::Conflict)?;
    // saving again is meant from here on
    let form = AnswerForm { revision: current.number, ..form };
    let mut view = page(&mut visit, question, &form, Some(&current), Problems::default()).await?;
    view.theirs = Some(Paragraphs::of(&current.content.words));
    Ok((StatusCode::CONFLICT, View(view)).into_response())
}
