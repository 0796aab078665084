//! One phone between the two: it is handed across from turn to turn.
//!
//! What must stay true: these pages show only what both may read, and what is asked of whoever has the turn. The session
//! on the phone is locked to them (`web::signed_in`) until its owner's passphrase, and only a locked session can act for
//! the other one, only while both have chosen one phone. What was marked here says so.

pub(super) mod away;
pub(super) mod sign;
mod turn;

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use self::turn::{Form, has_the_turn};
use super::{acting, aloud, asking, together::timer, write};
use crate::{
    conversations::{
        Aloud, Ask, Event, How, Opened, Refusal, Seat, Step, feelings,
        prompts::{self, Shown, together},
    },
    entries,
    web::{
        error::Error,
        form::CheckedForm,
        page::{Flash, Page, View, Who},
        session,
        show::Shared,
        signed_in::SignedIn,
    },
};

/// Which of the two holds the phone, as an address says it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Holding {
    /// The seat.
    r#as: String,
    /// Which line to show at the top.
    done: String,
}

/// What stands under every page of the sofa.
struct Foot {
    id: String,
    /// The two may still choose.
    goes_on: bool,
    /// There is a break to take.
    may_break: bool,
}

#[derive(Template)]
#[template(path = "conversations/hand-over.html")]
struct HandOver {
    page: Page,
    foot: Foot,
    to: Who,
    shown: Shown,
    take: String,
    /// Where the other one signs in; nothing for the owner of the phone.
    sign: Option<String>,
}

#[derive(Template)]
#[template(path = "conversations/sofa.html")]
struct SofaPage {
    page: Page,
    foot: Foot,
    place: String,
    holder: Option<Who>,
    shown: Shown,
    back_line: Option<&'static str>,
    /// This sitting is about feelings only.
    holds: bool,
    until: Option<asking::Until>,
    figures: Vec<Shared>,
    groups: &'static [feelings::Group],
    timer: Option<String>,
    forms: Vec<Form>,
}

fn foot(visit: &SignedIn, talk: &Opened) -> Foot {
    let ask = talk.asks(visit.now);
    let over = !talk.running || matches!(ask, Ask::Closed(_));
    Foot {
        id: talk.id.to_string(),
        goes_on: aloud::one_phone(talk) && aloud::may_change(talk, ask),
        may_break: !over && !matches!(ask, Ask::Resting { .. }),
    }
}

/// Whether this session is locked to this talk.
fn is_locked(visit: &SignedIn, talk: &Opened) -> bool {
    visit.login().sofa == Some(talk.id)
}

fn path(talk: &Opened) -> String {
    format!("/talk/{}/sofa", talk.id)
}

fn holding(talk: &Opened, who: Seat) -> String {
    format!("/talk/{}/sofa?as={}", talk.id, who.code())
}

fn seat(code: &str) -> Option<Seat> {
    Seat::ALL.into_iter().find(|seat| seat.code() == code)
}

/// How pages show one of the two.
fn who_is(talk: &Opened, seat: Seat) -> Who {
    if seat == talk.seat { talk.me() } else { talk.other() }
}

/// `GET /talk/{id}/sofa`
pub(super) async fn show(
    mut visit: SignedIn,
    Path(id): Path<String>,
    Query(look): Query<Holding>,
) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    if !is_locked(&visit, &talk) {
        return Ok(Redirect::to(&format!("/talk/{}/how", talk.id)).into_response());
    }
    let flash = (look.done == "moved").then(|| {
        Flash::problem("The talk has moved on since that page was opened. This is where it stands.")
    });
    let answer = page(&mut visit, &talk, seat(&look.r#as), flash).await?;
    visit.scope.commit().await?;
    Ok(answer)
}

/// The page for where the talk stands now, and for who holds the phone. The caller commits.
async fn page(
    visit: &mut SignedIn,
    talk: &Opened,
    holder: Option<Seat>,
    flash: Option<Flash>,
) -> Result<Response, Error> {
    let now = visit.now;
    let title = talk.talk.stage().step().map_or("Talk", Step::tab_title);
    let turn = has_the_turn(talk, now).filter(|_| aloud::one_phone(talk));
    // Where each chooses for themself, the other's token would tell what they chose on a phone of their own.
    let theirs = turn.map(|_| talk.stamp_of(talk.seat.other(), now)).unwrap_or_default();
    let stamp = [talk.page_stamp(now), theirs].concat();
    let page = visit.page(title).with_flash(flash).following("/live", stamp);
    if let Some(to) = turn.filter(|turn| holder != Some(*turn)) {
        let who = who_is(talk, to);
        let hand_over = HandOver {
            page,
            foot: foot(visit, talk),
            shown: together::HAND_OVER.with(&who.name),
            take: holding(talk, to),
            sign: (to != talk.seat).then(|| format!("{}/sign", path(talk))),
            to: who,
        };
        return Ok(View(hand_over).into_response());
    }
    let reader = turn.unwrap_or(talk.seat);
    let ask = talk.asks_of(reader, now);
    let read = if aloud::one_phone(talk) { turn::between(talk, reader, ask) } else { Vec::new() };
    let (scope, hand, _) = visit.parts();
    if turn == Some(talk.seat) {
        let texts = read.iter().map(|(_, text)| *text).filter(|text| text.author != hand.person);
        entries::mark_opened(scope, hand.person, texts).await?;
    }
    let shown = if !talk.running || (talk.talk.how() != How::OnePhone && !matches!(ask, Ask::Closed(_))) {
        together::APART_AGAIN.with(&talk.their_name)
    } else {
        together::sofa(&ask, talk.roles.of(reader)).with(&who_is(talk, reader.other()).name)
    };
    let made = SofaPage {
        place: place(talk),
        holder: turn.map(|turn| who_is(talk, turn)),
        back_line: talk.talk.back_from_break(talk.local(now)).then_some(prompts::AFTER_A_BREAK),
        holds: talk.talk.is_only_feelings(talk.local(now)),
        until: asking::break_until(talk, ask),
        figures: read.iter().map(|(by, text)| talk.figure_between(*by, text)).collect(),
        groups: if turn::names_feelings(ask) && turn.is_some() { &feelings::GROUPS } else { &[] },
        timer: turn.and_then(|turn| timer(talk, turn, ask)),
        forms: if aloud::one_phone(talk) { turn::forms(talk, turn, ask, &shown, now) } else { Vec::new() },
        foot: foot(visit, talk),
        page,
        shown,
    };
    Ok(View(made).into_response())
}

/// "About the spring · step 4 of 8".
fn place(talk: &Opened) -> String {
    match talk.talk.stage().step() {
        Some(step) => format!("{} · step {} of 8", talk.name(), step.number()),
        None => talk.name().to_owned(),
    }
}

/// A button of the sofa.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SofaForm {
    act: String,
    who: String,
    stamp: String,
}

