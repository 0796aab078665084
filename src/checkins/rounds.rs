//! Many rounds at once, as one may see them: for the list of weeks, the charts and the first page.
//!
//! What must stay true: three queries, however many rounds. Of the other's answers only those are here that could be
//! opened without anything being decided by it: whoever has not looked at them in a round that is still open, and has
//! not given theirs, finds none, because looking would end their own writing.

use std::collections::HashMap;

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Answers, Calendar, Key, Opened, Sheet, agreeing::calendar, pair};
use crate::{
    couples::Me,
    entries::{self, Hand, Seen, Shared, Text},
    ids::{EntryId, ScheduleId},
};

/// How many rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The latest so many.
    Latest(usize),
    /// All of them.
    All,
}

/// A round that has opened, with what one may see of it.
#[derive(Clone, Debug)]
pub struct Week {
    /// The round.
    pub opened: Opened,
    /// One's own.
    pub mine: Option<Text<Sheet>>,
    /// The other's, as far as it is to be seen.
    pub theirs: Option<Text<Sheet>>,
    /// Whether the other's is here and one has not opened it.
    pub waits: bool,
    /// The other's entry, where it is here and looking at it would end one's own writing.
    pub undecided: Option<EntryId>,
}

impl Week {
    /// One's own answers.
    #[must_use]
    pub fn mine(&self) -> Option<&Answers> {
        self.mine.as_ref().map(|text| &text.content.answers)
    }

    /// The other's answers.
    #[must_use]
    pub fn theirs(&self) -> Option<&Answers> {
        self.theirs.as_ref().map(|text| &text.content.answers)
    }

    /// Whether it has closed without answers of one's own: a gap.
    #[must_use]
    pub fn skipped(&self, now: OffsetDateTime) -> bool {
        !self.opened.round.is_open(now) && self.mine().is_none_or(Answers::is_empty)
    }
}

/// Whether this text belongs to the round that it was found at.
pub(super) fn belongs(text: &Text<Sheet>, opened: &Opened) -> bool {
    text.content.schedule == opened.key.schedule && text.content.answers.round == opened.key.number
}

/// Whether one has given one's own.
pub(super) fn is_given(mine: Option<&Text<Sheet>>) -> bool {
    mine.is_some_and(|text| matches!(text.shared, Shared::WithPartner { .. }))
}

/// The rounds that have opened, oldest first, with what `me` may see of them.
///
/// # Errors
/// When the database cannot be reached.
pub async fn rounds_of(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
    reach: Reach,
) -> Result<Vec<Week>, anyhow::Error> {
    let known = calendar(&mut *tx).await?;
    rounds_in(tx, hand, me, &known, now, reach).await
}

/// The same, where the calendar is known: two queries.
///
/// # Errors
/// When the database cannot be reached.
pub async fn rounds_in(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    calendar: &Calendar,
    now: OffsetDateTime,
    reach: Reach,
) -> Result<Vec<Week>, anyhow::Error> {
    let mut opened = calendar.opened(now);
    if let Reach::Latest(most) = reach {
        opened.drain(..opened.len().saturating_sub(most));
    }
    if opened.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = opened.iter().map(|it| it.key.place()).collect();
    let own = entries::by_slots::<Sheet>(&mut *tx, hand, &places).await?;
    let pairs: Vec<Uuid> = opened
        .iter()
        .filter_map(|it| it.couple.map(|couple| pair(couple, it.key.schedule, it.key.number)))
        .collect();
    let given = entries::in_pairs::<Sheet>(&mut *tx, hand, me.pinned(), "checkin", &pairs).await?;
    let (mut own, mut given) = (by_round(own, true, me), by_round(given, false, me));
    Ok(opened
        .into_iter()
        .map(|opened| {
            let key = (opened.key.schedule, opened.key.number);
            let mine = own.remove(&key);
            let there = given.remove(&key);
            let open = opened.round.is_open(now);
            let seen = there.as_ref().is_some_and(|text| text.opened);
            let waits = there.is_some() && !seen;
            let id = there.as_ref().map(|text| text.id);
            let theirs = there.filter(|_| !open || seen || is_given(mine.as_ref()));
            let undecided = id.filter(|_| theirs.is_none());
            Week { opened, mine, theirs, waits, undecided }
        })
        .collect())
}

/// The round that is open, when the other's answers in it are here and `me` has neither looked at them nor given their own:
/// then they are shown only where looking is an act, because it ends `me`'s own writing.
///
/// # Errors
/// When the database cannot be reached.
pub async fn undecided(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
) -> Result<Option<Key>, anyhow::Error> {
    let latest = rounds_of(tx, hand, me, now, Reach::Latest(1)).await?.pop();
    let undecided = |week: &Week| week.opened.round.is_open(now) && week.waits && week.theirs.is_none();
    Ok(latest.filter(undecided).map(|week| week.opened.key))
}

/// What opened, by its round. A round is a week of whoever looks: the seat in old answers may have been another one.
fn by_round(seen: Vec<Seen<Sheet>>, mine: bool, me: &Me) -> HashMap<(ScheduleId, u32), Text<Sheet>> {
    let by = if mine { me.seat } else { me.seat.other() };
    seen.into_iter()
        .filter_map(Seen::text)
        .map(|mut text| {
            text.content.answers.by = by;
            ((text.content.schedule, text.content.answers.round), text)
        })
        .collect()
}
