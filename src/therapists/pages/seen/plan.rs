//! `…/plan`: the plan as far as it is held: what both have agreed to, what is suggested, and how it has gone.

use askama::Template;
use axum::response::{IntoResponse as _, Response};
use time::Date;

use super::{MOST, Opened, broken_figures, held_plan, names};
use crate::{
    plans::{
        HeldPlan, HeldVersion, PlanText, Question,
        doing::{self, Mark, pages as doings},
        pages::view::{self, Item, Proposal},
    },
    therapists::{
        Part,
        pages::{
            guard::Closed,
            window::{Sight, Window},
        },
    },
    web::{
        page::{Page, View, Who},
        show::{self, Paragraphs, Shared},
    },
};

#[derive(Template)]
#[template(path = "therapists/seen/plan.html")]
struct PlanSeen {
    page: Page,
    as_therapist: Option<String>,
    base: String,
    one: Who,
    two: Who,
    /// When both had signed what holds.
    agreed: Option<String>,
    next: Option<String>,
    suggested: Option<Suggested>,
    questions: Vec<Asked>,
    items: Vec<Item>,
    marks: Vec<Shared>,
    setbacks: Vec<Shared>,
    versions: Vec<Earlier>,
    broken: Vec<Shared>,
}

impl PlanSeen {
    fn has_nothing(&self) -> bool {
        self.agreed.is_none()
            && self.suggested.is_none()
            && self.questions.is_empty()
            && self.marks.is_empty()
            && self.setbacks.is_empty()
            && self.versions.is_empty()
            && self.broken.is_empty()
    }
}

/// A suggestion that both have not signed, as far as is known here.
struct Suggested {
    on: String,
    proposal: Proposal,
}

/// One of the three questions, with those answers that are held.
struct Asked {
    number: u8,
    about: &'static str,
    asks: &'static str,
    voices: Vec<(Who, Paragraphs)>,
    together: Option<Paragraphs>,
}

