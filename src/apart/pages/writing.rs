//! Writing it down: asking for time, how one comes back, a last word. Saving is private, and the next page shows it as the
//! other one would read it.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use super::{figure, find_own, read_day};
use crate::{
    apart::{
        Asked, Back, KIND, Last, Line, Piece, Refused, Time,
        back::slot as back_slot,
        last::slot,
        piece::{LONGEST, too_long},
    },
    entries::{self, Base, Place, Seen, Shared, Text, Written, drop_draft, write},
    ids::{ApartId, EntryId},
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Field, Opt, Problems},
        page::{Nav, Page, View},
        show,
        signed_in::SignedIn,
    },
};

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    day: String,
    line: String,
    words: String,
    once: Uuid,
    /// The revision that an edit began on; 0 for a new one.
    number: u32,
}

/// What is written.
enum Sort {
    /// Asking: a new one, or one that was kept.
    Ask(Option<Text<Piece>>),
    /// How one comes back from this time.
    Back(ApartId, Option<Text<Piece>>),
    /// A last word.
    Last(Option<Text<Piece>>),
}

#[derive(Template)]
#[template(path = "apart/write.html")]
struct Write {
    page: Page,
    action: String,
    back: &'static str,
    back_to: &'static str,
    title: &'static str,
    lede: String,
    /// While it holds: the sentence of both.
    says: Option<String>,
    line: Option<Choice>,
    day: Option<Field>,
    words: Field,
    go: String,
    note: String,
    problems: Problems,
    once: Uuid,
    number: u32,
    held: String,
    kept: String,
    /// What was saved in another window.
    theirs: Option<show::Shared>,
}

impl Sort {
    fn current(&self) -> Option<&Text<Piece>> {
        match self {
            Self::Ask(text) | Self::Back(_, text) | Self::Last(text) => text.as_ref(),
        }
    }

    fn action(&self) -> String {
        match self {
            Self::Ask(None) => "/us/time/new".to_owned(),
            Self::Ask(Some(text)) => format!("/us/time/{}/edit", text.id),
            Self::Back(..) => "/us/time/back".to_owned(),
            Self::Last(_) => "/us/leaving/words".to_owned(),
        }
    }

    /// The name of the draft.
    fn place(&self) -> String {
        match self {
            Self::Ask(text) => {
                let id = text.as_ref().map_or_else(|| "new".to_owned(), |text| text.id.to_string());
                format!("apart/{id}")
            }
            Self::Back(time, _) => format!("apart/back/{time}"),
            Self::Last(_) => "apart/last".to_owned(),
        }
    }

    /// The name of a place that has only one.
    fn slot(&self, visit: &SignedIn) -> Option<String> {
        match self {
            Self::Ask(_) => None,
            Self::Back(time, _) => Some(back_slot(*time)),
            Self::Last(_) => visit.me().couple.map(slot),
        }
    }

    /// The piece that was typed, or what is wrong.
    fn read(&self, form: &Form, today: Date) -> Result<Piece, Problems> {
        let mut problems = Problems::default();
        if let Some(problem) = too_long(&form.words).filter(|_| !matches!(self, Self::Last(_))) {
            problems.add("words", problem);
        }
        let piece = match self {
            Self::Ask(_) => match read_day(&form.day)
                .ok_or(None)
                .and_then(|day| Time::check(day, today).map(|()| day).map_err(Some))
            {
                Ok(day) => Some(Piece::Asked(Asked::new(day, &form.words))),
                Err(refused) => {
                    let says = refused
                        .map_or_else(|| "Choose a day, for example 2026-05-03.".to_owned(), Refused::says);
                    problems.add("day", says);
                    None
                }
            },
            Self::Back(time, _) => {
                let line = Line::parse(&form.line);
                if line.is_none() {
                    problems.add("line", "Choose one of the lines.");
                }
                line.map(|line| Piece::Back(Back::new(*time, line, &form.words)))
            }
            Self::Last(_) => {
                let last = Last::new(&form.words);
                if let Some(problem) = last.problem() {
                    problems.add("words", problem);
                }
                Some(Piece::Last(last))
            }
        };
        match piece {
            Some(piece) if problems.is_empty() => Ok(piece),
            _ => Err(problems),
        }
    }
}

impl Form {
    fn of(text: &Text<Piece>) -> Self {
        let (day, line, words) = match &text.content {
            Piece::Asked(asked) => (asked.until.to_string(), "", &asked.words),
            Piece::Back(back) => (String::new(), back.line.code(), &back.words),
            Piece::Last(last) => (String::new(), "", &last.words),
        };
        Self { day, line: line.to_owned(), words: words.clone(), number: text.number, ..Self::default() }
    }

