//! What has been shared so far: one step, the whole talk, and the page at the end. Own pieces that were kept stand there
//! for their author alone, and say so.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    asking, beside, end,
    own::{self, Mine},
    step::{self, Again, Look},
    writing::{Input, Writing, writing},
};
use crate::{
    conversations::{
        Ask, Opened, Part, Piece, Roles, Seat, Step,
        prompts::{self, Shown},
    },
    entries::{self, Text},
    web::{
        error::Error,
        page::{Nav, Page, View},
        rail::Rail,
        readers::Readers,
        show::Shared,
        signed_in::SignedIn,
    },
};

/// One line of a record: the other's, or one's own with what can be done about it.
enum Line {
    Theirs(Shared),
    Mine(Mine),
}

/// A line, and how the other remembers it beside it.
struct Told {
    line: Line,
    beside: Option<Line>,
}

/// One step of the record.
struct Chapter {
    number: u8,
    title: &'static str,
    lines: Vec<Told>,
    ways: Vec<beside::Way>,
}

#[derive(Template)]
#[template(path = "conversations/earlier.html")]
struct EarlierPage {
    page: Page,
    rail: Rail,
    chapter: Chapter,
    pause: Option<asking::Until>,
    late: Option<(Shown, Writing)>,
    now: String,
}

#[derive(Template)]
#[template(path = "conversations/record.html")]
struct RecordPage {
    page: Page,
    name: String,
    other: String,
    chapters: Vec<Chapter>,
    gone: Vec<Shared>,
    pause: Option<asking::Until>,
    running: bool,
    back: String,
    id: String,
    again: end::Again,
    /// Whether something new can have come out after it.
    more: bool,
}

fn lines(talk: &Opened, step: Option<Step>, visit: &SignedIn, readers: Option<&Readers>) -> Vec<Told> {
    let mut all: Vec<(String, bool, Line)> = Vec::new();
    let order = |text: &Text<Piece>| {
        place_in_turn(talk.roles, text.content.part, text.content.said_by().unwrap_or(text.content.by))
    };
    for text in talk.shown().filter(|text| text.content.part.step() == step) {
        all.push((order(text), true, Line::Theirs(talk.their_figure(text))));
    }
    for text in talk.own().chain(talk.aloud()).filter(|text| text.content.part.step() == step) {
        all.push((order(text), false, Line::Mine(own::card(talk, text, visit.now, readers))));
    }
    all.sort_by(|one, two| (&one.0, one.1).cmp(&(&two.0, two.1)));
    let all = all.into_iter().map(|(place, _, line)| (place, line));
    paired(all).into_iter().map(|(line, beside)| Told { line, beside }).collect()
}

/// What stands in order, with another memory beside the words it belongs to, if they are still there.
pub(super) fn paired<T>(all: impl IntoIterator<Item = (String, T)>) -> Vec<(T, Option<T>)> {
    let mut told: Vec<(String, (T, Option<T>))> = Vec::new();
    for (place, line) in all {
        match (told.last_mut(), place.strip_suffix(BESIDE)) {
            (Some((words, last)), Some(of)) if words == of => last.1 = Some(line),
            _ => told.push((place, (line, None))),
        }
    }
    told.into_iter().map(|(_, told)| told).collect()
}

/// Marks the place of what stands beside other words: right after theirs.
const BESIDE: char = '+';

/// Words before what was said back of them, the first speaker's turn before the second's.
pub(super) fn place_in_turn(roles: Roles, part: Part, by: Seat) -> String {
    let first = |seat: Seat, order| u8::from(seat != order);
    let speaks = roles.speaker(super::super::Order::First);
    let causes = roles.causer(super::super::Order::First);
    match part {
        Part::In { round } => format!("0{:05}{}", round.number(), by.number()),
        Part::Opening { round } => format!("1{:05}0", round.number()),
        Part::Naming { round } => format!("1{:05}1", round.number()),
        Part::Statement { round } => format!("2{}{:05}", first(by, causes), round.number()),
        Part::Time { round } => format!("{:05}", round.number()),
        Part::Next { number } => format!("9{:05}", number.number()),
        // Lines come before the words of their turn.
        Part::Line { step, number } => {
            let order = if matches!(step, Step::Responsibility | Step::Apology) { causes } else { speaks };
            format!("{}0{:05}", first(by, order), number.number())
        }
        Part::SayBack { step, speaker, round } => {
            let order = if step == Step::Responsibility { causes } else { speaks };
            format!("{}2{:05}", first(speaker, order), round.number())
        }
        Part::Responsibility | Part::Apology => format!("{}1", first(by, causes)),
        Part::ApologyAnswer { to } => format!("{}2", first(to, causes)),
        Part::Explanation => format!("{}3", first(by, causes)),
        Part::Remember { step: Step::Responsibility } => {
            format!("{}1{BESIDE}", first(by.other(), causes))
        }
        Part::Remember { .. } => format!("{}1{BESIDE}", first(by.other(), speaks)),
        Part::Idea { number } => format!("0{:05}{}", number.number(), by.number()),
        Part::Meaning => format!("1{}", by.number()),
        Part::Feelings | Part::Perspective | Part::Deeper => format!("{}1", first(by, speaks)),
    }
}

