//! `…/sheet`: a time on one or two printed pages. How it has been, what was shared in it, what changed in the plan, and
//! what is open.
//!
//! What must stay true: it fits on two pages, whatever was shared: every list has an end, and every text a length. Its name
//! and its address are a place and some days, and say nothing of what it is for.

use super::{
    held_plan, names,
    period::{Period, value},
    plan::change,
    short,
    weeks::Weeks,
};
use crate::{
    checkins::{
        Answers, Field as Prompt,
        trends::{Chart, Numbered, Range},
    },
    plans::{HeldPlan, HeldVersion},
    therapists::{
        self, Part,
        pages::{
            guard::Closed,
            reading::{Told, told},
            window::{Sight, Window},
        },
    },
    web::{
        error::Error,
        forms::{Field, Problems},
        page::{Page, View, Who},
        show,
    },
};
use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use time::Date;

/// How much there is of each, so that two pages hold it.
const CHECK_INS: usize = 10;
const TOLD: usize = 10;
const CHANGES: usize = 6;
const SETBACKS: usize = 3;
const MARKS: usize = 6;
/// How long each is.
const A_PROMPT: usize = 80;
const A_LINE: usize = 140;
const A_REASON: usize = 160;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

#[derive(Template)]
#[template(path = "therapists/seen/sheet.html")]
struct SheetSeen {
    page: Page,
    as_therapist: Option<String>,
    base: String,
    one: Who,
    two: Who,
    from: Field,
    to: Field,
    problems: Problems,
    it: Option<Summary>,
}

/// What stands on the pages.
struct Summary {
    from: String,
    to: String,
    people: Vec<Who>,
    charts: Vec<Chart>,
    /// What the dotted lines in them are.
    marks: Vec<Numbered>,
    check_ins: Vec<Line>,
    told: Vec<Line>,
    changes: Vec<Line>,
    open: Vec<Line>,
    /// There is more than the pages hold.
    more: bool,
}

impl Summary {
    fn has_nothing(&self) -> bool {
        self.charts.is_empty()
            && [&self.check_ins, &self.told, &self.changes, &self.open].into_iter().all(Vec::is_empty)
    }
}

/// One line: who or what, when, and some words.
struct Line {
    lead: String,
    /// After the lead, with what parts it from that.
    did: String,
    day: String,
    words: Vec<Saying>,
}

/// Some words, after what they are about.
struct Saying {
    about: &'static str,
    words: String,
    /// Whether somebody wrote them.
    own: bool,
}

impl Saying {
    fn plain(words: String) -> Vec<Self> {
        if words.is_empty() { Vec::new() } else { vec![Self { about: "", words, own: true }] }
    }
}

/// The first two things that a check-in says in words.
fn said(answers: &Answers) -> Vec<Saying> {
    [Prompt::Hurts, Prompt::Works, Prompt::Steps, Prompt::Helped, Prompt::Thanks]
        .into_iter()
        .filter_map(|field| {
            let words = short(answers.words(field)?, A_PROMPT);
            (!words.is_empty()).then(|| Saying { about: field.label(), words, own: true })
        })
        .take(2)
        .collect()
}

/// The check-ins that were given in this time, the newest week first.
fn check_ins(sight: &Sight, weeks: &Weeks, period: Period) -> Vec<Line> {
    let given = weeks.sheets.iter().filter(|(on, _)| period.has(*on));
    let mut all: Vec<_> = given
        .filter_map(|(_, text)| Some((weeks.week(&text.content)?, sight.author(text.author)?, text)))
        .collect();
    all.sort_by_key(|(week, who, _)| (std::cmp::Reverse(week.day), who.seat.number()));
    all.into_iter()
        .map(|(week, who, text)| Line {
            lead: who.name.clone(),
            did: if week.opened { ", week of".to_owned() } else { ", shared on".to_owned() },
            day: show::day(week.day),
            words: said(&text.content.answers),
        })
        .collect()
}

fn told_line(told: &Told) -> Line {
    let lead = match told.who.as_slice() {
        [who] => who.name.clone(),
        _ => "Both".to_owned(),
    };
    let words = Saying::plain(short(&told.words, A_LINE));
    Line { lead, did: format!(" {}", told.did), day: show::day(told.on), words }
}

/// What those versions changed that both signed in this time, or that were shown in it; the newest first.
fn changes(sight: &Sight, plan: &HeldPlan, period: Period) -> Vec<Line> {
    let names = names(sight);
    let signed =
        |version: &&HeldVersion| version.agreed_on.is_some_and(|on| period.has(on) || period.has(version.on));
    let mut all = Vec::new();
    for version in plan.versions.iter().filter(signed) {
        let (Some(by), Some(on)) = (sight.author(version.by), version.agreed_on) else { continue };
        let mut proposal = change(plan, version, by.clone(), &names);
        if let [only] = proposal.blocks.as_mut_slice()
            && only.heading.is_empty()
        {
            std::mem::swap(&mut only.heading, &mut proposal.heading);
        }
        let day = show::day(on);
        all.extend(proposal.blocks.into_iter().map(|block| {
            Line {
                lead: short(&block.heading, A_LINE),
                did: ", agreed on".to_owned(),
                day: day.clone(),
                words: block
                    .lines
                    .into_iter()
                    .filter(|line| line.sign.class() != "same")
                    .map(|line| Saying {
                        about: line.sign.word(),
                        words: short(&line.text.join(". "), A_PROMPT),
                        own: false,
                    })
                    .collect(),
            }
        }));
    }
    all
}

