//! The page of a step: what the talk asks of this person, and nothing else.
//!
//! What must stay true: a listening page has no field to write in; what the other shared shows only where
//! `Opened::theirs` gives it; reading marks it opened, for the reader alone.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use time::OffsetDateTime;

use super::{
    acting,
    asking::{self, Until},
    beside::{Way, beside},
    feelings_only::{Feelings, feelings},
    helping::{Help, helps},
    more,
    next_time::{self, Next},
    notes,
    own::{Mine, mine, mine_is_back, who_reads},
    reading::{from_either, mark, nothing_to_read, reading},
    together::{Together, together},
    typed::Typed,
    ways::{Act, acts, form_links},
    writing::{Input, Writing, slot, writing},
};
use crate::{
    conversations::{
        Ask, Hearing, Meeting, Opened, Part, Piece, Round, Seat, Speaking, Stage, Step, WaitFor,
        opened::last_zone,
        prompts::{
            self, Shown,
            pace::{self, PaceNote},
        },
    },
    entries::{self, Shared as Held, Text},
    web::{
        error::Error,
        forms::Problems,
        page::{Page, View, Who},
        rail::Rail,
        show::Shared,
        signed_in::SignedIn,
    },
};

/// What an address may ask of a step's page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Look {
    /// Which line to show at the top.
    pub(super) done: String,
    /// The form instead of the question: to suggest something else, or to change one's words.
    pub(super) form: String,
}

#[derive(Template)]
#[template(path = "conversations/step.html")]
pub(super) struct StepPage {
    page: Page,
    rail: Rail,
    id: String,
    role: Option<(Who, &'static str)>,
    shown: Shown,
    back_line: Option<&'static str>,
    pause: Option<Until>,
    paused_by: String,
    pace: Option<PaceNote>,
    figures: Vec<Shared>,
    nothing: Option<String>,
    /// What comes after listening; only while one listens.
    later: Option<&'static str>,
    writing: Option<Writing>,
    acts: Vec<Act>,
    stamp: String,
    form_links: Vec<(String, String)>,
    together: Together,
    feelings: Feelings,
    next: Next,
    help: Help,
    /// The ways to what stands beside the talk, and what the other has shared there.
    ways: Vec<Way>,
    beside: Vec<Shared>,
    late_answer: bool,
    calendar: bool,
    notes: Option<notes::Here>,
    mine: Vec<Mine>,
    /// The step as the guide knows its page; nothing before the first.
    helped_as: String,
}

/// `GET /talk/{id}`: to where it stands.
pub(super) async fn now(
    mut visit: SignedIn,
    Path(id): Path<String>,
    Query(look): Query<Look>,
) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    let mut path = asking::now_path(&talk, talk.asks(visit.now));
    if look.done.bytes().all(|byte| byte.is_ascii_lowercase()) && !look.done.is_empty() {
        path = format!("{path}?done={}", look.done);
    }
    Ok(Redirect::to(&path).into_response())
}

/// `GET /talk/{id}/{step}`: the page of the current step, or what an earlier one left.
pub(super) async fn show(
    mut visit: SignedIn,
    headers: HeaderMap,
    Path((id, step)): Path<(String, String)>,
    Query(look): Query<Look>,
) -> Result<Response, Error> {
    let step: u8 = step.parse().ok().filter(|step| *step <= 8).ok_or(Error::NotFound)?;
    let talk = asking::read(&mut visit, &id).await?;
    let ask = talk.asks(visit.now);
    let current = asking::current(&talk);
    let over = !talk.running || matches!(ask, Ask::Closed(_));
    if over || step > current || (step < current && asking::is_live(&headers)) {
        return Ok(Redirect::to(&asking::now_path(&talk, ask)).into_response());
    }
    if step < current {
        return super::record::step(visit, talk, Step::from_number(step), &look).await;
    }
    let page = make(&mut visit, &talk, ask, &look, None).await?;
    visit.scope.commit().await?;
    Ok(View(page).into_response())
}

