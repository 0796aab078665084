//! `/plan/draft/items/{item}`: one promise of one's own draft, new or changed.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use time::{Date, Duration, format_description::BorrowedFormatItem, macros::format_description};

use super::{draft, view};
use crate::{
    conversations,
    couples::Seat,
    entries::{Written, drop_draft, find_draft},
    ids::{CommitmentId, EntryId},
    plans::{Commitment, Doer, Draft, HowOften, Kind, checks, drafts, refusal::Refused, starting, words},
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Field, Opt, Problems},
        page::{Nav, Page, View},
        show,
        signed_in::SignedIn,
    },
};

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

#[derive(Template)]
#[template(path = "plans/item.html")]
struct ItemPage {
    page: Page,
    /// The promise, unless it is a new one.
    id: Option<String>,
    act: Field,
    who: Choice,
    how: Choice,
    days: Choice,
    starts: Field,
    review: Field,
    kind: Choice,
    problems: Problems,
    refused: Option<Refused>,
    /// Promises to start from, on a blank form.
    offers: Vec<(String, String)>,
    once: CommitmentId,
    was: String,
    idea: String,
    held: String,
    kept: String,
    /// The promise as it stands after a clash.
    theirs: Option<String>,
}

/// What the form holds; it is also what a draft of the form holds.
#[derive(Clone, Deserialize)]
#[serde(default)]
pub(super) struct ItemForm {
    act: String,
    who: String,
    how: String,
    days: Vec<String>,
    starts: String,
    review: String,
    kind: String,
    /// The id of a new promise: sent twice, it is one.
    once: CommitmentId,
    /// What the form began with.
    was: String,
    /// The idea that it came from.
    idea: String,
    /// Pressed: `out` takes it out of the draft.
    press: String,
}

impl Default for ItemForm {
    fn default() -> Self {
        let empty = String::new;
        Self {
            act: empty(),
            who: empty(),
            how: empty(),
            days: Vec::new(),
            starts: empty(),
            review: empty(),
            kind: empty(),
            once: CommitmentId::random(),
            was: empty(),
            idea: empty(),
            press: empty(),
        }
    }
}

/// What a new one begins with.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Begin {
    /// An idea from a talk.
    idea: String,
    /// A promise to start from, by its name in the list.
    start: String,
}

fn code(how: &HowOften) -> &'static str {
    match how {
        HowOften::Once => "once",
        HowOften::Daily => "daily",
        HowOften::Weekly => "weekly",
        HowOften::Weekdays(_) => "weekdays",
        HowOften::Monthly => "monthly",
        HowOften::WhenItHappens => "when",
    }
}

fn written(day: Date) -> String {
    day.format(DAY).unwrap_or_default()
}

impl ItemForm {
    fn with_how(mut self, how: &HowOften) -> Self {
        code(how).clone_into(&mut self.how);
        if let HowOften::Weekdays(days) = how {
            self.days = days.iter().map(|day| day.number_from_monday().to_string()).collect();
        }
        self
    }

    fn of(it: &Commitment, idea: &str) -> Self {
        let who = match it.who {
            Doer::One => "one",
            Doer::Two => "two",
            Doer::Both => "both",
        };
        let form = Self {
            act: it.act.clone(),
            who: who.to_owned(),
            starts: written(it.starts),
            review: it.review.map(written).unwrap_or_default(),
            kind: it.kind.code().to_owned(),
            once: it.id,
            was: draft::mark(it),
            idea: idea.to_owned(),
            ..Self::default()
        };
        form.with_how(&it.how_often)
    }

    fn how_often(&self) -> Option<HowOften> {
        Some(match self.how.as_str() {
            "once" => HowOften::Once,
            "daily" => HowOften::Daily,
            "weekly" => HowOften::Weekly,
            "monthly" => HowOften::Monthly,
            "when" => HowOften::WhenItHappens,
            "weekdays" => {
                let chosen = |day: time::Weekday| self.days.contains(&day.number_from_monday().to_string());
                HowOften::Weekdays(
                    words::weekdays().map(|(day, _)| day).into_iter().filter(|day| chosen(*day)).collect(),
                )
            }
            _ => return None,
        })
    }

