//! A sheet: one form with a field for each line and one more, and buttons that save all of it and then do their own.
//!
//! What must stay true: whatever button is pressed, every word that was typed is kept or given back.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::Ground;
use crate::{
    conversations::{
        Step,
        pages::{asking, step::Look},
        prompts,
        sheets::{self, Act, Found, Sheet, Spot, Stands, Trouble, Typed},
    },
    entries,
    web::{
        error::Error,
        form::CheckedForm,
        page::{Nav, Page, View},
        show::Paragraphs,
        signed_in::SignedIn,
    },
};

/// One line on the page.
struct Row {
    id: String,
    number: usize,
    /// What stands in its field; none for a line that was shared, which has none.
    typed: Option<String>,
    /// The words of a shared line, or of the other version after a clash.
    words: Paragraphs,
    problem: Option<&'static str>,
    first: bool,
    last: bool,
}

#[derive(Template)]
#[template(path = "conversations/sheet.html")]
struct SheetPage {
    page: Page,
    /// The overview.
    back: String,
    /// This page.
    here: String,
    step: Step,
    lede: String,
    hints: Vec<String>,
    asks: Vec<(String, String)>,
    held: String,
    number: u32,
    rows: Vec<Row>,
    /// The empty line; none when the sheet is full.
    fresh: Option<String>,
    most: usize,
    kept: &'static str,
    problem: Option<(String, &'static str)>,
    clash: bool,
    dropped: usize,
    /// Whether there are lines from before this talk to bring over.
    bring: bool,
    broken: bool,
    /// What becomes of lines that are not shared.
    stays: String,
}

/// What a page shows beside the sheet itself.
#[derive(Default)]
struct Show {
    typed: Option<Typed>,
    kept: &'static str,
    trouble: Option<Trouble>,
    clashes: Vec<Uuid>,
    bring: bool,
}

/// `GET /talk/notes/{step}`
pub(in crate::conversations::pages) async fn show_before(
    visit: SignedIn,
    Path(step): Path<String>,
    Query(look): Query<Look>,
) -> Result<Response, Error> {
    let (ground, step) = (Ground::before(&visit), super::step(&step)?);
    open(visit, ground, step, &look).await
}

/// `GET /talk/{id}/notes/{step}`
pub(in crate::conversations::pages) async fn show(
    mut visit: SignedIn,
    Path((id, step)): Path<(String, String)>,
    Query(look): Query<Look>,
) -> Result<Response, Error> {
    let step = super::step(&step)?;
    let talk = asking::read(&mut visit, &id).await?;
    open(visit, Ground::of(talk), step, &look).await
}

/// `POST /talk/notes/{step}`
pub(in crate::conversations::pages) async fn save_before(
    visit: SignedIn,
    Path(step): Path<String>,
    CheckedForm(typed): CheckedForm<Typed>,
) -> Result<Response, Error> {
    let (ground, step) = (Ground::before(&visit), super::step(&step)?);
    keep(visit, ground, step, typed).await
}

/// `POST /talk/{id}/notes/{step}`
pub(in crate::conversations::pages) async fn save(
    mut visit: SignedIn,
    Path((id, step)): Path<(String, String)>,
    CheckedForm(typed): CheckedForm<Typed>,
) -> Result<Response, Error> {
    let step = super::step(&step)?;
    let talk = asking::read(&mut visit, &id).await?;
    keep(visit, Ground::of(talk), step, typed).await
}

/// The sheet from before the talk, with what was typed there and not saved yet.
async fn earlier(visit: &mut SignedIn, spot: Spot) -> Result<Option<(Spot, Sheet, Stands)>, Error> {
    if spot.talk.is_none() {
        return Ok(None);
    }
    let from = Spot { talk: None, couple: visit.me().couple, step: spot.step };
    let (scope, hand, _) = visit.parts();
    let Found::Sheet(sheet, stands) = sheets::read(scope, hand, from).await? else { return Ok(None) };
    let typed = draft(visit, from, stands.at).await?;
    let sheet =
        typed.map_or_else(|| sheet.clone(), |typed| sheet.after(&Typed { act: String::new(), ..typed }));
    Ok((!sheet.lines.is_empty()).then_some((from, sheet, stands)))
}

/// What was typed last and not saved, if it is newer than what was.
async fn draft(
    visit: &mut SignedIn,
    spot: Spot,
    saved: Option<OffsetDateTime>,
) -> Result<Option<Typed>, Error> {
    let (scope, hand, _) = visit.parts();
    let draft = entries::find_draft(scope, hand, &spot.slot()).await?;
    let newer = draft.filter(|draft| saved.is_none_or(|saved| draft.at >= saved));
    Ok(newer.and_then(|draft| draft.fields::<Typed>()))
}

async fn open(mut visit: SignedIn, ground: Ground, step: Step, look: &Look) -> Result<Response, Error> {
    let spot = ground.spot(&visit, step);
    let (scope, hand, _) = visit.parts();
    let (sheet, stands) = match sheets::read(scope, hand, spot).await? {
        Found::Sheet(sheet, stands) => (sheet, stands),
        Found::Broken => {
            let mut page =
                page(&visit, &ground, step, &Sheet::default(), Stands::default(), &Show::default());
            page.broken = true;
            return Ok(View(page).into_response());
        }
    };
    let typed = draft(&mut visit, spot, stands.at).await?;
    let bring = sheet.lines.is_empty() && earlier(&mut visit, spot).await?.is_some();
    let kept = match (&typed, look.done.as_str()) {
        (Some(_), _) => "Kept. Not finished yet.",
        (None, "kept") => "Kept. Only you can see it.",
        (None, _) => "",
    };
    let shown = Show { typed, kept, bring, ..Show::default() };
    Ok(View(page(&visit, &ground, step, &sheet, stands, &shown)).into_response())
}

fn page(
    visit: &SignedIn,
    ground: &Ground,
    step: Step,
    sheet: &Sheet,
    stands: Stands,
    show: &Show,
) -> SheetPage {
    let prompt = prompts::preparing(step, ground.role());
    let spot = ground.spot(visit, step);
    let problem = show.trouble.map(says);
    let rows = rows(sheet, show);
    let number = match &show.typed {
        // saving once more is meant from here on
        Some(typed) if show.clashes.is_empty() => typed.number,
        _ => stands.number(),
    };
    SheetPage {
        page: visit.page("Notes").at(Nav::Talk),
        back: ground.path.clone(),
        here: format!("{}/{}", ground.path, step.number()),
        step,
        lede: ground.fill(prompt.lede),
        hints: prompt.hints.iter().map(|hint| ground.fill(hint)).collect(),
        asks: prompt.fields.iter().map(|field| (ground.fill(field.label), ground.fill(field.hint))).collect(),
        held: visit.held(&spot.slot()),
        number,
        fresh: (rows.len() < Sheet::MOST).then(|| Uuid::new_v4().to_string()),
        problem: problem.map(|text| (anchor(show.trouble, &rows), text)),
        rows,
        most: Sheet::MOST,
        kept: show.kept,
        clash: !show.clashes.is_empty(),
        dropped: sheet.dropped.len(),
        bring: show.bring,
        broken: false,
        stays: stays(step, ground.name.as_deref()),
    }
}

/// Steps 1 and 3 have no turn in which a line could be shared.
fn stays(step: Step, name: Option<&str>) -> String {
    match (step, name) {
        (Step::TimeAndPlace | Step::Listening, _) => {
            "These lines are for you: nothing is shared from the notes of this step.".to_owned()
        }
        (_, Some(name)) => format!(
            "What you do not share stays here. {name} cannot tell whether you have prepared anything."
        ),
        (_, None) => "What you do not share stays here.".to_owned(),
    }
}

/// The lines as kept, with what was typed in their fields; then what was typed and is not kept yet.
fn rows(sheet: &Sheet, show: &Show) -> Vec<Row> {
    let problem = |id: Uuid| match show.trouble {
        Some(Trouble::LongLine(line)) if line == id => Some(LONG_LINE),
        _ => None,
    };
    let row = |id: Uuid, typed: Option<String>, words: &str| Row {
        id: id.to_string(),
        number: 0,
        typed,
        words: Paragraphs::of(words),
        problem: problem(id),
        first: false,
        last: false,
    };
    let typed_of = |id| show.typed.as_ref().and_then(|typed| typed.of(id));
    let mut rows = Vec::new();
    for line in &sheet.lines {
        let clash = show.clashes.contains(&line.id);
        if line.released {
            rows.push(row(line.id, None, &line.text));
            // Words that were typed for a line which was shared meanwhile become a line of their own.
            if let Some(typed) = typed_of(line.id).filter(|typed| clash && !typed.is_empty()) {
                rows.push(row(Uuid::new_v4(), Some(typed), ""));
            }
        } else {
            let text = typed_of(line.id).unwrap_or_else(|| line.text.clone());
            rows.push(row(line.id, Some(text), if clash { &line.text } else { "" }));
        }
    }
    for (id, text) in show.typed.iter().flat_map(Typed::lines) {
        let gone = sheet.dropped.iter().any(|dropped| dropped.line.id == id && dropped.line.text == text);
        if sheet.line(id).is_none() && !text.is_empty() && !gone {
            rows.push(row(id, Some(text), ""));
        }
    }
    let last = rows.len().saturating_sub(1);
    for (at, row) in rows.iter_mut().enumerate() {
        row.number = at + 1;
        (row.first, row.last) = (at == 0, at == last);
    }
    rows
}

const LONG_LINE: &str = "This line is longer than 2,000 characters. Make two of it.";

fn says(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::LongLine(_) => LONG_LINE,
        Trouble::ManyLines => "A sheet holds 60 lines. Put some of them together, or drop one.",
        Trouble::LongSheet => {
            "Together these lines are longer than 20,000 characters. Keep the rest in a page of your own under “Write”."
        }
    }
}