    fn words(&self, sort: &Sort, problems: &Problems) -> Field {
        let (label, hint, most) = match sort {
            Sort::Ask(_) => (
                "A sentence that goes with it, if you like",
                "Such as where you are, or how you can be reached about the children. Nobody asks you why.",
                LONGEST,
            ),
            Sort::Back(..) => (
                "A few words that go with it, if you like",
                "They are not needed. The line is enough.",
                LONGEST,
            ),
            Sort::Last(_) => (
                "Your words",
                "Such as what you are thankful for, or what you wish them. You need not explain anything.",
                Last::LONGEST,
            ),
        };
        let rows = if matches!(sort, Sort::Last(_)) { 9 } else { 3 };
        Field::new("words", label)
            .hint(hint)
            .value(self.words.clone())
            .max(most)
            .rows(rows)
            .large()
            .checked(problems)
    }

    fn view(&self, visit: &SignedIn, sort: &Sort, problems: Problems) -> Write {
        let name = visit.other().map_or_else(|| "your partner".to_owned(), |other| other.name);
        let apart = visit.apart();
        let (title, lede) = match sort {
            Sort::Ask(_) if apart.is_some() => (
                "More time",
                format!("Choose a later day. {name} sees it once you have told them, and that is all they see."),
            ),
            Sort::Ask(_) => (
                "Take time apart",
                "A pause of everything between you two, with a day on which you both come back. It says nothing about \
                 how it goes on then."
                    .to_owned(),
            ),
            Sort::Back(..) => {
                ("How do you come back?", format!("One line to {name}, so that neither of you has to guess."))
            }
            Sort::Last(_) => (
                "A few words to leave",
                format!("They stay with {name} when this space has ended. You look at them once more before that."),
            ),
        };
        let line = matches!(sort, Sort::Back(..)).then(|| {
            let options = Line::ALL.map(|line| Opt::new(line.code(), line.says())).to_vec();
            Choice::new("line", "Your line", options).choose(&[self.line.as_str()]).checked(&problems)
        });
        let day = matches!(sort, Sort::Ask(_)).then(|| {
            Field::new("day", "The day you come back")
                .hint("From tomorrow on, within sixty days. In the morning of that day the time is over.")
                .kind("date")
                .value(self.day.clone())
                .short()
                .checked(&problems)
        });
        let ends = matches!(sort, Sort::Last(_));
        Write {
            page: visit.page("You two").at(Nav::Us),
            action: sort.action(),
            back: if ends { "/us/leaving" } else { "/us/time" },
            back_to: if ends { "Ending this space" } else { "Time apart" },
            title,
            lede,
            says: apart.filter(|_| !ends).map(|apart| apart.says()),
            line,
            day,
            words: self.words(sort, &problems),
            go: if ends { "Keep it".to_owned() } else { format!("Look at it as {name} would") },
            note: if ends {
                "Until this space ends, only you can read it.".to_owned()
            } else {
                format!("Nothing is told before the next page. {name} learns nothing of this one.")
            },
            problems,
            once: self.once,
            number: self.number,
            held: visit.held(&sort.place()),
            kept: String::new(),
            theirs: None,
        }
    }
}

fn today(visit: &SignedIn) -> Date {
    visit.me().pacing.local(visit.now).date()
}

async fn page(mut visit: SignedIn, sort: Sort) -> Result<Response, Error> {
    let blank = || {
        let week = today(&visit).checked_add(Duration::WEEK).map(|day| day.to_string()).unwrap_or_default();
        Form { day: week, once: Uuid::new_v4(), ..Form::default() }
    };
    let saved = sort.current().map_or_else(blank, Form::of);
    let saved_at: Option<OffsetDateTime> = sort.current().map(|text| text.written_at);
    let (form, kept) =
        visit.unfinished(&sort.place(), saved_at).await?.unwrap_or_else(|| (saved, String::new()));
    let view = form.view(&visit, &sort, Problems::default());
    Ok(View(Write { kept, ..view }).into_response())
}

async fn keep(mut visit: SignedIn, sort: Sort, form: Form) -> Result<Response, Error> {
    let piece = match sort.read(&form, today(&visit)) {
        Ok(piece) => piece,
        Err(problems) => {
            let view = form.view(&visit, &sort, problems);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
        }
    };
    let slot = sort.slot(&visit);
    let base = match sort.current() {
        Some(text) if form.number > 0 => Base::Edit(text.id, form.number),
        _ => Base::New(form.once),
    };
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: slot.as_deref() };
    match write(scope, hand, place, base, &piece, now).await? {
        Written::Kept(id, _) | Written::Already(id, _) => {
            drop_draft(scope, hand, &sort.place()).await?;
            visit.scope.commit().await?;
            let next = match sort {
                Sort::Last(_) => "/us/leaving#words".to_owned(),
                Sort::Ask(_) | Sort::Back(..) => format!("/us/time/{id}/share"),
            };
            Ok(Redirect::to(&next).into_response())
        }
        Written::Clash(id) => clash(visit, sort, form, id).await,
        Written::NotFound => Err(Error::NotFound),
    }
}