fn chapter(talk: &Opened, step: Option<Step>, visit: &SignedIn, readers: Option<&Readers>) -> Chapter {
    Chapter {
        number: step.map_or(0, Step::number),
        title: step.map_or("Before the first step", Step::title),
        lines: lines(talk, step, visit, readers),
        ways: beside::ways_of_step(talk, step, visit.now),
    }
}

/// Remembers what a record shows, for its reader alone.
async fn mark(visit: &mut SignedIn, talk: &Opened, shows: impl Fn(Part) -> bool) -> Result<(), Error> {
    let (scope, hand, _) = visit.parts();
    let texts = talk.shown().filter(|text| shows(text.content.part) && text.author != hand.person);
    Ok(entries::mark_opened(scope, hand.person, texts).await?)
}

/// A step that is over (or the opening), as far as it was shared.
pub(super) async fn step(
    mut visit: SignedIn,
    talk: Opened,
    step: Option<Step>,
    look: &Look,
) -> Result<Response, Error> {
    let late = late(&mut visit, &talk, step, None).await?;
    let readers = own::who_reads(&mut visit, &talk).await?;
    let page = earlier(&visit, &talk, step, look, late, readers.as_ref());
    mark(&mut visit, &talk, |part| part.step() == step).await?;
    visit.scope.commit().await?;
    Ok(View(page).into_response())
}

/// The same page with a form that needs another look: the answer that was left for later.
pub(super) async fn again(
    mut visit: SignedIn,
    talk: Opened,
    part: Part,
    again: Again,
) -> Result<Response, Error> {
    let status = if again.clash.is_some() { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let late = late(&mut visit, &talk, part.step(), Some(again)).await?;
    let readers = own::who_reads(&mut visit, &talk).await?;
    let page = earlier(&visit, &talk, part.step(), &Look::default(), late, readers.as_ref());
    mark(&mut visit, &talk, |other| other.step() == part.step()).await?;
    visit.scope.commit().await?;
    Ok((status, View(page)).into_response())
}

fn earlier(
    visit: &SignedIn,
    talk: &Opened,
    step: Option<Step>,
    look: &Look,
    late: Option<(Shown, Writing)>,
    readers: Option<&Readers>,
) -> EarlierPage {
    let ask = talk.asks(visit.now);
    EarlierPage {
        page: asking::page(visit, talk, step.map_or("Talk", Step::tab_title), &look.done),
        rail: asking::rail(talk, ask),
        chapter: chapter(talk, step, visit, readers),
        pause: asking::break_until(talk, ask),
        late,
        now: format!("/talk/{}", talk.id),
    }
}

/// The form for an answer that was left for later, on the page of step 7.
async fn late(
    visit: &mut SignedIn,
    talk: &Opened,
    step: Option<Step>,
    again: Option<Again>,
) -> Result<Option<(Shown, Writing)>, Error> {
    let open = talk.sound && talk.may_answer_late(visit.now);
    if step != Some(Step::Apology) || !open {
        return Ok(None);
    }
    let part = Part::ApologyAnswer { to: talk.seat.other() };
    let shown = prompts::ANSWER_LATE.with(&talk.their_name);
    let form = match again {
        Some(again) => {
            let mut form = writing(visit, talk, part, &shown, &again.typed, again.problems);
            form.clash = again.clash;
            form
        }
        None => step::kept(visit, talk, part, &shown).await?,
    };
    Ok(Some((shown, form)))
}

/// `GET /talk/{id}/record`: everything that was shared with this person, and their own.
pub(super) async fn show(mut visit: SignedIn, Path(id): Path<String>) -> Result<Response, Error> {
    let talk = asking::read(&mut visit, &id).await?;
    let steps = std::iter::once(None).chain(Step::ALL.map(Some));
    let readers = own::who_reads(&mut visit, &talk).await?;
    let chapter = |step| chapter(&talk, step, &visit, readers.as_ref());
    let chapters: Vec<Chapter> = steps.map(chapter).filter(|chapter| !chapter.lines.is_empty()).collect();
    // Of a talk of a couple that has ended, there is nothing here for somebody who has no part in it.
    if !talk.running && chapters.is_empty() {
        return Err(Error::NotFound);
    }
    let over = !talk.running || matches!(talk.asks(visit.now), Ask::Closed(_));
    // Whose text did not open is known, but not where it stands: said once the talk has come to every place.
    let broken = (talk.broken > 0 && over).then(|| talk.broken_figure());
    let gone = talk.withdrawn.iter().map(|gone| talk.withdrawn_figure(gone)).chain(broken).collect();
    mark(&mut visit, &talk, |_| true).await?;
    let again = end::again(&mut visit, &talk).await?;
    let page = RecordPage {
        page: asking::page(&visit, &talk, "Record", "").at(Nav::Talk),
        name: talk.name().to_owned(),
        other: talk.their_name.clone(),
        chapters,
        gone,
        pause: asking::break_until(&talk, talk.asks(visit.now)),
        running: talk.running,
        id: talk.id.to_string(),
        again,
        more: talk.running && talk.was_agreed(),
        back: if talk.running { format!("/talk/{}", talk.id) } else { "/talk".to_owned() },
    };
    visit.scope.commit().await?;
    Ok(View(page).into_response())
}
