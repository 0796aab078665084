//! Who may read this: something begun, an answer to it, or what was behind it. The choice, the exact preview, the button.
//!
//! What must stay true: an answer is shared only with what was given in force for whose words it was written.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    answer::READS_OTHERWISE,
    figures, find, find_given, find_own, hold_matter, id_of,
    later::find_answered,
    part::{self, PartForm},
};
use crate::{
    entries::{Shared, Text},
    folding,
    practices::{Form, Piece, Standing, acting, agreements, matter},
    web::{
        error::Error,
        form::CheckedForm,
        page::{Nav, Page, View},
        readers::{self, Choosing, Readers, With},
        show,
        signed_in::SignedIn,
    },
    wording::{Help, Voice, Wording},
};

#[derive(Template)]
#[template(path = "practices/share.html")]
struct Share {
    page: Page,
    action: String,
    back: String,
    reads: &'static str,
    choosing: Choosing,
    /// For the author alone.
    help: Option<Help>,
    /// What it belongs to.
    about: Option<show::Shared>,
    preview: show::Shared,
    number: u32,
    problem: Option<&'static str>,
}

/// Which of the texts of a matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Begun,
    Answer,
    Later,
}

impl What {
    const fn path(self) -> &'static str {
        match self {
            Self::Begun => "",
            Self::Answer => "/answer",
            Self::Later => "/later",
        }
    }
}

/// What is looked at before it is shared.
struct Thing {
    id: String,
    what: What,
    /// The page on which it is changed.
    back: String,
    reads: &'static str,
    text: Text<Piece>,
    voice: Voice,
    about: Option<show::Shared>,
    /// What it answers has other words than those it was written for.
    stale: bool,
    /// How it stands, where the two agree on something.
    standing: Option<Standing>,
}

/// Neither half of what both agreed to goes alone.
const AGREED: &str = "You have both agreed to this, so it is not taken back by one of you. You can ask to change it, or to end it.";
/// A suggestion for what has been agreed otherwise since.
const OUTDATED: &str = "What you both agreed to has changed since. Suggest it once more from there.";

impl Thing {
    async fn load(visit: &mut SignedIn, id: &str, what: What) -> Result<Self, Error> {
        let thing = Self::of(visit, id, what).await?;
        let (scope, hand, me) = visit.parts();
        let (matter, all) = matter::one(scope, hand, me, id_of(id)?).await?;
        let standing = matter.and_then(|matter| agreements::standing(&all, &matter));
        Ok(Self { standing, ..thing })
    }

    async fn of(visit: &mut SignedIn, id: &str, what: What) -> Result<Self, Error> {
        match what {
            What::Begun => {
                let (matter, text) = find_own(visit, id).await?;
                let facts = matter.facts();
                Ok(Self {
                    id: id.to_owned(),
                    what,
                    back: format!("/p/{id}{}", if facts.may_change() { "/edit" } else { "" }),
                    reads: if matter.of().is_some_and(|of| of.form == Form::Agreed) {
                        "Can read it, and may agree. Once both of you have, neither takes it back alone."
                    } else if facts.asks {
                        "Can read it, and may answer. No answer is needed."
                    } else {
                        "Can read it, as often as they like."
                    },
                    text,
                    voice: Voice::Note,
                    about: None,
                    stale: false,
                    standing: None,
                })
            }
            What::Answer => {
                let (matter, given, _) = find_given(visit, id).await?;
                let text = matter.answer.ok_or(Error::NotFound)?;
                Ok(Self {
                    id: id.to_owned(),
                    what,
                    back: format!("/p/{id}/answer"),
                    reads: "Sees what you answer.",
                    stale: text.content.number != given.number,
                    standing: None,
                    about: Some(figures::figure(
                        &given.content,
                        visit.who_wrote(given.author),
                        readers::when(given.shared),
                    )),
                    text: text.map(Piece::Answer),
                    voice: Voice::Answer,
                })
            }
            What::Later => {
                let (matter, begun, _) = find_answered(visit, id).await?;
                let text = matter.explanation.ok_or(Error::NotFound)?;
                Ok(Self {
                    id: id.to_owned(),
                    what,
                    back: format!("/p/{id}/later"),
                    reads: "Can read it, as often as they like.",
                    text: text.map(Piece::Explanation),
                    voice: Voice::Note,
                    about: Some(figures::figure(&begun.content, visit.who(), "")),
                    stale: false,
                    standing: None,
                })
            }
        }
    }

    /// Why a choice cannot be followed for what the two agree on.
    fn agreed_problem(&self, with: &str) -> Option<&'static str> {
        let goes_back = With::parse(with) == Some(With::Me);
        match self.standing? {
            Standing::Stands(_) | Standing::Stood(_) => goes_back.then_some(AGREED),
            Standing::Outdated => (!goes_back).then_some(OUTDATED),
            Standing::Open => None,
        }
    }

    /// What is offered about the words, with nothing of what is folded in them.
    fn help(&self, wording: &Wording) -> Option<Help> {
        let words: Vec<String> = match &self.text.content {
            Piece::Answer(answer) => vec![answer.words.clone()],
            Piece::Explanation(explanation) => vec![explanation.words.clone()],
            piece => piece.fields().map(|fields| fields.values().cloned().collect()).unwrap_or_default(),
        };
        let words: Vec<String> = words.iter().map(|words| folding::without(words)).collect();
        wording.help(self.voice, &words)
    }

    fn page(
        self,
        visit: &SignedIn,
        wording: &Wording,
        readers: &Readers,
        problem: Option<&'static str>,
    ) -> Response {
        let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let when = readers::with_you(visit.me().pacing.local(visit.now).date());
        let view = Share {
            page: visit.page("Sharing").at(Nav::Us),
            action: format!("/p/{}{}/share", self.id, self.what.path()),
            help: self.help(wording),
            back: self.back,
            reads: self.reads,
            choosing: readers.choosing(self.text.shared),
            about: self.about,
            preview: figures::figure(&self.text.content, visit.who(), when),
            number: self.text.number,
            problem,
        };
        (status, View(view)).into_response()
    }
}

