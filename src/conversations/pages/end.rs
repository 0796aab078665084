//! The page of a talk that is over: finished or stopped for good. What stays, what may help now, and whether it is settled.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    asking, beside,
    reading::mark,
    settled::{Settling, settling},
    step::Look,
};
use crate::{
    conversations::{
        Ask, Opened, Outcome, Part,
        follows::Talks,
        prompts::{self, Shown},
    },
    web::{
        error::Error,
        page::{Nav, Page, View},
        show::Shared,
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "conversations/end.html")]
struct EndPage {
    page: Page,
    id: String,
    name: String,
    shown: Shown,
    finished: bool,
    again: Again,
    settling: Option<Settling>,
    meaning: Option<beside::Way>,
    meanings: Vec<Shared>,
    more: bool,
}

/// What is to be said because of other talks of the two.
pub(super) struct Again {
    /// The talk about something new that came up after this one.
    pub(super) newer: Option<(String, String)>,
    /// It is called settled, and another talk is going on.
    pub(super) reminds: bool,
}

/// Looks at the other talks of the two.
pub(super) async fn again(visit: &mut SignedIn, talk: &Opened) -> Result<Again, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let talks = Talks::open(scope, hand, me).await?;
    let newer = talks.after(talk.id).filter(|_| talk.running);
    let newer = newer.map(|newer| (format!("/talk/{}", newer.id), newer.name().to_owned()));
    let reminds = talk.running && talk.is_settled() && talks.another_goes_on(talk.id, now);
    Ok(Again { newer, reminds })
}

/// `GET /talk/{id}/end`
pub(super) async fn show(
    mut visit: SignedIn,
    Path(id): Path<String>,
    Query(look): Query<Look>,
) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    let ask = talk.asks(visit.now);
    let (Ask::Closed(outcome), true) = (ask, talk.running) else {
        return Ok(Redirect::to(&asking::now_path(&talk, ask)).into_response());
    };
    let again = again(&mut visit, &talk).await?;
    mark(&mut visit, &talk, &[Part::Meaning]).await?;
    let own = talk.mine(Part::Meaning).filter(|text| text.is_shared_as_is());
    let meanings = own.map(|text| talk.own_figure(text)).into_iter();
    let theirs = talk.theirs(Part::Meaning).map(|text| talk.their_figure(text));
    let page = asking::page(&visit, &talk, "Talk", &look.done).at(Nav::Talk);
    let page = EndPage {
        page: page.following("/live", stamp(&talk, &again, visit.now)),
        id: talk.id.to_string(),
        name: talk.name().to_owned(),
        shown: asking::shown(&talk, ask),
        finished: outcome == Outcome::Finished,
        settling: settling(&talk, again.newer.is_some()),
        meaning: beside::way(&talk, Part::Meaning, visit.now),
        meanings: meanings.chain(theirs).collect(),
        more: talk.was_agreed(),
        again,
    };
    visit.scope.commit().await?;
    Ok(View(page).into_response())
}

/// Changes when this page does through something that the other did.
fn stamp(talk: &Opened, again: &Again, now: time::OffsetDateTime) -> String {
    let newer = again.newer.as_ref().map_or("", |(href, _)| href.as_str());
    let reminds = if again.reminds { "r" } else { "" };
    [&talk.page_stamp(now), newer.rsplit('/').next().unwrap_or_default(), reminds].concat()
}
