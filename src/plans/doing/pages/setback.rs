//! A setback: in one's own words, with the promises to look at again. Private until it is shared.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{held, today};
use crate::{
    entries::{self, Base, Place, Shared, Text, Written, drop_draft, mark_opened},
    ids::EntryId,
    plans::{
        Commitment, InForce, KIND, Piece,
        doing::{Setback, setback},
        in_force,
    },
    typed,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Field, Opt, Problems},
        page::{Flash, Nav, Page, View, Who},
        readers::{Held, Names},
        show,
        signed_in::SignedIn,
    },
};

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct SetbackForm {
    #[serde(default)]
    words: String,
    #[serde(default)]
    about: Vec<String>,
    #[serde(default)]
    once: Uuid,
    /// The revision that an edit began on.
    #[serde(default)]
    number: u32,
    /// Pressed: share it next.
    #[serde(default)]
    share: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
    /// The promise that a link came from.
    #[serde(default)]
    about: String,
}

#[derive(Template)]
#[template(path = "plans/doing/setback.html")]
struct Write {
    page: Page,
    action: String,
    other: String,
    words: Field,
    about: Choice,
    problems: Problems,
    once: Uuid,
    number: u32,
    held: String,
    kept: String,
    /// It was saved in another window: those words.
    theirs: Option<show::Paragraphs>,
    /// Those that were written before: where they are, the day, and who can read them.
    earlier: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "plans/doing/setback-one.html")]
struct One {
    page: Page,
    id: String,
    shared: show::Shared,
    mine: bool,
    other: String,
    /// Who else can read it.
    with: Option<Held>,
    /// A version that was signed since has ended it.
    ended: bool,
}

fn place_of(id: Option<&str>) -> String {
    id.map_or_else(|| "setback/new".to_owned(), |id| format!("setback/{id}"))
}

/// The promises that a setback names and that hold.
fn chosen<'a>(held: &'a InForce, setback: &Setback) -> Vec<&'a Commitment> {
    held.commitments.iter().filter(|it| setback.about.contains(&it.id)).collect()
}

impl SetbackForm {
    fn setback(&self, held: &InForce, couple: crate::ids::CoupleId) -> Setback {
        let about = held.commitments.iter().filter(|it| self.about.contains(&it.id.to_string()));
        Setback {
            couple,
            over: held.number,
            about: about.map(|it| it.id).collect(),
            words: typed::words(&self.words),
        }
    }

    fn view(&self, visit: &SignedIn, held: &InForce, id: Option<&str>, problems: Problems) -> Write {
        let options = held.commitments.iter().map(|it| Opt::new(it.id.to_string(), it.act.clone()));
        Write {
            page: visit.page("A setback").at(Nav::Plan),
            action: id.map_or_else(|| "/plan/setback".to_owned(), |id| format!("/plan/setback/{id}/edit")),
            other: visit.partner().map(|partner| partner.name.clone()).unwrap_or_default(),
            words: Field::new("words", "What happened, and how it is for you")
                .hint("Nobody else sees this unless you share it.")
                .value(self.words.clone())
                .max(Setback::LONGEST)
                .rows(8)
                .large()
                .folds()
                .required()
                .checked(&problems),
            about: Choice::new("about", "Which promises would you look at again?", options.collect())
                .choose(&self.about)
                .checked(&problems),
            problems,
            once: self.once,
            number: self.number,
            held: visit.held(&place_of(id)),
            kept: String::new(),
            theirs: None,
            earlier: Vec::new(),
        }
    }
}

fn problems(setback: &Setback) -> Problems {
    let mut problems = Problems::default();
    if setback.words.trim().is_empty() {
        problems.add("words", "Write something first. A sentence is enough.");
    }
    if typed::length(&setback.words) > Setback::LONGEST {
        problems.add("words", "Keep it to 4000 characters.");
    }
    if setback.about.is_empty() {
        problems.add("about", "Choose at least one promise.");
    }
    problems
}

