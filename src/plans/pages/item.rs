//! `/plan/draft/items/{item}`: one promise of one's own draft, new or changed.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use time::Duration;

use super::{
    draft,
    item_form::{ItemForm, code, written},
    view,
};
use crate::{
    conversations,
    couples::Seat,
    entries::{self, Note, Seen, Written, drop_draft},
    ids::{CommitmentId, EntryId},
    plans::{Commitment, Draft, HowOften, Kind, checks, drafts, refusal::Refused, starting, words},
    reflections,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Field, Opt, Problems},
        page::{Nav, Page, View},
        signed_in::SignedIn,
    },
};

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

/// What a new one begins with.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Begin {
    /// An idea from a talk.
    idea: String,
    /// A promise to start from, by its name in the list.
    start: String,
    /// A note of one's own in which something stands for the plan.
    note: String,
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
    if !begin.note.is_empty() {
        let act = noted(visit, &begin.note).await?.ok_or(Error::NotFound)?;
        return Ok(ItemForm { act: crate::folding::without(&act), ..form });
    }
    if begin.idea.is_empty() {
        return Ok(form);
    }
    let idea = idea(visit, &begin.idea).await?.ok_or(Error::NotFound)?;
    Ok(ItemForm { act: crate::folding::without(&idea.words), idea: begin.idea.clone(), ..form })
}

/// What the visitor's own note with this id holds for the plan.
async fn noted(visit: &mut SignedIn, id: &str) -> Result<Option<String>, Error> {
    let Ok(id) = id.parse::<EntryId>() else { return Ok(None) };
    let (scope, hand, me) = visit.parts();
    let seen = entries::by_id::<Note>(scope, hand, None, "note", id).await?;
    let text = seen.and_then(Seen::text).filter(|text| text.author == me.id);
    Ok(text.and_then(|text| reflections::for_the_plan(&text.content.text)))
}

/// The idea from a talk with this id, if the visitor may read it.
async fn idea(visit: &mut SignedIn, id: &str) -> Result<Option<conversations::Idea>, Error> {
    let Ok(id) = id.parse::<EntryId>() else { return Ok(None) };
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    Ok(conversations::ideas(scope, hand, me, now).await?.into_iter().find(|idea| idea.id == id))
}

/// `GET /plan/draft/items/{item}`
pub(super) async fn show(
    mut visit: SignedIn,
    Path(which): Path<String>,
    Query(begin): Query<Begin>,
) -> Result<Response, Error> {
    let id = item(&which)?;
    let (_, draft, _) = draft::current(&mut visit).await?;
    if idea(&mut visit, &begin.idea).await?.is_some_and(|idea| idea.waits) {
        return Ok(Redirect::to("/plan/draft#ideas").into_response());
    }
    let form = match id {
        Some(id) => ItemForm::of(draft.commitment(id).ok_or(Error::NotFound)?, ""),
        None => blank(&mut visit, &begin).await?,
    };
    let chosen = [&begin.idea, &begin.start, &begin.note].iter().any(|it| !it.is_empty());
    let typed = visit.unfinished::<ItemForm>(&place(id), None).await?;
    // of a promise in the draft: only what began on it as it is now
    let typed = typed.filter(|(typed, _)| !chosen && (id.is_none() || typed.was == form.was));
    let (form, kept) = typed.unwrap_or_else(|| (form, String::new()));
    let mut view = page(&visit, id, &form, Problems::default(), None);
    view.kept = kept;
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
        // nothing is planned out of a talk whose sitting is about feelings only; what was typed stays in the form
        if idea.waits {
            let mut problems = Problems::default();
            problems.add("act", conversations::prompts::feelings_only::IDEA_WAITS);
            let view = page(&visit, named, &form, problems, None);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
        }
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
