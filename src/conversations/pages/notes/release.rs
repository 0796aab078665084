//! Sharing one line of one's notes: in one's own turn, after the usual preview. The line becomes an entry of its own in
//! the same transaction, so that nothing of a line exists for anybody before it is shared, and its number counts only
//! lines that were.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    conversations::{
        Ask, Event, Opened, Part, Piece, Refusal, Round, Step, Words,
        pages::{
            acting, asking, figures, offers,
            share::{SharePage, done, follows},
            step::Look,
            typed::Typed,
            write, writing,
        },
        sheets::{self, Found, Line, Sheet, Spot, Stands},
    },
    entries::{self, Audience, Base, Place, Shared as Held, Written},
    web::{
        error::Error,
        form::CheckedForm,
        live,
        page::{Page, View},
        readers::{Choice, PAUSED, Readers, With},
        show::Paragraphs,
        signed_in::SignedIn,
    },
    wording::Wording,
};

/// The notes for the step that a page is about, while its reader may share lines of them.
pub(in crate::conversations::pages) struct Here {
    /// The sheet.
    pub(in crate::conversations::pages) path: String,
    /// The lines that were not shared, each with the address of its preview.
    pub(in crate::conversations::pages) lines: Vec<(Paragraphs, String)>,
}

/// The choice on the preview.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::conversations::pages) struct ShareForm {
    with: String,
    number: String,
}

/// As what a line of this step would go over now; or why not.
fn way(talk: &Opened, step: Step, visit: &SignedIn) -> Result<Part, Refusal> {
    // In the last step a line is an idea like any other.
    if step == Step::Planning {
        let number = match talk.asks(visit.now) {
            Ask::Plan { number, .. } => number,
            _ => Round::FIRST,
        };
        let idea = Part::Idea { number };
        return talk.may_share(idea, visit.now).map(|()| idea);
    }
    talk.may_release(step, visit.now)?;
    let released = talk.own().filter_map(|text| match text.content.part {
        Part::Line { step: of, number } if of == step => Some(number),
        _ => None,
    });
    let number = released.max().map_or(Round::FIRST, Round::next);
    Ok(Part::Line { step, number })
}

fn piece(talk: &Opened, part: Part, line: &Line) -> Piece {
    let text = line.text.clone();
    let words = match part {
        Part::Idea { .. } => Words::Idea { idea: text },
        _ => Words::Plain { words: text },
    };
    Piece { part, by: talk.seat, words }
}

/// The notes for the current step, if this person may share lines of them now.
pub(in crate::conversations::pages) async fn here(
    visit: &mut SignedIn,
    talk: &Opened,
) -> Result<Option<Here>, Error> {
    let Some(step) = talk.talk.stage().step() else { return Ok(None) };
    if !talk.running || !talk.sound || way(talk, step, visit).is_err() {
        return Ok(None);
    }
    let path = format!("/talk/{}/notes/{}", talk.id, step.number());
    let spot = Spot { talk: Some(talk.id), couple: Some(talk.couple), step };
    let (scope, hand, _) = visit.parts();
    let lines = match sheets::read(scope, hand, spot).await? {
        Found::Sheet(sheet, _) => sheet.lines,
        Found::Broken => Vec::new(),
    };
    let open = lines.iter().filter(|line| !line.released);
    let lines = open.map(|line| (Paragraphs::of(&line.text), format!("{path}/share/{}", line.id))).collect();
    Ok(Some(Here { path, lines }))
}

/// A line of one's own sheet, with the sheet it stands on. Anybody else's line is not there.
async fn find(visit: &mut SignedIn, spot: Spot, line: &str) -> Result<(Line, Sheet, Stands), Error> {
    let id = Uuid::parse_str(line).map_err(|_| Error::NotFound)?;
    let (scope, hand, _) = visit.parts();
    let Found::Sheet(sheet, stands) = sheets::read(scope, hand, spot).await? else {
        return Err(Error::NotFound);
    };
    let line = sheet.line(id).cloned().ok_or(Error::NotFound)?;
    Ok((line, sheet, stands))
}

