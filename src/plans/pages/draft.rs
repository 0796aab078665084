//! `/plan/draft`: one's own draft of the whole plan. It begins with what holds, and nobody else learns of it.

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    Done,
    view::{self, Item},
};
use crate::{
    conversations::{self, Idea},
    entries::{Text, Written, drop_draft},
    plans::{Draft, Plan, Question, checks::LONGEST_TEXT, drafts},
    typed,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Flash, Nav, Page, View, Who},
        show::Paragraphs,
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "plans/draft.html")]
struct DraftPage {
    page: Page,
    other: Option<Who>,
    together: Vec<Field>,
    reason: Field,
    problems: Problems,
    items: Vec<Item>,
    ideas: Vec<Offer>,
    /// It is kept somewhere, and not only what holds.
    begun: bool,
    /// What holds has changed since it was begun.
    overtaken: bool,
    was: String,
    held: String,
    kept: String,
    /// The other version after a clash: each text with what it is.
    theirs: Vec<(&'static str, Paragraphs)>,
}

/// An idea from a talk that can be taken over.
struct Offer {
    who: Who,
    words: String,
    /// Where it is taken up; nothing while the sitting of its talk is about feelings only.
    take: Option<String>,
    talk: String,
}

const PLACE: &str = "plan/draft";

/// What the form holds; it is also what a draft of the form holds.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct DraftForm {
    future: String,
    boundaries: String,
    support: String,
    reason: String,
    /// What the form began with.
    was: String,
    /// Pressed: where to go when it is kept: `propose`, `new`, or the id of a promise.
    to: String,
}

impl DraftForm {
    fn of(draft: &Draft) -> Self {
        let [future, boundaries, support] = draft.text.together.clone();
        Self { future, boundaries, support, reason: draft.reason.clone(), was: was(draft), to: String::new() }
    }

    fn together(&self) -> [String; 3] {
        [typed::words(&self.future), typed::words(&self.boundaries), typed::words(&self.support)]
    }
}

/// What stands for something as it was when a form began. It is compared, and never read.
pub(super) fn mark(it: &impl Serialize) -> String {
    let bytes = serde_json::to_vec(it).unwrap_or_default();
    HEXLOWER.encode(Sha256::digest(bytes).get(..8).unwrap_or_default())
}

fn was(draft: &Draft) -> String {
    mark(&(&draft.text.together, &draft.reason))
}

/// The draft as it is kept, or one that begins with what holds; and the plan.
pub(super) async fn current(visit: &mut SignedIn) -> Result<(Option<Text<Draft>>, Draft, Plan), Error> {
    let (scope, hand, me) = visit.parts();
    let plan = Plan::now(scope, hand, me).await?;
    let kept = drafts::find(scope, hand, me).await?;
    let draft = kept.as_ref().map_or_else(
        || {
            let holds = plan.in_force();
            Draft {
                couple: me.couple,
                by: me.seat,
                from: holds.map(|version| version.id),
                text: holds.map(|version| version.content.text.clone()).unwrap_or_default(),
                reason: String::new(),
                taken: Vec::new(),
            }
        },
        |text| text.content.clone(),
    );
    Ok((kept, draft, plan))
}

async fn ideas(visit: &mut SignedIn, draft: &Draft) -> Result<Vec<Offer>, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let all = conversations::ideas(scope, hand, me, now).await?;
    let (mine, theirs) = (visit.who(), visit.other());
    let open = |idea: &Idea| !draft.taken.contains(&idea.id);
    let offer = |idea: Idea| {
        let who = if idea.mine { Some(mine.clone()) } else { theirs.clone() };
        who.map(|who| Offer {
            who,
            words: crate::folding::without(&idea.words),
            take: (!idea.waits).then(|| format!("/plan/draft/items/new?idea={}", idea.id)),
            talk: format!("/talk/{}/record", idea.talk),
        })
    };
    Ok(all.into_iter().filter(open).filter_map(offer).collect())
}