/// A form that is shown again instead of the one on file: what was typed, and what is to be done about it.
pub(super) struct Again {
    pub(super) part: Part,
    pub(super) typed: Typed,
    pub(super) problems: Problems,
    pub(super) clash: Option<super::writing::Clash>,
}

/// The page of the current step. Marks what it shows as opened: the caller commits.
pub(super) async fn make(
    visit: &mut SignedIn,
    talk: &Opened,
    ask: Ask,
    look: &Look,
    again: Option<Again>,
) -> Result<StepPage, Error> {
    let now = visit.now;
    let wanted = again.as_ref().map_or(look.form.as_str(), |again| form_of(again.part));
    let part = form_part(talk, ask, wanted, now);
    let shown = match (ask, part) {
        (
            Ask::AnswerOpening { .. }
            | Ask::AnswerTime { .. }
            | Ask::Unnamed { .. }
            | Ask::NotReady { .. }
            | Ask::Wait(_),
            Some(part),
        ) => prompts::writing(part, talk.roles.of(talk.seat)).with(&talk.their_name),
        _ => asking::shown(talk, ask),
    };
    let mut form = match (again, part) {
        (Some(again), _) => {
            let mut form = writing(visit, talk, again.part, &shown, &again.typed, again.problems);
            form.clash = again.clash;
            Some(form)
        }
        (None, Some(part)) => Some(kept(visit, talk, part, &shown).await?),
        (None, None) => None,
    };
    if let Some(form) = form.as_mut().filter(|_| matches!(part, Some(Part::Opening { .. }))) {
        let question = more::question(visit, talk.id, &form.belongs, &form.problems).await?;
        form.inputs.extend(question.map(Input::One));
    }
    let read = reading(talk, ask);
    mark(visit, talk, &read).await?;
    let (ways, theirs) = beside(talk, ask, now);
    mark(visit, talk, &theirs).await?;
    let mut figures: Vec<Shared> = read.iter().flat_map(|part| from_either(talk, *part)).collect();
    let readable = figures.iter().any(Shared::is_there);
    let nothing_there = figures.is_empty();
    let taken_back = mine_is_back(talk, ask);
    if let Ask::ReadIn { round, .. } = ask
        && !taken_back
    {
        // Two answers that belong together stand together.
        figures.extend(talk.mine(Part::In { round }).map(|text| talk.own_figure(text)));
    }
    let title = talk.talk.stage().step().map_or("Talk", Step::tab_title);
    let page = asking::page(visit, talk, title, &look.done).following("/live", talk.page_stamp(now));
    let nothing = nothing_to_read(talk, ask, nothing_there, taken_back);
    let readers = who_reads(visit, talk).await?;
    let mut made = StepPage {
        page,
        rail: asking::rail(talk, ask),
        id: talk.id.to_string(),
        role: role(talk, ask),
        back_line: talk.talk.back_from_break(now).then_some(prompts::AFTER_A_BREAK),
        pause: asking::break_until(talk, ask),
        paused_by: paused_by(talk, ask),
        pace: pace_note(talk, ask, now),
        figures,
        nothing,
        later: matches!(ask, Ask::Listen(_)).then_some("Say back what you heard"),
        acts: if talk.sound {
            acts(ask, &shown, form.is_some(), readable, acting::both_in(talk))
        } else {
            Vec::new()
        },
        stamp: talk.stamp(now),
        form_links: form_links(talk, ask, &shown, form.is_some()),
        together: together(talk, ask),
        feelings: feelings(talk, ask, now),
        next: next_time::next(talk, now),
        help: helps(ask),
        ways,
        beside: theirs.into_iter().flat_map(|part| talk.their_figures(part)).collect(),
        late_answer: talk.may_answer_late(now),
        calendar: !matches!(ask, Ask::Resting { .. })
            && talk.meeting.as_ref().and_then(Meeting::at).is_some_and(|at| at > now),
        notes: notes::here(visit, talk).await?,
        mine: mine(talk, ask, form.is_some(), now, readers.as_ref()),
        helped_as: talk
            .talk
            .stage()
            .step()
            .map(|step| format!("/talk/{{id}}/{}", step.number()))
            .unwrap_or_default(),
        writing: form,
        shown,
    };
    if let (Some(form), Some(act)) = (&mut made.writing, made.acts.first()) {
        // The second way on is an act of its own here, and the form keeps a button for keeping.
        if act.label == form.or {
            "Keep it for now".clone_into(&mut form.or);
        }
    }
    Ok(made)
}