/// An answer to what was taken back in between stays with whoever wrote it, and there is nothing to share.
async fn or_what_it_answers(visit: &mut SignedIn, id: &str, error: Error) -> Result<Response, Error> {
    let matter = find(visit, id).await?;
    if matter.begun.is_none() {
        return Ok(Redirect::to(&format!("/p/{id}")).into_response());
    }
    Err(error)
}

async fn look(mut visit: SignedIn, wording: &Wording, id: &str, what: What) -> Result<Response, Error> {
    if what == What::Begun {
        let (matter, _) = find_own(&mut visit, id).await?;
        if let Some(part) = part::part_of(&matter) {
            let round = part::round_of(&mut visit, part).await?;
            if !part::is_read(&round) {
                let readers = Readers::of(&mut visit).await?;
                return part::choose(&visit, wording, &readers, &round, None, None);
            }
        }
    }
    let thing = match Thing::load(&mut visit, id, what).await {
        Ok(thing) => thing,
        Err(error) => return or_what_it_answers(&mut visit, id, error).await,
    };
    let readers = Readers::of(&mut visit).await?;
    let problem = thing.stale.then_some(READS_OTHERWISE);
    let mut answer = thing.page(&visit, wording, &readers, problem);
    *answer.status_mut() = StatusCode::OK;
    Ok(answer)
}

async fn share(
    mut visit: SignedIn,
    wording: &Arc<Wording>,
    id: &str,
    what: What,
    form: PartForm,
) -> Result<Response, Error> {
    let matter = hold_matter(&mut visit, id).await?;
    if let Some(part) = part::part_of(&matter).cloned().filter(|_| what == What::Begun) {
        find_own(&mut visit, id).await?;
        let round = part::round_of(&mut visit, &part).await?;
        if !part::is_read(&round) {
            return part::release(visit, State(Arc::clone(wording)), id, form).await;
        }
    }
    let thing = match Thing::load(&mut visit, id, what).await {
        Ok(thing) => thing,
        Err(error) => return or_what_it_answers(&mut visit, id, error).await,
    };
    let readers = Readers::of(&mut visit).await?;
    if let Some(problem) = thing.agreed_problem(&form.with) {
        return Ok(thing.page(&visit, wording, &readers, Some(problem)));
    }
    if thing.stale && With::parse(&form.with) != Some(With::Me) {
        return Ok(thing.page(&visit, wording, &readers, Some(READS_OTHERWISE)));
    }
    let today = visit.me().pacing.local(visit.now).date();
    let was_shared = thing.text.shared != Shared::No;
    match readers.follow(&mut visit, &form.with, form.number, &thing.text, today).await? {
        Ok(with) => {
            let now = visit.now;
            let (scope, hand, me) = visit.parts();
            acting::remember(scope, hand, me, id_of(id)?, now).await?;
            visit.scope.commit().await?;
            let done = if with == With::Me && was_shared { "back" } else { with.done() };
            Ok(Redirect::to(&format!("/p/{id}?done={done}")).into_response())
        }
        Err(problem) => Ok(thing.page(&visit, wording, &readers, Some(problem))),
    }
}

/// `GET /p/{id}/share`
pub(super) async fn begun(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    visit: SignedIn,
) -> Result<Response, Error> {
    look(visit, &wording, &id, What::Begun).await
}

/// `POST /p/{id}/share`
pub(super) async fn share_begun(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    visit: SignedIn,
    CheckedForm(form): CheckedForm<PartForm>,
) -> Result<Response, Error> {
    share(visit, &wording, &id, What::Begun, form).await
}

/// `GET /p/{id}/answer/share`
pub(super) async fn answer(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    visit: SignedIn,
) -> Result<Response, Error> {
    look(visit, &wording, &id, What::Answer).await
}

/// `POST /p/{id}/answer/share`
pub(super) async fn share_answer(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    visit: SignedIn,
    CheckedForm(form): CheckedForm<PartForm>,
) -> Result<Response, Error> {
    share(visit, &wording, &id, What::Answer, form).await
}

/// `GET /p/{id}/later/share`
pub(super) async fn later(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    visit: SignedIn,
) -> Result<Response, Error> {
    look(visit, &wording, &id, What::Later).await
}

/// `POST /p/{id}/later/share`
pub(super) async fn share_later(
    State(wording): State<Arc<Wording>>,
    Path(id): Path<String>,
    visit: SignedIn,
    CheckedForm(form): CheckedForm<PartForm>,
) -> Result<Response, Error> {
    share(visit, &wording, &id, What::Later, form).await
}
