//! `/weeks`: the round that is open, or when the next one opens; and the weeks that have been, with their gaps.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse as _, Response},
};
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::Asked;
use crate::{
    checkins::{self, Reach, Week, rounds_in, suggestion},
    entries::Shared,
    web::{
        error::Error,
        page::{Page, View},
        signed_in::SignedIn,
    },
};

/// More weeks than this are shown on request.
const SHOWN: usize = 16;

/// The round that is open.
struct Current {
    href: String,
    name: String,
    until: String,
    line: String,
    button: &'static str,
    write: bool,
}

/// A week that has been.
struct Earlier {
    href: String,
    name: String,
    meta: String,
}

#[derive(Template)]
#[template(path = "checkins/weeks.html")]
struct Weeks {
    page: Page,
    /// Day, hour and zone, when there is a rhythm.
    rhythm: Option<String>,
    /// Whether it is one of the visitor's own.
    own: bool,
    current: Option<Current>,
    next: Option<String>,
    earlier: Vec<Earlier>,
    more: bool,
    /// The other one's suggestion, in words.
    suggested: Option<String>,
    name: String,
    linked: bool,
    /// While the two take time apart: the sentence of both.
    apart: Option<String>,
}

/// What a week says of itself in the list. Of the other's only what is here.
fn meta(week: &Week, name: &str, skipped: bool) -> String {
    let filled = week.mine().is_some_and(|answers| !answers.is_empty());
    let mine = match (&week.mine, filled) {
        _ if skipped => "Skipped",
        (Some(text), true)
            if matches!(text.shared, Shared::WithPartner { .. }) && text.waits && week.theirs.is_none() =>
        {
            "Yours waits until you have both finished"
        }
        (Some(text), true) if matches!(text.shared, Shared::WithPartner { .. }) => "You have shared yours",
        (Some(_), true) => "Yours, only for you",
        _ => "Not filled in yet",
    };
    match (week.waits, week.theirs.is_some()) {
        (true, _) => format!("{mine}. {name}’s is here, and you have not opened it."),
        (false, true) => format!("{mine}. {name}’s is here."),
        (false, false) => format!("{mine}."),
    }
}

fn current(visit: &SignedIn, calendar: &checkins::Calendar, week: &Week, name: &str) -> Current {
    let mine = week.mine.as_ref();
    let begun = mine.is_some_and(|text| !text.content.finished);
    let given = mine.is_some_and(|text| matches!(text.shared, Shared::WithPartner { .. }));
    let done = mine.is_some_and(|text| text.content.finished) || given || week.waits || week.theirs.is_some();
    Current {
        href: super::path(&week.opened),
        name: super::name(&week.opened),
        until: super::moment(calendar, week.opened.round.closes, visit.now),
        line: meta(week, name, false),
        button: if done {
            "Look at this week"
        } else if begun {
            "Go on with mine"
        } else {
            "Fill in mine"
        },
        write: !done,
    }
}

/// `GET /weeks`
pub(super) async fn show(Query(asked): Query<Asked>, mut visit: SignedIn) -> Result<Response, Error> {
    let (now, name) = (visit.now, super::other_name(&visit));
    let calendar = checkins::calendar(&mut visit.scope).await?;
    let reach = if asked.all.is_empty() { Reach::Latest(SHOWN + 1) } else { Reach::All };
    let (scope, hand, me) = visit.parts();
    let mut weeks = rounds_in(scope, hand, me, &calendar, now, reach).await?;
    let suggested = suggestion(scope, me).await?.filter(|it| !it.mine);
    let more = asked.all.is_empty() && weeks.len() > SHOWN;
    if more {
        weeks.remove(0);
    }
    let open = weeks.pop_if(|week| week.opened.round.is_open(now));
    let current = open.map(|week| current(&visit, &calendar, &week, &name));
    let next = calendar.next(now, 1).pop().map(|it| super::moment(&calendar, it.round.opens, now));
    let earlier = weeks.iter().rev().map(|week| Earlier {
        href: super::path(&week.opened),
        name: super::name(&week.opened),
        meta: meta(week, &name, week.skipped(now)),
    });
    let holds = calendar.holds(now);
    let mut view = Weeks {
        page: super::page(&visit, "Weeks"),
        rhythm: holds.map(|holds| holds.rhythm.words()),
        own: holds.is_some_and(|holds| holds.couple.is_none()),
        current,
        next,
        earlier: earlier.collect(),
        more,
        suggested: suggested.map(|it| it.rhythm.words()),
        linked: visit.partner().is_some(),
        apart: visit.apart().map(|apart| apart.says()),
        name,
    };
    let stamp = stamp(&view);
    view.page = view.page.following("/live", stamp);
    Ok(View(view).into_response())
}

/// Changes when something that the visitor may see here has changed.
fn stamp(view: &Weeks) -> String {
    let mut hash = Sha256::new();
    let current = view.current.iter().flat_map(|it| [&it.href, &it.line]);
    let earlier = view.earlier.iter().flat_map(|it| [&it.href, &it.meta]);
    for text in current.chain(earlier).chain(&view.suggested).chain(&view.rhythm).chain(&view.next) {
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    HEXLOWER.encode(hash.finalize().first_chunk::<8>().unwrap_or(&[0; 8]))
}