    /// The promise, or what needs another look.
    fn read(&self, id: CommitmentId, today: Date) -> Result<Commitment, (Problems, Option<Refused>)> {
        let mut problems = Problems::default();
        let who = match self.who.as_str() {
            "one" => Some(Doer::One),
            "two" => Some(Doer::Two),
            "both" => Some(Doer::Both),
            _ => None,
        };
        let how = self.how_often();
        let starts = Date::parse(&self.starts, DAY).ok();
        let review = Date::parse(&self.review, DAY).ok();
        let kind = Kind::ALL.into_iter().find(|kind| kind.code() == self.kind);
        let it = Commitment {
            id,
            who: who.unwrap_or(Doer::Both),
            act: self.act.split_whitespace().collect::<Vec<_>>().join(" "),
            how_often: how.clone().unwrap_or(HowOften::WhenItHappens),
            starts: starts.unwrap_or(today),
            review,
            kind: kind.unwrap_or(Kind::Action),
            from_talk: None,
        };
        let needs = checks::commitment(&it, today);
        let mut refused = None;
        for field in ["act", "who", "how", "starts", "review", "kind"] {
            match field {
                "who" if who.is_none() => problems.add(field, "Choose who promises it"),
                "how" if how.is_none() => problems.add(field, "Choose how often it is to happen"),
                "starts" if starts.is_none() => problems.add(field, "Choose the day from which it counts"),
                "kind" if kind.is_none() => problems.add(field, "Choose what it is"),
                "review" if review.is_none() && !self.review.trim().is_empty() => {
                    problems.add(field, "Write the day as year-month-day, such as 2027-01-10");
                }
                _ => {
                    for found in needs.iter().filter(|found| found.field == field) {
                        problems.add(found.field, found.text.clone());
                        refused = refused.or(found.refused);
                    }
                }
            }
        }
        if problems.is_empty() { Ok(it) } else { Err((problems, refused)) }
    }
}

fn place(item: Option<CommitmentId>) -> String {
    item.map_or_else(|| "plan/item/new".to_owned(), |id| format!("plan/item/{id}"))
}

/// The promise that the address names; none for a new one.
fn item(text: &str) -> Result<Option<CommitmentId>, Error> {
    if text == "new" {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Error::NotFound)
}

fn page(
    visit: &SignedIn,
    id: Option<CommitmentId>,
    form: &ItemForm,
    problems: Problems,
    refused: Option<Refused>,
) -> ItemPage {
    let [one, two] = view::names(visit);
    let mine = |seat| if visit.me().seat == seat { " (you)" } else { "" };
    let who = vec![
        Opt::new("one", format!("{one}{}", mine(Seat::One))),
        Opt::new("two", format!("{two}{}", mine(Seat::Two))),
        Opt::new("both", "Both of you"),
    ];
    let how = [
        HowOften::WhenItHappens,
        HowOften::Daily,
        HowOften::Weekdays(Vec::new()),
        HowOften::Weekly,
        HowOften::Monthly,
        HowOften::Once,
    ];
    let how = how.iter().map(|how| {
        let label = match how {
            HowOften::Weekdays(_) => "On certain days of the week".to_owned(),
            how => {
                let mut words = words::how_often(how);
                if let Some(first) = words.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                words
            }
        };
        Opt::new(code(how), label)
    });
    let days = words::weekdays().map(|(day, name)| Opt::new(day.number_from_monday().to_string(), name));
    let kinds = Kind::ALL.map(|kind| Opt::new(kind.code(), kind.label()).hint(kind.help()));
    let chosen = |text: &str| [text.to_owned()];
    let offers = if id.is_none() && form.act.is_empty() && form.idea.is_empty() {
        starting::all().iter().map(|it| (it.code.clone(), it.act.clone())).collect()
    } else {
        Vec::new()
    };
    ItemPage {
        page: visit.page("Plan").at(Nav::Plan),
        id: id.map(|id| id.to_string()),
        act: Field::new("act", "What can be seen when it happens?")
            .hint("In your own words. Something one of you does, and the other could notice.")
            .value(form.act.clone())
            .max(checks::LONGEST_ACT)
            .rows(2)
            .short()
            .large()
            .checked(&problems),
        who: Choice::new("who", "Who promises it?", who).choose(&chosen(&form.who)).checked(&problems),
        how: Choice::new("how", "How often?", how.collect()).choose(&chosen(&form.how)).checked(&problems),
        days: Choice::new("days", "The days, if it is on certain ones", days.to_vec()).choose(&form.days),
        starts: Field::new("starts", "From").kind("date").short().value(form.starts.clone()).checked(&problems),
        review: Field::new("review", "Look at it again on")
            .hint("You are both asked then: keep it, make it easier, or let it end. What rests on one of you alone is looked at within three months.")
            .kind("date")
            .short()
            .value(form.review.clone())
            .checked(&problems),
        kind: Choice::new("kind", "What is it?", kinds.to_vec()).choose(&chosen(&form.kind)).checked(&problems),
        problems,
        refused,
        offers,
        once: form.once,
        was: form.was.clone(),
        idea: form.idea.clone(),
        held: visit.held(&place(id)),
        kept: String::new(),
        theirs: None,
    }
}

/// A new one: blank, or with an idea from a talk or a promise to start from.
async fn blank(visit: &mut SignedIn, begin: &Begin) -> Result<ItemForm, Error> {
    let today = view::today(visit);
    let form = ItemForm {
        starts: written(today),
        review: written(today + Duration::weeks(6)),
        ..ItemForm::default()
    };
    if let Some(start) = starting::of(&begin.start) {
        let kind = start.kind.code().to_owned();
        return Ok(ItemForm { act: start.act.clone(), kind, ..form }.with_how(&start.how_often));
    }
    if begin.idea.is_empty() {
        return Ok(form);
    }
    let idea = idea(visit, &begin.idea).await?.ok_or(Error::NotFound)?;
    Ok(ItemForm { act: crate::folding::without(&idea.words), idea: begin.idea.clone(), ..form })
}

