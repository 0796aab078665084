//! `/weeks/{week}/write`: the check-in itself, one page. Saving is private; finishing leads to the preview.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use sqlx::PgPool;
use uuid::Uuid;

use super::{
    Asked,
    form::{Promise, Scale, Typed},
};
use crate::{
    checkins::{Answers, Event, Held, Refusal, Release, Sheet, promises},
    conversations,
    entries::{self, Base, HeldTag, Written, drop_draft, find_draft},
    noticing::{Line, LineKind},
    plans::Commitment,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Field, Opt, Problems},
        page::{Page, View, Who},
        signed_in::SignedIn,
    },
};

/// After so long without anything in an open talk, the form asks whether that is fine.
const SILENCE: time::Duration = time::Duration::weeks(3);

#[derive(Template)]
#[template(path = "checkins/write.html")]
struct Write {
    page: Page,
    action: String,
    back: String,
    week: String,
    name: String,
    scales: Vec<Scale>,
    prompts: Vec<Field>,
    promises: Vec<Promise>,
    /// When the other may read it; none in a round of one's own.
    reveal: Option<Choice>,
    /// Whether a line can be sent on its own.
    sends: bool,
    /// When the other one may read what is saved.
    release: Release,
    problems: Problems,
    once: Uuid,
    number: u32,
    held: String,
    kept: String,
    /// It was saved in another window meanwhile: what stands there.
    clash: Vec<(&'static str, String)>,
    clashed: bool,
}

#[derive(Template)]
#[template(path = "checkins/refused.html")]
struct Refused {
    page: Page,
    says: String,
    /// It waits in the private note of this round.
    kept: bool,
    given_back: Vec<(&'static str, String)>,
    back: String,
    note: Option<String>,
}

/// The other one as the form speaks of them.
fn other(visit: &SignedIn) -> Who {
    visit.other().unwrap_or_else(|| Who::new("my partner", visit.me().seat.other()))
}

fn reveal(held: &Held, typed: &Typed, name: &str) -> Option<Choice> {
    let option = |release: Release| match release {
        Release::Both => Opt::new("both", "When we have both finished").hint(
            "Both open at the same moment. Neither of you sees the other’s first, nor whether it is there.",
        ),
        Release::Now => Opt::new("now", format!("Share with {name} now"))
            .hint(format!("{name} can read yours at once, whether or not theirs is done.")),
        Release::OnlyMe => Opt::new("me", "Only me, for now")
            .hint(format!("You can share it later, or never. {name} sees nothing of it.")),
    };
    held.linked.then(|| {
        Choice::new("reveal", format!("When {name} may see this"), Release::ALL.map(option).into())
            .choose(&[typed.reveal().code()])
    })
}

/// What of the two, and of their talks, a form asks about.
struct About {
    promises: Vec<Commitment>,
    /// A talk is open, and nothing has moved in any for some weeks.
    silent: bool,
}

fn view(visit: &SignedIn, held: &Held, typed: &Typed, about: &About, problems: Problems) -> Write {
    let (me, other) = (visit.who(), other(visit));
    let action = format!("{}/write", super::path(&held.opened));
    Write {
        page: super::page(visit, "Check-in"),
        back: super::path(&held.opened),
        week: super::name(&held.opened),
        scales: typed.scales(&other.name, &problems),
        prompts: typed.prompts(&other.name, about.silent, &problems),
        promises: typed.promises(&about.promises, &me, &other),
        reveal: reveal(held, typed, &other.name),
        sends: visit.pinned().is_some(),
        release: held.view().mine.release,
        problems,
        once: typed.once(),
        number: typed.number(),
        held: visit.held(&held.opened.key.place()),
        kept: String::new(),
        clash: Vec::new(),
        clashed: false,
        name: other.name,
        action,
    }
}

async fn about(visit: &mut SignedIn, held: &Held) -> Result<About, Error> {
    if !held.linked {
        return Ok(About { promises: Vec::new(), silent: false });
    }
    let by = held.opened.round.day + time::Duration::days(6);
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let promises = promises(scope, hand, me, by).await?;
    let silent = conversations::silent_since(scope, me).await?.is_some_and(|last| now - last >= SILENCE);
    Ok(About { promises, silent })
}

/// `GET /weeks/{week}/write`
pub(super) async fn show(
    Path(week): Path<String>,
    Query(asked): Query<Asked>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let (calendar, opened) = super::find(&mut visit, &week).await?;
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let held = super::read(scope, hand, me, opened, now).await?;
    // what is there does not open: a form on top of it would hide that
    if held.mine_broken || held.may(Event::Fill { empty: false }).is_err() {
        return Ok(Redirect::to(&super::path(&held.opened)).into_response());
    }
    let about = about(&mut visit, &held).await?;
    let saved_at = held.mine.as_ref().map(|text| text.written_at);
    let (scope, hand, _) = visit.parts();
    let draft = find_draft(scope, hand, &held.opened.key.place()).await?;
    let draft = draft.filter(|draft| saved_at.is_none_or(|saved_at| draft.at >= saved_at));
    let kept = draft.as_ref().map(|draft| super::kept_on(&calendar, draft.at, now));
    let saved = held.mine.as_ref().map(Typed::of).unwrap_or_default();
    let typed = draft.and_then(|draft| draft.fields::<Vec<(String, String)>>()).map(Typed::new);
    let mut view = view(&visit, &held, &typed.unwrap_or(saved), &about, Problems::default());
    view.kept = kept.unwrap_or_default();
    view.page = view.page.with_flash(super::done(&asked.done, &view.name, None));
    Ok(View(view).into_response())
}

/// Which button was pressed; the first of the form, for whoever presses Enter, saves for later.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pressed {
    Later,
    Finish,
    Send(&'static str),
}

impl Pressed {
    fn of(typed: &Typed) -> Self {
        match typed.get("go") {
            "finish" => Self::Finish,
            "helped" => Self::Send("helped"),
            "thanks" => Self::Send("thanks"),
            _ => Self::Later,
        }
    }
}

/// `POST /weeks/{week}/write`: saves, for its author alone.
pub(super) async fn write(
    State(pool): State<PgPool>,
    Path(week): Path<String>,
    mut visit: SignedIn,
    CheckedForm(fields): CheckedForm<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let typed = Typed::new(fields);
    let pressed = Pressed::of(&typed);
    let held = super::hold_week(&mut visit, &week).await?;
    let about = about(&mut visit, &held).await?;
    let key = held.opened.key;
    let answers = typed.read(key.number, visit.me().seat, &about.promises);
    let mut problems = answers.as_ref().err().cloned().unwrap_or_default();
    match pressed {
        Pressed::Send(name) => {
            let kind = if name == "helped" { LineKind::Helped } else { LineKind::Thanks };
            if let Some(problem) = Line::new(kind, typed.get(name), None).problem() {
                problems.add(name, problem);
            }
        }
        Pressed::Finish
            if typed.reveal() != Release::OnlyMe && answers.as_ref().is_ok_and(Answers::is_empty) =>
        {
            problems.add("lean", "There is nothing in it yet. Fill in one thing, or keep it to yourself");
        }
        _ => {}
    }
    let (Ok(mut answers), true) = (answers, problems.is_empty()) else {
        if let Err(refusal) = held.may(Event::Fill { empty: false }) {
            return refuse(visit, pool, &held, &typed, refusal).await;
        }
        let view = view(&visit, &held, &typed, &about, problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    };
    // what was said of a promise that is not in the plan any more stays said
    if let Some(mine) = &held.mine {
        let gone = mine.content.answers.commitments.iter();
        let gone = gone.filter(|seen| about.promises.iter().all(|promise| promise.id != seen.id));
        answers.commitments.extend(gone.cloned());
    }
    // what was finished and is sent once more without a change stays finished, and goes on waiting if it waits
    let before =
        held.mine.as_ref().is_some_and(|mine| mine.content.finished && mine.content.answers == answers);
    let sheet = Sheet::of(&held.opened, before || pressed == Pressed::Finish, answers);
    match save(&mut visit, &held, &typed, &sheet).await? {
        Ok(written @ (Written::Kept(..) | Written::Already(..))) => {
            visit.scope.commit().await?;
            let unchanged = matches!(written, Written::Already(..));
            Ok(Redirect::to(&next(&held, &typed, pressed, unchanged)).into_response())
        }
        Ok(Written::Clash(_)) => clash(visit, &week, typed, &about).await,
        Ok(Written::NotFound) => Err(Error::NotFound),
        Err(refusal) => refuse(visit, pool, &held, &typed, refusal).await,
    }
}

async fn save(
    visit: &mut SignedIn,
    held: &Held,
    typed: &Typed,
    sheet: &Sheet,
) -> Result<Result<Written, Refusal>, Error> {
    let (now, other) = (visit.now, visit.partner().map(|partner| partner.id));
    // the same form twice: what it says stands already
    if let Some(mine) = held.mine.as_ref().filter(|mine| mine.content.says_what(sheet)) {
        let (scope, hand, _) = visit.parts();
        drop_draft(scope, hand, &held.opened.key.place()).await?;
        return Ok(Ok(Written::Already(mine.id, mine.number)));
    }
    let base = match (typed.number(), &held.mine) {
        (0, Some(mine)) if mine.content.answers == sheet.answers => Base::Edit(mine.id, mine.number),
        (0, _) => Base::New(typed.once()),
        (number, Some(mine)) => Base::Edit(mine.id, number),
        (_, None) => return Ok(Ok(Written::NotFound)),
    };
    let (scope, hand, _) = visit.parts();
    let written = held.fill(scope, hand, other, base, sheet, now).await?;
    if let Ok(Written::Kept(..) | Written::Already(..)) = written {
        drop_draft(scope, hand, &held.opened.key.place()).await?;
    }
    Ok(written)
}

fn next(held: &Held, typed: &Typed, pressed: Pressed, unchanged: bool) -> String {
    let path = super::path(&held.opened);
    let given = held.view().mine.release;
    match (pressed, typed.reveal()) {
        // what is given or waits goes on as it is, and the page says so
        (Pressed::Later, _) if unchanged && given != Release::OnlyMe => path,
        (Pressed::Later, _) if given == Release::Now => format!("{path}?done=changed"),
        (Pressed::Later, _) => format!("{path}?done=later"),
        (Pressed::Send(name), _) => format!("{path}/line/{name}"),
        (Pressed::Finish, how @ (Release::Both | Release::Now)) if held.linked => {
            format!("{path}/share?how={}", how.code())
        }
        // it is with the other one, or waits to be: taking it back is an act of its own
        (Pressed::Finish, Release::OnlyMe)
            if given == Release::Now || (given == Release::Both && unchanged) =>
        {
            format!("{path}/back")
        }
        (Pressed::Finish, _) => format!("{path}?done=kept"),
    }
}

/// Both versions: mine to go on with, the other one to take from.
async fn clash(mut visit: SignedIn, week: &str, mut typed: Typed, about: &About) -> Result<Response, Error> {
    let held = super::read_week(&mut visit, week).await?;
    let Some(there) = &held.mine else { return Err(Error::Conflict) };
    // saving again is meant from here on
    typed.set("number", there.latest.to_string());
    let mut view = view(&visit, &held, &typed, about, Problems::default());
    view.clashed = true;
    view.clash = Typed::of(there).given_back();
    Ok((StatusCode::CONFLICT, View(view)).into_response())
}

/// It cannot be filled in any more: why, and every word that was typed. What came after the end waits in the note.
async fn refuse(
    visit: SignedIn,
    pool: PgPool,
    held: &Held,
    typed: &Typed,
    refusal: Refusal,
) -> Result<Response, Error> {
    let given_back = typed.given_back();
    let keeps = refusal == Refusal::Closed && !given_back.is_empty();
    let back = super::path(&held.opened);
    let view = Refused {
        page: super::page(&visit, "Check-in"),
        says: super::says(refusal, &super::other_name(&visit)),
        kept: keeps,
        given_back,
        note: (refusal == Refusal::Closed).then(|| format!("{back}/note")),
        back,
    };
    if keeps {
        let tag = HeldTag::new(visit.hand(), &held.opened.key.place(), visit.now);
        let secret = ["csrf", "held"];
        let fields: BTreeMap<&String, &String> =
            typed.fields().iter().filter(|(name, _)| !secret.contains(&name.as_str())).collect();
        let body = serde_html_form::to_string(fields).map_err(anyhow::Error::from)?;
        let (instance, now) = (visit.hand().instance, visit.now);
        // the connection goes back before another is asked for
        drop(visit);
        entries::keep(&pool, instance, &tag, body.as_bytes(), now).await?;
    }
    Ok((StatusCode::CONFLICT, View(view)).into_response())
}
