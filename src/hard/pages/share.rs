//! Who may read this: a line, or what is said to one. The choice, the exact preview, the button.
//!
//! What must stay true: whoever has put hard moments away is named with their hour before anything is sent. An answer is
//! shared only with the line in force for which it was chosen.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{figures, find_own, find_sent, id_of};
use crate::{
    entries::{self, Seen, Shared, Text},
    hard::{Hour, KIND, Need, Piece, Reply, acting, matter},
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
};

const READS_OTHERWISE: &str = "The line reads otherwise now. Look at it, and choose once more.";
const IS_GONE: &str = "The line was taken back. You can take your answer back, too.";
const IS_OVER: &str = "The hour in it is over. Change it first.";
const TOO_EARLY: &str = "The hour in it comes before the one until which this is put away. Change it first.";

#[derive(Template)]
#[template(path = "hard/share.html")]
struct Share {
    page: Page,
    action: String,
    back: String,
    reads: String,
    choosing: Choosing,
    /// Until when the other one has put this away.
    theirs: Option<String>,
    /// The sentence of a time apart, while it holds.
    apart: Option<String>,
    /// The line, above what is said to it.
    line: Option<show::Shared>,
    preview: show::Shared,
    number: u32,
    problem: Option<&'static str>,
}

/// The visitor's own reply with this id.
pub(super) async fn own_reply(visit: &mut SignedIn, id: EntryId) -> Result<Option<Text<Reply>>, Error> {
    let (scope, hand, me) = visit.parts();
    let seen = entries::by_id::<Piece>(scope, hand, None, KIND, id).await?;
    Ok(seen.and_then(Seen::text).filter(|text| text.author == me.id).and_then(|text| {
        let Piece::Reply(reply) = text.content.clone() else { return None };
        Some(text.map(|_| reply))
    }))
}

/// What is looked at before it is shared.
struct Thing {
    id: EntryId,
    /// The line that it is, or belongs to.
    word: EntryId,
    /// The page on which it is changed.
    back: String,
    reads: String,
    theirs: Option<String>,
    text: Text<()>,
    preview: show::Shared,
    line: Option<show::Shared>,
    /// Why it cannot be shared as it is.
    problem: Option<&'static str>,
}

impl Thing {
    async fn load(visit: &mut SignedIn, id: EntryId) -> Result<Self, Error> {
        let when = readers::with_you(visit.me().pacing.local(visit.now).date());
        match own_reply(visit, id).await? {
            Some(reply) => Self::reply(visit, reply, when).await,
            None => Self::word(visit, id, when).await,
        }
    }

    async fn word(visit: &mut SignedIn, id: EntryId, when: String) -> Result<Self, Error> {
        let (matter, text) = find_own(visit, id).await?;
        let now = visit.now;
        let (scope, hand, me) = visit.parts();
        let rests = matter::rests(scope, hand, me, now).await?;
        let until = rests.theirs.map(|rest| rest.until).filter(|_| text.shared == Shared::No);
        let reads = match &until {
            Some(hour) => {
                format!(
                    "Can read it. It is brought to them at {}, or before if they look for it.",
                    hour.short()
                )
            }
            None => "Can read it, and can answer with one press, or leave it at that.".to_owned(),
        };
        let problem = match &text.content.need {
            Need::Talk(hour) if text.shared == Shared::No => hour_problem(hour, until.as_ref(), now),
            _ => None,
        };
        Ok(Self {
            id,
            word: id,
            back: format!("/now/{id}{}", if matter.may_change() { "/edit" } else { "" }),
            reads,
            theirs: until.map(|hour| hour.short()),
            preview: figures::word(&text.content, visit.who(), when),
            line: None,
            problem,
            text: text.map(|_| ()),
        })
    }

