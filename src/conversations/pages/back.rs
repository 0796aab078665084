//! Taking one's own words back: a page that says what it means and what it cannot do. The talk itself does not go back.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{acting, asking, own::card};
use crate::{
    conversations::{Opened, Words},
    entries::{self, Shared as Held},
    ids::EntryId,
    web::{
        error::Error,
        form::CheckedForm,
        live,
        page::{Page, View},
        rail::Rail,
        readers::{Names, With},
        show::Shared,
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "conversations/back.html")]
struct BackPage {
    page: Page,
    rail: Rail,
    other: String,
    action: String,
    talk: String,
    figure: Shared,
    proposal: bool,
    /// Everybody who reads it.
    readers: String,
    /// Where to take it from the therapist alone.
    alone: Option<String>,
}

/// Nothing but the token.
#[derive(Deserialize)]
pub(super) struct BackForm {}

/// `GET /talk/{id}/back/{entry}`
pub(super) async fn show(
    mut visit: SignedIn,
    Path((id, entry)): Path<(String, String)>,
) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    let entry: EntryId = entry.parse().map_err(|_| Error::NotFound)?;
    let text = talk.own_entry(entry).ok_or(Error::NotFound)?;
    if text.shared == Held::No || !talk.running {
        return Ok(Redirect::to(&format!("/talk/{}", talk.id)).into_response());
    }
    let readers = Names::of(&mut visit, [text.shared]).await?.readers(text.shared);
    let both = With::of(text.shared) == With::Both && text.is_shared_as_is();
    let page = BackPage {
        page: asking::page(&visit, &talk, "Take it back", ""),
        rail: asking::still_rail(&talk, talk.asks(visit.now)),
        other: talk.their_name.clone(),
        action: format!("/talk/{}/back/{entry}", talk.id),
        talk: format!("/talk/{}", talk.id),
        figure: card(&talk, text, visit.now, None).figure,
        proposal: text.content.is_proposal(),
        readers: readers.unwrap_or_else(|| talk.their_name.clone()),
        alone: both.then(|| format!("/talk/{}/share/{entry}", talk.id)),
    };
    Ok(View(page).into_response())
}

/// `POST /talk/{id}/back/{entry}`: at once, also during a break and after the end.
pub(super) async fn take(
    mut visit: SignedIn,
    Path((id, entry)): Path<(String, String)>,
    CheckedForm(BackForm {}): CheckedForm<BackForm>,
) -> Result<Response, Error> {
    let entry: EntryId = entry.parse().map_err(|_| Error::NotFound)?;
    let talk: Opened = asking::hold(&mut visit, &id).await?;
    let text = talk.own_entry(entry).ok_or(Error::NotFound)?;
    let Some(reader) = visit.partner().map(|partner| partner.id) else { return Err(Error::NotFound) };
    let shows = talk.they_may_read(text.content.part);
    // What both agreed to stays agreed: whoever made it keeps a copy, as whoever said yes to it did.
    if let (Words::Opening(opening), true) = (&text.content.words, talk.rests_on(text)) {
        let words = Words::AgreedOpening(opening.clone());
        acting::keep_copy(&mut visit, &talk, text.content.part, words).await?;
    }
    let today = visit.now.date();
    let (scope, hand, _) = visit.parts();
    if entries::take_back(scope, hand, reader, entry, today).await? && shows {
        live::hint(&mut visit.scope, reader).await?;
    }
    visit.scope.commit().await?;
    Ok(Redirect::to(&format!("/talk/{}?done=back", talk.id)).into_response())
}
