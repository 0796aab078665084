//! How the two sit: apart, or together with two phones or one. Together takes both; apart takes one, and at once.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{acting, aloud, asking, step::Look, write};
use crate::{
    conversations::{
        Event, How, Opened,
        prompts::{Shown, fill, together},
    },
    web::{
        error::Error,
        form::CheckedForm,
        page::{Flash, Page, View},
        rail::Rail,
        signed_in::SignedIn,
    },
};

/// One way to sit.
struct Way {
    code: &'static str,
    title: &'static str,
    means: &'static str,
    /// It is how they sit now.
    now: bool,
    /// Who would like it: a line, if somebody does.
    line: Option<String>,
    /// The button; none where there is nothing to press.
    button: Option<String>,
    go: bool,
}

#[derive(Template)]
#[template(path = "conversations/how.html")]
struct HowPage {
    page: Page,
    rail: Rail,
    shown: Shown,
    action: String,
    back: String,
    ways: Vec<Way>,
    /// The phone can be put between the two: where, and what that means.
    sofa: Option<String>,
    sofa_means: [&'static str; 3],
}

fn ways(talk: &Opened) -> Vec<Way> {
    let (how, name) = (talk.talk.how(), &talk.their_name);
    together::WAYS
        .iter()
        .map(|way| {
            let suggested = talk.talk.suggested().filter(|suggested| suggested.how == way.how);
            let mine = suggested.is_some_and(|suggested| suggested.by == talk.seat);
            let line = suggested.map(|_| fill(if mine { together::SUGGESTED } else { way.suggested }, name));
            let button = match (way.how, suggested) {
                // Staying as they sit takes a suggestion off the table.
                (now, _) if now == how => talk.talk.suggested().map(|_| "Leave it as it is".to_owned()),
                (How::Apart, _) => Some("Sit apart, from now on".to_owned()),
                (How::TwoPhones | How::OnePhone, Some(_)) if mine => None,
                (How::TwoPhones | How::OnePhone, Some(_)) => Some("Yes, together".to_owned()),
                (How::TwoPhones | How::OnePhone, None) => Some(format!("Suggest it to {name}")),
            };
            let go = suggested.is_some() && !mine;
            Way {
                code: way.how.code(),
                title: way.title,
                means: way.means,
                now: way.how == how,
                line,
                button,
                go,
            }
        })
        .collect()
}

/// `GET /talk/{id}/how`
pub(super) async fn show(
    mut visit: SignedIn,
    Path(id): Path<String>,
    Query(look): Query<Look>,
) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    let ask = talk.asks(visit.now);
    if !aloud::may_change(&talk, ask) {
        return Ok(Redirect::to(&asking::now_path(&talk, ask)).into_response());
    }
    let flash = match look.done.as_str() {
        "how" => Some(Flash::done(together::way(talk.talk.how()).line)),
        "suggested" => Some(Flash::done(fill("Suggested. {name} sees it on their page.", &talk.their_name))),
        _ => None,
    };
    let page = HowPage {
        page: visit.page("Talk").with_flash(flash).following("/live", talk.page_stamp(visit.now)),
        rail: asking::still_rail(&talk, ask),
        shown: together::HOW.with(&talk.their_name),
        action: format!("/talk/{}/how", talk.id),
        back: format!("/talk/{}", talk.id),
        ways: ways(&talk),
        sofa: aloud::one_phone(&talk).then(|| format!("/talk/{}/sofa", talk.id)),
        sofa_means: together::ONE_PHONE,
    };
    Ok(View(page).into_response())
}

/// The choice, and where it was made.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct HowForm {
    how: String,
    here: String,
}

/// `POST /talk/{id}/how`
pub(super) async fn choose(
    mut visit: SignedIn,
    Path(id): Path<String>,
    CheckedForm(form): CheckedForm<HowForm>,
) -> Result<Response, Error> {
    let talk = asking::hold(&mut visit, &id).await?;
    let how = How::parse(&form.how).ok_or(Error::Unreadable)?;
    let ask = talk.asks(visit.now);
    if !aloud::may_change(&talk, ask) {
        return Ok(Redirect::to(&asking::now_path(&talk, ask)).into_response());
    }
    match acting::act(&mut visit, &talk, Event::Suggest(how)).await? {
        Ok(next) => {
            visit.scope.commit().await?;
            let done = if next.how() == how { "how" } else { "suggested" };
            // From the page of a step it goes on there, unless the one phone is to be put between the two first.
            let to = if form.here.is_empty() || next.how() == How::OnePhone {
                format!("/talk/{}/how?done={done}", talk.id)
            } else {
                format!("/talk/{}", talk.id)
            };
            Ok(Redirect::to(&to).into_response())
        }
        Err(refusal) => Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false)),
    }
}
