//! `GET /weeks/moments`: one's own marks, and those that were shared with the visitor.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use super::Moment;
use crate::{
    entries::{Seen, Text, mark_opened},
    web::{
        error::Error,
        page::{Flash, Nav, Page, View, Who},
        readers::{Names, With},
        show,
        signed_in::SignedIn,
    },
};

#[derive(Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

struct Mine {
    href: String,
    day: String,
    words: String,
    shared_with: Option<String>,
    /// What the other one holds is an earlier version.
    changed: bool,
}

#[derive(Template)]
#[template(path = "checkins/moments.html")]
struct List {
    page: Page,
    linked: bool,
    mine: Vec<Mine>,
    theirs: Vec<show::Shared>,
}

pub(super) async fn show(Query(asked): Query<Asked>, mut visit: SignedIn) -> Result<Response, Error> {
    let (who, other) = (visit.who(), super::other(&visit));
    let (scope, hand, me) = visit.parts();
    let (me, all) = (me.id, super::moments(scope, hand, me).await?);
    let both = asked.done.as_deref() == Some(With::Both.done());
    let held = all.iter().filter_map(Seen::as_text).any(|text| With::of(text.shared) == With::Both);
    let names = Names::when(&mut visit, both || held).await?;
    let (mut mine, mut theirs, mut read) = (Vec::new(), Vec::new(), Vec::new());
    for seen in &all {
        match seen {
            Seen::Text(text) if text.author == me => mine.push(own(text, &names)),
            Seen::Text(text) => {
                theirs.push(super::figure(&text.content, other.clone()));
                read.push(text);
            }
            Seen::Broken { author, .. } => {
                let who = if *author == me { who.clone() } else { other.clone() };
                let content = show::Content::Broken;
                theirs.push(show::Shared { who, what: "marked".to_owned(), when: String::new(), content });
            }
        }
    }
    mark_opened(&mut visit.scope, me, read).await?;
    let page = visit.page("Marks").at(Nav::Weeks).with_flash(done(asked.done.as_deref(), &other, &names));
    let linked = visit.partner().is_some();
    visit.scope.commit().await?;
    Ok(View(List { page, linked, mine, theirs }).into_response())
}

fn own(text: &Text<Moment>, names: &Names) -> Mine {
    Mine {
        href: super::path(text.id),
        day: show::day(text.content.day),
        words: text.content.headline(),
        shared_with: names.readers(text.shared),
        changed: text.has_unshared_changes(),
    }
}

/// What stands at the top after an act; the codes are ours.
fn done(code: Option<&str>, other: &Who, names: &Names) -> Option<Flash> {
    let text = match code? {
        "kept" => "Kept. Only you can see it on your charts.".to_owned(),
        "shared" => format!("{} can see it on the charts now.", other.name),
        "both" => format!("{} can see it on the charts now.", names.both()),
        "private" => "It stays with you. Nobody is told that it exists.".to_owned(),
        "back" => format!("Taken back. {} no longer sees it.", other.name),
        "removed" => "Removed.".to_owned(),
        _ => return None,
    };
    Some(Flash::done(text))
}
