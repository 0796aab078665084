//! What stands beside the talk: another memory, what may explain it, and what it was about. Each has a page of its own
//! with the words it stands beside, and none of them is an act in the talk.
//!
//! What must stay true: the page of somebody who listens never leads here; saving and sharing are those of every piece.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use time::OffsetDateTime;

use super::{
    asking,
    own::{self, Mine},
    reading::mark,
    step::{self, Again, Look},
    write,
    writing::{Input, Writing, writing},
};
use crate::{
    conversations::{Ask, Opened, Part, Piece, Stage, Step, prompts},
    entries::Text,
    web::{
        error::Error,
        page::{Page, View},
        rail::Rail,
        show::Shared,
        signed_in::SignedIn,
    },
};

/// Everything that has such a page.
const ALL: [Part; 4] = [
    Part::Remember { step: Step::Perspectives },
    Part::Remember { step: Step::Responsibility },
    Part::Explanation,
    Part::Meaning,
];

/// The word in the address.
const fn code(part: Part) -> Option<&'static str> {
    match part {
        Part::Remember { step: Step::Perspectives } => Some("differently-4"),
        Part::Remember { step: Step::Responsibility } => Some("differently-6"),
        Part::Explanation => Some("explanation"),
        Part::Meaning => Some("meaning"),
        _ => None,
    }
}

/// Where the page of such a part is; none for what is written on the pages of the steps.
pub(super) fn path(talk: &Opened, part: Part) -> Option<String> {
    if let Part::Next { .. } = part {
        return Some(format!("/talk/{}/next", talk.id));
    }
    code(part).map(|code| format!("/talk/{}/beside/{code}", talk.id))
}

#[derive(Template)]
#[template(path = "conversations/beside.html")]
pub(super) struct BesidePage {
    page: Page,
    rail: Rail,
    shown: prompts::Shown,
    /// What it stands beside.
    figures: Vec<Shared>,
    writing: Option<Writing>,
    mine: Option<Mine>,
    back: String,
}

/// `GET /talk/{id}/beside/{what}`
pub(super) async fn show(
    mut visit: SignedIn,
    Path((id, what)): Path<(String, String)>,
    Query(look): Query<Look>,
) -> Result<Response, Error> {
    let part = ALL.into_iter().find(|part| code(*part) == Some(what.as_str())).ok_or(Error::NotFound)?;
    let talk = asking::read(&mut visit, &id).await?;
    if !talk.running || !talk.sound {
        return Ok(Redirect::to(&format!("/talk/{}/record", talk.id)).into_response());
    }
    if let Err(refusal) = talk.may_share(part, visit.now) {
        return Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false));
    }
    let page = make(&mut visit, &talk, part, &look, None).await?;
    visit.scope.commit().await?;
    Ok(View(page).into_response())
}

/// The words that a part stands beside, as far as they may be read.
fn stands_beside(talk: &Opened, part: Part) -> (Vec<Part>, Vec<Shared>) {
    let theirs = match part {
        Part::Remember { step: Step::Perspectives } => Part::Perspective,
        Part::Remember { .. } => Part::Responsibility,
        Part::Explanation => Part::ApologyAnswer { to: talk.seat },
        part => part,
    };
    let own = (part == Part::Explanation).then(|| talk.mine(Part::Apology)).flatten();
    let figures = own.map(|text| talk.own_figure(text)).into_iter();
    let read = talk.theirs(theirs).map(|text| talk.their_figure(text));
    (vec![theirs], figures.chain(read).collect())
}

/// The page. Marks what it shows as opened: the caller commits.
pub(super) async fn make(
    visit: &mut SignedIn,
    talk: &Opened,
    part: Part,
    look: &Look,
    again: Option<Again>,
) -> Result<BesidePage, Error> {
    let shown = prompts::writing(part, talk.roles.of(talk.seat)).with(&talk.their_name);
    let there = talk.mine(part).filter(|text| text.is_shared_as_is());
    let form = match again {
        Some(again) => {
            let mut form = writing(visit, talk, part, &shown, &again.typed, again.problems);
            form.clash = again.clash;
            Some(form)
        }
        // What is shared as it is stands there; its form opens on request.
        None if there.is_some() && look.form.is_empty() => None,
        None => Some(step::kept(visit, talk, part, &shown).await?),
    };
    let (read, figures) = stands_beside(talk, part);
    mark(visit, talk, &read).await?;
    let readers = own::who_reads(visit, talk).await?;
    Ok(BesidePage {
        page: asking::page(visit, talk, "Talk", &look.done),
        rail: asking::rail(talk, talk.asks(visit.now)),
        mine: there.filter(|_| form.is_none()).map(|text| own::card(talk, text, visit.now, readers.as_ref())),
        shown,
        figures,
        writing: form,
        back: format!("/talk/{}", talk.id),
    })
}

/// A way to such a page.
pub(super) struct Way {
    pub(super) href: String,
    pub(super) label: String,
    pub(super) line: &'static str,
}

/// The way to one of them, where it is open and there is something to do.
pub(super) fn way(talk: &Opened, part: Part, now: OffsetDateTime) -> Option<Way> {
    let href = path(talk, part)?;
    let open = talk.running && talk.sound && talk.may_share(part, now).is_ok();
    if !open || talk.mine(part).is_some_and(Text::<Piece>::is_shared_as_is) {
        return None;
    }
    let (label, line) = match part {
        Part::Remember { .. } => (prompts::fill(prompts::DIFFERENTLY, &talk.their_name), ""),
        Part::Explanation => (prompts::EXPLAINS.to_owned(), prompts::EXPLAINS_LINE),
        _ => (prompts::MEANT.to_owned(), prompts::MEANT_LINE),
    };
    Some(Way { href, label, line })
}

/// What of them belongs to where the talk stands: nothing for somebody who listens or says back.
fn near(talk: &Opened, ask: Ask) -> Vec<Part> {
    if matches!(ask, Ask::Listen(_) | Ask::SayBack { .. } | Ask::Closed(_)) {
        return Vec::new();
    }
    let [told, owned, explained, meant] = ALL;
    match talk.talk.stage() {
        Stage::Perspectives { .. } | Stage::Deeper { .. } => vec![told],
        Stage::Responsibility { .. } | Stage::OwnPart => vec![owned],
        Stage::Apology { .. } => vec![owned, explained],
        Stage::Planning { .. } => vec![explained, meant],
        _ => Vec::new(),
    }
}

/// For the page of a step: the ways there, and what the other has shared.
pub(super) fn beside(talk: &Opened, ask: Ask, now: OffsetDateTime) -> (Vec<Way>, Vec<Part>) {
    let near = near(talk, ask);
    let ways = near.iter().filter_map(|part| way(talk, *part, now)).collect();
    (ways, near.into_iter().filter(|part| talk.theirs(*part).is_some()).collect())
}

/// For the record of one step.
pub(super) fn ways_of_step(talk: &Opened, step: Option<Step>, now: OffsetDateTime) -> Vec<Way> {
    ALL.into_iter().filter(|part| part.step() == step).filter_map(|part| way(talk, part, now)).collect()
}
