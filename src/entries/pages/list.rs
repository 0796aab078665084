//! `GET /write`: one's own notes, and those that were shared with the visitor.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use crate::{
    entries::{Note, Seen, Shared, of_kind, withdrawn},
    web::{
        error::Error,
        page::{Nav, Page, View, Who},
        readers::Names,
        show,
        signed_in::SignedIn,
    },
};

/// More than this many are not listed at once.
const MOST: u32 = 500;

#[derive(Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

struct Row {
    href: String,
    title: String,
    meta: String,
    shared_with: Option<String>,
}

#[derive(Template)]
#[template(path = "entries/list.html")]
struct List {
    page: Page,
    other: Who,
    linked: bool,
    mine: Vec<Row>,
    received: Vec<Row>,
    withdrawn: Vec<String>,
}

pub(super) async fn show(Query(asked): Query<Asked>, mut visit: SignedIn) -> Result<Response, Error> {
    let (pinned, me) = (visit.pinned(), visit.me().id);
    let other = super::author_of(&visit);
    let (scope, hand, _) = visit.parts();
    let all = of_kind::<Note>(scope, hand, pinned.as_ref(), "note", MOST).await?;
    let lines = withdrawn(&mut **scope, me).await?;
    let names = Names::of(&mut visit, all.iter().filter_map(|seen| Some(seen.as_text()?.shared))).await?;
    let (mut mine, mut received) = (Vec::new(), Vec::new());
    for seen in &all {
        let (list, row) = match seen {
            Seen::Text(text) if text.author == me => (&mut mine, own(text, &other, &names)),
            Seen::Text(text) => (&mut received, theirs(text)),
            Seen::Broken { id, author } => {
                let list = if *author == me { &mut mine } else { &mut received };
                let title = "Something that does not open".to_owned();
                (list, Row { href: format!("/n/{id}"), title, meta: String::new(), shared_with: None })
            }
        };
        list.push(row);
    }
    let page =
        visit.page("Write").at(Nav::Write).with_flash(super::done(asked.done.as_deref(), &other, &names));
    let linked = visit.partner().is_some();
    let withdrawn = lines.iter().map(|line| show::day(line.on)).collect();
    Ok(View(List { page, other, linked, mine, received, withdrawn }).into_response())
}

fn own(text: &crate::entries::Text<Note>, other: &Who, names: &Names) -> Row {
    let meta = if text.has_unshared_changes() {
        format!("{}. {} holds an earlier version.", show::day(text.written_at.date()), other.name)
    } else {
        show::day(text.written_at.date())
    };
    let href = format!("/n/{}", text.id);
    Row { href, title: text.content.headline(), meta, shared_with: names.readers(text.shared) }
}

fn theirs(text: &crate::entries::Text<Note>) -> Row {
    let meta = match text.shared {
        Shared::WithMe { on } => format!("Shared with you on {}", show::day(on)),
        Shared::No | Shared::WithPartner { .. } => String::new(),
    };
    Row { href: format!("/n/{}", text.id), title: text.content.headline(), meta, shared_with: None }
}