/// The idea from a talk with this id, if the visitor may read it.
async fn idea(visit: &mut SignedIn, id: &str) -> Result<Option<conversations::Idea>, Error> {
    let Ok(id) = id.parse::<EntryId>() else { return Ok(None) };
    let (scope, hand, me) = visit.parts();
    Ok(conversations::ideas(scope, hand, me).await?.into_iter().find(|idea| idea.id == id))
}

/// `GET /plan/draft/items/{item}`
pub(super) async fn show(
    mut visit: SignedIn,
    Path(which): Path<String>,
    Query(begin): Query<Begin>,
) -> Result<Response, Error> {
    let id = item(&which)?;
    let (saved, draft, _) = draft::current(&mut visit).await?;
    let form = match id {
        Some(id) => ItemForm::of(draft.commitment(id).ok_or(Error::NotFound)?, ""),
        None => blank(&mut visit, &begin).await?,
    };
    let (scope, hand, _) = visit.parts();
    let typed = find_draft(scope, hand, &place(id)).await?;
    let chosen = !begin.idea.is_empty() || !begin.start.is_empty();
    let typed = typed.filter(|typed| {
        !chosen && (id.is_none() || saved.as_ref().is_none_or(|saved| typed.at >= saved.written_at))
    });
    let kept = typed.as_ref().map(|typed| format!("Draft kept on {}", show::day(typed.at.date())));
    let form = typed.and_then(|typed| typed.fields::<ItemForm>()).unwrap_or(form);
    let mut view = page(&visit, id, &form, Problems::default(), None);
    view.kept = kept.unwrap_or_default();
    Ok(View(view).into_response())
}

/// `POST /plan/draft/items/{item}`
pub(super) async fn save(
    mut visit: SignedIn,
    Path(which): Path<String>,
    CheckedForm(form): CheckedForm<ItemForm>,
) -> Result<Response, Error> {
    let named = item(&which)?;
    let id = named.unwrap_or(form.once);
    let (kept, mut draft, _) = draft::current(&mut visit).await?;
    let there = draft.commitment(id).cloned();
    if named.is_some() && there.is_none() {
        return Err(Error::NotFound);
    }
    if form.press == "out" {
        draft.text.drop(id);
        return keep(visit, kept, draft, named, "out").await;
    }
    let today = view::today(&visit);
    let mut it = match form.read(id, today) {
        Ok(it) => it,
        Err((problems, refused)) => {
            let view = page(&visit, named, &form, problems, refused);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
        }
    };
    it.from_talk = there.as_ref().and_then(|there| there.from_talk);
    if let Some(idea) = idea(&mut visit, &form.idea).await? {
        it.from_talk = Some(idea.talk);
        draft.taken.retain(|taken| *taken != idea.id);
        draft.taken.push(idea.id);
    }
    if let Some(there) = there.filter(|there| *there != it && draft::mark(there) != form.was) {
        return Ok(clash(&visit, named, &there, form));
    }
    if draft.commitment(id).is_none() && draft.text.commitments.len() >= checks::MOST {
        let mut problems = Problems::default();
        problems.add("act", "Forty promises are in it already. Take one out first");
        let view = page(&visit, named, &form, problems, None);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    draft.text.put(it);
    keep(visit, kept, draft, named, "item").await
}

async fn keep(
    mut visit: SignedIn,
    kept: Option<crate::entries::Text<Draft>>,
    draft: Draft,
    named: Option<CommitmentId>,
    done: &str,
) -> Result<Response, Error> {
    let now = visit.now;
    let (scope, hand, _) = visit.parts();
    match drafts::keep(scope, hand, kept.as_ref(), &draft, now).await? {
        Written::Kept(..) | Written::Already(..) => {}
        // two windows at the very same moment: the form is kept, and sent once more it goes in
        Written::Clash(_) | Written::NotFound => return Err(Error::Conflict),
    }
    drop_draft(scope, hand, &place(named)).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to(&format!("/plan/draft?done={done}")).into_response())
}

/// Both versions: mine to go on with, the other one to take from.
fn clash(visit: &SignedIn, named: Option<CommitmentId>, there: &Commitment, form: ItemForm) -> Response {
    let form = ItemForm { was: draft::mark(there), ..form };
    let mut view = page(visit, named, &form, Problems::default(), None);
    let meta = words::meta(there, &view::names(visit), view::today(visit));
    view.theirs = Some(format!("{}. {meta}", there.act));
    (StatusCode::CONFLICT, View(view)).into_response()
}