/// A setback as its reader sees it; the preview before sharing is this very thing.
pub(crate) fn figure(setback: &Setback, held: Option<&InForce>, who: Who, when: String) -> show::Shared {
    let acts: Vec<&str> =
        held.map(|held| chosen(held, setback)).unwrap_or_default().iter().map(|it| it.act.as_str()).collect();
    let words = show::Part { heading: None, text: show::Paragraphs::of(&setback.words) };
    let promises = show::Part {
        heading: Some("To look at again".to_owned()),
        text: show::Paragraphs::plain(&acts.join("\n")),
    };
    show::Shared {
        who,
        what: "writes about a setback".to_owned(),
        when,
        content: show::Content::Words { chosen: Vec::new(), parts: vec![words, promises] },
    }
}

/// One's own setbacks and those that were shared with one, the newest first: nothing that was kept is out of reach.
async fn earlier(visit: &mut SignedIn) -> Result<Vec<(String, String, String)>, Error> {
    let (scope, hand, me) = visit.parts();
    let all = setback::all(scope, hand, me).await?;
    let other = visit.other().map_or_else(|| "your partner".to_owned(), |who| who.name);
    let names = Names::of(visit, all.iter().map(|text| text.shared)).await?;
    let line = |text: Text<Setback>| {
        let (day, who) = match text.shared {
            Shared::WithMe { on } => (on, format!("{other} shared it")),
            Shared::WithPartner { on, .. } => {
                (on, format!("{} can read it", names.readers(text.shared).unwrap_or_default()))
            }
            Shared::No => (visit.me().pacing.local(text.written_at).date(), "Only you can see it".to_owned()),
        };
        (format!("/plan/setback/{}", text.id), show::day(day), who)
    };
    Ok(all.into_iter().map(line).collect())
}

async fn find(visit: &mut SignedIn, id: &str) -> Result<Text<Setback>, Error> {
    let id: EntryId = id.parse().map_err(|_| Error::NotFound)?;
    let (scope, hand, me) = visit.parts();
    setback::find(scope, hand, me, id).await?.ok_or(Error::NotFound)
}

pub(super) async fn find_own(visit: &mut SignedIn, id: &str) -> Result<Text<Setback>, Error> {
    let me = visit.me().id;
    Some(find(visit, id).await?).filter(|text| text.author == me).ok_or(Error::NotFound)
}

/// `GET /plan/setback`
pub(super) async fn blank(Query(asked): Query<Asked>, visit: SignedIn) -> Result<Response, Error> {
    let about = vec![asked.about];
    let form = SetbackForm { about, once: Uuid::new_v4(), ..SetbackForm::default() };
    with_draft(visit, None, form, None).await
}

/// `GET /plan/setback/{id}/edit`
pub(super) async fn open(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    let text = find_own(&mut visit, &id).await?;
    // Both see the same of a shared one: to change it, it is taken back first.
    if text.shared != Shared::No {
        return Ok(Redirect::to(&format!("/plan/setback/{id}")).into_response());
    }
    let form = SetbackForm {
        words: text.content.words.clone(),
        about: text.content.about.iter().map(ToString::to_string).collect(),
        number: text.number,
        ..SetbackForm::default()
    };
    with_draft(visit, Some(&id), form, Some(text.written_at)).await
}

async fn with_draft(
    mut visit: SignedIn,
    id: Option<&str>,
    saved: SetbackForm,
    saved_at: Option<time::OffsetDateTime>,
) -> Result<Response, Error> {
    let held = held(&mut visit).await?;
    let (form, kept) =
        visit.unfinished(&place_of(id), saved_at).await?.unwrap_or_else(|| (saved, String::new()));
    let mut view = form.view(&visit, &held, id, Problems::default());
    view.kept = kept;
    if id.is_none() {
        view.earlier = earlier(&mut visit).await?;
    }
    Ok(View(view).into_response())
}