/// After a long sitting and in quiet hours: an offer to stop, wherever there is something to stop.
fn pace_note(talk: &Opened, ask: Ask, now: OffsetDateTime) -> Option<PaceNote> {
    let rests =
        matches!(ask, Ask::Break { .. } | Ask::Resting { .. } | Ask::Tomorrow { .. } | Ask::Closed(_));
    let path = format!("/talk/{}", talk.id);
    if rests { None } else { pace::note(&talk.pace, talk.talk.sitting(), now, &path) }
}

/// The word that asks for the form of this part.
pub(super) const fn form_of(part: Part) -> &'static str {
    match part {
        Part::Naming { .. } => "naming",
        _ => "1",
    }
}

/// The place that is written on this page. `wanted` names a form on pages that ask for an answer first.
fn form_part(talk: &Opened, ask: Ask, wanted: &str, now: OffsetDateTime) -> Option<Part> {
    if !talk.sound {
        return None;
    }
    match ask {
        Ask::AnswerOpening { theirs: round } | Ask::Unnamed { latest: round, mine: false, .. }
            if wanted == "naming" =>
        {
            Some(Part::Naming { round }).filter(|part| talk.may_write(*part, now).is_ok())
        }
        Ask::AnswerOpening { .. } | Ask::AnswerTime { .. } | Ask::Unnamed { .. } | Ask::NotReady { .. } => {
            ask.part().filter(|_| !wanted.is_empty())
        }
        Ask::AnswerApology => Some(Part::ApologyAnswer { to: talk.seat.other() }),
        Ask::Wait(what) => {
            let answered = match *talk.talk.stage() {
                Stage::In { round, .. } if what == WaitFor::In => Some(Part::In { round }),
                _ => None,
            };
            let alone = answered.into_iter().chain([Part::Feelings, Part::Deeper]);
            let mut alone =
                alone.filter(|part| talk.mine(*part).is_some() && talk.may_write(*part, now).is_ok());
            alone.next().filter(|_| !wanted.is_empty())
        }
        _ => ask.part(),
    }
}

/// The form with what was kept: a draft, the saved piece, or what a proposal starts from.
pub(super) async fn kept(
    visit: &mut SignedIn,
    talk: &Opened,
    part: Part,
    shown: &Shown,
) -> Result<Writing, Error> {
    let saved = talk.mine(part);
    let (scope, hand, _) = visit.parts();
    let draft = entries::find_draft(scope, hand, &slot(talk, part))
        .await?
        .filter(|draft| saved.is_none_or(|text| draft.at >= text.written_at))
        .and_then(|draft| draft.fields::<Typed>());
    let (typed, kept) = match (draft, saved) {
        (Some(typed), _) => (typed, "Kept. Not finished yet."),
        (None, Some(text)) => {
            (on_file(text), if text.shared == Held::No { "Kept. Not shared yet." } else { "" })
        }
        (None, None) => (starting(visit, talk, part).await?, ""),
    };
    let mut form = writing(visit, talk, part, shown, &typed, Problems::default());
    form.kept = kept;
    Ok(form)
}