/// Both versions: mine to go on with, the other one to take from.
async fn clash(mut visit: SignedIn, sort: Sort, form: Form, id: EntryId) -> Result<Response, Error> {
    let there = find_own(&mut visit, &id.to_string()).await?;
    let theirs = figure(&there.content, visit.who(), "");
    // saving again is meant from here on
    let form = Form { number: there.number, ..form };
    let sort = match sort {
        Sort::Ask(_) if may_change(&there) => Sort::Ask(Some(there)),
        // it was told in between: these words become another one
        Sort::Ask(_) => {
            let form = Form { number: 0, once: Uuid::new_v4(), ..form };
            let view = form.view(&visit, &Sort::Ask(None), Problems::default());
            return Ok((StatusCode::CONFLICT, View(Write { theirs: Some(theirs), ..view })).into_response());
        }
        Sort::Back(time, _) => Sort::Back(time, Some(there)),
        Sort::Last(_) => Sort::Last(Some(there)),
    };
    let view = form.view(&visit, &sort, Problems::default());
    Ok((StatusCode::CONFLICT, View(Write { theirs: Some(theirs), ..view })).into_response())
}

/// Whether its words can still be changed: nobody else has them.
fn may_change(text: &Text<Piece>) -> bool {
    text.shared == Shared::No
}

async fn in_slot(visit: &mut SignedIn, slot: &str) -> Result<Option<Text<Piece>>, Error> {
    let (scope, hand, _) = visit.parts();
    Ok(entries::by_slot::<Piece>(scope, hand, slot).await?.and_then(Seen::text))
}

/// Where there is nobody to be apart from.
fn alone() -> Response {
    Redirect::to("/us").into_response()
}

/// `GET /us/time/new`
pub(super) async fn ask(visit: SignedIn) -> Result<Response, Error> {
    if visit.partner().is_none() {
        return Ok(alone());
    }
    page(visit, Sort::Ask(None)).await
}

/// `POST /us/time/new`
pub(super) async fn keep_ask(
    visit: SignedIn,
    CheckedForm(form): CheckedForm<Form>,
) -> Result<Response, Error> {
    if visit.partner().is_none() {
        return Ok(alone());
    }
    keep(visit, Sort::Ask(None), Form { number: 0, ..form }).await
}

/// One's own ask that nobody else has yet.
async fn kept_ask(visit: &mut SignedIn, id: &str) -> Result<Option<Sort>, Error> {
    let text = find_own(visit, id).await?;
    let asks = matches!(text.content, Piece::Asked(_)) && visit.partner().is_some() && may_change(&text);
    Ok(asks.then_some(Sort::Ask(Some(text))))
}

/// `GET /us/time/{id}/edit`: as long as it is nobody else's to read.
pub(super) async fn open(Path(id): Path<String>, mut visit: SignedIn) -> Result<Response, Error> {
    match kept_ask(&mut visit, &id).await? {
        Some(sort) => page(visit, sort).await,
        None => Ok(Redirect::to("/us/time").into_response()),
    }
}

/// `POST /us/time/{id}/edit`
pub(super) async fn save(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Form>,
) -> Result<Response, Error> {
    if let Some(sort) = kept_ask(&mut visit, &id).await? {
        return keep(visit, sort, form).await;
    }
    let there = find_own(&mut visit, &id).await?;
    clash(visit, Sort::Ask(None), form, there.id).await
}

/// The time that is over and that one can come back from.
async fn returning(visit: &mut SignedIn) -> Result<Option<Sort>, Error> {
    let now = visit.now;
    let Some(apart) = visit.me().apart.filter(|apart| !apart.holds(now)) else { return Ok(None) };
    let current = in_slot(visit, &back_slot(apart.id)).await?;
    Ok(Some(Sort::Back(apart.id, current)))
}

/// `GET /us/time/back`
pub(super) async fn back(mut visit: SignedIn) -> Result<Response, Error> {
    match returning(&mut visit).await? {
        Some(sort) => page(visit, sort).await,
        None => Ok(Redirect::to("/us/time").into_response()),
    }
}

/// `POST /us/time/back`
pub(super) async fn keep_back(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Form>,
) -> Result<Response, Error> {
    match returning(&mut visit).await? {
        Some(sort) => keep(visit, sort, form).await,
        None => Err(Error::Conflict),
    }
}

async fn leaving(visit: &mut SignedIn) -> Result<Option<Sort>, Error> {
    let couple = visit.me().couple.filter(|_| visit.partner().is_some());
    let Some(couple) = couple else { return Ok(None) };
    Ok(Some(Sort::Last(in_slot(visit, &slot(couple)).await?)))
}

/// `GET /us/leaving/words`
pub(super) async fn last(mut visit: SignedIn) -> Result<Response, Error> {
    match leaving(&mut visit).await? {
        Some(sort) => page(visit, sort).await,
        None => Ok(alone()),
    }
}

/// `POST /us/leaving/words`
pub(super) async fn keep_last(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Form>,
) -> Result<Response, Error> {
    match leaving(&mut visit).await? {
        Some(sort) => keep(visit, sort, form).await,
        // the space ended meanwhile: the page of the conflict gives the words back
        None => Err(Error::Conflict),
    }
}
