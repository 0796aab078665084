//! `GET /between/{number}`: what a practice is, what is one's own of it, and what the other one shared.

use std::cmp::Reverse;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::{done, practice_at};
use crate::{
    entries::Shared,
    ids::{EntryId, PersonId},
    practices::{
        Form, Matter, Practice, Stand, Standing, agreements,
        cycle::Cycle,
        matter::{self, All},
        rounds::{self, Round},
    },
    web::{
        error::Error,
        live,
        page::{Nav, Page, View},
        readers::{self, Names},
        show,
        signed_in::SignedIn,
    },
};

#[derive(Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

/// A line that leads to something.
pub(super) struct Row {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) meta: String,
}

#[derive(Template)]
#[template(path = "practices/shelf.html")]
struct Shelf {
    page: Page,
    practice: &'static Practice,
    other: Option<String>,
    /// What both agreed to, and what they agreed to before.
    agreed: Vec<Row>,
    past: Vec<Row>,
    /// What the other one shared.
    theirs: Vec<Row>,
    /// What I shared.
    mine: Vec<Row>,
    private: Vec<Row>,
    /// Own answers to what was taken back.
    left: Vec<Row>,
    /// What both filled in and both can read, time by time.
    opened: Vec<Row>,
    /// One's own part of what both fill in is begun.
    goes_on: bool,
    broken: bool,
    bounded: bool,
}

/// `GET /between/{number}`
pub(super) async fn show(
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
    mut visit: SignedIn,
) -> Result<Response, Error> {
    let practice = practice_at(&number)?;
    let (scope, hand, me) = visit.parts();
    let all = matter::all(scope, hand, me).await?;
    let names = Names::when(&mut visit, asked.done.as_deref() == Some("both")).await?;
    let me = visit.me().id;
    let (mut theirs, mut mine, mut private, mut left) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut agreed, mut past) = (Vec::new(), Vec::new());
    let stamp = stamp(&all, practice.number);
    let rounds =
        if practice.form == Form::Both { rounds::all(&all, practice.number, me) } else { Vec::new() };
    let current = rounds::current(&rounds);
    let goes_on = rounds.iter().any(|round| round.number == current && round.mine.is_some());
    let open: Vec<EntryId> = rounds
        .iter()
        .filter(|round| round.known().is_open())
        .flat_map(|round| [&round.mine, &round.theirs])
        .filter_map(|text| Some(text.as_ref()?.id))
        .collect();
    // how it begins is read with it, on its own page
    let linked = visit.partner().is_some();
    let closed: Vec<EntryId> = rounds
        .iter()
        .filter(|round| linked && round.known().is_unread())
        .filter_map(|round| Some(round.theirs.as_ref()?.id))
        .collect();
    for matter in in_order(&all, practice.number, me) {
        if open.contains(&matter.id) {
            continue;
        }
        let mut row = row(matter, me, names.other(), visit.partner().map(|partner| partner.id));
        if closed.contains(&matter.id) {
            row.title.clone_from(&practice.name);
        }
        let standing = agreements::standing(&all, matter);
        match (&matter.begun, matter.stand()) {
            (None, _) => left.push(row),
            _ if matches!(standing, Some(Standing::Stands(_))) => agreed.push(row),
            _ if matches!(standing, Some(Standing::Stood(_))) => past.push(row),
            (Some(begun), _) if begun.author != me => theirs.push(row),
            (Some(_), Stand::Private) => private.push(row),
            (Some(_), _) => mine.push(row),
        }
    }
    let flash = done(asked.done.as_deref(), &names);
    let view = Shelf {
        page: visit.page("Between").at(Nav::Us).with_flash(flash).following("/live", stamp),
        practice,
        other: visit.partner().map(|partner| partner.name.clone()),
        agreed,
        past,
        theirs,
        mine,
        private,
        left,
        opened: opened(practice, &rounds),
        goes_on,
        broken: !all.broken.is_empty(),
        bounded: all.bounded,
    };
    Ok(View(view).into_response())
}

