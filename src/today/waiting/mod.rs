//! "Waiting for you": one list, one file for each source.

mod account;
mod apart;
mod hard;
mod lines;
mod plan;
mod practices;
mod questions;
mod reading;
mod shared;
mod talks;
mod two;
mod weeks;

use crate::{
    checkins, conversations,
    noticing::Given,
    therapists::Waits,
    web::{error::Error, signed_in::SignedIn},
};

/// One line: where it leads, and what it is in words.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) href: String,
    pub(super) icon: &'static str,
    pub(super) title: String,
    pub(super) meta: String,
}

impl Line {
    pub(super) fn new(
        href: impl Into<String>,
        icon: &'static str,
        title: impl Into<String>,
        meta: impl Into<String>,
    ) -> Self {
        Self { href: href.into(), icon, title: title.into(), meta: meta.into() }
    }
}

/// Everything that waits, in the order of the page: what the rest rests on first, then what the other one is waiting
/// with, then what is one's own to do.
pub(super) async fn all(
    visit: &mut SignedIn,
    talks: &[conversations::Standing],
    weeks: &checkins::Standing,
    given: &[Given],
    reading: Option<&Waits>,
) -> Result<Vec<Line>, Error> {
    let mut all = account::lines(visit);
    // while the two take time, nothing between them waits for anybody
    if visit.apart().is_some() {
        all.extend(two::lines(visit).into_iter().filter(|line| line.icon == two::ALERT));
        all.extend(reading::lines(visit, reading));
        return Ok(all);
    }
    all.extend(two::lines(visit));
    all.extend(reading::lines(visit, reading));
    all.extend(apart::lines(visit).await?);
    all.extend(hard::lines(visit).await?);
    all.extend(talks::lines(talks));
    all.extend(shared::lines(visit).await?);
    all.extend(lines::lines(visit, given));
    all.extend(questions::lines(visit).await?);
    all.extend(practices::lines(visit).await?);
    all.extend(plan::lines(visit).await?);
    all.extend(weeks::lines(visit, weeks));
    Ok(all)
}
