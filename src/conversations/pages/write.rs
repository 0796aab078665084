//! Saving a piece: privately, always. Sharing is the page after it.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use sqlx::PgPool;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    asking, beside, more, next_time, reading,
    step::{self, Again, Look},
    typed::Typed,
    writing::{Clash, path, slot},
};
use crate::{
    conversations::{Opened, Part, Piece, Refusal, Round, Stage, Words, prompts},
    entries::{self, Base, HeldTag, Place, Written},
    ids::EntryId,
    web::{
        error::Error,
        error_page::GivenBack,
        form::CheckedForm,
        forms::Problems,
        page::{Page, View},
        rail::Rail,
        show,
        signed_in::SignedIn,
    },
};

/// A form that cannot be taken now: why, and everything typed given back.
#[derive(Template)]
#[template(path = "conversations/refused.html")]
struct Refused {
    page: Page,
    rail: Rail,
    says: String,
    until: Option<asking::Until>,
    given_back: Vec<GivenBack>,
    kept: bool,
    back: String,
}

/// Why nothing can be written any more after the two have parted.
const PARTED: &str =
    "The two of you are not linked here any more, so this talk can be read and not gone on with.";

/// Without a refusal of the rules, nothing can be written here any more: the two have parted, the talk has stopped before
/// there was a name for it, or what they agreed to does not open.
fn why(talk: &Opened, refusal: Option<Refusal>) -> &'static str {
    match refusal {
        Some(refusal) => refusal.says(),
        None if !talk.running => PARTED,
        None if matches!(talk.talk.stage(), Stage::Closed { .. }) => Refusal::Closed.says(),
        None => reading::UNSOUND,
    }
}

/// The page for an act that the talk does not take now.
pub(super) fn refused(
    visit: &SignedIn,
    talk: &Opened,
    refusal: Option<Refusal>,
    given_back: Vec<GivenBack>,
    kept: bool,
) -> Response {
    let ask = talk.asks(visit.now);
    let until = match refusal {
        Some(Refusal::OnBreak { .. }) => asking::break_until(talk, ask),
        _ => None,
    };
    let page = Refused {
        page: asking::page(visit, talk, "Not now", ""),
        rail: asking::rail(talk, ask),
        says: why(talk, refusal).replace("Your partner", &talk.their_name),
        until,
        given_back,
        kept,
        back: format!("/talk/{}", talk.id),
    };
    (StatusCode::CONFLICT, View(page)).into_response()
}

/// The same for a reason of the pages' own.
pub(super) fn refused_saying(visit: &SignedIn, talk: &Opened, says: &str) -> Response {
    let ask = talk.asks(visit.now);
    let page = Refused {
        page: asking::page(visit, talk, "Not now", ""),
        rail: asking::rail(talk, ask),
        says: says.to_owned(),
        until: None,
        given_back: Vec::new(),
        kept: false,
        back: format!("/talk/{}", talk.id),
    };
    (StatusCode::CONFLICT, View(page)).into_response()
}

/// The part of the same kind with a later number that is open to this person now.
fn next_of_its_kind(talk: &Opened, part: Part, now: OffsetDateTime) -> Option<Part> {
    if let Part::Next { number } = part {
        // one's own words for a number that the other has used meanwhile go on as the next one
        let open = Part::Next { number: talk.talk.next_time_number() };
        return Some(open)
            .filter(|_| number < talk.talk.next_time_number() && talk.may_share(open, now).is_ok());
    }
    talk.asks(now).part().filter(|open| match (part, *open) {
        (Part::In { round }, Part::In { round: open })
        | (Part::Opening { round }, Part::Opening { round: open })
        | (Part::Time { round }, Part::Time { round: open }) => round < open,
        _ => false,
    })
}

