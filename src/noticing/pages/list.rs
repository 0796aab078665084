//! `GET /noticed`: what I was sent and what I sent, the newest first; and what I have not sent.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::{done, figure, who};
use crate::{
    entries::{Seen, Shared, Text, mark_opened},
    noticing::{Line, all},
    plans::Acts,
    web::{
        error::Error,
        live,
        page::{Nav, Page, View},
        show,
        signed_in::SignedIn,
    },
};

/// More than this many of the newest are not listed.
const MOST: u32 = 200;

#[derive(Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

struct Row {
    shared: show::Shared,
    /// Where to take it back; none for what the other one sent.
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "noticing/list.html")]
struct List {
    page: Page,
    other: Option<String>,
    unsent: Vec<(String, String)>,
    sent: Vec<Row>,
    /// Older ones are not listed.
    bounded: bool,
}

pub(super) async fn show(Query(asked): Query<Asked>, mut visit: SignedIn) -> Result<Response, Error> {
    let (scope, hand, me) = visit.parts();
    let seen = all(scope, hand, me, MOST).await?;
    let acts = Acts::known(scope, hand, me).await?;
    let mine = me.id;
    let bounded = seen.len() >= MOST as usize;
    let received: Vec<&Text<Line>> = seen
        .iter()
        .filter_map(|seen| match seen {
            Seen::Text(text) if text.author != mine => Some(text),
            _ => None,
        })
        .collect();
    mark_opened(scope, mine, received).await?;
    let (mut unsent, mut sent, mut stamp) = (Vec::new(), Vec::new(), Sha256::new());
    for one in seen {
        match one {
            Seen::Text(text) => match text.shared {
                Shared::No => unsent.push((format!("/noticed/{}", text.id), text.content.read().to_owned())),
                Shared::WithPartner { on, .. } | Shared::WithMe { on } => {
                    stamp.update(text.id.bytes());
                    let href = (text.author == mine).then(|| format!("/noticed/{}", text.id));
                    let shared = figure(&text.content, who(&visit, text.author), &acts, show::day(on));
                    sent.push(Row { shared, href });
                }
            },
            Seen::Broken { author, .. } => sent.push(Row {
                shared: show::Shared {
                    who: who(&visit, author),
                    what: "noticed".to_owned(),
                    when: String::new(),
                    content: show::Content::Broken,
                },
                href: None,
            }),
        }
    }
    let stamp = live::stamp(stamp);
    let flash = done(asked.done.as_deref(), &visit, None);
    let page = visit.page("Noticed").at(Nav::Today).with_flash(flash).following("/live", stamp);
    let other = visit.partner().map(|partner| partner.name.clone());
    visit.scope.commit().await?;
    Ok(View(List { page, other, unsent, sent, bounded }).into_response())
}
