//! `GET /today`.

use askama::Template;
use axum::response::{IntoResponse as _, Response};
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use time::Date;

use super::{
    coming,
    start::Start,
    waiting::{self, Line},
};
use crate::{
    checkins::{self, trends},
    conversations::{Standing, standing},
    couples::Seat,
    noticing::{self, Given},
    therapists,
    web::{
        error::Error,
        page::{Nav, Page, View, Who},
        routes::Routes,
        show,
        signed_in::SignedIn,
    },
};

/// Its routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/today", today)
}

#[derive(Template)]
#[template(path = "today/today.html")]
struct Today {
    page: Page,
    name: String,
    day: String,
    lede: &'static str,
    waiting: Vec<Line>,
    coming: Vec<Line>,
    /// Whether others let me read, as their therapist.
    sees_others: bool,
    /// While the two take time apart: the sentence of both, and an earlier day that the other one suggests.
    apart: Option<(String, Option<String>)>,
    /// The open talks, whether they wait for me or not.
    talks: Vec<Standing>,
    /// The last one that has ended.
    past: Option<Standing>,
    /// Whether the two have begun with something else.
    begun: bool,
    /// Me and the other one, when there are two.
    pair: Option<(Who, Who)>,
    /// What the other one is called.
    other: Option<String>,
    /// Where I am when there are not.
    start: Option<Start>,
    /// How trust has felt, as far as anybody has answered.
    trend: Option<trends::Small>,
    /// The last word of thanks, and who said it.
    thanks: Option<Thanks>,
}

/// A word of thanks that has been opened before.
struct Thanks {
    who: Who,
    words: show::Paragraphs,
    on: String,
}

impl Thanks {
    fn of(given: &Given, who: Who) -> Self {
        Self { who, words: show::Paragraphs::of(given.line.read()), on: show::day(given.on) }
    }
}

async fn today(mut visit: SignedIn) -> Result<Response, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let (past, talks): (Vec<_>, Vec<_>) =
        standing(scope, hand, me, now).await?.into_iter().partition(|talk| talk.over);
    // while the two take time, everything between them rests here
    let talks = if visit.apart().is_some() { Vec::new() } else { talks };
    let (scope, hand, me) = visit.parts();
    let weeks = checkins::now(scope, hand, me, now).await?;
    let trend = trends::small(me, &weeks.recent, now);
    let given = noticing::unopened(scope, hand, me).await?;
    let thanks = noticing::last_thanks(scope, hand, me).await?.filter(|one| one.opened);
    let reading = therapists::glance(scope, me, now).await?;
    let waiting = waiting::all(&mut visit, &talks, &weeks, &given, reading.waits.as_ref()).await?;
    let start = Start::of(&mut visit).await?;
    let mut view = Today {
        page: visit.page("Today").at(Nav::Today),
        name: visit.me().name.clone(),
        day: show::weekday(day(&visit, &weeks)),
        lede: lede(waiting.len()),
        apart: apart(&visit),
        waiting,
        coming: if visit.apart().is_some() { Vec::new() } else { coming::lines(&weeks) },
        sees_others: reading.sees_others,
        begun: weeks.rhythm.is_some(),
        talks,
        past: past.into_iter().next(),
        pair: visit.other().map(|other| {
            if visit.me().seat == Seat::One { (visit.who(), other) } else { (other, visit.who()) }
        }),
        other: visit.partner().filter(|_| visit.apart().is_none()).map(|partner| partner.name.clone()),
        start,
        trend,
        thanks: visit.other().and_then(|other| Some(Thanks::of(thanks.as_ref()?, other))),
    };
    let stamp = view.stamp();
    view.page = view.page.following("/live", stamp);
    Ok(View(view).into_response())
}

/// The day by the clock of the check-in, or by that of the talks.
fn day(visit: &SignedIn, weeks: &checkins::Standing) -> Date {
    let now = visit.now;
    weeks.rhythm.as_ref().map_or_else(|| visit.me().pacing.local(now), |rhythm| rhythm.local(now)).date()
}

/// The sentence that both read while they take time, and what the other one suggests.
fn apart(visit: &SignedIn) -> Option<(String, Option<String>)> {
    let apart = visit.apart()?;
    let partner = visit.partner()?;
    let theirs = apart.sooner.filter(|(by, _)| *by != visit.me().seat);
    let says =
        |(_, day): (Seat, Date)| format!("{} suggests coming back on {}.", partner.name, show::weekday(day));
    Some((apart.says(), theirs.map(says)))
}

/// What is said above the list, without a number.
const fn lede(waiting: usize) -> &'static str {
    match waiting {
        0 => "Nothing is waiting for you.",
        1 => "One thing is waiting. It does not have to be now.",
        _ => "Some things are waiting. None of them has to be now.",
    }
}

impl Today {
    /// Changes when something that this person sees here does.
    fn stamp(&self) -> String {
        let mut hash = Sha256::new();
        let mut add = |text: &str| {
            hash.update(text);
            hash.update([0]);
        };
        for line in self.waiting.iter().chain(&self.coming) {
            [line.href.as_str(), line.title.as_str(), line.meta.as_str()].into_iter().for_each(&mut add);
        }
        for talk in &self.talks {
            [talk.href.as_str(), talk.name.as_str(), talk.line.as_str()].into_iter().for_each(&mut add);
        }
        if let Some(trend) = &self.trend {
            add(&trend.label);
        }
        if let Some(thanks) = &self.thanks {
            add(&format!("{:?} {}", thanks.words, thanks.on));
        }
        add(&format!("{:?}", self.apart));
        add(if self.pair.is_some() { "two" } else { "one" });
        add(if self.sees_others { "sees others" } else { "" });
        HEXLOWER.encode(hash.finalize().first_chunk::<8>().unwrap_or(&[0; 8]))
    }
}
