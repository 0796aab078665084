//! `GET /us/time`: what holds, until when, and what either can do about it; and what was written about it.

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use data_encoding::HEXLOWER;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use time::Duration;

use super::{figure, when, who, written};
use crate::{
    apart::{KIND, Piece},
    couples::{Apart, Seat},
    entries::{Seen, Shared, Text, mark_opened, of_kind},
    web::{
        error::Error,
        forms::{Field, Problems},
        page::{Flash, Nav, Page, View},
        readers::{Held, Names},
        show,
        signed_in::SignedIn,
    },
};

/// Older ones than these are not listed.
const MOST: u32 = 60;
/// How long after it the page opens with coming back.
const RETURNING: Duration = Duration::days(14);

/// What an address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    done: String,
}

/// It holds.
struct Running {
    says: String,
    /// The day and the hour, for whoever wants to know exactly.
    exactly: String,
    /// Whether I asked for it, or for a part of it.
    mine: bool,
    /// What remains when I end mine: the other's day.
    remains: Option<String>,
    sooner: Option<Sooner>,
    day: Field,
}

/// An earlier day on the table.
struct Sooner {
    mine: bool,
    shown: String,
    value: String,
}

/// Something that was written.
struct Item {
    figure: show::Shared,
    /// For one's own: who else has it.
    held: Option<Held>,
    /// Where one's own can be looked at again; none for the other's.
    share: Option<String>,
    edit: Option<String>,
    remove: Option<String>,
}

#[derive(Template)]
#[template(path = "apart/show.html")]
struct ShowPage {
    page: Page,
    me: String,
    other: String,
    running: Option<Running>,
    /// It is over since a short while, and whether I have said how I come back.
    over: bool,
    answered: bool,
    kept: Vec<Item>,
    told: Vec<Item>,
    problems: Problems,
}

fn flash(done: &str, other: &str, now: Option<&Apart>) -> Option<Flash> {
    let text = match (done, now) {
        ("told", Some(_)) => format!("{other} can read it now. It holds from this moment."),
        ("shared", _) => format!("{other} can read it now."),
        ("private", _) => "It stays with you. Nobody is told that it exists.".to_owned(),
        ("back", _) => format!("Taken back. {other} can no longer open it."),
        ("removed", _) => "Removed.".to_owned(),
        ("ended", None) => "The time is over. Everything is where it was.".to_owned(),
        ("ended", Some(_)) => "Yours is over. The other day still stands.".to_owned(),
        ("suggested", Some(_)) => format!("{other} sees your suggestion. Nothing changes before they agree."),
        ("agreed", _) => "Agreed.".to_owned(),
        ("left", _) => "It stays as it is.".to_owned(),
        ("gone", _) => {
            return Some(Flash::problem("That has changed in the meantime. This is how it stands now."));
        }
        _ => return None,
    };
    Some(Flash::done(text))
}

fn running(visit: &SignedIn, apart: &Apart, typed: &str, problems: &Problems) -> Running {
    let seat = visit.me().seat;
    let (mine, theirs) = match seat {
        Seat::One => (apart.one, apart.two),
        Seat::Two => (apart.two, apart.one),
    };
    let local = visit.me().pacing.local(apart.until);
    Running {
        says: apart.says(),
        exactly: format!("{}, {:02}:{:02}", written(local.date()), local.hour(), local.minute()),
        mine: mine.is_some(),
        remains: mine.and(theirs).map(written),
        sooner: apart.sooner.map(|(by, day)| Sooner {
            mine: by == seat,
            shown: written(day),
            value: day.to_string(),
        }),
        day: Field::new("day", "An earlier day")
            .hint("Both of you agree to it. Today means at once.")
            .kind("date")
            .value(typed)
            .short()
            .checked(problems),
    }
}

fn item(visit: &SignedIn, text: &Text<Piece>, names: &Names) -> Item {
    let mine = text.author == visit.me().id;
    let private = text.shared == Shared::No;
    let path = |act: &str| format!("/us/time/{}/{act}", text.id);
    let asked = matches!(text.content, Piece::Asked(_));
    Item {
        figure: figure(&text.content, who(visit, text.author), when(text.shared)),
        held: names.held(text.shared),
        share: mine.then(|| path("share")),
        edit: (mine && private).then(|| if asked { path("edit") } else { "/us/time/back".to_owned() }),
        remove: (mine && private).then(|| path("remove")),
    }
}

fn stamp(apart: Option<&Apart>, holds: bool, told: &[Item]) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{apart:?} {holds}"));
    for item in told {
        hash.update(format!("{:?}", item.figure));
    }
    HEXLOWER.encode(hash.finalize().first_chunk::<8>().unwrap_or(&[0; 8]))
}

/// The page with what was typed and what is wrong with it.
pub(super) async fn page(
    mut visit: SignedIn,
    done: &str,
    typed: &str,
    problems: Problems,
) -> Result<Response, Error> {
    let Some(other) = visit.other() else { return Ok(Redirect::to("/us").into_response()) };
    let (scope, hand, me) = visit.parts();
    let all = of_kind::<Piece>(scope, hand, me.pinned(), KIND, MOST).await?;
    let all: Vec<Text<Piece>> = all.into_iter().filter_map(Seen::text).collect();
    let (me, now) = (visit.me().id, visit.now);
    mark_opened(&mut visit.scope, me, all.iter().filter(|text| text.author != me)).await?;
    let names = Names::of(&mut visit, all.iter().map(|text| text.shared)).await?;
    // a last word has its place where one leaves
    let here = all.iter().filter(|text| !matches!(text.content, Piece::Last(_)));
    let (kept, told): (Vec<_>, Vec<_>) = here.partition(|text| text.shared == Shared::No);
    let items = |texts: Vec<&Text<Piece>>| -> Vec<Item> {
        texts.into_iter().map(|text| item(&visit, text, &names)).collect()
    };
    let (kept, told) = (items(kept), items(told));
    let apart = visit.apart();
    let past = visit.me().apart.filter(|past| apart.is_none() && now - past.until < RETURNING);
    let answered = past.is_some_and(|past| {
        let mine = |text: &&Text<Piece>| text.author == me && text.shared != Shared::No;
        all.iter().filter(mine).any(|text| matches!(&text.content, Piece::Back(back) if back.time == past.id))
    });
    let stamp = stamp(visit.me().apart.as_ref(), apart.is_some(), &told);
    let page = visit.page("You two").at(Nav::Us).following("/live", stamp);
    let bad = !problems.is_empty();
    let view = ShowPage {
        page: page.with_flash(flash(done, &other.name, apart.as_ref())),
        me: visit.me().name.clone(),
        other: other.name,
        running: apart.map(|apart| running(&visit, &apart, typed, &problems)),
        over: past.is_some(),
        answered,
        kept,
        told,
        problems,
    };
    visit.scope.commit().await?;
    let status = if bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, View(view)).into_response())
}

/// `GET /us/time`
pub(super) async fn show(Query(done): Query<Done>, visit: SignedIn) -> Result<Response, Error> {
    page(visit, &done.done, "", Problems::default()).await
}
