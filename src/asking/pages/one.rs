//! `GET /questions/{id}`: one question with what was said to it, for whoever asks and for whoever is asked.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::{
    done,
    figures::{self, Earlier},
    id_of,
};
use crate::{
    asking::{Answer, Later, Matter, Question, alike, matter, private},
    entries::{Shared, Text, mark_opened},
    web::{
        error::Error,
        live,
        page::{Nav, Page, View},
        readers::{self, Held, Names},
        show,
        signed_in::SignedIn,
    },
    wording::Wording,
};

#[derive(Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

/// For whoever asks.
#[derive(Template)]
#[template(path = "asking/own.html")]
struct Own {
    page: Page,
    id: String,
    other: Option<String>,
    question: show::Shared,
    held: Option<Held>,
    changed_since: bool,
    may_change: bool,
    /// What knowing it would give them.
    wish: Option<show::Paragraphs>,
    reply: Option<show::Shared>,
    earlier: Vec<Earlier>,
}

/// One's own reply, and who else reads it.
struct Mine {
    figure: show::Shared,
    held: Option<Held>,
    /// Changed since it was shared.
    changed: bool,
}

/// For whoever is asked.
#[derive(Template)]
#[template(path = "asking/asked.html")]
struct AskedOf {
    page: Page,
    id: String,
    /// Whether the two are still linked.
    linked: bool,
    /// The question; none when it was taken back.
    question: Option<show::Shared>,
    name: String,
    answer: Option<Mine>,
    later: Option<Mine>,
    earlier: Vec<Earlier>,
}

/// Something that does not open.
#[derive(Template)]
#[template(path = "asking/broken.html")]
struct Broken {
    page: Page,
    shared: show::Shared,
}

/// `GET /questions/{id}`
pub(super) async fn show(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let id = id_of(&id)?;
    let (scope, hand, me) = visit.parts();
    let all = matter::all(scope, hand, me).await?;
    if let Some((_, author)) = all.broken.iter().find(|(broken, _)| *broken == id) {
        let content = show::Content::Broken;
        let who = visit.who_wrote(*author);
        let shared = show::Shared { who, what: "wrote".to_owned(), when: String::new(), content };
        return Ok(View(Broken { page: visit.page("Questions").at(Nav::Write), shared }).into_response());
    }
    let matter = matter::among(scope, hand, me, id, &all).await?.ok_or(Error::NotFound)?;
    opens(&mut visit, &matter).await?;
    let shared = [
        matter.question.as_ref().map(|text| text.shared),
        matter.answer.as_ref().map(|text| text.shared),
        matter.later.as_ref().map(|text| text.shared),
    ];
    let names = Names::of(&mut visit, shared.into_iter().flatten()).await?;
    let flash = done(asked.done.as_deref(), &names);
    let earlier = matter.question.as_ref().map_or_else(Vec::new, |question| {
        alike::earlier(&wording, &all.matters, question.author, &question.content.words, Some(id))
    });
    let earlier = Earlier::all(&visit, &earlier);
    let page = visit.page("Questions").at(Nav::Write).with_flash(flash).following("/live", stamp(&matter));
    let answer = match &matter.question {
        Some(question) if question.author == visit.me().id => {
            own(&mut visit, page, &matter, question, &names, earlier).await?
        }
        _ => View(theirs(&visit, page, &matter, &names, earlier)).into_response(),
    };
    visit.scope.commit().await?;
    Ok(answer)
}

/// Remembers, for the visitor alone, what they have before them.
async fn opens(visit: &mut SignedIn, matter: &Matter) -> Result<(), Error> {
    let me = visit.me().id;
    mark_opened(&mut visit.scope, me, matter.question.iter().filter(|text| text.author != me)).await?;
    mark_opened(&mut visit.scope, me, matter.answer.iter().filter(|text| text.author != me)).await?;
    mark_opened(&mut visit.scope, me, matter.later.iter().filter(|text| text.author != me)).await?;
    Ok(())
}

async fn own(
    visit: &mut SignedIn,
    page: Page,
    matter: &Matter,
    question: &Text<Question>,
    names: &Names,
    earlier: Vec<Earlier>,
) -> Result<Response, Error> {
    let (scope, hand, _) = visit.parts();
    let wish = private::wish(scope, hand, matter.id).await?;
    let view = Own {
        page,
        id: matter.id.to_string(),
        other: visit.partner().map(|partner| partner.name.clone()),
        question: figures::question(&question.content, visit.who(), readers::when(question.shared)),
        held: names.held(question.shared),
        changed_since: question.has_unshared_changes(),
        may_change: matter.may_change(),
        wish: wish.map(|wish| show::Paragraphs::of(&wish.content.words)).filter(|words| !words.is_empty()),
        reply: figures::reply(visit, matter, true),
        earlier,
    };
    Ok(View(view).into_response())
}

fn theirs(visit: &SignedIn, page: Page, matter: &Matter, names: &Names, earlier: Vec<Earlier>) -> AskedOf {
    let asker = matter.question.as_ref().map(|question| question.author);
    let partner = visit.partner().filter(|partner| asker.is_none_or(|asker| asker == partner.id));
    let answer = |text: &Text<Answer>| Mine {
        figure: figures::answer(&text.content, visit.who(), readers::when(text.shared)),
        held: names.held(text.shared),
        changed: text.has_unshared_changes(),
    };
    let later = |text: &Text<Later>| Mine {
        figure: figures::later(&text.content, visit.who(), readers::when(text.shared)),
        held: names.held(text.shared),
        changed: text.has_unshared_changes(),
    };
    AskedOf {
        page,
        id: matter.id.to_string(),
        linked: partner.is_some(),
        question: matter.question.as_ref().map(|question| {
            let who = visit.who_wrote(question.author);
            figures::question(&question.content, who, readers::when(question.shared))
        }),
        name: partner.map_or_else(|| "Your partner".to_owned(), |partner| partner.name.clone()),
        answer: matter.answer.as_ref().map(answer),
        later: matter.later.as_ref().map(later),
        earlier,
    }
}

/// Changes exactly when what the visitor may see of it does.
fn stamp(matter: &Matter) -> String {
    let mut hash = Sha256::new();
    let mut add = |number: u32, shared: Shared| hash.update(format!("{number} {shared:?};"));
    if let Some(text) = &matter.question {
        add(text.number, text.shared);
    }
    if let Some(text) = &matter.answer {
        add(text.number, text.shared);
    }
    if let Some(text) = &matter.later {
        add(text.number, text.shared);
    }
    live::stamp(hash)
}