/// `POST /plan/setback`
pub(super) async fn begin(
    visit: SignedIn,
    CheckedForm(form): CheckedForm<SetbackForm>,
) -> Result<Response, Error> {
    let base = Base::New(form.once);
    keep(visit, None, base, form).await
}

/// `POST /plan/setback/{id}/edit`
pub(super) async fn save(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<SetbackForm>,
) -> Result<Response, Error> {
    let text = find_own(&mut visit, &id).await?;
    if text.shared != Shared::No {
        return Err(Error::Conflict);
    }
    let base = Base::Edit(text.id, form.number);
    keep(visit, Some(text), base, form).await
}

async fn keep(
    mut visit: SignedIn,
    current: Option<Text<Setback>>,
    base: Base,
    form: SetbackForm,
) -> Result<Response, Error> {
    let held = held(&mut visit).await?;
    let couple = visit.me().couple.ok_or(Error::NotFound)?;
    let (setback, now) = (form.setback(&held, couple), visit.now);
    let id = current.as_ref().map(|text| text.id.to_string());
    let problems = problems(&setback);
    if !problems.is_empty() {
        let view = form.view(&visit, &held, id.as_deref(), problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    }
    let (scope, hand, _) = visit.parts();
    let place = Place { kind: KIND, couple: Some(couple), about: None, slot: None };
    match entries::write(scope, hand, place, base, &Piece::Setback(setback), now).await? {
        Written::Kept(kept, _) | Written::Already(kept, _) => {
            drop_draft(scope, hand, &place_of(id.as_deref())).await?;
            visit.scope.commit().await?;
            let next = if form.share.is_empty() {
                format!("/plan/setback/{kept}?done=kept")
            } else {
                format!("/plan/setback/{kept}/share")
            };
            Ok(Redirect::to(&next).into_response())
        }
        Written::Clash(there) => {
            let there = there.to_string();
            let current = find_own(&mut visit, &there).await?;
            // both see the same of a shared one
            if current.shared != Shared::No {
                return Err(Error::Conflict);
            }
            // saving again is meant from here on
            let form = SetbackForm { number: current.number, ..form };
            let mut view = form.view(&visit, &held, Some(&there), problems);
            view.theirs = Some(show::Paragraphs::of(&current.content.words));
            Ok((StatusCode::CONFLICT, View(view)).into_response())
        }
        Written::NotFound => Err(Error::NotFound),
    }
}

/// `GET /plan/setback/{id}`: one's own, or one that was shared.
pub(super) async fn show(
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let text = find(&mut visit, &id).await?;
    let me = visit.me().id;
    let (scope, hand, household) = visit.parts();
    let held = in_force(scope, hand, household).await?;
    mark_opened(scope, me, [&text]).await?;
    let mine = text.author == me;
    let other = visit.other().unwrap_or_else(|| Who::new("Your partner", visit.me().seat.other()));
    let names = Names::of(&mut visit, [text.shared]).await?;
    let when = match text.shared {
        Shared::WithMe { on } | Shared::WithPartner { on, .. } => show::day(on),
        Shared::No => show::day(today(&visit)),
    };
    let who = if mine { visit.who() } else { other.clone() };
    let now_held = held.as_ref().is_some_and(|held| held.number == text.content.over);
    let flash = asked.done.as_deref().and_then(|code| match code {
        "kept" => Some(Flash::done("Kept. Only you can read it, and the plan is as it was.")),
        "shared" => {
            Some(Flash::done(format!("{} can read it now. The promises are under review.", other.name)))
        }
        "both" => {
            Some(Flash::done(format!("{} can read it now. The promises are under review.", names.both())))
        }
        "private" => Some(Flash::done("It stays with you.")),
        _ => None,
    });
    let view = One {
        page: visit.page("A setback").at(Nav::Plan).with_flash(flash),
        id,
        shared: figure(&text.content, held.as_ref(), who, when),
        mine,
        other: other.name,
        with: names.held(text.shared),
        ended: !now_held,
    };
    visit.scope.commit().await?;
    Ok(View(view).into_response())
}
