//! Time apart that is over: one neutral line for each of the two, until they have said how they come back, and a line when
//! the other one has.

use time::Duration;

use super::Line;
use crate::{
    apart,
    entries::unopened,
    ids::EntryId,
    web::{error::Error, signed_in::SignedIn},
};

/// After this long nobody is reminded of it any more.
const LATEST: Duration = Duration::days(7);

/// More are not looked through.
const MOST: i64 = 20;

pub(super) async fn lines(visit: &mut SignedIn) -> Result<Vec<Line>, Error> {
    let now = visit.now;
    // who has never taken time apart pays nothing for this
    let Some(past) = visit.me().apart.filter(|past| !past.holds(now)) else { return Ok(Vec::new()) };
    let (scope, hand, me) = visit.parts();
    let Some(partner) = &me.partner else { return Ok(Vec::new()) };
    let new = unopened(&mut **scope, me.id, &[apart::KIND], MOST).await?;
    let new: Vec<EntryId> = new.into_iter().map(|one| one.id).collect();
    let said = apart::has_come_back(scope, hand, me, &new).await?.then(|| {
        let title = format!("{} says how they come back", partner.name);
        Line::new("/us/time", "letter", title, "After your time apart. Open it when you have a quiet moment.")
    });
    let over = if now - past.until < LATEST && !apart::is_back(scope, hand, past.id).await? {
        let meta = "Everything is where it was. You can say in one line how you come back.";
        Some(Line::new("/us/time", "pause", "Your time apart is over", meta))
    } else {
        None
    };
    Ok(over.into_iter().chain(said).collect())
}