async fn page(visit: &mut SignedIn, form: &DraftForm, problems: Problems) -> Result<DraftPage, Error> {
    let (kept, draft, plan) = current(visit).await?;
    let ideas = ideas(visit, &draft).await?;
    let together = Question::ALL.into_iter().zip([&form.future, &form.boundaries, &form.support]);
    let together = together.map(|(question, value)| {
        Field::new(question.field(), question.about())
            .hint(question.asks())
            .value(value.clone())
            .max(LONGEST_TEXT)
            .rows(4)
            .checked(&problems)
    });
    let name = visit.other().map_or_else(|| "Your partner".to_owned(), |who| who.name);
    let reason = Field::new("reason", "Why you suggest it")
        .hint(format!("{name} reads it beside what changes. A sentence is enough."))
        .value(form.reason.clone())
        .max(LONGEST_TEXT)
        .rows(3)
        .checked(&problems);
    let names = view::names(visit);
    Ok(DraftPage {
        page: visit.page("Plan").at(Nav::Plan),
        other: visit.other(),
        together: together.collect(),
        reason,
        items: view::items(&draft.text, &names, view::today(visit)),
        ideas,
        begun: kept.is_some(),
        overtaken: kept.is_some() && draft.from != plan.in_force().map(|version| version.id),
        was: form.was.clone(),
        held: visit.held(PLACE),
        kept: String::new(),
        theirs: Vec::new(),
        problems,
    })
}

/// `GET /plan/draft`
pub(super) async fn show(mut visit: SignedIn, Query(done): Query<Done>) -> Result<Response, Error> {
    let (_, draft, _) = current(&mut visit).await?;
    // Not by time: a promise that was kept meanwhile is a newer draft, and these words are not in it.
    let typed = visit.unfinished::<DraftForm>(PLACE, None).await?.filter(|(form, _)| form.was == was(&draft));
    let (form, kept) = typed.unwrap_or_else(|| (DraftForm::of(&draft), String::new()));
    let mut view = page(&mut visit, &form, Problems::default()).await?;
    view.kept = kept;
    view.page = view.page.with_flash(flash(&done.done));
    Ok(View(view).into_response())
}

fn flash(done: &str) -> Option<Flash> {
    Some(match done {
        "kept" => Flash::done("Kept. Only you can see it."),
        "item" => Flash::done("It is in your draft. Only you can see it."),
        "out" => Flash::done("It is out of your draft. The plan itself is as it was."),
        "theirs" => {
            Flash::done("Your draft begins with what was suggested. Change what you would have otherwise.")
        }
        "own" => Flash::problem(
            "You have a draft of your own, and it is kept. Put it away first if you would rather begin with what was suggested.",
        ),
        "needs" => Flash::problem("Something in it needs another look before it can be proposed."),
        "nothing" => Flash::problem("There is nothing in it yet that would change the plan."),
        _ => return None,
    })
}

fn problems(form: &DraftForm) -> Problems {
    let mut problems = Problems::default();
    let all = [
        ("future", &form.future),
        ("boundaries", &form.boundaries),
        ("support", &form.support),
        ("reason", &form.reason),
    ];
    for (field, text) in all {
        if typed::length(&typed::words(text)) > LONGEST_TEXT {
            problems.add(field, "This is more than it can hold. What matters most?");
        }
    }
    problems
}

/// `POST /plan/draft`
pub(super) async fn save(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<DraftForm>,
) -> Result<Response, Error> {
    let problems = problems(&form);
    if !problems.is_empty() {
        let view = page(&mut visit, &form, problems).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    let (kept, mut draft, _) = current(&mut visit).await?;
    let before = draft.clone();
    draft.text.together = form.together();
    draft.reason = typed::words(&form.reason);
    if draft != before && form.was != was(&before) {
        return clash(visit, &before, form).await;
    }
    let now = visit.now;
    let (scope, hand, _) = visit.parts();
    if kept.is_some() || draft != before {
        match drafts::keep(scope, hand, kept.as_ref(), &draft, now).await? {
            Written::Kept(..) | Written::Already(..) => {}
            Written::Clash(_) | Written::NotFound => return clash(visit, &before, form).await,
        }
    }
    let (scope, hand, _) = visit.parts();
    drop_draft(scope, hand, PLACE).await?;
    visit.scope.commit().await?;
    let to = match form.to.as_str() {
        "propose" => "/plan/propose".to_owned(),
        "new" => "/plan/draft/items/new".to_owned(),
        id if id.parse::<crate::ids::CommitmentId>().is_ok() => format!("/plan/draft/items/{id}"),
        _ => "/plan/draft?done=kept".to_owned(),
    };
    Ok(Redirect::to(&to).into_response())
}

/// Both versions: mine to go on with, the other one to take from.
async fn clash(mut visit: SignedIn, there: &Draft, form: DraftForm) -> Result<Response, Error> {
    // saving again is meant from here on
    let form = DraftForm { was: was(there), ..form };
    let mut view = page(&mut visit, &form, Problems::default()).await?;
    let texts = Question::ALL.map(|question| (question.about(), there.text.of(question)));
    let all = texts.into_iter().chain([("Why you suggest it", there.reason.as_str())]);
    view.theirs = all
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| (name, Paragraphs::plain(text)))
        .collect();
    Ok((StatusCode::CONFLICT, View(view)).into_response())
}
