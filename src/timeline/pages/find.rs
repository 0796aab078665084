//! `/find`: words, in everything that one may read.
//!
//! What must stay true: the words come in a form and stand in the answer, and nowhere else. How much is looked through,
//! and what is said of it, does not depend on anything that cannot be read: what waits for its time is not counted.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use crate::{
    checkins, conversations,
    entries::{self, Head, Mark},
    ids::EntryId,
    timeline::{
        find::{Found, LONGEST, Stretch, Words},
        kinds::Kind,
        lines::machine,
        shelf::{self, As, Is, Thing},
    },
    typed,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Nav, Page, View, Who},
        show,
        signed_in::SignedIn,
    },
};

/// So many entries are opened for one search: see docs/PERFORMANCE.md.
const MOST: u32 = 1_500;
/// So many hits stand on a page.
const HITS: usize = 40;

/// The form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct FindForm {
    words: String,
    /// Where an earlier part of the search ended: the day and the entry.
    day: String,
    last: String,
}

/// What was found in one entry.
struct Hit {
    who: Who,
    did: String,
    when: String,
    /// What it belongs to; may be empty.
    note: String,
    href: String,
    found: Vec<Stretch>,
    /// Why no words stand there; empty where they do.
    instead: &'static str,
    private: bool,
}

/// Where the search goes on.
struct On {
    day: String,
    last: String,
    /// The day, ready to show.
    back_to: String,
}

/// What came of it.
struct Answer {
    hits: Vec<Hit>,
    /// What was typed, for the form that goes on.
    words: String,
    /// Whether it began somewhere in the past.
    further: bool,
    on: Option<On>,
}

#[derive(Template)]
#[template(path = "timeline/find.html")]
struct Find {
    page: Page,
    other: Option<String>,
    words: Field,
    problems: Problems,
    answer: Option<Answer>,
}

impl Find {
    fn new(visit: &SignedIn, typed: &str, problems: Problems) -> Self {
        let words = Field::new("words", "Words to look for")
            .hint("All of them have to occur. For a phrase, put “quotes” around it. Capitals and accents make no difference.")
            .value(typed)
            .max(LONGEST)
            .checked(&problems);
        Self {
            page: visit.page("Find").at(Nav::Write),
            other: visit.partner().map(|partner| partner.name.clone()),
            words,
            problems,
            answer: None,
        }
    }
}

/// `GET /find`
pub(super) async fn show(visit: SignedIn) -> Result<Response, Error> {
    Ok(View(Find::new(&visit, "", Problems::default())).into_response())
}

/// `POST /find`. It changes nothing, so that sending it again is the same.
pub(super) async fn find(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<FindForm>,
) -> Result<Response, Error> {
    let mut problems = Problems::default();
    let words = match Words::parse(&form.words) {
        _ if typed::length(&form.words) > LONGEST => {
            problems.add("words", "This is more than a search can hold. A few words are enough.");
            None
        }
        None => {
            let signs = !form.words.trim().is_empty();
            let says = if signs {
                "Signs alone are not looked for. Add a word."
            } else {
                "Write a word to look for."
            };
            problems.add("words", says);
            None
        }
        words => words,
    };
    let Some(words) = words else {
        let view = Find::new(&visit, &form.words, problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(view)).into_response());
    };
    let mark = form.mark().ok_or(Error::NotFound)?;
    let answer = look(&mut visit, &words, &form.words, mark).await?;
    let view = Find { answer: Some(answer), ..Find::new(&visit, &form.words, problems) };
    Ok(View(view).into_response())
}

impl FindForm {
    /// Where to begin. None where it is none of ours.
    fn mark(&self) -> Option<Mark> {
        if self.day.is_empty() && self.last.is_empty() {
            return Some(Mark::NEWEST);
        }
        let on = super::day(&self.day)?;
        Some(Mark { on, id: self.last.parse::<EntryId>().ok()? })
    }
}

/// What the other one has given that is not to be read yet, or only where reading it is an act of its own.
async fn not_yet(visit: &mut SignedIn) -> Result<Vec<EntryId>, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let mut ids = conversations::before_its_time(scope, hand, me).await?;
    let latest = checkins::rounds_of(scope, hand, me, now, checkins::Reach::Latest(1)).await?;
    ids.extend(latest.iter().filter_map(|week| week.undecided));
    Ok(ids)
}

async fn look(visit: &mut SignedIn, words: &Words, typed: &str, mark: Mark) -> Result<Answer, Error> {
    let not = not_yet(visit).await?;
    let me = visit.me().id;
    let heads: Vec<Head> =
        entries::readable(&mut *visit.scope, me, &Kind::searched(), &not, mark, MOST + 1).await?;
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let (here, more) = heads.split_at(heads.len().min(most));
    let mut things = shelf::open(visit, here, As::Latest).await?;
    let mut hits = Vec::new();
    let mut last = None;
    let mut rest = !more.is_empty();
    for head in here {
        if hits.len() == HITS {
            rest = true;
            break;
        }
        last = Some(Mark { on: head.on, id: head.id });
        let Some(at) = things.iter().position(|thing| thing.id == head.id) else { continue };
        let thing = things.swap_remove(at);
        if thing.is == Is::Broken {
            continue;
        }
        if let Some(found) = words.find(&thing.title, &thing.figure) {
            hits.push(Hit::of(thing, found));
        }
    }
    let on = last.filter(|_| rest).map(|mark| On {
        day: machine(mark.on),
        last: mark.id.to_string(),
        back_to: show::day(mark.on),
    });
    Ok(Answer { hits, words: typed.to_owned(), further: mark != Mark::NEWEST, on })
}

impl Hit {
    fn of(thing: Thing, found: Found) -> Self {
        let (found, instead) = match found {
            _ if !thing.opened => (Vec::new(), "It is new to you. Its words are where it stands."),
            Found::Open(found) => (found, ""),
            Found::Folded => (Vec::new(), "In a passage that is folded. It opens where it stands."),
        };
        Self {
            who: thing.who,
            did: thing.did,
            when: thing.figure.when,
            note: thing.note,
            href: thing.href,
            found,
            instead,
            private: thing.private,
        }
    }
}