/// One's own with the newest first, and the other one's in the order that both have: their hours are nobody's else.
fn in_order(all: &All, practice: u16, me: PersonId) -> Vec<&Matter> {
    let mut of_it: Vec<&Matter> = all.matters.iter().filter(|matter| matter.practice == practice).collect();
    of_it.sort_by_key(|matter| {
        matter.begun.as_ref().filter(|begun| begun.author == me).map(|begun| Reverse(begun.written_at))
    });
    of_it
}

/// A line for each time that both can read both parts: they stand on one page.
fn opened(practice: &Practice, rounds: &[Round]) -> Vec<Row> {
    let how = if Cycle::draws(practice) { "drawn as one loop" } else { "on one page" };
    let row = |round: &Round| {
        let (mine, theirs) = (round.mine.as_ref()?, round.theirs.as_ref()?);
        let since = mine.shared.on().max(theirs.shared.on()).map(show::day)?;
        Some(Row {
            href: format!("/p/{}", mine.id),
            title: format!("What you both wrote, {how}"),
            meta: format!("Both of you can read it, since {since}"),
        })
    };
    rounds.iter().filter(|round| round.known().is_open()).filter_map(row).collect()
}

/// Changes exactly when what the visitor may see of a practice does.
pub(super) fn stamp(all: &All, practice: u16) -> String {
    let mut hash = Sha256::new();
    for matter in all.matters.iter().filter(|matter| matter.practice == practice) {
        hash.update(matter.id.bytes());
        for one in matter.shared() {
            let (number, shared) = one.unwrap_or((0, Shared::No));
            hash.update(format!("{number} {shared:?};"));
        }
    }
    live::stamp(hash)
}

/// One line, in words that only say what both know. To whom it is mine adds what only they know.
fn row(matter: &Matter, me: PersonId, other: &str, partner: Option<PersonId>) -> Row {
    let href = format!("/p/{}", matter.id);
    let Some(begun) = &matter.begun else {
        let title = matter.answer.as_ref().map_or_else(
            || "What may explain it".to_owned(),
            |answer| format!("You: {}", answer.content.says()),
        );
        return Row { href, title, meta: "Your answer. What it belongs to was taken back.".to_owned() };
    };
    let (mine, since) = (begun.author == me, readers::since(begun.shared));
    // whoever was linked before is answered no more
    let asks = matter.facts().asks && partner == Some(begun.author);
    if let Some(day) = matter.agreed_on() {
        let title = begun.content.title();
        let ends = matter.suggestion().is_some_and(|suggestion| suggestion.ends);
        let what = if ends { "Ended" } else { "Agreed" };
        return Row { href, title, meta: format!("{what} on {}", show::day(day)) };
    }
    let meta = match matter.stand() {
        _ if begun.waits => "Yours waits until you have both finished".to_owned(),
        Stand::Private => "Only you".to_owned(),
        Stand::Given if mine => format!("Shared on {since}"),
        Stand::Given if asks && matter.answer.is_some() => {
            format!("Since {since}. What you answer is still yours alone.")
        }
        Stand::Given if asks => format!("Since {since}. You can answer it, now or later."),
        Stand::Given => format!("Since {since}"),
        Stand::Heard | Stand::Later | Stand::Answered => came_back(matter, mine, other),
    };
    Row { href, title: begun.content.title(), meta }
}

/// What was answered, for a line.
fn came_back(matter: &Matter, mine: bool, other: &str) -> String {
    let Some(answer) = &matter.answer else { return String::new() };
    let day = answer.content.day.map(|day| format!(", {}", show::day(day))).unwrap_or_default();
    match answer.shared {
        _ if mine => format!("{other} {}{day}", answer.content.says()),
        Shared::WithPartner { on, .. } => format!("You answered on {}", show::day(on)),
        Shared::WithMe { .. } | Shared::No => String::new(),
    }
}
