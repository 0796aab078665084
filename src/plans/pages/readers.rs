//! `/plan/versions/{version}/readers`: whether the therapist reads what is one's own in a version. The other one reads it
//! in any case, and nothing changes for them. Also what the pages of proposing and signing need to offer the same choice.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    entries::Audience,
    ids::EntryId,
    plans::{self, Acted, Plan, Version, words},
    web::{
        error::Error,
        form::CheckedForm,
        page::{Nav, Page, View, Who},
        readers::{Choice, Names, Readers, With},
        signed_in::SignedIn,
    },
};

/// The choice that a form has posted: never only its author, who has chosen that before.
pub(super) fn with(posted: &str) -> With {
    if posted == "therapist" { With::Both } else { With::Partner }
}

/// The therapist as a further reader of what is proposed or signed.
pub(super) struct Too {
    /// What they are called, if they can be chosen.
    pub(super) therapist: Option<String>,
    /// Whether they are chosen.
    pub(super) chosen: bool,
}

impl Too {
    pub(super) fn new(readers: &Readers, chosen: bool) -> Self {
        Self { therapist: readers.therapist().map(str::to_owned), chosen }
    }
}

#[derive(Template)]
#[template(path = "plans/readers.html")]
struct ReadersPage {
    page: Page,
    other: Who,
    version: String,
    title: String,
    /// The words are one's own.
    mine: bool,
    agreed: bool,
    /// The therapist who holds it.
    holds: Option<String>,
    too: Too,
    problem: Option<&'static str>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ReadersForm {
    /// `partner`, or `therapist` for both.
    who: String,
}

/// A version with something in it that is the visitor's own.
async fn find(visit: &mut SignedIn, id: &str) -> Result<Version, Error> {
    let id: EntryId = id.parse().map_err(|_| Error::NotFound)?;
    let (scope, hand, me) = visit.parts();
    let plan = Plan::whole(scope, hand, me).await?;
    let version = plan.versions.into_iter().find(|version| version.id == id);
    version.filter(|version| !version.own().is_empty()).ok_or(Error::NotFound)
}

async fn page(
    visit: &mut SignedIn,
    readers: &Readers,
    version: &Version,
    problem: Option<&'static str>,
) -> Result<Response, Error> {
    let holds = if version.is_for_therapist() {
        Some(Names::when(visit, true).await?.therapist().to_owned())
    } else {
        None
    };
    let too = Too::new(readers, holds.is_some());
    if too.therapist.is_none() && holds.is_none() && problem.is_none() {
        return Ok(Redirect::to(&format!("/plan/versions/{}", version.id)).into_response());
    }
    let view = ReadersPage {
        page: visit.page("Sharing").at(Nav::Plan),
        other: readers.other().clone(),
        version: version.id.to_string(),
        title: words::nth(version.content.number),
        mine: version.mine,
        agreed: version.agreed_on().is_some(),
        holds,
        too,
        problem,
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, View(view)).into_response())
}

/// `GET /plan/versions/{version}/readers`
pub(super) async fn show(mut visit: SignedIn, Path(id): Path<String>) -> Result<Response, Error> {
    let version = find(&mut visit, &id).await?;
    let readers = Readers::of(&mut visit).await?;
    page(&mut visit, &readers, &version, None).await
}

/// `POST /plan/versions/{version}/readers`
pub(super) async fn choose(
    mut visit: SignedIn,
    Path(id): Path<String>,
    CheckedForm(form): CheckedForm<ReadersForm>,
) -> Result<Response, Error> {
    let version = find(&mut visit, &id).await?;
    let readers = Readers::of(&mut visit).await?;
    let therapist = match form.who.as_str() {
        // taking it back waits for nobody's key
        "partner" => None,
        "therapist" => match readers.choose(&mut visit, With::Both.value()).await? {
            Ok(Choice::Share(Audience::Both { therapist, access, .. })) => Some((therapist, access)),
            Ok(_) => return Err(Error::Unreadable),
            Err(problem) => return page(&mut visit, &readers, &version, Some(problem)).await,
        },
        _ => return page(&mut visit, &readers, &version, Some("Choose who may read it.")).await,
    };
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    match plans::show_therapist(scope, hand, me, version.id, therapist, now).await? {
        Acted::Done => {
            visit.scope.commit().await?;
            let done = if therapist.is_some() { "shown" } else { "narrowed" };
            Ok(Redirect::to(&format!("/plan/versions/{}?done={done}", version.id)).into_response())
        }
        Acted::Refused(_) | Acted::Alone => Err(Error::NotFound),
    }
}
