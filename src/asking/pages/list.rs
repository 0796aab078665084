//! `GET /questions`: what I am asked, what I ask, and what I have not asked.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::done;
use crate::{
    asking::{
        Matter, Stand,
        matter::{self, All},
    },
    folding::headline,
    ids::PersonId,
    web::{
        error::Error,
        live,
        page::{Nav, Page, View},
        readers::{self, Names},
        show,
        signed_in::SignedIn,
    },
};

#[derive(Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

struct Row {
    href: String,
    title: String,
    meta: String,
}

#[derive(Template)]
#[template(path = "asking/list.html")]
struct List {
    page: Page,
    other: Option<String>,
    /// What the other one asks.
    asked: Vec<Row>,
    /// What I ask.
    mine: Vec<Row>,
    private: Vec<Row>,
    /// Own replies to what was taken back.
    left: Vec<Row>,
    /// Something does not open.
    broken: bool,
    bounded: bool,
}

pub(super) async fn show(Query(asked): Query<Asked>, mut visit: SignedIn) -> Result<Response, Error> {
    let (scope, hand, me) = visit.parts();
    let All { matters, broken, bounded } = matter::all(scope, hand, me).await?;
    let names = Names::when(&mut visit, asked.done.as_deref() == Some("both")).await?;
    let me = visit.me().id;
    let (mut theirs, mut mine, mut private, mut left) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut stamp = Sha256::new();
    for matter in &matters {
        let row = row(matter, me, visit.partner().map(|partner| (partner.id, partner.name.as_str())));
        stamp.update(&row.title);
        stamp.update(&row.meta);
        match (matter.question.as_ref(), matter.stand()) {
            (None, _) => left.push(row),
            (Some(question), _) if question.author != me => theirs.push((matter.stand(), row)),
            (Some(_), Stand::Private) => private.push(row),
            (Some(_), _) => mine.push(row),
        }
    }
    // what has no answer yet stands first; within it the newest
    theirs.sort_by_key(|(stand, _)| match stand {
        Stand::Open | Stand::Private => 0,
        Stand::By(_) => 1,
        Stand::Therapist => 2,
        Stand::Answered => 3,
    });
    let stamp = live::stamp(stamp);
    let flash = done(asked.done.as_deref(), &names);
    let view = List {
        page: visit.page("Questions").at(Nav::Write).with_flash(flash).following("/live", stamp),
        other: visit.partner().map(|partner| partner.name.clone()),
        asked: theirs.into_iter().map(|(_, row)| row).collect(),
        mine,
        private,
        left,
        broken: !broken.is_empty(),
        bounded,
    };
    Ok(View(view).into_response())
}

/// One line, in words that only say what both know. To whom it is mine adds what only they know.
fn row(matter: &Matter, me: PersonId, partner: Option<(PersonId, &str)>) -> Row {
    let href = format!("/questions/{}", matter.id);
    // whoever was linked before has no name here, and is answered no more
    let named = |author| partner.filter(|(id, _)| *id == author).map(|(_, name)| name);
    let other = matter.later.as_ref().and_then(|later| named(later.author)).unwrap_or("Your partner then");
    let Some(question) = &matter.question else {
        let title = matter
            .answer
            .as_ref()
            .map_or_else(|| "What you chose".to_owned(), |answer| headline(&answer.content.words));
        return Row { href, title, meta: "Your reply. The question was taken back.".to_owned() };
    };
    let (mine, since) = (question.author == me, readers::since(question.shared));
    let begun = matter.answer.is_some() || matter.later.is_some();
    let meta = match matter.stand() {
        Stand::Private => "Only you".to_owned(),
        Stand::Open if !mine && begun => format!("Asked on {since}. What you chose is still yours alone."),
        Stand::Open if mine => format!("Asked on {since}"),
        Stand::Open if named(question.author).is_none() => format!("Asked on {since}"),
        Stand::Open => format!("Asked on {since}. You choose how to answer."),
        Stand::By(day) if mine => format!("{other} will answer by {}", show::full_day(day)),
        Stand::By(day) => format!("You chose {}", show::full_day(day)),
        Stand::Therapist if mine => format!("{other} will answer with a therapist"),
        Stand::Therapist => "You chose to answer with a therapist".to_owned(),
        Stand::Answered => "Answered".to_owned(),
    };
    Row { href, title: headline(&question.content.words), meta }
}
