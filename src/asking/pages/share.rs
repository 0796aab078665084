//! Who may read this: a question, an answer, or the day or room that somebody chose for one. The choice, the exact preview,
//! the button.
//!
//! What must stay true: a reply is shared only with the question in force for whose words it was written.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    answer::READS_OTHERWISE,
    figures::{self, Earlier},
    find, find_asked, find_own, id_of, wish,
};
use crate::{
    asking::{Answer, Later, acting, alike, matter},
    entries::{Shared, Text, hold},
    folding,
    ids::EntryId,
    web::{
        error::Error,
        form::CheckedForm,
        own::ShareForm,
        page::{Nav, Page, View},
        readers::{self, Choosing, Readers, With},
        show,
        signed_in::SignedIn,
    },
    wording::{Help, Voice, Wording},
};

#[derive(Template)]
#[template(path = "asking/share.html")]
struct Share {
    page: Page,
    action: String,
    back: String,
    reads: &'static str,
    choosing: Choosing,
    /// For the author alone.
    help: Option<Help>,
    /// The question, above what is said to it.
    question: Option<show::Shared>,
    /// What was asked and answered before, beside a question that is not asked yet.
    earlier: Vec<Earlier>,
    preview: show::Shared,
    number: u32,
    problem: Option<&'static str>,
}

/// What is looked at before it is shared.
struct Thing {
    id: EntryId,
    what: &'static str,
    /// The page on which it is changed.
    back: String,
    reads: &'static str,
    text: Text<()>,
    preview: show::Shared,
    help: Option<Help>,
    question: Option<show::Shared>,
    earlier: Vec<Earlier>,
    /// The question's words are others than those it was written for.
    stale: bool,
}

impl Thing {
    async fn load(visit: &mut SignedIn, wording: &Wording, id: &str, what: &str) -> Result<Self, Error> {
        let when = readers::with_you(visit.me().pacing.local(visit.now).date());
        match what {
            "question" => Self::question(visit, wording, id, when).await,
            "answer" | "later" => Self::reply(visit, wording, id, what == "answer", when).await,
            _ => Err(Error::NotFound),
        }
    }

    async fn question(
        visit: &mut SignedIn,
        wording: &Wording,
        id: &str,
        when: String,
    ) -> Result<Self, Error> {
        let (matter, text) = find_own(visit, id).await?;
        // what it was for is asked on a page of its own, once
        let offered = wish::is_offered(visit, wording, matter.id, &text.content).await?;
        let (scope, hand, me) = visit.parts();
        let all = matter::all(scope, hand, me).await?;
        let words = &text.content.words;
        let earlier = alike::earlier(wording, &all.matters, text.author, words, Some(matter.id));
        Ok(Self {
            id: matter.id,
            what: "question",
            back: format!("/questions/{id}{}", if matter.may_change() { "/edit" } else { "" }),
            reads: "Can read it, and chooses how to answer: now, by a day, or with a therapist.",
            preview: figures::question(&text.content, visit.who(), when),
            help: wish::help(wording, &text.content).filter(|_| offered),
            question: None,
            earlier: Earlier::all(visit, &earlier),
            stale: false,
            text: text.map(|_| ()),
        })
    }

    async fn reply(
        visit: &mut SignedIn,
        wording: &Wording,
        id: &str,
        answers: bool,
        when: String,
    ) -> Result<Self, Error> {
        let (matter, asked) = find_asked(visit, id).await?;
        let question =
            figures::question(&asked.content, visit.who_wrote(asked.author), readers::when(asked.shared));
        let who = visit.who();
        let (text, number, preview, help) = if answers {
            let text = matter.answer.ok_or(Error::NotFound)?;
            let Answer { words, number, .. } = text.content.clone();
            let help = wording.help(Voice::Answer, &[folding::without(&words)]);
            (text.clone().map(|_| ()), number, figures::answer(&text.content, who, when), help)
        } else {
            let text = matter.later.ok_or(Error::NotFound)?;
            let Later { words, number, .. } = text.content.clone();
            let help = wording.help(Voice::Answer, &[words]);
            (text.clone().map(|_| ()), number, figures::later(&text.content, who, when), help)
        };
        let what = if answers { "answer" } else { "later" };
        Ok(Self {
            id: matter.id,
            what,
            back: format!("/questions/{id}/{what}"),
            reads: if answers { "Can read it, as often as they like." } else { "Sees what you chose." },
            text,
            preview,
            help,
            question: Some(question),
            earlier: Vec::new(),
            stale: number != asked.number,
        })
    }

    fn page(self, visit: &SignedIn, readers: &Readers, problem: Option<&'static str>) -> Response {
        let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let view = Share {
            page: visit.page("Sharing").at(Nav::Write),
            action: format!("/questions/{}/share/{}", self.id, self.what),
            back: self.back,
            reads: self.reads,
            choosing: readers.choosing(self.text.shared),
            help: self.help,
            question: self.question,
            earlier: self.earlier,
            preview: self.preview,
            number: self.text.number,
            problem,
        };
        (status, View(view)).into_response()
    }
}

/// A reply whose question was taken back in between stays with its author, and there is nothing to share.
async fn or_its_question(visit: &mut SignedIn, id: &str, error: Error) -> Result<Response, Error> {
    let matter = find(visit, id).await?;
    if matter.question.is_none() {
        return Ok(Redirect::to(&format!("/questions/{id}")).into_response());
    }
    Err(error)
}

/// `GET /questions/{id}/share/{what}`
pub(super) async fn show(
    State(wording): State<Arc<Wording>>,
    Path((id, what)): Path<(String, String)>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let thing = match Thing::load(&mut visit, &wording, &id, &what).await {
        Ok(thing) => thing,
        Err(error) => return or_its_question(&mut visit, &id, error).await,
    };
    let readers = Readers::of(&mut visit).await?;
    let problem = thing.stale.then_some(READS_OTHERWISE);
    let mut answer = thing.page(&visit, &readers, problem);
    *answer.status_mut() = StatusCode::OK;
    Ok(answer)
}

/// `POST /questions/{id}/share/{what}`
pub(super) async fn share(
    State(wording): State<Arc<Wording>>,
    Path((id, what)): Path<(String, String)>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ShareForm>,
) -> Result<Response, Error> {
    // found first: whoever has nothing to do with a question does not hold it up
    find(&mut visit, &id).await?;
    hold(&mut visit.scope, id_of(&id)?).await?;
    let thing = match Thing::load(&mut visit, &wording, &id, &what).await {
        Ok(thing) => thing,
        Err(error) => return or_its_question(&mut visit, &id, error).await,
    };
    let readers = Readers::of(&mut visit).await?;
    if thing.stale && With::parse(&form.with) != Some(With::Me) {
        return Ok(thing.page(&visit, &readers, Some(READS_OTHERWISE)));
    }
    let now = visit.now;
    let today = visit.me().pacing.local(now).date();
    let was_shared = thing.text.shared != Shared::No;
    match readers.follow(&mut visit, &form.with, form.number, &thing.text, today).await? {
        Ok(with) => {
            let (scope, hand, me) = visit.parts();
            acting::remember(scope, hand, me, thing.id, now).await?;
            visit.scope.commit().await?;
            let done = if with == With::Me && was_shared { "back" } else { with.done() };
            Ok(Redirect::to(&format!("/questions/{id}?done={done}")).into_response())
        }
        Err(problem) => Ok(thing.page(&visit, &readers, Some(problem))),
    }
}