/// `GET /talk/{id}/notes/{step}/share/{line}`
pub(in crate::conversations::pages) async fn show(
    State(wording): State<Arc<Wording>>,
    mut visit: SignedIn,
    Path((id, step, line)): Path<(String, String, String)>,
    Query(look): Query<Look>,
) -> Result<Response, Error> {
    let step = super::step(&step)?;
    let talk = asking::read(&mut visit, &id).await?;
    let spot = Spot { talk: Some(talk.id), couple: Some(talk.couple), step };
    let (line, _, stands) = find(&mut visit, spot, &line).await?;
    if !talk.running || !talk.sound {
        return Ok(write::refused(&visit, &talk, None, Vec::new(), false));
    }
    if line.released {
        return Ok(Redirect::to(&format!("/talk/{}", talk.id)).into_response());
    }
    let part = match way(&talk, step, &visit) {
        Ok(part) => part,
        Err(refusal) => return Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false)),
    };
    let piece = piece(&talk, part, &line);
    let readers = readers(&mut visit, &talk, part).await?;
    let page = asking::page(&visit, &talk, "Who may read this", &look.done);
    Ok(View(preview(&wording, &talk, &readers, &piece, (&line, stands), page)).into_response())
}

fn preview(
    wording: &Wording,
    talk: &Opened,
    readers: &Readers,
    piece: &Piece,
    (line, stands): (&Line, Stands),
    page: Page,
) -> SharePage {
    let step = piece.part.step().map_or(0, Step::number);
    let sheet = format!("/talk/{}/notes/{step}", talk.id);
    SharePage {
        page,
        choosing: readers.choosing(Held::No),
        problem: None,
        action: format!("{sheet}/share/{}", line.id),
        back: format!("{sheet}#l-{}", line.id),
        number: stands.number(),
        help: offers::about(wording, piece, talk.roles.of(talk.seat)),
        preview: figures::figure(piece, talk.me(), &talk.their_name, figures::place(piece.part)),
        what_follows: follows(piece, &talk.their_name),
        paused: readers.pinned().is_none(),
    }
}

/// Who can be chosen for a line: a therapist only where the other one can read it at once.
async fn readers(visit: &mut SignedIn, talk: &Opened, part: Part) -> Result<Readers, Error> {
    let at_once = match part {
        Part::Idea { .. } => talk.they_read_after(Event::ShareIdea, part, visit.now),
        part => talk.they_may_read(part),
    };
    let readers = Readers::of(visit).await?;
    Ok(if at_once { readers } else { readers.partner_first() })
}