    async fn reply(visit: &mut SignedIn, text: Text<Reply>, when: String) -> Result<Self, Error> {
        let to = text.content.to;
        let word = match find_sent(visit, to).await {
            Ok((_, word)) => Some(word),
            // what was given can be taken back, also when its line is not there any more
            Err(Error::NotFound) if text.shared != Shared::No => None,
            Err(error) => return Err(error),
        };
        let over = text.content.hour.as_ref().filter(|_| text.shared == Shared::No);
        let problem = match &word {
            None => Some(IS_GONE),
            Some(word) if word.number != text.content.number => Some(READS_OTHERWISE),
            Some(_) => over.and_then(|hour| hour_problem(hour, None, visit.now)),
        };
        let line = word.map(|word| {
            figures::word(&word.content, visit.who_wrote(word.author), readers::when(word.shared))
        });
        Ok(Self {
            id: text.id,
            word: to,
            back: format!("/now/{to}"),
            reads: "Can read it.".to_owned(),
            theirs: None,
            preview: figures::reply(&text.content, visit.who(), when),
            line,
            problem,
            text: text.map(|_| ()),
        })
    }

    fn page(self, visit: &SignedIn, readers: &Readers, problem: Option<&'static str>) -> Response {
        let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let view = Share {
            page: visit.page("Sharing").at(Nav::Today),
            action: format!("/now/{}/share", self.id),
            back: self.back,
            reads: self.reads,
            choosing: readers.choosing(self.text.shared),
            theirs: self.theirs,
            apart: visit.apart().map(|apart| apart.says()),
            line: self.line,
            preview: self.preview,
            number: self.text.number,
            problem,
        };
        (status, View(view)).into_response()
    }
}

fn hour_problem(hour: &Hour, until: Option<&Hour>, now: time::OffsetDateTime) -> Option<&'static str> {
    if hour.at <= now {
        return Some(IS_OVER);
    }
    until.is_some_and(|until| until.at > hour.at).then_some(TOO_EARLY)
}

/// A reply whose line was taken back in between stays with its author, and there is nothing to share.
async fn or_its_line(visit: &mut SignedIn, id: EntryId, error: Error) -> Result<Response, Error> {
    match own_reply(visit, id).await? {
        Some(reply) => Ok(Redirect::to(&format!("/now/{}", reply.content.to)).into_response()),
        None => Err(error),
    }
}

/// `GET /now/{id}/share`
pub(super) async fn show(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let id = id_of(&id)?;
    let thing = match Thing::load(&mut visit, id).await {
        Ok(thing) => thing,
        Err(error) => return or_its_line(&mut visit, id, error).await,
    };
    let readers = Readers::of(&mut visit).await?;
    let problem = thing.problem;
    let mut answer = thing.page(&visit, &readers, problem);
    *answer.status_mut() = StatusCode::OK;
    Ok(answer)
}

/// `POST /now/{id}/share`
pub(super) async fn share(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ShareForm>,
) -> Result<Response, Error> {
    let id = id_of(&id)?;
    // found first: whoever has nothing to do with a line does not hold it up
    let word = match Thing::load(&mut visit, id).await {
        Ok(thing) => thing.word,
        Err(error) => return or_its_line(&mut visit, id, error).await,
    };
    entries::hold(&mut visit.scope, word).await?;
    let thing = match Thing::load(&mut visit, id).await {
        Ok(thing) => thing,
        Err(error) => return or_its_line(&mut visit, id, error).await,
    };
    let readers = Readers::of(&mut visit).await?;
    if let Some(problem) = thing.problem.filter(|_| With::parse(&form.with) != Some(With::Me)) {
        return Ok(thing.page(&visit, &readers, Some(problem)));
    }
    let now = visit.now;
    let today = visit.me().pacing.local(now).date();
    let was = thing.text.shared;
    match readers.follow(&mut visit, &form.with, form.number, &thing.text, today).await? {
        Ok(with) => {
            if word == id {
                let (scope, hand, me) = visit.parts();
                acting::remember(scope, hand, me, id, was, now).await?;
            }
            visit.scope.commit().await?;
            let done = if with == With::Me && was != Shared::No { "back" } else { with.done() };
            Ok(Redirect::to(&format!("/now/{word}?done={done}")).into_response())
        }
        Err(problem) => Ok(thing.page(&visit, &readers, Some(problem))),
    }
}