/// Refuses a text that was typed: keeps it as a draft for this person alone, and gives it back.
async fn refuse_text(
    visit: SignedIn,
    pool: &PgPool,
    talk: &Opened,
    part: Part,
    typed: &Typed,
    refusal: Option<Refusal>,
) -> Result<Response, Error> {
    let shown = prompts::writing(part, talk.roles.of(talk.seat)).with(&talk.their_name);
    let given: Vec<GivenBack> = typed
        .texts()
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(name, text)| {
            let label = shown.fields.iter().find(|field| field.name == name);
            let label = label.map_or_else(|| "What you wrote".to_owned(), |field| field.label.clone());
            GivenBack { label, text: text.to_owned() }
        })
        .collect();
    // Two who write a proposal at the same time, or an answer that was asked for once more: the words of the second wait
    // in the form that is open now.
    let open = next_of_its_kind(talk, part, visit.now).filter(|_| refusal == Some(Refusal::AlreadyDone));
    let keeps = !typed.is_blank()
        && refusal.is_some()
        && refusal != Some(Refusal::NotYours)
        && (refusal != Some(Refusal::AlreadyDone) || open.is_some())
        && refusal != Some(Refusal::Closed);
    let answer = refused(&visit, talk, refusal, given, keeps);
    if keeps {
        let tag = HeldTag::new(visit.hand(), &slot(talk, open.unwrap_or(part)), visit.now);
        let body = serde_html_form::to_string(open.map_or_else(|| typed.clone(), |open| typed.at(open)))
            .map_err(anyhow::Error::from)?;
        let (instance, now) = (visit.hand().instance, visit.now);
        // the connection goes back before another is asked for
        drop(visit);
        entries::keep(pool, instance, &tag, body.as_bytes(), now).await?;
    }
    Ok(answer)
}

/// `POST /talk/{id}/{step}`: saves what was written, for its author alone.
pub(super) async fn write(
    State(pool): State<PgPool>,
    mut visit: SignedIn,
    Path((id, _)): Path<(String, String)>,
    CheckedForm(typed): CheckedForm<Typed>,
) -> Result<Response, Error> {
    let talk = asking::hold(&mut visit, &id).await?;
    let part = Part::parse(&typed.part).ok_or(Error::Unreadable)?;
    if !talk.running || !talk.sound {
        return refuse_text(visit, &pool, &talk, part, &typed, None).await;
    }
    if let Err(refusal) = talk.may_write(part, visit.now) {
        return refuse_text(visit, &pool, &talk, part, &typed, Some(refusal)).await;
    }
    let mut piece = match typed.piece(part, step::author(&talk), visit.now) {
        Ok(piece) => piece,
        Err(problems) => return again(visit, talk, part, typed, problems, None).await,
    };
    if let Words::Opening(opening) = &mut piece.words {
        match more::chosen(&mut visit, talk.id, &typed.belongs).await? {
            Ok(after) => opening.after = after,
            Err(problems) => return again(visit, talk, part, typed, problems, None).await,
        }
    }
    let private = !typed.private.is_empty();
    let said = said_already(&piece);
    if let Some((field, text)) = piece.missing().or(said).filter(|_| !private) {
        let mut problems = Problems::default();
        problems.add(field, text);
        return again(visit, talk, part, typed, problems, None).await;
    }
    match save(&mut visit, &talk, &typed, &piece).await? {
        Saved::Kept(entry) => {
            visit.scope.commit().await?;
            let to =
                if private { kept_path(&talk, part) } else { format!("/talk/{}/share/{entry}", talk.id) };
            Ok(Redirect::to(&to).into_response())
        }
        Saved::Clash(entry) => Box::pin(clash(visit, talk, part, typed, entry)).await,
    }
}

/// "I am not ready" was said once: after it comes the statement, or nothing.
fn said_already(piece: &Piece) -> Option<(&'static str, &'static str)> {
    let later = matches!(piece.part, Part::Statement { round } if round != Round::FIRST);
    let again = matches!(piece.words, Words::Statement { ready: Some(false), .. });
    (later && again)
        .then_some(("answer", "You have said this already. It stays as it is, for as long as you like"))
}