/// `POST /talk/{id}/notes/{step}/share/{line}`
pub(in crate::conversations::pages) async fn share(
    State(wording): State<Arc<Wording>>,
    mut visit: SignedIn,
    Path((id, step, line)): Path<(String, String, String)>,
    CheckedForm(form): CheckedForm<ShareForm>,
) -> Result<Response, Error> {
    let step = super::step(&step)?;
    let talk = asking::hold(&mut visit, &id).await?;
    let spot = Spot { talk: Some(talk.id), couple: Some(talk.couple), step };
    let (line, sheet, stands) = find(&mut visit, spot, &line).await?;
    let here = format!("/talk/{}/notes/{}/share/{}", talk.id, step.number(), line.id);
    if matches!(With::parse(&form.with), None | Some(With::Me)) {
        return Ok(Redirect::to(&format!("/talk/{}", talk.id)).into_response());
    }
    if !talk.running || !talk.sound {
        return Ok(write::refused(&visit, &talk, None, Vec::new(), false));
    }
    // The same button pressed twice shares once.
    if line.released {
        return Ok(Redirect::to(&format!("/talk/{}?done=shared", talk.id)).into_response());
    }
    let part = match way(&talk, step, &visit) {
        Ok(part) => part,
        Err(refusal) => return Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false)),
    };
    // What was looked at is what is shared: not something kept in another window since.
    if form.number != stands.number().to_string() {
        return Ok(Redirect::to(&format!("{here}?done=changed")).into_response());
    }
    let (readers, piece) = (readers(&mut visit, &talk, part).await?, piece(&talk, part, &line));
    let audience = match readers.choose(&mut visit, &form.with).await? {
        Ok(Choice::Share(audience)) => audience,
        Ok(Choice::Me) => return Err(Error::Unreadable),
        Err(PAUSED) => return Ok(Redirect::to(&here).into_response()),
        Err(problem) => {
            let page = asking::page(&visit, &talk, "Who may read this", "");
            let page = preview(&wording, &talk, &readers, &piece, (&line, stands), page);
            let page = SharePage { problem: Some(problem), ..page };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response());
        }
    };
    let aside = set_aside(&mut visit, &talk, part).await?;
    let Some(mut next) = sheet.releasing(line.id) else { return Err(Error::NotFound) };
    next.lines.extend(aside.map(|text| Line { id: Uuid::new_v4(), text, released: false }));
    if let Err(refusal) = give(&mut visit, &talk, &piece, audience).await? {
        return Ok(write::refused(&visit, &talk, Some(refusal), Vec::new(), false));
    }
    let now = visit.now;
    let (scope, hand, _) = visit.parts();
    if !sheets::write(scope, hand, spot, stands, &next, now).await? {
        return Ok(Redirect::to(&format!("{here}?done=changed")).into_response());
    }
    visit.scope.commit().await?;
    Ok(done(&talk, With::from(audience)))
}

/// Makes the entry and shares it; the act and the hint as everywhere.
async fn give(
    visit: &mut SignedIn,
    talk: &Opened,
    piece: &Piece,
    audience: Audience<'_>,
) -> Result<Result<(), Refusal>, Error> {
    let now = visit.now;
    let slot = writing::slot(talk, piece.part);
    let place = Place { kind: "talk", couple: Some(talk.couple), about: Some(talk.id), slot: Some(&slot) };
    let (scope, hand, _) = visit.parts();
    let written = entries::write(scope, hand, place, Base::New(Uuid::new_v4()), piece, now).await?;
    let Written::Kept(entry, number) = written else { return Err(Error::Conflict) };
    if !entries::share_with(scope, hand, audience, entry, number, now.date()).await? {
        return Err(Error::NotFound);
    }
    match piece.part {
        Part::Idea { .. } => return Ok(acting::act(visit, talk, Event::ShareIdea).await?.map(|_| ())),
        part if talk.they_may_read(part) => {
            live::hint(&mut visit.scope, audience.partner().contact()).await?;
        }
        _ => {}
    }
    Ok(Ok(()))
}

/// An idea that was begun in the talk and not shared stands where the line goes now: its words become a line of the
/// notes, and the other one finds a first revision, as if there had never been another.
async fn set_aside(visit: &mut SignedIn, talk: &Opened, part: Part) -> Result<Option<String>, Error> {
    let Part::Idea { .. } = part else { return Ok(None) };
    let slot = writing::slot(talk, part);
    let saved = talk.mine(part).filter(|text| text.shared == Held::No);
    let today = visit.now.date();
    let (scope, hand, _) = visit.parts();
    let draft = entries::find_draft(scope, hand, &slot)
        .await?
        .filter(|draft| saved.is_none_or(|text| draft.at >= text.written_at))
        .and_then(|draft| draft.fields::<Typed>())
        .map(|typed| typed.idea);
    entries::drop_draft(scope, hand, &slot).await?;
    let kept = match saved {
        Some(text) => {
            entries::remove(scope, hand, None, text.id, today).await?;
            match &text.content.words {
                Words::Idea { idea } => Some(idea.clone()),
                _ => None,
            }
        }
        None => None,
    };
    Ok(draft.or(kept).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
}
