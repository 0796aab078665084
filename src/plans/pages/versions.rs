//! `/plan/versions`: everything that was proposed and can still be read, and what both have signed. Nothing here changes
//! anything.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse as _, Response},
};
use data_encoding::HEXLOWER;

use super::{
    Done,
    view::{self, Item, Proposal},
};
use crate::{
    couples::Seat,
    entries::mark_opened,
    ids::EntryId,
    plans::{Bond, Outcome, Plan, Question, Version, words},
    web::{
        error::Error,
        page::{Flash, Nav, Page, View, Who},
        readers::{Names, Readers},
        show::{self, Paragraphs},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "plans/versions.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    broken: bool,
}

struct Row {
    href: String,
    title: String,
    line: String,
    holds: bool,
}

#[derive(Template)]
#[template(path = "plans/version.html")]
struct One {
    page: Page,
    title: String,
    line: String,
    pair: [Who; 2],
    agreed: bool,
    broken: bool,
    together: Vec<(&'static str, Paragraphs)>,
    items: Vec<Item>,
    proposal: Proposal,
    changed: bool,
    /// One's own that was answered: it can be taken back.
    back: Option<(String, String)>,
    /// Who reads what is one's own in it, where that is to be said.
    own: Option<Own>,
}

/// What is one's own in a version, and who reads it.
struct Own {
    id: String,
    /// The words are one's own, and not only the signature.
    words: bool,
    /// "Noor", "Noor and Amari".
    readers: String,
}

/// What became of a version, in a sentence.
fn line(version: &Version) -> String {
    let content = &version.content;
    let [one, two] = &content.names;
    let by = if content.by == Seat::One { one } else { two };
    let on = show::day(content.on);
    match (version.bond, version.outcome) {
        (Bond::Broken, _) => {
            "It is said to be signed, but what is stored is not what was sealed. It does not hold.".to_owned()
        }
        (Bond::Both { on }, _) => format!("Agreed by both on {}. Suggested by {by}.", show::day(on)),
        (Bond::Proposer, Outcome::Answered) => {
            format!("Suggested by {by} on {on}, and answered with another suggestion.")
        }
        (Bond::Proposer, _) => format!("Suggested by {by} on {on}. It lies on the table."),
    }
}

async fn plan(visit: &mut SignedIn) -> Result<Plan, Error> {
    let (scope, hand, me) = visit.parts();
    Ok(Plan::whole(scope, hand, me).await?)
}

fn stamp(plan: &Plan) -> String {
    let of_one = |it: &Version| {
        let digest = HEXLOWER.encode(it.digest.get(..4).unwrap_or_default());
        format!("{digest}{}", u8::from(it.agreed_on().is_some()))
    };
    plan.versions.iter().map(of_one).collect()
}

/// `GET /plan/versions`
pub(super) async fn list(mut visit: SignedIn) -> Result<Response, Error> {
    let plan = plan(&mut visit).await?;
    let linked = visit.partner().is_some();
    let holds = plan.in_force().filter(|_| linked).map(|version| version.id);
    let row = |version: &Version| Row {
        href: format!("/plan/versions/{}", version.id),
        title: words::nth(version.content.number),
        line: line(version),
        holds: Some(version.id) == holds,
    };
    let rows = plan.versions.iter().map(row).collect();
    let page = visit.page("Plan").at(Nav::Plan).following("/live", stamp(&plan));
    Ok(View(List { page, rows, broken: plan.is_broken() }).into_response())
}

/// Who reads what is one's own in it; none where there is nobody else who could.
async fn own(visit: &mut SignedIn, version: &Version) -> Result<Option<Own>, Error> {
    if version.own().is_empty() || visit.partner().is_none() {
        return Ok(None);
    }
    let holds = version.is_for_therapist();
    if !holds && Readers::of(visit).await?.therapist().is_none() {
        return Ok(None);
    }
    let names = Names::when(visit, holds).await?;
    let readers = if holds { names.both() } else { names.other().to_owned() };
    Ok(Some(Own { id: version.id.to_string(), words: version.mine, readers }))
}

/// What was just done.
fn flash(done: &str, own: Option<&Own>) -> Option<Flash> {
    let readers = &own?.readers;
    match done {
        "shown" => Some(Flash::done(format!("{readers} can read it now."))),
        "narrowed" => {
            Some(Flash::done(format!("Taken back from your therapist. For {readers} nothing changes.")))
        }
        _ => None,
    }
}

/// `GET /plan/versions/{version}`
pub(super) async fn show(
    mut visit: SignedIn,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, Error> {
    let id: EntryId = id.parse().map_err(|_| Error::NotFound)?;
    let plan = plan(&mut visit).await?;
    let version = plan.version(id).ok_or(Error::NotFound)?;
    let me = visit.me().id;
    mark_opened(&mut visit.scope, me, [&version.text]).await?;
    let own = own(&mut visit, version).await?;
    let content = &version.content;
    let old = content.over.and_then(|over| plan.version(over));
    let together = Question::ALL.into_iter().filter(|question| !content.text.of(*question).is_empty());
    let [one, two] = view::pair(&content.names);
    let their_name = if visit.me().seat == Seat::One { two.name.clone() } else { one.name.clone() };
    let back = version.mine && version.outcome == Outcome::Answered && visit.partner().is_some();
    let view = One {
        page: visit
            .page("Plan")
            .at(Nav::Plan)
            .following("/live", stamp(&plan))
            .with_flash(flash(&done.done, own.as_ref())),
        title: words::nth(content.number),
        line: line(version),
        pair: [one, two],
        agreed: version.agreed_on().is_some(),
        broken: version.bond == Bond::Broken,
        together: together.map(|it| (it.about(), Paragraphs::plain(content.text.of(it)))).collect(),
        items: view::items(&content.text, &content.names, content.on),
        proposal: view::proposed(version, old),
        changed: old.is_some(),
        back: back.then(|| (id.to_string(), their_name)),
        own,
    };
    visit.scope.commit().await?;
    Ok(View(view).into_response())
}