/// `POST /talk/{id}/sofa`: entering, sitting apart again, and the acts of whoever has the turn.
pub(super) async fn act(
    mut visit: SignedIn,
    Path(id): Path<String>,
    CheckedForm(form): CheckedForm<SofaForm>,
) -> Result<Response, Error> {
    let talk = asking::hold(&mut visit, &id).await?;
    if form.act == "enter" {
        return enter(visit, talk).await;
    }
    if !is_locked(&visit, &talk) {
        return Ok(write::refused_saying(&visit, &talk, together::NOT_ONE_PHONE));
    }
    if !aloud::one_phone(&talk) {
        return again(visit, talk, None, together::NOT_ONE_PHONE).await;
    }
    if form.act == "apart" {
        return match acting::act(&mut visit, &talk, Event::Suggest(How::Apart)).await? {
            Ok(_) => {
                visit.scope.commit().await?;
                Ok(Redirect::to(&path(&talk)).into_response())
            }
            Err(refusal) => again(visit, talk, None, refusal.says()).await,
        };
    }
    let who = seat(&form.who).ok_or(Error::Unreadable)?;
    let asked = turn::asked(&form.act, talk.talk.stage().step()).ok_or(Error::Unreadable)?;
    // Where each chooses for themself, nobody has the phone for the other.
    let each = matches!(asked, turn::Asked::On(Event::GoOnToday | Event::Enough | Event::NotOnlyFeelings));
    let fresh = form.stamp == turn::stamp(&talk, who, each, visit.now);
    if !fresh && !form.stamp.is_empty() {
        return Ok(Redirect::to(&format!("{}&done=moved", holding(&talk, who))).into_response());
    }
    if visit.pinned().is_none() {
        let says = prompts::fill(together::PAUSED, &talk.their_name);
        return again(visit, talk, Some(who), &says).await;
    }
    let then = if each { path(&talk) } else { holding(&talk, who) };
    let done = match asked {
        // A form without a stamp says nothing about what its sender saw.
        _ if !fresh => Err(Refusal::NotYourTurn),
        turn::Asked::Said(aloud::Said { answer }) => match aloud::part(who, talk.asks_of(who, visit.now)) {
            Some(part) => {
                let mark = aloud::Mark { who, part, how: Aloud::OnePhone, answer };
                aloud::mark(&mut visit, &talk, mark).await?
            }
            None => Err(Refusal::NotYourTurn),
        },
        turn::Asked::On(event) => acting::act_for(&mut visit, &talk, who, event).await?.map(drop),
    };
    match done {
        // Choosing twice what each chooses alone is no mistake.
        Ok(()) | Err(Refusal::AlreadyDone) => {
            visit.scope.commit().await?;
            Ok(Redirect::to(&then).into_response())
        }
        Err(_) => again(visit, talk, Some(who), NOT_NOW).await,
    }
}

const NOT_NOW: &str = "The talk asks for something else now. This is where it stands.";

/// The page once more, for an act that was not taken.
async fn again(
    mut visit: SignedIn,
    talk: Opened,
    holder: Option<Seat>,
    says: &str,
) -> Result<Response, Error> {
    let answer = page(&mut visit, &talk, holder, Some(Flash::problem(says))).await?;
    visit.scope.commit().await?;
    Ok((StatusCode::CONFLICT, answer).into_response())
}

/// The phone is put between the two: from here on its session shows these pages and nothing else.
async fn enter(visit: SignedIn, talk: Opened) -> Result<Response, Error> {
    if !aloud::one_phone(&talk) || !aloud::may_change(&talk, talk.asks(visit.now)) {
        return Ok(write::refused_saying(&visit, &talk, together::NOT_ONE_PHONE));
    }
    let (session, mut login, now) = (visit.session().clone(), visit.login().clone(), visit.now);
    visit.scope.commit().await?;
    login.sofa = Some(talk.id);
    // Under a new number: a request that is under way with the old one cannot save the record without the lock, and the
    // stream of hints of every page that is open beside this one ends, so that it looks again and finds itself here.
    session::renew(&session, &login, now).await?;
    Ok(Redirect::to(&holding(&talk, talk.seat)).into_response())
}
