//! Moments: a few words beside a date, marked on the charts by one of the two.
//!
//! What must stay true: a moment is private until it is shared on purpose, with the exact preview; the other one's page
//! is the same with and without a private one; the day is sealed with the words, so no column says when anything was.

mod edit;
mod list;
mod share;
mod undo;

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::Date;

use crate::{
    couples::Me,
    entries::{self, Hand, Seen, Text, by_id},
    folding,
    ids::EntryId,
    web::{error::Error, page::Who, routes::Routes, show, signed_in::SignedIn},
};

/// As the entries know it.
pub const KIND: &str = "moment";
/// More than this many are neither listed nor drawn.
const MOST: u32 = 200;

/// What is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// The day.
    pub day: Date,
    /// A few words.
    pub words: String,
}

impl Moment {
    /// The longest words, in UTF-16 units as browsers count: two lines beside a chart.
    pub const LONGEST: usize = 120;

    /// The words as they stand in a list, where nothing can be unfolded.
    #[must_use]
    pub fn headline(&self) -> String {
        folding::without(&self.words)
    }
}

/// The routes of this room.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/weeks/moments", list::show)
        .get("/weeks/moments/new", edit::blank)
        .post("/weeks/moments/new", edit::begin)
        .get("/weeks/moments/{id}/edit", edit::open)
        .post("/weeks/moments/{id}/edit", edit::save)
        .get("/weeks/moments/{id}/share", share::show)
        .post("/weeks/moments/{id}/share", share::share)
        .get("/weeks/moments/{id}/back", undo::ask_back)
        .post("/weeks/moments/{id}/back", undo::take_back)
        .get("/weeks/moments/{id}/remove", undo::ask_removal)
        .post("/weeks/moments/{id}/remove", undo::remove)
}

/// Mine and those that were shared with me, the newest day first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn moments(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Vec<Seen<Moment>>, sqlx::Error> {
    let mut all = entries::of_kind::<Moment>(tx, hand, me.pinned(), KIND, MOST).await?;
    all.sort_by_key(|seen| match seen {
        Seen::Text(text) => std::cmp::Reverse(Some(text.content.day)),
        Seen::Broken { .. } => std::cmp::Reverse(None),
    });
    Ok(all)
}

/// The visitor's own moment with this id. What is not there and what is not theirs is the same.
async fn find_own(visit: &mut SignedIn, id: &str) -> Result<Text<Moment>, Error> {
    let id: EntryId = id.parse().map_err(|_| Error::NotFound)?;
    let (scope, hand, me) = visit.parts();
    match by_id::<Moment>(scope, hand, None, KIND, id).await? {
        Some(Seen::Text(text)) if text.author == me.id => Ok(text),
        _ => Err(Error::NotFound),
    }
}

/// As its reader sees it; the preview before sharing is this very thing.
pub(crate) fn figure(moment: &Moment, who: Who) -> show::Shared {
    show::Shared::text(who, "marked", show::day(moment.day), &moment.words)
}

/// The other one, also after the two have parted.
fn other(visit: &SignedIn) -> Who {
    visit.other().unwrap_or_else(|| Who::new("Your partner", visit.me().seat.other()))
}

fn path(id: EntryId) -> String {
    format!("/weeks/moments/{id}")
}
