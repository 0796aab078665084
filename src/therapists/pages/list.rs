//! `/clients`: everybody whose therapist one is, by labels of one's own.
//!
//! What is searched for is a form and never in an address: it may be what somebody is called.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use super::guard::{Closed, Seeing};
use crate::{
    db::{Asker, Scope},
    therapists::{Clients, LONGEST_LABEL},
    web::{
        error::Error,
        form::CheckedForm,
        forms::Field,
        page::{Flash, Page, View},
        show,
        signed_in::SignedIn,
        state::AppState,
    },
};

#[derive(Template)]
#[template(path = "therapists/list.html")]
struct List {
    page: Page,
    search: Field,
    lines: Vec<Line>,
    all: usize,
    searching: bool,
}

/// One couple in the list.
struct Line {
    href: String,
    title: String,
    names: String,
    last: String,
    soon: Option<String>,
}

impl Line {
    fn new(one: &Clients) -> Self {
        let names = one.names.join(" and ");
        let (title, names) =
            if one.label.is_empty() { (names, String::new()) } else { (one.label.clone(), names) };
        Self {
            href: format!("/clients/{}", one.id),
            title,
            names,
            last: match one.last {
                Some(on) => format!("Something was shared on {}", show::day(on)),
                None => "Nothing is shared with you".to_owned(),
            },
            soon: one.ends_soon.then(|| format!("Until {}", show::day(one.until.date()))),
        }
    }
}

/// What was just done, by its code.
#[derive(Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    done: String,
}

#[derive(Deserialize)]
pub(super) struct Search {
    #[serde(default)]
    asked: String,
}

async fn view(
    state: &AppState,
    mut visit: SignedIn,
    asked: &str,
    flash: Option<Flash>,
) -> Result<Response, Error> {
    let now = visit.now;
    visit.scope = Scope::begin(&state.pool, Asker::Therapist(visit.me().id, None)).await?;
    let (scope, hand, _) = visit.parts();
    let mut list = Clients::load(scope, hand, now).await?;
    let all = list.len();
    list.retain(|one| one.matches(asked));
    let view = List {
        page: visit.page("List").with_flash(flash),
        search: Field::new("asked", "Find by your label, or by a name where there is none").value(asked).max(LONGEST_LABEL),
        lines: list.iter().map(Line::new).collect(),
        all,
        searching: !asked.is_empty(),
    };
    Ok(View(view).into_response())
}

pub(super) async fn show(
    State(state): State<AppState>,
    Seeing(visit): Seeing,
    Query(done): Query<Done>,
) -> Result<Response, Closed> {
    let flash = match done.done.as_str() {
        "accepted" => Some("You can read now what both choose to share with you. So far that is nothing."),
        "left" => Some("You have left. Nothing of theirs is open to you any more."),
        _ => None,
    };
    Ok(view(&state, visit, "", flash.map(Flash::done)).await?)
}

pub(super) async fn search(
    State(state): State<AppState>,
    Seeing(visit): Seeing,
    CheckedForm(form): CheckedForm<Search>,
) -> Result<Response, Closed> {
    Ok(view(&state, visit, form.asked.trim(), None).await?)
}
