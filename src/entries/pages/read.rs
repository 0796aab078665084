//! `GET /n/{id}`: one note, one's own or one that was shared.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use crate::{
    entries::{Note, Seen, Shared, Text, mark_opened},
    web::{
        error::Error,
        page::{Nav, Page, View, Who},
        readers::{Held, Names},
        show,
        signed_in::SignedIn,
    },
};

#[derive(Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "entries/own.html")]
struct Own {
    page: Page,
    id: String,
    other: Who,
    linked: bool,
    title: String,
    text: show::Paragraphs,
    written_on: String,
    /// Who else reads it, and since when.
    shared: Option<Held>,
    changed_since: bool,
}

#[derive(Template)]
#[template(path = "entries/received.html")]
struct Received {
    page: Page,
    shared: show::Shared,
}

pub(super) async fn show(
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let seen = super::find(&mut visit, &id).await?;
    let other = super::author_of(&visit);
    let page = visit.page("A note").at(Nav::Write);
    match seen {
        Seen::Text(text) if text.author == visit.me().id => {
            let names = Names::of(&mut visit, [text.shared]).await?;
            let page = page.with_flash(super::done(asked.done.as_deref(), &other, &names));
            Ok(own(&visit, page, other, &names, &text))
        }
        Seen::Text(text) => {
            let me = visit.me().id;
            mark_opened(&mut visit.scope, me, [&text]).await?;
            visit.scope.commit().await?;
            let when = match text.shared {
                Shared::WithMe { on } => format!("Shared with you on {}", show::day(on)),
                Shared::No | Shared::WithPartner { .. } => String::new(),
            };
            let shared = super::figure(&text.content, other, when);
            Ok(View(Received { page, shared }).into_response())
        }
        Seen::Broken { author, .. } => {
            let who = if author == visit.me().id { visit.who() } else { other };
            let content = show::Content::Broken;
            let shared = show::Shared { who, what: "wrote".to_owned(), when: String::new(), content };
            Ok(View(Received { page, shared }).into_response())
        }
    }
}

fn own(visit: &SignedIn, page: Page, other: Who, names: &Names, text: &Text<Note>) -> Response {
    View(Own {
        page,
        id: text.id.to_string(),
        other,
        linked: visit.partner().is_some(),
        title: crate::folding::without(&text.content.title),
        text: super::words(&text.content),
        written_on: show::day(text.written_at.date()),
        shared: names.held(text.shared),
        changed_since: text.has_unshared_changes(),
    })
    .into_response()
}