/// Where a page shows that something was kept.
fn kept_path(talk: &Opened, part: Part) -> String {
    // Pages that ask for an answer first show what was kept where it was written.
    let asks_first = matches!(part, Part::Naming { .. } | Part::Statement { .. })
        || super::super::piece::is_proposal(part);
    let form = if asks_first { format!("&form={}", step::form_of(part)) } else { String::new() };
    format!("{}?done=kept{form}", path(talk, part))
}

enum Saved {
    Kept(EntryId),
    Clash(EntryId),
}

async fn save(visit: &mut SignedIn, talk: &Opened, typed: &Typed, piece: &Piece) -> Result<Saved, Error> {
    let slot = slot(talk, piece.part);
    let place = Place { kind: "talk", couple: Some(talk.couple), about: Some(talk.id), slot: Some(&slot) };
    let base = match (typed.entry.parse::<EntryId>(), typed.number.parse::<u32>()) {
        (Ok(entry), Ok(number)) => Base::Edit(entry, number),
        _ => Base::New(Uuid::parse_str(&typed.once).map_err(|_| Error::Unreadable)?),
    };
    let now = visit.now;
    // An entry of one's own that stands at another place must not be written over from here.
    if let Base::Edit(entry, _) = base
        && talk.mine(piece.part).is_none_or(|text| text.id != entry)
    {
        return Err(Error::NotFound);
    }
    let (scope, hand, _) = visit.parts();
    let saved = match entries::write(scope, hand, place, base, piece, now).await? {
        Written::Kept(entry, _) => Saved::Kept(entry),
        // The same form twice is one entry; but the same form with other words must not lose them.
        Written::Already(entry, _) => match talk.own_entry(entry) {
            Some(text) if text.content != *piece => Saved::Clash(entry),
            _ => Saved::Kept(entry),
        },
        Written::Clash(entry) => Saved::Clash(entry),
        Written::NotFound => return Err(Error::NotFound),
    };
    if let Saved::Kept(_) = saved {
        entries::drop_draft(scope, hand, &slot).await?;
    }
    Ok(saved)
}

/// The page once more, with what was typed and what is to be done about it.
async fn again(
    mut visit: SignedIn,
    talk: Opened,
    part: Part,
    typed: Typed,
    problems: Problems,
    clash: Option<Clash>,
) -> Result<Response, Error> {
    let status = if clash.is_some() { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let again = Again { part, typed, problems, clash };
    if let Part::Next { .. } = part {
        let page = Box::pin(next_time::make(&mut visit, &talk, &Look::default(), Some(again))).await?;
        visit.scope.commit().await?;
        return Ok((status, View(page)).into_response());
    }
    if beside::path(&talk, part).is_some() {
        let page = Box::pin(beside::make(&mut visit, &talk, part, &Look::default(), Some(again))).await?;
        visit.scope.commit().await?;
        return Ok((status, View(page)).into_response());
    }
    let late = talk.talk.stage().step() != part.step();
    let ask = talk.asks(visit.now);
    if late {
        return super::record::again(visit, talk, part, again).await;
    }
    let page = Box::pin(step::make(&mut visit, &talk, ask, &Look::default(), Some(again))).await?;
    visit.scope.commit().await?;
    Ok((status, View(page)).into_response())
}

/// Two versions of one text: the one typed stays in the form, the other one stands beside it.
async fn clash(
    visit: SignedIn,
    talk: Opened,
    part: Part,
    mut typed: Typed,
    entry: EntryId,
) -> Result<Response, Error> {
    let Some(text) = talk.own_entry(entry) else { return Err(Error::Conflict) };
    typed.entry = entry.to_string();
    typed.number = text.number.to_string();
    let mut theirs = talk.own_figure(text);
    theirs.when = format!("Kept on {}", show::day(text.written_at.date()));
    again(visit, talk, part, typed, Problems::default(), Some(Clash { theirs })).await
}