/// A version, by its day.
struct Earlier {
    line: String,
    /// What it changed in the one before it, as far as that is held; and which one that is.
    change: Option<(String, Proposal)>,
    /// Why, where there is no change to stand with it.
    reason: Option<Shared>,
    together: Vec<(&'static str, Paragraphs)>,
    items: Vec<Item>,
    /// Its own id in the page.
    place: String,
}

/// A version as a change of the one that both had signed before it.
pub(super) fn change(plan: &HeldPlan, version: &HeldVersion, by: Who, names: &[String; 2]) -> Proposal {
    let old = plan.before(version).map(|it| &it.content.text);
    let content = &version.content;
    let mut proposal = view::proposal(by, old, &content.text, &content.reason, names, content.on);
    if old.is_none() {
        // whether it is the first of all is not known here
        "What would be agreed".clone_into(&mut proposal.heading);
    }
    proposal
}

/// The promises without a way into a talk or to a page of the two's.
fn items(text: &PlanText, names: &[String; 2], today: Date) -> Vec<Item> {
    let mut items = view::items(text, names, today);
    for item in &mut items {
        item.talk = None;
    }
    items
}

fn together(text: &PlanText) -> Vec<(&'static str, Paragraphs)> {
    let said = Question::ALL.into_iter().filter(|question| !text.of(*question).is_empty());
    said.map(|question| (question.about(), Paragraphs::plain(text.of(question)))).collect()
}

fn questions(sight: &Sight, plan: &HeldPlan) -> Vec<Asked> {
    let nothing = PlanText::default();
    let text = plan.agreed().map_or(&nothing, |version| &version.content.text);
    let asked = |question: Question| {
        let voice = |who: &Who| {
            let answer = plan
                .answers
                .iter()
                .find(|given| given.content.question == question && sight.author(given.by) == Some(who))?;
            Some((who.clone(), Paragraphs::of(&answer.content.words)))
        };
        let voices: Vec<_> = sight.two.iter().filter_map(voice).collect();
        let together = text.of(question);
        let there = !voices.is_empty() || !together.is_empty();
        there.then(|| Asked {
            number: question.number(),
            about: question.about(),
            asks: question.asks(),
            voices,
            together: (!together.is_empty()).then(|| Paragraphs::plain(together)),
        })
    };
    Question::ALL.into_iter().filter_map(asked).collect()
}

/// The versions below the one that stands above, and what that one changed.
fn versions(sight: &Sight, plan: &HeldPlan, names: &[String; 2]) -> Vec<Earlier> {
    let (above, suggested) = (plan.agreed().map(|it| it.id), plan.suggested().map(|it| it.id));
    let one = |(version, place): (&HeldVersion, usize)| {
        let by = sight.author(version.by)?.clone();
        let before = plan.before(version);
        // all that stands above already is left out
        let is_above = Some(version.id) == above;
        let change = change(plan, version, by.clone(), names);
        let (change, reason) = match before.and_then(|before| before.agreed_on) {
            Some(on) => (Some((show::day(on), change)), None),
            None => (None, change.reason),
        };
        if Some(version.id) == suggested || (is_above && change.is_none() && reason.is_none()) {
            return None;
        }
        let line = match version.agreed_on {
            Some(on) => format!("Agreed by both on {}. Suggested by {}.", show::day(on), by.name),
            None => format!("Suggested by {} on {}.", by.name, show::day(version.content.on)),
        };
        let text = &version.content.text;
        Some(Earlier {
            line,
            change,
            reason,
            together: if is_above { Vec::new() } else { together(text) },
            items: if is_above { Vec::new() } else { items(text, names, version.content.on) },
            place: format!("v{place}"),
        })
    };
    plan.versions.iter().zip(1..).filter_map(one).collect()
}

/// How it went, as those say who promised it; the newest week first.
fn marks(sight: &Sight, plan: &HeldPlan, held: &[(Date, crate::entries::Text<Mark>)]) -> Vec<Shared> {
    let mut all: Vec<_> = held.iter().collect();
    all.sort_by_key(|(_, text)| std::cmp::Reverse((text.content.week, text.id)));
    let figure = |(on, text): &(Date, crate::entries::Text<Mark>)| {
        let who = sight.author(text.author)?.clone();
        let act = plan.act(text.content.commitment).unwrap_or("A promise");
        Some(doings::figure(&text.content, act, who, shared_on(*on)))
    };
    all.into_iter().filter_map(figure).collect()
}

fn setbacks(sight: &Sight, plan: &HeldPlan) -> Vec<Shared> {
    let figure = |given: &crate::plans::Given<doing::Setback>| {
        let who = sight.author(given.by)?.clone();
        let over = plan.over(&given.content);
        Some(doings::setback::figure(&given.content, over.as_ref(), who, shared_on(given.on)))
    };
    plan.setbacks.iter().filter_map(figure).collect()
}

fn shared_on(on: Date) -> String {
    format!("Shared on {}", show::day(on))
}

/// `GET …/plan`
pub(super) async fn show(window: Window) -> Result<Response, Closed> {
    let mut sight = window.looks_at(Part::Plan).await?;
    let (plan, mut broken) = held_plan(&mut sight).await?;
    let went = Opened::of(sight.held::<Mark>(doing::KIND, MOST).await?);
    broken.extend(&went.broken);
    let (names, today) = (names(&sight), sight.visit.now.date());
    let nothing = PlanText::default();
    let agreed = plan.agreed();
    let text = agreed.map_or(&nothing, |version| &version.content.text);
    let suggested = plan.suggested().and_then(|version| {
        let by = sight.author(version.by)?.clone();
        let on = show::day(version.content.on);
        Some(Suggested { on, proposal: change(&plan, version, by, &names) })
    });
    let [one, two] = sight.two.clone();
    let looks = text.commitments.iter().filter_map(|it| it.review).filter(|day| *day >= today);
    let view = PlanSeen {
        page: sight.page("Plan"),
        one,
        two,
        agreed: agreed.and_then(|version| version.agreed_on).map(show::day),
        next: looks.min().map(show::day),
        suggested,
        questions: questions(&sight, &plan),
        items: items(text, &names, today),
        marks: marks(&sight, &plan, &went.texts),
        setbacks: setbacks(&sight, &plan),
        versions: versions(&sight, &plan, &names),
        broken: broken_figures(&sight, &broken),
        as_therapist: sight.as_therapist,
        base: sight.base,
    };
    Ok(View(view).into_response())
}
