//! The talks: where each stands, and the way to begin one.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::{
    conversations::{Standing, standing},
    web::{
        error::Error,
        page::{Nav, Page, View},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "conversations/list.html")]
struct ListPage {
    page: Page,
    partner: Option<String>,
    open: Vec<Standing>,
    over: Vec<Standing>,
}

/// `GET /talk`
pub(super) async fn show(mut visit: SignedIn) -> Result<Response, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let (over, open): (Vec<Standing>, Vec<Standing>) =
        standing(scope, hand, me, now).await?.into_iter().partition(|talk| talk.over);
    let page = ListPage {
        page: visit.page("Talk").at(Nav::Talk).following("/live", stamp(open.iter().chain(&over))),
        partner: visit.partner().map(|partner| partner.name.clone()),
        open,
        over,
    };
    Ok(View(page).into_response())
}

/// Changes when a line of the list does.
fn stamp<'a>(talks: impl Iterator<Item = &'a Standing>) -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for talk in talks {
        hash.update(talk.id.bytes());
        hash.update(&talk.line);
        hash.update([u8::from(talk.waits_for_me)]);
    }
    data_encoding::HEXLOWER.encode(hash.finalize().get(..8).unwrap_or_default())
}
