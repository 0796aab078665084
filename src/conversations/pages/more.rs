//! *Something new came out*: first how one is and whether it is safe, then a pause, a name for it, or going on here.
//!
//! What must stay true: opening it changes nothing and shows nothing to the other; which earlier talk something new comes
//! after stands only in what is sealed, and in this person's own requests.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};

use super::asking;
use crate::{
    conversations::{
        After, Ask, Part, Stage,
        follows::Talks,
        prompts::{self, Shown},
    },
    ids::ConversationId,
    web::{
        error::Error,
        forms::{Choice, Opt, Problems},
        page::{Nav, Page, View},
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "conversations/more.html")]
struct MorePage {
    page: Page,
    id: String,
    name: String,
    other: String,
    shown: Shown,
    /// Whether there is something to pause.
    pauses: bool,
    /// Whether it can be named in a talk of its own.
    names: bool,
    /// Where naming goes on in this one.
    here: Option<String>,
}

/// `GET /talk/{id}/more`
pub(super) async fn show(mut visit: SignedIn, Path(id): Path<String>) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    if !talk.running {
        return Ok(Redirect::to(&format!("/talk/{}/record", talk.id)).into_response());
    }
    let ask = talk.asks(visit.now);
    let naming = matches!(talk.talk.stage(), Stage::In { .. } | Stage::Opening { .. });
    let writes = matches!(ask.part(), Some(Part::Opening { .. }));
    let pauses = !matches!(ask, Ask::Break { .. } | Ask::Resting { .. } | Ask::Closed(_));
    let page = MorePage {
        page: asking::page(&visit, &talk, "Talk", "").at(Nav::Talk),
        id: talk.id.to_string(),
        name: talk.name().to_owned(),
        other: talk.their_name.clone(),
        shown: prompts::SOMETHING_NEW.with(&talk.their_name),
        pauses,
        names: talk.was_agreed() && visit.pinned().is_some(),
        here: (naming && pauses).then(|| {
            let form = if writes { "/0?form=1" } else { "" };
            format!("/talk/{}{form}", talk.id)
        }),
    };
    Ok(View(page).into_response())
}

/// The earlier talk with this id, if something new can be said to come after it.
pub(super) async fn earlier(visit: &mut SignedIn, id: &str) -> Result<Option<After>, Error> {
    let (scope, hand, me) = visit.parts();
    Ok(named(&Talks::open(scope, hand, me).await?, id))
}

/// The same, of talks that are open already.
pub(super) fn named(talks: &Talks, id: &str) -> Option<After> {
    let id = id.parse::<ConversationId>().ok()?;
    talks.before(None).find(|after| after.talk == id)
}

/// What was chosen on the form of a proposal in `this` talk.
pub(super) async fn chosen(
    visit: &mut SignedIn,
    this: ConversationId,
    typed: &str,
) -> Result<Result<Option<After>, Problems>, Error> {
    if typed.is_empty() {
        return Ok(Ok(None));
    }
    let found = earlier(visit, typed).await?.filter(|after| after.talk != this);
    Ok(found.map(Some).ok_or_else(|| {
        let mut problems = Problems::default();
        problems.add("belongs", "Choose one of the talks that stand here");
        problems
    }))
}

/// The question on the form of a proposal whether it belongs to an earlier talk; none when there is no such talk.
pub(super) async fn question(
    visit: &mut SignedIn,
    this: ConversationId,
    typed: &str,
    problems: &Problems,
) -> Result<Option<Choice>, Error> {
    let (scope, hand, me) = visit.parts();
    let talks = Talks::open(scope, hand, me).await?;
    let mut options: Vec<Opt> =
        talks.before(Some(this)).map(|after| Opt::new(after.talk.to_string(), after.name)).collect();
    if options.is_empty() {
        return Ok(None);
    }
    options.insert(0, Opt::new("", prompts::BELONGS_TO_NONE));
    let choice = Choice::new("belongs", prompts::BELONGS, options).hint(prompts::BELONGS_HINT);
    Ok(Some(choice.choose(&[typed]).checked(problems)))
}
