//! `/us/pace`: how long a sitting lasts and when it is quiet. Either suggests, the other agrees, leaves it or suggests
//! something else; until both agree, what was agreed before holds.

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{pace_form::PaceForm, us::Done};
use crate::{
    couples::pacing::{
        self, Answered, Pacing, Suggested, Suggestion, agree, leave_it, suggestion, take_back, zones,
    },
    ids::PaceId,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Field, Problems},
        page::{Flash, Nav, Page, View, Who},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "couples/pace.html")]
struct Pace {
    page: Page,
    other: Who,
    holds: [String; 3],
    /// Nobody has agreed to anything else than what everybody begins with.
    untouched: bool,
    table: Table,
    problems: Problems,
    shown: String,
    longest: Choice,
    quiet: Choice,
    from: Field,
    to: Field,
    zone: Field,
    zones: Vec<String>,
}

/// What lies on the table.
enum Table {
    Nothing,
    Theirs { id: PaceId, lines: [String; 3] },
    Mine { id: PaceId, lines: [String; 3] },
    Left { id: PaceId, lines: [String; 3] },
}

impl Table {
    fn of(there: Option<&Suggestion>) -> Self {
        match there {
            None => Self::Nothing,
            Some(it) if !it.mine => Self::Theirs { id: it.id, lines: it.pacing.lines() },
            Some(it) if it.left => Self::Left { id: it.id, lines: it.pacing.lines() },
            Some(it) => Self::Mine { id: it.id, lines: it.pacing.lines() },
        }
    }

    fn stamp(&self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Theirs { id, .. } => format!("theirs-{id}"),
            Self::Mine { id, .. } => format!("mine-{id}"),
            Self::Left { id, .. } => format!("left-{id}"),
        }
    }

    /// What was just done, as long as it is still so: the page may have followed the other one meanwhile.
    fn flash(&self, done: &str) -> Option<Flash> {
        match (self, done) {
            (Self::Mine { .. }, "suggested") => {
                Some(Flash::done("Suggested. Nothing changes until both of you have agreed."))
            }
            (Self::Nothing, "agreed") => Some(Flash::done("Agreed. This is your pace from now on.")),
            (Self::Nothing, "left" | "back") => Some(Flash::done("It stays as it is.")),
            (_, "gone") => Some(Flash::problem(
                "That suggestion is not on the table any more. This is how it stands now.",
            )),
            _ => None,
        }
    }
}

/// The page with what was typed, or with what a new suggestion begins with.
async fn page(
    visit: &mut SignedIn,
    other: Who,
    typed: Option<PaceForm>,
    problems: Problems,
) -> Result<Pace, Error> {
    let (scope, _, me) = visit.parts();
    let there = suggestion(scope, me).await?;
    let holds = me.pacing.clone();
    let typed =
        typed.unwrap_or_else(|| PaceForm::of(there.as_ref().map_or(&holds, |suggested| &suggested.pacing)));
    let table = Table::of(there.as_ref());
    let lines = holds.lines();
    let stamp = [table.stamp().as_str(), &lines.concat()].join(" ");
    Ok(Pace {
        page: visit.page("You two").at(Nav::Us).following("/live", stamp),
        other,
        untouched: holds == Pacing::default(),
        holds: lines,
        table,
        shown: there.map(|suggested| suggested.id.to_string()).unwrap_or_default(),
        longest: typed.longest(&problems),
        quiet: typed.quiet(&problems),
        from: typed.from(&problems),
        to: typed.to(&problems),
        zone: typed.zone(&problems),
        zones: zones(),
        problems,
    })
}

pub(super) async fn show(mut visit: SignedIn, Query(done): Query<Done>) -> Result<Response, Error> {
    let Some(other) = visit.other() else { return Ok(Redirect::to("/us").into_response()) };
    let mut view = page(&mut visit, other, None, Problems::default()).await?;
    view.page = view.page.with_flash(view.table.flash(&done.done));
    Ok(View(view).into_response())
}

/// `POST /us/pace`
pub(super) async fn suggest(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<PaceForm>,
) -> Result<Response, Error> {
    let Some(other) = visit.other() else { return Ok(Redirect::to("/us").into_response()) };
    let problems = match form.read() {
        Err(problems) => problems,
        Ok(wanted) => {
            let (scope, _, me) = visit.parts();
            let outcome = pacing::suggest(scope, me, form.shown(), &wanted).await?;
            let text = match outcome {
                Suggested::Done => {
                    visit.scope.commit().await?;
                    return Ok(Redirect::to("/us/pace?done=suggested").into_response());
                }
                Suggested::AsItIs => "This is how it is already. Change something, or leave it".to_owned(),
                Suggested::AsTheirs => format!("{} suggests exactly this. You can agree to it above", other.name),
                Suggested::Meanwhile => {
                    "Something has changed meanwhile. Look at it above, then send yours again if you still want to"
                        .to_owned()
                }
            };
            let mut problems = Problems::default();
            problems.add("longest", text);
            problems
        }
    };
    let view = page(&mut visit, other, Some(form), problems).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response())
}

/// An answer to what the page showed.
#[derive(Deserialize)]
pub(super) struct AnswerForm {
    #[serde(default)]
    id: String,
    #[serde(default)]
    answer: String,
}

/// `POST /us/pace/answer`
pub(super) async fn answer(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<AnswerForm>,
) -> Result<Response, Error> {
    let (scope, _, me) = visit.parts();
    let (answered, done) = match (form.id.parse::<PaceId>(), form.answer.as_str()) {
        (Ok(id), "agree") => (agree(scope, me, id).await?, "agreed"),
        (Ok(id), "leave") => (leave_it(scope, me, id).await?, "left"),
        (Ok(id), "back") => (take_back(scope, me, id).await?, "back"),
        _ => (Answered::Gone, "gone"),
    };
    let done = match answered {
        Answered::Done => {
            visit.scope.commit().await?;
            done
        }
        Answered::Gone => "gone",
    };
    Ok(Redirect::to(&format!("/us/pace?done={done}")).into_response())
}
