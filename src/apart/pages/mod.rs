//! The pages of time apart, and the page on which last words are written.

mod acts;
mod form;
mod share;
mod show;
mod writing;

use time::{Date, macros::format_description};

use super::{Asked, Back, KIND, Last, Piece};
use crate::{
    couples::Seat,
    entries::{self, Seen, Shared, Text},
    ids::{EntryId, PersonId},
    web::{
        error::Error,
        page::Who,
        routes::Routes,
        show::{self as drawn, Content, Paragraphs, Part},
        signed_in::SignedIn,
    },
};

/// Its routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/us/time", show::show)
        .post("/us/time", acts::act)
        .get("/us/time/new", writing::ask)
        .post("/us/time/new", writing::keep_ask)
        .get("/us/time/back", writing::back)
        .post("/us/time/back", writing::keep_back)
        .get("/us/time/{id}/edit", writing::open)
        .post("/us/time/{id}/edit", writing::save)
        .get("/us/time/{id}/share", share::show)
        .post("/us/time/{id}/share", share::share)
        .post("/us/time/{id}/remove", acts::remove)
        .get("/us/leaving/words", writing::last)
        .post("/us/leaving/words", writing::keep_last)
}

/// "Sunday 3 May 2026"
fn written(day: Date) -> String {
    format!("{} {}", day.weekday(), drawn::day(day))
}

/// A day of a form.
fn read_day(typed: &str) -> Option<Date> {
    Date::parse(typed.trim(), format_description!("[year]-[month]-[day]")).ok()
}

/// What a piece says in a line of ours, and in the words that go with it.
pub(crate) fn line(piece: &Piece) -> (Option<String>, &str) {
    match piece {
        Piece::Asked(Asked { until, words }) => (Some(format!("Until {}.", written(*until))), words),
        Piece::Back(Back { line, words, .. }) => (Some(line.says().to_owned()), words),
        Piece::Last(Last { words }) => (None, words),
    }
}

/// A piece as its reader sees it; the preview before sharing is this very thing.
pub(crate) fn figure(piece: &Piece, who: Who, when: impl Into<String>) -> drawn::Shared {
    let what = match piece {
        Piece::Asked(_) => "takes time apart",
        Piece::Back(_) => "says",
        Piece::Last(_) => "leaves you these words",
    };
    let (first, words) = line(piece);
    let ours = first.map(|text| Part { heading: None, text: Paragraphs::plain(&text) });
    let theirs = (!words.is_empty()).then(|| Part { heading: None, text: Paragraphs::of(words) });
    let parts = ours.into_iter().chain(theirs).collect();
    let content = Content::Words { chosen: Vec::new(), parts };
    drawn::Shared { who, what: what.to_owned(), when: when.into(), content }
}

/// The line about when, as its reader gets it.
fn with_you(on: Date) -> String {
    format!("Shared with you on {}", drawn::day(on))
}

fn when(shared: Shared) -> String {
    match shared {
        Shared::WithMe { on } => with_you(on),
        Shared::WithPartner { on, .. } => drawn::day(on),
        Shared::No => String::new(),
    }
}

/// How pages show whoever wrote something: also somebody who was linked before.
pub(crate) fn who(visit: &SignedIn, author: PersonId) -> Who {
    if author == visit.me().id {
        return visit.who();
    }
    match visit.partner().filter(|partner| partner.id == author) {
        Some(partner) => Who::new(partner.name.clone(), visit.me().seat.other()),
        None => Who::new("Your partner then", Seat::Two),
    }
}

/// The visitor's own piece. What is not there and what is not theirs is the same.
async fn find_own(visit: &mut SignedIn, id: &str) -> Result<Text<Piece>, Error> {
    let id: EntryId = id.parse().map_err(|_| Error::NotFound)?;
    let me = visit.me().id;
    let (scope, hand, _) = visit.parts();
    let seen = entries::by_id::<Piece>(scope, hand, None, KIND, id).await?;
    seen.and_then(Seen::text).filter(|text| text.author == me).ok_or(Error::NotFound)
}