/// What waits for both: a suggestion that both have not signed, and setbacks that no plan came after.
fn open(sight: &Sight, plan: &HeldPlan, period: Period) -> Vec<Line> {
    let suggested = plan.suggested().filter(|version| version.content.on <= period.to).and_then(|version| {
        let by = sight.author(version.by)?.clone();
        let proposal = change(plan, version, by, &names(sight));
        let mut words = vec![Saying { about: "", words: short(&proposal.heading, A_LINE), own: false }];
        let reason = short(&version.content.reason, A_REASON);
        if !reason.is_empty() {
            words.push(Saying { about: "Why", words: reason, own: true });
        }
        let (lead, did) = (proposal.by.name, format!(" {}", proposal.does));
        Some(Line { lead, did, day: show::day(version.content.on), words })
    });
    let setbacks = plan.open_setbacks().filter(|given| given.on <= period.to).take(SETBACKS);
    let setbacks = setbacks.filter_map(|given| {
        Some(Line {
            lead: sight.author(given.by)?.name.clone(),
            did: " writes about a setback".to_owned(),
            day: show::day(given.on),
            words: Saying::plain(short(&given.content.words, A_REASON)),
        })
    });
    suggested.into_iter().chain(setbacks).collect()
}

/// Cuts a list at its end. Whether there was more.
fn cut(lines: &mut Vec<Line>, most: usize) -> bool {
    let more = lines.len() > most;
    lines.truncate(most);
    more
}

async fn summary(sight: &mut Sight, period: Period) -> Result<Summary, Error> {
    let all = told(sight).await?;
    let mut weeks = Weeks::held(sight).await?;
    let (plan, _) = held_plan(sight).await?;
    // those that stand among what is open, see `open`
    let open_setbacks: Vec<_> = plan
        .open_setbacks()
        .filter(|given| given.on <= period.to)
        .take(SETBACKS)
        .map(|given| given.id)
        .collect();
    let is_told = |told: &Told| period.has(told.on) && !open_setbacks.contains(&told.id);
    let mut told: Vec<Line> = all.into_iter().filter(is_told).map(|told| told_line(&told)).collect();
    let mut check_ins = check_ins(sight, &weeks, period);
    let mut changes = changes(sight, &plan, period);
    let more = [cut(&mut told, TOLD), cut(&mut check_ins, CHECK_INS), cut(&mut changes, CHANGES)];
    weeks.until(period.to);
    let (trends, people) = weeks.pictures(sight, &plan, Range::Eight, MARKS);
    let (charts, marks) =
        if trends.is_empty() { (Vec::new(), Vec::new()) } else { (trends.charts.into(), trends.marks) };
    Ok(Summary {
        from: show::day(period.from),
        to: show::day(period.to),
        people,
        charts,
        marks,
        check_ins,
        told,
        changes,
        open: open(sight, &plan, period),
        more: more.contains(&true),
    })
}

/// The last look is not always the last session.
const FROM: &str =
    "Begins a day before these pages were last looked at, today left out. You can choose another day.";

/// `GET …/sheet?from=2026-03-01&to=2026-03-15`
pub(super) async fn show(window: Window, Query(asked): Query<Asked>) -> Result<Response, Closed> {
    let mut sight = window.looks_at(Part::Sheet).await?;
    let today = sight.visit.now.date();
    let last = therapists::last_look(&mut sight.visit.scope, sight.access, today).await?;
    // a look has its day in UTC, and what is shared the day of whoever shares it: one day more misses nothing
    let last = last.and_then(Date::previous_day).max(sight.since);
    let from = last.unwrap_or(today).min(today);
    let read = Period::read(&asked.from, &asked.to, Period { from, to: today });
    let (problems, it, shown) = match read {
        Ok(period) => {
            let it = summary(&mut sight, period).await?;
            (Problems::default(), Some(it), [value(period.from), value(period.to)])
        }
        Err(problems) => (problems, None, [asked.from, asked.to]),
    };
    let field = |name, label, shown: String| {
        Field::new(name, label).kind("date").short().value(shown).checked(&problems)
    };
    let ([from, to], [one, two]) = (shown, sight.two.clone());
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = SheetSeen {
        page: sight.page("Summary"),
        one,
        two,
        from: field("from", "From", from).hint(FROM),
        to: field("to", "To", to),
        problems,
        it,
        as_therapist: sight.as_therapist,
        base: sight.base,
    };
    Ok((status, View(view)).into_response())
}
