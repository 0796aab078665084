//! The pages of one promise that holds: how it went, who may read that, looking at it again, its calendar file; and a
//! setback.

mod calendar;
mod item;
mod review;
pub(crate) mod setback;
mod setback_share;
mod share;

use time::{Date, Duration};

use super::marks::Mark;
use crate::{
    couples::Seat,
    ids::CommitmentId,
    plans::{Commitment, Doer, InForce, in_force, rhythm::monday},
    web::{error::Error, page::Who, routes::Routes, show, signed_in::SignedIn},
};

/// The routes of this part of the room.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/plan/items/{id}", item::show)
        .post("/plan/items/{id}", item::keep)
        .get("/plan/items/{id}/share", share::show)
        .post("/plan/items/{id}/share", share::share)
        .get("/plan/items/{id}/review", review::show)
        .post("/plan/items/{id}/review", review::prepare)
        .get("/plan/items/{id}/item.ics", calendar::show)
        .get("/plan/setback", setback::blank)
        .post("/plan/setback", setback::begin)
        .get("/plan/setback/{id}", setback::show)
        .get("/plan/setback/{id}/edit", setback::open)
        .post("/plan/setback/{id}/edit", setback::save)
        .get("/plan/setback/{id}/share", setback_share::show)
        .post("/plan/setback/{id}/share", setback_share::share)
}

/// Today, as the two count days.
fn today(visit: &SignedIn) -> Date {
    visit.me().pacing.local(visit.now).date()
}

/// The plan that holds for the two.
async fn held(visit: &mut SignedIn) -> Result<InForce, Error> {
    let (scope, hand, me) = visit.parts();
    in_force(scope, hand, me).await?.ok_or(Error::NotFound)
}

/// A promise that holds. Whatever else an address names is not there.
async fn find(visit: &mut SignedIn, id: &str) -> Result<(InForce, Commitment), Error> {
    let id: CommitmentId = id.parse().map_err(|_| Error::NotFound)?;
    let held = held(visit).await?;
    let commitment = held.commitments.iter().find(|it| it.id == id).cloned().ok_or(Error::NotFound)?;
    Ok((held, commitment))
}

/// The week that a page is about: this one, or the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Week {
    This,
    Last,
}

impl Week {
    fn parse(code: &str) -> Self {
        if code == "last" { Self::Last } else { Self::This }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::This => "this",
            Self::Last => "last",
        }
    }

    /// Its Monday, for the two.
    fn monday(self, today: Date) -> Date {
        let this = monday(today);
        match self {
            Self::This => this,
            Self::Last => this.checked_sub(Duration::WEEK).unwrap_or(this),
        }
    }
}

/// "Week of 2 March 2026"
pub(crate) fn week_of(monday: Date) -> String {
    format!("Week of {}", show::day(monday))
}

/// Who a promise is of, as pages say it.
fn doers(visit: &SignedIn, commitment: &Commitment) -> Vec<Who> {
    let other = visit.other();
    let of = |seat: Seat| if visit.me().seat == seat { Some(visit.who()) } else { other.clone() };
    match commitment.who {
        Doer::One => of(Seat::One).into_iter().collect(),
        Doer::Two => of(Seat::Two).into_iter().collect(),
        Doer::Both => of(Seat::One).into_iter().chain(of(Seat::Two)).collect(),
    }
}

/// How it went, as the other one reads it; the preview before showing it is this very thing.
pub(crate) fn figure(mark: &Mark, act: &str, who: Who, when: String) -> show::Shared {
    let promise = show::Part { heading: Some(week_of(mark.week)), text: show::Paragraphs::plain(act) };
    let words = show::Part { heading: None, text: show::Paragraphs::plain(&mark.words) };
    show::Shared {
        who,
        what: "says how it went".to_owned(),
        when,
        content: show::Content::Words {
            chosen: vec![mark.kept.label().to_owned()],
            parts: vec![promise, words],
        },
    }
}