/// The field that a problem is about.
fn anchor(trouble: Option<Trouble>, rows: &[Row]) -> String {
    match (trouble, rows.last()) {
        (Some(Trouble::LongLine(id)), _) => format!("l-{id}"),
        (_, Some(row)) => format!("l-{}", row.id),
        (_, None) => "new".to_owned(),
    }
}

async fn keep(mut visit: SignedIn, ground: Ground, step: Step, typed: Typed) -> Result<Response, Error> {
    let spot = ground.spot(&visit, step);
    let here = format!("{}/{}", ground.path, step.number());
    let now = visit.now;
    // What was prepared before this talk moves over, where that is asked.
    let before = if typed.act == "bring" { earlier(&mut visit, spot).await? } else { None };
    // Another window may save between reading and writing: then this one looks again.
    for _ in 0..3 {
        let (scope, hand, _) = visit.parts();
        let Found::Sheet(sheet, stands) = sheets::read(scope, hand, spot).await? else {
            return Err(Error::Conflict);
        };
        if typed.number != stands.number() {
            let clashes = sheet.clashes(&typed);
            if !clashes.is_empty() {
                let shown = Show { typed: Some(typed), clashes, ..Show::default() };
                let page = page(&visit, &ground, step, &sheet, stands, &shown);
                return Ok((StatusCode::CONFLICT, View(page)).into_response());
            }
        }
        let next = match &before {
            Some((_, lines, _)) => sheet.after(&typed).with_lines_of(lines),
            None => sheet.after(&typed),
        };
        if let Err(trouble) = next.fits() {
            let shown = Show { typed: Some(typed), trouble: Some(trouble), ..Show::default() };
            let page = page(&visit, &ground, step, &sheet, stands, &shown);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response());
        }
        let (scope, hand, _) = visit.parts();
        if sheets::write(scope, hand, spot, stands, &next, now).await? {
            if let Some((from, _, old)) = before {
                if !sheets::write(scope, hand, from, old, &Sheet::default(), now).await? {
                    return Err(Error::Conflict);
                }
                entries::drop_draft(scope, hand, &from.slot()).await?;
            }
            entries::drop_draft(scope, hand, &spot.slot()).await?;
            visit.scope.commit().await?;
            return Ok(Redirect::to(&after(&here, typed.act())).into_response());
        }
    }
    Err(Error::Conflict)
}

/// Where the page continues after a button.
fn after(here: &str, act: Act) -> String {
    match act {
        Act::Keep => format!("{here}?done=kept#new"),
        Act::Up(id) | Act::Down(id) => format!("{here}#l-{id}"),
        Act::Drop(_) | Act::Undo => here.to_owned(),
    }
}
