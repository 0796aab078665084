//! Telling it: the choice, the exact preview, the button. Time apart holds from the moment it is told.
//!
//! What must stay true: what was not told holds for nobody; and taking the words back later does not end the time.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{figure, find_own, with_you};
use crate::{
    apart::{self, Act, Piece},
    entries::{Shared, Text},
    web::{
        error::Error,
        form::CheckedForm,
        page::{Nav, Page, View},
        readers::{Choosing, Readers, With},
        show,
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "apart/share.html")]
struct Share {
    page: Page,
    action: String,
    back: String,
    reads: String,
    /// What follows at once when it is told.
    holds: bool,
    /// It was told: only the words are looked at.
    told: bool,
    choosing: Choosing,
    preview: show::Shared,
    number: u32,
    problem: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct ShareForm {
    /// Who may read it: `me`, `partner` or `both`.
    #[serde(default)]
    with: String,
    /// The revision that was previewed.
    #[serde(default)]
    number: u32,
}

/// What sharing this does beside sharing it: the day it asks for, unless it has been told and that day holds already.
fn asks(visit: &SignedIn, text: &Text<Piece>) -> Option<Act> {
    let Piece::Asked(asked) = &text.content else { return None };
    let mine = visit.apart().and_then(|apart| match visit.me().seat {
        crate::couples::Seat::One => apart.one,
        crate::couples::Seat::Two => apart.two,
    });
    (mine != Some(asked.until) && text.shared == Shared::No).then_some(Act::Ask(asked.until))
}

fn page(visit: &SignedIn, readers: &Readers, text: &Text<Piece>, problem: Option<String>) -> Response {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let asked = matches!(text.content, Piece::Asked(_));
    let today = visit.me().pacing.local(visit.now).date();
    let holds = asks(visit, text).is_some();
    let change = if asked { format!("/us/time/{}/edit", text.id) } else { "/us/time/back".to_owned() };
    let view = Share {
        page: visit.page("Sharing").at(Nav::Us),
        action: format!("/us/time/{}/share", text.id),
        back: if text.shared == Shared::No { change } else { "/us/time".to_owned() },
        reads: if holds { "Can read it, and it holds for both of you at once." } else { "Can read it." }
            .to_owned(),
        told: asked && !holds,
        holds,
        choosing: readers.choosing(text.shared),
        preview: figure(&text.content, visit.who(), with_you(today)),
        number: text.number,
        problem,
    };
    (status, View(view)).into_response()
}

/// One's own piece that is shared by itself. Last words are not: they go with the end of the space.
async fn find(visit: &mut SignedIn, id: &str) -> Result<Text<Piece>, Error> {
    let text = find_own(visit, id).await?;
    if matches!(text.content, Piece::Last(_)) { Err(Error::NotFound) } else { Ok(text) }
}

/// `GET /us/time/{id}/share`
pub(super) async fn show(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let text = find(&mut visit, &id).await?;
    let readers = Readers::of(&mut visit).await?;
    Ok(page(&visit, &readers, &text, None))
}

/// `POST /us/time/{id}/share`
pub(super) async fn share(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ShareForm>,
) -> Result<Response, Error> {
    let text = find(&mut visit, &id).await?;
    let readers = Readers::of(&mut visit).await?;
    let (now, was_shared) = (visit.now, text.shared != Shared::No);
    let today = visit.me().pacing.local(now).date();
    let tells = asks(&visit, &text).filter(|_| With::parse(&form.with) != Some(With::Me));
    match readers.follow(&mut visit, &form.with, form.number, &text, today).await? {
        Ok(With::Me) if was_shared => {
            visit.scope.commit().await?;
            Ok(Redirect::to("/us/time?done=back").into_response())
        }
        Ok(With::Me) => {
            visit.scope.commit().await?;
            Ok(Redirect::to("/us/time?done=private").into_response())
        }
        Ok(With::Partner | With::Both) => {
            if let Some(act) = tells {
                let (scope, _, me) = visit.parts();
                if let Err(refused) = apart::act(scope, me, act, now).await? {
                    // without a commit nothing of it was shared
                    return Ok(page(&visit, &readers, &text, Some(refused.says())));
                }
            }
            visit.scope.commit().await?;
            let done = if tells.is_some() { "told" } else { "shared" };
            Ok(Redirect::to(&format!("/us/time?done={done}")).into_response())
        }
        Err(problem) => Ok(page(&visit, &readers, &text, Some(problem.to_owned()))),
    }
}