/// The fields of a saved piece, with the revision that an edit begins on.
pub(super) fn on_file(text: &Text<Piece>) -> Typed {
    Typed { entry: text.id.to_string(), number: text.number.to_string(), ..Typed::of(&text.content) }
}

/// What a new form begins with: the other's proposal to change, or the zone that was chosen last.
async fn starting(visit: &mut SignedIn, talk: &Opened, part: Part) -> Result<Typed, Error> {
    if let Some(text) = kept_before(talk, part) {
        return Ok(Typed::of(&text.content).at(part));
    }
    let mut typed = Typed::default();
    match (part, &talk.opening, talk.talk.stage()) {
        (Part::Opening { .. }, Some(opening), _) => typed.fill_opening(opening, talk.seat),
        (Part::Statement { .. }, ..) => {
            if let Some(text) = earlier_statement(talk) {
                // The words, and not the answer: that one was given.
                typed = Typed { answer: String::new(), ..Typed::of(&text.content) };
            }
        }
        (Part::Time { .. }, _, Stage::TimeAndPlace { latest: Some(latest) }) => {
            if let Some(text) = talk.theirs(Part::Time { round: latest.round }) {
                typed = Typed::of(&text.content);
            }
        }
        (Part::Next { .. }, ..) => typed = next_time::starting(talk, part, visit.now),
        (Part::Time { .. }, ..) => {
            let (scope, hand, me) = visit.parts();
            typed.zone = last_zone(scope, hand, me).await?.unwrap_or_else(|| talk.zone().to_owned());
        }
        _ => {}
    }
    Ok(typed)
}

/// One's own proposal that was kept when the other's came first.
fn kept_before(talk: &Opened, part: Part) -> Option<&Text<Piece>> {
    let before = |round: Round| Round::new(round.number().saturating_sub(1));
    let earlier = match part {
        Part::Opening { round } => Part::Opening { round: before(round)? },
        Part::Time { round } => Part::Time { round: before(round)? },
        Part::Next { number } => Part::Next { number: before(number)? },
        _ => return None,
    };
    talk.mine(earlier).filter(|text| text.shared == Held::No && !talk.stood(text))
}

/// What somebody who was not ready wrote then: the next statement starts from it.
fn earlier_statement(talk: &Opened) -> Option<&Text<Piece>> {
    let Stage::Statement { round, .. } = *talk.talk.stage() else { return None };
    talk.mine(Part::Statement { round })
}

fn role(talk: &Opened, ask: Ask) -> Option<(Who, &'static str)> {
    let text = match ask {
        _ if talk.talk.stage().is_before_the_steps() => return None,
        Ask::Write(_) | Ask::WriteOrPass(_) => "You are speaking",
        Ask::Listen(_) => "You are listening",
        Ask::SayBack { .. } => "You have listened. Your turn to reflect",
        Ask::Wait(_) => match talk.talk.stage() {
            Stage::Perspectives { at: Speaking::Speak, .. }
            | Stage::Responsibility { at: Speaking::Speak, .. } => "You will listen",
            Stage::Listening { at: Hearing::Listen, .. } => "You are being heard",
            _ => return None,
        },
        _ => return None,
    };
    Some((talk.me(), text))
}

fn paused_by(talk: &Opened, ask: Ask) -> String {
    match ask {
        Ask::Break { until, by }
            if talk.talk.apart.is_some_and(|apart| (apart.until(), apart.by()) == (until, by)) =>
        {
            "You two are taking time.".to_owned()
        }
        Ask::Break { by, .. } if by == talk.seat => "You are taking a break.".to_owned(),
        Ask::Break { .. } => format!("{} is taking a break.", talk.their_name),
        _ => String::new(),
    }
}

/// The author of a piece, for a form.
pub(super) fn author(talk: &Opened) -> super::typed::Author<'_> {
    let seat: Seat = talk.seat;
    super::typed::Author { seat, my_name: &talk.my_name, their_name: &talk.their_name }
}
