//! What the first page, reminders and calendars need to know: which round is open, and when the next ones open.

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{
    Opened, Rhythm,
    agreeing::{calendar, suggestion},
    rounds::{Reach, is_given, rounds_in},
};
use crate::{couples::Me, entries::Hand};

/// How the check-in stands for one person.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// The round that is open.
    pub open: Option<Opened>,
    /// Whether I have finished mine of it.
    pub finished: bool,
    /// Whether I have saved something of it.
    pub begun: bool,
    /// Rounds in which something of the other's can be read that I have not opened, oldest first.
    pub unread: Vec<Opened>,
    /// When the next one opens.
    pub next: Option<Opened>,
    /// The rhythm that holds, of the two or of my own.
    pub rhythm: Option<Rhythm>,
    /// Whether the other one has suggested a day and an hour and waits for an answer.
    pub suggested: bool,
}

impl Standing {
    /// A moment by the clock of the rhythm that holds.
    #[must_use]
    pub fn local(&self, at: OffsetDateTime) -> OffsetDateTime {
        self.rhythm.as_ref().map_or(at, |rhythm| rhythm.local(at))
    }
}

/// More rounds than this are found under "Weeks".
const RECENT: usize = 8;

/// How the check-in stands for `me`. Nothing in it depends on what the other one holds back.
///
/// # Errors
/// When the database cannot be reached.
pub async fn now(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
) -> Result<Standing, anyhow::Error> {
    let known = calendar(&mut *tx).await?;
    let weeks = rounds_in(&mut *tx, hand, me, &known, now, Reach::Latest(RECENT)).await?;
    let open = known.open(now);
    let current = weeks.iter().rfind(|week| Some(week.opened) == open);
    let mine = current.and_then(|week| week.mine.as_ref());
    Ok(Standing {
        finished: mine.is_some_and(|text| text.content.finished) || is_given(mine),
        begun: mine.is_some(),
        unread: weeks.iter().filter(|week| week.waits).map(|week| week.opened).collect(),
        next: known.next(now, 1).pop(),
        rhythm: known.holds(now).map(|holds| holds.rhythm.clone()),
        suggested: suggestion(tx, me).await?.is_some_and(|it| !it.mine),
        open,
    })
}

/// The rounds that open next, the nearest first: of the two, or of one's own.
///
/// # Errors
/// When the database cannot be reached.
pub async fn next_openings(
    tx: &mut PgConnection,
    now: OffsetDateTime,
    most: usize,
) -> Result<Vec<Opened>, anyhow::Error> {
    Ok(calendar(tx).await?.next(now, most))
}
